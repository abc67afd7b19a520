/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Small workspaces made in memory, for the planner's tests. */
#ifndef PAIBAN_TESTS_PLANNER_WORLD_H
#define PAIBAN_TESTS_PLANNER_WORLD_H

#include "planner/planner.h"

enum { WORLD_AGENTS = 64, WORLD_SHIFTS = 12, WORLD_RULES = 48, WORLD_ROWS = 16, WORLD_MANY = 128 };

/* Everything may be changed between world_init and world_ready. */
typedef struct world {
    pb_arena *arena;
    pb_workspace ws;
    pb_requirement req;
    pb_date first;
    int n_days;
    pb_queue queues[8];
    pb_agent agents[WORLD_AGENTS];
    pb_shift shifts[WORLD_SHIFTS];
    pb_rule rules[WORLD_RULES];
    pb_shift_ref refs[WORLD_RULES][4];
    int32_t pairs[WORLD_RULES][4];
    pb_weekly windows[WORLD_RULES];
    pb_week_span spans[WORLD_RULES];
    pb_absence absences[WORLD_MANY];
    pb_request requests[WORLD_MANY];
    pb_calendar_row days[WORLD_MANY];
    pb_roster past[4];
    pb_skillset sets[WORLD_ROWS];
    const char *names[WORLD_ROWS];
    double *scheduled;
    int32_t deferred_queue[1];
    uint64_t hash; /* unused bytes stay zero */
} world;

/* An empty one: no agents; queue 0 "phone" and 1 "chat", both always open; no law. */
world *world_new(const char *zone, pb_date first, int n_days, int slot_min);
void world_free(world *w);
int world_agent(world *w, const char *id, pb_skillset skills, double hours);
void world_crew(world *w, int n); /* g0, g1 … of skill 1 and 40 hours */
/* A meal break of 60 minutes between the third and sixth hour where the shift has over 6 hours. */
int world_shift(world *w, const char *id, pb_shift_kind kind, int start_min, int end_min);
/* cost < 0: hard. For all people. */
pb_rule *world_rule(world *w, pb_rule_name name, double number, double cost);
/* The same with a kind of shift, or a sequence of kinds (-1 = off), -2 ends. */
pb_rule *world_rule_kinds(world *w, pb_rule_name name, double number, double cost, int k0, int k1, int k2,
                          int k3);
pb_rule *world_rule_pair(world *w, pb_rule_name name, double cost, int a, int b);
void world_absence(world *w, int agent, pb_date from, pb_date to);
pb_request *world_request(world *w, int agent, pb_date date, pb_want want, int which);
void world_day(world *w, pb_date date, pb_day_kind kind);
/* n agents of a set of queues from minute to minute of one day, or of all (day -1). */
void world_need(world *w, pb_skillset set, int day, int from_min, int to_min, double n);
/* Deferred work of a queue: so many minutes come at from_min of a day (-1: of each) and are due `hours` later. */
void world_work(world *w, int queue, int day, int from_min, double minutes, double hours);
/* A past roster: `text` has one line an agent, one letter a day: index of the shift ('a' = 0), '.' off. */
void world_past(world *w, pb_date first, int n_days, const char *const *lines);
/* A roster of the same form. */
pb_roster world_roster(world *w, pb_date first, int n_days, const char *const *lines);

/* An agent's plan in the same letters; buf of n_days + 1. */
const char *world_line(const world *w, const pb_roster *r, int agent, char *buf);

#endif
