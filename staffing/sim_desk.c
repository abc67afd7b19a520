/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What agents do with contacts: who takes which, how long it lasts, what is taken next. */
#include "staffing/sim_web.h"

#include <math.h>

static pb_web_job *jobs_of(const pb_sim_web *e, int32_t agent)
{
    return e->jobs + (size_t)agent * e->levels;
}

static pb_channel channel(const pb_sim_web *e, int32_t queue)
{
    return e->c->queues[queue].channel;
}

/* Work done a second by each thing in hand. */
static double pace(const pb_sim_web *e, int32_t agent, const pb_web_job *job)
{
    const double *proficiency = e->c->agents[agent].proficiency;
    double own = proficiency ? proficiency[job->queue] : 1;
    if (channel(e, job->queue) != PB_CHAT)
        return own;
    const pb_chat_agent *chat = e->c->queues[job->queue].chat;
    int32_t n = e->agents[agent].n_jobs;
    return own * chat->rate_per_s[n - 1] / n;
}

/* Brings what the agent has in hand up to now, and books the time. */
void pb_desk_settle(pb_sim_web *e, int32_t agent)
{
    pb_web_agent *a = &e->agents[agent];
    double passed = e->now_s - a->updated_s;
    if (a->n_jobs > 0 && passed > 0) {
        pb_web_job *job = jobs_of(e, agent);
        for (int32_t i = 0; i < a->n_jobs; i++)
            job[i].left -= passed * pace(e, agent, &job[i]);
        size_t n = (size_t)e->c->n_slots;
        if (a->deferred) {
            pb_sim_count *counts = e->w->counts + (size_t)job[0].queue * n;
            pb_sim_spread_time(e->c, a->updated_s, e->now_s, a->updated_slot, 1, &counts[0].busy_s,
                               sizeof *counts / sizeof(double));
        } else {
            pb_sim_spread_time(e->c, a->updated_s, e->now_s, a->updated_slot,
                               a->voice ? 1 : (double)a->n_jobs / a->most,
                               e->class_busy_s + (size_t)a->class_id * n, 1);
        }
    }
    a->updated_s = e->now_s;
    a->updated_slot = e->slot;
}

/* The next thing the agent finishes, and when. */
static int32_t first_done(const pb_sim_web *e, int32_t agent, double *ret_in_s)
{
    const pb_web_job *job = jobs_of(e, agent);
    int32_t best = 0;
    double least = INFINITY;
    for (int32_t i = 0; i < e->agents[agent].n_jobs; i++) {
        double left = job[i].left / pace(e, agent, &job[i]);
        if (left < least) {
            least = left;
            best = i;
        }
    }
    *ret_in_s = least > 0 ? least : 0;
    return best;
}

static void rekey(pb_sim_web *e, int32_t agent)
{
    double in_s = INFINITY;
    if (e->agents[agent].n_jobs > 0)
        first_done(e, agent, &in_s);
    pb_web_heap_set(e, agent, e->now_s + in_s);
}

void pb_desk_unlist(pb_sim_web *e, int32_t agent)
{
    pb_web_agent *a = &e->agents[agent];
    if (a->list < 0)
        return;
    pb_web_list *l = &e->lists[(size_t)a->class_id * (e->levels + 1) + a->list];
    *(a->prev < 0 ? &l->head : &e->agents[a->prev].next) = a->next;
    *(a->next < 0 ? &l->tail : &e->agents[a->next].prev) = a->prev;
    a->list = -1;
}

/* Into the list that fits what is in hand, last: the lists are in order of since_s. */
static void enlist(pb_sim_web *e, int32_t agent)
{
    pb_web_agent *a = &e->agents[agent];
    pb_desk_unlist(e, agent);
    if (!a->on || a->voice || (!a->deferred && a->n_jobs >= a->most))
        return;
    a->list = a->deferred ? e->levels : a->n_jobs;
    pb_web_list *l = &e->lists[(size_t)a->class_id * (e->levels + 1) + a->list];
    a->since_s = e->now_s;
    a->prev = l->tail;
    a->next = -1;
    *(l->tail < 0 ? &l->head : &e->agents[l->tail].next) = agent;
    l->tail = agent;
}

/* The longest in list number `list` among the classes that know the queue. */
static int32_t longest(const pb_sim_web *e, int32_t queue, int32_t list)
{
    int32_t best = -1;
    for (const int32_t *k = e->classes_of + (size_t)queue * e->n_classes, *end = k + e->n_classes;
         k < end && *k >= 0; k++) {
        int32_t head = e->lists[(size_t)*k * (e->levels + 1) + list].head;
        if (head >= 0 && (best < 0 || e->agents[head].since_s < e->agents[best].since_s))
            best = head;
        if (best >= 0 && e->opt->few_skills_first)
            break;
    }
    return best;
}

int32_t pb_desk_find(const pb_sim_web *e, int32_t queue)
{
    int32_t agent = longest(e, queue, 0);
    if (agent < 0 && channel(e, queue) != PB_DEFERRED)
        agent = longest(e, queue, e->levels);
    if (channel(e, queue) == PB_CHAT)
        for (int32_t level = 1; level < e->levels && agent < 0; level++)
            agent = longest(e, queue, level);
    return agent;
}

static double work_of(pb_sim_web *e, int32_t queue, int32_t slot)
{
    const pb_sim_queue *q = &e->c->queues[queue];
    double mean = q->aht_s[slot];
    if (q->channel == PB_CHAT) { /* handle times are those of a full desk */
        int levels = (int)ceil(q->chat->at_once - 1e-9);
        mean *= q->chat->rate_per_s[levels - 1] / levels;
    }
    return pb_sim_draw(&e->rng, q->handle, mean, q->handle_cv);
}

/* Lays deferred work aside; it goes on where it stopped. */
static pb_status lay_aside(pb_sim_web *e, int32_t agent)
{
    pb_web_agent *a = &e->agents[agent];
    if (!a->deferred)
        return PB_OK;
    pb_web_job *job = jobs_of(e, agent);
    a->deferred = false;
    a->n_jobs = 0;
    return pb_ring_push_front(&e->rings[job->queue], e->al,
                              (pb_sim_waiting){job->arrived_s, INFINITY, job->left, job->slot});
}

pb_status pb_desk_start(pb_sim_web *e, int32_t agent, int32_t queue, pb_sim_waiting x)
{
    pb_web_agent *a = &e->agents[agent];
    pb_desk_settle(e, agent);
    pb_status status = lay_aside(e, agent);
    double work = x.work >= 0 ? x.work : work_of(e, queue, x.slot);
    jobs_of(e, agent)[a->n_jobs++] = (pb_web_job){work, x.arrived_s, queue, x.slot};
    a->voice = channel(e, queue) == PB_VOICE;
    a->deferred = channel(e, queue) == PB_DEFERRED;
    if (!a->deferred) {
        pb_sim_count *k = &e->w->counts[(size_t)queue * e->c->n_slots + x.slot];
        double wait = e->now_s - x.arrived_s;
        k->answered++;
        k->within += wait <= e->c->queues[queue].within_s;
        k->wait_answered_s += wait;
        k->wait_s += wait;
    }
    enlist(e, agent);
    rekey(e, agent);
    return status;
}

/* Those whose patience has ended leave when somebody looks at the head of the queue. */
static void drop_gone(pb_sim_web *e, int32_t queue)
{
    pb_sim_ring *r = &e->rings[queue];
    while (r->n > 0 && pb_ring_head(r)->leaves_s <= e->now_s) {
        const pb_sim_waiting *x = pb_ring_head(r);
        e->w->counts[(size_t)queue * e->c->n_slots + x->slot].wait_s += x->leaves_s - x->arrived_s;
        pb_ring_pop(r);
    }
}

static bool may_take(const pb_sim_web *e, const pb_web_agent *a, int32_t queue)
{
    if (a->voice || !a->on)
        return false;
    return channel(e, queue) == PB_CHAT ? a->deferred || a->n_jobs < a->most
                                        : a->n_jobs == 0 || a->deferred;
}

/* The queue whose head the agent should take now; -1 = none. Live queues by priority, then by age. */
static int32_t choose(pb_sim_web *e, int32_t agent)
{
    const pb_web_agent *a = &e->agents[agent];
    int32_t best = -1, later = -1;
    for (pb_skillset left = e->class_skills[a->class_id]; left; left &= left - 1) {
        int32_t queue = __builtin_ctzll(left);
        if (e->rings[queue].n == 0 || !may_take(e, a, queue))
            continue;
        if (channel(e, queue) == PB_DEFERRED) {
            if (!a->deferred && (later < 0 || pb_ring_head(&e->rings[queue])->arrived_s <
                                                  pb_ring_head(&e->rings[later])->arrived_s))
                later = queue;
            continue;
        }
        drop_gone(e, queue);
        if (e->rings[queue].n == 0)
            continue;
        int more = best < 0 ? 1 : e->c->queues[queue].priority - e->c->queues[best].priority;
        if (more > 0 || (more == 0 && pb_ring_head(&e->rings[queue])->arrived_s <
                                          pb_ring_head(&e->rings[best])->arrived_s))
            best = queue;
    }
    return best >= 0 ? best : later;
}

static pb_status take_next(pb_sim_web *e, int32_t agent)
{
    pb_status status = PB_OK;
    bool took = false;
    for (int32_t queue; status == PB_OK && (queue = choose(e, agent)) >= 0;) {
        pb_sim_waiting x = *pb_ring_head(&e->rings[queue]);
        pb_ring_pop(&e->rings[queue]);
        status = pb_desk_start(e, agent, queue, x);
        took = true;
    }
    if (!took)
        enlist(e, agent);
    return status;
}

pb_status pb_desk_finish(pb_sim_web *e, int32_t agent)
{
    pb_web_agent *a = &e->agents[agent];
    double unused;
    pb_desk_settle(e, agent);
    int32_t which = first_done(e, agent, &unused);
    pb_web_job *job = jobs_of(e, agent), done = job[which];
    job[which] = job[--a->n_jobs];
    if (a->deferred) {
        pb_sim_count *k = &e->w->counts[(size_t)done.queue * e->c->n_slots + done.slot];
        double took_s = e->now_s - done.arrived_s;
        k->answered++;
        k->within += took_s <= e->c->queues[done.queue].within_s;
        k->wait_answered_s += took_s;
        k->wait_s += took_s;
    }
    a->voice = a->deferred = false;
    rekey(e, agent);
    return take_next(e, agent);
}

pb_status pb_desk_come(pb_sim_web *e, int32_t agent)
{
    pb_desk_settle(e, agent);
    e->agents[agent].on = true;
    return take_next(e, agent);
}

pb_status pb_desk_go(pb_sim_web *e, int32_t agent)
{
    pb_desk_settle(e, agent);
    pb_desk_unlist(e, agent);
    e->agents[agent].on = false;
    pb_status status = lay_aside(e, agent);
    rekey(e, agent);
    return status;
}
