/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The sets of queues for which the requirement needs a row of its own. Agents of several skills can
 * serve only one queue at a time: for every set S of queues, agents with any skill in S must be enough
 * for the work of S (Hall 1935). Most sets add nothing:
 *   - S splits into parts that no agent connects: the parts' own rows imply S's row;
 *   - a queue outside S is known only to agents who also know one of S: the larger set has the same
 *     agents and more work.
 * What is left are the closed, connected sets; with few distinct skill sets they are few.
 */
#ifndef PAIBAN_STAFFING_SETS_H
#define PAIBAN_STAFFING_SETS_H

#include "base/memory.h"
#include "model/queue.h"

enum { PB_MAX_SET_ROWS = 64 };

/*
 * skills[n]: the agents' skill sets (doubles allowed); queues: bit set of queues with work. Writes the
 * useful sets of two and more queues, smaller ones first, then by value; at most PB_MAX_SET_ROWS (those
 * closest to an agent's own skills first). Returns their number.
 */
int32_t pb_sets_useful(const pb_skillset *skills, int32_t n, pb_skillset queues,
                       pb_skillset ret[PB_MAX_SET_ROWS]);

#endif
