/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Inside the simulator only. */
#ifndef PAIBAN_STAFFING_SIM_PARTS_H
#define PAIBAN_STAFFING_SIM_PARTS_H

#include "staffing/simulate.h"

/* What one replication counts, per queue and slot of arrival. One cache line. */
typedef struct pb_sim_count {
    double offered, answered, within, delayed, wait_answered_s, wait_s, busy_s, present_s;
} pb_sim_count;

/* Queues that share agents are played together; the rest apart. */
typedef struct pb_sim_part {
    pb_skillset queues;
    int32_t n_agents;
    const int32_t *agents;
    bool lane; /* one voice queue and agents of equal pace: the fast loop will do */
} pb_sim_part;

/* Arrivals of one queue, one after the other. */
typedef struct pb_sim_source {
    const pb_sim_case *c;
    const pb_sim_queue *q;
    pb_rng rng;
    int32_t slot;       /* of next_s; n_slots: no more */
    double next_s;
    double rate;        /* contacts a second in this slot, this replication */
    double day_factor;
    int32_t day;
} pb_sim_source;

void pb_sim_source_start(pb_sim_source *s, const pb_sim_case *c, int32_t queue, uint64_t seed,
                         uint64_t replication);
void pb_sim_source_next(pb_sim_source *s);
double pb_sim_draw(pb_rng *rng, pb_time_law law, double mean, double cv);

/* A worker's memory, kept from one replication to the next. */
typedef struct pb_sim_event {
    double at_s;
    int32_t agent;
    int32_t on; /* 1 comes, 0 goes */
} pb_sim_event;

typedef struct pb_sim_waiting {
    double arrived_s, leaves_s, work; /* work < 0: not drawn yet */
    int32_t slot;
} pb_sim_waiting;

typedef struct pb_sim_ring {
    pb_sim_waiting *at; /* capacity a power of two */
    uint32_t head, n, cap;
} pb_sim_ring;

typedef struct pb_sim_scratch {
    pb_sim_count *counts;     /* [queue * n_slots + slot] of the running replication */
    pb_sim_window *windows;   /* this replication's, by agent */
    int32_t *first_window;    /* [n_agents + 1] */
    int32_t *window;          /* [n_agents] current */
    double *free_s;           /* heap of the lane */
    int32_t *free_agent;
    int32_t *present;         /* [n_slots] agents of the lane, where they are exchangeable */
    struct pb_sim_web *web;
} pb_sim_scratch;

/* Both play one part of the case; counts are added to. */
PB_MUST_USE pb_status pb_sim_lane(const pb_sim_case *c, const pb_sim_part *p, uint64_t seed,
                                  uint64_t replication, pb_sim_scratch *w);
PB_MUST_USE pb_status pb_sim_web_play(const pb_sim_case *c, const pb_sim_part *p,
                                      const pb_sim_options *opt, uint64_t replication,
                                      pb_sim_scratch *w);
/* Memory for pb_sim_web_play; NULL when refused. The free function accepts NULL. */
struct pb_sim_web *pb_sim_web_new(pb_arena *a, const pb_sim_case *c);
void pb_sim_web_free(struct pb_sim_web *w);

/* Adds the stretch [from, to) to cells of `row`, slot after slot; what lies after the end is dropped. */
void pb_sim_spread_time(const pb_sim_case *c, double from_s, double to_s, int32_t slot, double weight,
                        double *cells, size_t stride);
int32_t pb_sim_slot_at(const pb_sim_case *c, double at_s);

/* --- totals over replications --- */
typedef struct pb_sim_moments {
    double x, y, xx, xy, yy;
} pb_sim_moments;

typedef struct pb_sim_total {
    pb_sim_moments level, rate, delayed, asa, wait, occupancy;
} pb_sim_total;

void pb_sim_total_add(pb_sim_total *t, const pb_sim_count *c);
pb_sim_cell pb_sim_total_cell(const pb_sim_total *t, int32_t replications);

#endif
