/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "forecast/special.h"

#include <stdlib.h>

static int ascending(const void *a, const void *b)
{
    const double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

static double median(double *v, int n)
{
    qsort(v, (size_t)n, sizeof *v, ascending);
    return n % 2 ? v[n / 2] : 0.5 * (v[n / 2 - 1] + v[n / 2]);
}

/* The kinds' pools: median of the open ones, share of closures; both drawn to "no effect" by one.
 */
static void pool_kinds(pb_fc_effects *e, double *work)
{
    for (int kind = 0; kind < PB_FC_N_KINDS; kind++)
        for (int rest = 0; rest < 2; rest++) {
            int n = 0, all = 0;
            for (int i = 0; i < e->n; i++) {
                const pb_fc_seen_special *x = &e->seen[i];
                if (x->kind != kind || x->rest != rest)
                    continue;
                all++;
                if (!x->shut)
                    work[n++] = x->log_ratio;
            }
            e->pool[kind][rest] = n ? median(work, n) * n / (n + 1.0) : 0;
            e->pool_shut[kind][rest] = (all - n) / (all + 1.0);
            double dev = 0;
            for (int i = 0; i < n; i++)
                dev += fabs(work[i] - e->pool[kind][rest]);
            e->spread[kind][rest] = n >= 3 ? 1.2533 * dev / n : 0.25;
        }
}

pb_status pb_fc_effects_learn(pb_arena *a, const pb_fc_days *d, const pb_fc_clean *c,
                              const pb_fc_season *s, const bool rest[7], pb_fc_effects *ret)
{
    pb_fc_effects e = {0};
    int n = 0;
    for (int t = 0; t < d->n_past; t++)
        n += d->labels[t].kind != PB_FC_ORDINARY;
    e.seen = PB_NEW_ARRAY(a, (size_t)n + 1, pb_fc_seen_special);
    double *work = PB_NEW_ARRAY(a, (size_t)n + 1, double);
    if (!e.seen || !work)
        return PB_ERR_NOMEM;
    const int first_weekday = pb_date_weekday(d->first);
    for (int t = 14; t < d->n_past; t++) {
        const pb_fc_label *l = &d->labels[t];
        if (l->kind == PB_FC_ORDINARY || l->kind == PB_FC_CLOSED || !c->observed[t])
            continue;
        const double usual = pb_fc_season_usual(s, t, l->weekday);
        if (usual < 1)
            continue;
        e.seen[e.n++] = (pb_fc_seen_special){l->kind,
                                             rest[(first_weekday + t) % 7],
                                             l->offset,
                                             l->name,
                                             log((c->totals[t] + 0.5) / (usual + 0.5)),
                                             c->totals[t] < 0.03 * usual,
                                             t};
    }
    for (int w = 0; w < 7; w++)
        e.rest[w] = rest[w];
    pool_kinds(&e, work);
    *ret = e;
    return PB_OK;
}

/* Sums over what was seen of a name: weight, log ratios of the open ones, closures. */
typedef struct tally {
    double n, open, log_sum, shut;
} tally;

static void count_one(tally *t, const pb_fc_seen_special *x)
{
    t->n++;
    if (x->shut) {
        t->shut++;
    } else {
        t->open++;
        t->log_sum += x->log_ratio;
    }
}

double pb_fc_effect(const pb_fc_effects *e, const pb_fc_label *l, int calendar_weekday, int before,
                    double *ret_cv)
{
    if (ret_cv)
        *ret_cv = 0;
    if (l->kind == PB_FC_CLOSED)
        return 0;
    if (l->kind == PB_FC_ORDINARY)
        return isnan(l->uplift) ? 1 : l->uplift;
    const int rest = e->rest[calendar_weekday];
    tally name = {0}, place = {0};
    for (int i = 0; i < e->n && l->name >= 0; i++) {
        const pb_fc_seen_special *x = &e->seen[i];
        if (x->day >= before || x->kind != l->kind || x->name != l->name || x->rest != rest)
            continue;
        count_one(&name, x);
        if (x->offset == l->offset)
            count_one(&place, x);
    }
    const bool given = !isnan(l->uplift) && l->uplift > 0;
    const double prior = given ? log(l->uplift) : e->pool[l->kind][rest];
    const double prior_n = given ? 3 : 1;
    double log_ratio = (name.log_sum + prior_n * prior) / (name.open + prior_n);
    log_ratio = (place.log_sum + log_ratio) / (place.open + 1);
    const double shut =
        (place.shut + (name.shut + e->pool_shut[l->kind][rest]) / (name.n + 1)) / (place.n + 1);
    if (ret_cv)
        *ret_cv = e->spread[l->kind][rest] * (shut > 0.5 ? 0 : 1);
    if (!given && shut > 0.5)
        return 0.001;
    return exp(log_ratio);
}
