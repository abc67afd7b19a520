/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the files of problem_lp share. */
#ifndef PAIBAN_BENCH_PROBLEM_LP_PARTS_H
#define PAIBAN_BENCH_PROBLEM_LP_PARTS_H

#include "bench/lp_rows.h"
#include "bench/pattern_rules.h"
#include "bench/problem_lp.h"

typedef struct problem_lp {
    const pb_problem *p;
    pb_arena *a;
    lp_rows m;
    int *x;       /* [(person * n_days + day) * n_choices + choice] column, -1 = may not */
    int32_t *tab; /* [n_choices] scratch */
} problem_lp;

static inline int problem_lp_x(const problem_lp *k, int32_t person, int32_t day, int32_t choice)
{
    const pb_problem *p = k->p;
    return k->x[((size_t)person * (size_t)p->n_days + (size_t)day) * (size_t)p->n_choices + (size_t)choice];
}

/* Adds factor * tab[what he does that day] to the row; few terms: the value of most choices becomes a constant. */
void problem_lp_day(problem_lp *k, int32_t person, int32_t day, const int32_t *tab, double factor);

/* The pattern of a person as rows (r->exact) or as a flow (r NULL). */
void problem_lp_rules(problem_lp *k, int32_t person, const pattern_rules *r);
PB_MUST_USE pb_status problem_lp_flow(problem_lp *k, int32_t person);

void problem_lp_windows(problem_lp *k, int32_t person);

/* Classes, duties, breaks, rows; after all x. */
PB_MUST_USE pb_status problem_lp_cover(problem_lp *k);

#endif
