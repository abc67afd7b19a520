/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The time of year: the smoothed level of the same weeks one and two years ago, weekday factors
 * taken out, tells how the level should move from today to the target day. Also the two-sided level
 * around a past day, against which the effects of special days are measured.
 */
#ifndef PAIBAN_FORECAST_SEASON_H
#define PAIBAN_FORECAST_SEASON_H

#include "forecast/clean.h"
#include "forecast/level.h"

enum { PB_FC_YEAR_DAYS = 364 }; /* 52 whole weeks: weekdays stay aligned */

enum { PB_FC_CURVES = 2 };

typedef struct pb_fc_season {
    int n_days;
    double *smooth;  /* [n_days] level around the day, both sides; 0 = not known */
    pb_fc_bank base; /* one middling setting, for weekday factors */
} pb_fc_season;

PB_MUST_USE pb_status pb_fc_season_make(pb_arena *a, const pb_fc_clean *c, int n_days, bool robust,
                                        pb_fc_season *ret);
bool pb_fc_season_known(int n_days); /* more than a year and four weeks of history */
/*
 * The annual curve as known a year before each day, smoothed more or less (curve 0 …
 * PB_FC_CURVES-1): ret_log[n_days + n_ahead], log of the level relative to the year's mean. Day t's
 * value uses days before t - 340 only.
 */
PB_MUST_USE pb_status pb_fc_season_curve(pb_arena *a, const pb_fc_clean *c, const pb_fc_season *s,
                                         int curve, int n_ahead, double *ret_log);
/* What day t (of that weekday) would have brought, had it been ordinary: contacts. */
double pb_fc_season_usual(const pb_fc_season *s, int t, int weekday);

#endif
