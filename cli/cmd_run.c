/* SPDX-License-Identifier: GPL-3.0-or-later */
/* paiban run: the whole chain in one process; each stage is the command of that name. */
#include "cli/args.h"
#include "cli/caught.h"
#include "cli/words.h"

#include <stdlib.h>
#include <string.h>

enum { MAX_LEFT = 7 };

static const struct stage {
    const char *command;
    const char *saved; /* where its standard output goes; the screen shows its first lines */
    int shown;         /* so many of them */
    pb_left left[MAX_LEFT]; /* what it leaves in the workspace, for the screen at the end */
} STAGES[] = {
    {"forecast",
     NULL,
     0,
     {{"out/forecast.csv", PB_N_("contacts expected per queue and slot, with their spread")}}},
    {"staff", NULL, 0, {{"out/requirement.csv", PB_N_("agents needed per slot")}}},
    {"plan",
     "out/plan.txt",
     2, /* the cost, the cover */
     {{"out/roster.csv", PB_N_("the roster; change it as you like, then check and publish it")},
      {"out/plan.txt", PB_N_("what the roster costs and gives up, and why")}}},
    {"check", "out/check.txt", 1, {{"out/check.txt", PB_N_("the auditor's findings")}}},
    {"simulate",
     NULL,
     0,
     {{"out/simulation.csv", PB_N_("the service this roster will give, per day and slot")}}},
    {"report",
     NULL,
     0,
     {{"out/report.html", PB_N_("the report; opens in a browser, prints on A4")},
      {"out/report.xlsx", PB_N_("the same tables as a spreadsheet")},
      {"out/coverage.csv", PB_N_("need against cover per slot")},
      {"out/hours.csv", PB_N_("hours by pay class")},
      {"out/summary.csv", PB_N_("duties and paid hours of each agent, for payroll")},
      {"out/counters.csv", PB_N_("month and year counters of each agent")},
      {"out/month.csv", PB_N_("contacts, answer rate, forecast and hours of the month")}}},
};

enum {
    N_STAGES = sizeof STAGES / sizeof *STAGES,
    EVERYTHING = PB_NEED_PEOPLE | PB_NEED_ACTIVITIES | PB_NEED_HISTORY,
    LINES_OF_A_NO = 12 /* shown of the text of a stage whose answer is no */
};

typedef struct outcome {
    int code[N_STAGES];
    int n_run;
    json_t *results; /* with --json: what each stage printed */
} outcome;

/* May the chain go on after that exit code? A roster that breaks a rule or hit the time limit is
 * still worth a report; without a roster there is nothing to go on with. */
static bool goes_on(const struct stage *s, int code)
{
    return code == PB_EXIT_DONE || code == PB_EXIT_LIMIT ||
           (code == PB_EXIT_NO && strcmp(s->command, "plan") != 0);
}

static void show_lines(pb_cli *cli, const char *text, int lines)
{
    for (const char *s = text; *s && lines > 0; lines--) {
        size_t n = strcspn(s, "\n");
        fprintf(cli->err, "%.*s\n", (int)n, s);
        s += n + (s[n] == '\n');
    }
}

/* The text a stage printed: whole into its file, its first lines on the screen. */
static pb_status keep_text(pb_cli *cli, const struct stage *s, int code, const char *bytes, size_t n)
{
    const char *path = s->saved ? pb_path_join(cli->arena, cli->dir, s->saved) : NULL;
    if (!cli->quiet && bytes)
        show_lines(cli, bytes, s->saved && code != PB_EXIT_NO ? s->shown : LINES_OF_A_NO);
    if (!s->saved || !bytes)
        return PB_OK;
    return path ? pb_file_replace(path, bytes, n, 0644, cli->diags) : PB_ERR_NOMEM;
}

static pb_status keep_json(outcome *o, const struct stage *s, int code, const char *bytes, size_t n)
{
    json_t *value = bytes ? json_loadb(bytes, n, JSON_DECODE_ANY, NULL) : NULL;
    json_t *row = json_pack("{s:s,s:i,s:o*}", "stage", s->command, "exit", code, "result", value);
    return json_array_append_new(o->results, row) == 0 ? PB_OK : PB_ERR_NOMEM;
}

static int run_stage(pb_cli *cli, const struct stage *s, const pb_args *args, outcome *o)
{
    const pb_command *c = pb_command_find(pb_commands, s->command);
    char *bytes = NULL;
    size_t n = 0;
    if (!c)
        return PB_EXIT_INTERNAL;
    if (!cli->quiet && !cli->json)
        fprintf(cli->err, "== %s\n", c->name);
    int code = pb_run_caught(cli, args, c->run, &bytes, &n);
    pb_status status = cli->json ? keep_json(o, s, code, bytes, n) : keep_text(cli, s, code, bytes, n);
    free(bytes);
    pb_print_diags(cli);
    return status == PB_OK ? code : pb_exit_of(status);
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
    pb_left list[N_STAGES * MAX_LEFT];
    size_t n = 0;
    bool roster = false;
    for (int i = 0; i < o->n_run; i++)
        for (const pb_left *l = STAGES[i].left; goes_on(&STAGES[i], o->code[i]) && l < STAGES[i].left + MAX_LEFT && l->file; l++) {
            roster = roster || strcmp(l->file, "out/roster.csv") == 0;
            list[n++] = *l;
        }
    pb_tell_left(cli, list, n);
    if (roster && strcmp(cli->dir, ".") == 0)
        pb_say(cli, PB_N_("next: paiban publish"));
    else if (roster)
        pb_say(cli, PB_N_("next: paiban publish -C %s"), pb_shell_word(cli->arena, cli->dir));
}

/* Ctrl-C before there is anything to search for: no roster is wanted, and the old one stays. */
static bool stop_before_plan(const pb_cli *cli, int next)
{
    for (int i = 0; i < next; i++)
        if (strcmp(STAGES[i].command, "plan") == 0)
            return false;
    return *cli->interrupted;
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
        o.code[o.n_run] = run_stage(cli, &STAGES[o.n_run], args, &o);
        on = goes_on(&STAGES[o.n_run], o.code[o.n_run]) && !stop_before_plan(cli, o.n_run + 1);
    }
    int code = worst(&o);
    if (code == PB_EXIT_DONE && stop_before_plan(cli, o.n_run)) {
        pb_say(cli, PB_N_("interrupted before the plan: the roster is as it was"));
        code = PB_EXIT_LIMIT;
    }
    if (!o.results) {
        tell_files(cli, &o);
        return code;
    }
    status = pb_print_json(cli, json_pack("{s:i,s:o}", "exit", code, "stages", o.results));
    return status == PB_OK ? code : pb_exit_of(status);
}
