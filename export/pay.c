/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "export/pay.h"

#include <stdlib.h>
#include <string.h>

/* A stretch of paid work between a duty's ends and its unpaid breaks. */
typedef struct stretch {
    int64_t from_s, to_s;
} stretch;

/* Counters that run along one agent's duties. */
typedef struct tally {
    pb_date week;      /* first day of the week that week_min counts */
    int week_limit;    /* the threshold of that week; 0 = none */
    int week_ordinary; /* ordinary paid minutes of that week so far */
    int duty_ordinary; /* of the duty in hand */
} tally;

typedef struct splitter {
    pb_arena *arena;
    const pb_roster *roster;
    const pb_calendar *calendar;
    const pb_zone *zone;
    int week_start;
    const pb_pay_rules *rules;
    pb_pay_piece *pieces;
    size_t n, cap;
    bool silent; /* counting the roster before: no pieces */
} splitter;

static int64_t min64(int64_t a, int64_t b)
{
    return a < b ? a : b;
}

static int64_t max64(int64_t a, int64_t b)
{
    return a > b ? a : b;
}

/* Minutes of [from, to) that lie in the night of local day `date`. The night's borders are clock
 * readings, so a changed clock makes it longer or shorter, as it is worked. */
static int night_minutes(const splitter *s, pb_date date, int64_t from_s, int64_t to_s)
{
    const pb_pay_rules *r = s->rules;
    int64_t day = pb_zone_utc_simple(s->zone, date, 0);
    int64_t next = pb_zone_utc_simple(s->zone, date + 1, 0);
    int64_t begins = pb_zone_utc_simple(s->zone, date, r->night_from_min);
    int64_t ends = pb_zone_utc_simple(s->zone, date, r->night_to_min);
    int64_t night_s;
    if (r->night_from_min == r->night_to_min)
        return 0;
    if (r->night_from_min < r->night_to_min)
        night_s = max64(0, min64(to_s, ends) - max64(from_s, begins));
    else
        night_s = max64(0, min64(to_s, ends) - max64(from_s, day)) +
                  max64(0, min64(to_s, next) - max64(from_s, begins));
    return (int)(night_s / 60);
}

static pb_status put_piece(splitter *s, size_t duty, pb_date date, int64_t from_s, int64_t to_s,
                           int pct)
{
    if (s->silent || to_s <= from_s)
        return PB_OK;
    if (s->n == s->cap) {
        size_t cap = s->cap ? 2 * s->cap : 64;
        pb_pay_piece *grown = PB_NEW_ARRAY(s->arena, cap, pb_pay_piece);
        if (!grown)
            return PB_ERR_NOMEM;
        if (s->n)
            memcpy(grown, s->pieces, s->n * sizeof *grown);
        s->pieces = grown;
        s->cap = cap;
    }
    const pb_duty *d = &s->roster->at[duty];
    s->pieces[s->n++] = (pb_pay_piece){.date = date,
                                       .agent = d->agent,
                                       .shift = d->shift,
                                       .duty = duty,
                                       .start_s = from_s,
                                       .end_s = to_s,
                                       .paid_min = (int)((to_s - from_s) / 60),
                                       .night_min = night_minutes(s, date, from_s, to_s),
                                       .pct = pct};
    return PB_OK;
}

/* Minutes that are still ordinary before the day's or the week's threshold is reached. */
static int64_t ordinary_left_min(const pb_pay_rules *r, const tally *t)
{
    int64_t left = INT64_MAX;
    if (r->day_min > 0)
        left = max64(0, r->day_min - t->duty_ordinary);
    if (t->week_limit > 0)
        left = min64(left, max64(0, t->week_limit - t->week_ordinary));
    return left;
}

/* A Saturday or Sunday made a workday is the work of a day that another week had off. */
static int week_limit(const splitter *s, pb_date week)
{
    const pb_pay_rules *r = s->rules;
    int limit = r->week_min;
    int day = r->day_min > 0 ? r->day_min : r->week_min / 5;
    for (pb_date date = week; r->week_min > 0 && date < week + 7; date++)
        if (pb_date_weekday(date) >= 5 && pb_calendar_day_kind(s->calendar, date) == PB_DAY_WORK)
            limit += day;
    return limit;
}

/* Splits a stretch that lies inside one local date. */
static pb_status split_date(splitter *s, tally *t, size_t duty, pb_date date, int64_t from_s,
                            int64_t to_s)
{
    const pb_pay_rules *r = s->rules;
    pb_date week = pb_date_week_start(date, s->week_start);
    if (week != t->week) {
        t->week = week;
        t->week_ordinary = 0;
        t->week_limit = week_limit(s, week);
    }
    pb_day_kind kind = pb_calendar_day_kind(s->calendar, date);
    if (kind == PB_DAY_STATUTORY && r->statutory_pct != 100)
        return put_piece(s, duty, date, from_s, to_s, r->statutory_pct);
    if (kind == PB_DAY_REST && r->rest_pct != 100)
        return put_piece(s, duty, date, from_s, to_s, r->rest_pct);

    int64_t minutes = (to_s - from_s) / 60;
    int64_t ordinary = min64(minutes, ordinary_left_min(r, t));
    int64_t border_s = from_s + ordinary * 60;
    t->duty_ordinary += (int)ordinary;
    t->week_ordinary += (int)ordinary;
    pb_status st = put_piece(s, duty, date, from_s, border_s, 100);
    return st ? st : put_piece(s, duty, date, border_s, to_s, r->overtime_pct);
}

/* The n-th paid stretch of a duty's instants, its unpaid breaks left out; breaks are sorted. */
static int paid_stretches(const splitter *s, const pb_duty *d, stretch *out, int max)
{
    int n = 0;
    int64_t at = d->start_s;
    for (int i = 0; i < d->n_breaks; i++) {
        if (!(d->unpaid_breaks >> i & 1U))
            continue;
        int64_t from = pb_zone_utc_simple(s->zone, d->date, d->breaks[i].from_min);
        int64_t to = pb_zone_utc_simple(s->zone, d->date, d->breaks[i].to_min);
        if (from > at && n < max)
            out[n++] = (stretch){at, min64(from, d->end_s)};
        at = max64(at, to);
    }
    if (at < d->end_s && n < max)
        out[n++] = (stretch){at, d->end_s};
    return n;
}

static pb_status split_duty(splitter *s, tally *t, size_t duty)
{
    enum { MAX_STRETCHES = 33 }; /* unpaid_breaks has 32 bits */
    stretch parts[MAX_STRETCHES];
    const pb_duty *d = &s->roster->at[duty];
    int n = paid_stretches(s, d, parts, MAX_STRETCHES);
    t->duty_ordinary = 0;
    for (int i = 0; i < n; i++) {
        for (int64_t at = parts[i].from_s; at < parts[i].to_s;) {
            pb_date date;
            int second;
            pb_zone_local(s->zone, at, &date, &second);
            int64_t next = min64(parts[i].to_s, pb_zone_utc_simple(s->zone, date + 1, 0));
            pb_status st = split_date(s, t, duty, date, at, next);
            if (st)
                return st;
            at = next;
        }
    }
    return PB_OK;
}

/* Sort key: a roster's duties by agent, then start. */
typedef struct order {
    int32_t agent;
    int64_t start_s;
    size_t duty;
} order;

static int by_agent_then_start(const void *pa, const void *pb)
{
    const order *a = pa, *b = pb;
    if (a->agent != b->agent)
        return a->agent < b->agent ? -1 : 1;
    if (a->start_s != b->start_s)
        return a->start_s < b->start_s ? -1 : 1;
    return (a->duty > b->duty) - (a->duty < b->duty);
}

static order *duties_by_agent(pb_arena *a, const pb_roster *r, size_t *ret_n)
{
    order *o = PB_NEW_ARRAY(a, r ? r->n : 0, order);
    size_t n = 0;
    if (!o)
        return NULL;
    for (size_t i = 0; r && i < r->n; i++)
        if (r->at[i].shift >= 0 || r->at[i].end_s > r->at[i].start_s)
            o[n++] = (order){r->at[i].agent, r->at[i].start_s, i};
    if (n)
        qsort(o, n, sizeof *o, by_agent_then_start);
    *ret_n = n;
    return o;
}

pb_status pb_pay_split(pb_arena *a, const pb_roster *roster, const pb_roster *before,
                       const pb_calendar *calendar, const pb_zone *zone, int week_start,
                       const pb_pay_rules *rules, pb_pay *ret)
{
    splitter s = {a, roster, calendar, zone, week_start, rules, NULL, 0, 0, false};
    size_t n_now = 0, n_before = 0, b = 0;
    order *now = duties_by_agent(a, roster, &n_now);
    order *past = duties_by_agent(a, before, &n_before);
    if (!now || !past)
        return PB_ERR_NOMEM;
    for (size_t i = 0; i < n_now;) {
        int32_t agent = now[i].agent;
        tally t = {.week = PB_DATE_NONE};
        while (b < n_before && past[b].agent < agent)
            b++;
        s.silent = true;
        s.roster = before;
        for (; b < n_before && past[b].agent == agent; b++) {
            pb_status st = split_duty(&s, &t, past[b].duty);
            if (st)
                return st;
        }
        s.silent = false;
        s.roster = roster;
        for (; i < n_now && now[i].agent == agent; i++) {
            pb_status st = split_duty(&s, &t, now[i].duty);
            if (st)
                return st;
        }
    }
    ret->n = s.n;
    ret->at = s.pieces;
    return PB_OK;
}
