/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What kinds, hours, rest and availability leave an agent, one rule at a time. */
#include "planner/money.h"
#include "planner/never_parts.h"

#include <math.h>

double pb_never_hard(const pb_nevers *x, pb_rule_name name, int32_t agent, bool greatest)
{
    double n = NAN;
    for (size_t i = 0; i < x->ws->rules.n; i++) {
        const pb_rule *r = &x->ws->rules.at[i];
        if (r->name == name && r->hard && pb_who_has(&r->who, &x->ws->agents.at[agent], agent) &&
            (isnan(n) || (greatest ? r->number > n : r->number < n)))
            n = r->number;
    }
    return n;
}

static bool worked_somewhere(const pb_nevers *x, const pb_shift *s)
{
    for (pb_date d = x->first; d < x->first + x->n_days; d++)
        if (pb_shift_on(s, d, (int)pb_calendar_day_kind(&x->ws->calendar, d)))
            return true;
    return false;
}

bool pb_never_kind_may(const pb_nevers *x, int32_t agent, int32_t shift)
{
    const pb_shift *s = &x->ws->shifts.at[shift];
    const pb_agent *g = &x->ws->agents.at[agent];
    bool night = s->kind == PB_NIGHT || s->end_min > PB_NIGHT_FROM_MIN || s->start_latest_min < PB_NIGHT_TO_MIN;

    return (g->shift_kinds >> s->kind & 1) != 0 && !(g->no_night && night) && worked_somewhere(x, s);
}

/* Some day of the week on which the whole shift, at its first start, lies inside the hours. */
static bool inside_once(const pb_weekly *w, const pb_shift *s)
{
    for (int day = 0; day < 7; day++) {
        bool in = true;
        for (int m = s->start_min; in && m < s->end_min; m++)
            in = pb_weekly_at(w, (day + m / PB_MIN_PER_DAY) % 7, m % PB_MIN_PER_DAY) > 0;
        if (in)
            return true;
    }
    return false;
}

static bool available(const pb_nevers *x, int32_t agent, const pb_shift *s)
{
    for (size_t i = 0; i < x->ws->rules.n; i++) {
        const pb_rule *r = &x->ws->rules.at[i];
        if (r->name == PB_RULE_AVAILABLE && r->hard && r->window && s->start_latest_min == s->start_min &&
            pb_who_has(&r->who, &x->ws->agents.at[agent], agent) && !inside_once(r->window, s))
            return false;
    }
    return true;
}

bool pb_never_may(const pb_nevers *x, int32_t agent, int32_t shift)
{
    const pb_shift *s = &x->ws->shifts.at[shift];
    double day_h = pb_never_hard(x, PB_RULE_MAX_HOURS_DAY, agent, false);
    double breaks = pb_never_hard(x, PB_RULE_MIN_BREAK_MIN, agent, true);
    int rests = s->unpaid_break_min + s->n_rest_breaks * s->rest_break_min;

    if (!pb_never_kind_may(x, agent, shift) || !available(x, agent, s))
        return false;
    if (!isnan(day_h) && pb_shift_paid_min(s) > day_h * 60 + 0.5)
        return false;
    return isnan(breaks) || s->end_min - s->start_min <= 360 || rests >= breaks;
}

/* Is there a shift after which another one on the next day has rest enough? Starts as the templates allow. */
static bool two_days_fit(const pb_nevers *x, int32_t agent, double rest_h)
{
    for (int32_t i = 0; i < x->ws->shifts.n; i++)
        for (int32_t j = 0; j < x->ws->shifts.n; j++) {
            const pb_shift *s = &x->ws->shifts.at[i], *t = &x->ws->shifts.at[j];
            int gap = PB_MIN_PER_DAY + t->start_latest_min - s->end_min;
            if (pb_never_may(x, agent, i) && pb_never_may(x, agent, j) && gap >= rest_h * 60 - 0.5)
                return true;
        }
    return false;
}

static int at_most(int days, double most)
{
    return !isnan(most) && most < days ? (int)most : days;
}

pb_never_week pb_never_week_of(const pb_nevers *x, int32_t agent)
{
    const pb_agent *g = &x->ws->agents.at[agent];
    double rest_h = pb_never_hard(x, PB_RULE_MIN_REST_H, agent, true);
    double run = pb_never_hard(x, PB_RULE_MAX_DAYS_IN_ROW, agent, false);
    double week_h = pb_never_hard(x, PB_RULE_MAX_HOURS_WEEK, agent, false);
    pb_never_week w = {.days = 7};

    w.days = at_most(w.days, 7 - pb_never_hard(x, PB_RULE_REST_DAYS_PER_WEEK, agent, true));
    if (!isnan(run)) /* of seven days in a row, one after each full run is off */
        w.days = at_most(w.days, 7 - floor(7 / (run + 1)));
    w.alone = !isnan(rest_h) && !two_days_fit(x, agent, rest_h);
    if (w.alone)
        w.days = at_most(w.days, 4);
    for (int32_t s = 0; s < x->ws->shifts.n; s++)
        if (pb_never_may(x, agent, s) && pb_shift_paid_min(&x->ws->shifts.at[s]) > w.longest_min)
            w.longest_min = pb_shift_paid_min(&x->ws->shifts.at[s]);
    w.most_min = w.days * w.longest_min;
    if (!isnan(week_h) && week_h * 60 < w.most_min)
        w.most_min = week_h * 60;
    if (g->max_hours >= 0 && g->max_hours * 60 < w.most_min)
        w.most_min = g->max_hours * 60;
    return w;
}

bool pb_never_adds_up(const pb_nevers *x, int32_t agent, int want_min)
{
    /* fewest days with which each sum of minutes can be had */
    int32_t *days = PB_NEW_ARRAY(x->arena, want_min + 1, int32_t);

    if (!days)
        return true;
    for (int m = 1; m <= want_min; m++) {
        days[m] = INT32_MAX;
        for (int32_t s = 0; s < x->ws->shifts.n; s++) {
            int paid = pb_shift_paid_min(&x->ws->shifts.at[s]);
            if (paid > 0 && paid <= m && days[m - paid] < days[m] - 1 && pb_never_may(x, agent, s))
                days[m] = days[m - paid] + 1;
        }
    }
    return days[want_min] <= x->n_days;
}
