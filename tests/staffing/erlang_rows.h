/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Reading data/erlang.csv: rows, printed numbers of any size, the targets and shares in words. */
#ifndef PAIBAN_TESTS_ERLANG_ROWS_H
#define PAIBAN_TESTS_ERLANG_ROWS_H

#include "staffing/chat.h"
#include "staffing/deferred.h"
#include "staffing/shrink.h"
#include "staffing/targets.h"
#include "staffing/unsure.h"

#include <stdio.h>
#include <stdlib.h>

enum {
    COL_ID, COL_MODEL, COL_REGIME, COL_ARRIVALS, COL_AHT, COL_PATIENCE, COL_AGENTS, COL_T, COL_TARGET,
    COL_LOAD, COL_P_WAIT, COL_SL, COL_SL_SHORT, COL_SL_ANSWERED, COL_VIRTUAL, COL_WAIT, COL_ASA,
    COL_PAB, COL_OCC, COL_QUEUE, COL_REQUIRED, COL_SOURCE, COL_CHECK, N_COLS
};

struct row {
    char cell[N_COLS][256];
};

int read_row(FILE *f, struct row *r); /* 0 at the end */
/* Replaces the few cells that are known to be wrong in the table. */
void correct_row(struct row *r);
const char *column_name(int column);
/* The number that follows word in text; NAN where it does not stand there. */
double number_after(const char *text, const char *word);
pb_load row_load(const struct row *r);
pb_targets row_targets(const struct row *r);
/* "net 100; 0.12,0.08": the number, and both shares. */
long row_shares(const struct row *r, double *ret_planned, double *ret_unplanned);
/* Relative distance of got to the nearest number that prints as text. */
double printed_error(const char *text, pb_wide got);

#endif
