/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "export/fairness.h"

#include <math.h>

static double measured(const pb_worktime_row *w, pb_fair_measure m)
{
    switch (m) {
    case PB_SHARE_NIGHTS: return w->by_kind[PB_NIGHT];
    case PB_SHARE_WEEKENDS: return w->weekends;
    case PB_SHARE_HOLIDAYS: return w->holiday_duties;
    default: return w->paid_min;
    }
}

double pb_fairness_has(const pb_fairness *f, int32_t agent, pb_fair_measure m)
{
    return measured(&f->now->at[agent], m) + (f->has_carried ? measured(&f->carried.at[agent], m) : 0);
}

static bool speaks_of(const pb_workspace *ws, const pb_rule *r, pb_fair_measure m)
{
    switch (m) {
    case PB_SHARE_NIGHTS:
        for (int32_t s = 0; r->name == PB_RULE_FAIR_KIND && r->n_refs > 0 && s < ws->shifts.n; s++)
            if (ws->shifts.at[s].kind == PB_NIGHT && pb_shift_ref_is(&r->refs[0], &ws->shifts, s))
                return true;
        return false;
    case PB_SHARE_WEEKENDS: return r->name == PB_RULE_FAIR_WEEKENDS;
    case PB_SHARE_HOLIDAYS: return r->name == PB_RULE_FAIR_HOLIDAYS;
    default: return r->name == PB_RULE_FAIR_HOURS;
    }
}

static bool takes_part(const pb_workspace *ws, int32_t agent, pb_fair_measure m)
{
    const pb_agent *g = &ws->agents.at[agent];
    bool ruled = false;
    if (m == PB_SHARE_NIGHTS && (g->no_night || !(g->shift_kinds >> PB_NIGHT & 1U)))
        return false;
    for (size_t k = 0; k < ws->rules.n; k++) {
        if (!speaks_of(ws, &ws->rules.at[k], m))
            continue;
        ruled = true;
        if (pb_who_has(&ws->rules.at[k].who, g, agent))
            return true;
    }
    return !ruled;
}

/* Contract hours times the known days of employment. */
static double weight_of(const pb_agent *g, const pb_timeline *t, pb_date first, pb_date last)
{
    int days = 0;
    for (pb_date day = first; day <= last; day++)
        days += pb_timeline_knows(t, day) && (g->from == PB_DATE_NONE || g->from <= day) &&
                (g->until == PB_DATE_NONE || day <= g->until);
    return days * (g->hours_per_week > 0 ? g->hours_per_week : 40);
}

static void share_out(const pb_workspace *ws, const pb_fairness *f, const double *weight, pb_fair_measure m,
                      double *share)
{
    double all = 0, weights = 0;
    for (int32_t i = 0; i < f->n; i++)
        if (takes_part(ws, i, m)) {
            all += pb_fairness_has(f, i, m);
            weights += weight[i];
        }
    for (int32_t i = 0; i < f->n; i++)
        share[i * PB_N_SHARES + (int)m] = takes_part(ws, i, m) && weights > 0 ? all * weight[i] / weights : NAN;
}

pb_status pb_fairness_make(pb_arena *a, const pb_workspace *ws, const pb_roster *roster,
                           const pb_timeline *timeline, const pb_pay_rules *rules, const pb_worktime *now,
                           pb_fairness *ret)
{
    pb_fairness f = {.n = ws->agents.n, .now = now};
    pb_date from = roster->first - PB_FAIR_DAYS;
    pb_roster before = pb_timeline_between(timeline, from, roster->first - 1);
    double *share = PB_NEW_ARRAY(a, f.n * PB_N_SHARES, double);
    double *weight = PB_NEW_ARRAY(a, f.n, double);
    pb_pay pay;
    if (!share || !weight)
        return PB_ERR_NOMEM;
    pb_status st = pb_pay_split(a, &before, NULL, &ws->calendar, ws->team.zone, ws->team.week_start, rules, &pay);
    if (st == PB_OK)
        st = pb_worktime_sum(a, ws, &before, &pay, rules, &f.carried);
    if (st)
        return st;
    f.has_carried = before.n > 0;
    f.share = share;
    for (int32_t i = 0; i < f.n; i++)
        weight[i] = weight_of(&ws->agents.at[i], timeline, from, roster->last);
    for (int m = 0; m < PB_N_SHARES; m++)
        share_out(ws, &f, weight, (pb_fair_measure)m, share);
    *ret = f;
    return PB_OK;
}
