/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The programme that --write-lp writes, solved by other programs (glpsol, cbc): their optimum is the
 * planner's own proven one, to the last price. Leaves with 77 (skipped) where neither is installed.
 * usage: test_oracle FIRST_SEED COUNT
 */
#include "random_world.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { SKIPPED = 77 };

static bool installed(const char *program)
{
    char line[100];
    snprintf(line, sizeof line, "command -v %s >/dev/null 2>&1", program);
    return system(line) == 0;
}

/* The number after `key` in the first line of a file that has it; NAN: none. */
static double number_in(const char *path, const char *key)
{
    FILE *f = fopen(path, "r");
    char line[1000];
    double v = (double)NAN;

    while (f && isnan(v) && fgets(line, sizeof line, f)) {
        const char *at = strstr(line, key);
        if (at)
            v = strtod(at + strlen(key), NULL);
    }
    if (f)
        fclose(f);
    return v;
}

/* "c Status" and "s mip ROWS COLS o OBJECTIVE" */
static double by_glpsol(const char *lp, const char *out)
{
    char line[800];
    snprintf(line, sizeof line, "glpsol --lp %s --write %s >/dev/null 2>&1", lp, out);
    return system(line) == 0 ? number_in(out, " o ") : (double)NAN;
}

static double by_cbc(const char *lp, const char *out)
{
    char line[800];
    snprintf(line, sizeof line, "cbc %s ratio 0 allow 0 solve solu %s >/dev/null 2>&1", lp, out);
    return system(line) == 0 ? number_in(out, "objective value") : (double)NAN;
}

static int compare(uint64_t seed, const char *program, double theirs, const pb_plan_result *p, int n_rounded)
{
    double ours = (double)p->cost / 1000;
    /* the programme has no rounding of each violation to thousandths */
    if (fabs(theirs - ours) <= 1e-3 * n_rounded + 1e-6 * fabs(ours))
        return 0;
    fprintf(stderr, "world %llu: %s finds %.6f, the planner %.6f\n", (unsigned long long)seed, program, theirs, ours);
    return 1;
}

static int one(uint64_t seed, const char *folder, bool glpsol, bool cbc, int *n_compared)
{
    const random_size size = {3, 4, 4, 6, 2, 3, 6, true, true};
    world *w = random_world(seed, &size);
    char lp[300], out[300];
    pb_plan_options opt = {.first = PB_DATE_NONE, .seed = seed, .threads = 1, .effort = 0.2, .write_lp = lp};
    pb_plan_result p;
    int bad = 0;

    snprintf(lp, sizeof lp, "%s/%llu.lp", folder, (unsigned long long)seed);
    snprintf(out, sizeof out, "%s/%llu.out", folder, (unsigned long long)seed);
    if (pb_plan_make(w->arena, &w->ws, &w->req, &opt, &p, NULL) != PB_OK) {
        fprintf(stderr, "world %llu: no answer\n", (unsigned long long)seed);
        bad = 1;
    } else if (p.status == PB_PLAN_OPTIMAL) {
        if (glpsol)
            bad += compare(seed, "glpsol", by_glpsol(lp, out), &p, 100);
        (void)remove(out);
        if (cbc)
            bad += compare(seed, "cbc", by_cbc(lp, out), &p, 100);
        ++*n_compared;
    }
    (void)remove(lp);
    (void)remove(out);
    world_free(w);
    return bad;
}

int main(int argc, char **argv)
{
    uint64_t first = argc > 1 ? strtoull(argv[1], NULL, 10) : 1;
    int n = argc > 2 ? atoi(argv[2]) : 10, bad = 0, compared = 0;
    bool glpsol = installed("glpsol"), cbc = installed("cbc");
    char folder[] = "/tmp/paiban-oracle-XXXXXX";

    if (!glpsol && !cbc) {
        printf("skipped: neither glpsol (package glpk-utils) nor cbc (package coinor-cbc) is installed\n");
        return SKIPPED;
    }
    if (!mkdtemp(folder))
        return 1;
    for (int i = 0; i < n; i++)
        bad += one(first + (uint64_t)i, folder, glpsol, cbc, &compared);
    (void)rmdir(folder);
    printf("%d worlds, %d with a proven optimum, compared with%s%s, %d differ\n", n, compared, glpsol ? " glpsol" : "",
           cbc ? " cbc" : "", bad);
    return bad || compared == 0 ? 1 : 0;
}
