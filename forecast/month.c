/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "forecast/month.h"
enum { FROM_END = 6, N = PB_FC_MONTH_PLACES };

int pb_fc_month_place(pb_date date)
{
    const pb_ymd c = pb_date_ymd(date);
    const int left = pb_date_days_in_month(c.year, c.month) - c.day;
    return left < FROM_END ? N - 1 - left : c.day - 1;
}

typedef struct sums {
    double weight[N], mean[N]; /* of log residuals by place */
    double noise;              /* their variance within a place */
} sums;

/* Weighted log residuals of ordinary days against the two-sided level. */
static bool gather(const pb_fc_days *d, const pb_fc_clean *c, const pb_fc_season *s, sums *r)
{
    double all = 0, squares = 0, count = 0;
    for (int t = 14; t < d->n_past; t++) {
        const double usual = c->use[t] ? pb_fc_season_usual(s, t, c->weekdays[t]) : 0;
        if (usual < 1)
            continue;
        double e = log((c->totals[t] + 0.5) / (usual + 0.5));
        e = e > 0.7 ? 0.7 : e < -0.7 ? -0.7 : e;
        const double w =
            1 / (0.01 + 1 / usual) / 100; /* contacts' own noise tells less of small days */
        const int k = pb_fc_month_place(d->first + t);
        r->weight[k] += w;
        r->mean[k] += w * e;
        all += w;
        count++;
        squares += w * e * e;
    }
    if (count < 56)
        return false;
    double centre = 0;
    for (int k = 0; k < N; k++)
        centre += r->mean[k] / all;
    for (int k = 0; k < N; k++)
        if (r->weight[k] > 0)
            r->mean[k] = r->mean[k] / r->weight[k] - centre;
    r->noise = squares / all * (all / count);
    return true;
}

void pb_fc_month_learn(const pb_fc_days *d, const pb_fc_clean *c, const pb_fc_season *s, bool off,
                       pb_fc_month *ret)
{
    sums x = {0};
    for (int k = 0; k < N; k++)
        ret->factor[k] = 1;
    if (off || !gather(d, c, s, &x))
        return;
    const double side = 0.5;
    double smooth[N], weight[N], between = 0, expect = 0, total = 0;
    for (int k = 0; k < N; k++) {
        const int p = (k + N - 1) % N, q = (k + 1) % N;
        const double a = x.weight[k], b = side * x.weight[p], e = side * x.weight[q];
        weight[k] = a + b + e;
        smooth[k] = weight[k] > 0 ? (a * x.mean[k] + b * x.mean[p] + e * x.mean[q]) / weight[k] : 0;
        /* effective weight of the mean: its variance is noise / effective */
        const double v = a + side * (b + e);
        weight[k] = v > 0 ? weight[k] * weight[k] / v : 0;
        between += weight[k] * smooth[k] * smooth[k];
        expect += x.noise;
        total += weight[k];
    }
    const double real = total > 0 && between > expect * 1 ? (between - expect) / total : 0;
    for (int k = 0; k < N; k++)
        if (weight[k] > 0 && real > 0)
            ret->factor[k] = exp(smooth[k] * real / (real + x.noise / weight[k]) * 1);
}
