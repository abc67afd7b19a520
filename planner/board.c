/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "planner/board.h"

#include <string.h>

static void add(pb_line_sum *s, pb_line_sum x, int sign)
{
    s->soft += sign * x.soft;
    s->hard += sign * x.hard;
}

pb_line_sum pb_need_cost(const pb_instance *in, const pb_need_row *r, int32_t slot, int32_t present)
{
    int32_t slot_min = in->slot_min[slot], missing;
    pb_line_sum c = {0, 0};

    missing = pb_need_present(r, slot) - present;
    if (missing < 0) {
        c.soft = pb_money_of(r->over, -missing, 60);
    } else if (missing > 0) {
        if (r->hard)
            c.hard = ((int64_t)missing * 1000 + slot_min - 1) / slot_min;
        else
            c.soft = pb_money_of(r->price, r->grows ? pb_money_shortage(missing, r->need[slot], slot_min)
                                                    : missing, 60);
    }
    return c;
}

pb_line_sum pb_role_cost(const pb_instance *in, int32_t i, int32_t n)
{
    const pb_role_row *r = &in->role[i];
    int32_t missing = n < r->need ? r->need - n : 0;
    pb_line_sum c = {0, 0};
    if (r->hard)
        c.hard = (int64_t)missing * 1000;
    else
        c.soft = pb_money_of(r->price, missing, 1);
    return c;
}

pb_line_sum pb_pair_cost(const pb_instance *in, const pb_pair *p, int32_t day, int32_t alt_a, int32_t alt_b)
{
    const pb_alt *u = &in->alts[alt_a], *v = &in->alts[alt_b];
    bool broken = p->together ? (alt_a != 0) != (alt_b != 0) || u->shift != v->shift
                              : alt_a && alt_b && u->start_s < v->end_s && v->start_s < u->end_s;
    pb_line_sum c = {0, 0};
    if (broken && p->counts[day]) {
        if (p->hard)
            c.hard = 1000;
        else
            c.soft = p->price;
    }
    return c;
}

static pb_line_sum pair_cost(const pb_board *b, const pb_pair *p, int32_t day)
{
    const pb_instance *in = b->in;
    return pb_pair_cost(in, p, day, b->alts[(int64_t)p->a * in->n_days + day],
                        b->alts[(int64_t)p->b * in->n_days + day]);
}

static void pairs_of(pb_board *b, int32_t agent, int32_t day, int sign)
{
    for (int32_t i = 0; i < b->in->n_pairs; i++)
        if (b->in->pairs[i].a == agent || b->in->pairs[i].b == agent)
            add(&b->pairs, pair_cost(b, &b->in->pairs[i], day), sign);
}

static void roles_of(pb_board *b, int32_t agent, int32_t alt, int32_t day, int sign)
{
    for (int32_t i = 0; i < b->in->n_role; i++) {
        const pb_role_row *r = &b->in->role[i];
        if (r->day != day || !r->member[agent] || !r->match[alt])
            continue;
        add(&b->roles, pb_role_cost(b->in, i, b->role[i]), -1);
        b->role[i] += sign;
        add(&b->roles, pb_role_cost(b->in, i, b->role[i]), 1);
    }
}

/* One row whose costs stand in a table. */
static void presence_fast(pb_board *b, const pb_need_row *r, const pb_place *p, int32_t *present, int sign)
{
    const pb_instance *in = b->in;
    const pb_money *table = r->table + (int64_t)p->slot0 * in->n_table;
    const int16_t *quanta = in->quanta + p->first;
    pb_money sum = 0;

    for (int32_t k = 0; k < p->n; k++, table += in->n_table) {
        int32_t was = present[k], now = was + sign * quanta[k];
        present[k] = now;
        sum += table[now] - table[was];
    }
    b->cover.soft += sum;
}

static void presence(pb_board *b, int32_t agent, int32_t place, int sign)
{
    const pb_instance *in = b->in;
    const pb_place *p = &in->places[place];

    for (int32_t i = in->agent_row0[agent]; i < in->agent_row0[agent + 1]; i++) {
        int32_t row = in->agent_rows[i];
        const pb_need_row *r = &in->rows[row];
        int32_t *present = b->present + (int64_t)row * in->grid.n_slots + p->slot0;
        if (r->table) {
            presence_fast(b, r, p, present, sign);
            continue;
        }
        for (int32_t k = 0; k < p->n; k++) {
            int q = in->quanta[p->first + k];
            if (!q)
                continue;
            add(&b->cover, pb_need_cost(in, r, p->slot0 + k, present[k] * in->quantum_min), -1);
            present[k] += sign * q;
            add(&b->cover, pb_need_cost(in, r, p->slot0 + k, present[k] * in->quantum_min), 1);
        }
    }
}

/* The last day that one of the two places touches. */
static int32_t last_day(const pb_instance *in, int32_t x, int32_t y)
{
    int32_t last = 0, places[2] = {x, y};
    for (int i = 0; i < 2; i++) {
        const pb_place *p = &in->places[places[i]];
        int32_t slot = p->slot0 + p->n - 1;
        if (places[i] && slot >= 0 && pb_grid_day(&in->grid, slot) > last)
            last = pb_grid_day(&in->grid, slot);
    }
    return last;
}

void pb_board_set(pb_board *b, int32_t agent, int32_t day, int32_t place)
{
    const pb_instance *in = b->in;
    int64_t at = (int64_t)agent * in->n_days + day;
    int32_t old = b->alts[at], now = in->places[place].alt;

    if (b->place[at] == place)
        return;
    if (b->place[at])
        presence(b, agent, b->place[at], -1);
    if (place)
        presence(b, agent, place, 1);
    if (in->n_work)
        pb_board_work(b, day, last_day(in, b->place[at], place));
    if (old != now && in->n_pairs)
        pairs_of(b, agent, day, -1);
    b->place[at] = place;
    b->alts[at] = now;
    if (old == now)
        return;
    if (in->n_pairs)
        pairs_of(b, agent, day, 1);
    if (in->n_role) {
        roles_of(b, agent, old, day, -1);
        roles_of(b, agent, now, day, 1);
    }
}

/* Distance from the share of the total: |n W - w T| / W (pb_money_unfair). */
pb_line_sum pb_fair_cost(const pb_fair *f, int32_t k, int64_t count, int64_t total)
{
    int64_t d = (count + f->base[k]) * f->weights - f->weight[k] * total;
    pb_line_sum c = {0, 0};

    if (d < 0)
        d = -d;
    if (f->hard) /* a whole unit away is broken, the rest cannot be helped */
        c.hard = d >= f->weights * f->per ? d * 1000 / (f->weights * f->per) : 0;
    else
        c.soft = pb_money_of(f->price, pb_money_unfair(d, f->weights * f->per), 10 * f->weights * f->per);
    return c;
}

pb_line_sum pb_fair_sum(const pb_fair *f, const int64_t *counts, int64_t total)
{
    pb_line_sum c = {0, 0};
    for (int32_t k = 0; k < f->n; k++)
        add(&c, pb_fair_cost(f, k, counts[f->agent[k]], total), 1);
    return c;
}

int64_t pb_fair_total(const pb_fair *f, const int64_t *counts)
{
    int64_t total = 0;
    for (int32_t k = 0; k < f->n; k++)
        total += counts[f->agent[k]] + f->base[k];
    return total;
}

static pb_line_sum fair_cost(const pb_instance *in, int32_t i, const int64_t *counts)
{
    return pb_fair_sum(&in->fair[i], counts, pb_fair_total(&in->fair[i], counts));
}

void pb_board_line(pb_board *b, int32_t agent)
{
    const pb_instance *in = b->in;
    const int32_t *alts = b->alts + (int64_t)agent * in->n_days;

    add(&b->lines, b->line[agent], -1);
    b->line[agent] = pb_line_judge(in, agent, alts, NULL);
    add(&b->lines, b->line[agent], 1);
    for (int32_t i = 0; i < in->n_fair; i++) {
        int64_t *counts = b->fair + (int64_t)i * in->n_agents;
        int64_t n = pb_line_fair(&in->fair[i], alts, in->n_days);
        if (n == counts[agent])
            continue;
        counts[agent] = n;
        add(&b->fairs, b->fair_sum[i], -1);
        b->fair_sum[i] = fair_cost(in, i, counts);
        add(&b->fairs, b->fair_sum[i], 1);
    }
}

void pb_board_present(pb_board *b, int32_t agent, int32_t slot, int32_t minutes)
{
    const pb_instance *in = b->in;

    for (int32_t i = in->agent_row0[agent]; i < in->agent_row0[agent + 1]; i++) {
        int32_t row = in->agent_rows[i];
        int32_t *present = &b->present[(int64_t)row * in->grid.n_slots + slot];
        add(&b->cover, pb_need_cost(in, &in->rows[row], slot, *present * in->quantum_min), -1);
        *present += minutes / in->quantum_min;
        add(&b->cover, pb_need_cost(in, &in->rows[row], slot, *present * in->quantum_min), 1);
    }
}

pb_line_sum pb_board_sum(const pb_board *b)
{
    pb_line_sum s = b->lines;
    add(&s, b->cover, 1);
    add(&s, b->roles, 1);
    add(&s, b->pairs, 1);
    add(&s, b->fairs, 1);
    add(&s, b->works, 1);
    return s;
}

static void start_sums(pb_board *b)
{
    const pb_instance *in = b->in;
    for (int32_t r = 0; r < in->n_rows; r++)
        for (int32_t t = 0; t < in->grid.n_slots; t++) {
            b->present[(int64_t)r * in->grid.n_slots + t] = in->rows[r].base[t] / in->quantum_min;
            add(&b->cover, pb_need_cost(in, &in->rows[r], t, in->rows[r].base[t]), 1);
        }
    pb_board_work(b, 0, in->n_days);
    for (int32_t i = 0; i < in->n_role; i++)
        add(&b->roles, pb_role_cost(in, i, 0), 1);
    for (int32_t i = 0; i < in->n_fair; i++) {
        b->fair_sum[i] = fair_cost(in, i, b->fair + (int64_t)i * in->n_agents);
        add(&b->fairs, b->fair_sum[i], 1);
    }
}

pb_board *pb_board_new(pb_arena *a, const pb_instance *in)
{
    pb_board *b = PB_NEW(a, pb_board);
    size_t cells = (size_t)in->n_agents * in->n_days;

    if (!b)
        return NULL;
    b->in = in;
    b->place = PB_NEW_ARRAY(a, cells, int32_t);
    b->alts = PB_NEW_ARRAY(a, cells, int32_t);
    b->present = PB_NEW_ARRAY(a, (size_t)in->n_rows * in->grid.n_slots, int32_t);
    b->role = PB_NEW_ARRAY(a, in->n_role, int32_t);
    b->fair = PB_NEW_ARRAY(a, (size_t)in->n_fair * in->n_agents, int64_t);
    b->fair_sum = PB_NEW_ARRAY(a, in->n_fair, pb_line_sum);
    b->line = PB_NEW_ARRAY(a, in->n_agents, pb_line_sum);
    b->done = PB_NEW_ARRAY(a, (size_t)in->n_work * in->grid.n_slots, int64_t);
    b->late = PB_NEW_ARRAY(a, (size_t)in->n_work * in->n_days, pb_line_sum);
    if (!b->place || !b->alts || !b->present || !b->role || !b->fair || !b->fair_sum || !b->line ||
        !b->done || !b->late)
        return NULL;
    start_sums(b);
    for (int32_t agent = 0; agent < in->n_agents; agent++) {
        for (int32_t day = 0; day < in->n_days; day++)
            if (in->fixed_place[(int64_t)agent * in->n_days + day] > 0)
                pb_board_set(b, agent, day, in->fixed_place[(int64_t)agent * in->n_days + day]);
        pb_board_line(b, agent);
    }
    return b;
}

void pb_board_parts(const pb_board *b, pb_money *by_rule)
{
    const pb_instance *in = b->in;

    memset(by_rule, 0, PB_N_RULES * sizeof *by_rule);
    for (int32_t agent = 0; agent < in->n_agents; agent++)
        (void)pb_line_judge(in, agent, b->alts + (int64_t)agent * in->n_days, by_rule);
    for (int32_t r = 0; r < in->n_rows; r++)
        for (int32_t t = 0; t < in->grid.n_slots; t++) {
            int32_t p = b->present[(int64_t)r * in->grid.n_slots + t] * in->quantum_min;
            by_rule[p > pb_need_present(&in->rows[r], t) ? PB_RULE_OVER_COVER : in->rows[r].name] +=
                pb_need_cost(in, &in->rows[r], t, p).soft;
        }
    by_rule[PB_RULE_ROLE_ON_SHIFT] += b->roles.soft;
    by_rule[PB_RULE_DEFERRED_LATE] += b->works.soft;
    for (int32_t i = 0; i < in->n_fair; i++)
        by_rule[in->fair[i].name] += b->fair_sum[i].soft;
    for (int32_t i = 0; i < in->n_pairs; i++)
        for (int32_t d = 0; d < in->n_days; d++)
            by_rule[in->pairs[i].together ? PB_RULE_TOGETHER : PB_RULE_APART] +=
                pair_cost(b, &in->pairs[i], d).soft;
}
