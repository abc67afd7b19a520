/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Waiting contacts of a queue, and the heap of agents by their next completion. */
#include "staffing/sim_web.h"

#include <math.h>
#include <string.h>

pb_sim_waiting *pb_ring_head(const pb_sim_ring *r)
{
    return &r->at[r->head];
}

void pb_ring_pop(pb_sim_ring *r)
{
    r->head = (r->head + 1) & (r->cap - 1);
    r->n--;
}

/* Doubles the ring, its head at 0. Happens a few times a run: the memory stays for all replications. */
static pb_status grow(pb_sim_ring *r, const pb_allocator *al)
{
    uint32_t cap = r->cap ? 2 * r->cap : 64;
    pb_sim_waiting *at = pb_alloc(al, cap, sizeof *at);
    if (!at)
        return PB_ERR_NOMEM;
    for (uint32_t i = 0; i < r->n; i++)
        at[i] = r->at[(r->head + i) & (r->cap - 1)];
    pb_free(al, r->at);
    *r = (pb_sim_ring){at, 0, r->n, cap};
    return PB_OK;
}

pb_status pb_ring_push(pb_sim_ring *r, const pb_allocator *al, pb_sim_waiting x)
{
    if (r->n == r->cap) {
        pb_status status = grow(r, al);
        if (status != PB_OK)
            return status;
    }
    r->at[(r->head + r->n++) & (r->cap - 1)] = x;
    return PB_OK;
}

pb_status pb_ring_push_front(pb_sim_ring *r, const pb_allocator *al, pb_sim_waiting x)
{
    if (r->n == r->cap) {
        pb_status status = grow(r, al);
        if (status != PB_OK)
            return status;
    }
    r->head = (r->head - 1) & (r->cap - 1);
    r->at[r->head] = x;
    r->n++;
    return PB_OK;
}

static void place(pb_sim_web *e, int32_t at, double key, int32_t agent)
{
    e->heap_s[at] = key;
    e->heap_agent[at] = agent;
    e->agents[agent].heap_at = at;
}

static void up(pb_sim_web *e, int32_t at, double key, int32_t agent)
{
    while (at > 0 && e->heap_s[(at - 1) / 2] > key) {
        place(e, at, e->heap_s[(at - 1) / 2], e->heap_agent[(at - 1) / 2]);
        at = (at - 1) / 2;
    }
    place(e, at, key, agent);
}

static void down(pb_sim_web *e, int32_t at, double key, int32_t agent)
{
    for (;;) {
        int32_t child = 2 * at + 1;
        if (child >= e->n_heap)
            break;
        if (child + 1 < e->n_heap && e->heap_s[child + 1] < e->heap_s[child])
            child++;
        if (e->heap_s[child] >= key)
            break;
        place(e, at, e->heap_s[child], e->heap_agent[child]);
        at = child;
    }
    place(e, at, key, agent);
}

static void settle_at(pb_sim_web *e, int32_t at, double key, int32_t agent)
{
    if (at > 0 && e->heap_s[(at - 1) / 2] > key)
        up(e, at, key, agent);
    else
        down(e, at, key, agent);
}

void pb_web_heap_set(pb_sim_web *e, int32_t agent, double key)
{
    int32_t at = e->agents[agent].heap_at;
    if (isinf(key)) {
        if (at < 0)
            return;
        e->agents[agent].heap_at = -1;
        int32_t last = --e->n_heap;
        if (at != last)
            settle_at(e, at, e->heap_s[last], e->heap_agent[last]);
        return;
    }
    if (at < 0)
        up(e, e->n_heap++, key, agent);
    else
        settle_at(e, at, key, agent);
}
