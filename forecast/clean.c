/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "forecast/clean.h"

#include "forecast/level.h"

#include <string.h>

enum { PROFILE_DAYS = 26, MAX_LISTED = 1000 };

/* One weekday's sums and counts by slot over its newest days; the most days any slot is known on.
 */
static double sum_weekday(const pb_fc_days *d, const double *contacts, int weekday, double *sum,
                          double *count)
{
    const size_t n = (size_t)d->n_slots;
    double most = 0;
    memset(count, 0, n * sizeof *count);
    for (int t = d->n_past - 1, k = 0; t >= 0 && k < PROFILE_DAYS; t--) {
        if (pb_fc_weekday(d, t) != weekday || d->labels[t].kind == PB_FC_CLOSED)
            continue;
        const double *y = contacts + (size_t)t * n;
        bool known = false;
        for (size_t s = 0; s < n; s++) {
            const bool here = !isnan(y[s]);
            known = known || here;
            sum[s] += here ? y[s] : 0;
            count[s] += here;
            most = fmax(most, count[s]);
        }
        k += known;
    }
    return most;
}

/* Shares of the day by weekday, each slot by the days that know it; a weekday's shares sum to 1, or
 * are all 0 where it never had a contact. */
static void rough_profiles(const pb_fc_days *d, const double *contacts, double *count, double *ret)
{
    const size_t n = (size_t)d->n_slots;
    for (int w = 0; w < 7; w++) {
        double *p = ret + (size_t)w * n, sum = 0;
        const double most = sum_weekday(d, contacts, w, p, count);
        for (size_t s = 0; s < n; s++) {
            p[s] = count[s] > 0 && 3 * count[s] >= most ? p[s] / count[s] : 0;
            sum += p[s];
        }
        for (size_t s = 0; s < n && sum > 0; s++)
            p[s] /= sum;
    }
}

/* Adds up each day; a day counts as observed when more than half of what it should hold was seen.
 */
static void add_up(const pb_fc_days *d, const double *profiles, pb_fc_clean *c)
{
    const int n = d->n_slots;
    for (int t = 0; t < d->n_past; t++) {
        const int w = pb_fc_weekday(d, t);
        const double *y = c->contacts + (size_t)t * (size_t)n;
        const double *p = profiles + (size_t)w * (size_t)n;
        double sum = 0, share = 0, all = 0;
        int seen = 0;
        for (int s = 0; s < n; s++) {
            all += p[s];
            if (isnan(y[s]))
                continue;
            sum += y[s];
            share += p[s];
            seen++;
        }
        c->weekdays[t] = (uint8_t)w;
        c->observed[t] = seen > 0 && (all <= 0 || share > 0.5);
        c->totals[t] = c->observed[t] && share > 0.5 ? sum / share : sum;
        c->use[t] = c->observed[t];
    }
}

/* The nearest used day of the same weekday in direction step, at most four weeks away; -1 = none.
 */
static int same_weekday(const pb_fc_clean *c, int n, int day, int step)
{
    for (int t = day + 7 * step, k = 0; k < 4 && t >= 0 && t < n; t += 7 * step, k++)
        if (c->use[t])
            return t;
    return -1;
}

/* Far below what was to be expected, while the weekday before was not and the one after is not. */
static bool is_empty_day(const pb_fc_clean *c, int n, int day, double expected)
{
    if (expected < 12 || c->totals[day] > 0.05 * expected)
        return false;
    const int before = same_weekday(c, n, day, -1), after = same_weekday(c, n, day, 1);
    return before >= 0 && c->totals[before] > 0.3 * expected &&
           (after < 0 || c->totals[after] > 0.3 * expected);
}

/* Far above, with the days on both sides and the next weekday of its kind back at the usual. */
static bool is_spike(const pb_fc_clean *c, int n, int day, const double *expected, double sd)
{
    const double e = expected[day];
    if (c->totals[day] < 2 * e + 12 || c->totals[day] - e < 8 * sqrt(e + sd * sd * e * e))
        return false;
    const int after = same_weekday(c, n, day, 1);
    if (after < 0 || c->totals[after] > 1.5 * e + 6)
        return false;
    for (int k = -1; k <= 1; k += 2) {
        const int t = day + k;
        if (t >= 0 && t < n && c->use[t] && c->totals[t] > 1.6 * expected[t] + 12)
            return false;
    }
    return true;
}

static void list(pb_fc_clean *c, pb_fc_outlier o)
{
    if (c->n_outliers < MAX_LISTED)
        c->outliers[c->n_outliers++] = o;
}

/* Adds the nearest used days of day's weekday on one side (step -7 or 7): contacts by slot, what
 * the days brought in all where that slot is known. false = there is none within six weeks. */
static bool add_side(const pb_fc_days *d, const pb_fc_clean *c, int day, int step, double *sum,
                     double *total)
{
    enum { WEEKS = 6, DAYS = 3 };
    const size_t n = (size_t)d->n_slots;
    int k = 0;
    memset(sum, 0, n * sizeof *sum);
    memset(total, 0, n * sizeof *total);
    for (int w = 1; w <= WEEKS && k < DAYS; w++) {
        const int t = day + w * step;
        if (t < 0 || t >= d->n_past || !c->use[t] || c->weekdays[t] != c->weekdays[day])
            continue;
        const double *y = c->contacts + (size_t)t * n;
        k++;
        for (size_t s = 0; s < n; s++) {
            sum[s] += isnan(y[s]) ? 0 : y[s];
            total[s] += isnan(y[s]) ? 0 : c->totals[t];
        }
    }
    return k > 0;
}

/* The share of each slot in the weeks around the day, by the smaller of the weeks before and the
 * weeks after: hours that open or shut for good are no outage. work[2 * n_slots]. */
static void shares_around(const pb_fc_days *d, const pb_fc_clean *c, int day, double *work,
                          double *ret)
{
    const size_t n = (size_t)d->n_slots;
    bool some = false;
    for (size_t s = 0; s < n; s++)
        ret[s] = INFINITY;
    for (int step = -7; step <= 7; step += 14) {
        if (!add_side(d, c, day, step, work, work + n))
            continue;
        some = true;
        for (size_t s = 0; s < n; s++)
            ret[s] = fmin(ret[s], work[n + s] > 0 ? work[s] / work[n + s] : 0);
    }
    for (size_t s = 0; s < n; s++)
        ret[s] = some ? ret[s] : 0;
}

/* Runs of empty slots in which at least 15 contacts were to be expected (chance e^-15) become NAN.
 * p[n_slots]: shares of the day. */
static void cut_outages(const pb_fc_days *d, const double *p, double expected, int day,
                        pb_fc_clean *c)
{
    const int n = d->n_slots;
    double *y = c->contacts + (size_t)day * (size_t)n;
    for (int s = 0; s < n;) {
        int end = s;
        double run = 0;
        while (end < n && !isnan(y[end]) && y[end] <= 0)
            run += p[end++] * expected;
        int from = s, to = end;
        while (from < to && p[from] * expected < 0.5)
            from++;
        while (to > from && p[to - 1] * expected < 0.5)
            to--;
        if (run > 15 && to > from) {
            list(c, (pb_fc_outlier){PB_FC_OUTAGE_SLOTS, day, from, to - 1, 0, run});
            for (int i = from; i < to; i++)
                y[i] = NAN;
        }
        s = end > s ? end : s + 1;
    }
}

/* Finds and sets aside; expected[day] is the one-step forecast. work[3 * n_slots]. */
static void find_outliers(const pb_fc_days *d, const double *expected, double sd, bool keep,
                          double *work, pb_fc_clean *c)
{
    const int n = d->n_past;
    uint8_t *use = c->use;
    for (int t = 7; t < n; t++) {
        if (!use[t] || d->labels[t].kind != PB_FC_ORDINARY)
            continue;
        const double e = expected[t];
        const int last = d->n_slots - 1;
        if (is_empty_day(c, n, t, e)) {
            list(c, (pb_fc_outlier){PB_FC_OUTAGE_DAY, t, 0, last, c->totals[t], e});
        } else if (is_spike(c, n, t, expected, sd)) {
            list(c, (pb_fc_outlier){PB_FC_SPIKE_DAY, t, 0, last, c->totals[t], e});
        } else if (!keep && c->totals[t] < 0.9 * e && c->totals[t] > 0) {
            shares_around(d, c, t, work, work + 2 * d->n_slots);
            cut_outages(d, work + 2 * d->n_slots, e, t, c);
        }
    }
    for (int i = 0; i < c->n_outliers && !keep; i++)
        if (c->outliers[i].what != PB_FC_OUTAGE_SLOTS)
            use[c->outliers[i].day] = c->observed[c->outliers[i].day] = 0;
}

/* One-step forecasts by a middling setting, and the overdispersion of their errors. */
static pb_status expectations(pb_arena *a, const pb_fc_days *d, const pb_fc_clean *c,
                              double *ret_expected, double *ret_sd)
{
    const pb_fc_gain gain = {0.1, 0.05};
    pb_fc_bank b;
    const pb_status st =
        pb_fc_bank_run(a, c->totals, c->use, c->weekdays, d->n_past, &gain, 1, true, &b);
    if (st != PB_OK)
        return st;
    double sum = 0, count = 0;
    for (int t = 1; t < d->n_past; t++) {
        const double e =
            (double)b.level[t - 1] * (double)*pb_fc_bank_weekday(&b, t - 1, c->weekdays[t]);
        ret_expected[t] = e;
        if (t < 14 || !c->use[t] || e < 5)
            continue;
        const double u = fabs(c->totals[t] - e) / e;
        sum += u < 0.6 ? u : 0.6; /* mean absolute error, large ones cut: sd = 1.2533 × it */
        count++;
    }
    *ret_sd = count > 0 ? 1.2533 * sum / count : 0.3;
    return PB_OK;
}

/* Days that lost slots are added up anew from what is left of them. */
static void add_up_again(const pb_fc_days *d, const double *profiles, pb_fc_clean *c)
{
    const size_t n = (size_t)d->n_slots;
    for (int i = 0; i < c->n_outliers; i++) {
        const int t = c->outliers[i].day;
        if (c->outliers[i].what != PB_FC_OUTAGE_SLOTS)
            continue;
        const double *y = c->contacts + (size_t)t * n;
        const double *p = profiles + (size_t)pb_fc_weekday(d, t) * n;
        double sum = 0, share = 0;
        for (size_t s = 0; s < n; s++)
            if (!isnan(y[s])) {
                sum += y[s];
                share += p[s];
            }
        if (share > 0.3)
            c->totals[t] = sum / share;
        else
            c->use[t] = c->observed[t] = 0;
    }
}

static bool allocate(pb_arena *a, const pb_fc_days *d, pb_fc_clean *c)
{
    const size_t n = (size_t)d->n_past, cells = n * (size_t)d->n_slots;
    c->contacts = PB_NEW_ARRAY(a, cells, double);
    c->totals = PB_NEW_ARRAY(a, n, double);
    c->seen = PB_NEW_ARRAY(a, n, double);
    c->observed = PB_NEW_ARRAY(a, n, uint8_t);
    c->use = PB_NEW_ARRAY(a, n, uint8_t);
    c->weekdays = PB_NEW_ARRAY(a, n, uint8_t);
    c->outliers = PB_NEW_ARRAY(a, MAX_LISTED, pb_fc_outlier);
    return c->contacts && c->totals && c->seen && c->observed && c->use && c->weekdays &&
           c->outliers;
}

pb_status pb_fc_clean_days(pb_arena *a, const pb_fc_days *d, const pb_fc_switches *off,
                           pb_fc_clean *ret)
{
    const size_t n = (size_t)d->n_past, slots = (size_t)d->n_slots;
    pb_fc_clean c = {0};
    double *profiles = PB_NEW_ARRAY(a, 7 * slots, double),
           *work = PB_NEW_ARRAY(a, 3 * slots, double);
    double *expected = PB_NEW_ARRAY(a, n, double), sd;
    if (!allocate(a, d, &c) || !profiles || !expected || !work)
        return PB_ERR_NOMEM;
    if (n)
        memcpy(c.contacts, d->contacts, n * slots * sizeof(double));
    rough_profiles(d, c.contacts, work, profiles);
    add_up(d, profiles, &c);
    for (int t = 0; t < d->n_past && !off->no_special; t++)
        if (d->labels[t].kind > PB_FC_BEFORE)
            c.use[t] = 0;
    const pb_status st = expectations(a, d, &c, expected, &sd);
    if (st != PB_OK)
        return st;
    find_outliers(d, expected, sd, off->keep_outliers, work, &c);
    if (!off->keep_outliers)
        add_up_again(d, profiles, &c);
    if (n)
        memcpy(c.seen, c.totals, n * sizeof(double));
    *ret = c;
    return PB_OK;
}

double pb_fc_clean_daily(const pb_fc_clean *c, int n_days)
{
    double sum = 0, count = 0;
    for (int t = n_days > 182 ? n_days - 182 : 0; t < n_days; t++)
        if (c->use[t]) {
            sum += c->totals[t];
            count++;
        }
    return count > 0 ? sum / count : 0;
}
