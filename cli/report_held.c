/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/report_held.h"

#include "cli/activity_words.h"
#include "planner/audit_groups.h"

/* Appends a seat for each time the agent attends it in the roster; the number of seats then. */
static size_t seats_of(const pb_report_facts *f, const pb_activity *x, int32_t agent, pb_report_seat *seats, size_t n)
{
    for (pb_date date = f->roster.first; date <= f->roster.last; date++) {
        size_t at = 0, rows = pb_roster_find(&f->roster, date, agent, &at);
        for (const pb_duty *d = f->roster.at + at; rows > 0; rows--, d++)
            for (int32_t k = 0; k < d->n_activities; k++)
                if (pb_placed_row(&f->ws.activities, &f->ws.agents, d, k) == x)
                    seats[n++] = (pb_report_seat){.agent = agent, .date = date, .span = d->activities[k].span};
    }
    return n;
}

static size_t n_entries(const pb_roster *r)
{
    size_t n = 0;
    for (size_t i = 0; i < r->n; i++)
        n += (size_t)r->at[i].n_activities;
    return n;
}

/* Why the auditor says that he does not; NULL: it does not say so. */
static const char *missed(pb_cli *cli, const pb_report_facts *f, const pb_audit *audit, size_t activity, int32_t agent)
{
    for (size_t i = 0; i < audit->n; i++) {
        const pb_finding *x = &audit->at[i];
        if (x->check == PB_CHECK_MISSED && (size_t)x->found == activity && x->agent == agent)
            return pb_finding_text(cli->arena, &f->ws, f->in.req, &f->roster, x, f->in.lang);
    }
    return NULL;
}

static pb_status one(pb_cli *cli, const pb_report_facts *f, const pb_audit *audit, size_t k, pb_report_activity *ret)
{
    const pb_activity *x = &f->ws.activities.at[k];
    pb_report_seat *seats = PB_NEW_ARRAY(cli->arena, (size_t)f->ws.agents.n + n_entries(&f->roster), pb_report_seat);
    size_t n = 0;

    if (!seats)
        return PB_ERR_NOMEM;
    for (int32_t i = 0; i < f->ws.agents.n; i++) {
        size_t before = n;
        if (!pb_who_has(&x->whom, &f->ws.agents.at[i], i))
            continue;
        n = seats_of(f, x, i, seats, n);
        if (n > before)
            continue;
        seats[n] = (pb_report_seat){.agent = i, .date = PB_DATE_NONE, .note = missed(cli, f, audit, k, i)};
        n += seats[n].note != NULL;
    }
    *ret = (pb_report_activity){x, n, seats};
    return PB_OK;
}

pb_status pb_report_held(pb_cli *cli, pb_report_facts *f, const pb_audit *audit)
{
    pb_report_activity *list = PB_NEW_ARRAY(cli->arena, f->ws.activities.n + 1, pb_report_activity);
    const char **notes = PB_NEW_ARRAY(cli->arena, audit->n + 1, const char *);
    const pb_finding_group *groups;
    size_t n = 0, n_notes = 0, n_groups;

    if (!list || !notes || pb_findings_group(cli->arena, audit, &groups, &n_groups))
        return PB_ERR_NOMEM;
    for (size_t k = 0; k < f->ws.activities.n; k++) {
        pb_status s = one(cli, f, audit, k, &list[n]);
        if (s)
            return s;
        n += list[n].n > 0;
    }
    for (size_t i = 0; i < n_groups; i++) {
        if (!pb_is_of_activities(&audit->at[groups[i].members[0]]))
            continue;
        notes[n_notes] = pb_group_text(cli->arena, &f->ws, f->in.req, &f->roster, audit, &groups[i], f->in.lang);
        if (!notes[n_notes++])
            return PB_ERR_NOMEM;
    }
    f->in.n_activities = n;
    f->in.activities = list;
    f->in.n_activity_notes = n_notes;
    f->in.activity_notes = notes;
    return PB_OK;
}
