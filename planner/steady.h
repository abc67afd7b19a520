/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a re-plan leaves as people know it already, beyond what the search is paid for: the breaks. */
#ifndef PAIBAN_PLANNER_STEADY_H
#define PAIBAN_PLANNER_STEADY_H

#include "planner/board.h"

/* The row of in->keep that the cell's place repeats (same shift, same hours); NULL = none. */
const pb_duty *pb_steady_row(const pb_board *b, int32_t agent, int32_t day);
/*
 * Puts the meal breaks of duties that in->keep has, too, where that has them, as far as the cover's cost does not
 * rise by it: all of them first, then back where a slot is short for it; if that ends dearer than it
 * began, one by one. Nothing but breaks changes.
 */
PB_MUST_USE pb_status pb_steady_meals(pb_arena *a, pb_board *b);

#endif
