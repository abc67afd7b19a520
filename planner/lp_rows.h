/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Writes a linear programme row by row: columns first, then each row's terms one after another. Terms of one
 * column add up, constants move to the other side. The first failure stays; all that follows does nothing.
 */
#ifndef PAIBAN_PLANNER_LP_ROWS_H
#define PAIBAN_PLANNER_LP_ROWS_H

#include "planner/lp_glpk.h"

typedef struct lp_rows {
    pb_lp *lp;
    const pb_allocator *al;
    pb_status st;
    int row;          /* the last one ended; -1 it was left out */
    double constant;  /* of the row being written */
    double magnitude; /* sum of |cost| * upper over the columns */
    int n_cols, n_terms;
    int *col, *place; /* place: [n_cols] where among the terms the column is, plus 1; 0 = not there */
    double *value;
    size_t cap_col, cap_place, cap_value;
} lp_rows;

void lp_rows_init(lp_rows *m, pb_lp *lp, const pb_allocator *al); /* al may be NULL */
void lp_rows_done(lp_rows *m);

/* Stands for a column that is always 1. */
enum { LP_ROWS_ONE = INT32_MAX };

/* A column from 0 to upper. Its index; -1 after a failure. */
int lp_rows_column(lp_rows *m, double cost, double upper, bool whole);
/* Adds to the row being written; col -1 is passed over, LP_ROWS_ONE is a constant. */
void lp_rows_term(lp_rows *m, int col, double value);
/* Ends it: lower <= terms + constant <= upper, and begins the next. A row that always holds is left out. */
void lp_rows_end(lp_rows *m, double lower, double upper);
/* Makes the column basic instead of the row ended last: a known first basis. */
void lp_rows_basic(lp_rows *m, int col);

#endif
