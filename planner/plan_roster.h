/* SPDX-License-Identifier: GPL-3.0-or-later */
/* From places to the rows of roster.csv. */
#ifndef PAIBAN_PLANNER_PLAN_ROSTER_H
#define PAIBAN_PLANNER_PLAN_ROSTER_H

#include "planner/board.h"

/*
 * A row for each day of each employed agent, a duty or "off", by date and agent, in the arena: what a roster
 * does not speak of it does not decide. A day off of in->keep keeps its pin and note. Duties that it has, too,
 * keep their breaks where that costs nothing (pb_steady_meals, on the board). Then activities are put in
 * (planner/hold.h, on the board; *ret_relief, or NULL: as pb_hold_relief). Other meal breaks as the places have
 * them; other paid rest breaks are put, one duty after the other, where the cover has most to spare and
 * where few others rest (they do not count against cover: the requirement's shrinkage holds them).
 */
PB_MUST_USE pb_status pb_plan_roster(pb_arena *a, pb_board *b, pb_roster *ret, pb_money *ret_relief);

#endif
