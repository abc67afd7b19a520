/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bench/bench_run.h"

#include "bench/lp_write.h"

#include <inttypes.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

static volatile sig_atomic_t interrupted;
static long cpu_threads = 1; /* set once before the solve */

static void on_interrupt(int sig)
{
    (void)sig;
    interrupted = 1;
}

static double now_s(void *ctx)
{
    (void)ctx;
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + 1e-9 * (double)t.tv_nsec;
}

/* Processor time of all threads over their number: on a busy machine the fairer clock. */
static double cpu_s(void *ctx)
{
    (void)ctx;
    struct timespec t;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
    return ((double)t.tv_sec + 1e-9 * (double)t.tv_nsec) / (double)cpu_threads;
}

static bool stop(void *ctx)
{
    (void)ctx;
    return interrupted != 0;
}

static void log_line(void *ctx, const char *line)
{
    (void)fprintf(ctx, "%s\n", line);
    (void)fflush(ctx);
}

/* PB_PART_… of a name; unknown ones leave nothing out. */
static uint32_t part_of(const char *name)
{
    static const char *const names[] = {"ramp", "one-opt", "seeds", "smoothing", "dives", "windows", "pairs", "people", "mip",
                                        "tree", "chain", "counts"};
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++)
        if (strcmp(name, names[i]) == 0)
            return (uint32_t)1 << i;
    return 0;
}

bool bench_option(bench_options *o, int argc, char **argv, int *i)
{
    const char *a = argv[*i];
    if (strcmp(a, "--verbose") == 0) {
        o->verbose = true;
        return true;
    }
    if (strcmp(a, "--cpu") == 0) {
        o->cpu = true;
        return true;
    }
    if (*i + 1 >= argc)
        return false;
    const char *v = argv[*i + 1];
    if (strcmp(a, "--seconds") == 0)
        o->seconds = strtod(v, NULL);
    else if (strcmp(a, "--gap") == 0)
        o->gap = strtod(v, NULL);
    else if (strcmp(a, "--threads") == 0)
        o->threads = strtol(v, NULL, 10);
    else if (strcmp(a, "--rounds") == 0)
        o->rounds = strtol(v, NULL, 10);
    else if (strcmp(a, "--seed") == 0)
        o->seed = strtol(v, NULL, 10);
    else if (strcmp(a, "--solution") == 0)
        o->solution = v;
    else if (strcmp(a, "--without") == 0)
        o->without |= part_of(v);
    else if (strcmp(a, "--log") == 0)
        o->log = v;
    else if (strcmp(a, "--write-lp") == 0)
        o->write_lp = v;
    else
        return false;
    ++*i;
    return true;
}

static const char *status_name(pb_engine_status s)
{
    static const char *const names[] = {"optimal", "within_gap", "limit", "interrupted", "infeasible", "none"};
    return names[s];
}

int bench_write(const bench_options *o, const pb_problem *p)
{
    char error[256];
    if (problem_lp_write(p, o->write_lp, error, sizeof error) == PB_OK)
        return 0;
    (void)fprintf(stderr, "%s\n", error);
    return 5;
}

int bench_solve(const bench_options *o, const pb_problem *p, pb_choice *roster, pb_engine_result *ret)
{
    FILE *log = o->log != NULL ? fopen(o->log, "w") : o->verbose ? stderr : NULL;
    pb_engine_options opt = {.seconds = o->seconds, .rounds = o->rounds, .gap = o->gap, .seed = (uint64_t)o->seed,
                           .without = o->without, .threads = (int)(o->threads > 0 ? o->threads : 1), .now_s = o->cpu ? cpu_s : now_s, .stop = stop,
                           .log = log != NULL ? log_line : NULL, .ctx = log};
    (void)signal(SIGINT, on_interrupt);
    cpu_threads = opt.threads;
    double begin = opt.now_s(NULL);
    pb_status st = pb_engine_solve(p, &opt, NULL, roster, ret);
    double spent = opt.now_s(NULL) - begin;
    if (log != NULL && log != stderr)
        (void)fclose(log);
    if (st != PB_OK) {
        (void)fprintf(stderr, "the engine failed: status %d\n", (int)st);
        return 5;
    }
    char objective[32] = "none", bound[32] = "none";
    if (ret->objective != INT64_MAX)
        (void)snprintf(objective, sizeof objective, "%" PRId64, ret->objective);
    if (ret->bound != INT64_MIN)
        (void)snprintf(bound, sizeof bound, "%" PRId64, ret->bound);
    printf("objective=%s bound=%s seconds=%.1f status=%s\n", objective, bound, spent, status_name(ret->status));
    return ret->status == PB_ENGINE_INFEASIBLE || ret->status == PB_ENGINE_NONE_FOUND ? 1 : 0;
}
