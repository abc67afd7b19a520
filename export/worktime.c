/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "export/worktime.h"

#include <math.h>
#include <stdio.h>

int pb_pay_class(const pb_pay_rules *rules, const pb_pay_piece *piece, const pb_calendar *calendar)
{
    pb_day_kind kind = pb_calendar_day_kind(calendar, piece->date);
    if (kind == PB_DAY_STATUTORY && rules->statutory_pct != 100)
        return PB_PAY_STATUTORY;
    if (kind == PB_DAY_REST && rules->rest_pct != 100)
        return PB_PAY_REST;
    return piece->pct == 100 ? PB_PAY_ORDINARY : PB_PAY_OVERTIME;
}

static void add_pieces(const pb_workspace *ws, const pb_pay *pay, const pb_pay_rules *rules, pb_date from,
                       pb_date to, pb_worktime_row *rows)
{
    for (size_t i = 0; i < pay->n; i++) {
        const pb_pay_piece *p = &pay->at[i];
        if (p->date < from || p->date > to)
            continue;
        pb_worktime_row *r = &rows[p->agent];
        r->paid_min += p->paid_min;
        r->night_min += p->night_min;
        r->by_class[pb_pay_class(rules, p, &ws->calendar)] += p->paid_min;
    }
}

/* Duties come by date, so that the two days of a weekend are met one after the other. */
static pb_status add_duties(pb_arena *a, const pb_workspace *ws, const pb_roster *roster,
                            pb_worktime_row *rows)
{
    pb_date *last_weekend = PB_NEW_ARRAY(a, ws->agents.n, pb_date);
    pb_date *last_day = PB_NEW_ARRAY(a, ws->agents.n, pb_date);
    if (!last_weekend || !last_day)
        return PB_ERR_NOMEM;
    for (int32_t i = 0; i < ws->agents.n; i++)
        last_weekend[i] = last_day[i] = PB_DATE_NONE;
    for (size_t i = 0; i < roster->n; i++) {
        const pb_duty *d = &roster->at[i];
        if (d->end_s <= d->start_s || d->date < roster->first || d->date > roster->last)
            continue;
        pb_worktime_row *r = &rows[d->agent];
        int weekday = pb_date_weekday(d->date);
        r->duties++;
        if (d->shift >= 0)
            r->by_kind[ws->shifts.at[d->shift].kind]++;
        if (weekday >= 5 && last_weekend[d->agent] != d->date - (weekday - 5)) {
            last_weekend[d->agent] = d->date - (weekday - 5);
            r->weekends++;
        }
        if (last_day[d->agent] != d->date) {
            last_day[d->agent] = d->date;
            r->days_off--;
        }
        r->holiday_duties += pb_calendar_day_kind(&ws->calendar, d->date) == PB_DAY_STATUTORY;
    }
    return PB_OK;
}

static bool away(const pb_workspace *ws, int32_t agent, pb_date date)
{
    const pb_agent *g = &ws->agents.at[agent];
    if ((g->from != PB_DATE_NONE && g->from > date) || (g->until != PB_DATE_NONE && g->until < date))
        return true;
    for (size_t i = 0; i < ws->absences.n; i++) {
        const pb_absence *s = &ws->absences.at[i];
        bool begins = s->from < date || (s->from == date && s->from_min == 0);
        bool ends = s->to > date || (s->to == date && s->to_min == PB_MIN_PER_DAY);
        if (s->agent == agent && begins && ends)
            return true;
    }
    return false;
}

/* What the contract asks of the days first … last, as the rule contract_hours counts it: week by
 * week, less a fifth of a week for each whole day of absence or without employment. */
static double owed_min(const pb_workspace *ws, int32_t agent, pb_date first, pb_date last)
{
    double weeks = 0;
    for (pb_date week = first; week <= last; week += 7) {
        double part = 0;
        for (pb_date d = week; d < week + 7 && d <= last; d++)
            part += 1 / 7.0 - (away(ws, agent, d) ? 1 / 5.0 : 0);
        weeks += fmax(part, 0);
    }
    return weeks * ws->agents.at[agent].hours_per_week * 60.0;
}

static void add_contract(const pb_workspace *ws, pb_date first, pb_date last, pb_worktime_row *rows)
{
    for (int32_t i = 0; i < ws->agents.n; i++) {
        const pb_agent *g = &ws->agents.at[i];
        pb_date from = g->from != PB_DATE_NONE && g->from > first ? g->from : first;
        pb_date to = g->until != PB_DATE_NONE && g->until < last ? g->until : last;
        int days = to >= from ? to - from + 1 : 0;
        rows[i].days_off += days;
        rows[i].contract_min = isnan(g->hours_per_week) ? NAN : owed_min(ws, i, first, last);
    }
}

static void add_total(pb_worktime_row *total, const pb_worktime_row *r)
{
    total->duties += r->duties;
    for (int k = 0; k < PB_N_SHIFT_KINDS; k++)
        total->by_kind[k] += r->by_kind[k];
    total->paid_min += r->paid_min;
    for (int k = 0; k < PB_N_PAY; k++)
        total->by_class[k] += r->by_class[k];
    total->night_min += r->night_min;
    total->weekends += r->weekends;
    total->holiday_duties += r->holiday_duties;
    total->days_off += r->days_off;
    if (!isnan(r->contract_min))
        total->contract_min += r->contract_min;
}

pb_status pb_worktime_sum(pb_arena *a, const pb_workspace *ws, const pb_roster *roster, const pb_pay *pay,
                       const pb_pay_rules *rules, pb_worktime *ret)
{
    int32_t n = ws->agents.n;
    pb_worktime_row *rows = PB_NEW_ARRAY(a, n, pb_worktime_row);
    if (!rows)
        return PB_ERR_NOMEM;
    add_contract(ws, roster->first, roster->last, rows);
    pb_status st = add_duties(a, ws, roster, rows);
    if (st)
        return st;
    add_pieces(ws, pay, rules, INT32_MIN, INT32_MAX, rows);
    pb_worktime h = {.first = roster->first, .last = roster->last, .n = n, .at = rows};
    for (int32_t i = 0; i < n; i++)
        add_total(&h.total, &rows[i]);
    *ret = h;
    return PB_OK;
}

pb_status pb_worktime_between(pb_arena *a, const pb_workspace *ws, const pb_roster *roster, const pb_pay *pay,
                              const pb_pay_rules *rules, pb_worktime_row *rows)
{
    add_pieces(ws, pay, rules, roster->first, roster->last, rows);
    return add_duties(a, ws, roster, rows);
}

static void put_int(pb_text *out, int64_t v)
{
    char buf[24];
    snprintf(buf, sizeof buf, "%lld", (long long)v);
    pb_csv_field(out, buf, false);
}

void pb_worktime_write_pieces(const pb_workspace *ws, const pb_pay *pay, pb_text *out)
{
    char date[11], when[32];
    pb_text_puts(out, "agent,date,shift,start,end,paid_min,class,night_min\n");
    for (size_t i = 0; i < pay->n; i++) {
        const pb_pay_piece *p = &pay->at[i];
        pb_csv_field(out, ws->agents.at[p->agent].id, true);
        pb_csv_field(out, pb_date_format(p->date, date), false);
        pb_csv_field(out, p->shift >= 0 ? ws->shifts.at[p->shift].id : "", true);
        pb_csv_field(out, pb_zone_format(ws->team.zone, p->start_s, when), false);
        pb_csv_field(out, pb_zone_format(ws->team.zone, p->end_s, when), false);
        put_int(out, p->paid_min);
        put_int(out, p->pct);
        put_int(out, p->night_min);
        pb_csv_end(out);
    }
}

void pb_worktime_write_summary(const pb_workspace *ws, const pb_worktime *work, pb_text *out)
{
    pb_text_puts(out, "agent,name,team,duties,early,day,late,night,holiday,paid_min,min_100,min_overtime,"
                      "min_rest_day,min_statutory,night_min,weekends,holiday_duties,days_off,"
                      "contract_min\n");
    for (int32_t i = 0; i < work->n; i++) {
        const pb_agent *g = &ws->agents.at[i];
        const pb_worktime_row *r = &work->at[i];
        pb_csv_field(out, g->id, true);
        pb_csv_field(out, g->name, true);
        pb_csv_field(out, g->team, true);
        put_int(out, r->duties);
        for (int k = 0; k < PB_N_SHIFT_KINDS; k++)
            put_int(out, r->by_kind[k]);
        put_int(out, r->paid_min);
        for (int k = 0; k < PB_N_PAY; k++)
            put_int(out, r->by_class[k]);
        put_int(out, r->night_min);
        put_int(out, r->weekends);
        put_int(out, r->holiday_duties);
        put_int(out, r->days_off);
        if (isnan(r->contract_min))
            pb_csv_field(out, "", false);
        else
            put_int(out, llround(r->contract_min));
        pb_csv_end(out);
    }
}
