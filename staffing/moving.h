/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A voice queue through the day: the number of contacts in the queue and with agents as a Markov chain
 * whose arrivals and agents change from slot to slot (M(t)/M/s(t)+M), solved forward in time by
 * uniformisation (Jensen 1953; Grassmann 1977). Where contacts last as long as slots no formula of a steady
 * state holds: the slot after a sale begins with its customers. Agents who go off duty finish the contact
 * they have in hand (Ingolfsson 2005, "exhaustive discipline"); nobody on duty is free before that.
 */
#ifndef PAIBAN_STAFFING_MOVING_H
#define PAIBAN_STAFFING_MOVING_H

#include "base/memory.h"
#include "staffing/service.h"
#include "staffing/targets.h"

/* What comes in one slot. */
typedef struct pb_flow {
    double contacts_per_s; /* >= 0 */
    double aht_s;          /* > 0; of all in hand */
    double patience_s;     /* > 0; NAN or INFINITY = for ever */
    double within_s;       /* T >= 0; NAN = 0 */
    double slot_s;         /* > 0 */
} pb_flow;

typedef struct pb_moving pb_moving;

/* Starts empty. NULL when refused. al may be NULL. pb_moving_free accepts NULL. */
pb_moving *pb_moving_new(const pb_allocator *al);
void pb_moving_free(pb_moving *m);

/* Nobody is there any more, or yet. */
void pb_moving_clear(pb_moving *m);
/* As if it had been like this for long: the steady state with so many agents >= 1, load below agents where nobody
 * leaves. PB_ERR_NOMEM. */
PB_MUST_USE pb_status pb_moving_settle(pb_moving *m, const pb_flow *f, int32_t agents);

/* Contacts with agents and waiting now, on average. */
void pb_moving_present(const pb_moving *m, double *ret_busy, double *ret_waiting);

/* Work of one pb_moving_try, in additions: what decides whether it pays. */
double pb_moving_cost(const pb_moving *m, const pb_flow *f, int32_t agents);

/*
 * The slot with so many agents >= 0, from the present state: what its customers get (the wait of those who wait
 * at its end counted as if its agents stayed). PB_ERR_NOMEM, PB_ERR_DOMAIN: a number out of range; the
 * present state stays.
 */
PB_MUST_USE pb_status pb_moving_try(pb_moving *m, const pb_flow *f, int32_t agents, pb_service *ret);
/* The end of the slot last tried becomes the present. */
void pb_moving_go(pb_moving *m);

#endif
