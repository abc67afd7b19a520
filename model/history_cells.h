/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What history rows told, by queue and start, before there is a grid. Only model/ includes this. */
#ifndef PAIBAN_MODEL_HISTORY_CELLS_H
#define PAIBAN_MODEL_HISTORY_CELLS_H

#include "model/history.h"

typedef struct pb_history_cell {
    int64_t start_s;
    int32_t series;
    int32_t file;      /* the last that wrote it */
    double contacts;
    double handle_s;   /* sum over handled contacts */
    double handled;    /* contacts behind it */
    double abandoned;
    bool used, has_aht, has_handled, has_abandoned;
    /* of rows of contact logs: their number, their hashes joined by exclusive or, and one of them */
    bool differ; /* not all the same */
    int64_t n_logged;
    uint64_t odd, hash;
} pb_history_cell;

/* A hash table by (series, start_s); memory from al. Zeroed = empty. */
typedef struct pb_history_cells {
    const pb_allocator *al;
    size_t n, cap; /* cap: a power of two */
    pb_history_cell *at;
} pb_history_cells;

/* The cell, made when it is not there (then used is false, to be set by the caller); NULL when refused. */
pb_history_cell *pb_history_cell_of(pb_history_cells *h, int32_t series, int64_t start_s);

/* What one file was like. */
typedef struct pb_history_file {
    bool log;
    int step_min;      /* slot rows: length of a row's slot */
    long minute_line[60]; /* first line with that minute of the hour; 0 = none */
    int64_t minute_n[60];
    int64_t n_rows, n_backward, n_zero, n_doubled;
    long doubled_line;
    pb_date first, last;
    long first_line, last_line; /* where those days stand */
    int64_t n_midnight; /* rows at 00:00 */
} pb_history_file;

/*
 * Lays the cells on a grid: first … last day of all files. names [n_series] live in the arena.
 * Sets all of *ret but n_rows and n_doubled_rows.
 */
PB_MUST_USE pb_status pb_history_lay(pb_arena *a, const pb_team *team, const pb_history_cells *cells,
                                     const pb_history_file *files, size_t n_files, int32_t n_series,
                                     const char *const *names, pb_history *ret, pb_diags *d);

/* The length of a file's slots in minutes from its rows' minutes of the hour; rows that do not fit are
 * warned of. 0 and an error when the file has one row a day. */
int pb_history_step(const pb_history_file *f, const char *path, pb_diags *d);

#endif
