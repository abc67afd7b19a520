/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Mail (iMIP, RFC 6047): for each agent with an address, one message per duty that is new or
 * changed (METHOD:PUBLISH, or REQUEST) or was taken away (CANCEL), with the text for people beside
 * the calendar part. What was sent is remembered after each message; a killed run sends at most the
 * last one twice, with the same UID and SEQUENCE, which a calendar ignores.
 */
#ifndef PAIBAN_EXPORT_MAIL_H
#define PAIBAN_EXPORT_MAIL_H

#include "export/channel.h"

/*
 * Sends over in->url (smtp://host:port, smtps://host), or, where it is NULL, writes each message to
 * out/calendars/mail/AGENT/UID-SEQ.eml and remembers nothing. Entries that have ended are left out.
 * The sender is team.csv's calendar_organizer, which has to be set for sending.
 * PB_ERR_IO, diagnosed, when a message could not be sent; ret tells per agent what was done.
 */
PB_MUST_USE pb_status pb_mail_send(pb_arena *a, const pb_channel_in *in, pb_channel_results *ret,
                                   pb_diags *d);

/* Writes one agent's messages to files as above, of in->planned (a dry run). Nothing for an agent without a
 * proper address. ret->note lives in the arena. */
PB_MUST_USE pb_status pb_mail_preview(pb_arena *a, const pb_channel_in *in, int32_t agent, pb_channel_result *ret,
                                      pb_diags *d);

/* One message as RFC 5322 text with CRLF. method: "PUBLISH", "REQUEST", "CANCEL". */
typedef struct pb_mail_parts {
    const char *from, *to;    /* addresses */
    const char *subject, *text; /* UTF-8 */
    const char *method;
    const char *ical;         /* the calendar part */
    const char *id;           /* of Message-ID, before the @, and of the boundary: [A-Za-z0-9.-] */
    const char *domain;
    int64_t date_s;
} pb_mail_parts;
void pb_mail_write(pb_text *out, const pb_mail_parts *m);

/* Is it an address that may stand in a header and in SMTP: one @, no spaces, controls, < > ? */
bool pb_mail_is_address(const char *s);

#endif
