/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The GLPK door: warm columns, limits, and GLPK's aborts coming back as a status. */
#include "planner/lp_glpk.h"

#include <math.h>
#include <pthread.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include <cmocka.h>

/* min 3a + 2b, a + b >= 4, a + 3b >= 6: 8.0 at (a, b) = (0, 4); with a third column of cost 1 in both rows: 5 at (0, 1, 3). */
static pb_lp *small(pb_lp_env *env)
{
    pb_lp *lp;
    assert_int_equal(pb_lp_new(env, &lp), PB_OK);
    int row;
    assert_int_equal(pb_lp_add_rows(lp, 2, 0, INFINITY, &row), PB_OK);
    assert_int_equal(pb_lp_set_row_bounds(lp, 0, 4, INFINITY), PB_OK);
    assert_int_equal(pb_lp_set_row_bounds(lp, 1, 6, INFINITY), PB_OK);
    assert_int_equal(pb_lp_add_col(lp, 3, 0, INFINITY, 2, (int[]){0, 1}, (double[]){1, 1}, NULL), PB_OK);
    assert_int_equal(pb_lp_add_col(lp, 2, 0, INFINITY, 2, (int[]){0, 1}, (double[]){1, 3}, NULL), PB_OK);
    return lp;
}

static pb_lp *small_in_new(pb_lp_env **env)
{
    assert_int_equal(pb_lp_env_new(NULL, 0, env), PB_OK);
    return small(*env);
}

static void columns_enter_warm(void **state)
{
    (void)state;
    pb_lp_env *env;
    pb_lp *lp = small_in_new(&env);
    pb_lp_result r;
    assert_int_equal(pb_lp_solve(lp, &(pb_lp_options){0}, &r), PB_OK);
    assert_int_equal(r.answer, PB_LP_OPTIMAL);
    assert_true(fabs((r.objective) - (8.0)) < 1e-9);
    double y[2], x[2];
    pb_lp_get(lp, x, NULL, y);
    assert_true(fabs((y[0] * 4 + y[1] * 6) - (8.0)) < 1e-9);
    int c;
    assert_int_equal(pb_lp_add_col(lp, 1, 0, INFINITY, 2, (int[]){0, 1}, (double[]){1, 1}, &c), PB_OK);
    assert_int_equal(c, 2);
    assert_int_equal(pb_lp_solve(lp, &(pb_lp_options){0}, &r), PB_OK);
    assert_true(fabs((r.objective) - (5.0)) < 1e-9); /* b = 1, c = 3 */
    assert_true(r.iterations <= 2);
    assert_true(pb_lp_col_basic(lp, 2));
    assert_true(fabs((pb_lp_col_value(lp, 2)) - (3.0)) < 1e-9);
    assert_int_equal(pb_lp_del_cols(lp, 1, (int[]){0}), PB_OK);
    assert_int_equal(pb_lp_n_cols(lp), 2);
    assert_int_equal(pb_lp_set_row_bounds(lp, 0, 4, 3), PB_OK); /* empty range */
    pb_lp_env_free(env);
}

/* Six places send 10 + i each to six others that take 12.5; costs by distance, none a corner of the presolver. */
static pb_lp *transport(pb_lp_env *env)
{
    enum { N = 6 };
    pb_lp *lp;
    assert_int_equal(pb_lp_new(env, &lp), PB_OK);
    assert_int_equal(pb_lp_add_rows(lp, 2 * N, 0, 0, NULL), PB_OK);
    for (int i = 0; i < N; i++) {
        assert_int_equal(pb_lp_set_row_bounds(lp, i, 10 + i, 10 + i), PB_OK);
        assert_int_equal(pb_lp_set_row_bounds(lp, N + i, 12.5, 12.5), PB_OK);
        for (int k = 0; k < N; k++)
            assert_int_equal(pb_lp_add_col(lp, 1 + (7 * i + 5 * k) % 11, 0, INFINITY, 2, (int[]){i, N + k},
                                           (double[]){1, 1}, NULL), PB_OK);
    }
    return lp;
}

/* Work ends it, not the clock, with presolve too. */
static void iterations_are_kept(void **state)
{
    (void)state;
    pb_lp_env *env;
    assert_int_equal(pb_lp_env_new(NULL, 0, &env), PB_OK);
    for (int presolve = 0; presolve < 2; presolve++) {
        pb_lp_result r;
        pb_lp *lp = transport(env);
        assert_int_equal(pb_lp_solve(lp, &(pb_lp_options){.presolve = presolve, .iterations = 2}, &r), PB_OK);
        assert_int_not_equal(r.answer, PB_LP_OPTIMAL);
        assert_true(r.iterations <= 2);
        lp = transport(env);
        assert_int_equal(pb_lp_solve(lp, &(pb_lp_options){.presolve = presolve, .iterations = 1000}, &r), PB_OK);
        assert_int_equal(r.answer, PB_LP_OPTIMAL);
    }
    pb_lp_env_free(env);
}

/* Back at a basis kept before, what was added since is out of it, and the old optimum takes no step. */
static void a_basis_is_put_back(void **state)
{
    (void)state;
    pb_lp_env *env;
    pb_lp *lp = small_in_new(&env);
    pb_lp_result r;
    unsigned char marks[4];
    assert_int_equal(pb_lp_solve(lp, &(pb_lp_options){0}, &r), PB_OK);
    pb_lp_basis(lp, marks);
    assert_int_equal(pb_lp_add_rows(lp, 1, 0, 100, NULL), PB_OK);
    assert_int_equal(pb_lp_add_col(lp, 1, 0, INFINITY, 3, (int[]){0, 1, 2}, (double[]){1, 1, 1}, NULL), PB_OK);
    assert_int_equal(pb_lp_solve(lp, &(pb_lp_options){0}, &r), PB_OK);
    assert_true(fabs(r.objective - 5.0) < 1e-9);
    assert_int_equal(pb_lp_set_basis(lp, 2, 2, marks), PB_OK);
    assert_int_equal(pb_lp_set_col_bounds(lp, 2, 0, 0), PB_OK);
    assert_int_equal(pb_lp_solve(lp, &(pb_lp_options){.dual = true}, &r), PB_OK);
    assert_int_equal(r.answer, PB_LP_OPTIMAL);
    assert_true(fabs(r.objective - 8.0) < 1e-9);
    assert_int_equal(r.iterations, 0);
    pb_lp_free(lp);
    pb_lp_env_free(env);
}

static void infeasible_is_an_answer(void **state)
{
    (void)state;
    pb_lp_env *env;
    pb_lp *lp = small_in_new(&env);
    assert_int_equal(pb_lp_set_col_bounds(lp, 0, 0, 1), PB_OK);
    assert_int_equal(pb_lp_set_col_bounds(lp, 1, 0, 1), PB_OK);
    pb_lp_result r;
    assert_int_equal(pb_lp_solve(lp, &(pb_lp_options){.dual = true}, &r), PB_OK);
    assert_int_equal(r.answer, PB_LP_INFEASIBLE);
    pb_mip_result m;
    assert_int_equal(pb_lp_set_integer(lp, 0, true), PB_OK);
    assert_int_equal(pb_lp_mip(lp, &(pb_mip_options){.cutoff = INFINITY, .presolve = true}, &m), PB_OK);
    assert_int_equal(m.answer, PB_LP_INFEASIBLE);
    pb_lp_env_free(env);
}

static void count_incumbents(void *ctx, const double *x, double objective)
{
    (void)x;
    assert_true(objective > 0);
    ++*(int *)ctx;
}

/* Knapsack cover, 8 items: min sum c x, sum w x >= 37. Optimum 31 by enumeration below. */
static void mip_equals_enumeration(void **state)
{
    (void)state;
    static const double w[8] = {9, 7, 11, 5, 13, 3, 8, 6}, cost[8] = {9, 6, 10, 4, 12, 3, 8, 5};
    double best = INFINITY;
    for (int m = 0; m < 256; m++) {
        double sw = 0, sc = 0;
        for (int i = 0; i < 8; i++)
            if (m >> i & 1) {
                sw += w[i];
                sc += cost[i];
            }
        if (sw >= 37 && sc < best)
            best = sc;
    }
    pb_lp_env *env;
    assert_int_equal(pb_lp_env_new(NULL, 0, &env), PB_OK);
    for (int presolve = 0; presolve < 2; presolve++) {
        pb_lp *lp;
        assert_int_equal(pb_lp_new(env, &lp), PB_OK);
        assert_int_equal(pb_lp_add_rows(lp, 1, 37, INFINITY, NULL), PB_OK);
        double start[8];
        for (int i = 0; i < 8; i++) {
            int j;
            start[i] = 1.0;
            assert_int_equal(pb_lp_add_col(lp, cost[i], 0, 1, 1, (int[]){0}, &w[i], &j), PB_OK);
            assert_int_equal(pb_lp_set_integer(lp, j, true), PB_OK);
        }
        int seen = 0;
        pb_mip_result r;
        pb_mip_options o = {.cutoff = INFINITY, .presolve = presolve != 0, .cuts = true, .start = start,
                            .incumbent = count_incumbents, .ctx = &seen};
        assert_int_equal(pb_lp_mip(lp, &o, &r), PB_OK);
        assert_int_equal(r.answer, PB_LP_OPTIMAL);
        assert_true(fabs((r.objective) - (best)) < 1e-9);
        assert_true(fabs((r.bound) - (best)) < 1e-9);
        double x[8], sum = 0;
        pb_lp_mip_get(lp, x);
        for (int i = 0; i < 8; i++)
            sum += cost[i] * x[i];
        assert_true(fabs((sum) - (best)) < 1e-9);
        assert_true(presolve || seen >= 1);
        pb_lp_free(lp);
    }
    pb_lp_env_free(env);
}

static bool always(void *ctx)
{
    (void)ctx;
    return true;
}

static void stop_is_an_answer(void **state)
{
    (void)state;
    pb_lp_env *env;
    pb_lp *lp = small_in_new(&env);
    pb_lp_result r;
    assert_int_equal(pb_lp_solve(lp, &(pb_lp_options){.watch = {.stop = always}}, &r), PB_OK);
    assert_int_equal(r.answer, PB_LP_NOTHING);
    assert_true(isnan(r.objective));
    pb_lp_env_free(env);
}

/* A coefficient in a row that does not exist makes GLPK abort. */
static void provoke(pb_lp_env *env)
{
    pb_lp *lp = small(env), *other = small(env);
    assert_int_equal(pb_lp_add_col(lp, 1, 0, 1, 1, (int[]){77}, (double[]){1}, NULL), PB_ERR_SOLVER);
    assert_true(pb_lp_dead(lp) && pb_lp_dead(other)); /* one environment, one fate */
    assert_int_equal(pb_lp_set_cost(lp, 0, 1), PB_ERR_SOLVER);
    assert_int_equal(pb_lp_n_cols(lp), 0);
    pb_lp_free(lp);
    pb_lp_free(other);
    lp = small(env);
    pb_lp_result r;
    assert_int_equal(pb_lp_solve(lp, &(pb_lp_options){0}, &r), PB_OK);
    assert_true(fabs((r.objective) - (8.0)) < 1e-9);
    pb_lp_free(lp);
}

static void aborts_come_back(void **state)
{
    (void)state;
    pb_lp_env *env;
    assert_int_equal(pb_lp_env_new(NULL, 0, &env), PB_OK);
    for (int i = 0; i < 50; i++)
        provoke(env);
    pb_lp_env_free(env);
}

/* A memory limit that GLPK runs into while columns are added. */
static void memory_limit_comes_back(void **state)
{
    (void)state;
    pb_lp_env *env;
    assert_int_equal(pb_lp_env_new(NULL, 1, &env), PB_OK);
    pb_lp *lp = small(env);
    pb_status st = PB_OK;
    for (int i = 0; i < 200000 && st == PB_OK; i++)
        st = pb_lp_add_col(lp, 1, 0, 1, 2, (int[]){0, 1}, (double[]){1, 1}, NULL);
    assert_int_equal(st, PB_ERR_SOLVER);
    pb_lp_env_free(env);
}

static void *thread_work(void *arg)
{
    pb_lp_env *env;
    if (pb_lp_env_new(NULL, 0, &env) != PB_OK)
        return NULL;
    for (int i = 0; i < 50; i++)
        provoke(env);
    pb_lp_env_free(env);
    return arg;
}

static void threads_are_apart(void **state)
{
    (void)state;
    pthread_t t[3];
    int mark = 0;
    for (int i = 0; i < 3; i++)
        assert_int_equal(pthread_create(&t[i], NULL, thread_work, &mark), 0);
    for (int i = 0; i < 3; i++) {
        void *r = NULL;
        pthread_join(t[i], &r);
        assert_ptr_equal(r, &mark);
    }
}

static void *fail_after(void *ctx, void *p, size_t size)
{
    int *left = ctx;
    if (size > 0 && (*left)-- <= 0)
        return NULL;
    return pb_allocator_libc.resize(pb_allocator_libc.ctx, p, size);
}

static void every_refused_allocation(void **state)
{
    (void)state;
    bool through = false;
    for (int n = 0; n < 40 && !through; n++) {
        int left = n;
        pb_allocator al = {.resize = fail_after, .ctx = &left};
        pb_lp_env *env = NULL;
        pb_lp *lp = NULL;
        pb_mip_result m;
        pb_status st = pb_lp_env_new(&al, 0, &env);
        if (st == PB_OK)
            st = pb_lp_new(env, &lp);
        if (st == PB_OK)
            st = pb_lp_add_rows(lp, 1, 1, 1, NULL);
        if (st == PB_OK)
            st = pb_lp_add_col(lp, 1, 0, 2, 1, (int[]){0}, (double[]){1}, NULL);
        if (st == PB_OK)
            st = pb_lp_mip(lp, &(pb_mip_options){.cutoff = INFINITY}, &m);
        assert_true(st == PB_OK || st == PB_ERR_NOMEM);
        through = st == PB_OK;
        pb_lp_env_free(env);
    }
    assert_true(through);
}

static void written_files_exist(void **state)
{
    (void)state;
    pb_lp_env *env;
    pb_lp *lp = small_in_new(&env);
    assert_int_equal(pb_lp_set_col_name(lp, 0, "agent 1 早"), PB_OK);
    assert_int_equal(pb_lp_set_row_name(lp, 0, "need"), PB_OK);
    assert_int_equal(pb_lp_write(lp, "/nonexistent/x.lp", PB_LP_CPLEX), PB_ERR_IO);
    char path[64];
    (void)snprintf(path, sizeof path, "/tmp/paiban_test_lp_%p.lp", (void *)lp);
    assert_int_equal(pb_lp_write(lp, path, PB_LP_CPLEX), PB_OK);
    assert_int_equal(remove(path), 0);
    assert_int_equal(pb_lp_write(lp, path, PB_LP_MPS), PB_OK);
    assert_int_equal(remove(path), 0);
    pb_lp_env_free(env);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(columns_enter_warm),
        cmocka_unit_test(iterations_are_kept),
        cmocka_unit_test(a_basis_is_put_back),
        cmocka_unit_test(infeasible_is_an_answer),
        cmocka_unit_test(mip_equals_enumeration),
        cmocka_unit_test(stop_is_an_answer),
        cmocka_unit_test(aborts_come_back),
        cmocka_unit_test(memory_limit_comes_back),
        cmocka_unit_test(threads_are_apart),
        cmocka_unit_test(every_refused_allocation),
        cmocka_unit_test(written_files_exist),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
