/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "planner/search.h"

#include <math.h>
#include <string.h>

enum { MAX_CHANGES = 16, MAX_BLOCK = 7, CLOCK_EVERY = 512, UNWATCHED = 100000 };

typedef struct change {
    int32_t agent, day, old, now;
} change;

typedef struct walker {
    const pb_instance *in;
    pb_board *b;
    pb_rng rng;
    change list[MAX_CHANGES];
    int n_list;
    double weight; /* money per thousandth of a hard unit */
    double value;  /* of the board as it stands */
    pb_found best;
    const pb_search *opt;
    bool hurried;  /* the clock had a say */
} walker;

bool pb_found_better(const pb_found *x, const pb_found *y)
{
    return x->broken != y->broken ? x->broken < y->broken : x->cost < y->cost;
}

static double value_of(const walker *w)
{
    pb_line_sum s = pb_board_sum(w->b);
    return (double)s.soft + w->weight * (double)s.hard;
}

static int32_t below(walker *w, int32_t n)
{
    return (int32_t)pb_rng_below(&w->rng, (uint64_t)n);
}

static int64_t cell(const walker *w, int32_t agent, int32_t day)
{
    return (int64_t)agent * w->in->n_days + day;
}

static bool can(const walker *w, int32_t agent, int32_t day, int32_t place)
{
    const pb_instance *in = w->in;
    int64_t at = cell(w, agent, day);
    if (in->fixed[at])
        return false;
    return place ? in->may[(int64_t)agent * in->n_alts + in->places[place].alt] != 0
                 : in->may_off[at] != 0;
}

static bool put(walker *w, int32_t agent, int32_t day, int32_t place)
{
    int32_t old = w->b->place[cell(w, agent, day)];
    if (old == place)
        return true;
    if (!can(w, agent, day, place) || w->n_list == MAX_CHANGES)
        return false;
    w->list[w->n_list++] = (change){agent, day, old, place};
    return true;
}

static void lines_of(walker *w)
{
    for (int i = 0; i < w->n_list; i++) {
        bool done = false;
        for (int k = 0; k < i; k++)
            done = done || w->list[k].agent == w->list[i].agent;
        if (!done)
            pb_board_line(w->b, w->list[i].agent);
    }
}

static void apply(walker *w)
{
    bool lines = false;
    for (int i = 0; i < w->n_list; i++) {
        const change *c = &w->list[i];
        lines = lines || w->in->places[c->old].alt != w->in->places[c->now].alt;
        pb_board_set(w->b, c->agent, c->day, c->now);
    }
    if (lines)
        lines_of(w);
}

static void undo(walker *w)
{
    for (int i = 0; i < w->n_list; i++) {
        int32_t t = w->list[i].old;
        w->list[i].old = w->list[i].now;
        w->list[i].now = t;
    }
    apply(w);
}

/* What the cover of those slots would lose by one agent's break; the others' presence as it stands. */
static pb_money break_loss(const walker *w, int32_t agent, int32_t place)
{
    const pb_instance *in = w->in;
    const pb_place *p = &in->places[place];
    pb_money sum = 0;

    for (int32_t i = in->agent_row0[agent]; i < in->agent_row0[agent + 1]; i++) {
        const pb_need_row *r = &in->rows[in->agent_rows[i]];
        const int32_t *present = w->b->present + (int64_t)in->agent_rows[i] * in->grid.n_slots + p->slot0;
        for (int32_t k = 0; r->table && k < p->n; k++) {
            int32_t full = in->slot_min[p->slot0 + k] / in->quantum_min;
            const pb_money *table = r->table + (int64_t)(p->slot0 + k) * in->n_table;
            if (in->quanta[p->first + k] < full)
                sum += table[present[k] + in->quanta[p->first + k]] - table[present[k] + full];
        }
    }
    return sum;
}

/* A place for the meal break: mostly where it hurts least, sometimes any. */
static int32_t random_place(walker *w, int32_t agent, int32_t alt)
{
    const pb_alt *x = &w->in->alts[alt];
    int32_t best = x->place0 + below(w, x->n_places), first = best;
    pb_money least = 0;

    if (x->n_places < 2 || below(w, 4) == 0)
        return best;
    least = break_loss(w, agent, best);
    for (int32_t i = 1; i < x->n_places; i++) {
        int32_t p = x->place0 + (first - x->place0 + i) % x->n_places;
        pb_money loss = break_loss(w, agent, p);
        if (loss < least) {
            least = loss;
            best = p;
        }
    }
    return best;
}

/* Another thing to do on a day: any permitted alternative, or off. */
static bool move_cell(walker *w)
{
    const pb_instance *in = w->in;
    int32_t agent = below(w, in->n_agents), day = below(w, in->n_days);
    int64_t at = cell(w, agent, day);
    int32_t n = in->choice0[at + 1] - in->choice0[at];
    bool off = in->may_off[at] && w->b->alts[at] && below(w, 3) == 0;

    if (off || n == 0)
        return put(w, agent, day, 0);
    return put(w, agent, day, random_place(w, agent, in->choice[in->choice0[at] + below(w, n)]));
}

static bool move_break(walker *w)
{
    int32_t agent = below(w, w->in->n_agents), day = below(w, w->in->n_days);
    int32_t alt = w->b->alts[cell(w, agent, day)];
    return alt && put(w, agent, day, random_place(w, agent, alt));
}

/* The same shift at the same start on another day; -1: there is none. */
static int32_t twin_place(const pb_instance *in, int32_t place, int32_t day)
{
    const pb_place *p = &in->places[place];
    const pb_alt *x = &in->alts[p->alt];
    if (!place)
        return 0;
    for (int32_t alt = in->day_alt[day]; alt < in->day_alt[day + 1]; alt++) {
        const pb_alt *y = &in->alts[alt];
        if (y->shift != x->shift || y->start_min != x->start_min || y->end_min != x->end_min)
            continue;
        if (y->n_places == x->n_places)
            return y->place0 + (place - x->place0);
        return y->place0;
    }
    return -1;
}

/* One agent's two days change places. */
static bool move_days(walker *w)
{
    const pb_instance *in = w->in;
    int32_t agent = below(w, in->n_agents), d = below(w, in->n_days), e = below(w, in->n_days);
    int32_t x = w->b->place[cell(w, agent, d)], y = w->b->place[cell(w, agent, e)];
    int32_t to_e = twin_place(in, x, e), to_d = twin_place(in, y, d);
    return x != y && to_e >= 0 && to_d >= 0 && put(w, agent, d, to_d) && put(w, agent, e, to_e);
}

/* Two agents change a block of days. */
static bool move_swap(walker *w, int32_t max_block)
{
    const pb_instance *in = w->in;
    int32_t a = below(w, in->n_agents), b = below(w, in->n_agents);
    int32_t len = 1 + below(w, max_block < in->n_days ? max_block : in->n_days);
    int32_t d0 = below(w, in->n_days - len + 1);

    if (a == b)
        return false;
    for (int32_t d = d0; d < d0 + len; d++) {
        int32_t x = w->b->place[cell(w, a, d)], y = w->b->place[cell(w, b, d)];
        if (!put(w, a, d, y) || !put(w, b, d, x))
            return false;
    }
    return true;
}

/* One agent does the same as the day before, or two of his days at once. */
static bool move_pair(walker *w)
{
    const pb_instance *in = w->in;
    int32_t agent = below(w, in->n_agents), d = below(w, in->n_days), e = below(w, in->n_days);
    int64_t at = cell(w, agent, d);
    int32_t n = in->choice0[at + 1] - in->choice0[at], y;
    if (d == e || n == 0)
        return false;
    y = below(w, 3) ? random_place(w, agent, in->choice[in->choice0[at] + below(w, n)]) : 0;
    if (!put(w, agent, d, y))
        return false;
    y = below(w, 2) ? twin_place(in, y, e) : 0;
    return y >= 0 && put(w, agent, e, y);
}

static bool propose(walker *w)
{
    int32_t dice = below(w, 100);
    w->n_list = 0;
    if (dice < 45)
        return move_cell(w);
    if (dice < 57)
        return move_break(w);
    if (dice < 69)
        return move_days(w);
    if (dice < 81)
        return move_swap(w, 1);
    if (dice < 90)
        return move_swap(w, MAX_BLOCK);
    return move_pair(w);
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
    memcpy(w->best.places, w->b->place,
           (size_t)w->in->n_agents * w->in->n_days * sizeof *w->best.places);
    if (w->opt->better)
        w->opt->better(w->opt->better_ctx, w->best.lawful, w->best.cost);
}

/* One move at a temperature; money. */
static void step(walker *w, double temperature)
{
    double now, delta;

    w->best.tried++;
    if (!propose(w) || w->n_list == 0)
        return;
    apply(w);
    now = value_of(w);
    delta = now - w->value;
    if (delta <= 0 || (temperature > 0 && pb_rng_unit(&w->rng) < exp(-delta / temperature))) {
        w->value = now;
        if (delta < 0 || w->best.broken)
            keep_best(w);
    } else {
        undo(w);
    }
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
            pb_board_set(w->b, agent, day, w->best.places[cell(w, agent, day)]);
        pb_board_line(w->b, agent);
    }
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

static pb_status begin(pb_arena *a, walker *w)
{
    const pb_instance *in = w->in;
    size_t cells = (size_t)in->n_agents * in->n_days;
    pb_line_sum s;

    w->b = pb_board_new(a, in);
    w->best.places = PB_NEW_ARRAY(a, cells, int32_t);
    if (!w->b || !w->best.places)
        return PB_ERR_NOMEM;
    for (int32_t agent = 0; agent < in->n_agents; agent++) {
        for (int32_t day = 0; day < in->n_days; day++) {
            int64_t at = cell(w, agent, day);
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
    return PB_OK;
}

/* Three coolings from the best found so far, the first the longest and the hottest. parts is the
 * walker's own copy of the options, whose limit is moved from cooling to cooling. */
static void cool_thrice(walker *w, const pb_search *opt, pb_search *parts, double scale, double from_s)
{
    const pb_instance *in = w->in;
    double hot = scale * (opt->warm ? 0.2 : 0.4), cold = scale * 0.02;
    double left = opt->watch.until_s - from_s;
    int64_t sweep = (int64_t)in->n_agents * in->n_days * 30, least = sweep < UNWATCHED ? sweep : UNWATCHED;
    bool on;
    /* a sweep without heat first: a lawful roster early, and something of it even where the time is up already, for
     * nobody wants a roster of nothing but days off */
    parts->watch = (pb_watch){0};
    on = anneal(w, least, 1e-9, 1e-9, from_s);
    parts->watch = opt->watch;
    on = on && (least == sweep || anneal(w, sweep - least, 1e-9, 1e-9, from_s)) && !pb_watch_over(&opt->watch);
    for (int round = 0; on && round < 3; round++) {
        parts->watch.until_s =
            round == 2 ? opt->watch.until_s : from_s + left * (round == 0 ? 0.6 : 0.8);
        (void)anneal(w, opt->moves * (round == 0 ? 3 : 1) / 5, round == 0 ? hot : hot / 4, cold,
                     parts->watch.clock_s ? parts->watch.clock_s(parts->watch.ctx) : 0);
        to_best(w);
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
    s = begin(a, &w);
    if (s)
        return s;
    if (in->n_agents > 0 && in->n_days > 0 && opt->moves > 0)
        cool_thrice(&w, opt, &parts, scale, from_s);
    *ret = w.best;
    ret->hurried = w.hurried;
    return PB_OK;
}
