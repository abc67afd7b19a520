/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/pages.h"

#include <string.h>

enum { LINE = 70 };

/* Text for roff: no line becomes a request, no backslash an escape, no dash a hyphen. */
static void roff(pb_text *t, const char *s, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        if ((i == 0 || s[i - 1] == '\n') && (s[i] == '.' || s[i] == '\''))
            pb_text_puts(t, "\\&");
        if (s[i] == '\\')
            pb_text_puts(t, "\\e");
        else if (s[i] == '-')
            pb_text_puts(t, "\\-");
        else
            pb_text_put(t, s + i, 1);
    }
}

static void roffs(pb_text *t, const char *s)
{
    roff(t, s, strlen(s));
}

/* Prose: every sentence on a line of its own, as mdoc wants it, and no line much over LINE bytes. */
static void sentences(pb_text *t, const char *s, size_t n)
{
    size_t from = 0, space = 0; /* where the line starts, and its last space that fits */
    for (size_t i = 1; i <= n; i++) {
        bool gap = i == n || s[i] == ' ';
        if (!gap)
            continue;
        size_t to = i;
        if (i - from > LINE && space > from)
            to = i = space;
        else if (i < n && s[i - 1] != '.') {
            space = i;
            continue;
        }
        roff(t, s + from, to - from);
        pb_text_puts(t, "\n");
        from = space = i + 1;
    }
}

/* Paragraphs, an empty line between; lines that start with two spaces are examples. */
static void paragraphs(pb_text *t, const char *s)
{
    bool example = false;
    for (; *s; s += *s == '\n') {
        size_t n = strcspn(s, "\n");
        bool indented = s[0] == ' ' && s[1] == ' ';
        if (indented != example)
            pb_text_puts(t, indented ? ".Bd -literal -offset indent\n" : ".Ed\n");
        example = indented;
        if (indented) {
            roff(t, s + 2, n - 2);
            pb_text_puts(t, "\n");
        } else if (n == 0) {
            pb_text_puts(t, s[1] == ' ' ? "" : ".Pp\n");
        } else {
            sentences(t, s, n);
        }
        s += n;
    }
    if (example)
        pb_text_puts(t, ".Ed\n");
}

static void one_option(pb_text *t, const pb_option *o)
{
    pb_text_puts(t, ".It ");
    if (o->letter)
        pb_text_printf(t, "Fl %c , ", o->letter);
    pb_text_puts(t, "Fl \\-");
    roffs(t, o->name);
    if (o->type != PB_ARG_FLAG)
        pb_text_printf(t, " Ns = Ns Ar %s", o->type == PB_ARG_CHOICE ? o->choices : o->value);
    pb_text_puts(t, "\n");
    sentences(t, o->help, strlen(o->help));
}

static bool options_of(pb_text *t, const pb_tables *tables, const pb_command *c, bool common)
{
    bool any = false;
    for (const pb_option *o = tables->options; o->name; o++) {
        if ((strcmp(o->commands, "*") == 0) != common || !pb_option_of(o, c))
            continue;
        if (!any)
            pb_text_puts(t, ".Bl -tag -width Ds\n");
        any = true;
        one_option(t, o);
    }
    if (any)
        pb_text_puts(t, ".El\n");
    return any;
}

static void exit_status(pb_text *t)
{
    pb_text_puts(t, ".Sh EXIT STATUS\n.Bl -tag -width Ds\n");
    for (const pb_exit_row *e = pb_exit_rows; e->code >= 0; e++) {
        pb_text_printf(t, ".It %d\n", e->code);
        paragraphs(t, e->text);
    }
    pb_text_puts(t, ".El\n");
}

static void head(pb_text *t, const char *date, const char *title, const char *name,
                 const char *summary)
{
    pb_text_printf(t, ".\\\" made from the tables in cli/options.c\n.Dd %s\n.Dt %s 1\n.Os\n", date,
                   title);
    pb_text_printf(t, ".Sh NAME\n.Nm %s\n.Nd ", name);
    roffs(t, summary);
    pb_text_puts(t, "\n");
}

static void upper(const char *name, char *buf, size_t size)
{
    size_t i = 0;
    for (; name[i] && i + 1 < size; i++)
        buf[i] = (char)(name[i] >= 'a' && name[i] <= 'z' ? name[i] - 'a' + 'A' : name[i]);
    buf[i] = '\0';
}

static void man_command(pb_text *t, const pb_tables *tables, const pb_command *c, const char *date)
{
    char title[64], name[64];
    snprintf(name, sizeof name, "paiban-%s", c->name);
    upper(name, title, sizeof title);
    head(t, date, title, name, c->summary);
    pb_text_printf(t, ".Sh SYNOPSIS\n.Nm paiban %s\n.Op Ar options\n", c->name);
    if (c->operands[0] == '[')
        pb_text_printf(t, ".Op Ar %.*s\n", (int)strcspn(c->operands + 1, "]"), c->operands + 1);
    else if (c->operands[0])
        pb_text_printf(t, ".Ar %s\n", c->operands);
    pb_text_puts(t, ".Sh DESCRIPTION\n");
    paragraphs(t, c->details ? c->details : c->summary);
    pb_text text;
    pb_text_init(&text, t->al);
    if (options_of(&text, tables, c, false) && text.bytes)
        pb_text_printf(t, ".Ss Options\n%s", text.bytes);
    pb_text_done(&text);
    pb_text_puts(t, ".Ss Common options\n");
    (void)options_of(t, tables, c, true);
    exit_status(t);
    pb_text_puts(t, ".Sh EXAMPLES\n.Dl ");
    roffs(t, c->example);
    pb_text_puts(t, "\n.Sh SEE ALSO\n.Xr paiban 1\n");
}

static void see_also(pb_text *t, const pb_tables *tables)
{
    if (!tables->commands->name)
        return;
    pb_text_puts(t, ".Sh SEE ALSO\n");
    const char *before = "";
    for (;;) { /* mdoc wants them sorted */
        const char *next = NULL;
        for (const pb_command *c = tables->commands; c->name; c++)
            if (strcmp(c->name, before) > 0 && (!next || strcmp(c->name, next) < 0))
                next = c->name;
        if (!next)
            break;
        pb_text_printf(t, "%s.Xr paiban-%s 1", before[0] ? " ,\n" : "", next);
        before = next;
    }
    pb_text_puts(t, "\n");
}

static void man_program(pb_text *t, const pb_tables *tables, const char *date)
{
    head(t, date, "PAIBAN", "paiban", "plan the work of a customer\xE2\x80\x91service team");
    pb_text_puts(t, ".Sh SYNOPSIS\n.Nm\n.Op Ar options\n.Ar command\n.Op Ar ...\n"
                    ".Sh DESCRIPTION\n"
                    "From a folder of tables\n.Nm\nforecasts the contacts of each queue per time slot,\n"
                    "works out how many agents each slot needs, makes a lawful and fair roster,\n"
                    "and publishes it to calendars and reports.\n"
                    "Data goes to standard output or files, words go to standard error.\n"
                    ".Ss Commands\n.Bl -tag -width Ds\n");
    for (const pb_command *c = tables->commands; c->name; c++) {
        pb_text_printf(t, ".It Cm %s\n", c->name);
        roffs(t, c->summary);
        pb_text_puts(t, "\n");
    }
    pb_text_puts(t, ".El\n.Ss Common options\n");
    (void)options_of(t, tables, NULL, true);
    pb_text_puts(t, ".Sh ENVIRONMENT\n.Bl -tag -width Ds\n");
    for (const pb_variable_row *v = pb_variable_rows; v->name; v++) {
        pb_text_printf(t, ".It Ev %s\n", v->name);
        paragraphs(t, v->text);
    }
    pb_text_puts(t, ".El\n");
    exit_status(t);
    pb_text_puts(t, ".Sh EXAMPLES\n.Bd -literal -offset indent\npaiban init shop\n"
                    "paiban run \\-C shop\n.Ed\n");
    see_also(t, tables);
}

void pb_page_man(pb_text *t, const pb_tables *tables, const pb_command *command, const char *date)
{
    if (command)
        man_command(t, tables, command, date);
    else
        man_program(t, tables, date);
}
