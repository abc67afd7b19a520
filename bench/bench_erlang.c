/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Speed of the queueing formulas on one core. bench_erlang prints one line a measurement: name, value,
 * unit. bench/erlang_peers.py runs it beside pyworkforce.
 */
#include "staffing/erlang.h"
#include "staffing/targets.h"

#include <stdio.h>
#include <time.h>

enum { YEAR = 17520 }; /* half-hours */

static double now_s(void)
{
    struct timespec t;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t); /* of this core, whatever else runs */
    return (double)t.tv_sec + 1e-9 * (double)t.tv_nsec;
}

static pb_targets usual(void)
{
    pb_targets t = pb_targets_none();
    t.service_level = 0.8;
    t.max_occupancy = 0.9;
    return t;
}

/* A year of half-hours of one queue, every one of its own load: Erlang A with the search for agents. */
static double year_s(double peak_erl, long *ret_agents)
{
    pb_targets t = usual();
    long sum = 0;
    double start = now_s();
    for (int i = 0; i < YEAR; i++) {
        double day = sin(M_PI * (i % 48) / 48.0);
        pb_load l = {.load_erl = peak_erl * (0.2 + 0.8 * day * day) * (1 + 0.1 * sin(0.01 * i)),
                     .aht_s = 300, .patience_s = 120, .within_s = 20};
        pb_need n = {0};
        if (pb_need_erlang(&l, &t, 0, &n) != PB_OK)
            return NAN;
        sum += n.agents;
    }
    *ret_agents = sum;
    return now_s() - start;
}

/* Seconds of one search or one evaluation: the fastest of several runs, so that other work on the
 * machine counts little. sum keeps the compiler from leaving the work out. */
static double fastest_s(const pb_load *load, bool search, pb_need *n, double *sum)
{
    enum { RUNS = 7, ROUNDS = 500 };
    double best = INFINITY;
    pb_targets t = usual();
    for (int run = 0; run < RUNS; run++) {
        double start = now_s();
        for (int i = 0; i < ROUNDS; i++) {
            pb_load l = *load;
            pb_service s = {0};
            l.load_erl *= 1 + 1e-12 * i;
            pb_status status = search ? pb_need_erlang(&l, &t, 0, n) : pb_erlang(&l, n->agents, &s);
            *sum += status == PB_OK ? s.service_level + n->agents : NAN;
        }
        best = fmin(best, (now_s() - start) / ROUNDS);
    }
    return best;
}

static void one(const char *model, double load_erl, double patience_s)
{
    pb_load l = {.load_erl = load_erl, .aht_s = 300, .patience_s = patience_s, .within_s = 20};
    pb_need n = {0};
    double sum = 0, search = fastest_s(&l, true, &n, &sum), evaluate = fastest_s(&l, false, &n, &sum);
    printf("%s_%g_search %.9f s\n%s_%g_evaluate %.9f s\n%s_%g_agents %d agents\n", model, load_erl,
           search, model, load_erl, evaluate, model, load_erl, sum > 0 ? (int)n.agents : -1);
}

int main(void)
{
    static const double loads[] = {10, 100, 1000, 10000};
    for (size_t i = 0; i < sizeof loads / sizeof *loads; i++) {
        one("erlang_c", loads[i], NAN);
        one("erlang_a", loads[i], 120);
    }
    for (size_t i = 0; i < sizeof loads / sizeof *loads; i++) {
        long agents = 0;
        double s = year_s(loads[i], &agents);
        printf("year_%g_peak %.6f s\nyear_%g_slots %.1f us/slot\n", loads[i], s, loads[i], 1e6 * s / YEAR);
        if (agents < 0)
            return 1;
    }
    return 0;
}
