/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * How far the second opinion (regression.h) is let in beside the blend of smoothers: shares of 0,
 * 1/4 … 1 of each of its memories are weighed by how well the mixture foretold this queue's own
 * past, for short, middle and long leads apart. A share pays a price, so that it must have been
 * better, not merely as good (weights: exponential, as in blend.h).
 */
#ifndef PAIBAN_FORECAST_GUARD_H
#define PAIBAN_FORECAST_GUARD_H

#include "forecast/regression.h"
#include "forecast/today.h"

enum { PB_FC_LEADS = 3 };

typedef struct pb_fc_guard {
    bool on;
    pb_fc_regression second;
    double share[PB_FC_LEADS][PB_FC_REGRESSIONS]; /* each lead's sum within 0 … 1 */
} pb_fc_guard;

/* first: the date of day 0. off: the second opinion is not asked. */
PB_MUST_USE pb_status pb_fc_guard_make(pb_arena *a, const pb_fc_clean *c, const pb_fc_blend *b,
                                       const pb_fc_today *y, pb_date first, int n_ahead,
                                       const pb_fc_switches *off, pb_fc_guard *ret);
/* Usual contacts of day t+h by both: blended is what the smoothers say. */
double pb_fc_guard_at(const pb_fc_guard *g, double blended, int t, int h, int weekday);

#endif
