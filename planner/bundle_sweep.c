/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Sweeps over the kinds of the proximal master: shares move from the dearest column in use to the cheapest,
 * as far as pays (block coordinate descent over simplices; the smoothed cost is convex and differentiable). */
#include "planner/bundle.h"

#include <string.h>

enum { MOVES = 4, SECANTS = 3 };

/* Sums of unit prices for a class of traits. */
static void unit_prices(bundle *b, uint64_t traits)
{
    const pb_problem *p = b->e->p;
    double sum = 0;
    b->unit[0] = 0;
    for (int32_t u = 0; u < p->n_units; u++) {
        for (int32_t r = p->unit_row[u]; r < p->unit_row[u + 1]; r++)
            sum += pb_row_sign(&p->rows[r], traits) * b->y[r];
        b->unit[u + 1] = sum;
    }
}

static double span_price(const bundle *b, const pb_unit_span *s)
{
    return b->unit[s->first + s->n] - b->unit[s->first];
}

static double cell_price(const bundle *b, int32_t day, pb_choice c)
{
    const pb_problem *p = b->e->p;
    const pb_cell_cover *cell = &p->cells[(size_t)day * (size_t)p->n_choices + (size_t)c.choice];
    double sum = 0;
    for (int32_t i = 0; i < cell->n_spans; i++)
        sum += span_price(b, &p->spans[cell->first_span + i]);
    int32_t rest = c.holes;
    for (int32_t g = 0; g < cell->n_groups; g++) {
        const pb_break_group *group = &p->groups[cell->first_group + g];
        sum -= span_price(b, &p->holes[group->first + rest % group->n]);
        rest /= group->n;
    }
    return sum;
}

static void column_prices(const bundle *b, bundle_kind *k)
{
    int32_t nd = b->e->p->n_days;
    for (int32_t j = 0; j < k->n_columns; j++) {
        const pb_choice *days = k->days + (size_t)j * (size_t)nd;
        const double *use = k->use + (size_t)j * (size_t)k->n_windows;
        double v = k->own[j];
        for (int32_t d = 0; d < nd; d++)
            v -= days[d].choice == PB_CHOICE_OFF ? 0.0 : cell_price(b, d, days[d]);
        for (int32_t w = 0; w < k->n_windows; w++)
            v -= b->y[k->row0 + w] * use[w];
        k->price[j] = v;
    }
}

/* Rows that a cell covers get `by` in b->change and go onto the list when they are new there. */
static void span_mark(bundle *b, uint64_t traits, const pb_unit_span *s, int by, int32_t *n)
{
    const pb_problem *p = b->e->p;
    for (int32_t r = p->unit_row[s->first]; r < p->unit_row[s->first + s->n]; r++) {
        int sign = pb_row_sign(&p->rows[r], traits);
        if (sign == 0)
            continue;
        if (b->listed[r] == 0) {
            b->listed[r] = 1;
            b->touched[(*n)++] = r;
        }
        b->change[r] += by * sign;
    }
}

static void cell_mark(bundle *b, uint64_t traits, int32_t day, pb_choice c, int by, int32_t *n)
{
    const pb_problem *p = b->e->p;
    const pb_cell_cover *cell = &p->cells[(size_t)day * (size_t)p->n_choices + (size_t)c.choice];
    for (int32_t i = 0; i < cell->n_spans; i++)
        span_mark(b, traits, &p->spans[cell->first_span + i], by, n);
    int32_t rest = c.holes;
    for (int32_t g = 0; g < cell->n_groups; g++) {
        const pb_break_group *group = &p->groups[cell->first_group + g];
        span_mark(b, traits, &p->holes[group->first + rest % group->n], -by, n);
        rest /= group->n;
    }
}

/* What a share moved from column `from` to `to` changes: rows (b->touched, b->delta) and own cost. */
typedef struct shift {
    int32_t n;
    double own, slope, most;
} shift;

static void shift_make(bundle *b, const bundle_kind *k, int32_t from, int32_t to, shift *s)
{
    int32_t nd = b->e->p->n_days, n = 0, kept = 0;
    uint64_t traits = b->e->p->people[k->person].traits;
    const pb_choice *x = k->days + (size_t)from * (size_t)nd, *z = k->days + (size_t)to * (size_t)nd;
    for (int32_t d = 0; d < nd; d++) {
        if (x[d].choice == z[d].choice && x[d].holes == z[d].holes)
            continue;
        cell_mark(b, traits, d, x[d], -1, &n);
        cell_mark(b, traits, d, z[d], 1, &n);
    }
    for (int32_t i = 0; i < n; i++) {
        int32_t r = b->touched[i];
        if (b->change[r] != 0) {
            b->touched[kept] = r;
            b->delta[kept++] = b->change[r];
        }
        b->change[r] = 0;
        b->listed[r] = 0;
    }
    const double *ux = k->use + (size_t)from * (size_t)k->n_windows, *uz = k->use + (size_t)to * (size_t)k->n_windows;
    for (int32_t w = 0; w < k->n_windows; w++)
        if (fabs(uz[w] - ux[w]) > 0.5) {
            b->touched[kept] = k->row0 + w;
            b->delta[kept++] = uz[w] - ux[w];
        }
    *s = (shift){.n = kept, .own = k->own[to] - k->own[from], .slope = k->price[to] - k->price[from],
                 .most = k->share[from]};
}

/* Derivative of the smoothed cost after a move of that size. */
static double slope_at(const bundle *b, const shift *s, double size)
{
    double sum = s->own;
    for (int32_t i = 0; i < s->n; i++) {
        int32_t r = b->touched[i];
        sum -= b->delta[i] * bundle_price(b, r, b->v[r] + size * b->delta[i]);
    }
    return sum;
}

/* How far to move: all of it where that still pays at the end, else near the zero of the slope. */
static double step_size(const bundle *b, const shift *s)
{
    double lo = 0, hi = s->most, at_lo = s->slope, at_hi = slope_at(b, s, hi);
    if (at_hi <= 0)
        return hi;
    for (int i = 0; i < SECANTS; i++) {
        double x = lo + (hi - lo) * at_lo / (at_lo - at_hi), f = slope_at(b, s, x);
        if (f <= 0) {
            lo = x;
            at_lo = f;
        } else {
            hi = x;
            at_hi = f;
        }
        if (fabs(f) < 0.05 * -s->slope)
            break;
    }
    return lo > 0 ? lo : 0.5 * hi;
}

/* One move within a kind; what it gains about. */
static double move(bundle *b, bundle_kind *k)
{
    int32_t from = -1, to = 0;
    for (int32_t j = 0; j < k->n_columns; j++) {
        if (k->share[j] > 1e-9 && (from < 0 || k->price[j] > k->price[from]))
            from = j;
        if (k->price[j] < k->price[to])
            to = j;
    }
    if (from < 0 || k->price[from] - k->price[to] < 1e-7)
        return 0;
    shift s;
    shift_make(b, k, from, to, &s);
    double size = step_size(b, &s);
    for (int32_t i = 0; i < s.n; i++) {
        int32_t r = b->touched[i];
        b->v[r] += size * b->delta[i];
        b->y[r] = bundle_price(b, r, b->v[r]);
    }
    b->own += size * s.own;
    k->share[from] = size >= s.most ? 0 : k->share[from] - size;
    k->share[to] += size;
    return 0.5 * size * -s.slope;
}

void bundle_sweep(bundle *b, double enough, int n)
{
    for (int i = 0; i < n && !eng_over(b->e); i++) {
        double gain = 0;
        for (int32_t kind = 0; kind < b->kinds.n; kind++) {
            bundle_kind *k = &b->kind[kind];
            for (int m = 0; m < MOVES && k->n_columns > 1; m++) {
                unit_prices(b, b->e->p->people[k->person].traits);
                column_prices(b, k);
                double won = move(b, k);
                gain += won;
                if (won < enough / (4.0 * b->kinds.n))
                    break;
            }
        }
        if (gain < enough)
            return;
    }
}
