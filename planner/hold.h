/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Activities held: training and meetings put into the duties of a roster, where the cover loses least. The cover
 * of the board falls with them; rules of lines, roles and shares do not see them.
 */
#ifndef PAIBAN_PLANNER_HOLD_H
#define PAIBAN_PLANNER_HOLD_H

#include "planner/board.h"

/* One person's part in one activity. */
typedef struct pb_sitting {
    int32_t activity, agent;
    int32_t day;      /* of the plan, where it is held; -1 = not held */
    int from_min;     /* clock of that day */
    pb_money missing; /* what it is worth to hold it, thousandths; steers the search, is no part of the cost */
} pb_sitting;

typedef struct pb_holding {
    int32_t n;
    pb_sitting *at;        /* by activity, then agent */
    int32_t *first, *next; /* [n_agents], [n] each one's sittings in that order, -1 after the last; pb_hold_place sets them */
} pb_holding;

/*
 * Who is still to attend what within the plan's days: not those who do so in pinned duties or in an earlier roster
 * within the activity's days, nor those who are away on all of them. None is held yet. PB_ERR_NOMEM.
 */
PB_MUST_USE pb_status pb_hold_list(pb_arena *a, const pb_instance *in, pb_holding *ret);

/*
 * Puts them onto the board, as many as its duties have room for: activities in their order, together at the time
 * at which most can come, and of those times, and for everybody alone, where the cover loses least. Where changes
 * against a kept roster count, what it holds stays at its time as long as no more people can come at another; else
 * its times only go before equal ones. Meal breaks that are in the way move. No hard rule is broken for it; pinned duties stay.
 */
PB_MUST_USE pb_status pb_hold_place(pb_arena *a, pb_board *b, pb_holding *h);

/* What those not held are worth. */
pb_money pb_hold_missing(const pb_holding *h);
/* At most so much cheaper, by surplus that has a price, can holding them all make a roster. */
pb_money pb_hold_relief(const pb_instance *in, const pb_holding *h);

/* What it is worth that the agent attends an activity of so many minutes (pb_sitting.missing). */
pb_money pb_hold_worth(const pb_instance *in, int32_t agent, int minutes);

/* Parts that hold_room.c shares. The plan's days whose duties may hold the activity: false where there are none. */
bool pb_hold_days(const pb_instance *in, const pb_activity *act, int32_t *ret_first, int32_t *ret_last);
/* The k-th start in a duty of the day that is tried, by the clock of that day, past 1440 on the morning after; -1 after
 * the last. */
int pb_hold_start(const pb_instance *in, const pb_activity *act, int32_t day, int k);
/* Is the place a duty whose meal break leaves these minutes of its day free? */
bool pb_hold_fits(const pb_instance *in, int32_t place, int from_min, int to_min);

#endif
