/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "planner/lp_rows.h"

#include <math.h>

void lp_rows_init(lp_rows *m, pb_lp *lp, const pb_allocator *al)
{
    *m = (lp_rows){.lp = lp, .al = al};
}

void lp_rows_done(lp_rows *m)
{
    pb_free(m->al, m->col);
    pb_free(m->al, m->place);
    pb_free(m->al, m->value);
}

int lp_rows_column(lp_rows *m, double cost, double upper, bool whole)
{
    int index = -1;
    if (m->st == PB_OK)
        m->st = pb_grow(m->al, &m->place, &m->cap_place, (size_t)m->n_cols + 1, sizeof *m->place);
    if (m->st == PB_OK)
        m->st = pb_lp_add_col(m->lp, cost, 0.0, upper, 0, NULL, NULL, &index);
    if (m->st == PB_OK && whole)
        m->st = pb_lp_set_integer(m->lp, index, true);
    if (m->st != PB_OK)
        return -1;
    m->place[m->n_cols++] = 0;
    m->magnitude += fabs(cost) * upper;
    return index;
}

void lp_rows_term(lp_rows *m, int col, double value)
{
    if (col < 0 || m->st != PB_OK)
        return;
    if (col == LP_ROWS_ONE) {
        m->constant += value;
        return;
    }
    if (m->place[col] > 0) {
        m->value[m->place[col] - 1] += value;
        return;
    }
    m->st = pb_grow(m->al, &m->col, &m->cap_col, (size_t)m->n_terms + 1, sizeof *m->col);
    if (m->st == PB_OK)
        m->st = pb_grow(m->al, &m->value, &m->cap_value, (size_t)m->n_terms + 1, sizeof *m->value);
    if (m->st != PB_OK)
        return;
    m->col[m->n_terms] = col;
    m->value[m->n_terms] = value;
    m->place[col] = ++m->n_terms;
}

void lp_rows_end(lp_rows *m, double lower, double upper)
{
    int kept = 0;
    for (int i = 0; i < m->n_terms; i++) {
        m->place[m->col[i]] = 0;
        if (m->value[i] != 0) {
            m->col[kept] = m->col[i];
            m->value[kept++] = m->value[i];
        }
    }
    lower -= m->constant;
    upper -= m->constant;
    bool holds = kept == 0 ? lower <= 0 && upper >= 0 : isinf(lower) && isinf(upper);
    m->row = -1;
    if (m->st == PB_OK && !holds)
        m->st = pb_lp_add_rows(m->lp, 1, lower, upper, &m->row);
    if (m->st == PB_OK && !holds && kept > 0)
        m->st = pb_lp_set_row(m->lp, m->row, kept, m->col, m->value);
    m->n_terms = 0;
    m->constant = 0;
}

void lp_rows_basic(lp_rows *m, int col)
{
    if (m->st == PB_OK && m->row >= 0 && col >= 0 && col != LP_ROWS_ONE)
        m->st = pb_lp_set_basic(m->lp, col, m->row);
}
