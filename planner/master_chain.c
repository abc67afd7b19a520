/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Cover rows as differences. A duty covers most neighbouring slots alike, so a row less the one of the slot before it has
 * coefficients only where duties and breaks begin and end: a few a column instead of dozens. That is the programme times a
 * unit triangular matrix: the same points, the same pivots, cheaper ones. With T the matrix, a row's own price is
 * T' y: what its difference says, less what those say that it is taken from.
 */
#include "planner/master.h"

#include <string.h>

enum { MOST_SETS = 64 }; /* rows of further sets stand as they are */

/* How many cells cover each unit; how many begin, end or break off at its begin, summed over the units so far. */
static void count_cells(const pb_problem *p, double *cover, double *edges)
{
    for (int64_t at = 0; at < (int64_t)p->n_days * p->n_choices; at++) {
        const pb_cell_cover *c = &p->cells[at];
        for (int32_t i = 0; i < c->n_spans; i++) {
            const pb_unit_span *u = &p->spans[c->first_span + i];
            cover[u->first] += 1;
            cover[u->first + u->n] -= 1;
            edges[u->first] += 1;
            edges[u->first + u->n] += 1;
        }
        for (int32_t g = 0; g < c->n_groups; g++) {
            const pb_break_group *b = &p->groups[c->first_group + g];
            for (int32_t h = b->first; h < b->first + b->n; h++) {
                edges[p->holes[h].first] += 1.0 / b->n;
                edges[p->holes[h].first + p->holes[h].n] += 1.0 / b->n;
            }
        }
    }
    for (int32_t u = 1; u <= p->n_units; u++) {
        cover[u] += cover[u - 1];
        edges[u] += edges[u - 1];
    }
}

/* The sets of rows, numbered from 1; first[]: a row of each. */
static int32_t number_sets(engine *e, int32_t first[MOST_SETS])
{
    const pb_problem *p = e->p;
    int32_t n = 1;
    for (int32_t r = 0; r < p->n_rows; r++) {
        const pb_cover_row *row = &p->rows[r];
        int32_t k = 1;
        while (k < n && (p->rows[first[k]].set != row->set || p->rows[first[k]].minus != row->minus))
            k++;
        e->chain.set[r] = k < MOST_SETS && !eng_total_row(e, r) ? k : 0;
        if (k == n && e->chain.set[r] > 0)
            first[n++] = r;
    }
    return n;
}

/* How many people two sets count differently; set 0 counts nobody. */
static void compare_sets(engine *e, int32_t n, const int32_t first[MOST_SETS])
{
    const pb_problem *p = e->p;
    for (int32_t a = 1; a < n; a++)
        for (int32_t b = 0; b < n; b++)
            for (int32_t i = 0; i < p->n_people; i++) {
                uint64_t traits = p->people[i].traits;
                int sign = b > 0 ? pb_row_sign(&p->rows[first[b]], traits) : 0;
                e->chain.apart[a * MOST_SETS + b] += pb_row_sign(&p->rows[first[a]], traits) != sign;
            }
}

/* The row of a unit that counts the same people as row r; -1: none. */
static int32_t row_like(const engine *e, int32_t unit, int32_t r)
{
    for (int32_t i = e->p->unit_row[unit]; i < e->p->unit_row[unit + 1]; i++)
        if (e->chain.set[i] == e->chain.set[r])
            return i;
    return -1;
}

pb_status eng_chain_make(engine *e)
{
    const pb_problem *p = e->p;
    size_t units = (size_t)p->n_units + 1, rows = (size_t)p->n_rows + 1;
    int32_t first[MOST_SETS];
    eng_chain *c = &e->chain;
    c->cover = PB_NEW_ARRAY(e->arena, units, double);
    c->edges = PB_NEW_ARRAY(e->arena, units, double);
    c->set = PB_NEW_ARRAY(e->arena, rows, int32_t);
    c->before = PB_NEW_ARRAY(e->arena, rows, int32_t);
    c->apart = PB_NEW_ARRAY(e->arena, MOST_SETS * MOST_SETS, int32_t);
    if (c->cover == NULL || c->edges == NULL || c->set == NULL || c->before == NULL || c->apart == NULL)
        return PB_ERR_NOMEM;
    count_cells(p, c->cover, c->edges);
    compare_sets(e, number_sets(e, first), first);
    for (int32_t r = 0; r < p->n_rows; r++) {
        int32_t under = p->rows[r].n_under, over = p->rows[r].n_over, unit = p->rows[r].unit;
        int32_t steps = (under > 0 ? under : 1) + (over > 0 ? over : 1);
        c->most_steps = steps > c->most_steps ? steps : c->most_steps;
        c->before[r] = unit > 0 && c->set[r] > 0 ? row_like(e, unit - 1, r) : -1;
    }
    return PB_OK;
}

static bool stands(const eng_sub *s, int32_t r, int32_t before)
{
    return r >= s->row0 && s->local[r - s->row0] >= 0 && s->local[r - s->row0] < before;
}

/* The nearest earlier slot's row of the same set, or another set's row of the slot, whichever differs least; none, where
 * both differ more than there is in the row. */
void eng_chain_find(eng_sub *s, int32_t i)
{
    const eng_chain *c = &s->e->chain;
    const pb_problem *p = s->e->p;
    int32_t r = s->global[i], unit = p->rows[r].unit, before = c->before[r];
    const int32_t *apart = c->apart + c->set[r] * MOST_SETS;
    double least = c->cover[unit] * apart[0];
    s->chain[i] = -1;
    if (c->set[r] == 0 || !eng_uses(s->e, PB_PART_CHAIN))
        return;
    while (before >= s->row0 && !stands(s, before, i))
        before = c->before[before];
    if (before >= s->row0) {
        double v = (c->edges[unit] - c->edges[p->rows[before].unit]) * apart[0];
        s->chain[i] = v < least ? s->local[before - s->row0] : -1;
        least = v < least ? v : least;
    }
    for (int32_t k = p->unit_row[unit]; k < p->unit_row[unit + 1]; k++) {
        double v = c->cover[unit] * apart[c->set[k]];
        if (c->set[k] > 0 && k != r && v < least && stands(s, k, i)) {
            s->chain[i] = s->local[k - s->row0];
            least = v;
        }
    }
}

int eng_chain_slacks(const eng_sub *s, int32_t i, int *cols, double *values)
{
    int n = 0;
    if (s->chain[i] < 0)
        return 0;
    const pb_cover_row *row = &s->e->p->rows[s->global[s->chain[i]]];
    int under = row->n_under > 0 ? row->n_under : 1, over = row->n_over > 0 ? row->n_over : 1;
    for (int first = s->slack[s->chain[i]]; n < under + over; n++) {
        cols[n] = first + n;
        values[n] = n < under ? -1 : 1;
    }
    return n;
}

void eng_chain_prices(eng_sub *s, const double *y)
{
    for (int32_t i = 0; i < s->n_rows; i++)
        s->y_lp[i] = y[sub_lp_row(s, i)];
    for (int32_t i = 0; i < s->n_rows; i++)
        if (s->chain[i] >= 0)
            s->y_lp[s->chain[i]] -= y[sub_lp_row(s, i)];
}
