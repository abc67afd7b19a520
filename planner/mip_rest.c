/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Rest between duties. For each end E of a day's alternatives: who ends at E or later on day d does
 * not start before E + rest on a later day. Hard: one clique row an end; priced: the shortest such
 * rest's shortfall from below (exact, because the shortfall grows with the end).
 */
#include "planner/mip.h"

#include <math.h>

enum { DAYS_AHEAD = 3 };

typedef struct pair {
    pb_mip *m;
    const pb_term *t;
    int32_t agent, d, e; /* d < e; d = -1: before the plan */
    int32_t v;           /* violation column; -2 not made yet */
} pair;

static int32_t x_of(const pb_mip *m, int32_t agent, int32_t alt)
{
    return m->x[(int64_t)agent * m->in->n_alts + alt];
}

static int64_t shortfall(const pb_term *t, int64_t end_s, const pb_alt *y)
{
    int64_t rest = (y->start_s - end_s) / 60;
    return rest < t->lo ? t->lo - rest : 0;
}

static int64_t worst(const pair *p, int64_t end_s)
{
    const pb_instance *in = p->m->in;
    int64_t most = 0;
    for (int32_t alt = in->day_alt[p->e]; alt < in->day_alt[p->e + 1]; alt++) {
        int64_t s = x_of(p->m, p->agent, alt) >= 0 ? shortfall(p->t, end_s, &in->alts[alt]) : 0;
        most = s > most ? s : most;
    }
    return most;
}

/* Only consecutive duties count: work on a day between lifts the row. */
static void lift(pair *p, int32_t row, double by)
{
    for (int32_t day = p->d + 1; day < p->e; day++)
        pb_mip_day(p->m, row, p->agent, day, NULL, -by);
}

static void hard_row(pair *p, int64_t end_s)
{
    pb_mip *m = p->m;
    const pb_instance *in = m->in;
    int32_t row = pb_mip_row(m, -INFINITY, p->d < 0 ? 0 : 1);

    for (int32_t alt = p->d < 0 ? 0 : in->day_alt[p->d]; p->d >= 0 && alt < in->day_alt[p->d + 1]; alt++)
        if (in->alts[alt].end_s >= end_s)
            pb_mip_add(m, row, x_of(m, p->agent, alt), 1);
    for (int32_t alt = in->day_alt[p->e]; alt < in->day_alt[p->e + 1]; alt++)
        if (shortfall(p->t, end_s, &in->alts[alt]) > 0)
            pb_mip_add(m, row, x_of(m, p->agent, alt), 1);
}

static void soft_row(pair *p, int64_t end_s, int64_t most)
{
    pb_mip *m = p->m;
    const pb_instance *in = m->in;
    int32_t row = pb_mip_row(m, -INFINITY, p->d < 0 ? 0 : (double)most);

    if (p->v == -2)
        p->v = pb_mip_violation(m, false, p->t->price, p->t->per, INFINITY);
    for (int32_t alt = p->d < 0 ? 0 : in->day_alt[p->d]; p->d >= 0 && alt < in->day_alt[p->d + 1]; alt++)
        if (in->alts[alt].end_s >= end_s)
            pb_mip_add(m, row, x_of(m, p->agent, alt), (double)most);
    for (int32_t alt = in->day_alt[p->e]; alt < in->day_alt[p->e + 1]; alt++)
        pb_mip_add(m, row, x_of(m, p->agent, alt), (double)shortfall(p->t, end_s, &in->alts[alt]));
    pb_mip_add(m, row, p->v, -1);
    lift(p, row, (double)most);
}

static void one_end(pair *p, int64_t end_s)
{
    int64_t most = worst(p, end_s);
    if (most <= 0)
        return;
    if (p->t->hard)
        hard_row(p, end_s);
    else
        soft_row(p, end_s, most);
}

static bool seen_before(const pb_mip *m, int32_t agent, int32_t day, int32_t alt)
{
    const pb_instance *in = m->in;
    for (int32_t k = in->day_alt[day]; k < alt; k++)
        if (x_of(m, agent, k) >= 0 && in->alts[k].end_s == in->alts[alt].end_s)
            return true;
    return false;
}

void pb_mip_rest(pb_mip *m, int32_t agent, const pb_term *t)
{
    const pb_instance *in = m->in;

    for (int32_t e = 0; e < in->n_days; e++) {
        for (int32_t d = e - DAYS_AHEAD; d < e; d++) {
            pair p = {m, t, agent, d, e, -2};
            if (d < 0)
                continue;
            for (int32_t alt = in->day_alt[d]; alt < in->day_alt[d + 1]; alt++)
                if (x_of(m, agent, alt) >= 0 && !seen_before(m, agent, d, alt))
                    one_end(&p, in->alts[alt].end_s);
        }
        if (t->before_s != INT64_MIN && e <= DAYS_AHEAD) {
            pair p = {m, t, agent, -1, e, -2};
            one_end(&p, t->before_s);
        }
    }
}
