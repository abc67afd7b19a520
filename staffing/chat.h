/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Chat: an agent serves several customers at once, and each chat takes longer the more there are.
 *
 * One agent is a machine-repair system (Palm 1947; one repairer, the customers' thinking times in
 * between): with c chats p(j), j of them waiting for a reply, is proportional to c!/(c-j)! (w/think)^j;
 * replies a second X(c) = (1 - p(0)) / w, chats a second r(c) = X(c) / replies: the pace follows the
 * number of chats open at every moment, not that at a chat's start. A new chat goes to an agent with the
 * fewest. How unevenly chats lie then is in chat_uneven.h; above PB_CHAT_UNEVEN_AGENTS agents, or where
 * c chats go at the pace of c single ones, n chats count as spread evenly: a birth-death queue with
 * deaths D(n). When every agent is full, customers wait as in Erlang A. Mean reply delay by Little's law:
 * chats in service / replies a second - think.
 */
#ifndef PAIBAN_STAFFING_CHAT_H
#define PAIBAN_STAFFING_CHAT_H

#include "staffing/targets.h"

enum { PB_CHAT_LEVELS = 32 };

/* One agent: chats finished a second with 1 … ceil(at_once) chats open, not falling. */
typedef struct pb_chat_agent {
    double at_once;      /* 1 … PB_CHAT_LEVELS; 2.5 = every second agent takes a third */
    double rate_per_s[PB_CHAT_LEVELS]; /* [0] = with one chat */
    double work_s;       /* agent's own work per chat; NAN = not known */
    double replies;      /* replies per chat; NAN = not known */
    double think_s;      /* customer's time per reply; NAN = not known */
    bool assumed;        /* the handle time was taken to be the same at every level */
} pb_chat_agent;

/* What one chat consists of. */
typedef struct pb_chat_habit {
    double reply_s;    /* agent's work per reply, > 0 */
    double customer_s; /* customer's time from a reply to the next question, >= 0 */
    double replies;    /* >= 1 */
    double idle_s;     /* open after the last reply until it is closed, >= 0 */
} pb_chat_habit;

/* All three: PB_ERR_DOMAIN where an argument is outside its range, ret untouched. at_once is rounded
 * up for the number of levels. */
PB_MUST_USE pb_status pb_chat_from_habit(const pb_chat_habit *h, double at_once, pb_chat_agent *ret);
/* From handle times measured with 1 … n_levels chats open (> 0; linear between, the last one kept above;
 * r(c) = c / AHT(c) must not fall). */
PB_MUST_USE pb_status pb_chat_from_times(const double *aht_s, int n_levels, double at_once,
                                         pb_chat_agent *ret);
/* From one handle time, taken to hold at any number of chats: pessimistic by 1 to 12 points of
 * service level where it was measured at full load, far too bright where it was measured with one. */
PB_MUST_USE pb_status pb_chat_from_aht(double aht_s, double at_once, pb_chat_agent *ret);

/* Makes the mean time to a reply known, of an agent whose times are: the customer's time is what a lone chat
 * leaves over (at least 0). replies >= 1, reply_s > 0; else PB_ERR_DOMAIN, a untouched. */
PB_MUST_USE pb_status pb_chat_set_replies(pb_chat_agent *a, double replies, double reply_s);

typedef struct pb_chat_case {
    double chats_per_s;     /* >= 0 */
    double patience_s;      /* until the chat is taken; > 0; NAN = for ever */
    double within_s;        /* T: taken by an agent within; NAN = 0 */
    const pb_chat_agent *agent;
    bool even;              /* n chats lie evenly on the agents at every moment, as if they were handed over: the
                               balanced birth-death queue, a bright bound */
} pb_chat_case;

typedef struct pb_chat_service {
    pb_service taken;       /* until an agent takes the chat; occupancy: the agents' work where work_s is
                               known, else the share of places in use */
    double in_service;      /* mean number of chats open with agents */
    double handle_s;        /* mean time a chat is open with an agent; 0 without load */
    double reply_delay_s;   /* 平均响应时长: mean time from a question to its reply; NAN where not known */
    double first_reply_s;   /* 首响: asa_s + reply_delay_s; NAN where not known */
} pb_chat_service;

/* agents 1 … PB_MAX_AGENTS. PB_ERR_DOMAIN: out of range, ret untouched. */
PB_MUST_USE pb_status pb_chat(const pb_chat_case *k, int32_t agents, pb_chat_service *ret);

/* As pb_need_erlang. */
PB_MUST_USE pb_status pb_need_chat(const pb_chat_case *k, const pb_targets *t, int32_t guess,
                                   pb_need *ret);

#endif
