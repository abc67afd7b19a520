/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "forecast/today.h"

enum { N_CHOICES = 7, REACH = 7, SCORE_WEEKS = 30 };

static const double kappas[N_CHOICES] = {0, 0.15, 0.3, 0.5, 0.75, 0.5, 0.8};
static const double rhos[N_CHOICES] = {0.7, 0.8, 0.7, 0.6, 0.6, 0.85, 0.9};

/* Log residual of the newest of the last three days that tells anything, faded by its age. */
static double newest(const pb_fc_clean *c, const pb_fc_blend *b, int t, double rho)
{
    for (int u = t; u > t - 3 && u > 0; u--) {
        if (!c->use[u])
            continue;
        const double f = pb_fc_blend_fitted(b, u, c->weekdays[u]);
        if (f < 20)
            return 0;
        double e = log((c->totals[u] + 1) / (f + 1));
        e = e > 0.4 ? 0.4 : e < -0.4 ? -0.4 : e;
        return e * pow(rho, t - u);
    }
    return 0;
}

/* kappa × rho^(h-1) of each choice for h = 1 … REACH. */
static void fades(double ret[N_CHOICES][REACH + 1])
{
    for (int k = 0; k < N_CHOICES; k++)
        for (int h = 1; h <= REACH; h++)
            ret[k][h] = kappas[k] * pow(rhos[k], h - 1);
}

pb_status pb_fc_today_learn(pb_arena *a, const pb_fc_clean *c, const pb_fc_blend *b, bool off,
                            pb_fc_today *ret)
{
    const int n = b->n_days;
    double *residual = PB_NEW_ARRAY(a, (size_t)n + 1, double);
    if (!residual)
        return PB_ERR_NOMEM;
    double error[N_CHOICES] = {0}, fade[N_CHOICES][REACH + 1];
    fades(fade);
    int first = n - SCORE_WEEKS * 7;
    first = first > 56 ? first : 56;
    for (int t = first; t < n - 1 && !off; t++) {
        const double r = newest(c, b, t, 1);
        for (int h = 1; h <= REACH && t + h < n; h++) {
            const int j = t + h;
            if (!c->use[j])
                continue;
            const double f = pb_fc_blend_at(b, t, h, c->weekdays[j]);
            const double w = exp2((j - n) / (26 * 7.0));
            for (int k = 0; k < N_CHOICES; k++)
                error[k] += w * fabs(c->totals[j] - f * exp(fade[k][h] * r));
        }
    }
    int best = 0;
    for (int k = 1; k < N_CHOICES; k++)
        if (error[k] < 0.998 * error[0] && error[k] < error[best])
            best = k;
    for (int t = 0; t < n; t++)
        residual[t] = best ? newest(c, b, t, rhos[best]) : 0;
    *ret = (pb_fc_today){kappas[best], rhos[best], residual};
    return PB_OK;
}

double pb_fc_today_factor(const pb_fc_today *y, int t, int h)
{
    return y->kappa > 0 ? exp(y->kappa * pow(y->rho, h - 1) * y->residual[t]) : 1;
}
