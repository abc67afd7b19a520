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

/* How much of a mean of n values is more than chance, 0 … 1: the positive-part rule of James &
 * Stein for one mean, one value of deviation 0.1 added. */
static double beyond_chance(const double *v, int n)
{
    double mean = 0, squares = 0.01;
    for (int i = 0; i < n; i++)
        mean += v[i] / n;
    for (int i = 0; i < n; i++)
        squares += (v[i] - mean) * (v[i] - mean);
    const double noise = n ? squares / n / n : INFINITY;
    return noise < mean * mean ? 1 - noise / (mean * mean) : 0;
}

/* A kind's pool: median of the open ones, share of closures; both drawn to "no effect" by one.
 * The day before a holiday is mostly like any other: its effect must be beyond chance. */
static void pool_kind(pb_fc_effects *e, int kind, int rest, double *work)
{
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
    if (kind == PB_FC_BEFORE)
        e->pool[kind][rest] *= beyond_chance(work, n);
    e->pool_shut[kind][rest] = (all - n) / (all + 1.0);
    double dev = 0;
    for (int i = 0; i < n; i++)
        dev += fabs(work[i] - e->pool[kind][rest]);
    e->spread[kind][rest] = n >= 3 ? 1.2533 * dev / n : 0.25;
}

static void pool_kinds(pb_fc_effects *e, double *work)
{
    for (int kind = 0; kind < PB_FC_N_KINDS; kind++)
        for (int rest = 0; rest < 2; rest++)
            pool_kind(e, kind, rest, work);
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
        /* an uplift that is given is no news; events alone are learnt beside it */
        const double given = l->kind == PB_FC_EVENT || isnan(l->uplift) ? 1 : l->uplift;
        const double usual = given * pb_fc_season_usual(s, t, l->weekday);
        if (usual < 1)
            continue;
        e.seen[e.n++] = (pb_fc_seen_special){l->kind,
                                             rest[(first_weekday + t) % 7],
                                             l->offset,
                                             l->name,
                                             log((c->totals[t] + 0.5) / (usual + 0.5)),
                                             c->totals[t] < 0.03 * usual,
                                             t,
                                             c->totals[t],
                                             usual};
    }
    for (int w = 0; w < 7; w++)
        e.rest[w] = rest[w];
    pool_kinds(&e, work);
    *ret = e;
    return PB_OK;
}

/* Sums over what was seen of a name: weight, log ratios of the open ones, closures. */
typedef struct tally {
    double n, open, shut, sum, usual;
} tally;

static void count_one(tally *t, const pb_fc_seen_special *x)
{
    t->n++;
    if (x->shut) {
        t->shut++;
    } else {
        t->open++;
        t->sum += x->total;
        t->usual += x->usual;
    }
}

/* Ratio of sums, drawn to the factor `prior` by the weight of n mean days. */
static double drawn(const tally *t, double n, double prior)
{
    const double mean = t->open > 0 ? t->usual / t->open : 1;
    return (t->sum + n * mean * prior) / (t->usual + n * mean);
}

/* What was seen of a label's name on days like it, and of its place in the run. */
static void collect(const pb_fc_effects *e, const pb_fc_label *l, int rest, int before, tally *name,
                    tally *place)
{
    for (int i = 0; i < e->n && l->name >= 0; i++) {
        const pb_fc_seen_special *x = &e->seen[i];
        if (x->day >= before || x->kind != l->kind || x->name != l->name || x->rest != rest)
            continue;
        count_one(name, x);
        if (x->offset == l->offset)
            count_one(place, x);
    }
}

/* What to believe of a kind of day before its name has been seen, and the weight of that in days.
 * The team's experience counts the more, the fewer contacts this queue's own days are told by. */
typedef struct belief {
    double factor, shut, days;
} belief;

static belief believe(const pb_fc_effects *e, const pb_fc_label *l, int calendar_weekday,
                      int before, const tally *name)
{
    const int rest = e->rest[calendar_weekday];
    if (l->kind == PB_FC_EVENT && !isnan(l->uplift))
        return (belief){l->uplift, 0, 3};
    if (!e->group)
        return (belief){exp(e->pool[l->kind][rest]), e->pool_shut[l->kind][rest], 1};
    const double f = pb_fc_effect(e->group, l, calendar_weekday, before, NULL);
    const double mean = name->open > 0 ? name->usual / name->open : 10;
    return (belief){f, f < 0.01 ? 1 : 0, 1 + 100 / mean};
}

double pb_fc_effect(const pb_fc_effects *e, const pb_fc_label *l, int calendar_weekday, int before,
                    double *ret_cv)
{
    double cv;
    if (!ret_cv)
        ret_cv = &cv;
    *ret_cv = 0;
    const double uplift = isnan(l->uplift) ? 1 : l->uplift;
    if (l->kind == PB_FC_CLOSED || l->kind == PB_FC_ORDINARY)
        return l->kind == PB_FC_CLOSED ? 0 : uplift;
    const int rest = e->rest[calendar_weekday];
    tally name = {0}, place = {0};
    collect(e, l, rest, before, &name, &place);
    const belief b = believe(e, l, calendar_weekday, before, &name);
    const double name_shut = (name.shut + b.shut) / (name.n + 1);
    if ((place.shut + name_shut) / (place.n + 1) > 0.5) {
        *ret_cv = 1;
        return 0.001;
    }
    *ret_cv = e->spread[l->kind][rest];
    const double learnt = drawn(&place, 1, drawn(&name, b.days, b.factor));
    return l->kind == PB_FC_EVENT ? learnt : learnt * uplift;
}
