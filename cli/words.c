/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/words.h"

#include "cli/args.h"

#include <stdarg.h>
#include <string.h>

int pb_exit_of(pb_status status)
{
    switch (status) {
    case PB_OK:
        return PB_EXIT_DONE;
    case PB_ERR_INPUT:
    case PB_ERR_IO:
    case PB_ERR_BUSY:
    case PB_ERR_LIMIT:
        return PB_EXIT_INPUT;
    case PB_ERR_NOMEM:
    case PB_ERR_DOMAIN:
    case PB_ERR_SOLVER:
    case PB_ERR_INTERNAL:
        break;
    }
    return PB_EXIT_INTERNAL;
}

static const char *severity_word(const pb_lang *lang, pb_severity s)
{
    switch (s) {
    case PB_ERROR:
        return pb_tr(lang, "error");
    case PB_WARNING:
        return pb_tr(lang, "warning");
    default:
        return pb_tr(lang, "note");
    }
}

static void print_words(pb_cli *cli, const pb_diag *diag)
{
    char small[512];
    size_t n = pb_diag_format(cli->lang, diag, small, sizeof small);
    char *line = small;
    if (n >= sizeof small) {
        char *big = pb_arena_alloc(cli->arena, n + 1, 1);
        if (big) {
            (void)pb_diag_format(cli->lang, diag, big, n + 1);
            line = big;
        }
    }
    fprintf(cli->err, "%s: %s\n", severity_word(cli->lang, diag->severity), line);
}

/* A member only where there is something to say. */
static void set_text(json_t *o, const char *key, const char *text)
{
    if (text)
        json_object_set_new(o, key, json_string(text));
}

static void print_object(FILE *f, const pb_diag *diag)
{
    static const char *const SEVERITY[] = {"note", "warning", "error"};
    json_t *o = json_object();
    set_text(o, "severity", SEVERITY[diag->severity]);
    set_text(o, "file", diag->file);
    if (diag->line > 0)
        json_object_set_new(o, "line", json_integer(diag->line));
    set_text(o, "column", diag->column);
    set_text(o, "text", diag->text);
    set_text(o, "advice", diag->advice);
    set_text(o, "id", diag->id);
    (void)json_dumpf(o, f, JSON_COMPACT | JSON_SORT_KEYS);
    fputc('\n', f);
    json_decref(o);
}

void pb_say(pb_cli *cli, const char *msgid, ...)
{
    if (cli->quiet)
        return;
    char line[1024];
    va_list ap;
    va_start(ap, msgid);
    vsnprintf(line, sizeof line, pb_tr(cli->lang, msgid), ap);
    va_end(ap);
    if (cli->json)
        print_object(cli->err, &(pb_diag){.severity = PB_NOTE, .text = line, .id = msgid});
    else
        fprintf(cli->err, "%s\n", line);
}

void pb_print_diags(pb_cli *cli, const pb_diags *d)
{
    for (size_t i = 0; i < pb_diags_count(d); i++) {
        const pb_diag *diag = pb_diags_at(d, i);
        if (cli->quiet && diag->severity != PB_ERROR)
            continue;
        if (cli->json)
            print_object(cli->err, diag);
        else
            print_words(cli, diag);
    }
}

pb_status pb_print_json(pb_cli *cli, json_t *take)
{
    if (!take)
        return PB_ERR_NOMEM;
    int failed = json_dumpf(take, cli->out,
                            JSON_INDENT(2) | JSON_SORT_KEYS | JSON_REAL_PRECISION(15));
    json_decref(take);
    fputc('\n', cli->out);
    return failed ? PB_ERR_IO : PB_OK;
}

pb_status pb_cli_workspace(pb_cli *cli, unsigned need, pb_workspace *ret)
{
    const pb_workspace_options opt = {.data_dir = cli->data_dir,
                                      .default_language = cli->lang ? cli->lang->code : "en"};
    return pb_workspace_read(cli->arena, cli->dir, need, &opt, ret, cli->diags);
}

pb_status pb_cli_lock(pb_cli *cli)
{
    if (cli->lock)
        return PB_OK;
    return pb_lock_take(pb_arena_allocator(cli->arena), cli->dir, &cli->lock, cli->diags);
}

static const char *folder_of(pb_arena *a, const char *path)
{
    const char *slash = strrchr(path, '/');
    return slash && slash > path ? pb_arena_strndup(a, path, (size_t)(slash - path)) : NULL;
}

pb_status pb_cli_deliver(pb_cli *cli, const pb_args *args, const char *otherwise,
                         const pb_text *text)
{
    const char *output = pb_arg_text(args, "output", NULL);
    if (text->status != PB_OK)
        return text->status;
    const char *bytes = text->bytes ? text->bytes : "";
    if (output && strcmp(output, "-") == 0)
        return fwrite(bytes, 1, text->n, cli->out) == text->n ? PB_OK : PB_ERR_IO;
    const char *path = output ? output : pb_path_join(cli->arena, cli->dir, otherwise);
    if (!path)
        return PB_ERR_NOMEM;
    const char *folder = output ? NULL : folder_of(cli->arena, path);
    pb_status status = output ? PB_OK : pb_cli_lock(cli);
    if (status == PB_OK && folder)
        status = pb_make_dirs(folder, cli->diags);
    if (status == PB_OK)
        status = pb_file_replace(path, bytes, text->n, 0644, cli->diags);
    return status;
}
