/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "support/cm.h"

#include "base/grid.h"
#include "support/failing.h"

static const pb_zone *load(pb_arena *a, const char *name)
{
    const pb_zone *z = NULL;
    assert_int_equal(pb_zone_load(a, name, &z), PB_OK);
    return z;
}

/* Every grid tiles its days without gap or overlap, and every look-up is the inverse of another. */
static void check_grid(const pb_grid *g)
{
    assert_int_equal(g->day_slot[0], 0);
    assert_int_equal(g->n_slots, g->day_slot[g->n_days]);
    assert_int_equal(pb_grid_find(g, pb_grid_start_s(g, 0) - 1), -1);
    assert_int_equal(pb_grid_find(g, pb_grid_start_s(g, g->n_slots)), g->n_slots);
    for (int32_t s = 0; s < g->n_slots; s++) {
        int64_t start = pb_grid_start_s(g, s);
        int32_t length = pb_grid_slot_s(g, s);
        assert_true(length > 0 && length <= g->slot_min * 60);
        assert_int_equal(start + length, pb_grid_start_s(g, s + 1));
        assert_int_equal(pb_grid_find(g, start), s);
        assert_int_equal(pb_grid_find(g, start + length - 1), s);
        int32_t day = pb_grid_day(g, s);
        assert_true(g->day_slot[day] <= s && s < g->day_slot[day + 1]);
        pb_date date;
        int second;
        pb_zone_local(g->zone, start, &date, &second);
        assert_int_equal(date, g->first + day);
        assert_int_equal(pb_grid_minute(g, s), second / 60);
        /* Only the last slot of a day may be short. */
        assert_true(length == g->slot_min * 60 || s + 1 == g->day_slot[day + 1]);
    }
}

static void days_of_23_and_25_hours(void **state)
{
    (void)state;
    static const struct {
        const char *zone;
        int year, month, day, slot_min, slots;
    } rows[] = {
        {"Europe/Berlin", 2026, 3, 29, 30, 46},      {"Europe/Berlin", 2026, 10, 25, 30, 50},
        {"Europe/Berlin", 2026, 10, 24, 15, 96},     {"America/New_York", 2026, 11, 1, 60, 25},
        {"Australia/Lord_Howe", 2026, 4, 5, 60, 25}, {"Australia/Lord_Howe", 2026, 4, 5, 30, 49},
        {"Australia/Lord_Howe", 2026, 10, 4, 60, 24}, {"Asia/Shanghai", 2026, 10, 1, 5, 288},
        {"Asia/Beirut", 2026, 3, 29, 30, 46},        {"Pacific/Apia", 2011, 12, 30, 30, 0},
    };
    pb_arena *a = pb_arena_new(NULL);
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        pb_grid g;
        pb_date date = pb_date_from_ymd(rows[i].year, rows[i].month, rows[i].day);
        const pb_zone *z = load(a, rows[i].zone);
        assert_int_equal(pb_grid_make(a, z, date, 1, rows[i].slot_min, &g), PB_OK);
        assert_int_equal(g.n_slots, rows[i].slots);
        check_grid(&g);
        assert_int_equal(pb_grid_make(a, z, date - 20, 41, rows[i].slot_min, &g), PB_OK);
        check_grid(&g);
    }
    /* The half-hour change on a grid of hours: the last slot is short. */
    pb_grid g;
    const pb_zone *lord_howe = load(a, "Australia/Lord_Howe");
    assert_int_equal(pb_grid_make(a, lord_howe, pb_date_from_ymd(2026, 4, 5), 2, 60, &g), PB_OK);
    assert_int_equal(pb_grid_slot_s(&g, 24), 1800);
    assert_int_equal(pb_grid_minute(&g, 25), 0);
    /* The doubled hour's slots show the same reading twice. */
    const pb_zone *berlin = load(a, "Europe/Berlin");
    assert_int_equal(pb_grid_make(a, berlin, pb_date_from_ymd(2026, 10, 25), 1, 30, &g), PB_OK);
    assert_int_equal(pb_grid_minute(&g, 4), 120);
    assert_int_equal(pb_grid_minute(&g, 6), 120);
    pb_arena_free(a);
}

static void years_of_slots(void **state)
{
    (void)state;
    static const char *const names[] = {"Europe/Berlin", "Australia/Lord_Howe", "America/Sao_Paulo",
                                        "Africa/Casablanca", "Asia/Shanghai"};
    pb_arena *a = pb_arena_new(NULL);
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        pb_grid g;
        assert_int_equal(pb_grid_make(a, load(a, names[i]), pb_date_from_ymd(2017, 1, 1), 2000, 30, &g),
                         PB_OK);
        check_grid(&g);
    }
    pb_arena_free(a);
}

static void edges(void **state)
{
    (void)state;
    pb_arena *a = pb_arena_new(NULL);
    const pb_zone *utc = load(a, "UTC");
    pb_grid g = {.n_days = 77};
    assert_int_equal(pb_grid_make(a, utc, 0, -1, 30, &g), PB_ERR_DOMAIN);
    assert_int_equal(pb_grid_make(a, utc, 0, 36601, 30, &g), PB_ERR_DOMAIN);
    assert_int_equal(pb_grid_make(a, utc, PB_DATE_MIN - 1, 1, 30, &g), PB_ERR_DOMAIN);
    assert_int_equal(pb_grid_make(a, utc, PB_DATE_MAX, 2, 30, &g), PB_ERR_DOMAIN);
    for (int slot_min = -5; slot_min <= 70; slot_min++) {
        bool allowed = slot_min == 5 || slot_min == 6 || slot_min == 10 || slot_min == 12 ||
                       slot_min == 15 || slot_min == 20 || slot_min == 30 || slot_min == 60;
        pb_grid h;
        assert_int_equal(pb_grid_make(a, utc, 0, 1, slot_min, &h), allowed ? PB_OK : PB_ERR_DOMAIN);
    }
    assert_int_equal(g.n_days, 77);
    assert_int_equal(pb_grid_make(a, utc, PB_DATE_MAX, 1, 60, &g), PB_OK);
    check_grid(&g);
    assert_int_equal(pb_grid_make(a, utc, 20000, 0, 60, &g), PB_OK);
    check_grid(&g);
    assert_int_equal(g.n_slots, 0);
    pb_arena_free(a);
}

static void every_refusal_is_survived(void **state)
{
    (void)state;
    pb_arena *zones = pb_arena_new(NULL);
    const pb_zone *berlin = load(zones, "Europe/Berlin");
    for (long n = 1;; n++) {
        failing f = {.fail_at = n};
        pb_allocator al = failing_allocator(&f);
        pb_arena *a = pb_arena_new(&al);
        pb_grid g;
        pb_status st = a ? pb_grid_make(a, berlin, 20000, 3000, 15, &g) : PB_ERR_NOMEM;
        assert_int_equal(st, f.failed ? PB_ERR_NOMEM : PB_OK);
        pb_arena_free(a);
        assert_int_equal(f.live, 0);
        if (!f.failed)
            break;
    }
    pb_arena_free(zones);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(days_of_23_and_25_hours),
        cmocka_unit_test(years_of_slots),
        cmocka_unit_test(edges),
        cmocka_unit_test(every_refusal_is_survived),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
