/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Steps of uniformisation of the chain in moving.h. Inside moving.c only. */
#ifndef PAIBAN_STAFFING_MOVING_STEP_H
#define PAIBAN_STAFFING_MOVING_STEP_H

#include <stddef.h>
#include <stdint.h>

/*
 * Row 0 holds n = 0 … servers + queue contacts, min(n, servers) of them in service. Row e > 0: servers + e
 * in service, q = 0 … queue waiting.
 */
typedef struct pb_shape {
    int32_t servers, excess, queue;
} pb_shape;

/* Where row e begins. */
static inline size_t pb_shape_row(const pb_shape *s, int32_t e)
{
    return e == 0 ? 0 : (size_t)s->servers + (size_t)s->queue + 1 +
                            ((size_t)e - 1) * ((size_t)s->queue + 1);
}

static inline size_t pb_shape_size(const pb_shape *s)
{
    return pb_shape_row(s, s->excess + 1);
}

static inline int32_t pb_least(int32_t a, int32_t b)
{
    return a < b ? a : b;
}

/* Chances in one step of uniformisation. */
typedef struct pb_step_rates {
    double per_s;              /* steps a second */
    double come, end, leave;   /* an arrival; the end of one contact; of one who waits */
    const double *stay, *down; /* row 0, by n: of staying, of one contact less */
} pb_step_rates;

/* Arrays of pb_shape_size. */
typedef struct pb_step_room {
    double *now;        /* the distribution */
    double *next, *sum; /* scratch */
    double *mean;       /* gains the seconds spent in each state */
} pb_step_room;

/* On by so many mean steps, at most 600. */
void pb_step_piece(const pb_shape *s, const pb_step_rates *r, double steps, pb_step_room *room);

#endif
