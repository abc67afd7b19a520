/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A roster with its counts and its cost, kept up to date. */
#include "planner/engine_private.h"

#include <string.h>

pb_status eng_roster_make(const engine *e, pb_arena *a, eng_roster *ret)
{
    const pb_problem *p = e->p;
    ret->at = PB_NEW_ARRAY(a, (size_t)p->n_people * (size_t)p->n_days, pb_choice);
    ret->count = PB_NEW_ARRAY(a, (size_t)p->n_rows, int32_t);
    ret->cost = INT64_MAX;
    return ret->at == NULL || ret->count == NULL ? PB_ERR_NOMEM : PB_OK;
}

void eng_roster_copy(const engine *e, eng_roster *to, const eng_roster *from)
{
    memcpy(to->at, from->at, (size_t)e->p->n_people * (size_t)e->p->n_days * sizeof *to->at);
    memcpy(to->count, from->count, (size_t)e->p->n_rows * sizeof *to->count);
    to->cost = from->cost;
}

void eng_roster_count(const engine *e, eng_roster *r, int64_t *ret_broken)
{
    const pb_problem *p = e->p;
    memset(r->count, 0, (size_t)p->n_rows * sizeof *r->count);
    r->cost = p->base_cost;
    *ret_broken = 0;
    for (int32_t i = 0; i < p->n_people; i++) {
        int64_t broken;
        r->cost += pb_person_cost(p, i, r->at + eng_cell(e, i, 0), &broken);
        *ret_broken += broken;
        for (int32_t d = 0; d < p->n_days; d++)
            pb_cell_count(p, p->people[i].traits, d, r->at[eng_cell(e, i, d)], 1, r->count);
    }
    for (int32_t k = 0; k < p->n_rows; k++)
        r->cost += pb_row_cost(p, &p->rows[k], r->count[k]);
}

/* Changes the count of the rows of a span by `by` each, with the cost. */
static void span_change(const engine *e, eng_roster *r, uint64_t traits, const pb_unit_span *s, int by)
{
    const pb_problem *p = e->p;
    for (int32_t k = p->unit_row[s->first]; k < p->unit_row[s->first + s->n]; k++) {
        int sign = by * pb_row_sign(&p->rows[k], traits);
        if (sign == 0)
            continue;
        r->cost -= pb_row_cost(p, &p->rows[k], r->count[k]);
        r->count[k] += sign;
        r->cost += pb_row_cost(p, &p->rows[k], r->count[k]);
    }
}

static void cell_change(const engine *e, eng_roster *r, uint64_t traits, int32_t day, pb_choice c, int by)
{
    const pb_problem *p = e->p;
    const pb_cell_cover *cell = &p->cells[(size_t)day * (size_t)p->n_choices + (size_t)c.choice];
    for (int32_t i = 0; i < cell->n_spans; i++)
        span_change(e, r, traits, &p->spans[cell->first_span + i], by);
    int32_t rest = c.holes;
    for (int32_t g = 0; g < cell->n_groups; g++) {
        const pb_break_group *group = &p->groups[cell->first_group + g];
        span_change(e, r, traits, &p->holes[group->first + rest % group->n], -by);
        rest /= group->n;
    }
}

void eng_roster_put(const engine *e, eng_roster *r, int32_t person, int32_t day0, int32_t day1,
                    const pb_choice *days)
{
    pb_choice *mine = r->at + eng_cell(e, person, 0);
    uint64_t traits = e->p->people[person].traits;
    int64_t broken;
    r->cost -= pb_person_cost(e->p, person, mine, &broken);
    for (int32_t d = day0; d < day1; d++) {
        if (mine[d].choice == days[d].choice && mine[d].holes == days[d].holes)
            continue;
        cell_change(e, r, traits, d, mine[d], -1);
        mine[d] = days[d];
        cell_change(e, r, traits, d, mine[d], 1);
    }
    r->cost += pb_person_cost(e->p, person, mine, &broken);
}

bool eng_offer(engine *e, const eng_roster *r, const char *stage)
{
    if (r->cost >= e->best.cost)
        return false;
    eng_roster *b = &e->best;
    int64_t had = b->cost, broken;
    memcpy(e->spare.at, r->at, (size_t)e->p->n_people * (size_t)e->p->n_days * sizeof *r->at);
    eng_roster_count(e, &e->spare, &broken);
    if (broken > 0 || e->spare.cost >= had)
        return false;
    eng_roster_copy(e, b, &e->spare);
    eng_log(e, "best %lld bound %lld stage %s", (long long)b->cost, (long long)e->bound, stage);
    return true;
}

void eng_raise_bound(engine *e, int64_t bound)
{
    if (bound <= e->bound)
        return;
    e->bound = bound;
    eng_log(e, "bound %lld", (long long)bound);
}
