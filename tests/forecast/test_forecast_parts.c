/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The parts by hand: small cases whose numbers can be worked out on paper. */
#include "forecast/aht.h"
#include "forecast/baseline.h"
#include "forecast/level.h"
#include "forecast/month.h"
#include "forecast/profile.h"
#include "forecast/tally.h"
#include "history_maker.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

enum { FIRST = 20089 }; /* 2025-01-01, a Wednesday */

static void assert_close(double got, double want, double tolerance)
{
    if (!(fabs(got - want) <= tolerance))
        print_error("%.12g instead of %.12g\n", got, want);
    assert_true(fabs(got - want) <= tolerance);
}

static void one_update_of_the_bank_by_hand(void **state)
{
    (void)state;
    pb_arena *a = pb_arena_new(NULL);
    /* two days of one weekday: base 100 = mean of 90 and 110, factor (200 + 25) / (100 × 2.25) = 1
     */
    const double totals[2] = {90, 110};
    const uint8_t use[2] = {1, 1}, weekdays[2] = {0, 0};
    const pb_fc_gain gain = {0.2, 0.1};
    pb_fc_bank b;
    assert_int_equal(pb_fc_bank_run(a, totals, use, weekdays, 2, &gain, 1, true, &b), PB_OK);
    /* error -10 of 100, no clipping: level 100 - 0.2 × 10, factor 1 - 0.1 × 0.8 × 10 / 100; day 0
     * is a settling day: the only weekday's factor becomes 1, the level takes it up */
    assert_close((double)b.level[0], 98 * 0.992, 1e-4);
    assert_close((double)*pb_fc_bank_weekday(&b, 0, 0), 1, 1e-6);
    const double e = 110 - 98 * 0.992;
    assert_close((double)b.level[1], 98 * 0.992 + 0.2 * e, 1e-4);
    pb_arena_free(a);
}

static void a_single_large_error_is_clipped_three_are_a_shift(void **state)
{
    (void)state;
    pb_arena *a = pb_arena_new(NULL);
    double totals[70];
    uint8_t use[70], weekdays[70];
    for (int t = 0; t < 70; t++) {
        totals[t] = t == 50 ? 1000 : 100;
        use[t] = 1;
        weekdays[t] = (uint8_t)(t % 7);
    }
    const pb_fc_gain gain = {0.2, 0.01};
    pb_fc_bank b, wild;
    assert_int_equal(pb_fc_bank_run(a, totals, use, weekdays, 70, &gain, 1, true, &b), PB_OK);
    assert_int_equal(pb_fc_bank_run(a, totals, use, weekdays, 70, &gain, 1, false, &wild), PB_OK);
    assert_true(b.level[50] < 120 && wild.level[50] > 250);
    for (int t = 50; t < 70; t++)
        totals[t] = 1000;
    assert_int_equal(pb_fc_bank_run(a, totals, use, weekdays, 70, &gain, 1, true, &b), PB_OK);
    assert_true(b.level[51] < 140 && b.level[55] > 600);
    pb_arena_free(a);
}

static void the_poisson_deviation_agrees_with_its_sum(void **state)
{
    (void)state;
    static const double means[] = {0.1, 1, 2.5, 10, 99.5};
    for (size_t i = 0; i < sizeof means / sizeof *means; i++) {
        const double m = means[i];
        double p = exp(-m), sum = p * m;
        for (int k = 1; k < 400; k++) {
            p *= m / k;
            sum += p * fabs(k - m);
        }
        assert_close(pb_fc_poisson_deviation(m), sum, 1e-9 * (1 + m));
    }
    assert_close(pb_fc_poisson_deviation(1), 2 * exp(-1), 1e-15);
    assert_close(pb_fc_poisson_deviation(0), 0, 0);
}

static void quantiles_of_a_tally(void **state)
{
    (void)state;
    pb_fc_tally t = {0};
    for (int i = 0; i < 1000; i++)
        pb_fc_tally_add(&t, -5 + i * 0.01, 1);
    assert_close(pb_fc_tally_quantile(&t, 0.1), -4, 0.011);
    assert_close(pb_fc_tally_quantile(&t, 0.975), 4.75, 0.011);
    pb_fc_tally_add(&t, 1e9, 100000); /* beyond the last bin */
    assert_close(pb_fc_tally_quantile(&t, 0.9), 10, 0.011);
}

static void places_in_the_month(void **state)
{
    (void)state;
    assert_int_equal(pb_fc_month_place(pb_date_from_ymd(2025, 1, 1)), 0);
    assert_int_equal(pb_fc_month_place(pb_date_from_ymd(2025, 1, 31)), 30);
    assert_int_equal(pb_fc_month_place(pb_date_from_ymd(2025, 2, 28)), 30);
    assert_int_equal(pb_fc_month_place(pb_date_from_ymd(2024, 2, 28)), 29);
    assert_int_equal(pb_fc_month_place(pb_date_from_ymd(2025, 4, 25)), 25);
}

static void profiles_sum_to_one_and_forget(void **state)
{
    (void)state;
    pb_arena *a = pb_arena_new(NULL);
    pb_fc_profiler p;
    double ret[7 * 4];
    assert_int_equal(pb_fc_profiler_make(a, 4, false, &p), PB_OK);
    const double old[4] = {10, 0, 0, 0}, young[4] = {0, NAN, 10, 10};
    for (int t = 0; t < 70; t += 7)
        pb_fc_profiler_learn(&p, t, 0, old);
    for (int t = 70; t < 210; t += 7)
        pb_fc_profiler_learn(&p, t, 0, young);
    pb_fc_profiler_read(&p, 0, ret); /* half-life of one and a half weeks */
    assert_close(ret[0] + ret[1] + ret[2] + ret[3], 1, 1e-12);
    assert_true(ret[0] < 0.01 && ret[1] == 0);
    assert_close(ret[2], ret[3], 1e-12);
    assert_true(ret[7] == 0); /* a weekday never seen has no share */
    pb_arena_free(a);
}

static double two_an_hour(pb_date date, int minute, const void *ctx)
{
    (void)date, (void)ctx;
    return minute == 600 ? 1 : 2;
}

static void handle_time_is_a_ratio_of_sums_and_shrinks(void **state)
{
    (void)state;
    pb_arena *a = pb_arena_new(NULL);
    pb_history h = made_history(a, "UTC", FIRST, 60, 60, two_an_hour, NULL, false, 1);
    double *aht = PB_NEW_ARRAY(a, (size_t)h.grid.n_slots, double), work[8 * 24], ret[7 * 24];
    for (int32_t i = 0; i < h.grid.n_slots; i++)
        aht[i] = pb_grid_minute(&h.grid, i) == 600 ? 900 : 300;
    h.aht_s = aht;
    pb_fc_aht(&h, 0, FIRST + 60, 111, work, ret);
    assert_true(ret[10] > 305 && ret[10] < 700); /* few contacts: on its way to 900 only */
    assert_close(ret[0], 305, 8);                /* the mean of all is 314 */
    for (int32_t i = 0; i < h.grid.n_slots; i++)
        aht[i] = NAN;
    pb_fc_aht(&h, 0, FIRST + 60, 111, work, ret);
    assert_close(ret[0], 111, 0);
    pb_arena_free(a);
}

static void those_who_give_up_are_a_share_of_the_contacts(void **state)
{
    (void)state;
    pb_arena *a = pb_arena_new(NULL);
    pb_history h = made_history(a, "UTC", FIRST, 60, 60, two_an_hour, NULL, false, 1);
    double *gave_up = PB_NEW_ARRAY(a, (size_t)h.grid.n_slots, double), work[8 * 24], ret[7 * 24];
    pb_fc_abandoned(&h, 0, FIRST + 60, work, ret);
    assert_true(isnan(ret[0]));
    for (int32_t i = 0; i < h.grid.n_slots; i++) /* everybody at ten, one of ten else */
        gave_up[i] = pb_grid_minute(&h.grid, i) == 600 ? 1 : 0.2;
    h.abandoned = gave_up;
    pb_fc_abandoned(&h, 0, FIRST + 60, work, ret);
    assert_true(ret[10] > 0.15 && ret[10] < 1);
    assert_close(ret[0], 0.11, 0.015);
    pb_forecast f;
    pb_forecast_report r;
    forecast_or_fail(a, &h, NULL, NULL, FIRST + 60, 1, false, &f, &r, NULL);
    assert_close(f.abandoned[0], ret[0] * f.contacts[0], 0.02);
    pb_arena_free(a);
}

static void simple_rules_look_only_back(void **state)
{
    (void)state;
    pb_arena *a = pb_arena_new(NULL);
    pb_history h = made_history(a, "UTC", FIRST, 42, 60, two_an_hour, NULL, false, 1);
    double *y = (double *)(uintptr_t)h.contacts;
    for (int day = 0; day < 42; day++)
        for (int i = 0; i < 24; i++)
            y[h.grid.day_slot[day] + i] = day / 7; /* 0, 1 … 5 by week */
    y[h.grid.day_slot[28]] = NAN;
    assert_close(pb_fc_same_weekday(&h.grid, y, 35, 60, 35, 1), 4, 0);
    assert_close(pb_fc_same_weekday(&h.grid, y, 35, 60, 35, 4), 2.5, 0);
    assert_close(pb_fc_same_weekday(&h.grid, y, 35, 0, 35, 4), 1.5,
                 0); /* the unknown one is skipped */
    assert_close(pb_fc_same_weekday(&h.grid, y, 41, 60, 28, 1), 3,
                 0);                                                 /* nothing after the origin */
    assert_close(pb_fc_same_weekday(&h.grid, y, 3, 60, 3, 4), 0, 0); /* nothing is known */
    pb_arena_free(a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(one_update_of_the_bank_by_hand),
        cmocka_unit_test(a_single_large_error_is_clipped_three_are_a_shift),
        cmocka_unit_test(the_poisson_deviation_agrees_with_its_sum),
        cmocka_unit_test(quantiles_of_a_tally),
        cmocka_unit_test(places_in_the_month),
        cmocka_unit_test(profiles_sum_to_one_and_forget),
        cmocka_unit_test(handle_time_is_a_ratio_of_sums_and_shrinks),
        cmocka_unit_test(those_who_give_up_are_a_share_of_the_contacts),
        cmocka_unit_test(simple_rules_look_only_back),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
