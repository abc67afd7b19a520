/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Questions to rosters of random worlds. The board they are asked on costs what the auditor says; each answer's
 * roster holds the forced cell, is lawful and costs what the answer says, by the auditor; what is called
 * impossible breaks a hard rule; and no answer is cheaper than the exact programme with the cell pinned,
 * while nearly all are as cheap. A mend, made by hand, changes the cost by what it said.
 * usage: test_whatif FIRST_SEED COUNT
 */
#include "planner/whatif.h"

#include "random_world.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef struct score {
    int n_answers, n_exact, n_impossible, n_mends, bad;
} score;

static void wrong(score *s, uint64_t seed, const char *what, double a, double b)
{
    fprintf(stderr, "world %llu: %s: %.3f, %.3f\n", (unsigned long long)seed, what, a, b);
    s->bad++;
}

static pb_audit audit(const world *w, const pb_roster *r)
{
    pb_audit a;
    if (pb_audit_roster(w->arena, &w->ws, &w->req, r, NULL, w->first, w->n_days, &a) != PB_OK)
        abort();
    return a;
}

static const pb_duty *duty(const pb_roster *r, int32_t agent, pb_date date)
{
    size_t at = 0, n = pb_roster_find(r, date, agent, &at);
    return n && r->at[at].shift >= 0 ? &r->at[at] : NULL;
}

/* The optimum with the cell pinned as the answer has it. */
static pb_plan_result pinned(world *w, const pb_roster *r, int32_t agent, pb_date date, const pb_plan_options *opt)
{
    const pb_duty *d = duty(r, agent, date);
    pb_duty *row = pb_arena_alloc(w->arena, 1, sizeof *row);
    pb_roster *keep = pb_arena_alloc(w->arena, 1, sizeof *keep);
    pb_plan_options o = *opt;
    pb_plan_result p;

    *row = d ? *d : (pb_duty){.date = date, .agent = agent, .shift = -1, .queue = -1, .note = ""};
    row->pinned = true;
    *keep = (pb_roster){.first = 1, .last = 0, .n = 1, .at = row};
    o.keep = keep;
    if (pb_plan_make(w->arena, &w->ws, &w->req, &o, &p, NULL) != PB_OK)
        abort();
    return p;
}

static void judge_answer(uint64_t seed, world *w, const pb_why *why, const pb_otherwise *o, int32_t agent, pb_date date,
                         const pb_plan_options *opt, score *s)
{
    pb_audit a = audit(w, &o->roster);
    const pb_duty *d = duty(&o->roster, agent, date);
    pb_plan_result p;

    s->n_answers++;
    if ((d ? d->shift : -1) != o->shift)
        wrong(s, seed, "the cell holds another shift", d ? d->shift : -1, o->shift);
    if (!o->allowed) {
        s->n_impossible++;
        if (a.n_broken == 0)
            wrong(s, seed, "called impossible, yet lawful", o->shift, 0);
        return;
    }
    if (!o->lawful)
        return;
    if (a.n_broken || a.cost != o->cost)
        wrong(s, seed, "broken rules, or another cost", (double)a.cost / 1000, (double)o->cost / 1000);
    p = pinned(w, &o->roster, agent, date, opt);
    if (p.broken == 0 && p.bound > o->cost)
        wrong(s, seed, "cheaper than possible", (double)o->cost / 1000, (double)p.bound / 1000);
    s->n_exact += p.cost == o->cost;
    (void)why;
}

/* The roster with the mend made, break for break as any place may have it: the auditor's cost is at most that. */
static void judge_mends(uint64_t seed, world *w, pb_whatif *q, const pb_roster *r, score *s)
{
    pb_audit a = audit(w, r);
    for (size_t i = 0; i < a.n; i++) {
        pb_mend m;
        pb_money sum = 0;
        if (a.at[i].hard)
            continue;
        pb_whatif_mend(q, &a.at[i], &m);
        for (int k = 0; m.any && k < PB_N_RULES; k++)
            sum += m.parts[k];
        s->n_mends += m.any;
        if (m.any && sum != m.delta)
            wrong(s, seed, "parts of a mend", (double)sum / 1000, (double)m.delta / 1000);
        if (pb_whatif_cost(q) != a.cost)
            wrong(s, seed, "the board is not as it was", (double)pb_whatif_cost(q) / 1000, (double)a.cost / 1000);
    }
}

static void one(uint64_t seed, score *s)
{
    const random_size size = {2, 4, 4, 7, 2, 3, 10, true, true};
    world *w = random_world(seed, &size);
    const pb_plan_options opt = {.first = w->first, .n_days = w->n_days, .seed = seed, .threads = 1, .effort = 0.2};
    int32_t agent = (int32_t)(seed % (uint64_t)w->ws.agents.n);
    pb_date date = w->first + (pb_date)(seed % (uint64_t)w->n_days);
    pb_plan_result p;
    pb_whatif *q;
    pb_why why;

    if (pb_plan_make(w->arena, &w->ws, &w->req, &opt, &p, NULL) != PB_OK)
        abort();
    if (p.broken == 0) {
        if (pb_whatif_open(w->arena, &w->ws, &w->req, &p.roster, w->first, w->n_days, &q) != PB_OK ||
            pb_plan_why(w->arena, &w->ws, &w->req, &p.roster, agent, date, &opt, &why) != PB_OK)
            abort();
        if (pb_whatif_cost(q) != p.cost)
            wrong(s, seed, "the cost of the board", (double)pb_whatif_cost(q) / 1000, (double)p.cost / 1000);
        if (why.cost > p.cost || audit(w, &why.roster).cost != why.cost)
            wrong(s, seed, "the cost as it is", (double)why.cost / 1000, (double)p.cost / 1000);
        for (size_t i = 0; i < why.n; i++)
            judge_answer(seed, w, &why, &why.at[i], agent, date, &opt, s);
        judge_mends(seed, w, q, &p.roster, s);
    }
    world_free(w);
}

int main(int argc, char **argv)
{
    uint64_t first = argc > 1 ? strtoull(argv[1], NULL, 10) : 1;
    int n = argc > 2 ? atoi(argv[2]) : 15;
    score s = {0};

    for (int i = 0; i < n; i++)
        one(first + (uint64_t)i, &s);
    printf("%d answers, %d impossible, %d as cheap as the exact programme; %d mends; %d wrong\n", s.n_answers,
           s.n_impossible, s.n_exact, s.n_mends, s.bad);
    return s.bad || s.n_answers < n || s.n_exact * 10 < (s.n_answers - s.n_impossible) * 8;
}
