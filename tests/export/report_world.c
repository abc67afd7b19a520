/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "report_world.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { N_SHIFTS = 3, N_QUEUES = 2, SLOT_MIN = 30 };

static void must(bool good)
{
    if (!good)
        abort();
}

static void people(report_world *w, int n, const char *name)
{
    pb_agent *agents = PB_NEW_ARRAY(w->a, n, pb_agent);
    must(agents != NULL);
    for (int i = 0; i < n; i++) {
        char *id = pb_arena_printf(w->a, "a%d", i + 1);
        must(id != NULL);
        agents[i] = (pb_agent){.id = id, .name = name, .team = "", .email = "", .language = "",
                               .role = i == 0 ? PB_ROLE_LEADER : PB_ROLE_AGENT,
                               .skills = i % 3 == 2 ? 3 : 1U << i % 3 % N_QUEUES,
                               .hours_per_week = 40, .min_hours = NAN, .max_hours = NAN,
                               .from = PB_DATE_NONE, .until = PB_DATE_NONE, .shift_kinds = 31};
    }
    w->ws.agents = (pb_agents){.n = n, .at = agents};
}

static void shifts_and_queues(report_world *w)
{
    static const pb_shift shifts[N_SHIFTS] = {
        {.id = "E1", .kind = PB_EARLY, .start_min = 510, .end_min = 1050, .unpaid_break_min = 60},
        {.id = "L1", .kind = PB_LATE, .start_min = 780, .end_min = 1320, .unpaid_break_min = 60},
        {.id = "N1", .kind = PB_NIGHT, .start_min = 1320, .end_min = 1800}};
    static const pb_queue queues[N_QUEUES] = {{.id = "phone"}, {.id = "chat"}};
    w->ws.shifts = (pb_shifts){.n = N_SHIFTS, .at = shifts};
    w->ws.queues = (pb_queues){.n = N_QUEUES, .at = queues};
}

static void roster(report_world *w, int n_agents, pb_date first, int n_days, const char *note)
{
    pb_duty *duties = PB_NEW_ARRAY(w->a, (size_t)n_agents * (size_t)n_days, pb_duty);
    size_t n = 0;
    must(duties != NULL);
    for (int day = 0; day < n_days; day++) {
        for (int i = 0; i < n_agents; i++) {
            int turn = (i + day / 7) % N_SHIFTS;
            const pb_shift *s = &w->ws.shifts.at[turn];
            pb_span *meal = PB_NEW(w->a, pb_span);
            must(meal != NULL);
            if ((day + i) % 7 >= 5)
                continue;
            *meal = (pb_span){(int16_t)(s->start_min + 210), (int16_t)(s->start_min + 270)};
            duties[n++] = (pb_duty){
                .date = first + day, .agent = i, .shift = turn, .start_min = s->start_min,
                .end_min = s->end_min,
                .start_s = pb_zone_utc_simple(w->ws.team.zone, first + day, s->start_min),
                .end_s = pb_zone_utc_simple(w->ws.team.zone, first + day, s->end_min),
                .n_breaks = s->unpaid_break_min > 0, .breaks = meal,
                .unpaid_breaks = s->unpaid_break_min > 0, .queue = -1, .pinned = i % 11 == 0,
                .note = note};
        }
    }
    w->roster = (pb_roster){.first = first, .last = first + n_days - 1, .n = n, .at = duties};
}

static void requirement(report_world *w, int n_agents, pb_date first, int n_days)
{
    static const pb_skillset sets[N_QUEUES] = {1, 2};
    static const char *const names[N_QUEUES] = {"phone", "chat"};
    pb_requirement *q = &w->req;
    must(pb_grid_make(w->a, w->ws.team.zone, first, n_days, SLOT_MIN, &q->grid) == PB_OK);
    double *need = PB_NEW_ARRAY(w->a, (size_t)N_QUEUES * (size_t)q->grid.n_slots, double);
    must(need != NULL);
    for (int row = 0; row < N_QUEUES; row++)
        for (int32_t t = 0; t < q->grid.n_slots; t++) {
            int minute = pb_grid_minute(&q->grid, t);
            bool open = minute >= 8 * 60 && minute < 22 * 60;
            need[row * q->grid.n_slots + t] = open ? ceil(n_agents * (0.15 + 0.1 * sin(minute / 180.0))) : 0;
        }
    q->n_rows = N_QUEUES;
    q->sets = sets;
    q->names = names;
    q->scheduled = q->required = need;
}

void report_world_open(report_world *w, int n_agents, int n_days, const char *name, const char *note)
{
    pb_date first = pb_date_from_ymd(2026, 9, 28);
    memset(w, 0, sizeof *w);
    w->a = pb_arena_new(NULL);
    must(w->a != NULL);
    must(pb_zone_load(w->a, "Asia/Shanghai", &w->ws.team.zone) == PB_OK);
    w->ws.team.name = name;
    w->ws.team.language = "en";
    w->rules = (pb_pay_rules){480, 2400, 150, 200, 300, 22 * 60, 6 * 60, 0, 0};
    people(w, n_agents, name);
    shifts_and_queues(w);
    roster(w, n_agents, first, n_days, note);
    requirement(w, n_agents, first, n_days);
    must(pb_presence_count(w->a, &w->roster, &w->ws.agents, &w->req, &w->presence) == PB_OK);
    must(pb_pay_split(w->a, &w->roster, NULL, &w->ws.calendar, w->ws.team.zone, 0, &w->rules, &w->pay) == PB_OK);
    must(pb_worktime_sum(w->a, &w->ws, &w->roster, &w->pay, &w->rules, &w->work) == PB_OK);
    w->in = (pb_report_input){.ws = &w->ws, .roster = &w->roster, .req = &w->req, .presence = &w->presence,
                              .pay_rules = &w->rules, .work = &w->work, .cost = 123.5, .bound = 120};
}

void report_world_close(report_world *w)
{
    pb_arena_free(w->a);
}
