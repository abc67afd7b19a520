/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "forecast/guard.h"

enum {
    N_SHARES = 4,
    N_MIXED = PB_FC_REGRESSIONS * N_SHARES,
    N_SCORED = 9,
    FIRST = 84,
    WEEKS = 104
};

static const int scored_leads[N_SCORED] = {1, 2, 3, 5, 7, 10, 14, 21, 28};

static int lead_of(int h)
{
    return h <= 3 ? 0 : h <= 10 ? 1 : 2;
}

/* Sums of discounted absolute errors: of the blend alone, of the blend with a share of a memory. */
typedef struct score {
    double alone[PB_FC_LEADS], mixed[PB_FC_LEADS][N_MIXED], volume[PB_FC_LEADS];
} score;

static double share_of(int i)
{
    return (i % N_SHARES + 1) / (double)N_SHARES;
}

/* Never more than twice or less than half of what the smoothers say. */
static double second_at(const pb_fc_regression *r, int k, double blended, int t, int h, int weekday)
{
    const double q = pb_fc_regression_at(r, k, t, h, weekday);
    const double low = 0.5 * blended, high = 2 * blended;
    return q < low ? low : q > high ? high : q;
}

static void score_day(const pb_fc_clean *c, const pb_fc_blend *b, const pb_fc_today *y,
                      const pb_fc_regression *r, int t, int h, double weight, score *sc)
{
    const int lead = lead_of(h), w = c->weekdays[t + h];
    const double seen = c->totals[t + h];
    const double p = pb_fc_blend_at(b, t, h, w) * pb_fc_today_factor(y, t, h);
    sc->alone[lead] += weight * fabs(seen - p);
    sc->volume[lead] += weight * seen;
    for (int k = 0; k < PB_FC_REGRESSIONS; k++) {
        const double more = second_at(r, k, p, t, h, w) - p;
        for (int i = k * N_SHARES; i < (k + 1) * N_SHARES; i++)
            sc->mixed[lead][i] += weight * fabs(seen - p - share_of(i) * more);
    }
}

static void score_past(const pb_fc_clean *c, const pb_fc_blend *b, const pb_fc_today *y,
                       const pb_fc_regression *r, double memory_weeks, score *sc)
{
    const int n = b->n_days;
    int t = n - WEEKS * 7 > FIRST ? n - WEEKS * 7 : FIRST;
    for (t += (n - 1 - t) % 2; t < n - 1; t += 2)
        for (int i = 0; i < N_SCORED; i++) {
            const int h = scored_leads[i];
            if (t + h < n && c->use[t + h] && !isnan(r->level[0][t]))
                score_day(c, b, y, r, t, h, exp2((t + h - n) / (memory_weeks * 7.0)), sc);
        }
}

/* A lead keeps most of its own score and takes a part of the mean over all: what is
 * good at all leads is less likely to have been lucky. */
static double shared(const double e[PB_FC_LEADS], const double volume[PB_FC_LEADS], int lead)
{
    const double part = 0.3;
    double mean = 0;
    for (int l = 0; l < PB_FC_LEADS; l++)
        mean += e[l] / volume[l] / PB_FC_LEADS;
    return (1 - part) * e[lead] / volume[lead] + part * mean;
}

static void weigh(const score *sc, int lead, const pb_forecast_priors *p, double *ret_share)
{
    double column[PB_FC_LEADS], error[N_MIXED], sum = 1;
    const double alone = shared(sc->alone, sc->volume, lead);
    double best = alone;
    for (int i = 0; i < N_MIXED; i++) {
        for (int l = 0; l < PB_FC_LEADS; l++)
            column[l] = sc->mixed[l][i];
        error[i] = shared(column, sc->volume, lead) * (1 + p->second_price * share_of(i));
        best = fmin(best, error[i]);
    }
    if (!(best > 0))
        return;
    sum = exp(-p->second_steepness * (alone / best - 1));
    for (int i = 0; i < N_MIXED; i++)
        sum += exp(-p->second_steepness * (error[i] / best - 1));
    for (int i = 0; i < N_MIXED; i++)
        ret_share[i / N_SHARES] +=
            share_of(i) * exp(-p->second_steepness * (error[i] / best - 1)) / sum;
}

pb_status pb_fc_guard_make(pb_arena *a, const pb_fc_clean *c, const pb_fc_blend *b,
                           const pb_fc_today *y, pb_date first, int n_ahead,
                           const pb_fc_switches *off, pb_fc_guard *ret)
{
    pb_fc_guard g = {.on = false};
    score sc = {{0}, {{0}}, {0}};
    if (off->no_second || b->n_days <= FIRST + 28 || pb_fc_clean_daily(c, b->n_days) < PB_FC_FEW) {
        *ret = g;
        return PB_OK;
    }
    const pb_status st =
        pb_fc_regression_run(a, c, first, b->n_days, n_ahead, !off->no_season, &g.second);
    if (st != PB_OK)
        return st;
    score_past(c, b, y, &g.second, off->priors.memory_weeks, &sc);
    g.on = true;
    for (int lead = 0; lead < PB_FC_LEADS; lead++)
        g.on = g.on && sc.volume[lead] > 0;
    for (int lead = 0; lead < PB_FC_LEADS && g.on; lead++)
        weigh(&sc, lead, &off->priors, g.share[lead]);
    *ret = g;
    return PB_OK;
}

double pb_fc_guard_at(const pb_fc_guard *g, double blended, int t, int h, int weekday)
{
    if (!g->on || isnan(g->second.level[0][t]))
        return blended;
    const double *share = g->share[lead_of(h)];
    double sum = blended;
    for (int k = 0; k < PB_FC_REGRESSIONS; k++)
        if (share[k] > 0.001)
            sum += share[k] * (second_at(&g->second, k, blended, t, h, weekday) - blended);
    return sum;
}
