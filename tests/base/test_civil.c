/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "support/cm.h"

#include "base/civil.h"

#include <stdio.h>
#include <string.h>
#include <time.h>

/* The oracle for days is the C library's gmtime_r. */
static void every_day_of_300_years(void **state)
{
    (void)state;
    assert_int_equal(pb_date_from_ymd(1900, 1, 1), PB_DATE_MIN);
    assert_int_equal(pb_date_from_ymd(2199, 12, 31), PB_DATE_MAX);
    for (pb_date d = PB_DATE_MIN; d <= PB_DATE_MAX; d++) {
        time_t t = (time_t)d * 86400;
        struct tm tm;
        assert_non_null(gmtime_r(&t, &tm));
        pb_ymd got = pb_date_ymd(d);
        assert_int_equal(got.year, tm.tm_year + 1900);
        assert_int_equal(got.month, tm.tm_mon + 1);
        assert_int_equal(got.day, tm.tm_mday);
        assert_int_equal(pb_date_from_ymd(got.year, got.month, got.day), d);
        assert_int_equal(pb_date_weekday(d), (tm.tm_wday + 6) % 7);
        char iso[16], buf[11], month_last[16];
        int year, week;
        pb_date_iso_week(d, &year, &week);
        strftime(iso, sizeof iso, "%G-%V", &tm);
        snprintf(month_last, sizeof month_last, "%04d-%02d", year, week);
        assert_string_equal(month_last, iso);
        strftime(iso, sizeof iso, "%Y-%m-%d", &tm);
        assert_string_equal(pb_date_format(d, buf), iso);
        pb_date back;
        assert_true(pb_date_parse(buf, 10, &back));
        assert_int_equal(back, d);
    }
}

static void days_that_do_not_exist(void **state)
{
    (void)state;
    int exist = 0;
    for (int y = 1890; y <= 2210; y++)
        for (int m = -1; m <= 14; m++)
            for (int day = -1; day <= 33; day++)
                exist += pb_date_from_ymd(y, m, day) != PB_DATE_NONE;
    assert_int_equal(exist, PB_DATE_MAX - PB_DATE_MIN + 1);
    assert_int_equal(pb_date_days_in_month(2026, 0), 0);
    assert_int_equal(pb_date_days_in_month(2026, 13), 0);
    assert_int_equal(pb_date_days_in_month(2100, 2), 28);
    assert_int_equal(pb_date_days_in_month(2000, 2), 29);
}

static void weeks_begin_on_any_day(void **state)
{
    (void)state;
    for (pb_date d = -1000; d < 30000; d += 13)
        for (int start = 0; start < 7; start++) {
            pb_date w = pb_date_week_start(d, start);
            assert_true(w <= d && d - w < 7);
            assert_int_equal(pb_date_weekday(w), start);
        }
}

static pb_date date_of(const char *s)
{
    pb_date d = PB_DATE_NONE;
    pb_date_parse(s, (uint32_t)strlen(s), &d);
    return d;
}

static void months_are_added(void **state)
{
    (void)state;
    static const struct {
        const char *from;
        int months;
        const char *want;
    } rows[] = {
        {"2026-01-31", 1, "2026-02-28"},  {"2024-01-31", 1, "2024-02-29"},
        {"2026-11-30", 3, "2027-02-28"},  {"2026-03-31", -1, "2026-02-28"},
        {"2026-01-15", -13, "2024-12-15"}, {"2026-12-31", 12, "2027-12-31"},
        {"2199-12-31", 1, "none"},        {"1900-01-01", -1, "none"},
        {"2026-01-01", 4000, "none"},     {"2026-01-01", -4000, "none"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++)
        assert_int_equal(pb_date_add_months(date_of(rows[i].from), rows[i].months),
                         date_of(rows[i].want));
}

/* Easter Sundays from the tables of the Astronomical Society of South Australia. */
static void easter(void **state)
{
    (void)state;
    static const char *const known[] = {"1961-04-02", "1981-04-19", "2000-04-23", "2008-03-23",
                                        "2011-04-24", "2024-03-31", "2025-04-20", "2026-04-05",
                                        "2027-03-28", "2038-04-25", "2049-04-18"};
    for (size_t i = 0; i < sizeof known / sizeof known[0]; i++)
        assert_int_equal(pb_date_easter(pb_date_ymd(date_of(known[i])).year), date_of(known[i]));
}

static void dates_are_read(void **state)
{
    (void)state;
    static const char *const good[] = {"2026-11-30", "2026/11/30", "2026.11.30", "20261130",
                                       "2026年11月30日", "  2026-11-30\t", ("\xE3\x80\x80" "2026-11-30"),
                                       "30.11.2026", " 30.11.2026 "};
    for (size_t i = 0; i < sizeof good / sizeof good[0]; i++)
        assert_int_equal(date_of(good[i]), 20787);
    assert_int_equal(date_of("2026/1/5"), pb_date_from_ymd(2026, 1, 5));
    assert_int_equal(date_of("2026年1月5日"), pb_date_from_ymd(2026, 1, 5));
    assert_int_equal(date_of("5.1.2026"), pb_date_from_ymd(2026, 1, 5)); /* the day first */
    assert_int_equal(date_of("12.06.2026"), pb_date_from_ymd(2026, 6, 12));
    static const char *const bad[] = {"",           "2026",       "2026-11",     "2026-11-31",
                                      "2026-13-01", "26-11-30",   "2026-11/30",  "2026-11-30x",
                                      "2026113",    "2026-1-055", "30/11/2026",  "2026年11月30",
                                      "1899-12-31", "2200-01-01", "2026-00-10",  "-2026-11-30",
                                      "2026 11 30", "2026--1-01", "2026-11-30 1",
                                      "11.30.2026", "30.11.26",   "30.11",       "30.11.2026.",
                                      "30-11-2026", "30.11.02026"};
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        pb_date d = 77;
        assert_false(pb_date_parse(bad[i], (uint32_t)strlen(bad[i]), &d));
        assert_int_equal(d, 77);
    }
    /* Only n bytes belong to the text. */
    pb_date d;
    assert_true(pb_date_parse("2026-11-305", 10, &d));
}

static void every_minute_is_read_and_written(void **state)
{
    (void)state;
    for (int m = 0; m <= 1440; m++) {
        char buf[8], expected[24];
        snprintf(expected, sizeof expected, "%02d:%02d", m / 60, m % 60);
        assert_string_equal(pb_minute_format(m, buf), expected);
        int got = -1;
        assert_true(pb_minute_parse(buf, 5, &got));
        assert_int_equal(got, m);
    }
    static const struct {
        const char *text;
        int seconds;
    } rows[] = {
        {"8:30", 30600},   {"08:30:15", 30615}, {"08：30", 30600},   {" 08:30 ", 30600},
        {"24:00:00", 86400}, {"24:00:01", -1},  {"24:01", -1},      {"08:60", -1},
        {"08:30:60", -1},  {"8:3", -1},         {"0830", -1},       {"", -1},
        {":30", -1},       {"123:00", -1},      {"08:30:", -1},     {"-1:00", -1},
        {"08:30x", -1},    {"08-30", -1},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        int s = -1, m = -1;
        assert_int_equal(pb_clock_parse(rows[i].text, (uint32_t)strlen(rows[i].text), &s),
                         rows[i].seconds >= 0);
        assert_int_equal(s, rows[i].seconds);
        bool whole = rows[i].seconds >= 0 && rows[i].seconds % 60 == 0;
        assert_int_equal(pb_minute_parse(rows[i].text, (uint32_t)strlen(rows[i].text), &m), whole);
    }
}

static void weekdays_by_name(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        int want;
    } rows[] = {
        {"Mon", 0}, {"monday", 0}, {"TUES", 1}, {"Wednesday", 2}, {"thurs", 3}, {"fri", 4},
        {"Sat", 5}, {"SUNDAY", 6}, {"周一", 0}, {"星期三", 2},    {"周日", 6},  {"星期天", 6},
        {"礼拜六", 5}, {"1", 0},   {"7", 6},    {" Mon ", 0},     {"0", -1},    {"8", -1},
        {"Mo", -1}, {"mondays", -1}, {"周", -1}, {"周八", -1},    {"周一二", -1}, {"", -1},
        {"一", -1}, {"11", -1},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++)
        assert_int_equal(pb_weekday_parse(rows[i].text, (uint32_t)strlen(rows[i].text)),
                         rows[i].want);
}

/* Told once a file: what may be read in two ways, and what is no clock of 24 hours. */
static void two_ways_to_read(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        bool slashed, half;
    } rows[] = {
        {"11/16/2026", true, false},         {"5/1/26", true, false},      {" 11/16/2026 9:00 AM", true, true},
        {"16/11/2026 14:00", true, false},   {"2026/11/16", false, false}, {"2026-11-16 2:00 PM", false, true},
        {"2:00pm", false, true},             {"9:30 a.m. ", false, true},  {"下午2:00", false, true},
        {"2026-11-16 上午9:30", false, true}, {"9：30 PM", false, true},    {"14:00", false, false},
        {"team", false, false},              {"pm", false, false},         {"", false, false},
        {"1/2", false, false},               {"11/16/2026x", false, false}, {"下午", false, false},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        uint32_t n = (uint32_t)strlen(rows[i].text);
        if (pb_date_is_slashed(rows[i].text, n) != rows[i].slashed || pb_clock_is_12h(rows[i].text, n) != rows[i].half)
            fail_msg("%s", rows[i].text);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_day_of_300_years),  cmocka_unit_test(days_that_do_not_exist),
        cmocka_unit_test(weeks_begin_on_any_day),  cmocka_unit_test(months_are_added),
        cmocka_unit_test(easter),                  cmocka_unit_test(dates_are_read),
        cmocka_unit_test(every_minute_is_read_and_written), cmocka_unit_test(weekdays_by_name),
        cmocka_unit_test(two_ways_to_read),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
