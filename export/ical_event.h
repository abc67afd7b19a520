/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One calendar entry as plain data: what the writer writes and the parser gives back. */
#ifndef PAIBAN_EXPORT_ICAL_EVENT_H
#define PAIBAN_EXPORT_ICAL_EVENT_H

#include "base/base.h"

typedef enum pb_event_kind {
    PB_EVENT_SHIFT, PB_EVENT_BREAK, PB_EVENT_LEAVE, PB_EVENT_TRAINING, PB_EVENT_OFF, PB_EVENT_TEAM,
    PB_EVENT_HOLIDAY, PB_EVENT_UNKNOWN
} pb_event_kind;

/* How the time shows to others: X-MICROSOFT-CDO-BUSYSTATUS and, from it, TRANSP. */
typedef enum pb_event_busy { PB_BUSY, PB_FREE, PB_AWAY } pb_event_busy;

typedef struct pb_event {
    const char *uid;
    pb_event_kind kind;
    pb_date date;      /* business date */
    int ordinal;       /* among the agent's entries of that kind and date */
    int seq;           /* SEQUENCE */
    int64_t stamp_s;   /* DTSTAMP and LAST-MODIFIED: first publication of this revision */
    bool all_day;      /* then from … to-1 are its days, else start_s … end_s its instants */
    pb_date from, to;
    int64_t start_s, end_s; /* end > start; all-day ones: midnights in UTC, for sorting */
    const char *summary, *description, *location; /* "" = left out; cleaned texts */
    pb_event_busy busy;
    bool tentative;
    int alarm_min;     /* minutes before the start; 0 = none */
    /* Not part of the file: where it came from. */
    int32_t agent;     /* index in agents.csv, -1 = not known */
} pb_event;

/* "shift", "break" …, as in published.csv. */
const char *pb_event_kind_name(pb_event_kind k);
pb_event_kind pb_event_kind_parse(const char *s); /* PB_EVENT_UNKNOWN = none */
/* CATEGORIES of the kind: "SHIFT" … */
const char *pb_event_category(pb_event_kind k);
pb_event_kind pb_event_of_category(const char *s);

/* Hex SHA-256 of what people see of it (not uid, seq, stamp, zone text); false = no memory. */
bool pb_event_hash(pb_arena *a, const pb_event *e, char ret[static 65]);
/* By start, end, UID: the order of a file. For qsort. */
int pb_event_order(const void *a, const void *b);
/* UID for agent, kind, date and ordinal: 32 hex digits, "@" and the domain. NULL = no memory. */
char *pb_event_uid(pb_arena *a, const uint8_t *key, const char *domain, const char *agent,
                   pb_event_kind kind, pb_date date, int ordinal);
/* Midnight UTC of from and to into start_s and end_s of an all-day entry. */
void pb_event_set_days(pb_event *e, pb_date from, pb_date to);

#endif
