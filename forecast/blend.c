/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "forecast/blend.h"

#include <string.h>

enum { N_SCORED = 12 };

static const int scored_leads[N_SCORED] = {1, 2, 3, 5, 7, 9, 10, 12, 14, 18, 21, 28};

int pb_fc_lead(int h)
{
    return h <= 3 ? 0 : h <= 10 ? 1 : 2;
}

typedef struct score {
    double error[PB_FC_LEADS][PB_FC_VIEWS][PB_FC_BANK];
    double volume[PB_FC_LEADS];
} score;

/* What the bank's level × weekday factor is multiplied with for day t+h. */
static double view_factor(const pb_fc_view *v, int t, int h)
{
    if (!v->curve)
        return 1;
    const double g = v->power * (v->curve[t + h] - (v->moved ? v->curve[t] : 0));
    return exp(v->moved && g > 1.5 ? 1.5 : v->moved && g < -1.5 ? -1.5 : g);
}

/* Adds the weighted absolute errors of one view's settings for day t+h as seen from day t. */
static void score_pair(const pb_fc_clean *c, const pb_fc_view *v, int t, int h, double weight,
                       double *error)
{
    const pb_fc_bank *b = &v->bank;
    const int n = b->n_settings, j = t + h;
    const double *level = b->level + (size_t)t * (size_t)n;
    const double *f = b->weekday + ((size_t)t * 7 + c->weekdays[j]) * (size_t)n;
    const double factor = view_factor(v, t, h);
    for (int g = 0; g < n; g++)
        error[g] += weight * fabs(c->totals[j] - factor * level[g] * f[g]);
}

static void score_past(const pb_fc_clean *c, const pb_fc_blend *r, score *sc)
{
    const int n = r->n_days;
    int weeks = (int)104;
    const int first = n - weeks * 7 > 56 ? n - weeks * 7 : n > 112 ? 56 : n / 2;
    for (int t = first; t < n - 1; t += 2)
        for (int i = 0; i < N_SCORED; i++) {
            const int h = scored_leads[i], j = t + h, lead = pb_fc_lead(h);
            if (j >= n || !c->use[j])
                continue;
            const double w = exp2((j - n) / (26 * 7));
            for (int v = 0; v < r->n_views; v++)
                score_pair(c, &r->views[v], t, h, w, sc->error[lead][v]);
            sc->volume[lead] += w * c->totals[j];
        }
}

/* Softmax of the errors relative to the best. */
static double soften(const double *error, double volume, int n_views, int n, double *ret)
{
    const double sharp = 40;
    double best = INFINITY, sum = 0;
    for (int l = 0; l < n_views; l++)
        for (int g = 0; g < n; g++)
            best = error[l * PB_FC_BANK + g] < best ? error[l * PB_FC_BANK + g] : best;
    for (int l = 0; l < n_views; l++)
        for (int g = 0; g < n; g++) {
            double w = best > 0 ? exp(-sharp * (error[l * PB_FC_BANK + g] / best - 1)) : 1;
            w = w < 0.02 ? 0 : w;
            ret[l * PB_FC_BANK + g] = w;
            sum += w;
        }
    for (int i = 0; i < PB_FC_VIEWS * PB_FC_BANK; i++)
        ret[i] /= sum;
    return volume > 0 ? best / volume : NAN;
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
            scaled[i] = weight[used[i]] * b->level[t * n + used[i]];
        for (size_t x = 0; x < 7; x++) {
            const double *f = b->weekday + (t * 7 + x) * n;
            double sum = 0;
            for (size_t i = 0; i < k; i++)
                sum += scaled[i] * f[used[i]];
            ret[t * 7 + x] = sum;
        }
    }
}

static const struct {
    int curve; /* -1 = none */
    double power;
    bool moved;
} view_kinds[PB_FC_VIEWS] = {{-1, 0, false},  {1, 0.35, true}, {1, 0.7, true}, {1, 1, true},
                             {1, 0.5, false}, {1, 1, false},   {0, 1, false},  {2, 1, false}};

static pb_status run_bank(pb_arena *a, const pb_fc_clean *c, int n, const double *curve,
                          double power, const pb_fc_switches *off, pb_fc_bank *ret)
{
    const int settings = off->no_search ? 1 : PB_FC_BANK;
    pb_fc_gain gains[PB_FC_BANK];
    for (int g = 0; g < settings; g++)
        gains[g] = off->no_search ? (pb_fc_gain){0.12, 0.03} : pb_fc_bank_gain(g);
    double *seen = PB_NEW_ARRAY(a, (size_t)n, double);
    if (!seen)
        return PB_ERR_NOMEM;
    for (int t = 0; t < n; t++)
        seen[t] = curve ? c->totals[t] * exp(-power * curve[t]) : c->totals[t];
    return pb_fc_bank_run(a, seen, c->use, c->weekdays, n, gains, settings, !off->no_robust, ret);
}

/* The plain view, and where a year before is known the seasonal ones. */
static pb_status make_views(pb_arena *a, const pb_fc_clean *c, const pb_fc_season *s, int n_ahead,
                            const pb_fc_switches *off, pb_fc_blend *r)
{
    const double *curves[PB_FC_CURVES] = {0};
    for (int v = 0; v < r->n_views; v++) {
        pb_fc_view *view = &r->views[v];
        const int k = view_kinds[v].curve;
        if (k >= 0 && !curves[k]) {
            double *curve = PB_NEW_ARRAY(a, (size_t)(s->n_days + n_ahead), double);
            if (!curve)
                return PB_ERR_NOMEM;
            const pb_status st = pb_fc_season_curve(a, c, s, k, n_ahead, curve);
            if (st != PB_OK)
                return st;
            curves[k] = curve;
        }
        *view = (pb_fc_view){k >= 0 ? curves[k] : NULL, view_kinds[v].power, view_kinds[v].moved,
                             r->views[0].bank};
        if (view->moved)
            continue;
        const pb_status st = run_bank(a, c, s->n_days, view->curve, view->power, off, &view->bank);
        if (st != PB_OK)
            return st;
    }
    return PB_OK;
}

pb_status pb_fc_blend_make(pb_arena *a, const pb_fc_clean *c, const pb_fc_season *s, int n_ahead,
                           const pb_fc_switches *off, pb_fc_blend *ret)
{
    const bool season = !off->no_season && pb_fc_season_known(s->n_days);
    pb_fc_blend r = {.n_days = s->n_days, .n_views = season ? PB_FC_VIEWS : 1, .error = NAN};
    score *sc = PB_NEW(a, score);
    const size_t table = (size_t)r.n_days * 7;
    r.mean = PB_NEW_ARRAY(a, (size_t)PB_FC_LEADS * PB_FC_VIEWS * table, double);
    if (!sc || !r.mean)
        return PB_ERR_NOMEM;
    const pb_status st = make_views(a, c, s, n_ahead, off, &r);
    if (st != PB_OK)
        return st;
    score_past(c, &r, sc);
    const int n = r.views[0].bank.n_settings;
    for (int lead = 0; lead < PB_FC_LEADS; lead++) {
        double *w = &r.weight[lead][0][0];
        if (sc->volume[lead] > 0)
            r.error = soften(&sc->error[lead][0][0], sc->volume[lead], r.n_views, n, w);
        else if (lead > 0 && sc->volume[lead - 1] > 0)
            memcpy(r.weight[lead], r.weight[lead - 1], sizeof r.weight[lead]);
        else
            w[n > 17 ? 17 : 0] = 1; /* gains 0.12 and 0.03 */
        for (int v = 0; v < r.n_views; v++)
            fold(&r.views[v].bank, r.weight[lead][v],
                 r.mean + (size_t)(lead * PB_FC_VIEWS + v) * table);
    }
    *ret = r;
    return PB_OK;
}

double pb_fc_blend_fitted(const pb_fc_blend *b, int t, int weekday)
{
    double sum = 0;
    for (size_t v = 0; v < (size_t)b->n_views; v++)
        sum += view_factor(&b->views[v], t, 0) *
               b->mean[(v * (size_t)b->n_days + (size_t)t) * 7 + (size_t)weekday];
    return sum;
}

double pb_fc_blend_at(const pb_fc_blend *b, int t, int h, int weekday)
{
    const size_t lead = (size_t)pb_fc_lead(h), days = (size_t)b->n_days;
    double sum = 0;
    for (size_t v = 0; v < (size_t)b->n_views; v++)
        sum += view_factor(&b->views[v], t, h) *
               b->mean[((lead * PB_FC_VIEWS + v) * days + (size_t)t) * 7 + (size_t)weekday];
    return sum;
}
