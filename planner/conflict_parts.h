/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Inside the explanation of conflicts: a workspace of which parts are left out or changed, and the question to it. */
#ifndef PAIBAN_PLANNER_CONFLICT_PARTS_H
#define PAIBAN_PLANNER_CONFLICT_PARTS_H

#include "planner/conflict.h"
#include "planner/search.h"

typedef enum pb_answer { PB_ANSWER_NO, PB_ANSWER_YES, PB_ANSWER_UNKNOWN } pb_answer;

typedef struct pb_filter {
    pb_arena *arena;
    const pb_workspace *ws;
    const pb_requirement *req;
    const pb_plan_options *opt;
    pb_watch watch;
    pb_member *members;
    bool *in;       /* [n] in the set at work */
    size_t n;
    size_t changed; /* member whose number is another; n = none */
    double number;
    size_t softened; /* member whose rule has a price instead; n = none. All else is free then */
    int32_t soft_rule; /* its index among the rules of the set */
    const pb_agent *more; /* one person beside agents.csv; NULL = none */
    int32_t widened;      /* who may work every kind of shift; -1 = nobody */
    /* of the last question with a softened rule that found a roster */
    pb_roster roster;
    int n_exceptions;     /* may be more than the array holds */
    pb_finding exceptions[PB_MOST_EXCEPTIONS];
} pb_filter;

/* All members in, nothing changed. */
void pb_filter_reset(pb_filter *f);
/* Is there a roster? */
PB_MUST_USE pb_status pb_filter_ask(pb_filter *f, pb_answer *ret);
/* Looks for repairs of the core ([n]); sets c->repairs. */
PB_MUST_USE pb_status pb_conflict_repair(pb_filter *f, const bool *core, pb_conflict *c);

#endif
