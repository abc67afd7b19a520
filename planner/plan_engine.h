/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The roster engine on a team's instance, as far as its form can say it (planner/team_problem.h). */
#ifndef PAIBAN_PLANNER_PLAN_ENGINE_H
#define PAIBAN_PLANNER_PLAN_ENGINE_H

#include "planner/search.h"

typedef struct pb_engine_run {
    pb_watch watch;        /* the safety limit; the work is limited by rounds */
    int64_t rounds;
    int threads;
    uint64_t seed;
    double gap;
    bool bound_only;       /* no roster is looked for */
    int32_t nodes;         /* of the tree that raises the bound, at most; 0 = the relaxation's alone */
    /* Told once, if at all, and then waited for: how many people [n_days] work on each day where the bound is least. *ret_enough: a
     * bound that is enough from now on. On the engine's thread, whose GLPK environment is in use: no programme may be solved
     * there. NULL: nobody is told. */
    pb_status (*decided)(void *ctx, const int32_t *people, pb_money *ret_enough);
    void *decided_ctx;
    const int32_t *start;  /* places of a lawful roster; shares are priced by its totals; NULL = none */
    void (*log)(void *ctx, const char *line);  /* NULL = silent */
    /* results */
    bool translated;       /* false: the instance has no such form, nothing below is set */
    bool left_out;         /* a fair share does not count in the bound */
    bool any_bound;
    pb_money bound;        /* no lawful roster costs less */
    int32_t *places;       /* in the arena; NULL = none found */
    bool by_clock;         /* the watch cut it short */
} pb_engine_run;

/* PB_ERR_NOMEM, else PB_OK: an engine that gives up leaves nothing. */
PB_MUST_USE pb_status pb_plan_engine(pb_arena *a, const pb_instance *in, pb_engine_run *run);

#endif
