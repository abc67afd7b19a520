/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One cell: from its text to the column's type. */
#include "base/csv_inside.h"

#include "base/civil.h"
#include "base/number.h"
#include "base/utf8.h"

#include <math.h>
#include <string.h>
#include <strings.h>

static bool is_ascii_space(char c)
{
    return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

static const char NO_BREAK_SPACE[] = "\xC2\xA0", WIDE_SPACE[] = "\xE3\x80\x80";

/* Bytes of the space that s begins, or ends, with; 0 = none. Called for every field: the first test
 * decides nearly always. */
static size_t space_first(const char *s, size_t n)
{
    if (n == 0 || is_ascii_space(s[0]))
        return n > 0;
    if (n >= 2 && memcmp(s, NO_BREAK_SPACE, 2) == 0)
        return 2;
    return n >= 3 && memcmp(s, WIDE_SPACE, 3) == 0 ? 3 : 0;
}

static size_t space_last(const char *s, size_t n)
{
    if (n == 0 || is_ascii_space(s[n - 1]))
        return n > 0;
    if (n >= 2 && memcmp(s + n - 2, NO_BREAK_SPACE, 2) == 0)
        return 2;
    return n >= 3 && memcmp(s + n - 3, WIDE_SPACE, 3) == 0 ? 3 : 0;
}

void pb_csv_trim(const char **s, size_t *n)
{
    for (size_t k; (k = space_first(*s, *n)) > 0; *n -= k)
        *s += k;
    for (size_t k; (k = space_last(*s, *n)) > 0;)
        *n -= k;
}

/* Index of s among groups such as "voice|语音;chat|在线", or -1; ASCII case is ignored. */
static int find_group(const char *groups, const char *s, size_t n)
{
    int group = 0;
    for (const char *p = groups;; p++) {
        size_t k = strcspn(p, "|;");
        if (k == n && strncasecmp(p, s, n) == 0)
            return group;
        p += k;
        if (*p == '\0')
            return -1;
        group += *p == ';';
    }
}

/* The spelling of the group at s to tell in a language: its first one, and beyond English the first of another script. */
static const char *spelling(const char *s, const pb_lang *lang)
{
    const char *end = s + strcspn(s, ";");
    for (const char *p = s; lang && strcmp(lang->code, "en") != 0 && p < end; p += strcspn(p, "|;") + 1)
        if ((unsigned char)*p >= 0x80)
            return p;
    return s;
}

/* "voice, chat": a spelling of each group. */
static void list_groups(const char *groups, const pb_lang *lang, char *buf, size_t size)
{
    size_t at = 0;
    buf[0] = '\0';
    for (const char *p = groups;;) {
        const char *word = spelling(p, lang);
        int put = snprintf(buf + at, size - at, "%s%.*s", at ? pb_tr(lang, PB_N_(", ")) : "", (int)strcspn(word, "|;"), word);
        at += put > 0 ? (size_t)put : 0;
        p = strchr(p, ';');
        if (!p || at >= size)
            return;
        p++;
    }
}

static bool in_range(const pb_column *c, double v)
{
    return (c->min == 0 && c->max == 0) || (v >= c->min && v <= c->max);
}

/* A date; also with a midnight behind it, as spreadsheets and data tools write dates. */
static bool parse_date(pb_cell *cell)
{
    const char *space = memchr(cell->text, ' ', cell->n);
    uint32_t n = space ? (uint32_t)(space - cell->text) : cell->n;
    int second = 0;
    if (space && (!pb_clock_parse(space, cell->n - n, &second) || second != 0))
        return false;
    return pb_date_parse(cell->text, n, &cell->date);
}

static bool parse(const pb_column *c, char decimal, pb_cell *cell)
{
    int minute;
    switch (c->type) {
    case PB_CELL_TEXT:
        return c->max <= 0 || (cell->n >= c->min && cell->n <= c->max);
    case PB_CELL_INT:
        if (!pb_number_parse_int(cell->text, cell->n, &cell->integer))
            return false;
        cell->real = (double)cell->integer;
        return in_range(c, cell->real);
    case PB_CELL_REAL:
        return pb_number_parse_real(cell->text, cell->n, decimal, &cell->real) && in_range(c, cell->real);
    case PB_CELL_SHARE:
        return pb_number_parse_share(cell->text, cell->n, decimal, &cell->real) && in_range(c, cell->real);
    case PB_CELL_DATE:
        return parse_date(cell);
    case PB_CELL_MINUTE:
        if (!pb_minute_parse(cell->text, cell->n, &minute))
            return false;
        cell->integer = minute;
        return true;
    case PB_CELL_BOOL:
        cell->integer = find_group("no|n|false|0|否;yes|y|true|1|是", cell->text, cell->n);
        return cell->integer >= 0;
    case PB_CELL_ENUM:
        cell->integer = find_group(c->names, cell->text, cell->n);
        return cell->integer >= 0;
    }
    return false;
}

static bool holds_seconds(const pb_column *c)
{
    size_t n = strlen(c->name);
    return n > 2 && strcmp(c->name + n - 2, "_s") == 0;
}

/* "04" to "59", with a ':' before it. */
static bool sixtieth(const char *s, int64_t *ret)
{
    return s[0] == ':' && s[1] <= '5' && pb_number_parse_int(s + 1, 2, ret) && *ret >= 0;
}

/* Seconds as phone systems and spreadsheets write them: h:mm:ss, also with a fraction behind (dropped). */
static bool parse_hms(const char *s, size_t n, double *ret)
{
    size_t k = strspn(s, "0123456789");
    int64_t hours, minutes, seconds;
    if (k < 1 || k > 4 || n < k + 6 || !pb_number_parse_int(s, (uint32_t)k, &hours) || !sixtieth(s + k, &minutes) ||
        !sixtieth(s + k + 3, &seconds))
        return false;
    if (n > k + 6 && (s[k + 6] != '.' || k + 7 + strspn(s + k + 7, "0123456789") < n))
        return false;
    *ret = (double)(hours * 3600 + minutes * 60 + seconds);
    return true;
}

/* A number that is written for people: its thousands divided (*ret_grouped), or seconds as a length of time. */
static bool parse_written(const pb_column *c, pb_cell *cell, bool *ret_grouped)
{
    if (c->type != PB_CELL_REAL && c->type != PB_CELL_INT)
        return false;
    *ret_grouped = pb_number_parse_grouped(cell->text, cell->n, &cell->real);
    if (!*ret_grouped && !(c->type == PB_CELL_REAL && holds_seconds(c) && parse_hms(cell->text, cell->n, &cell->real)))
        return false;
    if (c->type == PB_CELL_INT && (fabs(cell->real) > 0x1p53 || floor(cell->real) != cell->real))
        return false;
    cell->integer = c->type == PB_CELL_INT ? (int64_t)cell->real : cell->integer;
    return in_range(c, cell->real);
}

const char *pb_csv_excerpt(const char *s, size_t n, char buf[static 64])
{
    size_t k = 0;
    while (k < n && k < 40) {
        int step = pb_utf8_decode(s + k, n - k, NULL);
        k += step > 0 ? (size_t)step : 1;
    }
    memcpy(buf, s, k);
    snprintf(buf + k, 64 - k, "%s", k < n ? "…" : "");
    return buf;
}

typedef struct number_words {
    const char *any, *from, *from_to; /* formats: found · from, found · from, to, found */
} number_words;

/* A length of time where seconds are asked for, as phone systems write it: "04:10". */
static const char *seconds_advice(const pb_column *c, const char *found)
{
    return holds_seconds(c) && strchr(found, ':')
               ? PB_N_("is 4:10 of minutes, or of hours? Write 0:04:10, or the seconds: 250") : NULL;
}

static void expect_number(const number_words *words, const pb_column *c, const char *found,
                          pb_where where, pb_diags *d)
{
    char low[64], high[64];
    const char *advice = seconds_advice(c, found);
    pb_number_format(c->min, 6, low);
    pb_number_format(c->max, 6, high);
    if (c->min == 0 && c->max == 0)
        pb_diag_add(d, PB_ERROR, where, advice, words->any, found);
    else if (isinf(c->max))
        pb_diag_add(d, PB_ERROR, where, advice, words->from, low, found);
    else
        pb_diag_add(d, PB_ERROR, where, advice, words->from_to, low, high, found);
}

static void diagnose(const pb_column *c, const pb_cell *cell, pb_where where, pb_diags *d)
{
    static const number_words whole = {
        PB_N_("expected a whole number, found \"%s\""),
        PB_N_("expected a whole number of at least %s, found \"%s\""),
        PB_N_("expected a whole number from %s to %s, found \"%s\"")};
    static const number_words real = {PB_N_("expected a number, found \"%s\""),
                                      PB_N_("expected a number of at least %s, found \"%s\""),
                                      PB_N_("expected a number from %s to %s, found \"%s\"")};
    static const number_words share = {
        PB_N_("expected a share such as 0.8 or 80%%, found \"%s\""),
        PB_N_("expected a share such as 0.8 or 80%% of at least %s, found \"%s\""),
        PB_N_("expected a share such as 0.8 or 80%% from %s to %s, found \"%s\"")};
    char buf[64], list[400];
    const char *found = pb_csv_excerpt(cell->text, cell->n, buf);
    switch (c->type) {
    case PB_CELL_TEXT:
        pb_diag_add(d, PB_ERROR, where, NULL, "expected text of %d to %d bytes, found \"%s\"",
                    (int)c->min, (int)c->max, found);
        break;
    case PB_CELL_INT:
        expect_number(&whole, c, found, where, d);
        break;
    case PB_CELL_REAL:
        expect_number(&real, c, found, where, d);
        break;
    case PB_CELL_SHARE:
        expect_number(&share, c, found, where, d);
        break;
    case PB_CELL_DATE:
        pb_diag_add(d, PB_ERROR, where, NULL,
                    "expected a date such as 2026-11-30, found \"%s\"", found);
        break;
    case PB_CELL_MINUTE:
        pb_diag_add(d, PB_ERROR, where, NULL,
                    "expected a time of day such as 08:30, found \"%s\"", found);
        break;
    case PB_CELL_BOOL:
        pb_diag_add(d, PB_ERROR, where, NULL, "expected yes or no, found \"%s\"", found);
        break;
    case PB_CELL_ENUM:
        list_groups(c->names, pb_diags_lang(d), list, sizeof list);
        pb_diag_add(d, PB_ERROR, where, NULL, "expected one of %s, found \"%s\"", list, found);
        break;
    }
}

/* Is it a date or a time as told once a file? Then it is noted. */
static bool noted(const pb_column *c, const pb_cell *cell, pb_where where, pb_once *once)
{
    bool clock = c->type == PB_CELL_DATE || c->type == PB_CELL_MINUTE;
    pb_once_kind kind = clock ? pb_once_kind_of(cell->text, cell->n) : PB_ONCE_NONE;
    if (kind != PB_ONCE_NONE)
        pb_once_note(once, kind, where.line, where.column, cell->text, cell->n);
    return kind != PB_ONCE_NONE;
}

bool pb_csv_read_cell(const pb_column *c, char decimal, pb_cell *cell, pb_where where, pb_diags *d, pb_once *once)
{
    cell->given = cell->n > 0;
    if (!cell->given) {
        if (c->required)
            pb_diag_add(d, PB_ERROR, where, NULL, "expected a value, found an empty cell");
        return !c->required;
    }
    pb_cell typed = *cell;
    if (parse(c, decimal, &typed)) {
        *cell = typed;
        return true;
    }
    bool grouped = false;
    typed = *cell;
    if (parse_written(c, &typed, &grouped)) {
        if (grouped)
            pb_once_note(once, PB_ONCE_GROUPED, where.line, where.column, cell->text, cell->n);
        *cell = typed;
        return true;
    }
    if (!noted(c, cell, where, once))
        diagnose(c, cell, where, d);
    cell->given = false;
    return false;
}
