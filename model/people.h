/* SPDX-License-Identifier: GPL-3.0-or-later */
/* agents.csv, absences.csv, requests.csv, activities.csv: people, and what they are away or asked for. */
#ifndef PAIBAN_MODEL_PEOPLE_H
#define PAIBAN_MODEL_PEOPLE_H

#include "model/calendar.h"
#include "model/shift.h"

typedef enum pb_role { PB_ROLE_AGENT, PB_ROLE_LEADER } pb_role;

typedef struct pb_agent {
    const char *id, *name;
    const char *team;      /* "" = none */
    pb_role role;
    pb_skillset skills;
    const double *proficiency; /* [n_queues] speed, 1 = usual; NULL = 1 everywhere */
    double hours_per_week; /* contract; NAN = not said */
    double min_hours, max_hours; /* a week; NAN = not said */
    const char *email, *language; /* "" = not said */
    pb_date from, until;   /* employed on these days; PB_DATE_NONE = open */
    bool no_night;         /* pregnant, nursing, minor: no night work, no overtime */
    unsigned shift_kinds;  /* bit per pb_shift_kind that may be worked; all set by default */
} pb_agent;

typedef struct pb_agents {
    int32_t n;
    const pb_agent *at;
    const int32_t *by_id; /* [n] agents in bytewise order of their ids; NULL = not made */
    pb_extras extras;
} pb_agents;

int32_t pb_agent_find(const pb_agents *a, const char *id); /* -1 = unknown */
const char *pb_agent_name(const pb_agents *a, int32_t agent); /* the name; the id where there is none */

/*
 * Reads agents.csv. Errors beside the cells' own: two rows for an agent, an unknown skill, min_hours
 * above max_hours, until before from, an e-mail address that is none, a wrong proficiency.
 * On PB_ERR_INPUT *ret holds what could be read (for checks of other tables only).
 */
PB_MUST_USE pb_status pb_agents_read(pb_arena *a, const char *path, const pb_queues *queues,
                                     pb_agents *ret, pb_diags *d);
void pb_agents_write(const pb_agents *agents, const pb_queues *queues, pb_text *out);

/* Whom a rule or an activity concerns. */
typedef enum pb_who_kind { PB_WHO_ALL, PB_WHO_TEAM, PB_WHO_ROLE, PB_WHO_SKILL, PB_WHO_AGENT } pb_who_kind;

typedef struct pb_who {
    pb_who_kind kind;
    int32_t id;       /* role, queue or agent */
    const char *team; /* PB_WHO_TEAM */
} pb_who;

bool pb_who_has(const pb_who *w, const pb_agent *agent, int32_t agent_index);
bool pb_who_same(const pb_who *a, const pb_who *b);

/*
 * Reads a `who` cell: empty or "all", a role, a team, a skill, an agent's id; "team:", "role:",
 * "skill:", "agent:" before it settle a name that several bear. PB_ERR_INPUT: *fault (found: the name).
 * The team's name points into agents.
 */
PB_MUST_USE pb_status pb_who_parse(const char *s, size_t n, const pb_agents *agents,
                                   const pb_queues *queues, pb_who *ret, pb_fault *fault);

typedef enum pb_absence_kind { PB_LEAVE, PB_SICK, PB_TRAINING, PB_ABSENT_OTHER } pb_absence_kind;

/* Whole days: minutes 0 and 1440. from and to both belong to it. */
typedef struct pb_absence {
    int32_t agent;
    pb_date from, to;
    int from_min, to_min; /* from this minute of `from` to this minute of `to` */
    pb_absence_kind kind;
} pb_absence;

const char *pb_absence_kind_name(pb_absence_kind k); /* "leave" … */

typedef struct pb_absences {
    size_t n;
    const pb_absence *at; /* in file order */
    pb_extras extras;
} pb_absences;

/*
 * Reads absences.csv. Dates "2026-10-01" or moments "2026-10-01 14:00". Errors beside the cells'
 * own: an unknown agent, `to` before `from`, the same row twice. Overlaps are warned of.
 */
PB_MUST_USE pb_status pb_absences_read(pb_arena *a, const char *path, const pb_agents *agents,
                                       pb_absences *ret, pb_diags *d);
void pb_absences_write(const pb_absences *ab, const pb_agents *agents, pb_text *out);
/* Appends rows from elsewhere (a calendar file) behind the table's own; the unknown columns of the
 * new rows are empty. */
PB_MUST_USE pb_status pb_absences_merge(pb_arena *a, const pb_absences *own, const pb_absence *more,
                                        size_t n_more, pb_absences *ret);

typedef enum pb_want { PB_WANT_SHIFT, PB_WANT_KIND, PB_WANT_OFF, PB_WANT_ON } pb_want;

typedef struct pb_request {
    int32_t agent;
    pb_date date;
    pb_want want;
    bool negated;    /* "!late": anything but that */
    int32_t which;   /* shift id or pb_shift_kind */
    double strength; /* > 0, default 1: times the price of a broken request */
} pb_request;

typedef struct pb_requests {
    size_t n;
    const pb_request *at;
    pb_extras extras;
} pb_requests;

/* Reads requests.csv; want: a shift, a kind of shift, off, on, with "!" or "not " before it the
 * contrary. Errors: an unknown agent or shift, the same wish twice. */
PB_MUST_USE pb_status pb_requests_read(pb_arena *a, const char *path, const pb_agents *agents,
                                       const pb_shifts *shifts, pb_requests *ret, pb_diags *d);
void pb_requests_write(const pb_requests *r, const pb_agents *agents, const pb_shifts *shifts,
                       pb_text *out);

/* Training, a department meeting, coaching. */
typedef struct pb_activity {
    const char *id;
    const char *who;  /* as in rules.csv, as written */
    pb_who whom;      /* what it means */
    int minutes;
    pb_date earliest_date, latest_date; /* PB_DATE_NONE = the whole plan */
    int earliest_min, latest_min;       /* clock window of each day, 0 … 1440; latest past it = on the next morning */
    bool together;                      /* all at the same time */
} pb_activity;

typedef struct pb_activities {
    size_t n;
    const pb_activity *at;
    pb_extras extras;
} pb_activities;

/* Reads activities.csv; earliest and latest: dates, times of day or both. */
PB_MUST_USE pb_status pb_activities_read(pb_arena *a, const char *path, const pb_agents *agents,
                                         const pb_queues *queues, pb_activities *ret, pb_diags *d);
void pb_activities_write(const pb_activities *act, pb_text *out);

extern const pb_column pb_agent_columns[], pb_absence_columns[], pb_request_columns[],
    pb_activity_columns[];
extern const size_t pb_n_agent_columns, pb_n_absence_columns, pb_n_request_columns,
    pb_n_activity_columns;
extern const char pb_role_names[]; /* groups as in pb_column.names */

#endif
