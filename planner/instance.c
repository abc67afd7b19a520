/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "planner/instance.h"

#include "planner/instance_parts.h"

static pb_status plan_grid(pb_arena *a, const pb_requirement *req, pb_date first, int n_days,
                           pb_instance *in)
{
    int64_t start;
    pb_status s;

    if (n_days <= 0 || first < req->grid.first ||
        first + n_days > req->grid.first + req->grid.n_days)
        return PB_ERR_DOMAIN;
    s = pb_grid_make(a, req->grid.zone, first, n_days, req->grid.slot_min, &in->grid);
    if (s)
        return s;
    start = in->grid.day_utc_s[0];
    in->req_slot0 = pb_grid_find(&req->grid, start);
    in->n_days = n_days;
    return PB_OK;
}

static pb_status day_kinds(pb_arena *a, pb_instance *in)
{
    pb_day_kind *kinds = PB_NEW_ARRAY(a, in->n_days, pb_day_kind);
    if (!kinds)
        return PB_ERR_NOMEM;
    for (int d = 0; d < in->n_days; d++)
        kinds[d] = pb_calendar_day_kind(&in->ws->calendar, in->grid.first + d);
    in->day_kind = kinds;
    return PB_OK;
}

pb_status pb_instance_make(pb_arena *a, const pb_workspace *ws, const pb_requirement *req,
                           const pb_roster *keep, pb_date first, int n_days, pb_instance *ret,
                           pb_diags *d)
{
    pb_instance in = {.ws = ws, .req = req, .keep = keep, .n_agents = ws->agents.n};
    pb_past past;
    pb_status s = plan_grid(a, req, first, n_days, &in);

    if (!s)
        s = day_kinds(a, &in);
    if (!s)
        s = pb_past_make(a, ws, first, &past);
    if (!s)
        s = pb_instance_alts(a, &in, d);
    if (!s)
        s = pb_instance_cover(a, &in, &past);
    if (!s)
        s = pb_instance_people(a, &in);
    if (!s)
        s = pb_instance_terms(a, &in, &past);
    if (!s)
        s = pb_instance_team(a, &in, &past);
    if (!s)
        *ret = in;
    return s;
}
