/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The newest days' surprise: how much of it lasts into the next week is learnt from the past
 * (autoregressive residual, kappa × rho^(h-1)).
 */
#ifndef PAIBAN_FORECAST_TODAY_H
#define PAIBAN_FORECAST_TODAY_H

#include "forecast/blend.h"

typedef struct pb_fc_today {
    double kappa, rho;      /* kappa 0 = nothing lasts */
    const double *residual; /* [n_days] log of seen over fitted of the newest usable day */
} pb_fc_today;

PB_MUST_USE pb_status pb_fc_today_learn(pb_arena *a, const pb_fc_clean *c, const pb_fc_blend *b,
                                        bool off, pb_fc_today *ret);
/* The factor on day t+h as known at the end of day t. */
double pb_fc_today_factor(const pb_fc_today *y, int t, int h);

#endif
