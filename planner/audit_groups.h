/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Findings that say the same of several people, or of one person on several days, told in one sentence. */
#ifndef PAIBAN_PLANNER_AUDIT_GROUPS_H
#define PAIBAN_PLANNER_AUDIT_GROUPS_H

#include "planner/audit.h"

typedef struct pb_finding_group {
    size_t n;
    const size_t *members; /* indices in the audit, ascending */
    pb_money cost;         /* of all of them */
} pb_finding_group;

/*
 * The findings of an audit in groups: hard ones first, those of people each by itself, then the priced ones, dearest group
 * first. In one group are findings with the same check, rule, price and numbers on the same dates, of different people; or
 * of the same person (and the same other one), or of the same role of the team, on different dates. In the arena.
 * PB_ERR_NOMEM.
 */
PB_MUST_USE pb_status pb_findings_group(pb_arena *a, const pb_audit *audit, const pb_finding_group **ret,
                                        size_t *ret_n);

/* The sentence of a group, as pb_finding_text of its only member, else with all names (two dozen at most) or all days. */
const char *pb_group_text(pb_arena *a, const pb_workspace *ws, const pb_requirement *req, const pb_roster *roster,
                          const pb_audit *audit, const pb_finding_group *group, const pb_lang *lang);

#endif
