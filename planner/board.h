/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A roster under change: who does what, what every slot has, and what it all costs, kept up to
 * date cell by cell. The cost is exact at all times.
 */
#ifndef PAIBAN_PLANNER_BOARD_H
#define PAIBAN_PLANNER_BOARD_H

#include "planner/instance.h"
#include "planner/line.h"

typedef struct pb_board {
    const pb_instance *in;
    int32_t *place;   /* [agent * n_days + day] */
    int32_t *alts;    /* the same as alternatives */
    int32_t *present; /* [row * n_slots + slot] quanta of presence */
    int32_t *role;    /* [n_role] members on the shift */
    int64_t *fair;    /* [fair rule * n_agents + agent] counts of this plan */
    pb_line_sum *line; /* [agent] */
    int64_t *done;      /* [work * n_slots + slot] deferred work done by the slot's end, millionths of a minute */
    pb_line_sum *late;  /* [work * n_days + day] what is past its deadline then */
    pb_line_sum cover, roles, pairs, fairs, works; /* sums of their kinds */
    pb_line_sum *fair_sum; /* [n_fair] */
    pb_line_sum lines; /* sum of line[] */
} pb_board;

/* All off, pinned cells set. NULL: no memory. Lives in the arena. */
pb_board *pb_board_new(pb_arena *a, const pb_instance *in);
/* Puts a place into a cell; cover, roles and pairs follow at once, the agent's line and the fair
 * shares after pb_board_line. */
void pb_board_set(pb_board *b, int32_t agent, int32_t day, int32_t place);
void pb_board_line(pb_board *b, int32_t agent);
/* Deferred work anew where presence has changed on days from_day … to_day; pb_board_set calls it. */
void pb_board_work(pb_board *b, int32_t from_day, int32_t to_day);
/* The agent is there for so many minutes more (less) of a slot, a multiple of quantum_min; deferred work does not
 * follow. */
void pb_board_present(pb_board *b, int32_t agent, int32_t slot, int32_t minutes);
pb_line_sum pb_board_sum(const pb_board *b);
/* Cost by part of a board, from scratch. by_rule [PB_N_RULES] is set. */
void pb_board_parts(const pb_board *b, pb_money *by_rule);

/* Cost of one slot of a row at that many agent-minutes present. */
pb_line_sum pb_need_cost(const pb_instance *in, const pb_need_row *r, int32_t slot, int32_t present);
/* A role row with n people on it; a pair on a day with these alternatives; member k of a fair share with that
 * count of this plan, where all together have `total`, what was before it counted. */
pb_line_sum pb_role_cost(const pb_instance *in, int32_t i, int32_t n);
pb_line_sum pb_pair_cost(const pb_instance *in, const pb_pair *p, int32_t day, int32_t alt_a, int32_t alt_b);
pb_line_sum pb_fair_cost(const pb_fair *f, int32_t k, int64_t count, int64_t total);
pb_line_sum pb_fair_sum(const pb_fair *f, const int64_t *counts, int64_t total);
int64_t pb_fair_total(const pb_fair *f, const int64_t *counts);
/* A day on which so much work, in millionths of a minute, is past its deadline at the worst moment. */
pb_line_sum pb_late_cost(const pb_work *w, int64_t late);

#endif
