/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "forecast/level.h"

static const double alphas[PB_FC_N_ALPHA] = {0.01, 0.03, 0.07, 0.14, 0.25, 0.42};
static const double gammas[PB_FC_N_GAMMA] = {0.015, 0.05, 0.13, 0.3};

pb_fc_gain pb_fc_bank_gain(int g)
{
    return (pb_fc_gain){alphas[g / PB_FC_N_GAMMA], gammas[g % PB_FC_N_GAMMA]};
}

/* The running state, one lane a setting. */
typedef struct lanes {
    double level[PB_FC_BANK], weekday[7][PB_FC_BANK];
    double sd[PB_FC_BANK];  /* relative overdispersion */
    double run[PB_FC_BANK]; /* large errors of one sign in a row, signed */
    double alpha[PB_FC_BANK], gamma[PB_FC_BANK];
} lanes;

/* Start: mean of the first six weeks in use, weekday factors drawn to 1 by a quarter of a day. */
static double start(lanes *s, int n, const double *totals, const uint8_t *use,
                    const uint8_t *weekdays, int n_days, bool seen[7])
{
    double sum = 0, of[7] = {0}, count[7] = {0};
    int k = 0;
    for (int t = 0; t < n_days && k < 42; t++)
        if (use[t]) {
            sum += totals[t];
            k++;
            of[weekdays[t]] += totals[t];
            count[weekdays[t]]++;
        }
    const double base = sum / (k ? k : 1) + 1e-9;
    for (int w = 0; w < 7; w++) {
        seen[w] = count[w] > 0;
        const double f = seen[w] ? (of[w] + base * 0.25) / (base * (count[w] + 0.25)) : 1;
        for (int g = 0; g < n; g++)
            s->weekday[w][g] = f;
    }
    for (int g = 0; g < n; g++) {
        s->level[g] = base;
        s->sd[g] = 0.15;
        s->run[g] = 0;
    }
    return base;
}

static inline double at_most(double x, double limit)
{
    return x > limit ? limit : x;
}

static inline double at_least(double x, double limit)
{
    return x < limit ? limit : x;
}

/* Counts large errors of one sign in a row; 1 = the third or later, a shift of the level. */
static inline double is_shift(double *run, double u, double big)
{
    const double sign = u > 0 ? 1 : -1;
    *run = big * ((*run * sign > 0 ? *run : 0) + sign);
    return fabs(*run) >= 3 ? 1 : 0;
}

/* One day's update of all lanes; written without branches so that it vectorises. */
static void update(lanes *s, int n, double total, int weekday, bool robust, double floor_level)
{
    double *const f = s->weekday[weekday];
    const double clip = robust ? 3 : 1e300;
    for (int g = 0; g < n; g++) {
        const double e = f[g] * s->level[g], r = total - e;
        const double scale = sqrt(e + s->sd[g] * s->sd[g] * e * e) + 1e-9, u = r / scale;
        const double cut = at_most(at_least(u, -clip), clip);
        const double shift = is_shift(&s->run[g], u, cut == u ? 0 : 1);
        const double rr = shift > 0 ? r : cut * scale;
        const double gain = at_most(s->alpha[g] * at_most(f[g], 1.6) * (1 + shift), 0.9);
        const double before = at_least(s->level[g], 1e-9);
        s->level[g] = at_least(s->level[g] + gain * rr / at_least(f[g], 0.02), floor_level);
        f[g] = at_least(f[g] + s->gamma[g] * (1 - gain) * rr / before, 0);
        const double unit = at_least(e, 1), old = s->sd[g] * s->sd[g];
        const double cap = (3 * s->sd[g] + 0.02) * (3 * s->sd[g] + 0.02);
        const double q = at_most(at_least((r * r - e) / (unit * unit), 0), cap);
        s->sd[g] = sqrt(0.97 * old + 0.03 * q);
    }
}

/* Draws the weekday factors back to a mean of 1, the level taking up the difference. */
static void settle(lanes *s, int n, const bool seen[7])
{
    int k = 0;
    for (int w = 0; w < 7; w++)
        k += seen[w];
    if (!k)
        return;
    for (int g = 0; g < n; g++) {
        double mean = 0;
        for (int w = 0; w < 7; w++)
            mean += seen[w] ? s->weekday[w][g] : 0;
        mean /= k;
        if (mean <= 1e-6)
            continue;
        for (int w = 0; w < 7; w++)
            s->weekday[w][g] /= mean;
        s->level[g] *= mean;
    }
}

static void keep(float *to, const double *from, size_t n)
{
    for (size_t i = 0; i < n; i++)
        to[i] = (float)from[i];
}

/* Rows for the weekdays of `changed` are added behind the *n_rows there are. */
static void keep_weekdays(const lanes *s, unsigned changed, int day, int32_t *n_rows, pb_fc_bank *b)
{
    const size_t n = (size_t)b->n_settings;
    int32_t *const row = b->row + (size_t)day * 7;
    for (int w = 0; w < 7; w++) {
        if ((changed >> w & 1) == 0) {
            row[w] = row[w - 7];
            continue;
        }
        row[w] = (*n_rows)++;
        keep(b->rows + (size_t)row[w] * n, s->weekday[w], n);
    }
}

pb_status pb_fc_bank_run(pb_arena *a, const double *totals, const uint8_t *use,
                         const uint8_t *weekdays, int n_days, const pb_fc_gain *gains,
                         int n_settings, bool robust, pb_fc_bank *ret)
{
    if (n_settings < 1 || n_settings > PB_FC_BANK || n_days < 0)
        return PB_ERR_DOMAIN;
    const size_t n = (size_t)n_settings, days = (size_t)n_days;
    /* a row a day, seven on each seventh */
    pb_fc_bank b = {n_settings, n_days, PB_NEW_ARRAY(a, days * n, float),
                    PB_NEW_ARRAY(a, (days + 6 * (days / 7 + 1)) * n, float),
                    PB_NEW_ARRAY(a, days * 7, int32_t)};
    lanes *s = PB_NEW(a, lanes);
    if (!b.level || !b.rows || !b.row || !s)
        return PB_ERR_NOMEM;
    for (int g = 0; g < n_settings; g++) {
        s->alpha[g] = gains[g].level;
        s->gamma[g] = gains[g].weekday;
    }
    bool seen[7];
    int32_t n_rows = 0;
    const double base = start(s, n_settings, totals, use, weekdays, n_days, seen);
    for (int t = 0; t < n_days; t++) {
        if (use[t]) {
            seen[weekdays[t]] = true;
            update(s, n_settings, totals[t], weekdays[t], robust, base * 1e-3);
        }
        if (t % 7 == 0)
            settle(s, n_settings, seen);
        keep(b.level + (size_t)t * n, s->level, n);
        const unsigned own = use[t] ? 1U << weekdays[t] : 0;
        keep_weekdays(s, t % 7 == 0 ? 0x7f : own, t, &n_rows, &b);
    }
    *ret = b;
    return PB_OK;
}
