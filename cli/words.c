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

const char *pb_shell_word(pb_arena *a, const char *s)
{
    static const char risky[] = " \t\n\r\"'\\$`&;|<>()[]{}*?!#~^";
    const char *word = "'";
    if (*s && !s[strcspn(s, risky)])
        return s;
    for (const char *p = s; *p && word;) {
        size_t n = strcspn(p, "'");
        word = pb_arena_printf(a, "%s%.*s%s", word, (int)n, p, p[n] ? "'\\''" : "");
        p += n + (p[n] != '\0');
    }
    word = word ? pb_arena_printf(a, "%s'", word) : NULL;
    return word ? word : s;
}

void pb_tell_left(pb_cli *cli, const pb_left *list, size_t n)
{
    size_t width = 0;
    bool any = false;
    if (cli->quiet || cli->json)
        return;
    for (size_t i = 0; i < n; i++)
        width = strlen(list[i].file) > width ? strlen(list[i].file) : width;
    for (size_t i = 0; i < n; i++) {
        const char *path = pb_path_join(cli->arena, cli->dir, list[i].file);
        if (!path || !pb_file_exists(path))
            continue;
        if (!any) {
            fputs("\n", cli->err);
            pb_say(cli, PB_N_("What was made, and where:"));
        }
        any = true;
        fprintf(cli->err, "  %s%*s  %s\n", path, (int)(width - strlen(list[i].file)), "", pb_tr(cli->lang, list[i].what));
    }
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
    fprintf(cli->err, "%s%s%s\n", severity_word(cli->lang, diag->severity), pb_tr(cli->lang, ": "), line);
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
    if (diag->n_more > 0) {
        json_object_set_new(o, "more", json_integer(diag->n_more));
        json_object_set_new(o, "last_line", json_integer(diag->last_line));
    }
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

static bool same_text(const char *a, const char *b)
{
    return a == b || (a && b && strcmp(a, b) == 0);
}

/* Was the same said before? The stages of `paiban run` read the same tables. */
static bool repeated(const pb_diags *d, size_t i)
{
    const pb_diag *x = pb_diags_at(d, i);
    for (size_t k = 0; k < i; k++) {
        const pb_diag *y = pb_diags_at(d, k);
        if (x->line == y->line && same_text(x->text, y->text) && same_text(x->file, y->file) &&
            same_text(x->column, y->column))
            return true;
    }
    return false;
}

void pb_print_diags(pb_cli *cli)
{
    const pb_diags *d = cli->diags;
    for (size_t i = cli->n_diags_said; i < pb_diags_count(d); i++) {
        const pb_diag *diag = pb_diags_at(d, i);
        if ((cli->quiet && diag->severity != PB_ERROR) || repeated(d, i))
            continue;
        if (cli->json)
            print_object(cli->err, diag);
        else
            print_words(cli, diag);
    }
    cli->n_diags_said = pb_diags_count(d);
    if (pb_diags_dropped(d) > 0 && !cli->dropped_said) {
        cli->dropped_said = true;
        pb_say(cli, PB_N_("… and more like these: %d are shown of a file at most"), PB_DIAG_MAX_PER_FILE);
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
