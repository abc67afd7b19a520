/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a report tells, gathered from the rooms: tables read, duties counted, the auditor asked. */
#ifndef PAIBAN_CLI_REPORT_FACTS_H
#define PAIBAN_CLI_REPORT_FACTS_H

#include "cli/command.h"
#include "export/report.h"

typedef struct pb_report_facts {
    pb_workspace ws;
    pb_roster roster;
    pb_requirement req;
    pb_presence presence;
    pb_forecast forecast;
    pb_history history;
    pb_pay_rules pay_rules;
    pb_pay pay;
    pb_worktime work;
    pb_timeline timeline;
    pb_roster there; /* the roster and the day before it, whose nights reach into it */
    pb_fairness fairness;
    pb_counters counters;
    pb_pay all_pay; /* of the whole timeline */
    pb_actuals actuals;
    pb_attendance attendance;
    pb_months months;
    const pb_lang *plain; /* the report's language, and the same with days spelt out in sentences, too */
    pb_lang spelt;
    pb_report_input in; /* points into the fields above */
} pb_report_facts;

/*
 * Fills it for the roster of an operand (NULL = out/roster.csv), texts in `lang` (NULL = the team's).
 * The requirement, the forecast and the history are used where they are there. Everything lives in
 * cli->arena.
 */
PB_MUST_USE pb_status pb_report_gather(pb_cli *cli, const char *operand, const pb_lang *lang,
                                       pb_report_facts *ret);

#endif
