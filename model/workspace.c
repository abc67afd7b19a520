/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "model/workspace.h"

#include "model/law.h"

#include <string.h>

typedef struct reading {
    pb_arena *a;
    const char *dir;
    unsigned need;
    const pb_workspace_options *opt;
    pb_diags *d;
    pb_workspace ws;
    bool wrong; /* some table had errors; the rest is still read for its own */
} reading;

const char *pb_workspace_path(pb_arena *a, const char *dir, const char *name)
{
    if (!dir || !*dir || strcmp(dir, ".") == 0)
        return pb_arena_strdup(a, name);
    return pb_path_join(a, dir, name);
}

/* Errors of the input are noted and reading goes on; other failures end it. */
static pb_status settle(reading *r, pb_status st)
{
    if (st == PB_ERR_INPUT || st == PB_ERR_IO) {
        r->wrong = true;
        return PB_OK;
    }
    return st;
}

/* The path when the table is wanted and there; a missing required table is an error. */
static pb_status find(reading *r, const char *name, bool required, const char **ret)
{
    *ret = NULL;
    const char *path = pb_workspace_path(r->a, r->dir, name);
    if (!path)
        return PB_ERR_NOMEM;
    if (pb_file_exists(path)) {
        *ret = path;
    } else if (required) {
        pb_diag_add(r->d, PB_ERROR, (pb_where){path, 0, NULL},
                    PB_N_("paiban init writes a sample workspace"), PB_N_("the file is missing"));
        r->wrong = true;
    }
    return PB_OK;
}

static pb_status read_team(reading *r)
{
    const char *path;
    pb_status st = find(r, "team.csv", true, &path);
    if (st == PB_OK && path)
        st = settle(r, pb_team_read(r->a, path, r->opt ? r->opt->default_language : NULL, &r->ws.team,
                                    r->d));
    return st;
}

static pb_status read_queues(reading *r)
{
    const char *path;
    pb_status st = find(r, "queues.csv", true, &path);
    if (st == PB_OK && path)
        st = settle(r, pb_queues_read(r->a, path, &r->ws.queues, r->d));
    return st;
}

static pb_status read_calendar(reading *r)
{
    const char *path;
    pb_calendar law;
    const pb_calendar_row *more = NULL;
    size_t n_more = 0;
    pb_workspace *ws = &r->ws;
    pb_status st = find(r, "calendar.csv", false, &path);
    if (st == PB_OK && path)
        st = settle(r, pb_calendar_read(r->a, path, &ws->queues, &ws->calendar, r->d));
    if (st == PB_OK && r->opt && r->opt->more_calendar)
        st = settle(r, r->opt->more_calendar(r->opt->more_ctx, r->a, r->dir, &ws->team, &more, &n_more,
                                             r->d));
    if (st == PB_OK && n_more > 0)
        st = pb_calendar_merge(r->a, &ws->calendar, more, n_more, &ws->calendar);
    if (st == PB_OK)
        st = settle(r, pb_law_calendar(r->a, r->opt ? r->opt->data_dir : NULL, ws->team.law, &law, r->d));
    if (st == PB_OK && law.n > 0)
        st = pb_calendar_merge(r->a, &ws->calendar, law.rows, law.n, &ws->calendar);
    return st;
}

static pb_status read_agents(reading *r)
{
    const char *path;
    pb_status st = find(r, "agents.csv", true, &path);
    if (st == PB_OK && path)
        st = settle(r, pb_agents_read(r->a, path, &r->ws.queues, &r->ws.agents, r->d));
    return st;
}

static pb_status read_shifts(reading *r)
{
    const char *path;
    pb_status st = find(r, "shifts.csv", true, &path);
    if (st == PB_OK && path)
        st = settle(r, pb_shifts_read(r->a, path, &r->ws.team, &r->ws.shifts, r->d));
    return st;
}

static pb_status read_rules(reading *r)
{
    const char *path;
    pb_rules law = {0}, own = {0};
    pb_workspace *ws = &r->ws;
    pb_status st = find(r, "rules.csv", false, &path);
    if (st == PB_OK && path)
        st = settle(r, pb_rules_read(r->a, path, false, &ws->queues, &ws->shifts, &ws->agents, &own, r->d));
    if (st == PB_OK)
        st = settle(r, pb_law_rules(r->a, r->opt ? r->opt->data_dir : NULL, ws->team.law, &ws->queues,
                                    &ws->shifts, &ws->agents, &law, r->d));
    if (st == PB_OK)
        st = pb_rules_join(r->a, &law, &own, &ws->rules, r->d);
    return st;
}

static pb_status read_absences(reading *r)
{
    const char *path;
    const pb_absence *more = NULL;
    size_t n_more = 0;
    pb_workspace *ws = &r->ws;
    pb_status st = find(r, "absences.csv", false, &path);
    if (st == PB_OK && path)
        st = settle(r, pb_absences_read(r->a, path, &ws->agents, &ws->absences, r->d));
    if (st == PB_OK && r->opt && r->opt->more_absences)
        st = settle(r, r->opt->more_absences(r->opt->more_ctx, r->a, r->dir, &ws->team, &ws->agents, &more,
                                             &n_more, r->d));
    if (st == PB_OK && n_more > 0)
        st = pb_absences_merge(r->a, &ws->absences, more, n_more, &ws->absences);
    return st;
}

static pb_status read_requests(reading *r)
{
    const char *path;
    pb_status st = find(r, "requests.csv", false, &path);
    if (st == PB_OK && path)
        st = settle(r, pb_requests_read(r->a, path, &r->ws.agents, &r->ws.shifts, &r->ws.requests, r->d));
    return st;
}

static pb_status read_activities(reading *r)
{
    const char *path;
    pb_status st = find(r, "activities.csv", false, &path);
    if (st == PB_OK && path)
        st = settle(r, pb_activities_read(r->a, path, &r->ws.agents, &r->ws.queues, &r->ws.activities, r->d));
    return st;
}

/* In an order in which each table stands behind those it refers to. */
static const struct {
    unsigned bit;
    pb_status (*read)(reading *r);
} steps[] = {
    {PB_NEED_TEAM, read_team},         {PB_NEED_QUEUES, read_queues},
    {PB_NEED_CALENDAR, read_calendar}, {PB_NEED_AGENTS, read_agents},
    {PB_NEED_SHIFTS, read_shifts},     {PB_NEED_RULES, read_rules},
    {PB_NEED_ABSENCES, read_absences}, {PB_NEED_REQUESTS, read_requests},
    {PB_NEED_ACTIVITIES, read_activities},
};

/* A table can only be checked against those it names, so they are read with it. */
static unsigned with_references(unsigned need)
{
    if (need & (PB_NEED_ABSENCES | PB_NEED_REQUESTS | PB_NEED_ACTIVITIES | PB_NEED_RULES |
                PB_NEED_PAST_ROSTERS))
        need |= PB_NEED_AGENTS;
    if (need & (PB_NEED_REQUESTS | PB_NEED_RULES | PB_NEED_PAST_ROSTERS))
        need |= PB_NEED_SHIFTS;
    if (need & (PB_NEED_AGENTS | PB_NEED_CALENDAR))
        need |= PB_NEED_QUEUES;
    return need | PB_NEED_TEAM;
}

pb_status pb_workspace_read(pb_arena *a, const char *dir, unsigned need,
                            const pb_workspace_options *opt, pb_workspace *ret, pb_diags *d)
{
    reading r = {.a = a, .dir = dir, .need = with_references(need), .opt = opt, .d = d};
    pb_status st = PB_OK;
    r.ws.team.slot_min = 30;
    r.ws.team.language = "en";
    r.ws.dir = pb_arena_strdup(a, dir);
    if (!r.ws.dir)
        return PB_ERR_NOMEM;
    for (size_t i = 0; st == PB_OK && i < sizeof steps / sizeof *steps; i++)
        if (r.need & steps[i].bit)
            st = steps[i].read(&r);
    if (st == PB_OK && r.wrong)
        st = PB_ERR_INPUT;
    if (st == PB_OK)
        *ret = r.ws;
    return st;
}
