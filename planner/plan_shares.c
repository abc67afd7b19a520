/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "planner/plan_shares.h"

#include "planner/price.h"
#include "planner/pricer.h"

#include <stdlib.h>
#include <string.h>

enum { TILTS = 8, MAX_TILTS = 400, TRIES = 30, CELLS = 12000000, JOINT = 3, MAX_JOINT = 12000000, FINE = 4096 };

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
    int32_t *rule;           /* [n_rules] fair rules that rows price, and counted weekends */
    int32_t *weekend_of;     /* [n_agents] the one counted weekend rule a person is in; -1 */
    int64_t (*worked)[2];    /* [n_agents] scaled cost at least without and with work on its weekend */
    int64_t *rise;           /* [n_agents] scratch */
    int64_t *least, *most;   /* [n_rules] totals */
    int32_t *y;
    uint8_t *covered;        /* [n_units] some duty covers it */
    pb_classes classes;
    pb_prices cell;
    pb_dp *dp;
    bool with_weekends;
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

/* A person's cheapest days at the prices, as a lower bound, within a mask. */
typedef struct person_job {
    pb_pricer pricer;
    pb_view view;
    pb_pricing how;
    uint64_t *mask; /* the person's own, to be narrowed */
    int16_t *choices;
} person_job;

static pb_status person_make(pb_shares *x, int32_t i, person_job *j)
{
    const pb_problem *p = &x->t->problem;
    size_t cells = (size_t)p->n_days * (size_t)p->n_words;

    j->how = (pb_pricing){.mask = j->mask, .cost = x->cell.cost, .scale = x->scale, .max_cells = CELLS, .tries = TRIES,
                          .exact = true};
    memcpy(j->mask, p->people[i].allowed, cells * sizeof *j->mask);
    pb_view_whole(p, i, &j->view);
    pb_prices_set(&x->cell, p, x->classes.traits[x->classes.of[i]], x->y, 0, p->n_days);
    return pb_pricer_make(x->a, p, i, &j->pricer);
}

/* PB_DP_NONE: no such days. */
static pb_status least_days(pb_shares *x, person_job *j, int64_t *ret)
{
    pb_priced priced = {0};
    pb_status s = pb_pricer_solve(&j->pricer, x->dp, &x->t->problem, &j->view, &j->how, &priced, j->choices);

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
        s = person_make(x, i, &j);
        if (!s && x->weekend_of[i] < 0) {
            s = least_days(x, &j, &v);
            *ret += v;
        } else if (!s) {
            s = weekend(x, i, &j);
            v = x->worked[i][0] < x->worked[i][1] ? x->worked[i][0] : x->worked[i][1];
        }
        *ret_any = *ret_any && v < PB_DP_NONE;
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

/* The members' shares at a total, at the row prices. */
static int64_t counted(const pb_shares *x, int32_t i, int64_t total)
{
    const pb_fair *f = &x->in->fair[x->rule[i]];
    int64_t sum = 0;
    for (int32_t k = 0; k < f->n; k++) {
        int32_t r = row_of(x, i, f->agent[k]);
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

/* by [n_rules]: what one more of a total costs besides, and is given back for each total there may be. */
static pb_status totals(pb_shares *x, tilt *v, const int64_t *by)
{
    v->at = PB_NEW_ARRAY(x->a, x->n_rules, int64_t *);
    for (int32_t i = 0; v->at && i < x->n_rules; i++) {
        bool ends = x->in->fair[x->rule[i]].weekends;
        v->at[i] = PB_NEW_ARRAY(x->a, x->most[i] - x->least[i] + 1, int64_t);
        if (!v->at[i])
            return PB_ERR_NOMEM;
        for (int64_t total = x->least[i]; total <= x->most[i]; total++) {
            int64_t sum = by[i] * (total - x->least[i]);
            sum += ends ? weekends(x, i, total) : counted(x, i, total);
            v->at[i][total - x->least[i]] = fine(x, sum);
        }
    }
    return v->at ? PB_OK : PB_ERR_NOMEM;
}

/* The Lagrangian at the engine's prices, with each rule's counts priced by [n_rules] more. */
static pb_status tilted(pb_shares *x, const int64_t *by)
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
        if (!x->covered[p->rows[r].unit])
            v->fixed += pb_row_cost(p, &p->rows[r], 0) * x->scale;
        else if (!fair_row(x, &p->rows[r], &i))
            v->fixed += pb_row_conjugate(p, &p->rows[r], x->scale, x->y[r]);
        else
            x->y[r] += (int32_t)by[i];
    }
    s = people(x, &v->fixed, &any);
    v->fixed = fine(x, v->fixed);
    if (!s && any)
        s = totals(x, v, by);
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

/* The best of all tilts at given totals, or anything from `enough` on; *first: the tilt to try first. */
static int64_t best_at(const pb_shares *x, const int64_t *rest, int32_t joint, const int64_t *n, int64_t enough,
                       int32_t *first)
{
    int64_t best = INT64_MIN;
    for (int32_t k = 0; k < x->n_tilts && best < enough; k++) {
        int32_t v = (*first + k) % x->n_tilts;
        int64_t value = value_at(x, &x->tilts[v], rest, joint, n);
        if (value > best)
            best = value;
        if (best >= enough)
            *first = v;
    }
    return best;
}

/* How many of the first rules are looked at together, and how many totals each has then. */
static int32_t joint_of(const pb_shares *x, int64_t *size)
{
    int32_t joint = 0;
    int64_t cells = 1;
    for (int32_t i = 0; i < JOINT; i++)
        size[i] = 1;
    while (joint < x->n_rules && joint < JOINT && cells * (x->most[joint] - x->least[joint] + 1) <= MAX_JOINT) {
        size[joint] = x->most[joint] - x->least[joint] + 1;
        cells *= size[joint++];
    }
    return joint;
}

/* The least over all totals: of the first rules at once where they are few, each tilt's own least for
 * the others. at [n_rules]: where. */
static int64_t least_of(const pb_shares *x, int64_t *at)
{
    int64_t rest[MAX_TILTS] = {0}, least = INT64_MAX, size[JOINT], n[JOINT];
    int32_t joint = joint_of(x, size), first = 0;

    for (int32_t v = 0; v < x->n_tilts; v++)
        for (int32_t i = joint; i < x->n_rules; i++)
            rest[v] += least_at(&x->tilts[v], x, i, &at[i]);
    for (n[0] = 0; n[0] < size[0]; n[0]++)
        for (n[1] = 0; n[1] < size[1]; n[1]++)
            for (n[2] = 0; n[2] < size[2]; n[2]++) {
                int64_t best = x->n_tilts ? best_at(x, rest, joint, n, least, &first) : INT64_MAX;
                for (int32_t i = 0; i < joint && best < least; i++)
                    at[i] = n[i];
                least = best < least ? best : least;
            }
    return least;
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

/* How often a member can count at most. */
static int64_t most_of(const pb_instance *in, const pb_fair *f)
{
    int64_t n = 0;
    if (f->weekends)
        return 1;
    for (int32_t d = 0; d < in->n_days; d++) {
        bool any = false;
        for (int32_t alt = in->day_alt[d]; alt < in->day_alt[d + 1]; alt++)
            any = any || f->tab[alt] > 0;
        n += any;
    }
    return n;
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
        x->most[x->n_rules] = x->least[x->n_rules] + f->n * most_of(in, f);
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

pb_status pb_shares_new(pb_arena *a, const pb_instance *in, const pb_team_problem *t, bool weekends, pb_shares **ret)
{
    pb_shares *x = PB_NEW(a, pb_shares);
    pb_status s;

    if (!x)
        return PB_ERR_NOMEM;
    x->a = a;
    x->in = in;
    x->t = t;
    x->with_weekends = weekends;
    s = rules(x);
    *ret = x;
    return s;
}

/* A part of the rule's price, scaled; 0 where its total cannot be priced. */
static int64_t part_of(const pb_shares *x, int32_t rule, int percent)
{
    const pb_fair *f = &x->in->fair[x->rule[rule]];
    return f->weekends || !whole(x, rule) ? 0 : f->price * x->scale * percent / (100 * x->t->unit);
}

/* One rule's total priced more or less, then those of two at once. */
static pb_status all_tilts(pb_shares *x)
{
    static const int percent[TILTS] = {-60, -30, -15, -7, 7, 15, 30, 60}, both = 15;
    int64_t *by = PB_NEW_ARRAY(x->a, x->n_rules + 1, int64_t);
    pb_status s = by ? tilted(x, by) : PB_ERR_NOMEM;

    for (int32_t i = 0; i < x->n_rules; i++) {
        for (int v = 0; !s && v < TILTS && part_of(x, i, both); v++) {
            by[i] = part_of(x, i, percent[v]);
            s = tilted(x, by);
        }
        for (int32_t k = 0; k < i && part_of(x, i, both) && part_of(x, k, both); k++) {
            for (int v = 0; !s && v < 4; v++) {
                by[i] = part_of(x, i, v < 2 ? both : -both);
                by[k] = part_of(x, k, v % 2 ? both : -both);
                s = tilted(x, by);
            }
            by[k] = 0;
        }
        by[i] = 0;
    }
    return s;
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

pb_status pb_shares_add(pb_shares *x, const pb_team_problem *t, int32_t scale, const int32_t *prices)
{
    const pb_problem *p = &t->problem;
    pb_status s;

    x->t = t;
    x->scale = scale;
    x->prices = prices;
    s = pb_classes_make(x->a, p, &x->classes);
    if (!s)
        s = pb_prices_make(x->a, p, &x->cell);
    if (!s)
        s = cover_units(x);
    x->y = PB_NEW_ARRAY(x->a, p->n_rows + 1, int32_t);
    if (!s)
        s = x->y ? pb_dp_new(pb_arena_allocator(x->a), &x->dp) : PB_ERR_NOMEM;
    if (s)
        return s;
    s = all_tilts(x);
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
