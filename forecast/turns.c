/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "forecast/turns.h"

#include <string.h>

enum { MAX_TURNS = 1000, N_GROUPS = 2, N_SIGNS = 2, LEARN_DAYS = 42 };

static const double half_life_days = 84;
static const double most_a_day = 1.5, enough = 15;
static const double times[N_SIGNS] = {0.25, 3}; /* of the usual share: shut, open */
static const double log_times[N_SIGNS] = {-1.3862943611198906, 1.0986122886681098};

/* A slot's sum of log-likelihood ratios and the day on which it began to rise. */
typedef struct cusum {
    double sum;
    int from;
} cusum;

typedef struct watch {
    size_t n_slots;
    double *count, *weight; /* [7 * n_slots] discounted contacts and days, by weekday */
    double *rate;           /* [7 * n_slots] count / weight */
    double *share;          /* [n_slots] scratch: what of the day the slot should hold */
    cusum *at;              /* [(group * N_SIGNS + sign) * n_slots + slot] */
    double volume[7];       /* contacts of a usual day */
} watch;

static bool allocate(pb_arena *a, size_t n, watch *w, pb_fc_turns *ret)
{
    w->n_slots = n;
    w->count = PB_NEW_ARRAY(a, 7 * n, double);
    w->weight = PB_NEW_ARRAY(a, 7 * n, double);
    w->rate = PB_NEW_ARRAY(a, 7 * n, double);
    w->share = PB_NEW_ARRAY(a, n, double);
    w->at = PB_NEW_ARRAY(a, (size_t)N_GROUPS * N_SIGNS * n, cusum);
    ret->at = PB_NEW_ARRAY(a, MAX_TURNS, pb_fc_turn);
    return w->count && w->weight && w->rate && w->share && w->at && ret->at;
}

static bool is_busy(const watch *w, int weekday)
{
    double most = 0;
    for (int k = 0; k < 7; k++)
        most = fmax(most, w->volume[k]);
    return w->volume[weekday] >= 0.6 * most;
}

static uint8_t like(const watch *w, int weekday)
{
    unsigned mask = 0;
    for (int k = 0; k < 7; k++)
        mask |= is_busy(w, k) == is_busy(w, weekday) ? 1U << k : 0;
    return (uint8_t)mask;
}

static void learn(watch *w, const double *y, int weekday, double gain)
{
    const size_t n = w->n_slots;
    double *count = w->count + (size_t)weekday * n, *weight = w->weight + (size_t)weekday * n;
    double *rate = w->rate + (size_t)weekday * n, sum = 0;
    for (size_t s = 0; s < n; s++) {
        count[s] += isnan(y[s]) ? 0 : gain * y[s];
        weight[s] += isnan(y[s]) ? 0 : gain;
        rate[s] = weight[s] > 0 ? count[s] / weight[s] : 0;
        sum += rate[s];
    }
    w->volume[weekday] = sum;
}

/* The contacts to be expected in each slot of a day that brought what y brought. */
static bool expect(watch *w, const double *y, int weekday)
{
    const size_t n = w->n_slots;
    const double *rate = w->rate + (size_t)weekday * n;
    double seen = 0, sum = 0;
    for (size_t s = 0; s < n; s++) {
        seen += isnan(y[s]) ? 0 : y[s];
        sum += isnan(y[s]) ? 0 : rate[s];
    }
    const double scale = sum > 0 ? seen / sum : 0;
    for (size_t s = 0; s < n; s++)
        w->share[s] = rate[s] * scale;
    return seen > 0 && sum > 0;
}

/* The slot is as it was seen since day `from`; what was before is forgotten. */
static void turn(watch *w, const pb_fc_clean *c, const pb_fc_turn *x, double now)
{
    const size_t n = w->n_slots;
    double count[7] = {0}, days[7] = {0};
    for (int t = x->from; t < x->known; t++) {
        const double y = c->contacts[(size_t)t * n + (size_t)x->slot];
        if (!c->use[t] || isnan(y))
            continue;
        count[c->weekdays[t]] += y;
        days[c->weekdays[t]]++;
    }
    for (size_t k = 0; k < 7; k++)
        if (days[k] > 0 && (x->weekdays >> k & 1) != 0) {
            w->count[k * n + (size_t)x->slot] = now * count[k];
            w->weight[k * n + (size_t)x->slot] = now * days[k];
            w->rate[k * n + (size_t)x->slot] = count[k] / days[k];
        }
}

/* Adds one day of a slot; true = it has turned. */
static bool add(cusum *at, double y, double expected, size_t sign, int day)
{
    const double more = y * log_times[sign] + expected * (1 - times[sign]);
    if (at->sum <= 0) {
        if (more <= 0)
            return false;
        at->from = day;
    }
    at->sum += more < most_a_day ? more : most_a_day;
    if (at->sum < 0)
        at->sum = 0;
    return at->sum > enough;
}

static void look(watch *w, const pb_fc_clean *c, int day, double now, pb_fc_turns *ret)
{
    const size_t n = w->n_slots;
    const int weekday = c->weekdays[day];
    const double *y = c->contacts + (size_t)day * n;
    cusum *const at = w->at + (size_t)is_busy(w, weekday) * N_SIGNS * n;
    for (size_t s = 0; s < n; s++) {
        if (isnan(y[s]) || (y[s] <= 0 && w->share[s] <= 0))
            continue;
        for (size_t sign = 0; sign < N_SIGNS; sign++) {
            cusum *const x = &at[sign * n + s];
            if (!add(x, y[s], w->share[s], sign, day))
                continue;
            const pb_fc_turn t = {x->from, day, (int)s, like(w, weekday)};
            turn(w, c, &t, now);
            at[s].sum = at[n + s].sum = 0;
            if (ret->n < MAX_TURNS)
                ret->at[ret->n++] = t;
            break;
        }
    }
}

pb_status pb_fc_turns_find(pb_arena *a, const pb_fc_days *d, const pb_fc_clean *c, pb_fc_turns *ret)
{
    watch w = {0};
    pb_fc_turns r = {0};
    if (!allocate(a, (size_t)d->n_slots, &w, &r))
        return PB_ERR_NOMEM;
    int learnt = 0;
    for (int t = 0; t < d->n_past; t++) {
        if (!c->use[t])
            continue;
        const double *y = c->contacts + (size_t)t * w.n_slots;
        const double gain = exp2(t / half_life_days);
        if (learnt >= LEARN_DAYS && expect(&w, y, c->weekdays[t]))
            look(&w, c, t, gain, &r);
        learn(&w, y, c->weekdays[t], gain);
        learnt++;
    }
    *ret = r;
    return PB_OK;
}
