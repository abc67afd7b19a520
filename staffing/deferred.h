/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Work that may wait hours: e-mail, tickets. No queueing formula but book-keeping of agent-minutes:
 * done by the end of a slot must lie between what is due by then and what has arrived. Served in order
 * of arrival this is also enough (processor demand of Baruah, Mok & Rosier 1990, here with one
 * deadline for all work of a queue, so that order of arrival is order of deadline).
 */
#ifndef PAIBAN_STAFFING_DEFERRED_H
#define PAIBAN_STAFFING_DEFERRED_H

#include "base/status.h"

#include <stdint.h>

typedef struct pb_deferred_case {
    int32_t n;              /* slots */
    const double *contacts; /* [n] arriving, spread evenly over the slot */
    const double *aht_s;    /* [n] > 0 */
    const int32_t *slot_s;  /* [n] > 0 */
    double deadline_s;      /* > 0: time from arrival to done */
    double backlog_min;     /* agent-minutes at hand at the start, >= 0 */
    double backlog_due_s;   /* it came evenly over the past and falls due evenly until this time after
                               the start; 0 = at the end of the first slot */
} pb_deferred_case;

/* Cumulative agent-minutes by the end of each slot, arrived_min[n] and due_min[n], due <= arrived. What
 * is due after the last slot is not in due_min. PB_ERR_DOMAIN: a number out of range. */
PB_MUST_USE pb_status pb_deferred_rows(const pb_deferred_case *k, double *arrived_min,
                                       double *due_min);

typedef struct pb_deferred_answer {
    int32_t first_late;  /* the first slot by whose end work is late however one works; -1 = none */
    double late_min;     /* agent-minutes late at that moment */
    double left_min;     /* not done at the end (due or not) */
} pb_deferred_answer;

/* Can it be done with capacity_min[n] agent-minutes per slot? Works as early as possible, which no
 * other plan beats at any moment. done_min[n] (may be NULL): cumulative minutes done so. */
void pb_deferred_check(int32_t n, const double *arrived_min, const double *due_min,
                       const double *capacity_min, double *done_min, pb_deferred_answer *ret);

/*
 * The fewest agents, the same number in every slot where open_s[i] > 0 (seconds of the slot that are
 * worked), that do all due work in time; 0 where nothing is due. *ret_agents is the exact real number
 * (round up for people); INFINITY and *ret_first_late >= 0 where no number would do, because work
 * falls due before or without an open slot.
 */
void pb_deferred_level(int32_t n, const double *arrived_min, const double *due_min,
                       const int32_t *open_s, double *ret_agents, int32_t *ret_first_late);

#endif
