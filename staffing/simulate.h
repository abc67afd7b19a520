/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The simulator: plays the contacts of a forecast through people, again and again, and tells the
 * service with its 95 % confidence interval. It shares no formula with the staffing models that it checks.
 *
 * Arrivals are doubly stochastic: contacts of a slot = Poisson(mean × D × S), D gamma per day, S gamma per
 * slot, as pb_forecast says. Handle times and patience follow general laws. A free agent takes the
 * waiting contact of the highest priority, then the one that has waited longest; a new contact goes to the
 * agent who has been idle longest (chat: to one with the fewest chats). Contacts in hand are finished
 * after the end of a shift or the start of a break. Deferred work is done in the gaps and laid aside
 * when a live contact comes.
 */
#ifndef PAIBAN_STAFFING_SIMULATE_H
#define PAIBAN_STAFFING_SIMULATE_H

#include "model/model.h"
#include "staffing/chat.h"

typedef enum pb_time_law {
    PB_TIME_EXPONENTIAL, PB_TIME_LOGNORMAL, PB_TIME_GAMMA, PB_TIME_FIXED
} pb_time_law;

/* One queue. Arrays live as long as the simulation. */
typedef struct pb_sim_queue {
    pb_channel channel;
    const double *contacts;   /* [n_slots] mean */
    const double *aht_s;      /* [n_slots] > 0 where contacts come */
    const double *day_cv, *slot_cv; /* [n_days]; NULL = 0 */
    pb_time_law handle;
    double handle_cv;         /* LOGNORMAL and GAMMA, > 0 */
    double patience_s;        /* exponential mean; NAN = for ever */
    double within_s;          /* T; deferred: the deadline */
    int priority;             /* the higher the sooner */
    const pb_chat_agent *chat; /* PB_CHAT: how an agent's pace depends on the chats open */
} pb_sim_queue;

/* At most this many skills sets may differ, and PB_MAX_QUEUES queues. */
enum { PB_SIM_CLASSES = 1024 };

typedef struct pb_sim_window {
    double from_s, to_s; /* on duty and not on a break, seconds after the first slot's start */
} pb_sim_window;

typedef struct pb_sim_agent {
    pb_skillset skills;        /* bits of the queues below */
    const double *proficiency; /* [n_queues] pace, 1 = usual; NULL = 1 */
    int32_t n_windows;
    const pb_sim_window *windows; /* in order, apart */
    double away;               /* share of slots the agent is away for no reason the roster knows, [0, 1) */
} pb_sim_agent;

/* Everything that is played. Slots start at slot_start_s[i] (seconds, [n_slots + 1], from 0). */
typedef struct pb_sim_case {
    int32_t n_slots, n_days, n_queues, n_agents;
    const double *slot_start_s;
    const int32_t *slot_day;   /* [n_slots] 0 … n_days-1 */
    const pb_sim_queue *queues;
    const pb_sim_agent *agents;
    bool exchangeable;         /* the agents stand for numbers, not for people: where a slot needs fewer, those
                                  leave who are free first, so that contacts in hand count against the
                                  slot's number. For voice queues with agents of their own, whose windows
                                  start and end with slots */
} pb_sim_case;

typedef struct pb_sim_options {
    uint64_t seed;
    int threads;               /* >= 1; the result does not depend on it */
    int32_t replications;      /* >= 2; the first number of them */
    double until;              /* > 0: go on until the half-width of every queue's service level over
                                  all is at most this; 0 = no further */
    int32_t max_replications;  /* with until; 0 = 100,000 */
    int32_t warm_up_slots;     /* slots at the start that are played but not counted */
    int32_t cool_down_slots;   /* the same at the end, where those who still wait are cut off */
    bool few_skills_first;     /* a contact goes to the idle agent with the fewest skills, then longest idle */
    const volatile int *interrupted; /* becomes non-zero: stop after the running batch; NULL = never */
} pb_sim_options;

/* Mean and half-width of the 95 % interval (Student's t over replications; ratios by the delta
 * method). NAN where nothing was observed. */
typedef struct pb_estimate {
    double mean, half;
} pb_estimate;

typedef struct pb_sim_cell {
    double contacts;      /* mean number a replication */
    pb_estimate service_level, answer_rate, abandoned, p_wait, asa_s, wait_s, occupancy;
} pb_sim_cell;

typedef struct pb_sim_result {
    int32_t replications;
    bool narrow;          /* until was reached (or not asked for) */
    double n_contacts;    /* played in all */
    int32_t n_slots, n_days, n_queues;
    const pb_sim_cell *slot; /* [queue * n_slots + slot], by the slot of arrival */
    const pb_sim_cell *day;  /* [queue * n_days + day] */
    const pb_sim_cell *all;  /* [queue] */
} pb_sim_result;

/* PB_ERR_DOMAIN: a number outside its range. ret's arrays live in the arena. */
PB_MUST_USE pb_status pb_simulate(pb_arena *a, const pb_sim_case *c, const pb_sim_options *opt,
                                  pb_sim_result *ret);

/* How handle times are drawn where the workspace says nothing of it. */
typedef struct pb_sim_manners {
    pb_time_law handle;
    double handle_cv;
    bool shrinkage; /* a roster's people are away by the queues' shrinkage beyond the breaks rostered */
} pb_sim_manners;

/*
 * The case of a requirement alone: every queue has `required` agents of its own in each slot, who are
 * exchangeable.
 * The queues are those of queues.csv, in its order, as they are for the roster.
 */
PB_MUST_USE pb_status pb_sim_of_requirement(pb_arena *a, const pb_forecast *f,
                                            const pb_queues *queues, const pb_requirement *r,
                                            const pb_sim_manners *m, pb_sim_case *ret);
/* The case of a roster: agents with their skills (or the one queue a duty names), breaks, activities. */
PB_MUST_USE pb_status pb_sim_of_roster(pb_arena *a, const pb_forecast *f, const pb_queues *queues,
                                       const pb_agents *agents, const pb_roster *roster,
                                       const pb_sim_manners *m, pb_sim_case *ret);

#endif
