/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The parser: a command line against the tables of commands and options. */
#ifndef PAIBAN_CLI_ARGS_H
#define PAIBAN_CLI_ARGS_H

#include "cli/command.h"

/* The tables a command line is read by; both end with name NULL. */
typedef struct pb_tables {
    const pb_command *commands;
    const pb_option *options;
} pb_tables;

/*
 * Reads argv[1 … argc-1]: common options before or after the command, the command's own options
 * after it; --name=value, --name value, -xVALUE, -x VALUE, -xyz for flags, "--" ends options, a lone
 * "-" is an operand. An option given twice counts as last given.
 *
 * All usage errors are diagnosed in d, with the nearest name where there is one; then PB_ERR_INPUT.
 * In both cases *ret is set (NULL only when memory is refused), so that --help works beside an error.
 * It lives in the arena, and borrows argv.
 */
PB_MUST_USE pb_status pb_args_parse(pb_arena *a, const pb_tables *tables, int argc,
                                    char *const argv[], const pb_args **ret, pb_diags *d);

const pb_command *pb_args_command(const pb_args *a); /* NULL = none was named */
/* Does the option belong to the command (NULL: only the common ones do)? */
bool pb_option_of(const pb_option *o, const pb_command *command);
const pb_command *pb_command_find(const pb_command *commands, const char *name); /* NULL = unknown */
/* The last value of --name in argv, read without tables ("--" ends); NULL = not given. */
const char *pb_args_peek(int argc, char *const argv[], const char *name);

#endif
