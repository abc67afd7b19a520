/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What one agent's line costs by itself. */
#ifndef PAIBAN_PLANNER_LINE_H
#define PAIBAN_PLANNER_LINE_H

#include "planner/instance.h"

typedef struct pb_line_sum {
    pb_money soft;
    int64_t hard; /* hard violations, thousandths of a unit */
} pb_line_sum;

/* alts [n_days]: the alternative of each day, 0 = off. by_rule, if not NULL, [PB_N_RULES] is added to. */
pb_line_sum pb_line_judge(const pb_instance *in, int32_t agent, const int32_t *alts, pb_money *by_rule);
/* Amount of violation of one term; its units are amount / term->per. */
int64_t pb_term_amount(const pb_instance *in, int32_t agent, const pb_term *t, const int32_t *alts);
/*
 * The part of a term's reckoning in which days from … to (both included) have a say: the parts of two lines that
 * differ on these days only differ by what their sums over all days differ by. Of that sum the amount is made.
 */
int64_t pb_term_part(const pb_instance *in, int32_t agent, const pb_term *t, const int32_t *alts,
                     int32_t from, int32_t to);
int64_t pb_term_of_parts(const pb_term *t, int64_t sum);
pb_line_sum pb_term_cost(const pb_term *t, int64_t amount);
/* What a day costs by itself. */
pb_line_sum pb_line_cell(const pb_instance *in, int32_t agent, int32_t day, int32_t alt);
/* Weekends worked among the spans. */
int32_t pb_line_weekends(const pb_span_days *spans, int32_t n, const int32_t *alts);
/* Counts of a fair share in this plan. */
int64_t pb_line_fair(const pb_fair *f, const int32_t *alts, int32_t n_days);

#endif
