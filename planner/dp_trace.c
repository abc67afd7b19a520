/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The pricing programme backward: the sequence of choices is found by looking for the cell and arc
 * whose sum equals the value at hand. Whole numbers: equality holds for at least one.
 */
#include "planner/dp_private.h"

typedef struct place {
    int32_t q, outer, inner, value;
} place;

static bool cell_is(const pb_dp *dp, const dp_layer *l, int32_t q, int32_t o, int32_t i, int32_t value)
{
    size_t row = (size_t)q * (size_t)l->n_outer + (size_t)o;
    if (i < dp->row_lo[l->row + row] || i > dp->row_hi[l->row + row])
        return false;
    return dp->value[l->value + row * (size_t)l->range[0].size + (size_t)i] == value;
}

/* The cell of `before` that became this one of `after` on closing. */
static bool undo_close(const pb_dp *dp, int32_t d, place *at)
{
    const dp_day *y = &dp->days[d];
    bool inner = dp->n_tracked > 0 && y->closes[0];
    for (int32_t o = 0; o < y->before.n_outer; o++) {
        if (dp_close_outer(dp, d, o) != at->outer)
            continue;
        size_t row = (size_t)at->q * (size_t)y->before.n_outer + (size_t)o;
        int32_t a = dp->row_lo[y->before.row + row], b = dp->row_hi[y->before.row + row];
        if (!inner) {
            a = a > at->inner ? a : at->inner;
            b = b < at->inner ? b : at->inner;
        }
        for (int32_t i = a; i <= b; i++) {
            int64_t c = dp_day_close_cost(dp, d, at->q, i, o);
            if (c < 0 || c > PB_DP_NONE || !cell_is(dp, &y->before, at->q, o, i, at->value - (int32_t)c))
                continue;
            at->outer = o;
            at->inner = i;
            at->value -= (int32_t)c;
            return true;
        }
    }
    return false;
}

/* Through one arc from one state; a map of outer indices is made for its use. */
static bool undo_arc(pb_dp *dp, int32_t d, int32_t q, const dp_arc *a, place *at, const int32_t *map)
{
    const dp_layer *from = dp_before(dp, d), *to = &dp->days[d].before;
    int worked = dp->pat->worked[q];
    int32_t use = dp->n_tracked > 0 ? dp_use(dp, 0, d, a->use_class, worked) : 0;
    int32_t inner = at->inner + to->range[0].lo - from->range[0].lo - use;
    if (inner < 0 || inner >= from->range[0].size)
        return false;
    int32_t value = at->value - a->cost[worked] - dp_step_price(dp, q, a->symbol);
    for (int32_t o = 0; o < from->n_outer; o++)
        if (map[o] == at->outer && cell_is(dp, from, q, o, inner, value)) {
            *at = (place){.q = q, .outer = o, .inner = inner, .value = value};
            return true;
        }
    return false;
}

static bool undo_day(pb_dp *dp, int32_t d, place *at, int16_t *choice)
{
    const dp_day *y = &dp->days[d];
    int32_t n_maps = 0;
    for (int32_t i = 0; i < dp->n_use * 2; i++)
        dp->map_of[i] = -1;
    for (int32_t q = 0; q < dp->pat->n_states; q++) {
        int worked = dp->pat->worked[q];
        for (int32_t i = 0; i < y->n_arcs; i++) {
            const dp_arc *a = &dp->arcs[y->first_arc + i];
            if (dp_next(dp, q, a->symbol) != at->q)
                continue;
            if (undo_arc(dp, d, q, a, at, dp_day_map(dp, d, a->use_class, worked, &n_maps))) {
                *choice = a->choice[worked];
                return true;
            }
        }
    }
    return false;
}

/* The end's cell: the last layer holds one value a resource. */
static bool find_end(const pb_dp *dp, int32_t value, int32_t state, place *at)
{
    const dp_layer *l = &dp->days[dp->n_days - 1].after;
    int32_t v = value - (int32_t)dp_last_cost(dp, state);
    for (int32_t o = 0; o < l->n_outer; o++)
        for (int32_t i = 0; i < l->range[0].size; i++)
            if (cell_is(dp, l, state, o, i, v)) {
                *at = (place){.q = state, .outer = o, .inner = i, .value = v};
                return true;
            }
    return false;
}

pb_status dp_trace(pb_dp *dp, int32_t value, int32_t state, int16_t *choices)
{
    place at;
    if (!find_end(dp, value, state, &at))
        return PB_ERR_INTERNAL;
    for (int32_t d = dp->n_days - 1; d >= 0; d--) {
        if (dp->days[d].any_closes && !undo_close(dp, d, &at))
            return PB_ERR_INTERNAL;
        if (!undo_day(dp, d, &at, &choices[d]))
            return PB_ERR_INTERNAL;
    }
    return PB_OK;
}
