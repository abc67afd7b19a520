/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Histories made by rule, for the tests of forecast/. */
#ifndef TESTS_FORECAST_HISTORY_MAKER_H
#define TESTS_FORECAST_HISTORY_MAKER_H

#include "forecast/forecast.h"

#include <math.h>

/* Expected contacts of a slot: date, its clock minute. NAN = no row says anything of it. */
typedef double (*pb_rate)(pb_date date, int minute, const void *ctx);

/* One queue "q" on a grid of its own; counts are Poisson draws (noise) or the rates themselves. */
pb_history made_history(pb_arena *a, const char *zone, pb_date first, int n_days, int slot_min,
                        pb_rate rate, const void *ctx, bool noise, uint64_t seed);

/* 40 an hour from 8 to 18 on Monday to Friday, half of it on Saturday, nothing on Sunday. */
double office_rate(pb_date date, int minute, const void *ctx);

/* Sum of a queue's contacts on the day-th day of a forecast. */
double day_sum(const pb_forecast *f, int32_t queue, int day);

/* The forecast, or a failed test. */
void forecast_or_fail(pb_arena *a, const pb_history *h, const pb_calendar *cal,
                      const pb_queues *queues, pb_date from, int n_days, bool keep,
                      pb_forecast *ret, pb_forecast_report *rep, pb_diags *d);

/* Nothing negative, no NAN, bounds in order around the mean. NULL = all is well. */
const char *what_is_wrong(const pb_forecast *f, const pb_forecast_report *r);

#endif
