/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "forecast/regression.h"

#include <string.h>

enum { N = PB_FC_TERMS, PLAIN = 8, LEARN_DAYS = 14, SEASON_DAYS = 330 };

static const double half_life_days[PB_FC_REGRESSIONS] = {56, 112, 224};
static const double fades[PB_FC_REGRESSIONS] = {0.97, 0.95, 0.9};
static const double alpha = 0.15; /* gain of the residual level */

/* One memory's running sums and state. Term 0 is the mean, 1 … 7 the weekdays, then the waves. */
typedef struct memory {
    double keep, fade;
    double weight; /* of a day learnt now: new days gain weight instead of old ones losing it */
    double a[N][N], b[N], beta[N];
    double level, sd, run;
    double seen, told; /* discounted sums of contacts and of the forecasts a day ahead */
} memory;

/* Penalties: the mean is free, a wave of k a year costs k². */
static const double ridge[N] = {1e-6, 0.1, 0.1, 0.1, 0.1, 0.1, 0.1, 0.1, 5, 5, 20, 20};

static double *make_waves(pb_arena *a, pb_date first, int n)
{
    double *w = PB_NEW_ARRAY(a, (size_t)n * PB_FC_WAVES, double);
    for (int t = 0; w && t < n; t++) {
        const double x = 6.283185307179586 * (first + t) / 365.25;
        double *at = w + (size_t)t * PB_FC_WAVES;
        at[0] = cos(x);
        at[1] = sin(x);
        at[2] = cos(2 * x);
        at[3] = sin(2 * x);
    }
    return w;
}

static double regress(const double *beta, int weekday, const double *wave)
{
    double sum = beta[0] + beta[1 + weekday];
    for (int k = 0; k < PB_FC_WAVES; k++)
        sum += beta[PLAIN + k] * wave[k];
    return sum;
}

/* Solves (a + ridge) beta = b for the first n terms by Cholesky's method; the others are 0. */
static void solve(memory *m, int n)
{
    double l[N][N] = {{0}}, y[N] = {0};
    for (int i = 0; i < n; i++) {
        for (int j = 0; j <= i; j++) {
            double sum = m->a[i][j] + (i == j ? m->weight * ridge[i] : 0);
            for (int k = 0; k < j; k++)
                sum -= l[i][k] * l[j][k];
            l[i][j] = i == j ? sqrt(fmax(sum, 1e-9)) : sum / l[j][j];
        }
        double sum = m->b[i];
        for (int k = 0; k < i; k++)
            sum -= l[i][k] * y[k];
        y[i] = sum / l[i][i];
    }
    memset(m->beta, 0, sizeof m->beta);
    for (int i = n - 1; i >= 0; i--) {
        double sum = y[i];
        for (int k = i + 1; k < n; k++)
            sum -= l[k][i] * m->beta[k];
        m->beta[i] = sum / l[i][i];
    }
}

/* What is to be learnt from a day of log total z: large errors are clipped unless they are the
 * third of one sign in a row; the level takes its part. */
static double robust(memory *m, double z, int weekday, const double *wave)
{
    const double expected = regress(m->beta, weekday, wave) + m->level, e = z - expected;
    const double limit = 3 * m->sd, sign = e > 0 ? 1 : -1;
    const bool big = fabs(e) > limit;
    m->run = big ? (m->run * sign > 0 ? m->run : 0) + sign : 0;
    const bool shift = fabs(m->run) >= 3;
    const double used = big && !shift ? sign * limit : e;
    m->level += (shift ? 2 : 1) * alpha * used;
    m->seen += exp(z) - 1;
    m->told += fmax(exp(fmin(expected, z + 4)) - 1, 0);
    m->sd = sqrt(0.97 * m->sd * m->sd + 0.03 * fmin(e * e, (limit + 0.02) * (limit + 0.02)));
    return expected + used;
}

/* Adds a day's log total to the sums (lower triangle only). */
static void learn(memory *m, double z, int weekday, const double *wave)
{
    double x[N] = {1};
    x[1 + weekday] = 1;
    memcpy(x + PLAIN, wave, PB_FC_WAVES * sizeof *wave);
    for (int i = 0; i < N; i++) {
        if (x[i] == 0.0)
            continue;
        m->b[i] += m->weight * x[i] * z;
        for (int j = 0; j <= i; j++)
            m->a[i][j] += m->weight * x[i] * x[j];
    }
}

static void forget(memory *m)
{
    m->level *= m->fade;
    m->seen *= m->keep;
    m->told *= m->keep;
    m->weight /= m->keep;
}

/* Solves anew on every second day, the last one among them. */
static void run_memory(memory *m, const pb_fc_clean *c, const pb_fc_regression *r, bool season,
                       double *beta, double *level, double *scale)
{
    int seen = 0;
    for (int t = 0; t < r->n_days; t++) {
        const double *wave = r->wave + (size_t)t * PB_FC_WAVES;
        forget(m);
        if (c->use[t]) {
            double z = log(c->totals[t] + 1);
            if (seen >= LEARN_DAYS)
                z = robust(m, z, c->weekdays[t], wave);
            learn(m, z, c->weekdays[t], wave);
            seen++;
            if (seen >= LEARN_DAYS && (r->n_days - 1 - t) % 2 == 0)
                solve(m, season && t > SEASON_DAYS ? N : PLAIN);
        }
        memcpy(beta + (size_t)t * N, m->beta, sizeof m->beta);
        level[t] = seen >= LEARN_DAYS ? m->level : NAN;
        scale[t] = fmin(fmax((m->seen + 10) / (m->told + 10), 0.5), 3);
    }
}

static double *make_fade(pb_arena *a, double fade, int n)
{
    double *f = PB_NEW_ARRAY(a, (size_t)n, double);
    for (int h = 0; f && h < n; h++)
        f[h] = h ? f[h - 1] * fade : 1;
    return f;
}

pb_status pb_fc_regression_run(pb_arena *a, const pb_fc_clean *c, pb_date first, int n_days,
                               int n_ahead, bool season, pb_fc_regression *ret)
{
    const int all = n_days + n_ahead;
    pb_fc_regression r = {.n_days = n_days, .wave = make_waves(a, first, all)};
    if (!r.wave)
        return PB_ERR_NOMEM;
    for (int k = 0; k < PB_FC_REGRESSIONS; k++) {
        memory m = {
            .keep = exp2(-1 / half_life_days[k]), .fade = fades[k], .weight = 1, .sd = 0.25};
        r.beta[k] = PB_NEW_ARRAY(a, (size_t)n_days * N, double);
        r.level[k] = PB_NEW_ARRAY(a, (size_t)n_days, double);
        r.fade[k] = make_fade(a, fades[k], all);
        r.scale[k] = PB_NEW_ARRAY(a, (size_t)n_days, double);
        if (!r.beta[k] || !r.level[k] || !r.fade[k] || !r.scale[k])
            return PB_ERR_NOMEM;
        run_memory(&m, c, &r, season, r.beta[k], r.level[k], r.scale[k]);
    }
    *ret = r;
    return PB_OK;
}

double pb_fc_regression_at(const pb_fc_regression *r, int k, int t, int h, int weekday)
{
    const double lasting = r->level[k][t] * r->fade[k][h];
    const double log_total =
        regress(r->beta[k] + (size_t)t * N, weekday, r->wave + (size_t)(t + h) * PB_FC_WAVES);
    const double total = r->scale[k][t] * (exp(log_total + lasting) - 1);
    return total < 0 ? 0 : total;
}
