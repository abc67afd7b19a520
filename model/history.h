/* SPDX-License-Identifier: GPL-3.0-or-later */
/* history*.csv: contacts that came, per queue and slot. */
#ifndef PAIBAN_MODEL_HISTORY_H
#define PAIBAN_MODEL_HISTORY_H

#include "model/queue.h"

/*
 * Slot series on one grid; arrays [queue * grid.n_slots + slot]. NAN = no row said anything of the
 * slot (a contact log: slots of days that hold no contact of any queue between others are 0).
 */
typedef struct pb_history {
    pb_grid grid;
    int32_t n_queues;
    const char *const *queues;  /* ids in order of queues.csv, then of first sight */
    const double *contacts;
    const double *aht_s;        /* mean of the slot's handled contacts; NAN unknown; NULL = never given */
    const double *handled;      /* contacts behind aht_s; NAN = as contacts; NULL like aht_s */
    const double *abandoned;    /* NULL = never given */
    /* rows that two files or a doubled hour gave for one slot: summed over files? See history.c. */
    int64_t n_rows, n_doubled_rows;
    int32_t native_slot_min;    /* the file's own step; converted to the grid's */
} pb_history;

#endif
