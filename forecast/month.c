/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "forecast/month.h"

enum { FROM_END = 6, N = PB_FC_MONTH_PLACES, LEAST_DAYS = 56 };

int pb_fc_month_place(pb_date date)
{
    const pb_ymd c = pb_date_ymd(date);
    const int left = pb_date_days_in_month(c.year, c.month) - c.day;
    return left < FROM_END ? N - 1 - left : c.day - 1;
}

/* Weighted sums of log residuals by place. */
typedef struct sums {
    double weight[N], value[N];
} sums;

/* One day's log residual against the two-sided level and its weight; 0 = tells nothing. */
static double residual(const pb_fc_clean *c, const pb_fc_season *s, int t, double *ret_weight)
{
    const double usual = c->use[t] ? pb_fc_season_usual(s, t, c->weekdays[t]) : 0;
    *ret_weight = usual < 1 ? 0 : 0.01 / (0.01 + 1 / usual);
    if (usual < 1)
        return 0;
    const double e = log((c->totals[t] + 0.5) / (usual + 0.5));
    return e > 0.7 ? 0.7 : e < -0.7 ? -0.7 : e;
}

/* Log factors by place: neighbours lend half their weight, then each is drawn to 0 by how much of
 * the spread between places is beyond what days within a place differ by (noise). */
static void estimate(const sums *x, double noise, double *ret)
{
    double mean[N], weight[N], between = 0, total = 0, centre = 0, all = 0;
    for (int k = 0; k < N; k++) {
        centre += x->value[k];
        all += x->weight[k];
    }
    centre = all > 0 ? centre / all : 0;
    for (int k = 0; k < N; k++) {
        const int p = (k + N - 1) % N, q = (k + 1) % N;
        const double lent = 0.5 * (x->weight[p] + x->weight[q]), w = x->weight[k] + lent;
        mean[k] = w > 0 ? (x->value[k] + 0.5 * (x->value[p] + x->value[q])) / w - centre : 0;
        /* the mean's variance is noise / weight */
        const double squares = x->weight[k] + 0.5 * lent;
        weight[k] = squares > 0 ? w * w / squares : 0;
        between += weight[k] * mean[k] * mean[k];
        total += weight[k];
    }
    const double real = total > 0 ? fmax(0, (between - N * noise) / total) : 0;
    for (int k = 0; k < N; k++)
        ret[k] = weight[k] > 0 && real > 0 ? mean[k] * real / (real + noise / weight[k]) : 0;
}

/* Adds (sign 1) or takes away (sign -1) days from … to-1. */
static void add_days(const pb_fc_clean *c, const pb_fc_season *s, int from, int to, double sign,
                     const uint8_t *place, sums *x)
{
    for (int t = from; t < to; t++) {
        double w;
        const double e = residual(c, s, t, &w);
        const int k = place[t];
        x->weight[k] += sign * w;
        x->value[k] += sign * w * e;
    }
}

/* How much of the factors other months teach shows in each month: the regression's slope, 0 … 1. */
static double holds(const pb_fc_days *d, const pb_fc_clean *c, const pb_fc_season *s, int first,
                    double noise, const uint8_t *place, const sums *all)
{
    double product = 0, square = 0, f[N];
    for (int from = first; from < d->n_past;) {
        const pb_ymd day = pb_date_ymd(d->first + from);
        int to = from + pb_date_days_in_month(day.year, day.month) - day.day + 1;
        to = to < d->n_past ? to : d->n_past;
        sums others = *all;
        add_days(c, s, from, to, -1, place, &others);
        estimate(&others, noise, f);
        for (int t = from; t < to; t++) {
            double w;
            const double e = residual(c, s, t, &w), m = f[place[t]];
            product += w * e * m;
            square += w * m * m;
        }
        from = to;
    }
    const double slope = square > 0 ? product / square : 0;
    return slope < 0 ? 0 : slope > 1 ? 1 : slope;
}

pb_status pb_fc_month_learn(pb_arena *a, const pb_fc_days *d, const pb_fc_clean *c,
                            const pb_fc_season *s, bool off, pb_fc_month *ret)
{
    enum { FIRST = 14 };
    double count = 0, squares = 0, f[N];
    const int all_days = d->n_past + d->n_ahead;
    uint8_t *place = PB_NEW_ARRAY(a, (size_t)all_days, uint8_t);
    if (!place)
        return PB_ERR_NOMEM;
    for (int t = 0; t < all_days; t++)
        place[t] = (uint8_t)pb_fc_month_place(d->first + t);
    ret->place = place;
    for (int k = 0; k < N; k++)
        ret->factor[k] = 1;
    for (int t = FIRST; t < d->n_past && !off; t++) {
        double w;
        const double e = residual(c, s, t, &w);
        count += w > 0;
        squares += w * e * e;
    }
    if (count < LEAST_DAYS)
        return PB_OK;
    const double noise = squares / count; /* of a day of weight 1 */
    sums all = {{0}, {0}};
    add_days(c, s, FIRST, d->n_past, 1, place, &all);
    estimate(&all, noise, f);
    const double strength = holds(d, c, s, FIRST, noise, place, &all);
    for (int k = 0; k < N; k++)
        ret->factor[k] = exp(strength * f[k]);
    return PB_OK;
}

double pb_fc_month_factor(const pb_fc_month *m, int day)
{
    return m->factor[m->place[day]];
}
