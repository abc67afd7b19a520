/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The cells `breaks` and `activities` of roster.csv. */
#ifndef PAIBAN_MODEL_ROSTER_CELLS_H
#define PAIBAN_MODEL_ROSTER_CELLS_H

#include "model/lookup.h"
#include "model/roster.h"

enum { PB_MAX_BREAKS = 16 };

/*
 * Reads "12:00-12:45;15:00-15:15" into du->breaks, n_breaks and unpaid_breaks; du->start_min and
 * end_min are set. The break as long as s->unpaid_break_min (else the longest one that is longer
 * than a rest break) is the meal break and comes first; the others follow by time.
 * PB_ERR_INPUT: *fault, du unchanged.
 */
PB_MUST_USE pb_status pb_breaks_parse(pb_arena *a, const char *text, size_t n, const pb_shift *s,
                                      pb_duty *du, pb_fault *fault);
void pb_breaks_format(const pb_duty *du, pb_text *out);
/* The meal break alone, in the middle of its window, on a multiple of step_min after the start. */
PB_MUST_USE pb_status pb_breaks_default(pb_arena *a, const pb_shift *s, int step_min, pb_duty *du);

/* Reads "training 10:00-11:00; meeting 14:00-14:30". */
PB_MUST_USE pb_status pb_placed_parse(pb_arena *a, const char *text, size_t n, pb_duty *du,
                                      pb_fault *fault);
void pb_placed_format(const pb_duty *du, pb_text *out);

#endif
