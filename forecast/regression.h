/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A second opinion of the day total that errs otherwise than the smoothers do: a regression of the
 * logarithm on weekday and two waves a year, old days discounted, whose level is drawn back to the
 * regression's after a surprise (damped autoregressive residual). Several memories run side by
 * side.
 *
 * Form: discounted recursive least squares with a ridge (West & Harrison 1997, Bayesian Forecasting
 * and Dynamic Models, 2nd ed., 6.3; Hoerl & Kennard 1970, Technometrics 12, eq. 2.3); errors are
 * clipped and shifts told as in level.h.
 */
#ifndef PAIBAN_FORECAST_REGRESSION_H
#define PAIBAN_FORECAST_REGRESSION_H

#include "forecast/clean.h"

enum { PB_FC_REGRESSIONS = 3, PB_FC_TERMS = 12, PB_FC_WAVES = 4 };

typedef struct pb_fc_regression {
    int n_days;
    const double *wave; /* [(n_days + n_ahead) * PB_FC_WAVES] cosines and sines of the year */
    double *beta[PB_FC_REGRESSIONS];  /* [n_days * PB_FC_TERMS] as known at the end of each day */
    double *level[PB_FC_REGRESSIONS]; /* [n_days] log residual that still lasts */
    double *scale[PB_FC_REGRESSIONS]; /* [n_days] contacts seen over forecast so far: from the
                                         middle of a skew spread to its mean */
    const double *fade[PB_FC_REGRESSIONS]; /* [n_days + n_ahead] what is left of it after h days */
} pb_fc_regression;

/* Runs over c's totals; first: the date of day 0. Arrays come from the arena. */
PB_MUST_USE pb_status pb_fc_regression_run(pb_arena *a, const pb_fc_clean *c, pb_date first,
                                           int n_days, int n_ahead, bool season,
                                           pb_fc_regression *ret);
/* Contacts of day t+h, which follows that weekday, by memory k as known at the end of day t; h
 * >= 1. NAN while too little is known (the first two weeks). */
double pb_fc_regression_at(const pb_fc_regression *r, int k, int t, int h, int weekday);

#endif
