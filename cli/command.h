/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * One file a subcommand (cmd_NAME.c, one function), one table of commands and one of options
 * (options.c); parser, --help, man page and completions are made from the tables. cli/ is the only
 * room that prints, exits, reads the clock, the locale or the environment.
 */
#ifndef PAIBAN_CLI_COMMAND_H
#define PAIBAN_CLI_COMMAND_H

#include "base/base.h"
#include "model/model.h"

#include <stdio.h>

/* Exit codes: the contract. */
enum {
    PB_EXIT_DONE = 0,
    PB_EXIT_NO = 1,       /* the answer is no: a rule is broken, no roster exists */
    PB_EXIT_USAGE = 2,
    PB_EXIT_INPUT = 3,
    PB_EXIT_LIMIT = 4,    /* a limit was hit; the best found is written */
    PB_EXIT_INTERNAL = 5
};

typedef enum pb_arg_type {
    PB_ARG_FLAG,   /* no value */
    PB_ARG_TEXT,
    PB_ARG_FILE,
    PB_ARG_DIR,
    PB_ARG_INT,    /* in [min, max] */
    PB_ARG_REAL,   /* in [min, max]; "1%" is 0.01 */
    PB_ARG_DATE,
    PB_ARG_MONTH,   /* 2026-10; stands for --from its first day --days its length, where the command has these */
    PB_ARG_SECONDS, /* 90, 90s, 10m, 1h */
    PB_ARG_CHOICE  /* one of choices, '|' between */
} pb_arg_type;

/* One option of one or several commands. */
typedef struct pb_option {
    const char *commands; /* "forecast staff", "*" = every command */
    const char *name;     /* long name without dashes */
    char letter;          /* short form or 0 */
    pb_arg_type type;
    const char *value;    /* metavar ("FILE"); NULL for flags */
    double min, max;
    const char *choices;
    const char *help;     /* msgid, one line */
} pb_option;

typedef struct pb_args pb_args; /* the parsed command line */

bool pb_arg_given(const pb_args *a, const char *name);
const char *pb_arg_text(const pb_args *a, const char *name, const char *otherwise);
double pb_arg_number(const pb_args *a, const char *name, double otherwise);
int64_t pb_arg_int(const pb_args *a, const char *name, int64_t otherwise);
pb_date pb_arg_date(const pb_args *a, const char *name, pb_date otherwise);
int pb_arg_count(const pb_args *a);               /* positional arguments */
const char *pb_arg_at(const pb_args *a, int i);   /* NULL past the end */

/* What every command is given. */
typedef struct pb_cli {
    pb_arena *arena;      /* lives as long as the run */
    pb_diags *diags;      /* printed by the frame when the command returns */
    size_t n_diags_said;  /* how many of them were printed before that */
    bool dropped_said;    /* it was told that there are more than are kept */
    const pb_lang *lang;  /* of messages: --lang, else the environment */
    const pb_lang *(*lang_of)(struct pb_cli *cli, const char *code); /* another language's texts */
    FILE *out, *err;      /* data; words */
    const char *dir;      /* -C, the workspace */
    const char *data_dir; /* the program's own data (holidays, law packs) */
    bool json, quiet, terminal; /* terminal: progress may be shown on err */
    bool out_is_kept;     /* out goes into a file of the workspace: quiet does not empty it */
    uint64_t seed;        /* --seed, default 1 */
    int threads;          /* --threads, default: processors, at most 64 */
    int64_t now_s;        /* the clock, read once at start (PAIBAN_NOW overrides it, for tests) */
    const volatile int *interrupted; /* becomes 1 at Ctrl-C */
    pb_lock *lock;        /* of the workspace; NULL until pb_cli_lock; released when the run ends */
} pb_cli;

typedef struct pb_command {
    const char *name;
    const char *operands;  /* "[ROSTER]" or "" */
    int min_operands, max_operands;
    const char *summary;   /* msgid, one line */
    const char *example;   /* shown first in --help, runs as it stands in a sample workspace */
    const char *details;   /* msgid, paragraphs for --help and the man page */
    int (*run)(pb_cli *cli, const pb_args *args); /* an exit code */
} pb_command;

extern const pb_command pb_commands[]; /* ends with name NULL */
extern const pb_option pb_options[];   /* ends with name NULL */

/* The exit code that belongs to a status. */
int pb_exit_of(pb_status status);
/* One line of words to err unless --quiet; msgid translated. */
void pb_say(pb_cli *cli, const char *msgid, ...) PB_PRINTF(2, 3);
/* Reads the workspace's tables named by need (PB_NEED_…), with the program's own data. */
PB_MUST_USE pb_status pb_cli_workspace(pb_cli *cli, unsigned need, pb_workspace *ret);
/* Reads a command's [ROSTER] operand (NULL = out/roster.csv of the workspace). */
PB_MUST_USE pb_status pb_cli_roster(pb_cli *cli, const char *operand, const pb_workspace *ws,
                                    pb_roster *ret);
/* forecast, staff: a QUEUE says nothing without --explain or --what-if; false, diagnosed, where it stands alone. */
bool pb_cli_queue_is_explained(pb_cli *cli, const pb_args *args);
/* Takes the workspace's lock and keeps it to the end of the run; nothing to do when it is held
 * already. pb_cli_deliver does it by itself; commands that write in other ways call it first. */
PB_MUST_USE pb_status pb_cli_lock(pb_cli *cli);
/* Writes a finished text to --output ("-" = out) or, without one, to `otherwise` in the workspace. */
PB_MUST_USE pb_status pb_cli_deliver(pb_cli *cli, const pb_args *args, const char *otherwise,
                                     const pb_text *text);

/* The subcommands. */
int pb_cmd_init(pb_cli *cli, const pb_args *args);
int pb_cmd_forecast(pb_cli *cli, const pb_args *args);
int pb_cmd_staff(pb_cli *cli, const pb_args *args);
int pb_cmd_plan(pb_cli *cli, const pb_args *args);
int pb_cmd_check(pb_cli *cli, const pb_args *args);
int pb_cmd_simulate(pb_cli *cli, const pb_args *args);
int pb_cmd_publish(pb_cli *cli, const pb_args *args);
int pb_cmd_report(pb_cli *cli, const pb_args *args);
int pb_cmd_cover(pb_cli *cli, const pb_args *args);
int pb_cmd_swap(pb_cli *cli, const pb_args *args);
int pb_cmd_hire(pb_cli *cli, const pb_args *args);
int pb_cmd_run(pb_cli *cli, const pb_args *args);
int pb_cmd_serve(pb_cli *cli, const pb_args *args);

#endif
