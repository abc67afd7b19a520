/* SPDX-License-Identifier: GPL-3.0-or-later */
/* All that is learnt of one queue's past, and the forecast of its days and slots from any day of
 * it. */
#ifndef PAIBAN_FORECAST_FIT_H
#define PAIBAN_FORECAST_FIT_H

#include "forecast/blend.h"
#include "forecast/guard.h"
#include "forecast/month.h"
#include "forecast/profile.h"
#include "forecast/special.h"
#include "forecast/today.h"

typedef struct pb_fc_fit {
    const struct pb_fc_fit *group; /* the team's queues together, for small queues; NULL = none */
    const pb_fc_days *days;
    pb_fc_switches off;
    bool rest[7];
    pb_fc_clean clean;
    pb_fc_season season;
    pb_fc_month month;
    pb_fc_effects effects;
    pb_fc_blend blend;
    pb_fc_today today;
    pb_fc_guard guard;
    pb_fc_turns turns; /* slots that opened or shut for good */
    double mix[PB_FC_MEMORIES];
    double *profile; /* [7 * n_slots] as known at the end of the past */
    double *holiday; /* [n_slots] profile of open holidays */
} pb_fc_fit;

/* group (may be NULL) must outlive the fit and have the same slots; small queues lean on it. */
PB_MUST_USE pb_status pb_fc_fit_make(pb_arena *a, const pb_fc_days *d, const pb_fc_switches *off,
                                     const bool rest[7], const pb_fc_fit *group, pb_fc_fit *ret);
/* Contacts of day t+h, were it an ordinary day, as known at the end of day t. */
double pb_fc_fit_usual(const pb_fc_fit *f, int t, int h);
/* Contacts of day t+h in all as known at the end of day t (t = n_past-1: the forecast itself),
 * special days included. */
double pb_fc_fit_day(const pb_fc_fit *f, int t, int h);
/* The day's shares: [n_slots], summing to 1 over open slots or 0. profile [7 * n_slots]. */
void pb_fc_fit_shares(const pb_fc_fit *f, const double *profile, int day, double *ret);

#endif
