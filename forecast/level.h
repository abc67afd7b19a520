/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A bank of exponential smoothers of the day total = level × weekday factor, one for each pair of
 * gains, run side by side over the past. Counts are treated as counts: the error is judged by its
 * Poisson and overdispersion scale, clipped at three of them, and the weekday's share of the volume
 * scales the gain. Three large errors of one sign in a row are a shift: taken as they are, with
 * twice the gain.
 *
 * The states are kept as float: thousands of days by dozens of settings, read many times.
 *
 * Form: multiplicative Holt-Winters without trend (Hyndman, Koehler, Ord & Snyder 2008,
 * ETS(M,N,M)); robust clipping after Gelper, Fried & Croux 2010 (J. Forecasting 29, eq. 9).
 */
#ifndef PAIBAN_FORECAST_LEVEL_H
#define PAIBAN_FORECAST_LEVEL_H

#include "forecast/days.h"

enum { PB_FC_N_ALPHA = 6, PB_FC_N_GAMMA = 4, PB_FC_BANK = PB_FC_N_ALPHA * PB_FC_N_GAMMA };

typedef struct pb_fc_bank {
    int n_settings; /* 1 … PB_FC_BANK */
    int n_days;
    float *level; /* [day * n_settings + g] at the end of the day */
    float *rows; /* weekday factors [row * n_settings + g], mean about 1 over the weekdays in use */
    int32_t *row; /* [day * 7 + w] the row in force at the end of the day: most days change one */
} pb_fc_bank;

/* The settings' factors of a weekday at the end of a day: [n_settings]. */
static inline const float *pb_fc_bank_weekday(const pb_fc_bank *b, int day, int weekday)
{
    return b->rows + (size_t)b->row[day * 7 + weekday] * (size_t)b->n_settings;
}

typedef struct pb_fc_gain {
    double level, weekday; /* in (0, 1) */
} pb_fc_gain;

/* The bank's settings; g = 0 … PB_FC_BANK-1. */
pb_fc_gain pb_fc_bank_gain(int g);

/*
 * Runs the settings gains[n_settings] over totals[n_days]; days with use[day] = 0 leave the state
 * alone. weekdays[n_days] 0 … 6. The bank's arrays come from the arena.
 */
PB_MUST_USE pb_status pb_fc_bank_run(pb_arena *a, const double *totals, const uint8_t *use,
                                     const uint8_t *weekdays, int n_days, const pb_fc_gain *gains,
                                     int n_settings, bool robust, pb_fc_bank *ret);

#endif
