/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Every zone in use against the C library's own reading of the same database (TZ, localtime_r). */
#include "support/cm.h"

#include "base/zone.h"

#include <stdio.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

static void use_zone(const char *name)
{
    char path[100];
    snprintf(path, sizeof path, ":%s", name);
    setenv("TZ", path, 1);
    tzset();
}

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

/* true when the C library says the same of that instant. */
static bool same_offset(const pb_zone *z, int64_t utc)
{
    time_t t = (time_t)utc;
    struct tm tm;
    localtime_r(&t, &tm);
    int32_t got = pb_zone_offset_s(z, utc);
    if (got == tm.tm_gmtoff)
        return true;
    print_error("%s at %lld: %d, the C library says %ld\n", pb_zone_name(z), (long long)utc, got,
                tm.tm_gmtoff);
    return false;
}

/* A reading is checked by what localtime_r makes of the instants it gave. */
static void check_reading(const pb_zone *z, pb_date date, int minute)
{
    int64_t utc;
    int32_t step;
    pb_local_kind kind = pb_zone_utc(z, date, minute, &utc, &step);
    assert_int_equal(pb_zone_utc_simple(z, date, minute), utc);
    int64_t want = (int64_t)date * 86400 + minute * 60;
    for (int second = 0; second < (kind == PB_LOCAL_DOUBLED ? 2 : 1); second++) {
        time_t t = (time_t)(utc + (second ? step : 0));
        struct tm tm, before;
        localtime_r(&t, &tm);
        int64_t shown = t + tm.tm_gmtoff;
        if (kind != PB_LOCAL_SKIPPED) {
            if (shown != want)
                fail_msg("%s %d %d: instant %lld shows %lld", pb_zone_name(z), date, minute,
                         (long long)t, (long long)shown);
            continue;
        }
        /* The instant of the jump: just before it the clock had not reached the reading. */
        time_t earlier = t - 1;
        localtime_r(&earlier, &before);
        assert_true(earlier + before.tm_gmtoff < want && shown > want);
        assert_int_equal(step, tm.tm_gmtoff - before.tm_gmtoff);
    }
    if (kind == PB_LOCAL_UNIQUE) {
        assert_int_equal(step, 0);
        /* No other instant of the surroundings shows the same. */
        for (int64_t other = utc - 86400; other <= utc + 86400; other += 1800) {
            time_t t = (time_t)other;
            struct tm tm;
            localtime_r(&t, &tm);
            assert_true(other == utc || other + tm.tm_gmtoff != want);
        }
    }
}

/* All readings around a transition, to the minute near its edges. */
static void check_transition(const pb_zone *z, int64_t utc, int32_t after)
{
    int32_t before = pb_zone_offset_s(z, utc - 1);
    static const int around[] = {-61, -60, -31, -30, -1, 0, 1, 29, 30, 59, 60, 61, 120};
    for (int side = 0; side < 2; side++) {
        int64_t local = utc + (side ? after : before);
        for (size_t i = 0; i < sizeof around / sizeof around[0]; i++) {
            int64_t minute = (local + around[i] * 60) / 60;
            check_reading(z, (pb_date)(minute / 1440), (int)(minute % 1440));
        }
    }
}

static void check_zone(const char *name)
{
    pb_arena *a = pb_arena_new(NULL);
    const pb_zone *z = load(a, name);
    use_zone(name);
    int wrong = 0;
    for (int64_t t = at(2020, 1, 1); t < at(2038, 1, 1); t += 86400 * 5 + 3607)
        wrong += !same_offset(z, t);
    for (int64_t t = at(1900, 1, 2); t < at(2199, 12, 30); t += 86400 * 59 + 3607)
        wrong += !same_offset(z, t);
    assert_int_equal(wrong, 0);
    size_t first;
    size_t n = pb_zone_transitions(z, at(1970, 1, 1), at(2120, 1, 1), &first);
    for (size_t i = first; i < first + n; i++) {
        int64_t utc;
        int32_t offset;
        pb_zone_transition(z, i, &utc, &offset);
        for (int64_t d = -1; d <= 1; d++)
            wrong += !same_offset(z, utc + d);
        assert_int_equal(offset, pb_zone_offset_s(z, utc));
        assert_int_not_equal(offset, pb_zone_offset_s(z, utc - 1));
        if (utc >= at(2012, 1, 1) && utc < at(2038, 1, 1))
            check_transition(z, utc, offset);
    }
    assert_int_equal(wrong, 0);
    pb_arena_free(a);
}

/* Old names such as PRC are a package of their own (tzdata-legacy) on Ubuntu and newer Debian. */
static bool installed(const char *name)
{
    char path[100];
    snprintf(path, sizeof path, "/usr/share/zoneinfo/%s", name);
    return access(path, R_OK) == 0;
}

/* All zones that countries use today, as the database lists them. */
static void every_zone_of_zone_tab(void **state)
{
    (void)state;
    FILE *f = fopen("/usr/share/zoneinfo/zone.tab", "r");
    assert_non_null(f);
    char line[400], name[64];
    int n = 0;
    while (fgets(line, sizeof line, f)) {
        if (line[0] == '#' || sscanf(line, "%*s %*s %63s", name) != 1)
            continue;
        check_zone(name);
        n++;
    }
    fclose(f);
    assert_true(n > 400);
    static const char *const others[] = {"UTC", "Etc/GMT+5", "Asia/Chongqing", "PRC", "GB", "EST5EDT"};
    for (size_t i = 0; i < sizeof others / sizeof others[0]; i++)
        if (installed(others[i]))
            check_zone(others[i]);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(every_zone_of_zone_tab)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
