/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What paiban forecast works on: a workspace's tables, or single files named by options. */
#ifndef PAIBAN_CLI_FORECAST_SOURCE_H
#define PAIBAN_CLI_FORECAST_SOURCE_H

#include "cli/command.h"

typedef struct pb_forecast_source {
    bool workspace;     /* else single files */
    pb_team team;
    pb_queues queues;   /* workspace, or with --open: the history's, all with these hours; may be empty */
    pb_calendar calendar;
    pb_history history;
} pb_forecast_source;

/*
 * Reads what the options --history, --calendar, --timezone, --slot-minutes, --open say, or the
 * workspace. PB_ERR_DOMAIN (diagnosed): an option has a value that is none.
 */
PB_MUST_USE pb_status pb_forecast_source_read(pb_cli *cli, const pb_args *args,
                                              pb_forecast_source *ret);

/* Leaves out the history's queues that queues.csv has not: they stand behind all others and were warned of. path: the
 * file to name. PB_ERR_INPUT (diagnosed): contacts of no other queue are left. */
PB_MUST_USE pb_status pb_leave_out_queues(pb_cli *cli, const pb_queues *queues, const char *path, pb_history *h);

#endif
