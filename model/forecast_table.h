/* SPDX-License-Identifier: GPL-3.0-or-later */
/* out/forecast.csv: contacts and handle time expected, with their spread. */
#ifndef PAIBAN_MODEL_FORECAST_TABLE_H
#define PAIBAN_MODEL_FORECAST_TABLE_H

#include "model/queue.h"

/* Arrays [queue * grid.n_slots + slot]; queue ids as in queues[]. */
typedef struct pb_forecast {
    pb_grid grid;
    int32_t n_queues;
    const char *const *queues;
    const double *contacts; /* mean per slot, >= 0; 0 where closed */
    const double *low80, *high80, *low95, *high95;
    const double *aht_s;    /* seconds, > 0 */
    /* The spread in a form to draw from: contacts of a slot = Poisson(contacts × D × S), D and S
     * gamma with mean 1 and these coefficients of variation; D is common to a day's slots.
     * Saved beside as out/forecast_spread.csv (date, queue, day_cv, slot_cv). NULL = Poisson only. */
    const double *day_cv;   /* [queue * n_days + day] */
    const double *slot_cv;  /* [queue * n_days + day] */
} pb_forecast;

#endif
