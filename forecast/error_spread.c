/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "forecast/error_spread.h"

#include "forecast/tally.h"

enum { DAY_WEEKS = 52, SLOT_WEEKS = 26, REACH = 28 };

static const double normal_z[PB_FC_BOUNDS] = {-1.2816, 1.2816, -1.9600, 1.9600};
static const double bound_level[PB_FC_BOUNDS] = {0.1, 0.9, 0.025, 0.975};

static int day_class(int h)
{
    return h <= 1 ? 0 : h <= 3 ? 1 : h <= 7 ? 2 : h <= 14 ? 3 : 4;
}

static int size_class(double m)
{
    return m < 0.3 ? 0 : m < 1 ? 1 : m < 3 ? 2 : m < 10 ? 3 : m < 40 ? 4 : 5;
}

/* Quantiles of a tally, drawn to widened normal ones by `prior` observations' weight. */
static void read_bounds(const pb_fc_tally *t, double n_own, double prior, double widen, double *ret)
{
    const double w = n_own / (n_own + prior);
    for (int i = 0; i < PB_FC_BOUNDS; i++) {
        const double own = t->weight > 0 ? pb_fc_tally_quantile(t, bound_level[i]) : normal_z[i];
        ret[i] = widen * (w * own + (1 - w) * normal_z[i]);
    }
}

/* One origin's forecasts of the ordinary days after it: ret[h] for h = 1 … reach; NAN = no use.
 * Days on which next to nothing is expected tell nothing of a relative spread. */
static void look_ahead(const pb_fc_fit *f, int t, int reach, double *ret)
{
    double sum = 0;
    int k = 0;
    for (int h = 1; h <= reach; h++) {
        const int j = t + h;
        const bool use = j < f->days->n_past && f->clean.use[j];
        ret[h] = use ? pb_fc_fit_day(f, t, h) : NAN;
        sum += use ? ret[h] : 0;
        k += use;
    }
    for (int h = 1; h <= reach; h++)
        if (ret[h] < 0.05 * sum / k || ret[h] < 0.01)
            ret[h] = NAN;
}

typedef struct days_seen {
    double sum[PB_FC_DAY_CLASSES], weight[PB_FC_DAY_CLASSES];
    double week_sum[PB_FC_WEEK_CLASSES], week_weight[PB_FC_WEEK_CLASSES];
} days_seen;

/* Sums of a week of an origin's forecasts and of what came; false with fewer than four such days.
 */
static bool week_sums(const pb_fc_fit *f, int t, int week, const double *ahead, double *ret_f,
                      double *ret_y)
{
    int k = 0;
    *ret_f = *ret_y = 0;
    for (int h = 7 * week + 1; h <= 7 * week + 7; h++) {
        if (t + h >= f->days->n_past)
            return false;
        if (isnan(ahead[h]))
            continue;
        k++;
        *ret_f += ahead[h];
        *ret_y += f->clean.seen[t + h];
    }
    return k >= 4;
}

static double excess(double y, double m)
{
    const double x = ((y - m) * (y - m) - m) / (m * m);
    return x > 4 ? 4 : x;
}

/* The first of the last `weeks` weeks' origins. */
static int first_origin(int n_past, int weeks)
{
    const int t = n_past - weeks * 7;
    return t > 42 ? t : n_past > 84 ? 42 : n_past / 2;
}

/* Both passes over past origins: the first for variances, the second for standardised errors. The
 * first fills aheads[origin][REACH + 1], the second reads them. */
static void scan_days(const pb_fc_fit *f, int pass, double (*aheads)[REACH + 1], days_seen *v,
                      pb_fc_spread *s, pb_fc_tally *day_z, pb_fc_tally *week_z)
{
    const int n = f->days->n_past;
    double wf, wy;
    for (int t = first_origin(n, DAY_WEEKS); t < n - 1; t += 2) {
        double *const ahead = *aheads++;
        if (pass == 0)
            look_ahead(f, t, REACH, ahead);
        const double w = exp2((t - n) / (26 * 7.0));
        for (int h = 1; h <= REACH; h++) {
            if (isnan(ahead[h]))
                continue;
            const int k = day_class(h);
            const double m = ahead[h], y = f->clean.seen[t + h];
            if (pass == 0) {
                v->sum[k] += w * excess(y, m);
                v->weight[k] += w;
            } else {
                pb_fc_tally_add(&day_z[k], (y - m) / sqrt(m + s->day_var[k] * m * m), w);
            }
        }
        for (int k = 0; k < PB_FC_WEEK_CLASSES; k++) {
            if (!week_sums(f, t, k, ahead, &wf, &wy))
                continue;
            if (pass == 0) {
                v->week_sum[k] += w * excess(wy, wf);
                v->week_weight[k] += w;
            } else {
                pb_fc_tally_add(&week_z[k], (wy - wf) / sqrt(wf + s->week_var[k] * wf * wf), w);
            }
        }
    }
}

/* Means of squared cv, drawn to 0.2² by a few days, not falling with the lead. */
static void settle(const double *sum, const double *weight, int n, double prior, double *ret)
{
    for (int k = 0; k < n; k++) {
        ret[k] = (sum[k] + prior * 0.04) / (weight[k] + prior);
        ret[k] = ret[k] > 1e-4 ? ret[k] : 1e-4;
        if (k > 0 && ret[k] < ret[k - 1])
            ret[k] = ret[k - 1];
    }
}

static pb_status learn_days(pb_arena *a, const pb_fc_fit *f, pb_fc_spread *s)
{
    enum { N = PB_FC_DAY_CLASSES + PB_FC_WEEK_CLASSES };
    pb_fc_tally *z = PB_NEW_ARRAY(a, N, pb_fc_tally);
    double(*aheads)[REACH + 1] =
        pb_arena_alloc(a, (size_t)DAY_WEEKS * 7 / 2 + 1, (REACH + 1) * sizeof(double));
    if (!z || !aheads)
        return PB_ERR_NOMEM;
    days_seen v = {0};
    scan_days(f, 0, aheads, &v, s, z, z + PB_FC_DAY_CLASSES);
    settle(v.sum, v.weight, PB_FC_DAY_CLASSES, 1, s->day_var);
    settle(v.week_sum, v.week_weight, PB_FC_WEEK_CLASSES, 1, s->week_var);
    scan_days(f, 1, aheads, &v, s, z, z + PB_FC_DAY_CLASSES);
    const double weeks = f->days->n_past / 7.0;
    for (int k = 0; k < PB_FC_DAY_CLASSES; k++)
        read_bounds(&z[k], z[k].weight, 20, 1 + 3 / (weeks + 4), s->day_z[k]);
    for (int k = 0; k < PB_FC_WEEK_CLASSES; k++)
        read_bounds(&z[PB_FC_DAY_CLASSES + k], z[PB_FC_DAY_CLASSES + k].weight, 12,
                    1 + 5 / (weeks + 4), s->week_z[k]);
    /* few weeks: a t distribution is wider than the normal by (z^2 + 1) / (4 df), so its 95 %
     * bounds by 1.8 times as much as its 80 % bounds (Abramowitz & Stegun 1964, 26.7.5) */
    for (int k = 0; k < PB_FC_WEEK_CLASSES; k++)
        for (int i = PB_FC_LOW95; i <= PB_FC_HIGH95; i++)
            s->week_z[k][i] *= (1 + 9 / (weeks + 4)) / (1 + 5 / (weeks + 4));
    const double slope = (s->day_var[4] - s->day_var[2]) / 16;
    s->share_day_var = slope > 0 ? slope : 0;
    return PB_OK;
}

/* Adds the spread of slots around their share of what the day brought. */
static void add_slot_excess(const double *y, const double *share, size_t n, double *ret_sum,
                            double *ret_squares)
{
    double part = 0, total = 0;
    for (size_t s = 0; s < n; s++)
        if (!isnan(y[s])) {
            part += share[s];
            total += y[s];
        }
    if (part <= 0 || total <= 0)
        return;
    for (size_t s = 0; s < n; s++) {
        const double m = share[s] / part * total;
        if (isnan(y[s]))
            continue;
        *ret_sum += (y[s] - m) * (y[s] - m) - m;
        *ret_squares += m * m;
    }
}

/* A past day, what was foretold at its end, and the profiles as they were known. */
typedef struct origin {
    int t;
    double ahead[REACH + 1];
    double *profile; /* [7 * n_slots] */
} origin;

/* One origin: what its slots did over the next four weeks. */
static void scan_origin(const pb_fc_fit *f, const origin *o, int pass, double *sum, double *squares,
                        const pb_fc_spread *s, pb_fc_tally *z)
{
    const size_t n = (size_t)f->days->n_slots;
    for (int h = 1; h <= REACH; h++) {
        if (isnan(o->ahead[h]))
            continue;
        const int j = o->t + h;
        const double *y = f->clean.contacts + (size_t)j * n;
        const double *share = o->profile + (size_t)f->clean.weekdays[j] * n;
        if (pass == 0) {
            if (j % 3 == 0)
                add_slot_excess(y, share, n, sum, squares);
            continue;
        }
        const double var = s->day_var[day_class(h)] + s->slot_var;
        for (size_t i = (size_t)j % 3; i < n; i += 3) {
            const double m = o->ahead[h] * share[i];
            if (m > 0.02 && !isnan(y[i]))
                pb_fc_tally_add(&z[size_class(m)], (y[i] - m) / sqrt(m + var * m * m), 1);
        }
    }
}

/* Goes through the past once more, learning profiles day by day; every third day of the newest half
 * year is an origin. */
static pb_status make_origins(pb_arena *a, const pb_fc_fit *f, origin **ret, int *ret_n)
{
    const int past = f->days->n_past, first = first_origin(past, SLOT_WEEKS);
    const size_t n = (size_t)f->days->n_slots;
    const size_t most = past > first ? (size_t)(past - first) / 3 + 1 : 1;
    origin *o = PB_NEW_ARRAY(a, most, origin);
    double *profiles = PB_NEW_ARRAY(a, most * 7 * n, double);
    double *work = PB_NEW_ARRAY(a, 7 * n, double);
    if (!o || !profiles || !work)
        return PB_ERR_NOMEM;
    pb_fc_profiler p;
    const pb_status st = pb_fc_profiler_make(a, (int)n, !f->off.no_shrink, &p);
    pb_fc_profiler_heed(&p, &f->clean, &f->turns);
    int k = 0;
    for (int t = 0; st == PB_OK && t < past - 1; t++) {
        if (f->clean.use[t])
            pb_fc_profiler_learn(&p, t, f->clean.weekdays[t], f->clean.contacts + (size_t)t * n);
        if (t < first || (t - first) % 3 != 0)
            continue;
        o[k].t = t;
        o[k].profile = profiles + (size_t)k * 7 * n;
        pb_fc_profiler_mix(&p, f->mix, work, o[k].profile);
        look_ahead(f, t, REACH, o[k].ahead);
        k++;
    }
    *ret = o;
    *ret_n = k;
    return st;
}

static pb_status learn_slots(pb_arena *a, const pb_fc_fit *f, pb_fc_spread *s)
{
    pb_fc_tally *z = PB_NEW_ARRAY(a, PB_FC_SIZE_CLASSES, pb_fc_tally);
    origin *o;
    int n;
    if (!z)
        return PB_ERR_NOMEM;
    const pb_status st = make_origins(a, f, &o, &n);
    if (st != PB_OK)
        return st;
    double sum = 0, squares = 0;
    for (int i = 0; i < n; i++)
        scan_origin(f, &o[i], 0, &sum, &squares, s, z);
    if (squares > 0)
        s->slot_var = fmax(0, sum / squares);
    for (int i = 0; i < n; i++)
        scan_origin(f, &o[i], 1, &sum, &squares, s, z);
    for (int k = 0; k < PB_FC_SIZE_CLASSES; k++)
        read_bounds(&z[k], z[k].weight, 100, 1 + 0.5 / (f->days->n_past / 7.0 + 4), s->slot_z[k]);
    return PB_OK;
}

pb_status pb_fc_spread_learn(pb_arena *a, const pb_fc_fit *f, pb_fc_spread *ret)
{
    pb_fc_spread s = {.slot_var = 0.01};
    pb_status st = learn_days(a, f, &s);
    if (st == PB_OK)
        st = learn_slots(a, f, &s);
    if (st == PB_OK)
        *ret = s;
    return st;
}

double pb_fc_spread_day_var(const pb_fc_spread *s, int h)
{
    const double v = s->day_var[day_class(h)];
    return h <= 28 ? v : fmin(v + s->share_day_var * (h - 28), 4 * v);
}

static void bounds(double m, double var, const double *z, double *ret)
{
    const double sd = sqrt(m + var * m * m);
    for (int i = 0; i < PB_FC_BOUNDS; i++) {
        const double q = m + z[i] * sd;
        ret[i] = q > 0 && m > 0 ? q : 0;
    }
    ret[PB_FC_LOW80] = fmin(ret[PB_FC_LOW80], m);
    ret[PB_FC_HIGH80] = fmax(ret[PB_FC_HIGH80], m);
    ret[PB_FC_LOW95] = fmin(ret[PB_FC_LOW95], ret[PB_FC_LOW80]);
    ret[PB_FC_HIGH95] = fmax(ret[PB_FC_HIGH95], ret[PB_FC_HIGH80]);
}

/* A day or week of few contacts may bring none: a bound that leaves out 0 would deny that where the
 * chance of none, e^-m at least, is greater than what the bound leaves out. */
static void admit_none(double m, double *ret)
{
    const double none = exp(-m);
    if (none > bound_level[PB_FC_LOW80])
        ret[PB_FC_LOW80] = 0;
    if (none > bound_level[PB_FC_LOW95])
        ret[PB_FC_LOW95] = 0;
}

void pb_fc_spread_slot(const pb_fc_spread *s, double m, int h, double more_var, double *ret)
{
    bounds(m, pb_fc_spread_day_var(s, h) + s->slot_var + more_var, s->slot_z[size_class(m)], ret);
}

void pb_fc_spread_day(const pb_fc_spread *s, double m, int h, double more_var, double *ret)
{
    bounds(m, pb_fc_spread_day_var(s, h) + more_var, s->day_z[day_class(h)], ret);
    admit_none(m, ret);
}

void pb_fc_spread_week(const pb_fc_spread *s, double m, int week, double more_var, double *ret)
{
    const int k = week < PB_FC_WEEK_CLASSES ? week : PB_FC_WEEK_CLASSES - 1;
    const double grown = pb_fc_spread_day_var(s, 7 * week + 4) - s->day_var[day_class(7 * k + 4)];
    bounds(m, s->week_var[k] + (week > k && grown > 0 ? grown : 0) + more_var, s->week_z[k], ret);
    admit_none(m, ret);
}
