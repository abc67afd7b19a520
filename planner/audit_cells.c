/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Duty by duty: what always holds, and the rules that look at one day alone. */
#include "planner/audit_parts.h"

static void broken(pb_auditor *u, int check, const pb_duty *d, bool hard, double found, double limit)
{
    pb_finding f;
    u->rule = NULL;
    u->check = check;
    u->hard = hard;
    f = pb_aud_new(u, d->date, d->date);
    f.by = 1;
    f.found = found;
    f.limit = limit;
    pb_aud_add(u, f);
}

static void judge_absence(pb_auditor *u, const pb_duty *d)
{
    const pb_agent *g = &u->ws->agents.at[d->agent];

    if ((g->from != PB_DATE_NONE && d->date < g->from) || (g->until != PB_DATE_NONE && d->date > g->until))
        broken(u, PB_CHECK_EMPLOYED, d, true, 0, 0);
    for (size_t i = 0; i < u->ws->absences.n; i++) {
        const pb_absence *s = &u->ws->absences.at[i];
        if (s->agent != d->agent || s->to < d->date || s->from > d->date + 1)
            continue;
        if (pb_zone_utc_simple(u->zone, s->from, s->from_min) < d->end_s &&
            pb_zone_utc_simple(u->zone, s->to, s->to_min) > d->start_s) {
            broken(u, PB_CHECK_ABSENT, d, true, (double)s->kind, 0);
            return;
        }
    }
}

/* Does the shift have these times? */
static bool times_fit(const pb_shift *s, const pb_duty *d)
{
    int step = s->start_step_min > 0 ? s->start_step_min : 1;
    if (d->end_min - d->start_min != s->end_min - s->start_min)
        return false;
    if (d->start_min == s->start_min)
        return true;
    return d->start_min > s->start_min && d->start_min <= s->start_latest_min &&
           (d->start_min - s->start_min) % step == 0;
}

static void judge_breaks(pb_auditor *u, const pb_shift *s, const pb_duty *d)
{
    int unpaid = 0;
    bool inside = true;

    for (int32_t i = 0; i < d->n_breaks; i++) {
        const pb_span *b = &d->breaks[i];
        if (!(d->unpaid_breaks >> i & 1))
            continue;
        unpaid += b->to_min - b->from_min;
        if (b->from_min < d->start_min + s->break_earliest_min ||
            b->to_min > d->start_min + s->break_latest_min)
            inside = false;
    }
    if (unpaid != s->unpaid_break_min || (unpaid > 0 && !inside))
        broken(u, PB_CHECK_BREAK, d, !d->pinned, unpaid, s->unpaid_break_min);
}

static void judge_shift(pb_auditor *u, const pb_duty *d)
{
    const pb_agent *g = &u->ws->agents.at[d->agent];
    const pb_shift *s;

    if (d->shift < 0)
        return;
    s = &u->ws->shifts.at[d->shift];
    if (!pb_shift_on(s, d->date, (int)pb_calendar_day_kind(&u->ws->calendar, d->date)))
        broken(u, PB_CHECK_SHIFT_DAY, d, !d->pinned, 0, 0);
    if (!times_fit(s, d))
        broken(u, PB_CHECK_SHIFT_TIME, d, !d->pinned, d->start_min, s->start_min);
    else
        judge_breaks(u, s, d);
    if (!(g->shift_kinds >> s->kind & 1))
        broken(u, PB_CHECK_SHIFT_KINDS, d, true, (double)s->kind, 0);
}

static void judge_queue(pb_auditor *u, const pb_duty *d)
{
    if (d->queue >= 0 && !(u->ws->agents.at[d->agent].skills >> d->queue & 1))
        broken(u, PB_CHECK_SKILL, d, true, d->queue, 0);
}

static void judge_pins(pb_auditor *u)
{
    for (size_t i = 0; u->keep && i < u->keep->n; i++) {
        const pb_duty *k = &u->keep->at[i], *d;
        bool same;
        if (!k->pinned || k->agent != u->agent || k->date < u->first || k->date > u->last)
            continue;
        d = pb_aud_duty(u, k->agent, k->date);
        same = k->end_s <= k->start_s ? !d
                                      : d && d->shift == k->shift && d->start_s == k->start_s &&
                                            d->end_s == k->end_s;
        if (!same)
            broken(u, PB_CHECK_PINNED, k, true, 0, 0);
    }
}

void pb_aud_cells(pb_auditor *u)
{
    const pb_duty *before = NULL;

    for (size_t i = u->row0[u->agent]; i < u->row0[u->agent + 1]; i++) {
        const pb_duty *d = &u->roster->at[u->rows[i]];
        if (d->end_s <= d->start_s)
            continue;
        if (d->date >= u->first && d->date <= u->last) {
            judge_absence(u, d);
            judge_shift(u, d);
            judge_queue(u, d);
            if (before && (before->date == d->date || before->end_s > d->start_s))
                broken(u, PB_CHECK_DOUBLED, d, true, 0, 0);
        }
        before = d;
    }
    judge_pins(u);
    pb_aud_activities(u);
}

/* --- rules of one day --- */

static bool granted(const pb_auditor *u, const pb_request *q, const pb_duty *d)
{
    bool yes = false;
    switch (q->want) {
    case PB_WANT_OFF: yes = d == NULL; break;
    case PB_WANT_ON: yes = d != NULL; break;
    case PB_WANT_SHIFT: yes = d && d->shift == q->which; break;
    case PB_WANT_KIND: yes = d && pb_aud_kind(u, d) == q->which; break;
    }
    return q->negated ? !yes : yes;
}

static void judge_requests(pb_auditor *u, pb_date date)
{
    const pb_duty *d = pb_aud_duty(u, u->agent, date);
    int64_t sum = 0;
    pb_money paid = 0;

    if (!d && pb_aud_away(u, u->agent, date))
        return;
    for (size_t i = 0; i < u->ws->requests.n; i++) {
        const pb_request *q = &u->ws->requests.at[i];
        pb_finding f;
        if (q->agent != u->agent || q->date != date || granted(u, q, d))
            continue;
        f = pb_aud_new(u, date, date);
        sum += (int64_t)(q->strength * 1000 + 0.5);
        f.cost = u->hard ? 0 : pb_money_of(u->price, sum, 1000) - paid;
        paid += f.cost;
        f.by = q->strength;
        f.found = (double)i;
        pb_aud_add(u, f);
    }
}

static const pb_duty *kept_duty(const pb_auditor *u, pb_date date)
{
    for (size_t i = 0; i < u->keep->n; i++) {
        const pb_duty *k = &u->keep->at[i];
        if (k->agent == u->agent && k->date == date && k->end_s > k->start_s)
            return k;
    }
    return NULL;
}

static bool same_duty(const pb_duty *x, const pb_duty *y)
{
    if (!x || !y)
        return x == y;
    return x->shift == y->shift && x->start_s == y->start_s && x->end_s == y->end_s;
}

/* A change of the kept roster: three times as dear in the plan's first week, twice in the second. */
static void judge_keep(pb_auditor *u, pb_date date)
{
    const pb_duty *d = pb_aud_duty(u, u->agent, date), *was;
    int times = date - u->first < 7 ? 3 : date - u->first < 14 ? 2 : 1;

    if (!u->keep || date < u->keep->first || date > u->keep->last)
        return;
    was = kept_duty(u, date);
    if (same_duty(d, was) || (!d && pb_aud_away(u, u->agent, date)))
        return;
    pb_aud_charge(u, date, date, times, 1, d ? 1 : 0, was ? 1 : 0);
}

static bool inside(const pb_weekly *w, const pb_duty *d)
{
    for (int m = d->start_min; m < d->end_min; m++)
        if (!(pb_weekly_at(w, pb_date_weekday(d->date + m / PB_MIN_PER_DAY), m % PB_MIN_PER_DAY) > 0))
            return false;
    return true;
}

static void judge_duty(pb_auditor *u, const pb_duty *d)
{
    const pb_agent *g = &u->ws->agents.at[u->agent];
    int total = 0;

    switch (u->check) {
    case PB_RULE_NO_NIGHT:
        if (g->no_night || (u->rule && u->rule->who.kind == PB_WHO_AGENT))
            pb_aud_charge(u, d->date, d->date, pb_aud_night(u, d), 1, d->start_min, d->end_min);
        break;
    case PB_RULE_MAX_HOURS_DAY:
        total = pb_duty_paid_min(d);
        pb_aud_charge(u, d->date, d->date, total - (int64_t)(u->number * 60 + 0.5), 60, total / 60.0,
                      u->number);
        break;
    case PB_RULE_AVAILABLE:
        pb_aud_charge(u, d->date, d->date, u->rule && u->rule->window && !inside(u->rule->window, d), 1,
                      d->start_min, d->end_min);
        break;
    case PB_RULE_MIN_BREAK_MIN:
        for (int32_t i = 0; i < d->n_breaks; i++)
            total += d->breaks[i].to_min - d->breaks[i].from_min;
        pb_aud_charge(u, d->date, d->date, d->end_s - d->start_s > 6 * 3600 && total < u->number, 1, total,
                      u->number);
        break;
    default:
        break;
    }
}

void pb_aud_cell_rule(pb_auditor *u)
{
    for (pb_date date = u->first; date <= u->last; date++) {
        const pb_duty *d = pb_aud_duty(u, u->agent, date);
        if (u->check == PB_RULE_REQUESTS)
            judge_requests(u, date);
        else if (u->check == PB_RULE_KEEP)
            judge_keep(u, date);
        else if (d)
            judge_duty(u, d);
    }
}
