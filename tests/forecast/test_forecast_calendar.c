/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Special days: which they are, what is learnt of them, what the calendar gives. */
#include "forecast/special.h"
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

static pb_calendar_row row(int year, int month, int day, pb_day_kind kind, const char *name)
{
    return (pb_calendar_row){pb_date_from_ymd(year, month, day), kind, name, -1, -1, -1, NAN};
}

static void assert_near(double got, double want, double share)
{
    if (fabs(got - want) > share * fabs(want))
        print_error("%g is not within %g of %g\n", got, share, want);
    assert_true(fabs(got - want) <= share * fabs(want));
}

static void days_around_holidays_have_names_of_their_own(void **state)
{
    /* Ascension 2025-05-29 is a Thursday: Friday is a bridge; 2025-06-09, a Monday, has a day after
     */
    pb_calendar_row rows[] = {row(2025, 5, 29, PB_DAY_STATUTORY, "ascension"),
                              row(2025, 6, 9, PB_DAY_STATUTORY, "whit monday"),
                              row(2025, 6, 14, PB_DAY_WORK, ""),
                              row(2025, 6, 18, PB_DAY_EVENT, "618")};
    const pb_calendar cal = {.n = 4, .rows = rows};
    const bool rest[7] = {[5] = true, [6] = true};
    pb_fc_label l[30];
    const char **names;
    int n;
    const pb_date first = pb_date_from_ymd(2025, 5, 26);
    assert_int_equal(pb_fc_label_days(arena(state), &cal, 0, first, 30, rest, l, &n, &names),
                     PB_OK);
    assert_int_equal(l[1].kind, PB_FC_ORDINARY);
    assert_int_equal(l[2].kind, PB_FC_BEFORE); /* Wednesday before */
    assert_int_equal(l[3].kind, PB_FC_HOLIDAY);
    assert_int_equal(l[4].kind, PB_FC_BRIDGE);
    assert_int_equal(l[5].kind, PB_FC_ORDINARY); /* Saturday */
    assert_int_equal(l[11].kind, PB_FC_BEFORE);  /* Friday before a Monday's holiday */
    assert_int_equal(l[14].kind, PB_FC_HOLIDAY);
    assert_int_equal(l[15].kind, PB_FC_AFTER);
    assert_int_equal(l[19].kind, PB_FC_MAKEUP);
    assert_int_equal(l[19].weekday, 4); /* a Saturday that is worked follows Friday */
    assert_int_equal(l[23].kind, PB_FC_EVENT);
    assert_int_equal(n, 3);
    assert_string_equal(names[l[23].name], "618");
}

static void the_last_day_asked_for_knows_the_holiday_after_it(void **state)
{
    /* Thursday 2026-05-14 is a holiday: Wednesday is its eve, whichever day the forecast ends on */
    pb_arena *a = arena(state);
    pb_calendar_row rows[] = {row(2026, 5, 14, PB_DAY_STATUTORY, "ascension")};
    const pb_calendar cal = {.n = 1, .rows = rows};
    const pb_date from = pb_date_from_ymd(2026, 5, 13);
    pb_history h = made_history(a, "UTC", from - 100, 100, 30, office_rate, NULL, true, 3);
    pb_forecast_parts p;
    const pb_forecast_options opt = {0};
    assert_int_equal(pb_forecast_explain(a, &h, &cal, NULL, from, from, 0, &opt, &p, NULL), PB_OK);
    assert_string_equal(p.special_kind, "day before a holiday");
    assert_int_equal(pb_forecast_explain(a, &h, &cal, NULL, from, from + 2, 0, &opt, &p, NULL),
                     PB_OK);
    assert_string_equal(p.special_kind, "bridge day");
}

static double eves(pb_date date, int minute, const void *ctx)
{
    /* a holiday every fourth Wednesday, nothing then; the day before it half as busy again */
    const int k = (int)((date - 20456) % 28); /* 20456 = 2026-01-03, a Saturday */
    return office_rate(date, minute, ctx) * (k == 4 ? 0 : k == 3 ? 1.5 : 1);
}

static void the_day_before_a_holiday_is_learnt(void **state)
{
    pb_arena *a = arena(state);
    pb_calendar_row rows[12];
    for (int i = 0; i < 12; i++) {
        const pb_ymd c = pb_date_ymd(20460 + 28 * i);
        rows[i] = row(c.year, c.month, c.day, PB_DAY_STATUTORY, "fourth");
    }
    const pb_calendar cal = {.n = 12, .rows = rows};
    const pb_date from = 20460 + 28 * 9 - 3;
    pb_history h = made_history(a, "UTC", 20450, (int)(from - 20450), 30, eves, NULL, true, 5);
    pb_forecast f;
    pb_forecast_report r;
    forecast_or_fail(a, &h, &cal, NULL, from, 7, false, &f, &r, NULL);
    assert_near(day_sum(&f, 0, 1), 400, 0.1);  /* Monday */
    assert_near(day_sum(&f, 0, 2), 600, 0.12); /* Tuesday, the day before */
    assert_true(day_sum(&f, 0, 3) < 20);
}

static void a_week_may_rest_on_friday_and_saturday(void **state)
{
    (void)state;
    double totals[70];
    bool rest[7];
    for (int t = 0; t < 70; t++) {
        const int w = pb_date_weekday(FIRST + t);
        totals[t] = w == 4 ? 30 : w == 5 ? 5 : 100; /* Sunday to Thursday */
    }
    pb_fc_rest_weekdays(FIRST, totals, 70, rest);
    assert_true(rest[4] && rest[5] && !rest[6]);
    for (int t = 0; t < 70; t++)
        totals[t] = 100;
    pb_fc_rest_weekdays(FIRST, totals, 70, rest);
    assert_true(rest[5] && rest[6]); /* an even week rests as most do */
}

/* Office days; shut on the 15th of every second month, a fifth on the 20th, double on the 5th; the
 * day after a holiday brings 1.3. */
static double with_holidays(pb_date date, int minute, const void *ctx)
{
    const pb_ymd c = pb_date_ymd(date), before = pb_date_ymd(date - 1);
    double m = office_rate(date, minute, ctx);
    if (c.day == 15 && c.month % 2 == 0)
        m = 0;
    if (c.day == 20)
        m *= 0.2;
    if (c.day == 5)
        m *= 2;
    if (before.day == 20 && pb_date_weekday(date) < 5)
        m *= 1.3;
    return m;
}

/* The calendar of with_holidays from 2025-01 for n months. */
static pb_calendar calendar_of(pb_arena *a, int n)
{
    pb_calendar_row *rows = PB_NEW_ARRAY(a, (size_t)n * 3, pb_calendar_row);
    size_t k = 0;
    for (int i = 0; i < n; i++) {
        const int year = 2025 + i / 12, month = i % 12 + 1;
        rows[k++] = row(year, month, 5, PB_DAY_EVENT, "sale");
        if (month % 2 == 0)
            rows[k++] = row(year, month, 15, PB_DAY_STATUTORY, "shut day");
        rows[k++] = row(year, month, 20, PB_DAY_STATUTORY, "quiet day");
    }
    return (pb_calendar){.n = k, .rows = rows};
}

static void named_days_are_learnt_and_closures_kept_apart(void **state)
{
    pb_arena *a = arena(state);
    const pb_calendar cal = calendar_of(a, 24);
    pb_forecast f;
    pb_forecast_report r;
    const pb_date from = pb_date_from_ymd(2026, 4, 1);
    pb_history h =
        made_history(a, "UTC", FIRST, (int)(from - FIRST), 30, with_holidays, NULL, true, 1);
    forecast_or_fail(a, &h, &cal, NULL, from, 30, false, &f, &r, NULL);
    assert_true(day_sum(&f, 0, 14) < 2);        /* Wednesday the 15th: shut */
    assert_near(day_sum(&f, 0, 19), 80, 0.25);  /* Monday the 20th: a fifth */
    assert_near(day_sum(&f, 0, 20), 520, 0.15); /* Tuesday the 21st: the day after */
    assert_near(day_sum(&f, 0, 21), 400, 0.07); /* Wednesday: as ever */
    const pb_date may = pb_date_from_ymd(2026, 4, 28);
    forecast_or_fail(a, &h, &cal, NULL, may, 10, false, &f, &r, NULL);
    assert_near(day_sum(&f, 0, 7), 800, 0.12); /* Tuesday 5 May: the sale */
}

static void without_a_calendar_such_days_are_not_seen(void **state)
{
    pb_arena *a = arena(state);
    pb_forecast f;
    pb_forecast_report r;
    const pb_date from = pb_date_from_ymd(2026, 4, 1);
    pb_history h =
        made_history(a, "UTC", FIRST, (int)(from - FIRST), 30, with_holidays, NULL, true, 1);
    forecast_or_fail(a, &h, NULL, NULL, from, 30, false, &f, &r, NULL);
    assert_true(day_sum(&f, 0, 14) > 200);
}

static void a_new_event_takes_the_uplift_that_is_given(void **state)
{
    pb_arena *a = arena(state);
    pb_calendar_row rows[3] = {row(2025, 6, 18, PB_DAY_EVENT, "618"),
                               row(2025, 6, 19, PB_DAY_STATUTORY, "fair"),
                               row(2025, 6, 20, PB_DAY_STATUTORY, "strike")};
    rows[0].uplift = 3;
    rows[2].closed = 1;
    const pb_calendar cal = {.n = 3, .rows = rows};
    pb_forecast f;
    pb_forecast_report r;
    const pb_date from = pb_date_from_ymd(2025, 6, 16);
    pb_history h =
        made_history(a, "UTC", FIRST, (int)(from - FIRST), 30, office_rate, NULL, true, 2);
    forecast_or_fail(a, &h, &cal, NULL, from, 7, false, &f, &r, NULL);
    assert_near(day_sum(&f, 0, 1), 400, 0.08);
    assert_near(day_sum(&f, 0, 2), 1200, 0.08);
    assert_true(day_sum(&f, 0, 4) == 0); /* closed is closed */
}

static void a_make_up_workday_is_worked(void **state)
{
    pb_arena *a = arena(state);
    pb_calendar_row rows[2] = {row(2025, 6, 21, PB_DAY_WORK, ""),
                               row(2025, 6, 22, PB_DAY_WORK, "")};
    rows[1].acts_like = 2;
    const pb_calendar cal = {.n = 2, .rows = rows};
    pb_queue q = {.id = "q", .aht_s = NAN};
    for (int w = 0; w < 5; w++) {
        q.hours.opens_min[w] = 480;
        q.hours.closes_min[w] = 1080;
    }
    const pb_queues queues = {.n = 1, .at = &q};
    pb_forecast f;
    pb_forecast_report r;
    const pb_date from = pb_date_from_ymd(2025, 6, 16);
    pb_history h =
        made_history(a, "UTC", FIRST, (int)(from - FIRST), 30, office_rate, NULL, true, 3);
    forecast_or_fail(a, &h, &cal, &queues, from, 7, false, &f, &r, NULL);
    assert_near(day_sum(&f, 0, 5), 400, 0.08); /* Saturday like Friday */
    assert_near(day_sum(&f, 0, 6), 400, 0.08); /* Sunday like Wednesday, as the calendar says */
}

static void an_event_on_a_holiday_hides_nothing(void **state)
{
    pb_arena *a = arena(state);
    const pb_date day = pb_date_from_ymd(2026, 4, 20);
    pb_calendar plain = calendar_of(a, 24);
    pb_calendar_row *rows = PB_NEW_ARRAY(a, plain.n + 1, pb_calendar_row);
    size_t k = 0;
    for (size_t i = 0; i < plain.n; i++) {
        rows[k++] = plain.rows[i];
        if (plain.rows[i].date == day) {
            rows[k] = row(2026, 4, 20, PB_DAY_EVENT, "mailing");
            rows[k++].uplift = 1.5;
        }
    }
    const pb_calendar cal = {.n = k, .rows = rows};
    pb_forecast f;
    pb_forecast_report r;
    const pb_date from = pb_date_from_ymd(2026, 4, 1);
    pb_history h =
        made_history(a, "UTC", FIRST, (int)(from - FIRST), 30, with_holidays, NULL, true, 1);
    forecast_or_fail(a, &h, &cal, NULL, from, 30, false, &f, &r, NULL);
    assert_near(day_sum(&f, 0, 19), 1.5 * 80, 0.25);
    pb_forecast_parts p;
    const pb_forecast_options opt = {0};
    assert_int_equal(pb_forecast_explain(a, &h, &cal, NULL, from, day, 0, &opt, &p, NULL), PB_OK);
    assert_string_equal(p.special_kind, "holiday");
    assert_string_equal(p.special_name, "quiet day");
    assert_true(p.uplift == 1.5);
    assert_near(p.level * p.weekday * p.season * p.month * p.today * p.second * p.special *
                    p.uplift * p.open,
                p.total, 1e-9);
    assert_near(p.total, day_sum(&f, 0, 19), 1e-9);
}

static double pay_day(pb_date date, int minute, const void *ctx)
{
    const int d = pb_date_ymd(date).day;
    return office_rate(date, minute, ctx) * (d <= 3 ? 1.6 : 1);
}

static void the_day_of_the_month_is_learnt_where_it_matters(void **state)
{
    pb_arena *a = arena(state);
    pb_forecast f;
    pb_forecast_report r;
    const pb_date from = pb_date_from_ymd(2026, 3, 25);
    pb_history h = made_history(a, "UTC", FIRST, (int)(from - FIRST), 30, pay_day, NULL, true, 4);
    forecast_or_fail(a, &h, NULL, NULL, from, 14, false, &f, &r, NULL);
    assert_near(day_sum(&f, 0, 8), 640, 0.12);  /* 2 April, a Thursday */
    assert_near(day_sum(&f, 0, 13), 400, 0.07); /* 7 April */
}

int main(void)
{
#define T(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        T(days_around_holidays_have_names_of_their_own),
        T(a_week_may_rest_on_friday_and_saturday),
        T(the_last_day_asked_for_knows_the_holiday_after_it),
        T(the_day_before_a_holiday_is_learnt),
        T(named_days_are_learnt_and_closures_kept_apart),
        T(without_a_calendar_such_days_are_not_seen),
        T(a_new_event_takes_the_uplift_that_is_given),
        T(a_make_up_workday_is_worked),
        T(an_event_on_a_holiday_hides_nothing),
        T(the_day_of_the_month_is_learnt_where_it_matters),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
