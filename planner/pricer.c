/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "planner/pricer.h"

#include <string.h>

/* Weekends and the like are worth tracking from the start when their windows are small. */
enum { SMALL_WINDOW = 30, ROOM = 16, CORRIDOR = 8, NEAR_CORRIDOR = 2 };

static bool tracked_at_start(const pb_resource *r)
{
    bool fresh = false, small = true;
    for (int32_t w = 0; w < r->n_windows; w++) {
        const pb_window *v = &r->windows[w];
        if (v->min > 0 || (v->under_price > 0 && v->soft_min > 0) ||
            (v->over_price > 0 && v->soft_max < PB_NO_LIMIT))
            return true;
        small = small && v->max <= SMALL_WINDOW;
    }
    for (int32_t d = 0; r->count != NULL && r->n_windows > 0 && d <= r->windows[r->n_windows - 1].last; d++)
        fresh = fresh || r->count[d] == PB_COUNT_FRESH;
    return fresh && small;
}

uint64_t pb_tracked_first(const pb_person *q)
{
    uint64_t t = 0;
    for (int32_t r = 0; r < q->n_resources; r++)
        if (tracked_at_start(&q->resources[r]))
            t |= (uint64_t)1 << r;
    return t;
}

pb_status pb_pricer_make(pb_arena *a, const pb_problem *p, int32_t person, pb_pricer *ret)
{
    const pb_person *q = &p->people[person];
    ret->tracked = pb_tracked_first(q);
    ret->refused = 0;
    ret->n_windows = pb_window_offset(q, q->n_resources);
    ret->multiplier = PB_NEW_ARRAY(a, (size_t)ret->n_windows + 1, int32_t);
    return ret->multiplier == NULL ? PB_ERR_NOMEM : PB_OK;
}

/* One call's working state. */
typedef struct attempt {
    const pb_problem *p;
    const pb_person *q;
    const pb_view *v;
    const pb_pricing *how;
    uint64_t tracked, refused; /* refused: does not fit the table */
    int32_t *multiplier;
} attempt;

static int64_t floor_div(int64_t a, int64_t b)
{
    int64_t q = a / b;
    return q * b > a ? q - 1 : q;
}

/* Least of cost(n) - m n / g over the sums n a window may have, less what is given: what a multiplier's
 * price must be corrected by to stay a lower bound. */
static int64_t window_conjugate(const attempt *t, int32_t r, const pb_window *w, int64_t m)
{
    int64_t g = pb_use_gcd(t->p, &t->q->resources[r]);
    int64_t given = w->first < t->v->day0 ? t->v->used[r] : 0;
    if (w->last >= t->v->day1) {
        int32_t n = t->q->n_resources, a = t->v->tail[r], b = t->v->tail[n + r];
        given += m >= 0 ? (a < b ? a : b) : (a > b ? a : b);
    }
    int64_t kinks[4] = {w->min, w->soft_min, w->soft_max, w->max}, least = INT64_MAX;
    for (int i = 0; i < 4; i++) {
        int64_t n = kinks[i];
        if (n < w->min || n > w->max)
            continue;
        int64_t c = 0;
        if (n < w->soft_min)
            c = (w->soft_min - n) * w->under_price;
        if (w->soft_max < PB_NO_LIMIT && n > w->soft_max)
            c = (n - w->soft_max) * w->over_price;
        c = c * t->how->scale + floor_div(-m * (n - given), g);
        least = c < least ? c : least;
    }
    return least;
}

static int64_t conjugates(const attempt *t)
{
    int64_t sum = 0;
    int32_t at = 0;
    for (int32_t r = 0; r < t->q->n_resources; r++) {
        const pb_resource *res = &t->q->resources[r];
        for (int32_t w = 0; w < res->n_windows; w++, at++) {
            const pb_window *v = &res->windows[w];
            if (t->tracked >> r & 1 || v->last < t->v->day0 || v->first >= t->v->day1)
                continue;
            sum += window_conjugate(t, r, v, t->multiplier[at]);
        }
    }
    return sum;
}

static pb_status run(const attempt *t, pb_dp *dp, pb_dp_answer *ret, int16_t *choices)
{
    pb_dp_task task = {.person = t->v->person, .day0 = t->v->day0, .day1 = t->v->day1, .start = t->v->start,
                       .used = t->v->used, .tail = t->v->tail, .last_price = t->v->last_price,
                       .mask = t->how->mask, .cost = t->how->cost, .scale = t->how->scale,
                       .tracked = t->tracked, .corridor = !t->how->loose ? 0 : t->how->around != NULL ? NEAR_CORRIDOR : CORRIDOR,
                       .around = t->how->around,
                       .scatter = t->how->loose};
    for (int32_t i = 0, n = pb_window_offset(t->q, t->q->n_resources); i < n; i++)
        if (t->multiplier[i] != 0)
            task.multiplier = t->multiplier;
    return pb_dp_solve(dp, t->p, &task, t->how->max_cells, ret, choices);
}

/* How far a window's sum lies outside its hard bounds: > 0 above, < 0 below. */
static int64_t excess(const pb_window *w, int64_t used)
{
    if (w->max < PB_NO_LIMIT && used > w->max)
        return used - w->max;
    return used < w->min ? used - w->min : 0;
}

/* The untracked resource broken most often; -1 = none is broken. */
static int32_t worst_broken(const attempt *t, const int16_t *choices, uint64_t skip)
{
    int32_t worst = -1;
    int64_t most = 0;
    for (int32_t r = 0; r < t->q->n_resources; r++) {
        if ((t->tracked | skip) >> r & 1)
            continue;
        int64_t sum = 0;
        for (int32_t w = 0; w < t->q->resources[r].n_windows; w++) {
            int64_t used = pb_view_window_use(t->p, t->v, r, w, choices);
            int64_t e = used < 0 ? 0 : excess(&t->q->resources[r].windows[w], used);
            sum += e < 0 ? -e : e;
        }
        if (sum > most) {
            most = sum;
            worst = r;
        }
    }
    return worst;
}

/* How a resource's multipliers move: prices of one unit of use, in steps that are about a cost unit for
 * a day's largest use. Below zero they are kept so small that no sequence of days leaves the programme's
 * range; above it the programme itself cuts off (dp_run.c). */
typedef struct pace {
    int32_t top, gcd, unit, highest, lowest; /* top: in units of gcd */
} pace;

/* Only a minimum, or a price below one, makes use worth something. */
static bool has_minimum(const pb_resource *r)
{
    for (int32_t w = 0; w < r->n_windows; w++)
        if (r->windows[w].min > 0 || (r->windows[w].under_price > 0 && r->windows[w].soft_min > 0))
            return true;
    return false;
}

static pace pace_of(const pb_problem *p, const pb_person *q, int32_t r, int32_t scale, int32_t n_days)
{
    const pb_resource *res = &q->resources[r];
    pace c = {.top = 1, .gcd = pb_use_gcd(p, res)};
    int32_t worth = 1;
    for (int32_t i = 0; i < p->n_choices; i++)
        c.top = res->use[i] / c.gcd > c.top ? res->use[i] / c.gcd : c.top;
    for (int32_t i = 0; i < q->n_resources; i++)
        worth += has_minimum(&q->resources[i]);
    c.unit = scale / c.top > 0 ? scale / c.top : 1;
    int64_t highest = (int64_t)c.unit * 2000, room = PB_DP_NONE / 32 / c.top;
    c.highest = (int32_t)(highest < room ? highest : room);
    int64_t lowest = PB_DP_NONE / 4 / ((int64_t)n_days * c.top * worth);
    c.lowest = (int32_t)-(lowest < c.highest ? lowest : c.highest);
    return c;
}

void pb_multiplier_range(const pb_problem *p, const pb_person *q, int32_t r, int32_t scale, int32_t n_days,
                         int32_t *ret_lowest, int32_t *ret_highest)
{
    pace c = pace_of(p, q, r, scale, n_days);
    *ret_lowest = c.lowest;
    *ret_highest = c.highest;
}

static int32_t moved(int32_t m, const pb_window *w, int64_t used, const pace *c, bool lawful)
{
    int64_t e = excess(w, used), room = w->max < PB_NO_LIMIT ? w->max - used : 1;
    int64_t most = (int64_t)c->top * c->gcd, size = ((e < 0 ? -e : e) + most - 1) / most, to = m;
    size = size < 8 ? size : 8;
    if (e > 0)
        to = m + (int64_t)m * 3 / 10 + (int64_t)c->unit * 3 * (1 + size) / 10 + 1;
    else if (e < 0)
        to = m - (int64_t)c->unit * 3 * (1 + size) / 10 - 1;
    else if (lawful && m > 0 && room > 0)
        to = m < c->unit / 50 ? 0 : (int64_t)m * 85 / 100;
    return to > c->highest ? c->highest : to < c->lowest ? c->lowest : (int32_t)to;
}

/* Multipliers of broken windows go up; of windows with slack, down. */
static void adjust(attempt *t, const int16_t *choices, bool lawful)
{
    int32_t at = 0;
    for (int32_t r = 0; r < t->q->n_resources; r++) {
        const pb_resource *res = &t->q->resources[r];
        pace c = pace_of(t->p, t->q, r, t->how->scale, t->v->day1 - t->v->day0);
        for (int32_t w = 0; w < res->n_windows; w++, at++) {
            int64_t used = pb_view_window_use(t->p, t->v, r, w, choices);
            if (!(t->tracked >> r & 1) && used >= 0)
                t->multiplier[at] = moved(t->multiplier[at], &res->windows[w], used, &c, lawful);
        }
    }
}

/* Halves the multipliers above zero; false when there are none. */
static bool calm(attempt *t)
{
    bool any = false;
    for (int32_t i = 0, n = pb_window_offset(t->q, t->q->n_resources); i < n; i++)
        if (t->multiplier[i] > 0) {
            t->multiplier[i] /= 2;
            any = true;
        }
    return any;
}

/* Limits that the days of how->around are far from need no state, and their multipliers cannot be right: halved. */
static void ease(attempt *t, int16_t *path)
{
    for (int32_t d = t->v->day0; d < t->v->day1; d++)
        path[d - t->v->day0] = t->how->around[d].choice;
    uint64_t first = pb_tracked_first(t->q);
    t->tracked |= first; /* the corridor may make room for what was refused without it */
    t->refused = 0;
    int32_t at = 0;
    for (int32_t r = 0; r < t->q->n_resources; r++) {
        const pb_resource *res = &t->q->resources[r];
        bool roomy = true;
        for (int32_t w = 0; w < res->n_windows; w++, at++) {
            const pb_window *v = &res->windows[w];
            bool room = v->max >= PB_NO_LIMIT || v->max - pb_view_window_use(t->p, t->v, r, w, path) > v->max / ROOM;
            roomy = roomy && room;
            if (room && t->multiplier[at] > 0)
                t->multiplier[at] /= 2;
        }
        if (roomy && !(first >> r & 1))
            t->tracked &= ~((uint64_t)1 << r);
    }
}

static uint64_t highest_bit(uint64_t x)
{
    return x == 0 ? 0 : (uint64_t)1 << (63 - __builtin_clzll(x));
}

/* Runs the programme, dropping the resource added last while the table is too large. */
static pb_status run_fitting(attempt *t, pb_dp *dp, int32_t *added, pb_dp_answer *ret, int16_t *choices)
{
    for (;;) {
        pb_status st = run(t, dp, ret, choices);
        if (st != PB_ERR_LIMIT)
            return st;
        uint64_t first = pb_tracked_first(t->q), extra = t->tracked & ~first;
        uint64_t bit = *added >= 0 ? (uint64_t)1 << *added
                                      : highest_bit(extra != 0 ? extra : t->tracked);
        if (bit == 0)
            return st;
        t->tracked &= ~bit;
        t->refused |= bit;
        *added = -1;
    }
}

/* One programme and what is learnt from its answer. */
static pb_status one_try(attempt *t, pb_dp *dp, int32_t *added, int16_t *path, pb_priced *best,
                         int16_t *choices, bool *ret_done)
{
    pb_dp_answer a;
    pb_status st = run_fitting(t, dp, added, &a, path);
    if (st != PB_OK)
        return st;
    if (a.value >= PB_DP_NONE) { /* beyond its range, or even the relaxation is empty */
        *ret_done = !calm(t);
        best->bound = *ret_done ? PB_DP_NONE : best->bound;
        return PB_OK;
    }
    int64_t bound = a.value + conjugates(t), broken;
    best->bound = bound > best->bound ? bound : best->bound;
    int64_t value = pb_view_cost(t->p, t->v, t->how->cost, t->how->scale, path, &broken);
    if (broken == 0 && value < best->value) {
        best->value = value;
        memcpy(choices, path, (size_t)(t->v->day1 - t->v->day0) * sizeof *path);
    }
    *added = broken == 0 ? -1 : worst_broken(t, path, t->refused);
    if (*added < 0)
        adjust(t, path, broken == 0);
    else
        t->tracked |= (uint64_t)1 << *added;
    *ret_done = best->value <= best->bound || (!t->how->exact && best->value < PB_DP_NONE);
    return PB_OK;
}

pb_status pb_pricer_solve(pb_pricer *s, pb_dp *dp, const pb_problem *p, const pb_view *view,
                          const pb_pricing *how, pb_priced *ret, int16_t *choices)
{
    const pb_person *q = &p->people[view->person];
    int32_t added = -1;
    bool fresh = how->fresh;
    int32_t *own = pb_dp_multipliers(dp, s->n_windows);
    attempt t = {.p = p, .q = q, .v = view, .how = how,
                 .tracked = fresh ? pb_tracked_first(q) : s->tracked, .refused = fresh ? 0 : s->refused,
                 .multiplier = fresh ? own : s->multiplier};
    pb_priced best = {.bound = -PB_DP_NONE, .value = PB_DP_NONE}; /* pb_scale: no days can cost less */
    int16_t *path = pb_dp_path(dp, view->day1 - view->day0);
    if (path == NULL || own == NULL)
        return PB_ERR_NOMEM;
    if (how->around != NULL && !fresh)
        ease(&t, path);
    bool done = false;
    for (best.programmes = 0; best.programmes < how->tries && !done; best.programmes++) {
        pb_status st = one_try(&t, dp, &added, path, &best, choices, &done);
        if (st != PB_OK)
            return st;
    }
    if (!fresh) {
        s->tracked = t.tracked;
        s->refused = t.refused;
    }
    if (how->loose)
        best.bound = INT64_MIN;
    *ret = best;
    return PB_OK;
}

pb_status pb_pricer_relaxed(pb_dp *dp, const pb_problem *p, const pb_view *view, const pb_pricing *how,
                            uint64_t tracked, int32_t *multiplier, pb_priced *ret, int16_t *choices)
{
    attempt t = {.p = p, .q = &p->people[view->person], .v = view, .how = how, .tracked = tracked,
                 .multiplier = multiplier};
    pb_dp_answer a;
    pb_status st = run(&t, dp, &a, choices);
    if (st != PB_OK)
        return st;
    *ret = (pb_priced){.value = a.value, .bound = a.value + conjugates(&t), .programmes = 1};
    if (a.value >= PB_DP_NONE)
        ret->bound = calm(&t) ? -PB_DP_NONE : PB_DP_NONE;
    return PB_OK;
}
