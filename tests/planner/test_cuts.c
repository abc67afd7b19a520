/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Cuts of whole numbers: who takes a meal is missed by somebody; half a person more mends that in the relaxation only. */
#include "world.h"

#include "support/cm.h"
#include "planner/plan_engine.h"
#include "planner/plan_proof.h"

enum { MONDAY = 20724, AGENTS = 7, DAYS = 2, WORLDS = 120 };

typedef struct answer {
    double best, relaxed, bound; /* money: by branch and cut, of the plain relaxation, of the engine */
} answer;

/* People without a contract: only the cover costs. */
static void people(world *w, int n)
{
    for (int i = 0; i < n; i++)
        (void)world_agent(w, pb_arena_printf(w->arena, "g%d", i), 1, NAN);
}

static answer ask(world *w)
{
    pb_instance in;
    pb_proof exact = {.want = PB_PROOF_EXACT}, relaxed = {.want = PB_PROOF_BOUND};
    pb_engine_run run = {.rounds = 1, .threads = 1, .seed = 1, .bound_only = true, .nodes = 1};
    answer a;

    assert_int_equal(pb_instance_make(w->arena, &w->ws, &w->req, NULL, w->first, w->n_days, &in, NULL), PB_OK);
    assert_int_equal(pb_proof_run(w->arena, &in, &exact), PB_OK);
    assert_int_equal(pb_proof_run(w->arena, &in, &relaxed), PB_OK);
    assert_non_null(exact.places);
    run.start = exact.places;
    assert_int_equal(pb_plan_engine(w->arena, &in, &run), PB_OK);
    assert_true(run.any_bound);
    a.best = (double)(exact.bound + (pb_money)exact.slack) / 1000;
    a.relaxed = (double)relaxed.bound / 1000;
    a.bound = (double)run.bound / 1000;
    return a;
}

/* Three are needed for nine hours, each away for one hour of three: three people miss 3 hours (300), four miss one and are one
 * too many for six (100 + 180), four and a half miss none (270). */
static void test_nobody_is_half(void **state)
{
    world *w = world_new("Asia/Shanghai", MONDAY, DAYS, 60);
    answer a;

    (void)state;
    (void)world_shift(w, "a", PB_DAY, 480, 1020);
    people(w, AGENTS);
    world_need(w, 1, -1, 480, 1020, 3);
    (void)world_rule(w, PB_RULE_SHORT_COVER, 0, 100);
    (void)world_rule(w, PB_RULE_OVER_COVER, 0, 30);
    a = ask(w);
    world_free(w);
    assert_true(fabs(a.best - DAYS * 280) < 0.1);
    assert_true(a.relaxed < DAYS * 270 + 0.1);
    assert_true(fabs(a.bound - a.best) < 0.1);
}

/* Never above the best roster, and often at it where the relaxation is not. */
static void test_any_need(void **state)
{
    int open = 0, shut = 0;

    (void)state;
    for (uint64_t seed = 1; seed <= WORLDS; seed++) {
        pb_rng g = pb_rng_seed(seed);
        world *w = world_new("Asia/Shanghai", MONDAY, DAYS, pb_rng_below(&g, 2) ? 30 : 60);
        int need = 1 + (int)pb_rng_below(&g, 4);
        (void)world_shift(w, "a", PB_EARLY, 480, 1020);
        if (pb_rng_below(&g, 2))
            (void)world_shift(w, "b", PB_LATE, 720, 1260);
        people(w, AGENTS - (int)pb_rng_below(&g, 2));
        world_need(w, 1, -1, 480, 840, need);
        world_need(w, 1, -1, 840, 1020, need + (int)pb_rng_below(&g, 2));
        (void)world_rule(w, PB_RULE_SHORT_COVER, 0, 100);
        (void)world_rule(w, PB_RULE_OVER_COVER, 0, 5 + 10 * (int)pb_rng_below(&g, 4));
        answer a = ask(w);
        world_free(w);
        assert_true(a.bound < a.best + 0.1);
        open += a.relaxed < a.best * 0.98 - 0.1;
        shut += a.relaxed < a.best * 0.98 - 0.1 && a.bound > a.best * 0.995 - 0.1;
    }
    print_message("%d relaxations open, %d of them closed\n", open, shut);
    assert_true(open >= WORLDS / 8);
    assert_true(shut >= open / 2);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_nobody_is_half), cmocka_unit_test(test_any_need)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
