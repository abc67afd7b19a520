/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The build's tool that writes documents from the tables:
 *     paiban_pages man|bash|zsh|fish|markdown|commands [COMMAND]
 *     paiban_pages markdown LANGUAGE LOCALE_DIR
 * to standard output. Not installed.
 */
#include "cli/lang.h"
#include "cli/pages.h"

#include <string.h>

static bool write_page(pb_text *t, const pb_tables *tables, const char *what, const char *name)
{
    const pb_command *command = name ? pb_command_find(tables->commands, name) : NULL;
    if (name && !command)
        return false;
    if (strcmp(what, "man") == 0)
        pb_page_man(t, tables, command, PAIBAN_DATE);
    else if (strcmp(what, "bash") == 0)
        pb_complete_bash(t, tables);
    else if (strcmp(what, "zsh") == 0)
        pb_complete_zsh(t, tables);
    else if (strcmp(what, "fish") == 0)
        pb_complete_fish(t, tables);
    else if (strcmp(what, "markdown") == 0)
        pb_page_markdown(t, tables, NULL);
    else if (strcmp(what, "commands") == 0)
        for (const pb_command *c = tables->commands; c->name; c++)
            pb_text_printf(t, "%s\n", c->name);
    else
        return false;
    return t->status == PB_OK;
}

static bool write_translated(pb_text *t, const pb_tables *tables, const char *code, const char *locale_dir)
{
    pb_arena *a = pb_arena_new(NULL);
    pb_langs *langs = a ? pb_langs_new(a, locale_dir) : NULL;
    const pb_lang *lang = langs ? pb_langs_of(langs, code) : NULL;
    if (lang)
        pb_page_markdown(t, tables, lang);
    pb_arena_free(a);
    return lang && t->status == PB_OK;
}

int main(int argc, char **argv)
{
    const pb_tables tables = {pb_commands, pb_options};
    pb_text t;
    pb_text_init(&t, NULL);
    bool ok = argc == 4 && strcmp(argv[1], "markdown") == 0
                  ? write_translated(&t, &tables, argv[2], argv[3])
                  : argc >= 2 && argc <= 3 && write_page(&t, &tables, argv[1], argc > 2 ? argv[2] : NULL);
    if (ok && t.n > 0)
        ok = fwrite(t.bytes, 1, t.n, stdout) == t.n;
    else if (!ok)
        fputs("usage: paiban_pages man|bash|zsh|fish|markdown|commands [COMMAND]\n"
              "       paiban_pages markdown LANGUAGE LOCALE_DIR\n", stderr);
    pb_text_done(&t);
    return ok && fflush(stdout) == 0 ? PB_EXIT_DONE : PB_EXIT_USAGE;
}
