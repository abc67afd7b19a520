/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * forecast_bench DIR [ablation | speed | speed1000] [SERIES …]
 *
 * Forecasts the series that forecast_prepare.py has put into DIR at their origins and prints WAPE
 * per slot and day, next 7 and 28 days, coverage of the intervals, and time, beside the peers whose
 * results lie in DIR/METHOD (forecast_peers.R, forecast_peers.py), each at the origins that it has.
 * ablation: the same with each part left out, as a table in Markdown. speed: one queue of three
 * years of half hours; speed1000: a thousand such queues on two threads.
 */
#include "bench/forecast_series.h"
#include "forecast/forecast.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <time.h>

#include <math.h>

enum { SLOTS = FS_SLOTS, AHEAD = FS_AHEAD, MAX_SERIES = FS_MAX_SERIES, N_METHODS = 9 };

static const char *const methods[N_METHODS] = {"paiban",  "mean4", "last_week", "stlf",     "tbats",
                                               "prophet", "mstl",  "autoets",   "candidate"};

/* Sums of one method over the origins it has, and of paiban over the same ones: [7 or 28 days]. */
typedef struct score {
    double slot[2], day[2], own_slot[2], own_day[2], seen[2], seconds;
    int origins;
} score;

static double now_s(void)
{
    struct timespec t;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
    return (double)t.tv_sec + 1e-9 * (double)t.tv_nsec;
}

static double wall_s(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + 1e-9 * (double)t.tv_nsec;
}

/* Reads a peer's file; fc[AHEAD][SLOTS], days it has no line for are 0. false: it has none. */
static bool read_peer(const char *dir, const char *method, const char *name, pb_date origin,
                      double *fc, double *ret_seconds)
{
    char path[512], date[11], *line = NULL;
    size_t cap = 0;
    snprintf(path, sizeof path, "%s/%s/%s_%s.csv", dir, method, name, pb_date_format(origin, date));
    FILE *f = fopen(path, "r");
    if (!f)
        return false;
    memset(fc, 0, AHEAD * SLOTS * sizeof *fc);
    while (getline(&line, &cap, f) > 0) {
        pb_date day;
        if (strncmp(line, "seconds,", 8) == 0)
            *ret_seconds = strtod(line + 8, NULL);
        if (!pb_date_parse(line, 10, &day) || day < origin || day >= origin + AHEAD)
            continue;
        char *at = line + 10;
        for (int s = 0; s < SLOTS && *at == ','; s++)
            fc[(day - origin) * SLOTS + s] = strtod(at + 1, &at);
    }
    free(line);
    fclose(f);
    return true;
}

/* last_week and mean4 by hand, so that the bench shares no code with what it judges. */
static void simple_rule(const fs_series *x, pb_date origin, int weeks, double *fc)
{
    const pb_grid *g = &x->h.grid;
    for (int k = 0; k < AHEAD; k++)
        for (int s = 0; s < SLOTS; s++) {
            double sum = 0;
            int n = 0;
            for (pb_date d = origin + k - 7; d >= g->first && n < weeks; d -= 7) {
                const double y = d < origin ? x->h.contacts[g->day_slot[d - g->first] + s] : NAN;
                if (isnan(y))
                    continue;
                sum += y;
                n++;
            }
            fc[k * SLOTS + s] = n ? sum / n : 0;
        }
}

static double day_error(const fs_series *x, pb_date origin, int k, const double *fc,
                        double *ret_slot, double *ret_seen)
{
    const pb_grid *g = &x->h.grid;
    double seen = 0, day = 0;
    for (int s = 0; s < SLOTS; s++) {
        const pb_date d = origin + k;
        const double y =
            d < g->first + g->n_days ? x->h.contacts[g->day_slot[d - g->first] + s] : NAN;
        if (isnan(y))
            continue;
        *ret_slot += fabs(y - fc[k * SLOTS + s]);
        seen += y;
        day += fc[k * SLOTS + s];
    }
    *ret_seen += seen;
    return fabs(seen - day);
}

static void judge(const fs_series *x, pb_date origin, const double *fc, const double *own,
                  double seconds, score *s)
{
    for (int k = 0; k < AHEAD; k++)
        for (int z = k < 7 ? 0 : 1; z < 2; z++) {
            double nothing = 0;
            s->day[z] += day_error(x, origin, k, fc, &s->slot[z], &s->seen[z]);
            s->own_day[z] += day_error(x, origin, k, own, &s->own_slot[z], &nothing);
        }
    s->seconds += seconds;
    s->origins++;
}

static void forecast(const fs_series *x, pb_date origin, unsigned without, double *fc)
{
    pb_arena *a = pb_arena_new(NULL);
    const pb_forecast_options opt = {.without = without, .keep_outliers = false, .threads = 1};
    pb_forecast f;
    pb_forecast_report r;
    if (pb_forecast_make(a, &x->h, &x->cal, NULL, origin, AHEAD, &opt, &f, &r, NULL) != PB_OK)
        fs_die("forecast failed", x->name);
    memcpy(fc, f.contacts, AHEAD * SLOTS * sizeof *fc);
    pb_arena_free(a);
}

static void run_series(const char *dir, const fs_series *x, unsigned without, bool peers, score *s)
{
    static double own[AHEAD * SLOTS], fc[AHEAD * SLOTS];
    for (int o = 0; o < x->n_origins; o++) {
        const pb_date origin = x->origins[o];
        const double start = now_s();
        forecast(x, origin, without, own);
        judge(x, origin, own, own, now_s() - start, &s[0]);
        for (int m = 1; m < N_METHODS && peers; m++) {
            double seconds = 0;
            if (m <= 2)
                simple_rule(x, origin, m == 1 ? 4 : 1, fc);
            else if (!read_peer(dir, methods[m], x->name, origin, fc, &seconds))
                continue;
            judge(x, origin, fc, own, seconds, &s[m]);
        }
    }
}

static void print_series(const fs_series *x, const score *s)
{
    printf("\n%s\n  method      origins   slot 7 d   day 7 d  slot 28 d  day 28 d   s/forecast   "
           "paiban/method: slot 7, day 7, slot 28, day 28\n",
           x->name);
    for (int m = 0; m < N_METHODS; m++)
        if (s[m].origins)
            printf("  %-10s %8d %9.1f %% %7.1f %% %8.1f %% %7.1f %% %12.4f   %14.3f %7.3f %7.3f "
                   "%7.3f\n",
                   methods[m], s[m].origins, 100 * s[m].slot[0] / s[m].seen[0],
                   100 * s[m].day[0] / s[m].seen[0], 100 * s[m].slot[1] / s[m].seen[1],
                   100 * s[m].day[1] / s[m].seen[1], s[m].seconds / s[m].origins,
                   s[m].own_slot[0] / s[m].slot[0], s[m].own_day[0] / s[m].day[0],
                   s[m].own_slot[1] / s[m].slot[1], s[m].own_day[1] / s[m].day[1]);
}

/* Geometric means of paiban/method over the series that the method ran on, and how many it loses.
 */
static void print_summary(const score (*all)[N_METHODS], int n)
{
    printf("\npaiban / method, geometric mean over the series (1 = as good, less = better)\n"
           "  method       series  slot 7 d  day 7 d  slot 28 d  day 28 d   better on (slot 28, "
           "day 28)\n");
    for (int m = 1; m < N_METHODS; m++) {
        double g[4] = {0};
        int k = 0, wins[2] = {0};
        for (int i = 0; i < n; i++) {
            const score *s = &all[i][m];
            if (!s->origins)
                continue;
            k++;
            for (int z = 0; z < 2; z++) {
                g[2 * z] += log(s->own_slot[z] / s->slot[z]);
                g[2 * z + 1] += log(s->own_day[z] / s->day[z]);
            }
            wins[0] += s->own_slot[1] < s->slot[1];
            wins[1] += s->own_day[1] < s->day[1];
        }
        if (k)
            printf("  %-11s %7d %9.3f %8.3f %10.3f %9.3f   %d, %d\n", methods[m], k, exp(g[0] / k),
                   exp(g[1] / k), exp(g[2] / k), exp(g[3] / k), wins[0], wins[1]);
    }
}

static void ablation(const char *dir, const fs_series *x, int n)
{
    static const struct {
        unsigned without;
        const char *what;
    } parts[] = {{PB_WITHOUT_SPECIAL, "special days"},
                 {PB_WITHOUT_SEASON, "time of year"},
                 {PB_WITHOUT_MONTH, "day of the month"},
                 {PB_WITHOUT_SEARCH, "weighed bank (one fixed setting)"},
                 {PB_WITHOUT_ROBUST, "clipping and rule for shifts"},
                 {PB_WITHOUT_TODAY, "newest days' surprise"},
                 {PB_WITHOUT_SECOND, "second opinion (regression)"},
                 {PB_WITHOUT_SHRINK, "weekday profiles drawn together"}};
    static score full[MAX_SERIES][N_METHODS];
    for (int i = 0; i < n; i++)
        run_series(dir, &x[i], 0, false, full[i]);
    printf("| without | slot 7 d | day 7 d | slot 28 d | day 28 d |\n|---|---|---|---|---|\n");
    for (size_t p = 0; p < sizeof parts / sizeof *parts; p++) {
        double g[4] = {0};
        for (int i = 0; i < n; i++) {
            score s[N_METHODS] = {{{0}, {0}, {0}, {0}, {0}, 0, 0}};
            run_series(dir, &x[i], parts[p].without, false, s);
            for (int z = 0; z < 2; z++) {
                g[2 * z] += log(s[0].slot[z] / full[i][0].slot[z]) / n;
                g[2 * z + 1] += log(s[0].day[z] / full[i][0].day[z]) / n;
            }
        }
        printf("| %s | %.3f | %.3f | %.3f | %.3f |\n", parts[p].what, exp(g[0]), exp(g[1]),
               exp(g[2]), exp(g[3]));
    }
}

static long peak_kib(void)
{
    struct rusage u;
    getrusage(RUSAGE_SELF, &u);
    return u.ru_maxrss;
}

/* One queue's three years of half hours: an office with a season, a week, noise. */
static pb_history make_queue(pb_arena *a, uint64_t seed)
{
    static const char *const names[1] = {"q"};
    const pb_zone *z;
    pb_grid g;
    if (pb_zone_load(a, "Europe/Berlin", &z) != PB_OK ||
        pb_grid_make(a, z, 19358, 1096, 30, &g) != PB_OK)
        fs_die("no grid", "speed");
    double *y = PB_NEW_ARRAY(a, (size_t)g.n_slots, double);
    pb_rng r = pb_rng_seed(seed);
    for (int day = 0; day < g.n_days; day++) {
        const double up = pb_rng_lognormal(&r, 1, 0.1) * (1 + 0.3 * sin(day / 58.0)) *
                          (pb_date_weekday(g.first + day) < 5 ? 1 : 0.4);
        for (int32_t i = g.day_slot[day]; i < g.day_slot[day + 1]; i++) {
            const double m = pb_grid_minute(&g, i) / 60.0;
            y[i] = (double)pb_rng_poisson(&r, m < 7 ? 1 : 30 * up * (1.2 + sin(m / 3)));
        }
    }
    return (pb_history){
        .grid = g, .n_queues = 1, .queues = names, .contacts = y, .native_slot_min = 30};
}

/* One of the thousand; each worker has an arena that it empties. */
static pb_status one_queue(void *ctx, size_t item, int worker)
{
    pb_arena *a = ((pb_arena **)ctx)[worker];
    pb_arena_reset(a);
    const pb_history h = make_queue(a, item + 1);
    const pb_forecast_options opt = {.threads = 1};
    pb_forecast f;
    pb_forecast_report r;
    return pb_forecast_make(a, &h, NULL, NULL, h.grid.first + h.grid.n_days, AHEAD, &opt, &f, &r,
                            NULL);
}

static void speed(int n_queues, int threads)
{
    pb_arena *arenas[2] = {pb_arena_new(NULL), pb_arena_new(NULL)};
    if (one_queue(arenas, 0, 0) != PB_OK) /* warm */
        fs_die("forecast failed", "speed");
    const long before = peak_kib();
    if (n_queues == 1) {
        pb_arena *a = pb_arena_new(NULL), *work = pb_arena_new(NULL);
        const pb_history h = make_queue(a, 1);
        const pb_forecast_options opt = {.threads = 1};
        double best = INFINITY, sum = 0;
        for (int k = 0; k < 20; k++) {
            pb_forecast f;
            pb_forecast_report r;
            pb_arena_reset(work);
            const double start = now_s();
            if (pb_forecast_make(work, &h, NULL, NULL, h.grid.first + h.grid.n_days, AHEAD, &opt,
                                 &f, &r, NULL) != PB_OK)
                fs_die("forecast failed", "speed");
            const double took = now_s() - start;
            sum += took;
            best = took < best ? took : best;
        }
        printf("one queue, 1096 days of half hours: mean %.1f ms, best %.1f ms CPU\n", 50 * sum,
               1000 * best);
        pb_arena_free(a);
        pb_arena_free(work);
    } else {
        const double start = wall_s(), cpu = now_s();
        if (pb_parallel(threads, (size_t)n_queues, one_queue, arenas) != PB_OK)
            fs_die("forecast failed", "speed");
        printf("%d such queues on %d threads: %.1f s (CPU %.1f s, making the histories included), "
               "peak "
               "memory %ld KiB after one queue, %ld KiB after all\n",
               n_queues, threads, wall_s() - start, now_s() - cpu, before, peak_kib());
    }
    for (int k = 0; k < 2; k++)
        pb_arena_free(arenas[k]);
}

/* Every method on every series, one line each, and the summary. */
static void compare_methods(const char *dir, fs_series *x, int n)
{
    static score all[MAX_SERIES][N_METHODS];
    for (int i = 0; i < n; i++) {
        run_series(dir, &x[i], 0, true, all[i]);
        print_series(&x[i], all[i]);
    }
    print_summary((const score(*)[N_METHODS])all, n);
}

int main(int argc, char **argv)
{
    const char *dir = argc > 1 ? argv[1] : ".", *mode = argc > 2 ? argv[2] : "";
    if (strcmp(mode, "speed") == 0 || strcmp(mode, "speed1000") == 0) {
        speed(strcmp(mode, "speed") == 0 ? 1 : 1000, 2);
        return 0;
    }
    const bool parts = strcmp(mode, "ablation") == 0;
    static char *names[MAX_SERIES];
    static fs_series x[MAX_SERIES];
    int n = 0;
    for (int i = parts ? 3 : 2; i < argc && n < MAX_SERIES; i++)
        names[n++] = strdup(argv[i]);
    if (n == 0)
        n = fs_list(dir, names);
    pb_arena *a = pb_arena_new(NULL);
    for (int i = 0; i < n; i++)
        fs_load(a, dir, names[i], &x[i]);
    if (parts)
        ablation(dir, x, n);
    else
        compare_methods(dir, x, n);
    for (int i = 0; i < n; i++)
        free(names[i]);
    pb_arena_free(a);
    return 0;
}
