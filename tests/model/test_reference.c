/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * docs/reference/files.md is what the program's own tables say: columns, aliases, types, ranges, and the
 * rules. `test_reference --update` rewrites what stands between the markers; the words around stay. Beside
 * it: no name leads to two columns, each column has a Chinese alias.
 */
#include "model/model.h"

#include "column_notes.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char page_path[] = "docs/reference/files.md";

static const column_note *note_of(const char *file, const char *column)
{
    for (size_t i = 0; i < n_column_notes; i++)
        if (strcmp(column_notes[i].file, file) == 0 && strcmp(column_notes[i].column, column) == 0)
            return &column_notes[i];
    return NULL;
}

/* '|' would end a table's cell. */
static void put_cell(pb_text *t, const char *s)
{
    for (; *s; s++) {
        if (*s == '|')
            pb_text_puts(t, "\\");
        pb_text_put(t, s, 1);
    }
}

/* "a|b;c|d" as "a (b), c (d)". */
static void put_choices(pb_text *t, const char *names)
{
    pb_piece rest = pb_piece_of(names), group;
    const char *gap = "";
    while (pb_piece_next(&rest, ";", &group)) {
        pb_piece word;
        const char *before = gap;
        while (pb_piece_next(&group, "|", &word)) {
            pb_text_puts(t, before);
            pb_text_put(t, word.s, word.n);
            before = before == gap ? " (" : " ";
        }
        pb_text_puts(t, before == gap || strcmp(before, " (") == 0 ? "" : ")");
        gap = ", ";
    }
}

static void put_type(pb_text *t, const pb_column *c)
{
    static const char *const names[] = {"text", "whole number", "number", "share", "date", "time of day", "yes or no", "one of: "};
    char low[32], high[32];
    pb_text_puts(t, names[c->type]);
    if (c->type == PB_CELL_ENUM)
        put_choices(t, c->names);
    bool number = c->type == PB_CELL_INT || c->type == PB_CELL_REAL || c->type == PB_CELL_SHARE;
    if (number && (c->min != 0 || c->max != 0))
        pb_text_printf(t, ", %s … %s", pb_real_format(c->min, low), pb_real_format(c->max, high));
}

static int put_table(pb_text *t, pb_table_info info)
{
    int faults = 0;
    pb_text_printf(t, "<!-- %s -->\n| column | also called | holds | meaning | when empty | example |\n|---|---|---|---|---|---|\n", info.file);
    for (size_t i = 0; i < info.n; i++) {
        const pb_column *c = &info.columns[i];
        const column_note *note = note_of(info.file, c->name);
        if (!note) {
            printf("%s, %s: no note in column_notes.c\n", info.file, c->name);
            faults++;
            continue;
        }
        pb_text_printf(t, "| `%s` | ", c->name);
        for (const char *a = c->aliases ? c->aliases : ""; *a; a++)
            pb_text_put(t, *a == '|' ? " " : a, 1);
        pb_text_puts(t, " | ");
        put_type(t, c);
        pb_text_puts(t, " | ");
        put_cell(t, note->meaning);
        pb_text_printf(t, " | %s | `%s` |\n", c->required ? "**required**" : note->otherwise, note->example);
    }
    pb_text_puts(t, "<!-- end -->\n");
    return faults;
}

static void put_rules(pb_text *t)
{
    static const char *const forms[] = {"none", "a number", "a shift or kind and a number: `night 6`",
                                        "a sequence of shifts, kinds or off: `late>early`", "role or skill, shift or kind, number: `leader early 1`",
                                        "a shift or kind: `night`", "agents: `a01;a02`", "days and hours: `Mon-Fri 08:00-18:00`"};
    pb_text_puts(t, "<!-- rules -->\n| rule | also called | value | meaning | a unit of violation | usual price |\n|---|---|---|---|---|---|\n");
    for (int i = 0; i < PB_N_RULES; i++) {
        const pb_rule_info *r = pb_rule_info_of((pb_rule_name)i);
        char low[32], high[32], sentence[300];
        snprintf(sentence, sizeof sentence, r->sentence, "…");
        pb_text_printf(t, "| `%s` | ", r->name);
        for (const char *a = r->aliases; *a; a++)
            pb_text_put(t, *a == '|' ? " " : a, 1);
        pb_text_printf(t, " | %s", forms[r->value]);
        if (r->max > 0 && r->value != PB_VALUE_WINDOW)
            pb_text_printf(t, ", %s … %s", pb_real_format(r->min, low), pb_real_format(r->max, high));
        pb_text_printf(t, " | %s | %s | %s%s |\n", sentence, r->unit, pb_real_format(r->default_cost, low),
                       r->priced_only ? " (always priced)" : "");
    }
    pb_text_puts(t, "<!-- end -->\n");
}

/* Replaces what stands between <!-- name --> and <!-- end -->; 1 when the page has no such place. */
static int put_between(pb_text *page, const char *name, const pb_text *fresh)
{
    char marker[80];
    snprintf(marker, sizeof marker, "<!-- %s -->\n", name);
    char *from = strstr(page->bytes, marker), *to = from ? strstr(from, "<!-- end -->\n") : NULL;
    if (!to) {
        printf("%s has no place for %s\n", page_path, name);
        return 1;
    }
    pb_text whole;
    pb_text_init(&whole, NULL);
    pb_text_put(&whole, page->bytes, (size_t)(from - page->bytes));
    pb_text_put(&whole, fresh->bytes, fresh->n);
    pb_text_puts(&whole, to + strlen("<!-- end -->\n"));
    pb_text_done(page);
    *page = whole;
    return 0;
}

static int renew(pb_text *page)
{
    int faults = 0;
    pb_text part;
    pb_text_init(&part, NULL);
    for (size_t i = 0; i < PB_N_TABLES; i++) {
        faults += put_table(&part, pb_table_info_of(i));
        faults += put_between(page, pb_table_info_of(i).file, &part);
        pb_text_done(&part);
    }
    put_rules(&part);
    faults += put_between(page, "rules", &part);
    pb_text_done(&part);
    for (size_t i = 0; i < n_column_notes; i++) { /* no note of a column that is no more */
        bool known = false;
        for (size_t k = 0; k < PB_N_TABLES; k++)
            for (size_t c = 0; c < pb_table_info_of(k).n; c++)
                known |= note_of(pb_table_info_of(k).file, pb_table_info_of(k).columns[c].name) == &column_notes[i];
        if (!known)
            printf("a note without its column: %s, %s\n", column_notes[i].file, column_notes[i].column);
        faults += !known;
    }
    return faults;
}

/* Names and aliases of one table lead to one column each; a Chinese one is among them. */
static int check_names(pb_table_info info)
{
    int faults = 0;
    pb_arena *a = pb_arena_new(NULL);
    pb_intern *seen = pb_intern_new(a);
    for (size_t i = 0; i < info.n; i++) {
        const pb_column *c = &info.columns[i];
        char all[600];
        bool chinese = false;
        snprintf(all, sizeof all, "%s|%s", c->name, c->aliases ? c->aliases : "");
        pb_piece rest = pb_piece_of(all), p;
        while (pb_piece_next(&rest, "|", &p)) {
            int32_t known = pb_intern_count(seen);
            chinese |= (p.s[0] & 0x80) != 0;
            if (pb_intern_put(seen, pb_arena_strndup(a, p.s, p.n)) < known) {
                printf("%s: \"%.*s\" leads to two columns\n", info.file, (int)p.n, p.s);
                faults++;
            }
        }
        if (!chinese) {
            printf("%s: \"%s\" has no Chinese alias\n", info.file, c->name);
            faults++;
        }
    }
    pb_arena_free(a);
    return faults;
}

static int save(const pb_text *page)
{
    FILE *out = fopen(page_path, "wb");
    bool good = out && fwrite(page->bytes, 1, page->n, out) == page->n;
    good = out && fclose(out) == 0 && good;
    if (!good) {
        perror(page_path);
        return 1;
    }
    return 0;
}

int main(int argc, char **argv)
{
    int faults = 0;
    char *bytes = NULL;
    size_t n = 0;
    pb_arena *a = pb_arena_new(NULL);
    if (pb_file_read(a, page_path, 0, &bytes, &n, NULL) != PB_OK) {
        printf("%s cannot be read\n", page_path);
        return 1;
    }
    pb_text page;
    pb_text_init(&page, NULL);
    pb_text_put(&page, bytes, n);
    faults += renew(&page);
    for (size_t i = 0; i < PB_N_TABLES; i++)
        faults += check_names(pb_table_info_of(i));
    if (argc > 1 && strcmp(argv[1], "--update") == 0) {
        faults += save(&page);
    } else if (page.n != n || memcmp(page.bytes, bytes, n) != 0) {
        printf("%s is not what the tables say: run test_reference --update and read it\n", page_path);
        faults++;
    }
    pb_text_done(&page);
    pb_arena_free(a);
    return faults ? 1 : 0;
}
