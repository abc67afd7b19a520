/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A team's instance and its translation for the roster engine, on random workspaces and random rosters:
 * a roster that keeps the hard rules keeps them in the problem too and costs no more there; where the
 * translation calls itself exact, costs are equal. And the engine's bound, over all totals of fair shares, is
 * never above the proven optimum of the exact programme.
 * usage: test_team_problem FIRST_SEED COUNT
 */
#include "planner/board.h"
#include "planner/plan_engine.h"
#include "planner/plan_proof.h"
#include "planner/plan_shares.h"
#include "planner/team_problem.h"
#include "random_world.h"

#include <stdio.h>
#include <stdlib.h>

enum { ROSTERS = 20 };

typedef struct tally {
    int worlds, translated, exact, lawful, equal, bad;
} tally;

static void draw(pb_rng *g, const pb_instance *in, pb_board *b)
{
    for (int32_t agent = 0; agent < in->n_agents; agent++) {
        for (int32_t day = 0; day < in->n_days; day++) {
            int64_t at = (int64_t)agent * in->n_days + day;
            int32_t n = in->choice0[at + 1] - in->choice0[at], alt = 0;
            if (n > 0 && (!in->may_off[at] || pb_rng_below(g, 3) > 0))
                alt = in->choice[in->choice0[at] + (int32_t)pb_rng_below(g, (uint64_t)n)];
            pb_board_set(b, agent, day, alt ? in->alts[alt].place0 +
                                        (int32_t)pb_rng_below(g, (uint64_t)in->alts[alt].n_places) : 0);
        }
        pb_board_line(b, agent);
    }
}

static void totals_of(const pb_board *b, int64_t *totals)
{
    for (int32_t i = 0; i < b->in->n_fair; i++) {
        const pb_fair *f = &b->in->fair[i];
        totals[i] = 0;
        for (int32_t k = 0; k < f->n; k++)
            totals[i] += f->base[k] + b->fair[(int64_t)i * b->in->n_agents + f->agent[k]];
    }
}

static int complain(uint64_t seed, const char *what, double instance, double problem)
{
    fprintf(stderr, "world %llu: %s: instance %.3f, problem %.3f\n", (unsigned long long)seed, what, instance, problem);
    return 1;
}

static int judge(uint64_t seed, pb_arena *a, const pb_instance *in, const pb_board *b, tally *y)
{
    size_t cells = (size_t)in->n_agents * in->n_days;
    pb_choice *roster = PB_NEW_ARRAY(a, cells, pb_choice);
    int64_t *totals = PB_NEW_ARRAY(a, in->n_fair + 1, int64_t);
    pb_line_sum sum = pb_board_sum(b);
    pb_team_problem t;
    pb_cost c;
    pb_money cost;
    pb_status s;

    totals_of(b, totals);
    s = pb_team_problem_make(a, in, totals, &t);
    if (s)
        return s == PB_ERR_LIMIT ? 0 : complain(seed, "status", 0, s);
    for (size_t i = 0; i < cells; i++) {
        roster[i] = pb_team_choice(in, &t, b->place[i]);
        if (pb_team_place(in, &t, (int32_t)(i % (size_t)in->n_days), roster[i]) != b->place[i])
            return complain(seed, "place", b->place[i], roster[i].choice);
    }
    if (pb_problem_cost(&t.problem, roster, NULL, &c))
        return complain(seed, "no memory", 0, 0);
    cost = c.cost * t.unit;
    y->translated++;
    y->exact += t.exact;
    if (sum.hard)
        return 0;
    y->lawful++;
    if (c.broken)
        return complain(seed, "a lawful roster breaks something", (double)sum.soft / 1000, (double)c.broken);
    if (cost > sum.soft || (t.exact && cost != sum.soft))
        return complain(seed, t.exact ? "cost (exact)" : "cost", (double)sum.soft / 1000, (double)cost / 1000);
    y->equal += cost == sum.soft;
    return 0;
}

static int one(uint64_t seed, bool hard, tally *y)
{
    const random_size size = {3, 8, 4, 14, 2, 5, 14, hard, true};
    world *w = random_world(seed, &size);
    pb_rng g = pb_rng_seed(seed);
    pb_instance in;
    pb_board *b;
    int bad = 0;

    if (pb_instance_make(w->arena, &w->ws, &w->req, NULL, w->first, w->n_days, &in, NULL) != PB_OK)
        return complain(seed, "instance", 0, 0);
    b = pb_board_new(w->arena, &in);
    for (int i = 0; !bad && b && i < ROSTERS; i++) {
        draw(&g, &in, b);
        bad = judge(seed, w->arena, &in, b, y);
    }
    y->worlds++;
    world_free(w);
    return bad || !b;
}

static int too_high(uint64_t seed, const pb_engine_run *run, pb_line_sum sum)
{
    if (!run->any_bound || sum.hard || run->bound <= sum.soft)
        return 0;
    return complain(seed, "the bound is above a lawful roster", (double)sum.soft / 1000, (double)run->bound / 1000);
}

typedef struct looks {
    int left;
} looks;

/* A clock that runs out after so many looks at it. */
static double countdown(void *ctx)
{
    looks *l = ctx;
    return l->left-- > 0 ? 0 : 2;
}

/* Wherever the watch cuts it, what is proven is a bound. */
static int cut_short(uint64_t seed, pb_arena *a, const pb_instance *in, const pb_engine_run *whole, pb_line_sum sum)
{
    int bad = 0;
    for (int after = 5; !bad && after < 700; after *= 3) {
        pb_engine_run run = {.rounds = 1, .threads = 1, .seed = seed, .bound_only = true, .nodes = whole->nodes,
                             .start = whole->start};
        looks l = {after};
        run.watch = (pb_watch){countdown, &l, 1, NULL};
        if (pb_plan_engine(a, in, &run) != PB_OK)
            bad = complain(seed, "engine, cut short", 0, after);
        else
            bad = too_high(seed, &run, sum);
    }
    return bad;
}

/* The optimum by branch and cut alone, and the bound from that roster's totals. */
static int bounded(uint64_t seed, int *n_bounds, int *n_weekends)
{
    const random_size size = {3, 4, 4, 6, 2, 3, 8, seed % 2 == 0, true};
    world *w = random_world(seed, &size);
    pb_instance in;
    pb_proof exact = {.want = PB_PROOF_EXACT};
    pb_engine_run run = {.rounds = 1, .threads = 1, .seed = seed, .bound_only = true, .nodes = 24};
    int bad = 0;

    if (pb_instance_make(w->arena, &w->ws, &w->req, NULL, w->first, w->n_days, &in, NULL) != PB_OK ||
        pb_proof_run(w->arena, &in, &exact) != PB_OK)
        bad = complain(seed, "proof", 0, 0);
    if (!bad && exact.places && !exact.infeasible) {
        pb_board *b = pb_board_new(w->arena, &in);
        for (int32_t i = 0; i < in.n_agents * in.n_days; i++)
            pb_board_set(b, i / in.n_days, i % in.n_days, exact.places[i]);
        for (int32_t i = 0; i < in.n_agents; i++)
            pb_board_line(b, i);
        run.start = exact.places;
        if (pb_plan_engine(w->arena, &in, &run) != PB_OK)
            bad = complain(seed, "engine", 0, 0);
        else
            bad = too_high(seed, &run, pb_board_sum(b)) || cut_short(seed, w->arena, &in, &run, pb_board_sum(b));
        *n_bounds += run.any_bound;
        for (int32_t i = 0; run.any_bound && i < in.n_fair; i++)
            *n_weekends += pb_shares_weekend(&in, i);
    }
    world_free(w);
    return bad;
}

int main(int argc, char **argv)
{
    int n_bounds = 0, n_weekends = 0;
    uint64_t first = argc > 1 ? strtoull(argv[1], NULL, 10) : 1;
    int n = argc > 2 ? atoi(argv[2]) : 50;
    tally y = {0};

    for (int i = 0; i < n; i++)
        y.bad += one(first + (uint64_t)i, i % 4 == 0, &y);
    for (int i = 0; i < n / 2; i++)
        y.bad += bounded(first + (uint64_t)i, &n_bounds, &n_weekends);
    printf("%d worlds, %d rosters translated, %d exact, %d lawful, %d of them equal, %d worlds disagree\n", y.worlds,
           y.translated, y.exact, y.lawful, y.equal, y.bad);
    printf("%d bounds compared with the optimum, %d totals of weekends in them\n", n_bounds, n_weekends);
    return y.bad || y.exact < n || n_bounds == 0 || (n >= 50 && n_weekends == 0) ? 1 : 0;
}
