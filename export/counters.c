/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "export/counters.h"

#include <math.h>

enum { AWAY = 1, NEUTRAL = 2 }; /* a whole day of absence; one of leave or sickness */

typedef struct counting {
    pb_arena *arena;
    const pb_workspace *ws;
    const pb_timeline *timeline;
    const pb_pay *pay;
    const pb_pay_rules *rules;
    uint8_t *absent;   /* [agent * days of the timeline + day] */
    int32_t *week_min; /* [agent * n_weeks + week] paid minutes by the duty's date */
    pb_date first_week;
    int n_weeks, n_days;
} counting;

static int contract_week_min(const pb_agent *g)
{
    return (int)lround((g->hours_per_week > 0 ? g->hours_per_week : 40) * 60);
}

static bool employed(const pb_agent *g, pb_date day)
{
    return (g->from == PB_DATE_NONE || g->from <= day) && (g->until == PB_DATE_NONE || day <= g->until);
}

static pb_status mark_absences(counting *c)
{
    const pb_roster *all = &c->timeline->all;
    c->n_days = all->last - all->first + 1;
    c->absent = PB_NEW_ARRAY(c->arena, (size_t)c->ws->agents.n * (size_t)c->n_days, uint8_t);
    if (!c->absent)
        return PB_ERR_NOMEM;
    for (size_t i = 0; i < c->ws->absences.n; i++) {
        const pb_absence *x = &c->ws->absences.at[i];
        pb_date from = x->from_min > 0 ? x->from + 1 : x->from;
        pb_date to = x->to_min < PB_MIN_PER_DAY ? x->to - 1 : x->to;
        uint8_t flags = x->kind == PB_LEAVE || x->kind == PB_SICK ? AWAY | NEUTRAL : AWAY;
        from = from > all->first ? from : all->first;
        for (pb_date day = from; day <= to && day <= all->last; day++)
            c->absent[(size_t)x->agent * (size_t)c->n_days + (size_t)(day - all->first)] |= flags;
    }
    return PB_OK;
}

static pb_status sum_weeks(counting *c)
{
    const pb_roster *all = &c->timeline->all;
    c->first_week = pb_date_week_start(all->first, c->ws->team.week_start);
    c->n_weeks = (all->last - c->first_week) / 7 + 1;
    c->week_min = PB_NEW_ARRAY(c->arena, (size_t)c->ws->agents.n * (size_t)c->n_weeks, int32_t);
    if (!c->week_min)
        return PB_ERR_NOMEM;
    for (size_t i = 0; i < all->n; i++) {
        const pb_duty *d = &all->at[i];
        if (d->end_s > d->start_s)
            c->week_min[d->agent * c->n_weeks + (d->date - c->first_week) / 7] += pb_duty_paid_min(d);
    }
    return PB_OK;
}

static int overtime_between(const counting *c, int32_t agent, pb_date first, pb_date last)
{
    int ordinary = contract_week_min(&c->ws->agents.at[agent]), sum = 0;
    for (int w = 0; w < c->n_weeks; w++) {
        pb_date begins = c->first_week + 7 * w;
        int32_t worked = c->week_min[agent * c->n_weeks + w];
        if (begins >= first && begins <= last && worked > ordinary)
            sum += worked - ordinary;
    }
    return sum;
}

/* Known days, what the calendar asks for on them, and the weekly average. */
static void count_days(const counting *c, int32_t agent, const pb_counter_period *p, pb_counter_row *row)
{
    const pb_agent *g = &c->ws->agents.at[agent];
    int workdays = 0, counted = 0;
    for (pb_date day = p->first; day <= p->last; day++) {
        if (!pb_timeline_knows(c->timeline, day) || !employed(g, day))
            continue;
        uint8_t flags =
            c->absent[(size_t)agent * (size_t)c->n_days + (size_t)(day - c->timeline->all.first)];
        row->known_days++;
        counted += !(flags & NEUTRAL);
        workdays += !(flags & AWAY) && pb_calendar_day_kind(&c->ws->calendar, day) == PB_DAY_WORK;
    }
    row->work.days_off += row->known_days;
    row->standard_min = (int)lround(workdays * contract_week_min(g) / 5.0);
    row->average_min = counted ? (int)lround(row->work.paid_min * 7.0 / counted) : -1;
}

static pb_status count_period(const counting *c, pb_counter_period *p)
{
    int32_t n = c->ws->agents.n;
    pb_roster part = pb_timeline_between(c->timeline, p->first, p->last);
    pb_counter_row *rows = PB_NEW_ARRAY(c->arena, n, pb_counter_row);
    pb_worktime_row *work = PB_NEW_ARRAY(c->arena, n, pb_worktime_row);
    if (!rows || !work)
        return PB_ERR_NOMEM;
    pb_status st = pb_worktime_between(c->arena, c->ws, &part, c->pay, c->rules, work);
    if (st)
        return st;
    for (int32_t i = 0; i < n; i++) {
        rows[i].work = work[i];
        rows[i].overtime_min = overtime_between(c, i, p->first, p->last);
        count_days(c, i, p, &rows[i]);
    }
    p->at = rows;
    return PB_OK;
}

/* The calendar's period of so many months that holds the day. */
static pb_counter_period around(pb_counter_kind kind, int months, pb_date day)
{
    pb_ymd d = pb_date_ymd(day);
    pb_date first = pb_date_from_ymd(d.year, (d.month - 1) / months * months + 1, 1);
    return (pb_counter_period){kind, first, pb_date_add_months(first, months) - 1, NULL};
}

static size_t count_calendar(pb_date first, pb_date last, pb_counter_period *out)
{
    static const struct {
        pb_counter_kind kind;
        int months;
    } sorts[] = {{PB_COUNT_MONTH, 1}, {PB_COUNT_QUARTER, 3}, {PB_COUNT_YEAR, 12}};
    size_t n = 0;
    for (size_t k = 0; k < sizeof sorts / sizeof *sorts; k++)
        for (pb_date day = first; day <= last;) {
            pb_counter_period p = around(sorts[k].kind, sorts[k].months, day);
            if (out)
                out[n] = p;
            n++;
            day = p.last + 1;
        }
    return n;
}

/* The tightest row of the rule that holds for each agent. */
static int *overtime_limits(const counting *c)
{
    int *limits = PB_NEW_ARRAY(c->arena, c->ws->agents.n, int);
    for (int32_t i = 0; limits && i < c->ws->agents.n; i++) {
        limits[i] = -1;
        for (size_t k = 0; k < c->ws->rules.n; k++) {
            const pb_rule *r = &c->ws->rules.at[k];
            int minutes = isnan(r->number) ? -1 : (int)lround(r->number * 60);
            if (r->name == PB_RULE_MAX_OVERTIME_MONTH && minutes >= 0 &&
                pb_who_has(&r->who, &c->ws->agents.at[i], i) && (limits[i] < 0 || minutes < limits[i]))
                limits[i] = minutes;
        }
    }
    return limits;
}

pb_status pb_counters_make(pb_arena *a, const pb_workspace *ws, const pb_roster *roster,
                           const pb_timeline *timeline, const pb_pay *pay, const pb_pay_rules *rules,
                           pb_counters *ret)
{
    counting c = {.arena = a, .ws = ws, .timeline = timeline, .pay = pay, .rules = rules};
    size_t n = count_calendar(roster->first, roster->last, NULL);
    pb_counter_period *periods = PB_NEW_ARRAY(a, n + 1, pb_counter_period);
    int *limits = overtime_limits(&c);
    if (!periods || !limits)
        return PB_ERR_NOMEM;
    count_calendar(roster->first, roster->last, periods);
    if (rules->average_weeks > 0)
        periods[n++] = (pb_counter_period){PB_COUNT_AVERAGE, roster->last - 7 * rules->average_weeks + 1,
                                           roster->last, NULL};
    pb_status st = mark_absences(&c);
    if (st == PB_OK)
        st = sum_weeks(&c);
    for (size_t k = 0; st == PB_OK && k < n; k++)
        st = count_period(&c, &periods[k]);
    if (st == PB_OK)
        *ret = (pb_counters){ws->agents.n, n, periods, limits, rules->average_limit_min};
    return st;
}

const char *pb_counter_kind_name(pb_counter_kind kind)
{
    static const char *const names[] = {PB_N_("month"), PB_N_("quarter"), PB_N_("year"), PB_N_("average")};
    return names[kind];
}

static void write_row(const pb_workspace *ws, const pb_counters *c, const pb_counter_period *p, int32_t i,
                      pb_text *out)
{
    const pb_counter_row *r = &p->at[i];
    const pb_worktime_row *w = &r->work;
    char day[11];
    const int cells[] = {r->known_days, w->duties, w->by_kind[PB_NIGHT], w->weekends, w->holiday_duties,
                         w->days_off, w->paid_min, w->by_class[PB_PAY_ORDINARY], w->by_class[PB_PAY_OVERTIME],
                         w->by_class[PB_PAY_REST], w->by_class[PB_PAY_STATUTORY], w->night_min,
                         r->standard_min, r->overtime_min,
                         p->kind == PB_COUNT_MONTH ? c->overtime_limit_min[i] : -1, r->average_min,
                         p->kind == PB_COUNT_AVERAGE && c->average_limit_min ? c->average_limit_min : -1};
    pb_csv_field(out, ws->agents.at[i].id, true);
    pb_csv_field(out, ws->agents.at[i].name, true);
    pb_csv_field(out, pb_counter_kind_name(p->kind), false);
    pb_csv_field(out, pb_date_format(p->first, day), false);
    pb_csv_field(out, pb_date_format(p->last, day), false);
    for (size_t k = 0; k < sizeof cells / sizeof *cells; k++)
        pb_csv_real(out, cells[k] < 0 ? (double)NAN : (double)cells[k], 0);
    pb_csv_end(out);
}

void pb_counters_write(const pb_workspace *ws, const pb_counters *c, pb_text *out)
{
    pb_text_puts(out, "agent,name,period,from,to,known_days,duties,night,weekends,holiday_duties,days_off,"
                      "paid_min,min_100,min_overtime,min_rest_day,min_statutory,night_min,standard_min,"
                      "overtime_min,overtime_limit_min,week_average_min,week_limit_min\n");
    for (int32_t i = 0; i < c->n_agents; i++)
        for (size_t k = 0; k < c->n; k++)
            write_row(ws, c, &c->at[k], i, out);
}
