/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One command of the program as a process of its own, what it says kept in a file that has no name. */
#ifndef PAIBAN_CLI_SERVE_JOB_H
#define PAIBAN_CLI_SERVE_JOB_H

#include "base/base.h"

#include <stdio.h>
#include <sys/types.h>

typedef struct pb_job {
    pid_t pid;         /* 0: none was started yet */
    bool running;
    int exit_code;     /* once it has ended; -1: killed */
    FILE *said;        /* standard output and error */
    int64_t started_s, ended_s;
    int64_t asked_s;   /* when it was asked to stop; 0: it was not */
    char *line;        /* the command as one would type it; libc memory */
} pb_job;

/*
 * Starts argv (ends with NULL; argv[0] is the name, the program is this one); line: as one would type it. Its standard input is empty, and Ctrl-C of
 * the terminal does not reach it. PB_ERR_BUSY: another one is running. PB_ERR_IO: the system refuses.
 */
PB_MUST_USE pb_status pb_job_start(pb_job *j, char *const *argv, const char *line, int64_t now_s);
/* Has it ended since? now_s: by the clock. */
void pb_job_look(pb_job *j, int64_t now_s);
/* What it has said from byte `from` on, at most n bytes into buf; their number. */
size_t pb_job_read(const pb_job *j, int64_t from, char *buf, size_t n);
/* Bytes said so far. */
int64_t pb_job_size(const pb_job *j);
/* As Ctrl-C would: a plan keeps the best it has. Asked again at once (a double click) nothing more happens; after
 * PB_JOB_PATIENCE_S it ends by force. */
enum { PB_JOB_PATIENCE_S = 10 };
void pb_job_stop(pb_job *j, int64_t now_s);
/* Stops what runs, waits for it and frees. */
void pb_job_end(pb_job *j, int64_t now_s);

#endif
