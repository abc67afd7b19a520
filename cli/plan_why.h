/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Answers to "why": a cell forced otherwise (plan --why), and what broken soft rules bought. */
#ifndef PAIBAN_CLI_PLAN_WHY_H
#define PAIBAN_CLI_PLAN_WHY_H

#include "cli/plan_io.h"
#include "planner/whatif.h"

/* paiban plan --why AGENT DATE: about out/roster.csv. opt: the days, the limits. An exit code. */
int pb_why_answer(pb_cli *cli, const pb_args *args, const pb_workspace *ws, const pb_requirement *req,
                  const pb_plan_options *opt);

/* Opens a roster for pb_bought_text. *ret stays NULL where there is no requirement (req NULL), the roster breaks hard rules or gives
 * nothing up, or is so large that the answers would keep people waiting. */
PB_MUST_USE pb_status pb_why_open(pb_cli *cli, const pb_workspace *ws, const pb_requirement *req, const pb_roster *roster,
                                  const pb_audit *audit, pb_date first, int n_days, pb_whatif **ret);

/* "cheapest remedy: Li Na has a day off on Thu 11-26, which would cost 35.00 more (short_cover +85.00, requests -50.00)", in the
 * arena; NULL where nothing can be said. */
const char *pb_bought_text(pb_cli *cli, const pb_workspace *ws, pb_whatif *w, const pb_finding *f);

#endif
