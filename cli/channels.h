/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The ways of paiban publish to servers: CalDAV and mail. */
#ifndef PAIBAN_CLI_CHANNELS_H
#define PAIBAN_CLI_CHANNELS_H

#include "cli/command.h"
#include "export/mail.h"
#include "export/publish.h"

/* After a publication: pushes and mails what the options ask for, writes the result tables to
 * out/calendars/caldav.csv and mail.csv and says what was done. */
PB_MUST_USE pb_status pb_publish_channels(pb_cli *cli, const pb_args *args, const pb_publish_in *in);

/* A dry run that writes the mail it would send. */
typedef struct pb_mail_preview_run {
    pb_cli *cli;
    pb_channel_in in;
    int n; /* messages written to out/calendars/mail */
} pb_mail_preview_run;

/* Sets in->preview, and takes the lock, where a dry run is asked for with --smtp; run lives as long as in. */
PB_MUST_USE pb_status pb_publish_preview(pb_cli *cli, const pb_args *args, pb_publish_in *in,
                                         pb_mail_preview_run *run);

#endif
