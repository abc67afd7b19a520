/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Cover: who is at work in each slot, against the requirement and minimum staffing. */
#include "planner/audit_parts.h"

#include <math.h>
#include <string.h>

/* Price of an agent-hour on a set of queues: rules for a queue of the set go before those for all;
 * of several the dearest; one without a price makes it hard. */
bool pb_aud_price(pb_auditor *u, pb_rule_name name, pb_skillset set)
{
    const pb_rule *found[2] = {NULL, NULL};
    bool hard[2] = {false, false}, any[2] = {false, false};
    pb_money price[2] = {0, 0};
    int which;

    for (size_t i = 0; i < u->ws->rules.n; i++) {
        const pb_rule *r = &u->ws->rules.at[i];
        pb_money p = pb_money_price(r->cost);
        int k = r->who.kind == PB_WHO_SKILL;
        if (r->name != name || (k ? !(set & (pb_skillset)1 << r->who.id) : r->who.kind != PB_WHO_ALL))
            continue;
        if (!any[k] || r->hard || p > price[k])
            found[k] = r;
        price[k] = p > price[k] ? p : price[k];
        hard[k] = hard[k] || r->hard;
        any[k] = true;
    }
    which = any[1] ? 1 : 0;
    u->check = (int)name;
    u->rule = any[which] ? found[which] : NULL;
    u->hard = hard[which];
    u->price = any[which] ? price[which] : pb_money_price(pb_rule_info_of(name)->default_cost);
    return any[which];
}

/* Elapsed minutes that two stretches share. */
static int64_t shared_min(int64_t a0, int64_t a1, int64_t b0, int64_t b1)
{
    int64_t lo = a0 > b0 ? a0 : b0, hi = a1 < b1 ? a1 : b1;
    return hi > lo ? (hi - lo) / 60 : 0;
}

static int64_t span_in(const pb_auditor *u, const pb_duty *d, const pb_span *s, int64_t lo, int64_t hi)
{
    return shared_min(pb_zone_utc_simple(u->zone, d->date, s->from_min),
                      pb_zone_utc_simple(u->zone, d->date, s->to_min), lo, hi);
}

/* Minutes of an activity that lie in no unpaid break and in no activity before it in the list: nobody is away
 * twice. */
static int64_t activity_in(const pb_auditor *u, const pb_duty *d, int32_t at, int64_t lo, int64_t hi)
{
    int64_t n = 0;
    for (int minute = d->activities[at].span.from_min; minute < d->activities[at].span.to_min; minute++) {
        bool again = false;
        for (int32_t i = 0; i < d->n_breaks && !again; i++)
            again = (d->unpaid_breaks >> i & 1) && d->breaks[i].from_min <= minute && minute < d->breaks[i].to_min;
        for (int32_t i = 0; i < at && !again; i++)
            again = d->activities[i].span.from_min <= minute && minute < d->activities[i].span.to_min;
        pb_span one = {(int16_t)minute, (int16_t)(minute + 1)};
        n += again ? 0 : span_in(u, d, &one, lo, hi);
    }
    return n;
}

static bool overlaps(const pb_span *a, const pb_span *b)
{
    return a->from_min < b->to_min && b->from_min < a->to_min;
}

/* Does the activity share time with an unpaid break or an activity before it? */
static bool twice(const pb_duty *d, int32_t at)
{
    const pb_span *s = &d->activities[at].span;
    for (int32_t i = 0; i < d->n_breaks; i++)
        if ((d->unpaid_breaks >> i & 1) && overlaps(s, &d->breaks[i]))
            return true;
    for (int32_t i = 0; i < at; i++)
        if (overlaps(s, &d->activities[i].span))
            return true;
    return false;
}

enum { MOST_AWAY = 64 }; /* 32 breaks, and activities */

/* The instants of a duty's unpaid breaks and activities, reckoned once for all its slots. */
typedef struct away {
    int32_t n, n_activities; /* of them all, and how many of the first activities were looked at */
    int64_t from_s[MOST_AWAY], to_s[MOST_AWAY];
} away;

static void add_away(const pb_auditor *u, const pb_duty *d, const pb_span *s, away *w)
{
    w->from_s[w->n] = pb_zone_utc_simple(u->zone, d->date, s->from_min);
    w->to_s[w->n++] = pb_zone_utc_simple(u->zone, d->date, s->to_min);
}

static void find_away(const pb_auditor *u, const pb_duty *d, away *w)
{
    w->n = 0;
    for (int32_t i = 0; i < d->n_breaks && i < 32; i++)
        if (d->unpaid_breaks >> i & 1)
            add_away(u, d, &d->breaks[i], w);
    for (w->n_activities = 0; w->n_activities < d->n_activities && w->n < MOST_AWAY; w->n_activities++)
        if (!twice(d, w->n_activities))
            add_away(u, d, &d->activities[w->n_activities].span, w);
}

/* Minutes of the slot that a duty covers: unpaid breaks and activities are not cover. */
static int64_t at_work_min(const pb_auditor *u, const pb_duty *d, const away *w, int64_t lo, int64_t hi)
{
    int64_t n = shared_min(d->start_s, d->end_s, lo, hi);
    for (int32_t i = 0; n > 0 && i < w->n; i++)
        n -= shared_min(w->from_s[i], w->to_s[i], lo, hi);
    for (int32_t i = 0; n > 0 && i < d->n_activities; i++) {
        if (twice(d, i))
            n -= activity_in(u, d, i, lo, hi);
        else if (i >= w->n_activities)
            n -= span_in(u, d, &d->activities[i].span, lo, hi);
    }
    return n > 0 ? n : 0;
}

static bool serves(const pb_auditor *u, const pb_duty *d, pb_skillset set, const pb_who *who)
{
    const pb_agent *g = &u->ws->agents.at[d->agent];
    if (who)
        return pb_who_has(who, g, d->agent);
    if (d->queue >= 0)
        return (g->skills & set & (pb_skillset)1 << d->queue) != 0;
    return (g->skills & set) != 0;
}

/* minutes[slot] of the requirement's grid gains what the duty gives. */
static void add_duty(const pb_auditor *u, const pb_duty *d, int64_t *minutes)
{
    const pb_grid *g = &u->req->grid;
    int32_t t = pb_grid_find(g, d->start_s);
    away w;

    find_away(u, d, &w);
    for (t = t < 0 ? 0 : t; t < g->n_slots && u->slot_s[t] < d->end_s; t++)
        minutes[t] += at_work_min(u, d, &w, u->slot_s[t], u->slot_s[t + 1]);
}

void pb_aud_present(const pb_auditor *u, pb_skillset set, const pb_who *who, int64_t *minutes)
{
    memset(minutes, 0, (size_t)u->req->grid.n_slots * sizeof *minutes);
    for (int32_t agent = 0; agent < u->ws->agents.n; agent++)
        for (pb_date date = u->first - 2; date <= u->last; date++) {
            const pb_duty *d = pb_aud_duty(u, agent, date);
            if (d && serves(u, d, set, who))
                add_duty(u, d, minutes);
        }
}

/* Slots in a row that lack somebody make one finding. */
typedef struct stretch {
    pb_finding f;
    bool open;
} stretch;

static void close_stretch(pb_auditor *u, stretch *s)
{
    if (s->open)
        pb_aud_add(u, s->f);
    s->open = false;
}

static void short_slot(pb_auditor *u, stretch *s, int32_t row, int32_t t, int64_t need, int64_t have)
{
    const pb_grid *g = &u->req->grid;
    int64_t start = u->slot_s[t], end = u->slot_s[t + 1], slot = (end - start) / 60;
    int64_t missing = need - have;
    pb_date date = g->first + pb_grid_day(g, t);
    double agents = (double)missing / (double)slot;

    if (s->open && (s->f.to_s != start || s->f.from != date))
        close_stretch(u, s);
    if (!s->open) {
        s->f = pb_aud_new(u, date, date);
        s->f.row = row;
        s->f.from_s = start;
        s->open = true;
    }
    s->f.to_s = end;
    s->f.by += (double)missing / 60;
    if (agents > s->f.peak) {
        s->f.peak = agents;
        s->f.found = (double)have / (double)slot;
        s->f.limit = (double)need / (double)slot;
    }
    if (!u->hard)
        s->f.cost += pb_money_of(u->price, u->check == PB_RULE_SHORT_COVER
                                               ? pb_money_shortage(missing, need, slot) : missing, 60);
}

static int32_t slot_of_date(const pb_auditor *u, pb_date date)
{
    return u->req->grid.day_slot[date - u->req->grid.first];
}

static int64_t slot_min(const pb_auditor *u, int32_t t)
{
    return pb_grid_slot_s(&u->req->grid, t) / 60;
}

int64_t pb_aud_needed(const pb_auditor *u, int32_t row, int32_t t)
{
    double n = u->req->scheduled[(int64_t)row * u->req->grid.n_slots + t];
    return n > 0 ? (int64_t)(n * (double)slot_min(u, t) + 0.5) : 0;
}

/* Rows whose set lies in no other one's are where surplus is counted, so that it counts once. */
static bool outermost(const pb_requirement *q, int32_t row)
{
    for (int32_t i = 0; i < q->n_rows; i++) {
        bool within = (q->sets[row] | q->sets[i]) == q->sets[i];
        if (i != row && within && (q->sets[row] != q->sets[i] || i < row))
            return false;
    }
    return true;
}

static void judge_surplus(pb_auditor *u, int32_t row, const int64_t *have)
{
    (void)pb_aud_price(u, PB_RULE_OVER_COVER, u->req->sets[row]);
    for (pb_date date = u->first; date <= u->last && u->price > 0; date++) {
        pb_finding f = pb_aud_new(u, date, date);
        f.row = row;
        f.hard = false;
        f.from_s = u->req->grid.day_utc_s[date - u->req->grid.first];
        f.to_s = u->req->grid.day_utc_s[date + 1 - u->req->grid.first];
        for (int32_t t = slot_of_date(u, date); t < slot_of_date(u, date + 1); t++) {
            int64_t over = have[t] - pb_aud_needed(u, row, t);
            if (over > 0) {
                f.cost += pb_money_of(u->price, over, 60);
                f.by += (double)over / 60;
            }
        }
        if (f.by > 0)
            pb_aud_add(u, f);
    }
}

/* The need of a row without the even level of deferred work that may be done at other times. */
static int64_t live_need(const pb_auditor *u, int32_t row, int32_t level, int32_t t)
{
    int64_t live = pb_aud_needed(u, row, t) - (level >= 0 ? pb_aud_needed(u, level, t) : 0);
    return live > 0 ? live : 0;
}

static int32_t row_of_queue(const pb_requirement *q, int32_t queue)
{
    for (int32_t i = 0; queue >= 0 && i < q->n_rows; i++)
        if (q->sets[i] == (pb_skillset)1 << queue)
            return i;
    return -1;
}

pb_status pb_audit_urgent(pb_arena *a, const pb_workspace *ws, const pb_requirement *req, const double **ret)
{
    const pb_auditor u = {.ws = ws, .req = req};
    const int32_t n = req->grid.n_slots;
    double *need;

    *ret = NULL;
    if (req->n_deferred == 0)
        return PB_OK;
    need = PB_NEW_ARRAY(a, (size_t)req->n_rows * (size_t)n, double);
    if (!need)
        return PB_ERR_NOMEM;
    for (int32_t row = 0; row < req->n_rows; row++) {
        int32_t level = row_of_queue(req, pb_aud_work_of_row(&u, row));
        for (int32_t t = 0; t < n; t++)
            need[(int64_t)row * n + t] = (double)live_need(&u, row, level, t) / (double)slot_min(&u, t);
    }
    *ret = need;
    return PB_OK;
}

static void judge_row(pb_auditor *u, int32_t row, int64_t *have)
{
    stretch s = {.open = false};
    int32_t level = row_of_queue(u->req, pb_aud_work_of_row(u, row));

    pb_aud_present(u, u->req->sets[row], NULL, have);
    (void)pb_aud_price(u, PB_RULE_SHORT_COVER, u->req->sets[row]);
    for (int32_t t = slot_of_date(u, u->first); t < slot_of_date(u, u->last + 1); t++)
        if (have[t] < live_need(u, row, level, t))
            short_slot(u, &s, row, t, live_need(u, row, level, t), have[t]);
    close_stretch(u, &s);
    if (outermost(u->req, row))
        judge_surplus(u, row, have);
}

static bool open_then(const pb_auditor *u, const pb_rule *r, int32_t t)
{
    const pb_grid *g = &u->req->grid;
    int weekday = pb_date_weekday(g->first + pb_grid_day(g, t));
    for (int32_t q = 0; q < u->ws->queues.n; q++)
        if ((r->who.kind != PB_WHO_SKILL || r->who.id == q) &&
            pb_hours_open(&u->ws->queues.at[q].hours, weekday, pb_grid_minute(g, t)))
            return true;
    return false;
}

static void judge_min_agents(pb_auditor *u, const pb_rule *r, int64_t *have)
{
    stretch s = {.open = false};

    pb_aud_present(u, 0, &r->who, have);
    u->rule = r;
    u->check = PB_RULE_MIN_AGENTS;
    u->hard = r->hard;
    u->price = pb_money_price(r->cost);
    for (int32_t t = slot_of_date(u, u->first); t < slot_of_date(u, u->last + 1); t++) {
        int64_t need = open_then(u, r, t) ? (int64_t)(r->number * (double)slot_min(u, t) + 0.5) : 0;
        if (have[t] < need)
            short_slot(u, &s, -1, t, need, have[t]);
    }
    close_stretch(u, &s);
}

void pb_aud_cover(pb_auditor *u)
{
    int64_t *have;

    if (!u->req || u->status)
        return;
    have = pb_alloc(u->al, (size_t)u->req->grid.n_slots + 1, sizeof *have);
    if (!have) {
        u->status = PB_ERR_NOMEM;
        return;
    }
    u->agent = -1;
    for (int32_t row = 0; row < u->req->n_rows; row++)
        judge_row(u, row, have);
    for (size_t i = 0; i < u->ws->rules.n; i++)
        if (u->ws->rules.at[i].name == PB_RULE_MIN_AGENTS)
            judge_min_agents(u, &u->ws->rules.at[i], have);
    pb_free(u->al, have);
    pb_aud_work_rule(u);
}
