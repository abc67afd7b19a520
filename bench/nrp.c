/* SPDX-License-Identifier: GPL-3.0-or-later */
/* nrp INSTANCE [--seconds S] [--threads N] [--rounds N] [--seed N] [--solution FILE] [--log FILE] [--write-lp FILE] */
#include "bench/bench_run.h"
#include "bench/nrp_read.h"

#include <stdio.h>

static int write_roster(const char *path, const nrp_instance *in, const pb_choice *roster)
{
    FILE *f = fopen(path, "w");
    if (f == NULL) {
        perror(path);
        return 5;
    }
    for (int32_t i = 0; i < in->problem.n_people; i++)
        for (int32_t d = 0; d < in->problem.n_days; d++)
            (void)fprintf(f, "%s%c", in->shift_names[roster[(size_t)i * (size_t)in->problem.n_days + (size_t)d].choice],
                          d + 1 < in->problem.n_days ? ' ' : '\n');
    return fclose(f) == 0 ? 0 : 5;
}

int main(int argc, char **argv)
{
    bench_options o = {.seconds = 30, .threads = 1, .seed = 1};
    const char *path = NULL;
    for (int i = 1; i < argc; i++)
        if (!bench_option(&o, argc, argv, &i)) {
            if (path != NULL || argv[i][0] == '-')
                path = NULL, i = argc;
            else
                path = argv[i];
        }
    if (path == NULL) {
        (void)fprintf(stderr, "nrp INSTANCE [--seconds S] [--threads N] [--rounds N] [--seed N] [--solution FILE]"
                              " [--log FILE] [--write-lp FILE] [--verbose]\n");
        return 2;
    }
    pb_arena *a = pb_arena_new(NULL);
    nrp_instance in;
    char error[256] = "out of memory";
    pb_status st = a == NULL ? PB_ERR_NOMEM : nrp_read(a, path, &in, error, sizeof error);
    int code = 3;
    if (st != PB_OK) {
        (void)fprintf(stderr, "%s\n", error);
    } else if (o.write_lp != NULL) {
        code = bench_write(&o, &in.problem);
    } else {
        pb_choice *roster = PB_NEW_ARRAY(a, (size_t)in.problem.n_people * (size_t)in.problem.n_days, pb_choice);
        pb_engine_result r = {.objective = INT64_MAX};
        code = roster == NULL ? 5 : bench_solve(&o, &in.problem, roster, &r);
        if (code == 0 && o.solution != NULL && r.objective != INT64_MAX)
            code = write_roster(o.solution, &in, roster);
    }
    pb_arena_free(a);
    return code;
}
