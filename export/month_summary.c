/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "export/month_summary.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

/* Sums over known slots of one or all queues. */
typedef struct tally {
    double contacts, abandoned, handle_s, handled;
    double came, forecast, slot_off, day_off; /* over slots that are on record and forecast */
    double day_came, day_forecast;            /* of the day in hand */
    bool any, any_abandoned, compared;
} tally;

typedef struct summing {
    const pb_history *history;
    const pb_forecast *forecast;
} summing;

static int32_t forecast_row(const pb_forecast *f, const char *queue)
{
    for (int32_t q = 0; f && q < f->n_queues; q++)
        if (strcmp(f->queues[q], queue) == 0)
            return q;
    return -1;
}

static void take_slot(const summing *s, int32_t q, int32_t t, tally *sum)
{
    const pb_history *h = s->history;
    size_t i = (size_t)q * (size_t)h->grid.n_slots + (size_t)t;
    double came = h->contacts[i];
    if (isnan(came))
        return;
    sum->any = true;
    sum->contacts += came;
    if (h->abandoned && !isnan(h->abandoned[i])) {
        sum->any_abandoned = true;
        sum->abandoned += h->abandoned[i];
    }
    double n = h->handled && !isnan(h->handled[i]) ? h->handled[i] : came;
    if (h->aht_s && !isnan(h->aht_s[i])) {
        sum->handle_s += n * h->aht_s[i];
        sum->handled += n;
    }
    int32_t row = forecast_row(s->forecast, h->queues[q]);
    int32_t slot = row >= 0 ? pb_grid_find(&s->forecast->grid, pb_grid_start_s(&h->grid, t)) : -1;
    if (slot < 0)
        return;
    double expected = s->forecast->contacts[(size_t)row * (size_t)s->forecast->grid.n_slots + (size_t)slot];
    sum->compared = true;
    sum->slot_off += fabs(expected - came);
    sum->day_came += came;
    sum->day_forecast += expected;
}

static void end_day(tally *sum)
{
    sum->came += sum->day_came;
    sum->forecast += sum->day_forecast;
    sum->day_off += fabs(sum->day_forecast - sum->day_came);
    sum->day_came = sum->day_forecast = 0;
}

/* Adds the sums of one queue to those of all. */
static void add(tally *all, const tally *one)
{
    all->contacts += one->contacts;
    all->abandoned += one->abandoned;
    all->handle_s += one->handle_s;
    all->handled += one->handled;
    all->came += one->came;
    all->forecast += one->forecast;
    all->slot_off += one->slot_off;
    all->day_off += one->day_off;
    all->any |= one->any;
    all->any_abandoned |= one->any_abandoned;
    all->compared |= one->compared;
}

static double share(double part, double whole)
{
    return whole > 0 ? part / whole : (double)NAN;
}

static void tell(const tally *s, pb_month_row *row)
{
    row->contacts = s->any ? s->contacts : (double)NAN;
    row->answer_rate = s->any_abandoned ? share(s->contacts - s->abandoned, s->contacts) : (double)NAN;
    row->aht_s = share(s->handle_s, s->handled);
    row->forecast = s->compared ? s->forecast : (double)NAN;
    row->slot_wape = s->compared ? share(s->slot_off, s->came) : (double)NAN;
    row->day_wape = s->compared ? share(s->day_off, s->came) : (double)NAN;
    row->bias = s->compared ? share(s->forecast - s->came, s->came) : (double)NAN;
}

/* One queue's month; returns what it adds to the team's. */
static tally queue_month(const summing *s, int32_t q, pb_month_row *row)
{
    const pb_grid *g = &s->history->grid;
    tally sum = {0};
    for (pb_date day = row->first; day <= row->last; day++) {
        int32_t d = day - g->first;
        if (d < 0 || d >= g->n_days)
            continue;
        double before = sum.contacts;
        bool was = sum.any;
        sum.any = false;
        for (int32_t t = g->day_slot[d]; t < g->day_slot[d + 1]; t++)
            take_slot(s, q, t, &sum);
        row->known_days += sum.any && sum.contacts > before;
        sum.any |= was;
        end_day(&sum);
    }
    tell(&sum, row);
    return sum;
}

static void team_month(const pb_counters *c, const pb_attendance *attendance, pb_month_row *row)
{
    for (size_t k = 0; k < c->n; k++) {
        const pb_counter_period *p = &c->at[k];
        if (p->kind != PB_COUNT_MONTH || p->first != row->first)
            continue;
        for (int32_t i = 0; i < c->n_agents; i++) {
            row->duties += p->at[i].work.duties;
            row->paid_min += p->at[i].work.paid_min;
            row->night_min += p->at[i].work.night_min;
            row->overtime_min += p->at[i].overtime_min;
        }
    }
    for (size_t i = 0; attendance && i < attendance->n; i++) {
        const pb_attendance_row *r = &attendance->at[i];
        if (r->date < row->first || r->date > row->last)
            continue;
        row->planned_min += r->planned_min;
        row->present_min += r->present_min;
        row->absent += r->absent;
    }
}

/* A month is told of where contacts or duties of it are on record. */
static bool worth_telling(const pb_month_row *team)
{
    return !isnan(team->contacts) || team->duties > 0;
}

static size_t one_month(const summing *s, const pb_counters *c, const pb_attendance *attendance, pb_date first,
                        pb_month_row *out)
{
    size_t n = 0;
    tally all = {0};
    pb_month_row team = {.first = first, .last = pb_date_add_months(first, 1) - 1, .queue = -1};
    for (int32_t q = 0; s->history && q < s->history->n_queues; q++) {
        out[n] = (pb_month_row){.first = team.first, .last = team.last, .queue = q};
        tally one = queue_month(s, q, &out[n]);
        add(&all, &one);
        team.known_days = out[n].known_days > team.known_days ? out[n].known_days : team.known_days;
        n += one.any;
    }
    tell(&all, &team);
    team_month(c, attendance, &team);
    if (!worth_telling(&team))
        return 0;
    out[n++] = team;
    return n;
}

pb_status pb_months_make(pb_arena *a, const pb_workspace *ws, const pb_roster *roster,
                         const pb_timeline *timeline, const pb_pay *pay, const pb_pay_rules *rules,
                         const pb_history *history, const pb_forecast *forecast,
                         const pb_attendance *attendance, pb_months *ret)
{
    const summing s = {history, forecast};
    pb_ymd d = pb_date_ymd(roster->first);
    pb_date from = pb_date_add_months(pb_date_from_ymd(d.year, d.month, 1), -1);
    pb_roster span = {.first = from, .last = roster->last};
    pb_counters counters;
    pb_status st = pb_counters_make(a, ws, &span, timeline, pay, rules, &counters);
    size_t n_months = 0, n = 0, per_month = (history ? (size_t)history->n_queues : 0) + 1;
    if (st)
        return st;
    for (pb_date m = from; m <= roster->last; m = pb_date_add_months(m, 1))
        n_months++;
    pb_month_row *rows = PB_NEW_ARRAY(a, n_months * per_month, pb_month_row);
    if (!rows)
        return PB_ERR_NOMEM;
    for (pb_date m = from; m <= roster->last; m = pb_date_add_months(m, 1))
        n += one_month(&s, &counters, attendance, m, rows + n);
    *ret = (pb_months){n, rows, history ? history->queues : NULL};
    return PB_OK;
}

static void write_team(const pb_month_row *r, pb_text *out)
{
    const double cells[] = {r->duties, (double)r->paid_min, (double)r->overtime_min, (double)r->night_min};
    for (size_t k = 0; k < sizeof cells / sizeof *cells; k++)
        pb_csv_real(out, r->queue < 0 && r->duties > 0 ? cells[k] : (double)NAN, 0);
    pb_csv_real(out, r->planned_min > 0 ? (double)r->planned_min : (double)NAN, 0);
    pb_csv_real(out, r->planned_min > 0 ? (double)r->present_min : (double)NAN, 0);
    pb_csv_real(out, pb_adherence(r->present_min, r->planned_min), 4);
    pb_csv_real(out, r->planned_min > 0 ? r->absent : (double)NAN, 0);
}

void pb_months_write(const pb_months *m, pb_text *out)
{
    pb_text_puts(out, "month,queue,known_days,contacts,answer_rate,aht_s,forecast,wape_slot,wape_day,bias,duties,"
                      "paid_min,overtime_min,night_min,planned_min,present_min,adherence,absent\n");
    for (size_t i = 0; i < m->n; i++) {
        const pb_month_row *r = &m->at[i];
        char month[16];
        pb_ymd d = pb_date_ymd(r->first);
        snprintf(month, sizeof month, "%04d-%02d", d.year, d.month);
        pb_csv_field(out, month, false);
        pb_csv_field(out, r->queue >= 0 ? m->queues[r->queue] : "", true);
        pb_csv_real(out, r->known_days, 0);
        pb_csv_real(out, r->contacts, 3);
        pb_csv_real(out, r->answer_rate, 4);
        pb_csv_real(out, r->aht_s, 1);
        pb_csv_real(out, r->forecast, 3);
        pb_csv_real(out, r->slot_wape, 4);
        pb_csv_real(out, r->day_wape, 4);
        pb_csv_real(out, r->bias, 4);
        write_team(r, out);
        pb_csv_end(out);
    }
}
