/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Training and meetings for the report. */
#ifndef PAIBAN_CLI_REPORT_HELD_H
#define PAIBAN_CLI_REPORT_HELD_H

#include "cli/report_facts.h"
#include "planner/audit.h"

/* Fills in.activities and in.activity_notes from the roster and what the auditor found. All in cli->arena. */
PB_MUST_USE pb_status pb_report_held(pb_cli *cli, pb_report_facts *f, const pb_audit *audit);

#endif
