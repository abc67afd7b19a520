/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/forecast_source.h"

#include <math.h>
#include <string.h>

enum { USUAL_SLOT_MIN = 30 };

static pb_status wrong_open(pb_cli *cli, const char *text)
{
    pb_diag_add(cli->diags, PB_ERROR, (pb_where){"--open", 0, NULL}, NULL,
                PB_N_("expected opening hours like \"08:00-20:00\" or \"Mon-Fri 08:00-20:00; Sat "
                      "09:00-13:00\", found \"%s\""),
                text);
    return PB_ERR_DOMAIN;
}

/* One group, "Mon-Fri 08:00-20:00", of n bytes: up to its last dash it opens; its days and the rest close. */
static bool split_group(const char *group, size_t n, pb_text *opens, pb_text *closes)
{
    size_t dash = n, word = 0;
    while (dash > 0 && group[dash - 1] != '-')
        dash--;
    if (dash <= 1)
        return false;
    for (size_t i = 0; i + 1 < dash; i++)
        if (group[i] == ' ' && group[i + 1] != ' ' && group[i + 1] != '-')
            word = i + 1;
    pb_text_printf(opens, "%.*s;", (int)(dash - 1), group);
    pb_text_printf(closes, "%.*s %.*s;", (int)word, group, (int)(n - dash), group + dash);
    return true;
}

/* "Mon-Fri 08:00-20:00; Sat 09:00-13:00" as the two cells that queues.csv has: what opens, what closes. */
static pb_status read_open(pb_cli *cli, const char *text, pb_hours *ret)
{
    pb_text opens, closes;
    pb_text_init(&opens, NULL);
    pb_text_init(&closes, NULL);
    bool good = true;
    for (const char *group = text; good && *group;) {
        const size_t n = strcspn(group, ";");
        good = split_group(group, n, &opens, &closes);
        group += n + (group[n] == ';');
    }
    bool in_closes;
    pb_fault fault;
    pb_status st = opens.status != PB_OK ? opens.status : closes.status;
    if (st == PB_OK)
        st = good && opens.n ? pb_hours_parse(cli->arena, opens.bytes, closes.bytes, ret, &fault,
                                              &in_closes)
                             : PB_ERR_INPUT;
    pb_text_done(&opens);
    pb_text_done(&closes);
    return st == PB_ERR_INPUT ? wrong_open(cli, text) : st;
}

/* The queues that the history names, all with the same hours. */
static pb_status queues_with(pb_cli *cli, const pb_history *h, const pb_hours *hours, pb_queues *ret)
{
    const int32_t n = h->n_queues < PB_MAX_QUEUES ? h->n_queues : PB_MAX_QUEUES;
    pb_queue *at = PB_NEW_ARRAY(cli->arena, (size_t)n, pb_queue);
    if (!at)
        return PB_ERR_NOMEM;
    for (int32_t q = 0; q < n; q++) {
        at[q].id = h->queues[q];
        at[q].aht_s = NAN;
        at[q].hours = *hours;
    }
    *ret = (pb_queues){.n = n, .at = at};
    return PB_OK;
}

/* The slot length is the option's, else the file's own. */
static pb_status read_history(pb_cli *cli, const pb_args *args, pb_forecast_source *s)
{
    const char *path = pb_arg_text(args, "history", "");
    const bool given = pb_arg_given(args, "slot-minutes");
    s->team.slot_min = (int)pb_arg_int(args, "slot-minutes", USUAL_SLOT_MIN);
    if (60 % s->team.slot_min != 0) {
        pb_diag_add(cli->diags, PB_ERROR, (pb_where){"--slot-minutes", 0, NULL}, NULL,
                    PB_N_("expected a divisor of 60 from 5 on, found %d"), s->team.slot_min);
        return PB_ERR_DOMAIN;
    }
    if (given)
        return pb_history_read(cli->arena, &path, 1, &s->team, NULL, &s->history, cli->diags);
    pb_status st = pb_history_read(cli->arena, &path, 1, &s->team, NULL, &s->history, cli->diags);
    const int own = st == PB_OK ? s->history.native_slot_min : s->team.slot_min;
    if (st != PB_OK || own == s->team.slot_min || own < 5 || 60 % own != 0)
        return st;
    s->team.slot_min = own;
    return pb_history_read(cli->arena, &path, 1, &s->team, NULL, &s->history, NULL);
}

static pb_status read_files(pb_cli *cli, const pb_args *args, pb_forecast_source *s)
{
    const char *zone = pb_arg_text(args, "timezone", "UTC");
    s->team = (pb_team){.name = "", .language = "en", .plan_days = 28};
    pb_status st = pb_zone_load(cli->arena, zone, &s->team.zone);
    if (st == PB_ERR_DOMAIN) {
        pb_diag_add(cli->diags, PB_ERROR, (pb_where){"--timezone", 0, NULL}, NULL,
                    PB_N_("expected a time zone such as Asia/Shanghai, found \"%s\""), zone);
        return PB_ERR_DOMAIN;
    }
    if (st == PB_OK)
        st = read_history(cli, args, s);
    const char *calendar = pb_arg_text(args, "calendar", NULL);
    if (st == PB_OK && calendar)
        st = pb_calendar_read(cli->arena, calendar, NULL, &s->calendar, cli->diags);
    const char *open = pb_arg_text(args, "open", NULL);
    pb_hours hours;
    if (st == PB_OK && open) {
        st = read_open(cli, open, &hours);
        if (st == PB_OK)
            st = queues_with(cli, &s->history, &hours, &s->queues);
    }
    return st;
}

/* Staff would refuse their rows. */
pb_status pb_leave_out_queues(pb_cli *cli, const pb_queues *queues, const char *path, pb_history *h)
{
    bool any = h->n_queues <= queues->n;
    const size_t known = (size_t)queues->n * (size_t)h->grid.n_slots;
    for (size_t i = 0; i < known && !any; i++)
        any = h->contacts[i] > 0;
    if (!any) {
        pb_diag_add(cli->diags, PB_ERROR, (pb_where){path, 0, NULL},
                    PB_N_("the names of both must be the same, letter by letter"),
                    PB_N_("the history has contacts of no queue of queues.csv"));
        return PB_ERR_INPUT;
    }
    if (h->n_queues > queues->n)
        h->n_queues = queues->n;
    return PB_OK;
}

static pb_status read_workspace(pb_cli *cli, const pb_args *args, pb_forecast_source *s)
{
    pb_workspace ws;
    const char *const *paths;
    size_t n;
    pb_status st =
        pb_cli_workspace(cli, PB_NEED_TEAM | PB_NEED_QUEUES | PB_NEED_CALENDAR, &ws);
    if (st != PB_OK)
        return st;
    s->workspace = true;
    s->team = ws.team;
    s->queues = ws.queues;
    s->calendar = ws.calendar;
    const char *calendar = pb_arg_text(args, "calendar", NULL);
    if (calendar)
        st = pb_calendar_read(cli->arena, calendar, &s->queues, &s->calendar, cli->diags);
    if (st == PB_OK)
        st = pb_history_files(cli->arena, cli->dir, &paths, &n, cli->diags);
    if (st == PB_OK)
        st = pb_history_read(cli->arena, paths, n, &s->team, &s->queues, &s->history, cli->diags);
    return st == PB_OK ? pb_leave_out_queues(cli, &s->queues, paths[0], &s->history) : st;
}

pb_status pb_forecast_source_read(pb_cli *cli, const pb_args *args, pb_forecast_source *ret)
{
    pb_forecast_source s = {0};
    const bool files = pb_arg_given(args, "history");
    const pb_status st = files ? read_files(cli, args, &s) : read_workspace(cli, args, &s);
    if (st == PB_OK)
        *ret = s;
    return st;
}
