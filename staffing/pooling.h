/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * One slot of one queue, or of several queues of a channel pooled: what n agents give under the
 * forecast's spread, and how many are needed. A single queue is a pool of one.
 *
 * Pooled promises are averages: the pool's customers are served alike, so the contact-weighted service
 * must reach the contact-weighted target. That is a lower bound for agents who hold all of the
 * pool's skills, and so for any agents (Hall's condition over sets of queues).
 */
#ifndef PAIBAN_STAFFING_POOLING_H
#define PAIBAN_STAFFING_POOLING_H

#include "staffing/chat.h"
#include "staffing/unsure.h"

enum { PB_POOL_MEMBERS = 64 };

typedef struct pb_member {
    double contacts;  /* of the slot, for weighing, >= 0 */
    double within_s;
    pb_targets targets;
} pb_member;

/* Filled by the caller. */
typedef struct pb_pool {
    double load_erl;   /* offered load (chat: contacts a second × aht_s), >= 0 */
    double aht_s;      /* > 0 */
    double patience_s; /* NAN = for ever */
    double slot_s;     /* bounds the wait where a rate of the spread exceeds all capacity */
    const pb_chat_agent *chat; /* NULL = voice; else its rates are for the mean aht_s of the pool */
    int32_t n_members;
    const pb_member *members;
    const pb_spread *spread;   /* NULL = the load is known */
    int32_t min_agents;
} pb_pool;

/* The same as one of pb_service, the chat's own times beside (NAN for voice). The service level is the
 * contact-weighted one over the members that have a target, or over all where none has. */
typedef struct pb_pool_service {
    pb_service s;
    double reply_delay_s, first_reply_s;
} pb_pool_service;

/* agents 0 … PB_MAX_AGENTS; 0 agents serve nobody. */
PB_MUST_USE pb_status pb_pool_give(const pb_pool *p, int32_t agents, pb_pool_service *ret);
PB_MUST_USE pb_status pb_pool_need(const pb_pool *p, int32_t guess, pb_need *ret);

#endif
