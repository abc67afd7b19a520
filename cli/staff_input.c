/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/staff_input.h"

#include <string.h>

/* --- the grid of a forecast without a team.csv: from its own start times --- */

typedef struct slot_guess {
    int64_t common; /* greatest common divisor of the minutes after the hour */
} slot_guess;

static int64_t divisor(int64_t a, int64_t b)
{
    while (b) {
        int64_t r = a % b;
        a = b;
        b = r;
    }
    return a;
}

static pb_status see_start(void *ctx, const pb_row *row)
{
    slot_guess *g = ctx;
    pb_date date = 0;
    int minute = -1;
    if (row->cells[0].given && pb_moment_parse(pb_piece_of(row->cells[0].text), &date, &minute) &&
        minute >= 0)
        g->common = divisor(g->common, minute % 60);
    return PB_OK;
}

static pb_status guess_slot(pb_cli *cli, const char *path, int *ret_min)
{
    static const pb_csv_schema schema = {pb_forecast_columns, 1, true};
    slot_guess g = {60};
    pb_status status = pb_csv_read_file(path, &schema, NULL, see_start, &g, cli->diags,
                                        pb_arena_allocator(cli->arena));
    if (status == PB_OK)
        *ret_min = g.common < 5 ? 5 : (int)g.common;
    return status;
}

static pb_status default_team(pb_cli *cli, const char *forecast, pb_team *ret)
{
    *ret = (pb_team){.name = "", .slot_min = 30, .language = "en", .plan_days = 7};
    pb_status status = pb_zone_load(cli->arena, "UTC", &ret->zone);
    return status == PB_OK ? guess_slot(cli, forecast, &ret->slot_min) : status;
}

static pb_status read_alone(pb_cli *cli, const pb_args *args, const char *forecast,
                            pb_staff_input *ret)
{
    pb_workspace *w = &ret->w;
    const char *team = pb_path_join(cli->arena, cli->dir, "team.csv");
    const char *agents = pb_arg_text(args, "agents", NULL);
    if (!team)
        return PB_ERR_NOMEM;
    pb_status status = pb_file_exists(team)
                           ? pb_team_read(cli->arena, team, "en", &w->team, cli->diags)
                           : default_team(cli, forecast, &w->team);
    if (status == PB_OK)
        status = pb_queues_read(cli->arena, pb_arg_text(args, "queues", NULL), &w->queues, cli->diags);
    if (status == PB_OK && agents) {
        ret->has_agents = true;
        status = pb_agents_read(cli->arena, agents, &w->queues, &w->agents, cli->diags);
    }
    return status;
}

static pb_status read_workspace(pb_cli *cli, unsigned more, pb_staff_input *ret)
{
    const char *agents = pb_path_join(cli->arena, cli->dir, "agents.csv");
    if (!agents)
        return PB_ERR_NOMEM;
    ret->has_agents = pb_file_exists(agents) || (more & PB_NEED_AGENTS);
    unsigned need = PB_NEED_TEAM | PB_NEED_QUEUES | PB_NEED_CALENDAR | more;
    return pb_cli_workspace(cli, need | (ret->has_agents ? PB_NEED_AGENTS : 0), &ret->w);
}

/* FILE.csv has its spread in FILE_spread.csv. */
static const char *spread_of(pb_cli *cli, const char *path)
{
    size_t n = strlen(path);
    if (n < 4 || strcmp(path + n - 4, ".csv") != 0)
        return NULL;
    return pb_arena_printf(cli->arena, "%.*s_spread.csv", (int)(n - 4), path);
}

pb_status pb_staff_input_read(pb_cli *cli, const pb_args *args, unsigned more, pb_staff_input *ret)
{
    pb_staff_input in = {.alone = pb_arg_given(args, "queues")};
    const char *path = pb_arg_text(args, "forecast", NULL);
    if (!path)
        path = pb_path_join(cli->arena, cli->dir, "out/forecast.csv");
    if (!path)
        return PB_ERR_NOMEM;
    pb_status status = PB_OK;
    if (!pb_arg_given(args, "forecast") && !in.alone && pb_file_exists(cli->dir) && !pb_file_exists(path)) {
        pb_diag_add(cli->diags, PB_ERROR, (pb_where){path, 0, NULL},
                    PB_N_("run `paiban forecast` first, or give --forecast"), PB_N_("there is no forecast yet"));
        status = PB_ERR_INPUT;
    }
    if (status == PB_OK)
        status = in.alone ? read_alone(cli, args, path, &in) : read_workspace(cli, more, &in);
    if (status == PB_OK)
        status = pb_forecast_read(cli->arena, path, &in.w.team, &in.w.queues, &in.forecast, cli->diags);
    const char *spread = status == PB_OK ? spread_of(cli, path) : NULL;
    if (spread && pb_file_exists(spread))
        status = pb_forecast_spread_read(cli->arena, spread, &in.forecast, cli->diags);
    if (status == PB_OK)
        *ret = in;
    return status;
}
