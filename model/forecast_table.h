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
    const double *aht_s;    /* seconds, > 0; NAN = not known (neither history nor queues.csv tells) */
    const double *abandoned; /* contacts of the slot that give up, 0 … contacts; NULL = never given */
    /* The spread in a form to draw from: contacts of a slot = Poisson(contacts × D × S), D and S
     * gamma with mean 1 and these coefficients of variation; D is common to a day's slots.
     * Saved beside as out/forecast_spread.csv (date, queue, day_cv, slot_cv). NULL = Poisson only. */
    const double *day_cv;   /* [queue * n_days + day] */
    const double *slot_cv;  /* [queue * n_days + day] */
} pb_forecast;

/*
 * Reads a forecast, also one made elsewhere: start, queue, contacts needed; bounds default to the
 * mean, handle times to the queue's aht_s and then to the mean of its other rows. queues NULL: any
 * name, in order of first sight; else ids and order of queues.csv (all of them). Slots without a row
 * have 0 contacts. Errors: a start that is no slot's of the team's grid, two rows for one slot and
 * queue, an unknown queue, no handle time, no rows. *ret is left alone on failure.
 */
PB_MUST_USE pb_status pb_forecast_read(pb_arena *a, const char *path, const pb_team *team,
                                       const pb_queues *queues, pb_forecast *ret, pb_diags *d);
/* Every slot of every queue, numbers to the last digit; the column abandoned only where f has it. */
void pb_forecast_write(const pb_forecast *f, pb_text *out);

/* Reads out/forecast_spread.csv into f->day_cv and f->slot_cv (0 where no row stands). */
PB_MUST_USE pb_status pb_forecast_spread_read(pb_arena *a, const char *path, pb_forecast *f,
                                              pb_diags *d);
/* The spread; only the header where f has none. */
void pb_forecast_spread_write(const pb_forecast *f, pb_text *out);

extern const pb_column pb_forecast_columns[], pb_spread_columns[];
extern const size_t pb_n_forecast_columns, pb_n_spread_columns;

#endif
