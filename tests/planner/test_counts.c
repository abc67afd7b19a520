/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A part of a problem with its breaks by counts: against plain enumeration of the days that are free, on small random
 * problems; the days read back cost what the programme says. Then the neighbourhoods: not dearer than what they began with,
 * and the same on any number of threads where rounds alone decide.
 */
#include "random_problem.h"

#include "bench/desk_make.h"
#include "planner/problem_lp.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

enum { PEOPLE_MAX = 3 };

typedef struct small {
    pb_problem p;
    pb_choice *roster;   /* lawful */
    int32_t *count;
    uint8_t free_day[DAYS_MAX];
    const uint64_t *mask[PEOPLE_MAX];
} small;

static size_t cells(const pb_problem *p)
{
    return (size_t)p->n_people * (size_t)p->n_days;
}

/* May the person's days stand there: choices only where they are free, breaks on free days only? */
static bool within(const small *s, int32_t person, const pb_choice *days)
{
    const pb_choice *mine = s->roster + (size_t)person * (size_t)s->p.n_days;
    for (int32_t d = 0; d < s->p.n_days; d++) {
        bool same = days[d].choice == mine[d].choice;
        if (!s->free_day[d] && (!same || days[d].holes != mine[d].holes))
            return false;
        if (!same && (s->mask[person] == NULL || !(s->mask[person][d] >> days[d].choice & 1)))
            return false;
    }
    return true;
}

/* The cheapest lawful roster of the part, person after person. */
static int64_t by_enumeration(const small *s, int32_t person, pb_choice *roster)
{
    if (person == s->p.n_people) {
        pb_cost c;
        assert_int_equal(pb_problem_cost(&s->p, roster, NULL, &c), PB_OK);
        return c.broken > 0 ? INT64_MAX : c.cost;
    }
    pb_choice days[DAYS_MAX] = {{0, 0}};
    int64_t best = INT64_MAX;
    do {
        int64_t broken;
        if (!within(s, person, days))
            continue;
        (void)pb_person_cost(&s->p, person, days, &broken);
        if (broken > 0)
            continue;
        memcpy(roster + (size_t)person * (size_t)s->p.n_days, days, (size_t)s->p.n_days * sizeof *days);
        int64_t v = by_enumeration(s, person + 1, roster);
        best = v < best ? v : best;
    } while (next_days(&s->p, days));
    return best;
}

/* The programme's optimum as a roster's cost; the roster read back must cost that and be lawful. */
static int64_t by_programme(pb_arena *a, const small *s)
{
    const pb_problem *p = &s->p;
    problem_lp_part part = {.roster = s->roster, .count = s->count, .free_day = s->free_day, .mask = s->mask};
    pb_lp_env *env;
    pb_lp *lp;
    problem_lp *k;
    pb_cost begin, end;
    assert_int_equal(pb_lp_env_new(NULL, 0, &env), PB_OK);
    assert_int_equal(problem_lp_make_part(p, &part, a, env, &lp, &k), PB_OK);
    pb_mip_options o = {.cutoff = INFINITY, .quick = true};
    pb_mip_result r;
    assert_int_equal(pb_lp_mip(lp, &o, &r), PB_OK);
    assert_int_equal(r.answer, PB_LP_OPTIMAL); /* its own roster is a solution */
    double *x = PB_NEW_ARRAY(a, (size_t)pb_lp_n_cols(lp), double);
    pb_lp_mip_get(lp, x);
    pb_choice *roster = PB_NEW_ARRAY(a, cells(p), pb_choice);
    memcpy(roster, s->roster, cells(p) * sizeof *roster);
    problem_lp_read(k, x, roster);
    assert_int_equal(pb_problem_cost(p, s->roster, NULL, &begin), PB_OK);
    assert_int_equal(pb_problem_cost(p, roster, NULL, &end), PB_OK);
    assert_int_equal(end.broken, 0);
    assert_true(end.cost - begin.cost == llround(r.objective) - problem_lp_begin(k));
    for (int32_t i = 0; i < p->n_people; i++)
        assert_true(within(s, i, roster + (size_t)i * (size_t)p->n_days));
    problem_lp_free(k);
    pb_lp_env_free(env);
    return end.cost;
}

/* Some days, some people, some choices. */
static void draw_part(pb_arena *a, pb_rng *r, small *s)
{
    const pb_problem *p = &s->p;
    s->count = PB_NEW_ARRAY(a, (size_t)p->n_rows, int32_t);
    for (int32_t d = 0; d < p->n_days; d++)
        s->free_day[d] = draw(r, 0, 2) > 0;
    for (int32_t i = 0; i < p->n_people; i++) {
        uint64_t *mask = PB_NEW_ARRAY(a, (size_t)p->n_days, uint64_t);
        for (int32_t d = 0; d < p->n_days; d++) {
            pb_choice mine = s->roster[i * p->n_days + d];
            mask[d] = (p->people[i].allowed[d] & pb_rng_u64(r)) | (uint64_t)1 << mine.choice;
            pb_cell_count(p, p->people[i].traits, d, mine, 1, s->count);
        }
        s->mask[i] = draw(r, 0, 3) > 0 ? mask : NULL;
    }
}

static void parts_equal_enumeration(void **state)
{
    (void)state;
    pb_arena *a = pb_arena_new(NULL);
    int compared = 0, better = 0, breaks_alone = 0;
    for (uint64_t seed = 0; seed < 300; seed++) {
        pb_arena_reset(a);
        pb_rng r = pb_rng_stream(23, seed);
        small s = {0};
        make_problem(a, &r, draw(&r, 2, PEOPLE_MAX), &s.p);
        s.roster = PB_NEW_ARRAY(a, cells(&s.p), pb_choice);
        pb_engine_options o = {.rounds = 1, .threads = 1, .seed = seed,
                               .without = PB_PART_ONE_OPT | PB_PART_WINDOWS | PB_PART_PEOPLE | PB_PART_TREE};
        pb_engine_result e;
        assert_int_equal(pb_engine_solve(&s.p, &o, NULL, s.roster, &e), PB_OK);
        if (e.objective == INT64_MAX)
            continue;
        /* Breaks anywhere: else there is little to find. */
        for (size_t i = 0; i < cells(&s.p); i++)
            s.roster[i].holes = 0;
        draw_part(a, &r, &s);
        pb_cost had;
        assert_int_equal(pb_problem_cost(&s.p, s.roster, NULL, &had), PB_OK);
        pb_choice *scratch = PB_NEW_ARRAY(a, cells(&s.p), pb_choice);
        int64_t want = by_enumeration(&s, 0, scratch), got = by_programme(a, &s);
        if (got != want)
            fprintf(stderr, "seed %d: %lld, want %lld\n", (int)seed, (long long)got, (long long)want);
        assert_true(got == want);
        bool alone = true;
        for (int32_t i = 0; i < s.p.n_people; i++)
            alone = alone && s.mask[i] == NULL;
        compared++;
        better += want < had.cost;
        breaks_alone += alone;
    }
    print_message("%d compared, %d of them better than before, %d of breaks alone\n", compared, better, breaks_alone);
    assert_true(compared >= 100 && better >= 30 && breaks_alone >= 1);
    pb_arena_free(a);
}

static int64_t solve_desk(pb_arena *a, const pb_problem *p, int threads, bool counts, pb_choice **ret)
{
    *ret = PB_NEW_ARRAY(a, cells(p), pb_choice);
    pb_engine_options o = {.rounds = 3, .threads = threads, .seed = 1, .without = counts ? 0 : PB_PART_COUNTS, .master_rows = 100};
    pb_engine_result e;
    assert_int_equal(pb_engine_solve(p, &o, NULL, *ret, &e), PB_OK);
    pb_cost c;
    assert_int_equal(pb_problem_cost(p, *ret, NULL, &c), PB_OK);
    assert_int_equal(c.broken, 0);
    assert_true(c.cost == e.objective && e.bound <= e.objective);
    return e.objective;
}

/* Two rows of the same rounds: with these neighbourhoods, on one thread and on three. */
static void threads_change_nothing(void **state)
{
    (void)state;
    pb_arena *a = pb_arena_new(NULL);
    int64_t with = 0, without = 0;
    for (uint64_t seed = 1; seed <= 3; seed++) {
        desk_spec spec = {.agents = 6, .days = 4, .slot_minutes = 30, .load = 1.0, .seed = seed};
        pb_problem p;
        pb_choice *one, *three, *none;
        assert_int_equal(desk_make(a, &spec, &p), PB_OK);
        int64_t cost = solve_desk(a, &p, 1, true, &one);
        assert_true(solve_desk(a, &p, 3, true, &three) == cost);
        assert_memory_equal(one, three, cells(&p) * sizeof *one);
        with += cost;
        without += solve_desk(a, &p, 1, false, &none);
    }
    print_message("three desks of six: %lld with counts, %lld without\n", (long long)with, (long long)without);
    assert_true(with <= without);
    pb_arena_free(a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(parts_equal_enumeration), cmocka_unit_test(threads_change_nothing)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
