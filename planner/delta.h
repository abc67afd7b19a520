/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What changes of a board would cost, without making them: the search tries many for each that it keeps. Exact as the
 * board itself: after pb_delta_keep the board's sum has changed by what pb_delta_try said, to the last unit.
 *
 * Cover: for each class of people who count for the same rows, what one more or one less would change in each slot.
 * Lines: the cost of lines seen before (short plans), or the parts of terms that the changed days have a say in. Fair
 * shares: the sum over all members for the totals at hand; then only the members who change are reckoned anew.
 */
#ifndef PAIBAN_PLANNER_DELTA_H
#define PAIBAN_PLANNER_DELTA_H

#include "planner/board.h"

enum { PB_DELTA_MOST = 16 }; /* changes at once */

typedef struct pb_change {
    int32_t agent, day, old, now; /* places */
} pb_change;

typedef struct pb_delta pb_delta;

/* The board is the delta's from now on: changed by pb_delta_keep only, or told by pb_delta_reset. NULL: no memory. */
pb_delta *pb_delta_new(pb_arena *a, pb_board *b);
void pb_delta_reset(pb_delta *t);
/* What the board's sum would change by; each cell at most once among the changes, old = what stands there. */
pb_line_sum pb_delta_try(pb_delta *t, const pb_change *list, int n);
/* Makes the changes tried last. */
void pb_delta_keep(pb_delta *t);
/* The alternative's place whose meal break the cover of that agent misses least, with the agent's day taken out;
 * `first` (0 … n_places-1) is looked at first and wins ties. */
int32_t pb_delta_place(const pb_delta *t, int32_t agent, int32_t day, int32_t alt, int32_t first);

#endif
