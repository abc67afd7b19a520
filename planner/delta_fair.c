/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Fair shares: what one member's count changes for all others is only the total. */
#include "planner/delta_parts.h"

bool pb_delta_fair_new(pb_arena *a, pb_delta *t)
{
    const pb_instance *in = t->in;
    pb_delta_fair *f = &t->fair;
    int32_t *member = PB_NEW_ARRAY(a, (size_t)in->n_fair * (size_t)in->n_agents, int32_t);

    f->total = PB_NEW_ARRAY(a, in->n_fair, int64_t);
    f->tried_total = PB_NEW_ARRAY(a, in->n_fair, int64_t);
    f->tried = PB_NEW_ARRAY(a, in->n_fair, pb_line_sum);
    f->memo = PB_NEW_ARRAY(a, (size_t)in->n_fair * PB_FAIR_TOTALS, pb_fair_memo);
    if (!member || !f->total || !f->tried_total || !f->tried || !f->memo)
        return false;
    for (int32_t i = 0; i < in->n_fair; i++) {
        for (int32_t agent = 0; agent < in->n_agents; agent++)
            member[(int64_t)i * in->n_agents + agent] = -1;
        for (int32_t k = 0; k < in->fair[i].n; k++)
            member[(int64_t)i * in->n_agents + in->fair[i].agent[k]] = k;
    }
    f->member = member;
    return true;
}

void pb_delta_fair_reset(pb_delta *t)
{
    const pb_instance *in = t->in;

    for (int32_t i = 0; i < in->n_fair; i++) {
        t->fair.total[i] = pb_fair_total(&in->fair[i], t->b->fair + (int64_t)i * in->n_agents);
        for (int32_t k = 0; k < PB_FAIR_TOTALS; k++)
            t->fair.memo[(int64_t)i * PB_FAIR_TOTALS + k].known = false;
    }
}

/* What all members cost with their counts as they stand, were the total another one. */
static pb_line_sum sum_at(pb_delta *t, int32_t i, int64_t total)
{
    uint64_t h = (uint64_t)total * 0x9E3779B97F4A7C15u >> 60;
    pb_fair_memo *m = &t->fair.memo[(int64_t)i * PB_FAIR_TOTALS + (int64_t)h];

    if (!m->known || m->total != total) {
        m->known = true;
        m->total = total;
        m->sum = pb_fair_sum(&t->in->fair[i], t->b->fair + (int64_t)i * t->in->n_agents, total);
    }
    return m->sum;
}

static pb_line_sum one_try(pb_delta *t, int32_t i)
{
    const pb_instance *in = t->in;
    const pb_fair *f = &in->fair[i];
    const int32_t *member = t->fair.member + (int64_t)i * in->n_agents;
    const int64_t *counts = t->b->fair + (int64_t)i * in->n_agents;
    int64_t total = t->fair.total[i];
    bool any = false;
    pb_line_sum sum;

    for (int32_t k = 0; k < t->lines.n_tried; k++) {
        const pb_tried_line *x = &t->lines.tried[k];
        if (member[x->agent] < 0 || x->counts[i] == counts[x->agent])
            continue;
        total += x->counts[i] - counts[x->agent];
        any = true;
    }
    t->fair.tried_total[i] = total;
    t->fair.tried[i] = t->b->fair_sum[i];
    if (!any)
        return (pb_line_sum){0, 0};
    sum = sum_at(t, i, total);
    for (int32_t k = 0; k < t->lines.n_tried; k++) {
        const pb_tried_line *x = &t->lines.tried[k];
        int32_t m = member[x->agent];
        if (m < 0 || x->counts[i] == counts[x->agent])
            continue;
        pb_sum_take(&sum, pb_fair_cost(f, m, counts[x->agent], total));
        pb_sum_add(&sum, pb_fair_cost(f, m, x->counts[i], total));
    }
    t->fair.tried[i] = sum;
    pb_sum_take(&sum, t->b->fair_sum[i]);
    return sum;
}

pb_line_sum pb_delta_fair_try(pb_delta *t)
{
    pb_line_sum sum = {0, 0};
    for (int32_t i = 0; i < t->in->n_fair; i++)
        pb_sum_add(&sum, one_try(t, i));
    return sum;
}

/* The remembered totals follow the members who change. */
static void follow(pb_delta *t, int32_t i, const pb_tried_line *x)
{
    const pb_instance *in = t->in;
    int32_t m = t->fair.member[(int64_t)i * in->n_agents + x->agent];
    int64_t *count = &t->b->fair[(int64_t)i * in->n_agents + x->agent];

    for (int32_t k = 0; m >= 0 && *count != x->counts[i] && k < PB_FAIR_TOTALS; k++) {
        pb_fair_memo *e = &t->fair.memo[(int64_t)i * PB_FAIR_TOTALS + k];
        if (!e->known)
            continue;
        pb_sum_take(&e->sum, pb_fair_cost(&in->fair[i], m, *count, e->total));
        pb_sum_add(&e->sum, pb_fair_cost(&in->fair[i], m, x->counts[i], e->total));
    }
    *count = x->counts[i];
}

void pb_delta_fair_keep(pb_delta *t)
{
    for (int32_t i = 0; i < t->in->n_fair; i++) {
        for (int32_t k = 0; k < t->lines.n_tried; k++)
            follow(t, i, &t->lines.tried[k]);
        pb_sum_take(&t->b->fairs, t->b->fair_sum[i]);
        pb_sum_add(&t->b->fairs, t->fair.tried[i]);
        t->b->fair_sum[i] = t->fair.tried[i];
        t->fair.total[i] = t->fair.tried_total[i];
    }
}
