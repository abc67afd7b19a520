/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The ways of paiban publish to servers: CalDAV and mail. */
#ifndef PAIBAN_CLI_CHANNELS_H
#define PAIBAN_CLI_CHANNELS_H

#include "cli/command.h"
#include "export/publish.h"

/* After a publication: pushes and mails what the options ask for, writes the result tables to
 * out/calendars/caldav.csv and mail.csv and says what was done. */
PB_MUST_USE pb_status pb_publish_channels(pb_cli *cli, const pb_args *args, const pb_publish_in *in);

#endif
