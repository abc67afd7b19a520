/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Cover rows stand in the programme as differences (master_chain.c). What comes back is about the rows themselves: the
 * solution's cost is that of its own counts, and at the rows' own prices no column that is used costs more or less than nothing.
 */
#include "random_problem.h"

#include "planner/master.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

enum { PROBLEMS = 300, PEOPLE = 5 };

typedef struct tally {
    int solved, rows, chained;
} tally;

/* A row's cost at a count between whole numbers. */
static double row_cost(const pb_problem *p, const pb_cover_row *row, double count)
{
    double below = floor(count + 1e-9), part = count - below;
    int64_t here = pb_row_cost(p, row, (int64_t)below), next = pb_row_cost(p, row, (int64_t)below + 1);
    return (double)here + (part > 0 ? part * (double)(next - here) : 0);
}

/* What a column covers; taken back with sign -1. */
static void cover(const eng_sub *s, int32_t c, int sign, int32_t *count)
{
    const pb_problem *p = s->e->p;
    for (int32_t d = 0; d < p->n_days; d++)
        pb_cell_count(p, p->people[s->person[s->columns[c].k]].traits, d, sub_days(s, c)[d], sign, count);
}

static void check_solution(const eng_sub *s)
{
    const pb_problem *p = s->e->p;
    double *reached = calloc((size_t)p->n_rows + 1, sizeof *reached), cost = (double)s->outside;
    int32_t *count = calloc((size_t)p->n_rows + 1, sizeof *count);
    for (int32_t c = 0; c < s->n_columns; c++) {
        double v = s->columns[c].value, reduced = (double)s->columns[c].own - s->y_row[s->columns[c].k];
        cover(s, c, 1, count);
        for (int32_t i = 0; i < s->n_rows; i++) {
            reached[s->global[i]] += v * count[s->global[i]];
            reduced -= s->y_lp[i] * count[s->global[i]];
        }
        cover(s, c, -1, count);
        cost += v * (double)s->columns[c].own;
        assert_true(v > 1e-6 ? fabs(reduced) < 1e-5 : reduced > -1e-5);
    }
    for (int32_t i = 0; i < s->n_rows; i++)
        cost += row_cost(p, &p->rows[s->global[i]], reached[s->global[i]] + s->fixed[i]);
    assert_true(fabs(cost - s->lp_value) < 1e-4);
    free(reached);
    free(count);
}

/* The whole problem's master, solved, with the columns of a good roster and of what pricing finds. */
static void solve_master(engine *e, const pb_choice *roster, tally *t)
{
    int32_t person[PEOPLE] = {0, 1, 2, 3, 4};
    uint8_t free_day[DAYS_MAX] = {1, 1, 1, 1, 1, 1};
    cg_options o = {.max_rounds = 50, .threads = 1};
    int64_t broken;
    eng_sub s;
    memcpy(e->best.at, roster, (size_t)e->p->n_people * (size_t)e->p->n_days * sizeof *roster);
    eng_roster_count(e, &e->best, &broken);
    assert_int_equal(broken, 0);
    assert_int_equal(eng_sub_make(e, &e->workers[0], &e->best, e->p->n_people, person, 0, e->p->n_days, free_day, NULL, &s), PB_OK);
    assert_int_equal(eng_sub_seed(&s, &e->best), PB_OK);
    assert_int_equal(eng_cg(&s, &o), PB_OK);
    assert_int_equal(eng_sub_solve(&s, false), PB_OK);
    check_solution(&s);
    for (int32_t i = 0; i < s.n_rows; i++)
        t->chained += s.chain[i] >= 0;
    t->rows += s.n_rows;
    t->solved++;
    eng_sub_free(&s);
}

static void one(uint64_t seed, tally *t)
{
    pb_arena *a = pb_arena_new(NULL);
    pb_rng r = pb_rng_seed(seed);
    pb_problem p;
    make_problem(a, &r, PEOPLE, &p);
    const pb_engine_options opt = {.rounds = 1, .threads = 1, .seed = 1};
    pb_choice *roster = PB_NEW_ARRAY(a, (size_t)p.n_people * (size_t)p.n_days, pb_choice);
    pb_engine_result found;
    assert_int_equal(pb_engine_solve(&p, &opt, NULL, roster, &found), PB_OK);
    if (found.objective != INT64_MAX) {
        engine e = {.p = &p, .opt = &opt};
        assert_int_equal(eng_make(&e), PB_OK);
        solve_master(&e, roster, t);
        eng_free(&e);
    }
    pb_arena_free(a);
}

static void test_rows_as_differences(void **state)
{
    tally t = {0};
    (void)state;
    for (uint64_t seed = 1; seed <= PROBLEMS; seed++)
        one(seed, &t);
    print_message("%d programmes, %d of %d rows as differences\n", t.solved, t.chained, t.rows);
    assert_true(t.solved > PROBLEMS / 4);
    assert_true(t.chained > t.rows / 5);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_rows_as_differences)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
