/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A bound without linear programming, for plans whose master would be too large: prices of cover rows
 * by the volume algorithm (Barahona & Anbil 2000), a subgradient method whose direction is averaged over
 * the answers so far. People who are alike are priced once. Every bound is a sum of whole numbers.
 */
#include "base/parallel.h"
#include "planner/engine_private.h"

#include <string.h>

/* Small plans begin at no prices: measured better there, where rounds are cheap; large ones at the start's. */
enum { DUAL_TRIES = 6, PATIENCE = 8, SMALL_CELLS = 1000 };

typedef struct dual {
    engine *e;
    int32_t n;            /* kinds of people */
    int32_t *first;       /* [n] one person of each */
    int32_t *copies;      /* [n] */
    pb_priced *priced;    /* [n] */
    pb_choice *days;      /* [n * n_days] */
    int32_t *y;           /* [n_rows] asked at, scaled */
    double *centre;       /* [n_rows] prices of the best bound, scaled */
    double *mean;         /* [n_rows] averaged counts */
    int32_t *count;
    int64_t best;         /* scaled, base_cost included */
} dual;

static bool same_resource(const pb_problem *p, const pb_resource *a, const pb_resource *b)
{
    if (a->n_windows != b->n_windows || (a->count == NULL) != (b->count == NULL))
        return false;
    if (a->use != b->use && memcmp(a->use, b->use, (size_t)p->n_choices * sizeof *a->use) != 0)
        return false;
    if (a->count != b->count && memcmp(a->count, b->count, (size_t)p->n_days) != 0)
        return false;
    for (int32_t w = 0; w < a->n_windows; w++)
        if (memcmp(&a->windows[w], &b->windows[w], sizeof a->windows[w]) != 0)
            return false;
    return true;
}

static bool alike(const engine *e, int32_t i, int32_t k)
{
    const pb_problem *p = e->p;
    const pb_person *a = &p->people[i], *b = &p->people[k];
    if (e->classes.of[i] != e->classes.of[k] || a->pattern != b->pattern || a->start != b->start ||
        a->n_resources != b->n_resources || (a->price == NULL) != (b->price == NULL))
        return false;
    size_t cells = (size_t)p->n_days * (size_t)p->n_choices, words = (size_t)p->n_days * (size_t)p->n_words;
    if (a->allowed != b->allowed && memcmp(a->allowed, b->allowed, words * sizeof *a->allowed) != 0)
        return false;
    if (a->price != b->price && memcmp(a->price, b->price, cells * sizeof *a->price) != 0)
        return false;
    for (int32_t r = 0; r < a->n_resources; r++)
        if (!same_resource(p, &a->resources[r], &b->resources[r]))
            return false;
    return true;
}

/* A fingerprint, so that unlike people are told apart without a full comparison. */
static uint64_t print_of(const engine *e, int32_t i)
{
    const pb_problem *p = e->p;
    const pb_person *q = &p->people[i];
    uint64_t h = (uint64_t)e->classes.of[i] * 31 + (uint64_t)q->start;
    for (int32_t d = 0; d < p->n_days * p->n_words; d++)
        h = (h ^ q->allowed[d]) * 1099511628211u;
    for (int32_t k = 0; q->price != NULL && k < p->n_days * p->n_choices; k++)
        h = (h ^ (uint64_t)(uint32_t)q->price[k]) * 1099511628211u;
    return h;
}

static pb_status kinds_make(dual *t, pb_arena *a)
{
    const pb_problem *p = t->e->p;
    uint64_t *print = PB_NEW_ARRAY(a, (size_t)p->n_people, uint64_t);
    t->first = PB_NEW_ARRAY(a, (size_t)p->n_people, int32_t);
    t->copies = PB_NEW_ARRAY(a, (size_t)p->n_people, int32_t);
    if (print == NULL || t->first == NULL || t->copies == NULL)
        return PB_ERR_NOMEM;
    for (int32_t i = 0; i < p->n_people; i++) {
        uint64_t h = print_of(t->e, i);
        int32_t k = 0;
        while (k < t->n && (print[k] != h || !alike(t->e, t->first[k], i)))
            k++;
        if (k == t->n) {
            print[k] = h;
            t->first[t->n++] = i;
        }
        t->copies[k]++;
    }
    return PB_OK;
}

static pb_status dual_make(engine *e, pb_arena *a, dual *t)
{
    const pb_problem *p = e->p;
    *t = (dual){.e = e, .best = INT64_MIN};
    pb_status st = kinds_make(t, a);
    if (st != PB_OK)
        return st;
    size_t nr = (size_t)p->n_rows;
    t->priced = PB_NEW_ARRAY(a, (size_t)t->n, pb_priced);
    t->days = PB_NEW_ARRAY(a, (size_t)t->n * (size_t)p->n_days, pb_choice);
    t->y = PB_NEW_ARRAY(a, nr, int32_t);
    t->centre = PB_NEW_ARRAY(a, nr, double);
    t->mean = PB_NEW_ARRAY(a, nr, double);
    t->count = PB_NEW_ARRAY(a, nr, int32_t);
    return t->priced == NULL || t->days == NULL || t->y == NULL || t->centre == NULL || t->mean == NULL ||
                   t->count == NULL ? PB_ERR_NOMEM : PB_OK;
}

static pb_status price_kind(void *ctx, size_t item, int worker)
{
    dual *t = ctx;
    engine *e = t->e;
    const pb_problem *p = e->p;
    eng_worker *w = &e->workers[worker];
    int32_t person = t->first[item], class = e->classes.of[person];
    if (w->price_class != class) {
        pb_prices_set(&w->prices, p, e->classes.traits[class], t->y, 0, p->n_days);
        w->price_class = class;
    }
    pb_view v;
    pb_view_whole(p, person, &v);
    pb_pricing how = {.mask = p->people[person].allowed, .cost = w->prices.cost, .scale = e->scale,
                      .max_cells = e->max_cells, .tries = DUAL_TRIES};
    pb_status st = pb_pricer_solve(&e->pricers[person], w->dp, p, &v, &how, &t->priced[item], w->choices);
    if (st != PB_OK || t->priced[item].value >= PB_DP_NONE)
        return st;
    pb_choice *days = t->days + item * (size_t)p->n_days;
    for (int32_t d = 0; d < p->n_days; d++) {
        size_t at = (size_t)d * (size_t)p->n_choices + (size_t)w->choices[d];
        days[d] = (pb_choice){w->choices[d], w->prices.holes[at]};
    }
    return PB_OK;
}

/* Prices everybody at t->y: the Lagrangian, and the counts of the answers. */
static pb_status evaluate(dual *t, int64_t *ret)
{
    engine *e = t->e;
    const pb_problem *p = e->p;
    for (int i = 0; i < e->opt->threads; i++)
        e->workers[i].price_class = -1;
    pb_status st = pb_parallel(e->opt->threads, (size_t)t->n, price_kind, t);
    if (st != PB_OK)
        return st;
    memset(t->count, 0, (size_t)p->n_rows * sizeof *t->count);
    int64_t sum = p->base_cost * e->scale;
    for (int32_t k = 0; k < t->n; k++) {
        sum += t->priced[k].bound * t->copies[k];
        const pb_choice *days = t->days + (size_t)k * (size_t)p->n_days;
        for (int32_t d = 0; d < p->n_days && t->priced[k].value < PB_DP_NONE; d++)
            pb_cell_count(p, p->people[t->first[k]].traits, d, days[d], t->copies[k], t->count);
    }
    for (int32_t r = 0; r < p->n_rows; r++)
        sum += pb_row_conjugate(p, &p->rows[r], e->scale, t->y[r]);
    *ret = sum;
    return PB_OK;
}

/* The count a row would choose at that price (inside its price range). */
static double wanted(const engine *e, int32_t r, double y)
{
    const pb_problem *p = e->p;
    const pb_cover_row *row = &p->rows[r];
    double n = row->need;
    for (int32_t i = 0; i + 1 < row->n_under && y > (double)p->steps[row->first_under + i].price * e->scale; i++)
        n -= p->steps[row->first_under + i].width;
    for (int32_t i = 0; i + 1 < row->n_over && -y > (double)p->steps[row->first_over + i].price * e->scale; i++)
        n += p->steps[row->first_over + i].width;
    return n;
}

/* One step from the centre along the averaged direction. */
static void step(dual *t, double factor, double target)
{
    const engine *e = t->e;
    double norm = 0;
    for (int32_t r = 0; r < e->p->n_rows; r++) {
        double g = wanted(e, r, t->centre[r]) - t->mean[r];
        bool out = (g > 0 && t->centre[r] >= e->row_hi[r]) || (g < 0 && t->centre[r] <= e->row_lo[r]);
        norm += out ? 0 : g * g;
    }
    double size = norm > 0 ? factor * (target - (double)t->best) / norm : 0;
    for (int32_t r = 0; r < e->p->n_rows; r++) {
        double v = t->centre[r] + size * (wanted(e, r, t->centre[r]) - t->mean[r]);
        v = v < e->row_lo[r] ? e->row_lo[r] : v > e->row_hi[r] ? e->row_hi[r] : v;
        t->y[r] = (int32_t)lrint(v);
    }
}

static void take(dual *t, int64_t value)
{
    engine *e = t->e;
    t->best = value;
    for (int32_t r = 0; r < e->p->n_rows; r++)
        t->centre[r] = t->y[r];
    int64_t unit = (int64_t)e->scale * e->granule, v = value - e->p->base_cost * e->scale, q = v / unit;
    eng_raise_bound(e, (q * unit < v ? q + 1 : q) * e->granule + e->p->base_cost);
    memcpy(e->root_y, t->y, (size_t)e->p->n_rows * sizeof *t->y);
    e->have_root_y = true;
}

typedef struct pace {
    double factor;
    int vain;        /* rounds without a better bound */
    int64_t restart; /* the bound at the last restart */
    bool fresh;      /* the direction begins anew */
} pace;

/* After a round: the step's length. False when another restart would bring nothing. */
static bool follow(dual *t, pace *c, int64_t value, double target)
{
    double open = target - (double)t->best;
    if (value > t->best) {
        c->vain = (double)value - (double)t->best > 0.0003 * open ? 0 : c->vain;
        take(t, value);
        c->factor = c->factor * 1.05 > 1.9 ? 1.9 : c->factor * 1.05;
        return true;
    }
    if (++c->vain < PATIENCE)
        return true;
    c->factor *= 0.8;
    c->vain = 0;
    if (c->factor >= 0.002)
        return true;
    if ((double)t->best - (double)c->restart < 0.02 * open)
        return false;
    c->restart = t->best;
    c->factor = 0.3;
    c->fresh = true;
    return true;
}

static pb_status dual_round(dual *t, pace *c, int round, bool *ret_go)
{
    engine *e = t->e;
    int64_t value;
    pb_status st = evaluate(t, &value);
    if (st != PB_OK)
        return st;
    double blend = c->fresh ? 1.0 : 0.12;
    c->fresh = false;
    for (int32_t r = 0; r < e->p->n_rows; r++)
        t->mean[r] += blend * (t->count[r] - t->mean[r]);
    double target = e->best.cost == INT64_MAX ? (double)value * 1.1 : (double)e->best.cost * e->scale;
    *ret_go = follow(t, c, value, target);
    step(t, c->factor, target);
    if (round % 100 == 0)
        eng_log(e, "dual %d value %.1f best %.1f factor %.3f kinds %d", round, (double)value / e->scale,
                (double)t->best / e->scale, c->factor, t->n);
    return PB_OK;
}

pb_status eng_dual(engine *e, int rounds, double until)
{
    pb_arena *a = pb_arena_new(e->al);
    if (a == NULL)
        return PB_ERR_NOMEM;
    dual t;
    pb_status st = dual_make(e, a, &t);
    pace c = {.factor = 1.0, .restart = INT64_MIN / 2, .fresh = true};
    bool warm = (int64_t)e->p->n_people * e->p->n_days > SMALL_CELLS;
    for (int32_t r = 0; r < e->p->n_rows && st == PB_OK && e->have_root_y && warm; r++)
        t.y[r] = e->root_y[r];
    bool go = true;
    for (int i = 0; i < rounds && st == PB_OK && go && !eng_over(e) && !eng_done(e); i++) {
        if (until > 0 && eng_time(e) > until)
            break;
        st = dual_round(&t, &c, i, &go);
    }
    pb_arena_free(a);
    return st;
}
