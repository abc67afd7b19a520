/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The bank's settings and the ways to let the time of year in, weighed by how well each pair
 * foretold this queue's own past at leads from one day to four weeks taken together: weights of
 * their own for short and long leads would be told by luck more than by merit. Weights fall off
 * exponentially with the excess of the discounted absolute error over the best (Bates & Granger
 * 1969, Oper. Res. Q. 20; exponential weights: Vovk 1990).
 */
#ifndef PAIBAN_FORECAST_BLEND_H
#define PAIBAN_FORECAST_BLEND_H

#include "forecast/views.h"

typedef struct pb_fc_blend {
    int n_days, n_views; /* 1 view where no year before is known */
    pb_fc_view views[PB_FC_VIEWS];
    double weight[PB_FC_VIEWS][PB_FC_BANK]; /* sum to 1 */
    double *mean;                           /* [(view * n_days + day) * 7 + weekday] */
} pb_fc_blend;

PB_MUST_USE pb_status pb_fc_blend_make(pb_arena *a, const pb_fc_clean *c, const pb_fc_season *s,
                                       int n_ahead, const pb_fc_switches *off, pb_fc_blend *ret);
/* Usual contacts of day t+h, which follows that weekday, as known at the end of day t. */
double pb_fc_blend_at(const pb_fc_blend *b, int t, int h, int weekday);
/* Usual contacts of day t itself with the state at its end. */
double pb_fc_blend_fitted(const pb_fc_blend *b, int t, int weekday);

#endif
