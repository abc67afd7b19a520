/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Whose days and which days a neighbourhood sets free. */
#include "planner/lns_parts.h"

#include <string.h>

static void choose_people(const engine *e, task *t, int32_t n, pb_rng *rng, int32_t *order)
{
    int32_t all = e->p->n_people;
    for (int32_t i = 0; i < all; i++)
        order[i] = i;
    for (int32_t i = 0; i < n; i++) {
        int32_t k = i + (int32_t)pb_rng_below(rng, (uint64_t)(all - i)), x = order[i];
        order[i] = order[k];
        order[k] = x;
    }
    memcpy(t->person, order, (size_t)n * sizeof *order);
    t->n = n;
}

static int32_t rounded(double size, pb_rng *rng, int32_t most)
{
    int32_t n = (int32_t)(size + pb_rng_unit(rng));
    return n < 1 ? 1 : n > most ? most : n;
}

/* Complementary slackness: a row whose count is not the cheapest at the price that the bound gives it shows where
 * the roster loses. */
void lns_measure_slack(search *q)
{
    const engine *e = q->e;
    const pb_problem *p = e->p;
    if (q->slack_at == e->best.cost)
        return;
    q->slack_at = e->best.cost;
    q->all_slack = 0;
    for (int32_t d = 0; d < p->n_days && e->have_root_y; d++) {
        int32_t u0, u1;
        int64_t sum = 0;
        pb_units_of_days(p, d, d + 1, &u0, &u1);
        for (int32_t r = u0 < u1 ? p->unit_row[u0] : 0; u0 < u1 && r < p->unit_row[u1]; r++) {
            int64_t y = e->root_y[r], n = e->best.count[r];
            sum += pb_row_cost(p, &p->rows[r], n) * e->scale + y * n - pb_row_conjugate(p, &p->rows[r], e->scale, (int32_t)y, 0);
        }
        q->slack[d] = (double)sum;
        q->all_slack += (double)sum;
    }
}

/* Where a window of that many of the days lo … hi - 1 begins: anywhere, or where it holds a day drawn by its slack. */
static int32_t choose_begin(const search *q, int32_t lo, int32_t hi, int32_t width, pb_rng *rng)
{
    int32_t last = hi - width, day = lo;
    double all = 0;
    for (int32_t d = lo; d < hi; d++)
        all += q->slack[d];
    if (all <= 0 || pb_rng_below(rng, 2) == 0)
        return lo + (int32_t)pb_rng_below(rng, (uint64_t)(last - lo) + 1);
    for (double at = pb_rng_unit(rng) * all; day + 1 < hi && at >= q->slack[day]; day++)
        at -= q->slack[day];
    int32_t begin = day - (int32_t)pb_rng_below(rng, (uint64_t)width);
    return begin < lo ? lo : begin > last ? last : begin;
}

/* How many windows share the days: one as often as several; a third of those are more than two. */
static int32_t choose_blocks(const engine *e, int32_t width, pb_rng *rng)
{
    if (!eng_uses(e, PB_PART_PAIRS) || width < 2 * LEAST_BLOCK - 2 || e->p->n_days < 2 * width || pb_rng_below(rng, 2) == 0)
        return 1;
    int32_t most = width / LEAST_BLOCK;
    return most > 2 && pb_rng_below(rng, 3) == 0 ? 3 + (int32_t)pb_rng_below(rng, (uint64_t)most - 2) : 2;
}

/* Which days are free; the task's range is cut to them. Days between windows cost little, but not nothing: mostly
 * near; one in six anywhere, or what is used up at one end of a year could never be had back at the other. */
static void choose_days(const search *q, task *t, int32_t width, pb_rng *rng)
{
    const engine *e = q->e;
    uint8_t *is_free = t->is_free;
    int32_t nd = e->p->n_days, blocks = choose_blocks(e, width, rng), size = width / blocks;
    int32_t reach = nd > NEAR && pb_rng_below(rng, 6) != 0 ? NEAR : nd;
    memset(is_free, 0, (size_t)nd);
    int32_t a = choose_begin(q, 0, nd, size, rng), lo = a - reach > 0 ? a - reach : 0;
    int32_t hi = a + size + reach < nd ? a + size + reach : nd;
    memset(is_free + a, 1, (size_t)size);
    for (int32_t k = 1; k < blocks; k++)
        memset(is_free + choose_begin(q, lo, hi, size, rng), 1, (size_t)size);
    t->day0 = 0;
    t->day1 = nd;
    while (!is_free[t->day0])
        t->day0++;
    while (!is_free[t->day1 - 1])
        t->day1--;
}

int32_t lns_people_of(const engine *e, int kind)
{
    int32_t n = e->p->n_people < MAX_PEOPLE ? e->p->n_people : MAX_PEOPLE;
    n >>= kind;
    return n < LEAST_PEOPLE && kind != ALL ? 0 : n;
}

/* Everybody, or a half or a quarter of them on more days; all have their breaks free. */
static void choose_counts(const search *q, task *t, pb_rng *rng, int32_t *order)
{
    const engine *e = q->e;
    int32_t all = e->p->n_people;
    choose_people(e, t, all, rng, order);
    double most = (double)all * e->p->n_days, size = t->size < most ? t->size : most;
    t->n_free = all >> pb_rng_below(rng, 3);
    t->n_free = t->n_free < (int32_t)(size / e->p->n_days) ? (int32_t)ceil(size / e->p->n_days) : t->n_free;
    t->n_free = t->n_free > (int32_t)size ? (int32_t)size : t->n_free;
    choose_days(q, t, rounded(size / t->n_free, rng, e->p->n_days), rng);
}

/* All days of a few. */
static void choose_few(const search *q, task *t, pb_rng *rng, int32_t *order)
{
    const engine *e = q->e;
    choose_people(e, t, rounded(t->size, rng, lns_people_of(e, ALL)), rng, order);
    memset(t->is_free, 1, (size_t)e->p->n_days);
    t->day0 = 0;
    t->day1 = e->p->n_days;
}

void lns_choose(const search *q, task *t, pb_rng *rng, int32_t *order)
{
    const engine *e = q->e;
    if (t->kind == COUNTS) {
        choose_counts(q, t, rng, order);
    } else if (t->kind == PEOPLE) {
        choose_few(q, t, rng, order);
    } else {
        choose_people(e, t, lns_people_of(e, t->kind), rng, order);
        choose_days(q, t, rounded(t->size, rng, e->p->n_days), rng);
    }
}
