/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Text on its way into an iCalendar file: cleaned before it reaches the library, folded after it
 * left the library (RFC 5545, 3.1 and 3.3.11).
 */
#ifndef PAIBAN_EXPORT_ICAL_TEXT_H
#define PAIBAN_EXPORT_ICAL_TEXT_H

#include "base/base.h"

enum {
    PB_ICAL_TITLE_MAX = 255,  /* octets; receivers may cut a longer SUMMARY (RFC 5545, 5.4) */
    PB_ICAL_TEXT_MAX = 4000
};

/*
 * A copy in the arena that is UTF-8 in form NFC, without control characters (line ends become
 * '\n', tabs a space, all else is dropped), without spaces and line ends around it, without '\n' where one_line (a space instead), and at
 * most max octets, cut between characters. Bytes that are no UTF-8 become U+FFFD. NULL when memory
 * is refused.
 */
char *pb_ical_clean(pb_arena *a, const char *s, size_t max, bool one_line);

/*
 * Appends iCalendar text that libical wrote (CRLF, folded anyhow) folded our way: lines of at most
 * 75 octets, broken between characters, never before a combining mark, never leaving a space at a
 * line's end, never right after the name's colon. Commas and semicolons of X-WR-CALNAME, which libical
 * writes bare, are escaped.
 */
void pb_ical_refold(pb_text *out, const char *ical);

#endif
