/* SPDX-License-Identifier: GPL-3.0-or-later */
/* out/requirement.csv: agents needed per slot. */
#ifndef PAIBAN_MODEL_REQUIREMENT_H
#define PAIBAN_MODEL_REQUIREMENT_H

#include "model/queue.h"

/* What decided a number. */
typedef enum pb_binding {
    PB_BIND_NONE, /* closed, or nothing comes */
    PB_BIND_SERVICE_LEVEL, PB_BIND_ANSWER_RATE, PB_BIND_ASA, PB_BIND_OCCUPANCY, PB_BIND_MIN_AGENTS,
    PB_BIND_FIRST_RESPONSE, PB_BIND_STABILITY, PB_BIND_DEADLINE, PB_BIND_POOL
} pb_binding;

/*
 * Rows: one a queue, and where agents hold several skills one a set of queues ("vip+tech"):
 * agents holding any skill of the set must number at least `required` (Hall's condition).
 * Arrays [row * grid.n_slots + slot].
 */
typedef struct pb_requirement {
    pb_grid grid;
    int32_t n_rows;
    const pb_skillset *sets;     /* [n_rows]; one bit = a queue's own row */
    const char *const *names;    /* [n_rows] what the queue column says */
    const double *required;      /* agents at work on it, net of shrinkage; whole numbers */
    const double *scheduled;     /* agents to roster: required with shrinkage added; whole numbers */
    const double *offered_erl;   /* NAN where unknown, as all below */
    const double *service_level, *answer_rate, *asa_s, *occupancy;
    const uint8_t *binding;      /* pb_binding */
    /* Deferred work, cumulative agent-minutes over the plan, per deferred queue; saved beside as
     * out/requirement_deferred.csv (start, queue, arrived_min, due_min): done by the end of a slot
     * must lie between due_min and arrived_min. n_deferred may be 0. */
    int32_t n_deferred;
    const int32_t *deferred_queue; /* [n_deferred] index into queues.csv */
    const double *arrived_min;     /* [deferred * grid.n_slots + slot], by the slot's end */
    const double *due_min;
} pb_requirement;

const char *pb_binding_name(pb_binding b); /* "service_level" …; "" for PB_BIND_NONE */

/*
 * Reads a requirement, also one made elsewhere: start, queue and required needed; scheduled defaults
 * to required. A queue cell "vip+tech" is a set. Rows are numbered in order of first sight; slots
 * without a row need no one. Errors: as for a forecast. No deferred work is set.
 */
PB_MUST_USE pb_status pb_requirement_read(pb_arena *a, const char *path, const pb_team *team,
                                          const pb_queues *queues, pb_requirement *ret,
                                          pb_diags *d);
/* Every slot of every row, numbers to the last digit. */
void pb_requirement_write(const pb_requirement *r, pb_text *out);

/* Reads out/requirement_deferred.csv into r (its deferred fields); slots without a row carry on the
 * amounts before them. */
PB_MUST_USE pb_status pb_deferred_read(pb_arena *a, const char *path, const pb_team *team,
                                       const pb_queues *queues, pb_requirement *r, pb_diags *d);
void pb_deferred_write(const pb_requirement *r, const pb_queues *queues, pb_text *out);

extern const pb_column pb_requirement_columns[], pb_deferred_columns[];
extern const size_t pb_n_requirement_columns, pb_n_deferred_columns;

#endif
