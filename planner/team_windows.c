/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Sums over days as windows of resources. */
#include "planner/team_build.h"

#include "base/number.h"

/* What a term counts, by choice and day. */
typedef struct count {
    int32_t *use;   /* [n_choices] */
    uint8_t *days;  /* [n_days] PB_COUNT_…; NULL = all */
    int64_t divisor;
    int64_t least, most; /* of any lawful cells in the window's days */
} count;

static bool count_make(pb_team_person *q, count *ret)
{
    *ret = (count){PB_NEW_ARRAY(q->b->a, q->b->n_choices, int32_t), PB_NEW_ARRAY(q->b->a, q->b->in->n_days, uint8_t), 0, 0, 0};
    return ret->use && ret->days;
}

/* Does a day count by the uses, or not at all? false: neither. */
static bool day_counts(const pb_team_person *q, const int32_t *tab, count *k, int32_t d)
{
    bool all = true, none = true;
    for (int32_t c = 0; c < q->b->n_choices; c++) {
        int32_t alt = pb_team_alt(q->b, d, c);
        if (!pb_team_allows(q, d, c))
            continue;
        all = all && tab[alt] == k->use[c];
        none = none && tab[alt] == 0;
    }
    k->days[d] = all ? PB_COUNT_YES : PB_COUNT_NO;
    return all || none;
}

/* Use by choice where it is the same on every day that counts at all; false: it is not. */
static bool count_tab(const pb_team_person *q, const int32_t *tab, count *k)
{
    const pb_instance *in = q->b->in;
    for (int32_t d = 0; d < in->n_days; d++)
        for (int32_t c = 0; c < q->b->n_choices; c++) {
            int32_t v = tab[pb_team_alt(q->b, d, c)];
            if (v < 0)
                return false;
            if ((c == 0 || pb_team_alt(q->b, d, c)) && v > k->use[c])
                k->use[c] = v;
        }
    for (int32_t d = 0; d < in->n_days; d++)
        if (!day_counts(q, tab, k, d))
            return false;
    for (int32_t c = 0; c < q->b->n_choices; c++)
        k->divisor = pb_gcd(k->divisor, k->use[c]);
    return true;
}

static void extremes(const pb_team_person *q, count *k, int32_t d0, int32_t d1)
{
    for (int32_t d = d0; d < d1; d++) {
        int32_t lo = INT32_MAX, hi = 0;
        for (int32_t c = 0; c < q->b->n_choices; c++) {
            int32_t v = k->days[d] == PB_COUNT_NO ? 0 : k->use[c];
            if (!pb_team_allows(q, d, c))
                continue;
            lo = v < lo ? v : lo;
            hi = v > hi ? v : hi;
        }
        k->least += lo == INT32_MAX || k->days[d] == PB_COUNT_FRESH ? 0 : lo;
        k->most += hi;
    }
}

/* Both sides of one term on its window, uses counted from 0. */
typedef struct sides {
    bool hard;
    int64_t lo, hi;   /* of the sum of uses; INT64_MIN, INT64_MAX = none */
    pb_money price;
    int32_t per;
} sides;

static bool in_reach(const sides *x, const count *k)
{
    return (x->lo != INT64_MIN && x->lo > k->least) || (x->hi != INT64_MAX && x->hi < k->most);
}

static bool same_use(const pb_team_person *q, const int32_t *x, const int32_t *y)
{
    for (int32_t c = 0; c < q->b->n_choices; c++)
        if (x[c] != y[c])
            return false;
    return true;
}

static bool same_days(const pb_team_person *q, const uint8_t *x, const uint8_t *y)
{
    for (int32_t d = 0; d < q->b->in->n_days; d++)
        if (x[d] != y[d])
            return false;
    return true;
}

static void into_hard(pb_window *w, const sides *x)
{
    if (x->lo != INT64_MIN && x->lo > w->min)
        w->min = (int32_t)x->lo;
    if (x->hi != INT64_MAX && x->hi < w->max)
        w->max = (int32_t)(x->hi > 0 ? x->hi : 0);
    w->soft_min = w->soft_min < w->min ? w->min : w->soft_min;
    w->soft_max = w->soft_max > w->max ? w->max : w->soft_max;
}

/* false: that side has a price already. */
static bool into_priced(pb_team_person *q, pb_window *w, const sides *x)
{
    bool under = x->lo != INT64_MIN, over = x->hi != INT64_MAX;
    int32_t price;
    if ((under && w->under_price > 0) || (over && w->over_price > 0))
        return false;
    price = pb_team_price_of(q->b, x->price, 1, x->per);
    if (under && x->lo > w->min) {
        w->soft_min = (int32_t)x->lo;
        w->under_price = price;
    }
    if (over && x->hi < w->max) {
        w->soft_max = (int32_t)x->hi;
        w->over_price = price;
    }
    return true;
}

/* Puts a hard side into a window, or a priced one where the window has none. */
static bool into(pb_team_person *q, pb_window *w, const sides *x)
{
    pb_window was = *w;
    bool taken = true;
    if (x->hard)
        into_hard(w, x);
    else
        taken = into_priced(q, w, x);
    if (taken && w->min <= w->soft_min && w->soft_min <= w->soft_max && w->soft_max <= w->max)
        return true;
    *w = was;
    return false;
}

static pb_status push_window(pb_team_person *q, pb_resource *r, pb_window w)
{
    pb_window *all = PB_NEW_ARRAY(q->b->a, r->n_windows + 1, pb_window);
    int32_t n = 0;
    if (!all)
        return PB_ERR_NOMEM;
    for (int32_t i = 0; i < r->n_windows && r->windows[i].first < w.first; i++)
        all[n++] = r->windows[i];
    all[n] = w;
    for (int32_t i = n; i < r->n_windows; i++)
        all[i + 1] = r->windows[i];
    r->windows = all;
    r->n_windows++;
    return PB_OK;
}

static bool free_of(const pb_resource *r, int32_t first, int32_t last)
{
    for (int32_t i = 0; i < r->n_windows; i++)
        if (r->windows[i].first <= last && first <= r->windows[i].last)
            return false;
    return true;
}

static pb_window *window_at(const pb_resource *r, int32_t first, int32_t last)
{
    for (int32_t i = 0; i < r->n_windows; i++)
        if (r->windows[i].first == first && r->windows[i].last == last)
            return (pb_window *)(uintptr_t)&r->windows[i];
    return NULL;
}

/* In units of the divisor of all uses and bounds, into a resource that counts the same, or a new one. */
static pb_status add(pb_team_person *q, count *k, sides x, int32_t d0, int32_t d1)
{
    pb_window w = {d0, d1 - 1, 0, PB_NO_LIMIT, 0, PB_NO_LIMIT, 0, 0};

    for (int32_t i = 0; i < q->n_resources; i++) {
        pb_resource *r = &q->resources[i];
        pb_window *at;
        if (!same_use(q, r->use, k->use) || !same_days(q, r->count, k->days))
            continue;
        at = window_at(r, d0, d1 - 1);
        if (at && into(q, at, &x))
            return PB_OK;
        if (!at && free_of(r, d0, d1 - 1) && into(q, &w, &x))
            return push_window(q, r, w);
    }
    if (q->n_resources == PB_MAX_RESOURCES || !into(q, &w, &x)) {
        q->b->inexact = true;
        return PB_OK;
    }
    q->resources[q->n_resources] = (pb_resource){k->use, k->days, 0, NULL};
    return push_window(q, &q->resources[q->n_resources++], w);
}

/* What is broken whatever the person does is a constant. */
static void settle(pb_team_person *q, sides *x)
{
    if (x->hi != INT64_MAX && x->hi < 0) {
        if (!x->hard)
            q->b->base += x->price * -x->hi / x->per;
        q->b->inexact = q->b->inexact || x->hard || x->price * -x->hi % x->per;
        x->hi = 0;
    }
    if (x->lo != INT64_MIN && x->lo < 0)
        x->lo = INT64_MIN;
}

/* Uses and bounds in units of what divides them all, so that the price of a unit is as whole as can be. */
static pb_status scaled(pb_team_person *q, count *k, sides x, int32_t d0, int32_t d1)
{
    int64_t g = k->divisor;

    settle(q, &x);
    if (!in_reach(&x, k) || g == 0 || d1 <= d0)
        return PB_OK;
    if (!x.hard && x.lo != INT64_MIN)
        g = pb_gcd(g, x.lo);
    if (!x.hard && x.hi != INT64_MAX)
        g = pb_gcd(g, x.hi);
    if (x.hard && x.lo != INT64_MIN)
        x.lo = (x.lo + g - 1) / g;
    else if (x.lo != INT64_MIN)
        x.lo /= g;
    x.hi = x.hi == INT64_MAX ? x.hi : x.hi / g;
    for (int32_t c = 0; c < q->b->n_choices; c++)
        k->use[c] = (int32_t)(k->use[c] / g);
    x.price *= g;
    if (x.price % x.per == 0) {
        x.price /= x.per;
        x.per = 1;
    }
    return add(q, k, x, d0, d1);
}

static sides sides_of(const pb_term *t, int64_t base)
{
    return (sides){t->hard, t->lo == INT32_MIN ? INT64_MIN : (int64_t)t->lo - base,
                   t->hi == INT32_MAX ? INT64_MAX : (int64_t)t->hi - base, t->price, t->per};
}

static pb_status sum(pb_team_person *q, const pb_term *t)
{
    count k;
    if (!count_make(q, &k))
        return PB_ERR_NOMEM;
    if (!count_tab(q, t->tab, &k)) {
        q->b->inexact = true;
        return PB_OK;
    }
    extremes(q, &k, t->d0, t->d1);
    return scaled(q, &k, sides_of(t, t->base), t->d0, t->d1);
}

/* Saturday's work, or Sunday's after a Saturday off. */
static pb_status weekends(pb_team_person *q, const pb_term *t)
{
    const pb_instance *in = q->b->in;
    int64_t base = t->base;
    count k;

    if (!count_make(q, &k))
        return PB_ERR_NOMEM;
    for (int32_t c = 1; c < q->b->n_choices; c++)
        k.use[c] = 1;
    k.divisor = 1;
    for (int32_t i = 0; i < t->n_spans; i++) {
        const pb_span_days *s = &t->spans[i];
        base += s->base > 0;
        for (int32_t d = s->d0; d < s->d1 && s->base <= 0; d++)
            k.days[d] = d == s->d0 ? PB_COUNT_YES : PB_COUNT_FRESH;
    }
    extremes(q, &k, 0, in->n_days);
    return scaled(q, &k, sides_of(t, base), 0, in->n_days);
}

/* The most of a count that hard windows of these days allow. */
static int64_t allowed_most(const pb_team_person *q, const count *k, int32_t d0, int32_t d1)
{
    int64_t most = k->most;
    for (int32_t i = 0; i < q->n_resources; i++) {
        const pb_resource *r = &q->resources[i];
        int64_t times = 0;
        for (int32_t c = 0; c < q->b->n_choices && !times; c++)
            times = r->use[c] ? k->use[c] / r->use[c] : 0;
        for (int32_t c = 0; c < q->b->n_choices; c++)
            times = (int64_t)r->use[c] * times == k->use[c] ? times : 0;
        for (int32_t w = 0; w < r->n_windows && times; w++)
            if (r->windows[w].first <= d0 && d1 - 1 <= r->windows[w].last && r->windows[w].max < PB_NO_LIMIT &&
                r->windows[w].max * times < most)
                most = r->windows[w].max * times;
    }
    return most;
}

/* Overtime of one week is a sum; of several, only whether it can matter at all is looked at. */
static pb_status overtime(pb_team_person *q, const pb_term *t)
{
    int64_t most = t->base;
    count k;

    for (int32_t i = 0; i < t->n_spans; i++) {
        const pb_span_days *s = &t->spans[i];
        int64_t over;
        if (!count_make(q, &k))
            return PB_ERR_NOMEM;
        if (!count_tab(q, t->tab, &k)) {
            q->b->inexact = true;
            return PB_OK;
        }
        extremes(q, &k, s->d0, s->d1);
        over = s->base + allowed_most(q, &k, s->d0, s->d1) - s->lo;
        most += over > 0 ? over : 0;
    }
    if (most <= t->hi)
        return PB_OK;
    if (t->n_spans == 1 && t->base <= t->hi) {
        sides x = sides_of(t, t->base);
        x.lo = INT64_MIN;
        x.hi += t->spans[0].lo - t->spans[0].base;
        return scaled(q, &k, x, t->spans[0].d0, t->spans[0].d1);
    }
    q->b->inexact = true;
    return PB_OK;
}

pb_status pb_team_window(pb_team_person *q, const pb_term *t)
{
    switch (t->kind) {
    case PB_TERM_SUM: return sum(q, t);
    case PB_TERM_WEEKENDS: return weekends(q, t);
    default: return overtime(q, t);
    }
}
