/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Inside staffing/ only: the laid-out forecast, shared by needs.c, rows.c and derivation.c. */
#ifndef PAIBAN_STAFFING_PARTS_H
#define PAIBAN_STAFFING_PARTS_H

#include "staffing/needs.h"

struct pb_staffing {
    pb_arena *arena;
    const pb_forecast *f;
    const pb_queues *queues;
    pb_staffing_options opt;
    int32_t n_slots, n_queues;
    const int32_t *column;    /* [n_queues] row of the forecast, -1 = none */
    pb_slot_case *cases;      /* [queue * n_slots + slot] */
    int32_t *slot_s;          /* [n_slots] */
    pb_chat_agent *chat;      /* [n_queues], at_once 0 where not chat */
    pb_spread *spread;        /* one at a time: the last cv asked for */
    double spread_cv;
};

/* The pool of one slot: queues of `set` (all of one channel), their loads at `moment`. */
typedef enum pb_moment { PB_AT_START, PB_AT_MIDDLE, PB_AT_END, PB_STAFFED } pb_moment;

typedef struct pb_pool_room {
    pb_pool pool;
    pb_member members[PB_POOL_MEMBERS];
    pb_chat_agent chat;
} pb_pool_room;

/* Fills room (which must stay where it is). PB_ERR_DOMAIN never but for defects. */
PB_MUST_USE pb_status pb_pool_fill(pb_staffing *s, pb_skillset set, int32_t slot, pb_moment moment,
                                   pb_pool_room *room);
pb_targets pb_queue_targets(const pb_queue *q, const pb_staffing_options *opt);
/* Mean over the slot: Simpson over start, middle, end. */
PB_MUST_USE pb_status pb_slot_give(pb_staffing *s, pb_skillset set, int32_t slot, int32_t agents,
                                   pb_pool_service *ret);

#endif
