/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Terms over spans of days: weekends, starts, overtime, days in lieu. */
#include "planner/mip.h"

#include <math.h>

/* A column that is 1 when any day of the span is worked (at least that; `exact`: no more either). */
static int32_t worked(pb_mip *m, int32_t agent, const pb_span_days *s, bool exact)
{
    int32_t w = pb_mip_col(m, 0, s->base > 0 ? 1 : 0, 1, false), all;

    for (int32_t d = s->d0; d < s->d1; d++) {
        int32_t row = pb_mip_row(m, -INFINITY, 0);
        pb_mip_day(m, row, agent, d, NULL, 1);
        pb_mip_add(m, row, w, -1);
    }
    if (exact) {
        all = pb_mip_row(m, -INFINITY, s->base > 0 ? 1 : 0);
        pb_mip_add(m, all, w, 1);
        for (int32_t d = s->d0; d < s->d1; d++)
            pb_mip_day(m, all, agent, d, NULL, -1);
    }
    return w;
}

static void add_weekends(pb_mip *m, int32_t agent, const pb_term *t)
{
    int32_t row = pb_mip_row(m, -INFINITY, t->hi - t->base);

    for (int32_t i = 0; i < t->n_spans; i++)
        pb_mip_add(m, row, worked(m, agent, &t->spans[i], false), 1);
    pb_mip_add(m, row, pb_mip_violation(m, t->hard, t->price, t->per, INFINITY), -1);
}

static void add_whole(pb_mip *m, int32_t agent, const pb_term *t)
{
    for (int32_t i = 0; i < t->n_spans; i++) {
        const pb_span_days *s = &t->spans[i];
        int32_t v = pb_mip_violation(m, t->hard, t->price, t->per, 1);
        for (int sign = -1; sign <= 1; sign += 2) {
            int32_t row = pb_mip_row(m, -INFINITY, 0);
            pb_mip_day(m, row, agent, s->d1 - 1, NULL, sign);
            if (s->d1 - s->d0 == 2)
                pb_mip_day(m, row, agent, s->d0, NULL, -sign);
            else if (s->base > 0)
                pb_mip_shift(m, row, -sign);
            pb_mip_add(m, row, v, -1);
        }
    }
}

/* The alternatives of a day that start at that minute, at most the column. */
static void start_rows(pb_mip *m, int32_t agent, const pb_span_days *s, int start, int32_t z)
{
    const pb_instance *in = m->in;
    for (int32_t d = s->d0; d < s->d1; d++) {
        int32_t row = -1;
        for (int32_t alt = in->day_alt[d]; alt < in->day_alt[d + 1]; alt++) {
            int32_t col = m->x[(int64_t)agent * in->n_alts + alt];
            if (col < 0 || in->alts[alt].start_min != start)
                continue;
            if (row < 0)
                row = pb_mip_row(m, -INFINITY, 0);
            pb_mip_add(m, row, col, 1);
        }
        if (row >= 0)
            pb_mip_add(m, row, z, -1);
    }
}

static bool first_of_its_start(const pb_instance *in, const pb_span_days *s, int32_t alt)
{
    for (int32_t k = in->day_alt[s->d0]; k < alt; k++)
        if (in->alts[k].start_min == in->alts[alt].start_min)
            return false;
    return true;
}

static void add_starts(pb_mip *m, int32_t agent, const pb_term *t)
{
    const pb_instance *in = m->in;

    for (int32_t i = 0; i < t->n_spans; i++) {
        const pb_span_days *s = &t->spans[i];
        int32_t row = pb_mip_row(m, -INFINITY, s->base >= 0 ? 0 : 1);
        for (int32_t alt = in->day_alt[s->d0]; alt < in->day_alt[s->d1]; alt++) {
            int start = in->alts[alt].start_min;
            int32_t z;
            if (start == s->base || !first_of_its_start(in, s, alt))
                continue;
            z = pb_mip_col(m, 0, 0, 1, false);
            start_rows(m, agent, s, start, z);
            pb_mip_add(m, row, z, 1);
        }
        pb_mip_add(m, row, pb_mip_violation(m, t->hard, t->price, t->per, INFINITY), -1);
    }
}

static void add_overtime(pb_mip *m, int32_t agent, const pb_term *t)
{
    int32_t row = pb_mip_row(m, -INFINITY, t->hi - t->base);

    for (int32_t i = 0; i < t->n_spans; i++) {
        const pb_span_days *s = &t->spans[i];
        int32_t over = pb_mip_col(m, 0, 0, INFINITY, false);
        int32_t week = pb_mip_row(m, -INFINITY, s->lo - s->base);
        for (int32_t d = s->d0; d < s->d1; d++)
            pb_mip_day(m, week, agent, d, t->tab, 1);
        pb_mip_add(m, week, over, -1);
        pb_mip_add(m, row, over, 1);
    }
    pb_mip_add(m, row, pb_mip_violation(m, t->hard, t->price, t->per, INFINITY), -1);
}

static void add_lieu(pb_mip *m, int32_t agent, const pb_term *t)
{
    const pb_instance *in = m->in;

    for (int32_t i = 0; i < t->n_spans; i++) {
        const pb_span_days *s = &t->spans[i];
        int32_t row;
        double free_days = 0;
        if (s->base > 0)
            continue;
        /* work on the rest day - workdays off in the window <= violation */
        row = pb_mip_row(m, -INFINITY, 0);
        if (s->lo >= 0)
            pb_mip_day(m, row, agent, s->lo, NULL, 1);
        else
            pb_mip_shift(m, row, 1);
        for (int32_t d = s->d0; d < s->d1; d++) {
            if (in->day_kind[d] != PB_DAY_WORK || in->away[(int64_t)agent * in->n_days + d])
                continue;
            pb_mip_day(m, row, agent, d, NULL, 1);
            free_days++;
        }
        pb_mip_shift(m, row, -free_days);
        pb_mip_add(m, row, pb_mip_violation(m, t->hard, t->price, t->per, 1), -1);
    }
}

void pb_mip_spans(pb_mip *m, int32_t agent, const pb_term *t)
{
    switch (t->kind) {
    case PB_TERM_WEEKENDS: add_weekends(m, agent, t); break;
    case PB_TERM_WHOLE: add_whole(m, agent, t); break;
    case PB_TERM_STARTS: add_starts(m, agent, t); break;
    case PB_TERM_OVERTIME: add_overtime(m, agent, t); break;
    case PB_TERM_LIEU: add_lieu(m, agent, t); break;
    default: break;
    }
}

/* --- fair shares, roles, pairs --- */

/* |n W - w T| / W in two columns a side per member; T a column of its own. */
static void add_fair(pb_mip *m, const pb_fair *f)
{
    int32_t total = pb_mip_col(m, 0, -INFINITY, INFINITY, false);
    int32_t sum = pb_mip_row(m, 0, 0);
    double price = (double)f->price / 1000 / f->per;

    pb_mip_add(m, sum, total, -1);
    for (int32_t k = 0; k < f->n; k++) {
        int32_t row = pb_mip_row(m, 0, 0);
        pb_mip_add(m, row, total, -(double)f->weight[k] / (double)f->weights);
        for (int sign = -1; sign <= 1; sign += 2) { /* the first unit of distance costs a tenth */
            pb_mip_add(m, row, pb_mip_col(m, price / 10, 0, f->per, false), sign);
            pb_mip_add(m, row, pb_mip_col(m, price, 0, INFINITY, false), sign);
        }
        pb_mip_shift(m, row, f->base[k]);
        pb_mip_shift(m, sum, f->base[k]);
        for (int32_t i = 0; f->weekends && i < f->n_spans; i++) {
            int32_t w = worked(m, f->agent[k], &f->spans[i], true);
            pb_mip_add(m, row, w, 1);
            pb_mip_add(m, sum, w, 1);
        }
        for (int32_t d = 0; !f->weekends && d < m->in->n_days; d++) {
            pb_mip_day(m, row, f->agent[k], d, f->tab, 1);
            pb_mip_day(m, sum, f->agent[k], d, f->tab, 1);
        }
    }
}

static void add_role(pb_mip *m, const pb_role_row *r)
{
    const pb_instance *in = m->in;
    int32_t row = pb_mip_row(m, r->need, INFINITY);

    for (int32_t agent = 0; agent < in->n_agents; agent++)
        for (int32_t alt = in->day_alt[r->day]; r->member[agent] && alt < in->day_alt[r->day + 1]; alt++)
            if (r->match[alt])
                pb_mip_add(m, row, m->x[(int64_t)agent * in->n_alts + alt], 1);
    pb_mip_add(m, row, pb_mip_violation(m, r->hard, r->price, 1, r->need), 1);
}

static bool at_once(const pb_alt *x, const pb_alt *y)
{
    return x->start_s < y->end_s && y->start_s < x->end_s;
}

static void add_apart(pb_mip *m, const pb_pair *p, int32_t day, int32_t v)
{
    const pb_instance *in = m->in;

    for (int32_t alt = in->day_alt[day]; alt < in->day_alt[day + 1]; alt++) {
        int32_t col = m->x[(int64_t)p->a * in->n_alts + alt], row;
        if (col < 0)
            continue;
        row = pb_mip_row(m, -INFINITY, 1);
        pb_mip_add(m, row, col, 1);
        for (int32_t k = in->day_alt[day]; k < in->day_alt[day + 1]; k++)
            if (at_once(&in->alts[alt], &in->alts[k]))
                pb_mip_add(m, row, m->x[(int64_t)p->b * in->n_alts + k], 1);
        pb_mip_add(m, row, v, -1);
    }
}

/* On each shift as much of the one as of the other. */
static void add_together(pb_mip *m, const pb_pair *p, int32_t day, int32_t v)
{
    const pb_instance *in = m->in;

    for (int32_t shift = -1; shift < in->ws->shifts.n; shift++)
        for (int sign = -1; sign <= 1; sign += 2) {
            int32_t row = -1;
            for (int32_t alt = in->day_alt[day]; alt < in->day_alt[day + 1]; alt++) {
                if (in->alts[alt].shift != shift)
                    continue;
                if (row < 0)
                    row = pb_mip_row(m, -INFINITY, 0);
                pb_mip_add(m, row, m->x[(int64_t)p->a * in->n_alts + alt], sign);
                pb_mip_add(m, row, m->x[(int64_t)p->b * in->n_alts + alt], -sign);
            }
            if (row >= 0)
                pb_mip_add(m, row, v, -1);
        }
}

void pb_mip_team(pb_mip *m)
{
    const pb_instance *in = m->in;

    for (int32_t i = 0; i < in->n_fair; i++)
        add_fair(m, &in->fair[i]);
    for (int32_t i = 0; i < in->n_role; i++)
        add_role(m, &in->role[i]);
    for (int32_t i = 0; i < in->n_pairs; i++)
        for (int32_t day = 0; day < in->n_days; day++) {
            const pb_pair *p = &in->pairs[i];
            int32_t v;
            if (!p->counts[day])
                continue;
            v = pb_mip_violation(m, p->hard, p->price, 1, 1);
            if (p->together)
                add_together(m, p, day, v);
            else
                add_apart(m, p, day, v);
        }
}
