/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "planner/plan_shares.h"

#include "planner/price.h"
#include "planner/pricer.h"

#include <string.h>

enum { TILTS = 8, MAX_TILTS = 200, TRIES = 30, CELLS = 12000000, MAX_JOINT = 60000000, FINE = 4096 };

/* One set of prices and of multipliers of the totals: the people's and the slots' part of the Lagrangian, and
 * for each fair rule the least its members can add at each total. In thousandths / FINE. */
typedef struct tilt {
    int64_t fixed;
    int64_t **at; /* [rule][total - least total] */
} tilt;

struct pb_shares {
    pb_arena *a;
    const pb_instance *in;
    const pb_team_problem *t;
    const int32_t *prices;
    int32_t scale, n_rules;
    int32_t *rule;           /* [n_rules] fair rules that rows price */
    int64_t *least, *most;   /* [n_rules] totals */
    int32_t *y;
    pb_classes classes;
    pb_prices cell;
    pb_dp *dp;
    tilt tilts[MAX_TILTS];
    int32_t n_tilts;
};

static bool fair_row(const pb_shares *x, const pb_cover_row *row, int32_t *ret_rule)
{
    for (int32_t i = 0; i < x->n_rules; i++)
        if (x->t->fair_unit[x->rule[i]] == row->unit) {
            *ret_rule = i;
            return true;
        }
    return false;
}

/* The row of a member's share; -1: he has none. */
static int32_t row_of(const pb_shares *x, int32_t rule, int32_t agent)
{
    const pb_problem *p = &x->t->problem;
    int32_t unit = x->t->fair_unit[x->rule[rule]];
    for (int32_t r = p->unit_row[unit]; r < p->unit_row[unit + 1]; r++)
        if (p->rows[r].set == (uint64_t)1 << x->t->own_trait[agent])
            return r;
    return -1;
}

/* Everybody's cheapest days at the prices, as a lower bound; *ret_any false when somebody has none. */
static pb_status people(pb_shares *x, int64_t *ret, bool *ret_any)
{
    const pb_problem *p = &x->t->problem;
    int16_t *choices = PB_NEW_ARRAY(x->a, p->n_days, int16_t);
    pb_status s = choices ? PB_OK : PB_ERR_NOMEM;

    *ret_any = true;
    for (int32_t i = 0; !s && i < p->n_people; i++) {
        pb_pricer how_so;
        pb_priced priced = {0};
        pb_view view;
        pb_pricing how = {.mask = p->people[i].allowed, .scale = x->scale, .max_cells = CELLS, .tries = TRIES,
                          .exact = true};
        s = pb_pricer_make(x->a, p, i, &how_so);
        if (s)
            break;
        pb_view_whole(p, i, &view);
        pb_prices_set(&x->cell, p, x->classes.traits[x->classes.of[i]], x->y, 0, p->n_days);
        how.cost = x->cell.cost;
        s = pb_pricer_solve(&how_so, x->dp, p, &view, &how, &priced, choices);
        *ret += priced.bound;
        if (priced.bound >= PB_DP_NONE || priced.bound == INT64_MIN)
            *ret_any = false;
    }
    return s;
}

/* Scaled cost units in thousandths / FINE; FINE is a multiple of every scale. */
static int64_t fine(const pb_shares *x, int64_t scaled)
{
    return scaled * x->t->unit * (FINE / x->scale);
}

/* What a member adds at best: his share's cost at a total, and the row price, over all counts. */
static int64_t member_least(const pb_shares *x, int32_t rule, int32_t member, int64_t total, int64_t y)
{
    const pb_fair *f = &x->in->fair[x->rule[rule]];
    int64_t least = INT64_MAX;
    for (int32_t n = 0; n <= x->in->n_days; n++) {
        int64_t cost = pb_team_fair_cost(f, member, total, n) / x->t->unit * x->scale + y * n;
        least = cost < least ? cost : least;
    }
    return least;
}

/* by: what one more of the total costs besides, and is given back for each total there may be. */
static pb_status totals(pb_shares *x, tilt *v, int32_t rule, int64_t by)
{
    v->at = PB_NEW_ARRAY(x->a, x->n_rules, int64_t *);
    for (int32_t i = 0; v->at && i < x->n_rules; i++) {
        const pb_fair *f = &x->in->fair[x->rule[i]];
        v->at[i] = PB_NEW_ARRAY(x->a, x->most[i] - x->least[i] + 1, int64_t);
        if (!v->at[i])
            return PB_ERR_NOMEM;
        for (int64_t total = x->least[i]; total <= x->most[i]; total++) {
            int64_t *sum = &v->at[i][total - x->least[i]];
            *sum = i == rule ? by * (total - x->least[i]) : 0;
            for (int32_t k = 0; k < f->n; k++) {
                int32_t r = row_of(x, i, f->agent[k]);
                *sum += member_least(x, i, k, total, r < 0 ? 0 : x->prices[r]);
            }
            *sum = fine(x, *sum);
        }
    }
    return v->at ? PB_OK : PB_ERR_NOMEM;
}

/* The Lagrangian at the engine's prices, with one rule's counts priced `by` more. */
static pb_status tilted(pb_shares *x, int32_t rule, int64_t by)
{
    const pb_problem *p = &x->t->problem;
    tilt *v = &x->tilts[x->n_tilts];
    int64_t base = p->base_cost - (x->t->fair_base + x->t->unit - 1) / x->t->unit;
    bool any;
    pb_status s;

    if (x->n_tilts == MAX_TILTS)
        return PB_OK;
    memcpy(x->y, x->prices, (size_t)p->n_rows * sizeof *x->y);
    v->fixed = base * x->scale;
    for (int32_t r = 0; r < p->n_rows; r++) {
        int32_t i;
        if (!fair_row(x, &p->rows[r], &i))
            v->fixed += pb_row_conjugate(p, &p->rows[r], x->scale, x->y[r]);
        else if (i == rule)
            x->y[r] += (int32_t)by;
    }
    s = people(x, &v->fixed, &any);
    v->fixed = fine(x, v->fixed);
    if (!s && any)
        s = totals(x, v, rule, by);
    x->n_tilts += !s && any;
    return s;
}

static int64_t least_at(const tilt *v, const pb_shares *x, int32_t rule, int64_t *ret_n)
{
    int64_t least = INT64_MAX;
    for (int64_t n = 0; n <= x->most[rule] - x->least[rule]; n++)
        if (v->at[rule][n] < least) {
            least = v->at[rule][n];
            *ret_n = n;
        }
    return least;
}

static int64_t value_at(const pb_shares *x, const tilt *v, const int64_t *rest, int32_t joint, const int64_t *n)
{
    int64_t value = v->fixed + rest[v - x->tilts];
    for (int32_t i = 0; i < joint; i++)
        value += v->at[i][n[i]];
    return value;
}

/* The best of all tilts at one pair of totals. */
static int64_t best_at(const pb_shares *x, const int64_t *rest, int32_t joint, const int64_t *n)
{
    int64_t best = INT64_MIN;
    for (int32_t v = 0; v < x->n_tilts; v++) {
        int64_t value = value_at(x, &x->tilts[v], rest, joint, n);
        best = value > best ? value : best;
    }
    return best;
}

/* The least over all totals: of the first two rules at once where they are few, each tilt's own least for
 * the others. at [n_rules]: where. */
static int64_t least_of(const pb_shares *x, int64_t *at)
{
    int64_t rest[MAX_TILTS] = {0}, least = INT64_MAX, size[2] = {1, 1}, n[2];
    int32_t joint = x->n_rules < 2 ? x->n_rules : 2;

    for (int32_t i = 0; i < joint; i++)
        size[i] = x->most[i] - x->least[i] + 1;
    if (size[0] * size[1] * x->n_tilts > MAX_JOINT) {
        joint = 0;
        size[0] = size[1] = 1;
    }
    for (int32_t v = 0; v < x->n_tilts; v++)
        for (int32_t i = joint; i < x->n_rules; i++)
            rest[v] += least_at(&x->tilts[v], x, i, &at[i]);
    for (n[0] = 0; n[0] < size[0]; n[0]++)
        for (n[1] = 0; n[1] < size[1]; n[1]++) {
            int64_t best = best_at(x, rest, joint, n);
            for (int32_t i = 0; i < joint && best < least; i++)
                at[i] = n[i];
            least = best < least ? best : least;
        }
    return least;
}

/* Which rules rows price, and the totals there can be. */
static pb_status rules(pb_shares *x)
{
    const pb_instance *in = x->in;
    x->rule = PB_NEW_ARRAY(x->a, in->n_fair + 1, int32_t);
    x->least = PB_NEW_ARRAY(x->a, in->n_fair + 1, int64_t);
    x->most = PB_NEW_ARRAY(x->a, in->n_fair + 1, int64_t);
    if (!x->rule || !x->least || !x->most)
        return PB_ERR_NOMEM;
    for (int32_t i = 0; i < in->n_fair; i++) {
        const pb_fair *f = &in->fair[i];
        if (x->t->fair_unit[i] < 0)
            continue;
        for (int32_t k = 0; k < f->n; k++)
            x->least[x->n_rules] += f->base[k];
        x->most[x->n_rules] = x->least[x->n_rules] + (int64_t)f->n * in->n_days;
        x->rule[x->n_rules++] = i;
    }
    return PB_OK;
}

/* All members of the rule have a row: else the total cannot be priced. */
static bool whole(const pb_shares *x, int32_t rule)
{
    const pb_fair *f = &x->in->fair[x->rule[rule]];
    for (int32_t k = 0; k < f->n; k++)
        if (row_of(x, rule, f->agent[k]) < 0)
            return false;
    return true;
}

pb_status pb_shares_new(pb_arena *a, const pb_instance *in, const pb_team_problem *t, pb_shares **ret)
{
    pb_shares *x = PB_NEW(a, pb_shares);
    pb_status s;

    if (!x)
        return PB_ERR_NOMEM;
    x->a = a;
    x->in = in;
    x->t = t;
    s = rules(x);
    *ret = x;
    return s;
}

pb_status pb_shares_add(pb_shares *x, const pb_team_problem *t, const int32_t *prices)
{
    static const int percent[TILTS] = {-100, -30, -10, -3, 3, 10, 30, 100};
    const pb_problem *p = &t->problem;
    pb_status s = pb_scale(p, &x->scale);

    x->t = t;
    x->prices = prices;
    if (!s)
        s = pb_classes_make(x->a, p, &x->classes);
    if (!s)
        s = pb_prices_make(x->a, p, &x->cell);
    x->y = PB_NEW_ARRAY(x->a, p->n_rows + 1, int32_t);
    if (!s)
        s = x->y ? pb_dp_new(pb_arena_allocator(x->a), &x->dp) : PB_ERR_NOMEM;
    if (s)
        return s;
    s = tilted(x, -1, 0);
    for (int32_t i = 0; !s && i < x->n_rules; i++)
        for (int v = 0; !s && v < TILTS && whole(x, i); v++)
            s = tilted(x, i, x->in->fair[x->rule[i]].price * x->scale * percent[v] / (100 * t->unit));
    pb_dp_free(x->dp);
    x->dp = NULL;
    return s;
}

pb_status pb_shares_least(const pb_shares *x, pb_money *ret_bound, int64_t *totals)
{
    int64_t *at = PB_NEW_ARRAY(x->a, x->n_rules + 1, int64_t), least;

    if (!at)
        return PB_ERR_NOMEM;
    least = least_of(x, at);
    *ret_bound = least >= 0 ? least / FINE : -(-least / FINE) - 1;
    for (int32_t i = 0; i < x->n_rules; i++)
        totals[x->rule[i]] = x->least[i] + at[i];
    return PB_OK;
}
