/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * How a day's contacts are spread over its slots, by weekday: exponentially weighted counts with
 * several half-lives, each drawn towards the mean of the weekdays like it as far as their
 * differences are within the noise of counts (empirical Bayes: Efron & Morris 1975, JASA 70,
 * 311–319).
 */
#ifndef PAIBAN_FORECAST_PROFILE_H
#define PAIBAN_FORECAST_PROFILE_H

#include "forecast/turns.h"

/* Memories 0 … 5: the half-lives, from the shortest. 6 … 8: the three shortest with neighbouring
 * slots lending a quarter. 9 … 14: a long one whose weekdays are all tilted by what a short one
 * shows of the busy (or the quiet) weekdays together, drawn to no tilt by a few contacts a slot:
 * the common shape moves fast, the weekdays' own slowly. */
enum {
    PB_FC_HALF_LIVES = 6,
    PB_FC_LENT = 3,
    PB_FC_TILTED = 6,
    PB_FC_MEMORIES = PB_FC_HALF_LIVES + PB_FC_LENT + PB_FC_TILTED
};

/* Running sums; one block of 7 × n_slots a memory. */
typedef struct pb_fc_profiler {
    int n_slots, n_memories;
    bool shrink;
    double *count;            /* weighted contacts, [(half-life * 7 + weekday) * n_slots + slot] */
    double *weight;           /* weights behind them */
    double *sharp;            /* shares by half-life, as count; what is behind memories 0 … 5 */
    double *work;             /* [2 * n_slots] */
    double now;               /* day up to which it has learnt, for the weights */
    const pb_fc_clean *past;  /* of turns, else NULL */
    const pb_fc_turns *turns; /* slots that open or shut for good; NULL = none are known */
    int next_turn;
    bool fresh[PB_FC_HALF_LIVES];   /* sharp holds what has been learnt */
    bool busy[PB_FC_HALF_LIVES][7]; /* weekdays with at least 0.6 of the busiest one's contacts */
} pb_fc_profiler;

PB_MUST_USE pb_status pb_fc_profiler_make(pb_arena *a, int n_slots, bool shrink,
                                          pb_fc_profiler *ret);
/* From now on slots forget what was before they opened or shut; past and turns must outlive p. Days
 * are then those of past. */
void pb_fc_profiler_heed(pb_fc_profiler *p, const pb_fc_clean *past, const pb_fc_turns *turns);
/* Learns day `day`'s slots contacts[n_slots] (NAN = unknown). Days must rise. */
void pb_fc_profiler_learn(pb_fc_profiler *p, int day, int weekday, const double *contacts);
/* The profiles as known after the last day learnt: ret[7 * n_slots], each weekday summing to 1
 * (to 0 where it never had a contact). memory 0 … n_memories-1. */
void pb_fc_profiler_read(pb_fc_profiler *p, int memory, double *ret);
/* The weighted mixture of all memories; mix[n_memories] sums to 1; work and ret [7 * n_slots]. */
void pb_fc_profiler_mix(pb_fc_profiler *p, const double *mix, double *work, double *ret);

/* Weights for the memories by how well each one's shares fitted the weeks after, over the past; and
 * the profiler that has learnt all of it. */
PB_MUST_USE pb_status pb_fc_profile_weigh(pb_arena *a, const pb_fc_days *d, const pb_fc_clean *c,
                                          const pb_fc_turns *turns, const pb_fc_switches *off,
                                          double *ret_mix, pb_fc_profiler *ret);

#endif
