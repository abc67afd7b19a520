/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "planner/plan_shares.h"

#include "planner/price.h"
#include "planner/pricer.h"

#include <stdlib.h>
#include <string.h>

enum { TRIES = 30, CELLS = 12000000 };

struct pb_shares {
    pb_arena *a;
    const pb_instance *in;
    const pb_team_problem *t;
    const int32_t *prices;
    const int32_t *pay;      /* what cells are paid besides (pb_engine_leaf.pay); NULL = nothing */
    const int32_t *relief;   /* pb_engine_leaf.relief */
    int64_t *by0;            /* [n_rules] the part of it that is the price of a rule's total */
    pb_pricer *pricers;      /* [n_agents] */
    int32_t scale, n_rules;
    int32_t *rule;           /* [n_rules] fair rules that rows price, and counted weekends */
    int32_t *weekend_of;     /* [n_agents] the one counted weekend rule a person is in; -1 */
    int64_t (*worked)[2];    /* [n_agents] scaled cost at least without and with work on its weekend */
    int64_t *rise;           /* [n_agents] scratch */
    int64_t *least, *most;   /* [n_rules] totals */
    int64_t *each;           /* [n_rules] how often a member can count at most */
    uint8_t *covered;        /* [n_units] some duty covers it */
    pb_classes classes;
    pb_prices cell;
    pb_dp *dp;
    bool with_weekends;
};

static bool fair_row(const pb_shares *x, const pb_cover_row *row)
{
    for (int32_t i = 0; i < x->n_rules; i++)
        if (x->t->fair_unit[x->rule[i]] == row->unit)
            return true;
    return false;
}

/* A person's cheapest days at the prices, as a lower bound, within a mask. */
typedef struct person_job {
    pb_pricer *pricer;
    pb_view view;
    pb_pricing how;
    uint64_t *mask; /* the person's own, to be narrowed */
    int16_t *choices;
} person_job;

static void person_make(pb_shares *x, int32_t i, person_job *j)
{
    const pb_problem *p = &x->t->problem;
    size_t cells = (size_t)p->n_days * (size_t)p->n_words;

    j->how = (pb_pricing){.mask = j->mask, .cost = x->cell.cost, .scale = x->scale, .max_cells = CELLS, .tries = TRIES,
                          .exact = true};
    memcpy(j->mask, p->people[i].allowed, cells * sizeof *j->mask);
    pb_view_whole(p, i, &j->view);
    pb_prices_set(&x->cell, p, x->classes.traits[x->classes.of[i]], x->prices, 0, p->n_days);
    size_t at = (size_t)p->n_days * (size_t)p->n_choices;
    const int32_t *pay = x->pay ? x->pay + (size_t)x->classes.of[i] * at : NULL;
    while (pay && at-- > 0)
        x->cell.cost[at] -= pay[at];
    j->pricer = &x->pricers[i];
}

/* PB_DP_NONE: no such days. */
static pb_status least_days(pb_shares *x, person_job *j, int64_t *ret)
{
    pb_priced priced = {0};
    pb_status s = pb_pricer_solve(j->pricer, x->dp, &x->t->problem, &j->view, &j->how, &priced, j->choices);

    *ret = priced.bound >= PB_DP_NONE || priced.bound == INT64_MIN ? PB_DP_NONE : priced.bound;
    return s;
}

/* Narrows a day to the day off, or to work. */
static void narrow(const pb_shares *x, person_job *j, int32_t day, bool off)
{
    int32_t words = x->t->problem.n_words;
    uint64_t *m = j->mask + (int64_t)day * words;

    for (int32_t w = 0; off && w < words; w++)
        m[w] = w == 0 ? m[w] & 1 : 0;
    if (!off)
        m[0] &= ~(uint64_t)1;
}

static pb_status weekend(pb_shares *x, int32_t i, person_job *j)
{
    const pb_problem *p = &x->t->problem;
    const pb_span_days *days = x->in->fair[x->rule[x->weekend_of[i]]].spans;
    size_t cells = (size_t)p->n_days * (size_t)p->n_words;
    pb_status s;

    for (int32_t d = days->d0; d < days->d1; d++)
        narrow(x, j, d, true);
    s = least_days(x, j, &x->worked[i][0]);
    x->worked[i][1] = PB_DP_NONE;
    for (int32_t d = days->d0; !s && d < days->d1; d++) {
        int64_t v;
        memcpy(j->mask, p->people[i].allowed, cells * sizeof *j->mask);
        narrow(x, j, d, false);
        s = least_days(x, j, &v);
        x->worked[i][1] = !s && v < x->worked[i][1] ? v : x->worked[i][1];
    }
    return s;
}

/* Everybody's cheapest days at the prices, as a lower bound; those whose weekends count apart, in x->worked.
 * *ret_any false when somebody has none. */
static pb_status people(pb_shares *x, int64_t *ret, bool *ret_any)
{
    const pb_problem *p = &x->t->problem;
    person_job j = {.mask = PB_NEW_ARRAY(x->a, (size_t)p->n_days * (size_t)p->n_words, uint64_t),
                    .choices = PB_NEW_ARRAY(x->a, p->n_days, int16_t)};
    pb_status s = j.mask && j.choices ? PB_OK : PB_ERR_NOMEM;

    *ret_any = true;
    for (int32_t i = 0; !s && i < p->n_people; i++) {
        int64_t v = 0;
        person_make(x, i, &j);
        if (x->weekend_of[i] < 0) {
            s = least_days(x, &j, &v);
            *ret += v;
        } else {
            s = weekend(x, i, &j);
            v = x->worked[i][0] < x->worked[i][1] ? x->worked[i][0] : x->worked[i][1];
        }
        *ret_any = *ret_any && v < PB_DP_NONE;
    }
    return s;
}

/* What a member adds at best: his share's cost at a total, and the row price, over all counts. */
static int64_t member_least(const pb_shares *x, int32_t rule, int32_t member, int64_t total, int64_t y)
{
    const pb_fair *f = &x->in->fair[x->rule[rule]];
    int64_t least = INT64_MAX;
    for (int32_t n = 0; n <= x->each[rule]; n++) {
        int64_t cost = pb_team_fair_cost(f, member, total, n) / x->t->unit * x->scale + y * n;
        least = cost < least ? cost : least;
    }
    return least;
}

/* The members' shares at a total, at the row prices. */
static int64_t counted(const pb_shares *x, int32_t i, int64_t total)
{
    const pb_fair *f = &x->in->fair[x->rule[i]];
    int64_t sum = 0;
    for (int32_t k = 0; k < f->n; k++) {
        int32_t r = pb_team_fair_row(x->t, x->rule[i], f->agent[k]);
        sum += member_least(x, i, k, total, r < 0 ? 0 : x->prices[r]);
    }
    return sum;
}

static int up(const void *a, const void *b)
{
    int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;
    return (x > y) - (x < y);
}

/* The members' days and shares when so many of them work on the weekend: those whom it costs least. */
static int64_t weekends(const pb_shares *x, int32_t i, int64_t total)
{
    const pb_fair *f = &x->in->fair[x->rule[i]];
    int64_t sum = 0, n = total - x->least[i];
    for (int32_t k = 0; k < f->n; k++) {
        int64_t at[2];
        for (int j = 0; j < 2; j++)
            at[j] = x->worked[f->agent[k]][j] + pb_team_fair_cost(f, k, total, j) / x->t->unit * x->scale;
        sum += at[0];
        x->rise[k] = at[1] - at[0];
    }
    qsort(x->rise, (size_t)f->n, sizeof *x->rise, up);
    for (int64_t k = 0; k < n && k < f->n; k++)
        sum += x->rise[k];
    return sum;
}

/* The least of a rule's totals lower … upper (of this plan), scaled: its members' shares and the price of the total. */
static int64_t rule_least(pb_shares *x, int32_t i, int64_t lower, int64_t upper)
{
    bool ends = x->in->fair[x->rule[i]].weekends;
    int64_t least = INT64_MAX / 4;
    for (int64_t n = lower; n <= upper; n++) {
        int64_t sum = x->by0[i] * n + (ends ? weekends(x, i, x->least[i] + n) : counted(x, i, x->least[i] + n));
        least = sum < least ? sum : least;
    }
    return least;
}

/* The rows' part of the Lagrangian, shares aside. */
static int64_t rows(const pb_shares *x)
{
    const pb_problem *p = &x->t->problem;
    int64_t sum = 0;
    for (int32_t r = 0; r < p->n_rows; r++) {
        if (fair_row(x, &p->rows[r]))
            continue;
        if (!x->covered[p->rows[r].unit])
            sum += pb_row_cost(p, &p->rows[r], 0) * x->scale;
        else
            sum += pb_row_conjugate(p, &p->rows[r], x->scale, x->prices[r], x->relief ? x->relief[r] : 0);
    }
    return sum;
}

bool pb_shares_weekend(const pb_instance *in, int32_t rule)
{
    const pb_fair *f = &in->fair[rule];
    if (!f->weekends || f->hard || f->n == 0 || f->n_spans != 1 || f->spans[0].base > 0)
        return false;
    for (int32_t i = 0; i < in->n_fair; i++)
        for (int32_t k = 0; i != rule && in->fair[i].weekends && k < in->fair[i].n; k++)
            for (int32_t l = 0; l < f->n; l++)
                if (in->fair[i].agent[k] == f->agent[l])
                    return false;
    return true;
}

/* Which rules are looked at, and the totals there can be. */
static pb_status rules(pb_shares *x)
{
    const pb_instance *in = x->in;
    x->rule = PB_NEW_ARRAY(x->a, in->n_fair + 1, int32_t);
    x->least = PB_NEW_ARRAY(x->a, in->n_fair + 1, int64_t);
    x->most = PB_NEW_ARRAY(x->a, in->n_fair + 1, int64_t);
    x->weekend_of = PB_NEW_ARRAY(x->a, in->n_agents, int32_t);
    x->worked = pb_arena_alloc(x->a, (size_t)in->n_agents, sizeof *x->worked);
    x->rise = PB_NEW_ARRAY(x->a, in->n_agents, int64_t);
    if (!x->rule || !x->least || !x->most || !x->weekend_of || !x->worked || !x->rise)
        return PB_ERR_NOMEM;
    memset(x->weekend_of, 0xff, (size_t)in->n_agents * sizeof *x->weekend_of);
    for (int32_t i = 0; i < in->n_fair; i++) {
        const pb_fair *f = &in->fair[i];
        bool ends = x->with_weekends && pb_shares_weekend(in, i);
        if (!ends && x->t->fair_unit[i] < 0)
            continue;
        for (int32_t k = 0; k < f->n; k++) {
            x->least[x->n_rules] += f->base[k];
            if (ends)
                x->weekend_of[f->agent[k]] = x->n_rules;
        }
        x->each[x->n_rules] = pb_team_fair_most(in, f);
        x->most[x->n_rules] = x->least[x->n_rules] + f->n * x->each[x->n_rules];
        x->rule[x->n_rules++] = i;
    }
    return PB_OK;
}

/* Units that no duty covers: what they lack costs every roster the same. */
static pb_status cover_units(pb_shares *x)
{
    const pb_problem *p = &x->t->problem;
    x->covered = PB_NEW_ARRAY(x->a, p->n_units + 1, uint8_t);
    if (!x->covered)
        return PB_ERR_NOMEM;
    for (int64_t at = 0; at < (int64_t)p->n_days * p->n_choices; at++)
        for (int32_t i = 0; i < p->cells[at].n_spans; i++) {
            const pb_unit_span *u = &p->spans[p->cells[at].first_span + i];
            memset(x->covered + u->first, 1, (size_t)u->n);
        }
    return PB_OK;
}

/* What all leaves share. */
static pb_status begin(pb_shares *x, const pb_team_problem *t, int32_t scale)
{
    const pb_problem *p = &t->problem;
    pb_status s;

    x->t = t;
    x->scale = scale;
    s = pb_classes_make(x->a, p, &x->classes);
    if (!s)
        s = pb_prices_make(x->a, p, &x->cell);
    if (!s)
        s = cover_units(x);
    x->pricers = PB_NEW_ARRAY(x->a, p->n_people, pb_pricer);
    if (!s && !x->pricers)
        s = PB_ERR_NOMEM;
    for (int32_t i = 0; !s && i < p->n_people; i++)
        s = pb_pricer_make(x->a, p, i, &x->pricers[i]);
    return s;
}

pb_status pb_shares_prove(pb_shares *x, const pb_engine_leaf *leaf, const int32_t *total_of, int64_t *ret_bound)
{
    const pb_problem *p = &x->t->problem;
    int64_t sum = (p->base_cost - (x->t->fair_base + x->t->unit - 1) / x->t->unit) * x->scale + leaf->paid;
    bool any;
    pb_status s = pb_dp_new(pb_arena_allocator(x->a), &x->dp);

    *ret_bound = INT64_MIN;
    if (s)
        return s;
    x->prices = leaf->prices;
    x->pay = leaf->pay;
    x->relief = leaf->relief;
    sum += rows(x);
    s = people(x, &sum, &any);
    for (int32_t i = 0; i < x->n_rules; i++) {
        int32_t t = total_of && leaf->total_price ? total_of[x->rule[i]] : -1;
        int64_t lower = 0, upper = x->most[i] - x->least[i];
        x->by0[i] = t < 0 ? 0 : leaf->total_price[t];
        if (t >= 0 && leaf->total_lower[t] > lower)
            lower = leaf->total_lower[t];
        if (t >= 0 && leaf->total_upper[t] < upper)
            upper = leaf->total_upper[t];
        sum += rule_least(x, i, lower, upper);
    }
    if (!s && any)
        *ret_bound = sum;
    pb_dp_free(x->dp);
    x->dp = NULL;
    return s;
}

pb_status pb_shares_new(pb_arena *a, const pb_instance *in, const pb_team_problem *t, int32_t scale, bool weekends,
                        pb_shares **ret)
{
    pb_shares *x = PB_NEW(a, pb_shares);
    pb_status s;

    if (!x)
        return PB_ERR_NOMEM;
    x->a = a;
    x->in = in;
    x->t = t;
    x->with_weekends = weekends;
    x->by0 = PB_NEW_ARRAY(a, in->n_fair + 1, int64_t);
    x->each = PB_NEW_ARRAY(a, in->n_fair + 1, int64_t);
    s = x->by0 && x->each ? rules(x) : PB_ERR_NOMEM;
    *ret = x;
    return s ? s : begin(x, t, scale);
}
