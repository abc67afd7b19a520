/* SPDX-License-Identifier: GPL-3.0-or-later */
/* People who are alike in everything that the engine sees: one programme prices them all. */
#include "planner/kinds.h"

#include <string.h>

static bool same_resource(const pb_problem *p, const pb_resource *a, const pb_resource *b)
{
    if (a->n_windows != b->n_windows || (a->count == NULL) != (b->count == NULL))
        return false;
    if (a->use != b->use && memcmp(a->use, b->use, (size_t)p->n_choices * sizeof *a->use) != 0)
        return false;
    if (a->count != b->count && memcmp(a->count, b->count, (size_t)p->n_days) != 0)
        return false;
    for (int32_t w = 0; w < a->n_windows; w++)
        if (memcmp(&a->windows[w], &b->windows[w], sizeof a->windows[w]) != 0)
            return false;
    return true;
}

static bool alike(const engine *e, int32_t i, int32_t k)
{
    const pb_problem *p = e->p;
    const pb_person *a = &p->people[i], *b = &p->people[k];
    if (e->classes.of[i] != e->classes.of[k] || a->pattern != b->pattern || a->start != b->start ||
        a->n_resources != b->n_resources || (a->price == NULL) != (b->price == NULL))
        return false;
    size_t cells = (size_t)p->n_days * (size_t)p->n_choices, words = (size_t)p->n_days * (size_t)p->n_words;
    if (a->allowed != b->allowed && memcmp(a->allowed, b->allowed, words * sizeof *a->allowed) != 0)
        return false;
    if (a->price != b->price && memcmp(a->price, b->price, cells * sizeof *a->price) != 0)
        return false;
    for (int32_t r = 0; r < a->n_resources; r++)
        if (!same_resource(p, &a->resources[r], &b->resources[r]))
            return false;
    return true;
}

/* A fingerprint, so that unlike people are told apart without a full comparison. */
static uint64_t print_of(const engine *e, int32_t i)
{
    const pb_problem *p = e->p;
    const pb_person *q = &p->people[i];
    uint64_t h = (uint64_t)e->classes.of[i] * 31 + (uint64_t)q->start;
    for (int32_t d = 0; d < p->n_days * p->n_words; d++)
        h = (h ^ q->allowed[d]) * 1099511628211u;
    for (int32_t k = 0; q->price != NULL && k < p->n_days * p->n_choices; k++)
        h = (h ^ (uint64_t)(uint32_t)q->price[k]) * 1099511628211u;
    return h;
}

pb_status eng_kinds_make(const engine *e, pb_arena *a, eng_kinds *ret)
{
    size_t n = (size_t)e->p->n_people;
    uint64_t *print = PB_NEW_ARRAY(a, n, uint64_t);
    *ret = (eng_kinds){.first = PB_NEW_ARRAY(a, n, int32_t), .copies = PB_NEW_ARRAY(a, n, int32_t),
                       .of = PB_NEW_ARRAY(a, n, int32_t)};
    if (print == NULL || ret->first == NULL || ret->copies == NULL || ret->of == NULL)
        return PB_ERR_NOMEM;
    for (int32_t i = 0; i < e->p->n_people; i++) {
        uint64_t h = print_of(e, i);
        int32_t k = 0;
        while (k < ret->n && (print[k] != h || !alike(e, ret->first[k], i)))
            k++;
        if (k == ret->n) {
            print[k] = h;
            ret->first[ret->n++] = i;
        }
        ret->copies[k]++;
        ret->of[i] = k;
    }
    return PB_OK;
}
