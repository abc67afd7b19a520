/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Days, readings, texts; test_zone_all.c compares every zone with the C library. */
#include "support/cm.h"

#include "base/zone.h"
#include "support/failing.h"

#include <string.h>

static const pb_zone *load(pb_arena *a, const char *name)
{
    const pb_zone *z = NULL;
    if (pb_zone_load(a, name, &z))
        fail_msg("no zone %s", name);
    return z;
}

static int64_t at(int year, int month, int day)
{
    return (int64_t)pb_date_from_ymd(year, month, day) * 86400;
}

static void days_of_other_lengths(void **state)
{
    (void)state;
    static const struct {
        const char *zone;
        int year, month, day, minutes;
    } rows[] = {
        {"Europe/Berlin", 2026, 3, 29, 1380},       {"Europe/Berlin", 2026, 10, 25, 1500},
        {"Europe/Berlin", 2026, 10, 26, 1440},      {"America/New_York", 2026, 11, 1, 1500},
        {"Australia/Lord_Howe", 2026, 4, 5, 1470},  {"Australia/Lord_Howe", 2026, 10, 4, 1410},
        {"Asia/Shanghai", 2026, 3, 29, 1440},       {"Pacific/Apia", 2011, 12, 30, 0},
        {"America/Sao_Paulo", 2018, 11, 4, 1380},   {"Europe/Berlin", 2098, 3, 30, 1380},
        {"Asia/Beirut", 2026, 3, 29, 1380}, /* at midnight */
    };
    pb_arena *a = pb_arena_new(NULL);
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++)
        assert_int_equal(pb_zone_day_minutes(load(a, rows[i].zone),
                                             pb_date_from_ymd(rows[i].year, rows[i].month, rows[i].day)),
                         rows[i].minutes);
    pb_arena_free(a);
}

static void readings(void **state)
{
    (void)state;
    pb_arena *a = pb_arena_new(NULL);
    const pb_zone *berlin = load(a, "Europe/Berlin");
    pb_date spring = pb_date_from_ymd(2026, 3, 29), autumn = pb_date_from_ymd(2026, 10, 25);
    int64_t utc;
    int32_t step;
    assert_int_equal(pb_zone_utc(berlin, spring, 150, &utc, &step), PB_LOCAL_SKIPPED);
    assert_int_equal(utc, at(2026, 3, 29) + 3600);
    assert_int_equal(step, 3600);
    assert_int_equal(pb_zone_utc(berlin, autumn, 150, &utc, &step), PB_LOCAL_DOUBLED);
    assert_int_equal(utc, at(2026, 10, 25) + 1800);
    assert_int_equal(step, 3600);
    /* Past midnight counts on, on the next day's clock. */
    assert_int_equal(pb_zone_utc(berlin, autumn - 1, 1440 + 240, &utc, NULL), PB_LOCAL_UNIQUE);
    assert_int_equal(utc, pb_zone_utc_simple(berlin, autumn, 240));
    const pb_zone *apia = load(a, "Pacific/Apia");
    assert_int_equal(pb_zone_utc(apia, pb_date_from_ymd(2011, 12, 30), 700, &utc, &step), PB_LOCAL_SKIPPED);
    assert_int_equal(step, 86400);
    pb_arena_free(a);
}

static void texts(void **state)
{
    (void)state;
    static const struct {
        const char *zone, *text;
        int64_t utc; /* -1: not a time */
        pb_local_kind kind;
        const char *written;
    } rows[] = {
        {"Asia/Shanghai", "2026-11-30T10:00", 1796004000, PB_LOCAL_UNIQUE, "2026-11-30T10:00"},
        {"Asia/Shanghai", "2026-11-30 10:00:00", 1796004000, PB_LOCAL_UNIQUE, "2026-11-30T10:00"},
        {"Asia/Shanghai", " 2026/11/30 10:00 ", 1796004000, PB_LOCAL_UNIQUE, "2026-11-30T10:00"},
        {"Asia/Shanghai", "2026年11月30日 10：00", 1796004000, PB_LOCAL_UNIQUE, "2026-11-30T10:00"},
        {"Asia/Shanghai", "2026-11-30T02:00Z", 1796004000, PB_LOCAL_UNIQUE, "2026-11-30T10:00"},
        {"Asia/Shanghai", "2026-11-30t02:00:00.123z", 1796004000, PB_LOCAL_UNIQUE, "2026-11-30T10:00"},
        {"Asia/Shanghai", "2026-11-30T03:00+01:00", 1796004000, PB_LOCAL_UNIQUE, "2026-11-30T10:00"},
        {"Asia/Shanghai", "2026-11-29T21:00-0500", 1796004000, PB_LOCAL_UNIQUE, "2026-11-30T10:00"},
        {"Asia/Shanghai", "2026-11-30 03:00 +01", 1796004000, PB_LOCAL_UNIQUE, "2026-11-30T10:00"},
        {"Asia/Shanghai", "2026-11-30T10:00:05", 1796004005, PB_LOCAL_UNIQUE, "2026-11-30T10:00:05"},
        {"Asia/Shanghai", "2026-11-30T24:00", 1796054400, PB_LOCAL_UNIQUE, "2026-12-01T00:00"},
        {"Europe/Berlin", "2026-10-25T02:30", 1792888200, PB_LOCAL_DOUBLED, "2026-10-25T02:30+02:00"},
        {"Europe/Berlin", "2026-10-25T02:30+01:00", 1792891800, PB_LOCAL_UNIQUE, "2026-10-25T02:30+01:00"},
        {"Europe/Berlin", "2026-03-29T02:30", 1774746000, PB_LOCAL_SKIPPED, "2026-03-29T03:00"},
        {"America/New_York", "2026-11-01T01:15:30", 1793510130, PB_LOCAL_DOUBLED, "2026-11-01T01:15:30-04:00"},
        {"UTC", "2026-11-30", -1, PB_LOCAL_UNIQUE, NULL},
        {"UTC", "", -1, PB_LOCAL_UNIQUE, NULL},
        {"UTC", "2026-11-30T", -1, PB_LOCAL_UNIQUE, NULL},
        {"UTC", "2026-11-31T10:00", -1, PB_LOCAL_UNIQUE, NULL},
        {"UTC", "2026-11-30T25:00", -1, PB_LOCAL_UNIQUE, NULL},
        {"UTC", "2026-11-30T10:00+25:00", -1, PB_LOCAL_UNIQUE, NULL},
        {"UTC", "2026-11-30T10:00+1", -1, PB_LOCAL_UNIQUE, NULL},
        {"UTC", "2026-11-30T10:00+01:0", -1, PB_LOCAL_UNIQUE, NULL},
        {"UTC", "2026-11-30T10:00+01000", -1, PB_LOCAL_UNIQUE, NULL},
        {"UTC", "2026-11-30T10:00+", -1, PB_LOCAL_UNIQUE, NULL},
        {"Asia/Shanghai", "2026-11-30 02:00:00 UTC", 1796004000, PB_LOCAL_UNIQUE, "2026-11-30T10:00"},
        {"Asia/Shanghai", "2026-11-30 03:00:00 +0100", 1796004000, PB_LOCAL_UNIQUE, "2026-11-30T10:00"},
        {"Asia/Shanghai", "2026-11-30T02:00gmt", 1796004000, PB_LOCAL_UNIQUE, "2026-11-30T10:00"},
        {"UTC", "2026-11-30 +08:00", -1, PB_LOCAL_UNIQUE, NULL},
        {"UTC", "2026-11-30T10:00Z UTC", -1, PB_LOCAL_UNIQUE, NULL},
        {"UTC", "2026-11-30T10:00ZZ", -1, PB_LOCAL_UNIQUE, NULL},
        {"UTC", "2026-11-30T10:00.5", -1, PB_LOCAL_UNIQUE, NULL},
        {"UTC", "2026-11-30T10:00:00.", -1, PB_LOCAL_UNIQUE, NULL},
        {"UTC", "2026-11-30T10:00:00.x", -1, PB_LOCAL_UNIQUE, NULL},
    };
    pb_arena *a = pb_arena_new(NULL);
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        const pb_zone *z = load(a, rows[i].zone);
        int64_t utc = -1;
        pb_local_kind kind = PB_LOCAL_UNIQUE;
        char buf[32];
        bool good = pb_zone_parse(z, rows[i].text, (uint32_t)strlen(rows[i].text), &utc, &kind);
        if (good != (rows[i].utc >= 0) || utc != rows[i].utc || kind != rows[i].kind)
            fail_msg("\"%s\": %d, %lld, %d", rows[i].text, good, (long long)utc, (int)kind);
        if (good)
            assert_string_equal(pb_zone_format(z, utc, buf), rows[i].written);
        pb_zone_parse(z, rows[i].text, (uint32_t)strlen(rows[i].text), &utc, NULL);
    }
    pb_arena_free(a);
}

/* What is written is read back as the same instant, every half hour of a year. */
static void a_round_trip_keeps_instants(void **state)
{
    (void)state;
    static const char *const names[] = {"Europe/Berlin", "Australia/Lord_Howe", "Asia/Shanghai",
                                        "America/St_Johns", "Pacific/Chatham"};
    pb_arena *a = pb_arena_new(NULL);
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        const pb_zone *z = load(a, names[i]);
        for (int64_t t = at(2026, 1, 1); t < at(2027, 1, 1); t += 900) {
            char buf[32];
            int64_t back;
            pb_zone_format(z, t, buf);
            assert_true(pb_zone_parse(z, buf, (uint32_t)strlen(buf), &back, NULL));
            assert_int_equal(back, t);
            pb_date date;
            int second;
            pb_zone_local(z, t, &date, &second);
            assert_in_range(second, 0, 86399);
        }
    }
    pb_arena_free(a);
}

static void names_that_are_no_zones(void **state)
{
    (void)state;
    static const char *const names[] = {"", "/etc/passwd", "../etc/passwd", "Asia/../Asia/Tokyo", "Asia/Nowhere",
                                        "zone.tab", "tzdata.zi", "Asia", "Asia/", "Asia//Tokyo", "asia/shanghai",
                                        "right/Asia/Tokyo", "Asia/Tok\nyo", "UTC+8:00",
                                        "Aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"};
    pb_arena *a = pb_arena_new(NULL);
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        const pb_zone *z = NULL;
        assert_int_equal(pb_zone_load(a, names[i], &z), PB_ERR_DOMAIN);
        assert_null(z);
    }
    const pb_zone *z = load(a, "Asia/Shanghai");
    assert_string_equal(pb_zone_name(z), "Asia/Shanghai");
    assert_int_equal(strncmp(pb_zone_source(z), "/usr/share/zoneinfo", 19), 0);
    assert_non_null(strstr(pb_zone_source(z), " (20"));
    pb_arena_free(a);
}

static void every_refusal_is_survived(void **state)
{
    (void)state;
    for (long n = 1;; n++) {
        failing f = {.fail_at = n};
        pb_allocator al = failing_allocator(&f);
        pb_arena *a = pb_arena_new(&al);
        const pb_zone *z = NULL;
        pb_status st = a ? pb_zone_load(a, "Europe/Berlin", &z) : PB_ERR_NOMEM;
        assert_int_equal(st, f.failed ? PB_ERR_NOMEM : PB_OK);
        assert_true((z != NULL) == (st == PB_OK));
        pb_arena_free(a);
        assert_int_equal(f.live, 0);
        if (!f.failed)
            break;
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(days_of_other_lengths),
        cmocka_unit_test(readings),               cmocka_unit_test(texts),
        cmocka_unit_test(a_round_trip_keeps_instants), cmocka_unit_test(names_that_are_no_zones),
        cmocka_unit_test(every_refusal_is_survived),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
