/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What no roster can do: queues that nobody knows, shifts that a missing break or too long a day keeps out. */
#ifndef PAIBAN_CLI_UNWORKABLE_H
#define PAIBAN_CLI_UNWORKABLE_H

#include "cli/command.h"

/*
 * Warns of each shift without a duty in the plan of the days first … first + n_days - 1 that no agent may work
 * even alone, on the first of these days it runs, with the auditor's sentence why. Teams of more than 400 people are not
 * looked through.
 */
PB_MUST_USE pb_status pb_tell_unworkable(pb_cli *cli, const pb_workspace *ws, const pb_roster *plan,
                                         pb_date first, int n_days);

/* Warns of each queue with a need, now or by a deadline, whose skill no agent has. */
void pb_tell_unserved(pb_cli *cli, const pb_workspace *ws, const pb_requirement *req);

#endif
