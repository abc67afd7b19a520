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
/* What costs more in the one audit than in the other, as sentences about `roster`, the most first, each behind the sign: a
 * handful at most, then a sum. PB_ERR_NOMEM. */
PB_MUST_USE pb_status pb_tell_more(pb_cli *cli, const pb_workspace *ws, const pb_requirement *req, const pb_audit *of,
                                   const pb_audit *than, const pb_roster *roster, char sign);
bool pb_why_same(const pb_duty *a, const pb_duty *b);

#endif
