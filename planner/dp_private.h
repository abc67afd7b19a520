/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The table of the pricing programme: shared by dp_plan.c (what there is), dp_run.c (forward) and
 * dp_trace.c (backward). */
#ifndef PAIBAN_PLANNER_DP_PRIVATE_H
#define PAIBAN_PLANNER_DP_PRIVATE_H

#include "planner/dp.h"

enum { DP_MAX_TRACKED = 12 };

/* A set of choices of one day that lead to the same state and use the same of what is tracked; only
 * its cheapest member matters. [0] = the day before was off, [1] = it was worked. */
typedef struct dp_arc {
    int32_t symbol;
    int32_t use_class;
    int32_t cost[2];
    int16_t choice[2];
} dp_arc;

/* A tracked resource. Values count from the window's begin, in units of gcd. */
typedef struct dp_track {
    const pb_resource *res;
    int32_t index, gcd;
    int32_t begin;          /* value at day0 */
    int32_t tail[2];
} dp_track;

/* The values of one tracked resource after one day: lo … lo + size - 1. floor: values below it are
 * raised to it (nothing can tell them apart any more). */
typedef struct dp_range {
    int32_t lo, size, stride;
    int32_t floor;
} dp_range;

/* One layer of the table: rows (state, outer values) of width range[0].size. */
typedef struct dp_layer {
    size_t value, row; /* offsets */
    int32_t n_outer;
    dp_range range[DP_MAX_TRACKED];
} dp_layer;

typedef struct dp_day {
    int32_t first_arc, n_arcs;
    int32_t window[DP_MAX_TRACKED]; /* open on that day, -1 = none */
    bool closes[DP_MAX_TRACKED];    /* it ends with this day (or the task does) */
    bool any_closes;
    dp_layer before, after;         /* before and after closing; the same layer when nothing closes */
} dp_day;

struct pb_dp {
    const pb_allocator *al;
    /* the call */
    const pb_problem *p;
    const pb_dp_task *t;
    const pb_person *q;
    const pb_pattern *pat;
    int32_t n_days, n_tracked, n_use;
    dp_track track[DP_MAX_TRACKED]; /* [0] is the innermost; n_tracked 0: a dummy of width 1 */
    int32_t *canon;     /* [n_symbols] first symbol with the same effect */
    int32_t *use_class; /* [n_choices] */
    int32_t *use;       /* [use_class * DP_MAX_TRACKED + k] */
    int32_t *slot;      /* [n_symbols * n_use] arc of the day, stamped */
    int16_t *users;     /* choices that use each untracked resource, */
    int32_t first_user[PB_MAX_RESOURCES + 1]; /* those of resource r from first_user[r] on */
    int32_t gcd[PB_MAX_RESOURCES]; /* of what each untracked resource's uses are counted in */
    int32_t *extra;     /* [2 * n_choices] multipliers' price of the day at hand */
    dp_arc *arcs;
    dp_day *days;
    dp_layer first;     /* before day0: one cell */
    uint8_t *alive;     /* [day * n_states + q]: can be reached, and the end from there */
    int32_t *rem_max, *rem_min; /* [(k * n_days + day) * n_states + q] use to come till the window's end */
    int32_t *centre;    /* [k * n_days + day] what the corridor lies around */
    int32_t *map;       /* outer index maps of one day */
    /* the table */
    int32_t *value;
    int32_t *row_lo, *row_hi; /* live part of each row, index into it; empty: lo > hi */
    size_t n_value, n_row;
    int32_t widest_outer;
    int16_t *path;
    int32_t *multipliers;
    int32_t *map_of;    /* [use_class * 2 + worked] which map of the day, -1 = none yet */
    void (*relax)(int32_t *dst, const int32_t *src, int32_t n, int32_t c);
    size_t cap_canon, cap_use_class, cap_use, cap_slot, cap_arcs, cap_days, cap_alive, cap_rem_max, cap_centre,
        cap_rem_min, cap_map, cap_value, cap_row_lo, cap_row_hi, cap_map_of, cap_path, cap_multipliers, cap_users, cap_extra;
};

/* Fills everything but the table's values. PB_ERR_LIMIT when too large. *ret_possible: false when
 * already the automaton or the windows alone leave nothing. */
PB_MUST_USE pb_status dp_plan(pb_dp *dp, size_t max_cells, bool *ret_possible);

/* Parts of it: what can be reached (dp_reach.c), the layers' shape (dp_layout.c). */
void dp_reach(pb_dp *dp);
PB_MUST_USE pb_status dp_layout(pb_dp *dp, size_t max_cells, bool *ret_possible);

/* The use of tracked resource k on day d (index from day0) by a use class, day before worked or not; 0 on a
 * day that lies in none of its windows. */
int32_t dp_use(const pb_dp *dp, int32_t k, int32_t d, int32_t use_class, int worked);
/* Cost (scaled) of ending the window of track k open on day d with a value; < 0 = forbidden. state is
 * where the day ends (its tail). */
int64_t dp_close_cost(const pb_dp *dp, int32_t k, int32_t d, int32_t value, int32_t state);
/* Scaled cost of ending the task in a state; < 0 = forbidden. */
int64_t dp_last_cost(const pb_dp *dp, int32_t state);
/* The inner values worth keeping in a state after day d, before closing. */
void dp_inner_bounds(const pb_dp *dp, int32_t d, int32_t state, int32_t *ret_lo, int32_t *ret_hi);
/* Maps each outer index of `from` to that of `to` after the use of an arc, -1 = out of range. */
void dp_outer_map(const pb_dp *dp, int32_t d, const dp_layer *from, const dp_layer *to, int32_t use_class,
                  int worked, int32_t *map);
/* The outer map of a use class on day d, made when first wanted; the day's map_of starts all -1. */
const int32_t *dp_day_map(pb_dp *dp, int32_t d, int32_t use_class, int worked, int32_t *n_maps);
/* Price of the automaton's step, scaled. */
static inline int32_t dp_step_price(const pb_dp *dp, int32_t q, int32_t symbol)
{
    const pb_pattern *t = dp->pat;
    return t->price == NULL ? 0 : t->price[(size_t)q * (size_t)t->n_symbols + (size_t)symbol] * dp->t->scale;
}
static inline int32_t dp_next(const pb_dp *dp, int32_t q, int32_t symbol)
{
    return dp->pat->next[(size_t)q * (size_t)dp->pat->n_symbols + (size_t)symbol];
}

/* The window of track k open on day d, or NULL. */
static inline const pb_window *dp_window(const pb_dp *dp, int32_t k, int32_t d)
{
    int32_t w = dp->days[d].window[k];
    return w < 0 ? NULL : &dp->track[k].res->windows[w];
}

/* The layer a day starts from. */
static inline const dp_layer *dp_before(const pb_dp *dp, int32_t d)
{
    return d == 0 ? &dp->first : &dp->days[d - 1].after;
}
/* Cost of closing what closes on day d at those inner and outer values; < 0 = forbidden. */
int64_t dp_day_close_cost(const pb_dp *dp, int32_t d, int32_t state, int32_t inner, int32_t outer);
/* Where an outer index of `before` goes in `after`. */
int32_t dp_close_outer(const pb_dp *dp, int32_t d, int32_t outer);

/* Forward; the best end: value, state. */
void dp_run(pb_dp *dp, int32_t *ret_value, int32_t *ret_state);
/* Backward from that end. */
PB_MUST_USE pb_status dp_trace(pb_dp *dp, int32_t value, int32_t state, int16_t *choices);

#endif
