/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "planner/plan_engine.h"

#include "planner/plan_shares.h"
#include "planner/price.h"

enum { LITTLE = 2000 }; /* a bound within that part of the least value known for any totals is as good as can be */
enum { MASTER_ROWS = 2500 }; /* cover rows that GLPK can still take within some seconds */
#define TOLERANCE 2e-4 /* of one of several sets of prices */

static bool stop(void *ctx)
{
    const pb_engine_run *r = ctx;
    return pb_watch_over(&r->watch);
}

/* One run of the engine: prices for some totals. */
typedef struct priced {
    pb_team_problem *t;     /* the engine's */
    pb_team_problem *plain; /* t without shares of weekends */
    int32_t scale;
    int32_t *prices;        /* NULL: none */
    pb_engine_result r;
    pb_engine_columns columns;
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

/* The engine on the problem for some totals. */
static pb_status once(pb_arena *a, const pb_instance *in, const int64_t *totals, pb_engine_run *run, priced *x)
{
    size_t cells = (size_t)in->n_agents * in->n_days;
    pb_choice *roster = PB_NEW_ARRAY(a, cells, pb_choice), *first = PB_NEW_ARRAY(a, cells, pb_choice);
    pb_engine_options e = {.rounds = run->rounds, .threads = run->threads, .seed = run->seed, .gap = run->gap,
                           .bound_only = run->bound_only, .master_rows = MASTER_ROWS, .stop = stop,
                           .columns = &x->columns, .tolerance = run->sets > 1 ? TOLERANCE : 0, .log = run->log, .ctx = run};
    pb_status s = roster && first ? problems(a, in, totals, x) : PB_ERR_NOMEM;

    if (s)
        return s;
    run->translated = true;
    run->left_out = x->t->left_out;
    e.without = x->columns.n > 0 ? PB_PART_RAMP : 0;
    for (size_t i = 0; run->start && i < cells; i++)
        first[i] = pb_team_choice(in, x->t, run->start[i]);
    e.start = run->start ? first : NULL;
    e.prices = PB_NEW_ARRAY(a, x->t->problem.n_rows + 1, int32_t);
    s = e.prices ? pb_engine_solve(&x->t->problem, &e, pb_arena_allocator(a), roster, &x->r) : PB_ERR_NOMEM;
    x->prices = !s && x->r.priced ? e.prices : NULL;
    if (!s && x->r.objective != INT64_MAX)
        s = take_roster(a, in, x->t, roster, run);
    return s;
}

/* Sets of row prices, each for the totals at which the sets before it tell least: the bound over all totals rises to
 * the least of the bounds for any. */
static pb_status over_totals(pb_arena *a, const pb_instance *in, int64_t *totals, priced *at, pb_engine_run *run)
{
    pb_shares *x;
    pb_money value = INT64_MAX; /* the engine's bound for some totals, the least so far */
    pb_status s = pb_shares_new(a, in, at->plain, at->plain != at->t, &x);

    for (int i = 0; !s && at->prices; i++) {
        pb_money here = at->r.bound * at->t->unit;
        s = pb_shares_add(x, at->plain, at->scale, at->prices);
        if (!s)
            s = pb_shares_least(x, &run->bound, totals);
        run->any_bound = run->any_bound || !s;
        value = here < value ? here : value;
        if (s || i + 1 == run->sets || run->bound >= value - value / LITTLE || pb_watch_over(&run->watch))
            break;
        s = once(a, in, totals, run, at);
    }
    return s;
}

pb_status pb_plan_engine(pb_arena *a, const pb_instance *in, pb_engine_run *run)
{
    int64_t *totals = NULL;
    priced x = {.columns = {.al = pb_arena_allocator(a)}};
    pb_status s = run->start ? totals_of(a, in, run->start, &totals) : PB_OK;

    if (!s)
        s = once(a, in, totals, run, &x);
    if (s == PB_ERR_LIMIT && without_weekends(in, totals))
        s = once(a, in, totals, run, &x);
    if (!s && (any_rows(in, x.t) || x.plain != x.t)) {
        s = over_totals(a, in, totals, &x, run); /* the engine's own bound holds for these totals only */
    } else if (!s) {
        run->any_bound = x.r.bound != INT64_MIN && x.r.bound < INT64_MAX / 2 / x.t->unit;
        run->bound = run->any_bound ? x.r.bound * x.t->unit : 0;
    }
    pb_engine_columns_free(&x.columns);
    run->by_clock = pb_watch_over(&run->watch);
    return s == PB_ERR_NOMEM ? s : PB_OK;
}
