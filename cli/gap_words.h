/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How much of the need a roster leaves without people: one line for a screen, one member for programs. */
#ifndef PAIBAN_CLI_GAP_WORDS_H
#define PAIBAN_CLI_GAP_WORDS_H

#include "cli/command.h"
#include "export/presence.h"

#include <jansson.h>

/* Counts it over n_days days from `first` on, as the report's headline does: earlier rosters reach into the first day, work
 * that may wait is not in the need. */
PB_MUST_USE pb_status pb_gap_count(pb_cli *cli, const pb_workspace *ws, const pb_requirement *req, const pb_roster *roster,
                                   pb_date first, int n_days, pb_presence_gap *ret);
/* The line, on out: the hours missing, of how many, and the worst moment. */
void pb_gap_tell(pb_cli *cli, const pb_requirement *req, const pb_presence_gap *gap);
/* The same as JSON: the members of docs/reference/json.md. NULL: no memory. */
json_t *pb_gap_json(const pb_requirement *req, const pb_presence_gap *gap);

#endif
