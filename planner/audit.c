/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "planner/audit_parts.h"

#include <stdlib.h>
#include <string.h>

enum { LOOK_BACK = 400 };

const pb_duty *pb_aud_duty(const pb_auditor *u, int32_t agent, pb_date date)
{
    if (date < u->from || date > u->last)
        return NULL;
    return u->duty[(int64_t)agent * u->n_all + (date - u->from)];
}

bool pb_aud_known(const pb_auditor *u, pb_date date)
{
    return date >= u->from && date <= u->last && u->known[date - u->from];
}

bool pb_aud_away(const pb_auditor *u, int32_t agent, pb_date date)
{
    const pb_agent *g = &u->ws->agents.at[agent];
    if (g->from != PB_DATE_NONE && g->from > date)
        return true;
    if (g->until != PB_DATE_NONE && g->until < date)
        return true;
    for (size_t i = 0; i < u->ws->absences.n; i++) {
        const pb_absence *s = &u->ws->absences.at[i];
        bool begins = s->from < date || (s->from == date && s->from_min == 0);
        bool ends = s->to > date || (s->to == date && s->to_min == PB_MIN_PER_DAY);
        if (s->agent == agent && begins && ends)
            return true;
    }
    return false;
}

int pb_aud_kind(const pb_auditor *u, const pb_duty *d)
{
    return d && d->shift >= 0 ? (int)u->ws->shifts.at[d->shift].kind : -1;
}

bool pb_aud_is(const pb_auditor *u, const pb_shift_ref *ref, const pb_duty *d)
{
    if (!d)
        return ref->type == PB_REF_OFF;
    if (d->shift < 0)
        return false;
    return ref->type == PB_REF_SHIFT ? ref->id == d->shift
                                     : ref->type == PB_REF_KIND && ref->id == pb_aud_kind(u, d);
}

bool pb_aud_night(const pb_auditor *u, const pb_duty *d)
{
    return pb_aud_kind(u, d) == PB_NIGHT || d->end_min > PB_NIGHT_FROM_MIN ||
           d->start_min < PB_NIGHT_TO_MIN;
}

pb_finding pb_aud_new(const pb_auditor *u, pb_date from, pb_date to)
{
    return (pb_finding){.check = u->check, .rule = u->rule ? (int32_t)(u->rule - u->ws->rules.at) : -1,
                        .hard = u->hard, .agent = u->agent, .other = -1, .from = from, .to = to,
                        .row = -1};
}

void pb_aud_add(pb_auditor *u, pb_finding f)
{
    if (u->status)
        return;
    u->status = pb_grow(u->al, &u->at, &u->cap, u->n + 1, sizeof *u->at);
    if (!u->status)
        u->at[u->n++] = f;
}

void pb_aud_charge(pb_auditor *u, pb_date from, pb_date to, int64_t amount, int64_t per, double found,
                   double limit)
{
    pb_finding f = pb_aud_new(u, from, to);
    if (amount <= 0)
        return;
    f.by = (double)amount / (double)per;
    f.found = found;
    f.limit = limit;
    f.cost = u->hard ? 0 : pb_money_of(u->price, amount, per);
    pb_aud_add(u, f);
}

/* --- laying out --- */

static void lay_roster(pb_auditor *u, const pb_roster *r, pb_date from, pb_date to)
{
    for (pb_date d = from > u->from ? from : u->from; d <= to && d <= u->last; d++)
        u->known[d - u->from] = 1;
    for (size_t i = 0; i < r->n; i++) {
        const pb_duty *d = &r->at[i];
        const pb_duty **cell;
        if (d->date < from || d->date > to || d->date < u->from || d->date > u->last ||
            d->end_s <= d->start_s || d->agent < 0)
            continue;
        cell = &u->duty[(int64_t)d->agent * u->n_all + (d->date - u->from)];
        if (!*cell)
            *cell = d;
    }
}

/* Days that a later roster speaks of are its own: earlier ones fill what is left. */
static void lay_out(pb_auditor *u)
{
    lay_roster(u, u->roster, u->first < u->roster->first ? u->first : u->roster->first, u->last);
    for (size_t i = u->ws->n_past; i > 0; i--) {
        const pb_roster *r = &u->ws->past[i - 1];
        pb_date d = r->first > u->from ? r->first : u->from;
        while (d <= r->last && d < u->first) {
            pb_date end = d;
            if (u->known[d - u->from]) {
                d++;
                continue;
            }
            while (end < r->last && end + 1 < u->first && !u->known[end + 1 - u->from])
                end++;
            lay_roster(u, r, d, end);
            d = end + 1;
        }
    }
}

/* Each agent's rows, so that judging all of them looks at each row once. */
static pb_status sort_rows(pb_auditor *u)
{
    const pb_roster *r = u->roster;
    size_t people = (size_t)u->ws->agents.n, *next = PB_NEW_ARRAY(u->arena, people + 1, size_t);

    u->row0 = PB_NEW_ARRAY(u->arena, people + 1, size_t);
    u->rows = PB_NEW_ARRAY(u->arena, r->n, size_t);
    if (!u->row0 || !u->rows || !next)
        return PB_ERR_NOMEM;
    for (size_t i = 0; i < r->n; i++)
        if (r->at[i].agent >= 0)
            u->row0[r->at[i].agent + 1]++;
    for (size_t k = 0; k < people; k++)
        next[k + 1] = u->row0[k + 1] += u->row0[k];
    for (size_t i = 0; i < r->n; i++)
        if (r->at[i].agent >= 0)
            u->rows[next[r->at[i].agent]++] = i;
    return PB_OK;
}

static bool speaks_of(const pb_auditor *u, pb_date d)
{
    if (d >= u->roster->first && d <= u->roster->last && u->roster->n > 0)
        return true;
    for (size_t i = 0; i < u->ws->n_past; i++)
        if (u->ws->past[i].first <= d && d <= u->ws->past[i].last)
            return true;
    return false;
}

static pb_status start_slots(pb_auditor *u)
{
    if (!u->req)
        return PB_OK;
    u->slot_s = PB_NEW_ARRAY(u->arena, u->req->grid.n_slots + 1, int64_t);
    if (!u->slot_s)
        return PB_ERR_NOMEM;
    for (int32_t t = 0; t <= u->req->grid.n_slots; t++)
        u->slot_s[t] = pb_grid_start_s(&u->req->grid, t);
    return PB_OK;
}

static pb_status prepare(pb_auditor *u)
{
    pb_date from = u->roster->n && u->roster->first < u->first ? u->roster->first : u->first;
    pb_status s;

    for (size_t i = 0; i < u->ws->n_past; i++)
        if (u->ws->past[i].first < from)
            from = u->ws->past[i].first;
    u->from = from < u->first - LOOK_BACK ? u->first - LOOK_BACK : from;
    u->n_all = u->last - u->from + 1;
    for (u->unbroken = u->first; speaks_of(u, u->unbroken - 1);)
        u->unbroken--;
    u->duty = PB_NEW_ARRAY(u->arena, (size_t)u->n_all * u->ws->agents.n, const pb_duty *);
    u->known = PB_NEW_ARRAY(u->arena, u->n_all, uint8_t);
    if (!u->duty || !u->known)
        return PB_ERR_NOMEM;
    lay_out(u);
    s = start_slots(u);
    if (!s)
        s = sort_rows(u);
    return s ? s : pb_aud_times(u);
}

/* --- going through the rules --- */

static void judge_agent(pb_auditor *u)
{
    pb_aud_cell_rule(u);
    pb_aud_rest_rule(u);
    pb_aud_hours_rule(u);
    pb_aud_weekend_rule(u);
}

static void by_default(pb_auditor *u, pb_rule_name name, double number, bool hard)
{
    u->rule = NULL;
    u->check = (int)name;
    u->hard = hard;
    u->price = pb_money_price(pb_rule_info_of(name)->default_cost);
    u->number = number;
    judge_agent(u);
}

/* What holds for an agent without a row in rules.csv. */
static void judge_defaults(pb_auditor *u, const bool *ruled)
{
    const pb_agent *g = &u->ws->agents.at[u->agent];

    if (!ruled[PB_RULE_REQUESTS])
        by_default(u, PB_RULE_REQUESTS, 0, false);
    if (!ruled[PB_RULE_KEEP])
        by_default(u, PB_RULE_KEEP, 0, false);
    if (g->no_night && !ruled[PB_RULE_NO_NIGHT])
        by_default(u, PB_RULE_NO_NIGHT, 0, true);
    if (g->max_hours >= 0)
        by_default(u, PB_RULE_MAX_HOURS_WEEK, g->max_hours, true);
    if (g->min_hours > 0 && !ruled[PB_RULE_MIN_HOURS_WEEK])
        by_default(u, PB_RULE_MIN_HOURS_WEEK, g->min_hours, false);
    if (g->hours_per_week > 0 && !ruled[PB_RULE_CONTRACT_HOURS])
        by_default(u, PB_RULE_CONTRACT_HOURS, 0, false);
}

static void use_rule(pb_auditor *u, const pb_rule *r)
{
    u->rule = r;
    u->check = (int)r->name;
    u->hard = r->hard;
    u->price = pb_money_price(r->cost);
    u->number = r->number;
}

static void judge(pb_auditor *u)
{
    const pb_rules *rules = &u->ws->rules;

    for (u->agent = 0; u->agent < u->ws->agents.n; u->agent++) {
        bool ruled[PB_N_RULES] = {false};
        pb_aud_cells(u);
        for (size_t i = 0; i < rules->n; i++) {
            if (!pb_who_has(&rules->at[i].who, &u->ws->agents.at[u->agent], u->agent))
                continue;
            ruled[rules->at[i].name] = true;
            use_rule(u, &rules->at[i]);
            judge_agent(u);
        }
        judge_defaults(u, ruled);
    }
    u->agent = -1;
    for (size_t i = 0; i < rules->n; i++) {
        use_rule(u, &rules->at[i]);
        pb_aud_team_rule(u);
    }
    pb_aud_cover(u);
}

static int compare(const void *x, const void *y)
{
    const pb_finding *a = x, *b = y;
    if (a->hard != b->hard)
        return a->hard ? -1 : 1;
    if (a->cost != b->cost)
        return a->cost > b->cost ? -1 : 1;
    if (a->check != b->check)
        return a->check < b->check ? -1 : 1;
    if (a->agent != b->agent)
        return a->agent < b->agent ? -1 : 1;
    if (a->from != b->from)
        return a->from < b->from ? -1 : 1;
    if (a->from_s != b->from_s)
        return a->from_s < b->from_s ? -1 : 1;
    return (a->row > b->row) - (a->row < b->row);
}

static pb_status hand_over(pb_auditor *u, pb_audit *ret)
{
    pb_audit r = {.n = u->n};
    pb_finding *list = PB_NEW_ARRAY(u->arena, u->n, pb_finding);

    if (!list)
        return PB_ERR_NOMEM;
    if (u->n)
        memcpy(list, u->at, u->n * sizeof *list);
    qsort(list, u->n, sizeof *list, compare);
    for (size_t i = 0; i < u->n; i++) {
        r.n_broken += list[i].hard;
        r.cost += list[i].cost;
        if (list[i].check < PB_N_RULES)
            r.by_rule[list[i].check] += list[i].cost;
    }
    r.at = list;
    *ret = r;
    return PB_OK;
}

pb_status pb_audit_roster(pb_arena *a, const pb_workspace *ws, const pb_requirement *req,
                          const pb_roster *roster, const pb_roster *keep, pb_date first, int n_days,
                          pb_audit *ret)
{
    pb_auditor u = {.arena = a, .al = pb_arena_allocator(a), .ws = ws, .req = req, .roster = roster,
                    .keep = keep, .zone = ws->team.zone, .first = first, .agent = -1};
    pb_status s;

    if (n_days <= 0) {
        u.first = roster->first;
        n_days = roster->last - roster->first + 1;
    }
    u.last = u.first + n_days - 1;
    if (n_days <= 0 || (req && (u.first < req->grid.first ||
                                u.last >= req->grid.first + req->grid.n_days)))
        return PB_ERR_DOMAIN;
    s = prepare(&u);
    if (!s) {
        judge(&u);
        s = u.status;
    }
    if (!s)
        s = hand_over(&u, ret);
    pb_free(u.al, u.times);
    pb_free(u.al, u.at);
    return s;
}
