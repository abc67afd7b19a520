/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "planner/plan_engine.h"

#include "planner/plan_shares.h"

enum { MASTER_ROWS = 2500 }; /* cover rows that GLPK can still take within some seconds */

static bool stop(void *ctx)
{
    const pb_engine_run *r = ctx;
    return pb_watch_over(&r->watch);
}

/* What the members of each fair rule do together in a roster. Weekends are left out: whether one counts
 * hangs on two days, which no row of cover can say, and without a row the bound would hold for one total. */
static pb_status totals_of(pb_arena *a, const pb_instance *in, const int32_t *places, int64_t **ret)
{
    int64_t *totals = PB_NEW_ARRAY(a, in->n_fair + 1, int64_t);
    int32_t *alts = PB_NEW_ARRAY(a, in->n_days, int32_t);

    if (!totals || !alts)
        return PB_ERR_NOMEM;
    for (int32_t i = 0; i < in->n_fair; i++) {
        if (in->fair[i].weekends) {
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

/* The problem for some totals, and the engine on it. *ret_prices NULL: none. PB_ERR_LIMIT: no such form. */
static pb_status once(pb_arena *a, const pb_instance *in, const int64_t *totals, pb_engine_run *run,
                      pb_team_problem **ret, int32_t **ret_prices, pb_engine_result *r)
{
    size_t cells = (size_t)in->n_agents * in->n_days;
    pb_choice *roster = PB_NEW_ARRAY(a, cells, pb_choice), *first = PB_NEW_ARRAY(a, cells, pb_choice);
    pb_team_problem *t = PB_NEW(a, pb_team_problem);
    pb_engine_options e = {.rounds = run->rounds, .threads = run->threads, .seed = run->seed, .gap = run->gap,
                           .bound_only = run->bound_only, .master_rows = MASTER_ROWS, .stop = stop,
                           .log = run->log, .ctx = run};
    pb_status s = roster && first && t ? pb_team_problem_make(a, in, totals, t) : PB_ERR_NOMEM;

    if (s)
        return s;
    run->translated = true;
    for (size_t i = 0; run->start && i < cells; i++)
        first[i] = pb_team_choice(in, t, run->start[i]);
    e.start = run->start ? first : NULL;
    e.prices = PB_NEW_ARRAY(a, t->problem.n_rows + 1, int32_t);
    s = e.prices ? pb_engine_solve(&t->problem, &e, pb_arena_allocator(a), roster, r) : PB_ERR_NOMEM;
    *ret = t;
    *ret_prices = !s && r->priced ? e.prices : NULL;
    if (!s && r->objective != INT64_MAX)
        s = take_roster(a, in, t, roster, run);
    return s;
}

/* Sets of row prices, each for the totals at which the sets before it tell least, until that pays no more. */
static pb_status over_totals(pb_arena *a, const pb_instance *in, int64_t *totals, pb_team_problem *t,
                             int32_t *prices, pb_engine_run *run)
{
    pb_shares *x;
    pb_engine_result r;
    pb_status s = pb_shares_new(a, in, t, &x);

    for (int i = 0; !s && prices; i++) {
        pb_money was = run->bound;
        s = pb_shares_add(x, t, prices);
        if (!s)
            s = pb_shares_least(x, &run->bound, totals);
        run->any_bound = run->any_bound || !s;
        if (s || i + 1 == run->sets || pb_watch_over(&run->watch) || (i > 0 && run->bound - was < run->bound / 2000))
            break;
        s = once(a, in, totals, run, &t, &prices, &r);
    }
    return s;
}

pb_status pb_plan_engine(pb_arena *a, const pb_instance *in, pb_engine_run *run)
{
    int64_t *totals = NULL;
    int32_t *prices = NULL;
    pb_engine_result r = {0};
    pb_team_problem *t = NULL;
    pb_status s = run->start ? totals_of(a, in, run->start, &totals) : PB_OK;

    if (!s)
        s = once(a, in, totals, run, &t, &prices, &r);
    if (!s && any_rows(in, t)) {
        s = over_totals(a, in, totals, t, prices, run); /* the engine's own bound holds for these totals only */
    } else if (!s) {
        run->any_bound = r.bound != INT64_MIN && r.bound < INT64_MAX / 2 / t->unit;
        run->bound = run->any_bound ? r.bound * t->unit : 0;
    }
    run->by_clock = pb_watch_over(&run->watch);
    return s == PB_ERR_NOMEM ? s : PB_OK;
}
