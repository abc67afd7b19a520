/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * How violations become money: the one definition that the planner and the auditor share, so that
 * both mean the same thing by a price. It is arithmetic only; which violations there are is worked
 * out twice, by code that has nothing in common.
 */
#ifndef PAIBAN_PLANNER_MONEY_H
#define PAIBAN_PLANNER_MONEY_H

#include "model/model.h"

typedef int64_t pb_money; /* thousandths of a price unit */

enum {
    PB_NIGHT_FROM_MIN = 22 * 60, /* night, for people who may not work at night: 22:00 … */
    PB_NIGHT_TO_MIN = 6 * 60,    /* … 06:00 */
    PB_WORKDAYS_PER_WEEK = 5     /* a whole day of absence counts for a fifth of the week's hours */
};

/* A price from rules.csv in thousandths; at most 1e9 units. */
static inline pb_money pb_money_price(double price)
{
    if (!(price > 0))
        return 0;
    return (pb_money)((price < 1e9 ? price : 1e9) * 1000.0 + 0.5);
}

/* price × amount / per, rounded half up; amount >= 0, per > 0 (60: hours counted in minutes). */
static inline pb_money pb_money_of(pb_money price, int64_t amount, int64_t per)
{
    return (price * amount + per / 2) / per;
}

/*
 * The weight of a shortage in one slot: missing and need in agent-minutes, slot_min its length.
 * The price grows with the shortage in three steps of max(1, need/10) agents: the first step counts
 * once, the second twice, all beyond three times. Returns weighted agent-minutes.
 */
static inline int64_t pb_money_shortage(int64_t missing, int64_t need, int64_t slot_min)
{
    int64_t agents = slot_min > 0 ? need / slot_min : 0;
    int64_t step = (agents / 10 > 1 ? agents / 10 : 1) * slot_min;
    int64_t over1 = missing > step ? missing - step : 0;
    int64_t over2 = missing > 2 * step ? missing - 2 * step : 0;
    return missing + over1 + over2;
}

/*
 * The weight of a distance from one's fair share, in tenths: nobody can have a part of a shift, so
 * the first whole one counts a tenth and only what lies beyond counts in full. distance >= 0,
 * unit > 0, both in the same measure; the result is in that measure times ten.
 */
static inline int64_t pb_money_unfair(int64_t distance, int64_t unit)
{
    return distance <= unit ? distance : unit + 10 * (distance - unit);
}

/*
 * The price of work that may wait and is past its deadline: price x amount, amount in thousandths of an
 * agent-minute, rounded half up; in whole minutes where the product would be too great.
 */
static inline pb_money pb_money_late(pb_money price, int64_t amount)
{
    if (price > 0 && amount > INT64_MAX / 2 / price)
        return pb_money_of(price, amount / 1000, 60);
    return pb_money_of(price, amount, 60000);
}

#endif
