/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * More resources than the pricing programme can track (twelve): the rest is priced by multipliers, so the
 * bound stays a bound and rosters stay lawful. More than PB_MAX_RESOURCES are refused.
 */
#include "random_problem.h"

#include "planner/price.h"
#include "planner/pricer.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

enum { TOO_MANY = 13, MANY = 20 };

/* One that counts a random set of choices, with a hard or a priced most; the pricer tracks priced ones at once. */
static void add_limit(pb_arena *a, pb_rng *r, const pb_problem *p, pb_resource *res)
{
    int32_t *use = PB_NEW_ARRAY(a, CHOICES_MAX, int32_t);
    pb_window *w = PB_NEW(a, pb_window);
    for (int32_t c = 1; c < p->n_choices; c++)
        use[c] = draw(r, 0, 3) == 0;
    bool priced = draw(r, 0, 2) == 0;
    int32_t most = draw(r, 1, p->n_days);
    *w = (pb_window){.first = 0, .last = p->n_days - 1, .max = priced ? PB_NO_LIMIT : most, .soft_max = most,
                     .over_price = priced ? draw(r, 1, 4) : 0};
    *res = (pb_resource){.use = use, .n_windows = 1, .windows = w};
}

static void with_many_resources(pb_arena *a, pb_rng *r, int32_t n, pb_problem *p)
{
    pb_person *q = PB_NEW_ARRAY(a, (size_t)p->n_people, pb_person);
    memcpy(q, p->people, (size_t)p->n_people * sizeof *q);
    for (int32_t i = 0; i < p->n_people; i++) {
        pb_resource *res = PB_NEW_ARRAY(a, (size_t)n, pb_resource);
        for (int32_t k = 0; k < n; k++)
            add_limit(a, r, p, &res[k]);
        q[i].resources = res;
        q[i].n_resources = n;
    }
    p->people = q;
}

/* The cheapest lawful days of the only person when nothing else is there: by the problem's own cost. */
static int64_t cheapest(const pb_problem *p)
{
    pb_choice days[DAYS_MAX] = {{0, 0}};
    int64_t best = INT64_MAX;
    do {
        pb_cost c;
        assert_int_equal(pb_problem_cost(p, days, NULL, &c), PB_OK);
        if (c.broken == 0 && c.cost < best)
            best = c.cost;
    } while (next_days(p, days));
    return best;
}

static void rosters_and_bounds_hold(void **state)
{
    (void)state;
    pb_arena *a = pb_arena_new(NULL);
    int compared = 0, best = 0, none = 0;
    for (uint64_t seed = 0; seed < 100; seed++) {
        pb_arena_reset(a);
        pb_rng r = pb_rng_stream(31, seed);
        pb_problem p;
        make_problem(a, &r, 1, &p);
        with_many_resources(a, &r, draw(&r, TOO_MANY, MANY), &p);
        assert_int_equal(pb_problem_check(&p), PB_OK);
        int64_t want = cheapest(&p);
        pb_choice roster[DAYS_MAX];
        pb_engine_options o = {.rounds = 4, .threads = 1, .seed = seed, .master_rows = seed % 2 == 0 ? 1 : 0};
        pb_engine_result res;
        assert_int_equal(pb_engine_solve(&p, &o, NULL, roster, &res), PB_OK);
        if (want == INT64_MAX) {
            none++;
            assert_true(res.status == PB_ENGINE_INFEASIBLE || res.status == PB_ENGINE_NONE_FOUND);
            continue;
        }
        compared++;
        assert_true(res.bound <= want);
        assert_true(res.status != PB_ENGINE_INFEASIBLE);
        if (res.status == PB_ENGINE_NONE_FOUND)
            continue;
        pb_cost c;
        assert_int_equal(pb_problem_cost(&p, roster, NULL, &c), PB_OK);
        assert_int_equal(c.broken, 0);
        assert_true(c.cost == res.objective && res.objective >= want);
        best += res.objective == want;
    }
    print_message("%d compared, %d best, %d without a roster\n", compared, best, none);
    assert_true(compared > 50 && best > compared * 9 / 10);
    pb_arena_free(a);
}

/* The programme itself says that it cannot: the pricer is who drops and prices. */
static void too_many_tracked_is_a_limit(void **state)
{
    (void)state;
    pb_arena *a = pb_arena_new(NULL);
    pb_rng r = pb_rng_seed(5);
    pb_problem p;
    make_problem(a, &r, 1, &p);
    with_many_resources(a, &r, TOO_MANY, &p);
    int32_t *zero = PB_NEW_ARRAY(a, (size_t)p.n_days * (size_t)p.n_choices, int32_t);
    pb_dp *dp;
    assert_int_equal(pb_dp_new(NULL, &dp), PB_OK);
    pb_dp_task t = {.day1 = p.n_days, .start = p.people[0].start, .mask = p.people[0].allowed, .cost = zero,
                    .scale = 1, .tracked = ((uint64_t)1 << TOO_MANY) - 1};
    pb_dp_answer got;
    int16_t days[DAYS_MAX];
    assert_int_equal(pb_dp_solve(dp, &p, &t, 0, &got, days), PB_ERR_LIMIT);
    t.tracked >>= 1; /* one less */
    assert_int_equal(pb_dp_solve(dp, &p, &t, 0, &got, days), PB_OK);
    pb_dp_free(dp);
    pb_arena_free(a);
}

static void beyond_the_form_is_refused(void **state)
{
    (void)state;
    pb_arena *a = pb_arena_new(NULL);
    pb_rng r = pb_rng_seed(6);
    pb_problem p;
    make_problem(a, &r, 1, &p);
    with_many_resources(a, &r, PB_MAX_RESOURCES, &p);
    assert_int_equal(pb_problem_check(&p), PB_OK);
    with_many_resources(a, &r, PB_MAX_RESOURCES + 1, &p);
    assert_int_equal(pb_problem_check(&p), PB_ERR_DOMAIN);
    pb_arena_free(a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(rosters_and_bounds_hold),
        cmocka_unit_test(too_many_tracked_is_a_limit),
        cmocka_unit_test(beyond_the_form_is_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
