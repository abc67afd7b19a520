/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What no roster can beat: the instance as one mixed-integer programme over agents, days and
 * alternatives, its relaxation for the bound, and branch and cut for small ones.
 */
#ifndef PAIBAN_PLANNER_PLAN_PROOF_H
#define PAIBAN_PLANNER_PLAN_PROOF_H

#include "planner/search.h"

typedef enum pb_proof_want {
    PB_PROOF_BOUND, /* the relaxation only; where it is cut short, what its costs show by themselves */
    PB_PROOF_EXACT  /* branch and cut as far as the watch allows */
} pb_proof_want;

typedef struct pb_proof {
    pb_proof_want want;
    pb_watch watch;
    const pb_found *known; /* a roster to beat; NULL */
    double gap;            /* EXACT: stop there */
    int64_t nodes;         /* EXACT: at most; <= 0 = 20,000 */
    int64_t pivots;        /* BOUND: at most; <= 0 = no limit */
    int32_t most_columns;  /* BOUND: a larger programme is not relaxed; <= 0 = any is */
    bool lawful_only;      /* any roster that keeps the hard rules: costs are left out */
    const char *write_lp;  /* file to write the programme to; NULL */
    /* results */
    pb_money bound;        /* no lawful roster costs less; what was passed in, if nothing better */
    double slack;          /* thousandths that the bound gives away to rounding */
    bool infeasible;       /* proven: no roster keeps all hard rules */
    int32_t *places;       /* a better roster than known, in the arena; NULL = none */
    int32_t n_columns, n_rows;
    bool left_out;         /* BOUND: not relaxed for its size */
    bool by_clock;         /* the watch cut it short */
} pb_proof;

/* A solver that gives up or runs out of time leaves a weaker bound, not an error. */
PB_MUST_USE pb_status pb_proof_run(pb_arena *a, const pb_instance *in, pb_proof *p);

#endif
