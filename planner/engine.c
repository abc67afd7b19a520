/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The engine's life: tables made once, workers, clock, log. */
#include "planner/engine_private.h"

#include "base/number.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

enum { DEFAULT_CELLS = 12000000, LONG_DAYS = 100, ROUND_TASKS = 4 };

double eng_time(const engine *e)
{
    return e->opt->now_s == NULL ? 0.0 : e->opt->now_s(e->opt->ctx) - e->begin_s;
}

bool eng_over(const engine *e)
{
    if (atomic_load(&e->finished) || (e->opt->stop != NULL && e->opt->stop(e->opt->ctx)))
        return true;
    return e->opt->seconds > 0 && eng_time(e) >= e->opt->seconds;
}

bool eng_done(const engine *e)
{
    if (e->best.cost == INT64_MAX || e->bound == INT64_MIN)
        return false;
    if (e->bound >= e->best.cost)
        return true;
    return (double)(e->best.cost - e->bound) <= e->opt->gap * fabs((double)e->best.cost);
}

void eng_log(const engine *e, const char *fmt, ...)
{
    if (e->opt->log == NULL)
        return;
    char line[512];
    int n = snprintf(line, sizeof line, "%.3f ", eng_time(e));
    va_list args;
    va_start(args, fmt);
    (void)vsnprintf(line + n, sizeof line - (size_t)n, fmt, args);
    va_end(args);
    e->opt->log(e->opt->ctx, line);
}

/* A typical price: between the dearest missing and the cheapest surplus person. */
static double typical_price(const pb_problem *p)
{
    double under = 0, over = 0;
    int64_t n_under = 0, n_over = 0;
    for (int32_t r = 0; r < p->n_rows; r++) {
        const pb_cover_row *w = &p->rows[r];
        if (w->n_under > 0) {
            under += p->steps[w->first_under].price;
            n_under++;
        }
        if (w->n_over > 0 && p->steps[w->first_over].price > 0) {
            over += p->steps[w->first_over].price;
            n_over++;
        }
    }
    under = n_under > 0 ? under / (double)n_under : 1.0;
    over = n_over > 0 ? over / (double)n_over : under / 100.0;
    double u = sqrt(under * over) / 10.0;
    return u > 0 ? u : 1.0;
}

static int64_t gcd_of_person(const pb_problem *p, const pb_person *q, int64_t g)
{
    for (int64_t i = 0; q->price != NULL && g != 1 && i < (int64_t)p->n_days * p->n_choices; i++)
        g = pb_gcd(g, q->price[i]);
    for (int32_t r = 0; r < q->n_resources; r++)
        for (int32_t w = 0; w < q->resources[r].n_windows; w++) {
            g = pb_gcd(g, q->resources[r].windows[w].under_price);
            g = pb_gcd(g, q->resources[r].windows[w].over_price);
        }
    const pb_pattern *t = q->pattern;
    for (int64_t i = 0; t->price != NULL && g != 1 && i < (int64_t)t->n_states * t->n_symbols; i++)
        g = pb_gcd(g, t->price[i]);
    return g;
}

/* The largest number that divides every price. */
static int64_t granule_of(const pb_problem *p)
{
    int64_t g = 0;
    for (int32_t i = 0; i < p->n_steps; i++)
        g = pb_gcd(g, p->steps[i].price);
    for (int32_t i = 0; i < p->n_people && g != 1; i++)
        g = gcd_of_person(p, &p->people[i], g);
    return g > 0 ? g : 1;
}

static pb_status worker_make(engine *e, eng_worker *w)
{
    const pb_problem *p = e->p;
    size_t nd = (size_t)p->n_days;
    pb_status st = pb_dp_new(e->al, &w->dp);
    if (st != PB_OK)
        return st;
    w->arena = pb_arena_new(e->al);
    w->y = PB_NEW_ARRAY(e->arena, (size_t)p->n_rows, int32_t);
    w->mask = PB_NEW_ARRAY(e->arena, nd * (size_t)p->n_words, uint64_t);
    w->choices = PB_NEW_ARRAY(e->arena, nd, int16_t);
    w->days = PB_NEW_ARRAY(e->arena, nd, pb_choice);
    w->old = PB_NEW_ARRAY(e->arena, nd, pb_choice);
    w->count = PB_NEW_ARRAY(e->arena, (size_t)p->n_rows, int32_t);
    w->order = PB_NEW_ARRAY(e->arena, (size_t)p->n_people, int32_t);
    w->last_price = PB_NEW_ARRAY(e->arena, (size_t)e->max_states, int32_t);
    if (w->arena == NULL || w->y == NULL || w->mask == NULL || w->choices == NULL || w->days == NULL ||
        w->old == NULL || w->order == NULL || w->count == NULL || w->last_price == NULL)
        return PB_ERR_NOMEM;
    return pb_prices_make(e->arena, p, &w->prices);
}

/* Where only rounds decide, a round has the same tasks on any number of threads. */
static pb_status workers_make(engine *e)
{
    e->n_task_workers = e->opt->seconds > 0 ? e->opt->threads : ROUND_TASKS;
    e->task_workers = PB_NEW_ARRAY(e->arena, (size_t)e->n_task_workers, eng_worker);
    if (e->task_workers == NULL)
        return PB_ERR_NOMEM;
    pb_status st = PB_OK;
    for (int i = 0; i < e->opt->threads && st == PB_OK; i++)
        st = worker_make(e, &e->workers[i]);
    for (int i = 0; i < e->n_task_workers && st == PB_OK; i++)
        st = worker_make(e, &e->task_workers[i]);
    return st;
}

static pb_status tables_make(engine *e)
{
    const pb_problem *p = e->p;
    size_t nr = (size_t)p->n_rows;
    e->pricers = PB_NEW_ARRAY(e->arena, (size_t)p->n_people, pb_pricer);
    e->workers = PB_NEW_ARRAY(e->arena, (size_t)e->opt->threads, eng_worker);
    e->row_lo = PB_NEW_ARRAY(e->arena, nr, int32_t);
    e->row_hi = PB_NEW_ARRAY(e->arena, nr, int32_t);
    e->root_y = PB_NEW_ARRAY(e->arena, nr, int32_t);
    e->zero = PB_NEW_ARRAY(e->arena, (size_t)p->n_days * (size_t)p->n_choices, int32_t);
    if (e->pricers == NULL || e->workers == NULL || e->row_lo == NULL || e->row_hi == NULL ||
        e->root_y == NULL || e->zero == NULL)
        return PB_ERR_NOMEM;
    for (int32_t r = 0; r < p->n_rows; r++) {
        int64_t lo, hi;
        pb_row_range(p, &p->rows[r], e->scale, &lo, &hi);
        e->row_lo[r] = (int32_t)lo;
        e->row_hi[r] = (int32_t)hi;
    }
    for (int32_t i = 0; i < p->n_people; i++) {
        pb_status st = pb_pricer_make(e->arena, p, i, &e->pricers[i]);
        if (st != PB_OK)
            return st;
        if (p->people[i].pattern->n_states > e->max_states)
            e->max_states = p->people[i].pattern->n_states;
    }
    pb_status st = eng_chain_make(e);
    return st == PB_OK ? workers_make(e) : st;
}

pb_status eng_make(engine *e)
{
    pb_status st = pb_scale(e->p, &e->scale);
    if (st != PB_OK)
        return st;
    e->arena = pb_arena_new(e->al);
    if (e->arena == NULL)
        return PB_ERR_NOMEM;
    e->loose = e->p->n_days > LONG_DAYS;
    e->max_cells = DEFAULT_CELLS;
    int64_t memory = e->opt->memory_mb > 0 ? e->opt->memory_mb : 2000;
    e->most_cells = (size_t)(memory * 1000000 / 8 / e->opt->threads); /* half of it, 4 bytes a cell */
    e->unit = typical_price(e->p);
    e->granule = granule_of(e->p);
    e->bound = INT64_MIN;
    e->proven = INT64_MIN;
    e->begin_s = e->opt->now_s == NULL ? 0.0 : e->opt->now_s(e->opt->ctx);
    st = pb_mutex_new(e->al, &e->lock);
    if (st == PB_OK)
        st = pb_classes_make(e->arena, e->p, &e->classes);
    if (st == PB_OK)
        st = tables_make(e);
    if (st == PB_OK)
        st = eng_roster_make(e, e->arena, &e->best);
    if (st == PB_OK)
        st = eng_roster_make(e, e->arena, &e->spare);
    if (st == PB_OK)
        st = eng_pool_make(e, (e->opt->memory_mb > 0 ? e->opt->memory_mb : 2000) / 4);
    return st;
}

static void worker_free(engine *e, eng_worker *w)
{
    pb_dp_free(w->dp);
    pb_free(e->al, w->x);
    pb_arena_free(w->arena);
}

void eng_free(engine *e)
{
    for (int i = 0; e->workers != NULL && i < e->opt->threads; i++)
        worker_free(e, &e->workers[i]);
    for (int i = 0; e->task_workers != NULL && i < e->n_task_workers; i++)
        worker_free(e, &e->task_workers[i]);
    eng_pool_free(e, &e->pool);
    pb_mutex_free(e->al, e->lock);
    pb_arena_free(e->arena);
}
