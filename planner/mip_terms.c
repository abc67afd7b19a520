/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Terms over runs, sums and neighbouring days. */
#include "planner/mip.h"

#include <math.h>

static void add_sum(pb_mip *m, int32_t agent, const pb_term *t)
{
    double lo = t->lo == INT32_MIN ? -(double)INFINITY : t->lo, hi = t->hi == INT32_MAX ? (double)INFINITY : t->hi;
    int32_t row = pb_mip_row(m, lo, hi);

    for (int32_t d = t->d0; d < t->d1; d++)
        pb_mip_day(m, row, agent, d, t->tab, 1);
    pb_mip_shift(m, row, t->base);
    if (t->hi != INT32_MAX)
        pb_mip_add(m, row, pb_mip_violation(m, t->hard, t->price, t->per, INFINITY), -1);
    if (t->lo != INT32_MIN)
        pb_mip_add(m, row, pb_mip_violation(m, t->hard, t->price, t->per, INFINITY), 1);
}

/* Of each hi + 1 days in a row at least one is not in the run. */
static void add_run_max(pb_mip *m, int32_t agent, const pb_term *t)
{
    for (int32_t d = 0; d < m->in->n_days; d++) {
        int32_t ahead = t->hi - d, row; /* days of the window before the plan */
        if (ahead > t->base)
            continue;
        row = pb_mip_row(m, -INFINITY, t->hi - (ahead > 0 ? ahead : 0));
        for (int32_t e = ahead > 0 ? 0 : d - t->hi; e <= d; e++)
            pb_mip_day(m, row, agent, e, t->tab, 1);
        pb_mip_add(m, row, pb_mip_violation(m, t->hard, t->price, t->per, 1), -1);
    }
}

static bool any_away(const pb_instance *in, int32_t agent, int32_t from, int32_t to)
{
    for (int32_t d = from < 0 ? 0 : from; d <= to; d++)
        if (in->away[(int64_t)agent * in->n_days + d])
            return true;
    return false;
}

/* A run of days s … d-1 that ends at d and is too short: not all of it can be. */
static void short_run(pb_mip *m, int32_t agent, const pb_term *t, int32_t s, int32_t d, int32_t missing)
{
    int32_t row = pb_mip_row(m, -INFINITY, d - s - 1);

    for (int32_t e = s; e < d; e++)
        pb_mip_day(m, row, agent, e, t->tab, 1);
    if (s > 0)
        pb_mip_day(m, row, agent, s - 1, t->tab, -1);
    pb_mip_day(m, row, agent, d, t->tab, -1);
    pb_mip_add(m, row, pb_mip_violation(m, t->hard, t->price * missing, t->per, 1), -1);
}

static void add_run_min(pb_mip *m, int32_t agent, const pb_term *t)
{
    for (int32_t d = 0; d < m->in->n_days; d++) {
        for (int32_t length = 1; length < t->lo && d - length >= 1; length++)
            if (!any_away(m->in, agent, d - length - 1, d))
                short_run(m, agent, t, d - length, d, t->lo - length);
        if (t->base + d > 0 && t->base + d < t->lo && !any_away(m->in, agent, 0, d))
            short_run(m, agent, t, 0, d, t->lo - t->base - d);
    }
}

/* x of a day in class c of tab (the day off too), as a literal. */
static void add_class(pb_mip *m, int32_t row, int32_t agent, int32_t day, const int32_t *tab, const bool *in_class)
{
    const pb_instance *in = m->in;
    bool off = in_class[tab[0]];

    for (int32_t alt = in->day_alt[day]; alt < in->day_alt[day + 1]; alt++) {
        double v = (in_class[tab[alt]] ? 1 : 0) - (off ? 1 : 0);
        if (v != 0)
            pb_mip_add(m, row, m->x[(int64_t)agent * in->n_alts + alt], v);
    }
    if (off)
        pb_mip_shift(m, row, 1);
}

enum { MAX_CLASSES = 16 };

/* Whoever stands in class i one day is in none that i forbids the next. */
static void add_next(pb_mip *m, int32_t agent, const pb_term *t)
{
    int32_t n = t->n_seq;

    for (int32_t d = 0; d < m->in->n_days; d++) {
        int32_t v = -2;
        if (n > MAX_CLASSES || any_away(m->in, agent, d - 1, d))
            continue;
        for (int32_t i = 0; i < n; i++) {
            bool is[MAX_CLASSES] = {false}, bad[MAX_CLASSES] = {false}, any = false;
            int32_t row;
            for (int32_t j = 0; j < n; j++) {
                bad[j] = !t->allow[i * n + j];
                any = any || bad[j];
            }
            if (!any || (d == 0 && t->before[0] != i))
                continue;
            is[i] = true;
            row = pb_mip_row(m, -INFINITY, d == 0 ? 0 : 1);
            if (d > 0)
                add_class(m, row, agent, d - 1, t->tab, is);
            add_class(m, row, agent, d, t->tab, bad);
            if (v == -2)
                v = pb_mip_violation(m, t->hard, t->price, t->per, 1);
            pb_mip_add(m, row, v, -1);
        }
    }
}

static void add_step(pb_mip *m, int32_t row, int32_t agent, int32_t day, const uint8_t *match)
{
    const pb_instance *in = m->in;
    for (int32_t alt = in->day_alt[day]; alt < in->day_alt[day + 1]; alt++) {
        double v = (match[alt] ? 1 : 0) - (match[0] ? 1 : 0);
        if (v != 0)
            pb_mip_add(m, row, m->x[(int64_t)agent * in->n_alts + alt], v);
    }
    if (match[0])
        pb_mip_shift(m, row, 1);
}

static void add_sequence(pb_mip *m, int32_t agent, const pb_term *t)
{
    const pb_instance *in = m->in;

    for (int32_t d = 0; d < in->n_days; d++) {
        int32_t inside = d + 1 < t->n_seq ? d + 1 : t->n_seq, ahead = t->n_seq - inside, row;
        if (ahead > 0 && !t->before[ahead])
            continue;
        row = pb_mip_row(m, -INFINITY, inside - 1);
        for (int32_t i = ahead; i < t->n_seq; i++)
            add_step(m, row, agent, d - (t->n_seq - 1 - i), t->seq + (int64_t)i * in->n_alts);
        pb_mip_add(m, row, pb_mip_violation(m, t->hard, t->price, t->per, 1), -1);
    }
}

void pb_mip_terms(pb_mip *m)
{
    const pb_instance *in = m->in;

    for (int32_t agent = 0; agent < in->n_agents; agent++)
        for (int32_t i = in->term0[agent]; i < in->term0[agent + 1]; i++) {
            const pb_term *t = &in->terms[i];
            switch (t->kind) {
            case PB_TERM_SUM: add_sum(m, agent, t); break;
            case PB_TERM_RUN_MAX: add_run_max(m, agent, t); break;
            case PB_TERM_RUN_MIN: add_run_min(m, agent, t); break;
            case PB_TERM_NEXT: add_next(m, agent, t); break;
            case PB_TERM_SEQUENCE: add_sequence(m, agent, t); break;
            case PB_TERM_REST: pb_mip_rest(m, agent, t); break;
            default: pb_mip_spans(m, agent, t); break;
            }
        }
}
