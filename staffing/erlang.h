/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Queues with one kind of agent in a steady state: Erlang B (no waiting room), Erlang C (customers
 * wait for ever) and Erlang A (customers leave after a random patience), exactly, from one agent to
 * PB_MAX_AGENTS, also far in overload. Relative error of every quantity is below 1e-12, of tiny
 * probabilities too: all of them are sums of positive terms (docs/explanation/staffing.md).
 *
 * Nothing here allocates or keeps state; safe from any thread.
 */
#ifndef PAIBAN_STAFFING_ERLANG_H
#define PAIBAN_STAFFING_ERLANG_H

#include "base/status.h"
#include "staffing/service.h"

#include <stdint.h>

enum { PB_MAX_AGENTS = 100000 };

/* What comes in, and how it is measured. */
typedef struct pb_load {
    double load_erl;   /* offered load: contacts a second × aht_s, 0 … 1e6; below 1e-100 counts as 0 */
    double aht_s;      /* mean handle time, seconds, > 0 */
    double patience_s; /* mean patience, > 0; NAN or INFINITY = customers wait for ever */
    double within_s;   /* T of the service level, >= 0; NAN counts as 0 */
    double rest_erl;   /* the true load less load_erl where the caller knows what rounding took; mostly 0.
                          Counts where load and agents differ by little: at 9999.95 Erlang and 10,000
                          agents the wait changes by 1.5e-11 of itself for half a unit in the last bit */
} pb_load;

bool pb_load_ok(const pb_load *l); /* every number in its range */

/*
 * Share of contacts that find all agents busy and are lost, M/M/N/N (Erlang 1917; recursion as in
 * Jagerman 1974). load_erl in 0 … 1e6, agents 0 … PB_MAX_AGENTS; else PB_ERR_DOMAIN, ret untouched.
 */
PB_MUST_USE pb_status pb_erlang_b(double load_erl, int32_t agents, double *ret_blocked);
PB_MUST_USE pb_status pb_erlang_b_wide(double load_erl, int32_t agents, pb_wide *ret_blocked);

/*
 * Erlang A (Palm 1957; Mandelbaum & Zeltyn 2007, "Service engineering in action", M/M/n+G with
 * exponential patience), or Erlang C where l->patience_s is NAN or infinite. agents 1 … PB_MAX_AGENTS.
 * PB_ERR_DOMAIN, ret untouched: an argument outside its range.
 */
PB_MUST_USE pb_status pb_erlang(const pb_load *l, int32_t agents, pb_service *ret);
/* PB_ERR_DOMAIN also where the queue is not stable. */
PB_MUST_USE pb_status pb_erlang_wide(const pb_load *l, int32_t agents, pb_service_wide *ret);

/* For the other queueing models of this room: 1 / B(agents, load_erl); load_erl >= 1e-100. */
pb_wide pb_erlang_b_inverse(double load_erl, int32_t agents);

#endif
