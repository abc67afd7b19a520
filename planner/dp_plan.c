/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the table of the pricing programme holds: arcs, windows, what can still be reached, ranges. */
#include "planner/dp_private.h"

#include <string.h>

static int32_t gcd32(int32_t a, int32_t b)
{
    while (b != 0) {
        int32_t r = a % b;
        a = b;
        b = r;
    }
    return a;
}

int32_t pb_window_offset(const pb_person *q, int32_t r)
{
    int32_t n = 0;
    for (int32_t i = 0; i < r; i++)
        n += q->resources[i].n_windows;
    return n;
}

int32_t pb_use_gcd(const pb_problem *p, const pb_resource *r)
{
    int32_t g = 0;
    for (int32_t c = 0; c < p->n_choices; c++)
        g = gcd32(g, r->use[c]);
    return g > 0 ? g : 1;
}

static int count_kind(const pb_resource *r, int32_t day)
{
    return r->count == NULL ? PB_COUNT_YES : r->count[day];
}

int32_t dp_use(const pb_dp *dp, int32_t k, int32_t d, int32_t use_class, int worked)
{
    if (dp->days[d].window[k] < 0)
        return 0; /* nobody counts that day */
    int how = count_kind(dp->track[k].res, dp->t->day0 + d);
    if (how == PB_COUNT_NO || (how == PB_COUNT_FRESH && worked))
        return 0;
    return dp->use[(size_t)use_class * DP_MAX_TRACKED + (size_t)k];
}

/* The hard bounds of a window in units of the track's gcd. */
static int32_t hard_min(const pb_dp *dp, int32_t k, const pb_window *w)
{
    int32_t g = dp->track[k].gcd;
    return w->min <= 0 ? 0 : (w->min + g - 1) / g;
}

static int32_t hard_max(const pb_dp *dp, int32_t k, const pb_window *w)
{
    if (w->max >= PB_NO_LIMIT)
        return PB_NO_LIMIT;
    return w->max < 0 ? -1 : w->max / dp->track[k].gcd;
}

int64_t dp_close_cost(const pb_dp *dp, int32_t k, int32_t d, int32_t value, int32_t state)
{
    const pb_window *w = dp_window(dp, k, d);
    if (w == NULL)
        return 0;
    if (d == dp->n_days - 1 && w->last >= dp->t->day1)
        value += dp->track[k].tail[dp->pat->worked[state]];
    if (value < hard_min(dp, k, w) || value > hard_max(dp, k, w))
        return -1;
    int64_t v = (int64_t)value * dp->track[k].gcd;
    if (v < w->soft_min)
        return (w->soft_min - v) * w->under_price * dp->t->scale;
    if (w->soft_max < PB_NO_LIMIT && v > w->soft_max)
        return (v - w->soft_max) * w->over_price * dp->t->scale;
    return 0;
}

int64_t dp_last_cost(const pb_dp *dp, int32_t state)
{
    if (dp->t->last_price != NULL) {
        int32_t c = dp->t->last_price[state];
        return c < 0 ? -1 : (int64_t)c * dp->t->scale;
    }
    return dp->pat->final != NULL && !dp->pat->final[state] ? -1 : 0;
}

/* --- tracked resources --- */

static void track_add(pb_dp *dp, int32_t r)
{
    const pb_resource *res = &dp->q->resources[r];
    dp_track *t = &dp->track[dp->n_tracked++];
    *t = (dp_track){.res = res, .index = r};
    t->gcd = pb_use_gcd(dp->p, res);
    if (dp->t->used != NULL)
        t->begin = dp->t->used[r] / t->gcd;
    for (int i = 0; i < 2 && dp->t->tail != NULL; i++)
        t->tail[i] = dp->t->tail[i * dp->q->n_resources + r] / t->gcd;
}

/* How many values a resource may take: the widest goes innermost. */
static int64_t track_width(const pb_dp *dp, const dp_track *t)
{
    int64_t widest = 0;
    int32_t top = 0;
    for (int32_t c = 0; c < dp->p->n_choices; c++)
        top = t->res->use[c] > top ? t->res->use[c] : top;
    for (int32_t w = 0; w < t->res->n_windows; w++) {
        const pb_window *v = &t->res->windows[w];
        int64_t most = (int64_t)(v->last - v->first + 1) * top;
        if (v->max < PB_NO_LIMIT && v->max < most)
            most = v->max;
        widest = most / t->gcd > widest ? most / t->gcd : widest;
    }
    return widest;
}

static pb_status tracks_make(pb_dp *dp)
{
    dp->n_tracked = 0;
    for (int32_t r = 0; r < dp->q->n_resources; r++)
        if (dp->t->tracked >> r & 1) {
            if (dp->n_tracked == DP_MAX_TRACKED)
                return PB_ERR_LIMIT;
            track_add(dp, r);
        }
    int32_t best = 0;
    for (int32_t k = 1; k < dp->n_tracked; k++)
        if (track_width(dp, &dp->track[k]) > track_width(dp, &dp->track[best]))
            best = k;
    if (best != 0) {
        dp_track t = dp->track[0];
        dp->track[0] = dp->track[best];
        dp->track[best] = t;
    }
    return PB_OK;
}

static void windows_make(pb_dp *dp)
{
    for (int32_t d = 0; d < dp->n_days; d++)
        dp->days[d].any_closes = false;
    for (int32_t k = 0; k < dp->n_tracked; k++) {
        const pb_resource *res = dp->track[k].res;
        int32_t w = 0;
        for (int32_t d = 0; d < dp->n_days; d++) {
            int32_t day = dp->t->day0 + d;
            while (w < res->n_windows && res->windows[w].last < day)
                w++;
            dp_day *y = &dp->days[d];
            bool open = w < res->n_windows && res->windows[w].first <= day;
            y->window[k] = open ? w : -1;
            y->closes[k] = open && (res->windows[w].last == day || d == dp->n_days - 1);
            y->any_closes = y->any_closes || y->closes[k];
        }
    }
}

/* --- symbols and uses that cannot be told apart --- */

static bool same_symbol(const pb_pattern *t, int32_t a, int32_t b)
{
    for (int32_t q = 0; q < t->n_states; q++) {
        size_t at = (size_t)q * (size_t)t->n_symbols;
        if (t->next[at + (size_t)a] != t->next[at + (size_t)b])
            return false;
        if (t->price != NULL && t->price[at + (size_t)a] != t->price[at + (size_t)b])
            return false;
    }
    return true;
}

static void canon_make(pb_dp *dp)
{
    for (int32_t s = 0; s < dp->pat->n_symbols; s++) {
        dp->canon[s] = s;
        for (int32_t r = 0; r < s; r++)
            if (dp->canon[r] == r && same_symbol(dp->pat, r, s)) {
                dp->canon[s] = r;
                break;
            }
    }
}

static void use_classes_make(pb_dp *dp)
{
    dp->n_use = 0;
    for (int32_t c = 0; c < dp->p->n_choices; c++) {
        int32_t v[DP_MAX_TRACKED] = {0};
        for (int32_t k = 0; k < dp->n_tracked; k++)
            v[k] = dp->track[k].res->use[c] / dp->track[k].gcd;
        int32_t u = 0;
        while (u < dp->n_use && memcmp(dp->use + (size_t)u * DP_MAX_TRACKED, v, sizeof v) != 0)
            u++;
        if (u == dp->n_use) {
            memcpy(dp->use + (size_t)u * DP_MAX_TRACKED, v, sizeof v);
            dp->n_use++;
        }
        dp->use_class[c] = u;
    }
}

/* --- arcs --- */

/* 0 … 511, average 256, by a hash of the cell: days that cost the same would otherwise all be taken or
 * all be left when a multiplier passes a price. */
static int32_t scatter_of(int32_t person, int32_t day, int32_t c)
{
    uint32_t x = (uint32_t)person * 73856093u ^ (uint32_t)day * 19349663u ^ (uint32_t)c * 83492791u;
    x ^= x >> 13;
    x *= 0x5bd1e995u;
    x ^= x >> 15;
    return (int32_t)(x & 511);
}

/* The choices that use a priced resource at all: most limits are about one kind of shift. */
static void users_make(pb_dp *dp)
{
    int32_t n = 0;
    for (int32_t r = 0; r < dp->q->n_resources; r++) {
        dp->first_user[r] = n;
        if (dp->t->tracked >> r & 1)
            continue;
        const int32_t *use = dp->q->resources[r].use;
        dp->gcd[r] = pb_use_gcd(dp->p, &dp->q->resources[r]);
        for (int32_t c = 0; c < dp->p->n_choices; c++)
            if (use[c] != 0)
                dp->users[n++] = (int16_t)c;
    }
    dp->first_user[dp->q->n_resources] = n;
}

/* Multipliers of untracked resources on every choice of a day, day before off [2 c] or worked [2 c + 1]. */
static void multiplier_costs(pb_dp *dp, int32_t day, const int32_t *open)
{
    memset(dp->extra, 0, 2 * (size_t)dp->p->n_choices * sizeof *dp->extra);
    for (int32_t r = 0; r < dp->q->n_resources; r++) {
        if (open[r] < 0)
            continue;
        const pb_resource *res = &dp->q->resources[r];
        bool always = count_kind(res, day) == PB_COUNT_YES;
        int32_t price = dp->t->multiplier[open[r]], gcd = dp->gcd[r];
        for (int32_t i = dp->first_user[r]; i < dp->first_user[r + 1]; i++) {
            int32_t c = dp->users[i], m = price * (res->use[c] / gcd);
            if (dp->t->scatter && m > 0)
                m = (int32_t)((int64_t)m * scatter_of(dp->t->person, day, c) >> 8);
            dp->extra[2 * c] += m;
            dp->extra[2 * c + 1] += always ? m : 0;
        }
    }
}

/* open[r]: the window (index among all) of each priced resource that counts on that day, or -1. */
static void open_windows(const pb_dp *dp, int32_t day, int32_t *open)
{
    int32_t at = 0;
    for (int32_t r = 0; r < dp->q->n_resources; r++) {
        const pb_resource *res = &dp->q->resources[r];
        open[r] = -1;
        if (!(dp->t->tracked >> r & 1) && count_kind(res, day) != PB_COUNT_NO)
            for (int32_t w = 0; w < res->n_windows; w++)
                if (res->windows[w].first <= day && day <= res->windows[w].last &&
                    dp->t->multiplier[at + w] != 0)
                    open[r] = at + w;
        at += res->n_windows;
    }
}

static void arc_add(pb_dp *dp, dp_day *y, int32_t symbol, int32_t c, const int32_t cost[2])
{
    int32_t u = dp->use_class[c];
    int32_t *slot = &dp->slot[(size_t)symbol * (size_t)dp->n_use + (size_t)u];
    if (*slot < y->first_arc || *slot >= y->first_arc + y->n_arcs ||
        dp->arcs[*slot].symbol != symbol || dp->arcs[*slot].use_class != u) {
        *slot = y->first_arc + y->n_arcs++;
        dp->arcs[*slot] = (dp_arc){.symbol = symbol, .use_class = u, .cost = {cost[0], cost[1]},
                                   .choice = {(int16_t)c, (int16_t)c}};
        return;
    }
    dp_arc *a = &dp->arcs[*slot];
    for (int i = 0; i < 2; i++)
        if (cost[i] < a->cost[i]) {
            a->cost[i] = cost[i];
            a->choice[i] = (int16_t)c;
        }
}

static void arcs_make(pb_dp *dp)
{
    const pb_problem *p = dp->p;
    int32_t n = 0, open[PB_MAX_RESOURCES];
    memset(dp->slot, 0xff, (size_t)dp->pat->n_symbols * (size_t)dp->n_use * sizeof *dp->slot);
    if (dp->t->multiplier != NULL)
        users_make(dp);
    for (int32_t d = 0; d < dp->n_days; d++) {
        dp_day *y = &dp->days[d];
        y->first_arc = n;
        y->n_arcs = 0;
        int32_t day = dp->t->day0 + d;
        if (dp->t->multiplier != NULL) {
            open_windows(dp, day, open);
            multiplier_costs(dp, day, open);
        }
        const uint64_t *mask = dp->t->mask + (size_t)d * (size_t)p->n_words;
        size_t row = (size_t)day * (size_t)p->n_choices;
        for (int32_t w = 0; w < p->n_words; w++)
            for (uint64_t m = mask[w]; m != 0; m &= m - 1) {
                int32_t c = w * 64 + __builtin_ctzll(m);
                int32_t base = dp->t->cost[row + (size_t)c];
                if (dp->q->price != NULL)
                    base += dp->q->price[row + (size_t)c] * dp->t->scale;
                int32_t cost[2] = {base, base};
                if (dp->t->multiplier != NULL) {
                    cost[0] += dp->extra[2 * c];
                    cost[1] += dp->extra[2 * c + 1];
                }
                arc_add(dp, y, dp->canon[dp->pat->symbol[row + (size_t)c]], c, cost);
            }
        n += y->n_arcs;
    }
}

/* --- memory and the whole plan --- */

static pb_status plan_memory(pb_dp *dp)
{
    size_t ns = (size_t)dp->pat->n_states, ny = (size_t)dp->pat->n_symbols;
    size_t nc = (size_t)dp->p->n_choices, nd = (size_t)dp->n_days;
    size_t rem = (size_t)(dp->n_tracked > 0 ? dp->n_tracked : 1) * nd * ns;
    pb_status st = pb_grow(dp->al, &dp->canon, &dp->cap_canon, ny, sizeof *dp->canon);
    if (st == PB_OK)
        st = pb_grow(dp->al, &dp->use_class, &dp->cap_use_class, nc, sizeof *dp->use_class);
    if (st == PB_OK)
        st = pb_grow(dp->al, &dp->use, &dp->cap_use, nc * DP_MAX_TRACKED, sizeof *dp->use);
    if (st == PB_OK)
        st = pb_grow(dp->al, &dp->users, &dp->cap_users, nc * ((size_t)dp->q->n_resources + 1), sizeof *dp->users);
    if (st == PB_OK)
        st = pb_grow(dp->al, &dp->extra, &dp->cap_extra, 2 * nc, sizeof *dp->extra);
    if (st == PB_OK)
        st = pb_grow(dp->al, &dp->arcs, &dp->cap_arcs, nd * nc, sizeof *dp->arcs);
    if (st == PB_OK)
        st = pb_grow(dp->al, &dp->days, &dp->cap_days, nd, sizeof *dp->days);
    if (st == PB_OK)
        st = pb_grow(dp->al, &dp->alive, &dp->cap_alive, nd * ns, sizeof *dp->alive);
    if (st == PB_OK)
        st = pb_grow(dp->al, &dp->rem_max, &dp->cap_rem_max, rem, sizeof *dp->rem_max);
    if (st == PB_OK)
        st = pb_grow(dp->al, &dp->rem_min, &dp->cap_rem_min, rem, sizeof *dp->rem_min);
    if (st == PB_OK && dp->t->corridor > 0)
        st = pb_grow(dp->al, &dp->centre, &dp->cap_centre, rem, sizeof *dp->centre);
    return st;
}

static bool some_arc_lives(const pb_dp *dp)
{
    const dp_day *y = &dp->days[0];
    for (int32_t i = 0; i < y->n_arcs; i++) {
        int32_t to = dp_next(dp, dp->t->start, dp->arcs[y->first_arc + i].symbol);
        if (to >= 0 && dp->alive[to])
            return true;
    }
    return false;
}

pb_status dp_plan(pb_dp *dp, size_t max_cells, bool *ret_possible)
{
    *ret_possible = false;
    pb_status st = tracks_make(dp);
    if (st == PB_OK)
        st = plan_memory(dp);
    if (st != PB_OK)
        return st;
    windows_make(dp);
    canon_make(dp);
    use_classes_make(dp);
    size_t slots = (size_t)dp->pat->n_symbols * (size_t)dp->n_use;
    st = pb_grow(dp->al, &dp->slot, &dp->cap_slot, slots, sizeof *dp->slot);
    if (st != PB_OK)
        return st;
    arcs_make(dp);
    dp_reach(dp);
    if (!some_arc_lives(dp))
        return PB_OK;
    st = dp_layout(dp, max_cells, ret_possible);
    if (st != PB_OK || !*ret_possible)
        return st;
    size_t maps = (size_t)dp->widest_outer * 2 * ((size_t)dp->n_use + 1);
    st = pb_grow(dp->al, &dp->map, &dp->cap_map, maps, sizeof *dp->map);
    if (st == PB_OK)
        st = pb_grow(dp->al, &dp->map_of, &dp->cap_map_of, (size_t)dp->n_use * 2, sizeof *dp->map_of);
    if (st == PB_OK)
        st = pb_grow(dp->al, &dp->value, &dp->cap_value, dp->n_value, sizeof *dp->value);
    if (st == PB_OK)
        st = pb_grow(dp->al, &dp->row_lo, &dp->cap_row_lo, dp->n_row, sizeof *dp->row_lo);
    if (st == PB_OK)
        st = pb_grow(dp->al, &dp->row_hi, &dp->cap_row_hi, dp->n_row, sizeof *dp->row_hi);
    return st;
}
