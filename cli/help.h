/* SPDX-License-Identifier: GPL-3.0-or-later */
/* --help, from the tables. */
#ifndef PAIBAN_CLI_HELP_H
#define PAIBAN_CLI_HELP_H

#include "cli/command_tables.h"

/* Help of one command, or of the program (command NULL): the example first. t's status tells of memory. */
void pb_help_write(pb_text *t, const pb_tables *tables, const pb_command *command,
                   const pb_lang *lang);
/* "-o, --output=FILE" of an option. */
void pb_help_option_head(pb_text *t, const pb_option *o);
/* The columns that a text takes on a terminal: Chinese characters take two. */
int pb_text_columns(const char *s);
/* A text broken at spaces (after any character in East Asian text) into lines of at most `width`
 * columns, each after `indent` spaces; "\n\n" separates paragraphs; lines that start with two
 * spaces stay as they are. */
void pb_help_wrap(pb_text *t, const char *text, int indent, int width);

#endif
