/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "forecast/blend.h"

#include <string.h>

enum { N_SCORED = 9, N_SHARP = 3 };

static const double sharps[N_SHARP] = {8, 25, 80};

static const int scored_leads[N_SCORED] = {1, 2, 3, 5, 7, 10, 14, 21, 28};

typedef struct score {
    double error[PB_FC_VIEWS][PB_FC_BANK];
    double volume;
} score;

/* Adds the weighted absolute (few contacts: squared) errors of one view's settings for day t+h as
 * seen from day t. */
static void score_pair(const pb_fc_clean *c, const pb_fc_view *v, int t, int h, bool few,
                       double weight, double *error)
{
    const pb_fc_bank *b = &v->bank;
    const int n = b->n_settings, j = t + h;
    const float *level = b->level + (size_t)t * (size_t)n;
    const float *f = pb_fc_bank_weekday(b, t, c->weekdays[j]);
    const double factor = pb_fc_view_factor(v, t, h);
    for (int g = 0; g < n && few; g++) {
        const double e = c->totals[j] - factor * (double)(level[g] * f[g]);
        error[g] += weight * e * e;
    }
    for (int g = 0; g < n && !few; g++)
        error[g] += weight * fabs(c->totals[j] - factor * (double)(level[g] * f[g]));
}

static int first_scored(int n)
{
    const int weeks = 104;
    return n - weeks * 7 > 56 ? n - weeks * 7 : n > 112 ? 56 : n / 2;
}

static double age_weight(int age_days, double weeks)
{
    return exp2(-age_days / (weeks * 7.0));
}

static void score_past(const pb_fc_clean *c, const pb_fc_blend *r, double memory_weeks, score *sc)
{
    const int n = r->n_days;
    const int first = first_scored(n);
    const bool few = pb_fc_clean_daily(c, n) < PB_FC_FEW;
    for (int t = first; t < n - 1; t += 2)
        for (int i = 0; i < N_SCORED; i++) {
            const int h = scored_leads[i], j = t + h;
            if (j >= n || !c->use[j])
                continue;
            const double w = age_weight(n - j, memory_weeks);
            for (int v = 0; v < r->n_views; v++)
                score_pair(c, &r->views[v], t, h, few, w, sc->error[v]);
            sc->volume += w * c->totals[j];
        }
}

/* Softmax of the errors relative to the best; ret as error. Seasonal views have been told
 * apart from the plain one for a year less: they pay for the luck that a short comparison allows.
 */
static void soften(const double *error, double sharp, double price, int n_views, int n, double *ret)
{
    double best = INFINITY, sum = 0;
    memset(ret, 0, PB_FC_VIEWS * PB_FC_BANK * sizeof *ret);
    for (int v = 0; v < n_views; v++)
        for (int g = 0; g < n; g++)
            best = fmin(best, error[v * PB_FC_BANK + g] * (v ? price : 1));
    for (int v = 0; v < n_views; v++)
        for (int g = 0; g < n; g++) {
            const double e = error[v * PB_FC_BANK + g] * (v ? price : 1);
            const double w = best > 0 ? exp(-sharp * (e / best - 1)) : 1;
            ret[v * PB_FC_BANK + g] = w < 0.02 ? 0 : w;
            sum += ret[v * PB_FC_BANK + g];
        }
    for (int i = 0; i < PB_FC_VIEWS * PB_FC_BANK; i++)
        ret[i] /= sum;
}

/* Folds levels and factors of a view's settings into one table by the weights. */
static void fold(const pb_fc_bank *b, const double *weight, double *ret)
{
    const size_t n = (size_t)b->n_settings, days = (size_t)b->n_days;
    size_t used[PB_FC_BANK], k = 0;
    for (size_t g = 0; g < n; g++)
        if (weight[g] > 0)
            used[k++] = g;
    for (size_t t = 0; k && t < days; t++) {
        double scaled[PB_FC_BANK];
        for (size_t i = 0; i < k; i++)
            scaled[i] = weight[used[i]] * (double)b->level[t * n + used[i]];
        for (size_t x = 0; x < 7; x++) {
            const float *f = pb_fc_bank_weekday(b, (int)t, (int)x);
            double sum = 0;
            for (size_t i = 0; i < k; i++)
                sum += scaled[i] * (double)f[used[i]];
            ret[t * 7 + x] = sum;
        }
    }
}

/* The mean of three softmaxes, from the broad to the steep. A broad one guards against the luck of
 * single settings, a steep one against a broad field of poor ones. work: [views * settings]. */
static void weigh(pb_fc_blend *r, const score *sc, const pb_forecast_priors *p, double *work)
{
    const double price = 1 + 7 * p->season_price / fmax(7, r->n_days - PB_FC_YEAR_DAYS);
    const int n = r->views[0].bank.n_settings;
    double *const w = &r->weight[0][0];
    for (int k = 0; k < N_SHARP; k++) {
        soften(&sc->error[0][0], p->steepness * sharps[k], price, r->n_views, n, work);
        for (int i = 0; i < PB_FC_VIEWS * PB_FC_BANK; i++)
            w[i] += work[i] / N_SHARP;
    }
}

pb_status pb_fc_blend_make(pb_arena *a, const pb_fc_clean *c, const pb_fc_season *s, int n_ahead,
                           const pb_fc_switches *off, pb_fc_blend *ret)
{
    pb_fc_blend r = {.n_days = s->n_days};
    score *sc = PB_NEW(a, score);
    double *work = PB_NEW_ARRAY(a, PB_FC_VIEWS * PB_FC_BANK, double);
    const size_t table = (size_t)r.n_days * 7;
    r.mean = PB_NEW_ARRAY(a, PB_FC_VIEWS * table, double);
    if (!sc || !r.mean || !work)
        return PB_ERR_NOMEM;
    const pb_status st = pb_fc_views_make(a, c, s, n_ahead, off, r.views, &r.n_views);
    if (st != PB_OK)
        return st;
    score_past(c, &r, off->priors.memory_weeks, sc);
    const int n = r.views[0].bank.n_settings;
    if (sc->volume > 0)
        weigh(&r, sc, &off->priors, work);
    else
        r.weight[0][n > 13 ? 13 : 0] = 1; /* gains 0.14 and 0.05 */
    for (int v = 0; v < r.n_views; v++)
        fold(&r.views[v].bank, r.weight[v], r.mean + (size_t)v * table);
    *ret = r;
    return PB_OK;
}

double pb_fc_blend_fitted(const pb_fc_blend *b, int t, int weekday)
{
    double sum = 0;
    for (size_t v = 0; v < (size_t)b->n_views; v++)
        sum += pb_fc_view_factor(&b->views[v], t, 0) *
               b->mean[(v * (size_t)b->n_days + (size_t)t) * 7 + (size_t)weekday];
    return sum;
}

double pb_fc_blend_at(const pb_fc_blend *b, int t, int h, int weekday)
{
    const size_t days = (size_t)b->n_days;
    double sum = 0;
    for (size_t v = 0; v < (size_t)b->n_views; v++)
        sum += pb_fc_view_factor(&b->views[v], t, h) *
               b->mean[(v * days + (size_t)t) * 7 + (size_t)weekday];
    return sum;
}
