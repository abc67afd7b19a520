/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/gap_words.h"

#include "export/timeline.h"
#include "planner/audit.h"
#include "planner/audit_words.h"

#include <math.h>

pb_status pb_gap_count(pb_cli *cli, const pb_workspace *ws, const pb_requirement *req, const pb_roster *roster,
                       pb_date first, int n_days, pb_presence_gap *ret)
{
    pb_timeline timeline;
    pb_roster there;
    pb_presence presence;
    const double *urgent;
    pb_status st = pb_timeline_make(cli->arena, ws, roster, &timeline);

    if (st == PB_OK) {
        there = pb_timeline_between(&timeline, first - 1, first + n_days - 1);
        st = pb_presence_count(cli->arena, &there, &ws->agents, req, &presence);
    }
    if (st == PB_OK)
        st = pb_audit_urgent(cli->arena, ws, req, &urgent);
    if (st == PB_OK)
        *ret = pb_presence_missing(&presence, req, urgent, first, first + n_days - 1);
    return st;
}

void pb_gap_tell(pb_cli *cli, const pb_requirement *req, const pb_presence_gap *gap)
{
    const pb_grid *g = &req->grid;
    const char *day;
    char clock[8];

    if (gap->slot < 0) {
        fprintf(cli->out, pb_tr(cli->lang, PB_N_("Cover: none of the %.1f agent-hours needed is missing\n")), gap->need_h);
        return;
    }
    day = pb_date_words(cli->arena, cli->lang, g->first + pb_grid_day(g, gap->slot));
    fprintf(cli->out, pb_tr(cli->lang, PB_N_("Cover: %.1f of the %.1f agent-hours needed are missing; the worst is %s %s: %s short %d\n")),
            gap->lacking_h, gap->need_h, day ? day : "", pb_minute_format(pb_grid_minute(g, gap->slot), clock),
            req->names[gap->row], (int)ceil(gap->lacking - 1e-9));
}

json_t *pb_gap_json(const pb_requirement *req, const pb_presence_gap *gap)
{
    char start[32];
    json_t *o = json_pack("{s:f,s:f}", "needed_h", gap->need_h, "missing_h", gap->lacking_h);
    json_t *worst = gap->slot < 0 ? NULL
                                  : json_pack("{s:s,s:s,s:f}", "start",
                                              pb_zone_format(req->grid.zone, pb_grid_start_s(&req->grid, gap->slot), start), "row",
                                              req->names[gap->row], "missing", gap->lacking);
    if (o && worst)
        (void)json_object_set_new(o, "worst", worst);
    return o;
}
