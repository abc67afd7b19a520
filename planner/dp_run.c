/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The pricing programme forward. */
#include "planner/dp_private.h"

#include <string.h>

/* dst[i] = min(dst[i], src[i] + c): all the time goes here. */
static inline __attribute__((always_inline)) void relax_body(int32_t *restrict dst, const int32_t *restrict src,
                                                             int32_t n, int32_t c)
{
    for (int32_t i = 0; i < n; i++) {
        int32_t v = src[i] + c;
        dst[i] = v < dst[i] ? v : dst[i];
    }
}

static void relax_plain(int32_t *dst, const int32_t *src, int32_t n, int32_t c)
{
    relax_body(dst, src, n, c);
}

#if defined(__x86_64__) && defined(__GNUC__)
__attribute__((target("avx2"))) static void relax_avx2(int32_t *dst, const int32_t *src, int32_t n, int32_t c)
{
    relax_body(dst, src, n, c);
}
static bool have_avx2(void)
{
    return __builtin_cpu_supports("avx2");
}
#else
#define relax_avx2 relax_plain
static bool have_avx2(void)
{
    return false;
}
#endif

pb_status pb_dp_new(const pb_allocator *al, pb_dp **ret)
{
    pb_dp *dp = pb_alloc(al, 1, sizeof *dp);
    if (dp == NULL)
        return PB_ERR_NOMEM;
    dp->al = al;
    dp->relax = have_avx2() ? relax_avx2 : relax_plain;
    *ret = dp;
    return PB_OK;
}

void pb_dp_free(pb_dp *dp)
{
    if (dp == NULL)
        return;
    void *all[] = {dp->canon, dp->use_class, dp->use,    dp->slot,   dp->arcs,   dp->days,  dp->alive,
                   dp->rem_max, dp->rem_min, dp->map,    dp->map_of, dp->value, dp->row_lo, dp->row_hi,
                   dp->path, dp->multipliers, dp->users, dp->extra, dp->centre};
    for (size_t i = 0; i < sizeof all / sizeof all[0]; i++)
        pb_free(dp->al, all[i]);
    pb_free(dp->al, dp);
}

int16_t *pb_dp_path(pb_dp *dp, int32_t n_days)
{
    return pb_grow(dp->al, &dp->path, &dp->cap_path, (size_t)n_days, sizeof *dp->path) == PB_OK ? dp->path : NULL;
}

int32_t *pb_dp_multipliers(pb_dp *dp, int32_t n)
{
    if (pb_grow(dp->al, &dp->multipliers, &dp->cap_multipliers, (size_t)n + 1, sizeof *dp->multipliers) != PB_OK)
        return NULL;
    memset(dp->multipliers, 0, ((size_t)n + 1) * sizeof *dp->multipliers);
    return dp->multipliers;
}

static void rows_clear(pb_dp *dp, const dp_layer *l)
{
    size_t n = (size_t)dp->pat->n_states * (size_t)l->n_outer;
    for (size_t i = 0; i < n; i++) {
        dp->row_lo[l->row + i] = INT32_MAX;
        dp->row_hi[l->row + i] = -1;
    }
}

/* Makes the cells from … to of a row usable (none of them below what they were). */
static int32_t *row_touch(pb_dp *dp, const dp_layer *l, size_t row, int32_t from, int32_t to)
{
    int32_t width = l->range[0].size;
    int32_t *v = dp->value + l->value + row * (size_t)width;
    int32_t *lo = &dp->row_lo[l->row + row], *hi = &dp->row_hi[l->row + row];
    if (*hi < 0) {
        for (int32_t i = from; i <= to; i++)
            v[i] = PB_DP_NONE * 2;
        *lo = from;
        *hi = to;
        return v;
    }
    for (int32_t i = *lo - 1; i >= from; i--)
        v[i] = PB_DP_NONE * 2;
    for (int32_t i = *hi + 1; i <= to; i++)
        v[i] = PB_DP_NONE * 2;
    *lo = from < *lo ? from : *lo;
    *hi = to > *hi ? to : *hi;
    return v;
}

typedef struct move {
    const dp_layer *from, *to;
    int32_t q, next, shift, cost; /* shift: inner index in `to` less that in `from` */
    int32_t lo, hi;               /* inner indices of `to` worth keeping */
    const int32_t *map;
} move;

/* The first way into a row: no value there yet, so nothing to compare with but the cap. */
static void row_first(int32_t *dst, const int32_t *src, int32_t n, int32_t c)
{
    for (int32_t i = 0; i < n; i++) {
        int32_t v = src[i] + c;
        dst[i] = v < PB_DP_NONE * 2 ? v : PB_DP_NONE * 2;
    }
}

enum { SHORT_ROW = 8 }; /* not worth a call */

static void move_rows(pb_dp *dp, const move *m)
{
    size_t q0 = (size_t)m->q * (size_t)m->from->n_outer, n0 = (size_t)m->next * (size_t)m->to->n_outer;
    size_t from_width = (size_t)m->from->range[0].size, to_width = (size_t)m->to->range[0].size;
    const int32_t *src_lo = dp->row_lo + m->from->row + q0, *src_hi = dp->row_hi + m->from->row + q0;
    int32_t *dst_lo = dp->row_lo + m->to->row + n0, *dst_hi = dp->row_hi + m->to->row + n0;
    const int32_t *src = dp->value + m->from->value + q0 * from_width;
    for (int32_t o = 0; o < m->from->n_outer; o++, src += from_width) {
        int32_t to = m->map[o], a, b;
        if (to < 0 || src_hi[o] < src_lo[o])
            continue;
        a = src_lo[o] + m->shift < m->lo ? m->lo : src_lo[o] + m->shift;
        b = src_hi[o] + m->shift > m->hi ? m->hi : src_hi[o] + m->shift;
        if (b < a)
            continue;
        int32_t *dst = dp->value + m->to->value + (n0 + (size_t)to) * to_width, n = b - a + 1;
        if (dst_hi[to] < 0) {
            row_first(dst + a, src + (a - m->shift), n, m->cost);
            dst_lo[to] = a;
            dst_hi[to] = b;
            continue;
        }
        if (a < dst_lo[to] || b > dst_hi[to])
            (void)row_touch(dp, m->to, n0 + (size_t)to, a, b);
        if (n < SHORT_ROW)
            relax_body(dst + a, src + (a - m->shift), n, m->cost);
        else
            dp->relax(dst + a, src + (a - m->shift), n, m->cost);
    }
}

static bool state_live(const pb_dp *dp, const dp_layer *l, int32_t q)
{
    for (int32_t o = 0; o < l->n_outer; o++)
        if (dp->row_hi[l->row + (size_t)q * (size_t)l->n_outer + (size_t)o] >= 0)
            return true;
    return false;
}

const int32_t *dp_day_map(pb_dp *dp, int32_t d, int32_t use_class, int worked, int32_t *n_maps)
{
    int32_t *of = &dp->map_of[use_class * 2 + worked];
    if (*of < 0) {
        *of = (*n_maps)++;
        dp_outer_map(dp, d, dp_before(dp, d), &dp->days[d].before, use_class, worked,
                     dp->map + (size_t)*of * (size_t)dp->widest_outer);
    }
    return dp->map + (size_t)*of * (size_t)dp->widest_outer;
}

/* A day on which nothing is tracked: one value a state. */
static void run_plain_day(pb_dp *dp, int32_t d)
{
    const dp_layer *from = dp_before(dp, d);
    const dp_day *y = &dp->days[d];
    size_t n = (size_t)dp->pat->n_states;
    const uint8_t *alive = dp->alive + (size_t)d * n;
    const int32_t *src = dp->value + from->value, *src_hi = dp->row_hi + from->row;
    int32_t *dst = dp->value + y->before.value, *hi = dp->row_hi + y->before.row, *lo = dp->row_lo + y->before.row;
    for (size_t q = 0; q < n; q++)
        dst[q] = PB_DP_NONE * 2;
    for (size_t q = 0; q < n; q++) {
        if (src_hi[q] < 0)
            continue;
        int worked = dp->pat->worked[q];
        for (int32_t i = 0; i < y->n_arcs; i++) {
            const dp_arc *a = &dp->arcs[y->first_arc + i];
            int32_t next = dp_next(dp, (int32_t)q, a->symbol);
            if (next < 0 || !alive[next])
                continue;
            int32_t v = src[q] + a->cost[worked] + dp_step_price(dp, (int32_t)q, a->symbol);
            dst[next] = v < dst[next] ? v : dst[next];
            lo[next] = hi[next] = 0;
        }
    }
}

static void run_day(pb_dp *dp, int32_t d)
{
    const dp_layer *from = dp_before(dp, d);
    dp_day *y = &dp->days[d];
    const dp_range *src = &from->range[0], *dst = &y->before.range[0];
    int32_t n_maps = 0;
    memset(dp->map_of, 0xff, (size_t)dp->n_use * 2 * sizeof *dp->map_of);
    rows_clear(dp, &y->before);
    for (int32_t q = 0; q < dp->pat->n_states; q++) {
        if (!state_live(dp, from, q))
            continue;
        int worked = dp->pat->worked[q];
        for (int32_t i = 0; i < y->n_arcs; i++) {
            const dp_arc *a = &dp->arcs[y->first_arc + i];
            int32_t next = dp_next(dp, q, a->symbol);
            if (next < 0 || !dp->alive[(size_t)d * (size_t)dp->pat->n_states + (size_t)next])
                continue;
            move m = {.from = from, .to = &y->before, .q = q, .next = next};
            int32_t use = dp->n_tracked > 0 ? dp_use(dp, 0, d, a->use_class, worked) : 0;
            m.shift = src->lo + use - dst->lo;
            m.cost = a->cost[worked] + dp_step_price(dp, q, a->symbol);
            dp_inner_bounds(dp, d, next, &m.lo, &m.hi);
            m.lo -= dst->lo;
            m.hi -= dst->lo;
            m.map = dp_day_map(dp, d, a->use_class, worked, &n_maps);
            move_rows(dp, &m);
        }
    }
}

static void close_row(pb_dp *dp, int32_t d, int32_t q, int32_t o)
{
    const dp_day *y = &dp->days[d];
    size_t row = (size_t)q * (size_t)y->before.n_outer + (size_t)o;
    int32_t a = dp->row_lo[y->before.row + row], b = dp->row_hi[y->before.row + row];
    if (b < a)
        return;
    const int32_t *v = dp->value + y->before.value + row * (size_t)y->before.range[0].size;
    size_t to = (size_t)q * (size_t)y->after.n_outer + (size_t)dp_close_outer(dp, d, o);
    bool inner = dp->n_tracked > 0 && y->closes[0];
    for (int32_t i = a; i <= b; i++) {
        if (v[i] >= PB_DP_NONE)
            continue;
        int64_t c = dp_day_close_cost(dp, d, q, i, o);
        if (c < 0 || v[i] + c >= PB_DP_NONE)
            continue;
        int32_t at = inner ? 0 : i;
        int32_t *dst = row_touch(dp, &y->after, to, at, at);
        int32_t sum = v[i] + (int32_t)c;
        dst[at] = sum < dst[at] ? sum : dst[at];
    }
}

static void close_day(pb_dp *dp, int32_t d)
{
    const dp_day *y = &dp->days[d];
    rows_clear(dp, &y->after);
    for (int32_t q = 0; q < dp->pat->n_states; q++)
        for (int32_t o = 0; o < y->before.n_outer; o++)
            close_row(dp, d, q, o);
}

/* The best cell of the last layer (after closing every value is 0, unless nothing is tracked). */
static void best_end(const pb_dp *dp, int32_t *ret_value, int32_t *ret_state)
{
    const dp_layer *l = &dp->days[dp->n_days - 1].after;
    *ret_value = PB_DP_NONE;
    *ret_state = -1;
    for (int32_t q = 0; q < dp->pat->n_states; q++) {
        int64_t end = dp_last_cost(dp, q);
        for (int32_t o = 0; end >= 0 && o < l->n_outer; o++) {
            size_t row = (size_t)q * (size_t)l->n_outer + (size_t)o;
            const int32_t *v = dp->value + l->value + row * (size_t)l->range[0].size;
            for (int32_t i = dp->row_lo[l->row + row]; i <= dp->row_hi[l->row + row]; i++)
                if (v[i] + end < *ret_value) {
                    *ret_value = (int32_t)(v[i] + end);
                    *ret_state = q;
                }
        }
    }
}

void dp_run(pb_dp *dp, int32_t *ret_value, int32_t *ret_state)
{
    rows_clear(dp, &dp->first);
    *row_touch(dp, &dp->first, (size_t)dp->t->start, 0, 0) = 0;
    for (int32_t d = 0; d < dp->n_days; d++) {
        if (dp->n_tracked > 0) {
            run_day(dp, d);
        } else {
            rows_clear(dp, &dp->days[d].before);
            run_plain_day(dp, d);
        }
        if (dp->days[d].any_closes)
            close_day(dp, d);
    }
    best_end(dp, ret_value, ret_state);
}

pb_status pb_dp_solve(pb_dp *dp, const pb_problem *p, const pb_dp_task *task, size_t max_cells,
                      pb_dp_answer *ret, int16_t *choices)
{
    dp->p = p;
    dp->t = task;
    dp->q = &p->people[task->person];
    dp->pat = dp->q->pattern;
    dp->n_days = task->day1 - task->day0;
    if (dp->n_days < 1)
        return PB_ERR_DOMAIN;
    bool possible;
    pb_status st = dp_plan(dp, max_cells > 0 ? max_cells : (size_t)1 << 31, &possible);
    if (st != PB_OK)
        return st;
    pb_dp_answer r = {.value = PB_DP_NONE};
    if (possible) {
        int32_t state;
        dp_run(dp, &r.value, &state);
        r.cells = dp->n_value;
        if (r.value < PB_DP_NONE)
            st = dp_trace(dp, r.value, state, choices);
    }
    if (st == PB_OK)
        *ret = r;
    return st;
}
