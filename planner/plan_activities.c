/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "planner/plan_activities.h"

#include "planner/hold_room.h"

enum { ROUNDS = 3 };

typedef struct state {
    pb_arena *a;
    const pb_instance *in;
    pb_board *b;
    pb_holding h;
    bool lawful;
    pb_money total; /* cost, and the worth of what is not held */
} state;

static pb_status lay(state *x, const int32_t *places)
{
    const pb_instance *in = x->in;
    pb_line_sum sum;
    pb_status s;

    x->b = pb_board_new(x->a, in);
    if (!x->b)
        return PB_ERR_NOMEM;
    for (int32_t agent = 0; agent < in->n_agents; agent++) {
        for (int32_t day = 0; day < in->n_days; day++)
            pb_board_set(x->b, agent, day, places[(int64_t)agent * in->n_days + day]);
        pb_board_line(x->b, agent);
    }
    s = pb_hold_list(x->a, in, &x->h);
    if (!s)
        s = pb_hold_place(x->a, x->b, &x->h);
    sum = pb_board_sum(x->b);
    x->lawful = sum.hard == 0;
    x->total = sum.soft + pb_hold_missing(&x->h);
    return s;
}

pb_status pb_plan_activities(pb_arena *a, const pb_instance *in, int64_t moves, uint64_t seed, const pb_watch *watch,
                             pb_found *found)
{
    pb_search how = {.moves = moves, .target = -1, .watch = *watch, .warm = true};
    state best = {.a = a, .in = in}, next = best;
    pb_status s;

    if (in->ws->activities.n == 0)
        return PB_OK;
    s = lay(&best, found->places);
    for (int round = 0; !s && round < ROUNDS && best.lawful && best.h.n > 0; round++) {
        pb_instance *room;
        pb_found f = {0};
        if (pb_watch_over(watch)) {
            found->hurried = true;
            break;
        }
        room = PB_NEW(a, pb_instance);
        s = room ? pb_hold_room(a, best.b, &best.h, room) : PB_ERR_NOMEM;
        how.start = found->places;
        how.seed = seed + (uint64_t)round;
        if (!s)
            s = pb_search_run(a, room, &how, &f);
        if (!s)
            s = lay(&next, f.places);
        found->tried += f.tried;
        found->hurried = found->hurried || f.hurried;
        if (s || !next.lawful || next.total >= best.total)
            break;
        best = next;
        found->places = f.places;
    }
    return s;
}
