/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What paiban forecast prints besides the table itself: totals, replay, explanation, oddities. */
#ifndef PAIBAN_CLI_FORECAST_WORDS_H
#define PAIBAN_CLI_FORECAST_WORDS_H

#include "cli/command.h"
#include "forecast/forecast.h"

#include <jansson.h>

/* Notes for what was set aside: the newest few of each queue, and how many more. */
void pb_tell_outliers(pb_cli *cli, const pb_history *h, const pb_forecast_report *r, bool kept);

/* The replay as a table on cli->out, or with --json as a document. */
PB_MUST_USE pb_status pb_show_backtest(pb_cli *cli, const pb_history *h, const pb_backtest *b);
PB_MUST_USE pb_status pb_show_parts(pb_cli *cli, const char *queue, pb_date day,
                                    const pb_forecast_parts *p);
/* Days and weeks of each queue for --json; NULL without memory. */
json_t *pb_forecast_json(const pb_forecast *f, const pb_forecast_report *r);

#endif
