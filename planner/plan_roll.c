/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "planner/plan_roll.h"

#include <string.h>

typedef struct rolling {
    pb_arena *arena;
    const pb_requirement *req;
    const pb_plan_options *opt;
    pb_workspace ws;    /* with the pieces made so far */
    pb_roster *past;    /* [n_past + pieces] */
    pb_plan_piece *piece;
    size_t n, n_all;
    pb_date first, end;
    pb_plan_result sum;
    pb_roster *made;    /* [n] */
    double start_s;
} rolling;

static pb_date piece_end(const rolling *r, pb_date from, int days)
{
    pb_ymd x = pb_date_ymd(from);
    pb_date to = days > 0 ? from + days : pb_date_add_months(pb_date_from_ymd(x.year, x.month, 1), 1);
    return to < r->end ? to : r->end;
}

static pb_status begin(rolling *r, int days)
{
    for (pb_date d = r->first; d < r->end; d = piece_end(r, d, days))
        r->n_all++;
    r->piece = PB_NEW_ARRAY(r->arena, r->n_all, pb_plan_piece);
    r->past = PB_NEW_ARRAY(r->arena, r->ws.n_past + r->n_all, pb_roster);
    r->made = PB_NEW_ARRAY(r->arena, r->n_all, pb_roster);
    if (!r->piece || !r->past || !r->made)
        return PB_ERR_NOMEM;
    if (r->ws.n_past)
        memcpy(r->past, r->ws.past, r->ws.n_past * sizeof *r->past);
    r->ws.past = r->past;
    r->sum.status = PB_PLAN_OPTIMAL;
    return PB_OK;
}

/* An equal part of what is left of the time. */
static double time_for(const rolling *r)
{
    const pb_plan_options *o = r->opt;
    double left;

    if (!o->clock_s || o->time_limit_s <= 0)
        return o->time_limit_s;
    left = (r->start_s + o->time_limit_s - o->clock_s(o->clock_ctx)) / (double)(r->n_all - r->n);
    return left > 0.01 ? left : 0.01;
}

/* The piece counts before an older roster of the same days. */
static void look_back_on(rolling *r, const pb_roster *x)
{
    size_t i = r->ws.n_past++;
    for (; i > 0 && r->past[i - 1].first > x->first; i--)
        r->past[i] = r->past[i - 1];
    r->past[i] = *x;
}

static void join(rolling *r, const pb_plan_result *p)
{
    r->made[r->n - 1] = p->roster;
    r->sum.roster.n += p->roster.n;
    r->sum.cost += p->cost;
    r->sum.held += p->held;
    r->sum.n_tried += p->n_tried;
    r->sum.by_clock = r->sum.by_clock || p->by_clock;
    r->sum.status = p->status > r->sum.status ? p->status : r->sum.status;
    r->sum.n_columns = p->n_columns > r->sum.n_columns ? p->n_columns : r->sum.n_columns;
    r->sum.n_rows = p->n_rows > r->sum.n_rows ? p->n_rows : r->sum.n_rows;
    for (int i = 0; i < PB_N_RULES; i++)
        r->sum.by_rule[i] += p->by_rule[i];
}

static bool lawful(const pb_plan_result *p)
{
    return p->status != PB_PLAN_INFEASIBLE && p->status != PB_PLAN_NOT_FOUND;
}

static pb_status make_piece(rolling *r, pb_date from, pb_date to, pb_plan_result *p, pb_diags *d)
{
    pb_plan_options o = *r->opt;
    pb_plan_piece *x = &r->piece[r->n];
    pb_audit audit;
    pb_status s;

    r->ws.days_planned = from - r->first;
    o.first = from;
    o.n_days = to - from;
    o.time_limit_s = time_for(r);
    o.write_lp = r->n == 0 ? o.write_lp : NULL;
    s = pb_plan_make(r->arena, &r->ws, r->req, &o, p, d);
    if (!s)
        s = pb_audit_roster(r->arena, &r->ws, r->req, &p->roster, o.keep, from, o.n_days, &audit);
    if (s)
        return s;
    r->n++;
    *x = (pb_plan_piece){from, o.n_days, p->status, p->cost, p->bound, p->gap, p->by_clock,
                         audit.n_broken == 0 && audit.cost == p->cost};
    return PB_OK;
}

static pb_status tell(rolling *r, pb_plan_result *ret)
{
    pb_duty *rows = PB_NEW_ARRAY(r->arena, r->sum.roster.n, pb_duty);
    size_t n = 0;

    if (!rows)
        return PB_ERR_NOMEM;
    for (size_t i = 0; i < r->n; i++) {
        if (r->made[i].n)
            memcpy(rows + n, r->made[i].at, r->made[i].n * sizeof *rows);
        n += r->made[i].n;
    }
    r->sum.roster.first = r->first;
    r->sum.roster.last = r->end - 1;
    r->sum.roster.at = rows;
    r->sum.gap = r->sum.cost > 0 ? 1 : 0;
    *ret = r->sum;
    return PB_OK;
}

pb_status pb_plan_roll(pb_arena *a, const pb_workspace *ws, const pb_requirement *req, const pb_plan_options *opt,
                       int days, pb_plan_result *ret, pb_plan_pieces *pieces, pb_diags *d)
{
    rolling r = {.arena = a, .req = req, .opt = opt, .ws = *ws};
    pb_plan_result p = {.status = PB_PLAN_NOT_FOUND};
    bool on = true;
    pb_status s;

    r.first = opt->first == PB_DATE_NONE ? req->grid.first : opt->first;
    r.end = opt->n_days > 0 ? r.first + opt->n_days : req->grid.first + req->grid.n_days;
    r.start_s = opt->clock_s ? opt->clock_s(opt->clock_ctx) : 0;
    if (days < 0 || r.first >= r.end)
        return PB_ERR_DOMAIN;
    s = begin(&r, days);
    for (pb_date from = r.first, to; !s && on && from < r.end; from = to) {
        to = piece_end(&r, from, days);
        s = make_piece(&r, from, to, &p, d);
        on = !s && lawful(&p);
        if (on) {
            join(&r, &p);
            look_back_on(&r, &p.roster);
        }
    }
    if (s)
        return s;
    if (on)
        s = tell(&r, ret);
    else
        *ret = p;
    if (!s)
        *pieces = (pb_plan_pieces){r.n, r.piece, r.ws};
    return s;
}
