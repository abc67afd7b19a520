/* SPDX-License-Identifier: GPL-3.0-or-later */
/* queues.csv: what customers wait in, and the service they are promised. */
#ifndef PAIBAN_MODEL_QUEUE_H
#define PAIBAN_MODEL_QUEUE_H

#include "model/extras.h"
#include "model/team.h"
#include "model/weekly.h"

enum { PB_MAX_QUEUES = 64, PB_MAX_CHATS = 32 };

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
    int priority;         /* 0 … 9, the higher the sooner a free agent takes its contacts; default 0 */
    double first_reply_s; /* 首响: mean time until a chat's first reply, at most */
    int n_chat_times;     /* 0 = not given */
    const double *chat_times_s; /* handle time with 1, 2 … chats open, i / time not falling */
    double replies;       /* replies of an agent in a chat; <= 0 or NAN = not given */
    double reply_s;       /* agent's own work for one of them, seconds; <= 0 or NAN = not given */
    double backlog;       /* deferred work: contacts at hand when the plan starts; default 0 */
} pb_queue;

typedef struct pb_queues {
    int32_t n; /* <= PB_MAX_QUEUES */
    const pb_queue *at;
    pb_extras extras;
} pb_queues;

int32_t pb_queue_find(const pb_queues *q, const char *id); /* -1 = unknown */

/*
 * Reads queues.csv. Errors beside the cells' own: two rows for a queue, service_level without
 * within_s (or the reverse), replies without reply_s (or the reverse) or more of them than a chat lasts, a deferred queue without deadline_h, closing without opening times,
 * more than PB_MAX_QUEUES, a name with ';' or '+'. On PB_ERR_INPUT *ret holds what could be read,
 * for checks of other tables only; other failures leave it alone.
 */
PB_MUST_USE pb_status pb_queues_read(pb_arena *a, const char *path, pb_queues *ret, pb_diags *d);
void pb_queues_write(const pb_queues *q, pb_text *out);

/*
 * Reads a ';'-separated list of queues (also '+' when plus is true); "*", "all" and 全部 mean every
 * one, "-" and "none" no one. A comma or 、；， divides, too, where no queue is called so. PB_ERR_INPUT: fault->found is the unknown name.
 */
PB_MUST_USE pb_status pb_skillset_parse(const pb_queues *q, const char *s, size_t n, bool plus,
                                        pb_skillset *ret, pb_fault *fault);

extern const pb_column pb_queue_columns[];
extern const size_t pb_n_queue_columns;

#endif
