/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The build's tool that writes documents from the tables:
 *     paiban_pages man|bash|zsh|fish|markdown|commands [COMMAND]
 * to standard output. Not installed.
 */
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
        pb_page_markdown(t, tables);
    else if (strcmp(what, "commands") == 0)
        for (const pb_command *c = tables->commands; c->name; c++)
            pb_text_printf(t, "%s\n", c->name);
    else
        return false;
    return t->status == PB_OK;
}

int main(int argc, char **argv)
{
    const pb_tables tables = {pb_commands, pb_options};
    pb_text t;
    pb_text_init(&t, NULL);
    bool ok = argc >= 2 && argc <= 3 && write_page(&t, &tables, argv[1], argc > 2 ? argv[2] : NULL);
    if (ok && t.n > 0)
        ok = fwrite(t.bytes, 1, t.n, stdout) == t.n;
    else if (!ok)
        fputs("usage: paiban_pages man|bash|zsh|fish|markdown|commands [COMMAND]\n", stderr);
    pb_text_done(&t);
    return ok && fflush(stdout) == 0 ? PB_EXIT_DONE : PB_EXIT_USAGE;
}
