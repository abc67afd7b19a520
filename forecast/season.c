/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "forecast/season.h"

enum { HALF_WINDOW = 15 }; /* days on each side */

static const int curve_windows[PB_FC_CURVES] = {15, 25};

/* Centred mean over 2 × half + 1 days of the totals without their weekday factors; 0 = not known.
 */
static pb_status smooth_level(pb_arena *a, const pb_fc_clean *c, const pb_fc_bank *base, int n_days,
                              int half, double *ret)
{
    double *sum = PB_NEW_ARRAY(a, (size_t)n_days + 1, double);
    double *count = PB_NEW_ARRAY(a, (size_t)n_days + 1, double);
    if (!sum || !count)
        return PB_ERR_NOMEM;
    for (int t = 0; t < n_days; t++) {
        const double f = (double)*pb_fc_bank_weekday(base, t, c->weekdays[t]);
        const bool good = c->use[t] && f > 0.1;
        sum[t + 1] = sum[t] + (good ? c->totals[t] : 0);
        count[t + 1] = count[t] + (good ? f : 0);
    }
    for (int t = 0; t < n_days; t++) {
        const int lo = t < half ? 0 : t - half;
        const int hi = t + half + 1 > n_days ? n_days : t + half + 1;
        const double k = count[hi] - count[lo];
        ret[t] = k >= 3 ? (sum[hi] - sum[lo]) / k : 0;
    }
    return PB_OK;
}

pb_status pb_fc_season_make(pb_arena *a, const pb_fc_clean *c, int n_days, bool robust,
                            pb_fc_season *ret)
{
    const pb_fc_gain gain = {0.08, 0.04};
    pb_fc_season s = {n_days, PB_NEW_ARRAY(a, (size_t)n_days, double), {0}};
    if (!s.smooth)
        return PB_ERR_NOMEM;
    pb_status st =
        pb_fc_bank_run(a, c->totals, c->use, c->weekdays, n_days, &gain, 1, robust, &s.base);
    if (st == PB_OK)
        st = smooth_level(a, c, &s.base, n_days, HALF_WINDOW, s.smooth);
    if (st == PB_OK)
        *ret = s;
    return st;
}

bool pb_fc_season_known(int n_days)
{
    return n_days > PB_FC_YEAR_DAYS + 28;
}

/* Replaces unknown values by the nearest known one before (at the start: after), as logs. */
static void take_logs(double *v, int n)
{
    double last = 0;
    for (int t = 0; t < n && last <= 0; t++)
        last = v[t];
    for (int t = 0; t < n; t++) {
        last = v[t] > 0 ? v[t] : last;
        v[t] = last > 0 ? log(last) : 0;
    }
}

static double mean_of(const double *v, int from, int to)
{
    double sum = 0;
    for (int t = from; t < to; t++)
        sum += v[t];
    return to > from ? sum / (to - from) : 0;
}

pb_status pb_fc_season_curve(pb_arena *a, const pb_fc_clean *c, const pb_fc_season *s, int curve,
                             int n_ahead, double *ret_log)
{
    const int n = s->n_days, year = PB_FC_YEAR_DAYS;
    double *level = PB_NEW_ARRAY(a, (size_t)n, double);
    if (!level)
        return PB_ERR_NOMEM;
    const pb_status st = smooth_level(a, c, &s->base, n, curve_windows[curve], level);
    if (st != PB_OK)
        return st;
    take_logs(level, n);
    const double first = mean_of(level, 0, n < year ? n : year);
    const double second = n > 2 * year ? mean_of(level, year, 2 * year) : 0;
    for (int t = 0; t < n + n_ahead; t++) {
        int i = t - year;
        i = i < 0 ? 0 : i >= n ? n - 1 : i;
        ret_log[t] = level[i] - first;
        if (t >= 2 * year) {
            /* the year before that joins in by and by, the growth between the two taken out */
            const double w = t < 3 * year ? 0.5 * (t - 2 * year) / year : 0.5;
            ret_log[t] = (1 - w) * (level[i] - first) + w * (level[i - year] + second - 2 * first);
        }
    }
    return PB_OK;
}

double pb_fc_season_usual(const pb_fc_season *s, int t, int weekday)
{
    const int later = t + 14 < s->n_days ? t + 14 : s->n_days - 1;
    return s->smooth[t] * (double)*pb_fc_bank_weekday(&s->base, later, weekday);
}
