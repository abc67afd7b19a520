/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Writes calendars as libical components. This file and ical_parse.c are the only ones of the
 * export that call libical to write and read our own files; they know its traps: the TZID prefix
 * (avoided: zones are our own components), DTEND losing its zone (TZID is set as a parameter),
 * unescaped X- properties, folding (pb_ical_refold), dates that do not exist (checked before).
 *
 * Events are made, written and freed one by one, so memory does not grow with the file.
 */
#ifndef PAIBAN_EXPORT_ICAL_WRITE_H
#define PAIBAN_EXPORT_ICAL_WRITE_H

#include "export/ical_event.h"
#include "export/ical_zone.h"

/* METHOD of a message; feeds and files have none (RFC 5546 would ask for an ORGANIZER). */
typedef enum pb_ical_method {
    PB_METHOD_NONE, PB_METHOD_PUBLISH, PB_METHOD_REQUEST, PB_METHOD_CANCEL
} pb_ical_method;

typedef struct pb_ical_head {
    const char *name;          /* of the calendar, cleaned; "" = none (messages, CalDAV resources) */
    const pb_ical_zone *zone;  /* times are local where zone->local and the reading is unique */
    pb_ical_method method;
    const char *organizer;     /* "mailto:…"; needed with a method */
    const char *organizer_name; /* "" = none */
    const char *attendee;      /* "mailto:…"; needed with PB_METHOD_REQUEST, else NULL */
} pb_ical_head;

/*
 * Appends a whole VCALENDAR of n events, in the order given. No events: a VTIMEZONE stands alone,
 * since a calendar needs a component. PB_ERR_DOMAIN: an event that cannot be written (end <= start,
 * a date outside 1970 … 2100, no UID, no summary); nothing has been appended then.
 */
PB_MUST_USE pb_status pb_ical_write(pb_text *out, const pb_ical_head *head, const pb_event *events,
                                    size_t n);

#endif
