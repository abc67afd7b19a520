/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "planner/problem.h"

static bool steps_ok(const pb_problem *p, int32_t first, int32_t n)
{
    if (first < 0 || n < 0 || n > p->n_steps - first)
        return false;
    for (int32_t i = 0; i < n; i++) {
        const pb_step *s = &p->steps[first + i];
        if (s->price < 0 || (i + 1 < n && (s->width < 1 || s->price > s[1].price)))
            return false;
    }
    return true;
}

static bool rows_ok(const pb_problem *p)
{
    if (p->unit_row[0] != 0 || p->unit_row[p->n_units] != p->n_rows)
        return false;
    for (int32_t u = 0; u < p->n_units; u++) {
        if (p->unit_row[u] > p->unit_row[u + 1])
            return false;
        for (int32_t r = p->unit_row[u]; r < p->unit_row[u + 1]; r++)
            if (p->rows[r].unit != u)
                return false;
    }
    for (int32_t r = 0; r < p->n_rows; r++)
        if (!steps_ok(p, p->rows[r].first_under, p->rows[r].n_under) ||
            !steps_ok(p, p->rows[r].first_over, p->rows[r].n_over))
            return false;
    return true;
}

static bool span_ok(const pb_problem *p, const pb_unit_span *s)
{
    return s->first >= 0 && s->n >= 0 && s->n <= p->n_units - s->first;
}

static bool cell_ok(const pb_problem *p, const pb_cell_cover *c)
{
    if (c->first_span < 0 || c->n_spans < 0 || c->n_spans > p->n_spans - c->first_span ||
        c->first_group < 0 || c->n_groups < 0 || c->n_groups > p->n_groups - c->first_group)
        return false;
    int64_t options = 1;
    for (int32_t g = 0; g < c->n_groups && options <= UINT16_MAX; g++)
        options *= p->groups[c->first_group + g].n;
    return options <= UINT16_MAX;
}

static bool cells_ok(const pb_problem *p)
{
    for (int32_t i = 0; i < p->n_spans; i++)
        if (!span_ok(p, &p->spans[i]))
            return false;
    for (int32_t i = 0; i < p->n_holes; i++)
        if (!span_ok(p, &p->holes[i]))
            return false;
    for (int32_t i = 0; i < p->n_groups; i++)
        if (p->groups[i].first < 0 || p->groups[i].n < 1 || p->groups[i].n > p->n_holes - p->groups[i].first)
            return false;
    for (int64_t i = 0; i < (int64_t)p->n_days * p->n_choices; i++)
        if (!cell_ok(p, &p->cells[i]))
            return false;
    return true;
}

static bool resource_ok(const pb_problem *p, const pb_resource *r)
{
    for (int32_t c = 0; c < p->n_choices; c++)
        if (r->use[c] < 0)
            return false;
    int32_t day = 0;
    for (int32_t w = 0; w < r->n_windows; w++) {
        const pb_window *v = &r->windows[w];
        if (v->first < day || v->last < v->first || v->last >= p->n_days || v->min > v->soft_min ||
            v->soft_min > v->soft_max || v->soft_max > v->max ||
            v->under_price < 0 || v->over_price < 0)
            return false;
        day = v->last + 1;
    }
    return true;
}

static bool person_ok(const pb_problem *p, const pb_person *q)
{
    const pb_pattern *t = q->pattern;
    if (q->start < 0 || q->start >= t->n_states || q->n_resources < 0 || q->n_resources > PB_MAX_RESOURCES)
        return false;
    for (int64_t i = 0; i < (int64_t)p->n_days * p->n_choices; i++)
        if (t->symbol[i] < 0 || t->symbol[i] >= t->n_symbols)
            return false;
    for (int32_t i = 0; i < q->n_resources; i++)
        if (!resource_ok(p, &q->resources[i]))
            return false;
    return true;
}

pb_status pb_problem_check(const pb_problem *p)
{
    if (p->n_people < 1 || p->n_days < 1 || p->n_choices < 1 || p->n_choices > PB_MAX_CHOICES ||
        p->n_words != (p->n_choices + 63) / 64 || p->n_units < 0 || p->n_rows < 0)
        return PB_ERR_DOMAIN;
    if (!rows_ok(p) || !cells_ok(p))
        return PB_ERR_DOMAIN;
    for (int32_t i = 0; i < p->n_people; i++)
        if (!person_ok(p, &p->people[i]))
            return PB_ERR_DOMAIN;
    return PB_OK;
}

static int64_t steps_cost(const pb_step *s, int32_t n, int64_t units)
{
    int64_t cost = 0;
    for (int32_t i = 0; i < n && units > 0; i++) {
        int64_t w = i + 1 < n && s[i].width < units ? s[i].width : units;
        cost += w * s[i].price;
        units -= w;
    }
    return cost;
}

int64_t pb_row_cost(const pb_problem *p, const pb_cover_row *row, int64_t count)
{
    int64_t missing = row->need - count;
    return missing > 0 ? steps_cost(p->steps + row->first_under, row->n_under, missing)
                       : steps_cost(p->steps + row->first_over, row->n_over, -missing);
}

static void span_count(const pb_problem *p, uint64_t traits, const pb_unit_span *s, int sign, int32_t *count)
{
    for (int32_t r = p->unit_row[s->first]; r < p->unit_row[s->first + s->n]; r++)
        count[r] += sign * pb_row_sign(&p->rows[r], traits);
}

void pb_cell_count(const pb_problem *p, uint64_t traits, int32_t day, pb_choice c, int sign, int32_t *count)
{
    const pb_cell_cover *cell = &p->cells[(size_t)day * (size_t)p->n_choices + (size_t)c.choice];
    for (int32_t i = 0; i < cell->n_spans; i++)
        span_count(p, traits, &p->spans[cell->first_span + i], sign, count);
    int32_t rest = c.holes;
    for (int32_t g = 0; g < cell->n_groups; g++) {
        const pb_break_group *group = &p->groups[cell->first_group + g];
        span_count(p, traits, &p->holes[group->first + rest % group->n], -sign, count);
        rest /= group->n;
    }
}

/* The state before day 0 tells whether that day was worked; within the plan a day is worked when its
 * symbol leads to a worked state, or plainly when it is not off where the sequence is broken. */
static int64_t resource_cost(const pb_person *q, const pb_resource *r, const pb_choice *days, int64_t *broken)
{
    int64_t cost = 0;
    for (int32_t w = 0; w < r->n_windows; w++) {
        int64_t used = 0;
        for (int32_t d = r->windows[w].first; d <= r->windows[w].last; d++) {
            bool before = d == 0 ? q->pattern->worked[q->start] != 0 : days[d - 1].choice != PB_CHOICE_OFF;
            if (pb_resource_counts(r, d, before))
                used += r->use[days[d].choice];
        }
        cost += pb_window_cost(&r->windows[w], used, broken);
    }
    return cost;
}

int64_t pb_person_cost(const pb_problem *p, int32_t person, const pb_choice *days, int64_t *ret_broken)
{
    const pb_person *q = &p->people[person];
    const pb_pattern *t = q->pattern;
    int64_t cost = 0, broken = 0;
    int32_t state = q->start;
    for (int32_t d = 0; d < p->n_days; d++) {
        size_t cell = (size_t)d * (size_t)p->n_choices + (size_t)days[d].choice;
        if (!pb_allows(p, q, d, days[d].choice))
            broken++;
        if (q->price != NULL)
            cost += q->price[cell];
        size_t step = (size_t)state * (size_t)t->n_symbols + (size_t)t->symbol[cell];
        if (t->price != NULL)
            cost += t->price[step];
        if (t->next[step] < 0)
            broken++;
        else
            state = t->next[step];
    }
    if (t->final != NULL && !t->final[state])
        broken++;
    for (int32_t i = 0; i < q->n_resources; i++)
        cost += resource_cost(q, &q->resources[i], days, &broken);
    *ret_broken = broken;
    return cost;
}

pb_status pb_problem_cost(const pb_problem *p, const pb_choice *roster, const pb_allocator *al, pb_cost *ret)
{
    int32_t *count = pb_alloc(al, (size_t)p->n_rows + 1, sizeof *count);
    if (count == NULL)
        return PB_ERR_NOMEM;
    pb_cost sum = {0};
    for (int32_t i = 0; i < p->n_people; i++) {
        const pb_choice *days = roster + (size_t)i * (size_t)p->n_days;
        int64_t broken = 0;
        sum.people += pb_person_cost(p, i, days, &broken);
        sum.broken += broken;
        for (int32_t d = 0; d < p->n_days; d++)
            pb_cell_count(p, p->people[i].traits, d, days[d], 1, count);
    }
    for (int32_t r = 0; r < p->n_rows; r++)
        sum.cover += pb_row_cost(p, &p->rows[r], count[r]);
    sum.cost = p->base_cost + sum.people + sum.cover;
    pb_free(al, count);
    *ret = sum;
    return PB_OK;
}
