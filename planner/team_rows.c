/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Rows of cover: slots, roles, pairs, fair shares; all by the cost of each count. */
#include "planner/board.h"
#include "planner/team_build.h"

static pb_status add_step(pb_team_build *b, int32_t width, int32_t price)
{
    pb_status s = pb_grow(pb_arena_allocator(b->a), &b->steps, &b->cap_steps, (size_t)b->p.n_steps + 1,
                          sizeof *b->steps);
    if (!s)
        b->steps[b->p.n_steps++] = (pb_step){width, price};
    return s;
}

/* rise[i] = what step i from `from` outward costs, lowered to the least of those behind it. */
static void rises(pb_team_build *b, const int64_t *cost, int64_t from, int64_t n, int dir)
{
    for (int64_t i = n - 1; i >= 0; i--) {
        int64_t here = cost[from + dir * (i + 1)] - cost[from + dir * i];
        bool falls = i + 1 < n && b->rise[i + 1] < here;
        b->rise[i] = falls ? b->rise[i + 1] : here;
        b->inexact = b->inexact || falls;
    }
}

/* Steps from count `from` outward (dir -1 or 1) to `to`. Prices may not fall along them: one that would
 * be higher than a later one is lowered to it. rise [n] is scratch. */
static pb_status side(pb_team_build *b, const int64_t *cost, int64_t from, int64_t to, int dir, int32_t *ret_n)
{
    int32_t first = b->p.n_steps;
    int64_t n = (to - from) * dir, *rise = b->rise;
    pb_status s = PB_OK;

    rises(b, cost, from, n, dir);
    for (int64_t i = 0; !s && i < n; i++) {
        int32_t price = pb_team_price(b, rise[i] < 0 ? 0 : rise[i]);
        if (b->p.n_steps > first && b->steps[b->p.n_steps - 1].price == price)
            b->steps[b->p.n_steps - 1].width++;
        else
            s = add_step(b, 1, price);
    }
    if (b->p.n_steps == first + 1 && b->steps[first].price == 0)
        b->p.n_steps = first;
    if (!s && b->p.n_steps > first)
        b->steps[b->p.n_steps - 1].width = PB_TEAM_WIDE;
    *ret_n = b->p.n_steps - first;
    return s;
}

/* A row by what each count from low to high costs (cost[0] is that of low), thousandths. A row that
 * costs the same at every count is only a constant. */
static pb_status add_row(pb_team_build *b, int32_t unit, uint64_t set, uint64_t minus, const int64_t *cost,
                         int64_t low, int64_t high)
{
    int64_t best = 0, n = high - low;
    pb_cover_row row = {.unit = unit, .set = set, .minus = minus};
    pb_status s;

    for (int64_t k = 1; k <= n; k++)
        best = cost[k] < cost[best] ? k : best;
    b->base += cost[best];
    row.need = (int32_t)(low + best);
    row.first_under = b->p.n_steps;
    s = side(b, cost, best, 0, -1, &row.n_under);
    row.first_over = b->p.n_steps;
    if (!s)
        s = side(b, cost, best, n, 1, &row.n_over);
    if (!s && row.n_under + row.n_over > 0) {
        s = pb_grow(pb_arena_allocator(b->a), &b->rows, &b->cap_rows, (size_t)b->p.n_rows + 1, sizeof *b->rows);
        if (!s)
            b->rows[b->p.n_rows++] = row;
    }
    return s;
}

static pb_status slot_rows(pb_team_build *b, int32_t t, int64_t *cost)
{
    const pb_instance *in = b->in;
    pb_status s = PB_OK;
    for (int32_t r = 0; !s && r < in->n_rows; r++) {
        const pb_need_row *row = &in->rows[r];
        for (int32_t n = 0; n <= in->n_agents; n++) {
            pb_line_sum c = pb_need_cost(in, row, t, row->base[t] + n * in->slot_min[t]);
            cost[n] = c.soft + (c.hard + 999) / 1000 * b->hard;
        }
        s = add_row(b, b->slot_unit[t], (uint64_t)1 << r, 0, cost, 0, in->n_agents);
    }
    return s;
}

static pb_status role_row(pb_team_build *b, int32_t i, int64_t *cost)
{
    const pb_role_row *r = &b->in->role[i];
    for (int32_t n = 0; n <= b->in->n_agents; n++)
        cost[n] = (n < r->need ? r->need - n : 0) * (r->hard ? b->hard : r->price);
    return add_row(b, b->role_unit[i], (uint64_t)1 << b->role_trait[i], 0, cost, 0, b->in->n_agents);
}

/* Half the price where one of two is on a shift and the other not, and half where one works at all and
 * the other not: together the whole price for two shifts, or for a shift and a day off. */
static pb_status together_rows(pb_team_build *b, int32_t day, int32_t unit)
{
    const pb_instance *in = b->in;
    pb_status s = PB_OK;
    for (int32_t i = 0; !s && i < in->n_pairs; i++) {
        const pb_pair *p = &in->pairs[i];
        int32_t x = b->own_trait[p->a], y = b->own_trait[p->b];
        int64_t half = p->hard ? b->hard : p->price / 2;
        const int64_t cost[3] = {half, 0, half};
        if (!p->together || !p->counts[day] || x < 0 || y < 0)
            continue;
        b->inexact = b->inexact || p->price % 2;
        s = add_row(b, unit, (uint64_t)1 << x, (uint64_t)1 << y, cost, -1, 1);
    }
    return s;
}

static pb_status apart_rows(pb_team_build *b, int32_t day)
{
    const pb_instance *in = b->in;
    pb_status s = PB_OK;
    for (int32_t i = 0; !s && i < in->n_pairs; i++) {
        const pb_pair *p = &in->pairs[i];
        int32_t x = b->own_trait[p->a], y = b->own_trait[p->b];
        const int64_t cost[3] = {0, 0, p->hard ? b->hard : p->price};
        if (!p->together && p->counts[day] && x >= 0 && y >= 0)
            s = add_row(b, b->work_unit[day], (uint64_t)1 << x | (uint64_t)1 << y, 0, cost, 0, 2);
    }
    return s;
}

static pb_status day_rows(pb_team_build *b, int32_t day, int64_t *cost)
{
    const pb_instance *in = b->in;
    pb_status s = PB_OK;
    for (int32_t i = 0; !s && i < in->n_role; i++)
        if (in->role[i].day == day)
            s = role_row(b, i, cost);
    for (int32_t k = 0; !s && b->shift_unit[day] >= 0 && k <= in->ws->shifts.n; k++)
        s = together_rows(b, day, b->shift_unit[day] + k);
    return s || b->work_unit[day] < 0 ? s : apart_rows(b, day);
}

pb_money pb_team_fair_cost(const pb_fair *f, int32_t member, int64_t total, int64_t count)
{
    int64_t d = (count + f->base[member]) * f->weights - f->weight[member] * total;
    return pb_money_of(f->price, pb_money_unfair(d < 0 ? -d : d, f->weights * f->per), 10 * f->weights * f->per);
}

static pb_status fair_rows(pb_team_build *b, int32_t i, int64_t *cost)
{
    const pb_instance *in = b->in;
    const pb_fair *f = &in->fair[i];
    int64_t before = b->base;
    pb_status s = PB_OK;
    for (int32_t k = 0; !s && k < f->n; k++) {
        for (int32_t n = 0; n <= in->n_days; n++)
            cost[n] = pb_team_fair_cost(f, k, b->totals[i], n);
        s = add_row(b, b->fair_unit[i], (uint64_t)1 << b->own_trait[f->agent[k]], 0, cost, 0, in->n_days);
    }
    b->fair_base += b->base - before;
    return s;
}

/* Rows stand in order of their units. */
static pb_status index_units(pb_team_build *b)
{
    int32_t *unit_row = PB_NEW_ARRAY(b->a, b->p.n_units + 1, int32_t), r = 0;
    pb_cover_row *rows = PB_NEW_ARRAY(b->a, b->p.n_rows + 1, pb_cover_row);
    pb_step *steps = PB_NEW_ARRAY(b->a, b->p.n_steps + 1, pb_step);
    if (!unit_row || !rows || !steps)
        return PB_ERR_NOMEM;
    for (int32_t i = 0; i < b->p.n_rows; i++)
        rows[i] = b->rows[i];
    for (int32_t i = 0; i < b->p.n_steps; i++)
        steps[i] = b->steps[i];
    for (int32_t u = 0; u <= b->p.n_units; u++) {
        while (r < b->p.n_rows && rows[r].unit < u)
            r++;
        unit_row[u] = r;
    }
    b->p.rows = rows;
    b->p.steps = steps;
    b->p.unit_row = unit_row;
    return PB_OK;
}

pb_status pb_team_rows(pb_team_build *b)
{
    const pb_instance *in = b->in;
    int32_t wide = in->n_agents > in->n_days ? in->n_agents : in->n_days, day = 0;
    int64_t *cost = PB_NEW_ARRAY(b->a, wide + 2, int64_t);
    pb_status s;

    b->rise = PB_NEW_ARRAY(b->a, wide + 2, int64_t);
    s = cost && b->rise ? PB_OK : PB_ERR_NOMEM;
    for (int32_t t = 0; !s && (t < in->grid.n_slots || day < in->n_days);) {
        if (t < in->grid.n_slots && pb_grid_day(&in->grid, t) == day)
            s = slot_rows(b, t++, cost);
        else
            s = day_rows(b, day++, cost);
    }
    for (int32_t i = 0; !s && i < in->n_fair; i++)
        if (b->fair_unit[i] >= 0)
            s = fair_rows(b, i, cost);
    if (!s)
        s = index_units(b);
    pb_free(pb_arena_allocator(b->a), b->rows);
    pb_free(pb_arena_allocator(b->a), b->steps);
    b->rows = NULL;
    b->steps = NULL;
    return s;
}
