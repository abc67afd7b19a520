/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Terms over weeks, months, the year and weekends, with what the look-back brings. */
#include "planner/terms.h"

/* A stretch of dates and what is known of it. */
typedef struct window {
    int32_t d0, d1; /* days of the plan inside it */
    int32_t base;   /* counted before the plan */
    int32_t unknown; /* days nobody knows: before the look-back, or after the plan */
    int32_t away;   /* whole days of absence in it */
    int32_t n;      /* its days */
} window;

static window window_of(const pb_terms *ts, pb_count count, pb_date from, pb_date to)
{
    const pb_instance *in = ts->in;
    pb_date first = in->grid.first, end = first + in->n_days;
    window w = {.n = to - from};

    w.d0 = from > first ? from - first : 0;
    w.d1 = to < end ? to - first : in->n_days;
    for (pb_date day = from; day < to; day++) {
        w.away += pb_away_all_day(in->ws, ts->agent, day);
        if (day < first) {
            w.base += pb_terms_past(ts, count, first - day);
            w.unknown += !pb_past_known(ts->past, first - day);
        } else if (day >= end) {
            w.unknown++;
        }
    }
    return w;
}

/* What earlier rosters have beyond a limit already was their fault: the plan may only add nothing. */
static int32_t limit_after(int32_t hi, int32_t before)
{
    return before > hi ? before : hi;
}

/* Hours of a stretch of n days for a weekly number, less a fifth of it for each day away. */
static int32_t share_of_week(int32_t minutes, int32_t n_days, int32_t away)
{
    int64_t part = 5 * (int64_t)n_days - 7 * (int64_t)away;
    return part <= 0 ? 0 : (int32_t)((minutes * part + 17) / 35);
}

pb_status pb_terms_weeks(pb_terms *ts, const int32_t *tab, pb_count count, int32_t lo, int32_t hi,
                         int32_t per)
{
    const pb_instance *in = ts->in;
    pb_date end = in->grid.first + in->n_days;
    pb_status s = PB_OK;

    for (pb_date w0 = pb_date_week_start(in->grid.first, in->ws->team.week_start); !s && w0 < end;
         w0 += 7) {
        window w = window_of(ts, count, w0, w0 + 7);
        pb_term t = pb_terms_new(ts, PB_TERM_SUM);
        t.tab = tab;
        t.per = per;
        t.d0 = w.d0;
        t.d1 = w.d1;
        t.base = w.base;
        t.hi = limit_after(hi, w.base);
        if (lo != INT32_MIN && !w.unknown)
            t.lo = share_of_week(lo, 7, w.away);
        if (t.hi != INT32_MAX || t.lo > 0)
            s = pb_terms_push(ts, t);
    }
    return s;
}

pb_status pb_terms_rest_days(pb_terms *ts, int32_t lo)
{
    const pb_instance *in = ts->in;
    pb_date end = in->grid.first + in->n_days;
    pb_status s = PB_OK;

    for (pb_date w0 = pb_date_week_start(in->grid.first, in->ws->team.week_start); !s && w0 < end;
         w0 += 7) {
        window w = window_of(ts, PB_COUNTS_OFF, w0, w0 + 7);
        pb_term t = pb_terms_new(ts, PB_TERM_SUM);
        t.tab = ts->tabs->off;
        t.d0 = w.d0;
        t.d1 = w.d1;
        t.base = w.base + w.unknown; /* the benefit of the doubt */
        if (t.base < lo - (w.d1 - w.d0)) /* lost already, before the plan */
            t.base = lo - (w.d1 - w.d0);
        t.lo = lo;
        s = pb_terms_push(ts, t);
    }
    return s;
}

static pb_date month_start(pb_date day)
{
    pb_ymd x = pb_date_ymd(day);
    return pb_date_from_ymd(x.year, x.month, 1);
}

static pb_status stretch(pb_terms *ts, const int32_t *tab, pb_count count, int32_t hi, pb_date from,
                         pb_date to)
{
    window w = window_of(ts, count, from, to);
    pb_term t = pb_terms_new(ts, PB_TERM_SUM);
    t.tab = tab;
    t.d0 = w.d0;
    t.d1 = w.d1;
    t.base = w.base;
    t.hi = limit_after(hi, w.base);
    return pb_terms_push(ts, t);
}

pb_status pb_terms_months(pb_terms *ts, const int32_t *tab, pb_count count, int32_t hi)
{
    pb_date end = ts->in->grid.first + ts->in->n_days;
    pb_status s = PB_OK;
    for (pb_date m = month_start(ts->in->grid.first); !s && m < end; m = pb_date_add_months(m, 1))
        s = stretch(ts, tab, count, hi, m, pb_date_add_months(m, 1));
    return s;
}

pb_status pb_terms_plan(pb_terms *ts, const int32_t *tab, pb_count count, int32_t hi)
{
    pb_date first = ts->in->grid.first;
    return stretch(ts, tab, count, hi, first - ts->in->ws->days_planned, first + ts->in->n_days);
}

/* One averaging period, as far as the plan goes: what it asks until there, and what was worked of it before. */
static pb_status contract_period(pb_terms *ts, int32_t minutes, pb_date from, pb_date to)
{
    const pb_instance *in = ts->in;
    pb_term t = pb_terms_new(ts, PB_TERM_SUM);

    t.tab = ts->tabs->minutes;
    t.per = 60;
    t.lo = 0;
    for (pb_date w0 = from; w0 < to; w0 += 7) {
        window w = window_of(ts, PB_COUNTS_MINUTES, w0, w0 + 7 < to ? w0 + 7 : to);
        t.base += w.base;
        t.lo += share_of_week(minutes, w.n, w.away);
    }
    t.hi = t.lo;
    t.d0 = from > in->grid.first ? from - in->grid.first : 0;
    t.d1 = to - in->grid.first;
    return pb_terms_push(ts, t);
}

/* Periods of N weeks go on through earlier rosters that leave no gap; 0: the plan is the period. */
pb_status pb_terms_contract(pb_terms *ts)
{
    const pb_instance *in = ts->in;
    pb_date first = in->grid.first, end = first + in->n_days, from = first;
    double hours = in->ws->agents.at[ts->agent].hours_per_week;
    int32_t block = ts->number >= 1 ? 7 * (int32_t)ts->number : in->ws->days_planned + in->n_days;
    pb_status s = PB_OK;

    if (ts->number >= 1)
        from -= (first - pb_past_unbroken(in->ws, first)) % block;
    else
        from -= in->ws->days_planned;
    for (; !s && hours > 0 && from < end; from += block)
        s = contract_period(ts, (int32_t)(hours * 60 + 0.5), from, from + block < end ? from + block : end);
    return s;
}

pb_status pb_terms_overtime(pb_terms *ts)
{
    const pb_instance *in = ts->in;
    double own = in->ws->agents.at[ts->agent].hours_per_week;
    int32_t week = (int32_t)((own > 0 ? own : 40) * 60 + 0.5);
    pb_date end = in->grid.first + in->n_days;
    pb_status s = PB_OK;

    for (pb_date m = month_start(pb_date_week_start(in->grid.first, in->ws->team.week_start));
         !s && m < end; m = pb_date_add_months(m, 1)) {
        pb_span_days *spans = PB_NEW_ARRAY(ts->arena, 6, pb_span_days);
        pb_term t = pb_terms_new(ts, PB_TERM_OVERTIME);
        pb_date w0 = pb_date_week_start(m + 6, in->ws->team.week_start);
        int32_t before = 0;
        if (!spans)
            return PB_ERR_NOMEM;
        for (; w0 < pb_date_add_months(m, 1); w0 += 7) {
            window w = window_of(ts, PB_COUNTS_MINUTES, w0, w0 + 7);
            before += w.base > week ? w.base - week : 0;
            if (w.d1 <= w.d0)
                t.base += w.base > week ? w.base - week : 0;
            else
                spans[t.n_spans++] = (pb_span_days){w.d0, w.d1, w.base, week};
        }
        t.tab = ts->tabs->minutes;
        t.per = 60;
        t.spans = spans;
        t.hi = limit_after((int32_t)(ts->number * 60 + 0.5), before);
        if (t.n_spans)
            s = pb_terms_push(ts, t);
    }
    return s;
}

pb_status pb_terms_starts(pb_terms *ts)
{
    const pb_instance *in = ts->in;
    pb_date first = in->grid.first, end = first + in->n_days;
    pb_term t = pb_terms_new(ts, PB_TERM_STARTS);
    pb_span_days *spans = PB_NEW_ARRAY(ts->arena, in->n_days / 7 + 2, pb_span_days);

    if (!spans)
        return PB_ERR_NOMEM;
    for (pb_date w0 = pb_date_week_start(first, in->ws->team.week_start); w0 < end; w0 += 7) {
        window w = window_of(ts, PB_COUNTS_WORK, w0, w0 + 7);
        int32_t start = -1;
        for (int32_t i = 1; i <= first - w0 && start < 0; i++) {
            const pb_duty *d = pb_past_duty(ts->past, ts->agent, i);
            start = d ? d->start_min : -1;
        }
        spans[t.n_spans++] = (pb_span_days){w.d0, w.d1, start, 0};
    }
    t.spans = spans;
    return pb_terms_push(ts, t);
}

/* Saturdays in from … to - 1 whose weekend has a day in the plan. A span's days are Saturday and
 * Sunday as far as they lie in the plan; base = the Saturday before the plan was worked (-1: unknown). */
pb_status pb_weekend_spans(pb_arena *a, const pb_instance *in, const pb_past *past, int32_t agent,
                           pb_date from, pb_date to, pb_span_days **ret, int32_t *ret_n)
{
    pb_date first = in->grid.first, end = first + in->n_days;
    pb_span_days *spans = PB_NEW_ARRAY(a, (to > from ? to - from : 0) / 7 + 2, pb_span_days);
    int32_t n = 0;

    if (!spans)
        return PB_ERR_NOMEM;
    for (pb_date sat = from + (5 - pb_date_weekday(from) + 7) % 7; sat < to; sat += 7) {
        pb_span_days s = {sat - first, sat - first + 2, 0, 0};
        if (sat + 1 < first || sat >= end)
            continue;
        if (sat < first) {
            s.d0 = 0;
            s.base = pb_past_known(past, 1) ? pb_past_duty(past, agent, 1) != NULL : -1;
        }
        if (s.d1 > in->n_days)
            s.d1 = in->n_days;
        spans[n++] = s;
    }
    *ret = spans;
    *ret_n = n;
    return PB_OK;
}

/* Weekends worked that lie wholly before the plan. */
static int32_t past_weekends(const pb_terms *ts, pb_date from, pb_date to)
{
    pb_date first = ts->in->grid.first;
    int32_t n = 0;
    for (pb_date sat = from + (5 - pb_date_weekday(from) + 7) % 7; sat < to && sat + 1 < first; sat += 7)
        n += pb_past_duty(ts->past, ts->agent, first - sat) ||
             pb_past_duty(ts->past, ts->agent, first - sat - 1);
    return n;
}

/* Weekends of the plan's pieces before this one, whose days alone count. */
static int32_t weekends_planned(const pb_terms *ts)
{
    pb_date first = ts->in->grid.first, began = first - ts->in->ws->days_planned;
    int32_t n = past_weekends(ts, began, first);
    if (began < first && pb_date_weekday(began) == 6)
        n += pb_past_duty(ts->past, ts->agent, first - began) != NULL;
    return n;
}

pb_status pb_terms_max_weekends(pb_terms *ts, int32_t n)
{
    const pb_instance *in = ts->in;
    pb_term t = pb_terms_new(ts, PB_TERM_WEEKENDS);
    pb_span_days *spans = NULL;
    pb_status s = pb_weekend_spans(ts->arena, in, ts->past, ts->agent, in->grid.first - 1,
                                   in->grid.first + in->n_days, &spans, &t.n_spans);
    bool cut = in->ws->days_planned > 0 && pb_date_weekday(in->grid.first) == 6;
    if (s)
        return s;
    for (int32_t i = 0; i < t.n_spans; i++)
        spans[i].base = 0; /* the plan's own days only */
    t.base = weekends_planned(ts);
    if (cut && t.n_spans && pb_past_duty(ts->past, ts->agent, 1)) { /* a weekend at work already */
        spans++;
        t.n_spans--;
        t.base++;
    }
    t.spans = spans;
    t.hi = limit_after(n, t.base);
    return t.n_spans ? pb_terms_push(ts, t) : s;
}

pb_status pb_terms_weekends_off(pb_terms *ts, int32_t n)
{
    const pb_instance *in = ts->in;
    pb_date end = in->grid.first + in->n_days;
    pb_status s = PB_OK;

    for (pb_date m = month_start(in->grid.first - 1); !s && m < end; m = pb_date_add_months(m, 1)) {
        pb_date next = pb_date_add_months(m, 1);
        pb_term t = pb_terms_new(ts, PB_TERM_WEEKENDS);
        pb_span_days *spans = NULL;
        int32_t saturdays = (next - 1 - (m + (5 - pb_date_weekday(m) + 7) % 7)) / 7 + 1;
        s = pb_weekend_spans(ts->arena, in, ts->past, ts->agent, m, next, &spans, &t.n_spans);
        t.spans = spans;
        t.base = past_weekends(ts, m, next);
        t.hi = saturdays > n ? saturdays - n : 0;
        for (int32_t i = 0, before = t.base; !s && i < t.n_spans; i++) {
            before += spans[i].base > 0;
            t.hi = limit_after(t.hi, before);
        }
        if (!s && t.n_spans)
            s = pb_terms_push(ts, t);
    }
    return s;
}

pb_status pb_terms_whole_weekends(pb_terms *ts)
{
    const pb_instance *in = ts->in;
    pb_term t = pb_terms_new(ts, PB_TERM_WHOLE);
    pb_span_days *spans = NULL;
    int32_t n = 0;
    pb_status s = pb_weekend_spans(ts->arena, in, ts->past, ts->agent, in->grid.first - 1,
                                   in->grid.first + in->n_days - 1, &spans, &t.n_spans);

    for (int32_t i = 0; !s && i < t.n_spans; i++) {
        bool away = spans[i].d1 == 1 && pb_away_all_day(in->ws, ts->agent, in->grid.first - 1); /* its Saturday */
        for (int32_t d = spans[i].d0; d < spans[i].d1; d++)
            away = away || in->away[(int64_t)ts->agent * in->n_days + d];
        if (!away && spans[i].base >= 0) /* leave and what nobody knows excuse */
            spans[n++] = spans[i];
    }
    t.spans = spans;
    t.n_spans = n;
    return s || !n ? s : pb_terms_push(ts, t);
}

/* Free workdays of the window after a rest day worked; -1: the window leaves the plan. */
static int32_t lieu_span(const pb_terms *ts, pb_date holiday, int32_t window_days, pb_span_days *ret)
{
    const pb_instance *in = ts->in;
    pb_date first = in->grid.first, end = first + in->n_days, to = holiday + 1 + window_days;

    if (to > end || to <= first)
        return -1;
    *ret = (pb_span_days){holiday + 1 > first ? holiday + 1 - first : 0, to - first, 0,
                          holiday >= first ? holiday - first : -1};
    for (pb_date day = holiday + 1; day < first; day++)
        ret->base += pb_calendar_day_kind(&in->ws->calendar, day) == PB_DAY_WORK &&
                     pb_past_known(ts->past, first - day) &&
                     !pb_past_duty(ts->past, ts->agent, first - day) &&
                     !pb_away_all_day(in->ws, ts->agent, day);
    return 0;
}

pb_status pb_terms_lieu(pb_terms *ts)
{
    const pb_instance *in = ts->in;
    int32_t window_days = ts->number >= 1 ? (int32_t)(ts->number + 0.5) : 1;
    pb_term t = pb_terms_new(ts, PB_TERM_LIEU);
    pb_span_days *spans = PB_NEW_ARRAY(ts->arena, window_days + in->n_days, pb_span_days);
    pb_date first = in->grid.first;

    if (!spans)
        return PB_ERR_NOMEM;
    for (pb_date h = first - window_days; h < first + in->n_days; h++) {
        if (pb_calendar_day_kind(&in->ws->calendar, h) != PB_DAY_REST)
            continue;
        if (h < first && !pb_past_duty(ts->past, ts->agent, first - h))
            continue;
        if (lieu_span(ts, h, window_days, &spans[t.n_spans]) == 0)
            t.n_spans++;
    }
    t.spans = spans;
    return t.n_spans ? pb_terms_push(ts, t) : PB_OK;
}
