/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the machine and the caller's environment say; read once, at start. */
#ifndef PAIBAN_CLI_ENVIRONMENT_H
#define PAIBAN_CLI_ENVIRONMENT_H

#include "base/base.h"

typedef struct pb_environment {
    const char *data_dir;   /* PAIBAN_DATA, else ../share/paiban beside the program's folder */
    const char *locale_dir; /* ../share/locale beside the program's folder */
    int64_t now_s;          /* PAIBAN_NOW (seconds since 1970, or 2026-11-30T08:00:00Z), else the clock */
    int processors;         /* 1 … 64 */
} pb_environment;

/* PB_ERR_INPUT: PAIBAN_NOW is no time (diagnosed). */
PB_MUST_USE pb_status pb_environment_read(pb_arena *a, pb_environment *ret, pb_diags *d);

/* Seconds on a clock that only goes forward; for progress and time limits. */
double pb_clock_monotonic_s(void);

/* Installs the handler of Ctrl-C and termination: the first sets the flag, the second kills. */
const volatile int *pb_interrupts_catch(void);

#endif
