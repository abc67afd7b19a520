/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What people forecast with otherwise: last week's copy, means of the last weeks' same weekday. */
#ifndef PAIBAN_FORECAST_BASELINE_H
#define PAIBAN_FORECAST_BASELINE_H

#include "model/model.h"

/*
 * Mean of the newest `weeks` known values of the same weekday and clock reading before day `origin`
 * (index of the grid), looking back at most 4 × weeks + 4 weeks; 0 where none is known.
 * series[n_slots].
 */
double pb_fc_same_weekday(const pb_grid *g, const double *series, int day, int minute, int origin,
                          int weeks);
/* Mean absolute deviation of a Poisson count around its mean m (Johnson, Kemp & Kotz 2005,
 * Univariate Discrete Distributions, 4.3: 2 e^-m m^(k+1) / k!, k = floor(m)). */
double pb_fc_poisson_deviation(double m);

#endif
