/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "planner/even_parts.h"

#include <math.h>
#include <string.h>

/* Of one pair: walks, steps of each; the heat at the beginning and at the end and what a broken rule counts, by the dearest share's price. */
enum { WALKS = 2, STEPS = 2500, SHORT = 3, PARTNERS = 20 };
static const double HOT = 3, COLD = 0.05, BROKEN = 50;
static const double LEAST = 1e-6;

typedef struct walk {
    pb_equals *e;
    int32_t a, b;
    double price;      /* of the dearest share */
    double now;        /* the value of the state */
    double best;       /* of the best one that may be made; 0: none */
    int32_t *best_day; /* [n_days] */
} walk;

static double dearest(const pb_instance *in)
{
    pb_money most = 1;
    for (int32_t i = 0; i < in->n_fair; i++)
        most = in->fair[i].price > most ? in->fair[i].price : most;
    return (double)most;
}

/* The other one has the day. */
static void flip(walk *w, int32_t d)
{
    pb_even_pair *t = &w->e->try;
    int32_t x = t->line_a[d];

    if (!pb_even_may(w->e, w->a, w->b, d))
        return;
    t->day[d] = !t->day[d];
    t->line_a[d] = t->line_b[d];
    t->line_b[d] = x;
}

static void flip_all(walk *w, int32_t d0, int32_t d1)
{
    for (int32_t d = d0; d < d1; d++)
        flip(w, d);
}

/* The value of the state; remembered where it may be made and is the best. INFINITY: it concerns others. */
static double value(walk *w)
{
    pb_equals *e = w->e;
    pb_line_sum s;
    double v;

    if (!pb_even_shares(e))
        return INFINITY;
    s = pb_even_judge(e);
    v = (double)s.soft + e->try.spread + (s.hard > 0 ? BROKEN * w->price * (double)s.hard / 1000 : 0);
    if (s.hard <= 0 && s.soft <= 0 && e->try.spread < -LEAST && v < w->best) {
        w->best = v;
        memcpy(w->best_day, e->try.day, (size_t)e->in->n_days * sizeof *w->best_day);
    }
    return v;
}

typedef struct stretch {
    int32_t d0, d1;
} stretch;

static stretch any_stretch(walk *w)
{
    int32_t n = w->e->in->n_days, d0 = (int32_t)pb_rng_below(&w->e->rng, (uint64_t)n);
    int32_t len = 1 + (int32_t)pb_rng_below(&w->e->rng, pb_rng_below(&w->e->rng, 8) ? SHORT : (uint64_t)n);
    return (stretch){d0, d0 + len < n ? d0 + len : n};
}

/* Paid minutes that a has more than b in the stretch. */
static int32_t surplus(const walk *w, stretch x)
{
    const pb_even_pair *t = &w->e->try;
    const pb_alt *alts = w->e->in->alts;
    int32_t m = 0;

    for (int32_t d = x.d0; d < x.d1; d++)
        if (pb_even_may(w->e, w->a, w->b, d))
            m += alts[t->line_a[d]].paid_min - alts[t->line_b[d]].paid_min;
    return m;
}

/* One stretch, and where hours would move with it another one that takes them back: hours are dear. */
static void step(walk *w, double heat)
{
    stretch x = any_stretch(w), y = {0, 0};
    int32_t m = surplus(w, x);
    double v;

    for (int i = 0; m != 0 && i < PARTNERS; i++) {
        y = any_stretch(w);
        if ((y.d1 <= x.d0 || x.d1 <= y.d0) && surplus(w, y) == -m)
            break;
        y.d1 = y.d0;
    }
    if (m != 0 && y.d0 == y.d1)
        return;
    flip_all(w, x.d0, x.d1);
    flip_all(w, y.d0, y.d1);
    v = value(w);
    if (v <= w->now || pb_rng_unit(&w->e->rng) < exp((w->now - v) / heat)) {
        w->now = v;
        return;
    }
    flip_all(w, x.d0, x.d1);
    flip_all(w, y.d0, y.d1);
}

bool pb_even_anneal(pb_equals *e, int32_t a, int32_t b)
{
    walk w = {.e = e, .a = a, .b = b, .price = dearest(e->in), .best_day = e->best_day};
    double cooling = pow(COLD / HOT, 1.0 / STEPS);

    for (int i = 0; i < WALKS && w.best >= 0 && e->left > 0; i++) {
        double heat = HOT * w.price;
        pb_even_begin(e, a, b);
        w.now = 0;
        for (int k = 0; k < STEPS && e->left > 0; k++) {
            step(&w, heat);
            heat *= cooling;
        }
    }
    if (w.best >= 0)
        return false;
    pb_even_begin(e, a, b);
    for (int32_t d = 0; d < e->in->n_days; d++)
        if (w.best_day[d])
            flip(&w, d);
    if (!pb_even_shares(e))
        return false;
    pb_even_make(e, pb_even_judge(e));
    return true;
}
