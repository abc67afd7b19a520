/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Every day that a roster speaks of, in one sequence: the roster in hand and all of ws->past. Where
 * several speak of a day the roster in hand counts, then the one that begins last (as in planner/:
 * a week planned anew replaces the older plan). So nothing is counted twice.
 */
#ifndef PAIBAN_EXPORT_TIMELINE_H
#define PAIBAN_EXPORT_TIMELINE_H

#include "model/model.h"

typedef struct pb_timeline {
    pb_roster all;      /* rows of all known days by date, then agent; first and last: the days reached */
    const bool *known;  /* [all.last - all.first + 1] does some roster speak of that day? */
} pb_timeline;

/* Joins them in the arena; rows are copied, what they point to is shared. Errors: PB_ERR_NOMEM. */
PB_MUST_USE pb_status pb_timeline_make(pb_arena *a, const pb_workspace *ws, const pb_roster *roster,
                                       pb_timeline *ret);
bool pb_timeline_knows(const pb_timeline *t, pb_date day);
/* The rows from … to, both included, as a roster of these days; shares the timeline's memory. */
pb_roster pb_timeline_between(const pb_timeline *t, pb_date from, pb_date to);

#endif
