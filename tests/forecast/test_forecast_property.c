/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * 10,000 random histories with random gaps, closings, zeros, jumps and calendars: the forecast is
 * never negative, never NAN, bounds are in order, nothing comes in shut slots.
 */
#include "history_maker.h"

#include "support/prop.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>

#include <cmocka.h>

enum { MAX_ROWS = 12 };

typedef struct world {
    struct choices *c;
    double level, missing, zeros, wild;
    pb_rng rng;
} world;

static double random_rate(pb_date date, int minute, const void *ctx)
{
    world *w = (world *)(uintptr_t)ctx;
    (void)minute;
    const double u = pb_rng_unit(&w->rng);
    if (u < w->missing)
        return NAN;
    if (u < w->missing + w->zeros)
        return 0;
    const double day = pb_date_weekday(date) < 5 ? 1 : 0.3;
    return w->level * day * (pb_rng_unit(&w->rng) < w->wild ? 50 : 1);
}

static pb_calendar random_calendar(struct choices *c, pb_date first, int n, pb_calendar_row *rows)
{
    static const char *const names[] = {"a", "b", "", "c"};
    const size_t k = choose(c, MAX_ROWS);
    pb_date date = first;
    for (size_t i = 0; i < k; i++) {
        date += 1 + (int)choose(c, (uint32_t)(n / MAX_ROWS + 2));
        rows[i] = (pb_calendar_row){date,
                                    (pb_day_kind)choose(c, 4),
                                    names[choose(c, 4)],
                                    -1,
                                    (int)choose(c, 9) - 2 < 0 ? -1 : (int)choose(c, 7),
                                    (int)choose(c, 3) - 1,
                                    choose(c, 3) ? NAN : choose_real(c, 0, 5)};
    }
    return (pb_calendar){.n = k, .rows = rows};
}

static bool open_at(const pb_queue *q, const pb_forecast *f, int32_t i)
{
    return pb_hours_open(&q->hours, pb_date_weekday(f->grid.first + pb_grid_day(&f->grid, i)),
                         pb_grid_minute(&f->grid, i));
}

static void random_hours(struct choices *c, pb_hours *hours)
{
    for (int d = 0; d < 7; d++) {
        hours->opens_min[d] = (int16_t)(60 * choose(c, 20));
        hours->closes_min[d] =
            (int16_t)(choose(c, 5) ? hours->opens_min[d] + 60 * (int)choose(c, 20) : 0);
    }
}

/* A make-up workday opens as the day it acts like. */
static bool has_makeup(const pb_calendar *cal)
{
    for (size_t i = 0; i < cal->n; i++)
        if (cal->rows[i].kind == PB_DAY_WORK || cal->rows[i].acts_like >= 0)
            return true;
    return false;
}

static bool comes_while_shut(const pb_queue *q, const pb_forecast *f)
{
    for (int32_t i = 0; i < f->grid.n_slots; i++)
        if (!open_at(q, f, i) && (f->contacts[i] != 0 || f->high95[i] != 0))
            return true;
    return false;
}

static const char *holds(struct choices *c)
{
    static const int slots[] = {60, 30, 60, 20};
    pb_arena *a = pb_arena_new(NULL);
    world w = {c,
               pow(10, choose_real(c, -3, 4)),
               choose_real(c, 0, 0.6) * (choose(c, 2) == 0),
               choose_real(c, 0, 1) * (choose(c, 2) == 0),
               choose_real(c, 0, 0.1) * (choose(c, 3) == 0),
               pb_rng_seed(choose(c, 1u << 30))};
    const pb_date first = 20000 + (int)choose(c, 400);
    const int n = 1 + (int)choose(c, choose(c, 8) ? 40 : 460), ahead = 1 + (int)choose(c, 40);
    pb_queue q = {.id = "q", .aht_s = NAN};
    random_hours(c, &q.hours);
    const bool hours = choose(c, 2);
    const pb_queues queues = {.n = 1, .at = &q};
    pb_calendar_row rows[MAX_ROWS];
    const pb_calendar cal = random_calendar(c, first, n + ahead, rows);
    pb_history h = made_history(a, choose(c, 2) ? "Europe/Berlin" : "UTC", first, n,
                                slots[choose(c, 4)], random_rate, &w, true, choose(c, 1u << 30));
    const pb_forecast_options opt = {.keep_outliers = choose(c, 2), .threads = 1};
    pb_forecast f;
    pb_forecast_report r;
    const pb_status st =
        pb_forecast_make(a, &h, &cal, hours ? &queues : NULL, first + n + (int)choose(c, 10) - 5,
                         ahead, &opt, &f, &r, NULL);
    const char *wrong = st != PB_OK ? "it fails" : what_is_wrong(&f, &r);
    if (!wrong && hours && !has_makeup(&cal) && comes_while_shut(&q, &f))
        wrong = "something comes while it is shut";
    pb_arena_free(a);
    return wrong;
}

int main(int argc, char **argv)
{
    return prop_check("any history", holds, 20260911, argc > 1 ? atoi(argv[1]) : 10000);
}
