/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Rows of counts in the whole problem's master: how many people work on a day, or have a duty; and cuts (cuts.c). */
#include "planner/master.h"

#include <string.h>

enum { TREE_COUNTS = 4 }; /* of the tree's, a cell is in that of its day, its own, and its own of a class; and cuts */

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
    size_t most = (size_t)pb_lp_n_cols(s->lp) + 1;
    int *cols = pb_alloc(al, most, sizeof *cols), n = 0;
    double *values = pb_alloc(al, most, sizeof *values);
    pb_status st = cols != NULL && values != NULL ? PB_OK : PB_ERR_NOMEM;
    for (int32_t i = 0; st == PB_OK && i < c->n_row; i++) {
        int32_t at = s->local[c->row[i] - s->row0];
        for (int32_t j = 0; j < s->e->p->rows[c->row[i]].n_under; j++) {
            cols[n] = s->slack[at] + j;
            values[n++] = 1;
        }
    }
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

static pb_status add(eng_sub *s, sub_count c)
{
    pb_status st = pb_grow(s->e->al, &s->counts, &s->cap_counts, (size_t)s->n_counts + 1, sizeof *s->counts);
    if (st == PB_OK)
        st = pb_lp_add_rows(s->lp, 1, low(c.lower), high(c.upper), &c.lp);
    if (st == PB_OK)
        st = load(s, &c);
    if (st == PB_OK)
        s->counts[s->n_counts++] = c;
    return st;
}

pb_status eng_count_add(eng_sub *s, const uint8_t *in, int32_t lower, int32_t upper)
{
    return add(s, (sub_count){.in = in, .lower = lower, .upper = upper});
}

pb_status eng_cut_add(eng_sub *s, const uint8_t *in, int32_t n_row, const int32_t *row, int32_t lower)
{
    s->n_cuts++;
    return add(s, (sub_count){.in = in, .row = row, .n_row = n_row, .lower = lower, .upper = INT32_MAX});
}

void eng_cut_relief(const eng_sub *s, bool best, int32_t *relief)
{
    memset(relief, 0, (size_t)s->e->p->n_rows * sizeof *relief);
    for (int32_t i = 0; i < s->n_counts; i++)
        for (int32_t k = 0; k < s->counts[i].n_row; k++)
            relief[s->counts[i].row[k]] += best ? s->counts[i].v_best : s->counts[i].v;
}

/* The most that cuts pay for a cell. */
static int64_t most_paid(const eng_sub *s)
{
    size_t cells = (size_t)s->e->classes.n * cells_of(s);
    int64_t most = 0;
    for (size_t at = 0; at < cells; at++) {
        int64_t sum = 0;
        for (int32_t i = s->n_totals; i < s->n_counts; i++)
            sum += s->counts[i].n_row > 0 ? (int64_t)s->counts[i].v * s->counts[i].in[at] : 0;
        most = sum > most ? sum : most;
    }
    return most;
}

/* Cuts overlap: all are made cheaper together where a cell would be paid too much. */
static void limit_cuts(eng_sub *s, double most)
{
    double paid = (double)most_paid(s);
    for (int32_t i = 0; paid > most && i < s->n_counts; i++)
        if (s->counts[i].n_row > 0)
            s->counts[i].v = (int32_t)(s->counts[i].v * (most / paid));
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
    if (s->n_cuts > 0) {
        limit_cuts(s, most);
        eng_cut_relief(s, false, s->relief);
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
