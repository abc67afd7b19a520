/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Questions to rosters of random worlds. The board they are asked on costs what the auditor says; each answer's
 * roster holds the forced cell, is lawful and costs what the answer says, by the auditor; what is called
 * impossible breaks a hard rule; and no answer is cheaper than the exact programme with the cell pinned,
 * while the cheapest that it found is nearly always as cheap. The one told changes no more cells than the cheapest, and is dearer than
 * it by no more than a thousandth of the roster's cost for each cell that it spares. A mend, made by hand, changes the cost by what it said, and one of a shortage is there at that time. The same once more with a
 * training and a meeting in every world.
 * usage: test_whatif FIRST_SEED COUNT
 */
#include "planner/whatif.h"

#include "random_world.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef struct score {
    int n_answers, n_exact, n_impossible, n_mends, n_entries, n_simpler, bad;
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

/* Cells, but for one, that differ in shift or start. */
static int n_changed(const world *w, const pb_roster *x, const pb_roster *y, int32_t agent, pb_date date)
{
    int n = 0;
    for (int32_t i = 0; i < w->ws.agents.n; i++)
        for (pb_date d = w->first; d < w->first + w->n_days; d++) {
            const pb_duty *a = duty(x, i, d), *b = duty(y, i, d);
            n += (i != agent || d != date) && (a && b ? a->shift != b->shift || a->start_s != b->start_s : a != b);
        }
    return n;
}

static void judge_story(uint64_t seed, world *w, const pb_why *why, const pb_otherwise *o, int32_t agent, pb_date date, score *s)
{
    pb_money cell = why->own / 1000 > 10 ? why->own / 1000 : 10;

    if (o->n_changed != n_changed(w, &why->roster, &o->roster, agent, date))
        wrong(s, seed, "cells changed", o->n_changed, n_changed(w, &why->roster, &o->roster, agent, date));
    if (o->least > o->cost || o->n_changed > o->n_least)
        wrong(s, seed, "the cheapest is dearer, or changes less", (double)o->least / 1000, (double)o->cost / 1000);
    if (o->cost > o->least + (o->n_least - o->n_changed) * cell)
        wrong(s, seed, "too dear for a simpler story", (double)o->cost / 1000, (double)o->least / 1000);
    s->n_simpler += o->n_changed < o->n_least;
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
    if (!o->lawful) { /* as good as the programme where that finds none either */
        s->n_exact += pinned(w, &o->roster, agent, date, opt).broken > 0;
        return;
    }
    if (a.n_broken || a.cost != o->cost)
        wrong(s, seed, "broken rules, or another cost", (double)a.cost / 1000, (double)o->cost / 1000);
    p = pinned(w, &o->roster, agent, date, opt);
    if (p.broken == 0 && p.bound > o->cost)
        wrong(s, seed, "cheaper than possible", (double)o->cost / 1000, (double)p.bound / 1000);
    s->n_exact += p.broken > 0 || o->least <= p.cost;
    judge_story(seed, w, why, o, agent, date, s);
}

/* A remedy of a shortage is there when people are missing. */
static void judge_when(uint64_t seed, const world *w, const pb_finding *f, const pb_mend *m, score *s)
{
    const pb_shift *x = m->shift < 0 ? NULL : &w->ws.shifts.at[m->shift];
    int64_t from_s, to_s;

    if (f->check != PB_RULE_SHORT_COVER && f->check != PB_RULE_MIN_AGENTS)
        return;
    from_s = x ? pb_zone_utc_simple(w->ws.team.zone, m->date, m->start_min) : 0;
    to_s = x ? pb_zone_utc_simple(w->ws.team.zone, m->date, m->start_min + x->end_min - x->start_min) : 0;
    if (from_s >= f->to_s || to_s <= f->from_s)
        wrong(s, seed, "a remedy at another time", (double)from_s, (double)f->from_s);
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
        if (m.any)
            judge_when(seed, w, &a.at[i], &m, s);
        if (m.any && sum != m.delta)
            wrong(s, seed, "parts of a mend", (double)sum / 1000, (double)m.delta / 1000);
        if (pb_whatif_cost(q) != a.cost)
            wrong(s, seed, "the board is not as it was", (double)pb_whatif_cost(q) / 1000, (double)a.cost / 1000);
    }
}

/* A training for everybody and a meeting of two, on any days. */
static void add_activities(world *w, uint64_t seed)
{
    pb_activity *act = pb_arena_alloc(w->arena, 2, sizeof *act);
    int from = 540 + 30 * (int)(seed % 8);

    if (!act)
        abort();
    act[0] = (pb_activity){.id = "training", .who = "all", .whom = {.kind = PB_WHO_ALL}, .minutes = 60,
                           .earliest_date = PB_DATE_NONE, .latest_date = w->first + (pb_date)(seed % 4),
                           .earliest_min = from, .latest_min = from + 360};
    act[1] = act[0];
    act[1].id = "meeting";
    act[1].minutes = 45;
    act[1].together = true;
    w->ws.activities = (pb_activities){.n = 2, .at = act};
}

/* How many times somebody attends something. */
static int n_entries(const pb_roster *r)
{
    int n = 0;
    for (size_t i = 0; i < r->n; i++)
        n += r->at[i].n_activities;
    return n;
}

static void one(uint64_t seed, bool activities, score *s)
{
    const random_size size = {2, 4, 4, 7, 2, 3, 10, true, true};
    world *w = random_world(seed, &size);
    const pb_plan_options opt = {.first = w->first, .n_days = w->n_days, .seed = seed, .threads = 1, .effort = 0.2};
    int32_t agent = (int32_t)(seed % (uint64_t)w->ws.agents.n);
    pb_date date = w->first + (pb_date)(seed % (uint64_t)w->n_days);
    pb_plan_result p;
    pb_whatif *q;
    pb_why why;

    if (activities)
        add_activities(w, seed);
    if (pb_plan_make(w->arena, &w->ws, &w->req, &opt, &p, NULL) != PB_OK)
        abort();
    if (p.broken == 0) {
        if (pb_whatif_open(w->arena, &w->ws, &w->req, &p.roster, w->first, w->n_days, &q) != PB_OK ||
            pb_plan_why(w->arena, &w->ws, &w->req, &p.roster, agent, date, &opt, &why) != PB_OK)
            abort();
        if (pb_whatif_cost(q) != p.cost)
            wrong(s, seed, "the cost of the board", (double)pb_whatif_cost(q) / 1000, (double)p.cost / 1000);
        if ((!activities && why.cost > p.cost) || audit(w, &why.roster).cost != why.cost)
            wrong(s, seed, "the cost as it is", (double)why.cost / 1000, (double)p.cost / 1000);
        for (size_t i = 0; i < why.n; i++)
            judge_answer(seed, w, &why, &why.at[i], agent, date, &opt, s);
        judge_mends(seed, w, q, &p.roster, s);
        s->n_entries += n_entries(&p.roster);
        if (why.pinned || n_entries(&why.roster) < n_entries(&p.roster))
            wrong(s, seed, "who attends, as it is", n_entries(&why.roster), n_entries(&p.roster));
    }
    world_free(w);
}

int main(int argc, char **argv)
{
    uint64_t first = argc > 1 ? strtoull(argv[1], NULL, 10) : 1;
    int n = argc > 2 ? atoi(argv[2]) : 15;
    score s = {0}, held = {0};

    for (int i = 0; i < n; i++)
        one(first + (uint64_t)i, false, &s);
    for (int i = 0; i < n; i++)
        one(first + (uint64_t)i, true, &held);
    printf("with %d entries of activities: %d answers, %d impossible, %d mends; %d wrong\n", held.n_entries, held.n_answers,
           held.n_impossible, held.n_mends, held.bad);
    printf("%d answers, %d impossible, %d as cheap as the exact programme, %d told more simply; %d mends; %d wrong\n", s.n_answers,
           s.n_impossible, s.n_exact, s.n_simpler, s.n_mends, s.bad);
    return held.bad || held.n_entries < n || s.bad || s.n_answers < n || s.n_exact * 10 < (s.n_answers - s.n_impossible) * 8;
}
