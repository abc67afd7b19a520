/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * One line that tells how far a long piece of work is: stage, best, bound, gap, time left.
 * It is shown on terminals only, at most five times a second, and wiped when the work ends.
 */
#ifndef PAIBAN_CLI_PROGRESS_H
#define PAIBAN_CLI_PROGRESS_H

#include "cli/command.h"

typedef struct pb_progress {
    pb_cli *cli;
    double start_s, shown_s; /* on the monotonic clock */
    double limit_s;          /* NAN = none */
} pb_progress;

/* limit_s: the time the work may take; NAN = not limited. */
pb_progress pb_progress_start(pb_cli *cli, double limit_s);
/* stage is a text of the user's language. best, bound: cost found and proven; NAN = none yet. */
void pb_progress_show(pb_progress *p, const char *stage, double best, double bound);
void pb_progress_end(pb_progress *p); /* wipes the line */

#endif
