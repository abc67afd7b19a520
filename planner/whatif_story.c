/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The smallest story of a forced cell. The search, which walks at random, also changes what need not change: that goes back.
 * And what few changes of the people concerned would do is tried from the roster on, step by step.
 */
#include "planner/whatif_parts.h"

#include <string.h>

enum { STEPS = 8, PRICED = 150000, TRIPLES = 14, PAIRS = 60, WATCH_EVERY = 256, MOST_OF_A_MOVE = 4 };

typedef struct change {
    int n;
    int64_t cell[MOST_OF_A_MOVE];
    int32_t place[MOST_OF_A_MOVE];
} change;

typedef struct story {
    const pb_instance *in;
    const int32_t *ref; /* the roster that is compared with */
    int64_t cell;       /* the forced one; -1: none */
    pb_money each;      /* what a cell counts that differs */
    const pb_watch *watch;
    pb_board *b;
    int64_t n_differ;   /* cells that differ in shift or start */
    int32_t *diff;      /* cells that differ, but for the forced one */
    int32_t n;
    int32_t *old;       /* [agent * n_days + day] of what is tried */
    uint8_t *involved;  /* [n_agents] */
    int64_t left;       /* changes that may still be priced */
    change best;
    pb_line_sum value;  /* with the best change */
} story;

static bool differs(const story *s, int64_t cell)
{
    const pb_alt *x = &s->in->alts[s->in->places[s->b->place[cell]].alt], *y = &s->in->alts[s->in->places[s->ref[cell]].alt];
    return x->shift != y->shift || x->start_s != y->start_s;
}

static pb_status begin(pb_arena *a, story *s, const int32_t *places)
{
    size_t cells = (size_t)s->in->n_agents * s->in->n_days;

    s->b = pb_board_new(a, s->in);
    s->diff = PB_NEW_ARRAY(a, cells, int32_t);
    s->old = PB_NEW_ARRAY(a, cells, int32_t);
    s->involved = PB_NEW_ARRAY(a, s->in->n_agents, uint8_t);
    s->left = PRICED;
    if (!s->b || !s->diff || !s->old || !s->involved)
        return PB_ERR_NOMEM;
    for (int32_t agent = 0; agent < s->in->n_agents; agent++) {
        for (int32_t day = 0; day < s->in->n_days; day++) {
            int64_t cell = (int64_t)agent * s->in->n_days + day;
            pb_board_set(s->b, agent, day, places[cell]);
            s->n_differ += differs(s, cell);
        }
        pb_board_line(s->b, agent);
    }
    return PB_OK;
}

/* What the board costs, each cell that differs priced. */
static pb_line_sum worth(const story *s)
{
    pb_line_sum x = pb_board_sum(s->b);
    x.soft += s->each * s->n_differ;
    return x;
}

static bool less(pb_line_sum x, pb_line_sum y)
{
    return x.hard != y.hard ? x.hard < y.hard : x.soft < y.soft;
}

static void put(story *s, int64_t cell, int32_t place)
{
    s->n_differ -= differs(s, cell);
    pb_board_set(s->b, (int32_t)(cell / s->in->n_days), (int32_t)(cell % s->in->n_days), place);
    s->n_differ += differs(s, cell);
}

/* --- what need not change goes back --- */

static void find_changes(story *s)
{
    s->n = 0;
    for (int32_t i = 0; i < s->in->n_agents * s->in->n_days; i++)
        if (i != s->cell && s->b->place[i] != s->ref[i])
            s->diff[s->n++] = i;
}

static void lines_of(story *s, const int32_t *which, int32_t n)
{
    for (int32_t i = 0; i < n; i++)
        pb_board_line(s->b, which[i] / s->in->n_days);
}

/* These cells as they were; stays so where that is no dearer. */
static bool back(story *s, const int32_t *which, int32_t n)
{
    pb_line_sum was = worth(s);
    bool any = false;

    if (s->left-- <= 0)
        return false;
    for (int32_t i = 0; i < n; i++) {
        s->old[i] = s->b->place[which[i]];
        any = any || s->old[i] != s->ref[which[i]];
        put(s, which[i], s->ref[which[i]]);
    }
    lines_of(s, which, n);
    if (any && !less(was, worth(s)))
        return true;
    for (int32_t i = 0; i < n; i++)
        put(s, which[i], s->old[i]);
    lines_of(s, which, n);
    return false;
}

/* All of one person, all of one day. */
static bool groups_back(story *s, bool days)
{
    int32_t n_days = s->in->n_days, most = days ? n_days : s->in->n_agents;
    int32_t *some = s->diff + s->n; /* room: changes are far fewer than cells, or the groups do not fit */
    bool any = false;

    if (2 * (int64_t)s->n > (int64_t)s->in->n_agents * n_days)
        return false;
    for (int32_t g = 0; g < most; g++) {
        int32_t n = 0;
        for (int32_t i = 0; i < s->n; i++)
            if ((days ? s->diff[i] % n_days : s->diff[i] / n_days) == g)
                some[n++] = s->diff[i];
        any = (n > 0 && back(s, some, n)) || any; /* what is back already is not tried again: nothing of it differs */
    }
    return any;
}

/* One, two or three of them, the first that may. */
static bool few_back(story *s)
{
    int32_t x[3];

    for (int32_t i = 0; i < s->n; i++)
        if (back(s, s->diff + i, 1))
            return true;
    for (int32_t i = 0; i < s->n && s->n <= PAIRS; i++)
        for (int32_t j = i + 1; j < s->n; j++) {
            x[0] = s->diff[i];
            x[1] = s->diff[j];
            if (back(s, x, 2))
                return true;
            for (int32_t k = j + 1; k < s->n && s->n <= TRIPLES; k++) {
                x[2] = s->diff[k];
                if (back(s, x, 3))
                    return true;
            }
        }
    return false;
}

static void undo(story *s)
{
    do {
        find_changes(s);
        if (groups_back(s, false) || groups_back(s, true))
            find_changes(s);
    } while (s->n > 0 && !pb_watch_over(s->watch) && few_back(s));
}

pb_status pb_whatif_undo(pb_arena *a, const pb_instance *in, const int32_t *ref, int64_t cell, pb_money each,
                         const pb_watch *watch, int32_t *places, pb_line_sum *ret)
{
    story s = {.in = in, .ref = ref, .cell = cell, .each = each, .watch = watch};
    pb_status st = begin(a, &s, places);

    if (st)
        return st;
    undo(&s);
    memcpy(places, s.b->place, (size_t)in->n_agents * in->n_days * sizeof *places);
    *ret = pb_board_sum(s.b);
    return PB_OK;
}

/* --- few changes --- */

static bool may(const story *s, int64_t cell, int32_t place)
{
    const pb_instance *in = s->in;
    int64_t agent = cell / in->n_days;

    if (in->fixed[cell])
        return false;
    return place ? in->may[agent * in->n_alts + in->places[place].alt] != 0 : in->may_off[cell] != 0;
}

static void lines_changed(story *s, const change *c)
{
    for (int i = 0; i < c->n; i++)
        pb_board_line(s->b, (int32_t)(c->cell[i] / s->in->n_days));
}

static void make(story *s, const change *c)
{
    for (int i = 0; i < c->n; i++)
        put(s, c->cell[i], c->place[i]);
    lines_changed(s, c);
}

/* Is it the best so far? */
static void weigh(story *s, const change *c)
{
    int32_t old[MOST_OF_A_MOVE];
    pb_line_sum now;

    for (int i = 0; i < c->n; i++)
        if (!may(s, c->cell[i], c->place[i]))
            return;
    if (s->left <= 0 || (s->left-- % WATCH_EVERY == 0 && pb_watch_over(s->watch))) {
        s->left = 0;
        return;
    }
    for (int i = 0; i < c->n; i++)
        old[i] = s->b->place[c->cell[i]];
    make(s, c);
    now = worth(s);
    for (int i = 0; i < c->n; i++)
        put(s, c->cell[i], old[i]);
    lines_changed(s, c);
    if (less(now, s->value)) {
        s->value = now;
        s->best = *c;
    }
}

static void other_work(story *s, int64_t cell)
{
    const pb_instance *in = s->in;

    for (int32_t i = in->choice0[cell] - 1; i < in->choice0[cell + 1]; i++) {
        const pb_alt *x = i < in->choice0[cell] ? &in->alts[0] : &in->alts[in->choice[i]];
        for (int32_t p = x->place0; p < x->place0 + x->n_places; p++)
            if (p != s->b->place[cell])
                weigh(s, &(change){1, {cell}, {p}});
    }
}

static void swap_day(story *s, int64_t x, int64_t y)
{
    int32_t *place = s->b->place;

    if (place[x] != place[y])
        weigh(s, &(change){2, {x, y}, {place[y], place[x]}});
}

/* Another takes over what stood in the forced cell, and the two exchange another day. */
static void take_over(story *s, int32_t other)
{
    int32_t n = s->in->n_days, day = (int32_t)(s->cell % n);
    int64_t mine = s->cell - day, his = (int64_t)other * n;

    for (int32_t d = 0; d < n; d++) {
        int32_t x = s->b->place[mine + d], y = s->b->place[his + d];
        if (d != day && x != y)
            weigh(s, &(change){3, {his + day, mine + d, his + d}, {s->ref[s->cell], y, x}});
    }
}

/* The same on the day itself, with everything that the forced cell may hold. */
static void take_over_at_once(story *s, int32_t other)
{
    const pb_instance *in = s->in;
    int64_t his = other * (int64_t)in->n_days + s->cell % in->n_days;
    int32_t place = s->ref[s->cell];

    for (int32_t i = in->choice0[s->cell] - 1; i < in->choice0[s->cell + 1]; i++) {
        const pb_alt *x = i < in->choice0[s->cell] ? &in->alts[0] : &in->alts[in->choice[i]];
        for (int32_t p = x->place0; p < x->place0 + x->n_places; p++)
            weigh(s, &(change){2, {s->cell, his}, {p, place}});
    }
}

/* Everybody on the day, and who is involved on all days. */
static void step(story *s)
{
    int32_t n = s->in->n_days, day = (int32_t)(s->cell % n), asked = (int32_t)(s->cell / n);

    for (int32_t agent = 0; agent < s->in->n_agents; agent++)
        for (int32_t d = 0; d < n; d++) {
            int64_t cell = (int64_t)agent * n + d;
            if (d != day && !s->involved[agent])
                continue;
            other_work(s, cell);
            for (int32_t k = 0; k < s->in->n_agents; k++)
                if (k != agent && (s->involved[agent] || k > agent))
                    swap_day(s, cell, (int64_t)k * n + d);
        }
    for (int32_t agent = 0; agent < s->in->n_agents; agent++)
        if (agent != asked)
            take_over(s, agent);
}

static void descend(story *s, bool take_over)
{
    s->involved[s->cell / s->in->n_days] = 1;
    for (int i = 0; i < STEPS && s->left > 0; i++) {
        s->best.n = 0;
        s->value = worth(s);
        if (i == 0 && take_over) {
            s->value.hard = INT64_MAX; /* the best of them, even where it is for the worse */
            for (int32_t agent = 0; agent < s->in->n_agents; agent++)
                if (agent != s->cell / s->in->n_days)
                    take_over_at_once(s, agent);
        } else {
            step(s);
        }
        if (s->best.n == 0)
            break;
        make(s, &s->best);
        for (int k = 0; k < s->best.n; k++)
            s->involved[s->best.cell[k] / s->in->n_days] = 1;
    }
    s->left = PRICED;
    undo(s);
}

pb_status pb_whatif_few(pb_arena *a, const pb_instance *in, const int32_t *ref, int64_t cell, pb_money each,
                        bool take_over, const pb_watch *watch, int32_t *places, pb_line_sum *ret)
{
    story s = {.in = in, .ref = ref, .cell = cell, .each = each, .watch = watch};
    pb_status st = begin(a, &s, places);

    if (st)
        return st;
    descend(&s, take_over);
    memcpy(places, s.b->place, (size_t)in->n_agents * in->n_days * sizeof *places);
    *ret = pb_board_sum(s.b);
    return PB_OK;
}
