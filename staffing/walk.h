/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A voice queue whose contacts last long beside a slot, staffed slot after slot from what the slot before left:
 * the formulas of a steady state do not hold there. The promise is that of the slot's own contacts on
 * average. Inside staffing/ only.
 */
#ifndef PAIBAN_STAFFING_WALK_H
#define PAIBAN_STAFFING_WALK_H

#include "staffing/staffing_parts.h"

typedef struct pb_walk pb_walk;

/*
 * *ret is NULL where the queue is not to be walked: another channel, slot_by_slot, policy `expected` (it
 * averages over loads, not over days' courses), no target or one so near 100 % that rounding decides, contacts
 * shorter than a quarter of a slot on average, or more work than a moment's. Free with pb_walk_free (accepts
 * NULL). PB_ERR_NOMEM.
 */
PB_MUST_USE pb_status pb_walk_new(pb_staffing *s, int32_t queue, pb_walk **ret);
void pb_walk_free(pb_walk *w);

/* The next slot (from 0 on). steady: what the steady state needs; becomes what the walk needs. */
PB_MUST_USE pb_status pb_walk_need(pb_walk *w, pb_need *steady);
/* The next slot with so many agents, and on to its end; ret may be NULL. */
PB_MUST_USE pb_status pb_walk_go(pb_walk *w, int32_t agents, pb_service *ret);
/* The next slot with so many agents; it stays the next. */
PB_MUST_USE pb_status pb_walk_try(pb_walk *w, int32_t agents, pb_service *ret);
/* Contacts with agents and waiting at the start of the next slot, on average. */
void pb_walk_present(const pb_walk *w, double *ret_busy, double *ret_waiting);

#endif
