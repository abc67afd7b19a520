/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * forecast_loso DIR [SERIES …]
 *
 * Leave one series out: what is fixed for all queues (forecast/priors.h) is chosen anew from halves
 * and doubles of each prior by the errors on all series but one, and then judged on that one.
 * Prints a table in Markdown: what was chosen without the series, its errors relative to those with
 * the priors that ship, and the same for the choice that knew the series, which nobody can make.
 * Near 1 in all of them: the forecast's accuracy does not hang on these numbers.
 *
 * DIR: as forecast_prepare.py leaves it.
 */
#include "bench/forecast_series.h"
#include "forecast/forecast.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

enum { N_PRIORS = 6, N_VARIANTS = 1 + 2 * N_PRIORS, N_ERRORS = 4 };

static const char *const prior_names[N_PRIORS] = {"memory of errors",    "steepness",
                                                  "season's price",      "steepness of the second",
                                                  "price of the second", "steepness of profiles"};

/* Slot and day errors of the next 7 days, then of 28. */
typedef struct errors {
    double of[N_ERRORS];
} errors;

typedef struct work {
    const fs_series *series;
    int n_series;
    errors (*all)[FS_MAX_SERIES]; /* [variant][series] */
    pb_arena *arena[2];
} work;

/* Variant 0 ships; then each prior halved and doubled. */
static pb_forecast_priors variant_of(int k)
{
    pb_forecast_priors p = pb_forecast_priors_usual();
    double *const at[N_PRIORS] = {&p.memory_weeks,     &p.steepness,    &p.season_price,
                                  &p.second_steepness, &p.second_price, &p.profile_steepness};
    if (k > 0)
        *at[(k - 1) / 2] *= k % 2 ? 0.5 : 2;
    return p;
}

static void add_day(const fs_series *x, pb_date date, const double *f, int ahead, errors *e)
{
    const pb_grid *g = &x->h.grid;
    if (date >= g->first + g->n_days)
        return;
    const double *y = x->h.contacts + g->day_slot[date - g->first];
    double slot = 0, day = 0;
    for (int s = 0; s < FS_SLOTS; s++)
        if (!isnan(y[s])) {
            slot += fabs(y[s] - f[s]);
            day += y[s] - f[s];
        }
    for (int z = ahead < 7 ? 0 : 1; z < 2; z++) {
        e->of[2 * z] += slot;
        e->of[2 * z + 1] += fabs(day);
    }
}

static pb_status one_pair(void *ctx, size_t item, int worker)
{
    const work *w = ctx;
    const size_t k = item / (size_t)w->n_series, i = item % (size_t)w->n_series;
    const fs_series *x = &w->series[i];
    const pb_forecast_priors p = variant_of((int)k);
    const pb_forecast_options opt = {.threads = 1, .priors = &p};
    for (int o = 0; o < x->n_origins; o++) {
        pb_forecast f;
        pb_forecast_report r;
        pb_arena_reset(w->arena[worker]);
        const pb_status st = pb_forecast_make(w->arena[worker], &x->h, &x->cal, NULL, x->origins[o],
                                              FS_AHEAD, &opt, &f, &r, NULL);
        if (st != PB_OK)
            return st;
        for (int d = 0; d < FS_AHEAD; d++)
            add_day(x, x->origins[o] + d, f.contacts + d * FS_SLOTS, d, &w->all[k][i]);
    }
    return PB_OK;
}

static double ratio(const work *w, int k, int series, int e)
{
    return w->all[k][series].of[e] / w->all[0][series].of[e];
}

/* The variant that is best on the mean over the series but `out`, or on `only` alone. */
static int choose(const work *w, int out, int only)
{
    int best = 0;
    double least = INFINITY;
    for (int k = 0; k < N_VARIANTS; k++) {
        double sum = 0;
        for (int i = 0; i < w->n_series; i++)
            for (int e = 0; e < N_ERRORS; e++)
                sum += i == out || (only >= 0 && i != only) ? 0 : log(ratio(w, k, i, e));
        if (sum < least) {
            least = sum;
            best = k;
        }
    }
    return best;
}

static void name_variant(int k, char *ret, size_t n)
{
    if (k)
        snprintf(ret, n, "%s %s", prior_names[(k - 1) / 2], k % 2 ? "halved" : "doubled");
    else
        snprintf(ret, n, "as shipped");
}

static void print_table(const work *w)
{
    double mean[2][N_ERRORS] = {{0}};
    printf("| left out | chosen on the others | slot 7 d, day 7 d, slot 28 d, day 28 d | chosen on "
           "it alone | |\n|---|---|---|---|---|\n");
    for (int i = 0; i < w->n_series; i++) {
        printf("| %s |", w->series[i].name);
        for (int known = 0; known < 2; known++) {
            char name[64];
            const int k = known ? choose(w, -1, i) : choose(w, i, -1);
            name_variant(k, name, sizeof name);
            printf(" %s |", name);
            for (int e = 0; e < N_ERRORS; e++) {
                printf(" %.3f", ratio(w, k, i, e));
                mean[known][e] += log(ratio(w, k, i, e)) / w->n_series;
            }
            printf(" |");
        }
        printf("\n");
    }
    printf("| geometric mean | |");
    for (int known = 0; known < 2; known++) {
        for (int e = 0; e < N_ERRORS; e++)
            printf(" %.3f", exp(mean[known][e]));
        printf(known ? " |\n" : " | |");
    }
}

/* Each variant on all series: how flat the ground is. */
static void print_variants(const work *w)
{
    printf("\n| all series | slot 7 d | day 7 d | slot 28 d | day 28 d |\n|---|---|---|---|---|\n");
    for (int k = 1; k < N_VARIANTS; k++) {
        char name[64];
        name_variant(k, name, sizeof name);
        printf("| %s |", name);
        for (int e = 0; e < N_ERRORS; e++) {
            double sum = 0;
            for (int i = 0; i < w->n_series; i++)
                sum += log(ratio(w, k, i, e)) / w->n_series;
            printf(" %.4f |", exp(sum));
        }
        printf("\n");
    }
}

int main(int argc, char **argv)
{
    const char *dir = argc > 1 ? argv[1] : ".";
    static char *names[FS_MAX_SERIES];
    static fs_series x[FS_MAX_SERIES];
    static errors all[N_VARIANTS][FS_MAX_SERIES];
    int n = argc > 2 ? 0 : fs_list(dir, names);
    for (int i = 2; i < argc && n < FS_MAX_SERIES; i++)
        names[n++] = argv[i];
    pb_arena *a = pb_arena_new(NULL);
    work w = {x, n, all, {pb_arena_new(NULL), pb_arena_new(NULL)}};
    for (int i = 0; i < n; i++)
        fs_load(a, dir, names[i], &x[i]);
    if (pb_parallel(2, (size_t)N_VARIANTS * (size_t)n, one_pair, &w) != PB_OK)
        fs_die("forecast failed", dir);
    print_table(&w);
    print_variants(&w);
    for (int i = 0; i < n && argc <= 2; i++)
        free(names[i]);
    pb_arena_free(w.arena[0]);
    pb_arena_free(w.arena[1]);
    pb_arena_free(a);
    return 0;
}
