/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Forecast and requirement tables: our own output gives the same numbers, others' tables are checked. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "workspace_files.h"

#include "model/table.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { N_Q = 2 };

typedef struct world {
    pb_arena *a;
    test_folder f;
    pb_team team;
    pb_queues queues;
} world;

static int set_up(void **state)
{
    static world w;
    static pb_queue at[N_Q] = {{.id = "vip", .aht_s = 300}, {.id = "tech", .aht_s = NAN}};
    w.a = pb_arena_new(NULL);
    w.f = test_folder_new();
    w.team.slot_min = 30;
    w.queues = (pb_queues){N_Q, at, {0}};
    *state = &w;
    return pb_zone_load(w.a, "Europe/Berlin", &w.team.zone) == PB_OK ? 0 : 1;
}

static int tear_down(void **state)
{
    world *w = *state;
    pb_arena_free(w->a);
    test_folder_remove(&w->f);
    return 0;
}

/* Numbers that need all six decimals, also very small ones. */
static double *numbers(pb_arena *a, size_t n, double scale, uint64_t seed)
{
    pb_rng r = pb_rng_seed(seed);
    double *v = PB_NEW_ARRAY(a, n, double);
    for (size_t i = 0; i < n; i++)
        v[i] = i % 7 == 0 ? 0.1 : nearbyint(pb_rng_unit(&r) * (i % 5 == 0 ? scale * 1e3 : scale * 1e6)) / 1e6;
    return v;
}

/* Compares n values of six decimals (NAN = NAN). */
static void same(const double *x, const double *y, size_t n, const char *what)
{
    for (size_t i = 0; i < n; i++)
        if (!(fabs(x[i] - y[i]) < 1e-9 || (isnan(x[i]) && isnan(y[i]))))
            fail_msg("%s[%zu]: %.17g, read back %.17g", what, i, x[i], y[i]);
}

static const char *written(const world *w, const char *name, pb_text *t, char path[512])
{
    assert_int_equal(t->status, PB_OK);
    test_file(&w->f, name, t->bytes, path);
    pb_text_done(t);
    return path;
}

static void forecast_comes_back(void **state)
{
    world *w = *state;
    static const char *const names[] = {"vip", "tech"};
    pb_forecast f = {.n_queues = N_Q, .queues = names}, g;
    char path[512];
    pb_text t;
    /* the doubled hour of 25 October is inside */
    assert_int_equal(pb_grid_make(w->a, w->team.zone, pb_date_from_ymd(2026, 10, 24), 3, 30, &f.grid), PB_OK);
    assert_int_equal(f.grid.n_slots, 48 + 50 + 48);
    size_t n = (size_t)(N_Q * f.grid.n_slots), days = (size_t)(N_Q * f.grid.n_days);
    f.contacts = numbers(w->a, n, 50, 1);
    f.low80 = numbers(w->a, n, 40, 2);
    f.high80 = numbers(w->a, n, 60, 3);
    f.low95 = numbers(w->a, n, 30, 4);
    f.high95 = numbers(w->a, n, 70, 5);
    double *aht = numbers(w->a, n, 600, 6);
    for (size_t i = 0; i < n; i++)
        aht[i] += 1;
    f.aht_s = aht;
    f.day_cv = numbers(w->a, days, 0.3, 7);
    f.slot_cv = numbers(w->a, days, 0.2, 8);
    pb_text_init(&t, NULL);
    pb_forecast_write(&f, &t);
    written(w, "forecast.csv", &t, path);
    assert_int_equal(pb_forecast_read(w->a, path, &w->team, &w->queues, &g, NULL), PB_OK);
    assert_int_equal(g.grid.n_slots, f.grid.n_slots);
    assert_int_equal(g.grid.first, f.grid.first);
    same(f.contacts, g.contacts, n, "contacts");
    same(f.low80, g.low80, n, "low80");
    same(f.high80, g.high80, n, "high80");
    same(f.low95, g.low95, n, "low95");
    same(f.high95, g.high95, n, "high95");
    same(f.aht_s, g.aht_s, n, "aht_s");
    pb_forecast_spread_write(&f, &t);
    written(w, "spread.csv", &t, path);
    assert_int_equal(pb_forecast_spread_read(w->a, path, &g, NULL), PB_OK);
    same(f.day_cv, g.day_cv, days, "day_cv");
    same(f.slot_cv, g.slot_cv, days, "slot_cv");
    f.day_cv = NULL;
    pb_forecast_spread_write(&f, &t);
    assert_string_equal(t.bytes, "date,queue,day_cv,slot_cv\n");
    pb_text_done(&t);
}

static void requirement_comes_back(void **state)
{
    world *w = *state;
    static const char *const names[] = {"vip", "tech", "vip+tech"};
    static const pb_skillset sets[] = {1, 2, 3};
    static const int32_t deferred[] = {1};
    pb_requirement r = {.n_rows = 3, .sets = sets, .names = names, .n_deferred = 1, .deferred_queue = deferred}, g;
    char path[512];
    pb_text t;
    assert_int_equal(pb_grid_make(w->a, w->team.zone, pb_date_from_ymd(2026, 3, 28), 2, 30, &r.grid), PB_OK);
    size_t n = (size_t)(3 * r.grid.n_slots), one = (size_t)r.grid.n_slots;
    uint8_t *binding = PB_NEW_ARRAY(w->a, n, uint8_t);
    double *share = numbers(w->a, n, 1, 3), *due = numbers(w->a, one, 1, 4), *arrived = PB_NEW_ARRAY(w->a, one, double);
    for (size_t i = 0; i < n; i++) {
        binding[i] = (uint8_t)(i % 10);
        if (i % 11 == 0)
            share[i] = NAN;
    }
    for (size_t i = 0; i < one; i++) {
        due[i] += i > 0 ? due[i - 1] : 0;
        arrived[i] = due[i] + 10;
    }
    r.required = numbers(w->a, n, 20, 1);
    r.scheduled = numbers(w->a, n, 25, 2);
    r.offered_erl = r.asa_s = r.service_level = r.answer_rate = r.occupancy = share;
    r.binding = binding;
    r.arrived_min = arrived;
    r.due_min = due;
    pb_text_init(&t, NULL);
    pb_requirement_write(&r, &t);
    written(w, "requirement.csv", &t, path);
    assert_int_equal(pb_requirement_read(w->a, path, &w->team, &w->queues, &g, NULL), PB_OK);
    assert_int_equal(g.n_rows, 3);
    assert_int_equal(g.sets[2], 3);
    assert_string_equal(g.names[2], "vip+tech");
    same(r.required, g.required, n, "required");
    same(r.scheduled, g.scheduled, n, "scheduled");
    same(r.offered_erl, g.offered_erl, n, "offered_erl");
    same(r.occupancy, g.occupancy, n, "occupancy");
    assert_memory_equal(r.binding, g.binding, n);
    assert_int_equal(g.n_deferred, 0);
    pb_deferred_write(&r, &w->queues, &t);
    written(w, "deferred.csv", &t, path);
    assert_int_equal(pb_deferred_read(w->a, path, &w->team, &w->queues, &g, NULL), PB_OK);
    assert_int_equal(g.n_deferred, 1);
    assert_int_equal(g.deferred_queue[0], 1);
    same(arrived, g.arrived_min, one, "arrived_min");
    same(due, g.due_min, one, "due_min");
    r.n_deferred = 0;
    pb_deferred_write(&r, &w->queues, &t);
    written(w, "deferred.csv", &t, path);
    assert_int_equal(pb_deferred_read(w->a, path, &w->team, &w->queues, &g, NULL), PB_OK);
    assert_int_equal(g.n_deferred, 0);
}

/* What a table of another program may leave out. */
static void defaults(void **state)
{
    world *w = *state;
    pb_forecast f;
    pb_requirement r;
    char path[512];
    test_file(&w->f, "f.csv", "start,queue,contacts,aht_s\n2026-11-30T09:00,vip,10,\n2026-11-30 09:30,tech,4,200\n"
                              "2026/12/01 10:00,tech,6,260\n2026-12-01 10:30,tech,5,\n", path);
    assert_int_equal(pb_forecast_read(w->a, path, &w->team, &w->queues, &f, NULL), PB_OK);
    assert_int_equal(f.grid.n_days, 2);
    size_t n = (size_t)f.grid.n_slots;
    assert_true(f.contacts[18] == 10 && f.low80[18] == 10 && f.contacts[19] == 0);
    assert_true(f.aht_s[18] == 300); /* the queue's own */
    assert_true(fabs(f.aht_s[n + 48 + 21] - (4 * 200 + 6 * 260) / 10.0) < 1e-6); /* the mean of the other rows */
    test_file(&w->f, "f.csv", "start,queue,contacts,aht_s\n2026-11-30T09:00,a,10,60\n2026-11-30 09:30,tech,4,200\n", path);
    assert_int_equal(pb_forecast_read(w->a, path, &w->team, NULL, &f, NULL), PB_OK); /* any names */
    assert_int_equal(f.n_queues, 2);
    assert_string_equal(f.queues[1], "tech");
    test_file(&w->f, "r.csv", "start,queue,required\n2026-11-30T09:00,vip,10\n", path);
    assert_int_equal(pb_requirement_read(w->a, path, &w->team, &w->queues, &r, NULL), PB_OK);
    assert_true(r.scheduled[18] == 10 && r.required[0] == 0 && isnan(r.asa_s[18]) && r.binding[18] == PB_BIND_NONE);
    test_file(&w->f, "d.csv", "start,queue,arrived_min,due_min\n2026-11-30T10:00,tech,50,20\n", path);
    assert_int_equal(pb_deferred_read(w->a, path, &w->team, &w->queues, &r, NULL), PB_OK);
    assert_true(r.arrived_min[0] == 0 && r.arrived_min[20] == 50 && r.due_min[47] == 20);
}

static void faults(void **state)
{
    static const struct {
        char table; /* f forecast, r requirement, d deferred, s spread */
        const char *text, *says;
    } rows[] = {
        {'f', "start,queue,contacts\n", "the table has no rows"},
        {'f', "start,queue,contacts\n2026-11-30T09:10,vip,1\n", "no slot of 30 minutes starts at this time"},
        {'f', "start,queue,contacts\n2026-11-30T09:00,vip,1\n2026-11-30T09:00,vip,1\n", "a second row for this slot"},
        {'f', "start,queue,contacts\n2026-11-30T09:00,vop,1\n", "the nearest is \"vip\""},
        {'f', "start,queue,contacts\n2026-11-30T09:00,tech,1\n", "no handle time is known for queue \"tech\""},
        {'f', "start,queue,contacts\nmonday,vip,1\n", "expected a time such as"},
        {'f', "start,queue,contacts\n2026-11-30T09:00,vip,1\n2062-11-30T09:00,vip,1\n", "more than 1100 days"},
        {'f', "start,queue\n2026-11-30T09:00,vip\n", "this column is missing"},
        {'r', "start,queue,required\n2026-11-30T09:00,vip+x,1\n", "there is no queue \"vip+x\""},
        {'r', "start,queue,required\n2026-11-30T09:00,,1\n", "found an empty cell"},
        {'r', "start,queue,required\n2026-11-30T09:00,vip,-1\n", "expected a number"},
        {'d', "start,queue,arrived_min,due_min\n2026-11-30T09:00,vip,1,2\n", "due_min 2 is more than arrived_min 1"},
        {'d', "start,queue,arrived_min,due_min\n2026-12-30T09:00,vip,2,1\n", "outside the days of the other table"},
        {'d', "start,queue,arrived_min,due_min\n2026-11-30T09:00,nix,2,1\n", "there is no queue \"nix\""},
        {'s', "date,queue,day_cv,slot_cv\n2026-12-30,vip,0.1,0.1\n", "is not in the forecast"},
        {'s', "date,queue,day_cv,slot_cv\n2026-11-30,nix,0.1,0.1\n", "there is no queue \"nix\""},
        {'s', "date,queue,day_cv,slot_cv\n2026-11-30,vip,0.1,0.1\n2026-11-30,vip,0.1,0.1\n", "a second row"},
        {'s', "date,queue,day_cv,slot_cv\n2026-11-30,vip,x,0.1\n", "expected a number"},
    };
    world *w = *state;
    char path[512];
    pb_forecast f0;
    pb_requirement r0;
    test_file(&w->f, "f.csv", "start,queue,contacts\n2026-11-30T09:00,vip,10\n", path);
    assert_int_equal(pb_forecast_read(w->a, path, &w->team, &w->queues, &f0, NULL), PB_OK);
    test_file(&w->f, "r.csv", "start,queue,required\n2026-11-30T09:00,vip,10\n", path);
    assert_int_equal(pb_requirement_read(w->a, path, &w->team, &w->queues, &r0, NULL), PB_OK);
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        pb_diags *d = pb_diags_new(NULL, NULL);
        pb_forecast f = f0;
        pb_requirement r = r0;
        test_file(&w->f, "x.csv", rows[i].text, path);
        pb_status st = rows[i].table == 'f'   ? pb_forecast_read(w->a, path, &w->team, &w->queues, &f, d)
                       : rows[i].table == 'r' ? pb_requirement_read(w->a, path, &w->team, &w->queues, &r, d)
                       : rows[i].table == 'd' ? pb_deferred_read(w->a, path, &w->team, &w->queues, &r, d)
                                              : pb_forecast_spread_read(w->a, path, &f, d);
        char *words = test_words(d, w->f.path);
        if (st != PB_ERR_INPUT || !strstr(words, rows[i].says))
            fail_msg("status %d: %s, expected: %s", (int)st, words, rows[i].says);
        assert_ptr_equal(f.contacts, f0.contacts); /* left alone */
        assert_ptr_equal(f.day_cv, f0.day_cv);
        assert_ptr_equal(r.required, r0.required);
        assert_int_equal(r.n_deferred, 0);
        free(words);
        pb_diags_free(d);
    }
}

static void six_decimals(void **state)
{
    (void)state;
    static const struct {
        double v;
        const char *text;
    } rows[] = {{1.23456749, "1.234567"}, {1.2345675001, "1.234568"}, {-0.0000004, "0"}, {1e-6, "0.000001"},
                {123456789.5, "123456789.5"}, {2.5e9 + 0.125, "2500000000.125"}, {NAN, ""}};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        pb_text t;
        pb_text_init(&t, NULL);
        pb_write_computed(&t, rows[i].v);
        pb_csv_end(&t);
        t.bytes[strcspn(t.bytes, "\r\n")] = '\0';
        assert_string_equal(t.bytes, rows[i].text);
        pb_text_done(&t);
    }
}

static void names_of_bindings(void **state)
{
    (void)state;
    assert_string_equal(pb_binding_name(PB_BIND_NONE), "");
    assert_string_equal(pb_binding_name(PB_BIND_POOL), "pool");
    for (int b = 1; b <= PB_BIND_POOL; b++) /* the written name is the enum's spelling in the column */
        assert_non_null(strstr(pb_requirement_columns[9].names, pb_binding_name((pb_binding)b)));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(forecast_comes_back), cmocka_unit_test(requirement_comes_back), cmocka_unit_test(defaults),
        cmocka_unit_test(faults), cmocka_unit_test(six_decimals), cmocka_unit_test(names_of_bindings)};
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
