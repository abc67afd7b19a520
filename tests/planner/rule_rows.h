/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A row for each rule: lines of one or two agents that break it in exactly one place. */
#ifndef PAIBAN_TESTS_PLANNER_RULE_ROWS_H
#define PAIBAN_TESTS_PLANNER_RULE_ROWS_H

#include "world.h"

enum { RULE_NONE = -2, RULE_MONDAY = 20794 }; /* 2026-12-07 */

/* Shifts: a early 08-17, b late 15-24, c night 22-06, d day 10-19; an hour's meal break each. */
typedef struct rule_row {
    const char *says;
    pb_rule_name rule;
    double number;
    int kinds[3];
    const char *lines[2]; /* of one or two agents */
    const char *past;     /* the first agent's days before, or NULL */
    double by;            /* the first finding's size */
    int findings;
} rule_row;

extern const rule_row rule_rows[];
extern const size_t n_rule_rows;

/* The four shifts. */
void rule_row_shifts(world *w);
/* The row's rule for all; cost < 0: hard. Pairs are agents a and b. */
pb_rule *rule_row_add(world *w, const rule_row *r, double cost, int a, int b);
/* What the rule needs of the days, the queues and the work. */
void rule_row_surroundings(world *w, const rule_row *r);

#endif
