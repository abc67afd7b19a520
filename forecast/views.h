/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The ways to let the time of year in: not at all; by moving a plain bank's forecast along last
 * year's curve; by running the bank over totals from which the curve has been divided out.
 */
#ifndef PAIBAN_FORECAST_VIEWS_H
#define PAIBAN_FORECAST_VIEWS_H

#include "forecast/level.h"
#include "forecast/season.h"

enum { PB_FC_VIEWS = 5 };

/*
 * One way to let the time of year in. Divided: the bank runs over totals / divisor. Moved: the
 * plain bank's forecast is moved by the curve's growth from today to the target day.
 */
typedef struct pb_fc_view {
    const double *scale; /* [n_days + n_ahead] the annual curve to the view's power; NULL = none */
    bool moved;
    pb_fc_bank bank;
} pb_fc_view;

/* The plain view alone where no year before is known, else all. ret[PB_FC_VIEWS]. */
PB_MUST_USE pb_status pb_fc_views_make(pb_arena *a, const pb_fc_clean *c, const pb_fc_season *s,
                                       int n_ahead, const pb_fc_switches *off, pb_fc_view *ret,
                                       int *ret_n);
/* What the bank's level × weekday factor of day t is multiplied with for day t+h. */
double pb_fc_view_factor(const pb_fc_view *v, int t, int h);

#endif
