/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Made call-centre desks of any size, seeded: agents with skills for three queues, open 08:00-24:00 in
 * slots, templates of nine hours with an hour's meal inside a window, eleven hours of rest, four or five
 * shifts a calendar week, weekends, leave and wishes; need by queue and by every set of queues.
 */
#ifndef PAIBAN_BENCH_DESK_MAKE_H
#define PAIBAN_BENCH_DESK_MAKE_H

#include "planner/problem.h"

typedef struct desk_spec {
    int agents, days, slot_minutes; /* 15 or 30 */
    double load;                    /* need over capacity, 1 = 100 % */
    int kinds;                      /* > 0: only so many kinds of agents (leave and wishes alike) */
    uint64_t seed;
} desk_spec;

PB_MUST_USE pb_status desk_make(pb_arena *a, const desk_spec *spec, pb_problem *ret);

#endif
