/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The rooms inside planner/search*.c. */
#ifndef PAIBAN_PLANNER_SEARCH_PARTS_H
#define PAIBAN_PLANNER_SEARCH_PARTS_H

#include "planner/search.h"
#include "planner/delta.h"

typedef struct pb_walker {
    const pb_instance *in;
    pb_board *b;
    pb_delta *delta;
    pb_rng rng;
    pb_change list[PB_DELTA_MOST];
    int n_list;
    double weight; /* money per thousandth of a hard unit */
    double value;  /* of the board as it stands */
    pb_found best;
    int32_t *moved; /* [cells] those changed since the best, some more than once */
    int64_t n_moved; /* cells + 1: too many to tell */
    int32_t *on;     /* [n_days] at work, where the days' numbers are asked for; else NULL */
    double stray;    /* money per person and day too many or too few */
    const pb_search *opt;
    bool hurried;  /* the clock had a say */
} pb_walker;

static inline int32_t pb_walker_below(pb_walker *w, int32_t n)
{
    return (int32_t)((pb_rng_u64(&w->rng) >> 32) * (uint64_t)n >> 32);
}

static inline int64_t pb_walker_cell(const pb_walker *w, int32_t agent, int32_t day)
{
    return (int64_t)agent * w->in->n_days + day;
}

/* A random move into w->list; false: there is none this time. */
bool pb_walker_propose(pb_walker *w);

#endif
