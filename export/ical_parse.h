/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Reads our own calendar files back: the last published ones, and each new one before it replaces
 * the old. Foreign files go through ical_foreign.h, in a process of their own.
 */
#ifndef PAIBAN_EXPORT_ICAL_PARSE_H
#define PAIBAN_EXPORT_ICAL_PARSE_H

#include "export/ical_event.h"

typedef struct pb_ical_file {
    size_t n;
    pb_event *events; /* in file order; kind from CATEGORIES, date from DTSTART in `zone`, ordinal -1 */
} pb_ical_file;

/*
 * Parses n bytes with libical, some events at a time. Times are resolved by the file's own
 * VTIMEZONE. PB_ERR_INPUT: not a calendar that this program wrote (diagnosed, `name` as the file).
 */
PB_MUST_USE pb_status pb_ical_parse(pb_arena *a, const char *name, const char *text, size_t n,
                                    const pb_zone *zone, pb_ical_file *ret, pb_diags *d);

/*
 * Is the text what was meant? Parses it and compares each event's UID, instants, SEQUENCE, stamp,
 * texts, category and alarm. PB_ERR_INTERNAL, diagnosed, when a single one differs.
 */
PB_MUST_USE pb_status pb_ical_verify(const char *name, const char *text, size_t n,
                                     const pb_zone *zone, const pb_event *events, size_t n_events,
                                     const pb_allocator *al, pb_diags *d);

#endif
