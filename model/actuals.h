/* SPDX-License-Identifier: GPL-3.0-or-later */
/* actuals.csv: who was really there, from a time clock, a telephone system or by hand. */
#ifndef PAIBAN_MODEL_ACTUALS_H
#define PAIBAN_MODEL_ACTUALS_H

#include "model/people.h"

typedef enum pb_actual_kind {
    PB_ACTUAL_WORK,  /* at work on contacts */
    PB_ACTUAL_OTHER, /* at work, not on contacts: training, a meeting */
    PB_ACTUAL_BREAK, /* at a break; told apart from absence, else as no row */
    PB_ACTUAL_LEAVE, PB_ACTUAL_SICK, PB_ACTUAL_ABSENT /* not there, and why */
} pb_actual_kind;

typedef struct pb_actual {
    int32_t agent;
    int64_t start_s, end_s; /* start_s < end_s */
    pb_actual_kind kind;
} pb_actual;

typedef struct pb_actuals {
    size_t n;
    const pb_actual *at; /* by agent, then start; may overlap */
} pb_actuals;

/*
 * Reads actuals.csv. start and end are times in the team's zone, seconds and offsets allowed; an end
 * that is a time of day alone lies within 24 hours after the start; days without times are whole days, both belong to it.
 * Errors beside the cells' own: an end that is not after its start, more than 36 hours at work or at a
 * break in one row. Rows of agents who are not in agents.csv are left out with a warning.
 */
PB_MUST_USE pb_status pb_actuals_read(pb_arena *a, const char *path, const pb_team *team,
                                      const pb_agents *agents, pb_actuals *ret, pb_diags *d);
const char *pb_actual_kind_name(pb_actual_kind k); /* "work" … */

extern const pb_column pb_actual_columns[];
extern const size_t pb_n_actual_columns;

#endif
