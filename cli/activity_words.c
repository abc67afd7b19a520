/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/activity_words.h"

#include "planner/audit_groups.h"
#include "planner/audit_words.h"

bool pb_is_of_activities(const pb_finding *f)
{
    return f->check == PB_CHECK_ACTIVITY || f->check == PB_CHECK_MISSED;
}

static bool attends(const pb_workspace *ws, const pb_roster *roster, const pb_activity *x, int32_t agent, pb_date first,
                    int n_days)
{
    for (pb_date date = first; date < first + n_days; date++) {
        size_t at = 0, n = pb_roster_find(roster, date, agent, &at);
        for (const pb_duty *d = roster->at + at; n > 0; n--, d++)
            for (int32_t k = 0; k < d->n_activities; k++)
                if (pb_placed_row(&ws->activities, &ws->agents, d, k) == x)
                    return true;
    }
    return false;
}

/* How many of its people attend it on these days; who does in each piece of a rolled plan is one. */
static int count(const pb_workspace *ws, const pb_roster *roster, const pb_activity *x, pb_date first, int n_days)
{
    int n = 0;
    for (int32_t i = 0; i < ws->agents.n; i++)
        n += attends(ws, roster, x, i, first, n_days);
    return n;
}

enum { MOMENTS = 8 }; /* told of one activity, at most: a plan of several pieces holds it in each */

/* The times at which it is held, in order of the roster, minutes since 1970; their number. NULL: no memory. */
static int64_t *times_of(pb_arena *a, const pb_workspace *ws, const pb_roster *roster, const pb_activity *x, pb_date first,
                         int n_days, size_t *ret_n)
{
    size_t most = 0, n = 0, t;
    int64_t *times;

    for (size_t i = 0; i < roster->n; i++)
        most += (size_t)roster->at[i].n_activities;
    times = PB_NEW_ARRAY(a, most + 1, int64_t);
    for (size_t i = 0; times && i < roster->n; i++) {
        const pb_duty *d = &roster->at[i];
        for (int32_t k = 0; d->date >= first && d->date < first + n_days && k < d->n_activities; k++) {
            int64_t at = (int64_t)d->date * PB_MIN_PER_DAY + d->activities[k].span.from_min;
            if (pb_placed_row(&ws->activities, &ws->agents, d, k) != x)
                continue;
            for (t = 0; t < n && times[t] != at;)
                t++;
            times[n] = at;
            n += t == n;
        }
    }
    *ret_n = n;
    return times;
}

const char *pb_held_text(pb_cli *cli, const pb_workspace *ws, const pb_roster *roster, const pb_activity *x,
                         pb_date first, int n_days)
{
    size_t n = 0;
    const int64_t *times = x->together ? times_of(cli->arena, ws, roster, x, first, n_days, &n) : NULL;
    const char *text = NULL;

    for (size_t t = 0; times && t < n && t < MOMENTS; t++) {
        pb_date day = (pb_date)(times[t] / PB_MIN_PER_DAY); /* after midnight in a night duty: the next */
        const char *date = pb_date_words(cli->arena, cli->lang, day);
        char clock[8];
        (void)pb_minute_format((int)(times[t] - (int64_t)day * PB_MIN_PER_DAY), clock);
        if (!date)
            return NULL;
        text = text ? pb_arena_printf(cli->arena, pb_tr(cli->lang, PB_N_("%s, %s %s")), text, date, clock)
                    : pb_arena_printf(cli->arena, "%s %s", date, clock);
    }
    if (text && n > MOMENTS)
        text = pb_arena_printf(cli->arena, pb_tr(cli->lang, PB_N_("%s and %zu more times")), text, n - MOMENTS);
    return text;
}

static void tell_one(pb_cli *cli, const pb_activity *x, const char *held, int n, int missed)
{
    fprintf(cli->out, "  ");
    fprintf(cli->out, pb_tr(cli->lang, PB_N_("%s: %d of %d people")), x->id, n, n + missed);
    if (held)
        fprintf(cli->out, pb_tr(cli->lang, PB_N_(", %s")), held);
    fprintf(cli->out, "\n");
}

pb_status pb_tell_activities(pb_cli *cli, const pb_workspace *ws, const pb_requirement *req, const pb_roster *roster,
                        const pb_audit *audit, pb_date first, int n_days, size_t most)
{
    const pb_finding_group *groups;
    bool any = false;
    size_t told = 0, n_groups;

    for (size_t i = 0; i < ws->activities.n; i++) {
        int missed = 0, n = count(ws, roster, &ws->activities.at[i], first, n_days);
        for (size_t k = 0; k < audit->n; k++)
            missed += audit->at[k].check == PB_CHECK_MISSED && (size_t)audit->at[k].found == i;
        if (n + missed == 0)
            continue;
        if (!any)
            fprintf(cli->out, "%s\n", pb_tr(cli->lang, PB_N_("Training and meetings:")));
        any = true;
        tell_one(cli, &ws->activities.at[i], pb_held_text(cli, ws, roster, &ws->activities.at[i], first, n_days), n, missed);
    }
    if (pb_findings_group(cli->arena, audit, &groups, &n_groups))
        return PB_ERR_NOMEM;
    for (size_t i = 0; i < n_groups; i++) {
        const char *text;
        if (!pb_is_of_activities(&audit->at[groups[i].members[0]]) || told++ >= most)
            continue;
        text = pb_group_text(cli->arena, ws, req, roster, audit, &groups[i], cli->lang);
        if (text)
            fprintf(cli->out, "    %s\n", text);
    }
    if (told > most)
        fprintf(cli->out, pb_tr(cli->lang, PB_N_("  … and %zu more\n")), told - most);
    return PB_OK;
}
