/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A bound where fair shares are priced. A share is a part of what the whole team does, so its price
 * depends on everybody's total; the engine prices shares for given totals, and its bound holds for those
 * only. Here the Lagrangian of the same row prices is taken for every total there can be, at several
 * prices of the total itself (its own multiplier); the least of them over all totals is a bound of all.
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

/* weekends: with the totals of such rules; else they are left out, as t leaves them out. */
PB_MUST_USE pb_status pb_shares_new(pb_arena *a, const pb_instance *in, const pb_team_problem *t, bool weekends,
                                    pb_shares **ret);
/* Another set of row prices, scaled by `scale`. t: the problem of the same instance for any totals but with those of
 * weekends left out; it must outlive x. */
PB_MUST_USE pb_status pb_shares_add(pb_shares *x, const pb_team_problem *t, int32_t scale, const int32_t *prices);
/* The bound of all sets together, thousandths (INT64_MAX / 4096 without any); totals [n_fair] of rules that
 * rows price become those at which it is lowest: where another set would tell most. */
PB_MUST_USE pb_status pb_shares_least(const pb_shares *x, pb_money *ret_bound, int64_t *totals);

#endif
