/* SPDX-License-Identifier: GPL-3.0-or-later */
/* desk [--agents N] [--days N] [--slot MIN] [--load X] [--kinds N] and the options of nrp. */
#include "bench/bench_run.h"
#include "bench/desk_make.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static bool desk_option(desk_spec *s, int argc, char **argv, int *i)
{
    if (*i + 1 >= argc)
        return false;
    const char *a = argv[*i], *v = argv[*i + 1];
    if (strcmp(a, "--agents") == 0)
        s->agents = (int)strtol(v, NULL, 10);
    else if (strcmp(a, "--days") == 0)
        s->days = (int)strtol(v, NULL, 10);
    else if (strcmp(a, "--slot") == 0)
        s->slot_minutes = (int)strtol(v, NULL, 10);
    else if (strcmp(a, "--load") == 0)
        s->load = strtod(v, NULL);
    else if (strcmp(a, "--kinds") == 0)
        s->kinds = (int)strtol(v, NULL, 10);
    else
        return false;
    ++*i;
    return true;
}

static int run(const desk_spec *s, const bench_options *o)
{
    pb_arena *a = pb_arena_new(NULL);
    pb_problem p;
    int code = 5;
    pb_status st = a == NULL ? PB_ERR_NOMEM : desk_make(a, s, &p);
    if (st == PB_OK && o->write_lp != NULL) {
        code = bench_write(o, &p);
        pb_arena_free(a);
        return code;
    }
    pb_choice *roster = st == PB_OK ? PB_NEW_ARRAY(a, (size_t)p.n_people * (size_t)p.n_days, pb_choice) : NULL;
    pb_engine_result r = {.objective = INT64_MAX};
    if (roster != NULL)
        code = bench_solve(o, &p, roster, &r);
    pb_cost c;
    if (code == 0 && (pb_problem_cost(&p, roster, NULL, &c) != PB_OK || c.broken > 0 || c.cost != r.objective)) {
        (void)fprintf(stderr, "the roster does not cost what was said\n");
        code = 5;
    }
    pb_arena_free(a);
    return code;
}

int main(int argc, char **argv)
{
    bench_options o = {.seconds = 10, .threads = 1, .seed = 1};
    desk_spec s = {.agents = 40, .days = 7, .slot_minutes = 30, .load = 1.0};
    for (int i = 1; i < argc; i++)
        if (!desk_option(&s, argc, argv, &i) && !bench_option(&o, argc, argv, &i)) {
            (void)fprintf(stderr, "desk [--agents N] [--days N] [--slot 15|30] [--load X] [--kinds N] [--seconds S]"
                                  " [--threads N] [--rounds N] [--seed N] [--log FILE] [--write-lp FILE] [--cpu] [--verbose]\n");
            return 2;
        }
    s.seed = (uint64_t)o.seed;
    if (s.agents < 1 || s.days < 1 || (s.slot_minutes != 15 && s.slot_minutes != 30)) {
        (void)fprintf(stderr, "agents and days from 1, slots of 15 or 30 minutes\n");
        return 2;
    }
    return run(&s, &o);
}
