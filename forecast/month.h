/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The day of the month: pay days, bills and direct debits make some days of every month busier than
 * their weekday. One factor for each of 31 places in the month (the last six counted from its end),
 * neighbours lending each other weight, drawn to 1 as far as the differences are within the noise.
 */
#ifndef PAIBAN_FORECAST_MONTH_H
#define PAIBAN_FORECAST_MONTH_H

#include "forecast/season.h"

enum { PB_FC_MONTH_PLACES = 31 };

typedef struct pb_fc_month {
    double factor[PB_FC_MONTH_PLACES]; /* about 1 */
    const uint8_t *place;              /* [n_past + n_ahead] 0 … 30 */
} pb_fc_month;

PB_MUST_USE pb_status pb_fc_month_learn(pb_arena *a, const pb_fc_days *d, const pb_fc_clean *c,
                                        const pb_fc_season *s, bool off, pb_fc_month *ret);
int pb_fc_month_place(pb_date date); /* 0 … 30 */
double pb_fc_month_factor(const pb_fc_month *m,
                          int day); /* of that day of the learnt ones or ahead */

#endif
