/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Rows of counts in the whole problem's master: how many people work on a day, or have a duty. */
#include "planner/master.h"

enum { TREE_COUNTS = 3 }; /* of the tree's, a cell is in that of its day, its own, and its own of a class */

static size_t cells_of(const eng_sub *s)
{
    return (size_t)s->e->p->n_days * (size_t)s->e->p->n_choices;
}

int32_t eng_count_of(const eng_sub *s, const sub_count *c, int32_t k, const pb_choice *days)
{
    const uint8_t *in = c->in + (size_t)s->e->classes.of[s->person[k]] * cells_of(s);
    int32_t n = 0;
    for (int32_t d = 0; d < s->n_days; d++)
        n += in[(size_t)d * (size_t)s->e->p->n_choices + (size_t)days[d].choice];
    return n;
}

static double low(int32_t n)
{
    return n == INT32_MIN ? -(double)INFINITY : n;
}

static double high(int32_t n)
{
    return n == INT32_MAX ? (double)INFINITY : n;
}

/* Its coefficients in the columns there are. */
static pb_status load(eng_sub *s, const sub_count *c)
{
    const pb_allocator *al = s->e->al;
    size_t most = (size_t)s->n_columns + 1;
    int *cols = pb_alloc(al, most, sizeof *cols), n = 0;
    double *values = pb_alloc(al, most, sizeof *values);
    pb_status st = cols != NULL && values != NULL ? PB_OK : PB_ERR_NOMEM;
    for (int32_t i = 0; st == PB_OK && i < s->n_columns; i++) {
        cols[n] = s->columns[i].lp;
        values[n] = eng_count_of(s, c, s->columns[i].k, sub_days(s, i));
        n += values[n] > 0;
    }
    if (st == PB_OK)
        st = pb_lp_set_row(s->lp, c->lp, n, cols, values);
    pb_free(al, cols);
    pb_free(al, values);
    return st;
}

pb_status eng_count_add(eng_sub *s, const uint8_t *in, int32_t lower, int32_t upper)
{
    sub_count c = {.in = in, .lower = lower, .upper = upper};
    pb_status st = pb_grow(s->e->al, &s->counts, &s->cap_counts, (size_t)s->n_counts + 1, sizeof *s->counts);
    if (st == PB_OK)
        st = pb_lp_add_rows(s->lp, 1, low(lower), high(upper), &c.lp);
    if (st == PB_OK)
        st = load(s, &c);
    if (st == PB_OK)
        s->counts[s->n_counts++] = c;
    return st;
}

pb_status eng_count_bounds(eng_sub *s, int32_t i, int32_t lower, int32_t upper)
{
    sub_count *c = &s->counts[i];
    if (c->lower == lower && c->upper == upper)
        return PB_OK;
    c->lower = lower;
    c->upper = upper;
    return pb_lp_set_row_bounds(s->lp, c->lp, low(lower), high(upper));
}

/* No sequence of days may come near PB_DP_NONE: a quarter is left by pb_scale, which counts and totals share. */
void eng_count_set(eng_sub *s, double smoothing)
{
    double most = PB_DP_NONE / 4.0 / (TREE_COUNTS + s->n_totals) / s->e->p->n_days;
    for (int32_t i = 0; i < s->n_counts; i++) {
        sub_count *c = &s->counts[i];
        double v = smoothing * c->v_best + (1.0 - smoothing) * c->y_lp * s->e->scale;
        v = v > most ? most : v < -most ? -most : v;
        c->v = (int32_t)lrint(v);
        c->v = (c->v > 0 && c->lower == INT32_MIN) || (c->v < 0 && c->upper == INT32_MAX) ? 0 : c->v;
    }
}

void eng_count_prices(const eng_sub *s, int32_t class, pb_prices *prices)
{
    size_t cells = cells_of(s);
    for (int32_t i = 0; i < s->n_counts; i++) {
        const uint8_t *in = s->counts[i].in + (size_t)class * cells;
        for (size_t at = 0; s->counts[i].v != 0 && at < cells; at++)
            prices->cost[at] -= s->counts[i].v * in[at];
    }
}

int64_t eng_count_part(const eng_sub *s)
{
    int64_t sum = 0;
    for (int32_t i = s->n_totals; i < s->n_counts; i++) {
        const sub_count *c = &s->counts[i];
        sum += (int64_t)c->v * (c->v > 0 ? c->lower : c->v < 0 ? c->upper : 0);
    }
    return sum;
}
