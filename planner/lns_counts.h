/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A neighbourhood in which breaks are placed by counts: how many of those who count alike and have a duty take their
 * break in each place (Bechtold, Jacobs 1990). Some people's choices on some days are 0-1 columns of one programme
 * (problem_lp.h), everybody's breaks on those days whole numbers; GLPK's branch and cut looks for something cheaper. Of the
 * choices only those take part that cost least against the bound's prices (a kernel: Angelelli, Mansini, Speranza 2010), a
 * few for each person and day, drawn with some noise.
 *
 * Columns of days, each with its breaks in their places, are as many as places multiplied over the days; of these programmes
 * the relaxation is nearly whole, and a column stands for all its placements.
 */
#ifndef PAIBAN_PLANNER_LNS_COUNTS_H
#define PAIBAN_PLANNER_LNS_COUNTS_H

#include "planner/engine_private.h"

typedef struct eng_counts {
    const eng_roster *base;   /* lawful */
    int32_t n;
    const int32_t *person;    /* [n] whose choices are free */
    const uint8_t *free_day;  /* [n_days] */
    int32_t day0, day1;       /* the first free day, one past the last one */
    double until;             /* seconds since the begin; <= 0 none */
} eng_counts;

typedef struct eng_counted {
    bool found;    /* roster is cheaper than base */
    bool proven;   /* nothing cheaper is in the kernel */
    bool stopped;  /* time, iterations or nodes were up before the end */
} eng_counted;

/* Is there a break with several places? Else columns of days say the same. */
bool eng_counts_pay(const pb_problem *p);
/* roster [n_people * n_days] is written when found; free days of anybody may differ from base. Prices are e->root_y. Memory of
 * w->arena; w's scratch is used. */
PB_MUST_USE pb_status eng_counts_solve(const engine *e, eng_worker *w, const eng_counts *t, pb_rng *rng, pb_choice *roster,
                                       eng_counted *ret);

#endif
