/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "planner/steady.h"

#include <string.h>

enum { PASSES = 3 };

const pb_duty *pb_steady_row(const pb_board *b, int32_t agent, int32_t day)
{
    const pb_instance *in = b->in;
    int32_t place = b->place[(int64_t)agent * in->n_days + day];
    const pb_alt *x = &in->alts[in->places[place].alt];
    size_t at = 0;
    size_t n = in->keep && place ? pb_roster_find(in->keep, in->grid.first + day, agent, &at) : 0;

    for (size_t i = 0; i < n; i++) {
        const pb_duty *k = &in->keep->at[at + i];
        if (k->shift >= 0 && k->shift == x->shift && k->start_min == x->start_min && k->end_min == x->end_min)
            return k;
    }
    return NULL;
}

/* The place of the same alternative with the meal break of the kept row; the cell's own where there is none. */
static int32_t known_place(const pb_board *b, int32_t agent, int32_t day)
{
    const pb_instance *in = b->in;
    int32_t mine = b->place[(int64_t)agent * in->n_days + day];
    const pb_duty *k = pb_steady_row(b, agent, day);
    const pb_alt *x = &in->alts[in->places[mine].alt];

    if (!k || in->places[mine].kept >= 0)
        return mine;
    for (int32_t i = 0; i < k->n_breaks; i++)
        for (int32_t p = x->place0; (k->unpaid_breaks >> i & 1) && p < x->place0 + x->n_places; p++)
            if (in->places[p].kept < 0 && in->places[p].break_min == k->breaks[i].from_min)
                return p;
    return mine;
}

/* Cover and deferred work; nothing else changes with a break. */
static pb_money cost_of(const pb_board *b)
{
    return b->cover.soft + b->works.soft + (b->cover.hard + b->works.hard) * 1000;
}

static void put_all(pb_board *b, const int32_t *places)
{
    for (int32_t agent = 0; agent < b->in->n_agents; agent++)
        for (int32_t day = 0; day < b->in->n_days; day++) {
            int64_t cell = (int64_t)agent * b->in->n_days + day;
            if (b->place[cell] != places[cell])
                pb_board_set(b, agent, day, places[cell]);
        }
}

/* Puts each cell that differs to `places` where that changes the cost by at most `most`. */
static void put_where(pb_board *b, const int32_t *places, pb_money most)
{
    bool again = true;
    for (int pass = 0; pass < PASSES && again; pass++) {
        again = false;
        for (int32_t agent = 0; agent < b->in->n_agents; agent++)
            for (int32_t day = 0; day < b->in->n_days; day++) {
                int32_t to = places[(int64_t)agent * b->in->n_days + day];
                int32_t was = b->place[(int64_t)agent * b->in->n_days + day];
                pb_money cost = cost_of(b);
                if (was == to)
                    continue;
                pb_board_set(b, agent, day, to);
                if (cost_of(b) - cost > most)
                    pb_board_set(b, agent, day, was);
                else
                    again = true;
            }
    }
}

pb_status pb_steady_meals(pb_arena *a, pb_board *b)
{
    size_t cells = (size_t)b->in->n_agents * (size_t)b->in->n_days;
    int32_t *found, *known;
    pb_money cost = cost_of(b);

    if (!b->in->keep || cells == 0)
        return PB_OK;
    found = PB_NEW_ARRAY(a, cells, int32_t);
    known = PB_NEW_ARRAY(a, cells, int32_t);
    if (!found || !known)
        return PB_ERR_NOMEM;
    memcpy(found, b->place, cells * sizeof *found);
    for (int32_t agent = 0; agent < b->in->n_agents; agent++)
        for (int32_t day = 0; day < b->in->n_days; day++)
            known[(int64_t)agent * b->in->n_days + day] = known_place(b, agent, day);
    put_all(b, known);
    put_where(b, found, -1);
    if (cost_of(b) <= cost)
        return PB_OK;
    put_all(b, found);
    put_where(b, known, 0);
    return PB_OK;
}
