/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What swap and cover share: the roster they are asked about, what a change of it means, and writing it. */
#ifndef PAIBAN_CLI_EXCHANGE_WORDS_H
#define PAIBAN_CLI_EXCHANGE_WORDS_H

#include "cli/plan_io.h"
#include "planner/exchange.h"

typedef struct pb_exchange_run {
    pb_cli *cli;
    const pb_args *args;
    pb_workspace ws;
    pb_requirement store;
    const pb_requirement *req; /* NULL: cover is not judged */
    const char *path;          /* of the roster */
    pb_roster roster;
    pb_date first;             /* of the days that are judged */
    int n_days;
    pb_published ledger;       /* what calendars were told; none where nothing was published */
    pb_exchange *x;
} pb_exchange_run;

/* Reads the workspace and the roster of --roster (default: out/roster.csv). With --apply it takes the lock before the roster is read. */
PB_MUST_USE pb_status pb_exchange_begin(pb_cli *cli, const pb_args *args, pb_exchange_run *ret);
/* The date of an operand; false, diagnosed: it is none. */
bool pb_exchange_date(pb_cli *cli, const char *text, pb_date *ret);
/* What the agent works on that date; NULL, diagnosed: nothing, or several duties, or the roster does not speak of the day. */
const pb_duty *pb_exchange_duty(const pb_exchange_run *r, int32_t agent, pb_date date);
bool pb_exchange_is_published(const pb_exchange_run *r, const pb_duty *d);

/* On out: who takes what from whom, and whether that is pinned or published; the verdict with its money, hours and cover.
 * cells: what was tried. PB_ERR_NOMEM. */
PB_MUST_USE pb_status pb_exchange_tell(const pb_exchange_run *r, const pb_handed *cells, int n, const pb_exchanged *e);
/* The same for programs; NULL: no memory. */
json_t *pb_exchange_json(const pb_exchange_run *r, const pb_handed *cells, int n, const pb_exchanged *e, bool applied);

/* Writes the roster in the place of the one that was read. */
PB_MUST_USE pb_status pb_exchange_write(const pb_exchange_run *r, const pb_roster *now);
/* Says whether it was written, and what to do next. */
void pb_exchange_say(const pb_exchange_run *r, bool lawful, bool written);

#endif
