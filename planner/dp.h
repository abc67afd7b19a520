/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The pricing programme: the cheapest lawful sequence of choices of one person over a range of days,
 * by dynamic programming over (automaton state, tracked resources), dense, with the widest resource
 * innermost so that a transition is one vector loop. Resources that are not tracked are left out
 * (a relaxation) or priced by multipliers. All in whole numbers: what it returns is exact, and the
 * sequence is found again by equality, without stored back-pointers.
 *
 * Which rule becomes which part of the state: docs/explanation/engine.md.
 */
#ifndef PAIBAN_PLANNER_DP_H
#define PAIBAN_PLANNER_DP_H

#include "planner/problem.h"

/* No lawful sequence; any value at or above it. Real values stay below PB_DP_NONE / 2 in size. */
#define PB_DP_NONE ((int32_t)1 << 28)

typedef struct pb_dp pb_dp; /* scratch memory of one thread */

PB_MUST_USE pb_status pb_dp_new(const pb_allocator *al, pb_dp **ret);
void pb_dp_free(pb_dp *dp); /* accepts NULL */

/*
 * What to solve: days day0 … day1 - 1 of a person, the days outside taken as given. Pointers may be
 * NULL where that is said; all are borrowed for the call.
 */
typedef struct pb_dp_task {
    int32_t person, day0, day1;
    int32_t start;          /* state before day0 */
    const int32_t *used;    /* [n_resources] used before day0 in the window open there; NULL = 0 */
    const int32_t *tail;    /* [2 * n_resources] used from day1 on in the window open there, when the last
                               day before is off (first half) or worked (second half); NULL = 0 */
    const int32_t *last_price; /* [n_states] cost units paid for ending in a state, < 0 = forbidden;
                                  NULL = the pattern's own `final` */
    const uint64_t *mask;   /* [(day - day0) * n_words + …] allowed choices */
    const int32_t *cost;    /* [day * n_choices + choice] price of the cover, scaled; without the person's own */
    int32_t scale;          /* scaled units per cost unit, >= 1; the person's prices are multiplied by it */
    uint64_t tracked;       /* bit per resource of the person */
    int32_t corridor;       /* > 0: over long windows only sums near those of `around`, or near their share of the days,
                               are kept, that many choices either way: a heuristic, the value is no bound then */
    const pb_choice *around; /* [n_days of the plan] lawful days of the person, or NULL */
    bool scatter;           /* multipliers differ from cell to cell (0 … 2 times): the same */
    const int32_t *multiplier; /* [all windows of all resources in order] scaled price of pb_use_gcd units of use, for
                                  resources that are not tracked; NULL = 0 */
} pb_dp_task;

typedef struct pb_dp_answer {
    int32_t value;  /* cheapest, scaled, multipliers' prices included; >= PB_DP_NONE: none lawful */
    size_t cells;   /* size of the table: a measure of the work */
} pb_dp_answer;

/* choices [day1 - day0], written when value < PB_DP_NONE. PB_ERR_LIMIT when the table would pass
 * max_cells (0 = 2^31): track less. */
PB_MUST_USE pb_status pb_dp_solve(pb_dp *dp, const pb_problem *p, const pb_dp_task *task, size_t max_cells,
                                  pb_dp_answer *ret, int16_t *choices);

/* Room for n_days choices that lives with dp, until the next call of this function; NULL = no memory. */
int16_t *pb_dp_path(pb_dp *dp, int32_t n_days);

/* The same for n multipliers, all 0. */
int32_t *pb_dp_multipliers(pb_dp *dp, int32_t n);

/* What all uses of a resource are multiples of, >= 1. */
int32_t pb_use_gcd(const pb_problem *p, const pb_resource *r);

/* Index of the first window of resource r among all windows of the person. */
int32_t pb_window_offset(const pb_person *q, int32_t r);

#endif
