/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "forecast/baseline.h"
#include "forecast/forecast.h"

#include <math.h>

enum { LEARN_DAYS = 56, N_METHODS = PB_BACKTEST_METHODS };

static const int weeks_of[N_METHODS] = {0, 1, 4, 8}; /* of the simple means */

/* Sums over everything compared so far. */
typedef struct sums {
    double slot_error[N_METHODS], day_error[N_METHODS], forecast[N_METHODS];
    double seen, n_slots, floor_slot, floor_day;
    double held[3][2], judged[3];
} sums;

/* One queue's replay of one origin. */
typedef struct replay {
    const pb_history *h;
    const pb_forecast *f;
    const pb_forecast_report *rep;
    int32_t queue;
    int origin; /* day of the history's grid */
} replay;

static void judge(sums *s, int what, double seen, double low80, double high80, double low95,
                  double high95)
{
    s->judged[what]++;
    s->held[what][0] += seen >= low80 && seen <= high80;
    s->held[what][1] += seen >= low95 && seen <= high95;
}

/* One slot: errors of all methods; day[m] and floor collect the day's totals. */
static void compare_slot(const replay *r, int day, int32_t i, double seen, double *day_of, sums *s)
{
    const pb_grid *g = &r->h->grid;
    const pb_forecast *f = r->f;
    const double *series = r->h->contacts + (size_t)r->queue * (size_t)g->n_slots;
    const int k = day - r->origin, minute = pb_grid_minute(g, i);
    const size_t at = (size_t)r->queue * (size_t)f->grid.n_slots +
                      (size_t)(f->grid.day_slot[k] + i - g->day_slot[day]);
    for (int m = 0; m < N_METHODS; m++) {
        const double v = m == PB_BACKTEST_OWN
                             ? f->contacts[at]
                             : pb_fc_same_weekday(g, series, day, minute, r->origin, weeks_of[m]);
        s->slot_error[m] += fabs(seen - v);
        s->forecast[m] += v;
        day_of[m] += v;
    }
    s->seen += seen;
    s->n_slots++;
    s->floor_slot += pb_fc_poisson_deviation(f->contacts[at]);
    if (f->contacts[at] > 0.02)
        judge(s, 0, seen, f->low80[at], f->high80[at], f->low95[at], f->high95[at]);
}

/* One day; returns what was seen where every slot is known that may hold something, else NAN. */
static double compare_day(const replay *r, int day, sums *s)
{
    const pb_grid *g = &r->h->grid;
    const size_t base = (size_t)r->queue * (size_t)g->n_slots;
    const int k = day - r->origin;
    const size_t ahead = (size_t)r->queue * (size_t)r->f->grid.n_slots;
    double seen = 0, day_of[N_METHODS] = {0};
    bool whole = true, some = false;
    for (int32_t i = g->day_slot[day]; i < g->day_slot[day + 1]; i++) {
        const double y = r->h->contacts[base + (size_t)i];
        if (isnan(y)) {
            const int32_t j = r->f->grid.day_slot[k] + i - g->day_slot[day];
            whole = whole && r->f->contacts[ahead + (size_t)j] <= 0;
            continue;
        }
        some = true;
        seen += y;
        compare_slot(r, day, i, y, day_of, s);
    }
    if (!some)
        return NAN;
    for (int m = 0; m < N_METHODS; m++)
        s->day_error[m] += fabs(seen - day_of[m]);
    s->floor_day += pb_fc_poisson_deviation(day_of[PB_BACKTEST_OWN]);
    const pb_forecast_total *t =
        &r->rep->days[(size_t)r->queue * (size_t)r->rep->n_days + (size_t)k];
    if (whole && t->mean > 0.5)
        judge(s, 1, seen, t->low80, t->high80, t->low95, t->high95);
    return whole ? seen : NAN;
}

/* All days and whole weeks of one origin and queue. A day that is never open counts as 0 in a week.
 */
static void compare(const replay *r, sums *s)
{
    const int n = r->rep->n_days;
    for (int week = 0; week * 7 < n; week++) {
        double seen = 0;
        for (int k = 7 * week; k < 7 * week + 7 && k < n; k++) {
            const double day = compare_day(r, r->origin + k, s);
            const double mean = r->rep->days[(size_t)r->queue * (size_t)n + (size_t)k].mean;
            seen += isnan(day) && mean <= 0 ? 0 : day;
        }
        const pb_forecast_total *t =
            &r->rep->weeks[(size_t)r->queue * (size_t)r->rep->n_weeks + (size_t)week];
        if (!isnan(seen) && 7 * week + 7 <= n && t->mean > 0.5)
            judge(s, 2, seen, t->low80, t->high80, t->low95, t->high95);
    }
}

/* Mean absolute error of last week's copy over the whole history: the scale of MASE (Hyndman &
 * Koehler 2006, Int. J. Forecasting 22, eq. 10 with the week's lag). */
static double week_scale(const pb_history *h, int32_t queue)
{
    const pb_grid *g = &h->grid;
    const double *y = h->contacts + (size_t)queue * (size_t)g->n_slots;
    double sum = 0, n = 0;
    for (int day = 7; day < g->n_days; day++)
        for (int32_t i = g->day_slot[day]; i < g->day_slot[day + 1]; i++) {
            const int32_t j = g->day_slot[day - 7] + i - g->day_slot[day];
            if (isnan(y[i]) || j >= g->day_slot[day - 6] || isnan(y[j]))
                continue;
            sum += fabs(y[i] - y[j]);
            n++;
        }
    return n > 0 ? sum / n : NAN;
}

static double ratio(double a, double b)
{
    return b > 0 ? a / b : NAN;
}

static void finish(const sums *s, double scale, pb_backtest_row *ret)
{
    for (int m = 0; m < N_METHODS; m++)
        ret->of[m] = (pb_backtest_errors){
            ratio(s->slot_error[m], s->seen), ratio(s->day_error[m], s->seen),
            ratio(s->slot_error[m], s->n_slots * scale), ratio(s->forecast[m] - s->seen, s->seen)};
    for (int what = 0; what < 3; what++)
        for (int k = 0; k < 2; k++)
            ret->held[what][k] = ratio(s->held[what][k], s->judged[what]);
    ret->floor_slot = ratio(s->floor_slot, s->seen);
    ret->floor_day = ratio(s->floor_day, s->seen);
    ret->contacts = s->seen;
}

static void add(sums *to, const sums *from)
{
    double *x = (double *)to;
    const double *y = (const double *)from;
    for (size_t i = 0; i < sizeof *to / sizeof *x; i++)
        x[i] += y[i];
}

/* Replays all origins; work is an arena that is emptied between them. */
static pb_status replay_all(pb_arena *work, const pb_history *h, const pb_calendar *cal,
                            const pb_queues *queues, const pb_backtest *b,
                            const pb_forecast_options *opt, sums *ret)
{
    for (int o = 0; o < b->n_origins; o++) {
        pb_forecast f;
        pb_forecast_report rep;
        pb_arena_reset(work);
        const pb_status st =
            pb_forecast_make(work, h, cal, queues, b->origins[o], b->n_days, opt, &f, &rep, NULL);
        if (st != PB_OK)
            return st;
        for (int32_t q = 0; q < h->n_queues; q++) {
            const replay r = {h, &f, &rep, q, (int)(b->origins[o] - h->grid.first)};
            compare(&r, &ret[q]);
        }
    }
    return PB_OK;
}

/* Origins from the end of the learning time to n_days before the end of the history. */
static bool choose_origins(const pb_history *h, int n_origins, int n_days, pb_date *ret)
{
    const int n = h->grid.n_days, last = n - n_days;
    const int first = n > 2 * LEARN_DAYS ? LEARN_DAYS : n / 2;
    if (last < first || first < 1)
        return false;
    for (int i = 0; i < n_origins; i++)
        ret[i] = h->grid.first + first + (int)((double)(last - first) * (i + 1) / n_origins + 0.5);
    return true;
}

pb_status pb_forecast_backtest(pb_arena *a, const pb_history *h, const pb_calendar *cal,
                               const pb_queues *queues, int n_origins, int n_days,
                               const pb_forecast_options *opt, pb_backtest *ret, pb_diags *d)
{
    if (n_origins < 1 || n_origins > 1000 || n_days < 1 || n_days > PB_FORECAST_MAX_DAYS)
        return PB_ERR_DOMAIN;
    pb_date *origins = PB_NEW_ARRAY(a, (size_t)n_origins, pb_date);
    sums *all = PB_NEW_ARRAY(a, (size_t)h->n_queues + 1, sums);
    pb_backtest_row *rows = PB_NEW_ARRAY(a, (size_t)h->n_queues + 1, pb_backtest_row);
    pb_arena *work = pb_arena_new(pb_arena_allocator(a));
    if (!origins || !all || !rows || !work) {
        pb_arena_free(work);
        return PB_ERR_NOMEM;
    }
    const pb_backtest b = {n_origins, origins, n_days, h->n_queues, rows};
    pb_status st = PB_ERR_INPUT;
    if (choose_origins(h, n_origins, n_days, origins))
        st = replay_all(work, h, cal, queues, &b, opt, all);
    else
        pb_diag_add(d, PB_ERROR, (pb_where){NULL, 0, NULL},
                    PB_N_("replay fewer days with --days, or give a longer history"),
                    PB_N_("the history has %d days: too few to replay %d of them"), h->grid.n_days,
                    n_days);
    pb_arena_free(work);
    if (st != PB_OK)
        return st;
    double scale = 0, weight = 0;
    for (int32_t q = 0; q < h->n_queues; q++) {
        const double own = week_scale(h, q);
        finish(&all[q], own, &rows[q]);
        add(&all[h->n_queues], &all[q]);
        scale += isnan(own) ? 0 : own * all[q].n_slots;
        weight += isnan(own) ? 0 : all[q].n_slots;
    }
    finish(&all[h->n_queues], ratio(scale, weight), &rows[h->n_queues]);
    *ret = b;
    return PB_OK;
}
