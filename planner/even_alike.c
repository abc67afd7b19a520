/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Exchanges of people alike: cover does not notice them, so only two lines and the shares are reckoned anew. */
#include "planner/even_parts.h"

#include <stdlib.h>
#include <string.h>

enum { ROUNDS = 4, SHAKES_PER_CELL = 3000, WATCH_EVERY = 256, SHORT = 4 };
/* The parts of the exchanges that a round may price, at random and annealing; partners that somebody far above is annealed with. */
enum { SHAKEN = 3, ANNEALED = 8, PARTNERS = 3 };

static int64_t at(const pb_equals *e, int32_t agent, int32_t day)
{
    return (int64_t)agent * e->in->n_days + day;
}

static bool same_rows(const pb_instance *in, int32_t a, int32_t b)
{
    int32_t n = in->agent_row0[a + 1] - in->agent_row0[a];
    if (n != in->agent_row0[b + 1] - in->agent_row0[b])
        return false;
    for (int32_t i = 0; i < n; i++)
        if (in->agent_rows[in->agent_row0[a] + i] != in->agent_rows[in->agent_row0[b] + i])
            return false;
    for (int32_t i = 0; i < in->n_role; i++)
        if (in->role[i].member[a] != in->role[i].member[b])
            return false;
    return true;
}

static bool in_a_pair(const pb_instance *in, int32_t agent)
{
    for (int32_t i = 0; i < in->n_pairs; i++)
        if (in->pairs[i].a == agent || in->pairs[i].b == agent)
            return true;
    return false;
}

static void sort_people(pb_equals *e)
{
    const pb_instance *in = e->in;
    for (int32_t i = 0; i < in->n_agents; i++) {
        e->kind[i] = -1;
        if (in_a_pair(in, i))
            continue;
        for (int32_t k = 0; k < i && e->kind[i] < 0; k++)
            if (e->kind[k] >= 0 && same_rows(in, i, k))
                e->kind[i] = e->kind[k];
        if (e->kind[i] < 0)
            e->kind[i] = e->n_kinds++;
    }
}

static bool can(const pb_equals *e, int32_t agent, int32_t day, int32_t place)
{
    const pb_instance *in = e->in;
    if (in->fixed[at(e, agent, day)])
        return e->place[at(e, agent, day)] == place;
    return place ? in->may[(int64_t)agent * in->n_alts + in->places[place].alt] != 0 : in->may_off[at(e, agent, day)] != 0;
}

bool pb_even_may(const pb_equals *e, int32_t a, int32_t b, int32_t day)
{
    return can(e, a, day, e->place[at(e, b, day)]) && can(e, b, day, e->place[at(e, a, day)]);
}

void pb_even_begin(pb_equals *e, int32_t a, int32_t b)
{
    size_t n = (size_t)e->in->n_days * sizeof *e->alts;
    e->try.a = a;
    e->try.b = b;
    memcpy(e->try.line_a, e->alts + at(e, a, 0), n);
    memcpy(e->try.line_b, e->alts + at(e, b, 0), n);
    memset(e->try.day, 0, n);
}

/* Adds a day to what the two exchange; false: one of them may not. */
static bool also(pb_equals *e, int32_t d)
{
    pb_even_pair *t = &e->try;
    int32_t x = e->place[at(e, t->a, d)], y = e->place[at(e, t->b, d)];

    if (t->day[d] || x == y)
        return true;
    if (!pb_even_may(e, t->a, t->b, d))
        return false;
    t->day[d] = 1;
    t->line_a[d] = e->in->places[y].alt;
    t->line_b[d] = e->in->places[x].alt;
    return true;
}

/* Distance from a share in units. */
static double far(const pb_fair *f, int32_t k, int64_t count, int64_t total)
{
    int64_t d = (count + f->base[k]) * f->weights - f->weight[k] * total;
    return (double)d / ((double)f->weights * f->per);
}

static double square(double x)
{
    return x * x;
}

bool pb_even_shares(pb_equals *e)
{
    const pb_instance *in = e->in;
    pb_even_pair *t = &e->try;

    t->spread = 0;
    t->money = 0;
    t->broken = 0;
    for (int32_t i = 0; i < in->n_fair; i++) {
        const pb_fair *f = &in->fair[i];
        int64_t was_a = e->count[(int64_t)i * in->n_agents + t->a], was_b = e->count[(int64_t)i * in->n_agents + t->b];
        int64_t now_a = pb_line_fair(f, t->line_a, in->n_days), now_b = pb_line_fair(f, t->line_b, in->n_days);
        int32_t ka = e->member[(int64_t)i * in->n_agents + t->a], kb = e->member[(int64_t)i * in->n_agents + t->b];
        if (now_a == was_a && now_b == was_b)
            continue;
        if (ka < 0 && kb < 0)
            continue;
        if (ka < 0 || kb < 0 || now_a + now_b != was_a + was_b)
            return false;
        pb_line_sum a = pb_fair_cost(f, ka, now_a, e->total[i]), b = pb_fair_cost(f, kb, now_b, e->total[i]);
        pb_line_sum c = pb_fair_cost(f, ka, was_a, e->total[i]), d = pb_fair_cost(f, kb, was_b, e->total[i]);
        t->money += a.soft + b.soft - c.soft - d.soft;
        t->broken += a.hard + b.hard - c.hard - d.hard;
        t->spread += (double)(f->price + 1) * (square(far(f, ka, now_a, e->total[i])) + square(far(f, kb, now_b, e->total[i])) -
                                               square(far(f, ka, was_a, e->total[i])) - square(far(f, kb, was_b, e->total[i])));
    }
    return true;
}

pb_line_sum pb_even_judge(pb_equals *e)
{
    pb_even_pair *t = &e->try;
    pb_line_sum s = {t->money, t->broken};

    e->left--;
    t->sum_a = pb_line_judge(e->in, t->a, t->line_a, NULL);
    t->sum_b = pb_line_judge(e->in, t->b, t->line_b, NULL);
    s.soft += t->sum_a.soft + t->sum_b.soft - e->line[t->a].soft - e->line[t->b].soft;
    s.hard += t->sum_a.hard + t->sum_b.hard - e->line[t->a].hard - e->line[t->b].hard;
    return s;
}

void pb_even_make(pb_equals *e, pb_line_sum s)
{
    const pb_instance *in = e->in;
    pb_even_pair *t = &e->try;

    for (int32_t d = 0; d < in->n_days; d++)
        if (t->day[d]) {
            int32_t x = e->place[at(e, t->a, d)], y = e->place[at(e, t->b, d)];
            e->place[at(e, t->a, d)] = y;
            e->place[at(e, t->b, d)] = x;
            e->alts[at(e, t->a, d)] = t->line_a[d];
            e->alts[at(e, t->b, d)] = t->line_b[d];
        }
    e->line[t->a] = t->sum_a;
    e->line[t->b] = t->sum_b;
    for (int32_t i = 0; i < in->n_fair; i++) {
        e->count[(int64_t)i * in->n_agents + t->a] = pb_line_fair(&in->fair[i], t->line_a, in->n_days);
        e->count[(int64_t)i * in->n_agents + t->b] = pb_line_fair(&in->fair[i], t->line_b, in->n_days);
    }
    e->won.soft += s.soft;
    e->won.hard += s.hard;
}

/* Is what is tried for the better, or (level) at least not for the worse? Made where it is. */
static bool better(pb_equals *e, bool level)
{
    const double least = 1e-6;
    pb_line_sum s;

    if (!pb_even_shares(e) || e->try.spread > least || (!level && e->try.spread > -least))
        return false;
    s = pb_even_judge(e);
    if (s.hard > 0 || (s.hard == 0 && s.soft > 0))
        return false;
    pb_even_make(e, s);
    return true;
}

static bool stretches(pb_equals *e, int32_t a, int32_t b)
{
    for (int32_t d0 = 0; d0 < e->in->n_days; d0++) {
        pb_even_begin(e, a, b);
        for (int32_t d = d0; d < e->in->n_days && e->left > 0; d++) {
            if (!also(e, d))
                break;
            if (e->try.day[d] && better(e, false))
                return true;
        }
    }
    return false;
}

bool pb_even_far_apart(const pb_equals *e, int32_t a, int32_t b)
{
    for (int32_t i = 0; i < e->in->n_fair; i++) {
        const int64_t *count = e->count + (int64_t)i * e->in->n_agents;
        int32_t ka = e->member[(int64_t)i * e->in->n_agents + a], kb = e->member[(int64_t)i * e->in->n_agents + b];
        if (ka >= 0 && kb >= 0 && far(&e->in->fair[i], ka, count[a], e->total[i]) >
                                      far(&e->in->fair[i], kb, count[b], e->total[i]) + 1 + 1e-6)
            return true;
    }
    return false;
}

static void count_minutes(pb_equals *e, int32_t a, int32_t b)
{
    e->try.minutes[0] = 0;
    for (int32_t d = 0; d < e->in->n_days; d++)
        e->try.minutes[d + 1] = e->try.minutes[d] + e->in->alts[e->alts[at(e, a, d)]].paid_min -
                                e->in->alts[e->alts[at(e, b, d)]].paid_min;
}

static bool two_of_them(pb_equals *e, int32_t a, int32_t b, int32_t d0, int32_t d1, int32_t e0, int32_t e1)
{
    pb_even_begin(e, a, b);
    for (int32_t d = d0; d < d1; d++)
        if (!also(e, d))
            return false;
    for (int32_t d = e0; d < e1; d++)
        if (!also(e, d))
            return false;
    return better(e, false);
}

/* Two short stretches at once, after which each has the hours he had. */
static bool squares(pb_equals *e, int32_t a, int32_t b)
{
    int32_t n = e->in->n_days;
    const int32_t *m = e->try.minutes;

    if (!pb_even_far_apart(e, a, b))
        return false;
    count_minutes(e, a, b);
    for (int32_t d0 = 0; d0 < n; d0++)
        for (int32_t d1 = d0 + 1; d1 <= n && d1 <= d0 + SHORT; d1++)
            for (int32_t e0 = d1 + 1; e0 < n; e0++)
                for (int32_t e1 = e0 + 1; e1 <= n && e1 <= e0 + SHORT && e->left > 0; e1++)
                    if (m[d1] - m[d0] + m[e1] - m[e0] == 0 && two_of_them(e, a, b, d0, d1, e0, e1))
                        return true;
    return false;
}

static bool random_stretch(pb_equals *e)
{
    int32_t n = e->in->n_days, d0 = (int32_t)pb_rng_below(&e->rng, (uint64_t)n);
    int32_t len = 1 + (int32_t)pb_rng_below(&e->rng, pb_rng_below(&e->rng, 4) ? SHORT : (uint64_t)n);
    for (int32_t d = d0; d < n && d < d0 + len; d++)
        if (!also(e, d))
            return false;
    return true;
}

static void shake(pb_equals *e, int32_t a, int32_t b)
{
    pb_even_begin(e, a, b);
    bool ok = random_stretch(e);
    for (uint64_t more = pb_rng_below(&e->rng, 4); ok && more > 0; more--)
        ok = random_stretch(e);
    if (ok)
        (void)better(e, true);
}

static bool over(pb_equals *e)
{
    e->hurried = e->hurried || pb_watch_over(e->watch);
    return e->hurried || e->left <= 0;
}

/* Every two alike, until none of their exchanges is for the better. */
static bool everybody(pb_equals *e, bool (*with)(pb_equals *e, int32_t a, int32_t b))
{
    bool any = false;
    for (int32_t a = 0; a < e->in->n_agents; a++)
        for (int32_t b = 0; b < e->in->n_agents && !over(e); b++)
            while (b != a && e->kind[a] >= 0 && e->kind[a] == e->kind[b] && !over(e) && with(e, a, b))
                any = true;
    return any;
}

/* Of those far below a, some at random, until he is far above nobody or none of them helps. */
static void anneal_one(pb_equals *e, int32_t a)
{
    int32_t k0 = e->kind0[e->kind[a]], n = e->kind0[e->kind[a] + 1] - k0;

    for (int tried = 0; tried < PARTNERS && !over(e); tried++) {
        int32_t from = (int32_t)pb_rng_below(&e->rng, (uint64_t)n), i = 0, b = -1;
        for (; i < n && b < 0; i++) {
            b = e->people[k0 + (from + i) % n];
            b = b != a && pb_even_far_apart(e, a, b) ? b : -1;
        }
        if (b < 0)
            break;
        if (pb_even_anneal(e, a, b))
            tried = -1;
    }
}

static void anneal_all(pb_equals *e)
{
    for (int32_t a = 0; a < e->in->n_agents && !over(e); a++)
        if (e->kind[a] >= 0)
            anneal_one(e, a);
}

/* Who is far apart from somebody alike: their number, in e->apart. */
static int32_t find_apart(pb_equals *e)
{
    int32_t n = 0;
    for (int32_t a = 0; a < e->in->n_agents; a++) {
        bool any = false;
        for (int32_t b = 0; b < e->in->n_agents && !any; b++)
            any = a != b && e->kind[a] >= 0 && e->kind[a] == e->kind[b] && (pb_even_far_apart(e, a, b) || pb_even_far_apart(e, b, a));
        if (any)
            e->apart[n++] = a;
    }
    return n;
}

/* Random exchanges of theirs that are not for the worse lead to others that are for the better. */
static void shake_all(pb_equals *e)
{
    int32_t n = find_apart(e);
    int64_t most = (int64_t)n * e->in->n_days * SHAKES_PER_CELL;

    for (int64_t i = 0; i < most && e->left > 0; i++) {
        int32_t a = e->apart[pb_rng_below(&e->rng, (uint64_t)n)], k = e->kind[a], b;
        if (i % WATCH_EVERY == 0 && over(e))
            break;
        b = e->people[e->kind0[k] + (int32_t)pb_rng_below(&e->rng, (uint64_t)(e->kind0[k + 1] - e->kind0[k]))];
        if (a != b)
            shake(e, a, b);
    }
}

static bool allocate(pb_arena *a, pb_equals *e)
{
    size_t people = (size_t)e->in->n_agents, days = (size_t)e->in->n_days, rules = (size_t)e->in->n_fair;

    e->alts = PB_NEW_ARRAY(a, people * days, int32_t);
    e->line = PB_NEW_ARRAY(a, people, pb_line_sum);
    e->count = PB_NEW_ARRAY(a, rules * people, int64_t);
    e->total = PB_NEW_ARRAY(a, rules, int64_t);
    e->member = PB_NEW_ARRAY(a, rules * people, int32_t);
    e->kind = PB_NEW_ARRAY(a, people, int32_t);
    e->people = PB_NEW_ARRAY(a, people, int32_t);
    e->kind0 = PB_NEW_ARRAY(a, people + 1, int32_t);
    e->apart = PB_NEW_ARRAY(a, people, int32_t);
    e->best_day = PB_NEW_ARRAY(a, days, int32_t);
    e->try.line_a = PB_NEW_ARRAY(a, days, int32_t);
    e->try.line_b = PB_NEW_ARRAY(a, days, int32_t);
    e->try.day = PB_NEW_ARRAY(a, days, int32_t);
    e->try.minutes = PB_NEW_ARRAY(a, days + 1, int32_t);
    return e->alts && e->line && e->count && e->total && e->member && e->kind && e->people && e->kind0 && e->apart && e->best_day && e->try.line_a &&
           e->try.line_b && e->try.day && e->try.minutes;
}

static void lay(pb_equals *e)
{
    const pb_instance *in = e->in;
    int32_t n = 0;

    for (int64_t i = 0; i < (int64_t)in->n_agents * in->n_days; i++)
        e->alts[i] = in->places[e->place[i]].alt;
    for (int32_t i = 0; i < in->n_fair; i++) {
        for (int32_t agent = 0; agent < in->n_agents; agent++) {
            e->member[(int64_t)i * in->n_agents + agent] = -1;
            e->count[(int64_t)i * in->n_agents + agent] = pb_line_fair(&in->fair[i], e->alts + at(e, agent, 0), in->n_days);
        }
        for (int32_t k = 0; k < in->fair[i].n; k++)
            e->member[(int64_t)i * in->n_agents + in->fair[i].agent[k]] = k;
        e->total[i] = pb_fair_total(&in->fair[i], e->count + (int64_t)i * in->n_agents);
    }
    for (int32_t agent = 0; agent < in->n_agents; agent++)
        e->line[agent] = pb_line_judge(in, agent, e->alts + at(e, agent, 0), NULL);
    sort_people(e);
    for (int32_t k = 0; k < e->n_kinds; k++) {
        e->kind0[k] = n;
        for (int32_t agent = 0; agent < in->n_agents; agent++)
            if (e->kind[agent] == k)
                e->people[n++] = agent;
    }
    e->kind0[e->n_kinds] = n;
}

pb_status pb_even_open(pb_arena *a, const pb_instance *in, uint64_t seed, const pb_watch *watch, int32_t *places, pb_equals *ret)
{
    *ret = (pb_equals){.in = in, .watch = watch, .place = places, .rng = pb_rng_seed(seed)};
    if (!allocate(a, ret))
        return PB_ERR_NOMEM;
    lay(ret);
    return PB_OK;
}

pb_status pb_even_alike(pb_arena *a, const pb_instance *in, int64_t most, uint64_t seed, const pb_watch *watch,
                        pb_found *found)
{
    pb_equals e;
    pb_status s;

    if (in->n_fair == 0 || in->n_agents == 0 || in->n_days == 0)
        return PB_OK;
    s = pb_even_open(a, in, seed, watch, found->places, &e);
    if (s)
        return s;
    for (int i = 0; i < ROUNDS && !e.hurried && (i == 0 || find_apart(&e) > 0); i++) {
        e.left = most / SHAKEN;
        if (i > 0)
            shake_all(&e);
        (void)everybody(&e, stretches);
        (void)everybody(&e, squares);
        e.used += most / SHAKEN - (e.left > 0 ? e.left : 0);
        e.left = most / ANNEALED;
        anneal_all(&e);
        e.used += most / ANNEALED - (e.left > 0 ? e.left : 0);
    }
    found->cost += e.won.soft;
    found->broken += e.won.hard;
    found->lawful = found->broken == 0;
    found->tried += e.used;
    found->hurried = found->hurried || e.hurried;
    return PB_OK;
}
