/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One cell forced otherwise, the rest free to follow. */
#include "planner/audit.h"
#include "planner/plan_roster.h"
#include "planner/search.h"
#include "planner/whatif_parts.h"

#include <stdlib.h>
#include <string.h>

enum { MOVES_PER_CELL = 1500, MIN_MOVES = 30000, MAX_MOVES = 3000000 };
/* What a changed cell counts, as a part of the roster's cost, at least in thousandths: in the story told; in the search (rule keep),
 * little, so that it finds what is cheapest. */
enum { EACH_PART = 1000, EACH_LEAST = 10, NEAR_PART = 10000, NEAR_LEAST = 3, NEAR_MOST = 340 };

/* The lists of what a cell may hold, with one cell narrowed. */
static pb_status narrow(pb_arena *a, pb_instance *in, int64_t cell, int32_t shift)
{
    size_t cells = (size_t)in->n_agents * in->n_days;
    int32_t *choice0 = PB_NEW_ARRAY(a, cells + 1, int32_t), n = 0;
    int32_t *choice = PB_NEW_ARRAY(a, in->choice0[cells], int32_t);

    if (!choice0 || !choice)
        return PB_ERR_NOMEM;
    for (size_t i = 0; i < cells; i++) {
        choice0[i] = n;
        for (int32_t k = in->choice0[i]; k < in->choice0[i + 1]; k++)
            if ((int64_t)i != cell || in->alts[in->choice[k]].shift == shift)
                choice[n++] = in->choice[k];
    }
    choice0[cells] = n;
    in->choice0 = choice0;
    in->choice = choice;
    return PB_OK;
}

pb_status pb_whatif_force(pb_arena *a, pb_instance *in, int32_t agent, int32_t day, int32_t shift,
                          bool *ret_allowed)
{
    size_t cells = (size_t)in->n_agents * in->n_days, wide = (size_t)in->n_agents * in->n_alts;
    uint8_t *may = PB_NEW_ARRAY(a, wide, uint8_t), *may_off = PB_NEW_ARRAY(a, cells, uint8_t);
    int64_t cell = (int64_t)agent * in->n_days + day;
    pb_status s;

    if (!may || !may_off)
        return PB_ERR_NOMEM;
    memcpy(may, in->may, wide);
    memcpy(may_off, in->may_off, cells);
    s = narrow(a, in, cell, shift);
    if (s)
        return s;
    for (int32_t alt = in->day_alt[day]; alt < in->day_alt[day + 1]; alt++)
        if (in->alts[alt].shift != shift)
            may[(int64_t)agent * in->n_alts + alt] = 0;
    *ret_allowed = shift < 0 ? may_off[cell] != 0 : in->choice0[cell + 1] > in->choice0[cell];
    if (shift >= 0)
        may_off[cell] = 0;
    in->may = may;
    in->may_off = may_off;
    return PB_OK;
}

typedef struct asking {
    pb_arena *arena;
    pb_whatif *w;
    int32_t agent, day;
    const pb_plan_options *opt;
    pb_money each;
    double from_s;
    int n_done, n_all; /* of the searches, for the clock */
} asking;

/* One way to spend the day. */
typedef struct trial {
    const pb_instance *in; /* with the cell forced */
    bool allowed;
    int32_t *from;         /* the roster with the cell forced */
    pb_found found;        /* by the search from there */
} trial;

static pb_watch watch_of(const asking *q)
{
    const pb_plan_options *o = q->opt;
    pb_watch w = {NULL, o->clock_ctx, 0, o->interrupted};
    if (o->clock_s && o->time_limit_s > 0) {
        w.clock_s = o->clock_s;
        w.until_s = q->from_s + o->time_limit_s * (q->n_done + 1) / q->n_all;
    }
    return w;
}

/* Has a duty of this shift room for what stands in the cell? */
static bool holds_on(const asking *q, int32_t shift)
{
    const pb_instance *in = &q->w->in;
    for (int32_t alt = in->day_alt[q->day]; shift >= 0 && alt < in->day_alt[q->day + 1]; alt++)
        for (int32_t p = in->alts[alt].place0; p < in->alts[alt].place0 + in->alts[alt].n_places; p++)
            if (in->alts[alt].shift == shift && pb_whatif_attends(q->w, q->agent, q->day, p))
                return true;
    return false;
}

/* The search from `start` on with the cell forced. */
static pb_status solve(asking *q, int32_t shift, const int32_t *start, trial *t)
{
    pb_instance *in = PB_NEW(q->arena, pb_instance);
    size_t cells = (size_t)q->w->in.n_agents * q->w->in.n_days;
    int32_t *from = PB_NEW_ARRAY(q->arena, cells, int32_t);
    int64_t cell = (int64_t)q->agent * q->w->in.n_days + q->day;
    double effort = q->opt->effort > 0 ? q->opt->effort : 1, moves = effort * MOVES_PER_CELL * (double)cells;
    pb_search search = {.target = 0, .seed = q->opt->seed, .watch = watch_of(q), .start = from, .warm = true};
    pb_status s = in && from ? PB_OK : PB_ERR_NOMEM;

    *t = (trial){.in = in, .from = from};
    if (s)
        return s;
    if (holds_on(q, shift))
        *in = q->w->in;
    else
        s = pb_whatif_room(q->arena, q->w, q->agent, q->day, in);
    if (!s)
        s = pb_whatif_force(q->arena, in, q->agent, q->day, shift, &t->allowed);
    if (s || !t->allowed)
        return s;
    memcpy(from, start, cells * sizeof *from);
    if (shift < 0)
        from[cell] = 0;
    else if (!from[cell] || in->alts[in->places[from[cell]].alt].shift != shift)
        from[cell] = in->alts[in->choice[in->choice0[cell]]].place0;
    search.moves = (int64_t)(moves < MIN_MOVES ? MIN_MOVES : moves > MAX_MOVES ? MAX_MOVES : moves);
    return pb_search_run(q->arena, in, &search, &t->found);
}

/* cost: without what staying near costs; NULL. */
static pb_status roster_of(asking *q, const int32_t *places, pb_roster *ret, pb_money *cost)
{
    pb_board *b = pb_board_new(q->arena, &q->w->plain);
    const pb_instance *in = &q->w->plain;
    pb_status s;

    if (!b)
        return PB_ERR_NOMEM;
    for (int32_t agent = 0; agent < in->n_agents; agent++) {
        for (int32_t day = 0; day < in->n_days; day++)
            pb_board_set(b, agent, day, places[(int64_t)agent * in->n_days + day]);
        pb_board_line(b, agent);
    }
    s = pb_plan_roster(q->arena, b, ret, NULL);
    if (!s && cost) {
        pb_money parts[PB_N_RULES];
        pb_board_parts(b, parts);
        *cost = -parts[PB_RULE_KEEP];
        for (int i = 0; i < PB_N_RULES; i++)
            *cost += parts[i];
    }
    return s;
}

/* The roster asked about with one cell changed by hand: the auditor says what forbids it. */
static pb_status by_hand(asking *q, int32_t shift, pb_roster *ret)
{
    const pb_instance *in = &q->w->in;
    int32_t *places = PB_NEW_ARRAY(q->arena, (size_t)in->n_agents * in->n_days, int32_t);
    int64_t cell = (int64_t)q->agent * in->n_days + q->day;

    if (!places)
        return PB_ERR_NOMEM;
    memcpy(places, q->w->places, (size_t)in->n_agents * in->n_days * sizeof *places);
    places[cell] = 0;
    for (int32_t alt = in->day_alt[q->day + 1] - 1; shift >= 0 && alt >= in->day_alt[q->day]; alt--)
        if (in->alts[alt].shift == shift && in->places[in->alts[alt].place0].kept < 0)
            places[cell] = in->alts[alt].place0;
    return roster_of(q, places, ret, NULL);
}

static int by_cost(const void *x, const void *y)
{
    const pb_otherwise *a = x, *b = y;
    if (a->lawful != b->lawful)
        return a->lawful ? -1 : 1;
    if (a->lawful && a->cost != b->cost)
        return a->cost < b->cost ? -1 : 1;
    return (a->shift > b->shift) - (a->shift < b->shift);
}

/* Cells other than the forced one that differ in shift or start. */
static int32_t n_changed(const asking *q, const int32_t *x, const int32_t *y)
{
    const pb_instance *in = &q->w->plain;
    int32_t n = 0;

    for (int32_t i = 0; i < in->n_agents * in->n_days; i++) {
        const pb_alt *a = &in->alts[in->places[x[i]].alt], *b = &in->alts[in->places[y[i]].alt];
        n += i != q->agent * in->n_days + q->day && (a->shift != b->shift || a->start_s != b->start_s);
    }
    return n;
}

/* Is this roster the better story, each changed cell priced, or the cheapest at all? */
static pb_status weigh(asking *q, const int32_t *places, bool lawful, const int32_t *base, pb_otherwise *o)
{
    pb_otherwise x = *o;
    pb_status s = roster_of(q, places, &x.roster, &x.cost);

    if (s)
        return s;
    x.lawful = lawful;
    x.n_changed = n_changed(q, places, base);
    if (!o->roster.at || (lawful && (!o->lawful || x.cost + x.n_changed * q->each < o->cost + o->n_changed * q->each))) {
        o->roster = x.roster;
        o->cost = x.cost;
        o->n_changed = x.n_changed;
    }
    if (lawful && (!o->lawful || x.cost < o->least)) {
        o->least = x.cost;
        o->n_least = x.n_changed;
    }
    o->lawful = o->lawful || lawful;
    return PB_OK;
}

/* What the search found, the same without its needless changes, and what few changes would do. */
static pb_status choose(asking *q, const trial *t, const int32_t *base, pb_otherwise *o)
{
    const pb_watch watch = watch_of(q);
    size_t cells = (size_t)t->in->n_agents * t->in->n_days;
    int64_t cell = (int64_t)q->agent * t->in->n_days + q->day;
    int32_t *places = PB_NEW_ARRAY(q->arena, cells, int32_t);
    pb_line_sum sum;
    pb_status s = places ? weigh(q, t->found.places, t->found.lawful, base, o) : PB_ERR_NOMEM;

    if (s)
        return s;
    memcpy(places, t->found.places, cells * sizeof *places);
    s = pb_whatif_undo(q->arena, t->in, base, cell, q->each, &watch, places, &sum);
    for (int i = 0; !s && i < 3; i++) {
        s = weigh(q, places, sum.hard == 0, base, o);
        memcpy(places, t->from, cells * sizeof *places);
        if (!s && i < 2)
            s = pb_whatif_few(q->arena, t->in, base, cell, q->each, i == 0, &watch, places, &sum);
    }
    return s;
}

static pb_status try_shift(asking *q, int32_t shift, const int32_t *base, pb_otherwise *ret)
{
    pb_otherwise o = {.shift = shift};
    trial t;
    pb_status s = solve(q, shift, base, &t);

    if (s)
        return s;
    o.allowed = t.allowed;
    s = o.allowed ? choose(q, &t, base, &o) : by_hand(q, shift, &o.roster);
    q->n_done++;
    *ret = o;
    return s;
}

/* The best roster with the cell as it is. */
static pb_status as_it_is(asking *q, pb_why *why, const int32_t **ret)
{
    const pb_watch watch = watch_of(q);
    pb_line_sum sum;
    trial t;
    pb_status s = solve(q, why->shift, q->w->places, &t);

    if (s)
        return s;
    if (!t.found.places)
        return PB_ERR_DOMAIN;
    s = pb_whatif_undo(q->arena, t.in, q->w->places, -1, q->each, &watch, t.found.places, &sum);
    if (!s)
        s = roster_of(q, t.found.places, &why->roster, &why->cost);
    if (s)
        return s;
    q->n_done++;
    why->n_changed = n_changed(q, t.found.places, q->w->places);
    *ret = t.found.places;
    return PB_OK;
}

static pb_status try_all(asking *q, pb_why *why)
{
    const pb_shifts *shifts = &q->w->in.ws->shifts;
    pb_otherwise *list = PB_NEW_ARRAY(q->arena, shifts->n + 1, pb_otherwise);
    pb_date date = q->w->in.grid.first + q->day;
    const int32_t *base = q->w->places;
    pb_status s = list ? as_it_is(q, why, &base) : PB_ERR_NOMEM;

    for (int32_t i = -1; !s && i < shifts->n; i++)
        if (i != why->shift && (i < 0 || pb_shift_on(&shifts->at[i], date, (int)q->w->in.day_kind[q->day])))
            s = try_shift(q, i, base, &list[why->n++]);
    if (!s)
        qsort(list, why->n, sizeof *list, by_cost);
    why->at = list;
    return s;
}

static pb_money between(pb_money least, pb_money x, pb_money most)
{
    return x < least ? least : x > most ? most : x;
}

static pb_status cost_of(pb_arena *a, const pb_workspace *ws, const pb_requirement *req, const pb_roster *roster,
                            const pb_plan_options *opt, pb_money *ret)
{
    pb_audit audit;
    pb_status s = pb_audit_roster(a, ws, req, roster, NULL, opt->first, opt->n_days, &audit);

    *ret = s ? 0 : audit.cost;
    return s;
}

pb_status pb_plan_why(pb_arena *a, const pb_workspace *ws, const pb_requirement *req,
                      const pb_roster *roster, int32_t agent, pb_date date, const pb_plan_options *opt,
                      pb_why *ret)
{
    asking q = {.arena = a, .agent = agent, .day = date - opt->first, .opt = opt, .n_all = ws->shifts.n + 2};
    pb_why why = {.shift = -1};
    int64_t cell;
    pb_money cost;
    pb_status s;

    if (q.day < 0 || q.day >= opt->n_days)
        return PB_ERR_DOMAIN;
    s = cost_of(a, ws, req, roster, opt, &cost);
    q.each = between(EACH_LEAST, cost / EACH_PART, INT64_MAX);
    if (!s)
        s = pb_whatif_open_near(a, ws, req, roster, opt->first, opt->n_days, between(NEAR_LEAST, cost / NEAR_PART, NEAR_MOST), &q.w);
    if (s)
        return s;
    q.from_s = opt->clock_s ? opt->clock_s(opt->clock_ctx) : 0;
    cell = (int64_t)agent * opt->n_days + q.day;
    if (q.w->places[cell])
        why.shift = q.w->in.alts[q.w->in.places[q.w->places[cell]].alt].shift;
    why.pinned = q.w->in.fixed[cell];
    why.cost = why.own = pb_whatif_cost(q.w); /* nothing is changed yet, so nothing is paid for staying near */
    why.roster = *roster;
    if (!why.pinned)
        s = try_all(&q, &why);
    if (!s)
        *ret = why;
    return s;
}
