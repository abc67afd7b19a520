/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "planner/even.h"

#include <string.h>

enum { LONGEST = 14, PASSES = 6, HARD = 1000000 };

typedef struct evening {
    const pb_instance *in;
    const pb_watch *watch;
    pb_board *b;
    int32_t *count;  /* [agent * n_days + day] what the day counts for the share at work */
    int64_t left;    /* exchanges that may still be priced */
    bool hurried;
} evening;

static int64_t at(const evening *e, int32_t agent, int32_t day)
{
    return (int64_t)agent * e->in->n_days + day;
}

/* Hard rules before money. */
static int64_t value(const evening *e)
{
    pb_line_sum s = pb_board_sum(e->b);
    return s.soft + s.hard * HARD;
}

static bool can(const evening *e, int32_t agent, int32_t day, int32_t place)
{
    const pb_instance *in = e->in;
    if (in->fixed[at(e, agent, day)])
        return e->b->place[at(e, agent, day)] == place;
    return place ? in->may[(int64_t)agent * in->n_alts + in->places[place].alt] != 0 : in->may_off[at(e, agent, day)] != 0;
}

static bool may_exchange(const evening *e, int32_t a, int32_t b, int32_t d0, int32_t d1)
{
    bool any = false;
    for (int32_t d = d0; d < d1; d++) {
        int32_t x = e->b->place[at(e, a, d)], y = e->b->place[at(e, b, d)];
        if (x == y)
            continue;
        if (!can(e, a, d, y) || !can(e, b, d, x))
            return false;
        any = true;
    }
    return any;
}

static void exchange(evening *e, int32_t a, int32_t b, int32_t d0, int32_t d1)
{
    for (int32_t d = d0; d < d1; d++) {
        int32_t x = e->b->place[at(e, a, d)], y = e->b->place[at(e, b, d)];
        pb_board_set(e->b, a, d, y);
        pb_board_set(e->b, b, d, x);
    }
    pb_board_line(e->b, a);
    pb_board_line(e->b, b);
}

/* What each day counts for a share; a weekend counts on its first day worked, as the board counts it. */
static void count_days(evening *e, const pb_fair *f, int32_t agent)
{
    const int32_t *alts = e->b->alts + at(e, agent, 0);
    int32_t *count = e->count + at(e, agent, 0);

    for (int32_t d = 0; d < e->in->n_days; d++)
        count[d] = f->weekends ? 0 : f->tab[alts[d]];
    for (int32_t i = 0; f->weekends && i < f->n_spans; i++) {
        bool any = false;
        for (int32_t d = f->spans[i].d0; d < f->spans[i].d1 && !any; d++)
            if (alts[d]) {
                any = true;
                count[d] = 1;
            }
    }
}

/* How far a member is above his share (below: negative), times the weights. */
static int64_t above(const evening *e, int32_t rule, int32_t k)
{
    const pb_fair *f = &e->in->fair[rule];
    const int64_t *counts = e->b->fair + (int64_t)rule * e->in->n_agents;
    int64_t total = 0;
    for (int32_t i = 0; i < f->n; i++)
        total += counts[f->agent[i]] + f->base[i];
    return (counts[f->agent[k]] + f->base[k]) * f->weights - f->weight[k] * total;
}

/* Exchanges of these two, shortest first, until one is for the better. */
static bool better_pair(evening *e, const pb_fair *f, int32_t a, int32_t b)
{
    int64_t was = value(e);

    for (int32_t len = 1; len <= LONGEST && len <= e->in->n_days; len++)
        for (int32_t d0 = 0; d0 + len <= e->in->n_days; d0++) {
            int32_t gives = 0, d1 = d0 + len;
            for (int32_t d = d0; d < d1; d++)
                gives += e->count[at(e, a, d)] - e->count[at(e, b, d)];
            if (gives <= 0 || !may_exchange(e, a, b, d0, d1))
                continue;
            if (e->left-- <= 0)
                return false;
            exchange(e, a, b, d0, d1);
            if (value(e) < was) {
                count_days(e, f, a);
                count_days(e, f, b);
                return true;
            }
            exchange(e, a, b, d0, d1);
        }
    return false;
}

/* Everybody who is above by more than another: the two sides of a possible exchange. */
static bool pass(evening *e, int32_t rule)
{
    const pb_fair *f = &e->in->fair[rule];
    bool any = false;

    for (int32_t k = 0; k < f->n; k++)
        count_days(e, f, f->agent[k]);
    for (int32_t i = 0; i < f->n && e->left > 0; i++)
        for (int32_t k = 0; k < f->n && e->left > 0; k++) {
            if (pb_watch_over(e->watch)) {
                e->hurried = true;
                return false;
            }
            while (i != k && above(e, rule, i) - above(e, rule, k) > f->weights * f->per &&
                   better_pair(e, f, f->agent[i], f->agent[k]))
                any = true;
        }
    return any;
}

static void lay(evening *e, const int32_t *places)
{
    for (int32_t agent = 0; agent < e->in->n_agents; agent++) {
        for (int32_t day = 0; day < e->in->n_days; day++)
            pb_board_set(e->b, agent, day, places[at(e, agent, day)]);
        pb_board_line(e->b, agent);
    }
}

pb_status pb_even_out(pb_arena *a, const pb_instance *in, int64_t most, const pb_watch *watch, pb_found *found)
{
    size_t cells = (size_t)in->n_agents * (size_t)in->n_days;
    evening e = {.in = in, .watch = watch, .left = most};
    pb_line_sum s;
    bool again = true;

    if (in->n_fair == 0 || cells == 0)
        return PB_OK;
    e.b = pb_board_new(a, in);
    e.count = PB_NEW_ARRAY(a, cells, int32_t);
    if (!e.b || !e.count)
        return PB_ERR_NOMEM;
    lay(&e, found->places);
    for (int i = 0; i < PASSES && again && e.left > 0; i++) {
        again = false;
        for (int32_t rule = 0; rule < in->n_fair; rule++)
            again = pass(&e, rule) || again;
    }
    s = pb_board_sum(e.b);
    memcpy(found->places, e.b->place, cells * sizeof *found->places);
    found->cost = s.soft;
    found->broken = s.hard;
    found->lawful = s.hard == 0;
    found->tried += most - (e.left > 0 ? e.left : 0);
    found->hurried = found->hurried || e.hurried;
    return PB_OK;
}
