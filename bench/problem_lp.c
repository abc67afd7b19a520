/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bench/problem_lp_parts.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

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
        for (int32_t c = 0; c < p->n_choices; c++) {
            size_t cell = (size_t)d * (size_t)p->n_choices + (size_t)c;
            int *x = &k->x[(size_t)person * (size_t)p->n_days * (size_t)p->n_choices + cell];
            *x = pb_allows(p, q, d, c) ? lp_rows_column(&k->m, q->price == NULL ? 0 : q->price[cell], 1, true) : -1;
            lp_rows_term(&k->m, *x, 1);
        }
        lp_rows_end(&k->m, 1, 1);
    }
}

/* Rules of people with the same automaton and start are read once. */
static pb_status rules_of(problem_lp *k, int32_t person, const pattern_rules **all)
{
    const pb_person *q = &k->p->people[person];
    for (int32_t i = 0; i < person; i++)
        if (k->p->people[i].pattern == q->pattern && k->p->people[i].start == q->start) {
            all[person] = all[i];
            return PB_OK;
        }
    pattern_rules *r = PB_NEW(k->a, pattern_rules);
    if (r == NULL)
        return PB_ERR_NOMEM;
    all[person] = r;
    return pattern_rules_make(k->a, q->pattern, q->start, r);
}

static pb_status make_people(problem_lp *k, bool flows, problem_lp_size *size)
{
    const pattern_rules **rules = PB_NEW_ARRAY(k->a, (size_t)k->p->n_people, const pattern_rules *);
    pb_status st = rules == NULL ? PB_ERR_NOMEM : PB_OK;
    for (int32_t i = 0; i < k->p->n_people && st == PB_OK; i++) {
        make_x(k, i);
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
    make_base(k);
    pb_status st = make_people(k, flows, size);
    if (st == PB_OK)
        st = problem_lp_cover(k);
    if (st == PB_OK && k->m.magnitude > MOST)
        st = PB_ERR_LIMIT;
    return st;
}

pb_status problem_lp_make(const pb_problem *p, bool flows, pb_lp_env *env, pb_lp **ret, problem_lp_size *ret_size)
{
    problem_lp k = {.p = p};
    problem_lp_size size = {0};
    pb_lp *lp = NULL;
    pb_status st = pb_problem_check(p);
    if (st != PB_OK)
        return st;
    k.a = pb_arena_new(NULL);
    st = k.a == NULL ? PB_ERR_NOMEM : pb_lp_new(env, &lp);
    if (st == PB_OK) {
        lp_rows_init(&k.m, lp);
        st = make_all(&k, flows, &size);
        lp_rows_done(&k.m);
    }
    pb_arena_free(k.a);
    if (st != PB_OK) {
        pb_lp_free(lp);
        return st;
    }
    *ret = lp;
    if (ret_size != NULL)
        *ret_size = size;
    return PB_OK;
}

pb_status problem_lp_write(const pb_problem *p, const char *path, char *error, size_t n)
{
    pb_lp_env *env = NULL;
    pb_lp *lp = NULL;
    size_t length = strlen(path);
    bool mps = length >= 4 && strcmp(path + length - 4, ".mps") == 0;
    pb_status st = pb_lp_env_new(NULL, 0, &env);
    if (st == PB_OK)
        st = problem_lp_make(p, false, env, &lp, NULL);
    if (st == PB_OK)
        st = pb_lp_write(lp, path, mps ? PB_LP_MPS : PB_LP_CPLEX);
    const char *why = st == PB_ERR_IO       ? "cannot be written"
                      : st == PB_ERR_LIMIT  ? "the costs are too large to be written exactly"
                      : st == PB_ERR_DOMAIN ? "the problem has numbers outside their ranges"
                                            : "out of memory, or GLPK gave up";
    if (st != PB_OK)
        (void)snprintf(error, n, "%s: %s", path, why);
    pb_lp_free(lp);
    pb_lp_env_free(env);
    return st;
}
