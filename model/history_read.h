/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the readers of slot rows (history.c) and of contact logs (history_log.c) share. Only model/ includes this. */
#ifndef PAIBAN_MODEL_HISTORY_READ_H
#define PAIBAN_MODEL_HISTORY_READ_H

#include "model/history_cells.h"

#include "model/table.h"

enum { START, ARRIVED, DATE, QUEUE, CONTACTS, AHT_S, HANDLED, HANDLE_S, ABANDONED, N_COLUMNS };
enum { TIME_TEXT = 48 };

typedef struct pb_history_reader {
    pb_arena *a;
    const pb_team *team;
    const pb_queues *queues;
    pb_diags *d;
    pb_table t; /* for placing diagnostics only */
    pb_intern *names;
    pb_history_cells cells;
    pb_history_file *file;
    int32_t file_index;
    bool *present;
    const char **spelling;
    /* the last row's, since neighbours mostly agree */
    char last_time[TIME_TEXT];
    int64_t last_s;
    pb_local_kind last_kind;
    pb_date last_date;
    int last_second;
    /* the doubled hour of a log */
    int64_t latest_s, doubled_max_s;
    bool second_pass;
    int64_t n_ambiguous;
    bool no_time; /* the header has no column with the time: told with the first row */
} pb_history_reader;

/* Seconds between the two passes of the doubled hour that holds the row's reading. */
int32_t pb_history_doubled_step(const pb_history_reader *r);

/* Adds one contact, whose time has been read, to its cell. */
PB_MUST_USE pb_status pb_history_take_contact(pb_history_reader *r, const pb_row *row, int32_t series);

/*
 * Days of contact logs that stand twice, row for row, as two exports that overlap bring them: each contact is counted once,
 * and a warning at `where` tells of it. A day is one when in each of its slots every row stands an even number of times, and
 * four of its slots or more have four rows or more that are not all the same. Call it once, when all files are read and
 * their days are known to lie near together.
 */
PB_MUST_USE pb_status pb_history_halve_doubled_days(pb_history_reader *r, pb_where where);

#endif
