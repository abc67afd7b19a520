/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Reports on a roster: one HTML page that needs nothing else, and the cover table. */
#ifndef PAIBAN_EXPORT_REPORT_H
#define PAIBAN_EXPORT_REPORT_H

#include "model/model.h"

typedef struct pb_report_in {
    const pb_workspace *ws;
    const pb_roster *roster;
    const pb_requirement *requirement; /* NULL = not known: no cover is shown */
    const pb_lang *lang;
} pb_report_in;

/* Appends the page: headline, grid of agents × days, need against cover. UTF-8, no script, no
 * network; texts of the workspace are escaped. */
PB_MUST_USE pb_status pb_report_html(pb_text *out, const pb_report_in *in);

/* Appends start, queue, required, planned, short, over, service_level: one row a slot and queue (or
 * set of queues) that needs somebody or has somebody. required is the number to roster, absences
 * included; service_level is what the requirement promises where the cover reaches it, else empty. */
PB_MUST_USE pb_status pb_report_coverage(pb_text *out, const pb_report_in *in);

/*
 * Agents at work per requirement row and slot, breaks left out, as agent-fractions of the slot:
 * [row * grid.n_slots + slot] in the arena. An agent counts for a row when the duty's queue is in
 * the row's set, or, for a duty without queue, when one of the agent's skills is.
 */
PB_MUST_USE pb_status pb_report_cover(pb_arena *a, const pb_report_in *in, const double **ret);

/* Appends s with & < > " ' as entities and control characters left out. */
void pb_html_text(pb_text *out, const char *s);

#endif
