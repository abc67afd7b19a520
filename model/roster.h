/* SPDX-License-Identifier: GPL-3.0-or-later */
/* roster.csv and rosters/: who works when. */
#ifndef PAIBAN_MODEL_ROSTER_H
#define PAIBAN_MODEL_ROSTER_H

#include "model/people.h"

typedef struct pb_span {
    int16_t from_min, to_min; /* minutes after the duty day's midnight by the clock, up to 2880 */
} pb_span;

typedef struct pb_placed_activity {
    const char *id;
    pb_span span;
} pb_placed_activity;

/* One row: an agent's duty or marked day off. */
typedef struct pb_duty {
    pb_date date;
    int32_t agent;
    int32_t shift;        /* -1: a day off written down ("off") */
    int start_min, end_min; /* clock, end past 1440 = next day */
    int64_t start_s, end_s; /* the instants; the same reading on a changed clock is settled here */
    int32_t n_breaks;     /* meal break first, then paid rest breaks, by time */
    const pb_span *breaks;
    uint32_t unpaid_breaks; /* bit i: breaks[i] is unpaid */
    int32_t queue;        /* -1 = whatever the agent's skills allow */
    int32_t n_activities;
    const pb_placed_activity *activities;
    bool pinned;
    const char *note;
    long line;            /* of its file; 0 = made by the program */
} pb_duty;

typedef struct pb_roster {
    pb_date first, last; /* the days it plans: of its rows, or as given */
    size_t n;
    const pb_duty *at;   /* sorted by date, then agent */
    pb_extras extras;    /* rows in the same order */
} pb_roster;

/* The rows of one agent on one date: number, first index. */
size_t pb_roster_find(const pb_roster *r, pb_date date, int32_t agent, size_t *ret_first);
/* The agent's duty at work on that date, the first of several; NULL = a day off. */
const pb_duty *pb_roster_duty(const pb_roster *r, pb_date date, int32_t agent);
/* Does it write days off down? Rosters of the program do; one that does decides the days of its rows and no others. */
bool pb_roster_says_off(const pb_roster *r);
/* Paid minutes of a duty by the instants, the unpaid breaks left out. */
int pb_duty_paid_min(const pb_duty *d);

/* Do these minutes of a duty of that date lie within earliest and latest, by the clock of its day or of the morning after? */
bool pb_activity_within(const pb_activity *x, pb_date date, pb_span s);
/* The row that entry k of the duty means: of those with its name that concern the agent, the first within whose earliest
 * and latest it lies, else the first; NULL: made by hand, of no row. */
const pb_activity *pb_placed_row(const pb_activities *acts, const pb_agents *agents, const pb_duty *d, int32_t k);

/*
 * Reads a roster, also one made by hand: date, agent and shift needed ("off" is a day off); start
 * and end default to the shift's. Breaks "12:00-12:45;15:00-15:15": the one as long as the shift's
 * unpaid break is the meal break. Without a column `breaks` each duty gets its meal break in the
 * middle of the shift's window; an empty cell means no break.
 *
 * Errors: an unknown agent, shift or queue, a break or activity outside its duty, two duties of one
 * agent that overlap, a day off beside a duty. past = true (rosters of earlier periods): rows of agents who are not
 * in agents.csv any more are left out and an unknown shift with start and end is taken as the shift
 * that starts nearest, with one warning each.
 */
PB_MUST_USE pb_status pb_roster_read(pb_arena *a, const char *path, bool past, const pb_team *team,
                                     const pb_queues *queues, const pb_agents *agents,
                                     const pb_shifts *shifts, pb_roster *ret, pb_diags *d);
void pb_roster_write(const pb_roster *r, const pb_queues *queues, const pb_agents *agents,
                     const pb_shifts *shifts, pb_text *out);

extern const pb_column pb_roster_columns[];
extern const size_t pb_n_roster_columns;

#endif
