/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * From the chance that everybody is busy to what the customers feel: the waiting room behind any
 * number of servers, with exponential patience (Palm 1957; Mandelbaum & Zeltyn 2007) or with
 * customers who wait for ever (Erlang 1917).
 */
#ifndef PAIBAN_STAFFING_WAITING_H
#define PAIBAN_STAFFING_WAITING_H

#include "staffing/service.h"

typedef struct pb_waiting_room {
    pb_wide idle; /* y = sum of p(j), j < S, over p(S-1): S = number of contacts in service at most.
                     For N equal agents 1/B(N-1, A) */
    double arrivals_per_s, services_per_s; /* > 0; the second with everybody busy */
    double excess_per_s; /* their difference, formed without cancellation */
    double patience_s;   /* > 0; NAN or from 1e15: for ever */
    double within_s;     /* T >= 0 */
} pb_waiting_room;

bool pb_waits_for_ever(double patience_s);

/* Sets all of ret but occupancy. Where customers wait for ever excess_per_s must be < 0. */
void pb_waiting_solve(const pb_waiting_room *w, pb_service_wide *ret);

#endif
