/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Words for people on err, and JSON for programs. Data never comes this way. */
#ifndef PAIBAN_CLI_WORDS_H
#define PAIBAN_CLI_WORDS_H

#include "cli/command.h"

#include <jansson.h>

/*
 * Prints the diagnostics that were not printed yet to cli->err: one a line, "error: file:line: column "c": text (advice)",
 * warnings and notes not with --quiet, the same one once. With --json one JSON object a line: severity, file, line,
 * column, text, advice, id (the English format, the same in every language).
 */
void pb_print_diags(pb_cli *cli);

/* A command's result as one JSON document on cli->out: keys sorted, two spaces, reals of 15 digits.
 * Takes the reference, as json_pack gives it; NULL (out of memory) gives PB_ERR_NOMEM. */
PB_MUST_USE pb_status pb_print_json(pb_cli *cli, json_t *take);

/* What a command leaves in the workspace. */
typedef struct pb_left {
    const char *file; /* a file or a folder */
    const char *what; /* msgid */
} pb_left;

/* The list of what was made, and where: a line for each that is there. Nothing where none is, with --json or --quiet. */
void pb_tell_left(pb_cli *cli, const pb_left *list, size_t n);

/* A file name as one word of a shell's line, quoted where it must be: for commands that are told. */
const char *pb_shell_word(pb_arena *a, const char *s);

#endif
