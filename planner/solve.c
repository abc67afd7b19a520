/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The order of things: start, bound, dives, neighbourhoods; and what is answered. */
#include "planner/master.h"

#include <string.h>

enum { LARGE_ROWS = 1200, DUAL_ROUNDS = 3000, SMALL_PLAN = 400, SMALL_NODES = 2000 };

/* Before a tree: neighbourhoods for so long, and so many times the root's time; the tree's end, of what is left. */
#define FIRST_S 0.3
#define ROOTS 20.0
#define TREE_SHARE 0.7

bool eng_large(const engine *e)
{
    return e->p->n_rows > (e->opt->master_rows > 0 ? e->opt->master_rows : LARGE_ROWS);
}

static void take_start(engine *e, eng_roster *r)
{
    memcpy(r->at, e->opt->start, (size_t)e->p->n_people * (size_t)e->p->n_days * sizeof *r->at);
    int64_t broken;
    eng_roster_count(e, r, &broken);
    if (broken == 0)
        (void)eng_offer(e, r, "given");
}

static pb_engine_status answer(const engine *e, int32_t infeasible)
{
    if (infeasible >= 0)
        return PB_ENGINE_INFEASIBLE;
    if (e->best.cost == INT64_MAX)
        return PB_ENGINE_NONE_FOUND;
    if (e->bound >= e->best.cost)
        return PB_ENGINE_OPTIMAL;
    if (eng_done(e))
        return PB_ENGINE_WITHIN_GAP;
    return e->opt->stop != NULL && e->opt->stop(e->opt->ctx) ? PB_ENGINE_INTERRUPTED : PB_ENGINE_LIMIT;
}

/* First rosters; for a large plan its bound, and rosters rounded from it. */
static pb_status begin(engine *e, pb_rng *rng, int32_t *ret_infeasible)
{
    eng_worker *w = &e->workers[0];
    eng_roster given;
    pb_status st = eng_roster_make(e, w->arena, &given);
    if (st != PB_OK)
        return st;
    if (e->opt->start != NULL)
        take_start(e, &given);
    st = eng_start(e, w, rng, ret_infeasible);
    pb_arena_reset(w->arena);
    if (st != PB_OK || *ret_infeasible >= 0 || !eng_large(e))
        return st;
    double now = eng_time(e), limit = e->opt->seconds;
    st = eng_dual(e, rng, DUAL_ROUNDS, limit > 0 ? now + 0.35 * (limit - now) : 0, ret_infeasible);
    pb_arena_reset(w->arena);
    if (st == PB_OK && *ret_infeasible < 0 && e->loose && !e->opt->bound_only && e->best.cost != INT64_MAX &&
        eng_uses(e, PB_PART_RAMP))
        st = eng_start_again(e, w, rng);
    pb_arena_reset(w->arena);
    return st;
}

/* A tree needs hundreds of nodes of a part of the root's time each; without a clock, small plans only. */
static bool worth_proving(const engine *e, double root_s)
{
    double gap = (double)(e->best.cost - e->bound) / fabs((double)e->best.cost + 1e-9);
    if (!eng_uses(e, PB_PART_TREE))
        return false;
    if ((int64_t)e->p->n_people * e->p->n_days <= SMALL_PLAN)
        return true;
    if (e->opt->seconds <= 0)
        return false;
    return root_s < 0.002 * e->opt->seconds || (root_s < 0.02 * e->opt->seconds && gap < 0.01);
}

/* Neighbourhoods go before a tree for so many times the root's time, or for a share of what is left if that is less: a
 * tree that takes a moment is not to wait for a long limit. */
static double until_tree(const engine *e, double share, double root_s)
{
    double now = eng_time(e), most = share * (e->opt->seconds - now), some = FIRST_S + ROOTS * root_s;
    return now + (some < most ? some : most);
}

/* One thread and a clock: a short tree soon; one of more time later, after more neighbourhoods. */
static pb_status prove_alone(engine *e, pb_rng *rng, double root_s)
{
    double left = e->opt->seconds - eng_time(e), end = eng_time(e) + TREE_SHARE * left;
    pb_status st = eng_search(e, rng, until_tree(e, 0.15, root_s), 0, 0);
    if (st == PB_OK && !eng_done(e) && !eng_over(e))
        st = eng_prove(e, eng_time(e) + 0.1 * left, INT64_MAX);
    if (st == PB_OK && !eng_done(e))
        st = eng_search(e, rng, eng_time(e) + 0.15 * left, 0, 0);
    return st == PB_OK && !eng_done(e) && !eng_over(e) ? eng_prove(e, end, INT64_MAX) : st;
}

/* Neighbourhoods for a part of the time, then branch and price: beside them where there are threads for both. */
static pb_status prove(engine *e, pb_rng *rng, double root_s)
{
    double limit = e->opt->seconds;
    if (limit > 0 && e->opt->threads > 1 && e->opt->rounds <= 0) {
        double end = eng_time(e) + TREE_SHARE * (limit - eng_time(e));
        pb_status st = eng_search(e, rng, until_tree(e, 0.03, root_s), 0, 0);
        return st == PB_OK && !eng_done(e) ? eng_search(e, rng, 0, 0, end) : st;
    }
    if (limit > 0)
        return prove_alone(e, rng, root_s);
    int64_t half = e->opt->rounds > 1 ? e->opt->rounds / 2 : e->opt->rounds;
    pb_status st = eng_search(e, rng, 0, half, 0);
    return st == PB_OK && !eng_done(e) && !eng_over(e) ? eng_prove(e, 0, SMALL_NODES) : st;
}

static pb_status run(engine *e, int32_t *ret_infeasible)
{
    pb_rng rng = pb_rng_seed(e->opt->seed);
    pb_status st = begin(e, &rng, ret_infeasible);
    if (st != PB_OK || *ret_infeasible >= 0 || e->best.cost == INT64_MAX || eng_over(e))
        return st;
    double root_s = INFINITY;
    if (!eng_large(e))
        st = eng_root(e, &rng, &root_s);
    pb_arena_reset(e->workers[0].arena);
    if (e->opt->bound_only)
        return st;
    if (st == PB_OK && !eng_done(e) && worth_proving(e, root_s))
        st = prove(e, &rng, root_s);
    return st == PB_OK && !eng_done(e) ? eng_search(e, &rng, 0, e->opt->rounds, 0) : st;
}

pb_status pb_engine_solve(const pb_problem *p, const pb_engine_options *opt, const pb_allocator *al,
                        pb_choice *roster, pb_engine_result *ret)
{
    if (opt->threads < 1 || opt->threads > 64 || (opt->seconds > 0 && opt->now_s == NULL))
        return PB_ERR_DOMAIN;
    pb_status st = pb_problem_check(p);
    if (st != PB_OK)
        return st;
    engine e = {.p = p, .opt = opt, .al = al};
    int32_t infeasible = -1;
    st = eng_make(&e);
    if (st == PB_OK)
        st = run(&e, &infeasible);
    if (st == PB_OK) {
        *ret = (pb_engine_result){.status = answer(&e, infeasible), .objective = e.best.cost, .bound = e.bound,
                                .person = infeasible, .rounds = e.round, .proven = e.proven,
                                .priced = opt->prices != NULL && e.have_root_y};
        if (opt->prices != NULL && ret->priced)
            memcpy(opt->prices, e.root_y, (size_t)p->n_rows * sizeof *opt->prices);
        if (e.best.cost != INT64_MAX)
            memcpy(roster, e.best.at, (size_t)p->n_people * (size_t)p->n_days * sizeof *roster);
    }
    eng_free(&e);
    return st;
}
