/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What a customer who finds everybody busy may expect: first-step equations over the customers ahead.
 *
 * State (e, q): e contacts more in service than agents are on duty (people who have gone off duty finish
 * what they have in hand), q customers ahead in the queue. One of the e ends at rate (servers + e)/AHT, with
 * e = 0 the next customer's turn comes at rate servers/AHT; each of q leaves, and so does the customer, at rate
 * 1/patience.
 */
#ifndef PAIBAN_STAFFING_MOVING_VIEW_H
#define PAIBAN_STAFFING_MOVING_VIEW_H

#include "base/status.h"

#include <stddef.h>
#include <stdint.h>

typedef struct pb_view_case {
    int32_t servers;       /* >= 0 */
    int32_t excess, queue; /* states e = 0 … excess, q = 0 … queue */
    double end_per_s;      /* 1/AHT */
    double leave_per_s;    /* 1/patience; 0 = never */
} pb_view_case;

static inline size_t pb_view_size(const pb_view_case *k)
{
    return ((size_t)k->excess + 1) * ((size_t)k->queue + 1);
}

/* Arrays of pb_view_size, at [e * (queue + 1) + q]. */
/* Share that is served in the end, and mean wait × that share. */
void pb_view_served(const pb_view_case *k, double *served, double *wait_s);
/* Share that is served within T; still: instead that which still waits at T. Uniformisation (Jensen
 * 1953), error below 1e-10. within_s >= 0. */
void pb_view_within(const pb_view_case *k, double within_s, int still, double *ret, double *scratch);

#endif
