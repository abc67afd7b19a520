/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Hours and counts over weeks, months and the plan. */
#include "planner/audit_parts.h"

static int64_t minutes_on(const pb_auditor *u, pb_date date)
{
    const pb_duty *d = pb_aud_duty(u, u->agent, date);
    return d ? pb_duty_paid_min(d) : 0;
}

static int64_t minutes_in(const pb_auditor *u, pb_date from, pb_date to)
{
    int64_t sum = 0;
    for (pb_date d = from; d <= to; d++)
        sum += minutes_on(u, d);
    return sum;
}

/* What is beyond a limit, less what was beyond it before the audited days: that was counted when they were planned. */
static int64_t beyond(int64_t found, int64_t before, int64_t limit)
{
    int64_t now = found > limit ? found - limit : 0, then = before > limit ? before - limit : 0;
    return now - then;
}

static pb_date first_week(const pb_auditor *u)
{
    return pb_date_week_start(u->first, u->ws->team.week_start);
}

static int days_away(const pb_auditor *u, pb_date from, pb_date to)
{
    int n = 0;
    for (pb_date d = from; d <= to; d++)
        n += pb_aud_away(u, u->agent, d);
    return n;
}

/* A week's minutes for `days` of it with `away` days of absence, each a fifth of the week. */
static int64_t owed(double hours, int days, int away)
{
    int64_t minutes = (int64_t)(hours * 60 + 0.5), fifths = 5 * (int64_t)days - 7 * (int64_t)away;
    return fifths > 0 ? (minutes * fifths + 17) / 35 : 0;
}

static void judge_max_week(pb_auditor *u, double hours)
{
    for (pb_date w = first_week(u); w <= u->last; w += 7) {
        int64_t found = minutes_in(u, w, w + 6), before = minutes_in(u, w, u->first - 1);
        pb_aud_charge(u, w, w + 6, beyond(found, before, (int64_t)(hours * 60 + 0.5)), 60, (double)found / 60, hours);
    }
}

/* Only weeks that lie wholly in known days are judged. */
static void judge_min_week(pb_auditor *u)
{
    for (pb_date w = first_week(u); w + 6 <= u->last; w += 7) {
        int64_t found = minutes_in(u, w, w + 6);
        int64_t least = owed((double)(int64_t)(u->number * 60 + 0.5) / 60.0, 7, days_away(u, w, w + 6));
        bool known = true;
        for (pb_date d = w; d <= w + 6; d++)
            known = known && pb_aud_known(u, d);
        if (known)
            pb_aud_charge(u, w, w + 6, least - found, 60, (double)found / 60, (double)least / 60);
    }
}

/* The contract's hours over blocks of `number` weeks, which go on through earlier rosters without a gap, or over
 * the audited days. A block that goes on after them is judged by what it asks so far. */
static void judge_contract(pb_auditor *u)
{
    double hours = u->ws->agents.at[u->agent].hours_per_week;
    int block = u->number >= 1 ? 7 * (int)u->number : u->last - u->first + 1 + u->ws->days_planned;
    pb_date start = u->number >= 1 ? u->first - (u->first - u->unbroken) % block : u->first - u->ws->days_planned;

    if (!(hours > 0))
        return;
    for (pb_date from = start; from <= u->last; from += block) {
        pb_date to = from + block - 1 < u->last ? from + block - 1 : u->last;
        int64_t due = 0, found = minutes_in(u, from, to);
        for (pb_date w = from; w <= to; w += 7) {
            pb_date end = w + 6 < to ? w + 6 : to;
            due += owed(hours, end - w + 1, days_away(u, w, end));
        }
        pb_aud_charge(u, from, to, found > due ? found - due : due - found, 60, (double)found / 60,
                      (double)due / 60);
    }
}

static pb_date month_of(pb_date d)
{
    pb_ymd x = pb_date_ymd(d);
    return pb_date_from_ymd(x.year, x.month, 1);
}

/* A week belongs to the month of its first day; what exceeds the ordinary week is overtime. */
static void judge_overtime(pb_auditor *u)
{
    double own = u->ws->agents.at[u->agent].hours_per_week;
    int64_t ordinary = (int64_t)((own > 0 ? own : 40) * 60 + 0.5);

    for (pb_date m = month_of(first_week(u)); m <= u->last; m = pb_date_add_months(m, 1)) {
        int64_t sum = 0, before = 0;
        bool ours = false;
        for (pb_date w = pb_date_week_start(m, u->ws->team.week_start); w < pb_date_add_months(m, 1); w += 7) {
            int64_t worked = minutes_in(u, w, w + 6);
            if (w < m)
                continue;
            sum += worked > ordinary ? worked - ordinary : 0;
            worked = minutes_in(u, w, w + 6 < u->first ? w + 6 : u->first - 1);
            before += worked > ordinary ? worked - ordinary : 0;
            ours = ours || (w + 6 >= u->first && w <= u->last);
        }
        if (ours)
            pb_aud_charge(u, m, pb_date_add_months(m, 1) - 1, beyond(sum, before, (int64_t)(u->number * 60 + 0.5)), 60,
                          (double)sum / 60, u->number);
    }
}

/* Days nobody knows are taken as free. */
static void judge_rest_days(pb_auditor *u)
{
    for (pb_date w = first_week(u); w <= u->last; w += 7) {
        int64_t worked = 0, before = 0, least = (int64_t)(u->number + 0.5);
        for (pb_date d = w; d <= w + 6; d++) {
            worked += pb_aud_duty(u, u->agent, d) != NULL;
            before += d < u->first && pb_aud_duty(u, u->agent, d);
        }
        pb_aud_charge(u, w, w + 6, beyond(worked, before, 7 - least), 1, (double)(7 - worked), u->number);
    }
}

static void judge_max_kind(pb_auditor *u)
{
    for (pb_date m = month_of(u->first); m <= u->last; m = pb_date_add_months(m, 1)) {
        int64_t n = 0, before = 0;
        for (pb_date d = m; d < pb_date_add_months(m, 1); d++) {
            const pb_duty *x = pb_aud_duty(u, u->agent, d);
            n += x && u->rule && u->rule->n_refs > 0 && pb_aud_is(u, &u->rule->refs[0], x);
            before = d < u->first ? n : before;
        }
        pb_aud_charge(u, m, pb_date_add_months(m, 1) - 1, beyond(n, before, (int64_t)(u->number + 0.5)), 1, (double)n,
                      u->number);
    }
}

static void judge_plan_count(pb_auditor *u, bool holidays)
{
    int64_t n = 0, before = 0;
    for (pb_date d = u->first - u->ws->days_planned; d <= u->last; d++) {
        n += pb_aud_duty(u, u->agent, d) &&
             (!holidays || pb_calendar_day_kind(&u->ws->calendar, d) == PB_DAY_STATUTORY);
        before = d < u->first ? n : before;
    }
    pb_aud_charge(u, u->first, u->last, beyond(n, before, (int64_t)(u->number + 0.5)), 1, (double)n, u->number);
}

void pb_aud_hours_rule(pb_auditor *u)
{
    const pb_agent *g = &u->ws->agents.at[u->agent];

    switch (u->check) {
    case PB_RULE_MAX_HOURS_WEEK: judge_max_week(u, u->number); break;
    case PB_RULE_NO_NIGHT: /* and no overtime */
        if (g->no_night || (u->rule && u->rule->who.kind == PB_WHO_AGENT))
            judge_max_week(u, g->hours_per_week > 0 ? g->hours_per_week : 40);
        break;
    case PB_RULE_MIN_HOURS_WEEK: judge_min_week(u); break;
    case PB_RULE_CONTRACT_HOURS: judge_contract(u); break;
    case PB_RULE_MAX_OVERTIME_MONTH: judge_overtime(u); break;
    case PB_RULE_REST_DAYS_PER_WEEK: judge_rest_days(u); break;
    case PB_RULE_MAX_SHIFTS: judge_plan_count(u, false); break;
    case PB_RULE_HOLIDAY_DUTY: judge_plan_count(u, true); break;
    case PB_RULE_MAX_KIND: judge_max_kind(u); break;
    default: break;
    }
}
