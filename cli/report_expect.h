/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a report expects of the future and learnt from the past: simulated service, replayed forecasts. */
#ifndef PAIBAN_CLI_REPORT_EXPECT_H
#define PAIBAN_CLI_REPORT_EXPECT_H

#include "cli/report_facts.h"

/* Plays the forecast through the roster; fills in.service_level, _low, _high on the requirement's
 * grid, for rows of a single queue. Nothing where forecast or requirement is not known. */
PB_MUST_USE pb_status pb_report_service(pb_cli *cli, pb_report_facts *f);
/* Replays the history from a few origins; fills in.accuracy. Nothing where the history is too short. */
PB_MUST_USE pb_status pb_report_replay(pb_cli *cli, pb_report_facts *f);

#endif
