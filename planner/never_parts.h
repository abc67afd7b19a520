/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Inside planner/never.c: what the tables leave an agent, and the list of findings. */
#ifndef PAIBAN_PLANNER_NEVER_PARTS_H
#define PAIBAN_PLANNER_NEVER_PARTS_H

#include "planner/never.h"

typedef struct pb_nevers {
    pb_arena *arena;
    const pb_allocator *al;
    const pb_workspace *ws;
    const pb_lang *lang;
    pb_date first;
    int n_days;
    int32_t rule;  /* at work */
    pb_never *at;  /* grows */
    size_t n, cap;
    pb_status status; /* sticky */
} pb_nevers;

/* The best week that hard rules leave an agent. */
typedef struct pb_never_week {
    int days;           /* of work, at most */
    bool alone;         /* no two days in a row: rest */
    double longest_min; /* paid minutes of his longest shift */
    double most_min;    /* paid minutes of the week */
} pb_never_week;

void pb_never_add(pb_nevers *x, bool hard, bool idle, int32_t agent, const char *text);
/* The strictest number among the hard rules of a name for the agent, the greatest or the least; NAN = none. */
double pb_never_hard(const pb_nevers *x, pb_rule_name name, int32_t agent, bool greatest);
/* Do kinds, night and the days of the plan let the agent work the shift? */
bool pb_never_kind_may(const pb_nevers *x, int32_t agent, int32_t shift);
/* And its hours, breaks and the agent's availability, too? */
bool pb_never_may(const pb_nevers *x, int32_t agent, int32_t shift);
pb_never_week pb_never_week_of(const pb_nevers *x, int32_t agent);
/* Do paid minutes of the agent's shifts, one a day over the plan at most, add up to so many? */
bool pb_never_adds_up(const pb_nevers *x, int32_t agent, int want_min);

#endif
