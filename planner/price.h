/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * From prices of cover rows to prices of choices. A person's traits decide which rows he counts for,
 * so prices are made once per distinct traits ("cover class"). Breaks are placed here: of each break
 * group the hole that loses least at these prices is taken, so the pricing programme sees a duty as
 * one arc. Whole numbers throughout, scaled (pb_scale).
 *
 * Lagrangian: sum of costs + sum over rows of y (count - sum of people), y in [-surplus price,
 * shortage price]; people are paid y for each row they cover.
 */
#ifndef PAIBAN_PLANNER_PRICE_H
#define PAIBAN_PLANNER_PRICE_H

#include "planner/problem.h"

typedef struct pb_classes {
    int32_t n;
    uint64_t *traits;  /* [n], cut to the traits that some row asks for */
    int32_t *of;       /* [n_people] */
} pb_classes;

PB_MUST_USE pb_status pb_classes_make(pb_arena *a, const pb_problem *p, pb_classes *ret);

/* Scaled units per cost unit, a power of two <= 4096, such that no sequence of days can reach a
 * quarter of PB_DP_NONE. PB_ERR_LIMIT: costs too large even unscaled. */
PB_MUST_USE pb_status pb_scale(const pb_problem *p, int32_t *ret);

/* Prices of one class. */
typedef struct pb_prices {
    int64_t *unit;   /* [n_units + 1] sums before each unit */
    int32_t *cost;   /* [day * n_choices + choice] what choosing it costs (minus what it covers) */
    uint16_t *holes; /* the same shape: the breaks taken */
} pb_prices;

PB_MUST_USE pb_status pb_prices_make(pb_arena *a, const pb_problem *p, pb_prices *ret);
/* Sets days day0 … day1 - 1 from y [n_rows], scaled, for a class's traits. */
void pb_prices_set(pb_prices *s, const pb_problem *p, uint64_t traits, const int32_t *y, int32_t day0,
                   int32_t day1);

/* First and one past the last unit that the cells of these days touch. */
void pb_units_of_days(const pb_problem *p, int32_t day0, int32_t day1, int32_t *ret_lo, int32_t *ret_hi);

/* The range that y may lie in, scaled: [-last surplus price, last shortage price]. */
void pb_row_range(const pb_problem *p, const pb_cover_row *row, int32_t scale, int64_t *ret_lo, int64_t *ret_hi);
/* min over counts n of scaled cost(n) + y n, less `relief` for each missing person (by cuts that count them): the row's
 * part of the Lagrangian. n_people bounds n. */
int64_t pb_row_conjugate(const pb_problem *p, const pb_cover_row *row, int32_t scale, int64_t y, int64_t relief);

#endif
