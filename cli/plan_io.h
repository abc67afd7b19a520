/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What plan and check share: reading the requirement and rosters, telling findings. */
#ifndef PAIBAN_CLI_PLAN_IO_H
#define PAIBAN_CLI_PLAN_IO_H

#include "cli/command.h"
#include "planner/planner.h"
#include "planner/whatif.h"

#include <jansson.h>

/* --requirement, else out/requirement.csv of the workspace, with its deferred table where there is one. */
PB_MUST_USE pb_status pb_io_requirement(pb_cli *cli, const pb_args *args, const pb_workspace *ws,
                                        pb_requirement *ret);
/* The table of deferred work that belongs to a requirement: X.csv has it in X_deferred.csv. NULL: no memory. */
const char *pb_path_deferred(pb_arena *a, const char *path);
/* Is there such a file (as above)? */
bool pb_io_has_requirement(pb_cli *cli, const pb_args *args);

/*
 * The requirement that a roster's days first … first + days - 1 are judged by: *ret is NULL, and that is said, where there is
 * none or it speaks of other days. A roster of duties alone, made by hand, is then taken to be for all days of the
 * requirement, unless --from or --days asked for others.
 */
PB_MUST_USE pb_status pb_io_judged(pb_cli *cli, const pb_args *args, const pb_workspace *ws, const pb_roster *roster,
                                   pb_date *first, int *days, pb_requirement *store, const pb_requirement **ret);

/* The agent of that id or name; -1, diagnosed: nobody is called so (with the nearest one), or several are. */
int32_t pb_io_agent(pb_cli *cli, const pb_workspace *ws, const char *who);

/* "late 10:00-18:00", "a day off" (d NULL), in the arena. */
const char *pb_cell_words(pb_cli *cli, const pb_workspace *ws, const pb_duty *d);

/* A hard finding, the sentence about which is `text`, with where its rule stands and the duties that show it; on out. */
void pb_io_tell_broken(pb_cli *cli, const pb_workspace *ws, const pb_roster *roster, const pb_finding *f, const char *text);

/* The findings as sentences on out, hard ones first, `most` of each sort, then how many more. asked: the roster
 * opened for questions, so that each priced one tells what it bought; NULL. none: no roster keeps the hard rules, this one is
 * only the least bad. */
PB_MUST_USE pb_status pb_io_tell(pb_cli *cli, const pb_workspace *ws, const pb_requirement *req, const pb_roster *roster,
                const pb_audit *audit, size_t most, pb_whatif *asked, bool none);
/* The same as a JSON array, all of them; NULL: no memory. */
json_t *pb_io_findings(pb_cli *cli, const pb_workspace *ws, const pb_requirement *req,
                       const pb_roster *roster, const pb_audit *audit);
/* One of them. */
json_t *pb_io_finding(pb_cli *cli, const pb_workspace *ws, const pb_requirement *req, const pb_roster *roster,
                      const pb_finding *f);
/* Cost by rule, in price units; only what is not zero. */
json_t *pb_io_parts(const pb_money *by_rule);
/* "rest 120.5, requests 30" on out, one line a part. */
void pb_io_tell_parts(pb_cli *cli, const pb_money *by_rule);

#endif
