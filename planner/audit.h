/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The auditor: what is wrong with a roster, found from the workspace, the requirement and the
 * roster alone, by the clock and the instants. It shares no code with the search (only the
 * arithmetic of prices in planner/money.h), so that a defect there cannot hide here.
 */
#ifndef PAIBAN_PLANNER_AUDIT_H
#define PAIBAN_PLANNER_AUDIT_H

#include "model/model.h"
#include "planner/money.h"

/* What was checked: a pb_rule_name, or one of these, which hold without a row in rules.csv. */
enum {
    PB_CHECK_ABSENT = PB_N_RULES, /* a duty during an absence */
    PB_CHECK_EMPLOYED,            /* a duty before `from` or after `until` */
    PB_CHECK_SHIFT_DAY,           /* a shift on a day it is not worked */
    PB_CHECK_SHIFT_TIME,          /* times that the shift does not have */
    PB_CHECK_SHIFT_KINDS,         /* a kind of shift the agent does not work */
    PB_CHECK_BREAK,               /* a meal break missing or outside its window */
    PB_CHECK_DOUBLED,             /* two duties at one time, or on one date */
    PB_CHECK_ACTIVITY,            /* an activity wrongly placed; `found`: a pb_activity_fault */
    PB_CHECK_SKILL,               /* a queue the agent has no skill for */
    PB_CHECK_PINNED,              /* a pinned cell of the kept roster that changed */
    PB_CHECK_MISSED,              /* an activity not attended; `found`: its index, `limit`: a pb_miss, from_s: see there */
    PB_N_CHECKS
};

typedef enum pb_activity_fault {
    PB_FAULT_DUTY,     /* outside the duty */
    PB_FAULT_WINDOW,   /* before earliest or after latest */
    PB_FAULT_MEAL,     /* during the meal break */
    PB_FAULT_TWICE,    /* during another activity */
    PB_FAULT_LENGTH,   /* of another length */
    PB_FAULT_TOGETHER, /* not at the time of the others */
    PB_N_FAULTS
} pb_activity_fault;

typedef enum pb_miss {
    PB_MISS_AWAY,     /* on leave, or not employed, on all its days */
    PB_MISS_OFF,      /* no duty on its days */
    PB_MISS_NO_ROOM,  /* no duty with so long a stretch free in its hours */
    PB_MISS_OTHERS,   /* the others meet at from_s, when the person cannot */
    PB_MISS_ROOM,     /* a duty has room for it: the first such start is from_s */
    PB_N_MISSES
} pb_miss;

/* One finding. Numbers mean what pb_finding_text says of the check. */
typedef struct pb_finding {
    int check;
    int32_t rule;       /* index in ws->rules.at; -1 = built in, or a default price */
    bool hard;          /* breaks a hard rule; else priced */
    int32_t agent;      /* -1 = the team */
    int32_t other;      /* a second agent (pairs); -1 = none */
    pb_date from, to;   /* the dates concerned */
    int64_t from_s, to_s; /* the stretch of time, of cover and of activities; else 0 */
    int32_t row;        /* requirement row, cover findings; else -1 */
    double by;          /* by how much, in the rule's unit */
    double found, limit; /* evidence: what was found, what was asked */
    double peak;        /* shortages: the most missing at once */
    pb_money cost;       /* thousandths; 0 when hard */
} pb_finding;

typedef struct pb_audit {
    size_t n;
    const pb_finding *at; /* hard ones first, then by cost, then by agent and date */
    size_t n_broken;      /* hard findings */
    pb_money cost;         /* of all priced ones */
    pb_money by_rule[PB_N_RULES];
} pb_audit;

/*
 * Audits days first … first + n_days - 1 of a roster; its other days, and ws->past, are the
 * look-back. req may be NULL (cover is not judged); keep may be NULL (stability is not judged).
 * n_days 0 = the roster's own days. All of ret lives in the arena.
 * PB_ERR_DOMAIN: the days do not lie within the requirement.
 */
PB_MUST_USE pb_status pb_audit_roster(pb_arena *a, const pb_workspace *ws, const pb_requirement *req,
                                      const pb_roster *roster, const pb_roster *keep, pb_date first,
                                      int n_days, pb_audit *ret);

/*
 * The part of the need that must be met in its slot, [row * n_slots + slot] agents: the even level of work that may wait is
 * taken out where deferred_late governs it, as short_cover is judged. *ret NULL: all of it. In the arena.
 */
PB_MUST_USE pb_status pb_audit_urgent(pb_arena *a, const pb_workspace *ws, const pb_requirement *req, const double **ret);

/* The name of a check as --json gives it ("min_rest_h", "absent"). */
const char *pb_check_name(int check);
/* One sentence about a finding, in the language, in the arena; NULL when memory is refused. */
const char *pb_finding_text(pb_arena *a, const pb_workspace *ws, const pb_requirement *req,
                            const pb_roster *roster, const pb_finding *f, const pb_lang *lang);

/*
 * The evidence of a finding about a person: the duties concerned, "Thu 11-26 late 15:00-24:00 (8 h); Fri 11-27 early
 * 08:00-17:00 (8 h)", from the roster and the earlier ones, a dozen at most. "" where there is none; NULL: no memory.
 */
const char *pb_finding_evidence(pb_arena *a, const pb_workspace *ws, const pb_roster *roster, const pb_finding *f,
                                const pb_lang *lang);
/* Where a finding's rule stands: "rules.csv:4", with the law's article behind it where one is known. */
const char *pb_finding_source(pb_arena *a, const pb_workspace *ws, const pb_finding *f);

#endif
