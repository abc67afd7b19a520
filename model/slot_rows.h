/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Rows that each tell of one slot of one series (forecast, requirement): put on a grid. Only model/
 * includes this. */
#ifndef PAIBAN_MODEL_SLOT_ROWS_H
#define PAIBAN_MODEL_SLOT_ROWS_H

#include "model/team.h"
#include "model/table.h"

/* The first member of each row's item. */
typedef struct pb_slot_key {
    int64_t start_s;
    int32_t series;
    long line;
} pb_slot_key;

enum { PB_SLOT_ROWS_MAX_DAYS = 1100 };

/* Reads the cell `start`; false and a diagnostic when it is no time. */
bool pb_slot_start(pb_table *t, const pb_row *row, int column, const pb_team *team, int64_t *ret);

/*
 * The grid from the first to the last row's local day, and each row's place series * n_slots + slot
 * in *ret_places [n]. PB_ERR_INPUT (diagnosed): no rows, a start that is not a slot's, two rows for
 * one place, more than PB_SLOT_ROWS_MAX_DAYS days. grid given (not NULL in *fixed): rows must lie in it.
 */
PB_MUST_USE pb_status pb_slot_places(pb_arena *a, const char *path, const pb_team *team,
                                     const void *items, size_t n, size_t item_size,
                                     int32_t n_series, const pb_grid *fixed, pb_grid *ret_grid,
                                     size_t **ret_places, pb_diags *d);

#endif
