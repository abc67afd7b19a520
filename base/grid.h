/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The slot grid: a run of local days cut into slots of equal length. It is passed beside every
 * array that holds one value a slot. Days of 23 or 25 hours have fewer or more slots; slots are
 * instants, so no slot is lost or counted twice.
 *
 * Each local day starts a new slot at its own midnight; where a day is not a whole number of slots
 * long (a change of half an hour on a grid of hours) its last slot is short.
 */
#ifndef PAIBAN_BASE_GRID_H
#define PAIBAN_BASE_GRID_H

#include "base/memory.h"
#include "base/status.h"
#include "base/zone.h"

typedef struct pb_grid {
    const pb_zone *zone;
    pb_date first;           /* the first local day */
    int32_t n_days;          /* >= 0 */
    int32_t slot_min;        /* a divisor of 60, 5 … 60 */
    int32_t n_slots;         /* of all days */
    const int32_t *day_slot; /* [n_days + 1] index of each day's first slot; last = n_slots */
    const int64_t *day_utc_s; /* [n_days + 1] instant of each day's local midnight */
} pb_grid;

/* Builds it in the arena. PB_ERR_DOMAIN: n_days < 0 or > 36,600, or slot_min not allowed. */
PB_MUST_USE pb_status pb_grid_make(pb_arena *a, const pb_zone *zone, pb_date first, int n_days,
                                   int slot_min, pb_grid *ret);
/* The instant slot i starts, 0 <= i <= n_slots (n_slots = the end). */
int64_t pb_grid_start_s(const pb_grid *g, int32_t slot);
int32_t pb_grid_slot_s(const pb_grid *g, int32_t slot); /* its length in seconds */
/* The slot that holds an instant; -1 before, n_slots after. */
int32_t pb_grid_find(const pb_grid *g, int64_t utc_s);
int32_t pb_grid_day(const pb_grid *g, int32_t slot);     /* index of its local day, 0 … n_days-1 */
int pb_grid_minute(const pb_grid *g, int32_t slot);      /* clock reading at its start, 0 … 1439 */

#endif
