/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A plan that is interrupted at once, or has no time, is still a roster that people can work. */
#include "world.h"

#include "support/cm.h"
#include "planner/audit.h"


enum { MONDAY = 20724, AGENTS = 12, DAYS = 7 };

static double late(void *ctx)
{
    double *now = ctx;
    return *now += 10;
}

static void try_it(const volatile int *interrupted, double limit_s)
{
    world *w = world_new("Asia/Shanghai", MONDAY, DAYS, 30);
    double now = 0;
    const pb_plan_options opt = {.first = PB_DATE_NONE, .seed = 1, .threads = 1, .interrupted = interrupted,
                                 .time_limit_s = limit_s, .clock_s = late, .clock_ctx = &now, .gap = 0.01};
    pb_plan_result plan;
    pb_audit audit;
    int duties = 0;

    (void)world_shift(w, "a", PB_EARLY, 480, 1020);
    (void)world_shift(w, "b", PB_LATE, 840, 1380);
    world_crew(w, AGENTS);
    world_need(w, 1, -1, 480, 840, 3);
    world_need(w, 1, -1, 840, 1380, 3);
    (void)world_rule(w, PB_RULE_MAX_DAYS_IN_ROW, 5, -1);
    assert_int_equal(pb_plan_make(w->arena, &w->ws, &w->req, &opt, &plan, NULL), PB_OK);
    assert_int_equal(pb_audit_roster(w->arena, &w->ws, &w->req, &plan.roster, NULL, w->first, w->n_days, &audit), PB_OK);
    assert_int_equal(audit.n_broken, 0);
    assert_true(audit.cost == plan.cost);
    for (size_t i = 0; i < plan.roster.n; i++)
        duties += plan.roster.at[i].shift >= 0;
    assert_true(duties >= 6 * DAYS * 9 / 10);
    world_free(w);
}

static void test_interrupted(void **state)
{
    volatile int yes = 1;
    (void)state;
    try_it(&yes, 0);
}

static void test_no_time(void **state)
{
    (void)state;
    try_it(NULL, 1);
}

/* A machine so slow that the search never ends by itself: the proof has its share of the time nevertheless. */
static double slow(void *ctx)
{
    double *now = ctx;
    return *now += 0.0008;
}

static void test_proof_has_its_time(void **state)
{
    world *w = world_new("Asia/Shanghai", MONDAY, DAYS, 30);
    double now = 0;
    const pb_plan_options opt = {.first = PB_DATE_NONE, .seed = 1, .threads = 1, .time_limit_s = 20, .clock_s = slow,
                                 .clock_ctx = &now, .gap = 0, .effort = 1000};
    pb_plan_result plan;

    (void)state;
    for (int i = 0; i < WORLD_SHIFTS; i++)
        (void)world_shift(w, pb_arena_printf(w->arena, "s%d", i), PB_DAY, 360 + 30 * i, 900 + 30 * i);
    world_crew(w, WORLD_AGENTS);
    world_need(w, 1, -1, 480, 840, 42);
    world_need(w, 1, -1, 840, 1200, 32);
    (void)world_rule(w, PB_RULE_MAX_DAYS_IN_ROW, 5, -1);
    assert_int_equal(pb_plan_make(w->arena, &w->ws, &w->req, &opt, &plan, NULL), PB_OK);
    assert_true(plan.n_columns > 5000); /* else its relaxation would have been solved at the begin */
    assert_true(plan.by_clock);
    assert_true((double)plan.bound > 0.8 * (double)plan.cost);
    world_free(w);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_interrupted),
        cmocka_unit_test(test_no_time),
        cmocka_unit_test(test_proof_has_its_time),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
