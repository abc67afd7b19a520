/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Random workspaces: the auditor, which shares no code with the search, finds no broken hard rule in
 * a roster called lawful, some in one that is not, and the same cost, part by part, to the last unit;
 * and no roster is cheaper than the proven bound.
 * usage: test_agreement FIRST_SEED COUNT
 */
#include "random_world.h"

#include <stdio.h>
#include <stdlib.h>

static int complain(uint64_t seed, const char *what, double a, double b)
{
    fprintf(stderr, "world %llu: %s: planner %.3f, auditor %.3f\n", (unsigned long long)seed, what, a, b);
    return 1;
}

static int compare(uint64_t seed, const world *w, const pb_plan_result *p, const pb_audit *a)
{
    int bad = 0;
    bool lawful = p->status != PB_PLAN_INFEASIBLE && p->status != PB_PLAN_NOT_FOUND;

    (void)w;
    if (lawful != (a->n_broken == 0))
        bad += complain(seed, "hard rules broken", (double)p->broken / 1000, (double)a->n_broken);
    if (a->cost != p->cost)
        bad += complain(seed, "cost", (double)p->cost / 1000, (double)a->cost / 1000);
    for (int i = 0; i < PB_N_RULES; i++)
        if (a->by_rule[i] != p->by_rule[i])
            bad += complain(seed, pb_check_name(i), (double)p->by_rule[i] / 1000, (double)a->by_rule[i] / 1000);
    if (lawful && p->bound > p->cost)
        bad += complain(seed, "bound above cost", (double)p->bound / 1000, (double)p->cost / 1000);
    return bad;
}

static int one(uint64_t seed, int *n_unlawful)
{
    const random_size size = {3, 8, 4, 14, 2, 5, 14, true, true};
    world *w = random_world(seed, &size);
    const pb_plan_options opt = {.first = PB_DATE_NONE, .seed = seed, .threads = 1, .effort = 0.02,
                                 .gap = 1};
    pb_plan_result p;
    pb_audit a;
    int bad = 0;

    if (pb_plan_make(w->arena, &w->ws, &w->req, &opt, &p, NULL) != PB_OK ||
        pb_audit_roster(w->arena, &w->ws, &w->req, &p.roster, NULL, w->first, w->n_days, &a) != PB_OK)
        bad = complain(seed, "status", 1, 1);
    else
        bad = compare(seed, w, &p, &a);
    for (size_t i = 0; bad && i < a.n; i++)
        if (a.at[i].hard || bad < 3)
            fprintf(stderr, "   %s%s: %s\n", a.at[i].hard ? "! " : "", pb_check_name(a.at[i].check),
                    pb_finding_text(w->arena, &w->ws, &w->req, &p.roster, &a.at[i], NULL));
    *n_unlawful += !bad && p.broken > 0;
    world_free(w);
    return bad;
}

int main(int argc, char **argv)
{
    uint64_t first = argc > 1 ? strtoull(argv[1], NULL, 10) : 1;
    int n = argc > 2 ? atoi(argv[2]) : 30, bad = 0, unlawful = 0;

    for (int i = 0; i < n; i++)
        bad += one(first + (uint64_t)i, &unlawful) != 0;
    printf("%d worlds, %d without a lawful roster, %d disagree\n", n, unlawful, bad);
    return bad ? 1 : 0;
}
