/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * How far off the forecast has been: errors of the past, each made with the state of its own day,
 * give the relative spread of days by lead, of slots within a day, and of whole weeks (days of one
 * week err together, so weeks have errors of their own). Standardised errors give the quantiles, as
 * in split conformal prediction (Vovk, Gammerman & Shafer 2005), drawn to the normal law where the
 * past is short. Variance of a count around mean m: m + (c m)^2 (gamma-mixed Poisson).
 */
#ifndef PAIBAN_FORECAST_ERROR_SPREAD_H
#define PAIBAN_FORECAST_ERROR_SPREAD_H

#include "forecast/fit.h"

enum { PB_FC_LOW80, PB_FC_HIGH80, PB_FC_LOW95, PB_FC_HIGH95, PB_FC_BOUNDS };
enum { PB_FC_DAY_CLASSES = 5, PB_FC_WEEK_CLASSES = 4, PB_FC_SIZE_CLASSES = 6 };

typedef struct pb_fc_spread {
    double day_var[PB_FC_DAY_CLASSES]; /* squared cv by lead class */
    double day_z[PB_FC_DAY_CLASSES][PB_FC_BOUNDS];
    double week_var[PB_FC_WEEK_CLASSES];
    double week_z[PB_FC_WEEK_CLASSES][PB_FC_BOUNDS];
    double slot_var;                                 /* squared cv of slots within their day */
    double slot_z[PB_FC_SIZE_CLASSES][PB_FC_BOUNDS]; /* by contacts expected in the slot */
    double share_day_var; /* beyond four weeks: growth of the squared cv a day */
} pb_fc_spread;

PB_MUST_USE pb_status pb_fc_spread_learn(pb_arena *a, const pb_fc_fit *f, pb_fc_spread *ret);
double pb_fc_spread_day_var(const pb_fc_spread *s, int h); /* squared cv, h days ahead */
/* Bounds of a slot of mean m, of a day of mean m h days ahead, of the k-th week (0 = next) of mean
 * m; more_var: squared cv to add (special days). Ordered, >= 0, the mean between the 80 % bounds.
 */
void pb_fc_spread_slot(const pb_fc_spread *s, double m, int h, double more_var, double *ret);
void pb_fc_spread_day(const pb_fc_spread *s, double m, int h, double more_var, double *ret);
void pb_fc_spread_week(const pb_fc_spread *s, double m, int week, double more_var, double *ret);

#endif
