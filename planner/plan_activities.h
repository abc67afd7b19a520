/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The roster found, changed so that activities can be held. */
#ifndef PAIBAN_PLANNER_PLAN_ACTIVITIES_H
#define PAIBAN_PLANNER_PLAN_ACTIVITIES_H

#include "planner/search.h"

/*
 * found: a roster of the instance. Where activities are to be held and it keeps every hard rule, it is searched once more,
 * and again while that helps, with a price on days on which people cannot attend (planner/hold_room.h); the roster
 * with the least cost and worth of what is not held (planner/hold.h) stands in found->places then, and what was tried
 * is counted. moves: of each search. found->cost is not renewed. PB_ERR_NOMEM.
 */
PB_MUST_USE pb_status pb_plan_activities(pb_arena *a, const pb_instance *in, int64_t moves, uint64_t seed,
                                         const pb_watch *watch, pb_found *found);

#endif
