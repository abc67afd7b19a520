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
#ifndef PAIBAN_BENCH_PROBLEM_LP_H
#define PAIBAN_BENCH_PROBLEM_LP_H

#include "planner/lp_glpk.h"
#include "planner/problem.h"

typedef struct problem_lp_size {
    int32_t n_flows; /* people whose pattern is a flow */
    int32_t n_rules; /* people whose pattern is rows */
} problem_lp_size;

/* Into a fresh programme of env. flows: every pattern as a flow. PB_ERR_DOMAIN: not a lawful problem; PB_ERR_LIMIT: its costs are
 * too large for whole numbers of a double with 15 digits. ret_size may be NULL. */
PB_MUST_USE pb_status problem_lp_make(const pb_problem *p, bool flows, pb_lp_env *env, pb_lp **ret,
                                      problem_lp_size *ret_size);

/* Writes it: free MPS where the name ends in ".mps", else CPLEX LP. On failure `error` (size n) says why. */
PB_MUST_USE pb_status problem_lp_write(const pb_problem *p, const char *path, char *error, size_t n);

#endif
