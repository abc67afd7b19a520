/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Calendars that others wrote. They are parsed, and their recurrences are expanded, in a process of
 * their own with limits of time and memory; only plain records come back, and each is checked again.
 * What is hostile or broken ends that process, and the reader says so.
 */
#ifndef PAIBAN_EXPORT_ICAL_FOREIGN_H
#define PAIBAN_EXPORT_ICAL_FOREIGN_H

#include "base/base.h"

/* Entries that begin or end farther from 1970 than this are told as if there (the year 2286). */
#define PB_FOREIGN_FAR_S 9999999999LL

enum {
    PB_FOREIGN_BYTES = 16 << 20,   /* of a file, at most */
    PB_FOREIGN_EVENTS = 100000,    /* occurrences, at most */
    PB_FOREIGN_CPU_S = 3,
    PB_FOREIGN_MEMORY = 512 << 20  /* address space of the child */
};

typedef struct pb_foreign_event {
    bool all_day;   /* start_s and end_s are midnights as if the zone were UTC; end past the last day */
    bool floating;  /* clock readings as if the zone were UTC: mean the reader's own zone */
    bool is_free;   /* TRANSP:TRANSPARENT */
    int64_t start_s, end_s; /* end >= start */
    const char *summary, *categories, *special, *people; /* "" = none; special: X-APPLE-SPECIAL-DAY;
                        people: the addresses of ORGANIZER, ATTENDEEs and X-PAIBAN-AGENT, ' ' between */
} pb_foreign_event;

/*
 * Events of a file that meet [from_s, to_s), each occurrence one, moved and cancelled occurrences
 * (RECURRENCE-ID, EXDATE, STATUS:CANCELLED) taken into account, by start. PB_ERR_INPUT, diagnosed:
 * no calendar, or a limit was hit.
 */
PB_MUST_USE pb_status pb_foreign_read(pb_arena *a, const char *name, const char *bytes, size_t n,
                                      int64_t from_s, int64_t to_s, pb_foreign_event **ret,
                                      size_t *ret_n, pb_diags *d);

/* The child's work: appends records, one a line. Called in the child, and by the fuzzer. */
PB_MUST_USE pb_status pb_foreign_expand(pb_text *out, const char *bytes, size_t n, int64_t from_s,
                                        int64_t to_s);
/* The parent's work: records to events. PB_ERR_INPUT where a record is not one. */
PB_MUST_USE pb_status pb_foreign_collect(pb_arena *a, const char *records, size_t n,
                                         pb_foreign_event **ret, size_t *ret_n);

#endif
