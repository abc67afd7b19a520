/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the pricing programme can still reach: states from the start and to an end, and how much of each
 * tracked resource can be used until its window ends. */
#include "planner/dp_private.h"

#include <string.h>

static size_t rem_at(const pb_dp *dp, int32_t k, int32_t d, int32_t q)
{
    return ((size_t)k * (size_t)dp->n_days + (size_t)d) * (size_t)dp->pat->n_states + (size_t)q;
}

/* After the last day: alive where the task may end; what is to come is the tail. */
static void reach_last(pb_dp *dp)
{
    int32_t d = dp->n_days - 1;
    for (int32_t q = 0; q < dp->pat->n_states; q++) {
        if (dp_last_cost(dp, q) < 0)
            dp->alive[(size_t)d * (size_t)dp->pat->n_states + (size_t)q] = 0;
        for (int32_t k = 0; k < dp->n_tracked; k++) {
            const pb_window *w = dp_window(dp, k, d);
            bool beyond = w != NULL && w->last >= dp->t->day1;
            int32_t t = beyond ? dp->track[k].tail[dp->pat->worked[q]] : 0;
            dp->rem_max[rem_at(dp, k, d, q)] = dp->rem_min[rem_at(dp, k, d, q)] = t;
        }
    }
}

/* alive: what can be reached from the start at all; most states cannot be where days are given. */
static void reach_forward(pb_dp *dp)
{
    size_t n = (size_t)dp->pat->n_states;
    memset(dp->alive, 0, (size_t)dp->n_days * n);
    for (int32_t d = 0; d < dp->n_days; d++) {
        const dp_day *y = &dp->days[d];
        uint8_t *to = dp->alive + (size_t)d * n;
        for (int32_t q = 0; q < dp->pat->n_states; q++) {
            if (d == 0 ? q != dp->t->start : !(to - n)[q])
                continue;
            for (int32_t i = 0; i < y->n_arcs; i++) {
                int32_t next = dp_next(dp, q, dp->arcs[y->first_arc + i].symbol);
                if (next >= 0)
                    to[next] = 1;
            }
        }
    }
}

/* What is to come of the windows that go on from a day to the next. */
typedef struct reach {
    int32_t n, track[DP_MAX_TRACKED];
    int32_t use[2][DP_MAX_TRACKED]; /* of the arc at hand, the day before off or worked */
} reach;

static void reach_open(pb_dp *dp, int32_t d, reach *r)
{
    const dp_day *here = &dp->days[d], *next = &dp->days[d + 1];
    size_t n = (size_t)dp->pat->n_states;
    r->n = 0;
    for (int32_t k = 0; k < dp->n_tracked; k++) {
        bool open = here->window[k] >= 0 && !here->closes[k];
        for (size_t q = 0, at = rem_at(dp, k, d, 0); q < n; q++) {
            dp->rem_max[at + q] = open ? INT32_MIN / 2 : 0;
            dp->rem_min[at + q] = open ? INT32_MAX / 2 : 0;
        }
        if (open && next->window[k] >= 0)
            r->track[r->n++] = k;
    }
}

/* Day d's reach of state q through one arc of the next day. */
static void reach_arc(pb_dp *dp, int32_t d, int32_t q, int32_t to, const reach *r)
{
    const int32_t *use = r->use[dp->pat->worked[q]];
    for (int32_t i = 0; i < r->n; i++) {
        size_t at = rem_at(dp, r->track[i], d, q), next = rem_at(dp, r->track[i], d + 1, to);
        int32_t hi = use[i] + dp->rem_max[next], lo = use[i] + dp->rem_min[next];
        dp->rem_max[at] = hi > dp->rem_max[at] ? hi : dp->rem_max[at];
        dp->rem_min[at] = lo < dp->rem_min[at] ? lo : dp->rem_min[at];
    }
}

static void reach_day(pb_dp *dp, int32_t d)
{
    const dp_day *next = &dp->days[d + 1];
    size_t n = (size_t)dp->pat->n_states;
    uint8_t *here = dp->alive + (size_t)d * n;
    const uint8_t *there = here + n;
    reach r;
    reach_open(dp, d, &r);
    for (int32_t i = 0; i < next->n_arcs; i++) {
        const dp_arc *a = &dp->arcs[next->first_arc + i];
        for (int32_t k = 0; k < r.n; k++)
            for (int worked = 0; worked < 2; worked++)
                r.use[worked][k] = dp_use(dp, r.track[k], d + 1, a->use_class, worked);
        for (int32_t q = 0; q < dp->pat->n_states; q++) {
            int32_t to = here[q] ? dp_next(dp, q, a->symbol) : -1;
            if (to < 0 || !there[to])
                continue;
            here[q] = 2;
            reach_arc(dp, d, q, to, &r);
        }
    }
    for (size_t q = 0; q < n; q++)
        here[q] = here[q] == 2;
}

void dp_reach(pb_dp *dp)
{
    reach_forward(dp);
    reach_last(dp);
    for (int32_t d = dp->n_days - 2; d >= 0; d--)
        reach_day(dp, d);
}
