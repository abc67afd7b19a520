/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the build makes from the tables: man pages, completions, the page of commands. */
#ifndef PAIBAN_CLI_PAGES_H
#define PAIBAN_CLI_PAGES_H

#include "cli/command_tables.h"

/* A man page (mdoc) of one command, or of the program (NULL). date is "Month day, year". */
void pb_page_man(pb_text *t, const pb_tables *tables, const pb_command *command, const char *date);
/* Markdown: every command with its options, exit codes, environment; in English where lang is NULL. */
void pb_page_markdown(pb_text *t, const pb_tables *tables, const pb_lang *lang);

void pb_complete_bash(pb_text *t, const pb_tables *tables);
void pb_complete_zsh(pb_text *t, const pb_tables *tables);
void pb_complete_fish(pb_text *t, const pb_tables *tables);

#endif
