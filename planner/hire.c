/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "planner/hire.h"

#include "planner/lp_glpk.h"

#include <math.h>

enum { MEMORY_MB = 1000 };
static const double GAP = 0.001;

typedef struct builder {
    pb_arena *arena;
    const pb_hire_case *c;
    pb_lp *lp;
    pb_status status; /* sticky */
    int *hire;        /* [kind * n_months + month] column; -1 */
    int *over;        /* [kind * n_weeks + week] column; -1 */
    int *miss;        /* [row * n_weeks + week] column */
    int need0, limit0; /* first row of the needs, of the overtime limits */
} builder;

static bool sound(const pb_hire_case *c)
{
    for (int k = 0; k < c->n_kinds; k++) {
        const pb_hire_kind *x = &c->kinds[k];
        if (!(x->hours_per_week > 0 && x->attrition >= 0 && x->attrition < 1 && x->overtime_h_week >= 0 &&
              x->training_months >= 0))
            return false;
    }
    for (int w = 0; w < c->n_weeks; w++)
        if (c->month_of[w] < 0 || c->month_of[w] >= c->n_months)
            return false;
    return c->n_months > 0 && c->n_weeks > 0 && c->n_rows > 0;
}

/* What is left in month m of one hired in month k. */
static double stays(const pb_hire_kind *x, int k, int m)
{
    return m < k ? 0 : pow(1 - x->attrition, m - k);
}

static bool trained(const pb_hire_kind *x, int k, int m)
{
    return m >= k + x->training_months;
}

/* What one hire costs to the end of the plan. */
static double cost_of(const pb_hire_case *c, const pb_hire_kind *x, int k)
{
    double cost = x->hire_cost;
    for (int m = k; m < c->n_months; m++)
        cost += x->month_cost * stays(x, k, m);
    return cost;
}

static int add_col(builder *b, double cost, double most, int n, const int *rows, const double *values)
{
    int at = -1;
    if (!b->status)
        b->status = pb_lp_add_col(b->lp, cost, 0, most, n, rows, values, &at);
    return at;
}

static void hire_cols(builder *b, int k, int *rows, double *values)
{
    const pb_hire_case *c = b->c;
    const pb_hire_kind *x = &c->kinds[k];

    for (int from = 0; from < c->n_months && !b->status; from++) {
        int n = 0, col;
        for (int w = 0; w < c->n_weeks; w++) {
            int m = c->month_of[w];
            double here = trained(x, from, m) ? stays(x, from, m) : 0;
            if (here <= 0)
                continue;
            for (int r = 0; r < c->n_rows; r++)
                if (c->sets[r] & x->skills) {
                    rows[n] = b->need0 + r * c->n_weeks + w;
                    values[n++] = here * x->hours_per_week * (1 - c->leave[m]);
                }
            if (x->overtime_h_week > 0) {
                rows[n] = b->limit0 + k * c->n_weeks + w;
                values[n++] = -here * x->overtime_h_week;
            }
        }
        col = add_col(b, cost_of(c, x, from), x->max_hires, n, rows, values);
        b->hire[k * c->n_months + from] = col;
        if (!b->status)
            b->status = pb_lp_set_integer(b->lp, col, true);
    }
}

static void over_cols(builder *b, int k)
{
    const pb_hire_case *c = b->c;
    const pb_hire_kind *x = &c->kinds[k];
    int rows[PB_MAX_QUEUES * 4 + 1];
    double values[PB_MAX_QUEUES * 4 + 1];

    for (int w = 0; w < c->n_weeks && x->overtime_h_week > 0; w++) {
        int n = 0;
        for (int r = 0; r < c->n_rows && n < PB_MAX_QUEUES * 4; r++)
            if (c->sets[r] & x->skills) {
                rows[n] = b->need0 + r * c->n_weeks + w;
                values[n++] = 1;
            }
        rows[n] = b->limit0 + k * c->n_weeks + w;
        values[n++] = 1;
        b->over[k * c->n_weeks + w] = add_col(b, x->overtime_price, INFINITY, n, rows, values);
    }
}

/* Bounds: what the staff that is there does of the need, and may do of overtime. */
static void bounds(builder *b)
{
    const pb_hire_case *c = b->c;

    for (int w = 0; w < c->n_weeks && !b->status; w++) {
        int m = c->month_of[w];
        for (int r = 0; r < c->n_rows && !b->status; r++) {
            double need = c->need_h[r * c->n_weeks + w];
            for (int k = 0; k < c->n_kinds; k++)
                if (c->kinds[k].heads && (c->sets[r] & c->kinds[k].skills))
                    need -= c->kinds[k].heads[m] * c->kinds[k].hours_per_week * (1 - c->leave[m]);
            b->status = pb_lp_set_row_bounds(b->lp, b->need0 + r * c->n_weeks + w, need, INFINITY);
        }
        for (int k = 0; k < c->n_kinds && !b->status; k++) {
            const pb_hire_kind *x = &c->kinds[k];
            double most = x->heads ? x->heads[m] * x->overtime_h_week : 0;
            b->status = pb_lp_set_row_bounds(b->lp, b->limit0 + k * c->n_weeks + w, -INFINITY, most);
        }
    }
}

static pb_status make_room(builder *b)
{
    const pb_hire_case *c = b->c;

    b->hire = PB_NEW_ARRAY(b->arena, (size_t)c->n_kinds * c->n_months, int);
    b->over = PB_NEW_ARRAY(b->arena, (size_t)c->n_kinds * c->n_weeks, int);
    b->miss = PB_NEW_ARRAY(b->arena, (size_t)c->n_rows * c->n_weeks, int);
    if (!b->hire || !b->over || !b->miss)
        return PB_ERR_NOMEM;
    for (int i = 0; i < c->n_kinds * c->n_months; i++)
        b->hire[i] = -1;
    for (int i = 0; i < c->n_kinds * c->n_weeks; i++)
        b->over[i] = -1;
    return PB_OK;
}

static void build(builder *b)
{
    const pb_hire_case *c = b->c;
    size_t most = (size_t)c->n_weeks * (size_t)(c->n_rows + 1);
    int *rows = PB_NEW_ARRAY(b->arena, most, int);
    double *values = PB_NEW_ARRAY(b->arena, most, double);

    b->status = rows && values ? make_room(b) : PB_ERR_NOMEM;
    if (!b->status)
        b->status = pb_lp_add_rows(b->lp, c->n_rows * c->n_weeks, 0, INFINITY, &b->need0);
    if (!b->status && c->n_kinds)
        b->status = pb_lp_add_rows(b->lp, c->n_kinds * c->n_weeks, -INFINITY, 0, &b->limit0);
    if (b->status)
        return;
    bounds(b);
    for (int k = 0; k < c->n_kinds && !b->status; k++) {
        if (!c->kinds[k].heads)
            hire_cols(b, k, rows, values);
        over_cols(b, k);
    }
    for (int i = 0; i < c->n_rows * c->n_weeks && !b->status; i++) {
        int row = b->need0 + i;
        double one = 1;
        b->miss[i] = add_col(b, c->short_price, INFINITY, 1, &row, &one);
    }
}

/* What the relaxation says of each month's hours. */
static pb_status prices(builder *b, double *month_price, double *objective)
{
    const pb_lp_options o = {.presolve = false};
    double *y = PB_NEW_ARRAY(b->arena, pb_lp_n_rows(b->lp), double);
    pb_lp_result r;
    pb_status s = y ? pb_lp_solve(b->lp, &o, &r) : PB_ERR_NOMEM;

    if (s)
        return s;
    if (r.answer != PB_LP_OPTIMAL)
        return PB_ERR_SOLVER;
    *objective = r.objective;
    pb_lp_get(b->lp, NULL, NULL, y);
    for (int i = 0; i < b->c->n_rows * b->c->n_weeks; i++)
        month_price[b->c->month_of[i % b->c->n_weeks]] += y[b->need0 + i];
    return PB_OK;
}

typedef struct arrays {
    int *hires;
    double *heads, *paid, *short_h, *over_h;
} arrays;

static void people(const builder *b, const double *v, arrays *t, pb_hire_plan *p)
{
    const pb_hire_case *c = b->c;

    for (int k = 0; k < c->n_kinds; k++)
        for (int m = 0; m < c->n_months; m++) {
            const pb_hire_kind *x = &c->kinds[k];
            int at = k * c->n_months + m;
            if (x->heads) {
                t->heads[at] = t->paid[at] = x->heads[m];
                continue;
            }
            t->hires[at] = (int)floor(v[b->hire[at]] + 0.5);
            p->hiring += x->hire_cost * t->hires[at];
            for (int from = 0; from <= m; from++) {
                double n = t->hires[k * c->n_months + from] * stays(x, from, m);
                t->paid[at] += n;
                t->heads[at] += trained(x, from, m) ? n : 0;
            }
            p->wages += x->month_cost * t->paid[at];
        }
}

static void read_out(const builder *b, const double *v, arrays *t, pb_hire_plan *p)
{
    const pb_hire_case *c = b->c;

    people(b, v, t, p);
    for (int k = 0; k < c->n_kinds; k++)
        for (int w = 0; w < c->n_weeks; w++) {
            int col = b->over[k * c->n_weeks + w];
            if (col < 0)
                continue;
            t->over_h[w] += v[col];
            p->overtime += v[col] * c->kinds[k].overtime_price;
        }
    for (int i = 0; i < c->n_rows * c->n_weeks; i++) {
        t->short_h[i] = v[b->miss[i]] > 1e-9 ? v[b->miss[i]] : 0;
        p->shortage += t->short_h[i] * c->short_price;
    }
    p->cost = p->hiring + p->wages + p->overtime + p->shortage;
}

static pb_status solve(builder *b, double seconds, pb_hire_plan *p)
{
    const pb_hire_case *c = b->c;
    arrays t = {PB_NEW_ARRAY(b->arena, (size_t)c->n_kinds * c->n_months, int),
                PB_NEW_ARRAY(b->arena, (size_t)c->n_kinds * c->n_months, double),
                PB_NEW_ARRAY(b->arena, (size_t)c->n_kinds * c->n_months, double),
                PB_NEW_ARRAY(b->arena, (size_t)c->n_rows * c->n_weeks, double),
                PB_NEW_ARRAY(b->arena, c->n_weeks, double)};
    double *price = PB_NEW_ARRAY(b->arena, c->n_months, double);
    double *v = PB_NEW_ARRAY(b->arena, pb_lp_n_cols(b->lp), double), relaxed = 0;
    pb_mip_options o = {.seconds = seconds, .gap = GAP, .cutoff = INFINITY, .presolve = true, .cuts = true};
    pb_mip_result r;
    pb_status s = PB_OK;

    if (!t.hires || !t.heads || !t.paid || !t.short_h || !t.over_h || !price || !v)
        return PB_ERR_NOMEM;
    s = prices(b, price, &relaxed);
    if (!s)
        s = pb_lp_mip(b->lp, &o, &r);
    if (s)
        return s;
    if (r.answer != PB_LP_OPTIMAL && r.answer != PB_LP_FEASIBLE)
        return PB_ERR_SOLVER;
    pb_lp_mip_get(b->lp, v);
    read_out(b, v, &t, p);
    p->hires = t.hires;
    p->heads = t.heads;
    p->paid = t.paid;
    p->short_h = t.short_h;
    p->over_h = t.over_h;
    p->month_price = price;
    p->bound = r.bound > relaxed ? r.bound : relaxed;
    p->bound = p->bound < p->cost ? p->bound : p->cost;
    p->optimal = r.answer == PB_LP_OPTIMAL;
    return PB_OK;
}

pb_status pb_hire_solve(pb_arena *a, const pb_hire_case *c, double seconds, pb_hire_plan *ret)
{
    builder b = {.arena = a, .c = c};
    pb_hire_plan p = {.hires = NULL};
    pb_lp_env *env = NULL;
    pb_status s = sound(c) ? pb_lp_env_new(pb_arena_allocator(a), MEMORY_MB, &env) : PB_ERR_DOMAIN;

    if (!s)
        s = pb_lp_new(env, &b.lp);
    if (!s) {
        build(&b);
        s = b.status;
    }
    if (!s)
        s = solve(&b, seconds, &p);
    pb_lp_env_free(env);
    if (!s)
        *ret = p;
    return s;
}
