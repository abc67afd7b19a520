/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Inside the simulator only: the state of the event loop for queues that share agents. */
#ifndef PAIBAN_STAFFING_SIM_WEB_H
#define PAIBAN_STAFFING_SIM_WEB_H

#include "staffing/sim_parts.h"

typedef struct pb_web_job {
    double left;      /* work left: seconds, of chat: shares of a usual chat */
    double arrived_s; /* deferred work only */
    int32_t queue, slot;
} pb_web_job;

typedef struct pb_web_agent {
    int32_t class_id;
    int32_t prev, next; /* in its list */
    int32_t list;       /* -1 = in none */
    int32_t n_jobs, most; /* chats at once */
    int32_t heap_at;    /* -1 = nothing in hand */
    bool on, voice, deferred; /* on duty; what is in hand */
    double since_s;     /* idle (or so many chats) since */
    double updated_s;
    int32_t updated_slot;
} pb_web_agent;

/* Lists of agents who can take something, the longest-waiting first, by class and what they have in hand:
 * list 0 nothing, 1 … levels-1 so many chats, `levels` only deferred work. */
typedef struct pb_web_list {
    int32_t head, tail;
} pb_web_list;

typedef struct pb_sim_web {
    const pb_sim_case *c;
    const pb_allocator *al;
    const pb_sim_options *opt;
    pb_sim_scratch *w;
    int32_t levels;        /* most chats an agent can have; at least 1 */
    int32_t n_classes;
    pb_skillset *class_skills;
    double *class_busy_s;  /* [class * n_slots + slot] with live contacts */
    pb_web_list *lists;    /* [class * (levels + 1) + list] */
    int32_t *classes_of;   /* [queue * n_classes + i] classes that know it, fewest skills first; -1 ends */
    pb_web_agent *agents;
    pb_web_job *jobs;      /* [agent * levels + job] */
    double *heap_s;        /* agents by the next thing they finish */
    int32_t *heap_agent, n_heap;
    pb_sim_ring *rings;    /* [queue] */
    pb_sim_source *sources;
    pb_sim_event *events;
    int32_t n_events, cap_events;
    int32_t slot;          /* that holds now */
    double now_s;
    pb_rng rng;
} pb_sim_web;

/* --- sim_heap.c --- */
void pb_web_heap_set(pb_sim_web *e, int32_t agent, double key); /* INFINITY takes it out */
/* --- sim_ring.c --- */
PB_MUST_USE pb_status pb_ring_push(pb_sim_ring *r, const pb_allocator *al, pb_sim_waiting x);
PB_MUST_USE pb_status pb_ring_push_front(pb_sim_ring *r, const pb_allocator *al, pb_sim_waiting x);
pb_sim_waiting *pb_ring_head(const pb_sim_ring *r);
void pb_ring_pop(pb_sim_ring *r);
/* --- sim_desk.c: what agents do with contacts --- */
void pb_desk_settle(pb_sim_web *e, int32_t agent);
void pb_desk_unlist(pb_sim_web *e, int32_t agent);
int32_t pb_desk_find(const pb_sim_web *e, int32_t queue);
PB_MUST_USE pb_status pb_desk_start(pb_sim_web *e, int32_t agent, int32_t queue, pb_sim_waiting x);
PB_MUST_USE pb_status pb_desk_finish(pb_sim_web *e, int32_t agent);
PB_MUST_USE pb_status pb_desk_come(pb_sim_web *e, int32_t agent);
PB_MUST_USE pb_status pb_desk_go(pb_sim_web *e, int32_t agent);

#endif
