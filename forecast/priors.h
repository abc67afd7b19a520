/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What is fixed for all queues in weighing the past. A user has no need of it: it can be set so
 * that the bench can ask what would be lost had it been chosen without a series (forecast_loso).
 */
#ifndef PAIBAN_FORECAST_PRIORS_H
#define PAIBAN_FORECAST_PRIORS_H

typedef struct pb_forecast_priors {
    double memory_weeks;     /* half-life of past errors, > 0 */
    double steepness;        /* of the smoothers' weights, times the usual, >= 0 */
    double season_price;     /* weeks: a seasonal way of n weeks' standing costs this / n */
    double second_steepness; /* of the weights of the regression's shares, >= 0 */
    double second_price;     /* what a whole share of the regression costs, relative to the error */
    double profile_steepness; /* of the profiles' weights, >= 0 */
} pb_forecast_priors;

/* The ones that ship. */
pb_forecast_priors pb_forecast_priors_usual(void);

#endif
