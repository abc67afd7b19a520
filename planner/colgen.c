/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Column generation with smoothed prices (Wentges 1997) and the Lagrangian bound of every round. The
 * bound is a sum of whole numbers from the pricing programme and the rows' conjugates: it holds
 * whatever GLPK answered.
 */
#include "base/parallel.h"
#include "planner/master.h"

#include <string.h>

enum { CG_TRIES = 8, CG_EXACT_TRIES = 30 };

typedef struct round_job {
    eng_sub *s;
    pb_priced *priced; /* [n] */
    pb_choice *days;   /* [n * n_days] */
    bool exact, own_worker;
} round_job;

static pb_status price_one(void *ctx, size_t item, int worker)
{
    round_job *j = ctx;
    eng_sub *s = j->s;
    engine *e = s->e;
    const pb_problem *p = e->p;
    eng_worker *w = j->own_worker ? s->w : &e->workers[worker];
    int32_t k = (int32_t)item, person = s->person[k], class = e->classes.of[person];
    if (w->price_class != class) {
        pb_prices_set(&w->prices, p, e->classes.traits[class], s->y, s->day0, s->day1);
        eng_count_prices(s, class, &w->prices);
        w->price_class = class;
    }
    pb_pricing how = {.mask = sub_mask(s, k, 0), .cost = w->prices.cost, .scale = e->scale,
                      .max_cells = e->max_cells, .tries = j->exact ? CG_EXACT_TRIES : CG_TRIES,
                      .exact = j->exact, .fresh = !s->whole};
    pb_status st = pb_pricer_solve(&e->pricers[person], w->dp, p, &s->view[k], &how, &j->priced[k], w->choices);
    if (st != PB_OK || j->priced[k].value >= PB_DP_NONE)
        return st;
    pb_choice *days = j->days + (size_t)k * (size_t)s->n_days;
    for (int32_t d = 0; d < s->n_days; d++) {
        size_t at = (size_t)(s->day0 + d) * (size_t)p->n_choices + (size_t)w->choices[d];
        days[d] = (pb_choice){w->choices[d], w->prices.holes[at]};
    }
    return PB_OK;
}

/* The prices to ask at: those of the programme, drawn towards the best so far, cut to their range. */
static void set_prices(eng_sub *s, double smoothing)
{
    engine *e = s->e;
    memset(s->y + s->row0, 0, (size_t)(s->row1 - s->row0) * sizeof *s->y);
    eng_count_set(s, smoothing);
    for (int32_t i = 0; i < s->n_rows; i++) {
        int32_t r = s->global[i];
        double v = s->y_lp[i] * e->scale;
        double most = (double)e->row_hi[r] - s->relief[r];
        v = v > most ? most : v;
        v = v < e->row_lo[r] ? e->row_lo[r] : v;
        if (smoothing > 0)
            v = smoothing * s->y_best[r] + (1.0 - smoothing) * v;
        s->y[r] = (int32_t)lrint(v);
    }
}

/* The rows' part of the Lagrangian at s->y, scaled. */
static int64_t rows_part(const eng_sub *s)
{
    const pb_problem *p = s->e->p;
    int64_t sum = 0;
    for (int32_t i = 0; i < s->n_rows; i++) {
        int32_t r = s->global[i];
        if (s->n_totals > 0 && eng_total_row(s->e, r))
            continue;
        sum += pb_row_conjugate(p, &p->rows[r], s->e->scale, s->y[r], s->relief[r]) - (int64_t)s->y[r] * s->fixed[i];
    }
    return sum + eng_count_part(s) + eng_totals_part(s);
}

/* Prices everybody. *ret_lagrangian: scaled bound; INT64_MAX when somebody has no lawful days. */
static pb_status price_all(eng_sub *s, round_job *j, int threads, int64_t *ret_lagrangian)
{
    engine *e = s->e;
    pb_status st = PB_OK;
    j->own_worker = !s->whole;
    for (int i = 0; s->whole && i < e->opt->threads; i++)
        e->workers[i].price_class = -1;
    s->w->price_class = -1;
    if (j->own_worker)
        for (int32_t k = 0; k < s->n && st == PB_OK; k++)
            st = price_one(j, (size_t)k, 0);
    else
        st = pb_parallel(threads, (size_t)s->n, price_one, j);
    if (st != PB_OK)
        return st;
    int64_t sum = s->outside * e->scale + rows_part(s);
    for (int32_t k = 0; k < s->n; k++) {
        if (j->priced[k].bound >= PB_DP_NONE) {
            *ret_lagrangian = INT64_MAX;
            return PB_OK;
        }
        sum += j->priced[k].bound;
    }
    *ret_lagrangian = sum;
    return PB_OK;
}

/* Reduced cost of days at the programme's prices. */
static double reduced_cost(const eng_sub *s, int32_t k, const pb_choice *days)
{
    const pb_problem *p = s->e->p;
    uint64_t traits = p->people[s->person[k]].traits;
    int64_t broken;
    for (int32_t d = 0; d < s->n_days; d++) {
        s->w->choices[d] = days[d].choice;
        if (s->free_day[d])
            pb_cell_count(p, traits, s->day0 + d, days[d], 1, s->w->count);
    }
    double sum = (double)pb_view_cost(p, &s->view[k], s->e->zero, 1, s->w->choices, &broken) - s->y_row[k];
    for (int32_t i = 0; i < s->n_rows; i++)
        sum -= s->y_lp[i] * s->w->count[s->global[i]];
    for (int32_t c = 0; c < s->n_counts; c++)
        sum -= s->counts[c].y_lp * eng_count_of(s, &s->counts[c], k, days);
    for (int32_t j = 0; j < s->n_touched; j++)
        s->w->count[s->touched[j]] = 0;
    return sum;
}

static pb_status add_found(eng_sub *s, const round_job *j, bool keep, int32_t *ret_added)
{
    *ret_added = 0;
    for (int32_t k = 0; k < s->n; k++) {
        const pb_choice *days = j->days + (size_t)k * (size_t)s->n_days;
        if (j->priced[k].value >= PB_DP_NONE || reduced_cost(s, k, days) > -1e-6)
            continue;
        bool fresh;
        pb_status st = eng_sub_add(s, k, days, &fresh);
        if (st == PB_OK && keep && fresh)
            st = eng_pool_add(s->e, &s->e->pool, s->person[k], days);
        if (st != PB_OK)
            return st;
        *ret_added += fresh;
    }
    return eng_totals_price(s, ret_added);
}

static void take_bound(eng_sub *s, int64_t lagrangian, bool keep)
{
    if (lagrangian <= s->bound)
        return;
    s->bound = lagrangian;
    for (int32_t i = 0; i < s->n_rows; i++)
        s->y_best[s->global[i]] = s->y[s->global[i]];
    for (int32_t c = 0; c < s->n_counts; c++)
        s->counts[c].v_best = s->counts[c].v;
    if (!keep || sub_bound(s) <= s->e->bound)
        return;
    eng_raise_bound(s->e, sub_bound(s));
    memcpy(s->e->root_y, s->y, (size_t)s->e->p->n_rows * sizeof *s->y);
    s->e->have_root_y = true;
}

static bool stopped(const eng_sub *s, const cg_options *o)
{
    return eng_over(s->e) || (o->until > 0 && eng_time(s->e) >= o->until);
}

/* Windows that did not fit the tables are tried again in larger ones. False: at the limit, or all fit. */
static bool larger_tables(engine *e)
{
    bool refused = false;
    for (int32_t i = 0; i < e->p->n_people; i++)
        refused = refused || e->pricers[i].refused != 0;
    if (!refused || e->max_cells * 4 > e->most_cells)
        return false;
    e->max_cells *= 4;
    for (int32_t i = 0; i < e->p->n_people; i++)
        e->pricers[i].refused = 0;
    eng_log(e, "tables up to %zu cells", e->max_cells);
    return true;
}

/* Converged or pruned? A round without new columns at the programme's own prices is repeated with exact
 * pricing, then with larger tables, before it counts as the end. */
static bool settled(eng_sub *s, const cg_options *o, round_job *j, int32_t added, double smoothing)
{
    s->pruned = sub_bound(s) >= s->cutoff;
    s->converged = (double)sub_bound(s) >= s->lp_value - 1e-6 - o->tolerance * fabs(s->lp_value);
    if (s->pruned || s->converged)
        return true;
    if (added == 0 && smoothing <= 0) {
        s->converged = j->exact && !(o->keep && larger_tables(s->e));
        j->exact = true;
    }
    return s->converged;
}

/* One round: solve, price, add. *ret_done: converged, pruned or stopped. */
static pb_status cg_round(eng_sub *s, const cg_options *o, round_job *j, int round, double *smoothing, bool *ret_done)
{
    *ret_done = true;
    pb_status st = round == 0 && o->solved ? PB_OK : eng_sub_solve(s, false);
    if (st != PB_OK || s->stopped)
        return st;
    set_prices(s, *smoothing);
    int64_t lagrangian;
    st = price_all(s, j, o->threads, &lagrangian);
    if (st != PB_OK)
        return st;
    s->pruned = lagrangian == INT64_MAX;
    if (s->pruned)
        return PB_OK;
    take_bound(s, lagrangian, o->keep);
    int32_t added;
    st = add_found(s, j, o->keep, &added);
    if (st != PB_OK)
        return st;
    if (o->keep)
        eng_log(s->e, "round %d lp %.2f bound %lld columns %d added %d", round, s->lp_value,
                (long long)sub_bound(s), s->n_columns, added);
    *ret_done = settled(s, o, j, added, *smoothing);
    *smoothing = added > 0 && eng_uses(s->e, PB_PART_SMOOTHING) ? o->smoothing : 0.0;
    if (s->pruned)
        return PB_OK;
    bool more = false;
    if (s->lp_value < (double)s->cutoff) /* else it is about to be pruned: no rows for a solution that does not matter */
        st = eng_sub_tighten(s, &more);
    if (more) {
        *ret_done = s->converged = false;
        *smoothing = 0.0;
    }
    return st;
}

pb_status eng_cg(eng_sub *s, const cg_options *o)
{
    round_job j = {.s = s};
    j.priced = PB_NEW_ARRAY(s->w->arena, (size_t)s->n, pb_priced);
    j.days = PB_NEW_ARRAY(s->w->arena, (size_t)s->n * (size_t)s->n_days, pb_choice);
    if (j.priced == NULL || j.days == NULL)
        return PB_ERR_NOMEM;
    s->converged = s->pruned = false;
    s->bound = INT64_MIN;
    double smoothing = 0;
    bool done = false;
    for (int round = 0; round < o->max_rounds && !done && !stopped(s, o); round++) {
        pb_status st = cg_round(s, o, &j, round, &smoothing, &done);
        if (st != PB_OK)
            return st;
    }
    return PB_OK;
}
