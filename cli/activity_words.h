/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What plan and check say of training and meetings. */
#ifndef PAIBAN_CLI_ACTIVITY_WORDS_H
#define PAIBAN_CLI_ACTIVITY_WORDS_H

#include "cli/command.h"
#include "planner/planner.h"

/* A line for each activity of these days, how many attend it and, together, when; then a sentence about each who
 * does not, and about what is placed wrongly, `most` at most. Nothing where there are no activities. */
PB_MUST_USE pb_status pb_tell_activities(pb_cli *cli, const pb_workspace *ws, const pb_requirement *req, const pb_roster *roster,
                        const pb_audit *audit, pb_date first, int n_days, size_t most);
/* "Tue 09-29 15:00", or several of them: when an activity together is held, in the arena; NULL where it is not, or each has a time. */
const char *pb_held_text(pb_cli *cli, const pb_workspace *ws, const pb_roster *roster, const pb_activity *x,
                         pb_date first, int n_days);
/* Is it a finding that pb_tell_activities tells? */
bool pb_is_of_activities(const pb_finding *f);

#endif
