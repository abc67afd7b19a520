/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "world.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

static void or_die(pb_status s)
{
    if (s)
        abort();
}

static void point(world *w)
{
    w->ws.queues.at = w->queues;
    w->ws.agents.at = w->agents;
    w->ws.shifts.at = w->shifts;
    w->ws.rules.at = w->rules;
    w->ws.absences.at = w->absences;
    w->ws.requests.at = w->requests;
    w->ws.calendar.rows = w->days;
    w->ws.past = w->past;
    w->req.sets = w->sets;
    w->req.names = w->names;
    w->req.required = w->req.scheduled = w->scheduled;
}

world *world_new(const char *zone, pb_date first, int n_days, int slot_min)
{
    world *w = calloc(1, sizeof *w);
    static const char *const names[] = {"phone", "chat", "vip", "tech"};

    if (!w)
        abort();
    w->arena = pb_arena_new(NULL);
    w->first = first;
    w->n_days = n_days;
    or_die(pb_zone_load(w->arena, zone, &w->ws.team.zone));
    w->ws.team.slot_min = slot_min;
    w->ws.team.name = "test";
    w->ws.team.plan_days = n_days;
    or_die(pb_grid_make(w->arena, w->ws.team.zone, first, n_days, slot_min, &w->req.grid));
    w->scheduled = pb_arena_alloc(w->arena, (size_t)WORLD_ROWS * w->req.grid.n_slots, sizeof(double));
    w->ws.queues.n = 2;
    for (int q = 0; q < 4; q++) {
        w->queues[q] = (pb_queue){.id = names[q], .channel = PB_VOICE};
        for (int d = 0; d < 7; d++)
            w->queues[q].hours.closes_min[d] = 1440;
    }
    point(w);
    return w;
}

void world_free(world *w)
{
    if (w)
        pb_arena_free(w->arena);
    free(w);
}

int world_agent(world *w, const char *id, pb_skillset skills, double hours)
{
    int i = w->ws.agents.n++;
    w->agents[i] = (pb_agent){.id = id, .name = id, .team = "", .skills = skills, .hours_per_week = hours,
                              .min_hours = NAN, .max_hours = NAN, .email = "", .language = "",
                              .from = PB_DATE_NONE, .until = PB_DATE_NONE, .shift_kinds = ~0u};
    return i;
}

void world_crew(world *w, int n)
{
    for (int i = 0; i < n; i++)
        (void)world_agent(w, pb_arena_printf(w->arena, "g%d", i), 1, 40);
}

int world_shift(world *w, const char *id, pb_shift_kind kind, int start_min, int end_min)
{
    int i = w->ws.shifts.n++;
    w->shifts[i] = (pb_shift){.id = id, .kind = kind, .start_min = start_min, .end_min = end_min,
                              .start_latest_min = start_min, .start_step_min = 30, .days = PB_DAYS_WEEK,
                              .color = ""};
    if (end_min - start_min > 360) {
        w->shifts[i].unpaid_break_min = 60;
        w->shifts[i].break_earliest_min = 180;
        w->shifts[i].break_latest_min = 360;
    }
    return i;
}

pb_rule *world_rule(world *w, pb_rule_name name, double number, double cost)
{
    pb_rule *r = &w->rules[w->ws.rules.n++];
    *r = (pb_rule){.name = name, .who = {.kind = PB_WHO_ALL}, .who_text = "all", .value_text = "",
                   .number = number, .hard = cost < 0, .cost = cost < 0 ? 0 : cost, .source = "rules.csv:1"};
    return r;
}

pb_rule *world_rule_kinds(world *w, pb_rule_name name, double number, double cost, int k0, int k1, int k2,
                          int k3)
{
    size_t i = w->ws.rules.n;
    pb_rule *r = world_rule(w, name, number, cost);
    int k[4] = {k0, k1, k2, k3};

    r->refs = w->refs[i];
    for (; r->n_refs < 4 && k[r->n_refs] > -2; r->n_refs++) {
        w->refs[i][r->n_refs].type = k[r->n_refs] < 0 ? PB_REF_OFF : PB_REF_KIND;
        w->refs[i][r->n_refs].id = k[r->n_refs];
    }
    return r;
}

pb_rule *world_rule_pair(world *w, pb_rule_name name, double cost, int a, int b)
{
    size_t i = w->ws.rules.n;
    pb_rule *r = world_rule(w, name, NAN, cost);
    w->pairs[i][0] = a;
    w->pairs[i][1] = b;
    r->agents = w->pairs[i];
    r->n_agents = 2;
    return r;
}

void world_absence(world *w, int agent, pb_date from, pb_date to)
{
    w->absences[w->ws.absences.n++] = (pb_absence){agent, from, to, 0, 1440, PB_LEAVE};
}

pb_request *world_request(world *w, int agent, pb_date date, pb_want want, int which)
{
    pb_request *q = &w->requests[w->ws.requests.n++];
    *q = (pb_request){.agent = agent, .date = date, .want = want, .which = which, .strength = 1};
    return q;
}

void world_day(world *w, pb_date date, pb_day_kind kind)
{
    size_t i = w->ws.calendar.n++;
    for (; i > 0 && w->days[i - 1].date > date; i--)
        w->days[i] = w->days[i - 1];
    w->days[i] = (pb_calendar_row){.date = date, .kind = kind, .name = "", .queue = -1, .acts_like = -1,
                                   .closed = -1, .uplift = NAN};
}

void world_need(world *w, pb_skillset set, int day, int from_min, int to_min, double n)
{
    int32_t row = 0;
    const pb_grid *g = &w->req.grid;

    while (row < w->req.n_rows && w->sets[row] != set)
        row++;
    if (row == w->req.n_rows) {
        w->sets[row] = set;
        w->names[row] = set == 1 ? "phone" : set == 2 ? "chat" : set == 4 ? "vip" : "pool";
        w->req.n_rows++;
    }
    for (int32_t t = 0; t < g->n_slots; t++)
        if ((day < 0 || pb_grid_day(g, t) == day) && pb_grid_minute(g, t) >= from_min &&
            pb_grid_minute(g, t) < to_min)
            w->scheduled[(int64_t)row * g->n_slots + t] = n;
}

void world_work(world *w, int queue, int day, int from_min, double minutes, double hours)
{
    const pb_grid *g = &w->req.grid;
    double *arrived = pb_arena_alloc(w->arena, (size_t)g->n_slots, sizeof *arrived);
    double *due = pb_arena_alloc(w->arena, (size_t)g->n_slots, sizeof *due);

    for (int32_t t = 0; t < g->n_slots; t++)
        for (int d = day < 0 ? 0 : day; d < (day < 0 ? w->n_days : day + 1); d++) {
            int64_t came = pb_zone_utc_simple(w->ws.team.zone, w->first + d, from_min);
            int64_t end = pb_grid_start_s(g, t + 1);
            arrived[t] += came < end ? minutes : 0;
            due[t] += came + (int64_t)(hours * 3600) < end ? minutes : 0;
        }
    w->queues[queue].channel = PB_DEFERRED;
    w->deferred_queue[0] = queue;
    w->req.n_deferred = 1;
    w->req.deferred_queue = w->deferred_queue;
    w->req.arrived_min = arrived;
    w->req.due_min = due;
}

pb_roster world_roster(world *w, pb_date first, int n_days, const char *const *lines)
{
    pb_roster r = {.first = first, .last = first + n_days - 1};
    pb_duty *at = pb_arena_alloc(w->arena, (size_t)n_days * w->ws.agents.n + 1, sizeof *at);

    for (int d = 0; d < n_days; d++)
        for (int32_t i = 0; i < w->ws.agents.n; i++) {
            int k = lines[i][d] - 'a';
            pb_span *b = pb_arena_alloc(w->arena, 1, sizeof *b);
            const pb_shift *s = &w->shifts[k < 0 ? 0 : k];
            if (k < 0)
                continue;
            at[r.n] = (pb_duty){.date = first + d, .agent = i, .shift = k, .start_min = s->start_min,
                                .end_min = s->end_min, .queue = -1, .note = "", .breaks = b};
            at[r.n].start_s = pb_zone_utc_simple(w->ws.team.zone, first + d, s->start_min);
            at[r.n].end_s = pb_zone_utc_simple(w->ws.team.zone, first + d, s->end_min);
            if (s->unpaid_break_min > 0) {
                b->from_min = (int16_t)(s->start_min + s->break_earliest_min);
                b->to_min = (int16_t)(b->from_min + s->unpaid_break_min);
                at[r.n].n_breaks = 1;
                at[r.n].unpaid_breaks = 1;
            }
            r.n++;
        }
    r.at = at;
    return r;
}

void world_past(world *w, pb_date first, int n_days, const char *const *lines)
{
    w->past[w->ws.n_past++] = world_roster(w, first, n_days, lines);
}

const char *world_line(const world *w, const pb_roster *r, int agent, char *buf)
{
    memset(buf, '.', (size_t)w->n_days);
    buf[w->n_days] = '\0';
    for (size_t i = 0; i < r->n; i++)
        if (r->at[i].agent == agent && r->at[i].shift >= 0 && r->at[i].date >= w->first && r->at[i].date < w->first + w->n_days)
            buf[r->at[i].date - w->first] = (char)('a' + r->at[i].shift);
    return buf;
}
