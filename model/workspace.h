/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A workspace: a folder of CSV tables read into one immutable struct, checked table by table and
 * across tables. All errors of all files are collected before the read fails.
 */
#ifndef PAIBAN_MODEL_WORKSPACE_H
#define PAIBAN_MODEL_WORKSPACE_H

#include "model/calendar.h"
#include "model/forecast_table.h"
#include "model/history.h"
#include "model/people.h"
#include "model/published.h"
#include "model/queue.h"
#include "model/requirement.h"
#include "model/roster.h"
#include "model/rule.h"
#include "model/shift.h"
#include "model/team.h"

/* Which tables a command needs; those it does not need may be absent or wrong. */
enum {
    PB_NEED_TEAM = 1, PB_NEED_QUEUES = 2, PB_NEED_CALENDAR = 4, PB_NEED_AGENTS = 8,
    PB_NEED_SHIFTS = 16, PB_NEED_RULES = 32, PB_NEED_ABSENCES = 64, PB_NEED_REQUESTS = 128,
    PB_NEED_ACTIVITIES = 256, PB_NEED_HISTORY = 512, PB_NEED_PAST_ROSTERS = 1024,
    PB_NEED_PEOPLE = 1 | 2 | 4 | 8 | 16 | 32 | 64 | 128 | 256 | 1024
};

typedef struct pb_workspace {
    const char *dir;
    pb_team team;
    pb_queues queues;
    pb_calendar calendar; /* the file's rows, holidays.ics, and the law's country table where the file
                             does not name the date */
    pb_agents agents;
    pb_shifts shifts;
    pb_rules rules;
    pb_absences absences;
    pb_requests requests;
    pb_activities activities;
    size_t n_past;                /* rosters/ in order of their first day */
    const pb_roster *past;
    int32_t days_planned;         /* of the days before the first one planned, so many belong to the same plan, made
                                     in pieces: rules that say "in the plan" count them. 0 as read */
    pb_history history;           /* history*.csv; only when PB_NEED_HISTORY asks for it */
} pb_workspace;

typedef struct pb_workspace_options {
    const char *data_dir;  /* where the program's own data lies (holidays, law packs); NULL = none */
    const char *default_language; /* "en", "zh" where team.csv says nothing */
    /* Rows from other formats (holidays.ics, absences.ics), joined to the tables; may be NULL. Each
     * reads what it knows of in dir and gives rows in the arena; results as for the tables' readers. */
    pb_status (*more_calendar)(void *ctx, pb_arena *a, const char *dir, const pb_team *team,
                               const pb_calendar_row **ret, size_t *ret_n, pb_diags *d);
    pb_status (*more_absences)(void *ctx, pb_arena *a, const char *dir, const pb_team *team,
                               const pb_agents *agents, const pb_absence **ret, size_t *ret_n,
                               pb_diags *d);
    void *more_ctx;
} pb_workspace_options;

/*
 * Reads the tables named by `need` into the arena. Optional files that are absent count as empty;
 * a missing required file is an error that names it and the command that makes a sample.
 */
PB_MUST_USE pb_status pb_workspace_read(pb_arena *a, const char *dir, unsigned need,
                                        const pb_workspace_options *opt, pb_workspace *ret,
                                        pb_diags *d);

/* dir/name in the arena; name alone where dir is "." or empty. NULL when memory is refused. */
const char *pb_workspace_path(pb_arena *a, const char *dir, const char *name);
/* "cn", "eu", "uk"; NULL for PB_LAW_NONE. */
const char *pb_law_code(pb_law law);

#endif
