/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Why no roster exists: a smallest set of hard rules and facts that cannot hold together (deletion
 * filter: Chinneck & Dravnieks 1991), and changes of one member each after which a roster exists,
 * every one of them tried by solving.
 */
#ifndef PAIBAN_PLANNER_CONFLICT_H
#define PAIBAN_PLANNER_CONFLICT_H

#include "planner/planner.h"

typedef enum pb_member_kind {
    PB_MEMBER_RULE,    /* index in ws->rules.at, hard */
    PB_MEMBER_ABSENCE, /* index in ws->absences.at */
    PB_MEMBER_PIN      /* index in keep->at */
} pb_member_kind;

typedef struct pb_member {
    pb_member_kind kind;
    size_t index;
} pb_member;

typedef enum pb_repair_kind {
    PB_REPAIR_ONCE,     /* the rule holds but for a few exceptions: those of a roster that was found */
    PB_REPAIR_NUMBER,   /* the rule with another number */
    PB_REPAIR_ONE_MORE, /* rules that ask for so many at once: one more person, of every skill and the role asked for */
    PB_REPAIR_WIDEN,    /* somebody may work every kind of shift; member says nothing */
    PB_REPAIR_DROP      /* without the member */
} pb_repair_kind;

enum { PB_MOST_EXCEPTIONS = 2 };

/* A change that was tried. */
typedef struct pb_repair {
    pb_repair_kind kind;
    pb_member member;
    double number;
    pb_date from, to;   /* ONE_MORE: the days on which the person is needed */
    int32_t agent;      /* WIDEN */
    int n_exceptions;   /* ONCE; what the auditor finds in the roster, as findings of the member's rule */
    pb_finding exceptions[PB_MOST_EXCEPTIONS];
    pb_roster roster;   /* ONCE */
} pb_repair;

typedef struct pb_conflict {
    size_t n;
    const pb_member *at;   /* empty: what stands in agents.csv and shifts.csv alone conflicts */
    bool minimal;          /* proven: without any one member the others can hold together */
    size_t n_repairs;
    const pb_repair *repairs; /* the least of a change first, in the order of their kinds */
} pb_conflict;

/*
 * For a workspace of which pb_plan_make said PB_PLAN_INFEASIBLE; opt as there (time_limit_s is for
 * this call). All of ret lives in the arena. Out of time: minimal is false and repairs are fewer.
 */
PB_MUST_USE pb_status pb_plan_conflict(pb_arena *a, const pb_workspace *ws, const pb_requirement *req,
                                       const pb_plan_options *opt, pb_conflict *ret);
/* The person that a repair of kind ONE_MORE means. */
pb_agent pb_repair_person(const pb_workspace *ws, const pb_repair *r);
/* "min_rest_h 11 for all [rules.csv:4]", "leave of Li Na Thu 11-26 – Fri 11-27"; NULL: no memory. */
const char *pb_member_text(pb_arena *a, const pb_workspace *ws, const pb_roster *keep, const pb_member *m,
                           const pb_lang *lang);
const char *pb_repair_text(pb_arena *a, const pb_workspace *ws, const pb_requirement *req, const pb_roster *keep,
                           const pb_repair *r, const pb_lang *lang);

#endif
