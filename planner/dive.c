/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Diving: the master's solution says how much each person wants each choice of each day; the surest
 * of the undecided cells are fixed, columns that disagree are barred, and new ones are priced, until
 * everybody has one column. Lagrangian bounds cut dives that cannot pay.
 */
#include "planner/master.h"

#include <stdlib.h>
#include <string.h>

typedef struct wish {
    int32_t k, d, choice;
    double weight, key;
} wish;

typedef struct dive {
    eng_sub *s;
    double *weight; /* [n_days * n_choices] of one person */
    wish *wishes;
    int32_t n_wishes, cap;
} dive;

/* A person is decided when one column (or columns alike in their choices) has all the weight. */
static bool decided(const eng_sub *s, int32_t k)
{
    for (int32_t c = 0; c < s->n_columns; c++)
        if (s->columns[c].k == k && s->columns[c].value > 1.0 - 1e-5)
            return true;
    return false;
}

static void add_wish(dive *v, wish w)
{
    if (v->n_wishes < v->cap)
        v->wishes[v->n_wishes++] = w;
}

static void wishes_of(dive *v, int32_t k, double noise, pb_rng *rng)
{
    eng_sub *s = v->s;
    size_t nc = (size_t)s->e->p->n_choices;
    memset(v->weight, 0, (size_t)s->n_days * nc * sizeof *v->weight);
    for (int32_t c = 0; c < s->n_columns; c++) {
        if (s->columns[c].k != k || s->columns[c].value < 1e-7)
            continue;
        const pb_choice *days = sub_days(s, c);
        for (int32_t d = 0; d < s->n_days; d++)
            v->weight[(size_t)d * nc + (size_t)days[d].choice] += s->columns[c].value;
    }
    for (int32_t d = 0; d < s->n_days; d++) {
        const double *x = v->weight + (size_t)d * nc;
        int32_t best = 0;
        for (int32_t c = 1; c < (int32_t)nc; c++)
            if (x[c] > x[best])
                best = c;
        if (x[best] < 1.0 - 1e-5 && x[best] > 0)
            add_wish(v, (wish){k, d, best, x[best], x[best] + noise * pb_rng_unit(rng)});
    }
}

static int by_key(const void *a, const void *b)
{
    const wish *x = a, *y = b;
    if (x->key != y->key)
        return x->key > y->key ? -1 : 1;
    if (x->k != y->k)
        return x->k < y->k ? -1 : 1;
    return (x->d > y->d) - (x->d < y->d);
}

static void fix_cell(eng_sub *s, const wish *w)
{
    uint64_t *m = sub_mask(s, w->k, w->d);
    memset(m, 0, (size_t)s->e->p->n_words * sizeof *m);
    m[w->choice / 64] = (uint64_t)1 << (w->choice % 64);
}

/* Ties a person to the choices of his heaviest column. */
static void fix_heaviest(eng_sub *s, int32_t k)
{
    int32_t best = -1;
    for (int32_t c = 0; c < s->n_columns; c++)
        if (s->columns[c].k == k && (best < 0 || s->columns[c].value > s->columns[best].value))
            best = c;
    for (int32_t d = 0; best >= 0 && d < s->n_days; d++)
        fix_cell(s, &(wish){.k = k, .d = d, .choice = sub_days(s, best)[d].choice});
}

pb_status eng_sub_lawful(eng_sub *s, int32_t k, bool *ret_found)
{
    engine *e = s->e;
    const pb_problem *p = e->p;
    pb_priced priced;
    int32_t person = s->person[k];
    pb_pricing how = {.mask = sub_mask(s, k, 0), .scale = e->scale, .max_cells = e->max_cells, .tries = 8,
                      .fresh = true};
    pb_prices_set(&s->w->prices, p, e->classes.traits[e->classes.of[person]], s->y, s->day0, s->day1);
    s->w->price_class = -1;
    how.cost = s->w->prices.cost;
    pb_status st = pb_pricer_solve(&e->pricers[person], s->w->dp, p, &s->view[k], &how, &priced, s->w->choices);
    if (st != PB_OK)
        return st;
    *ret_found = priced.value < PB_DP_NONE;
    if (!*ret_found)
        return PB_OK;
    pb_choice *days = s->w->days;
    for (int32_t d = 0; d < s->n_days; d++) {
        size_t at = (size_t)(s->day0 + d) * (size_t)p->n_choices + (size_t)s->w->choices[d];
        days[d] = (pb_choice){s->w->choices[d], s->w->prices.holes[at]};
    }
    bool fresh;
    return eng_sub_add(s, k, days, &fresh);
}

/* Fixes the surest cells; *ret_fixed = how many. */
static pb_status fix_some(dive *v, const dive_options *o, pb_rng *rng, int32_t *ret_fixed)
{
    eng_sub *s = v->s;
    v->n_wishes = 0;
    for (int32_t k = 0; k < s->n; k++)
        if (!decided(s, k))
            wishes_of(v, k, o->noise, rng);
    qsort(v->wishes, (size_t)v->n_wishes, sizeof *v->wishes, by_key);
    int32_t most = (int32_t)(o->share * v->n_wishes);
    most = most < 1 ? 1 : most;
    uint8_t *touched = (uint8_t *)s->w->order; /* [n] at least */
    memset(touched, 0, (size_t)s->n);
    *ret_fixed = 0;
    for (int32_t i = 0; i < v->n_wishes && *ret_fixed < most; i++) {
        if (*ret_fixed > 0 && v->wishes[i].weight < 0.6)
            continue;
        fix_cell(s, &v->wishes[i]);
        touched[v->wishes[i].k] = 1;
        ++*ret_fixed;
    }
    for (int32_t k = 0; k < s->n; k++)
        if (touched[k]) {
            bool lawful;
            pb_status st = eng_sub_lawful(s, k, &lawful);
            if (st != PB_OK)
                return st;
            if (!lawful)
                fix_heaviest(s, k);
        }
    return PB_OK;
}

bool eng_sub_read(const eng_sub *s, pb_choice *days)
{
    int32_t found = 0;
    for (int32_t c = 0; c < s->n_columns; c++)
        if (s->columns[c].value > 0.5) {
            memcpy(days + (size_t)s->columns[c].k * (size_t)s->n_days, sub_days(s, c),
                   (size_t)s->n_days * sizeof *days);
            found++;
        }
    return found == s->n;
}

/* Everybody's heaviest column. Where all choices are fixed, columns of one person differ in their breaks
 * only, which one-person moves put right. */
static bool read_heaviest(const eng_sub *s, pb_choice *days)
{
    for (int32_t k = 0; k < s->n; k++) {
        int32_t best = -1;
        for (int32_t c = 0; c < s->n_columns; c++)
            if (s->columns[c].k == k && s->columns[c].value > (best < 0 ? 1e-7 : s->columns[best].value))
                best = c;
        if (best < 0)
            return false;
        memcpy(days + (size_t)k * (size_t)s->n_days, sub_days(s, best), (size_t)s->n_days * sizeof *days);
    }
    return true;
}

/* After fixing: bar what disagrees, and price anew. */
static pb_status resolve(eng_sub *s, const cg_options *cg)
{
    pb_status st = eng_sub_bar(s, false);
    if (st == PB_OK)
        st = eng_sub_solve(s, true);
    if (st == PB_OK && !s->stopped)
        st = eng_cg(s, cg);
    return st == PB_OK && !s->pruned && !s->stopped ? eng_sub_solve(s, false) : st;
}

static pb_status dive_rounds(dive *v, const dive_options *o, pb_rng *rng, pb_choice *days, bool *ret_found)
{
    eng_sub *s = v->s;
    cg_options cg = {.max_rounds = o->cg_rounds, .smoothing = 0.3, .threads = s->e->opt->threads,
                     .until = o->until};
    for (int32_t round = 0; round < s->n * s->n_days + 1; round++) {
        int32_t fixed;
        if (eng_over(s->e))
            return PB_OK;
        pb_status st = fix_some(v, o, rng, &fixed);
        if (st != PB_OK)
            return st;
        if (fixed == 0) {
            *ret_found = !s->artificial && read_heaviest(s, days);
            return PB_OK;
        }
        st = resolve(s, &cg);
        if (st != PB_OK || s->pruned || s->stopped)
            return st;
        if (o->until > 0 && eng_time(s->e) > o->until)
            return PB_OK;
    }
    return PB_OK;
}

pb_status eng_dive(eng_sub *s, const dive_options *o, pb_rng *rng, pb_choice *days, bool *ret_found)
{
    *ret_found = false;
    pb_arena *a = s->w->arena;
    dive v = {.s = s, .cap = s->n * s->n_days};
    size_t words = (size_t)s->n * (size_t)s->n_days * (size_t)s->e->p->n_words;
    v.weight = PB_NEW_ARRAY(a, (size_t)s->n_days * (size_t)s->e->p->n_choices, double);
    v.wishes = PB_NEW_ARRAY(a, (size_t)v.cap, wish);
    uint64_t *saved = PB_NEW_ARRAY(a, words, uint64_t);
    if (v.weight == NULL || v.wishes == NULL || saved == NULL)
        return PB_ERR_NOMEM;
    memcpy(saved, s->mask, words * sizeof *saved);
    int64_t bound = s->bound;
    pb_status st = eng_sub_solve(s, false);
    if (st == PB_OK && !s->stopped)
        st = dive_rounds(&v, o, rng, days, ret_found);
    memcpy(s->mask, saved, words * sizeof *saved);
    s->bound = bound;
    s->pruned = false;
    if (st == PB_OK)
        st = eng_sub_bar(s, true);
    return st;
}

pb_status eng_sub_mip(eng_sub *s, double seconds, int64_t nodes, pb_choice *days, bool *ret_found)
{
    pb_status st = PB_OK;
    *ret_found = false;
    for (int32_t c = 0; c < s->n_columns && st == PB_OK; c++)
        st = pb_lp_set_integer(s->lp, s->columns[c].lp, true);
    pb_mip_options o = {.seconds = seconds, .nodes = nodes, .gap = 1e-4, .cutoff = INFINITY,
                        .watch = {.now_s = s->e->opt->now_s, .stop = s->e->opt->stop, .ctx = s->e->opt->ctx}};
    if (s->cutoff != INT64_MAX)
        o.cutoff = (double)(s->cutoff - s->outside) - 1e-6;
    pb_mip_result r;
    if (st == PB_OK)
        st = pb_lp_mip(s->lp, &o, &r);
    if (st == PB_OK && (r.answer == PB_LP_OPTIMAL || r.answer == PB_LP_FEASIBLE)) {
        size_t n = (size_t)pb_lp_n_cols(s->lp);
        st = pb_grow(s->e->al, &s->w->x, &s->w->cap_x, n, sizeof *s->w->x);
        if (st == PB_OK) {
            pb_lp_mip_get(s->lp, s->w->x);
            for (int32_t c = 0; c < s->n_columns; c++)
                s->columns[c].value = s->w->x[s->columns[c].lp];
            *ret_found = eng_sub_read(s, days);
        }
    }
    for (int32_t c = 0; c < s->n_columns && st == PB_OK; c++) {
        st = pb_lp_set_integer(s->lp, s->columns[c].lp, false);
        if (st == PB_OK)
            st = pb_lp_set_col_bounds(s->lp, s->columns[c].lp, 0, s->columns[c].banned ? 0.0 : INFINITY);
    }
    return st;
}
