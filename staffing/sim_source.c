/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Draws of the simulator: when contacts come and how long they take. */
#include "staffing/sim_parts.h"

#include <math.h>

double pb_sim_draw(pb_rng *rng, pb_time_law law, double mean, double cv)
{
    switch (law) {
    case PB_TIME_LOGNORMAL:
        return pb_rng_lognormal(rng, mean, cv);
    case PB_TIME_GAMMA:
        return pb_rng_gamma(rng, 1 / (cv * cv), mean * cv * cv);
    case PB_TIME_FIXED:
        return mean;
    case PB_TIME_EXPONENTIAL:
        break;
    }
    return pb_rng_exponential(rng, mean);
}

static double factor(pb_rng *rng, const double *cv, int32_t day)
{
    if (!cv || !(cv[day] > 0))
        return 1;
    return pb_rng_gamma(rng, 1 / (cv[day] * cv[day]), cv[day] * cv[day]);
}

/* Enters a slot: a new day draws its factor, every slot its own. */
static void enter(pb_sim_source *s, int32_t slot)
{
    s->slot = slot;
    if (slot >= s->c->n_slots)
        return;
    int32_t day = s->c->slot_day[slot];
    if (day != s->day) {
        s->day = day;
        s->day_factor = factor(&s->rng, s->q->day_cv, day);
    }
    double length_s = s->c->slot_start_s[slot + 1] - s->c->slot_start_s[slot];
    double own = factor(&s->rng, s->q->slot_cv, day);
    s->rate = s->q->contacts[slot] * s->day_factor * own / length_s;
}

void pb_sim_source_next(pb_sim_source *s)
{
    /* A Poisson process whose rate changes at slot ends: spend one exponential of unit mean. */
    double left = pb_rng_exponential(&s->rng, 1);
    double at = s->next_s;
    while (s->slot < s->c->n_slots) {
        double end = s->c->slot_start_s[s->slot + 1];
        double room = (end - at) * s->rate;
        if (left < room) {
            s->next_s = at + left / s->rate;
            return;
        }
        left -= room;
        at = end;
        enter(s, s->slot + 1);
    }
    s->next_s = INFINITY;
}

void pb_sim_source_start(pb_sim_source *s, const pb_sim_case *c, int32_t queue, uint64_t seed,
                         uint64_t replication)
{
    *s = (pb_sim_source){.c = c, .q = &c->queues[queue], .day = -1};
    s->rng = pb_rng_stream(seed, replication * (2 * PB_MAX_QUEUES + 2) + (uint64_t)queue);
    enter(s, 0);
    pb_sim_source_next(s);
}

int32_t pb_sim_slot_at(const pb_sim_case *c, double at_s)
{
    int32_t lo = 0, hi = c->n_slots;
    while (hi - lo > 1) {
        int32_t mid = lo + (hi - lo) / 2;
        if (c->slot_start_s[mid] <= at_s)
            lo = mid;
        else
            hi = mid;
    }
    return lo;
}

void pb_sim_spread_time(const pb_sim_case *c, double from_s, double to_s, int32_t slot, double weight,
                        double *cells, size_t stride)
{
    while (slot < c->n_slots && c->slot_start_s[slot + 1] <= from_s)
        slot++;
    for (; slot < c->n_slots && from_s < to_s; slot++) {
        double end = c->slot_start_s[slot + 1];
        cells[(size_t)slot * stride] += weight * ((to_s < end ? to_s : end) - from_s);
        from_s = end;
    }
}
