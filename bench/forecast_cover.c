/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * forecast_cover DIR [SERIES …]
 *
 * How often the 80 % and the 95 % interval held what came, per slot, day and week of the next 28
 * days, at the origins of forecast_prepare.py; the last line is the mean over the series. Judged
 * are slots of more than 0.02 contacts, days and weeks of more than 0.5 that are wholly known.
 */
#include "bench/forecast_series.h"
#include "forecast/forecast.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { SLOT, DAY, WEEK, N_WHAT };

typedef struct held {
    double n[N_WHAT], in80[N_WHAT], in95[N_WHAT];
} held;

static void judge(held *h, int what, double seen, double low80, double high80, double low95,
                  double high95)
{
    h->n[what]++;
    h->in80[what] += seen >= low80 && seen <= high80;
    h->in95[what] += seen >= low95 && seen <= high95;
}

/* One day's slots; what was seen in all, NAN where a slot is unknown that may hold something. */
static double judge_slots(const fs_series *x, const pb_forecast *f, pb_date origin, int k, held *h)
{
    const pb_grid *g = &x->h.grid;
    const pb_date date = origin + k;
    double sum = 0;
    for (int s = 0; s < FS_SLOTS; s++) {
        const size_t i = (size_t)(k * FS_SLOTS + s);
        const double seen =
            date < g->first + g->n_days ? x->h.contacts[g->day_slot[date - g->first] + s] : NAN;
        if (isnan(seen)) {
            sum = f->contacts[i] > 0 ? NAN : sum;
            continue;
        }
        sum += seen;
        if (f->contacts[i] > 0.02)
            judge(h, SLOT, seen, f->low80[i], f->high80[i], f->low95[i], f->high95[i]);
    }
    return sum;
}

static void judge_origin(const fs_series *x, pb_date origin, held *h)
{
    pb_arena *a = pb_arena_new(NULL);
    const pb_forecast_options opt = {.threads = 1};
    pb_forecast f;
    pb_forecast_report r;
    if (pb_forecast_make(a, &x->h, &x->cal, NULL, origin, FS_AHEAD, &opt, &f, &r, NULL) != PB_OK)
        fs_die("forecast failed", x->name);
    double week = 0;
    for (int k = 0; k < FS_AHEAD; k++) {
        const double day = judge_slots(x, &f, origin, k, h);
        const pb_forecast_total *d = &r.days[k], *w = &r.weeks[k / 7];
        week = k % 7 ? week + day : day;
        if (!isnan(day) && d->mean > 0.5)
            judge(h, DAY, day, d->low80, d->high80, d->low95, d->high95);
        if (k % 7 == 6 && !isnan(week) && w->mean > 0.5)
            judge(h, WEEK, week, w->low80, w->high80, w->low95, w->high95);
    }
    pb_arena_free(a);
}

int main(int argc, char **argv)
{
    const char *dir = argc > 1 ? argv[1] : ".";
    static char *names[FS_MAX_SERIES];
    double mean[N_WHAT][2] = {{0}};
    int n = 0;
    for (int i = 2; i < argc && n < FS_MAX_SERIES; i++)
        names[n++] = strdup(argv[i]);
    if (n == 0)
        n = fs_list(dir, names);
    printf("held, %%            slots  80    95   days  80    95  weeks  80    95\n");
    for (int i = 0; i < n; i++) {
        pb_arena *a = pb_arena_new(NULL);
        fs_series x;
        held h = {{0}, {0}, {0}};
        fs_load(a, dir, names[i], &x);
        for (int o = 0; o < x.n_origins; o++)
            judge_origin(&x, x.origins[o], &h);
        printf("%-20s", names[i]);
        for (int w = 0; w < N_WHAT; w++) {
            printf("   %5.1f %5.1f", 100 * h.in80[w] / h.n[w], 100 * h.in95[w] / h.n[w]);
            mean[w][0] += 100 * h.in80[w] / h.n[w] / n;
            mean[w][1] += 100 * h.in95[w] / h.n[w] / n;
        }
        printf("\n");
        pb_arena_free(a);
        free(names[i]);
    }
    printf("%-20s", "mean");
    for (int w = 0; w < N_WHAT; w++)
        printf("   %5.1f %5.1f", mean[w][0], mean[w][1]);
    printf("\n");
    return 0;
}
