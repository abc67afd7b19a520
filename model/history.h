/* SPDX-License-Identifier: GPL-3.0-or-later */
/* history*.csv: contacts that came, per queue and slot. */
#ifndef PAIBAN_MODEL_HISTORY_H
#define PAIBAN_MODEL_HISTORY_H

#include "model/queue.h"

/*
 * Slot series on one grid; arrays [queue * grid.n_slots + slot]. NAN = no row said anything of the
 * slot (a contact log: slots without a contact between others are 0, but ten days and more in a row
 * without one of any queue were not recorded, unless the log is so sparse that chance explains them).
 */
typedef struct pb_history {
    pb_grid grid;
    int32_t n_queues;
    const char *const *queues;  /* ids in order of queues.csv, then of first sight */
    const double *contacts;
    const double *aht_s;        /* mean of the slot's handled contacts; NAN unknown; NULL = never given */
    const double *handled;      /* contacts behind aht_s; NAN = as contacts; NULL like aht_s */
    const double *abandoned;    /* NULL = never given */
    int64_t n_rows, n_doubled_rows; /* read; of them, for a slot that an earlier row had told of */
    int32_t native_slot_min;    /* the first file's own step; converted to the grid's. Logs: the grid's */
} pb_history;

/*
 * Reads history files as one. Each is either slot rows (there is a column contacts) or a contact log
 * (there is none); the time stands in start or arrived, or as date and time of day in two columns.
 * Rows are streamed: memory grows with the number of different slots, not of rows.
 *
 * - A file's own slot length is found from its times (5 … 60 minutes) and converted to the team's by
 *   overlap: finer rows are added, coarser ones divided.
 * - Two rows of one file for one slot and queue: added when the file has columns the program does not
 *   know (a finer division, such as a site); else the later one counts. Two files: the later one
 *   counts. Contacts of logs are always added. Both are warned of.
 * - On a clock change: a second row with the same reading is the second pass of the doubled hour; in
 *   a log the second pass begins where the times step back (a log that is not in order is divided
 *   evenly); rows of the skipped hour with no contacts are dropped, others count in the next slot.
 * - A quiet queue without any row of 0 contacts is one whose file leaves zeros out: slots without a
 *   row are 0 on days that have rows (warned of).
 * - No queue column: the only queue of queues.csv, or "all" when queues is NULL or empty.
 *
 * queues may be NULL. PB_ERR_INPUT: wrong cells, no time column, no rows, several queues and no
 * queue column, a span of more than 20 years, one row a day. *ret is left alone on failure.
 */
PB_MUST_USE pb_status pb_history_read(pb_arena *a, const char *const *paths, size_t n_paths,
                                      const pb_team *team, const pb_queues *queues, pb_history *ret,
                                      pb_diags *d);
/* The files history*.csv of a workspace, by name; none is an error (PB_ERR_INPUT). */
PB_MUST_USE pb_status pb_history_files(pb_arena *a, const char *dir, const char *const **ret,
                                       size_t *ret_n, pb_diags *d);
/* Slot rows of all slots that are known, numbers to the last digit. */
void pb_history_write(const pb_history *h, pb_text *out);

extern const pb_column pb_history_columns[];
extern const size_t pb_n_history_columns;

#endif
