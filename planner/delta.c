/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "planner/delta_parts.h"

#include <string.h>

/* Lists of the role rows of each day and the pairs of each agent. */
static bool list_roles(pb_arena *a, pb_delta *t)
{
    const pb_instance *in = t->in;
    int32_t *day0 = PB_NEW_ARRAY(a, (size_t)in->n_days + 1, int32_t), *rows = PB_NEW_ARRAY(a, in->n_role, int32_t), n = 0;

    t->role_diff = PB_NEW_ARRAY(a, in->n_role, int32_t);
    if (!day0 || !rows || !t->role_diff)
        return false;
    for (int32_t day = 0; day < in->n_days; day++) {
        day0[day] = n;
        for (int32_t i = 0; i < in->n_role; i++)
            if (in->role[i].day == day)
                rows[n++] = i;
    }
    day0[in->n_days] = n;
    t->role_day0 = day0;
    t->role_rows = rows;
    return true;
}

static bool list_pairs(pb_arena *a, pb_delta *t)
{
    const pb_instance *in = t->in;
    int32_t *of0 = PB_NEW_ARRAY(a, (size_t)in->n_agents + 1, int32_t),
            *pairs = PB_NEW_ARRAY(a, 2 * (size_t)in->n_pairs, int32_t), n = 0;

    if (!of0 || !pairs)
        return false;
    for (int32_t agent = 0; agent < in->n_agents; agent++) {
        of0[agent] = n;
        for (int32_t i = 0; i < in->n_pairs; i++)
            if (in->pairs[i].a == agent || in->pairs[i].b == agent)
                pairs[n++] = i;
    }
    of0[in->n_agents] = n;
    t->pair0 = of0;
    t->pairs = pairs;
    return true;
}

pb_delta *pb_delta_new(pb_arena *a, pb_board *b)
{
    pb_delta *t = PB_NEW(a, pb_delta);

    if (!t)
        return NULL;
    t->in = b->in;
    t->b = b;
    if (!list_roles(a, t) || !list_pairs(a, t) || !pb_delta_cover_new(a, t) || !pb_delta_works_new(a, t) ||
        !pb_delta_lines_new(a, t) || !pb_delta_fair_new(a, t))
        return NULL;
    pb_delta_reset(t);
    return t;
}

void pb_delta_reset(pb_delta *t)
{
    t->n = 0;
    pb_delta_cover_reset(t);
    pb_delta_works_reset(t);
    pb_delta_lines_reset(t);
    pb_delta_fair_reset(t);
}

static int32_t alt_of(const pb_delta *t, int32_t place)
{
    return t->in->places[place].alt;
}

static pb_line_sum roles_try(pb_delta *t)
{
    const pb_instance *in = t->in;
    pb_line_sum sum = {0, 0};

    for (int i = 0; i < t->n; i++) {
        const pb_change *c = &t->list[i];
        for (int32_t k = t->role_day0[c->day]; k < t->role_day0[c->day + 1]; k++) {
            const pb_role_row *r = &in->role[t->role_rows[k]];
            if (r->member[c->agent])
                t->role_diff[t->role_rows[k]] += r->match[alt_of(t, c->now)] - r->match[alt_of(t, c->old)];
        }
    }
    for (int i = 0; i < t->n; i++)
        for (int32_t k = t->role_day0[t->list[i].day]; k < t->role_day0[t->list[i].day + 1]; k++) {
            int32_t row = t->role_rows[k], diff = t->role_diff[row];
            if (!diff)
                continue;
            pb_sum_add(&sum, pb_role_cost(in, row, t->b->role[row] + diff));
            pb_sum_take(&sum, pb_role_cost(in, row, t->b->role[row]));
            t->role_diff[row] = 0;
        }
    return sum;
}

/* The alternative of a cell once the changes are made; ret_first: is change i the first to touch the pair that day? */
static int32_t alt_after(const pb_delta *t, int32_t agent, int32_t day, int before, bool *ret_seen)
{
    for (int i = 0; i < t->n; i++)
        if (t->list[i].agent == agent && t->list[i].day == day) {
            *ret_seen = *ret_seen || i < before;
            return alt_of(t, t->list[i].now);
        }
    return t->b->alts[(int64_t)agent * t->in->n_days + day];
}

static pb_line_sum pairs_try(const pb_delta *t)
{
    const pb_instance *in = t->in;
    pb_line_sum sum = {0, 0};

    for (int i = 0; i < t->n; i++) {
        const pb_change *c = &t->list[i];
        for (int32_t k = t->pair0[c->agent]; k < t->pair0[c->agent + 1]; k++) {
            const pb_pair *p = &in->pairs[t->pairs[k]];
            bool seen = false;
            int32_t x = alt_after(t, p->a, c->day, i, &seen), y = alt_after(t, p->b, c->day, i, &seen);
            if (seen)
                continue;
            pb_sum_add(&sum, pb_pair_cost(in, p, c->day, x, y));
            pb_sum_take(&sum, pb_pair_cost(in, p, c->day, t->b->alts[(int64_t)p->a * in->n_days + c->day],
                                           t->b->alts[(int64_t)p->b * in->n_days + c->day]));
        }
    }
    return sum;
}

pb_line_sum pb_delta_try(pb_delta *t, const pb_change *list, int n)
{
    pb_line_sum sum;

    memcpy(t->list, list, (size_t)n * sizeof *list);
    t->n = n;
    t->lines_change = false;
    for (int i = 0; i < n; i++)
        t->lines_change = t->lines_change || alt_of(t, list[i].old) != alt_of(t, list[i].now);
    sum = pb_delta_cover_try(t);
    if (t->in->n_work)
        pb_sum_add(&sum, pb_delta_works_try(t));
    if (!t->lines_change)
        return sum;
    t->tried_roles = t->in->n_role ? roles_try(t) : (pb_line_sum){0, 0};
    t->tried_pairs = t->in->n_pairs ? pairs_try(t) : (pb_line_sum){0, 0};
    pb_sum_add(&sum, t->tried_roles);
    pb_sum_add(&sum, t->tried_pairs);
    pb_sum_add(&sum, pb_delta_lines_try(t));
    if (t->in->n_fair)
        pb_sum_add(&sum, pb_delta_fair_try(t));
    return sum;
}

static void roles_keep(pb_delta *t)
{
    const pb_instance *in = t->in;

    pb_sum_add(&t->b->roles, t->tried_roles);
    for (int i = 0; i < t->n; i++) {
        const pb_change *c = &t->list[i];
        for (int32_t k = t->role_day0[c->day]; k < t->role_day0[c->day + 1]; k++) {
            const pb_role_row *r = &in->role[t->role_rows[k]];
            if (r->member[c->agent])
                t->b->role[t->role_rows[k]] += r->match[alt_of(t, c->now)] - r->match[alt_of(t, c->old)];
        }
    }
}

void pb_delta_keep(pb_delta *t)
{
    if (t->lines_change) {
        pb_delta_fair_keep(t);
        pb_delta_lines_keep(t);
        roles_keep(t);
        pb_sum_add(&t->b->pairs, t->tried_pairs);
    }
    pb_delta_cover_keep(t);
    if (t->in->n_work)
        pb_delta_works_keep(t);
    for (int i = 0; i < t->n; i++) {
        const pb_change *c = &t->list[i];
        int64_t at = (int64_t)c->agent * t->in->n_days + c->day;
        t->b->place[at] = c->now;
        t->b->alts[at] = alt_of(t, c->now);
    }
    t->n = 0;
}
