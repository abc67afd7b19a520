/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "planner/plan_engine.h"

#include "planner/plan_shares.h"
#include "planner/price.h"

enum { MASTER_ROWS = 2500 }; /* cover rows that GLPK can still take within some seconds */
#define TOLERANCE 2e-4 /* of the relaxation, where a tree follows */

static bool stop(void *ctx)
{
    const pb_engine_run *r = ctx;
    return pb_watch_over(&r->watch);
}

/* One run of the engine, and what proves its bound over all totals of fair shares. */
typedef struct priced {
    pb_team_problem *t;     /* the engine's */
    pb_team_problem *plain; /* t without shares of weekends */
    int32_t scale;
    pb_engine_result r;
    pb_shares *shares;      /* NULL: the bound needs no more proof */
    pb_engine_total *totals;
    int n_totals;
    int32_t *total_of;      /* [n_fair] -1 = none */
} priced;

/* What the members of each fair rule do together in a roster; -1 = not looked at. */
static pb_status totals_of(pb_arena *a, const pb_instance *in, const int32_t *places, int64_t **ret)
{
    int64_t *totals = PB_NEW_ARRAY(a, in->n_fair + 1, int64_t);
    int32_t *alts = PB_NEW_ARRAY(a, in->n_days, int32_t);

    if (!totals || !alts)
        return PB_ERR_NOMEM;
    for (int32_t i = 0; i < in->n_fair; i++) {
        if (in->fair[i].weekends && !pb_shares_weekend(in, i)) {
            totals[i] = -1;
            continue;
        }
        for (int32_t k = 0; k < in->fair[i].n; k++) {
            for (int32_t d = 0; d < in->n_days; d++)
                alts[d] = in->places[places[(int64_t)in->fair[i].agent[k] * in->n_days + d]].alt;
            totals[i] += in->fair[i].base[k] + pb_line_fair(&in->fair[i], alts, in->n_days);
        }
    }
    *ret = totals;
    return PB_OK;
}

/* Leaves shares of weekends out. True when there were any. */
static bool without_weekends(const pb_instance *in, int64_t *totals)
{
    bool any = false;
    for (int32_t i = 0; totals && i < in->n_fair; i++)
        if (in->fair[i].weekends && totals[i] >= 0) {
            totals[i] = -1;
            any = true;
        }
    return any;
}

static bool any_rows(const pb_instance *in, const pb_team_problem *t)
{
    for (int32_t i = 0; i < in->n_fair; i++)
        if (t->fair_unit[i] >= 0)
            return true;
    return false;
}

static pb_status take_roster(pb_arena *a, const pb_instance *in, const pb_team_problem *t, const pb_choice *roster,
                             pb_engine_run *run)
{
    size_t cells = (size_t)in->n_agents * in->n_days;
    run->places = PB_NEW_ARRAY(a, cells, int32_t);
    for (size_t i = 0; run->places && i < cells; i++)
        run->places[i] = pb_team_place(in, t, (int32_t)(i % (size_t)in->n_days), roster[i]);
    return run->places ? PB_OK : PB_ERR_NOMEM;
}

/* The problem for some totals, and the same without the shares of weekends. PB_ERR_LIMIT: no such form. */
static pb_status problems(pb_arena *a, const pb_instance *in, const int64_t *totals, priced *x)
{
    int64_t *rest = PB_NEW_ARRAY(a, in->n_fair + 1, int64_t);
    pb_status s;

    x->t = PB_NEW(a, pb_team_problem);
    x->plain = x->t;
    if (!rest || !x->t)
        return PB_ERR_NOMEM;
    s = pb_team_problem_make(a, in, totals, x->t);
    if (!s)
        s = pb_scale(&x->t->problem, &x->scale);
    for (int32_t i = 0; totals && i < in->n_fair; i++)
        rest[i] = totals[i];
    if (s || !totals || !without_weekends(in, rest))
        return s;
    x->plain = PB_NEW(a, pb_team_problem);
    s = x->plain ? pb_team_problem_make(a, in, rest, x->plain) : PB_ERR_NOMEM;
    if (!s && (x->plain->unit != x->t->unit || x->plain->problem.n_rows != x->t->problem.n_rows))
        s = PB_ERR_LIMIT;
    return s;
}

/* Less than a cost is a bound as well. */
static int32_t capped(int64_t units)
{
    return units < INT32_MAX ? (int32_t)units : INT32_MAX;
}

/* What each member's count costs at each total of a fair rule. */
static pb_status total_costs(pb_arena *a, const pb_instance *in, const priced *x, int32_t rule, pb_engine_total *t)
{
    const pb_fair *f = &in->fair[rule];
    int32_t *row = PB_NEW_ARRAY(a, f->n + 1, int32_t), *cost, *at, most = pb_team_fair_most(in, f);
    int64_t base = 0;

    *t = (pb_engine_total){x->t->fair_unit[rule], f->n, row, f->n * most + 1, most + 1, NULL};
    cost = at = PB_NEW_ARRAY(a, (size_t)t->n_totals * (size_t)f->n * (size_t)t->n_counts, int32_t);
    if (!row || !cost)
        return PB_ERR_NOMEM;
    for (int32_t k = 0; k < f->n; k++) {
        row[k] = pb_team_fair_row(x->t, rule, f->agent[k]);
        base += f->base[k];
    }
    for (int32_t total = 0; total < t->n_totals; total++)
        for (int32_t k = 0; k < f->n; k++)
            for (int32_t n = 0; n < t->n_counts; n++)
                *at++ = capped(pb_team_fair_cost(f, k, base + total, n) / x->t->unit);
    t->cost = cost;
    return PB_OK;
}

/* Those of all rules that rows price. */
static pb_status moving(pb_arena *a, const pb_instance *in, priced *x)
{
    pb_status s = PB_OK;
    x->totals = PB_NEW_ARRAY(a, in->n_fair + 1, pb_engine_total);
    x->total_of = PB_NEW_ARRAY(a, in->n_fair + 1, int32_t);
    if (!x->totals || !x->total_of)
        return PB_ERR_NOMEM;
    for (int32_t i = 0; !s && i < in->n_fair; i++) {
        x->total_of[i] = x->t->fair_unit[i] < 0 ? -1 : x->n_totals;
        if (x->t->fair_unit[i] >= 0)
            s = total_costs(a, in, x, i, &x->totals[x->n_totals++]);
    }
    return s;
}

static pb_status prove(void *ctx, const pb_engine_leaf *leaf, int64_t *ret_bound)
{
    priced *x = ctx;
    return pb_shares_prove(x->shares, leaf, x->total_of, ret_bound);
}

/* Where shares are priced, the engine gets what is needed for a bound over all totals. */
static pb_status shares(pb_arena *a, const pb_instance *in, priced *x, pb_engine_options *e)
{
    pb_status s;

    if (!any_rows(in, x->t) && x->plain == x->t)
        return PB_OK;
    s = moving(a, in, x);
    if (!s)
        s = pb_shares_new(a, in, x->plain, x->scale, x->plain != x->t, &x->shares);
    e->n_totals = x->n_totals;
    e->totals = x->totals;
    e->total_base = (x->t->fair_base + x->t->unit - 1) / x->t->unit;
    e->prove = x->plain != x->t ? prove : NULL;
    e->prove_ctx = x;
    return s;
}

/* What the prices at the roster's own totals prove: all there is where time is
 * up before the tree, and more than that where it is up soon after. */
static pb_status without_tree(priced *x, const int32_t *prices)
{
    pb_engine_leaf leaf = {.prices = prices};
    int64_t proven = INT64_MIN;
    pb_status s = x->shares && x->r.priced ? pb_shares_prove(x->shares, &leaf, NULL, &proven) : PB_OK;

    x->r.proven = !s && proven > x->r.proven ? proven : x->r.proven;
    return s;
}

typedef struct telling {
    const pb_engine_run *run;
    pb_money unit;
} telling;

static pb_status decided(void *ctx, const int32_t *people, int64_t *ret_enough)
{
    const telling *t = ctx;
    pb_money enough = 0;
    pb_status s = t->run->decided(t->run->decided_ctx, people, &enough);

    *ret_enough = (enough + t->unit - 1) / t->unit;
    return s;
}

/* The engine on the problem for some totals. */
static pb_status once(pb_arena *a, const pb_instance *in, const int64_t *totals, pb_engine_run *run, priced *x)
{
    size_t cells = (size_t)in->n_agents * in->n_days;
    pb_choice *roster = PB_NEW_ARRAY(a, cells, pb_choice), *first = PB_NEW_ARRAY(a, cells, pb_choice);
    pb_engine_options e = {.rounds = run->rounds, .threads = run->threads, .seed = run->seed, .gap = run->gap,
                           .bound_only = run->bound_only, .master_rows = MASTER_ROWS, .stop = stop,
                           .nodes = run->nodes, .tolerance = run->nodes > 0 ? TOLERANCE : 0, .log = run->log, .ctx = run};
    pb_status s = roster && first ? problems(a, in, totals, x) : PB_ERR_NOMEM;

    if (!s)
        s = shares(a, in, x, &e);
    if (s)
        return s;
    run->translated = true;
    run->left_out = x->t->left_out;
    for (size_t i = 0; run->start && i < cells; i++)
        first[i] = pb_team_choice(in, x->t, run->start[i]);
    e.start = run->start ? first : NULL;
    e.decided = run->decided ? decided : NULL;
    e.decided_ctx = &(telling){run, x->t->unit};
    e.prices = PB_NEW_ARRAY(a, x->t->problem.n_rows + 1, int32_t);
    s = e.prices ? pb_engine_solve(&x->t->problem, &e, pb_arena_allocator(a), roster, &x->r) : PB_ERR_NOMEM;
    if (!s && x->r.objective != INT64_MAX)
        s = take_roster(a, in, x->t, roster, run);
    return s ? s : without_tree(x, e.prices);
}

/* What is proven, thousandths. */
static void take_bound(const priced *x, pb_engine_run *run)
{
    int64_t units = x->r.proven == INT64_MIN ? INT64_MIN : x->r.proven / x->scale + (x->r.proven % x->scale > 0);
    if (!x->shares)
        units = x->r.bound > units ? x->r.bound : units;
    run->any_bound = units != INT64_MIN && units < INT64_MAX / 2 / x->t->unit;
    run->bound = run->any_bound ? units * x->t->unit : 0;
}

pb_status pb_plan_engine(pb_arena *a, const pb_instance *in, pb_engine_run *run)
{
    int64_t *totals = NULL;
    priced x = {0};
    pb_status s = run->start ? totals_of(a, in, run->start, &totals) : PB_OK;

    if (!s)
        s = once(a, in, totals, run, &x);
    if (s == PB_ERR_LIMIT && without_weekends(in, totals)) {
        x = (priced){0};
        s = once(a, in, totals, run, &x);
    }
    if (!s)
        take_bound(&x, run);
    run->by_clock = pb_watch_over(&run->watch);
    return s == PB_ERR_NOMEM ? s : PB_OK;
}
