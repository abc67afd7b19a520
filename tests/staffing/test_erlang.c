/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Erlang B, C, A: limits, an independent method, ranges, the search for agents. */
#include "staffing/erlang.h"
#include "staffing/targets.h"

#include "support/cm.h"

static pb_service solve(double load, double aht, double patience, double within, int32_t agents)
{
    pb_load l = {.load_erl = load, .aht_s = aht, .patience_s = patience, .within_s = within};
    pb_service s;
    assert_int_equal(pb_erlang(&l, agents, &s), PB_OK);
    return s;
}

/* The same chances by a backward recurrence over the queue's length, with no integral: with
 * r(i) = λ/(s + iθ), u <- u/(u + r(i)) and q <- (1 - u)(1 + q) from far out down to 1. */
static void by_recurrence(double load, double aht, double patience, int32_t n, double *p_wait,
                          double *queue)
{
    double lambda = load / aht, s = n / aht, theta = 1 / patience, u = 1, q = 0, b = 1;
    for (int i = 200000; i >= 1; i--) {
        u = u / (u + lambda / (s + i * theta));
        q = (1 - u) * (1 + q);
    }
    for (int i = 1; i <= n; i++)
        b = load * b / (i + load * b);
    double sum = 1 / u;
    *p_wait = b * sum / (1 + b * (sum - 1));
    *queue = *p_wait * q;
}

static void agrees_with_the_recurrence(void **state)
{
    static const double cases[][4] = {
        {10, 180, 300, 14}, {20, 180, 60, 10}, {5, 300, 120, 1}, {100, 300, 30, 95},
        {500, 300, 120, 459}, {0.02, 60, 60, 1}, {40, 240, 5, 38}, {75, 900, 180, 80}};
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const double *c = cases[i];
        double p_wait, queue;
        by_recurrence(c[0], c[1], c[2], (int32_t)c[3], &p_wait, &queue);
        pb_service s = solve(c[0], c[1], c[2], 20, (int32_t)c[3]);
        assert_close(s.p_wait / p_wait, 1, 1e-12, "P(wait)");
        assert_close(s.queue / queue, 1, 1e-11, "queue");
    }
}

/* Patience equal to the handle time makes every contact leave at rate μ: states are Poisson. */
static void patience_of_a_handle_time_is_m_m_infinity(void **state)
{
    (void)state;
    for (int n = 1; n <= 60; n++) {
        double load = 20, p = exp(-load), below = 0;
        for (int k = 0; k < n; k++) {
            below += p;
            p *= load / (k + 1);
        }
        assert_close(solve(load, 180, 180, 20, n).p_no_wait, below, 1e-13, "P(no wait)");
    }
}

static void endless_patience_is_erlang_c(void **state)
{
    (void)state;
    for (int n = 11; n < 40; n++) {
        pb_service a = solve(10, 180, 1e13, 20, n), c = solve(10, 180, NAN, 20, n);
        assert_close(a.p_wait / c.p_wait, 1, 1e-8, "P(wait)");
        assert_close(a.missed / c.missed, 1, 1e-8, "missed");
        assert_close(a.asa_s / c.asa_s, 1, 1e-8, "ASA");
    }
}

/* Far in overload what the agents cannot serve leaves: P(abandon) -> 1 - N/A, wait = that × patience. */
static void overload_is_fluid(void **state)
{
    (void)state;
    for (int n = 100; n <= 100000; n *= 10) {
        pb_service s = solve(2.0 * n, 300, 300, 20, n);
        assert_close(s.p_abandon, 0.5, 1e-9, "abandoned");
        assert_close(s.wait_s, 150, 1e-6, "wait");
        assert_close(s.occupancy, 1, 1e-9, "occupancy");
    }
}

static void complements_add_up(void **state)
{
    (void)state;
    for (int n = 1; n < 300; n += 7)
        for (double patience = 2; patience < 1e5; patience *= 9) {
            pb_service s = solve(100, 240, patience, 15, n);
            assert_close(s.p_wait + s.p_no_wait, 1, 1e-14, "wait or not");
            assert_close(s.service_level + s.missed, 1, 1e-14, "in time or not");
            assert_close(s.answer_rate + s.p_abandon, 1, 1e-14, "served or gone");
            assert_true(s.sl_short_out >= s.service_level * (1 - 1e-14));
            assert_true(s.sl_answered >= s.service_level * (1 - 1e-14));
            assert_true(s.within_if_patient >= s.service_level * (1 - 1e-14));
        }
}

static void nothing_comes(void **state)
{
    (void)state;
    pb_service s = solve(0, 180, 60, 20, 3);
    assert_true(s.service_level == 1 && s.answer_rate == 1 && s.p_wait == 0 && s.occupancy == 0);
    double b;
    assert_int_equal(pb_erlang_b(0, 0, &b), PB_OK);
    assert_true(b == 1);
    assert_int_equal(pb_erlang_b(0, 5, &b), PB_OK);
    assert_true(b == 0);
}

static void without_patience_overload_is_unstable(void **state)
{
    (void)state;
    pb_service s = solve(10, 180, NAN, 20, 10);
    assert_false(s.stable);
    assert_true(isinf(s.asa_s) && isinf(s.queue) && s.service_level == 0 && s.p_wait == 1);
    assert_true(solve(10, 180, NAN, 20, 11).stable);
}

static void refuses_what_is_out_of_range(void **state)
{
    (void)state;
    pb_service s = {.p_wait = 42};
    static const pb_load bad[] = {{.load_erl = -1, .aht_s = 1}, {.load_erl = 1, .aht_s = 0},
                                  {.load_erl = NAN, .aht_s = 1}, {.load_erl = 2e6, .aht_s = 1},
                                  {.load_erl = 1, .aht_s = 1, .patience_s = -3},
                                  {.load_erl = 1, .aht_s = 1, .patience_s = 3, .within_s = -1}};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        assert_int_equal(pb_erlang(&bad[i], 1, &s), PB_ERR_DOMAIN);
    pb_load good = {.load_erl = 1, .aht_s = 1, .patience_s = 3};
    assert_int_equal(pb_erlang(&good, 0, &s), PB_ERR_DOMAIN);
    assert_int_equal(pb_erlang(&good, PB_MAX_AGENTS + 1, &s), PB_ERR_DOMAIN);
    assert_true(s.p_wait == 42); /* untouched */
}

static pb_need need(double load, double patience, pb_targets t, int32_t guess)
{
    pb_load l = {.load_erl = load, .aht_s = 300, .patience_s = patience, .within_s = 20};
    pb_need n = {0};
    assert_int_equal(pb_need_erlang(&l, &t, guess, &n), PB_OK);
    assert_true(n.reached);
    return n;
}

/* Agents for AHT 300 s, patience 120 s: Erlang C 80/20, Erlang A 80/20, answer rates 90, 95, 98 %
 * (the trade's usual targets; computed apart with 60 digits). */
static void the_usual_targets(void **state)
{
    static const int rows[][6] = {{5, 8, 7, 7, 8, 9}, {20, 25, 22, 21, 23, 26},
                                  {100, 108, 98, 93, 100, 108}, {500, 513, 459, 451, 479, 502}};
    (void)state;
    for (int i = 0; i < 4; i++) {
        pb_targets t = pb_targets_none();
        t.service_level = 0.8;
        assert_int_equal(need(rows[i][0], NAN, t, 0).agents, rows[i][1]);
        assert_int_equal(need(rows[i][0], 120, t, 0).agents, rows[i][2]);
        for (int k = 0; k < 3; k++) {
            t = pb_targets_none();
            t.answer_rate = k == 0 ? 0.90 : k == 1 ? 0.95 : 0.98;
            pb_need n = need(rows[i][0], 120, t, 0);
            assert_int_equal(n.agents, rows[i][3 + k]);
            assert_int_equal(n.binding, PB_REASON_ANSWER_RATE);
        }
    }
}

static void the_guess_does_not_matter(void **state)
{
    (void)state;
    pb_targets t = pb_targets_none();
    t.service_level = 0.8;
    t.max_occupancy = 0.9;
    pb_need right = need(100, 120, t, 0);
    for (int32_t guess = 1; guess < 2000; guess = guess * 2 + 1)
        assert_int_equal(need(100, 120, t, guess).agents, right.agents);
    assert_int_equal(need(100, 120, t, PB_MAX_AGENTS).agents, right.agents);
}

static void the_reason_is_the_target_that_binds(void **state)
{
    (void)state;
    pb_targets t = pb_targets_none();
    t.service_level = 0.8;
    assert_int_equal(need(20, 120, t, 0).binding, PB_REASON_SERVICE_LEVEL);
    t.max_occupancy = 0.6;
    assert_int_equal(need(20, 120, t, 0).binding, PB_REASON_OCCUPANCY);
    t.asa_s = 0.001;
    assert_int_equal(need(20, 120, t, 0).binding, PB_REASON_ASA);
    t.min_agents = 90;
    assert_int_equal(need(20, 120, t, 0).agents, 90);
    assert_int_equal(need(20, 120, t, 0).binding, PB_REASON_MIN_AGENTS);
    assert_int_equal(need(20, NAN, pb_targets_none(), 0).agents, 21); /* fewer would never be done */
    assert_int_equal(need(20, NAN, pb_targets_none(), 0).binding, PB_REASON_STABILITY);
}

static void met_exactly_is_met(void **state)
{
    (void)state;
    pb_targets t = pb_targets_none();
    t.max_occupancy = 0.7; /* 21 Erlang / 30 agents */
    assert_int_equal(need(21, NAN, t, 0).agents, 30);
}

static void a_target_out_of_reach_is_told(void **state)
{
    (void)state;
    pb_load l = {.load_erl = 5e5, .aht_s = 300, .patience_s = 120, .within_s = 20};
    pb_targets t = pb_targets_none();
    t.service_level = 0.8;
    pb_need n;
    assert_int_equal(pb_need_erlang(&l, &t, 0, &n), PB_OK);
    assert_false(n.reached);
    t.service_level = 1.5;
    assert_int_equal(pb_need_erlang(&l, &t, 0, &n), PB_ERR_DOMAIN);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(agrees_with_the_recurrence),
        cmocka_unit_test(patience_of_a_handle_time_is_m_m_infinity),
        cmocka_unit_test(endless_patience_is_erlang_c),
        cmocka_unit_test(overload_is_fluid),
        cmocka_unit_test(complements_add_up),
        cmocka_unit_test(nothing_comes),
        cmocka_unit_test(without_patience_overload_is_unstable),
        cmocka_unit_test(refuses_what_is_out_of_range),
        cmocka_unit_test(the_usual_targets),
        cmocka_unit_test(the_guess_does_not_matter),
        cmocka_unit_test(the_reason_is_the_target_that_binds),
        cmocka_unit_test(met_exactly_is_met),
        cmocka_unit_test(a_target_out_of_reach_is_told),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
