/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * docs/reference/files.md and files.zh.md are what the program's own tables say: columns, aliases, types, ranges, and the
 * rules. `test_reference --update` rewrites what stands between the markers; the words around stay. Beside
 * it: no name leads to two columns, each column has a Chinese alias.
 */
#include "model/model.h"

#include "column_notes.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* A page and its words. */
typedef struct language {
    const char *page;
    bool chinese;
    const column_note *notes;
    const size_t *n_notes;
    const char *columns, *rules;  /* heads of the tables */
    const char *types[8];         /* by pb_cell_type */
    const char *forms[8];         /* by pb_rule_value */
    const char *required, *always_priced;
} language;

static const language in_english = {
    .page = "docs/reference/files.md",
    .notes = column_notes,
    .n_notes = &n_column_notes,
    .columns = "| column | also called | holds | meaning | when empty | example |\n|---|---|---|---|---|---|\n",
    .rules = "| rule | also called | value | meaning | a unit of violation | usual price |\n|---|---|---|---|---|---|\n",
    .types = {"text", "whole number", "number", "share", "date", "time of day", "yes or no", "one of: "},
    .forms = {"none", "a number", "a shift or kind and a number: `night 6`",
              "a sequence of shifts, kinds or off: `late>early`", "role or skill, shift or kind, number: `leader early 1`",
              "a shift or kind: `night`", "agents: `a01;a02`", "days and hours: `Mon-Fri 08:00-18:00`"},
    .required = "**required**",
    .always_priced = " (always priced)",
};

static const language in_chinese = {
    .page = "docs/reference/files.zh.md",
    .chinese = true,
    .notes = column_notes_zh,
    .n_notes = &n_column_notes_zh,
    .columns = "| 列名 | 又名 | 内容 | 说明 | 留空时 | 例 |\n|---|---|---|---|---|---|\n",
    .rules = "| 规则 | 又名 | 值 | 含义 | 违反的单位 | 常用代价 |\n|---|---|---|---|---|---|\n",
    .types = {"文字", "整数", "数字", "比例", "日期", "时间", "是或否", "以下之一："},
    .forms = {"无", "数字", "班次或一类班次，加数字：`夜 6`", "班次、一类班次或休息的次序：`晚>早`", "角色或技能、班次或一类班次、数字：`组长 早 1`",
              "班次或一类班次：`夜`", "工号：`a01;a02`", "星期和时间：`周一-周五 08:00-18:00`"},
    .required = "**必填**",
    .always_priced = "（总是软性）",
};

static const char *unit_of(const language *l, const char *unit)
{
    static const struct {
        const char *english, *chinese;
    } units[] = {{"hour", "小时"}, {"day", "天"}, {"night", "夜班"}, {"time", "次"}, {"weekend", "周末"}, {"shift", "班"},
                 {"agent-hour", "人时"}, {"agent", "人"}, {"request", "申请"}, {"change", "处变动"}};
    for (size_t i = 0; l->chinese && i < sizeof units / sizeof *units; i++)
        if (strcmp(units[i].english, unit) == 0)
            return units[i].chinese;
    return unit;
}

static const column_note *note_of(const language *l, const char *file, const char *column)
{
    for (size_t i = 0; i < *l->n_notes; i++)
        if (strcmp(l->notes[i].file, file) == 0 && strcmp(l->notes[i].column, column) == 0)
            return &l->notes[i];
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

static bool is_chinese(pb_piece p)
{
    return p.n > 0 && (unsigned char)p.s[0] >= 0x80;
}

/* The spelling that stands first: the name, or its first Chinese one. */
static pb_piece first_spelling(const language *l, const char *spellings, const char *separators)
{
    pb_piece rest = pb_piece_of(spellings), p, first;
    (void)pb_piece_next(&rest, separators, &first);
    for (rest = pb_piece_of(spellings); l->chinese && pb_piece_next(&rest, separators, &p);)
        if (is_chinese(p))
            return p;
    return first;
}

/* "| `name` | others | " of a column or rule. */
static void put_names(pb_text *t, const language *l, const char *name, const char *aliases)
{
    char all[600];
    snprintf(all, sizeof all, "%s|%s", name, aliases ? aliases : "");
    pb_piece head = first_spelling(l, all, "|"), rest = pb_piece_of(all), p;
    const char *gap = "";
    pb_text_printf(t, "| `%.*s` | ", (int)head.n, head.s);
    while (pb_piece_next(&rest, "|", &p))
        if (p.s != head.s && p.n > 0) {
            pb_text_printf(t, "%s%.*s", gap, (int)p.n, p.s);
            gap = " ";
        }
    pb_text_puts(t, " | ");
}

/* "a|b;c|d" as "a (b), c (d)". */
static void put_choices(pb_text *t, const language *l, const char *names)
{
    pb_piece rest = pb_piece_of(names), group;
    const char *gap = "";
    while (pb_piece_next(&rest, ";", &group)) {
        char one[300];
        snprintf(one, sizeof one, "%.*s", (int)group.n, group.s);
        pb_piece head = first_spelling(l, one, "|"), words = pb_piece_of(one), word;
        const char *before = l->chinese ? "（" : " (", *end = l->chinese ? "）" : ")";
        bool others = false;
        pb_text_printf(t, "%s%.*s", gap, (int)head.n, head.s);
        while (pb_piece_next(&words, "|", &word))
            if (word.s != head.s) {
                pb_text_printf(t, "%s%.*s", others ? " " : before, (int)word.n, word.s);
                others = true;
            }
        pb_text_puts(t, others ? end : "");
        gap = l->chinese ? "、" : ", ";
    }
}

static void put_type(pb_text *t, const language *l, const pb_column *c)
{
    char low[32], high[32];
    pb_text_puts(t, l->types[c->type]);
    if (c->type == PB_CELL_ENUM)
        put_choices(t, l, c->names);
    bool number = c->type == PB_CELL_INT || c->type == PB_CELL_REAL || c->type == PB_CELL_SHARE;
    if (number && (c->min != 0 || c->max != 0))
        pb_text_printf(t, "%s%s … %s", l->chinese ? "，" : ", ", pb_real_format(c->min, low), pb_real_format(c->max, high));
}

static int put_table(pb_text *t, const language *l, pb_table_info info)
{
    int faults = 0;
    pb_text_printf(t, "<!-- %s -->\n%s", info.file, l->columns);
    for (size_t i = 0; i < info.n; i++) {
        const pb_column *c = &info.columns[i];
        const column_note *note = note_of(l, info.file, c->name);
        if (!note) {
            printf("%s: %s, %s: no note\n", l->page, info.file, c->name);
            faults++;
            continue;
        }
        put_names(t, l, c->name, c->aliases);
        put_type(t, l, c);
        pb_text_puts(t, " | ");
        put_cell(t, note->meaning);
        pb_text_printf(t, " | %s | `%s` |\n", c->required ? l->required : note->otherwise, note->example);
    }
    pb_text_puts(t, "<!-- end -->\n");
    return faults;
}

/* The msgstr that follows a msgid of one line in the catalogue's source; NULL = there is none. */
static const char *translated(pb_arena *a, const char *catalogue, const char *msgid)
{
    const char *line = pb_arena_printf(a, "\nmsgid \"%s\"\nmsgstr \"", msgid), *at = strstr(catalogue, line);
    const char *text = at ? at + strlen(line) : "";
    size_t n = strcspn(text, "\"\n");
    return n > 0 ? pb_arena_strndup(a, text, n) : NULL;
}

static int put_rules(pb_text *t, const language *l)
{
    int faults = 0;
    size_t n;
    char none[] = "", *catalogue = none;
    pb_arena *a = pb_arena_new(NULL);
    if (l->chinese && pb_file_read(a, "po/zh.po", 0, &catalogue, &n, NULL) != PB_OK)
        faults++;
    pb_text_printf(t, "<!-- rules -->\n%s", l->rules);
    for (int i = 0; i < PB_N_RULES; i++) {
        const pb_rule_info *r = pb_rule_info_of((pb_rule_name)i);
        char low[32], high[32], sentence[300];
        const char *said = l->chinese ? translated(a, catalogue, r->sentence) : r->sentence;
        if (!said)
            printf("%s: no translation of \"%s\"\n", l->page, r->sentence);
        faults += !said;
        snprintf(sentence, sizeof sentence, said ? said : "", "…");
        put_names(t, l, r->name, r->aliases);
        pb_text_puts(t, l->forms[r->value]);
        if (r->max > 0 && r->value != PB_VALUE_WINDOW)
            pb_text_printf(t, "%s%s … %s", l->chinese ? "，" : ", ", pb_real_format(r->min, low), pb_real_format(r->max, high));
        pb_text_printf(t, " | %s | %s | %s%s |\n", sentence, unit_of(l, r->unit), pb_real_format(r->default_cost, low),
                       r->priced_only ? l->always_priced : "");
    }
    pb_text_puts(t, "<!-- end -->\n");
    pb_arena_free(a);
    return faults;
}

/* Replaces what stands between <!-- name --> and <!-- end -->; 1 when the page has no such place. */
static int put_between(pb_text *page, const language *l, const char *name, const pb_text *fresh)
{
    char marker[80];
    snprintf(marker, sizeof marker, "<!-- %s -->\n", name);
    char *from = strstr(page->bytes, marker), *to = from ? strstr(from, "<!-- end -->\n") : NULL;
    if (!to) {
        printf("%s has no place for %s\n", l->page, name);
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

static int renew(pb_text *page, const language *l)
{
    int faults = 0;
    pb_text part;
    pb_text_init(&part, NULL);
    for (size_t i = 0; i < PB_N_TABLES; i++) {
        faults += put_table(&part, l, pb_table_info_of(i));
        faults += put_between(page, l, pb_table_info_of(i).file, &part);
        pb_text_done(&part);
    }
    faults += put_rules(&part, l);
    faults += put_between(page, l, "rules", &part);
    pb_text_done(&part);
    for (size_t i = 0; i < *l->n_notes; i++) { /* no note of a column that is no more */
        bool known = false;
        for (size_t k = 0; k < PB_N_TABLES; k++)
            for (size_t c = 0; c < pb_table_info_of(k).n; c++)
                known |= note_of(l, pb_table_info_of(k).file, pb_table_info_of(k).columns[c].name) == &l->notes[i];
        if (!known)
            printf("a note without its column: %s, %s\n", l->notes[i].file, l->notes[i].column);
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

static int save(const pb_text *page, const char *path)
{
    FILE *out = fopen(path, "wb");
    bool good = out && fwrite(page->bytes, 1, page->n, out) == page->n;
    good = out && fclose(out) == 0 && good;
    if (!good) {
        perror(path);
        return 1;
    }
    return 0;
}

static int check_page(const language *l, bool update)
{
    int faults = 0;
    char *bytes = NULL;
    size_t n = 0;
    pb_arena *a = pb_arena_new(NULL);
    if (pb_file_read(a, l->page, 0, &bytes, &n, NULL) != PB_OK) {
        printf("%s cannot be read\n", l->page);
        pb_arena_free(a);
        return 1;
    }
    pb_text page;
    pb_text_init(&page, NULL);
    pb_text_put(&page, bytes, n);
    faults += renew(&page, l);
    if (update) {
        faults += save(&page, l->page);
    } else if (page.n != n || memcmp(page.bytes, bytes, n) != 0) {
        printf("%s is not what the tables say: run test_reference --update and read it\n", l->page);
        faults++;
    }
    pb_text_done(&page);
    pb_arena_free(a);
    return faults;
}

int main(int argc, char **argv)
{
    bool update = argc > 1 && strcmp(argv[1], "--update") == 0;
    int faults = check_page(&in_english, update) + check_page(&in_chinese, update);
    for (size_t i = 0; i < PB_N_TABLES; i++)
        faults += check_names(pb_table_info_of(i));
    return faults ? 1 : 0;
}
