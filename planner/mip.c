/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "planner/mip.h"

#include <math.h>

void pb_mip_init(pb_mip *m, pb_arena *a, const pb_instance *in)
{
    *m = (pb_mip){.arena = a, .al = pb_arena_allocator(a), .in = in};
}

void pb_mip_done(pb_mip *m)
{
    pb_free(m->al, m->lower);
    pb_free(m->al, m->upper);
    pb_free(m->al, m->cost);
    pb_free(m->al, m->least);
    pb_free(m->al, m->most);
    pb_free(m->al, m->whole);
    pb_free(m->al, m->entry);
}

static bool room(pb_mip *m, void *array, size_t *cap, size_t n, size_t size)
{
    if (!m->status)
        m->status = pb_grow(m->al, array, cap, n + 1, size);
    return !m->status;
}

int32_t pb_mip_row(pb_mip *m, double lower, double upper)
{
    if (!room(m, &m->lower, &m->cap_lower, m->n_rows, sizeof *m->lower) ||
        !room(m, &m->upper, &m->cap_upper, m->n_rows, sizeof *m->upper))
        return 0;
    m->lower[m->n_rows] = lower;
    m->upper[m->n_rows] = upper;
    return (int32_t)m->n_rows++;
}

int32_t pb_mip_col(pb_mip *m, double cost, double least, double most, bool whole)
{
    if (!room(m, &m->cost, &m->cap_cost, m->n_cols, sizeof *m->cost) ||
        !room(m, &m->least, &m->cap_least, m->n_cols, sizeof *m->least) ||
        !room(m, &m->most, &m->cap_most, m->n_cols, sizeof *m->most) ||
        !room(m, &m->whole, &m->cap_whole, m->n_cols, sizeof *m->whole))
        return 0;
    m->cost[m->n_cols] = cost;
    m->least[m->n_cols] = least;
    m->most[m->n_cols] = most;
    m->whole[m->n_cols] = whole;
    return (int32_t)m->n_cols++;
}

void pb_mip_add(pb_mip *m, int32_t row, int32_t col, double value)
{
    if (col < 0 || !room(m, &m->entry, &m->cap_entries, m->n_entries, sizeof *m->entry))
        return;
    m->entry[m->n_entries++] = (pb_mip_entry){row, col, value};
}

void pb_mip_shift(pb_mip *m, int32_t row, double constant)
{
    if (m->status)
        return;
    m->lower[row] -= constant;
    m->upper[row] -= constant;
}

void pb_mip_day(pb_mip *m, int32_t row, int32_t agent, int32_t day, const int32_t *tab, double sign)
{
    const pb_instance *in = m->in;
    double off = tab ? tab[0] : 0;

    for (int32_t alt = in->day_alt[day]; alt < in->day_alt[day + 1]; alt++) {
        int32_t col = m->x[(int64_t)agent * in->n_alts + alt];
        double v = (tab ? tab[alt] : 1) - off;
        if (col >= 0 && v != 0)
            pb_mip_add(m, row, col, sign * v);
    }
    if (off != 0)
        pb_mip_shift(m, row, sign * off);
}

int32_t pb_mip_violation(pb_mip *m, bool hard, pb_money price, int32_t per, double most)
{
    if (hard)
        return -1;
    return pb_mip_col(m, (double)price / 1000 / per, 0, most, false);
}

pb_status pb_mip_build(pb_mip *m)
{
    pb_mip_cells(m);
    if (!m->status)
        pb_mip_cover(m);
    if (!m->status)
        pb_mip_work(m);
    if (!m->status)
        pb_mip_terms(m);
    if (!m->status)
        pb_mip_team(m);
    return m->status;
}

/* --- loading --- */

/* Entries by column; several of one row and column are added up. */
static pb_status by_column(const pb_mip *m, int32_t **ret_first, int **ret_row, double **ret_value)
{
    int32_t *first = PB_NEW_ARRAY(m->arena, m->n_cols + 2, int32_t);
    int *row = PB_NEW_ARRAY(m->arena, m->n_entries, int);
    double *value = PB_NEW_ARRAY(m->arena, m->n_entries, double);

    if (!first || !row || !value)
        return PB_ERR_NOMEM;
    for (size_t i = 0; i < m->n_entries; i++)
        first[m->entry[i].col + 2]++;
    for (size_t c = 2; c < m->n_cols + 2; c++)
        first[c] += first[c - 1];
    for (size_t i = 0; i < m->n_entries; i++) {
        int32_t at = first[m->entry[i].col + 1]++;
        row[at] = m->entry[i].row;
        value[at] = m->entry[i].value;
    }
    *ret_first = first;
    *ret_row = row;
    *ret_value = value;
    return PB_OK;
}

/* Adds up doubled rows of one column in place; the number left. */
static int merged(int n, int *row, double *value)
{
    int k = 0;
    for (int i = 0; i < n; i++) {
        int j = 0;
        while (j < k && row[j] != row[i])
            j++;
        if (j < k) {
            value[j] += value[i];
        } else {
            row[k] = row[i];
            value[k++] = value[i];
        }
    }
    return k;
}

static pb_status add_rows(const pb_mip *m, pb_lp *lp)
{
    int at;
    pb_status s = m->n_rows ? pb_lp_add_rows(lp, (int)m->n_rows, -INFINITY, INFINITY, &at) : PB_OK;
    for (size_t r = 0; !s && r < m->n_rows; r++)
        s = pb_lp_set_row_bounds(lp, (int)r, m->lower[r], m->upper[r]);
    return s;
}

static pb_status name_x(const pb_mip *m, pb_lp *lp)
{
    const pb_instance *in = m->in;
    pb_status s = PB_OK;

    for (int32_t agent = 0; !s && agent < in->n_agents; agent++)
        for (int32_t alt = 1; !s && alt < in->n_alts; alt++) {
            int32_t col = m->x[(int64_t)agent * in->n_alts + alt];
            const pb_alt *x = &in->alts[alt];
            char date[11];
            const char *name;
            if (col < 0)
                continue;
            name = pb_arena_printf(m->arena, "x_%d_%s_%d_%d", agent,
                                   pb_date_format(in->grid.first + x->day, date), x->shift, x->start_min);
            s = name ? pb_lp_set_col_name(lp, col, name) : PB_ERR_NOMEM;
        }
    return s;
}

pb_status pb_mip_load(const pb_mip *m, pb_lp_env *env, bool names, pb_lp **ret)
{
    int32_t *first;
    int *row, index;
    double *value;
    pb_lp *lp = NULL;
    pb_status s = by_column(m, &first, &row, &value);

    if (!s)
        s = pb_lp_new(env, &lp);
    if (!s)
        s = add_rows(m, lp);
    for (size_t c = 0; !s && c < m->n_cols; c++) {
        int n = merged(first[c + 1] - first[c], row + first[c], value + first[c]);
        s = pb_lp_add_col(lp, m->cost[c], m->least[c], m->most[c], n, row + first[c], value + first[c], &index);
        if (!s && m->whole[c])
            s = pb_lp_set_integer(lp, index, true);
    }
    if (!s && names)
        s = name_x(m, lp);
    if (s)
        pb_lp_free(lp);
    else
        *ret = lp;
    return s;
}
