/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Training and meetings of the roster asked about: they stay where they are while the duties around them move. */
#include "planner/hold_room.h"
#include "planner/whatif_parts.h"

#include <stdlib.h>

bool pb_whatif_known(const pb_workspace *ws, const pb_duty *d)
{
    for (int32_t i = 0; i < d->n_activities; i++) {
        const pb_activity *x = pb_placed_row(&ws->activities, &ws->agents, d, i);
        pb_span s = d->activities[i].span;
        if (!x || x->minutes != s.to_min - s.from_min)
            return false;
    }
    return true;
}

static int by_activity(const void *x, const void *y)
{
    const pb_sitting *a = x, *b = y;
    return a->activity != b->activity ? (a->activity > b->activity) - (a->activity < b->activity)
                                      : (a->agent > b->agent) - (a->agent < b->agent);
}

pb_status pb_whatif_sittings(pb_whatif *w)
{
    const pb_instance *in = &w->plain;
    const pb_roster *r = &w->keep;
    size_t n = 0;

    for (size_t i = 0; i < r->n; i++)
        n += (size_t)r->at[i].n_activities;
    w->held = (pb_holding){.at = PB_NEW_ARRAY(w->arena, n + 1, pb_sitting)};
    if (!w->held.at)
        return PB_ERR_NOMEM;
    for (size_t i = 0; i < r->n; i++) {
        const pb_duty *d = &r->at[i];
        int32_t day = d->date - in->grid.first;
        for (int32_t k = 0; k < d->n_activities && day >= 0 && day < in->n_days && !d->pinned; k++) {
            pb_span s = d->activities[k].span;
            const pb_activity *x = pb_placed_row(&in->ws->activities, &in->ws->agents, d, k);
            w->held.at[w->held.n++] = (pb_sitting){(int32_t)(x - in->ws->activities.at), d->agent, day, s.from_min,
                                                   pb_hold_worth(in, d->agent, s.to_min - s.from_min)};
        }
    }
    qsort(w->held.at, (size_t)w->held.n, sizeof *w->held.at, by_activity);
    return PB_OK;
}

pb_status pb_whatif_room(pb_arena *a, const pb_whatif *w, int32_t agent, int32_t day, pb_instance *ret)
{
    pb_holding h = {.at = PB_NEW_ARRAY(a, w->held.n + 1, pb_sitting)};
    pb_board *b = pb_board_new(a, &w->plain);

    if (!h.at || !b)
        return PB_ERR_NOMEM;
    for (int32_t i = 0; i < w->held.n; i++)
        if (w->held.at[i].agent != agent || w->held.at[i].day != day)
            h.at[h.n++] = w->held.at[i];
    if (h.n > 0)
        return pb_hold_room(a, b, &h, ret);
    *ret = w->plain;
    return PB_OK;
}

bool pb_whatif_attends(const pb_whatif *w, int32_t agent, int32_t day, int32_t place)
{
    for (int32_t i = 0; i < w->held.n; i++) {
        const pb_sitting *s = &w->held.at[i];
        if (s->agent == agent && s->day == day &&
            !pb_hold_fits(&w->plain, place, s->from_min, s->from_min + w->plain.ws->activities.at[s->activity].minutes))
            return false;
    }
    return true;
}
