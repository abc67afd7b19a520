/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "export/presence.h"

#include <math.h>

void pb_presence_add(const pb_grid *g, double *row, int64_t from_s, int64_t to_s, double sign)
{
    int32_t slot = pb_grid_find(g, from_s);
    if (slot < 0)
        slot = 0;
    for (; slot < g->n_slots && pb_grid_start_s(g, slot) < to_s; slot++) {
        int64_t lo = pb_grid_start_s(g, slot), hi = pb_grid_start_s(g, slot + 1);
        int64_t a = from_s > lo ? from_s : lo, b = to_s < hi ? to_s : hi;
        if (b > a)
            row[slot] += sign * (double)(b - a) / (double)(hi - lo);
    }
}

static void add_span(const pb_grid *g, double *row, const pb_duty *d, pb_span span, double sign)
{
    int64_t from = pb_zone_utc_simple(g->zone, d->date, span.from_min);
    int64_t to = pb_zone_utc_simple(g->zone, d->date, span.to_min);
    from = from > d->start_s ? from : d->start_s;
    to = to < d->end_s ? to : d->end_s;
    if (to > from)
        pb_presence_add(g, row, from, to, sign);
}

/* Keeps in *next the earlier of it and what is left of s after `until`. */
static void earlier(pb_span s, int until, pb_span *next)
{
    int from = s.from_min > until ? s.from_min : until;
    if (s.to_min > from && (next->to_min == 0 || from < next->from_min))
        *next = (pb_span){(int16_t)from, s.to_min};
}

/* A meal and an activity, or two activities, may overlap in a roster made by hand: nobody is away twice. */
static void add_duty(const pb_grid *g, double *row, const pb_duty *d)
{
    pb_presence_add(g, row, d->start_s, d->end_s, 1.0);
    for (int until = INT16_MIN;;) {
        pb_span next = {0, 0};
        for (int32_t k = 0; k < d->n_breaks; k++)
            if (d->unpaid_breaks >> k & 1U)
                earlier(d->breaks[k], until, &next);
        for (int32_t k = 0; k < d->n_activities; k++)
            earlier(d->activities[k].span, until, &next);
        if (next.to_min == 0)
            return;
        add_span(g, row, d, next, -1.0);
        until = next.to_min;
    }
}

/* Fractions of slots are sums of thirds and sixths: dust below a second's share is cleared so that
 * "nobody lacking" is exactly zero. */
static double clear_dust(double v)
{
    double r = round(v * 3600.0) / 3600.0;
    return r == 0 ? 0.0 : r;
}

pb_status pb_presence_count(pb_arena *a, const pb_roster *roster, const pb_agents *agents,
                            const pb_requirement *req, pb_presence *ret)
{
    const pb_grid *g = &req->grid;
    size_t n = (size_t)req->n_rows * (size_t)g->n_slots;
    double *planned = PB_NEW_ARRAY(a, n, double);
    double *lacking = PB_NEW_ARRAY(a, n, double);
    double *surplus = PB_NEW_ARRAY(a, n, double);
    if (!planned || !lacking || !surplus)
        return PB_ERR_NOMEM;
    for (size_t i = 0; i < roster->n; i++) {
        const pb_duty *d = &roster->at[i];
        if (d->end_s <= d->start_s)
            continue;
        pb_skillset skills = agents->at[d->agent].skills;
        if (d->queue >= 0)
            skills &= (pb_skillset)1 << d->queue;
        for (int32_t row = 0; row < req->n_rows; row++)
            if (req->sets[row] & skills)
                add_duty(g, planned + (size_t)row * (size_t)g->n_slots, d);
    }
    for (size_t i = 0; i < n; i++) {
        double need = req->scheduled[i] > 0 ? req->scheduled[i] : 0;
        planned[i] = clear_dust(planned[i]);
        lacking[i] = need > planned[i] ? need - planned[i] : 0;
        surplus[i] = planned[i] > need ? planned[i] - need : 0;
    }
    *ret = (pb_presence){req->scheduled, planned, lacking, surplus};
    return PB_OK;
}

pb_presence_sum pb_presence_total(const pb_presence *p, const pb_requirement *req, int32_t row,
                                  int32_t from, int32_t to)
{
    const pb_grid *g = &req->grid;
    pb_presence_sum sum = {0};
    for (int32_t t = from; t < to; t++) {
        size_t i = (size_t)row * (size_t)g->n_slots + (size_t)t;
        double h = pb_grid_slot_s(g, t) / 3600.0;
        double need = p->need[i] > 0 ? p->need[i] : 0;
        sum.need_h += need * h;
        sum.planned_h += p->planned[i] * h;
        sum.lacking_h += p->lacking[i] * h;
        sum.surplus_h += p->surplus[i] * h;
        sum.n_open_slots += need > 0;
        sum.n_lacking_slots += p->lacking[i] > 0;
    }
    return sum;
}

/* Queues that share agents belong together: the sets of the rows that overlap it, joined. */
static pb_skillset joined(const pb_requirement *req, pb_skillset set)
{
    for (pb_skillset before = 0; before != set;) {
        before = set;
        for (int32_t row = 0; row < req->n_rows; row++)
            if (req->sets[row] & set)
                set |= req->sets[row];
    }
    return set;
}

/* One slot of the queues of a set: adds its hours, and keeps the worst. */
static void add_slot(const pb_presence *p, const pb_requirement *req, const double *urgent, pb_skillset set, int32_t t,
                     pb_presence_gap *gap)
{
    const double h = pb_grid_slot_s(&req->grid, t) / 3600.0;
    double most_need = 0, most_lacking = 0;
    for (int32_t row = 0; row < req->n_rows; row++) {
        size_t i = (size_t)row * (size_t)req->grid.n_slots + (size_t)t;
        double need = urgent ? urgent[i] : p->need[i];
        if (!(req->sets[row] & set))
            continue;
        most_need = fmax(most_need, need);
        most_lacking = fmax(most_lacking, need - p->planned[i]);
        if (need - p->planned[i] > gap->lacking) {
            gap->lacking = need - p->planned[i];
            gap->slot = t;
            gap->row = row;
        }
    }
    gap->need_h += h * most_need;
    gap->lacking_h += h * most_lacking;
}

pb_presence_gap pb_presence_missing(const pb_presence *p, const pb_requirement *req, const double *urgent,
                                    pb_date first, pb_date last)
{
    const pb_grid *g = &req->grid;
    pb_presence_gap gap = {.slot = -1, .row = -1};
    pb_skillset done = 0;
    int32_t from = first > g->first ? first - g->first : 0;
    int32_t to = last < g->first + g->n_days ? last - g->first + 1 : g->n_days;
    for (int32_t row = 0; row < req->n_rows && from < to; row++) {
        pb_skillset set = joined(req, req->sets[row]);
        if (set & done)
            continue;
        done |= set;
        for (int32_t t = g->day_slot[from]; t < g->day_slot[to]; t++)
            add_slot(p, req, urgent, set, t, &gap);
    }
    return gap;
}

void pb_presence_write(const pb_presence *p, const pb_requirement *req, const double *service_level,
                       const double *actual, pb_text *out)
{
    const pb_grid *g = &req->grid;
    char when[32];
    pb_text_puts(out, "start,queue,required,planned,short,over,service_level,actual\n");
    for (int32_t t = 0; t < g->n_slots; t++) {
        for (int32_t row = 0; row < req->n_rows; row++) {
            size_t i = (size_t)row * (size_t)g->n_slots + (size_t)t;
            if (!(p->need[i] > 0) && p->planned[i] == 0)
                continue;
            pb_zone_format(g->zone, pb_grid_start_s(g, t), when);
            pb_csv_field(out, when, false);
            pb_csv_field(out, req->names[row], true);
            pb_csv_real(out, p->need[i] > 0 ? p->need[i] : 0, 3);
            pb_csv_real(out, p->planned[i], 3);
            pb_csv_real(out, p->lacking[i], 3);
            pb_csv_real(out, p->surplus[i], 3);
            pb_csv_real(out, service_level ? service_level[i] : (double)NAN, 4);
            pb_csv_real(out, actual ? actual[i] : (double)NAN, 3);
            pb_csv_end(out);
        }
    }
}
