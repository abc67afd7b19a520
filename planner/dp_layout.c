/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The shape of the pricing table: which values each tracked resource can have after each day. */
#include "planner/dp_private.h"

#include <string.h>

static int32_t scaled_min(const pb_dp *dp, int32_t k, const pb_window *w)
{
    int32_t g = dp->track[k].gcd;
    return w->min <= 0 ? 0 : (w->min + g - 1) / g;
}

static int32_t scaled_max(const pb_dp *dp, int32_t k, const pb_window *w)
{
    return w->max >= PB_NO_LIMIT ? PB_NO_LIMIT : w->max < 0 ? -1 : w->max / dp->track[k].gcd;
}

/* Only the maximum matters: no minimum, no price. */
static bool maximum_only(const pb_window *w)
{
    bool under = w->under_price > 0 && w->soft_min > 0;
    bool over = w->over_price > 0 && w->soft_max < w->max && w->soft_max < PB_NO_LIMIT;
    return w->min <= 0 && !under && !over;
}

/* Largest and smallest use to come after day d over the states that are alive. */
static void rem_extremes(const pb_dp *dp, int32_t k, int32_t d, int32_t *hi, int32_t *lo)
{
    size_t n = (size_t)dp->pat->n_states;
    size_t at = ((size_t)k * (size_t)dp->n_days + (size_t)d) * n;
    *hi = INT32_MIN / 2;
    *lo = INT32_MAX / 2;
    for (size_t q = 0; q < n; q++)
        if (dp->alive[(size_t)d * n + q]) {
            *hi = dp->rem_max[at + q] > *hi ? dp->rem_max[at + q] : *hi;
            *lo = dp->rem_min[at + q] < *lo ? dp->rem_min[at + q] : *lo;
        }
}

/* Smallest and largest use of that day's arcs. */
static void use_extremes(const pb_dp *dp, int32_t k, int32_t d, int32_t *lo, int32_t *hi)
{
    const dp_day *y = &dp->days[d];
    *lo = INT32_MAX / 2;
    *hi = 0;
    for (int32_t i = 0; i < y->n_arcs; i++) {
        const dp_arc *a = &dp->arcs[y->first_arc + i];
        for (int worked = 0; worked < 2; worked++) {
            int32_t u = dp_use(dp, k, d, a->use_class, worked);
            *lo = u < *lo ? u : *lo;
            *hi = u > *hi ? u : *hi;
        }
    }
    if (*lo > *hi)
        *lo = *hi = 0;
}

enum { LONG_WINDOW = 60 };

/* Days with some work allowed, from the first of the task's days in the window to d, and to its end. */
static double share_of_days(const pb_dp *dp, const pb_window *w, int32_t d)
{
    int32_t here = 0, all = 0;
    for (int32_t i = 0; i < dp->n_days; i++) {
        int32_t day = dp->t->day0 + i;
        if (day < w->first || day > w->last)
            continue;
        const dp_day *y = &dp->days[i];
        bool work = y->n_arcs > 1;
        all += work;
        here += work && i <= d;
    }
    return all > 0 ? (double)here / all : 1.0;
}

/* Average use of the choices that use any. */
static double usual_use(const pb_dp *dp, int32_t k)
{
    int32_t sum = 0, n = 0;
    for (int32_t u = 0; u < dp->n_use; u++) {
        int32_t v = dp->use[(size_t)u * DP_MAX_TRACKED + (size_t)k];
        sum += v;
        n += v > 0;
    }
    return n > 0 ? (double)sum / n : 0.0;
}

/* What a path leaves of a window that only has a maximum may be used on any day: its corridor lies that much higher. */
static void centre_raise(pb_dp *dp, int32_t k, int32_t from, int32_t to)
{
    const pb_window *w = dp_window(dp, k, to);
    if (w == NULL || !maximum_only(w) || w->max >= PB_NO_LIMIT)
        return;
    int32_t *c = dp->centre + (size_t)k * (size_t)dp->n_days;
    int32_t room = scaled_max(dp, k, w) - c[to];
    for (int32_t d = from; d <= to && room > 0; d++)
        c[d] += room;
}

/* Sums of the days that the corridor follows: dp->centre[k * n_days + d] after each day of a window. */
static void centre_make(pb_dp *dp)
{
    const pb_choice *path = dp->t->around;
    for (int32_t k = 0; k < dp->n_tracked && dp->t->corridor > 0 && path != NULL; k++) {
        int32_t sum = 0, worked = dp->pat->worked[dp->t->start], from = 0;
        for (int32_t d = 0; d < dp->n_days; d++) {
            int32_t c = path[dp->t->day0 + d].choice, open = dp->days[d].window[k];
            if (d == 0 || open != dp->days[d - 1].window[k]) {
                sum = d == 0 && open >= 0 ? dp->track[k].begin : 0;
                from = d;
            }
            sum += dp_use(dp, k, d, dp->use_class[c], worked);
            worked = c != PB_CHOICE_OFF;
            dp->centre[(size_t)k * (size_t)dp->n_days + (size_t)d] = sum;
            if (d == dp->n_days - 1 || dp->days[d + 1].window[k] != open)
                centre_raise(dp, k, from, d);
        }
    }
}

/* Cuts a range to the corridor around the path, or around the window's share of the days. */
static void corridor_cut(const pb_dp *dp, int32_t k, int32_t d, const pb_window *w, int32_t *lo, int32_t *hi,
                         int32_t *floor_)
{
    int32_t wmin = scaled_min(dp, k, w), wmax = scaled_max(dp, k, w);
    if (dp->t->corridor <= 0 || w->last - w->first < LONG_WINDOW || wmax >= PB_NO_LIMIT)
        return;
    double goal = wmin > 0 ? 0.5 * (wmin + wmax) : wmax;
    double mid = dp->t->around != NULL ? dp->centre[(size_t)k * (size_t)dp->n_days + (size_t)d]
                                       : goal * share_of_days(dp, w, d);
    double half = wmin > 0 ? dp->t->corridor * usual_use(dp, k) : 0.25 * dp->t->corridor + 1.0;
    int32_t a = (int32_t)(mid - half), b = (int32_t)(mid + half) + 1;
    *hi = b < *hi && b >= *lo ? b : *hi;
    if (k == 0)
        *lo = a > *lo && a <= *hi ? a : *lo;
    else if (a > *floor_)
        *floor_ = a < *hi ? a : *hi;
}

static bool range_make(const pb_dp *dp, int32_t k, int32_t d, const dp_range *prev, dp_range *ret)
{
    const pb_window *w = dp_window(dp, k, d);
    *ret = (dp_range){.lo = 0, .size = 1, .floor = INT32_MIN};
    if (w == NULL)
        return true;
    int32_t use_lo, use_hi, rem_hi, rem_lo;
    use_extremes(dp, k, d, &use_lo, &use_hi);
    rem_extremes(dp, k, d, &rem_hi, &rem_lo);
    int32_t lo = prev->lo + use_lo, hi = prev->lo + prev->size - 1 + use_hi;
    int32_t wmin = scaled_min(dp, k, w), wmax = scaled_max(dp, k, w);
    if (wmin > 0 && wmin - rem_hi > lo)
        lo = wmin - rem_hi;
    if (wmax < PB_NO_LIMIT && wmax - rem_lo < hi)
        hi = wmax - rem_lo;
    if (hi < lo)
        return false;
    int32_t raise = INT32_MIN;
    corridor_cut(dp, k, d, w, &lo, &hi, &raise);
    if (k > 0 && maximum_only(w)) {
        ret->floor = wmax >= PB_NO_LIMIT || wmax - rem_hi > hi ? hi : wmax - rem_hi;
        ret->floor = raise > ret->floor ? raise : ret->floor;
        lo = ret->floor > lo ? ret->floor : lo;
    }
    ret->lo = lo;
    ret->size = hi - lo + 1;
    return true;
}

static bool layer_close(const pb_dp *dp, dp_layer *l, size_t *n_value, size_t *n_row, size_t max_cells)
{
    size_t outer = 1;
    for (int32_t k = 1; k < dp->n_tracked; k++) {
        l->range[k].stride = (int32_t)outer;
        outer *= (size_t)l->range[k].size;
        if (outer > max_cells)
            return false;
    }
    l->n_outer = (int32_t)outer;
    l->value = *n_value;
    l->row = *n_row;
    *n_row += (size_t)dp->pat->n_states * outer;
    *n_value += (size_t)dp->pat->n_states * outer * (size_t)l->range[0].size;
    return *n_value <= max_cells;
}

/* PB_ERR_LIMIT when larger than max_cells; *ret_possible false when some range is empty. */
pb_status dp_layout(pb_dp *dp, size_t max_cells, bool *ret_possible)
{
    size_t n_value = (size_t)dp->pat->n_states, n_row = n_value;
    int32_t widest_outer = 1;
    dp->first = (dp_layer){.value = 0, .row = 0, .n_outer = 1};
    for (int32_t k = 0; k < DP_MAX_TRACKED; k++)
        dp->first.range[k] = (dp_range){.lo = 0, .size = 1, .stride = 1};
    for (int32_t k = 0; k < dp->n_tracked; k++)
        dp->first.range[k].lo = dp->days[0].window[k] < 0 ? 0 : dp->track[k].begin;
    *ret_possible = false;
    centre_make(dp);
    for (int32_t d = 0; d < dp->n_days; d++) {
        const dp_layer *prev = dp_before(dp, d);
        dp_day *y = &dp->days[d];
        y->before.range[0] = (dp_range){.lo = 0, .size = 1, .floor = INT32_MIN};
        for (int32_t k = 0; k < dp->n_tracked; k++)
            if (!range_make(dp, k, d, &prev->range[k], &y->before.range[k]))
                return PB_OK;
        if (!layer_close(dp, &y->before, &n_value, &n_row, max_cells))
            return PB_ERR_LIMIT;
        if (y->before.n_outer > widest_outer)
            widest_outer = y->before.n_outer;
        y->after = y->before;
        if (!y->any_closes)
            continue;
        for (int32_t k = 0; k < dp->n_tracked; k++)
            if (y->closes[k])
                y->after.range[k] = (dp_range){.lo = 0, .size = 1, .floor = INT32_MIN};
        if (!layer_close(dp, &y->after, &n_value, &n_row, max_cells))
            return PB_ERR_LIMIT;
    }
    dp->n_value = n_value;
    dp->n_row = n_row;
    dp->widest_outer = widest_outer;
    *ret_possible = true;
    return PB_OK;
}

void dp_inner_bounds(const pb_dp *dp, int32_t d, int32_t state, int32_t *ret_lo, int32_t *ret_hi)
{
    const dp_range *r = &dp->days[d].before.range[0];
    *ret_lo = r->lo;
    *ret_hi = r->lo + r->size - 1;
    const pb_window *w = dp->n_tracked > 0 ? dp_window(dp, 0, d) : NULL;
    if (w == NULL)
        return;
    size_t at = (size_t)d * (size_t)dp->pat->n_states + (size_t)state; /* track 0 */
    int32_t wmin = scaled_min(dp, 0, w), wmax = scaled_max(dp, 0, w);
    if (wmin > 0 && wmin - dp->rem_max[at] > *ret_lo)
        *ret_lo = wmin - dp->rem_max[at];
    if (wmax < PB_NO_LIMIT && wmax - dp->rem_min[at] < *ret_hi)
        *ret_hi = wmax - dp->rem_min[at];
}

static int32_t outer_value(const dp_layer *l, int32_t k, int32_t outer)
{
    const dp_range *r = &l->range[k];
    return r->lo + outer / r->stride % r->size;
}

void dp_outer_map(const pb_dp *dp, int32_t d, const dp_layer *from, const dp_layer *to, int32_t use_class,
                  int worked, int32_t *map)
{
    int32_t use[DP_MAX_TRACKED], digit[DP_MAX_TRACKED] = {0};
    for (int32_t k = 1; k < dp->n_tracked; k++)
        use[k] = from->range[k].lo + dp_use(dp, k, d, use_class, worked);
    for (int32_t o = 0; o < from->n_outer; o++) {
        int32_t at = 0;
        for (int32_t k = 1; k < dp->n_tracked; k++) {
            const dp_range *r = &to->range[k];
            int32_t v = digit[k] + use[k];
            v = v < r->floor ? r->floor : v;
            if (v < r->lo || v >= r->lo + r->size) {
                at = -1;
                break;
            }
            at += (v - r->lo) * r->stride;
        }
        map[o] = at;
        for (int32_t k = 1; k < dp->n_tracked && ++digit[k] == from->range[k].size; k++)
            digit[k] = 0;
    }
}

int32_t dp_close_outer(const pb_dp *dp, int32_t d, int32_t outer)
{
    const dp_day *y = &dp->days[d];
    int32_t at = 0;
    for (int32_t k = 1; k < dp->n_tracked; k++)
        if (!y->closes[k])
            at += (outer_value(&y->before, k, outer) - y->after.range[k].lo) * y->after.range[k].stride;
    return at;
}

int64_t dp_day_close_cost(const pb_dp *dp, int32_t d, int32_t state, int32_t inner, int32_t outer)
{
    const dp_day *y = &dp->days[d];
    int64_t sum = 0;
    for (int32_t k = 0; k < dp->n_tracked; k++) {
        if (!y->closes[k])
            continue;
        int32_t v = k == 0 ? y->before.range[0].lo + inner : outer_value(&y->before, k, outer);
        int64_t c = dp_close_cost(dp, k, d, v, state);
        if (c < 0)
            return -1;
        sum += c;
    }
    return sum;
}
