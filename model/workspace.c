/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "model/workspace.h"

#include "model/law.h"
#include "model/table.h"

#include <string.h>

typedef struct reading {
    pb_arena *a;
    const char *dir;
    unsigned need;
    const pb_workspace_options *opt;
    pb_diags *d;
    pb_workspace ws;
    bool wrong;      /* some table had errors; the rest is still read for its own */
    unsigned unread; /* tables of which nothing could be read: those that name them are left out */
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

/* A table without rows has been read, but nothing can be made of it. */
static void need_rows(reading *r, const char *path, int32_t n)
{
    if (n > 0 || r->wrong)
        return;
    pb_diag_add(r->d, PB_ERROR, (pb_where){path, 0, NULL}, NULL, PB_N_("the table has no rows"));
    r->wrong = true;
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
    if (st == PB_OK && path)
        need_rows(r, path, r->ws.queues.n);
    return st;
}

static pb_status read_calendar(reading *r)
{
    const char *path;
    pb_calendar law = {0};
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
    if (st == PB_OK && path)
        need_rows(r, path, r->ws.agents.n);
    return st;
}

static pb_status read_shifts(reading *r)
{
    const char *path;
    pb_status st = find(r, "shifts.csv", true, &path);
    if (st == PB_OK && path)
        st = settle(r, pb_shifts_read(r->a, path, &r->ws.team, &r->ws.shifts, r->d));
    if (st == PB_OK && path)
        need_rows(r, path, r->ws.shifts.n);
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

static int by_first_day(const void *a, const void *b, const void *ctx)
{
    const pb_roster *x = a, *y = b;
    (void)ctx;
    return x->first < y->first ? -1 : x->first > y->first;
}

/* Reads those of the folder into past[]; *n_past counts the ones with rows. */
static pb_status read_past_files(reading *r, const char *dir, const char *const *names, size_t n,
                                 pb_roster *past, size_t *n_past)
{
    const pb_workspace *ws = &r->ws;
    pb_status st = PB_OK;
    for (size_t i = 0; st == PB_OK && i < n; i++) {
        const char *path = pb_path_join(r->a, dir, names[i]);
        if (!path)
            return PB_ERR_NOMEM;
        st = settle(r, pb_roster_read(r->a, path, true, &ws->team, &ws->queues, &ws->agents, &ws->shifts,
                                      &past[*n_past], r->d));
        if (past[*n_past].n > 0)
            (*n_past)++;
    }
    return st;
}

static pb_status read_past(reading *r)
{
    const char *dir = pb_workspace_path(r->a, r->dir, "rosters");
    const char *const *names = NULL;
    size_t n = 0, n_past = 0, *order;
    if (!dir)
        return PB_ERR_NOMEM;
    if (r->wrong || !pb_file_exists(dir)) /* what is wrong elsewhere would draw warnings here */
        return PB_OK;
    pb_status st = settle(r, pb_dir_list(r->a, dir, "", ".csv", &names, &n, r->d));
    pb_roster *past = PB_NEW_ARRAY(r->a, n, pb_roster);
    if (st == PB_OK)
        st = past ? read_past_files(r, dir, names, n, past, &n_past) : PB_ERR_NOMEM;
    void *sorted = past;
    pb_extras none = {0};
    if (st == PB_OK)
        st = pb_table_order(r->a, past, n_past, sizeof *past, by_first_day, NULL, &order);
    if (st == PB_OK)
        st = pb_table_permute(r->a, order, n_past, sizeof *past, &sorted, &none);
    if (st != PB_OK)
        return st;
    r->ws.past = sorted;
    r->ws.n_past = n_past;
    return PB_OK;
}

static pb_status read_history(reading *r)
{
    const char *const *paths;
    size_t n;
    if (!r->ws.team.zone)
        return PB_OK;
    pb_status st = pb_history_files(r->a, r->dir, &paths, &n, r->d);
    if (st == PB_OK)
        st = pb_history_read(r->a, paths, n, &r->ws.team, &r->ws.queues, &r->ws.history, r->d);
    return settle(r, st);
}

enum { Q = PB_NEED_QUEUES, A = PB_NEED_AGENTS, S = PB_NEED_SHIFTS };

/* In an order in which each table stands behind those it names. */
static const struct {
    unsigned bit, names;
    pb_status (*read)(reading *r);
} steps[] = {
    {PB_NEED_TEAM, 0, read_team},
    {PB_NEED_QUEUES, 0, read_queues},
    {PB_NEED_CALENDAR, Q, read_calendar},
    {PB_NEED_AGENTS, Q, read_agents},
    {PB_NEED_SHIFTS, 0, read_shifts},
    {PB_NEED_RULES, Q | A | S, read_rules},
    {PB_NEED_ABSENCES, A, read_absences},
    {PB_NEED_REQUESTS, A | S, read_requests},
    {PB_NEED_ACTIVITIES, Q | A, read_activities},
    {PB_NEED_PAST_ROSTERS, Q | A | S, read_past},
    {PB_NEED_HISTORY, Q, read_history},
};

static void note_unread(reading *r)
{
    r->unread = (r->ws.queues.n == 0 ? Q : 0u) | (r->ws.agents.n == 0 ? A : 0u) |
                (r->ws.shifts.n == 0 ? S : 0u);
}

/* A table can only be checked against those it names, so they are read with it. */
static unsigned with_references(unsigned need)
{
    if (need & (PB_NEED_ABSENCES | PB_NEED_REQUESTS | PB_NEED_ACTIVITIES | PB_NEED_RULES |
                PB_NEED_PAST_ROSTERS))
        need |= PB_NEED_AGENTS;
    if (need & (PB_NEED_REQUESTS | PB_NEED_RULES | PB_NEED_PAST_ROSTERS))
        need |= PB_NEED_SHIFTS;
    if (need & (PB_NEED_AGENTS | PB_NEED_CALENDAR | PB_NEED_HISTORY))
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
    for (size_t i = 0; st == PB_OK && i < sizeof steps / sizeof *steps; i++) {
        note_unread(&r);
        if ((r.need & steps[i].bit) && !(r.wrong && (r.unread & steps[i].names)))
            st = steps[i].read(&r);
    }
    if (st == PB_OK && r.wrong)
        st = PB_ERR_INPUT;
    if (st == PB_OK)
        *ret = r.ws;
    return st;
}
