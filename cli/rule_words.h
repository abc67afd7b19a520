/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What rules mean, for whom, and which can never hold. */
#ifndef PAIBAN_CLI_RULE_WORDS_H
#define PAIBAN_CLI_RULE_WORDS_H

#include "cli/command.h"

/* What people call a rule or check: its name in rules.csv, on Chinese screens the first Chinese one. In the arena. */
const char *pb_rule_label(pb_cli *cli, int check);
/* check --rules: every rule as a sentence, for whom, at what price, from where, and what is wrong with it. */
int pb_rules_list(pb_cli *cli, const pb_workspace *ws, pb_date first, int n_days);
/* Warns of rules that no roster of those days can keep; some of each sort. */
PB_MUST_USE pb_status pb_rules_warn(pb_cli *cli, const pb_workspace *ws, pb_date first, int n_days);

#endif
