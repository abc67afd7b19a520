/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the search tries. */
#include "planner/search_parts.h"

enum { MAX_BLOCK = 7, LOOKS = 5 };

static int32_t below(pb_walker *w, int32_t n)
{
    return pb_walker_below(w, n);
}

static int64_t cell(const pb_walker *w, int32_t agent, int32_t day)
{
    return pb_walker_cell(w, agent, day);
}

static bool can(const pb_walker *w, int32_t agent, int32_t day, int32_t place)
{
    const pb_instance *in = w->in;
    int64_t at = cell(w, agent, day);
    if (in->fixed[at])
        return false;
    return place ? in->may[(int64_t)agent * in->n_alts + in->places[place].alt] != 0
                 : in->may_off[at] != 0;
}

static bool put(pb_walker *w, int32_t agent, int32_t day, int32_t place)
{
    int32_t old = w->b->place[cell(w, agent, day)];
    if (old == place)
        return true;
    if (!can(w, agent, day, place) || w->n_list == PB_DELTA_MOST)
        return false;
    w->list[w->n_list++] = (pb_change){agent, day, old, place};
    return true;
}

/* A place for the meal break: mostly where it hurts least, sometimes any. */
static int32_t random_place(pb_walker *w, int32_t agent, int32_t day, int32_t alt)
{
    const pb_alt *x = &w->in->alts[alt];
    int32_t first = below(w, x->n_places);

    if (x->n_places < 2 || below(w, 4) == 0)
        return x->place0 + first;
    return pb_delta_place(w->delta, agent, day, alt, first);
}

static int32_t random_choice(pb_walker *w, int32_t agent, int32_t day)
{
    const pb_instance *in = w->in;
    int64_t at = cell(w, agent, day);
    int32_t n = in->choice0[at + 1] - in->choice0[at];
    return n ? in->choice[in->choice0[at] + below(w, n)] : 0;
}

/* Another thing to do on a day: any permitted alternative, or off. */
static bool move_cell(pb_walker *w)
{
    const pb_instance *in = w->in;
    int32_t agent = below(w, in->n_agents), day = below(w, in->n_days), alt;
    int64_t at = cell(w, agent, day);

    if (in->may_off[at] && w->b->alts[at] && below(w, 3) == 0)
        return put(w, agent, day, 0);
    alt = random_choice(w, agent, day);
    return alt != w->b->alts[at] && put(w, agent, day, alt ? random_place(w, agent, day, alt) : 0);
}

static bool move_break(pb_walker *w)
{
    int32_t agent = below(w, w->in->n_agents), day = below(w, w->in->n_days);
    int32_t alt = w->b->alts[cell(w, agent, day)];
    return alt && w->in->alts[alt].n_places > 1 && put(w, agent, day, random_place(w, agent, day, alt));
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
static bool move_days(pb_walker *w)
{
    const pb_instance *in = w->in;
    int32_t agent = below(w, in->n_agents), d = below(w, in->n_days), e = below(w, in->n_days);
    int32_t x = w->b->place[cell(w, agent, d)], y = w->b->place[cell(w, agent, e)];
    int32_t to_e = twin_place(in, x, e), to_d = twin_place(in, y, d);
    return x != y && to_e >= 0 && to_d >= 0 && put(w, agent, d, to_d) && put(w, agent, e, to_e);
}

static bool exchange(pb_walker *w, int32_t a, int32_t b, int32_t day)
{
    int32_t x = w->b->place[cell(w, a, day)], y = w->b->place[cell(w, b, day)];
    return put(w, a, day, y) && put(w, b, day, x);
}

/* Two agents who do different things on a day change it. */
static bool move_day(pb_walker *w)
{
    const pb_instance *in = w->in;
    int32_t a = below(w, in->n_agents), day = below(w, in->n_days), alt = w->b->alts[cell(w, a, day)];

    for (int i = 0; i < LOOKS; i++) {
        int32_t b = below(w, in->n_agents);
        if (w->b->alts[cell(w, b, day)] != alt)
            return exchange(w, a, b, day);
    }
    return false;
}

static bool works(const pb_walker *w, int32_t agent, int32_t day)
{
    return w->b->alts[cell(w, agent, day)] != 0;
}

/* Two agents change two days. Where one of them is off on the first, the second is one on which the other is, so that
 * hours and cover stay: of single exchanges one would spoil what the next mends. */
static bool move_square(pb_walker *w)
{
    const pb_instance *in = w->in;
    int32_t a = below(w, in->n_agents), b = below(w, in->n_agents), d = below(w, in->n_days), e = below(w, in->n_days);

    for (int i = 0; i < LOOKS && works(w, a, d) != works(w, b, d); i++) {
        if (works(w, a, e) != works(w, a, d) && works(w, b, e) != works(w, b, d))
            break;
        e = below(w, in->n_days);
    }
    return a != b && d != e && exchange(w, a, b, d) && exchange(w, a, b, e);
}

/* Two agents change a block of days. */
static bool move_block(pb_walker *w)
{
    const pb_instance *in = w->in;
    int32_t a = below(w, in->n_agents), b = below(w, in->n_agents);
    int32_t len = 1 + below(w, MAX_BLOCK < in->n_days ? MAX_BLOCK : in->n_days);
    int32_t d0 = below(w, in->n_days - len + 1);

    for (int32_t d = d0; d < d0 + len; d++)
        if (a == b || !exchange(w, a, b, d))
            return false;
    return true;
}

/* One agent does the same as the day before, or two of his days at once. */
static bool move_pair(pb_walker *w)
{
    const pb_instance *in = w->in;
    int32_t agent = below(w, in->n_agents), d = below(w, in->n_days), e = below(w, in->n_days), alt, y;
    if (d == e)
        return false;
    alt = below(w, 3) ? random_choice(w, agent, d) : 0;
    y = alt ? random_place(w, agent, d, alt) : 0;
    if (!put(w, agent, d, y))
        return false;
    y = below(w, 2) ? twin_place(in, y, e) : 0;
    return y >= 0 && put(w, agent, e, y);
}

bool pb_walker_propose(pb_walker *w)
{
    static const struct {
        int32_t until; /* of 112 */
        bool (*move)(pb_walker *w);
    } kinds[] = {{40, move_square}, {70, move_day}, {80, move_block}, {90, move_days},
                 {105, move_cell}, {110, move_pair}, {112, move_break}};
    int32_t dice = below(w, 112), k = 0;

    while (dice >= kinds[k].until)
        k++;
    w->n_list = 0;
    return kinds[k].move(w) && w->n_list > 0;
}
