/* SPDX-License-Identifier: GPL-3.0-or-later */
/* out/plan.csv (key,value): what plan proved of the roster it wrote, kept for the report. */
#ifndef PAIBAN_CLI_PLAN_SAVED_H
#define PAIBAN_CLI_PLAN_SAVED_H

#include "cli/command.h"

typedef struct pb_plan_saved {
    double cost, bound; /* price units; NAN = not known */
    double held;        /* what training and meetings make it dearer by, of which the bound knows nothing; 0 where not known */
    const char *status; /* "optimal", "gap", "duties", "limit", "interrupted" */
} pb_plan_saved;

/* The table of a finished plan. */
void pb_plan_saved_write(const pb_plan_saved *p, pb_text *out);
/* Reads it from the workspace; all unknown where it is not there. Errors as of pb_csv_read_file. */
PB_MUST_USE pb_status pb_plan_saved_read(pb_cli *cli, pb_plan_saved *ret);

#endif
