/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The door of planner/: from a workspace and a requirement to a roster with a proven bound.
 *
 * Money: prices in rules.csv are plain numbers; inside the room and in its results they are counted
 * in thousandths (pb_money), each violation rounded half up by itself, so that the planner and the
 * auditor can agree to the last unit.
 */
#ifndef PAIBAN_PLANNER_PLANNER_H
#define PAIBAN_PLANNER_PLANNER_H

#include "model/model.h"
#include "planner/audit.h"
#include "planner/money.h"

typedef enum pb_plan_status {
    PB_PLAN_OPTIMAL,     /* the bound meets the cost */
    PB_PLAN_GAP,         /* stopped inside the gap asked for */
    PB_PLAN_DUTIES,      /* the duties alone were inside it; what activities add is open (the bound knows nothing of them) */
    PB_PLAN_LIMIT,       /* the work or the time is up; the best found is given */
    PB_PLAN_INTERRUPTED, /* the interrupt flag; the best found is given */
    PB_PLAN_INFEASIBLE,  /* proven: no roster keeps all hard rules; roster is the least bad one found */
    PB_PLAN_NOT_FOUND    /* the limit came before a roster that keeps all hard rules; as above */
} pb_plan_status;

/* What is going on; for a progress line. */
typedef struct pb_plan_progress {
    const char *stage; /* msgid: "first roster", "improving", "proving" */
    bool lawful;       /* a roster that keeps every hard rule is known */
    pb_money best;      /* its cost, thousandths */
    pb_money bound;     /* proven so far; 0 at the start */
} pb_plan_progress;

typedef struct pb_plan_options {
    pb_date first;       /* PB_DATE_NONE = the requirement's first day */
    int n_days;          /* 0 = to the requirement's end */
    double time_limit_s; /* a safety limit: work limits decide how long it takes; <= 0 or no clock: none */
    double gap;          /* stop at (cost - bound) / cost <= gap; 0 = optimal */
    double effort;       /* multiplies the work limits of the search; 0 = 1 */
    uint64_t seed;
    int threads;         /* >= 1; the result does not depend on it */
    const pb_roster *keep; /* pinned rows stay, others are priced by rule `keep`; NULL = none */
    const volatile int *interrupted; /* becomes 1: stop and give the best; NULL = never */
    double (*clock_s)(void *ctx);    /* monotonic seconds; NULL = no clock */
    void *clock_ctx;
    void (*progress)(void *ctx, const pb_plan_progress *p); /* NULL = silent; called by one thread */
    void *progress_ctx;
    const char *write_lp; /* also write the mixed-integer programme in CPLEX LP format here; NULL */
    bool no_search;       /* exact programme only (tests) */
    bool no_proof;        /* search only, bound from costs that no roster can avoid */
} pb_plan_options;

typedef struct pb_plan_result {
    pb_plan_status status;
    pb_roster roster;     /* a row for each day of each employed agent, "off" too */
    pb_money cost;         /* of the roster, thousandths */
    pb_money bound;        /* no roster that keeps the hard rules costs less */
    double gap;           /* (cost - bound) / cost; 0 where cost is 0 */
    pb_money held;        /* what holding activities makes the roster dearer than the best duties without them; the bound
                             knows nothing of it. < 0: less surplus is paid for */
    pb_money by_rule[PB_N_RULES]; /* cost by part, planner's own reckoning; sums to cost */
    int64_t broken;       /* hard violations left, thousandths of a unit; 0 when lawful */
    int64_t n_tried;      /* moves tried by the search */
    bool by_clock;        /* the time limit cut something short: another run may end elsewhere. false: the same input,
                             seed and effort give the same result on any machine of this kind and number of threads */
    int32_t n_columns, n_rows; /* of the exact programme */
} pb_plan_result;

/*
 * Makes a roster. All of ret lives in the arena. Errors: PB_ERR_NOMEM; PB_ERR_DOMAIN when the days
 * asked for do not lie within the requirement or are none; PB_ERR_SOLVER never (a solver that gives up only
 * costs the proof). d receives warnings (a pinned cell that fits no shift, …) and may be NULL.
 * The caller audits the roster (planner/audit.h) before writing it.
 */
PB_MUST_USE pb_status pb_plan_make(pb_arena *a, const pb_workspace *ws, const pb_requirement *req,
                                   const pb_plan_options *opt, pb_plan_result *ret, pb_diags *d);

#endif
