/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The example of docs/explanation/pay.md, worked by hand: Mid-Autumn and National Day 2026. */
#include "export/worktime.h"

#include "support/cm.h"

#include <math.h>
#include <string.h>

enum { MAX_DUTIES = 40 };

typedef struct world {
    pb_arena *arena;
    const pb_zone *zone;
    pb_calendar calendar;
    pb_duty duties[MAX_DUTIES];
    pb_span breaks[MAX_DUTIES];
    size_t n;
    pb_roster roster;
} world;

static const pb_pay_rules china = {480, 2400, 150, 200, 300, 22 * 60, 6 * 60, 0, 0};

static pb_date day(int month, int d)
{
    return pb_date_from_ymd(2026, month, d);
}

static void setup(world *w, const char *zone)
{
    memset(w, 0, sizeof *w);
    w->arena = pb_arena_new(NULL);
    assert_non_null(w->arena);
    assert_int_equal(pb_zone_load(w->arena, zone, &w->zone), PB_OK);
    /* 国办: 9-20 work, 9-25 Mid-Autumn, 9-26/27 off; 10-1…3 statutory, 10-4…7 off, 10-10 work */
    static const struct {
        int month, day;
        pb_day_kind kind;
    } days[] = {{9, 20, PB_DAY_WORK},      {9, 25, PB_DAY_STATUTORY}, {9, 26, PB_DAY_REST},
                {9, 27, PB_DAY_REST},      {10, 1, PB_DAY_STATUTORY}, {10, 2, PB_DAY_STATUTORY},
                {10, 3, PB_DAY_STATUTORY}, {10, 4, PB_DAY_REST},      {10, 5, PB_DAY_REST},
                {10, 6, PB_DAY_REST},      {10, 7, PB_DAY_REST},      {10, 10, PB_DAY_WORK}};
    enum { N = sizeof days / sizeof *days };
    pb_calendar_row *rows = PB_NEW_ARRAY(w->arena, N, pb_calendar_row);
    for (size_t i = 0; i < N; i++)
        rows[i] = (pb_calendar_row){.date = day(days[i].month, days[i].day),
                                    .kind = days[i].kind,
                                    .name = "",
                                    .queue = -1,
                                    .acts_like = -1,
                                    .closed = -1,
                                    .uplift = NAN};
    w->calendar.n = N;
    w->calendar.rows = rows;
}

/* A duty by the clock, with an unpaid break from break_min for an hour (0 = none). */
static void duty(world *w, pb_date date, int from_min, int to_min, int break_min)
{
    pb_duty *d = &w->duties[w->n];
    w->breaks[w->n] = (pb_span){(int16_t)break_min, (int16_t)(break_min + 60)};
    *d = (pb_duty){.date = date,
                   .shift = 0,
                   .start_min = from_min,
                   .end_min = to_min,
                   .start_s = pb_zone_utc_simple(w->zone, date, from_min),
                   .end_s = pb_zone_utc_simple(w->zone, date, to_min),
                   .n_breaks = break_min ? 1 : 0,
                   .breaks = &w->breaks[w->n],
                   .unpaid_breaks = break_min ? 1 : 0,
                   .queue = -1,
                   .note = ""};
    w->n++;
    w->roster = (pb_roster){.first = w->duties[0].date, .last = date, .n = w->n, .at = w->duties};
}

static pb_pay split(world *w, const pb_roster *before, const pb_pay_rules *rules)
{
    pb_pay pay = {0};
    assert_int_equal(pb_pay_split(w->arena, &w->roster, before, &w->calendar, w->zone, 0, rules, &pay),
                     PB_OK);
    return pay;
}

/* One expected line: date, minutes, class, of these at night. */
typedef struct line {
    pb_date date;
    int paid, pct, night;
} line;

static void expect(const pb_pay *pay, const line *lines, size_t n)
{
    for (size_t i = 0; i < n && i < pay->n; i++) {
        const pb_pay_piece *p = &pay->at[i];
        if (p->date != lines[i].date || p->paid_min != lines[i].paid || p->pct != lines[i].pct ||
            p->night_min != lines[i].night)
            fail_msg("piece %zu: want day %d %d min %d %% night %d, got day %d %d min %d %% night %d", i,
                     (int)lines[i].date, lines[i].paid, lines[i].pct, lines[i].night, (int)p->date,
                     p->paid_min, p->pct, p->night_min);
    }
    assert_int_equal(pay->n, n);
}

static void national_day_week(void **state)
{
    (void)state;
    world w;
    setup(&w, "Asia/Shanghai");
    duty(&w, day(9, 28), 510, 1050, 720);  /* Mon 08:30-17:30, lunch: 8 h */
    duty(&w, day(9, 29), 510, 1170, 720);  /* Tue 08:30-19:30: 10 h, two of them overtime */
    duty(&w, day(9, 30), 1320, 1800, 0);   /* Wed 22:00-06:00 into National Day */
    duty(&w, day(10, 2), 510, 1050, 720);  /* Fri, statutory */
    duty(&w, day(10, 4), 510, 1050, 720);  /* Sun, rest day */
    duty(&w, day(10, 10), 510, 1050, 720); /* Sat, make-up workday */
    pb_pay pay = split(&w, NULL, &china);
    const line lines[] = {{day(9, 28), 210, 100, 0}, {day(9, 28), 270, 100, 0},
                          {day(9, 29), 210, 100, 0}, {day(9, 29), 270, 100, 0},
                          {day(9, 29), 120, 150, 0}, {day(9, 30), 120, 100, 120},
                          {day(10, 1), 360, 300, 360}, {day(10, 2), 210, 300, 0},
                          {day(10, 2), 270, 300, 0}, {day(10, 4), 210, 200, 0},
                          {day(10, 4), 270, 200, 0}, {day(10, 10), 210, 100, 0},
                          {day(10, 10), 270, 100, 0}};
    expect(&pay, lines, sizeof lines / sizeof *lines);
    pb_arena_free(w.arena);
}

static void mid_autumn_week(void **state)
{
    (void)state;
    world w;
    setup(&w, "Asia/Shanghai");
    for (int d = 14; d <= 19; d++) /* Monday to Saturday, eight hours each */
        duty(&w, day(9, d), 540, 1020, 0);
    duty(&w, day(9, 20), 540, 1020, 0);  /* Sunday, make-up workday: the sixth day, still ordinary */
    duty(&w, day(9, 25), 540, 1020, 0);  /* Mid-Autumn */
    duty(&w, day(9, 26), 1200, 1560, 0); /* 20:00-02:00, rest day into rest day */
    pb_pay pay = split(&w, NULL, &china);
    const line lines[] = {{day(9, 14), 480, 100, 0}, {day(9, 15), 480, 100, 0}, {day(9, 16), 480, 100, 0},
                          {day(9, 17), 480, 100, 0}, {day(9, 18), 480, 100, 0}, {day(9, 19), 480, 200, 0},
                          {day(9, 20), 480, 100, 0}, {day(9, 25), 480, 300, 0}, {day(9, 26), 240, 200, 120},
                          {day(9, 27), 120, 200, 120}};
    expect(&pay, lines, sizeof lines / sizeof *lines);
    pb_arena_free(w.arena);
}

static void weekly_threshold(void **state)
{
    (void)state;
    world w;
    setup(&w, "Asia/Shanghai");
    const pb_pay_rules weekly = {0, 2400, 150, 200, 300, 22 * 60, 6 * 60, 0, 0};
    for (int d = 2; d <= 6; d++) /* 2026-11-02 … 06: five times nine hours */
        duty(&w, day(11, d), 540, 1080, 0);
    pb_pay pay = split(&w, NULL, &weekly);
    const line lines[] = {{day(11, 2), 540, 100, 0}, {day(11, 3), 540, 100, 0}, {day(11, 4), 540, 100, 0},
                          {day(11, 5), 540, 100, 0}, {day(11, 6), 240, 100, 0}, {day(11, 6), 300, 150, 0}};
    expect(&pay, lines, sizeof lines / sizeof *lines);
    pb_arena_free(w.arena);
}

static void week_begun_in_the_roster_before(void **state)
{
    (void)state;
    world before, w;
    setup(&before, "Asia/Shanghai");
    setup(&w, "Asia/Shanghai");
    for (int d = 2; d <= 5; d++)
        duty(&before, day(11, d), 540, 1020, 0);
    duty(&w, day(11, 6), 540, 1020, 0);
    const pb_pay_rules rules = {0, 2100, 150, 200, 300, 22 * 60, 6 * 60, 0, 0};
    pb_pay pay = split(&w, &before.roster, &rules);
    const line lines[] = {{day(11, 6), 180, 100, 0}, {day(11, 6), 300, 150, 0}};
    expect(&pay, lines, 2);
    pb_arena_free(before.arena);
    pb_arena_free(w.arena);
}

static void changed_clock_counts_what_was_worked(void **state)
{
    (void)state;
    world w;
    setup(&w, "Europe/Berlin");
    w.calendar.n = 0;
    duty(&w, day(10, 24), 1320, 1800, 0); /* Sat 22:00-06:00, the hour from 02:00 comes twice */
    const pb_pay_rules plain = pb_pay_rules_none();
    pb_pay pay = split(&w, NULL, &plain);
    const line lines[] = {{day(10, 24), 120, 100, 120}, {day(10, 25), 420, 100, 420}};
    expect(&pay, lines, 2);
    pb_arena_free(w.arena);
}

static void reads_the_packs(void **state)
{
    (void)state;
    pb_arena *a = pb_arena_new(NULL);
    pb_diags *d = pb_diags_new(NULL, NULL);
    pb_pay_rules r;
    assert_int_equal(pb_pay_rules_read(a, "model/data", PB_LAW_CN, &r, d), PB_OK);
    assert_memory_equal(&r, &china, sizeof r);
    assert_int_equal(pb_pay_rules_read(a, "model/data", PB_LAW_EU, &r, d), PB_OK);
    assert_int_equal(r.statutory_pct, 100);
    assert_int_equal(r.night_from_min, 23 * 60);
    assert_int_equal(pb_pay_rules_read(a, "model/data", PB_LAW_UK, &r, d), PB_OK);
    assert_int_equal(pb_diags_count(d), 0);
    assert_int_equal(pb_pay_rules_read(a, "no/such/folder", PB_LAW_UK, &r, d), PB_ERR_IO);
    pb_diags_free(d);
    pb_arena_free(a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(national_day_week),
        cmocka_unit_test(mid_autumn_week),
        cmocka_unit_test(weekly_threshold),
        cmocka_unit_test(week_begun_in_the_roster_before),
        cmocka_unit_test(changed_clock_counts_what_was_worked),
        cmocka_unit_test(reads_the_packs),
    };
    return cmocka_run_group_tests_name("export.pay", tests, NULL, NULL);
}
