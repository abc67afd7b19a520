/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The integer search: simulated annealing (Kirkpatrick, Gelatt & Vecchi 1983) over cells, swaps and
 * blocks of days, exact costs, hard rules by a weight that adapts until they hold. Repeatable: its
 * length is a number of moves; the clock can only cut it short.
 */
#ifndef PAIBAN_PLANNER_SEARCH_H
#define PAIBAN_PLANNER_SEARCH_H

#include "base/base.h"
#include "planner/board.h"

typedef struct pb_watch {
    double (*clock_s)(void *ctx); /* NULL = no clock */
    void *ctx;
    double until_s;               /* stop at this reading */
    const volatile int *interrupted;
} pb_watch;

static inline bool pb_watch_over(const pb_watch *w)
{
    return (w->interrupted && *w->interrupted) || (w->clock_s && w->clock_s(w->ctx) >= w->until_s);
}

typedef struct pb_search {
    int64_t moves;     /* to try */
    pb_money target;   /* stop at a lawful roster of at most this cost; -1 = never */
    uint64_t seed;
    pb_watch watch;
    const int32_t *start; /* places to begin with, NULL = all off */
    bool warm;         /* begin cool: improve `start` instead of forgetting it */
    const int32_t *people; /* [n_days] how many should work on each day: what strays has a price while it walks; NULL */
    /* in turns by the search, after each new best; NULL = silent */
    void (*better)(void *ctx, bool lawful, pb_money cost);
    void *better_ctx;
} pb_search;

typedef struct pb_found {
    bool lawful;
    pb_money cost;   /* soft */
    int64_t broken;  /* hard, thousandths */
    int64_t tried;
    bool hurried;    /* the clock shortened it: another run may differ */
    int32_t *places; /* [agent * n_days + day] */
} pb_found;

/* Allocates found->places and scratch in the arena. */
PB_MUST_USE pb_status pb_search_run(pb_arena *a, const pb_instance *in, const pb_search *opt,
                                    pb_found *ret);
/* Is x the better of two? Fewer broken hard rules first, then cheaper. */
bool pb_found_better(const pb_found *x, const pb_found *y);

#endif
