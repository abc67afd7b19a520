/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Shifts that no roster can hold: a missing break or too long a day keeps them out without a word. */
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

#endif
