/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the files of problem_lp share. */
#ifndef PAIBAN_PLANNER_PROBLEM_LP_PARTS_H
#define PAIBAN_PLANNER_PROBLEM_LP_PARTS_H

#include "planner/lp_rows.h"
#include "planner/pattern_rules.h"
#include "planner/problem_lp.h"

/* Where those of a class on a duty have their break: columns first … first + holes of the group - 1. */
typedef struct problem_lp_break {
    int32_t klass, day, choice, group; /* group of the cell's */
    int first;
} problem_lp_break;

struct problem_lp {
    const pb_problem *p;
    const problem_lp_part *part; /* NULL = all is free */
    pb_arena *a;
    lp_rows m;
    int *x;       /* [(person * n_days + day) * n_choices + choice] column, -1 = may not, LP_ROWS_ONE = keeps it */
    int32_t *tab; /* [n_choices] scratch */
    int32_t *rest; /* [n_rows] of a part: what days that keep all count in the rows */
    int64_t begin; /* of a part: what its roster costs in the programme */
    pb_classes classes;
    problem_lp_break *breaks;
    size_t n_breaks, cap_breaks;
};

/* Does he keep the choice of the part's roster that day? */
static inline bool problem_lp_keeps(const problem_lp *k, int32_t person, int32_t day)
{
    return k->part != NULL && (!k->part->free_day[day] || k->part->mask[person] == NULL);
}
static inline bool problem_lp_allows(const problem_lp *k, int32_t person, int32_t day, int32_t choice)
{
    const uint64_t *m = k->part == NULL ? k->p->people[person].allowed : k->part->mask[person];
    return m[(size_t)day * (size_t)k->p->n_words + (size_t)choice / 64] >> (choice % 64) & 1;
}

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
