/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a command prints, caught: for commands whose words are also kept in the workspace. */
#ifndef PAIBAN_CLI_CAUGHT_H
#define PAIBAN_CLI_CAUGHT_H

#include "cli/command.h"

/* Runs a command with its standard output caught, all of it even with --quiet. *ret_bytes (NUL-terminated, NULL = no memory) is to be
 * freed. The command's exit code. */
int pb_run_caught(pb_cli *cli, const pb_args *args, int (*run)(pb_cli *cli, const pb_args *args), char **ret_bytes, size_t *ret_n);

#endif
