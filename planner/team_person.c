/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One person: mask, prices, traits; the terms' automata folded into one pattern. */
#include "planner/team_build.h"

#include <string.h>

enum { MAX_FOLD = 4000, MAX_PATTERN = 2000, MAX_SYMBOLS = 4096 };

static pb_status cells_of(pb_team_person *q, pb_person *ret)
{
    pb_team_build *b = q->b;
    const pb_instance *in = b->in;
    int32_t *price = PB_NEW_ARRAY(b->a, (int64_t)in->n_days * b->n_choices, int32_t);

    q->allowed = PB_NEW_ARRAY(b->a, (int64_t)in->n_days * b->p.n_words, uint64_t);
    if (!q->allowed || !price)
        return PB_ERR_NOMEM;
    for (int32_t d = 0; d < in->n_days; d++)
        for (int32_t c = 0; c < b->n_choices; c++) {
            int32_t alt = pb_team_alt(b, d, c);
            int64_t at = (int64_t)q->agent * in->n_days + d, cell = (int64_t)q->agent * in->n_alts + alt;
            bool may = c == 0 ? in->may_off[at] != 0 : alt > 0 && in->may[cell];
            if (!may)
                continue;
            q->allowed[(int64_t)d * b->p.n_words + c / 64] |= (uint64_t)1 << (c % 64);
            price[(int64_t)d * b->n_choices + c] = pb_team_price(b, c == 0 ? in->unary_off[at] : in->unary[cell]);
        }
    ret->allowed = q->allowed;
    ret->price = price;
    return PB_OK;
}

static uint64_t traits_of(const pb_team_person *q)
{
    const pb_instance *in = q->b->in;
    uint64_t t = 0;
    for (int32_t i = in->agent_row0[q->agent]; i < in->agent_row0[q->agent + 1]; i++)
        t |= (uint64_t)1 << in->agent_rows[i];
    for (int32_t i = 0; i < in->n_role; i++)
        if (in->role[i].member[q->agent])
            t |= (uint64_t)1 << q->b->role_trait[i];
    if (q->b->own_trait[q->agent] >= 0)
        t |= (uint64_t)1 << q->b->own_trait[q->agent];
    return t;
}

static pb_status add_terms(pb_team_person *q)
{
    const pb_instance *in = q->b->in;
    pb_status s = PB_OK;
    for (int late = 0; late < 2; late++) /* overtime last: it looks at the windows of the others */
        for (int32_t i = in->term0[q->agent]; !s && i < in->term0[q->agent + 1]; i++) {
            const pb_term *t = &in->terms[i];
            bool window = t->kind == PB_TERM_SUM || t->kind == PB_TERM_WEEKENDS || t->kind == PB_TERM_OVERTIME;
            if ((t->kind == PB_TERM_OVERTIME) != late || (!t->hard && t->price <= 0))
                continue;
            s = window ? pb_team_window(q, t) : pb_team_machine(q, t);
        }
    return s;
}

/* Shares that rows cannot count. */
static pb_status add_fair(pb_team_person *q)
{
    const pb_instance *in = q->b->in;
    pb_status s = PB_OK;
    for (int32_t i = 0; !s && i < in->n_fair; i++) {
        const pb_fair *f = &in->fair[i];
        if (q->b->fair_unit[i] >= 0)
            continue;
        if (!q->b->totals || q->b->totals[i] < 0 || !f->weekends || f->hard) {
            q->b->inexact = q->b->left_out = true;
            continue;
        }
        for (int32_t k = 0; !s && k < f->n; k++)
            if (f->agent[k] == q->agent)
                s = pb_team_machine_fair(q, f, k, q->b->totals[i]);
    }
    return s;
}

/* --- symbols: cells that all automata read alike --- */

static bool same_letters(const pb_team_person *q, int64_t x, int64_t y)
{
    for (size_t m = 0; m < q->n_machines; m++)
        if (q->letter[m][x] != q->letter[m][y])
            return false;
    return true;
}

/* symbol of each cell; first [MAX_SYMBOLS] = a cell of each symbol. -1: too many. */
static int32_t symbols_of(const pb_team_person *q, int16_t *symbol, int64_t *first)
{
    const pb_team_build *b = q->b;
    int32_t n = 0;
    for (int32_t d = 0; d < b->in->n_days; d++)
        for (int32_t c = 0; c < b->n_choices; c++) {
            int64_t at = (int64_t)d * b->n_choices + c;
            int32_t k = 0;
            symbol[at] = 0;
            if (!pb_team_allows(q, d, c))
                continue;
            while (k < n && ((first[k] % b->n_choices > 0) != (c > 0) || !same_letters(q, first[k], at)))
                k++;
            if (k == MAX_SYMBOLS)
                return -1;
            if (k == n)
                first[n++] = at;
            symbol[at] = (int16_t)k;
        }
    return n > 0 ? n : 1;
}

static pb_status letters_of(const pb_team_person *q, size_t m, const int64_t *first, int32_t n, int16_t **ret)
{
    *ret = PB_NEW_ARRAY(q->b->a, n, int16_t);
    for (int32_t k = 0; *ret && k < n; k++)
        (*ret)[k] = q->letter[m][first[k]];
    return *ret ? PB_OK : PB_ERR_NOMEM;
}

/* The automaton that knows only whether the last day was worked, reading symbols. */
static pb_status begin(const pb_team_person *q, const int64_t *first, int32_t n, pb_machine *ret)
{
    int32_t *next = PB_NEW_ARRAY(q->b->a, 2 * (int64_t)n, int32_t);
    int32_t *price = PB_NEW_ARRAY(q->b->a, 2 * (int64_t)n, int32_t);
    uint8_t *mark = PB_NEW_ARRAY(q->b->a, 2, uint8_t);

    if (!next || !price || !mark)
        return PB_ERR_NOMEM;
    for (int32_t k = 0; k < n; k++)
        next[k] = next[n + k] = first[k] % q->b->n_choices > 0;
    mark[1] = 1;
    *ret = (pb_machine){2, n, 0, next, price, mark};
    return PB_OK;
}

/* All automata in one; one that makes it too large is left out. */
static pb_status fold(pb_team_person *q, const int64_t *first, int32_t n, pb_machine *ret)
{
    int16_t *itself = PB_NEW_ARRAY(q->b->a, n, int16_t), *own;
    pb_status s = itself ? begin(q, first, n, ret) : PB_ERR_NOMEM;

    for (int32_t k = 0; !s && k < n; k++)
        itself[k] = (int16_t)k;
    for (size_t m = 0; !s && m < q->n_machines; m++) {
        pb_machine made = {0};
        s = letters_of(q, m, first, n, &own);
        if (!s)
            s = pb_machine_product(q->b->a, ret, itself, &q->machine[m], own, n, MAX_FOLD, &made);
        if (s == PB_ERR_LIMIT || (!s && made.n_states > MAX_PATTERN)) {
            q->b->inexact = true;
            s = PB_OK;
        } else if (!s) {
            *ret = made;
        }
    }
    return s;
}

static pb_status pattern_of(pb_team_person *q, pb_person *ret)
{
    const pb_instance *in = q->b->in;
    pb_pattern *pattern = PB_NEW(q->b->a, pb_pattern);
    int16_t *symbol = PB_NEW_ARRAY(q->b->a, (int64_t)in->n_days * q->b->n_choices, int16_t);
    int64_t *first = PB_NEW_ARRAY(q->b->a, MAX_SYMBOLS + 1, int64_t);
    pb_machine all = {0};
    int32_t n;
    pb_status s;

    if (!pattern || !symbol || !first)
        return PB_ERR_NOMEM;
    n = symbols_of(q, symbol, first);
    s = n < 0 ? PB_ERR_LIMIT : fold(q, first, n, &all);
    if (s)
        return s;
    *pattern = (pb_pattern){all.n_states, n, all.next, all.price, all.mark, NULL, symbol};
    ret->pattern = pattern;
    ret->start = all.start;
    return PB_OK;
}

static pb_status one_person(pb_team_build *b, int32_t agent, pb_person *ret)
{
    const pb_allocator *al = pb_arena_allocator(b->a);
    pb_team_person q = {.b = b, .agent = agent, .resources = PB_NEW_ARRAY(b->a, PB_MAX_RESOURCES, pb_resource)};
    pb_status s = q.resources ? cells_of(&q, ret) : PB_ERR_NOMEM;

    if (!s)
        s = add_terms(&q);
    if (!s)
        s = add_fair(&q);
    if (!s)
        s = pattern_of(&q, ret);
    ret->traits = traits_of(&q);
    ret->n_resources = q.n_resources;
    ret->resources = q.resources;
    pb_free(al, q.machine);
    pb_free(al, q.letter);
    return s;
}

pb_status pb_team_people(pb_team_build *b)
{
    pb_person *people = PB_NEW_ARRAY(b->a, b->in->n_agents, pb_person);
    pb_status s = people ? PB_OK : PB_ERR_NOMEM;

    for (int32_t i = 0; !s && i < b->in->n_agents; i++)
        s = one_person(b, i, &people[i]);
    b->p.people = people;
    return s;
}
