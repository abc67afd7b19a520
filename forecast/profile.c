/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "forecast/profile.h"

#include <string.h>

static const double half_life_weeks[PB_FC_HALF_LIVES] = {1.5, 3, 6, 12, 25, 60};
/* Short and long half-life of each tilted memory. */
static const int tilts[PB_FC_TILTED][2] = {{0, 3}, {0, 4}, {0, 5}, {1, 4}, {1, 5}, {2, 5}};
static const double tilt_prior = 20; /* contacts a slot that draw a tilt to 1 */

pb_status pb_fc_profiler_make(pb_arena *a, int n_slots, bool shrink, pb_fc_profiler *ret)
{
    const size_t n = (size_t)PB_FC_HALF_LIVES * 7 * (size_t)n_slots;
    pb_fc_profiler p = {.n_slots = n_slots,
                        .n_memories = PB_FC_MEMORIES,
                        .shrink = shrink,
                        .count = PB_NEW_ARRAY(a, n, double),
                        .weight = PB_NEW_ARRAY(a, n, double),
                        .sharp = PB_NEW_ARRAY(a, n, double),
                        .work = PB_NEW_ARRAY(a, 2 * (size_t)n_slots, double)};
    if (!p.count || !p.weight || !p.sharp || !p.work)
        return PB_ERR_NOMEM;
    *ret = p;
    return PB_OK;
}

/* Weights grow with time instead of old ones shrinking: 2^(day / half-life). */
static double weight_of(int memory, double day)
{
    return exp2(day / (7 * half_life_weeks[memory]));
}

void pb_fc_profiler_heed(pb_fc_profiler *p, const pb_fc_clean *past, const pb_fc_turns *turns)
{
    p->past = past;
    p->turns = turns;
    p->next_turn = 0;
}

/* One memory's weekday forgets what was in the slot before it turned: it takes the share of the
 * days since. */
static void forget_slot(pb_fc_profiler *p, const pb_fc_turn *x, int memory, int weekday)
{
    const size_t n = (size_t)p->n_slots, at = ((size_t)memory * 7 + (size_t)weekday) * n;
    double *count = p->count + at, *weight = p->weight + at;
    double usual = 0, sum = 0, days = 0;
    for (size_t s = 0; s < n; s++)
        usual += weight[s] > 0 ? count[s] / weight[s] : 0;
    for (int t = x->from; t <= x->known; t++) {
        const double y = p->past->contacts[(size_t)t * n + (size_t)x->slot];
        if (!p->past->use[t] || p->past->weekdays[t] != weekday || isnan(y))
            continue;
        const double w = weight_of(memory, t);
        sum += w * usual * y / fmax(p->past->seen[t], 1);
        days += w;
    }
    if (days > 0) {
        count[x->slot] = sum;
        weight[x->slot] = days;
    }
}

static void heed_turns(pb_fc_profiler *p, int day)
{
    for (; p->turns && p->next_turn < p->turns->n; p->next_turn++) {
        const pb_fc_turn *x = &p->turns->at[p->next_turn];
        if (x->known > day)
            return;
        for (int m = 0; m < PB_FC_HALF_LIVES; m++)
            for (int w = 0; w < 7; w++)
                if ((x->weekdays >> w & 1) != 0)
                    forget_slot(p, x, m, w);
    }
}

void pb_fc_profiler_learn(pb_fc_profiler *p, int day, int weekday, const double *contacts)
{
    const size_t n = (size_t)p->n_slots;
    for (int m = 0; m < PB_FC_HALF_LIVES; m++) {
        double *count = p->count + ((size_t)m * 7 + (size_t)weekday) * n;
        double *weight = p->weight + ((size_t)m * 7 + (size_t)weekday) * n;
        const double w = weight_of(m, day);
        for (size_t s = 0; s < n; s++) {
            const bool seen = !isnan(contacts[s]);
            count[s] += seen ? w * contacts[s] : 0;
            weight[s] += seen ? w : 0;
        }
    }
    heed_turns(p, day);
    p->now = day;
    memset(p->fresh, 0, sizeof p->fresh);
}

/* The common profile of the weekdays of `in`, weighted by volume; false with fewer than two. */
static bool common_profile(const double *p, const bool in[7], const double volume[7], size_t n,
                           double *pool)
{
    double all = 0;
    int k = 0;
    memset(pool, 0, n * sizeof *pool);
    for (size_t w = 0; w < 7; w++) {
        if (!in[w])
            continue;
        k++;
        all += volume[w];
        for (size_t s = 0; s < n; s++)
            pool[s] += volume[w] * p[w * n + s];
    }
    for (size_t s = 0; s < n && all > 0; s++)
        pool[s] /= all;
    return k >= 2 && all > 0;
}

/* Variance of shares between the weekdays of `in` beyond what counts of that volume must show. */
static double real_spread(const double *p, const bool in[7], const double volume[7], size_t n,
                          const double *pool)
{
    double spread = 0, noise = 0;
    int k = 0;
    for (size_t w = 0; w < 7; w++) {
        if (!in[w])
            continue;
        k++;
        noise += 1 / fmax(volume[w], 1);
        for (size_t s = 0; s < n; s++)
            spread += (p[w * n + s] - pool[s]) * (p[w * n + s] - pool[s]);
    }
    return fmax(0, spread / (k - 1) - noise / k);
}

/* Draws the weekdays of `in` towards their common profile. volume: contacts behind each. */
static void draw_together(double *ret, const bool in[7], const double volume[7], size_t n,
                          double *pool)
{
    if (!common_profile(ret, in, volume, n, pool))
        return;
    const double real = real_spread(ret, in, volume, n, pool);
    for (size_t w = 0; w < 7; w++) {
        const double b = 0.1 + 0.9 * real / (real + 1 / fmax(volume[w], 1) + 1e-12);
        for (size_t s = 0; in[w] && s < n; s++)
            ret[w * n + s] = b * ret[w * n + s] + (1 - b) * pool[s];
    }
}

/* Each slot lends a part of its share to its open neighbours; edges stay sharp. */
static void lend(double *share, size_t n, double part)
{
    double before = 0; /* the left neighbour's share as it was */
    for (size_t s = 0; s < n; s++) {
        const double own = share[s], after = s + 1 < n ? share[s + 1] : 0;
        double v = own;
        if (own > 0 && before > 0)
            v += part * (before - own);
        if (own > 0 && after > 0)
            v += part * (after - own);
        share[s] = v;
        before = own;
    }
}

/* The shares of one half-life, made when they are first asked for; [7 * n_slots]. */
static const double *read_sharp(pb_fc_profiler *p, int half_life)
{
    const size_t n = (size_t)p->n_slots;
    double *const ret = p->sharp + (size_t)half_life * 7 * n;
    if (p->fresh[half_life])
        return ret;
    p->fresh[half_life] = true;
    const double scale = 1 / weight_of(half_life, p->now);
    double total[7], volume[7], most = 0;
    for (int w = 0; w < 7; w++) {
        const double *count = p->count + ((size_t)half_life * 7 + (size_t)w) * n;
        const double *weight = p->weight + ((size_t)half_life * 7 + (size_t)w) * n;
        double *r = ret + (size_t)w * n;
        total[w] = volume[w] = 0;
        for (size_t s = 0; s < n; s++) {
            r[s] = weight[s] > 0 ? count[s] / weight[s] : 0;
            total[w] += r[s];
            volume[w] += count[s];
        }
        volume[w] *= scale;
        most = total[w] > most ? total[w] : most;
        for (size_t s = 0; s < n && total[w] > 0; s++)
            r[s] /= total[w];
    }
    for (int w = 0; w < 7; w++)
        p->busy[half_life][w] = total[w] > 0 && total[w] >= 0.6 * most;
    if (p->shrink)
        draw_together(ret, p->busy[half_life], volume, n, p->work);
    return ret;
}

/* Neighbours average, twice with 1/4, 1/2, 1/4. */
static void smooth(double *v, size_t n)
{
    for (int k = 0; k < 2; k++) {
        double before = v[0];
        for (size_t s = 0; s < n; s++) {
            const double own = v[s], after = s + 1 < n ? v[s + 1] : own;
            v[s] = 0.25 * before + 0.5 * own + 0.25 * after;
            before = own;
        }
    }
}

/* Contacts seen by the short memory on weekdays that are busy (or quiet), and what the long one's
 * shares make of those weekdays' days, by slot. */
static void add_weekday(const pb_fc_profiler *p, int fast, const double *shares, int weekday,
                        double *seen, double *expected)
{
    const size_t n = (size_t)p->n_slots, at = ((size_t)fast * 7 + (size_t)weekday) * n;
    const double *count = p->count + at, *weight = p->weight + at;
    double day = 0;
    for (size_t s = 0; s < n; s++)
        day += weight[s] > 0 ? count[s] / weight[s] : 0;
    for (size_t s = 0; s < n; s++) {
        seen[s] += count[s];
        expected[s] += weight[s] * day * shares[(size_t)weekday * n + s];
    }
}

static void read_tilted(pb_fc_profiler *p, int fast, int slow, double *ret)
{
    const size_t n = (size_t)p->n_slots;
    const double *shares = read_sharp(p, slow);
    const double prior = tilt_prior * weight_of(fast, p->now);
    double *const seen = p->work, *const expected = p->work + n;
    for (int busy = 0; busy < 2; busy++) {
        memset(seen, 0, 2 * n * sizeof *seen);
        for (int w = 0; w < 7; w++)
            if (p->busy[slow][w] == busy)
                add_weekday(p, fast, shares, w, seen, expected);
        smooth(seen, n);
        smooth(expected, n);
        for (size_t s = 0; s < n; s++)
            seen[s] = (seen[s] + prior) / (expected[s] + prior);
        for (size_t w = 0; w < 7; w++) {
            double sum = 0;
            if (p->busy[slow][w] != busy)
                continue;
            for (size_t s = 0; s < n; s++)
                sum += ret[w * n + s] = shares[w * n + s] * seen[s];
            for (size_t s = 0; s < n && sum > 0; s++)
                ret[w * n + s] /= sum;
        }
    }
}

void pb_fc_profiler_read(pb_fc_profiler *p, int memory, double *ret)
{
    const size_t n = (size_t)p->n_slots;
    const int tilt = memory - PB_FC_HALF_LIVES - PB_FC_LENT;
    if (tilt >= 0) {
        read_tilted(p, tilts[tilt][0], tilts[tilt][1], ret);
        return;
    }
    memcpy(ret, read_sharp(p, memory % PB_FC_HALF_LIVES), 7 * n * sizeof *ret);
    for (size_t w = 0; w < 7 && memory >= PB_FC_HALF_LIVES; w++)
        lend(ret + w * n, n, 0.25);
}

void pb_fc_profiler_mix(pb_fc_profiler *p, const double *mix, double *work, double *ret)
{
    const size_t n = 7 * (size_t)p->n_slots;
    memset(ret, 0, n * sizeof *ret);
    for (int m = 0; m < p->n_memories; m++) {
        if (mix[m] <= 0)
            continue;
        pb_fc_profiler_read(p, m, work);
        for (size_t i = 0; i < n; i++)
            ret[i] += mix[m] * work[i];
    }
}

/* Adds to error[m] the absolute error of memory m's shares of day t's own total. */
static void score_day(const double *profiles, const double *y, int weekday, size_t n, double weight,
                      double *error)
{
    for (int m = 0; m < PB_FC_MEMORIES; m++) {
        const double *p = profiles + ((size_t)m * 7 + (size_t)weekday) * n;
        double sum = 0, share = 0, e = 0;
        for (size_t s = 0; s < n; s++)
            if (!isnan(y[s])) {
                sum += y[s];
                share += p[s];
            }
        if (share <= 0)
            continue;
        for (size_t s = 0; s < n; s++)
            if (!isnan(y[s]))
                e += fabs(y[s] - p[s] / share * sum);
        error[m] += weight * e;
    }
}

/* Softmax of the scores relative to the best. */
static void soften(const double *error, double steepness, double *ret_mix)
{
    double best = INFINITY, sum = 0;
    for (int m = 0; m < PB_FC_MEMORIES; m++)
        best = error[m] < best ? error[m] : best;
    for (int m = 0; m < PB_FC_MEMORIES; m++) {
        ret_mix[m] = best > 0 ? exp(-steepness * (error[m] / best - 1)) : 1;
        ret_mix[m] = ret_mix[m] < 0.02 ? 0 : ret_mix[m];
        sum += ret_mix[m];
    }
    for (int m = 0; m < PB_FC_MEMORIES; m++)
        ret_mix[m] /= sum;
}

/* Scores all memories as they stand at day t on the two weeks after. */
static void score_weeks(const pb_fc_days *d, const pb_fc_clean *c, pb_fc_profiler *p, int t,
                        double *profiles, double *error)
{
    const size_t n = (size_t)d->n_slots;
    const double weight = exp2((t - d->n_past) / (26.0 * 7));
    for (int m = 0; m < PB_FC_MEMORIES; m++)
        pb_fc_profiler_read(p, m, profiles + (size_t)m * 7 * n);
    for (int j = t; j < t + 14 && j < d->n_past; j++)
        if (c->use[j])
            score_day(profiles, c->contacts + (size_t)j * n, c->weekdays[j], n, weight, error);
}

pb_status pb_fc_profile_weigh(pb_arena *a, const pb_fc_days *d, const pb_fc_clean *c,
                              const pb_fc_turns *turns, const pb_fc_switches *off, double *ret_mix,
                              pb_fc_profiler *ret)
{
    const size_t n = (size_t)d->n_slots;
    const pb_status st = pb_fc_profiler_make(a, d->n_slots, !off->no_shrink, ret);
    double *profiles = PB_NEW_ARRAY(a, (size_t)PB_FC_MEMORIES * 7 * n, double);
    if (st != PB_OK || !profiles)
        return PB_ERR_NOMEM;
    pb_fc_profiler_heed(ret, c, turns);
    double error[PB_FC_MEMORIES] = {0};
    bool known = false;
    for (int t = 0; t < d->n_past; t++) {
        const int left = d->n_past - t;
        if (!off->no_search && t >= 21 && left <= 26 * 7 && left % 7 == 0) {
            score_weeks(d, c, ret, t, profiles, error);
            known = true;
        }
        if (c->use[t])
            pb_fc_profiler_learn(ret, t, c->weekdays[t], c->contacts + (size_t)t * n);
    }
    for (int m = 0; m < PB_FC_MEMORIES; m++)
        ret_mix[m] = m == 3; /* twelve weeks */
    if (known)
        soften(error, off->priors.profile_steepness, ret_mix);
    return PB_OK;
}
