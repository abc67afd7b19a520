/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Any problem of the planner as one mixed-integer programme, exact: for other solvers beside the engine, and to test
 * the engine against. Its optimum is the engine's objective, base cost included.
 *
 *   x[person, day, choice] in {0, 1}   under the masks; one a day
 *   pattern    as rows where short rules say the same (pattern_rules.h): forbidden neighbours as cliques, words of days
 *              worked and off; else the automaton as a unit flow through (day, state), x the sums of its arcs
 *   windows    a row each, with columns for what is priced; z = "worked the day before, too" for PB_COUNT_FRESH
 *   n[class, day, choice] = sum of x over people who count alike in every row; y[class, day, choice, group, hole] whole:
 *              how many of them have their break there, summed over the holes = n (the implicit formulation: Bechtold,
 *              Jacobs, Management Science 36 (1990) 1339-1351)
 *   cover      n over the duties less y over the holes + missing - surplus = need; a column a step
 */
#ifndef PAIBAN_PLANNER_PROBLEM_LP_H
#define PAIBAN_PLANNER_PROBLEM_LP_H

#include "planner/lp_glpk.h"
#include "planner/price.h"

typedef struct problem_lp problem_lp;

typedef struct problem_lp_size {
    int32_t n_flows; /* people whose pattern is a flow */
    int32_t n_rules; /* people whose pattern is rows */
} problem_lp_size;

/* Into a fresh programme of env. flows: every pattern as a flow. PB_ERR_DOMAIN: not a lawful problem; PB_ERR_LIMIT: its costs are
 * too large for whole numbers of a double with 15 digits. al and ret_size may be NULL. */
PB_MUST_USE pb_status problem_lp_make(const pb_problem *p, bool flows, const pb_allocator *al, pb_lp_env *env, pb_lp **ret,
                                      problem_lp_size *ret_size);

/* A part of a problem: some people's choices on some days are free, and everybody's breaks on those days. */
typedef struct problem_lp_part {
    const pb_choice *roster;      /* [n_people * n_days] lawful: what is kept */
    const int32_t *count;         /* [n_rows] what it covers */
    const uint8_t *free_day;      /* [n_days] */
    const uint64_t *const *mask;  /* [n_people] choices he may take, [day * n_words + …] where the day is free, his own among
                                     them; NULL = he keeps his choices */
} problem_lp_part;

/* The same for a part. *ret lives in a (of which more is used later) and ends with problem_lp_free; the part is borrowed till then.
 * The programme's objective differs from the roster's cost by a constant: problem_lp_begin is what the part's own roster has
 * there. */
PB_MUST_USE pb_status problem_lp_make_part(const pb_problem *p, const problem_lp_part *part, pb_arena *a, pb_lp_env *env,
                                           pb_lp **ret_lp, problem_lp **ret);
void problem_lp_free(problem_lp *k);
int64_t problem_lp_begin(const problem_lp *k);
/* A solution x in whole numbers back into days; roster [n_people * n_days]: the part's free days are written. Breaks are dealt out
 * among people who count alike: which of them has which changes no count. */
void problem_lp_read(const problem_lp *k, const double *x, pb_choice *roster);

#endif
