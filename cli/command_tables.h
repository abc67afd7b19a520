/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The tables that the command line and its documents are made from. */
#ifndef PAIBAN_CLI_COMMAND_TABLES_H
#define PAIBAN_CLI_COMMAND_TABLES_H

#include "cli/args.h"

typedef struct pb_exit_row {
    int code;         /* -1 ends the table */
    const char *text; /* one sentence, English as the man pages are */
} pb_exit_row;

typedef struct pb_variable_row {
    const char *name; /* NULL ends the table */
    const char *text; /* one sentence, English as the man pages are */
} pb_variable_row;

extern const pb_exit_row pb_exit_rows[];
extern const pb_variable_row pb_variable_rows[];

#endif
