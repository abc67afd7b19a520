/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The tables. Parser, --help, man pages, completions and docs/reference/commands.md are made from
 * them; nothing else names a command or an option.
 */
#include "cli/tables.h"

const pb_command pb_commands[] = {
    {0},
};

const pb_option pb_options[] = {
    /* --- common --- */
    {"*", "directory", 'C', PB_ARG_DIR, "DIR", 0, 0, NULL, PB_N_("the workspace (default: here)")},
    {"*", "json", 0, PB_ARG_FLAG, NULL, 0, 0, NULL,
     PB_N_("results as JSON on standard output, messages as JSON lines")},
    {"*", "quiet", 'q', PB_ARG_FLAG, NULL, 0, 0, NULL, PB_N_("errors only")},
    {"*", "seed", 0, PB_ARG_INT, "N", 0, 9007199254740991.0, NULL,
     PB_N_("seed of the random numbers (default 1)")},
    {"*", "threads", 0, PB_ARG_INT, "N", 1, 64, NULL,
     PB_N_("threads to use (default: one a processor); results do not depend on it")},
    {"*", "lang", 0, PB_ARG_CHOICE, "LANG", 0, 0, "en|zh",
     PB_N_("language of messages (default: the environment's)")},
    {"*", "help", 'h', PB_ARG_FLAG, NULL, 0, 0, NULL, PB_N_("show help and leave")},
    {"*", "version", 'V', PB_ARG_FLAG, NULL, 0, 0, NULL, PB_N_("show the version and leave")},
    {0},
};

const pb_exit_row pb_exit_rows[] = {
    {PB_EXIT_DONE, "Done."},
    {PB_EXIT_NO, "The answer is no: a rule is broken, or no roster exists."},
    {PB_EXIT_USAGE, "Wrong usage: an unknown command or option, or a value out of range."},
    {PB_EXIT_INPUT, "Bad input, or a file that cannot be read or written. Nothing was changed."},
    {PB_EXIT_LIMIT, "A limit was hit; the best result found is written."},
    {PB_EXIT_INTERNAL, "Internal error: a defect of the program, or no memory."},
    {-1, NULL},
};

const pb_variable_row pb_variable_rows[] = {
    {"LANGUAGE, LC_ALL, LC_MESSAGES, LANG",
     "The language of messages, in this order; --lang overrides them."},
    {"PAIBAN_DATA", "Where the program's own data lies (holidays, law packs)."},
    {"PAIBAN_NOW", "The time to take for now, such as 2026-11-30T08:00:00Z; for tests."},
    {NULL, NULL},
};
