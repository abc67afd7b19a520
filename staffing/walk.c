/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "staffing/walk.h"

#include "staffing/moving.h"

/* Additions for one slot that are still a moment (about 10 ms). */
#define PB_WALK_COST 5e6
#define PB_WALK_SURE 0.99999

struct pb_walk {
    pb_staffing *s;
    int32_t queue, slot;
    pb_moving *m;
    pb_targets targets;
    bool running; /* open before the first slot */
};

static bool walkable(const pb_staffing *s, int32_t queue, const pb_targets *t)
{
    const pb_queue *q = &s->queues->at[queue];
    if (q->channel != PB_VOICE || s->opt.slot_by_slot || s->opt.policy == PB_POLICY_EXPECTED)
        return false;
    if (t->service_level > PB_WALK_SURE || t->answer_rate > PB_WALK_SURE)
        return false;
    return t->service_level > 0 || t->answer_rate > 0 || t->asa_s > 0 || t->max_occupancy > 0;
}

/* The slot's contacts at the rate staffed for. */
static pb_flow flow_of(const pb_walk *w, int32_t slot)
{
    const pb_slot_case *k = pb_staffing_case(w->s, w->queue, slot);
    const pb_queue *q = &w->s->queues->at[w->queue];
    double slot_s = w->s->slot_s[slot];
    return (pb_flow){k->contacts * k->factor / slot_s, k->aht_s, q->patience_s, q->within_s, slot_s};
}

/* Long contacts on average, and a busiest slot that is not too much work. */
static bool pays(const pb_walk *w)
{
    double work = 0, slots = 0, most = 0;
    int32_t busiest = -1;
    for (int32_t i = 0; i < w->s->n_slots; i++) {
        const pb_slot_case *k = pb_staffing_case(w->s, w->queue, i);
        work += k->contacts * k->aht_s;
        slots += k->contacts * w->s->slot_s[i];
        if (k->contacts > 0 && k->staffed_erl > most) {
            most = k->staffed_erl;
            busiest = i;
        }
    }
    if (busiest < 0 || 4 * work < slots || !(most < 0.5 * PB_MAX_AGENTS))
        return false;
    pb_flow f = flow_of(w, busiest);
    return pb_moving_cost(w->m, &f, (int32_t)ceil(most)) < PB_WALK_COST;
}

pb_status pb_walk_new(pb_staffing *s, int32_t queue, pb_walk **ret)
{
    pb_targets t = pb_queue_targets(&s->queues->at[queue], &s->opt);
    *ret = NULL;
    if (!walkable(s, queue, &t))
        return PB_OK;
    pb_walk *w = PB_NEW(s->arena, pb_walk);
    if (!w)
        return PB_ERR_NOMEM;
    *w = (pb_walk){.s = s, .queue = queue, .targets = t,
                   .m = pb_moving_new(pb_arena_allocator(s->arena))};
    if (!w->m)
        return PB_ERR_NOMEM;
    w->running = pb_staffing_case(s, queue, 0)->start_erl > 0;
    if (pays(w))
        *ret = w;
    else
        pb_walk_free(w);
    return PB_OK;
}

void pb_walk_free(pb_walk *w)
{
    if (w)
        pb_moving_free(w->m);
}

/* The state at the start of a slot that is entered with so many agents. */
static pb_status enter(pb_walk *w, const pb_flow *f, int32_t agents)
{
    if (w->slot > 0 || !w->running)
        return PB_OK;
    w->running = false;
    /* without patience a steady state needs more agents than load */
    double load = f->contacts_per_s * f->aht_s;
    int32_t least = (int32_t)load + 1;
    return pb_moving_settle(w->m, f, agents > least ? agents : least);
}

typedef struct pb_walk_ctx {
    pb_walk *walk;
    pb_flow flow;
    int32_t most; /* the search goes no further */
} pb_walk_ctx;

static pb_status judge(const void *ctx, int32_t agents, pb_reason *ret_broken, double *ret_margin)
{
    const pb_walk_ctx *c = ctx;
    pb_service s;
    *ret_margin = NAN;
    *ret_broken = PB_REASON_NONE;
    if (agents >= c->most)
        return PB_OK;
    pb_status status = pb_moving_try(c->walk->m, &c->flow, agents, &s);
    if (status == PB_OK)
        *ret_broken = pb_targets_broken(&c->walk->targets, &s);
    return status;
}

pb_status pb_walk_need(pb_walk *w, pb_need *steady)
{
    const pb_slot_case *k = pb_staffing_case(w->s, w->queue, w->slot);
    pb_walk_ctx c = {w, flow_of(w, w->slot), 2 * steady->agents + 64};
    pb_status status = enter(w, &c.flow, steady->agents);
    if (status != PB_OK || !k->open || !(k->contacts > 0) || !steady->reached ||
        pb_moving_cost(w->m, &c.flow, steady->agents) > 4 * PB_WALK_COST)
        return status;
    const pb_queue *q = &w->s->queues->at[w->queue];
    int32_t least = q->min_agents > 0 ? (int32_t)ceil(q->min_agents - 1e-9) : 0;
    pb_model m = {judge, &c, 0};
    return pb_need_search(&m, steady->agents, least, steady);
}

pb_status pb_walk_try(pb_walk *w, int32_t agents, pb_service *ret)
{
    pb_flow f = flow_of(w, w->slot);
    pb_status status = enter(w, &f, agents);
    return status == PB_OK ? pb_moving_try(w->m, &f, agents, ret) : status;
}

pb_status pb_walk_go(pb_walk *w, int32_t agents, pb_service *ret)
{
    pb_service unused;
    const pb_slot_case *k = pb_staffing_case(w->s, w->queue, w->slot);
    pb_status status = pb_walk_try(w, agents, ret ? ret : &unused);
    if (status != PB_OK)
        return status;
    if (k->open)
        pb_moving_go(w->m);
    else
        pb_moving_clear(w->m); /* who still waits is sent away */
    w->slot++;
    return PB_OK;
}

void pb_walk_present(const pb_walk *w, double *ret_busy, double *ret_waiting)
{
    pb_moving_present(w->m, ret_busy, ret_waiting);
}
