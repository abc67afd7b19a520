/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The event loop for queues that share agents: arrivals, completions, and agents who come and go. */
#include "staffing/sim_web.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

static int32_t most_levels(const pb_sim_case *c)
{
    int32_t most = 1;
    for (int32_t i = 0; i < c->n_queues; i++)
        if (c->queues[i].channel == PB_CHAT) {
            int32_t n = (int32_t)ceil(c->queues[i].chat->at_once - 1e-9);
            most = n > most ? n : most;
        }
    return most;
}

/* Classes of agents with the same skills, those with fewest skills first. */
static bool sort_classes(pb_sim_web *e)
{
    const pb_sim_case *c = e->c;
    for (int32_t i = 0; i < c->n_agents; i++) {
        pb_skillset skills = c->agents[i].skills;
        int32_t k = 0;
        while (k < e->n_classes && e->class_skills[k] != skills)
            k++;
        if (k < e->n_classes)
            continue;
        if (e->n_classes == PB_SIM_CLASSES)
            return false;
        while (k > 0 && __builtin_popcountll(e->class_skills[k - 1]) > __builtin_popcountll(skills)) {
            e->class_skills[k] = e->class_skills[k - 1];
            k--;
        }
        e->class_skills[k] = skills;
        e->n_classes++;
    }
    for (int32_t i = 0; i < c->n_agents; i++)
        for (int32_t k = 0; k < e->n_classes; k++)
            if (e->class_skills[k] == c->agents[i].skills)
                e->agents[i].class_id = k;
    return true;
}

static void list_classes(pb_sim_web *e)
{
    for (int32_t q = 0; q < e->c->n_queues; q++) {
        int32_t n = 0, *of = e->classes_of + (size_t)q * e->n_classes;
        for (int32_t k = 0; k < e->n_classes; k++)
            if (e->class_skills[k] >> q & 1)
                of[n++] = k;
        while (n < e->n_classes)
            of[n++] = -1;
    }
}

/* Chats at once of each agent: 2.5 means that every other agent has a third place. */
static void share_places(pb_sim_web *e)
{
    double owed = 0;
    for (int32_t i = 0; i < e->c->n_agents; i++) {
        double most = 1;
        for (pb_skillset left = e->c->agents[i].skills; left; left &= left - 1) {
            const pb_sim_queue *q = &e->c->queues[__builtin_ctzll(left)];
            if (q->channel == PB_CHAT && q->chat->at_once > most)
                most = q->chat->at_once;
        }
        owed += most - floor(most + 1e-9);
        bool more = owed >= 1 - 1e-9;
        owed -= more;
        e->agents[i].most = (int32_t)floor(most + 1e-9) + more;
    }
}

pb_sim_web *pb_sim_web_new(pb_arena *a, const pb_sim_case *c)
{
    pb_sim_web *e = PB_NEW(a, pb_sim_web);
    size_t agents = (size_t)c->n_agents, queues = (size_t)c->n_queues;
    if (!e)
        return NULL;
    *e = (pb_sim_web){.c = c, .al = pb_arena_allocator(a), .levels = most_levels(c)};
    e->class_skills = PB_NEW_ARRAY(a, PB_SIM_CLASSES, pb_skillset);
    e->agents = PB_NEW_ARRAY(a, agents, pb_web_agent);
    e->jobs = PB_NEW_ARRAY(a, agents * e->levels, pb_web_job);
    e->heap_s = PB_NEW_ARRAY(a, agents, double);
    e->heap_agent = PB_NEW_ARRAY(a, agents, int32_t);
    e->rings = PB_NEW_ARRAY(a, queues, pb_sim_ring);
    e->sources = PB_NEW_ARRAY(a, queues, pb_sim_source);
    if (!e->class_skills || !e->agents || !e->jobs || !e->heap_s || !e->heap_agent || !e->rings ||
        !e->sources || !sort_classes(e))
        return NULL;
    e->lists = PB_NEW_ARRAY(a, (size_t)e->n_classes * (e->levels + 1), pb_web_list);
    e->classes_of = PB_NEW_ARRAY(a, queues * e->n_classes, int32_t);
    e->class_busy_s = PB_NEW_ARRAY(a, (size_t)e->n_classes * c->n_slots, double);
    if (!e->lists || !e->classes_of || !e->class_busy_s)
        return NULL;
    list_classes(e);
    share_places(e);
    return e;
}

void pb_sim_web_free(pb_sim_web *e)
{
    if (!e)
        return;
    for (int32_t i = 0; i < e->c->n_queues; i++)
        pb_free(e->al, e->rings[i].at);
    pb_free(e->al, e->events);
}

/* By time; at one moment those who go before those who come, then by agent: one order for all. */
static int by_time(const void *x, const void *y)
{
    const pb_sim_event *a = x, *b = y;
    if (a->at_s != b->at_s)
        return a->at_s < b->at_s ? -1 : 1;
    return a->on != b->on ? a->on - b->on : (a->agent > b->agent) - (a->agent < b->agent);
}

static pb_status list_events(pb_sim_web *e, const pb_sim_part *p)
{
    const pb_sim_scratch *w = e->w;
    size_t need = 0, cap = (size_t)e->cap_events;
    for (int32_t i = 0; i < p->n_agents; i++)
        need += 2 * (size_t)(w->first_window[p->agents[i] + 1] - w->first_window[p->agents[i]]);
    pb_status status = pb_grow(e->al, &e->events, &cap, need, sizeof *e->events);
    if (status != PB_OK)
        return status;
    e->cap_events = (int32_t)cap;
    e->n_events = 0;
    for (int32_t i = 0; i < p->n_agents; i++) {
        int32_t agent = p->agents[i];
        for (int32_t k = w->first_window[agent]; k < w->first_window[agent + 1]; k++) {
            e->events[e->n_events++] = (pb_sim_event){w->windows[k].from_s, agent, 1};
            e->events[e->n_events++] = (pb_sim_event){w->windows[k].to_s, agent, 0};
        }
    }
    if (e->n_events > 0)
        qsort(e->events, (size_t)e->n_events, sizeof *e->events, by_time);
    return PB_OK;
}

static pb_status start(pb_sim_web *e, const pb_sim_part *p, uint64_t replication)
{
    uint64_t seed = e->opt->seed;
    e->now_s = 0;
    e->slot = 0;
    e->n_heap = 0;
    e->rng = pb_rng_stream(seed, replication * (2 * PB_MAX_QUEUES + 2) + PB_MAX_QUEUES +
                                     (uint64_t)__builtin_ctzll(p->queues));
    memset(e->class_busy_s, 0, (size_t)e->n_classes * e->c->n_slots * sizeof *e->class_busy_s);
    for (int32_t i = 0; i < e->n_classes * (e->levels + 1); i++)
        e->lists[i] = (pb_web_list){-1, -1};
    for (int32_t i = 0; i < p->n_agents; i++) {
        pb_web_agent *a = &e->agents[p->agents[i]];
        *a = (pb_web_agent){.class_id = a->class_id, .most = a->most, .list = -1, .heap_at = -1};
    }
    for (pb_skillset left = p->queues; left; left &= left - 1) {
        int32_t q = __builtin_ctzll(left);
        e->rings[q].n = e->rings[q].head = 0;
        pb_sim_source_start(&e->sources[q], e->c, q, seed, replication);
    }
    return list_events(e, p);
}

static void move_to(pb_sim_web *e, double now_s)
{
    e->now_s = now_s;
    while (e->slot + 1 < e->c->n_slots && e->c->slot_start_s[e->slot + 1] <= now_s)
        e->slot++;
}

static pb_status arrive(pb_sim_web *e, int32_t queue)
{
    pb_sim_source *s = &e->sources[queue];
    const pb_sim_queue *q = &e->c->queues[queue];
    pb_sim_count *k = &e->w->counts[(size_t)queue * e->c->n_slots + s->slot];
    pb_sim_waiting x = {e->now_s, INFINITY, -1, s->slot};
    k->offered++;
    int32_t agent = pb_desk_find(e, queue);
    pb_status status;
    if (agent >= 0) {
        status = pb_desk_start(e, agent, queue, x);
    } else {
        k->delayed++;
        if (q->channel != PB_DEFERRED && !isnan(q->patience_s))
            x.leaves_s = e->now_s + pb_rng_exponential(&e->rng, q->patience_s);
        status = pb_ring_push(&e->rings[queue], e->al, x);
    }
    pb_sim_source_next(s);
    return status;
}

/* Those who still wait at the end have waited until then, or until their patience ended. */
static void close_up(pb_sim_web *e, const pb_sim_part *p, double end)
{
    e->now_s = end;
    for (int32_t i = 0; i < p->n_agents; i++)
        pb_desk_settle(e, p->agents[i]);
    for (pb_skillset left = p->queues; left; left &= left - 1) {
        int32_t q = __builtin_ctzll(left);
        for (; e->rings[q].n > 0; pb_ring_pop(&e->rings[q])) {
            const pb_sim_waiting *x = pb_ring_head(&e->rings[q]);
            double until = x->leaves_s < end ? x->leaves_s : end;
            e->w->counts[(size_t)q * e->c->n_slots + x->slot].wait_s += until - x->arrived_s;
        }
    }
}

/* Live work of a class is load of everybody who knows one of its queues. */
static void book_load(pb_sim_web *e, const pb_sim_part *p)
{
    size_t n = (size_t)e->c->n_slots;
    for (pb_skillset left = p->queues; left; left &= left - 1) {
        int32_t q = __builtin_ctzll(left);
        if (e->c->queues[q].channel == PB_DEFERRED)
            continue;
        for (int32_t k = 0; k < e->n_classes; k++)
            if (e->class_skills[k] >> q & 1)
                for (size_t i = 0; i < n; i++)
                    e->w->counts[(size_t)q * n + i].busy_s += e->class_busy_s[(size_t)k * n + i];
    }
}

static int32_t next_queue(const pb_sim_web *e, const pb_sim_part *p)
{
    int32_t best = __builtin_ctzll(p->queues);
    for (pb_skillset left = p->queues & (p->queues - 1); left; left &= left - 1) {
        int32_t q = __builtin_ctzll(left);
        if (e->sources[q].next_s < e->sources[best].next_s)
            best = q;
    }
    return best;
}

pb_status pb_sim_web_play(const pb_sim_case *c, const pb_sim_part *p, const pb_sim_options *opt,
                          uint64_t replication, pb_sim_scratch *w)
{
    pb_sim_web *e = w->web;
    double end = c->slot_start_s[c->n_slots];
    e->w = w;
    e->opt = opt;
    pb_status status = start(e, p, replication);
    int32_t event = 0, queue = next_queue(e, p);
    while (status == PB_OK) {
        double change = event < e->n_events ? e->events[event].at_s : INFINITY;
        double done = e->n_heap > 0 ? e->heap_s[0] : INFINITY;
        double come = e->sources[queue].next_s;
        double now = fmin(fmin(change, done), come);
        if (now >= end)
            break;
        move_to(e, now);
        if (now == change) {
            const pb_sim_event *x = &e->events[event++];
            status = x->on ? pb_desk_come(e, x->agent) : pb_desk_go(e, x->agent);
        } else if (now == done) {
            status = pb_desk_finish(e, e->heap_agent[0]);
        } else {
            status = arrive(e, queue);
            queue = next_queue(e, p);
        }
    }
    close_up(e, p, end);
    book_load(e, p);
    return status;
}
