/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Small random problems: pricing and the engine against plain enumeration. The enumeration shares only
 * problem.c's cost, which test_problem_cost checks by hand-counted examples.
 */
#include "random_problem.h"

#include "planner/price.h"
#include "planner/pricer.h"

#include <setjmp.h>
#include <math.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <cmocka.h>

/* Cheapest lawful days of person 0 at row prices y, scaled; PB_DP_NONE = none. */
static int64_t priced_by_enumeration(const pb_problem *p, const int32_t *y, int32_t scale)
{
    pb_choice days[DAYS_MAX] = {{0, 0}};
    int64_t best = PB_DP_NONE;
    int32_t *count = calloc((size_t)p->n_rows + 1, sizeof *count);
    do {
        int64_t broken, cost = pb_person_cost(p, 0, days, &broken) * scale;
        if (broken > 0)
            continue;
        memset(count, 0, (size_t)p->n_rows * sizeof *count);
        for (int32_t d = 0; d < p->n_days; d++)
            pb_cell_count(p, p->people[0].traits, d, days[d], 1, count);
        for (int32_t r = 0; r < p->n_rows; r++)
            cost -= (int64_t)count[r] * y[r];
        best = cost < best ? cost : best;
    } while (next_days(p, days));
    free(count);
    return best;
}

static void pricing_equals_enumeration(void **state)
{
    (void)state;
    pb_arena *a = pb_arena_new(NULL);
    pb_dp *dp;
    assert_int_equal(pb_dp_new(NULL, &dp), PB_OK);
    int none = 0;
    for (uint64_t seed = 0; seed < 4000; seed++) {
        pb_arena_reset(a);
        pb_rng r = pb_rng_stream(11, seed);
        pb_problem p;
        make_problem(a, &r, 1, &p);
        int32_t scale;
        assert_int_equal(pb_scale(&p, &scale), PB_OK);
        int32_t *y = PB_NEW_ARRAY(a, (size_t)p.n_rows, int32_t);
        for (int32_t i = 0; i < p.n_rows; i++) {
            int64_t lo, hi;
            pb_row_range(&p, &p.rows[i], scale, &lo, &hi);
            y[i] = draw(&r, (int32_t)lo, (int32_t)hi);
        }
        pb_prices prices;
        assert_int_equal(pb_prices_make(a, &p, &prices), PB_OK);
        pb_prices_set(&prices, &p, p.people[0].traits, y, 0, p.n_days);
        int64_t want = priced_by_enumeration(&p, y, scale), broken;
        pb_view v;
        pb_view_whole(&p, 0, &v);
        pb_pricer s;
        assert_int_equal(pb_pricer_make(a, &p, 0, &s), PB_OK);
        pb_pricing how = {.mask = p.people[0].allowed, .cost = prices.cost, .scale = scale, .tries = 40,
                          .exact = true, .max_cells = seed % 3 == 0 ? 60 : 0};
        pb_priced got;
        int16_t days[DAYS_MAX];
        pb_status st = pb_pricer_solve(&s, dp, &p, &v, &how, &got, days);
        if (how.max_cells > 0) { /* multipliers: the bound holds, the value is lawful */
            if (st == PB_ERR_LIMIT)
                continue;
            assert_int_equal(st, PB_OK);
            assert_true(got.bound <= want);
            assert_true(got.value >= want);
        } else {
            assert_int_equal(st, PB_OK);
            none += want >= PB_DP_NONE;
            if (got.value != want || got.bound != want)
                fprintf(stderr, "seed %d: %lld %lld, want %lld\n", (int)seed, (long long)got.value,
                        (long long)got.bound, (long long)want);
            assert_true(got.value == want);
            assert_true(got.bound == want);
        }
        if (got.value < PB_DP_NONE) {
            assert_true(pb_view_cost(&p, &v, prices.cost, scale, days, &broken) == got.value);
            assert_int_equal(broken, 0);
        }
    }
    assert_true(none > 50); /* some problems have no lawful days: that must be told too */
    pb_dp_free(dp);
    pb_arena_free(a);
}

/* Counts the lawful days of person 0 and leaves some of them in found (untouched where there are none). */
static int some_lawful_days(const pb_problem *p, pb_rng *r, pb_choice found[DAYS_MAX])
{
    pb_choice days[DAYS_MAX] = {{0, 0}};
    int n = 0;
    do {
        int64_t broken;
        (void)pb_person_cost(p, 0, days, &broken);
        if (broken == 0 && draw(r, 0, n) == 0)
            memcpy(found, days, sizeof days);
        n += broken == 0;
    } while (next_days(p, days));
    return n;
}

/* The least cost of lawful days that are as in kept outside d0 to d1. */
static int64_t cheapest_completion(const pb_problem *p, const pb_choice *kept, int32_t d0, int32_t d1)
{
    pb_choice days[DAYS_MAX] = {{0, 0}};
    int64_t best = INT64_MAX, broken;
    do {
        bool same = true;
        for (int32_t d = 0; d < p->n_days; d++)
            same = same && ((d >= d0 && d < d1) || days[d].choice == kept[d].choice);
        int64_t cost = pb_person_cost(p, 0, days, &broken);
        if (same && broken == 0 && cost < best)
            best = cost;
    } while (next_days(p, days));
    return best;
}

/* A part of the days, the rest kept: the cheapest completion by enumeration. */
static void pricing_part_equals_enumeration(void **state)
{
    (void)state;
    pb_arena *a = pb_arena_new(NULL);
    pb_dp *dp;
    assert_int_equal(pb_dp_new(NULL, &dp), PB_OK);
    int checked = 0;
    for (uint64_t seed = 0; seed < 3000; seed++) {
        pb_arena_reset(a);
        pb_rng r = pb_rng_stream(12, seed);
        pb_problem p;
        make_problem(a, &r, 1, &p);
        pb_choice found[DAYS_MAX];
        if (some_lawful_days(&p, &r, found) == 0)
            continue;
        int32_t d0 = draw(&r, 0, p.n_days - 1), d1 = draw(&r, d0 + 1, p.n_days);
        int64_t best = cheapest_completion(&p, found, d0, d1), broken;
        int64_t whole = pb_person_cost(&p, 0, found, &broken);
        pb_view v;
        int32_t *last = PB_NEW_ARRAY(a, (size_t)p.people[0].pattern->n_states, int32_t);
        pb_view_part(&p, 0, found, d0, d1, last, &v);
        pb_pricer s;
        assert_int_equal(pb_pricer_make(a, &p, 0, &s), PB_OK);
        int32_t *zero = PB_NEW_ARRAY(a, (size_t)p.n_days * (size_t)p.n_choices, int32_t);
        pb_pricing how = {.mask = p.people[0].allowed + d0, .cost = zero, .scale = 8, .tries = 40, .exact = true,
                          .fresh = true};
        pb_priced got;
        int16_t out[DAYS_MAX], had[DAYS_MAX];
        assert_int_equal(pb_pricer_solve(&s, dp, &p, &v, &how, &got, out), PB_OK);
        for (int32_t d = d0; d < d1; d++)
            had[d - d0] = found[d].choice;
        int64_t before = pb_view_cost(&p, &v, zero, 8, had, &broken);
        assert_int_equal(broken, 0);
        assert_true(got.value == got.bound);
        if (got.value - before != (best - whole) * 8)
            fprintf(stderr, "seed %d days %d-%d: %lld, want %lld\n", (int)seed, d0, d1, (long long)(got.value - before),
                    (long long)(best - whole) * 8);
        assert_true(got.value - before == (best - whole) * 8);
        checked++;
    }
    assert_true(checked > 1000);
    pb_dp_free(dp);
    pb_arena_free(a);
}

static int64_t enumerate(pb_arena *a, const pb_problem *p)
{
    pb_choice *rows = PB_NEW_ARRAY(a, 20000 * DAYS_MAX, pb_choice), days[DAYS_MAX];
    int32_t n[3] = {0}, from[3] = {0}, total = 0;
    for (int32_t i = 0; i < p->n_people; i++) {
        memset(days, 0, sizeof days);
        from[i] = total;
        do {
            int64_t broken;
            (void)pb_person_cost(p, i, days, &broken);
            if (broken == 0)
                memcpy(rows + DAYS_MAX * total++, days, sizeof days);
        } while (next_days(p, days));
        n[i] = total - from[i];
    }
    int64_t best = INT64_MAX;
    pb_choice *roster = PB_NEW_ARRAY(a, 3 * DAYS_MAX, pb_choice);
    if ((int64_t)n[0] * n[1] * (p->n_people > 2 ? n[2] : 1) > 150000)
        return INT64_MIN;
    int32_t k[3];
    for (k[0] = 0; k[0] < n[0]; k[0]++)
        for (k[1] = 0; k[1] < n[1]; k[1]++)
            for (k[2] = 0; k[2] < (p->n_people > 2 ? n[2] : 1); k[2]++) {
                for (int32_t i = 0; i < p->n_people; i++)
                    memcpy(roster + (size_t)i * (size_t)p->n_days, rows + DAYS_MAX * (from[i] + k[i]),
                           (size_t)p->n_days * sizeof *rows);
                pb_cost c;
                assert_int_equal(pb_problem_cost(p, roster, NULL, &c), PB_OK);
                assert_true(c.broken == 0);
                best = c.cost < best ? c.cost : best;
            }
    return best;
}

/* The engine's bound without GLPK's master and with small tables, and its rosters, against the same. */
static void large_ways_on_small_plans(void **state)
{
    (void)state;
    pb_arena *a = pb_arena_new(NULL);
    double open = 0;
    int compared = 0, optimal = 0;
    for (uint64_t seed = 3000; seed < 3250; seed++) {
        pb_arena_reset(a);
        pb_rng r = pb_rng_stream(13, seed);
        pb_problem p;
        make_problem(a, &r, draw(&r, 2, 3), &p);
        int64_t want = enumerate(a, &p);
        if (want == INT64_MIN)
            continue;
        pb_choice *roster = PB_NEW_ARRAY(a, 3 * DAYS_MAX, pb_choice);
        pb_engine_options o = {.rounds = 3, .threads = 1, .seed = seed, .master_rows = 1,
                               .bound_cells = seed % 2 == 0 ? 40 : 0};
        pb_engine_result res;
        assert_int_equal(pb_engine_solve(&p, &o, NULL, roster, &res), PB_OK);
        if (want == INT64_MAX) {
            assert_true(res.status == PB_ENGINE_INFEASIBLE || res.status == PB_ENGINE_NONE_FOUND);
            continue;
        }
        assert_true(res.bound <= want);
        assert_true(res.objective >= want);
        compared++;
        optimal += res.objective == want;
        open += (double)(want - res.bound) / (fabs((double)want) + 10.0);
    }
    print_message("%d compared, %d best, bound %.2f %% below on average\n", compared, optimal, 100 * open / compared);
    assert_true(compared > 100 && optimal > compared * 9 / 10 && open < 0.1 * compared);
    pb_arena_free(a);
}

static void solve_small(int threads, uint64_t first, uint64_t n)
{
    pb_arena *a = pb_arena_new(NULL);
    int optimal = 0, compared = 0, none = 0;
    for (uint64_t seed = first; seed < first + n; seed++) {
        pb_arena_reset(a);
        pb_rng r = pb_rng_stream(13, seed);
        pb_problem p;
        make_problem(a, &r, draw(&r, 2, 3), &p);
        int64_t want = enumerate(a, &p);
        if (want == INT64_MIN)
            continue;
        pb_choice *roster = PB_NEW_ARRAY(a, 3 * DAYS_MAX, pb_choice);
        pb_engine_options o = {.rounds = 8, .threads = threads, .seed = seed};
        pb_engine_result res;
        assert_int_equal(pb_engine_solve(&p, &o, NULL, roster, &res), PB_OK);
        if (want == INT64_MAX) {
            none++;
            assert_int_equal(res.status, PB_ENGINE_INFEASIBLE);
            continue;
        }
        compared++;
        assert_true(res.objective >= want);
        assert_true(res.bound <= want);
        pb_cost c;
        assert_int_equal(pb_problem_cost(&p, roster, NULL, &c), PB_OK);
        assert_int_equal(c.broken, 0);
        assert_true(c.cost == res.objective);
        optimal += res.status == PB_ENGINE_OPTIMAL;
        if (res.objective != want)
            fprintf(stderr, "seed %d: objective %lld bound %lld want %lld\n", (int)seed,
                    (long long)res.objective, (long long)res.bound, (long long)want);
        assert_true(res.objective == want);
    }
    print_message("%d compared, %d proven, %d without a roster\n", compared, optimal, none);
    pb_arena_free(a);
}

static void engine_equals_enumeration(void **state)
{
    (void)state;
    solve_small(1, 0, 300);
}

static void threads_change_nothing(void **state)
{
    (void)state;
    pb_arena *a = pb_arena_new(NULL);
    for (uint64_t seed = 500; seed < 600; seed++) {
        pb_arena_reset(a);
        pb_rng r = pb_rng_stream(14, seed);
        pb_problem p;
        make_problem(a, &r, 3, &p);
        pb_choice *one = PB_NEW_ARRAY(a, 3 * DAYS_MAX, pb_choice), *two = PB_NEW_ARRAY(a, 3 * DAYS_MAX, pb_choice);
        pb_engine_options o = {.rounds = 4, .threads = 1, .seed = seed, .master_rows = seed % 2 == 0 ? 1 : 0};
        pb_engine_result x, y;
        assert_int_equal(pb_engine_solve(&p, &o, NULL, one, &x), PB_OK);
        o.threads = 3;
        assert_int_equal(pb_engine_solve(&p, &o, NULL, two, &y), PB_OK);
        assert_int_equal(x.status, y.status);
        assert_memory_equal(&x.objective, &y.objective, sizeof x.objective);
        assert_memory_equal(one, two, (size_t)p.n_people * (size_t)p.n_days * sizeof *one);
    }
    pb_arena_free(a);
}

static double clock_s(void *ctx)
{
    (void)ctx;
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + 1e-9 * (double)t.tv_nsec;
}

/* Where the clock decides, threads take one neighbourhood after another, and one of them goes through the tree. */
static void threads_side_by_side(void **state)
{
    (void)state;
    pb_arena *a = pb_arena_new(NULL);
    int compared = 0, best = 0;
    for (uint64_t seed = 700; seed < 740; seed++) {
        pb_arena_reset(a);
        pb_rng r = pb_rng_stream(13, seed);
        pb_problem p;
        make_problem(a, &r, 3, &p);
        int64_t want = enumerate(a, &p);
        if (want == INT64_MIN || want == INT64_MAX)
            continue;
        pb_choice *roster = PB_NEW_ARRAY(a, 3 * DAYS_MAX, pb_choice);
        pb_engine_options o = {.seconds = 0.25, .threads = 3, .seed = seed, .now_s = clock_s, .without = seed % 2 == 0 ? PB_PART_TREE : 0};
        pb_engine_result res;
        assert_int_equal(pb_engine_solve(&p, &o, NULL, roster, &res), PB_OK);
        assert_true(res.objective >= want && res.bound <= want);
        if (res.objective == INT64_MAX)
            continue; /* a busy machine */
        pb_cost c;
        assert_int_equal(pb_problem_cost(&p, roster, NULL, &c), PB_OK);
        assert_true(c.broken == 0 && c.cost == res.objective);
        compared++;
        best += res.objective == want;
    }
    print_message("%d compared, %d best\n", compared, best);
    assert_true(best > compared * 3 / 4);
    pb_arena_free(a);
}

static void *fail_after(void *ctx, void *p, size_t size)
{
    int *left = ctx;
    if (size > 0 && (*left)-- <= 0)
        return NULL;
    return pb_allocator_libc.resize(pb_allocator_libc.ctx, p, size);
}

static void refuse_allocations(int32_t master_rows)
{
    pb_arena *a = pb_arena_new(NULL);
    pb_rng r = pb_rng_stream(13, 4);
    pb_problem p;
    make_problem(a, &r, 3, &p);
    pb_choice *roster = PB_NEW_ARRAY(a, 3 * DAYS_MAX, pb_choice);
    bool through = false;
    for (int n = 0; n < 100000 && !through; n += n < 200 ? 1 : 37) {
        int left = n;
        pb_allocator al = {.resize = fail_after, .ctx = &left};
        pb_engine_options o = {.rounds = 1, .threads = 1, .master_rows = master_rows};
        pb_engine_result res;
        pb_status st = pb_engine_solve(&p, &o, &al, roster, &res);
        assert_true(st == PB_OK || st == PB_ERR_NOMEM);
        through = st == PB_OK;
    }
    assert_true(through);
    pb_arena_free(a);
}

static void every_refused_allocation(void **state)
{
    (void)state;
    refuse_allocations(0);
    refuse_allocations(1);
}

/* test_engine_small N: that many problems through the engine and nothing else. */
int main(int argc, char **argv)
{
    if (argc > 1) {
        solve_small(1, 1000, strtoull(argv[1], NULL, 10));
        return 0;
    }
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(pricing_equals_enumeration),
        cmocka_unit_test(pricing_part_equals_enumeration),
        cmocka_unit_test(engine_equals_enumeration),
        cmocka_unit_test(large_ways_on_small_plans),
        cmocka_unit_test(threads_change_nothing),
        cmocka_unit_test(threads_side_by_side),
        cmocka_unit_test(every_refused_allocation),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
