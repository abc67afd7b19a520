/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The bank's settings and the strength of the annual curve, weighed by how well each pair foretold
 * this queue's own past, for short, middle and long leads apart. Weights fall off exponentially
 * with the excess of the discounted absolute error over the best (Bates & Granger 1969, Oper. Res.
 * Q. 20; exponential weights: Vovk 1990).
 */
#ifndef PAIBAN_FORECAST_BLEND_H
#define PAIBAN_FORECAST_BLEND_H

#include "forecast/views.h"

enum { PB_FC_LEADS = 3 };

typedef struct pb_fc_blend {
    int n_days, n_views; /* 1 view where no year before is known */
    pb_fc_view views[PB_FC_VIEWS];
    double weight[PB_FC_LEADS][PB_FC_VIEWS][PB_FC_BANK]; /* each lead's sum to 1 */
    double *mean; /* [((lead * PB_FC_VIEWS + view) * n_days + day) * 7 + weekday] */
    double error; /* best discounted error over volume; NAN = not scored */
} pb_fc_blend;

int pb_fc_lead(int h); /* lead class of h days ahead, h >= 1 */
PB_MUST_USE pb_status pb_fc_blend_make(pb_arena *a, const pb_fc_clean *c, const pb_fc_season *s,
                                       int n_ahead, const pb_fc_switches *off, pb_fc_blend *ret);
/* Usual contacts of day t+h, which follows that weekday, as known at the end of day t. */
double pb_fc_blend_at(const pb_fc_blend *b, int t, int h, int weekday);
/* Usual contacts of day t itself with the state at its end. */
double pb_fc_blend_fitted(const pb_fc_blend *b, int t, int weekday);

#endif
