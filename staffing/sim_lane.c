/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * One voice queue, agents alike, first come first served. No events are needed: a heap holds for
 * every agent the moment from which a new contact can be taken (Kiefer & Wolfowitz 1955, with agents who
 * come and go). A contact takes the earliest; one whose patience ends before then leaves no trace in it.
 * The earliest moment in the past is the longest-idle agent.
 */
#include "staffing/sim_parts.h"

#include <math.h>

typedef struct pb_lane {
    const pb_sim_case *c;
    const pb_sim_part *part;
    pb_sim_scratch *w;
    int32_t n;    /* in the heap */
    int32_t slot; /* exchangeable agents: the heap is that of this slot */
} pb_lane;

/* From when on agent a, who is done at t, can take the next contact; INFINITY: not any more. */
static double ready(const pb_lane *l, int32_t a, double t)
{
    const pb_sim_scratch *w = l->w;
    int32_t i = w->window[a], end = w->first_window[a + 1];
    while (i < end && t >= w->windows[i].to_s)
        i++;
    w->window[a] = i;
    if (i == end)
        return INFINITY;
    return t > w->windows[i].from_s ? t : w->windows[i].from_s;
}

/* Puts a new key on top of the heap (four children a node: fewer cache lines than two). */
static void put_top(const pb_lane *l, double key, int32_t agent)
{
    double *k = l->w->free_s;
    int32_t *id = l->w->free_agent, n = l->n, at = 0;
    for (;;) {
        int32_t child = 4 * at + 1, best = child;
        if (child >= n)
            break;
        int32_t last = child + 4 < n ? child + 4 : n;
        for (int32_t i = child + 1; i < last; i++)
            if (k[i] < k[best])
                best = i;
        if (k[best] >= key)
            break;
        k[at] = k[best];
        id[at] = id[best];
        at = best;
    }
    k[at] = key;
    id[at] = agent;
}

static void push(pb_lane *l, double key, int32_t agent)
{
    pb_sim_scratch *w = l->w;
    int32_t at = l->n++;
    while (at > 0 && w->free_s[(at - 1) / 4] > key) {
        w->free_s[at] = w->free_s[(at - 1) / 4];
        w->free_agent[at] = w->free_agent[(at - 1) / 4];
        at = (at - 1) / 4;
    }
    w->free_s[at] = key;
    w->free_agent[at] = agent;
}

static void pop(pb_lane *l)
{
    l->n--;
    put_top(l, l->w->free_s[l->n], l->w->free_agent[l->n]);
}

/* Exchangeable agents: how many there are in each slot, and those of the first. */
static void count_present(pb_lane *l)
{
    pb_sim_scratch *w = l->w;
    for (int32_t i = 0; i < l->c->n_slots; i++)
        w->present[i] = 0;
    for (int32_t i = 0; i < l->part->n_agents; i++) {
        int32_t a = l->part->agents[i];
        for (int32_t k = w->first_window[a]; k < w->first_window[a + 1]; k++)
            for (int32_t slot = pb_sim_slot_at(l->c, w->windows[k].from_s);
                 slot < l->c->n_slots && l->c->slot_start_s[slot] < w->windows[k].to_s; slot++)
                w->present[slot]++;
    }
    for (int32_t i = 0; i < w->present[0]; i++)
        push(l, 0, i);
}

static void fill_heap(pb_lane *l)
{
    l->n = l->slot = 0;
    if (l->c->exchangeable) {
        count_present(l);
        return;
    }
    for (int32_t i = 0; i < l->part->n_agents; i++) {
        int32_t a = l->part->agents[i];
        l->w->window[a] = l->w->first_window[a];
        push(l, ready(l, a, 0), a);
    }
}

/*
 * Exchangeable agents: the earliest moment >= t at which somebody takes a contact. Where that lies in a
 * later slot, that slot's number holds: those free first have left, or new ones are there from its start.
 * No contact that comes afterwards can start before it either, so nothing is taken back.
 */
static double earliest_of_number(pb_lane *l, double t)
{
    const pb_sim_case *c = l->c;
    for (;;) {
        double at = l->n > 0 ? fmax(l->w->free_s[0], t) : INFINITY;
        double end = c->slot_start_s[l->slot + 1];
        if (at < end || l->slot + 1 >= c->n_slots)
            return at < end ? at : INFINITY;
        int32_t number = l->w->present[++l->slot];
        while (l->n > number)
            pop(l);
        while (l->n < number)
            push(l, end, l->n);
    }
}

/* The earliest moment >= t at which somebody takes a contact; INFINITY = nobody does. */
static double earliest(pb_lane *l, double t)
{
    pb_sim_scratch *w = l->w;
    if (l->c->exchangeable)
        return earliest_of_number(l, t);
    while (l->n > 0 && w->free_s[0] < t) {
        int32_t a = w->free_agent[0];
        if (t < w->windows[w->window[a]].to_s)
            return t;
        put_top(l, ready(l, a, t), a); /* went home while idle */
    }
    return l->n > 0 ? w->free_s[0] : INFINITY;
}

pb_status pb_sim_lane(const pb_sim_case *c, const pb_sim_part *p, uint64_t seed,
                      uint64_t replication, pb_sim_scratch *w)
{
    int32_t queue = __builtin_ctzll(p->queues);
    const pb_sim_queue *q = &c->queues[queue];
    pb_lane l = {c, p, w, 0, 0};
    pb_sim_count *counts = w->counts + (size_t)queue * c->n_slots;
    pb_rng rng = pb_rng_stream(seed, replication * (2 * PB_MAX_QUEUES + 2) + PB_MAX_QUEUES + queue);
    double end = c->slot_start_s[c->n_slots];
    pb_sim_source s;
    fill_heap(&l);
    for (pb_sim_source_start(&s, c, queue, seed, replication); s.slot < c->n_slots;
         pb_sim_source_next(&s)) {
        double t = s.next_s, at = earliest(&l, t), wait = at - t;
        pb_sim_count *k = &counts[s.slot];
        k->offered++;
        if (wait > 0) {
            double patience = isnan(q->patience_s) ? INFINITY
                                                   : pb_rng_exponential(&rng, q->patience_s);
            k->delayed++;
            if (patience < wait || isinf(at)) {
                k->wait_s += isinf(patience) ? end - t : patience;
                continue;
            }
        }
        double handle = pb_sim_draw(&rng, q->handle, q->aht_s[s.slot], q->handle_cv);
        int32_t a = w->free_agent[0];
        k->answered++;
        k->within += wait <= q->within_s;
        k->wait_answered_s += wait;
        k->wait_s += wait;
        pb_sim_spread_time(c, at, at + handle, s.slot, 1, &counts[0].busy_s,
                           sizeof *counts / sizeof(double));
        put_top(&l, c->exchangeable ? at + handle : ready(&l, a, at + handle), a);
    }
    return PB_OK;
}
