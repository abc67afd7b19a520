/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "planner/problem_lp_parts.h"

static const double MOST = 1e15; /* what the formats of files keep exactly */

/* The value that more than half of the permitted choices have, or some value (Boyer, Moore 1981). */
static int32_t most_common(const problem_lp *k, int32_t person, int32_t day, const int32_t *tab)
{
    int32_t value = 0, votes = 0;
    for (int32_t c = 0; c < k->p->n_choices; c++) {
        if (problem_lp_x(k, person, day, c) < 0)
            continue;
        if (votes == 0)
            value = tab[c];
        votes += tab[c] == value ? 1 : -1;
    }
    return value;
}

void problem_lp_day(problem_lp *k, int32_t person, int32_t day, const int32_t *tab, double factor)
{
    int32_t usual = most_common(k, person, day, tab);
    for (int32_t c = 0; c < k->p->n_choices; c++)
        if (tab[c] != usual)
            lp_rows_term(&k->m, problem_lp_x(k, person, day, c), factor * ((double)tab[c] - usual));
    k->m.constant += factor * usual;
}

/* One thing a day. */
static void make_x(problem_lp *k, int32_t person)
{
    const pb_problem *p = k->p;
    const pb_person *q = &p->people[person];
    for (int32_t d = 0; d < p->n_days; d++) {
        bool keeps = k->part != NULL && problem_lp_keeps(k, person, d);
        for (int32_t c = 0; c < p->n_choices; c++) {
            size_t cell = (size_t)d * (size_t)p->n_choices + (size_t)c;
            int *x = &k->x[(size_t)person * (size_t)p->n_days * (size_t)p->n_choices + cell];
            *x = -1;
            if (keeps) {
                *x = k->part->roster[(size_t)person * (size_t)p->n_days + (size_t)d].choice == c ? LP_ROWS_ONE : -1;
                continue;
            }
            if (problem_lp_allows(k, person, d, c))
                *x = lp_rows_column(&k->m, q->price == NULL ? 0 : q->price[cell], 1, true);
            lp_rows_term(&k->m, *x, 1);
        }
        if (keeps)
            continue;
        lp_rows_end(&k->m, 1, 1);
        if (k->part != NULL)
            lp_rows_basic(&k->m, problem_lp_x(k, person, d, k->part->roster[(size_t)person * (size_t)p->n_days + (size_t)d].choice));
    }
}

/* Rules of people with the same automaton and start are read once. */
static pb_status rules_of(problem_lp *k, int32_t person, const pattern_rules **all)
{
    const pb_person *q = &k->p->people[person];
    for (int32_t i = 0; i < person; i++)
        if (all[i] != NULL && k->p->people[i].pattern == q->pattern && k->p->people[i].start == q->start) {
            all[person] = all[i];
            return PB_OK;
        }
    pattern_rules *r = PB_NEW(k->a, pattern_rules);
    if (r == NULL)
        return PB_ERR_NOMEM;
    all[person] = r;
    return pattern_rules_make(k->a, q->pattern, q->start, r);
}

/* What his days cost in the programme: the prices of days that he keeps are not in it. */
static void begin_person(problem_lp *k, int32_t person)
{
    const pb_problem *p = k->p;
    const pb_choice *days = k->part->roster + (size_t)person * (size_t)p->n_days;
    int64_t broken;
    k->begin += pb_person_cost(p, person, days, &broken);
    for (int32_t d = 0; d < p->n_days && p->people[person].price != NULL; d++)
        if (problem_lp_keeps(k, person, d))
            k->begin -= p->people[person].price[(size_t)d * (size_t)p->n_choices + (size_t)days[d].choice];
}

static pb_status make_people(problem_lp *k, bool flows, problem_lp_size *size)
{
    const pattern_rules **rules = PB_NEW_ARRAY(k->a, (size_t)k->p->n_people, const pattern_rules *);
    pb_status st = rules == NULL ? PB_ERR_NOMEM : PB_OK;
    for (int32_t i = 0; i < k->p->n_people && st == PB_OK; i++) {
        make_x(k, i);
        if (k->part != NULL && k->part->mask[i] == NULL)
            continue;
        if (k->part != NULL)
            begin_person(k, i);
        st = flows ? PB_OK : rules_of(k, i, rules);
        if (st != PB_OK)
            break;
        if (!flows && rules[i]->exact) {
            problem_lp_rules(k, i, rules[i]);
            size->n_rules++;
        } else {
            st = problem_lp_flow(k, i);
            size->n_flows++;
        }
        problem_lp_windows(k, i);
    }
    return st != PB_OK ? st : k->m.st;
}

/* The base cost as a column that is always 1: not all readers keep a constant of the objective. */
static void make_base(problem_lp *k)
{
    if (k->p->base_cost == 0)
        return;
    lp_rows_term(&k->m, lp_rows_column(&k->m, (double)k->p->base_cost, 1, false), 1);
    lp_rows_end(&k->m, 1, 1);
}

static pb_status make_all(problem_lp *k, bool flows, problem_lp_size *size)
{
    const pb_problem *p = k->p;
    k->x = PB_NEW_ARRAY(k->a, (size_t)p->n_people * (size_t)p->n_days * (size_t)p->n_choices, int);
    k->tab = PB_NEW_ARRAY(k->a, (size_t)p->n_choices, int32_t);
    if (k->x == NULL || k->tab == NULL)
        return PB_ERR_NOMEM;
    if (k->part == NULL)
        make_base(k);
    pb_status st = make_people(k, flows, size);
    if (st == PB_OK)
        st = problem_lp_cover(k);
    if (st == PB_OK && k->m.magnitude > MOST)
        st = PB_ERR_LIMIT;
    return st;
}

static pb_status make(problem_lp *k, bool flows, pb_lp_env *env, pb_lp **ret, problem_lp_size *ret_size)
{
    problem_lp_size size = {0};
    pb_lp *lp = NULL;
    pb_status st = pb_lp_new(env, &lp);
    if (st != PB_OK)
        return st;
    lp_rows_init(&k->m, lp, pb_arena_allocator(k->a));
    st = make_all(k, flows, &size);
    lp_rows_done(&k->m);
    if (st != PB_OK) {
        pb_lp_free(lp);
        return st;
    }
    *ret = lp;
    if (ret_size != NULL)
        *ret_size = size;
    return PB_OK;
}

pb_status problem_lp_make(const pb_problem *p, bool flows, const pb_allocator *al, pb_lp_env *env, pb_lp **ret,
                          problem_lp_size *ret_size)
{
    problem_lp k = {.p = p};
    pb_status st = pb_problem_check(p);
    if (st != PB_OK)
        return st;
    k.a = pb_arena_new(al);
    st = k.a == NULL ? PB_ERR_NOMEM : make(&k, flows, env, ret, ret_size);
    if (k.a != NULL)
        problem_lp_free(&k);
    pb_arena_free(k.a);
    return st;
}

pb_status problem_lp_make_part(const pb_problem *p, const problem_lp_part *part, pb_arena *a, pb_lp_env *env,
                               pb_lp **ret_lp, problem_lp **ret)
{
    problem_lp *k = PB_NEW(a, problem_lp);
    if (k == NULL)
        return PB_ERR_NOMEM;
    *k = (problem_lp){.p = p, .part = part, .a = a};
    pb_status st = make(k, false, env, ret_lp, NULL);
    if (st != PB_OK)
        problem_lp_free(k);
    else
        *ret = k;
    return st;
}

void problem_lp_free(problem_lp *k)
{
    pb_free(pb_arena_allocator(k->a), k->breaks);
    k->breaks = NULL;
}

int64_t problem_lp_begin(const problem_lp *k)
{
    return k->begin;
}
