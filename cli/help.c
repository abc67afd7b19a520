/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/help.h"

#include <string.h>
#include <utf8proc.h>

enum { WIDTH = 79, HEAD_WIDTH = 26 };

int pb_text_columns(const char *s)
{
    int columns = 0;
    utf8proc_int32_t c;

    for (utf8proc_ssize_t k; *s && (k = utf8proc_iterate((const utf8proc_uint8_t *)s, -1, &c)) > 0; s += k)
        columns += utf8proc_charwidth(c);
    return columns;
}

/* One piece that must stay together: a word, or one wide character. Its bytes; its columns in *ret. */
static size_t piece(const char *s, int *ret_columns)
{
    size_t n = 0;
    int columns = 0;
    while (s[n] && s[n] != ' ' && s[n] != '\n') {
        utf8proc_int32_t c;
        utf8proc_ssize_t k = utf8proc_iterate((const utf8proc_uint8_t *)s + n, -1, &c);
        if (k <= 0) {
            k = 1;
            c = '?';
        }
        int w = utf8proc_charwidth(c);
        /* wide punctuation stays with what it follows */
        bool wide = w == 2 && utf8proc_category(c) == UTF8PROC_CATEGORY_LO;
        if (wide && n > 0)
            break;
        n += (size_t)k;
        columns += w;
        if (wide && s[n]) {
            utf8proc_int32_t next;
            if (utf8proc_iterate((const utf8proc_uint8_t *)s + n, -1, &next) > 0 &&
                utf8proc_category(next) == UTF8PROC_CATEGORY_LO)
                break;
        }
    }
    *ret_columns = columns;
    return n;
}

static void spaces(pb_text *t, int n)
{
    for (int i = 0; i < n; i++)
        pb_text_put(t, " ", 1);
}

/* One paragraph from s to the end of its line; the column to go on from is `at`. */
static const char *wrap_line(pb_text *t, const char *s, int indent, int width)
{
    int at = 0;
    bool gap = false;
    while (*s && *s != '\n') {
        if (*s == ' ') {
            gap = at > 0;
            s++;
            continue;
        }
        int columns;
        size_t n = piece(s, &columns);
        if (at > 0 && at + gap + columns > width - indent) {
            pb_text_puts(t, "\n");
            at = 0;
            gap = false;
        }
        if (at == 0)
            spaces(t, indent);
        if (gap)
            spaces(t, 1);
        pb_text_put(t, s, n);
        at += gap + columns;
        gap = false;
        s += n;
    }
    pb_text_puts(t, "\n");
    return *s ? s + 1 : s;
}

void pb_help_wrap(pb_text *t, const char *text, int indent, int width)
{
    for (const char *s = text; *s;) {
        if (s[0] == ' ' && s[1] == ' ') { /* an example: as it stands */
            size_t n = strcspn(s, "\n");
            spaces(t, indent);
            pb_text_put(t, s, n);
            pb_text_puts(t, "\n");
            s += n + (s[n] == '\n');
        } else {
            s = wrap_line(t, s, indent, width);
        }
    }
}

void pb_help_option_head(pb_text *t, const pb_option *o)
{
    if (o->letter)
        pb_text_printf(t, "-%c, ", o->letter);
    pb_text_printf(t, "--%s", o->name);
    if (o->type == PB_ARG_CHOICE)
        pb_text_printf(t, "=%s", o->choices);
    else if (o->type != PB_ARG_FLAG)
        pb_text_printf(t, "=%s", o->value);
}

/* head and text side by side, or one below the other where the head is long. */
static void two_columns(pb_text *t, const char *head, const char *text)
{
    int n = (int)strlen(head);
    pb_text_printf(t, "  %s", head);
    if (n + 4 > HEAD_WIDTH) {
        pb_text_puts(t, "\n");
        pb_help_wrap(t, text, HEAD_WIDTH, WIDTH);
        return;
    }
    pb_text body;
    pb_text_init(&body, t->al);
    pb_help_wrap(&body, text, HEAD_WIDTH, WIDTH);
    spaces(t, HEAD_WIDTH - n - 2);
    if (body.bytes)
        pb_text_puts(t, body.bytes + HEAD_WIDTH);
    if (body.status != PB_OK)
        t->status = body.status;
    pb_text_done(&body);
}

static void options_of(pb_text *t, const pb_tables *tables, const pb_command *command, bool common,
                       const pb_lang *lang)
{
    for (const pb_option *o = tables->options; o->name; o++) {
        bool is_common = strcmp(o->commands, "*") == 0;
        if (is_common != common || !pb_option_of(o, command))
            continue;
        pb_text head;
        pb_text_init(&head, t->al);
        if (!o->letter)
            pb_text_puts(&head, "    ");
        pb_help_option_head(&head, o);
        if (head.status == PB_OK)
            two_columns(t, head.bytes, pb_tr(lang, o->help));
        else
            t->status = head.status;
        pb_text_done(&head);
    }
}

static bool has_options(const pb_tables *tables, const pb_command *command)
{
    for (const pb_option *o = tables->options; o->name; o++)
        if (strcmp(o->commands, "*") != 0 && pb_option_of(o, command))
            return true;
    return false;
}

static void help_command(pb_text *t, const pb_tables *tables, const pb_command *c,
                         const pb_lang *lang)
{
    pb_text_printf(t, "%s\n  %s\n\n", pb_tr(lang, "Example:"), c->example);
    pb_text_printf(t, "%s paiban %s [%s]", pb_tr(lang, "Usage:"), c->name,
                   pb_tr(lang, "options"));
    pb_text_printf(t, c->operands[0] ? " %s\n\n" : "\n\n", c->operands);
    pb_help_wrap(t, pb_tr(lang, c->summary), 0, WIDTH);
    if (c->details) {
        pb_text_puts(t, "\n");
        pb_help_wrap(t, pb_tr(lang, c->details), 0, WIDTH);
    }
    if (has_options(tables, c)) {
        pb_text_printf(t, "\n%s\n", pb_tr(lang, "Options:"));
        options_of(t, tables, c, false, lang);
    }
    pb_text_printf(t, "\n%s\n", pb_tr(lang, "Common options:"));
    options_of(t, tables, c, true, lang);
}

static void help_program(pb_text *t, const pb_tables *tables, const pb_lang *lang)
{
    pb_text_printf(t, "%s\n  paiban init shop\n  paiban run -C shop\n\n", pb_tr(lang, "Example:"));
    pb_text_printf(t, "%s paiban [%s] %s\n\n", pb_tr(lang, "Usage:"), pb_tr(lang, "options"),
                   pb_tr(lang, "COMMAND …"));
    pb_help_wrap(t,
                 pb_tr(lang, "Plans the work of a customer-service team: from a folder of tables it "
                             "forecasts contacts, works out how many agents each slot needs, makes a "
                             "lawful and fair roster, and publishes it to calendars."),
                 0, WIDTH);
    pb_text_printf(t, "\n%s\n", pb_tr(lang, "Commands:"));
    for (const pb_command *c = tables->commands; c->name; c++)
        two_columns(t, c->name, pb_tr(lang, c->summary));
    pb_text_printf(t, "\n%s\n", pb_tr(lang, "Common options:"));
    options_of(t, tables, NULL, true, lang);
    pb_text_puts(t, "\n");
    pb_help_wrap(t, pb_tr(lang, "'paiban COMMAND --help' tells more of a command."), 0, WIDTH);
}

void pb_help_write(pb_text *t, const pb_tables *tables, const pb_command *command,
                   const pb_lang *lang)
{
    if (command)
        help_command(t, tables, command, lang);
    else
        help_program(t, tables, lang);
}
