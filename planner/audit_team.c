/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Rules between people: fair shares, roles on shifts, together and apart. */
#include "planner/audit_parts.h"

enum { YEAR = 365 };

/* --- fair shares --- */

/* What a day counts for the fair rule at work. */
static int64_t counted(const pb_auditor *u, int32_t agent, pb_date date)
{
    const pb_duty *d = pb_aud_duty(u, agent, date);

    if (u->check == PB_RULE_FAIR_WEEKENDS) {
        bool sunday = date + 1 <= u->last && !(date < u->first && date + 1 >= u->first) &&
                      pb_aud_duty(u, agent, date + 1);
        return pb_date_weekday(date) == 5 && (d || sunday);
    }
    if (!d)
        return 0;
    if (u->check == PB_RULE_FAIR_HOURS)
        return pb_duty_paid_min(d);
    if (u->check == PB_RULE_FAIR_HOLIDAYS)
        return pb_calendar_day_kind(&u->ws->calendar, date) == PB_DAY_STATUTORY;
    return u->rule->n_refs > 0 && pb_aud_is(u, &u->rule->refs[0], d);
}

/* Contract hours in tenths, times the part of the counted days the agent was employed. */
static int64_t weight(const pb_auditor *u, int32_t agent)
{
    const pb_agent *g = &u->ws->agents.at[agent];
    double hours = g->hours_per_week > 0 ? g->hours_per_week : 40;
    int64_t all = 0, there = 0, w;

    for (pb_date d = u->first - YEAR; d <= u->last; d++) {
        if (d < u->first && !pb_aud_known(u, d))
            continue;
        all++;
        there += !(g->from != PB_DATE_NONE && d < g->from) && !(g->until != PB_DATE_NONE && d > g->until);
    }
    w = ((int64_t)(hours * 10 + 0.5) * there + all / 2) / (all > 0 ? all : 1);
    return w > 1 ? w : 1;
}

static bool kept_from_nights(const pb_auditor *u, int32_t agent)
{
    for (size_t i = 0; i < u->ws->rules.n; i++) {
        const pb_who *who = &u->ws->rules.at[i].who;
        if (u->ws->rules.at[i].name == PB_RULE_NO_NIGHT && who->kind == PB_WHO_AGENT && who->id == agent)
            return true;
    }
    return u->ws->agents.at[agent].no_night;
}

/* A share of a kind of shift is for those who can work one of them. */
static bool takes_part(const pb_auditor *u, int32_t agent)
{
    const pb_agent *g = &u->ws->agents.at[agent];

    if (!pb_who_has(&u->rule->who, g, agent))
        return false;
    if (u->check != PB_RULE_FAIR_KIND)
        return true;
    for (int32_t i = 0; i < u->ws->shifts.n; i++) {
        const pb_shift *s = &u->ws->shifts.at[i];
        const pb_duty x = {.shift = i, .start_min = s->start_min, .end_min = s->end_min};
        if (u->rule->n_refs > 0 && pb_aud_is(u, &u->rule->refs[0], &x) && (g->shift_kinds & 1u << s->kind) &&
            (!pb_aud_night(u, &x) || !kept_from_nights(u, agent)))
            return true;
    }
    return false;
}

static void judge_fair(pb_auditor *u)
{
    int64_t total = 0, weights = 0, per = u->check == PB_RULE_FAIR_HOURS ? 60 : 1;
    int32_t n = u->ws->agents.n;
    int64_t *count = pb_alloc(u->al, (size_t)n + 1, sizeof *count);

    if (!count) {
        u->status = PB_ERR_NOMEM;
        return;
    }
    for (int32_t i = 0; i < n; i++) {
        if (!takes_part(u, i))
            continue;
        for (pb_date d = u->first - YEAR; d <= u->last; d++)
            count[i] += counted(u, i, d);
        total += count[i];
        weights += weight(u, i);
    }
    for (int32_t i = 0; i < n; i++) {
        int64_t w, off;
        if (!takes_part(u, i))
            continue;
        w = weight(u, i);
        off = count[i] * weights - w * total;
        off = pb_money_unfair(off < 0 ? -off : off, weights * per);
        u->agent = i;
        pb_aud_charge(u, u->first, u->last, off, 10 * weights * per, (double)count[i] / (double)per,
                      (double)(w * total) / (double)(weights * per));
    }
    u->agent = -1;
    pb_free(u->al, count);
}

/* --- roles --- */

static bool plays(const pb_auditor *u, int32_t agent)
{
    const pb_agent *g = &u->ws->agents.at[agent];
    int32_t x = u->rule->role_or_skill;
    bool has = x >= 0 ? (int32_t)g->role == x : (g->skills & (pb_skillset)1 << (-1 - x)) != 0;
    return has && pb_who_has(&u->rule->who, g, agent);
}

static bool means(const pb_auditor *u, int32_t shift)
{
    const pb_shift_ref *ref = &u->rule->refs[0];
    return ref->type == PB_REF_SHIFT ? ref->id == shift
                                     : ref->type == PB_REF_KIND &&
                                           (int)u->ws->shifts.at[shift].kind == ref->id;
}

static bool wanted_between(const pb_auditor *u, int64_t lo, int64_t hi)
{
    const pb_grid *g = &u->req->grid;
    for (int32_t row = 0; row < u->req->n_rows; row++)
        for (pb_date d = u->first; d <= u->last; d++)
            for (int32_t t = g->day_slot[d - g->first]; t < g->day_slot[d - g->first + 1]; t++)
                if (pb_grid_start_s(g, t) < hi && pb_grid_start_s(g, t + 1) > lo &&
                    u->req->scheduled[(int64_t)row * g->n_slots + t] > 0)
                    return true;
    return false;
}

/* A day asks for the role when a shift of that sort may be worked on it and somebody is needed then. */
static bool asked_on(const pb_auditor *u, pb_date date)
{
    int kind = (int)pb_calendar_day_kind(&u->ws->calendar, date);
    for (int32_t i = 0; i < u->ws->shifts.n; i++) {
        const pb_shift *s = &u->ws->shifts.at[i];
        int latest = s->start_step_min > 0 && s->start_latest_min > s->start_min
                         ? s->start_min + (s->start_latest_min - s->start_min) / s->start_step_min *
                                              s->start_step_min
                         : s->start_min;
        if (means(u, i) && pb_shift_on(s, date, kind) &&
            wanted_between(u, pb_zone_utc_simple(u->zone, date, s->start_min),
                           pb_zone_utc_simple(u->zone, date, latest + s->end_min - s->start_min)))
            return true;
    }
    return false;
}

static void judge_role(pb_auditor *u)
{
    if (!u->req || u->rule->n_refs < 1)
        return;
    for (pb_date date = u->first; date <= u->last; date++) {
        int64_t there = 0, need = (int64_t)(u->number + 0.5);
        if (!asked_on(u, date))
            continue;
        for (int32_t i = 0; i < u->ws->agents.n; i++) {
            const pb_duty *d = pb_aud_duty(u, i, date);
            there += d && d->shift >= 0 && plays(u, i) && means(u, d->shift);
        }
        pb_aud_charge(u, date, date, need - there, 1, (double)there, (double)need);
    }
}

/* --- pairs --- */

static bool clash(const pb_auditor *u, const pb_duty *x, const pb_duty *y)
{
    if (u->check == PB_RULE_APART)
        return x && y && x->start_s < y->end_s && y->start_s < x->end_s;
    return (x == NULL) != (y == NULL) || (x && y && x->shift != y->shift);
}

static void judge_pair(pb_auditor *u, int32_t a, int32_t b)
{
    for (pb_date date = u->first; date <= u->last; date++) {
        pb_finding f = pb_aud_new(u, date, date);
        if (pb_aud_away(u, a, date) || pb_aud_away(u, b, date) ||
            !clash(u, pb_aud_duty(u, a, date), pb_aud_duty(u, b, date)))
            continue;
        f.agent = a;
        f.other = b;
        f.by = 1;
        f.cost = u->hard ? 0 : u->price;
        pb_aud_add(u, f);
    }
}

void pb_aud_team_rule(pb_auditor *u)
{
    switch (u->check) {
    case PB_RULE_FAIR_KIND:
    case PB_RULE_FAIR_WEEKENDS:
    case PB_RULE_FAIR_HOLIDAYS:
    case PB_RULE_FAIR_HOURS: judge_fair(u); break;
    case PB_RULE_ROLE_ON_SHIFT: judge_role(u); break;
    case PB_RULE_TOGETHER:
    case PB_RULE_APART:
        for (int32_t i = 0; i < u->rule->n_agents; i++)
            for (int32_t k = i + 1; k < u->rule->n_agents; k++)
                judge_pair(u, u->rule->agents[i], u->rule->agents[k]);
        break;
    default: break;
    }
}
