/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "planner/search_parts.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { CLOCK_EVERY = 512, UNWATCHED = 100000, ENOUGH = 18000, MOST_COOLINGS = 3 };
#define POLISH_FROM 0.9 /* of the moves */
#define STRAY 0.3 /* of the dearest agent-hour: three times the heat at which a cooling begins */

typedef pb_walker walker;

bool pb_found_better(const pb_found *x, const pb_found *y)
{
    return x->broken != y->broken ? x->broken < y->broken : x->cost < y->cost;
}

static double value_of(const walker *w)
{
    pb_line_sum s = pb_board_sum(w->b);
    return (double)s.soft + w->weight * (double)s.hard;
}

/* The best follows the board: the cells changed since, or all where there are too many to tell. */
static void copy_best(walker *w)
{
    int64_t cells = (int64_t)w->in->n_agents * w->in->n_days;

    if (w->n_moved > cells) {
        memcpy(w->best.places, w->b->place, (size_t)cells * sizeof *w->best.places);
    } else {
        for (int64_t i = 0; i < w->n_moved; i++)
            w->best.places[w->moved[i]] = w->b->place[w->moved[i]];
    }
    w->n_moved = 0;
}

static void keep_best(walker *w)
{
    pb_line_sum s = pb_board_sum(w->b);
    pb_found now = {.cost = s.soft, .broken = s.hard};

    if (!pb_found_better(&now, &w->best))
        return;
    w->best.cost = s.soft;
    w->best.broken = s.hard;
    w->best.lawful = s.hard == 0;
    copy_best(w);
    if (w->opt->better)
        w->opt->better(w->opt->better_ctx, w->best.lawful, w->best.cost);
}

static void make(walker *w)
{
    int64_t cells = (int64_t)w->in->n_agents * w->in->n_days;

    pb_delta_keep(w->delta);
    for (int i = 0; i < w->n_list; i++) {
        if (w->n_moved < cells)
            w->moved[w->n_moved] = (int32_t)pb_walker_cell(w, w->list[i].agent, w->list[i].day);
        w->n_moved += w->n_moved <= cells;
    }
}

static int32_t strays(const walker *w, int32_t day)
{
    return abs(w->on[day] - w->opt->people[day]);
}

/* Counts who comes and goes by the list, or takes that back (-1); how much further the days are from what is asked. */
static int32_t count_list(walker *w, int sign)
{
    int32_t further = 0;
    for (int i = 0; w->on && i < w->n_list; i++) {
        const pb_change *c = &w->list[i];
        int by = sign * ((c->now != 0) - (c->old != 0));
        if (by == 0)
            continue;
        further -= strays(w, c->day);
        w->on[c->day] += by;
        further += strays(w, c->day);
    }
    return further;
}

static void count_board(walker *w)
{
    const pb_instance *in = w->in;
    for (int32_t day = 0; w->on && day < in->n_days; day++) {
        w->on[day] = 0;
        for (int32_t agent = 0; agent < in->n_agents; agent++)
            w->on[day] += w->b->place[pb_walker_cell(w, agent, day)] != 0;
    }
}

/* One move at a temperature; money. */
static void step(walker *w, double temperature)
{
    enum { HOPELESS = 25 }; /* exp(-25) never happens */
    pb_line_sum sum;
    double delta, priced;

    w->best.tried++;
    if (!pb_walker_propose(w))
        return;
    sum = pb_delta_try(w->delta, w->list, w->n_list);
    delta = (double)sum.soft + w->weight * (double)sum.hard;
    priced = delta + w->stray * count_list(w, 1);
    if (priced > 0 && (priced > HOPELESS * temperature || pb_rng_unit(&w->rng) >= exp(-priced / temperature))) {
        (void)count_list(w, -1);
        return;
    }
    make(w);
    w->value += delta;
    if (delta < 0 || w->best.broken)
        keep_best(w);
}

/* While hard rules are broken their weight rises; it sinks back slowly. */
static void adapt(walker *w, double low, double high)
{
    w->weight *= pb_board_sum(w->b).hard > 0 ? 1.08 : 0.98;
    w->weight = w->weight < low ? low : w->weight > high ? high : w->weight;
    w->value = value_of(w);
}

static pb_money scale_of(const pb_instance *in)
{
    pb_money scale = 1000;
    for (int32_t r = 0; r < in->n_rows; r++)
        scale = in->rows[r].price > scale ? in->rows[r].price : scale;
    return scale;
}

static void to_best(walker *w)
{
    const pb_instance *in = w->in;
    for (int32_t agent = 0; agent < in->n_agents; agent++) {
        for (int32_t day = 0; day < in->n_days; day++)
            pb_board_set(w->b, agent, day, w->best.places[pb_walker_cell(w, agent, day)]);
        pb_board_line(w->b, agent);
    }
    pb_delta_reset(w->delta);
    count_board(w);
    w->n_moved = 0;
    w->value = value_of(w);
}

static bool finished(const walker *w)
{
    return w->best.lawful && w->best.cost <= w->opt->target;
}

#define LAG 0.15 /* of the time given to a cooling */

/* Cools from hot to cold over `moves` moves. The clock is asked only whether that will do: where it runs
 * ahead of the moves by more than LAG, the cooling hurries after it, and that is told. */
static bool anneal(walker *w, int64_t moves, double hot, double cold, double from_s)
{
    const pb_watch *watch = &w->opt->watch;
    double t = hot, low = w->weight / 4, high = w->weight * 4096;

    for (int64_t i = 0; i < moves; i++) {
        if (i % CLOCK_EVERY == 0) {
            double share = (double)i / (double)moves;
            if (finished(w))
                return false;
            if (pb_watch_over(watch)) {
                w->hurried = true;
                return false;
            }
            if (watch->clock_s) {
                double used = (watch->clock_s(watch->ctx) - from_s) / (watch->until_s - from_s);
                w->hurried = w->hurried || used > share + LAG;
                share = used > share + LAG ? used - LAG : share;
            }
            t = hot * pow(cold / hot, share);
            adapt(w, low, high);
        }
        step(w, t);
    }
    return true;
}

static bool allocate(pb_arena *a, walker *w)
{
    size_t cells = (size_t)w->in->n_agents * w->in->n_days;

    w->b = pb_board_new(a, w->in);
    w->best.places = PB_NEW_ARRAY(a, cells, int32_t);
    w->moved = PB_NEW_ARRAY(a, cells, int32_t);
    w->on = w->opt->people ? PB_NEW_ARRAY(a, w->in->n_days, int32_t) : NULL;
    return w->b && w->best.places && w->moved && (!w->opt->people || w->on);
}

static pb_status begin(pb_arena *a, walker *w)
{
    const pb_instance *in = w->in;
    size_t cells = (size_t)in->n_agents * in->n_days;
    pb_line_sum s;

    if (!allocate(a, w))
        return PB_ERR_NOMEM;
    for (int32_t agent = 0; agent < in->n_agents; agent++) {
        for (int32_t day = 0; day < in->n_days; day++) {
            int64_t at = pb_walker_cell(w, agent, day);
            int32_t place = w->opt->start ? w->opt->start[at] : 0;
            if (!in->fixed[at] && !place && !in->may_off[at])
                place = in->alts[in->choice[in->choice0[at]]].place0;
            if (!in->fixed[at])
                pb_board_set(w->b, agent, day, place);
        }
        pb_board_line(w->b, agent);
    }
    s = pb_board_sum(w->b);
    w->best.cost = s.soft;
    w->best.broken = s.hard;
    w->best.lawful = s.hard == 0;
    memcpy(w->best.places, w->b->place, cells * sizeof *w->best.places);
    count_board(w);
    w->delta = pb_delta_new(a, w->b);
    return w->delta ? PB_OK : PB_ERR_NOMEM;
}

/* How many coolings: none shorter than what lets a team settle which days each one works. */
static int coolings(const walker *w, const pb_search *opt)
{
    int64_t n = opt->moves / (ENOUGH * (int64_t)w->in->n_agents * w->in->n_days);
    return opt->warm || n < 1 ? 1 : n < MOST_COOLINGS ? (int)n : MOST_COOLINGS;
}

/* Without heat: a lawful roster early, and something of it even where the time is up already, for nobody wants a
 * roster of nothing but days off. */
static bool descend(walker *w, const pb_search *opt, pb_search *parts, double from_s)
{
    int64_t sweep = (int64_t)w->in->n_agents * w->in->n_days * 30, least = sweep < UNWATCHED ? sweep : UNWATCHED;
    bool on;

    parts->watch = (pb_watch){0};
    on = anneal(w, least, 1e-9, 1e-9, from_s);
    parts->watch = opt->watch;
    return on && (least == sweep || anneal(w, sweep - least, 1e-9, 1e-9, from_s)) && !pb_watch_over(&opt->watch);
}

/* Coolings from the same heat, for one alone may end in a hollow that no single move leaves; then one from the best of
 * them, with little heat. parts is the walker's own copy of the options, whose limit is moved from cooling to cooling. */
static void cool_often(walker *w, const pb_search *opt, pb_search *parts, double scale, double from_s)
{
    double hot = scale * (opt->warm ? 0.06 : 0.10), cold = scale * 0.008;
    double left = opt->watch.until_s - from_s;
    int n = coolings(w, opt);
    bool on = descend(w, opt, parts, from_s);

    for (int i = 0; on && i <= n; i++) {
        bool last = i == n;
        if (last)
            to_best(w);
        parts->watch.until_s = last ? opt->watch.until_s : from_s + left * POLISH_FROM * (i + 1) / n;
        (void)anneal(w, (int64_t)((double)opt->moves * (last ? 1 - POLISH_FROM : POLISH_FROM / n)), last ? hot / 8 : hot,
                     last ? cold / 4 : cold, parts->watch.clock_s ? parts->watch.clock_s(parts->watch.ctx) : 0);
        on = !finished(w) && !pb_watch_over(&opt->watch);
    }
}

pb_status pb_search_run(pb_arena *a, const pb_instance *in, const pb_search *opt, pb_found *ret)
{
    walker w = {.in = in, .rng = pb_rng_seed(opt->seed), .opt = opt};
    double scale = (double)scale_of(in);
    double from_s = opt->watch.clock_s ? opt->watch.clock_s(opt->watch.ctx) : 0;
    pb_search parts = *opt;
    pb_status s;

    w.opt = &parts;
    w.weight = scale * 0.03;
    w.stray = scale * STRAY;
    s = begin(a, &w);
    if (s)
        return s;
    if (in->n_agents > 0 && in->n_days > 0 && opt->moves > 0)
        cool_often(&w, opt, &parts, scale, from_s);
    *ret = w.best;
    ret->hurried = w.hurried;
    return PB_OK;
}
