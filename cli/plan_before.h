/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The roster that a plan is about to replace. Where it has days before the plan's first (last week's,
 * say) it is part of the look-back, and goes to rosters/ before out/roster.csv is written anew.
 */
#ifndef PAIBAN_CLI_PLAN_BEFORE_H
#define PAIBAN_CLI_PLAN_BEFORE_H

#include "cli/command.h"

typedef struct pb_plan_before {
    bool found;          /* out/roster.csv is there and has rows */
    pb_roster roster;    /* it; rows of agents who have left are left out, with a warning */
    const char *archive; /* "rosters/2026-09-21.csv", where it has to go; NULL = nowhere */
    char *bytes;         /* of the file */
    size_t n_bytes;
} pb_plan_before;

/* Reads it, and joins it to ws->past when it has days before `first`; it counts before an older one of the same days. */
PB_MUST_USE pb_status pb_plan_before_read(pb_cli *cli, pb_workspace *ws, pb_date first, pb_plan_before *ret);
/* Writes the archive, if there is to be one. Takes the lock. */
PB_MUST_USE pb_status pb_plan_before_save(pb_cli *cli, const pb_plan_before *b);

#endif
