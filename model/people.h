/* SPDX-License-Identifier: GPL-3.0-or-later */
/* agents.csv, absences.csv, requests.csv, activities.csv: people, and what they are away or asked for. */
#ifndef PAIBAN_MODEL_PEOPLE_H
#define PAIBAN_MODEL_PEOPLE_H

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
    pb_extras extras;
} pb_agents;

int32_t pb_agent_find(const pb_agents *a, const char *id); /* -1 = unknown */

typedef enum pb_absence_kind { PB_LEAVE, PB_SICK, PB_TRAINING, PB_ABSENT_OTHER } pb_absence_kind;

/* Whole days: minutes 0 and 1440. from and to both belong to it. */
typedef struct pb_absence {
    int32_t agent;
    pb_date from, to;
    int from_min, to_min; /* from this minute of `from` to this minute of `to` */
    pb_absence_kind kind;
} pb_absence;

typedef struct pb_absences {
    size_t n;
    const pb_absence *at; /* in file order */
    pb_extras extras;
} pb_absences;

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

/* Training, a department meeting, coaching. */
typedef struct pb_activity {
    const char *id;
    const char *who;  /* as in rules.csv */
    int minutes;
    pb_date earliest_date, latest_date; /* PB_DATE_NONE = the whole plan */
    int earliest_min, latest_min;       /* clock window of each day, 0 … 1440 */
    bool together;                      /* all at the same time */
} pb_activity;

typedef struct pb_activities {
    size_t n;
    const pb_activity *at;
    pb_extras extras;
} pb_activities;

#endif
