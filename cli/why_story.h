/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The answer to plan --why in words: who matters first, the rest in a sum. */
#ifndef PAIBAN_CLI_WHY_STORY_H
#define PAIBAN_CLI_WHY_STORY_H

#include "cli/command.h"
#include "planner/audit.h"
#include "planner/whatif.h"

typedef struct pb_why_asked {
    pb_cli *cli;
    const pb_workspace *ws;
    const pb_requirement *req;
    pb_date first, date; /* of the plan, of the cell */
    int n_days;
    int32_t agent;
    pb_roster roster;    /* the one asked about */
    pb_why why;
    pb_audit base;       /* of why.roster */
} pb_why_asked;

/* Prints everything on cli->out. */
PB_MUST_USE pb_status pb_why_tell(const pb_why_asked *x);
PB_MUST_USE pb_status pb_why_audit(const pb_why_asked *x, const pb_roster *r, pb_audit *ret);
/* [n_agents + 1] what each one's findings cost more than in the base; the team's own, and what is lost by sharing
 * unevenly in somebody's favour, come last. NULL: no memory. */
pb_money *pb_why_payers(const pb_why_asked *x, const pb_audit *now);
/* The duty at work of a cell; NULL = a day off. */
const pb_duty *pb_why_duty(const pb_roster *r, pb_date date, int32_t agent);
/* "late 10:00-18:00", "a day off", in the arena. */
const char *pb_why_cell(const pb_why_asked *x, const pb_duty *d);
bool pb_why_same(const pb_duty *a, const pb_duty *b);

#endif
