/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The CSV reader: a table must be read the same in one piece and in pieces (first byte = their size),
 * and its cells must be what their types promise. */
#include "fuzz.h"

#include "base/csv.h"
#include "base/utf8.h"

#include <stdlib.h>
#include <string.h>

static const pb_column COLUMNS[] = {
    {"agent", "客服", PB_CELL_TEXT, true, 0, 0, NULL},   {"n", NULL, PB_CELL_INT, false, 0, 100, NULL},
    {"x", NULL, PB_CELL_REAL, false, 0, 0, NULL},        {"p", NULL, PB_CELL_SHARE, false, 0, 1, NULL},
    {"date", "日期", PB_CELL_DATE, false, 0, 0, NULL},   {"at", NULL, PB_CELL_MINUTE, false, 0, 0, NULL},
    {"b", NULL, PB_CELL_BOOL, false, 0, 0, NULL},        {"e", NULL, PB_CELL_ENUM, false, 0, 0, "a|b;c"},
};
enum { N_COLUMNS = sizeof COLUMNS / sizeof COLUMNS[0] };

typedef struct sums {
    uint64_t hash;
    long last_line;
} sums;

static void mix(sums *s, const void *bytes, size_t n)
{
    const unsigned char *p = bytes;
    for (size_t i = 0; i < n; i++)
        s->hash = (s->hash ^ p[i]) * UINT64_C(1099511628211);
}

static void must(int truth)
{
    if (!truth)
        abort();
}

static void check_text(const char *text)
{
    for (size_t i = 0, n = strlen(text); i < n;) {
        int k = pb_utf8_decode(text + i, n - i, NULL);
        must(k > 0);
        i += (size_t)k;
    }
}

static pb_status on_row(void *ctx, const pb_row *row)
{
    sums *s = ctx;
    must(row->line > s->last_line);
    s->last_line = row->line;
    mix(s, &row->line, sizeof row->line);
    mix(s, &row->bad, sizeof row->bad);
    for (int i = 0; i < N_COLUMNS; i++) {
        const pb_cell *c = &row->cells[i];
        must(c->n == strlen(c->text));
        check_text(c->text);
        mix(s, c->text, c->n + 1);
        mix(s, &c->given, sizeof c->given);
        if (c->given && COLUMNS[i].type == PB_CELL_INT)
            must(c->integer >= 0 && c->integer <= 100);
        if (c->given && COLUMNS[i].type == PB_CELL_SHARE)
            must(c->real >= 0 && c->real <= 1);
        if (c->given && COLUMNS[i].type == PB_CELL_ENUM)
            must(c->integer >= 0 && c->integer <= 1);
    }
    for (size_t i = 0; i < row->n_extra; i++) {
        check_text(row->extra_names[i]);
        check_text(row->extra_texts[i]);
        mix(s, row->extra_texts[i], strlen(row->extra_texts[i]) + 1);
    }
    return PB_OK;
}

static uint64_t read_in_pieces(const uint8_t *bytes, size_t n, size_t piece)
{
    static const pb_csv_schema schema = {COLUMNS, N_COLUMNS, false};
    sums s = {14695981039346656037U, 0};
    pb_diags *d = pb_diags_new(NULL, NULL);
    pb_csv_reader *r = NULL;
    pb_status st = pb_csv_reader_new("f", &schema, NULL, on_row, &s, d, NULL, &r);
    for (size_t i = 0; i < n && !st; i += piece)
        st = pb_csv_feed(r, bytes + i, piece < n - i ? piece : n - i);
    if (!st)
        st = pb_csv_finish(r);
    must(st == PB_OK || st == PB_ERR_INPUT);
    must((st == PB_OK) == (pb_diags_errors(d) == 0));
    size_t said = pb_diags_errors(d);
    mix(&s, &said, sizeof said);
    pb_csv_reader_free(r);
    pb_diags_free(d);
    return s.hash;
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t count)
{
    if (count == 0)
        return 0;
    size_t piece = bytes[0] ? bytes[0] : 1;
    uint64_t whole = read_in_pieces(bytes + 1, count - 1, count);
    must(read_in_pieces(bytes + 1, count - 1, piece) == whole);
    return 0;
}
