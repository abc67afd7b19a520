/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "history_maker.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

pb_history made_history(pb_arena *a, const char *zone, pb_date first, int n_days, int slot_min,
                        pb_rate rate, const void *ctx, bool noise, uint64_t seed)
{
    static const char *const names[1] = {"q"};
    const pb_zone *z;
    pb_grid g;
    assert_int_equal(pb_zone_load(a, zone, &z), PB_OK);
    assert_int_equal(pb_grid_make(a, z, first, n_days, slot_min, &g), PB_OK);
    double *y = PB_NEW_ARRAY(a, (size_t)g.n_slots, double);
    assert_non_null(y);
    pb_rng r = pb_rng_seed(seed);
    for (int32_t i = 0; i < g.n_slots; i++) {
        const double m = rate(first + pb_grid_day(&g, i), pb_grid_minute(&g, i), ctx);
        y[i] = noise && m > 0 ? (double)pb_rng_poisson(&r, m) : m;
    }
    return (pb_history){
        .grid = g, .n_queues = 1, .queues = names, .contacts = y, .native_slot_min = slot_min};
}

double office_rate(pb_date date, int minute, const void *ctx)
{
    (void)ctx;
    const int w = pb_date_weekday(date);
    if (minute < 480 || minute >= 1080 || w == 6)
        return 0;
    return w == 5 ? 10 : 20;
}

double day_sum(const pb_forecast *f, int32_t queue, int day)
{
    double sum = 0;
    for (int32_t i = f->grid.day_slot[day]; i < f->grid.day_slot[day + 1]; i++)
        sum += f->contacts[(size_t)queue * (size_t)f->grid.n_slots + (size_t)i];
    return sum;
}

void forecast_or_fail(pb_arena *a, const pb_history *h, const pb_calendar *cal,
                      const pb_queues *queues, pb_date from, int n_days, bool keep,
                      pb_forecast *ret, pb_forecast_report *rep, pb_diags *d)
{
    const pb_forecast_options opt = {.keep_outliers = keep, .threads = 1};
    assert_int_equal(pb_forecast_make(a, h, cal, queues, from, n_days, &opt, ret, rep, d), PB_OK);
    assert_null(what_is_wrong(ret, rep));
}

static bool in_order(double mean, double low80, double high80, double low95, double high95)
{
    return low95 >= 0 && low95 <= low80 && low80 <= mean && mean <= high80 && high80 <= high95 &&
           isfinite(high95);
}

const char *what_is_wrong(const pb_forecast *f, const pb_forecast_report *r)
{
    const size_t cells = (size_t)f->n_queues * (size_t)f->grid.n_slots;
    for (size_t i = 0; i < cells; i++)
        if (!in_order(f->contacts[i], f->low80[i], f->high80[i], f->low95[i], f->high95[i]))
            return "a slot's bounds are not in order";
    for (size_t i = 0; i < (size_t)r->n_queues * (size_t)r->n_days; i++) {
        const pb_forecast_total *t = &r->days[i];
        if (!in_order(t->mean, t->low80, t->high80, t->low95, t->high95))
            return "a day's bounds are not in order";
        if (!(f->day_cv[i] >= 0 && isfinite(f->day_cv[i]) && f->slot_cv[i] >= 0))
            return "a spread is no number";
    }
    for (size_t i = 0; i < (size_t)r->n_queues * (size_t)r->n_weeks; i++) {
        const pb_forecast_total *t = &r->weeks[i];
        if (!in_order(t->mean, t->low80, t->high80, t->low95, t->high95))
            return "a week's bounds are not in order";
    }
    return NULL;
}
