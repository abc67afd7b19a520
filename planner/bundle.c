/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The proximal master's columns and the moves of shares between them. */
#include "planner/bundle.h"

#include <string.h>

enum { IDLE = 12 };

/* --- making --- */

static bool window_binds(const pb_window *w)
{
    return w->min > 0 || w->max < PB_NO_LIMIT || (w->under_price > 0 && w->soft_min > 0) ||
           (w->over_price > 0 && w->soft_max < PB_NO_LIMIT);
}

static int32_t top_use(const pb_problem *p, const pb_resource *r)
{
    int32_t top = 1;
    for (int32_t c = 0; c < p->n_choices; c++)
        top = r->use[c] > top ? r->use[c] : top;
    return top;
}

static void window_make(const bundle *b, const bundle_kind *k, int32_t r, int32_t w, bundle_window *ret,
                        double *ret_weight)
{
    const pb_problem *p = b->e->p;
    const pb_person *q = &p->people[k->person];
    const pb_window *s = &q->resources[r].windows[w];
    double most = (double)top_use(p, &q->resources[r]) * (s->last - s->first + 1), m = k->copies;
    double max = s->max < most ? s->max : most, soft_max = s->soft_max < max ? s->soft_max : max;
    int32_t lowest, highest, top = top_use(p, &q->resources[r]);
    double unit = (double)b->e->scale * pb_use_gcd(p, &q->resources[r]);
    pb_multiplier_range(p, q, r, b->e->scale, p->n_days, &lowest, &highest);
    *ret = (bundle_window){.r = r, .w = w, .min = m * s->min, .max = m * max,
                           .soft_min = m * (s->soft_min < max ? s->soft_min : max), .soft_max = m * soft_max,
                           .under = s->under_price, .over = s->over_price,
                           .lowest = -(double)highest / unit, .highest = -(double)lowest / unit};
    *ret_weight = b->e->unit / ((double)top * top * (1.0 + sqrt(m * max / top)));
}

/* Rows of what a kind's programme does not track. */
static void kind_windows(bundle *b, bundle_kind *k, int32_t *n)
{
    const pb_problem *p = b->e->p;
    const pb_person *q = &p->people[k->person];
    k->row0 = p->n_rows + *n;
    k->windows = b->windows + *n;
    for (int32_t r = 0; r < q->n_resources; r++)
        for (int32_t w = 0; !(k->tracked >> r & 1) && w < q->resources[r].n_windows; w++)
            if (window_binds(&q->resources[r].windows[w])) {
                window_make(b, k, r, w, &b->windows[*n], &b->weight[p->n_rows + *n]);
                ++*n;
            }
    k->n_windows = p->n_rows + *n - k->row0;
}

static pb_status kind_make(bundle *b, pb_arena *a, int32_t i)
{
    const pb_problem *p = b->e->p;
    bundle_kind *k = &b->kind[i];
    int32_t more = b->e->loose ? 2 * k->n_windows : 0;
    k->room = BUNDLE_COLUMNS + (more < BUNDLE_MORE ? more : BUNDLE_MORE);
    size_t n = (size_t)k->room;
    k->own = PB_NEW_ARRAY(a, n, double);
    k->share = PB_NEW_ARRAY(a, n, double);
    k->price = PB_NEW_ARRAY(a, n, double);
    k->idle = PB_NEW_ARRAY(a, n, int32_t);
    k->days = PB_NEW_ARRAY(a, n * (size_t)p->n_days, pb_choice);
    k->use = PB_NEW_ARRAY(a, n * (size_t)k->n_windows, double);
    return k->own == NULL || k->share == NULL || k->price == NULL || k->idle == NULL || k->days == NULL ||
                   k->use == NULL ? PB_ERR_NOMEM : PB_OK;
}

static pb_status rows_make(bundle *b, pb_arena *a, size_t n)
{
    const pb_problem *p = b->e->p;
    b->v = PB_NEW_ARRAY(a, n, double);
    b->y = PB_NEW_ARRAY(a, n, double);
    b->centre = PB_NEW_ARRAY(a, n, double);
    b->weight = PB_NEW_ARRAY(a, n, double);
    b->touched = PB_NEW_ARRAY(a, n, int32_t);
    b->delta = PB_NEW_ARRAY(a, n, double);
    b->listed = PB_NEW_ARRAY(a, (size_t)p->n_rows, uint8_t);
    b->change = PB_NEW_ARRAY(a, (size_t)p->n_rows, int32_t);
    b->unit = PB_NEW_ARRAY(a, (size_t)p->n_units + 1, double);
    b->windows = PB_NEW_ARRAY(a, n - (size_t)p->n_rows + 1, bundle_window);
    if (b->v == NULL || b->y == NULL || b->centre == NULL || b->weight == NULL || b->touched == NULL ||
        b->delta == NULL || b->listed == NULL || b->change == NULL || b->unit == NULL || b->windows == NULL)
        return PB_ERR_NOMEM;
    for (int32_t r = 0; r < p->n_rows; r++)
        b->weight[r] = b->e->unit / (1.0 + sqrt(fabs((double)p->rows[r].need)));
    return PB_OK;
}

/* The most that fits a table of max_cells, tried at no prices: resources are dropped from the last on. */
static pb_status choose_tracked(bundle *b, bundle_kind *k, size_t max_cells)
{
    engine *e = b->e;
    eng_worker *w = &e->workers[0];
    pb_view v;
    pb_view_whole(e->p, k->person, &v);
    pb_pricing how = {.mask = e->p->people[k->person].allowed, .cost = e->zero, .scale = e->scale,
                      .max_cells = max_cells};
    k->tracked = pb_tracked_first(&e->p->people[k->person]);
    for (;;) {
        pb_priced got;
        pb_status st = pb_pricer_relaxed(w->dp, e->p, &v, &how, k->tracked, k->multiplier, &got, w->choices);
        if (st != PB_ERR_LIMIT)
            return st;
        if (k->tracked == 0)
            return PB_OK; /* the least there is */
        k->tracked &= ~((uint64_t)1 << (63 - __builtin_clzll(k->tracked)));
    }
}

pb_status bundle_make(engine *e, pb_arena *a, size_t max_cells, bundle *ret)
{
    const pb_problem *p = e->p;
    bundle b = {.e = e, .t = 1.0};
    pb_status st = eng_kinds_make(e, a, &b.kinds);
    b.kind = st == PB_OK ? PB_NEW_ARRAY(a, (size_t)b.kinds.n, bundle_kind) : NULL;
    if (b.kind == NULL)
        return PB_ERR_NOMEM;
    size_t rows = (size_t)p->n_rows;
    for (int32_t i = 0; i < b.kinds.n && st == PB_OK; i++) {
        bundle_kind *k = &b.kind[i];
        const pb_person *q = &p->people[b.kinds.first[i]];
        k->person = b.kinds.first[i];
        k->copies = b.kinds.copies[i];
        size_t windows = (size_t)pb_window_offset(q, q->n_resources);
        k->multiplier = PB_NEW_ARRAY(a, windows + 1, int32_t);
        st = k->multiplier == NULL ? PB_ERR_NOMEM : choose_tracked(&b, k, max_cells);
        rows += windows;
    }
    if (st == PB_OK)
        st = rows_make(&b, a, rows);
    int32_t n = 0;
    for (int32_t i = 0; i < b.kinds.n && st == PB_OK; i++) {
        kind_windows(&b, &b.kind[i], &n);
        st = kind_make(&b, a, i);
    }
    b.n_rows = p->n_rows + n;
    *ret = b;
    return st;
}

/* --- columns --- */

static uint64_t traits_of(const bundle *b, const bundle_kind *k)
{
    return b->e->p->people[k->person].traits;
}

/* What the days cost by themselves, without windows that are not tracked; uses of those. */
static double own_cost(bundle *b, const bundle_kind *k, const pb_choice *days, double *use)
{
    engine *e = b->e;
    const pb_problem *p = e->p;
    const pb_person *q = &p->people[k->person];
    int16_t *choices = e->workers[0].choices;
    pb_view v;
    int64_t broken;
    pb_view_whole(p, k->person, &v);
    for (int32_t d = 0; d < p->n_days; d++)
        choices[d] = days[d].choice;
    double sum = (double)pb_view_cost(p, &v, e->zero, 1, choices, &broken);
    for (int32_t i = 0; i < k->n_windows; i++) {
        const pb_window *w = &q->resources[k->windows[i].r].windows[k->windows[i].w];
        double n = (double)pb_view_window_use(p, &v, k->windows[i].r, k->windows[i].w, choices);
        use[i] = n;
        if (n < w->soft_min)
            sum -= (w->soft_min - n) * w->under_price;
        else if (w->soft_max < PB_NO_LIMIT && n > w->soft_max)
            sum -= (n - w->soft_max) * w->over_price;
    }
    return sum;
}

static bool same_days(const pb_choice *a, const pb_choice *b, int32_t n)
{
    return memcmp(a, b, (size_t)n * sizeof *a) == 0;
}

/* A place for a new column: a fresh one, or that of the least share, which goes to the cheapest column. */
static int32_t place_for(bundle_kind *k)
{
    if (k->n_columns < k->room)
        return k->n_columns++;
    int32_t least = 0, heir;
    for (int32_t j = 1; j < k->n_columns; j++)
        if (k->share[j] < k->share[least] || (k->share[j] <= k->share[least] && k->idle[j] > k->idle[least]))
            least = j;
    heir = least == 0 ? 1 : 0;
    for (int32_t j = 0; j < k->n_columns; j++)
        if (j != least && k->share[j] > k->share[heir])
            heir = j;
    k->share[heir] += k->share[least];
    return least;
}

void bundle_add(bundle *b, int32_t kind, const pb_choice *days, double share)
{
    bundle_kind *k = &b->kind[kind];
    int32_t nd = b->e->p->n_days, j = 0;
    while (j < k->n_columns && !same_days(k->days + (size_t)j * (size_t)nd, days, nd))
        j++;
    if (j < k->n_columns) {
        k->share[j] += share;
        return;
    }
    j = place_for(k);
    memcpy(k->days + (size_t)j * (size_t)nd, days, (size_t)nd * sizeof *days);
    k->own[j] = own_cost(b, k, days, k->use + (size_t)j * (size_t)k->n_windows);
    k->share[j] = share;
    k->idle[j] = 0;
}

void bundle_prune(bundle *b)
{
    int32_t nd = b->e->p->n_days;
    for (int32_t i = 0; i < b->kinds.n; i++) {
        bundle_kind *k = &b->kind[i];
        int32_t to = 0;
        for (int32_t j = 0; j < k->n_columns; j++) {
            k->idle[j] = k->share[j] > 1e-9 ? 0 : k->idle[j] + 1;
            if (k->idle[j] > IDLE)
                continue;
            if (to != j) {
                k->own[to] = k->own[j];
                k->share[to] = k->share[j];
                k->idle[to] = k->idle[j];
                memcpy(k->days + (size_t)to * (size_t)nd, k->days + (size_t)j * (size_t)nd, (size_t)nd * sizeof *k->days);
                memcpy(k->use + (size_t)to * (size_t)k->n_windows, k->use + (size_t)j * (size_t)k->n_windows,
                       (size_t)k->n_windows * sizeof *k->use);
            }
            to++;
        }
        k->n_columns = to;
    }
}

/* --- shares --- */

static void span_add(const pb_problem *p, uint64_t traits, const pb_unit_span *s, double by, double *v)
{
    for (int32_t r = p->unit_row[s->first]; r < p->unit_row[s->first + s->n]; r++)
        v[r] += by * pb_row_sign(&p->rows[r], traits);
}

static void cell_add(const pb_problem *p, uint64_t traits, int32_t day, pb_choice c, double by, double *v)
{
    const pb_cell_cover *cell = &p->cells[(size_t)day * (size_t)p->n_choices + (size_t)c.choice];
    for (int32_t i = 0; i < cell->n_spans; i++)
        span_add(p, traits, &p->spans[cell->first_span + i], by, v);
    int32_t rest = c.holes;
    for (int32_t g = 0; g < cell->n_groups; g++) {
        const pb_break_group *group = &p->groups[cell->first_group + g];
        span_add(p, traits, &p->holes[group->first + rest % group->n], -by, v);
        rest /= group->n;
    }
}

void bundle_refresh(bundle *b)
{
    const pb_problem *p = b->e->p;
    memset(b->v, 0, (size_t)b->n_rows * sizeof *b->v);
    b->own = 0;
    for (int32_t i = 0; i < b->kinds.n; i++) {
        bundle_kind *k = &b->kind[i];
        for (int32_t j = 0; j < k->n_columns; j++) {
            double share = k->share[j];
            if (share <= 0)
                continue;
            b->own += share * k->own[j];
            for (int32_t d = 0; d < p->n_days; d++)
                cell_add(p, traits_of(b, k), d, k->days[(size_t)j * (size_t)p->n_days + (size_t)d], share, b->v);
            for (int32_t w = 0; w < k->n_windows; w++)
                b->v[k->row0 + w] += share * k->use[(size_t)j * (size_t)k->n_windows + (size_t)w];
        }
    }
    for (int32_t r = 0; r < b->n_rows; r++)
        b->y[r] = bundle_price(b, r, b->v[r]);
}
