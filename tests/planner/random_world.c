/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "random_world.h"

#include <math.h>

/* One draw a statement: the order in which arguments are worked out is the compiler's, and worlds are to be the same everywhere. */
static int pick(pb_rng *g, int lo, int hi)
{
    return lo + (int)pb_rng_below(g, (uint64_t)(hi - lo + 1));
}

static const char *const ids[] = {"a", "b", "c", "d", "e", "f", "g", "h", "i", "j", "k", "l"};

static void draw_agents(world *w, pb_rng *g, const random_size *z)
{
    int n = pick(g, z->agents_min, z->agents_max);
    for (int i = 0; i < n; i++) {
        int skills = pick(g, 1, 3);
        double hours = pick(g, 0, 3) ? pick(g, 2, 5) * 8 : (double)NAN;
        int a = world_agent(w, ids[i], (pb_skillset)skills, hours);
        w->agents[a].role = pick(g, 0, 2) == 0 ? PB_ROLE_LEADER : PB_ROLE_AGENT;
        if (pick(g, 0, 5) == 0)
            w->agents[a].no_night = true;
        if (pick(g, 0, 5) == 0)
            w->agents[a].max_hours = pick(g, 2, 6) * 8;
        if (pick(g, 0, 5) == 0)
            w->agents[a].min_hours = pick(g, 1, 2) * 8;
        if (pick(g, 0, 7) == 0)
            w->agents[a].shift_kinds = ~(1u << pick(g, 0, 3));
        if (pick(g, 0, 9) == 0)
            w->agents[a].from = w->first + pick(g, 0, 2);
        if (pick(g, 0, 9) == 0)
            w->agents[a].until = w->first + w->n_days - pick(g, 1, 2);
    }
}

static void draw_shifts(world *w, pb_rng *g, const random_size *z)
{
    static const int start[] = {480, 600, 870, 1320, 420, 840};
    static const int length[] = {480, 540, 540, 480, 300, 360};
    static const pb_shift_kind kind[] = {PB_EARLY, PB_DAY, PB_LATE, PB_NIGHT, PB_EARLY, PB_LATE};
    static const char *const names[] = {"E", "D", "L", "N", "S", "T"};
    int n = pick(g, z->shifts_min, z->shifts_max);

    for (int i = 0; i < n; i++) {
        int k = (i * 2 + pick(g, 0, 1)) % 6;
        int s = world_shift(w, names[k], kind[k], start[k], start[k] + length[k]);
        if (!z->breaks) {
            w->shifts[s].unpaid_break_min = 0;
        } else if (pick(g, 0, 2) == 0) {
            w->shifts[s].start_latest_min += 60;
            w->shifts[s].n_rest_breaks = pick(g, 0, 2);
            w->shifts[s].rest_break_min = 15;
        }
        if (pick(g, 0, 6) == 0)
            w->shifts[s].days = 0x1f;
    }
}

static double price(pb_rng *g, const random_size *z)
{
    return z->hard && pick(g, 0, 2) == 0 ? -1 : pick(g, 1, 40) * 0.5;
}

static void draw_who(world *w, pb_rng *g, pb_rule *r)
{
    int k = pick(g, 0, 5);
    if (k == 0)
        r->who = (pb_who){.kind = PB_WHO_AGENT, .id = pick(g, 0, w->ws.agents.n - 1)};
    else if (k == 1)
        r->who = (pb_who){.kind = PB_WHO_SKILL, .id = pick(g, 0, 1)};
    else if (k == 2)
        r->who = (pb_who){.kind = PB_WHO_ROLE, .id = pick(g, 0, 1)};
}

/* A number that fits the rule and often binds. */
static double number_for(pb_rng *g, pb_rule_name name)
{
    switch (name) {
    case PB_RULE_MIN_REST_H: return pick(g, 10, 20);
    case PB_RULE_MAX_HOURS_DAY: return pick(g, 5, 8);
    case PB_RULE_MAX_HOURS_WEEK: return pick(g, 12, 48);
    case PB_RULE_MIN_HOURS_WEEK: return pick(g, 0, 3) * 8;
    case PB_RULE_MAX_OVERTIME_MONTH: return pick(g, 0, 10);
    case PB_RULE_REST_DAYS_PER_WEEK: return pick(g, 1, 3);
    case PB_RULE_DAY_IN_LIEU: return pick(g, 2, 5);
    case PB_RULE_CONTRACT_HOURS: return pick(g, 0, 1);
    case PB_RULE_MIN_BREAK_MIN: return 30;
    default: return pick(g, 1, 3);
    }
}

static void draw_work(world *w, pb_rng *g, double cost)
{
    pb_rule *r = world_rule(w, PB_RULE_DEFERRED_LATE, NAN, cost);
    int from_min, amount;

    if (pick(g, 0, 1))
        r->who = (pb_who){.kind = PB_WHO_SKILL, .id = 1};
    if (pick(g, 0, 1))
        w->queues[1].shrinkage.otherwise = 0.1;
    from_min = pick(g, 7, 22) * 60 + 15;
    amount = pick(g, 20, 400);
    world_work(w, 1, -1, from_min, amount, pick(g, 1, 30));
    if (pick(g, 0, 3) == 0) { /* its default price; or none: need like any other */
        r->hard = false;
        r->cost = 0;
        w->ws.rules.n -= (size_t)pick(g, 0, 1);
    }
}

static void draw_rule(world *w, pb_rng *g, const random_size *z)
{
    pb_rule_name name = (pb_rule_name)pick(g, 0, PB_N_RULES - 1);
    int kind = pick(g, 0, 3), n = w->ws.agents.n, from, to;
    double cost = price(g, z);
    pb_rule *r;

    if (pb_rule_info_of(name)->priced_only && cost < 0)
        cost = 3;
    switch (name) {
    case PB_RULE_DEFERRED_LATE:
        draw_work(w, g, cost);
        return;
    case PB_RULE_MAX_KIND:
    case PB_RULE_FAIR_KIND:
        r = world_rule_kinds(w, name, pick(g, 0, 2), cost, kind, -2, -2, -2);
        break;
    case PB_RULE_ROLE_ON_SHIFT:
        r = world_rule_kinds(w, name, 1, cost, kind, -2, -2, -2);
        r->role_or_skill = pick(g, 0, 1) ? PB_ROLE_LEADER : -1 - pick(g, 0, 1);
        return;
    case PB_RULE_FORBID_NEXT:
        from = pick(g, -1, 3);
        r = world_rule_kinds(w, name, NAN, cost, kind, from, pick(g, -2, 3), -2);
        break;
    case PB_RULE_ROTATION:
        to = pick(g, 0, 1) ? PB_DAY : PB_LATE;
        r = world_rule_kinds(w, name, NAN, cost, PB_EARLY, to, pick(g, -2, -1), -2);
        break;
    case PB_RULE_TOGETHER:
    case PB_RULE_APART:
        (void)world_rule_pair(w, name, cost, 0, 1 + pick(g, 0, n - 2));
        return;
    case PB_RULE_AVAILABLE:
        r = world_rule(w, name, NAN, cost);
        w->spans[w->ws.rules.n - 1] = (pb_week_span){0x7f, (int16_t)(pick(g, 14, 18) * 30), 1290, 1};
        w->windows[w->ws.rules.n - 1] = (pb_weekly){0, 1, &w->spans[w->ws.rules.n - 1]};
        r->window = &w->windows[w->ws.rules.n - 1];
        break;
    case PB_RULE_SHORT_COVER:
    case PB_RULE_OVER_COVER:
        (void)world_rule(w, name, NAN, cost < 0 ? 5 : cost);
        return;
    default:
        r = world_rule(w, name, number_for(g, name), cost);
        break;
    }
    draw_who(w, g, r);
}

static void draw_past(world *w, pb_rng *g)
{
    static const int back[] = {0, 5, 20, 45};
    int days = back[pick(g, 0, 3)];
    const char *lines[WORLD_AGENTS];

    if (days == 0)
        return;
    for (int32_t i = 0; i < w->ws.agents.n; i++) {
        char *s = pb_arena_alloc(w->arena, (size_t)days + 1, 1);
        for (int d = 0; d < days; d++)
            s[d] = pick(g, 0, 2) == 0 ? '.' : (char)('a' + pick(g, 0, w->ws.shifts.n - 1));
        lines[i] = s;
    }
    world_past(w, w->first - days - pick(g, 0, 1), days, lines);
}

static void draw_people(world *w, pb_rng *g)
{
    for (int k = pick(g, 0, 3); k > 0; k--) {
        pb_date d = w->first + pick(g, 0, w->n_days - 1);
        int agent = pick(g, 0, w->ws.agents.n - 1);
        world_absence(w, agent, d, d + pick(g, 0, 2));
        if (pick(g, 0, 2) == 0) {
            w->absences[w->ws.absences.n - 1].from_min = 720;
            w->absences[w->ws.absences.n - 1].to_min = 1080;
        }
    }
    for (int k = pick(g, 0, 5); k > 0; k--) {
        pb_want want = (pb_want)pick(g, 0, 3);
        int agent = pick(g, 0, w->ws.agents.n - 1);
        pb_date d = w->first + pick(g, 0, w->n_days - 1);
        pb_request *q = world_request(w, agent, d, want, pick(g, 0, want == PB_WANT_SHIFT ? w->ws.shifts.n - 1 : 3));
        q->negated = pick(g, 0, 3) == 0;
        q->strength = pick(g, 1, 6) * 0.5;
    }
    for (int k = pick(g, 0, 3); k > 0; k--) {
        pb_date d = w->first + pick(g, 0, w->n_days - 1);
        world_day(w, d, (pb_day_kind)pick(g, 0, 2));
    }
}

static void draw_need(world *w, pb_rng *g)
{
    int n = w->ws.agents.n;
    for (int d = 0; d < w->n_days; d++)
        for (int m = 480; m < 1440; m += 240) {
            world_need(w, 1, d, m, m + 240, pick(g, 0, n / 2));
            world_need(w, 2, d, m, m + 240, pick(g, 0, n / 3));
            world_need(w, 3, d, m, m + 240, pick(g, 0, n / 2 + 1));
        }
}

world *random_world(uint64_t seed, const random_size *z)
{
    static const char *const zones[] = {"Asia/Shanghai", "Europe/Berlin", "America/New_York"};
    pb_rng g = pb_rng_seed(seed);
    /* around the changes of the clock in October 2026 */
    const char *zone = zones[pick(&g, 0, 2)];
    pb_date first = pb_date_from_ymd(2026, 10, 20) + pick(&g, 0, 12);
    world *w = world_new(zone, first, pick(&g, z->days_min, z->days_max), 30);
    int rules = pick(&g, 0, z->rules);

    w->ws.team.week_start = pick(&g, 0, 2) == 0 ? 6 : 0;
    draw_agents(w, &g, z);
    draw_shifts(w, &g, z);
    for (int k = 0; k < rules; k++)
        draw_rule(w, &g, z);
    draw_past(w, &g);
    draw_people(w, &g);
    draw_need(w, &g);
    return w;
}
