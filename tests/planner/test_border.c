/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The border between two plans. Random rosters on random workspaces, good and bad ones, are audited whole and cut in
 * two, the first part being the look-back of the second: both parts together find what the whole roster
 * breaks, rule by rule and agent by agent, no more and no less, where they are pieces of one plan. And a plan made in
 * pieces, one after the other, keeps every hard rule of one long plan.
 * usage: test_border FIRST_SEED COUNT
 */
#include "planner/plan_roll.h"
#include "random_world.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { AGENTS = WORLD_AGENTS + 1, RULES = WORLD_RULES + 1 };

/* What one audit found, by check, rule (0: none) and agent (0: the team). */
typedef struct tally {
    double by[PB_N_CHECKS][RULES][AGENTS];
    double money[PB_N_CHECKS][RULES][AGENTS];
} tally;

/* Of the plan itself: shares of all its duties, work that a look-back does not tell of, periods that end with the plan. */
static bool local_in_time(const pb_finding *f)
{
    switch (f->check) {
    case PB_RULE_CONTRACT_HOURS:
    case PB_RULE_FAIR_KIND:
    case PB_RULE_FAIR_WEEKENDS:
    case PB_RULE_FAIR_HOLIDAYS:
    case PB_RULE_FAIR_HOURS:
    case PB_RULE_DEFERRED_LATE: return false;
    default: return true;
    }
}

static void add(tally *t, const pb_audit *a, int sign)
{
    for (size_t i = 0; i < a->n; i++) {
        const pb_finding *f = &a->at[i];
        if (!local_in_time(f))
            continue;
        t->by[f->check][f->rule + 1][f->agent + 1] += sign * f->by;
        t->money[f->check][f->rule + 1][f->agent + 1] += sign * (double)f->cost / 1000;
    }
}

static int judge(uint64_t seed, const world *w, const tally *t)
{
    int bad = 0;
    for (int c = 0; c < PB_N_CHECKS; c++)
        for (int r = 0; r < RULES; r++)
            for (int g = 0; g < AGENTS; g++) {
                /* each finding is rounded by itself */
                if (fabs(t->by[c][r][g]) < 1e-6 && fabs(t->money[c][r][g]) < 0.05)
                    continue;
                /* the week before counts by its last start: where it had two, going back to the first is told again */
                if (c == PB_RULE_SAME_START_IN_WEEK && t->by[c][r][g] < 0)
                    continue;
                fprintf(stderr, "world %llu: %s, rule %d, agent %s: whole less parts %g (%.3f)\n", (unsigned long long)seed,
                        pb_check_name(c), r - 1, g ? w->agents[g - 1].id : "-", t->by[c][r][g], t->money[c][r][g]);
                bad++;
            }
    return bad;
}

/* A roster drawn cell by cell: mostly work, often on leave, too. */
static pb_roster draw_roster(world *w, pb_rng *g)
{
    const char *lines[WORLD_AGENTS];
    for (int32_t i = 0; i < w->ws.agents.n; i++) {
        char *s = pb_arena_alloc(w->arena, (size_t)w->n_days + 1, 1);
        for (int d = 0; d < w->n_days; d++)
            s[d] = pb_rng_below(g, 3) == 0 ? '.' : (char)('a' + pb_rng_below(g, (uint64_t)w->ws.shifts.n));
        lines[i] = s;
    }
    return world_roster(w, w->first, w->n_days, lines);
}

/* The days of a roster before `day`. */
static pb_roster before(const pb_roster *r, pb_date day)
{
    pb_roster x = *r;
    while (x.n > 0 && x.at[x.n - 1].date >= day)
        x.n--;
    x.last = day - 1;
    return x;
}

static pb_roster from(const pb_roster *r, pb_date day)
{
    pb_roster x = *r;
    while (x.n > 0 && x.at[0].date < day) {
        x.at++;
        x.n--;
    }
    x.first = day;
    return x;
}

static pb_status audit(world *w, const pb_roster *r, pb_date first, int n_days, pb_audit *ret)
{
    return pb_audit_roster(w->arena, &w->ws, &w->req, r, NULL, first, n_days, ret);
}

static int cut_in_two(uint64_t seed)
{
    const random_size size = {2, 5, 8, 28, 2, 5, 14, true, true};
    world *w = random_world(seed, &size);
    pb_rng g = pb_rng_seed(seed + 99);
    pb_roster whole = draw_roster(w, &g);
    int n1 = 1 + (int)pb_rng_below(&g, (uint64_t)w->n_days - 1), bad;
    pb_roster one = before(&whole, w->first + n1), two = from(&whole, w->first + n1);
    pb_audit a, b, c;
    tally *t = calloc(1, sizeof *t);

    if (!t || audit(w, &whole, w->first, w->n_days, &a) || audit(w, &one, w->first, n1, &b))
        abort();
    w->past[w->ws.n_past++] = one;
    w->ws.days_planned = n1;
    if (audit(w, &two, w->first + n1, w->n_days - n1, &c))
        abort();
    add(t, &a, 1);
    add(t, &b, -1);
    add(t, &c, -1);
    bad = judge(seed, w, t);
    if (bad)
        fprintf(stderr, "   %d days, cut before day %d, a %s\n", w->n_days, n1,
                pb_date_weekday(w->first + n1) == 6 ? "Sunday" : "weekday");
    free(t);
    world_free(w);
    return bad != 0;
}

/* 1: broken; 0: kept; -1: a piece has no lawful roster. */
static int plan_in_pieces(uint64_t seed)
{
    const random_size size = {2, 5, 8, 20, 2, 5, 10, true, true};
    world *w = random_world(seed, &size);
    const pb_plan_options opt = {.first = w->first, .n_days = w->n_days, .seed = seed, .threads = 1, .effort = 0.02,
                                 .gap = 1, .no_proof = true};
    int days = w->n_days / (2 + (int)(seed % 2)), said = 0;
    pb_plan_result p;
    pb_plan_pieces pieces;
    pb_audit a;

    if (pb_plan_roll(w->arena, &w->ws, &w->req, &opt, days, &p, &pieces, NULL))
        abort();
    if (p.status == PB_PLAN_INFEASIBLE || p.status == PB_PLAN_NOT_FOUND) {
        world_free(w);
        return -1;
    }
    if (audit(w, &p.roster, w->first, w->n_days, &a))
        abort();
    for (size_t i = 0; i < pieces.n; i++)
        if (!pieces.at[i].audited) {
            fprintf(stderr, "world %llu: the auditor does not pass piece %zu\n", (unsigned long long)seed, i + 1);
            said = 1;
        }
    for (size_t i = 0; i < a.n_broken; i++)
        if (local_in_time(&a.at[i])) {
            fprintf(stderr, "world %llu: planned in %zu pieces: %s\n", (unsigned long long)seed, pieces.n,
                    pb_finding_text(w->arena, &w->ws, &w->req, &p.roster, &a.at[i], NULL));
            said = 1;
        }
    world_free(w);
    return said;
}

int main(int argc, char **argv)
{
    uint64_t first = argc > 1 ? strtoull(argv[1], NULL, 10) : 1;
    int n = argc > 2 ? atoi(argv[2]) : 100, bad = 0, n_plans = 0;

    for (int i = 0; i < n; i++)
        bad += cut_in_two(first + (uint64_t)i);
    printf("%d rosters cut in two, %d differ\n", n, bad);
    for (int i = 0; i < n / 4; i++) {
        int said = plan_in_pieces(first + (uint64_t)i);
        n_plans += said >= 0;
        bad += said > 0;
    }
    printf("%d plans made in pieces, %d in all are wrong\n", n_plans, bad);
    if (n >= 40 && n_plans < n / 20) {
        fprintf(stderr, "too few plans to show anything\n");
        bad++;
    }
    return bad ? 1 : 0;
}
