/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Diagnoses names that other tables do not know, with the nearest one. Only model/ includes this. */
#ifndef PAIBAN_MODEL_LOOKUP_H
#define PAIBAN_MODEL_LOOKUP_H

#include "model/people.h"
#include "model/table.h"

/* The cell of that column names no agent, no shift, no queue: one error each. */
void pb_agent_unknown(pb_table *t, const pb_row *row, int column, const pb_agents *agents);
void pb_shift_unknown(pb_table *t, const pb_row *row, int column, const pb_shifts *shifts);
void pb_duty_unknown(pb_table *t, const pb_row *row, int column, const pb_shifts *shifts); /* in a roster: no kinds */
void pb_queue_unknown(pb_table *t, const pb_row *row, int column, const pb_queues *queues);

#endif
