/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The program: reads the environment and the command line, runs one command, prints what was diagnosed. */
#include "cli/environment.h"
#include "cli/help.h"
#include "cli/lang.h"
#include "cli/words.h"

#include <string.h>
#include <unistd.h>

/* cli is first, so that lang_of finds the rest. */
typedef struct frame {
    pb_cli cli;
    pb_langs *langs;
    pb_environment env;
    pb_tables tables;
    const pb_command *command; /* the one asked for; NULL = none known */
} frame;

static const pb_lang *lang_of(pb_cli *cli, const char *code)
{
    const frame *f = (const frame *)(const void *)cli;
    return pb_langs_of(f->langs, code);
}

static bool no_memory(FILE *err)
{
    fputs("paiban: out of memory\n", err);
    return false;
}

/* The language comes first: even a wrong command line is answered in it. */
static bool set_language(frame *f, int argc, char **argv)
{
    pb_cli *cli = &f->cli;
    f->langs = pb_langs_new(cli->arena, f->env.locale_dir);
    if (!f->langs)
        return no_memory(cli->err);
    const char *code = pb_args_peek(argc, argv, "lang");
    cli->lang = code ? pb_langs_of(f->langs, code) : NULL;
    if (!cli->lang)
        cli->lang = pb_langs_of(f->langs, pb_langs_from_environment());
    cli->lang_of = lang_of;
    cli->diags = pb_diags_new(pb_arena_allocator(cli->arena), cli->lang);
    return cli->diags ? true : no_memory(cli->err);
}

static void set_options(frame *f, const pb_args *args)
{
    pb_cli *cli = &f->cli;
    cli->dir = pb_arg_text(args, "directory", ".");
    cli->data_dir = f->env.data_dir;
    cli->json = pb_arg_given(args, "json");
    cli->quiet = pb_arg_given(args, "quiet");
    cli->terminal = isatty(fileno(cli->err)) && !cli->json;
    cli->seed = (uint64_t)pb_arg_int(args, "seed", 1);
    cli->threads = (int)pb_arg_int(args, "threads", f->env.processors);
    cli->now_s = f->env.now_s;
    cli->interrupted = pb_interrupts_catch();
}

static int show_help(frame *f, const pb_command *command, FILE *where)
{
    pb_text t;
    pb_text_init(&t, pb_arena_allocator(f->cli.arena));
    pb_help_write(&t, &f->tables, command, f->cli.lang);
    int code = pb_exit_of(t.status);
    if (t.status == PB_OK)
        fwrite(t.bytes, 1, t.n, where);
    pb_text_done(&t);
    return code;
}

static int run_command(frame *f, const pb_args *args)
{
    const pb_command *c = pb_args_command(args);
    int code = c->run(&f->cli, args);
    if (code == PB_EXIT_INTERNAL && pb_diags_errors(f->cli.diags) == 0)
        pb_diag_add(f->cli.diags, PB_ERROR, (pb_where){0}, NULL,
                    PB_N_("the program failed (no memory, or a defect of its own); nothing was written"));
    return code;
}

static int act(frame *f, int argc, char **argv)
{
    pb_cli *cli = &f->cli;
    const pb_args *args;
    pb_status status = pb_args_parse(cli->arena, &f->tables, argc, argv, &args, cli->diags);
    if (!args) {
        no_memory(cli->err);
        return PB_EXIT_INTERNAL;
    }
    set_options(f, args);
    f->command = pb_args_command(args);
    if (pb_arg_given(args, "help"))
        return show_help(f, pb_args_command(args), cli->out);
    if (pb_arg_given(args, "version")) {
        fprintf(cli->out, "paiban %s\n", PAIBAN_VERSION);
        return PB_EXIT_DONE;
    }
    if (status != PB_OK)
        return PB_EXIT_USAGE;
    if (!pb_args_command(args)) {
        (void)show_help(f, NULL, cli->err);
        return PB_EXIT_USAGE;
    }
    return run_command(f, args);
}

/* Data that did not reach its reader is not "done". */
static int close_output(frame *f, int code)
{
    pb_cli *cli = &f->cli;
    if (fflush(cli->out) != 0 || ferror(cli->out)) {
        pb_diag_add(cli->diags, PB_ERROR, (pb_where){0}, NULL,
                    PB_N_("standard output could not be written"));
        return code == PB_EXIT_DONE ? PB_EXIT_INPUT : code;
    }
    return code;
}

static void tell_help(frame *f)
{
    if (f->command)
        pb_say(&f->cli, PB_N_("'paiban %s --help' shows how it is used"), f->command->name);
    else
        pb_say(&f->cli, PB_N_("'paiban --help' shows how it is used"));
}

int main(int argc, char **argv)
{
    frame f = {.cli = {.out = stdout, .err = stderr}, .tables = {pb_commands, pb_options}};
    int code = PB_EXIT_INTERNAL;
    f.cli.arena = pb_arena_new(NULL);
    pb_diags *early = f.cli.arena ? pb_diags_new(NULL, NULL) : NULL;
    if (!early) {
        no_memory(stderr);
        goto out;
    }
    f.cli.diags = early;
    pb_status status = pb_environment_read(f.cli.arena, &f.env, early);
    if (status != PB_OK) {
        pb_print_diags(&f.cli);
        code = pb_exit_of(status);
        goto out;
    }
    f.cli.diags = NULL;
    if (!set_language(&f, argc, argv))
        goto out;
    code = close_output(&f, act(&f, argc, argv));
    pb_print_diags(&f.cli);
    if (code == PB_EXIT_USAGE && pb_diags_errors(f.cli.diags) > 0)
        tell_help(&f);
out:
    pb_lock_free(f.cli.lock);
    if (f.cli.diags != early)
        pb_diags_free(f.cli.diags);
    pb_diags_free(early);
    pb_arena_free(f.cli.arena);
    return code;
}
