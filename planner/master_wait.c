/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Rows of cover that wait outside the master until a solution leaves them short. */
#include "planner/master.h"

/* Adds what a column covers to the worker's counts. */
static void count_column(eng_sub *s, int32_t c)
{
    const pb_problem *p = s->e->p;
    for (int32_t d = 0; d < s->n_days; d++)
        if (s->free_day[d])
            pb_cell_count(p, p->people[s->person[s->columns[c].k]].traits, s->day0 + d, sub_days(s, c)[d], 1,
                          s->w->count);
}

/* How many people the last solution has at each touched row. */
static void reach(eng_sub *s)
{
    for (int32_t j = 0; j < s->n_touched; j++)
        s->reached[j] = s->rest[j];
    for (int32_t c = 0; c < s->n_columns; c++) {
        if (s->columns[c].value < 1e-9)
            continue;
        count_column(s, c);
        for (int32_t j = 0; j < s->n_touched; j++) {
            int32_t *n = &s->w->count[s->touched[j]];
            s->reached[j] += s->columns[c].value * *n;
            *n = 0;
        }
    }
}

/* Coefficients of the rows from `first` on: of row i the columns cols[(i - first) * wide …]. */
static void coefficients(eng_sub *s, int32_t first, size_t wide, int *n, int *cols, double *values)
{
    for (int32_t c = 0; c < s->n_columns; c++) {
        count_column(s, c);
        for (int32_t i = first; i < s->n_rows; i++) {
            int32_t v = sub_coefficient(s, i, s->w->count);
            size_t at = (size_t)(i - first) * wide + (size_t)n[i - first];
            if (v == 0)
                continue;
            cols[at] = s->columns[c].lp;
            values[at] = v;
            n[i - first]++;
        }
        for (int32_t j = 0; j < s->n_touched; j++)
            s->w->count[s->touched[j]] = 0;
    }
}

static pb_status load_rows(eng_sub *s, int32_t first)
{
    const pb_allocator *al = s->e->al;
    size_t fresh = (size_t)(s->n_rows - first), wide = (size_t)s->n_columns + (size_t)s->e->chain.most_steps;
    int *n = pb_alloc(al, fresh, sizeof *n), *cols = pb_alloc(al, fresh * wide + 1, sizeof *cols);
    double *values = pb_alloc(al, fresh * wide + 1, sizeof *values);
    int at = 0;
    pb_status st = n && cols && values ? pb_lp_add_rows(s->lp, (int)fresh, 0, 0, &at) : PB_ERR_NOMEM;
    for (int32_t i = first; i < s->n_rows; i++) {
        s->lp_row[i] = at + i - first;
        eng_chain_find(s, i);
    }
    if (st == PB_OK)
        coefficients(s, first, wide, n, cols, values);
    for (size_t i = 0; st == PB_OK && i < fresh; i++) {
        size_t from = i * wide + (size_t)n[i];
        n[i] += eng_chain_slacks(s, first + (int32_t)i, cols + from, values + from);
        st = pb_lp_set_row(s->lp, sub_lp_row(s, first + (int32_t)i), n[i], cols + i * wide, values + i * wide);
        if (st == PB_OK)
            st = eng_sub_slacks(s, first + (int32_t)i);
    }
    pb_free(al, n);
    pb_free(al, cols);
    pb_free(al, values);
    return st;
}

pb_status eng_sub_tighten(eng_sub *s, bool *ret_more)
{
    const pb_problem *p = s->e->p;
    int32_t first = s->n_rows;
    *ret_more = false;
    if (s->n_rows == s->n_touched)
        return PB_OK;
    reach(s);
    for (int32_t j = 0; j < s->n_touched; j++) {
        int32_t r = s->touched[j];
        if (s->local[r - s->row0] < 0 && s->reached[j] < p->rows[r].need - 1e-6)
            eng_sub_take_in(s, j);
    }
    *ret_more = s->n_rows > first;
    return *ret_more ? load_rows(s, first) : PB_OK;
}
