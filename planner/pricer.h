/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The best lawful days of one person at given prices: the pricing programme with its state relaxed
 * first and tightened only where the relaxed answer breaks a window (decremental state-space
 * relaxation, Boland et al. 2006, Righini & Salani 2008). A window that will not fit the table is
 * priced by a multiplier instead; every answer carries a bound that is valid whatever the
 * multipliers are.
 */
#ifndef PAIBAN_PLANNER_PRICER_H
#define PAIBAN_PLANNER_PRICER_H

#include "planner/dp.h"

/* A range of days of one person, the rest of his days taken as given. */
typedef struct pb_view {
    int32_t person, day0, day1;
    int32_t start;
    int32_t used[PB_MAX_RESOURCES];
    int32_t tail[2 * PB_MAX_RESOURCES]; /* [worked * n_resources + r] */
    const int32_t *last_price;          /* [n_states], NULL for the whole plan */
} pb_view;

void pb_view_whole(const pb_problem *p, int32_t person, pb_view *ret);
/* days [n_days]: his roster now. last_price [n_states] is written; it must outlive the view. */
void pb_view_part(const pb_problem *p, int32_t person, const pb_choice *days, int32_t day0, int32_t day1,
                  int32_t *last_price, pb_view *ret);

/* What is remembered of a person between calls. */
typedef struct pb_pricer {
    uint64_t tracked, refused; /* refused: made the table too large */
    int32_t *multiplier; /* [all windows], scaled, of pb_use_gcd units */
    int32_t n_windows;
} pb_pricer;

/* Starts with the resources that have a minimum or a price, and weekends. */
PB_MUST_USE pb_status pb_pricer_make(pb_arena *a, const pb_problem *p, int32_t person, pb_pricer *ret);

typedef struct pb_pricing {
    const uint64_t *mask; /* [(day - day0) * n_words] */
    const int32_t *cost;  /* pb_prices.cost, by day of the plan */
    int32_t scale;
    size_t max_cells;     /* of a table */
    int32_t tries;        /* programmes at most */
    bool exact;           /* go on until value = bound where tries allow */
    bool loose;           /* long horizons: within a corridor and with scattered multipliers; no bound */
    const pb_choice *around; /* loose: the days [of the plan] that the corridor follows; NULL: an even pace */
    bool fresh;           /* a sub-range: start from the least state, remember nothing */
} pb_pricing;

typedef struct pb_priced {
    int64_t bound; /* INT64_MIN when loose; scaled; no lawful days cost less; PB_DP_NONE: there are none */
    int64_t value; /* scaled cost of `choices`; PB_DP_NONE: none found */
    int32_t programmes;
} pb_priced;

/* Both values leave out windows that do not touch the view. choices [day1 - day0]. */
PB_MUST_USE pb_status pb_pricer_solve(pb_pricer *s, pb_dp *dp, const pb_problem *p, const pb_view *view,
                                      const pb_pricing *how, pb_priced *ret, int16_t *choices);

/* One programme with those resources tracked and those multipliers [all windows, scaled] for the others:
 * ret->bound as above, whatever the multipliers are; ret->value the programme's own value without the
 * multipliers' correction, and choices its answer, which may break windows that are not tracked.
 * PB_ERR_LIMIT when the table would pass how->max_cells. */
PB_MUST_USE pb_status pb_pricer_relaxed(pb_dp *dp, const pb_problem *p, const pb_view *view, const pb_pricing *how,
                                        uint64_t tracked, int32_t *multiplier, pb_priced *ret, int16_t *choices);
/* The range that a multiplier of the resource (of pb_use_gcd units of use) may have over that many days. */
void pb_multiplier_range(const pb_problem *p, const pb_person *q, int32_t r, int32_t scale, int32_t n_days,
                         int32_t *ret_lowest, int32_t *ret_highest);
/* The resources tracked from the start. */
uint64_t pb_tracked_first(const pb_person *q);

/* Sum of a window's use, given days included; -1 when it does not touch the view. */
int64_t pb_view_window_use(const pb_problem *p, const pb_view *view, int32_t r, int32_t window,
                           const int16_t *choices);
/* Scaled cost of given choices in the view at those prices; broken windows and steps are counted. */
int64_t pb_view_cost(const pb_problem *p, const pb_view *view, const int32_t *cost, int32_t scale,
                     const int16_t *choices, int64_t *ret_broken);

#endif
