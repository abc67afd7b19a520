/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * From the forecast to the requirement: agents per queue (and per set of queues) and slot.
 */
#ifndef PAIBAN_STAFFING_NEEDS_H
#define PAIBAN_STAFFING_NEEDS_H

#include "model/model.h"
#include "staffing/deferred.h"
#include "staffing/pooling.h"

typedef enum pb_policy {
    PB_POLICY_MEAN,     /* the targets hold if exactly the forecast comes */
    PB_POLICY_EXPECTED, /* they hold on average over what may come, weighted by contacts */
    PB_POLICY_QUANTILE  /* they hold on a share of the days */
} pb_policy;

typedef struct pb_staffing_options {
    pb_policy policy;
    double quantile;         /* share of days for PB_POLICY_QUANTILE, in (0, 1); 0 = 0.8 */
    bool slot_by_slot;       /* true: each slot's own load only, nothing carried over */
    pb_sl_kind sl_kind;      /* what service level counts */
} pb_staffing_options;

/* What one queue brings to one slot, after all settings have been applied. */
typedef struct pb_slot_case {
    bool open;             /* opening hours and calendar; a closed slot needs nobody */
    bool after_hours;      /* open only because contacts are forecast */
    double contacts;       /* forecast's mean */
    double aht_s;
    double own_erl;        /* contacts × aht_s / slot */
    double start_erl, middle_erl, end_erl; /* with what is carried over */
    double staffed_erl;    /* what agents are found for: the peak, × the policy's factor */
    double factor;         /* of PB_POLICY_QUANTILE; else 1 */
    double cv;             /* of the rate in this slot */
    double planned, unplanned; /* shrinkage */
} pb_slot_case;

/* The forecast laid out for staffing; all arrays live in the arena. Opaque but for tests. */
typedef struct pb_staffing pb_staffing;

/*
 * Lays out and checks. Every queue of queues gets a row, one the forecast does not know has no
 * contacts. calendar NULL = no closed days; f, queues, calendar and opt are borrowed for the life of
 * the result. PB_ERR_INPUT (diagnosed): the forecast names an unknown queue, a queue has contacts but no
 * handle time anywhere, or more than PB_MAX_AGENTS Erlang. Warnings: a queue without a target, one whose
 * answer rate nothing can break, contacts while it is closed. PB_ERR_NOMEM.
 */
PB_MUST_USE pb_status pb_staffing_new(pb_arena *a, const pb_forecast *f, const pb_queues *queues,
                                      const pb_calendar *calendar, const pb_staffing_options *opt,
                                      pb_staffing **ret, pb_diags *d);

/*
 * The requirement: a row a queue, then a row for every set of queues that the agents' skills
 * make useful (agents NULL: none). Warnings for deferred work that cannot be done in time, with the
 * earliest slot, and for targets that no number of agents reaches. ret's arrays live in the arena.
 */
PB_MUST_USE pb_status pb_staffing_requirement(pb_staffing *s, const pb_agents *agents,
                                              pb_requirement *ret, pb_diags *d);

/* Both in one call, for callers who want nothing else. */
PB_MUST_USE pb_status pb_staffing_make(pb_arena *a, const pb_forecast *f, const pb_queues *queues,
                                       const pb_agents *agents, const pb_calendar *calendar,
                                       const pb_staffing_options *opt, pb_requirement *ret,
                                       pb_diags *d);

/* The case of one queue and slot; queue 0 … queues->n-1. */
const pb_slot_case *pb_staffing_case(const pb_staffing *s, int32_t queue, int32_t slot);

/* What n agents at work give the queue in the slot, averaged over the slot (and over the spread, with
 * PB_POLICY_EXPECTED). Not for deferred queues: PB_ERR_DOMAIN. */
PB_MUST_USE pb_status pb_staffing_give(const pb_staffing *s, int32_t queue, int32_t slot,
                                       int32_t agents, pb_pool_service *ret);

/* What it gets with so many agents in every open slot: ret[n_slots], closed slots untouched. A queue whose contacts
 * last long is followed through the days. Not for deferred queues: PB_ERR_DOMAIN. PB_ERR_NOMEM. */
PB_MUST_USE pb_status pb_staffing_what_if(pb_staffing *s, int32_t queue, int32_t agents,
                                          pb_pool_service *ret);

/* What stands between the forecast and the number, one step after the other, as a supervisor could
 * follow it; lines are in the language of lang and live in the arena a. key is the same in every
 * language ("forecast", "carried" or "walked", "policy", "model", "fewer", "enough", "more", "binding",
 * "shrinkage", "set", …). */
typedef struct pb_explain_line {
    const char *key, *text;
} pb_explain_line;

typedef struct pb_explanation {
    int32_t n;
    const pb_explain_line *lines;
} pb_explanation;

/* Of one queue's number in one slot. r must come from pb_staffing_requirement of the same s.
 * PB_ERR_DOMAIN: no such queue or slot. */
PB_MUST_USE pb_status pb_staffing_explain(pb_staffing *s, const pb_requirement *r, int32_t queue,
                                          int32_t slot, const pb_lang *lang, pb_arena *a,
                                          pb_explanation *ret);

pb_binding pb_binding_of(pb_reason reason);

/* The chat agent of a queue: from chat_times_s where given, else from aht_s alone (the queue's own where aht_s is not
 * > 0, then 300 s); with the pace of replies where the queue tells it. PB_ERR_DOMAIN: times that fall, not after
 * pb_queues_read. */
PB_MUST_USE pb_status pb_chat_of_queue(const pb_queue *q, double aht_s, pb_chat_agent *ret);

/* Deferred work of a queue with so many agents in every open slot: late or not. PB_ERR_DOMAIN: no deferred
 * queue, agents < 0. PB_ERR_NOMEM. */
PB_MUST_USE pb_status pb_staffing_deferred(const pb_staffing *s, int32_t queue, int32_t agents,
                                           pb_deferred_answer *ret);

#endif
