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

#endif
