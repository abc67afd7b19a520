/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The fewest agents that keep every promise made to the customers of a queue, and which promise
 * decided the number. Works for any model of the queue that tells what n agents give.
 */
#ifndef PAIBAN_STAFFING_TARGETS_H
#define PAIBAN_STAFFING_TARGETS_H

#include "staffing/erlang.h"

/* What "service level" counts. All are "served within T" over a base. */
typedef enum pb_sl_kind {
    PB_SL_OFFERED,   /* over all that came (the default, 20 秒接通率) */
    PB_SL_SHORT_OUT, /* over those not gone before T */
    PB_SL_ANSWERED   /* over those that were served */
} pb_sl_kind;

/* NAN = not promised. A share of exactly 1 counts as reached within 1e-12. */
typedef struct pb_targets {
    double service_level; /* in (0, 1]; within pb_load.within_s */
    pb_sl_kind sl_kind;
    double answer_rate;    /* in (0, 1] */
    double asa_s;          /* > 0, at most */
    double max_occupancy;  /* in (0, 1] */
    double first_reply_s;  /* chat: mean time to the first reply, at most, > 0 */
    int32_t min_agents;    /* >= 0 */
} pb_targets;

/* A pb_targets that promises nothing. */
pb_targets pb_targets_none(void);

/* What decides; the names are those of the requirement's binding column. */
typedef enum pb_reason {
    PB_REASON_NONE, /* nothing comes, nothing is promised */
    PB_REASON_SERVICE_LEVEL, PB_REASON_ANSWER_RATE, PB_REASON_ASA, PB_REASON_OCCUPANCY,
    PB_REASON_FIRST_REPLY,
    PB_REASON_STABILITY, /* no promise, but fewer would let the queue grow for ever */
    PB_REASON_MIN_AGENTS
} pb_reason;

bool pb_targets_ok(const pb_targets *t); /* every number in its range */

/* The first promise in the order above that s breaks; PB_REASON_NONE = all are kept. min_agents and
 * first_reply_s are not judged here. */
pb_reason pb_targets_broken(const pb_targets *t, const pb_service *s);

/* How far the promises are kept: > 0 by that much, < 0 broken. Only its sign and its rough linearity in
 * the number of agents count (the logit of the service level and the like): the search aims by it. */
double pb_targets_margin(const pb_targets *t, const pb_service *s);

/* What n agents give. Must be monotone in n: more agents never break a promise that fewer keep. */
typedef struct pb_model {
    /* sets *ret_broken to what n >= 1 agents break (PB_REASON_NONE: nothing), *ret_margin likewise or NAN */
    pb_status (*judge)(const void *ctx, int32_t agents, pb_reason *ret_broken, double *ret_margin);
    const void *ctx;
    double agents_per_margin; /* a guess of how many agents move the margin by 1; 0 = 1 */
} pb_model;

typedef struct pb_need {
    int32_t agents;
    pb_reason binding; /* what one agent fewer would break */
    bool reached;      /* false: not even PB_MAX_AGENTS do; agents is PB_MAX_AGENTS */
} pb_need;

/*
 * Searches from `guess` (any number; the closer the quicker): aims by the margin until the answer lies
 * between two numbers, then by false position, safeguarded by halving. Four to six calls of judge are
 * usual. min_agents is taken as a floor at the end. Statuses are the model's.
 */
PB_MUST_USE pb_status pb_need_search(const pb_model *m, int32_t guess, int32_t min_agents,
                                     pb_need *ret);

/*
 * Agents for a voice queue: Erlang A, or Erlang C without patience. guess 0 = none known; the answer
 * for a neighbouring slot makes a good one. Load 0 needs min_agents. PB_ERR_DOMAIN: an argument
 * outside its range (ret untouched). Stability is always asked for where customers have no patience.
 */
PB_MUST_USE pb_status pb_need_erlang(const pb_load *l, const pb_targets *t, int32_t guess,
                                     pb_need *ret);

#endif
