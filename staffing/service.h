/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What customers get from a queue: the answer of every queueing model of this room. */
#ifndef PAIBAN_STAFFING_SERVICE_H
#define PAIBAN_STAFFING_SERVICE_H

#include "staffing/wide.h"

#include <stdbool.h>

/* What the customers get. Shares in [0, 1]. Where the queue is not stable (no patience and at least
 * as much load as agents) shares are 0 or 1 and times and lengths INFINITY. */
typedef struct pb_service {
    double p_wait;        /* share that has to wait, P(W > 0) */
    double p_no_wait;     /* 1 - p_wait, without cancellation */
    double service_level; /* served within T / all that came: "offered" definition */
    double missed;        /* 1 - service_level, without cancellation */
    double sl_short_out;  /* served within T / those not gone before T */
    double sl_answered;   /* served within T / all that were served */
    double within_if_patient; /* share that would be served within T by somebody who never leaves */
    double answer_rate;   /* served / all, 接通率 */
    double p_abandon;     /* 1 - answer_rate, without cancellation */
    double wait_s;        /* mean wait of all, until served or gone */
    double asa_s;         /* mean wait of those who are served (average speed of answer) */
    double occupancy;     /* share of the agents' time spent on contacts */
    double queue;         /* mean number that waits */
    bool stable;          /* false: the queue grows without end */
} pb_service;

/* The same where a double is too short: 1e-15703 is a right answer. */
typedef struct pb_service_wide {
    pb_wide p_wait, p_no_wait, service_level, missed, sl_short_out, sl_answered, within_if_patient,
        answer_rate, p_abandon, wait_s, asa_s, occupancy, queue;
} pb_service_wide;

pb_service pb_service_narrow(const pb_service_wide *w);
/* No patience and at least as much load as capacity: everybody waits for ever. */
pb_service pb_service_unstable(void);

#endif
