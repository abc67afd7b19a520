/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What people do, and what the slots get of it. */
#include "planner/mip.h"

#include <math.h>
#include <string.h>

static bool same_rows(const pb_instance *in, int32_t a, int32_t b)
{
    int32_t n = in->agent_row0[a + 1] - in->agent_row0[a];
    return n == in->agent_row0[b + 1] - in->agent_row0[b] &&
           memcmp(in->agent_rows + in->agent_row0[a], in->agent_rows + in->agent_row0[b],
                  (size_t)n * sizeof *in->agent_rows) == 0;
}

static void classes(pb_mip *m)
{
    const pb_instance *in = m->in;

    for (int32_t a = 0; a < in->n_agents; a++) {
        int32_t c = 0;
        while (c < m->n_classes && !same_rows(in, a, m->class_rep[c]))
            c++;
        if (c == m->n_classes)
            m->class_rep[m->n_classes++] = a;
        m->class_of[a] = c;
    }
}

static void add_x(pb_mip *m)
{
    const pb_instance *in = m->in;

    for (int32_t agent = 0; agent < in->n_agents; agent++)
        for (int32_t day = 0; day < in->n_days; day++) {
            int64_t at = (int64_t)agent * in->n_days + day;
            double off = (double)in->unary_off[at] / 1000;
            int32_t row = pb_mip_row(m, in->may_off[at] ? -INFINITY : 1, 1);
            m->constant += off;
            for (int32_t i = in->choice0[at]; i < in->choice0[at + 1]; i++) {
                int64_t cell = (int64_t)agent * in->n_alts + in->choice[i];
                m->x[cell] = pb_mip_col(m, (double)in->unary[cell] / 1000 - off, 0, 1, true);
                pb_mip_add(m, row, m->x[cell], 1);
            }
        }
}

/* Breaks are a matter of the class: who of it has which makes no difference to the cover. */
static void add_y(pb_mip *m)
{
    const pb_instance *in = m->in;

    for (int32_t c = 0; c < m->n_classes; c++)
        for (int32_t alt = 1; alt < in->n_alts; alt++) {
            const pb_alt *x = &in->alts[alt];
            int32_t row = -1;
            for (int32_t agent = 0; agent < in->n_agents; agent++) {
                int32_t col = m->x[(int64_t)agent * in->n_alts + alt];
                if (m->class_of[agent] != c || col < 0)
                    continue;
                if (row < 0)
                    row = pb_mip_row(m, 0, 0);
                pb_mip_add(m, row, col, -1);
            }
            for (int32_t p = x->place0; row >= 0 && p < x->place0 + x->n_places; p++) {
                int32_t *y = &m->y[(int64_t)c * in->n_places + p];
                *y = pb_mip_col(m, 0, 0, INFINITY, true);
                pb_mip_add(m, row, *y, 1);
            }
        }
}

void pb_mip_cells(pb_mip *m)
{
    const pb_instance *in = m->in;
    size_t wide = (size_t)in->n_agents * in->n_alts, n_y;

    m->x = PB_NEW_ARRAY(m->arena, wide, int32_t);
    m->class_of = PB_NEW_ARRAY(m->arena, in->n_agents, int32_t);
    m->class_rep = PB_NEW_ARRAY(m->arena, in->n_agents, int32_t);
    if (!m->x || !m->class_of || !m->class_rep) {
        m->status = PB_ERR_NOMEM;
        return;
    }
    classes(m);
    n_y = (size_t)m->n_classes * in->n_places;
    m->y = PB_NEW_ARRAY(m->arena, n_y, int32_t);
    if (!m->y) {
        m->status = PB_ERR_NOMEM;
        return;
    }
    for (size_t i = 0; i < wide; i++)
        m->x[i] = -1;
    for (size_t i = 0; i < n_y; i++)
        m->y[i] = -1;
    add_x(m);
    add_y(m);
}

/* Which of both a slot has, people missing or people to spare, as a whole number: where the lateness of
 * deferred work is forbidden it must not be bought by a greater lack. */
static void either(pb_mip *m, int32_t spare, const int32_t *missing, int n, double need, double most)
{
    int32_t z = pb_mip_col(m, 0, 0, 1, true), row = pb_mip_row(m, -INFINITY, 0);

    pb_mip_add(m, row, spare, 1);
    pb_mip_add(m, row, z, -most);
    row = pb_mip_row(m, -INFINITY, need);
    for (int i = 0; i < n; i++)
        pb_mip_add(m, row, missing[i], 1);
    pb_mip_add(m, row, z, need);
}

/* Columns of the people missing in a slot; their number. */
static int missing_cols(pb_mip *m, const pb_need_row *r, int32_t t, int32_t row, int32_t *cols)
{
    int64_t slot = pb_grid_slot_s(&m->in->grid, t) / 60, agents = r->need[t] / slot;
    double price = (double)r->price / 60000, step = (double)((agents / 10 > 1 ? agents / 10 : 1) * slot);
    int n = 0;

    if (r->hard || r->need[t] <= 0)
        return 0;
    cols[n++] = pb_mip_col(m, price, 0, r->grows ? step : INFINITY, false);
    if (r->grows) {
        cols[n++] = pb_mip_col(m, 2 * price, 0, step, false);
        cols[n++] = pb_mip_col(m, 3 * price, 0, INFINITY, false);
    }
    for (int i = 0; i < n; i++)
        pb_mip_add(m, row, cols[i], 1);
    return n;
}

/* Row of each slot of one cover row, -1 where nobody counts. spare: columns of what is above the need, wanted by
 * deferred work; NULL. */
static void slot_rows(pb_mip *m, const pb_need_row *r, int32_t *spare, bool exact, int32_t *slot_row)
{
    const pb_grid *g = &m->in->grid;

    for (int32_t t = 0; t < g->n_slots; t++) {
        double need = r->need[t] - r->base[t];
        bool over = r->over > 0 || spare;
        int32_t row, col = -1, missing[3];
        int n;
        slot_row[t] = -1;
        if (r->need[t] <= 0 && !over)
            continue;
        row = slot_row[t] = pb_mip_row(m, need, over ? need : (double)INFINITY);
        if (over) {
            col = pb_mip_col(m, (double)r->over / 60000, 0, INFINITY, false);
            pb_mip_add(m, row, col, -1);
        }
        if (spare)
            spare[t] = col;
        n = missing_cols(m, r, t, row, missing);
        if (spare && exact && n > 0)
            either(m, col, missing, n, r->need[t], 3.0 * m->in->n_agents * pb_grid_slot_s(g, t) / 60);
    }
}

static bool class_has(const pb_mip *m, int32_t c, int32_t row)
{
    const pb_instance *in = m->in;
    int32_t a = m->class_rep[c];
    for (int32_t i = in->agent_row0[a]; i < in->agent_row0[a + 1]; i++)
        if (in->agent_rows[i] == row)
            return true;
    return false;
}

/* Does deferred work live on what this row leaves over? Forbidden to be late: exact. */
static bool has_work(const pb_instance *in, int32_t row, bool *exact)
{
    bool any = false;
    *exact = false;
    for (int32_t k = 0; k < in->n_work; k++)
        for (int32_t i = 0; i < in->work[k].n_rows; i++)
            if (in->work[k].rows[i] == row) {
                any = true;
                *exact = *exact || in->work[k].hard;
            }
    return any;
}

/* The agents of class c at work, into the rows of their slots. */
static void class_cover(pb_mip *m, int32_t c, const int32_t *slot_row)
{
    const pb_instance *in = m->in;

    for (int32_t p = 1; p < in->n_places; p++) {
        const pb_place *x = &in->places[p];
        int32_t col = m->y[(int64_t)c * in->n_places + p];
        for (int32_t k = 0; col >= 0 && k < x->n; k++)
            if (in->minutes[x->first + k] && slot_row[x->slot0 + k] >= 0)
                pb_mip_add(m, slot_row[x->slot0 + k], col, in->minutes[x->first + k]);
    }
}

void pb_mip_cover(pb_mip *m)
{
    const pb_instance *in = m->in;
    int32_t *slot_row = PB_NEW_ARRAY(m->arena, in->grid.n_slots, int32_t);

    m->spare = in->n_work ? PB_NEW_ARRAY(m->arena, (size_t)in->n_rows * in->grid.n_slots, int32_t) : NULL;
    if (!slot_row || (in->n_work && !m->spare)) {
        m->status = PB_ERR_NOMEM;
        return;
    }
    for (int32_t r = 0; r < in->n_rows; r++) {
        bool exact;
        int32_t *spare = has_work(in, r, &exact) ? m->spare + (int64_t)r * in->grid.n_slots : NULL;
        slot_rows(m, &in->rows[r], spare, exact, slot_row);
        for (int32_t c = 0; c < m->n_classes; c++)
            if (class_has(m, c, r))
                class_cover(m, c, slot_row);
    }
}
