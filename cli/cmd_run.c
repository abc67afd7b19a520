/* SPDX-License-Identifier: GPL-3.0-or-later */
/* paiban run: the whole chain in one process; each stage is the command of that name. */
#include "cli/args.h"
#include "cli/words.h"

#include <stdlib.h>
#include <string.h>

/* What each stage leaves in the workspace, for the screen at the end. */
static const struct stage {
    const char *command;
    const char *files[3];
    const char *what[3];
} STAGES[] = {
    {"forecast", {"out/forecast.csv"}, {PB_N_("contacts expected per queue and slot, with their spread")}},
    {"staff", {"out/requirement.csv"}, {PB_N_("agents needed per slot")}},
    {"plan", {"out/roster.csv"}, {PB_N_("the roster; change it as you like, then check and publish it")}},
    {"check", {NULL}, {NULL}},
    {"simulate", {NULL}, {NULL}},
    {"report", {"out/report.html", "out/coverage.csv", "out/hours.csv"},
     {PB_N_("the report; opens in a browser, prints on A4"), PB_N_("need against cover, for payroll and spreadsheets"),
      PB_N_("hours by pay class")}},
};
enum {
    N_STAGES = sizeof STAGES / sizeof *STAGES,
    EVERYTHING = PB_NEED_PEOPLE | PB_NEED_ACTIVITIES | PB_NEED_HISTORY
};

typedef struct outcome {
    int code[N_STAGES]; /* -1 = not reached */
    int n_run;
    json_t *results;    /* with --json: what each stage printed */
} outcome;

/* May the chain go on after that exit code? A roster that breaks a rule or hit the time limit is
 * still worth a report; without a roster there is nothing to go on with. */
static bool goes_on(const struct stage *s, int code)
{
    return code == PB_EXIT_DONE || code == PB_EXIT_LIMIT ||
           (code == PB_EXIT_NO && strcmp(s->command, "plan") != 0);
}

/* Runs a stage with its data going to a text, which is its own JSON document. */
static int run_caught(pb_cli *cli, const pb_command *c, const pb_args *args, json_t *results)
{
    char *bytes = NULL;
    size_t n = 0;
    FILE *out = cli->out, *caught = open_memstream(&bytes, &n);
    if (!caught)
        return PB_EXIT_INTERNAL;
    cli->out = caught;
    int code = c->run(cli, args);
    cli->out = out;
    fclose(caught);
    json_t *value = json_loadb(bytes, n, JSON_DECODE_ANY, NULL);
    json_t *row = json_pack("{s:s,s:i,s:o*}", "stage", c->name, "exit", code, "result", value);
    if (json_array_append_new(results, row) != 0)
        code = PB_EXIT_INTERNAL;
    free(bytes);
    return code;
}

static int run_stage(pb_cli *cli, const struct stage *s, const pb_args *args, json_t *results)
{
    const pb_command *c = pb_command_find(pb_commands, s->command);
    if (!c)
        return PB_EXIT_INTERNAL;
    if (results)
        return run_caught(cli, c, args, results);
    if (!cli->quiet)
        fprintf(cli->err, "== %s\n", c->name);
    return c->run(cli, args);
}

/* One exit code for all: what stopped the chain, else "no" before "limit" before "done". */
static int worst(const outcome *o)
{
    int code = PB_EXIT_DONE;
    for (int i = 0; i < o->n_run; i++) {
        if (!goes_on(&STAGES[i], o->code[i]))
            return o->code[i];
        if (o->code[i] == PB_EXIT_NO || (o->code[i] == PB_EXIT_LIMIT && code == PB_EXIT_DONE))
            code = o->code[i];
    }
    return code;
}

static void tell_files(pb_cli *cli, const outcome *o)
{
    if (cli->quiet)
        return;
    fputs("\n", cli->err);
    pb_say(cli, PB_N_("What was made, and where:"));
    for (int i = 0; i < o->n_run; i++)
        for (int k = 0; k < 3 && STAGES[i].files[k]; k++) {
            const char *path = pb_path_join(cli->arena, cli->dir, STAGES[i].files[k]);
            if (path && goes_on(&STAGES[i], o->code[i]) && pb_file_exists(path))
                fprintf(cli->err, "  %-32s %s\n", path, pb_tr(cli->lang, STAGES[i].what[k]));
        }
}

int pb_cmd_run(pb_cli *cli, const pb_args *args)
{
    /* all tables first, so that a fault in one of the last stage stops the first */
    pb_workspace ws;
    pb_status status = pb_cli_workspace(cli, EVERYTHING, &ws);
    if (status != PB_OK)
        return pb_exit_of(status);
    outcome o = {.results = cli->json ? json_array() : NULL};
    if (cli->json && !o.results)
        return PB_EXIT_INTERNAL;
    for (bool on = true; on && o.n_run < N_STAGES; o.n_run++) {
        o.code[o.n_run] = run_stage(cli, &STAGES[o.n_run], args, o.results);
        on = goes_on(&STAGES[o.n_run], o.code[o.n_run]);
    }
    int code = worst(&o);
    if (o.results)
        return pb_print_json(cli, json_pack("{s:i,s:o}", "exit", code, "stages", o.results)) == PB_OK
                   ? code
                   : PB_EXIT_INTERNAL;
    tell_files(cli, &o);
    return code;
}
