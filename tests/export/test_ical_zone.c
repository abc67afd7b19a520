/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "support/cm.h"

#include "export/ical_zone.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

static pb_date day(int y, int m, int d)
{
    return pb_date_from_ymd(y, m, d);
}

static void shanghai_is_one_offset(void **state)
{
    (void)state;
    pb_arena *a = pb_arena_new(NULL);
    const pb_zone *z;
    pb_ical_zone v;
    assert_int_equal(pb_zone_load(a, "Asia/Shanghai", &z), PB_OK);
    pb_ical_zone_fit_years(z, day(2026, 10, 1), day(2026, 10, 31), &v);
    assert_true(v.local);
    assert_int_equal(v.n_onsets, 0);
    assert_int_equal(v.base_s, 8 * 3600);
    pb_arena_free(a);
}

/* Directive 2000/84/EC: last Sundays of March and October, 01:00 UTC. */
static void berlin_is_last_sundays(void **state)
{
    (void)state;
    pb_arena *a = pb_arena_new(NULL);
    const pb_zone *z;
    pb_ical_zone v;
    assert_int_equal(pb_zone_load(a, "Europe/Berlin", &z), PB_OK);
    pb_ical_zone_fit_years(z, day(2026, 1, 1), day(2026, 1, 7), &v);
    assert_true(v.local);
    assert_int_equal(v.n_onsets, 2);
    assert_int_equal(v.onset[0].month, 10);
    assert_int_equal(v.onset[0].nth, -1);
    assert_int_equal(v.onset[0].weekday, 6);
    assert_int_equal(v.onset[0].minute, 180);
    assert_int_equal(v.onset[1].month, 3);
    assert_int_equal(v.onset[1].nth, -1);
    assert_int_equal(v.onset[1].minute, 120);
    assert_int_equal(pb_ical_onset_date(&v.onset[1], 2026), day(2026, 3, 29));
    pb_arena_free(a);
}

static void utc_needs_no_zone(void **state)
{
    (void)state;
    pb_arena *a = pb_arena_new(NULL);
    const pb_zone *z;
    pb_ical_zone v;
    assert_int_equal(pb_zone_load(a, "UTC", &z), PB_OK);
    pb_ical_zone_fit_years(z, day(2026, 1, 1), day(2026, 1, 7), &v);
    assert_false(v.local);
    pb_arena_free(a);
}

static int step_h = 30; /* of a look at every zone; "full" on the command line looks every half hour */

/* Our offset and the C library's (its own reader of the zone files). */
static long compare_with_libc(const pb_ical_zone *v, pb_date first, pb_date last)
{
    long wrong = 0;
    int64_t step = step_h > 0 ? step_h * 3600 : 1800;
    for (int64_t t = (int64_t)first * 86400; t < (int64_t)(last + 1) * 86400; t += step) {
        struct tm tm;
        time_t when = (time_t)t;
        localtime_r(&when, &tm);
        wrong += tm.tm_gmtoff != pb_ical_zone_offset_s(v, t);
    }
    return wrong;
}

/* Every zone of the database, 2026 to 2035: the ten years as one span, and each year alone. */
static void all_zones(void **state)
{
    (void)state;
    FILE *f = fopen("/usr/share/zoneinfo/tzdata.zi", "r");
    char line[256], name[128];
    int n = 0, local = 0, yearly_local = 0;
    long wrong = 0;
    assert_non_null(f);
    while (fgets(line, sizeof line, f)) {
        if (sscanf(line, "Z %127s", name) != 1 && sscanf(line, "L %*s %127s", name) != 1)
            continue;
        pb_arena *a = pb_arena_new(NULL);
        const pb_zone *z;
        if (pb_zone_load(a, name, &z) == PB_OK) {
            pb_ical_zone v;
            bool all = true;
            setenv("TZ", name, 1);
            tzset();
            pb_ical_zone_fit(z, day(2026, 1, 1), day(2035, 12, 31), &v);
            local += v.local;
            wrong += v.local ? compare_with_libc(&v, day(2026, 1, 1), day(2035, 12, 31)) : 0;
            for (int y = 2026; y <= 2035; y++) {
                pb_ical_zone_fit(z, day(y, 1, 1), day(y, 12, 31), &v);
                wrong += v.local ? compare_with_libc(&v, day(y, 1, 1), day(y, 12, 31)) : 0;
                all = all && v.local;
            }
            yearly_local += all;
            n++;
        }
        pb_arena_free(a);
    }
    fclose(f);
    print_message("%d zones, %d with one rule for ten years, %d year by year, %ld wrong instants\n",
                  n, local, yearly_local, wrong);
    assert_int_equal(wrong, 0);
    assert_true(n > 400);
    assert_true(local > n * 9 / 10);
}

int main(int argc, char **argv)
{
    if (argc > 1 && strcmp(argv[1], "full") == 0)
        step_h = 0;
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(shanghai_is_one_offset),
        cmocka_unit_test(berlin_is_last_sundays),
        cmocka_unit_test(utc_needs_no_zone),
        cmocka_unit_test(all_zones),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
