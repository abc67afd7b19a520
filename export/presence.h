/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Need against cover, as reports show it: how many agents are really at work in each slot.
 * An agent counts in a row when one of the row's queues is among the skills the duty may serve (its
 * own queue where one is written), for the part of the slot that he is on duty, not at an unpaid
 * break and not in an activity. Paid rest breaks are part of the requirement's shrinkage.
 */
#ifndef PAIBAN_EXPORT_PRESENCE_H
#define PAIBAN_EXPORT_PRESENCE_H

#include "model/model.h"

/* Arrays [row * grid.n_slots + slot], rows and grid those of the requirement. */
typedef struct pb_presence {
    const double *need;    /* agents to roster (the requirement's `scheduled`) */
    const double *planned; /* agents present, fractions of a slot included */
    const double *lacking; /* max(0, need - planned) */
    const double *surplus; /* max(0, planned - need) */
} pb_presence;

/* Sums over a stretch of slots, in agent-hours. */
typedef struct pb_presence_sum {
    double need_h, planned_h, lacking_h, surplus_h;
    int32_t n_open_slots, n_lacking_slots; /* slots with a need; those where some is lacking */
} pb_presence_sum;

/* Counts a roster against a requirement, in the arena. Duties of other days count where they reach
 * into the grid. Errors: PB_ERR_NOMEM. */
PB_MUST_USE pb_status pb_presence_count(pb_arena *a, const pb_roster *roster, const pb_agents *agents,
                                        const pb_requirement *req, pb_presence *ret);
/* Slots from … to-1 of one row. */
pb_presence_sum pb_presence_total(const pb_presence *p, const pb_requirement *req, int32_t row,
                                  int32_t from, int32_t to);
/* What a roster leaves without people. */
typedef struct pb_presence_gap {
    double need_h, lacking_h; /* agent-hours */
    int32_t slot, row;        /* where most are missing at once, the first of equals; -1 = nowhere */
    double lacking;           /* there, agents */
} pb_presence_gap;

/*
 * Over the days first … last, as far as the requirement speaks of them. Queues that share agents count once in each slot, with
 * the row of theirs that needs, or lacks, most: a lack that only a set of queues has counts as well. urgent
 * [row * n_slots + slot]: the part of the need that must be met in its slot, as pb_audit_urgent of planner/ tells it; NULL: all.
 */
pb_presence_gap pb_presence_missing(const pb_presence *p, const pb_requirement *req, const double *urgent,
                                    pb_date first, pb_date last);
/* Adds sign times the part of each slot that [from_s, to_s) covers to row [n_slots]. */
void pb_presence_add(const pb_grid *g, double *row, int64_t from_s, int64_t to_s, double sign);
/* coverage.csv: start,queue,required,planned,short,over,service_level,actual; rows by time, then as in
 * the requirement; closed slots (no need, nobody there) are left out. service_level and actual (cover
 * that was really there) [row * n_slots + slot] may be NULL or hold NAN (empty cell). */
void pb_presence_write(const pb_presence *p, const pb_requirement *req, const double *service_level,
                       const double *actual, pb_text *out);

#endif
