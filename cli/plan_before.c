/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/plan_before.h"

#include <string.h>

/* Another roster of the look-back, in order of first days. */
static pb_status join_past(pb_cli *cli, pb_workspace *ws, const pb_roster *r)
{
    pb_roster *past = PB_NEW_ARRAY(cli->arena, ws->n_past + 1, pb_roster);
    size_t i = 0;
    if (!past)
        return PB_ERR_NOMEM;
    for (; i < ws->n_past && ws->past[i].first < r->first; i++)
        past[i] = ws->past[i];
    past[i] = *r;
    for (; i < ws->n_past; i++)
        past[i + 1] = ws->past[i];
    ws->past = past;
    ws->n_past++;
    return PB_OK;
}

static bool is_known(const pb_workspace *ws, pb_date first)
{
    for (size_t i = 0; i < ws->n_past; i++)
        if (ws->past[i].first == first)
            return true;
    return false;
}

pb_status pb_plan_before_read(pb_cli *cli, pb_workspace *ws, pb_date first, pb_plan_before *ret)
{
    const char *path = pb_path_join(cli->arena, cli->dir, "out/roster.csv");
    char day[11];
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
    if (ret->roster.first >= first || is_known(ws, ret->roster.first))
        return PB_OK;
    ret->archive = pb_arena_printf(cli->arena, "rosters/%s.csv", pb_date_format(ret->roster.first, day));
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
    pb_status st = pb_cli_lock(cli);
    if (st == PB_OK)
        st = pb_make_dirs(folder, cli->diags);
    if (st == PB_OK && !pb_file_exists(path))
        st = pb_file_replace(path, b->bytes, b->n_bytes, 0644, cli->diags);
    if (st == PB_OK)
        pb_say(cli, PB_N_("the roster before this one is kept as %s, for rest times and fair shares"), b->archive);
    return st;
}
