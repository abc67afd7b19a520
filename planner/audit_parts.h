/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Inside the auditor: the roster laid out by agent and date, and the list of findings. */
#ifndef PAIBAN_PLANNER_AUDIT_PARTS_H
#define PAIBAN_PLANNER_AUDIT_PARTS_H

#include "planner/audit.h"

/* How many attend an activity together at one time. */
typedef struct pb_aud_time {
    const pb_activity *what;
    pb_date date;     /* of the duties */
    int from_min, n;
} pb_aud_time;

typedef struct pb_auditor {
    pb_arena *arena;
    const pb_allocator *al;
    const pb_workspace *ws;
    const pb_requirement *req; /* may be NULL */
    const pb_roster *roster, *keep;
    const pb_zone *zone;
    pb_date first, last;  /* audited */
    pb_date from;         /* look-back begins */
    pb_date unbroken;     /* from here on rosters speak of every day */
    int32_t n_all;        /* days from … last */
    size_t *row0, *rows;  /* rows of the roster by agent, then date: rows[row0[agent]] … rows[row0[agent + 1] - 1] */
    const pb_duty **duty; /* [agent * n_all + (date - from)] NULL = none */
    uint8_t *known;       /* [n_all] some roster speaks of the day */
    int64_t *slot_s;      /* [n_slots + 1] of the requirement: where each slot begins; NULL without one */
    pb_aud_time *times;   /* on the audited days, in order of the roster; grows */
    size_t n_times, cap_times;
    pb_finding *at;       /* grows */
    size_t n, cap;
    pb_status status;     /* sticky */
    /* the rule at work */
    const pb_rule *rule;  /* NULL: a default */
    int check;
    bool hard;
    pb_money price;
    double number;
    int32_t agent;
} pb_auditor;

/* The duty of that agent on that date; NULL for off, unknown and outside. */
const pb_duty *pb_aud_duty(const pb_auditor *u, int32_t agent, pb_date date);
bool pb_aud_known(const pb_auditor *u, pb_date date);
/* Absent from midnight to midnight, or not employed. */
bool pb_aud_away(const pb_auditor *u, int32_t agent, pb_date date);
int pb_aud_kind(const pb_auditor *u, const pb_duty *d); /* pb_shift_kind or -1 */
bool pb_aud_is(const pb_auditor *u, const pb_shift_ref *ref, const pb_duty *d);
/* Clock 22:00-06:00 touched, or a night shift. */
bool pb_aud_night(const pb_auditor *u, const pb_duty *d);

/* A finding with the rule at work filled in; by units of violation. */
pb_finding pb_aud_new(const pb_auditor *u, pb_date from, pb_date to);
void pb_aud_add(pb_auditor *u, pb_finding f);
/* The same with price * amount / per; nothing when amount <= 0. */
void pb_aud_charge(pb_auditor *u, pb_date from, pb_date to, int64_t amount, int64_t per, double found,
                   double limit);

/* Rules of one agent; each looks at u->check and u->number. */
void pb_aud_cells(pb_auditor *u);      /* what every duty must keep, rule or no rule */
void pb_aud_activities(pb_auditor *u); /* the agent's training and meetings; u->times is known */
PB_MUST_USE pb_status pb_aud_times(pb_auditor *u); /* sets u->times */
void pb_aud_cell_rule(pb_auditor *u);  /* requests, keep, no_night, max_hours_day, available, breaks */
void pb_aud_rest_rule(pb_auditor *u);  /* rest, runs, sequences, rotation */
void pb_aud_hours_rule(pb_auditor *u); /* hours and counts over weeks, months, the plan */
void pb_aud_weekend_rule(pb_auditor *u); /* weekends, same start, day in lieu */
/* Rules of the team. */
void pb_aud_cover(pb_auditor *u);
/* Deferred work past its deadline, where the rule at work is deferred_late. */
void pb_aud_work_rule(pb_auditor *u);
/* The queue whose deferred work deferred_late takes out of the slots of a row of the requirement; -1 = none. */
int32_t pb_aud_work_of_row(const pb_auditor *u, int32_t row);
/* minutes [slots of the requirement] = agent-minutes at work of people with a skill of the set, or of `who`. */
void pb_aud_present(const pb_auditor *u, pb_skillset set, const pb_who *who, int64_t *minutes);
/* Agent-minutes that a row of the requirement asks for in a slot, deferred work included. */
int64_t pb_aud_needed(const pb_auditor *u, int32_t row, int32_t slot);
/* Sets the rule at work to the one that prices a set of queues; false where no row of rules.csv does. */
bool pb_aud_price(pb_auditor *u, pb_rule_name name, pb_skillset set);
void pb_aud_team_rule(pb_auditor *u);  /* fair shares, roles, pairs */

#endif
