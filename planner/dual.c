/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A bound without linear programming, for plans whose master would be too large: a proximal bundle method
 * (Lemaréchal 1975, Kiwiel 1990; the disaggregate form of Frangioni 2002) on the prices of cover rows and of
 * windows that the pricing programme leaves out. People who are alike are priced once. Every bound is a sum
 * of whole numbers.
 */
#include "base/parallel.h"
#include "planner/bundle.h"

#include <string.h>

enum { TABLE_CELLS = 1500000, LONG_TABLE_CELLS = 200000, SWEEPS = 20, ROSTERS = 3, PATIENCE = 4 };

/* The first step: a price per person missing, in units of a typical price. */
#define STEP 5.0
#define LONG_STEP 30.0
/* Not worth another round: a share of the bound. */
#define ENOUGH 1e-4

typedef struct dual {
    engine *e;
    bundle b;
    pb_priced *priced; /* [kinds] */
    pb_choice *days;   /* [kinds * n_days] */
    int32_t *y;        /* [n_rows] asked at, scaled */
    double best;       /* cost units, base_cost included */
    int32_t infeasible;
} dual;

static pb_status dual_make(engine *e, pb_arena *a, dual *t)
{
    const pb_problem *p = e->p;
    *t = (dual){.e = e, .best = -INFINITY, .infeasible = -1};
    size_t cells = e->opt->bound_cells > 0 ? (size_t)e->opt->bound_cells : e->loose ? LONG_TABLE_CELLS : TABLE_CELLS;
    pb_status st = bundle_make(e, a, cells, &t->b);
    if (st != PB_OK)
        return st;
    t->priced = PB_NEW_ARRAY(a, (size_t)t->b.kinds.n, pb_priced);
    t->days = PB_NEW_ARRAY(a, (size_t)t->b.kinds.n * (size_t)p->n_days, pb_choice);
    t->y = PB_NEW_ARRAY(a, (size_t)p->n_rows, int32_t);
    return t->priced == NULL || t->days == NULL || t->y == NULL ? PB_ERR_NOMEM : PB_OK;
}

/* The multiplier of a window's price: multipliers are paid for pb_use_gcd units of use, prices of rows are earned
 * by one. */
static int32_t multiplier_at(const dual *t, const bundle_kind *k, int32_t window, double price)
{
    const pb_problem *p = t->e->p;
    const pb_resource *res = &p->people[k->person].resources[k->windows[window].r];
    return (int32_t)-lrint(price * t->e->scale * pb_use_gcd(p, res));
}

static void set_multipliers(const dual *t, bundle_kind *k)
{
    const pb_person *q = &t->e->p->people[k->person];
    for (int32_t i = 0; i < k->n_windows; i++) {
        int32_t at = pb_window_offset(q, k->windows[i].r) + k->windows[i].w;
        k->multiplier[at] = multiplier_at(t, k, i, t->b.y[k->row0 + i]);
    }
}

static pb_status price_kind(void *ctx, size_t item, int worker)
{
    dual *t = ctx;
    engine *e = t->e;
    const pb_problem *p = e->p;
    eng_worker *w = &e->workers[worker];
    bundle_kind *k = &t->b.kind[item];
    int32_t class = e->classes.of[k->person];
    if (w->price_class != class) {
        pb_prices_set(&w->prices, p, e->classes.traits[class], t->y, 0, p->n_days);
        w->price_class = class;
    }
    set_multipliers(t, k);
    pb_view v;
    pb_view_whole(p, k->person, &v);
    pb_pricing how = {.mask = p->people[k->person].allowed, .cost = w->prices.cost, .scale = e->scale};
    pb_priced *got = &t->priced[item];
    pb_status st = pb_pricer_relaxed(w->dp, p, &v, &how, k->tracked, k->multiplier, got, w->choices);
    if (st != PB_OK || got->value >= PB_DP_NONE)
        return st;
    pb_choice *days = t->days + item * (size_t)p->n_days;
    for (int32_t d = 0; d < p->n_days; d++) {
        size_t at = (size_t)d * (size_t)p->n_choices + (size_t)w->choices[d];
        days[d] = (pb_choice){w->choices[d], w->prices.holes[at]};
    }
    return PB_OK;
}

/* Prices everybody at the bundle's prices: the Lagrangian, scaled. */
static pb_status evaluate(dual *t, int64_t *ret)
{
    engine *e = t->e;
    const pb_problem *p = e->p;
    for (int i = 0; i < e->opt->threads; i++)
        e->workers[i].price_class = -1;
    for (int32_t r = 0; r < p->n_rows; r++) {
        double v = t->b.y[r] * e->scale;
        v = v < e->row_lo[r] ? e->row_lo[r] : v > e->row_hi[r] ? e->row_hi[r] : v;
        t->y[r] = (int32_t)lrint(v);
    }
    pb_status st = pb_parallel(e->opt->threads, (size_t)t->b.kinds.n, price_kind, t);
    if (st != PB_OK)
        return st;
    int64_t sum = p->base_cost * e->scale;
    for (int32_t k = 0; k < t->b.kinds.n; k++) {
        if (t->priced[k].bound >= PB_DP_NONE)
            t->infeasible = t->b.kind[k].person;
        sum += t->priced[k].bound * t->b.kind[k].copies;
    }
    for (int32_t r = 0; r < p->n_rows; r++)
        sum += pb_row_conjugate(p, &p->rows[r], e->scale, t->y[r], 0);
    *ret = sum;
    return PB_OK;
}

/* The answers become columns; the first ones of a kind that has none carry it. */
static void take_columns(dual *t)
{
    for (int32_t k = 0; k < t->b.kinds.n; k++)
        if (t->priced[k].value < PB_DP_NONE)
            bundle_add(&t->b, k, t->days + (size_t)k * (size_t)t->e->p->n_days,
                       t->b.kind[k].n_columns == 0 ? t->b.kind[k].copies : 0.0);
}

static void take_roster(dual *t, const eng_roster *r)
{
    for (int32_t i = 0; i < t->e->p->n_people; i++)
        bundle_add(&t->b, t->b.kinds.of[i], r->at + eng_cell(t->e, i, 0), 1.0);
}

/* The centre moves to where was asked. */
static void take_centre(dual *t, int64_t value)
{
    engine *e = t->e;
    t->best = (double)value / e->scale;
    memcpy(t->b.centre, t->b.y, (size_t)t->b.n_rows * sizeof *t->b.y);
    int64_t unit = (int64_t)e->scale * e->granule, v = value - e->p->base_cost * e->scale, q = v / unit;
    eng_raise_bound(e, (q * unit < v ? q + 1 : q) * e->granule + e->p->base_cost);
    memcpy(e->root_y, t->y, (size_t)e->p->n_rows * sizeof *t->y);
    e->have_root_y = true;
}

typedef struct pace {
    double first, promised; /* t at the begin; what the model says can be gained */
    int vain, gains;   /* rounds without, and with a better value, in a row */
} pace;

/* Step length: longer when the model is right, shorter when it is badly wrong. */
static void follow(dual *t, pace *c, int64_t value)
{
    double got = (double)value / t->e->scale - t->best;
    if (got > 0) {
        c->vain = 0;
        take_centre(t, value);
        c->gains++;
        if ((got > 0.25 * c->promised || (t->e->loose && c->gains % PATIENCE == 0)) && t->b.t < 1e3 * c->first)
            t->b.t *= got > 0.5 * c->promised ? 1.6 : 1.25;
        return;
    }
    c->vain++;
    c->gains = 0;
    int patience = t->e->loose ? PATIENCE : 1;
    bool far = got < -c->promised && c->vain % patience == 0;
    if ((far || c->vain % 8 == 0) && t->b.t > 1e-3 * c->first)
        t->b.t *= 0.75;
}

static pb_status dual_round(dual *t, pace *c, int round)
{
    engine *e = t->e;
    int64_t value;
    bundle_refresh(&t->b);
    bundle_sweep(&t->b, 0.02 * (c->promised > 0 ? c->promised : 1.0), SWEEPS);
    c->promised = bundle_value(&t->b) - t->best;
    pb_status st = evaluate(t, &value);
    if (st != PB_OK || t->infeasible >= 0)
        return st;
    if (round % 10 == 0)
        eng_log(e, "dual %d value %.1f best %.1f promised %.1f master %.1f t %.4f", round, (double)value / e->scale,
                t->best, c->promised, bundle_cost(&t->b), t->b.t);
    follow(t, c, value);
    take_columns(t);
    bundle_prune(&t->b);
    return PB_OK;
}

/* The centre to begin with: the prices known or none, whichever bounds better. */
static pb_status dual_begin(dual *t)
{
    engine *e = t->e;
    bool known = e->have_root_y;
    if (e->best.cost != INT64_MAX)
        take_roster(t, &e->best);
    for (int i = known ? 1 : 0; i >= 0; i--) {
        int64_t value;
        for (int32_t r = 0; r < e->p->n_rows; r++)
            t->b.y[r] = i > 0 ? (double)e->root_y[r] / e->scale : 0.0;
        pb_status st = evaluate(t, &value);
        if (st != PB_OK || t->infeasible >= 0)
            return st;
        if ((double)value / e->scale > t->best)
            take_centre(t, value);
        take_columns(t);
    }
    return PB_OK;
}

/* A column of a kind drawn by the shares that are left; its share falls by one. -1: none is left. */
static int32_t draw_column(bundle_kind *k, pb_rng *rng)
{
    double sum = 0;
    int32_t last = -1;
    for (int32_t j = 0; j < k->n_columns; j++)
        sum += k->share[j];
    double at = pb_rng_unit(rng) * sum;
    for (int32_t j = 0; j < k->n_columns; j++) {
        if (k->share[j] <= 0)
            continue;
        last = j;
        at -= k->share[j];
        if (at < 0)
            break;
    }
    if (last >= 0)
        k->share[last] = k->share[last] > 1 ? k->share[last] - 1 : 0;
    return last;
}

/* Everybody takes a column by its share (the shares are used up), then one-person-optimal moves. Who would
 * break a rule keeps what he has in the best roster. */
static pb_status round_off(dual *t, pb_rng *rng, eng_roster *r)
{
    engine *e = t->e;
    int32_t nd = e->p->n_days;
    int64_t broken;
    for (int32_t i = 0; i < e->p->n_people; i++) {
        bundle_kind *k = &t->b.kind[t->b.kinds.of[i]];
        int32_t j = draw_column(k, rng);
        pb_choice *mine = r->at + eng_cell(e, i, 0);
        if (j >= 0)
            memcpy(mine, k->days + (size_t)j * (size_t)nd, (size_t)nd * sizeof *mine);
        (void)pb_person_cost(e->p, i, mine, &broken);
        if (j < 0 || broken > 0)
            memcpy(mine, e->best.at + eng_cell(e, i, 0), (size_t)nd * sizeof *mine);
    }
    eng_roster_count(e, r, &broken);
    pb_status st = eng_one_opt(e, &e->workers[0], r, rng, 20);
    (void)eng_offer(e, r, "rounded");
    return st;
}

/* All shares to a side, or back. */
static void copy_shares(const dual *t, double *side, bool back)
{
    for (int32_t i = 0; i < t->b.kinds.n; i++) {
        const bundle_kind *k = &t->b.kind[i];
        size_t bytes = (size_t)k->room * sizeof *side;
        memcpy(back ? k->share : side, back ? side : k->share, bytes);
        side += k->room;
    }
}

static pb_status rosters(dual *t, pb_arena *a, pb_rng *rng)
{
    eng_roster r;
    size_t n = 0;
    for (int32_t k = 0; k < t->b.kinds.n; k++)
        n += (size_t)t->b.kind[k].room;
    double *shares = PB_NEW_ARRAY(a, n, double);
    if (shares == NULL || eng_roster_make(t->e, a, &r) != PB_OK)
        return PB_ERR_NOMEM;
    copy_shares(t, shares, false);
    pb_status st = PB_OK;
    for (int i = 0; i < ROSTERS && st == PB_OK && !eng_over(t->e) && !eng_done(t->e); i++) {
        copy_shares(t, shares, true);
        st = round_off(t, rng, &r);
    }
    return st;
}

/* Rounds until nothing worth while is promised. */
static pb_status dual_rounds(dual *t, int rounds, double until)
{
    engine *e = t->e;
    pace c = {.first = e->loose ? LONG_STEP : STEP};
    c.promised = e->best.cost == INT64_MAX ? fabs(t->best) * 0.1 : (double)e->best.cost - t->best;
    t->b.t = c.first;
    for (int i = 0; i < rounds && t->infeasible < 0 && !eng_over(e) && !eng_done(e); i++) {
        if ((until > 0 && eng_time(e) > until) || c.promised < ENOUGH * fabs(t->best))
            break;
        pb_status st = dual_round(t, &c, i);
        if (st != PB_OK)
            return st;
    }
    return PB_OK;
}

/* What use of the untracked windows is worth goes to everybody's pricer. */
static void leave_multipliers(const dual *t)
{
    engine *e = t->e;
    for (int32_t i = 0; i < e->p->n_people; i++) {
        const bundle_kind *k = &t->b.kind[t->b.kinds.of[i]];
        for (int32_t j = 0; j < k->n_windows; j++) {
            int32_t at = pb_window_offset(&e->p->people[i], k->windows[j].r) + k->windows[j].w;
            e->pricers[i].multiplier[at] = multiplier_at(t, k, j, t->b.centre[k->row0 + j]);
        }
    }
}

pb_status eng_dual(engine *e, pb_rng *rng, int rounds, double until, int32_t *ret_infeasible)
{
    pb_arena *a = pb_arena_new(e->al);
    if (a == NULL)
        return PB_ERR_NOMEM;
    dual t;
    pb_status st = dual_make(e, a, &t);
    if (st == PB_OK)
        st = dual_begin(&t);
    if (st == PB_OK)
        st = dual_rounds(&t, rounds, until);
    if (st == PB_OK && t.infeasible < 0 && e->best.cost != INT64_MAX && !e->loose)
        st = rosters(&t, a, rng);
    *ret_infeasible = st == PB_OK ? t.infeasible : -1;
    if (st == PB_OK)
        leave_multipliers(&t);
    pb_arena_free(a);
    return st;
}
