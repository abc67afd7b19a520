/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One queue from gathered days to forecast days: what make, explain, intraday and backtest share.
 */
#ifndef PAIBAN_FORECAST_QUEUE_FORECAST_H
#define PAIBAN_FORECAST_QUEUE_FORECAST_H

#include "forecast/error_spread.h"
#include "forecast/fit.h"
#include "forecast/forecast.h"
#include "forecast/gather.h"

typedef struct pb_fc_queue_forecast {
    pb_fc_gathered gathered; /* filled before learning; days.n_past > 0 */
    pb_fc_fit fit;
    pb_fc_spread spread;
    int days_learnt; /* days of history that could be used */
} pb_fc_queue_forecast;

typedef struct pb_fc_day_forecast {
    double *mean;   /* [n_slots] by the clock, the caller's */
    double *bounds; /* [n_slots * PB_FC_BOUNDS], the caller's */
    double total, day_bounds[PB_FC_BOUNDS];
    double day_cv, slot_cv;
} pb_fc_day_forecast;

pb_fc_switches pb_fc_switches_of(const pb_forecast_options *opt);
/* group: the team's fit for small queues to lean on, or NULL. */
PB_MUST_USE pb_status pb_fc_queue_learn(pb_arena *a, const pb_fc_switches *off,
                                        const pb_fc_fit *group, pb_fc_queue_forecast *q);
/*
 * The fit of all queues of h taken together, as known before `from`; *ret NULL where there is only
 * one queue, or nothing is known, or the options leave pooling out.
 */
PB_MUST_USE pb_status pb_fc_group_learn(pb_arena *a, const pb_history *h, const pb_calendar *cal,
                                        pb_date from, int n_ahead, const pb_forecast_options *opt,
                                        const pb_fc_fit **ret);
/* Day `day` (0 = from). work[n_slots] is scratch. */
void pb_fc_queue_day(const pb_fc_queue_forecast *q, int day, double *work, pb_fc_day_forecast *ret);
/* Bounds of the week-th week (0 = from … from+6) whose mean is m. */
void pb_fc_queue_week(const pb_fc_queue_forecast *q, int week, double m, double *ret);

#endif
