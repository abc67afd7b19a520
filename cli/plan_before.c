/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/plan_before.h"

#include <string.h>

/* Another roster of the look-back, in order of first days; behind an older one of the same first day, so that it counts. */
static pb_status join_past(pb_cli *cli, pb_workspace *ws, const pb_roster *r)
{
    pb_roster *past = PB_NEW_ARRAY(cli->arena, ws->n_past + 1, pb_roster);
    size_t i = 0;
    if (!past)
        return PB_ERR_NOMEM;
    for (; i < ws->n_past && ws->past[i].first <= r->first; i++)
        past[i] = ws->past[i];
    past[i] = *r;
    for (; i < ws->n_past; i++)
        past[i + 1] = ws->past[i];
    ws->past = past;
    ws->n_past++;
    return PB_OK;
}

/* The last day that a roster of this first day in rosters/ speaks of; PB_DATE_NONE = there is none. */
static pb_date known_until(const pb_workspace *ws, pb_date first)
{
    pb_date last = PB_DATE_NONE;
    for (size_t i = 0; i < ws->n_past; i++)
        if (ws->past[i].first == first && (last == PB_DATE_NONE || ws->past[i].last > last))
            last = ws->past[i].last;
    return last;
}

/* Where the roster goes: to its first day's file, planned anew or not; beside it where that tells of more days. */
static char *archive_of(pb_cli *cli, const pb_workspace *ws, const pb_roster *r)
{
    char first[11], last[11];
    pb_date until = known_until(ws, r->first);

    (void)pb_date_format(r->first, first);
    (void)pb_date_format(r->last, last);
    return until != PB_DATE_NONE && until > r->last ? pb_arena_printf(cli->arena, "rosters/%s_%s.csv", first, last)
                                                    : pb_arena_printf(cli->arena, "rosters/%s.csv", first);
}

/* Does the file hold these bytes already? */
static bool holds(pb_cli *cli, const char *path, const char *bytes, size_t n)
{
    char *old;
    size_t n_old;
    return pb_file_exists(path) && pb_file_read(cli->arena, path, 0, &old, &n_old, cli->diags) == PB_OK && n_old == n &&
           memcmp(old, bytes, n) == 0;
}

pb_status pb_plan_before_read(pb_cli *cli, pb_workspace *ws, pb_date first, pb_plan_before *ret)
{
    const char *path = pb_path_join(cli->arena, cli->dir, "out/roster.csv");
    *ret = (pb_plan_before){0};
    if (!path)
        return PB_ERR_NOMEM;
    if (!pb_file_exists(path))
        return PB_OK;
    pb_status st = pb_roster_read(cli->arena, path, true, &ws->team, &ws->queues, &ws->agents, &ws->shifts,
                                  &ret->roster, cli->diags);
    if (st != PB_OK || ret->roster.n == 0)
        return st;
    ret->found = true;
    if (ret->roster.first >= first)
        return PB_OK;
    ret->archive = archive_of(cli, ws, &ret->roster);
    st = ret->archive ? pb_file_read(cli->arena, path, 0, &ret->bytes, &ret->n_bytes, cli->diags) : PB_ERR_NOMEM;
    return st == PB_OK ? join_past(cli, ws, &ret->roster) : st;
}

pb_status pb_plan_before_save(pb_cli *cli, const pb_plan_before *b)
{
    char *folder = pb_path_join(cli->arena, cli->dir, "rosters");
    char *path = b->archive ? pb_path_join(cli->arena, cli->dir, b->archive) : NULL;
    if (!b->archive)
        return PB_OK;
    if (!folder || !path)
        return PB_ERR_NOMEM;
    if (holds(cli, path, b->bytes, b->n_bytes))
        return PB_OK;
    pb_status st = pb_cli_lock(cli);
    if (st == PB_OK)
        st = pb_make_dirs(folder, cli->diags);
    if (st == PB_OK)
        st = pb_file_replace(path, b->bytes, b->n_bytes, 0644, cli->diags);
    if (st == PB_OK)
        pb_say(cli, PB_N_("the roster before this one is kept as %s, for rest times and fair shares"), b->archive);
    return st;
}
