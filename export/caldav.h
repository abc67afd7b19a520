/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * CalDAV (RFC 4791): each agent's entries as resources of the agent's own collection, one a UID,
 * named after it. Only changes travel; only resources whose UID stands in the ledger are touched;
 * every request carries an ETag condition. Dropped connections and killed runs are made good by
 * the next run: the server's own listing says what is there.
 */
#ifndef PAIBAN_EXPORT_CALDAV_H
#define PAIBAN_EXPORT_CALDAV_H

#include "export/channel.h"

/*
 * Brings the collections of all agents up to the published calendars. in->url names a collection, with
 * {agent} in it (https://dav.example.com/{agent}/shifts/); one that does not exist is made.
 *
 * 412 is looked at again once, then our version wins; a UID that lives under another name (409) is
 * reported and left; 401 and 403 end that agent; 429 and 503 wait as Retry-After says; other 5xx and
 * lost connections are tried three times. A resource with a higher SEQUENCE is left alone.
 * PB_ERR_IO, diagnosed, when anything failed; ret tells per agent what was done, also then.
 */
PB_MUST_USE pb_status pb_caldav_push(pb_arena *a, const pb_channel_in *in, pb_channel_results *ret,
                                     pb_diags *d);

#endif
