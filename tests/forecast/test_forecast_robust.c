/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Each condition that a contact history may be in, and what the forecast makes of it. */
#include "history_maker.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

enum { FIRST = 20089 }; /* 2025-01-01, a Wednesday */

static pb_arena *arena(void **state)
{
    return *state;
}

static int set_up(void **state)
{
    *state = pb_arena_new(NULL);
    return *state ? 0 : 1;
}

static int tear_down(void **state)
{
    pb_arena_free(*state);
    return 0;
}

static void assert_near(double got, double want, double share)
{
    if (fabs(got - want) > share * fabs(want))
        print_error("%g is not within %g of %g\n", got, share, want);
    assert_true(fabs(got - want) <= share * fabs(want));
}

/* A day of the week as expected by office_rate with slots of 30 minutes: 400, 200 or 0. */
static void assert_office_week(const pb_forecast *f, double share)
{
    for (int day = 0; day < f->grid.n_days; day++) {
        const int w = pb_date_weekday(f->grid.first + day);
        if (w == 6)
            assert_true(day_sum(f, 0, day) < 1);
        else
            assert_near(day_sum(f, 0, day), w == 5 ? 200 : 400, share);
    }
}

static void plain_weeks_are_carried_on(void **state)
{
    pb_forecast f;
    pb_forecast_report r;
    pb_history h = made_history(arena(state), "UTC", FIRST, 140, 30, office_rate, NULL, true, 1);
    forecast_or_fail(arena(state), &h, NULL, NULL, FIRST + 140, 14, false, &f, &r, NULL);
    assert_office_week(&f, 0.06);
    assert_int_equal(r.n_outliers, 0);
    assert_int_equal(r.days_learnt[0], 140);
    assert_int_equal(r.n_weeks, 2);
    assert_near(r.weeks[0].mean, 2200, 0.05);
}

static void noiseless_weeks_are_met_exactly(void **state)
{
    pb_forecast f;
    pb_forecast_report r;
    pb_history h = made_history(arena(state), "UTC", FIRST, 140, 30, office_rate, NULL, false, 1);
    forecast_or_fail(arena(state), &h, NULL, NULL, FIRST + 140, 7, false, &f, &r, NULL);
    assert_office_week(&f, 0.002);
}

static double with_gaps(pb_date date, int minute, const void *ctx)
{
    const int t = date - FIRST;
    if ((t >= 60 && t < 81) || t % 17 == 3) /* three whole weeks and every 17th day */
        return NAN;
    if (t % 5 == 1 && minute >= 600 && minute < 720) /* two hours of every fifth day */
        return NAN;
    return office_rate(date, minute, ctx);
}

static void gaps_are_left_out_not_filled(void **state)
{
    pb_forecast f;
    pb_forecast_report r;
    pb_history h = made_history(arena(state), "UTC", FIRST, 140, 30, with_gaps, NULL, true, 2);
    forecast_or_fail(arena(state), &h, NULL, NULL, FIRST + 140, 14, false, &f, &r, NULL);
    assert_office_week(&f, 0.07);
}

static double closing_rows_missing(pb_date date, int minute, const void *ctx)
{
    const double m = office_rate(date, minute, ctx);
    return m > 0 ? m : NAN;
}

static void slots_without_any_row_stay_closed(void **state)
{
    pb_forecast f;
    pb_forecast_report r;
    pb_history h =
        made_history(arena(state), "UTC", FIRST, 140, 30, closing_rows_missing, NULL, true, 3);
    forecast_or_fail(arena(state), &h, NULL, NULL, FIRST + 140, 14, false, &f, &r, NULL);
    assert_office_week(&f, 0.07);
    for (int32_t i = 0; i < f.grid.n_slots; i++)
        if (pb_grid_minute(&f.grid, i) < 480 || pb_grid_minute(&f.grid, i) >= 1080)
            assert_true(f.contacts[i] == 0 && f.high95[i] == 0);
}

static void nothing_is_expected_when_shut(void **state)
{
    pb_queue q = {.id = "q", .aht_s = NAN};
    for (int w = 0; w < 6; w++) {
        q.hours.opens_min[w] = 540; /* 9 to 17, although the history has 8 to 18 */
        q.hours.closes_min[w] = 1020;
    }
    const pb_queues queues = {.n = 1, .at = &q};
    pb_forecast f;
    pb_forecast_report r;
    pb_history h = made_history(arena(state), "UTC", FIRST, 100, 30, office_rate, NULL, true, 4);
    forecast_or_fail(arena(state), &h, NULL, &queues, FIRST + 100, 14, false, &f, &r, NULL);
    for (int32_t i = 0; i < f.grid.n_slots; i++) {
        const int m = pb_grid_minute(&f.grid, i),
                  w = pb_date_weekday(f.grid.first + pb_grid_day(&f.grid, i));
        if (m < 540 || m >= 1020 || w == 6)
            assert_true(f.contacts[i] == 0 && f.high95[i] == 0);
        else
            assert_near(f.contacts[i], w == 5 ? 10 : 20, 0.3);
    }
}

static double with_outage(pb_date date, int minute, const void *ctx)
{
    const int t = date - FIRST;
    const double m = office_rate(date, minute, ctx);
    if (t >= 119 && t < 126) /* a week without a line, two weeks before the end */
        return 0;
    if (t == 90 && minute >= 600 && minute < 780) /* three hours */
        return 0;
    return t == 100 ? 9 * m : m; /* one day nine times the usual */
}

static int count_of(const pb_forecast_report *r, pb_oddity what)
{
    int n = 0;
    for (size_t i = 0; i < r->n_outliers; i++)
        n += r->outliers[i].what == what;
    return n;
}

static void outages_and_outliers_are_set_aside_and_listed(void **state)
{
    pb_forecast f;
    pb_forecast_report r;
    pb_history h = made_history(arena(state), "UTC", FIRST, 140, 30, with_outage, NULL, true, 5);
    forecast_or_fail(arena(state), &h, NULL, NULL, FIRST + 140, 14, false, &f, &r, NULL);
    assert_office_week(&f, 0.08);
    assert_int_equal(count_of(&r, PB_ODD_OUTAGE_DAY), 6); /* Sunday has nothing to miss */
    assert_int_equal(count_of(&r, PB_ODD_OUTAGE_SLOTS), 1);
    assert_int_equal(count_of(&r, PB_ODD_SPIKE_DAY), 1);
    for (size_t i = 0; i < r.n_outliers; i++)
        if (r.outliers[i].what == PB_ODD_OUTAGE_SLOTS) {
            assert_int_equal(r.outliers[i].date, FIRST + 90);
            assert_int_equal(r.outliers[i].from_min, 600);
            assert_int_equal(r.outliers[i].to_min, 780);
            assert_near(r.outliers[i].expected, 120, 0.3);
        }
}

static double night_from_may(pb_date date, int minute, const void *ctx)
{
    (void)ctx;
    return minute >= 480 || date - FIRST >= 120 ? 20 : 0;
}

static void hours_that_open_for_good_are_no_outage_before(void **state)
{
    pb_forecast f;
    pb_forecast_report r;
    pb_history h = made_history(arena(state), "UTC", FIRST, 240, 30, night_from_may, NULL, true, 4);
    forecast_or_fail(arena(state), &h, NULL, NULL, FIRST + 240, 7, false, &f, &r, NULL);
    assert_int_equal(r.n_outliers, 0);
    assert_near(day_sum(&f, 0, 0), 960, 0.06);
}

static void kept_outliers_change_the_forecast(void **state)
{
    pb_forecast f, kept;
    pb_forecast_report r;
    pb_history h = made_history(arena(state), "UTC", FIRST, 140, 30, with_outage, NULL, true, 5);
    forecast_or_fail(arena(state), &h, NULL, NULL, FIRST + 140, 14, false, &f, &r, NULL);
    forecast_or_fail(arena(state), &h, NULL, NULL, FIRST + 140, 14, true, &kept, &r, NULL);
    assert_true(r.n_outliers > 0);
    assert_true(memcmp(f.contacts, kept.contacts, (size_t)f.grid.n_slots * sizeof(double)) != 0);
}

static void five_days_are_enough_to_begin(void **state)
{
    pb_forecast f;
    pb_forecast_report r;
    const pb_date monday = FIRST + 5;
    pb_history h = made_history(arena(state), "UTC", monday, 5, 30, office_rate, NULL, true, 6);
    forecast_or_fail(arena(state), &h, NULL, NULL, monday + 7, 7, false, &f, &r, NULL);
    assert_int_equal(r.days_learnt[0], 5);
    for (int day = 0; day < 5; day++)
        assert_near(day_sum(&f, 0, day), 400, 0.25);
}

static double zero_rate(pb_date date, int minute, const void *ctx)
{
    (void)date, (void)minute, (void)ctx;
    return 0;
}

static void weekdays_that_have_not_come_yet_take_the_others_shape(void **state)
{
    /* from Monday to Wednesday: Thursday and Friday like them, nothing is claimed of the weekend */
    pb_forecast f;
    pb_forecast_report r;
    const pb_date monday = FIRST + (7 - pb_date_weekday(FIRST)) % 7;
    pb_history h = made_history(arena(state), "UTC", monday, 3, 30, office_rate, NULL, true, 6);
    forecast_or_fail(arena(state), &h, NULL, NULL, monday + 3, 7, false, &f, &r, NULL);
    assert_near(day_sum(&f, 0, 0), 400, 0.15);
    assert_near(day_sum(&f, 0, 1), 400, 0.15);
    assert_true(day_sum(&f, 0, 2) == 0 && day_sum(&f, 0, 3) == 0);
    assert_near(day_sum(&f, 0, 4), 400, 0.2);
}

static void a_queue_of_zeros_gives_zeros_and_says_so(void **state)
{
    pb_forecast f;
    pb_forecast_report r;
    pb_diags *d = pb_diags_new(NULL, NULL);
    pb_history h = made_history(arena(state), "UTC", FIRST, 60, 30, zero_rate, NULL, false, 7);
    forecast_or_fail(arena(state), &h, NULL, NULL, FIRST + 60, 7, false, &f, &r, d);
    for (int32_t i = 0; i < f.grid.n_slots; i++)
        assert_true(f.contacts[i] == 0 && f.high95[i] == 0);
    assert_int_equal(pb_diags_warnings(d), 1);
    pb_diags_free(d);
}

static double rare(pb_date date, int minute, const void *ctx)
{
    return office_rate(date, minute, ctx) / 400; /* one contact a day */
}

static void mostly_zero_slots_keep_their_mean(void **state)
{
    pb_forecast f;
    pb_forecast_report r;
    pb_history h = made_history(arena(state), "UTC", FIRST, 364, 30, rare, NULL, true, 8);
    forecast_or_fail(arena(state), &h, NULL, NULL, FIRST + 364, 28, false, &f, &r, NULL);
    double sum = 0;
    for (int day = 0; day < 28; day++)
        sum += day_sum(&f, 0, day);
    assert_near(sum, 22, 0.3);
}

static double ending(pb_date date, int minute, const void *ctx)
{
    return date - FIRST < 120 ? office_rate(date, minute, ctx) : 0;
}

static void a_queue_that_closed_down_stays_closed(void **state)
{
    pb_forecast f;
    pb_forecast_report r;
    pb_diags *d = pb_diags_new(NULL, NULL);
    pb_history h = made_history(arena(state), "UTC", FIRST, 140, 30, ending, NULL, true, 9);
    forecast_or_fail(arena(state), &h, NULL, NULL, FIRST + 140, 7, false, &f, &r, d);
    for (int day = 0; day < 7; day++)
        assert_true(day_sum(&f, 0, day) == 0);
    assert_int_equal(pb_diags_warnings(d), 1);
    pb_diags_free(d);
}

static double opening(pb_date date, int minute, const void *ctx)
{
    return date - FIRST >= 120 ? office_rate(date, minute, ctx) : 0;
}

static void a_queue_that_opened_late_is_not_held_down_by_its_zeros(void **state)
{
    pb_forecast f;
    pb_forecast_report r;
    pb_history h = made_history(arena(state), "UTC", FIRST, 150, 30, opening, NULL, true, 10);
    forecast_or_fail(arena(state), &h, NULL, NULL, FIRST + 150, 7, false, &f, &r, NULL);
    assert_office_week(&f, 0.12);
}

static double jump(pb_date date, int minute, const void *ctx)
{
    return office_rate(date, minute, ctx) * (date - FIRST >= 140 ? 1.8 : 1);
}

static void a_jump_of_the_level_is_followed_in_three_weeks(void **state)
{
    pb_forecast f;
    pb_forecast_report r;
    pb_history h = made_history(arena(state), "UTC", FIRST, 161, 30, jump, NULL, true, 11);
    forecast_or_fail(arena(state), &h, NULL, NULL, FIRST + 161, 7, false, &f, &r, NULL);
    assert_near(r.weeks[0].mean, 1.8 * 2200, 0.12);
}

static double flat(pb_date date, int minute, const void *ctx)
{
    (void)date, (void)minute, (void)ctx;
    return 10;
}

static void days_of_23_and_25_hours_keep_each_hour_right(void **state)
{
    /* Berlin: 2025-03-30 has 23 hours, 2025-10-26 has 25; both in the past, 2026-03-29 ahead */
    const pb_date from = pb_date_from_ymd(2026, 3, 27);
    pb_forecast f;
    pb_forecast_report r;
    pb_history h = made_history(arena(state), "Europe/Berlin", FIRST, (int)(from - FIRST), 60, flat,
                                NULL, true, 12);
    forecast_or_fail(arena(state), &h, NULL, NULL, from, 5, false, &f, &r, NULL);
    assert_int_equal(f.grid.day_slot[3] - f.grid.day_slot[2], 23);
    assert_near(day_sum(&f, 0, 1), 240, 0.05);
    assert_near(day_sum(&f, 0, 2), 230, 0.05);
    for (int32_t i = 0; i < f.grid.n_slots; i++)
        assert_near(f.contacts[i], 10, 0.15);
    const pb_date autumn = pb_date_from_ymd(2025, 10, 25);
    forecast_or_fail(arena(state), &h, NULL, NULL, autumn, 3, false, &f, &r, NULL);
    assert_int_equal(f.grid.day_slot[2] - f.grid.day_slot[1], 25);
    assert_near(day_sum(&f, 0, 1), 250, 0.05);
}

static void slots_from_five_minutes_to_an_hour_agree(void **state)
{
    static const int slots[] = {5, 6, 10, 12, 15, 20, 30, 60};
    for (size_t i = 0; i < sizeof slots / sizeof *slots; i++) {
        pb_forecast f;
        pb_forecast_report r;
        pb_history h =
            made_history(arena(state), "UTC", FIRST, 70, slots[i], office_rate, NULL, true, 13 + i);
        forecast_or_fail(arena(state), &h, NULL, NULL, FIRST + 70, 7, false, &f, &r, NULL);
        assert_near(r.weeks[0].mean, 2200.0 * 30 / slots[i], 0.06);
        pb_arena_reset(arena(state));
    }
}

static void a_year_ahead_stays_in_bounds(void **state)
{
    pb_forecast f;
    pb_forecast_report r;
    pb_history h = made_history(arena(state), "UTC", FIRST, 400, 60, office_rate, NULL, true, 30);
    forecast_or_fail(arena(state), &h, NULL, NULL, FIRST + 400, 364, false, &f, &r, NULL);
    assert_near(r.weeks[51].mean, 1100, 0.1);
    assert_true(r.days[350].high80 - r.days[350].low80 >= r.days[7].high80 - r.days[7].low80 - 1);
}

static void history_that_ended_before_today_is_carried_over_the_gap(void **state)
{
    pb_forecast f;
    pb_forecast_report r;
    pb_history h = made_history(arena(state), "UTC", FIRST, 140, 30, office_rate, NULL, true, 31);
    pb_diags *d = pb_diags_new(NULL, NULL);
    forecast_or_fail(arena(state), &h, NULL, NULL, FIRST + 160, 14, false, &f, &r, d);
    assert_int_equal(pb_diags_count(d), 1); /* twenty days of which nothing is known */
    pb_diags_free(d);
    assert_office_week(&f, 0.07);
    /* and what lies after `from` is not looked at */
    pb_forecast g;
    for (int32_t i = h.grid.day_slot[100]; i < h.grid.n_slots; i++)
        ((double *)(uintptr_t)h.contacts)[i] *= 7;
    forecast_or_fail(arena(state), &h, NULL, NULL, FIRST + 100, 14, false, &g, &r, NULL);
    assert_office_week(&g, 0.07);
}

static void days_outside_the_range_are_refused(void **state)
{
    pb_forecast f;
    pb_forecast_report r;
    const pb_forecast_options opt = {0};
    pb_history h = made_history(arena(state), "UTC", FIRST, 30, 30, office_rate, NULL, true, 32);
    assert_int_equal(
        pb_forecast_make(arena(state), &h, NULL, NULL, FIRST + 30, 0, &opt, &f, &r, NULL),
        PB_ERR_DOMAIN);
    assert_int_equal(
        pb_forecast_make(arena(state), &h, NULL, NULL, FIRST + 30, 367, &opt, &f, &r, NULL),
        PB_ERR_DOMAIN);
}

int main(void)
{
#define T(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        T(plain_weeks_are_carried_on),
        T(noiseless_weeks_are_met_exactly),
        T(gaps_are_left_out_not_filled),
        T(slots_without_any_row_stay_closed),
        T(nothing_is_expected_when_shut),
        T(outages_and_outliers_are_set_aside_and_listed),
        T(kept_outliers_change_the_forecast),
        T(five_days_are_enough_to_begin),
        T(weekdays_that_have_not_come_yet_take_the_others_shape),
        T(a_queue_of_zeros_gives_zeros_and_says_so),
        T(hours_that_open_for_good_are_no_outage_before),
        T(mostly_zero_slots_keep_their_mean),
        T(a_queue_that_closed_down_stays_closed),
        T(a_queue_that_opened_late_is_not_held_down_by_its_zeros),
        T(a_jump_of_the_level_is_followed_in_three_weeks),
        T(days_of_23_and_25_hours_keep_each_hour_right),
        T(slots_from_five_minutes_to_an_hour_agree),
        T(a_year_ahead_stays_in_bounds),
        T(history_that_ended_before_today_is_carried_over_the_gap),
        T(days_outside_the_range_are_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
