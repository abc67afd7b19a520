/* SPDX-License-Identifier: GPL-3.0-or-later */
/* queues.csv: what customers wait in, and the service they are promised. */
#ifndef PAIBAN_MODEL_QUEUE_H
#define PAIBAN_MODEL_QUEUE_H

#include "model/extras.h"
#include "model/weekly.h"

enum { PB_MAX_QUEUES = 64 };

/* A set of queues (skills): bit i = queue i. */
typedef uint64_t pb_skillset;

typedef enum pb_channel { PB_VOICE, PB_CHAT, PB_DEFERRED } pb_channel;

/* A number that was not given is NAN. */
typedef struct pb_queue {
    const char *id;
    pb_channel channel;
    double service_level; /* share in (0, 1], with within_s */
    double within_s;
    double answer_rate;   /* 接通率, share in (0, 1] */
    double asa_s;         /* average speed of answer, at most */
    double max_occupancy; /* share in (0, 1] */
    double patience_s;    /* mean; NAN = customers wait for ever */
    double concurrency;   /* chats at once; default 1 */
    double aht_s;         /* where history and forecast have none */
    double deadline_h;    /* deferred work: hours until it must be done */
    double min_agents;    /* while open; default 0 */
    pb_hours hours;       /* default: always open */
    pb_weekly shrinkage;  /* planned share in [0, 0.95]; default 0 */
    pb_weekly shrinkage_unplanned; /* column shrinkage_unplanned; multiplies with the other; default 0 */
} pb_queue;

typedef struct pb_queues {
    int32_t n; /* <= PB_MAX_QUEUES */
    const pb_queue *at;
    pb_extras extras;
} pb_queues;

int32_t pb_queue_find(const pb_queues *q, const char *id); /* -1 = unknown */

#endif
