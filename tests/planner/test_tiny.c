/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The whole of small worlds: every roster of a few agents and days is judged by the auditor, and the
 * cheapest lawful one costs what the planner says, by the search and by the exact programme alone;
 * where none is lawful the planner says so.
 * usage: test_tiny FIRST_SEED COUNT AGENTS
 */
#include "random_world.h"

#include <stdio.h>
#include <stdlib.h>

typedef struct best {
    bool lawful;
    pb_money cost;
} best;

static best enumerate(world *w)
{
    int n = w->ws.agents.n, cells = n * w->n_days, options = w->ws.shifts.n + 1;
    char text[WORLD_AGENTS][16];
    const char *lines[WORLD_AGENTS];
    best b = {false, 0};
    long long all = 1;
    pb_arena *keep = w->arena;

    for (int i = 0; i < cells; i++)
        all *= options;
    for (int i = 0; i < n; i++)
        lines[i] = text[i];
    w->arena = pb_arena_new(NULL);
    for (long long k = 0; k < all; k++) {
        long long x = k;
        pb_roster r;
        pb_audit a;
        pb_arena_reset(w->arena);
        for (int c = 0; c < cells; c++, x /= options)
            text[c / w->n_days][c % w->n_days] = (char)(x % options == 0 ? '.' : 'a' + x % options - 1);
        r = world_roster(w, w->first, w->n_days, lines);
        if (pb_audit_roster(w->arena, &w->ws, &w->req, &r, NULL, w->first, w->n_days, &a) != PB_OK)
            abort();
        if (a.n_broken == 0 && (!b.lawful || a.cost < b.cost))
            b = (best){true, a.cost};
    }
    pb_arena_free(w->arena);
    w->arena = keep;
    return b;
}

static int judge(uint64_t seed, const char *how, const pb_plan_result *p, best b)
{
    bool lawful = p->broken == 0;
    if (lawful != b.lawful) {
        fprintf(stderr, "world %llu, %s: lawful %d, enumeration %d\n", (unsigned long long)seed, how, lawful,
                b.lawful);
        return 1;
    }
    if (!lawful && p->status != PB_PLAN_INFEASIBLE) {
        fprintf(stderr, "world %llu, %s: not proven that no roster exists\n", (unsigned long long)seed, how);
        return 1;
    }
    if (lawful && (p->cost != b.cost || p->bound > b.cost || p->status != PB_PLAN_OPTIMAL)) {
        fprintf(stderr, "world %llu, %s: cost %.3f bound %.3f status %d, enumeration %.3f\n",
                (unsigned long long)seed, how, (double)p->cost / 1000, (double)p->bound / 1000, (int)p->status,
                (double)b.cost / 1000);
        return 1;
    }
    return 0;
}

static int one(uint64_t seed, int agents, int *n_unlawful)
{
    const random_size size = {agents, agents, 4, 4, 2, 2, 10, false, true};
    world *w = random_world(seed, &size);
    best b = enumerate(w);
    int bad = 0;

    for (int exact = 0; exact < 2; exact++) {
        const pb_plan_options opt = {.first = PB_DATE_NONE, .seed = seed, .threads = 1, .no_search = exact != 0};
        pb_plan_result p;
        if (pb_plan_make(w->arena, &w->ws, &w->req, &opt, &p, NULL) != PB_OK)
            bad++;
        else
            bad += judge(seed, exact ? "exact" : "search", &p, b);
    }
    *n_unlawful += !b.lawful;
    world_free(w);
    return bad;
}

int main(int argc, char **argv)
{
    uint64_t first = argc > 1 ? strtoull(argv[1], NULL, 10) : 1;
    int n = argc > 2 ? atoi(argv[2]) : 10, agents = argc > 3 ? atoi(argv[3]) : 2, bad = 0, unlawful = 0;

    for (int i = 0; i < n; i++)
        bad += one(first + (uint64_t)i, agents, &unlawful) != 0;
    printf("%d worlds of %d agents, %d without a lawful roster, %d wrong\n", n, agents, unlawful, bad);
    return bad ? 1 : 0;
}
