/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A range of days of one person, the rest given: what the rest has used, and which ends it accepts. */
#include "planner/pricer.h"

static int32_t step(const pb_problem *p, const pb_person *q, int32_t state, int32_t day, int32_t choice)
{
    const pb_pattern *t = q->pattern;
    int16_t sym = t->symbol[(size_t)day * (size_t)p->n_choices + (size_t)choice];
    return t->next[(size_t)state * (size_t)t->n_symbols + (size_t)sym];
}

static int32_t step_price(const pb_problem *p, const pb_person *q, int32_t state, int32_t day, int32_t choice)
{
    const pb_pattern *t = q->pattern;
    if (t->price == NULL)
        return 0;
    int16_t sym = t->symbol[(size_t)day * (size_t)p->n_choices + (size_t)choice];
    return t->price[(size_t)state * (size_t)t->n_symbols + (size_t)sym];
}

void pb_view_whole(const pb_problem *p, int32_t person, pb_view *ret)
{
    *ret = (pb_view){.person = person, .day0 = 0, .day1 = p->n_days, .start = p->people[person].start};
}

/* Use of resource r in the window that is open across `border`: on its days before that, or from there on, where
 * first_worked says whether the day before it is worked. */
static int32_t use_between(const pb_person *q, const pb_resource *r, const pb_choice *days,
                           int32_t border, bool before_border, bool first_worked)
{
    for (int32_t w = 0; w < r->n_windows; w++) {
        const pb_window *v = &r->windows[w];
        if (v->last < border || v->first > border || (before_border && v->first == border))
            continue;
        int32_t from = before_border ? v->first : border, to = before_border ? border - 1 : v->last, sum = 0;
        for (int32_t d = from; d <= to; d++) {
            bool before = d == 0 ? q->pattern->worked[q->start] != 0 : days[d - 1].choice != PB_CHOICE_OFF;
            if (!before_border && d == border)
                before = first_worked;
            if (pb_resource_counts(r, d, before))
                sum += r->use[days[d].choice];
        }
        return sum;
    }
    return 0;
}

/* What the given days from day1 on cost, started in a state; -1 when they are not lawful from it. */
static int32_t suffix_price(const pb_problem *p, const pb_person *q, const pb_choice *days, int32_t day1,
                            int32_t state)
{
    int32_t sum = 0;
    for (int32_t d = day1; d < p->n_days; d++) {
        sum += step_price(p, q, state, d, days[d].choice);
        state = step(p, q, state, d, days[d].choice);
        if (state < 0)
            return -1;
    }
    return q->pattern->final != NULL && !q->pattern->final[state] ? -1 : sum;
}

/* A window that begins on day1 lies outside the view, but where its first day counts only after a day
 * off, the view's last day decides about it: that goes into the price of the end. -1 = forbidden. */
static int32_t next_window_price(const pb_person *q, const pb_choice *days, int32_t day1,
                                 bool worked)
{
    int64_t sum = 0, broken = 0;
    for (int32_t r = 0; r < q->n_resources; r++) {
        const pb_resource *res = &q->resources[r];
        if (res->count == NULL || res->count[day1] != PB_COUNT_FRESH)
            continue;
        for (int32_t w = 0; w < res->n_windows; w++)
            if (res->windows[w].first == day1)
                sum += pb_window_cost(&res->windows[w], use_between(q, res, days, day1, false, worked), &broken);
    }
    return broken > 0 ? -1 : (int32_t)sum;
}

void pb_view_part(const pb_problem *p, int32_t person, const pb_choice *days, int32_t day0, int32_t day1,
                  int32_t *last_price, pb_view *ret)
{
    const pb_person *q = &p->people[person];
    *ret = (pb_view){.person = person, .day0 = day0, .day1 = day1, .start = q->start};
    for (int32_t d = 0; d < day0 && ret->start >= 0; d++)
        ret->start = step(p, q, ret->start, d, days[d].choice);
    for (int32_t r = 0; r < q->n_resources; r++) {
        const pb_resource *res = &q->resources[r];
        ret->used[r] = use_between(q, res, days, day0, true, false);
        if (day1 < p->n_days)
            for (int w = 0; w < 2; w++)
                ret->tail[w * q->n_resources + r] = use_between(q, res, days, day1, false, w != 0);
    }
    if (day1 == p->n_days)
        return;
    int32_t after[2];
    for (int w = 0; w < 2; w++)
        after[w] = next_window_price(q, days, day1, w != 0);
    for (int32_t s = 0; s < q->pattern->n_states; s++) {
        int32_t more = after[q->pattern->worked[s]];
        last_price[s] = suffix_price(p, q, days, day1, s);
        last_price[s] = last_price[s] < 0 || more < 0 ? -1 : last_price[s] + more;
    }
    ret->last_price = last_price;
}

/* The sum of a window's use when the view's days are these. */
static int64_t window_use(const pb_problem *p, const pb_view *v, int32_t r, const pb_window *w,
                          const int16_t *choices)
{
    const pb_person *q = &p->people[v->person];
    const pb_resource *res = &q->resources[r];
    int64_t sum = w->first < v->day0 ? v->used[r] : 0;
    int32_t from = w->first > v->day0 ? w->first : v->day0, to = w->last < v->day1 - 1 ? w->last : v->day1 - 1;
    for (int32_t d = from; d <= to; d++) {
        bool before = d == v->day0 ? q->pattern->worked[v->start] != 0
                                   : choices[d - 1 - v->day0] != PB_CHOICE_OFF;
        if (pb_resource_counts(res, d, before))
            sum += res->use[choices[d - v->day0]];
    }
    if (w->last >= v->day1)
        sum += v->tail[(choices[v->day1 - 1 - v->day0] != PB_CHOICE_OFF) * q->n_resources + r];
    return sum;
}

int64_t pb_view_window_use(const pb_problem *p, const pb_view *v, int32_t r, int32_t window,
                           const int16_t *choices)
{
    const pb_window *w = &p->people[v->person].resources[r].windows[window];
    if (w->last < v->day0 || w->first >= v->day1)
        return -1;
    return window_use(p, v, r, w, choices);
}

int64_t pb_view_cost(const pb_problem *p, const pb_view *v, const int32_t *cost, int32_t scale,
                     const int16_t *choices, int64_t *ret_broken)
{
    const pb_person *q = &p->people[v->person];
    int64_t sum = 0, own = 0, broken = 0;
    int32_t state = v->start;
    for (int32_t d = v->day0; d < v->day1 && state >= 0; d++) {
        int16_t c = choices[d - v->day0];
        size_t at = (size_t)d * (size_t)p->n_choices + (size_t)c;
        sum += cost[at];
        own += q->price == NULL ? 0 : q->price[at];
        own += step_price(p, q, state, d, c);
        state = step(p, q, state, d, c);
    }
    bool at_end = state >= 0;
    if (at_end && v->last_price != NULL)
        at_end = v->last_price[state] >= 0;
    else if (at_end && q->pattern->final != NULL)
        at_end = q->pattern->final[state];
    if (!at_end)
        broken++;
    else if (v->last_price != NULL)
        own += v->last_price[state];
    for (int32_t r = 0; r < q->n_resources; r++)
        for (int32_t w = 0; w < q->resources[r].n_windows; w++) {
            int64_t used = pb_view_window_use(p, v, r, w, choices);
            if (used >= 0)
                own += pb_window_cost(&q->resources[r].windows[w], used, &broken);
        }
    *ret_broken = broken;
    return sum + own * scale;
}
