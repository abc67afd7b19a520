/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What prices prove where fair shares are priced. A share is a part of what the whole team does, so it depends on
 * everybody's total: the Lagrangian of the prices is taken at every total there can be, and the least of them is a
 * bound of all rosters.
 *
 * Whether a weekend counts hangs on two days, which no row of cover can say. Where the plan has one weekend,
 * everybody's cheapest days with and without work on it are priced apart, and for each total the cheapest
 * so many people work.
 */
#ifndef PAIBAN_PLANNER_PLAN_SHARES_H
#define PAIBAN_PLANNER_PLAN_SHARES_H

#include "planner/team_problem.h"

typedef struct pb_shares pb_shares;

/* Is the rule's total of weekends one of those looked at? (One weekend, a price, nobody in two such rules.) */
bool pb_shares_weekend(const pb_instance *in, int32_t rule);

/*
 * t: the problem of the same instance for any totals, but with those of weekends left out; it must outlive x. weekends:
 * with the totals of such rules; else they stay left out. scale: of all prices (pb_scale).
 */
PB_MUST_USE pb_status pb_shares_new(pb_arena *a, const pb_instance *in, const pb_team_problem *t, int32_t scale,
                                    bool weekends, pb_shares **ret);
/* The bound of a leaf's rosters, scaled (INT64_MIN: none). total_of [n_fair]: which of the leaf's totals a fair rule
 * is, -1 = none; NULL = none is. */
PB_MUST_USE pb_status pb_shares_prove(pb_shares *x, const pb_engine_leaf *leaf, const int32_t *total_of,
                                      int64_t *ret_bound);

#endif
