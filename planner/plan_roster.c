/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "planner/plan_roster.h"

#include "planner/hold.h"
#include "planner/steady.h"

typedef struct writer {
    pb_arena *a;
    const pb_board *b;
    const pb_holding *held;
    int32_t *resting; /* [row * n_slots + slot] agent-minutes of rest breaks placed so far */
} writer;

/* How much the slots under a rest break would lack, plus a little for each who rests already. */
static int64_t strain(const writer *w, int32_t agent, int64_t from_s, int64_t to_s)
{
    const pb_instance *in = w->b->in;
    int64_t sum = 0;

    for (int32_t i = in->agent_row0[agent]; i < in->agent_row0[agent + 1]; i++) {
        int32_t row = in->agent_rows[i], t = pb_grid_find(&in->grid, from_s);
        for (; t >= 0 && t < in->grid.n_slots && pb_grid_start_s(&in->grid, t) < to_s; t++) {
            int64_t at = (int64_t)row * in->grid.n_slots + t;
            int64_t spare = (int64_t)w->b->present[at] * in->quantum_min - w->resting[at] - pb_need_present(&in->rows[row], t);
            sum += (spare < 0 ? 4 : 1) * ((int64_t)10000 - spare) + w->resting[at];
        }
    }
    return sum;
}

static void rest(writer *w, int32_t agent, int64_t from_s, int64_t to_s)
{
    const pb_instance *in = w->b->in;
    for (int32_t i = in->agent_row0[agent]; i < in->agent_row0[agent + 1]; i++) {
        int32_t t = pb_grid_find(&in->grid, from_s);
        for (; t >= 0 && t < in->grid.n_slots && pb_grid_start_s(&in->grid, t) < to_s; t++) {
            int64_t lo = pb_grid_start_s(&in->grid, t), hi = pb_grid_start_s(&in->grid, t + 1);
            lo = from_s > lo ? from_s : lo;
            hi = to_s < hi ? to_s : hi;
            w->resting[(int64_t)in->agent_rows[i] * in->grid.n_slots + t] += (int32_t)((hi - lo) / 60);
        }
    }
}

static bool clash(const pb_duty *d, const pb_span *breaks, int from, int to)
{
    for (int32_t i = 0; i < d->n_breaks; i++)
        if (from < breaks[i].to_min + 15 && to > breaks[i].from_min - 15)
            return true;
    for (int32_t i = 0; i < d->n_activities; i++)
        if (from < d->activities[i].span.to_min && to > d->activities[i].span.from_min)
            return true;
    return false;
}

/* What the person attends in the duty, by time. */
static pb_status attend(writer *w, pb_duty *d, int32_t day)
{
    const pb_activities *acts = &w->b->in->ws->activities;
    int32_t n = 0;

    for (int32_t i = w->held->first[d->agent]; i >= 0; i = w->held->next[i])
        n += w->held->at[i].day == day;
    if (n == 0)
        return PB_OK;
    pb_placed_activity *list = PB_NEW_ARRAY(w->a, n, pb_placed_activity);
    if (!list)
        return PB_ERR_NOMEM;
    for (int32_t i = w->held->first[d->agent]; i >= 0; i = w->held->next[i]) {
        const pb_sitting *x = &w->held->at[i];
        int32_t at = d->n_activities;
        if (x->day != day)
            continue;
        for (; at > 0 && list[at - 1].span.from_min > x->from_min; at--)
            list[at] = list[at - 1];
        list[at] = (pb_placed_activity){acts->at[x->activity].id,
                                        {(int16_t)x->from_min, (int16_t)(x->from_min + acts->at[x->activity].minutes)}};
        d->n_activities++;
    }
    d->activities = list;
    return PB_OK;
}

/* One rest break in part k of n of the duty. */
static void add_rest(writer *w, pb_duty *d, pb_span *breaks, int k, int n, int len)
{
    const pb_zone *z = w->b->in->grid.zone;
    int span = d->end_min - d->start_min, lo = d->start_min + span * k / n,
        hi = d->start_min + span * (k + 1) / n, best = -1;
    int64_t least = INT64_MAX;

    for (int p = (lo + 4) / 5 * 5; p + len <= hi; p += 5) {
        int64_t s;
        if (p < d->start_min + 30 || p + len > d->end_min - 30 || clash(d, breaks, p, p + len))
            continue;
        s = strain(w, d->agent, pb_zone_utc_simple(z, d->date, p), pb_zone_utc_simple(z, d->date, p + len));
        if (s < least) {
            least = s;
            best = p;
        }
    }
    if (best < 0)
        return;
    rest(w, d->agent, pb_zone_utc_simple(z, d->date, best), pb_zone_utc_simple(z, d->date, best + len));
    breaks[d->n_breaks++] = (pb_span){(int16_t)best, (int16_t)(best + len)};
}

/* The rest breaks of the kept row, where they still fit the duty and its meal; else false and nothing is done. */
static bool rest_as_known(writer *w, pb_duty *d, pb_span *breaks, const pb_shift *s, const pb_duty *known)
{
    const pb_zone *z = w->b->in->grid.zone;
    int32_t n = 0, meals = d->n_breaks;

    for (int32_t i = 0; known && i < known->n_breaks; i++) {
        pb_span x = known->breaks[i];
        if (known->unpaid_breaks >> i & 1)
            continue;
        if (n >= s->n_rest_breaks || x.to_min - x.from_min != s->rest_break_min || x.from_min < d->start_min ||
            x.to_min > d->end_min || clash(d, breaks, x.from_min, x.to_min))
            return false;
        breaks[meals + n++] = x;
    }
    if (!known || n < s->n_rest_breaks)
        return false;
    for (int32_t i = meals; i < meals + n; i++)
        rest(w, d->agent, pb_zone_utc_simple(z, d->date, breaks[i].from_min),
             pb_zone_utc_simple(z, d->date, breaks[i].to_min));
    d->n_breaks += n;
    return true;
}

static pb_status duty_of(writer *w, int32_t agent, int32_t day, int32_t place, pb_duty *d)
{
    const pb_instance *in = w->b->in;
    const pb_place *p = &in->places[place];
    const pb_alt *x = &in->alts[p->alt];
    const pb_shift *s;
    pb_span *breaks;

    if (p->kept >= 0) {
        *d = in->keep->at[p->kept];
        return PB_OK;
    }
    s = &in->ws->shifts.at[x->shift];
    breaks = PB_NEW_ARRAY(w->a, 1 + (s->n_rest_breaks > 0 ? s->n_rest_breaks : 0), pb_span);
    if (!breaks)
        return PB_ERR_NOMEM;
    *d = (pb_duty){.date = in->grid.first + day, .agent = agent, .shift = x->shift,
                   .start_min = x->start_min, .end_min = x->end_min, .start_s = x->start_s,
                   .end_s = x->end_s, .queue = -1, .note = "", .breaks = breaks};
    if (p->break_min >= 0) {
        breaks[d->n_breaks++] = (pb_span){(int16_t)p->break_min,
                                          (int16_t)(p->break_min + s->unpaid_break_min)};
        d->unpaid_breaks = 1;
    }
    if (attend(w, d, day))
        return PB_ERR_NOMEM;
    if (rest_as_known(w, d, breaks, s, pb_steady_row(w->b, agent, day)))
        return PB_OK;
    for (int k = 0; k < s->n_rest_breaks; k++)
        add_rest(w, d, breaks, k, s->n_rest_breaks, s->rest_break_min);
    return PB_OK;
}

/* A day off is written down, so that the roster decides the day; what the kept roster says of it by hand stays. */
static pb_duty off_of(const pb_instance *in, int32_t agent, int32_t day)
{
    pb_date date = in->grid.first + day;
    pb_duty off = {.date = date, .agent = agent, .shift = -1, .queue = -1, .note = ""};
    size_t at = 0, n = in->keep ? pb_roster_find(in->keep, date, agent, &at) : 0;

    for (size_t i = 0; i < n; i++) {
        const pb_duty *k = &in->keep->at[at + i];
        if (k->shift >= 0 || k->end_s > k->start_s)
            continue;
        off.pinned = k->pinned;
        off.note = k->note;
    }
    return off;
}

static bool employed(const pb_agent *g, pb_date date)
{
    return (g->from == PB_DATE_NONE || g->from <= date) && (g->until == PB_DATE_NONE || g->until >= date);
}

pb_status pb_plan_roster(pb_arena *a, pb_board *b, pb_roster *ret, pb_money *ret_relief)
{
    const pb_instance *in = b->in;
    size_t cells = (size_t)in->n_agents * in->n_days, n = 0;
    pb_holding held;
    writer w = {a, b, &held, PB_NEW_ARRAY(a, (size_t)in->n_rows * in->grid.n_slots, int32_t)};
    pb_duty *rows = PB_NEW_ARRAY(a, cells, pb_duty);

    if (!rows || !w.resting || pb_steady_meals(a, b) || pb_hold_list(a, in, &held) || pb_hold_place(a, b, &held))
        return PB_ERR_NOMEM;
    for (int32_t day = 0; day < in->n_days; day++)
        for (int32_t agent = 0; agent < in->n_agents; agent++) {
            int32_t place = b->place[(int64_t)agent * in->n_days + day];
            pb_status s = PB_OK;
            if (place)
                s = duty_of(&w, agent, day, place, &rows[n]);
            else if (employed(&in->ws->agents.at[agent], in->grid.first + day))
                rows[n] = off_of(in, agent, day);
            else
                continue;
            if (s)
                return s;
            n++;
        }
    if (ret_relief)
        *ret_relief = pb_hold_relief(in, &held);
    *ret = (pb_roster){.first = in->grid.first, .last = in->grid.first + in->n_days - 1, .n = n, .at = rows};
    return PB_OK;
}
