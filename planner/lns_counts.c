/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "planner/lns_counts.h"
#include "planner/problem_lp.h"

#include <stdlib.h>
#include <string.h>

enum { EACH = 5, LOOKED_AT = 32, TRIES = 2, NODES = 300, ITERATIONS = 60000 };

#define GAP 2e-5

/* A choice of a free cell, and what it costs more than the person's cheapest days. */
typedef struct cell {
    int32_t k, day, choice;
    float over;
} cell;

typedef struct kernel {
    const engine *e;
    eng_worker *w;
    const eng_counts *t;
    pb_rng *rng;
    uint64_t **mask; /* [n_people] */
    cell *cells;
    int32_t n_cells;
    size_t cap_cells;
} kernel;

bool eng_counts_pay(const pb_problem *p)
{
    for (int32_t g = 0; g < p->n_groups; g++)
        if (p->groups[g].n > 1)
            return true;
    return false;
}

static int by_cost(const void *a, const void *b)
{
    const cell *x = a, *y = b;
    if (x->over != y->over)
        return x->over < y->over ? -1 : 1;
    if (x->k != y->k)
        return x->k < y->k ? -1 : 1;
    return x->day != y->day ? (x->day > y->day) - (x->day < y->day) : (x->choice > y->choice) - (x->choice < y->choice);
}

/* The cell's permitted choices, the cheapest ones by their own prices first; their number, LOOKED_AT at most. */
static int32_t candidates(const kernel *q, int32_t k, int32_t day, cell *ret)
{
    const pb_problem *p = q->e->p;
    const pb_person *person = &p->people[q->t->person[k]];
    int32_t n = 0;
    for (int32_t c = 0; c < p->n_choices; c++) {
        size_t at = (size_t)day * (size_t)p->n_choices + (size_t)c;
        if (!pb_allows(p, person, day, c))
            continue;
        float own = person->price == NULL ? 0.0F : (float)person->price[at] * (float)q->e->scale;
        ret[n++] = (cell){k, day, c, c == PB_CHOICE_OFF ? -INFINITY : (float)q->w->prices.cost[at] + own};
    }
    qsort(ret, (size_t)n, sizeof *ret, by_cost);
    return n < LOOKED_AT ? n : LOOKED_AT;
}

static void mask_set(const pb_problem *p, uint64_t *mask, int32_t day, int32_t choice, bool alone)
{
    uint64_t *m = mask + (size_t)day * (size_t)p->n_words;
    if (alone)
        memset(m, 0, (size_t)p->n_words * sizeof *m);
    m[choice / 64] |= (uint64_t)1 << (choice % 64);
}

/* A lower bound of what the person's days cost in the mask, his other days given, scaled. */
static pb_status cheapest(const kernel *q, const pb_view *view, const uint64_t *mask, int64_t *ret)
{
    const engine *e = q->e;
    pb_pricing how = {.mask = mask + (size_t)view->day0 * (size_t)e->p->n_words, .cost = q->w->prices.cost, .scale = e->scale,
                      .max_cells = e->max_cells, .tries = TRIES, .fresh = true};
    pb_priced got;
    pb_status st = pb_pricer_solve(&e->pricers[view->person], q->w->dp, e->p, view, &how, &got, q->w->choices);
    *ret = st == PB_OK ? got.bound : 0;
    return st;
}

/* What each choice of a day costs more than the best; the mask is as before then. */
static pb_status price_day(kernel *q, int32_t k, const pb_view *view, int32_t day, int64_t best)
{
    const pb_problem *p = q->e->p;
    size_t words = (size_t)p->n_words;
    uint64_t *mask = q->w->mask;
    cell *found = PB_NEW_ARRAY(q->w->arena, (size_t)p->n_choices, cell);
    if (found == NULL)
        return PB_ERR_NOMEM;
    int32_t n = candidates(q, k, day, found);
    pb_status st = pb_grow(q->e->al, &q->cells, &q->cap_cells, (size_t)q->n_cells + (size_t)n, sizeof *q->cells);
    for (int32_t i = 0; i < n && st == PB_OK; i++) {
        int64_t cost = 0;
        mask_set(p, mask, day, found[i].choice, true);
        st = cheapest(q, view, mask, &cost);
        if (st != PB_OK || cost >= PB_DP_NONE)
            continue;
        found[i].over = (float)(cost - best) * (float)(0.5 + pb_rng_unit(q->rng));
        q->cells[q->n_cells++] = found[i];
    }
    memcpy(mask + (size_t)day * words, p->people[view->person].allowed + (size_t)day * words, words * sizeof *mask);
    return st;
}

static pb_status price_person(kernel *q, int32_t k)
{
    const engine *e = q->e;
    const pb_problem *p = e->p;
    const eng_counts *t = q->t;
    int32_t person = t->person[k];
    size_t words = (size_t)p->n_words;
    const pb_choice *days = t->base->at + eng_cell(e, person, 0);
    pb_view view;
    if (t->day0 == 0 && t->day1 == p->n_days)
        pb_view_whole(p, person, &view);
    else
        pb_view_part(p, person, days, t->day0, t->day1, q->w->last_price, &view);
    q->mask[person] = PB_NEW_ARRAY(q->w->arena, (size_t)p->n_days * words, uint64_t);
    if (q->mask[person] == NULL)
        return PB_ERR_NOMEM;
    memcpy(q->w->mask, p->people[person].allowed, (size_t)p->n_days * words * sizeof *q->w->mask);
    for (int32_t d = t->day0; d < t->day1; d++) {
        mask_set(p, q->mask[person], d, days[d].choice, true);
        if (!t->free_day[d])
            mask_set(p, q->w->mask, d, days[d].choice, true);
    }
    int64_t best;
    pb_status st = cheapest(q, &view, q->w->mask, &best);
    for (int32_t d = t->day0; d < t->day1 && st == PB_OK; d++)
        if (t->free_day[d])
            st = price_day(q, k, &view, d, best);
    return st;
}

/* People who count alike have the same prices. */
static pb_status price_class(kernel *q, int32_t class)
{
    const engine *e = q->e;
    bool priced = false;
    for (int32_t k = 0; k < q->t->n; k++) {
        if (e->classes.of[q->t->person[k]] != class)
            continue;
        if (!priced)
            pb_prices_set(&q->w->prices, e->p, e->classes.traits[class], e->root_y, q->t->day0, q->t->day1);
        priced = true;
        pb_status st = price_person(q, k);
        if (st != PB_OK)
            return st;
    }
    return PB_OK;
}

/* Everybody's own choices, and the cheapest ones of all free cells. */
static pb_status kernel_make(kernel *q)
{
    const engine *e = q->e;
    q->mask = PB_NEW_ARRAY(q->w->arena, (size_t)e->p->n_people, uint64_t *);
    if (q->mask == NULL)
        return PB_ERR_NOMEM;
    q->w->price_class = -1;
    pb_status st = PB_OK;
    for (int32_t c = 0; c < e->classes.n && st == PB_OK; c++)
        st = price_class(q, c);
    if (st != PB_OK)
        return st;
    int64_t most = 0;
    for (int32_t d = q->t->day0; d < q->t->day1; d++)
        most += q->t->free_day[d] ? (int64_t)EACH * q->t->n : 0;
    if (q->n_cells > 0)
        qsort(q->cells, (size_t)q->n_cells, sizeof *q->cells, by_cost);
    for (int32_t i = 0; i < q->n_cells && i < most; i++)
        mask_set(e->p, q->mask[q->t->person[q->cells[i].k]], q->cells[i].day, q->cells[i].choice, false);
    return PB_OK;
}

/* Asked by GLPK: by the caller's clock, which need not be GLPK's. */
static bool over(void *ctx)
{
    const kernel *q = ctx;
    return eng_over(q->e) || (q->t->until > 0 && eng_time(q->e) > q->t->until);
}

/* Below the roster's cost there. */
static pb_status search(kernel *q, pb_lp *lp, double begin, eng_counted *ret)
{
    const engine *e = q->e;
    pb_lp_watch watch = {.stop = over, .ctx = q};
    pb_lp_options relaxed = {.iterations = ITERATIONS, .watch = watch};
    pb_lp_result r;
    pb_status st = pb_lp_solve(lp, &relaxed, &r);
    if (st != PB_OK)
        return st;
    ret->stopped = r.answer != PB_LP_OPTIMAL;
    ret->proven = !ret->stopped && r.objective > begin - (double)e->granule + 1e-6;
    if (ret->stopped || ret->proven)
        return PB_OK;
    pb_mip_options whole = {.nodes = NODES, .gap = GAP, .quick = true,
                            .cutoff = begin - 0.5 * (double)e->granule, .watch = watch};
    pb_mip_result m;
    st = pb_lp_mip(lp, &whole, &m);
    ret->stopped = st == PB_OK && (m.answer == PB_LP_FEASIBLE || m.answer == PB_LP_NOTHING);
    ret->found = st == PB_OK && (m.answer == PB_LP_OPTIMAL || m.answer == PB_LP_FEASIBLE);
    return st;
}

static pb_status solve(kernel *q, pb_lp_env *env, pb_choice *roster, eng_counted *ret)
{
    const engine *e = q->e;
    const eng_roster *base = q->t->base;
    problem_lp_part part = {.roster = base->at, .count = base->count, .free_day = q->t->free_day,
                            .mask = (const uint64_t *const *)q->mask};
    pb_lp *lp = NULL;
    problem_lp *k = NULL;
    pb_status st = problem_lp_make_part(e->p, &part, q->w->arena, env, &lp, &k);
    if (st != PB_OK)
        return st;
    st = search(q, lp, (double)problem_lp_begin(k), ret);
    size_t n = (size_t)pb_lp_n_cols(lp);
    if (st == PB_OK && ret->found)
        st = pb_grow(e->al, &q->w->x, &q->w->cap_x, n, sizeof *q->w->x);
    if (st == PB_OK && ret->found) {
        pb_lp_mip_get(lp, q->w->x);
        memcpy(roster, base->at, (size_t)e->p->n_people * (size_t)e->p->n_days * sizeof *roster);
        problem_lp_read(k, q->w->x, roster);
    }
    problem_lp_free(k);
    pb_lp_free(lp);
    return st;
}

pb_status eng_counts_solve(const engine *e, eng_worker *w, const eng_counts *t, pb_rng *rng, pb_choice *roster,
                           eng_counted *ret)
{
    kernel q = {.e = e, .w = w, .t = t, .rng = rng};
    pb_lp_env *env = NULL;
    *ret = (eng_counted){0};
    pb_status st = kernel_make(&q);
    if (st == PB_OK)
        st = pb_lp_env_new(e->al, 0, &env);
    if (st == PB_OK)
        st = solve(&q, env, roster, ret);
    pb_lp_env_free(env);
    pb_free(e->al, q.cells);
    w->price_class = -1;
    return st;
}
