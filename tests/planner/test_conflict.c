/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Workspaces without a lawful roster: random ones, with a contradiction of a known sort put in. The set that is named
 * must leave no roster by itself, and leave one when any of its members is dropped; each repair that is
 * offered must make one possible. All of it is asked of the planner again, from outside.
 * usage: test_conflict FIRST_SEED COUNT AGENTS; prints how many, and the median time of an explanation
 */
#include "planner/conflict.h"

#include "random_world.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { MOST = 1000 };

typedef struct score {
    int n, n_skipped, n_minimal, n_members, n_repairs, bad;
    int by_kind[PB_REPAIR_DROP + 1];
    double seconds[MOST];
} score;

static double now_s(void *ctx)
{
    struct timespec t;
    (void)ctx;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + 1e-9 * (double)t.tv_nsec;
}

static void pin(pb_roster *keep, pb_duty *rows, world *w, int agent, int day, int shift)
{
    const char *lines[WORLD_AGENTS];
    char text[WORLD_AGENTS][16];
    pb_roster one;
    for (int i = 0; i < w->ws.agents.n; i++) {
        memset(text[i], '.', 15);
        text[i][w->n_days] = '\0';
        lines[i] = text[i];
    }
    text[agent][day] = (char)('a' + shift);
    one = world_roster(w, w->first, w->n_days, lines);
    rows[keep->n] = one.at[0];
    rows[keep->n++].pinned = true;
}

/* A contradiction, by the seed. */
static void contradict(world *w, uint64_t seed, pb_roster *keep, pb_duty *rows)
{
    pb_rule *r;
    int n = w->ws.agents.n, who = (int)(seed % (uint64_t)n);

    switch (seed % 7) {
    case 0: /* two pinned duties too close: late, then early */
        (void)world_rule(w, PB_RULE_MIN_REST_H, 12, -1);
        pin(keep, rows, w, who, 1, 1);
        pin(keep, rows, w, who, 2, 0);
        break;
    case 1: /* everybody who could lead is on leave */
        r = world_rule_kinds(w, PB_RULE_ROLE_ON_SHIFT, 1, -1, PB_EARLY, -2, -2, -2);
        r->role_or_skill = PB_ROLE_LEADER;
        for (int i = 0; i < n; i++) {
            w->agents[i].role = i % (n / 2 + 1) ? PB_ROLE_AGENT : PB_ROLE_LEADER;
            if (w->agents[i].role == PB_ROLE_LEADER)
                world_absence(w, i, w->first + 2, w->first + 3);
        }
        for (int d = 0; d < w->n_days; d++)
            world_need(w, 1, d, 480, 960, 1);
        break;
    case 2: /* forty hours in a week that three rest days cut to four duties of eight */
        w->agents[who].hours_per_week = 40;
        (void)world_rule(w, PB_RULE_CONTRACT_HOURS, 0, -1);
        (void)world_rule(w, PB_RULE_REST_DAYS_PER_WEEK, 3, -1);
        break;
    case 3: /* one more at once than there are with the skill, in a slot that must be covered */
        (void)world_rule(w, PB_RULE_MIN_AGENTS, n + 1, -1);
        break;
    case 4: /* a leader on every late shift, and the one who leads works early only */
        r = world_rule_kinds(w, PB_RULE_ROLE_ON_SHIFT, 1, -1, PB_LATE, -2, -2, -2);
        r->role_or_skill = PB_ROLE_LEADER;
        for (int i = 0; i < n; i++)
            w->agents[i].role = i == who ? PB_ROLE_LEADER : PB_ROLE_AGENT;
        w->agents[who].shift_kinds = 1u << PB_EARLY;
        world_need(w, 1, 1, 900, 1440, 1);
        break;
    case 5: /* pinned to a late shift on a day on which only mornings are possible */
        r = world_rule(w, PB_RULE_AVAILABLE, NAN, -1);
        r->who = (pb_who){.kind = PB_WHO_AGENT, .id = who};
        w->spans[w->ws.rules.n - 1] = (pb_week_span){0x7f, 480, 1080, 1};
        w->windows[w->ws.rules.n - 1] = (pb_weekly){0, 1, &w->spans[w->ws.rules.n - 1]};
        r->window = &w->windows[w->ws.rules.n - 1];
        r->value_text = "08:00-18:00";
        pin(keep, rows, w, who, 3, 1);
        break;
    default: /* at least 48 hours, at most five duties in a row, two rest days */
        r = world_rule(w, PB_RULE_MIN_HOURS_WEEK, 48, -1);
        r->who = (pb_who){.kind = PB_WHO_AGENT, .id = who};
        (void)world_rule(w, PB_RULE_REST_DAYS_PER_WEEK, 2, -1);
        break;
    }
}

static world *make(uint64_t seed, int agents, pb_roster *keep, pb_duty *rows)
{
    const random_size size = {agents, agents, 7, 7, 2, 3, 8, false, true};
    world *w = random_world(seed, &size);

    w->first = 20794; /* a Monday, so that weeks are whole */
    w->n_days = 7;
    if (pb_grid_make(w->arena, w->ws.team.zone, w->first, 7, 30, &w->req.grid) != PB_OK)
        abort();
    w->ws.n_past = 0;
    w->ws.absences.n = w->ws.requests.n = w->ws.calendar.n = 0;
    w->ws.team.week_start = 0;
    w->ws.shifts.n = 0;
    world_shift(w, "a", PB_EARLY, 480, 1020);
    world_shift(w, "b", PB_LATE, 900, 1440);
    for (int i = 0; i < w->ws.agents.n; i++) {
        w->agents[i].hours_per_week = NAN;
        w->agents[i].max_hours = w->agents[i].min_hours = NAN;
        w->agents[i].no_night = false;
        w->agents[i].shift_kinds = ~0u;
        w->agents[i].from = w->agents[i].until = PB_DATE_NONE;
    }
    for (size_t i = 0; i < w->ws.rules.n; i++) /* what the random rules say of shifts, they say of these */
        if (w->rules[i].name == PB_RULE_AVAILABLE)
            w->rules[i].hard = false;
    *keep = (pb_roster){.first = 1, .last = 0, .at = rows};
    contradict(w, seed, keep, rows);
    return w;
}

typedef enum verdict { LAWFUL, NONE, UNKNOWN } verdict;

static verdict ask(const world *w, const pb_workspace *ws, const pb_roster *keep, uint64_t seed)
{
    pb_arena *a = pb_arena_new(NULL);
    const pb_plan_options opt = {.first = w->first, .n_days = w->n_days, .seed = seed, .threads = 1, .effort = 0.1,
                                 .gap = 1, .keep = keep, .clock_s = now_s, .time_limit_s = 30};
    pb_plan_result p;
    verdict v = UNKNOWN;
    if (pb_plan_make(a, ws, &w->req, &opt, &p, NULL) != PB_OK)
        abort();
    if (p.broken == 0)
        v = LAWFUL;
    else if (p.status == PB_PLAN_INFEASIBLE)
        v = NONE;
    pb_arena_free(a);
    return v;
}

/* The workspace with these members only (but: one left out; n = none), priced rules gone. */
static verdict ask_members(const world *w, const pb_roster *keep, const pb_conflict *c, size_t but, uint64_t seed)
{
    static pb_rule rules[WORLD_RULES];
    static pb_absence absences[WORLD_MANY];
    static pb_duty pins[8];
    pb_workspace ws = w->ws;
    pb_roster k = {.first = 1, .last = 0, .at = pins};

    ws.rules = (pb_rules){.at = rules};
    ws.absences = (pb_absences){.at = absences};
    ws.requests.n = 0;
    for (size_t i = 0; i < c->n; i++) {
        const pb_member *m = &c->at[i];
        if (i == but)
            continue;
        if (m->kind == PB_MEMBER_RULE)
            rules[ws.rules.n++] = w->ws.rules.at[m->index];
        else if (m->kind == PB_MEMBER_ABSENCE)
            absences[ws.absences.n++] = w->ws.absences.at[m->index];
        else
            pins[k.n++] = keep->at[m->index];
    }
    return ask(w, &ws, &k, seed);
}

/* Exceptions: the roster that is offered breaks nothing else, and this rule just so often. */
static verdict ask_exceptions(const world *w, const pb_roster *keep, const pb_repair *r)
{
    pb_audit a;
    size_t n = 0;

    if (pb_audit_roster(w->arena, &w->ws, &w->req, &r->roster, keep, w->first, w->n_days, &a) != PB_OK)
        abort();
    for (size_t i = 0; i < a.n_broken; i++)
        n += a.at[i].rule == (int32_t)r->member.index;
    return n == a.n_broken && n == (size_t)r->n_exceptions && n > 0 ? LAWFUL : NONE;
}

/* The rules with one left out, or with another number. */
static size_t repaired_rules(const world *w, const pb_repair *r, pb_rule *rules)
{
    size_t n = 0;
    for (size_t i = 0; i < w->ws.rules.n; i++) {
        bool it = r->member.kind == PB_MEMBER_RULE && r->member.index == i;
        if (it && r->kind == PB_REPAIR_DROP)
            continue;
        rules[n] = w->ws.rules.at[i];
        if (it && r->kind == PB_REPAIR_NUMBER)
            rules[n].number = r->number;
        n++;
    }
    return n;
}

/* The whole workspace with one member changed. */
static verdict ask_repaired(const world *w, const pb_roster *keep, const pb_repair *r, uint64_t seed)
{
    static pb_rule rules[WORLD_RULES];
    static pb_absence absences[WORLD_MANY];
    static pb_duty pins[8];
    static pb_agent agents[WORLD_AGENTS + 1];
    pb_workspace ws = w->ws;
    pb_roster k = {.first = 1, .last = 0, .at = pins};

    ws.rules = (pb_rules){.at = rules};
    ws.absences = (pb_absences){.at = absences};
    if (r->kind == PB_REPAIR_ONCE)
        return ask_exceptions(w, keep, r);
    memcpy(agents, w->agents, (size_t)w->ws.agents.n * sizeof *agents);
    ws.agents.at = agents;
    if (r->kind == PB_REPAIR_ONE_MORE)
        agents[ws.agents.n++] = pb_repair_person(&w->ws, r);
    if (r->kind == PB_REPAIR_WIDEN)
        agents[r->agent].shift_kinds = ~0u;
    ws.rules.n = repaired_rules(w, r, rules);
    for (size_t i = 0; i < w->ws.absences.n; i++)
        if (r->kind != PB_REPAIR_DROP || r->member.kind != PB_MEMBER_ABSENCE || r->member.index != i)
            absences[ws.absences.n++] = w->ws.absences.at[i];
    for (size_t i = 0; i < keep->n; i++)
        if (r->kind != PB_REPAIR_DROP || r->member.kind != PB_MEMBER_PIN || r->member.index != i)
            pins[k.n++] = keep->at[i];
    return ask(w, &ws, &k, seed);
}

static void wrong(score *s, uint64_t seed, const char *what, const char *member)
{
    fprintf(stderr, "world %llu: %s %s\n", (unsigned long long)seed, what, member ? member : "");
    s->bad++;
}

static void judge(uint64_t seed, world *w, const pb_roster *keep, const pb_conflict *c, score *s)
{
    if (c->n > 0 && ask_members(w, keep, c, c->n, seed) == LAWFUL)
        wrong(s, seed, "the set leaves a roster", NULL);
    for (size_t i = 0; c->minimal && i < c->n; i++)
        if (ask_members(w, keep, c, i, seed) != LAWFUL)
            wrong(s, seed, "no roster even without", pb_member_text(w->arena, &w->ws, keep, &c->at[i], NULL));
    for (size_t i = 0; i < c->n_repairs; i++)
        s->by_kind[c->repairs[i].kind]++;
    for (size_t i = 0; i < c->n_repairs; i++)
        if (ask_repaired(w, keep, &c->repairs[i], seed) != LAWFUL)
            wrong(s, seed, "does not help:", pb_repair_text(w->arena, &w->ws, &w->req, keep, &c->repairs[i], NULL));
    s->n_minimal += c->minimal;
    s->n_members += (int)c->n;
    s->n_repairs += (int)c->n_repairs;
}

static void one(uint64_t seed, int agents, score *s)
{
    pb_roster keep;
    pb_duty rows[8];
    world *w = make(seed, agents, &keep, rows);
    const pb_plan_options opt = {.first = w->first, .n_days = w->n_days, .seed = seed, .threads = 1, .keep = &keep,
                                 .clock_s = now_s, .time_limit_s = 60};
    pb_conflict c;
    double from;

    if (ask(w, &w->ws, &keep, seed) != NONE) {
        s->n_skipped++;
        world_free(w);
        return;
    }
    from = now_s(NULL);
    if (pb_plan_conflict(w->arena, &w->ws, &w->req, &opt, &c) != PB_OK)
        abort();
    s->seconds[s->n++] = now_s(NULL) - from;
    judge(seed, w, &keep, &c, s);
    world_free(w);
}

static int by_size(const void *x, const void *y)
{
    double a = *(const double *)x, b = *(const double *)y;
    return (a > b) - (a < b);
}

int main(int argc, char **argv)
{
    uint64_t seed = argc > 1 ? strtoull(argv[1], NULL, 10) : 1;
    int n = argc > 2 ? atoi(argv[2]) : 20, agents = argc > 3 ? atoi(argv[3]) : 5;
    score s = {0};

    while (s.n < n && s.n_skipped < 4 * n && n <= MOST)
        one(seed++, agents, &s);
    qsort(s.seconds, (size_t)s.n, sizeof *s.seconds, by_size);
    printf("%d workspaces of %d agents without a roster (%d others): %d sets proven minimal, %d members, %d repairs tried, "
           "%d wrong; median %.2f s, slowest %.2f s\n", s.n, agents, s.n_skipped, s.n_minimal, s.n_members, s.n_repairs,
           s.bad, s.n ? s.seconds[s.n / 2] : 0, s.n ? s.seconds[s.n - 1] : 0);
    printf("exceptions %d, numbers %d, one more person %d, more kinds of shifts %d, leaving out %d\n",
           s.by_kind[PB_REPAIR_ONCE], s.by_kind[PB_REPAIR_NUMBER], s.by_kind[PB_REPAIR_ONE_MORE],
           s.by_kind[PB_REPAIR_WIDEN], s.by_kind[PB_REPAIR_DROP]);
    return s.bad || s.n < n;
}
