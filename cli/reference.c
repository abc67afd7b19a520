/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/help.h"
#include "cli/pages.h"

#include <string.h>

/* A text in a table's cell. */
static void cell(pb_text *t, const char *s)
{
    for (; *s; s++) {
        if (*s == '|')
            pb_text_puts(t, "\\");
        pb_text_put(t, *s == '\n' ? " " : s, 1);
    }
}

static void range(pb_text *t, const pb_option *o, const pb_lang *lang)
{
    if (o->min < o->max && o->max < 1e15)
        pb_text_printf(t, pb_tr(lang, PB_N_(" (%g to %g)")), o->min, o->max);
}

static void options_of(pb_text *t, const pb_tables *tables, const pb_command *c, bool common, const pb_lang *lang)
{
    bool any = false;
    for (const pb_option *o = tables->options; o->name; o++) {
        if ((strcmp(o->commands, "*") == 0) != common || !pb_option_of(o, c))
            continue;
        if (!any)
            pb_text_puts(t, pb_tr(lang, PB_N_("\n| option | meaning |\n|---|---|\n")));
        any = true;
        pb_text head;
        pb_text_init(&head, t->al);
        pb_help_option_head(&head, o);
        pb_text_puts(t, "| `");
        cell(t, head.bytes ? head.bytes : "");
        pb_text_puts(t, "` | ");
        cell(t, pb_tr(lang, o->help));
        range(t, o, lang);
        pb_text_puts(t, " |\n");
        pb_text_done(&head);
    }
}

/* Paragraphs as they are; examples become code. */
static void details(pb_text *t, const char *s)
{
    for (; *s; s += *s == '\n') {
        size_t n = strcspn(s, "\n");
        pb_text_puts(t, s[0] == ' ' && s[1] == ' ' ? "  " : "");
        pb_text_put(t, s, n);
        pb_text_puts(t, "\n");
        s += n;
    }
}

void pb_page_markdown(pb_text *t, const pb_tables *tables, const pb_lang *lang)
{
    pb_text_puts(t, pb_tr(lang, PB_N_("# Commands\n\n"
                                      "Made from the tables in `cli/options.c` by `paiban_pages markdown`; a test keeps it so.\n"
                                      "Data goes to standard output or files, words to standard error. [中文](commands.zh.md)\n\n"
                                      "## Common options\n")));
    options_of(t, tables, NULL, true, lang);
    for (const pb_command *c = tables->commands; c->name; c++) {
        pb_text_printf(t, "\n## paiban %s%s%s\n\n", c->name, c->operands[0] ? " " : "",
                       c->operands);
        pb_text_printf(t, pb_tr(lang, PB_N_("`%s`\n\n%s.\n")), c->example, pb_tr(lang, c->summary));
        if (c->details) {
            pb_text_puts(t, "\n");
            details(t, pb_tr(lang, c->details));
        }
        options_of(t, tables, c, false, lang);
    }
    pb_text_puts(t, pb_tr(lang, PB_N_("\n## Exit codes\n\n| code | meaning |\n|---|---|\n")));
    for (const pb_exit_row *e = pb_exit_rows; e->code >= 0; e++)
        pb_text_printf(t, "| %d | %s |\n", e->code, pb_tr(lang, e->text));
    pb_text_puts(t, pb_tr(lang, PB_N_("\n## Environment\n\n| variable | meaning |\n|---|---|\n")));
    for (const pb_variable_row *v = pb_variable_rows; v->name; v++)
        pb_text_printf(t, "| `%s` | %s |\n", v->name, pb_tr(lang, v->text));
}
