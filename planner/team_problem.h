/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A team's instance as a problem of the roster engine. Where the engine's form cannot say a rule, the
 * rule is left out or priced too low, never too high: no lawful roster costs more in the problem than
 * in the instance, so the engine's bound holds for the team, and its roster is a start that the
 * instance's own reckoning judges. docs/explanation/planning.md says what is left out.
 */
#ifndef PAIBAN_PLANNER_TEAM_PROBLEM_H
#define PAIBAN_PLANNER_TEAM_PROBLEM_H

#include "planner/engine.h"
#include "planner/instance.h"

typedef struct pb_team_problem {
    pb_problem problem;
    int64_t unit;       /* thousandths in one cost unit of the problem */
    bool exact;         /* nothing was left out or rounded: costs are equal, hard cover aside */
    bool left_out;      /* a fair share was */
    const int32_t *alt; /* [day * n_choices + choice] alternative; 0 = none or the day off */
    const int32_t *choice_of; /* [n_alts] */
    const int32_t *fair_unit; /* [n_fair] unit of a fair rule's rows, one a member; -1 = not priced by rows */
    const int32_t *own_trait; /* [n_agents] the trait of nobody else; -1 = none */
    int64_t fair_base;        /* thousandths of base_cost that stand for fair rows: their least costs */
} pb_team_problem;

/* What a member's fair share costs at a count of this plan, thousandths; total as below. */
pb_money pb_team_fair_cost(const pb_fair *f, int32_t member, int64_t total, int64_t count);

/* How often a member can count in the plan at most. */
int32_t pb_team_fair_most(const pb_instance *in, const pb_fair *f);
/* The row of a member's share; -1: he has none. */
int32_t pb_team_fair_row(const pb_team_problem *t, int32_t rule, int32_t agent);

/* totals [n_fair]: what each fair rule's members do together, earlier periods included; shares are
 * priced as if that were known (then costs are right for rosters of these totals only, and the bound
 * holds among them only). A total below 0, or NULL for all, leaves the shares out.
 * PB_ERR_LIMIT: the instance has no such form (duties that do not lie on slots, too many rows or
 * choices, numbers too large). */
PB_MUST_USE pb_status pb_team_problem_make(pb_arena *a, const pb_instance *in, const int64_t *totals,
                                           pb_team_problem *ret);
/* The place that an engine's choice means, and back. */
int32_t pb_team_place(const pb_instance *in, const pb_team_problem *t, int32_t day, pb_choice c);
pb_choice pb_team_choice(const pb_instance *in, const pb_team_problem *t, int32_t place);

#endif
