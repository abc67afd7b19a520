/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Rules that no roster can keep, seen from the tables alone, before anything is solved: what a rule asks for
 * against what shifts, people and the other hard rules permit. It finds the plain cases; a workspace without a
 * finding may still have no roster.
 */
#ifndef PAIBAN_PLANNER_NEVER_H
#define PAIBAN_PLANNER_NEVER_H

#include "model/model.h"

typedef struct pb_never {
    int32_t rule;     /* in ws->rules.at; -1 = what agents.csv says by itself */
    int32_t agent;    /* -1 = the team, or everybody whom the rule names */
    bool hard;        /* no roster exists; else it is broken and paid for, or nobody works where it asks */
    bool idle;        /* the other way round: the rule speaks of nobody or nothing */
    const char *text; /* one sentence, in the language */
} pb_never;

/* For a plan of those days. ret and its texts live in the arena; in order of the rules, then of agents. */
PB_MUST_USE pb_status pb_rules_never(pb_arena *a, const pb_workspace *ws, pb_date first, int n_days,
                                     const pb_lang *lang, const pb_never **ret, size_t *ret_n);

#endif
