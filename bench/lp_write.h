/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef PAIBAN_BENCH_LP_WRITE_H
#define PAIBAN_BENCH_LP_WRITE_H

#include "planner/problem.h"

/* Writes the problem as one mixed-integer programme (planner/problem_lp.h) for other solvers: free MPS where the name ends in
 * ".mps", else CPLEX LP. On failure `error` (size n) says why. */
PB_MUST_USE pb_status problem_lp_write(const pb_problem *p, const char *path, char *error, size_t n);

#endif
