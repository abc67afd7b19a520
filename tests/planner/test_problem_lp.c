/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The programme that other solvers get: its optimum, by GLPK's branch and cut, is what the engine proves, with patterns
 * as rows and as flows; what has no roster has no solution there either. Then short rules out of automata whose rules are known.
 */
#include "random_problem.h"

#include "bench/desk_make.h"
#include "bench/lp_write.h"
#include "planner/pattern_rules.h"
#include "planner/problem_lp.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

/* The optimum in cost units; INT64_MAX: no solution. */
static int64_t optimum(const pb_problem *p, bool flows, problem_lp_size *size)
{
    pb_lp_env *env;
    pb_lp *lp;
    assert_int_equal(pb_lp_env_new(NULL, 0, &env), PB_OK);
    assert_int_equal(problem_lp_make(p, flows, NULL, env, &lp, size), PB_OK);
    pb_mip_options o = {.cutoff = INFINITY, .nodes = 100000};
    pb_mip_result r;
    assert_int_equal(pb_lp_mip(lp, &o, &r), PB_OK);
    assert_true(r.answer == PB_LP_OPTIMAL || r.answer == PB_LP_INFEASIBLE);
    int64_t value = INT64_MAX;
    if (r.answer == PB_LP_OPTIMAL) {
        value = llround(r.objective);
        assert_true(fabs(r.objective - (double)value) < 1e-5);
    }
    pb_lp_env_free(env);
    return value;
}

static void same_as_the_engine(void **state)
{
    (void)state;
    pb_arena *a = pb_arena_new(NULL);
    int compared = 0, none = 0, rules = 0, flows = 0;
    for (uint64_t seed = 0; seed < 120; seed++) {
        pb_arena_reset(a);
        pb_rng r = pb_rng_stream(17, seed);
        pb_problem p;
        make_problem(a, &r, draw(&r, 2, 3), &p);
        pb_choice *roster = PB_NEW_ARRAY(a, 3 * DAYS_MAX, pb_choice);
        pb_engine_options o = {.rounds = 8, .threads = 1, .seed = seed};
        pb_engine_result e;
        assert_int_equal(pb_engine_solve(&p, &o, NULL, roster, &e), PB_OK);
        if (e.status != PB_ENGINE_OPTIMAL && e.status != PB_ENGINE_INFEASIBLE)
            continue;
        int64_t want = e.status == PB_ENGINE_OPTIMAL ? e.objective : INT64_MAX;
        problem_lp_size size, all_flows;
        int64_t short_rules = optimum(&p, false, &size), only_flows = optimum(&p, true, &all_flows);
        if (short_rules != want || only_flows != want)
            fprintf(stderr, "seed %d: rules %lld flows %lld want %lld\n", (int)seed, (long long)short_rules,
                    (long long)only_flows, (long long)want);
        assert_true(short_rules == want);
        assert_true(only_flows == want);
        assert_true(size.n_rules + size.n_flows == p.n_people && all_flows.n_flows == p.n_people);
        compared += e.status == PB_ENGINE_OPTIMAL;
        none += e.status == PB_ENGINE_INFEASIBLE;
        rules += size.n_rules;
        flows += size.n_flows;
    }
    print_message("%d compared, %d without a roster; %d people by rules, %d by flows\n", compared, none, rules, flows);
    assert_true(compared >= 50 && none >= 5 && rules >= 30 && flows >= 30);
    pb_arena_free(a);
}

/* A desk's rest, runs, weekends and meals, small enough for GLPK. */
static void same_as_the_engine_on_a_desk(void **state)
{
    (void)state;
    pb_arena *a = pb_arena_new(NULL);
    for (uint64_t seed = 1; seed <= 3; seed++) {
        desk_spec spec = {.agents = 2, .days = 3, .slot_minutes = 30, .load = 1.0, .seed = seed};
        pb_problem p;
        problem_lp_size size;
        assert_int_equal(desk_make(a, &spec, &p), PB_OK);
        pb_choice *roster = PB_NEW_ARRAY(a, (size_t)p.n_people * (size_t)p.n_days, pb_choice);
        pb_engine_options o = {.rounds = 30, .threads = 1, .seed = seed};
        pb_engine_result e;
        assert_int_equal(pb_engine_solve(&p, &o, NULL, roster, &e), PB_OK);
        assert_int_equal(e.status, PB_ENGINE_OPTIMAL);
        assert_true(optimum(&p, false, &size) == e.objective);
        assert_int_equal(size.n_rules, p.n_people);
    }
    pb_arena_free(a);
}

/* Off, early, late: at most three days in a row, at least two off, no early after a late. */
static void rules_of_a_known_automaton(void **state)
{
    (void)state;
    pb_arena *a = pb_arena_new(NULL);
    static const uint8_t works[3] = {0, 1, 1}, rests[3] = {1, 0, 0}, late[3] = {0, 0, 1}, early[3] = {0, 1, 0};
    static const uint8_t *const sets[2] = {late, early};
    pb_run_rule runs[2] = {{.in = works, .max = 3}, {.in = rests, .min = 2, .max = PB_NO_LIMIT}};
    pb_sequence_rule seq = {.length = 2, .sets = sets};
    pb_pattern_spec spec = {.n_symbols = 3, .works = works, .n_runs = 2, .runs = runs, .n_sequences = 1, .sequences = &seq};
    pb_pattern t = {0};
    int32_t start;
    assert_int_equal(pb_pattern_build(a, &spec, &t, &start), PB_OK);
    pattern_rules r;
    assert_int_equal(pattern_rules_make(a, &t, start, &r), PB_OK);
    assert_true(r.exact);
    assert_int_equal(r.n_pairs, 1);
    assert_memory_equal(r.first, late, 3);
    assert_memory_equal(r.second, early, 3);
    assert_memory_equal(r.works, works, 3);
    assert_int_equal(r.n_words, 2);
    assert_int_equal(r.words[0].length, 3); /* worked, off, worked */
    assert_int_equal(r.words[0].worked, 5);
    assert_int_equal(r.words[1].length, 4); /* four worked */
    assert_int_equal(r.words[1].worked, 15);

    /* What no pair or word of days says: no late, early, late; and what is priced. */
    static const uint8_t *const three[3] = {late, early, late};
    pb_sequence_rule odd = {.length = 3, .sets = three}, dear = {.length = 2, .sets = sets, .price = 4};
    spec.sequences = &odd;
    assert_int_equal(pb_pattern_build(a, &spec, &t, &start), PB_OK);
    assert_int_equal(pattern_rules_make(a, &t, start, &r), PB_OK);
    assert_false(r.exact);
    spec.sequences = &dear;
    assert_int_equal(pb_pattern_build(a, &spec, &t, &start), PB_OK);
    assert_int_equal(pattern_rules_make(a, &t, start, &r), PB_OK);
    assert_false(r.exact);
    pb_arena_free(a);
}

static void what_cannot_be_written(void **state)
{
    (void)state;
    pb_arena *a = pb_arena_new(NULL);
    pb_rng r = pb_rng_stream(17, 1);
    pb_problem p;
    char error[128];
    make_problem(a, &r, 2, &p);
    assert_int_equal(problem_lp_write(&p, "/nowhere/at/all.mps", error, sizeof error), PB_ERR_IO);
    assert_non_null(strstr(error, "cannot be written"));
    p.base_cost = INT64_MAX / 2;
    assert_int_equal(problem_lp_write(&p, "/nowhere/at/all.mps", error, sizeof error), PB_ERR_LIMIT);
    assert_non_null(strstr(error, "too large"));
    p.n_words = 7;
    assert_int_equal(problem_lp_write(&p, "/nowhere/at/all.mps", error, sizeof error), PB_ERR_DOMAIN);
    pb_arena_free(a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(same_as_the_engine),
        cmocka_unit_test(same_as_the_engine_on_a_desk),
        cmocka_unit_test(rules_of_a_known_automaton),
        cmocka_unit_test(what_cannot_be_written),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
