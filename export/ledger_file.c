/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "export/ledger_file.h"

#include "export/ical_event.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { UID, AGENT, KIND, DATE, ORDINAL, SEQ, STAMP, HASH, STATE, START, END, TITLE, N_COLUMNS };

static const pb_column columns[N_COLUMNS] = {
    {"uid", NULL, PB_CELL_TEXT, true, 1, 300, NULL},
    {"agent", "客服|坐席", PB_CELL_TEXT, true, 1, 300, NULL},
    {"kind", NULL, PB_CELL_TEXT, true, 1, 20, NULL},
    {"date", "日期", PB_CELL_DATE, true, 0, 0, NULL},
    {"ordinal", NULL, PB_CELL_INT, true, 0, 1000000, NULL},
    {"seq", NULL, PB_CELL_INT, true, 0, 1000000000, NULL},
    {"stamp", NULL, PB_CELL_TEXT, true, 20, 20, NULL},
    {"hash", NULL, PB_CELL_TEXT, true, 64, 64, NULL},
    {"state", NULL, PB_CELL_ENUM, true, 0, 0, "live;removed"},
    {"start", NULL, PB_CELL_TEXT, true, 20, 20, NULL},
    {"end", NULL, PB_CELL_TEXT, true, 20, 20, NULL},
    {"title", NULL, PB_CELL_TEXT, false, 0, 400, NULL},
};
static const pb_csv_schema schema = {columns, N_COLUMNS, false};

typedef struct reader {
    pb_arena *a;
    pb_diags *d;
    const char *file;
    pb_published_row *rows; /* libc array, copied to the arena at the end */
    size_t n, cap;
} reader;

char *pb_stamp_format(int64_t utc_s, char buf[static 32])
{
    pb_date date = (pb_date)(utc_s / 86400 - (utc_s % 86400 < 0));
    int s = (int)(utc_s - (int64_t)date * 86400);
    char day[11];
    snprintf(buf, 32, "%sT%02d:%02d:%02dZ", pb_date_format(date, day), s / 3600 % 24, s / 60 % 60,
             s % 60);
    return buf;
}

bool pb_stamp_parse(const char *s, int64_t *ret_utc_s)
{
    int clock;
    pb_date date;
    if (strlen(s) != 20 || s[10] != 'T' || s[19] != 'Z' || !pb_date_parse(s, 10, &date) ||
        !pb_clock_parse(s + 11, 8, &clock) || date < 0)
        return false;
    *ret_utc_s = (int64_t)date * 86400 + clock;
    return true;
}

static bool is_hash(const char *s)
{
    return strspn(s, "0123456789abcdef") == 64 && s[64] == '\0';
}

static void wrong(reader *r, const pb_row *row, int column, const char *expected)
{
    pb_diag_add(r->d, PB_ERROR, (pb_where){row->file, row->line, columns[column].name},
                PB_N_("restore published.csv from a backup, or remove it and publish with --adopt"),
                PB_N_("expected %s, found \"%s\""), pb_tr(pb_diags_lang(r->d), expected), row->cells[column].text);
}

/* What the types of the columns do not see; false where something was diagnosed. */
static bool check_row(reader *r, const pb_row *row, pb_published_row *p)
{
    const pb_cell *c = row->cells;
    size_t before = pb_diags_errors(r->d);
    if (pb_event_kind_parse(c[KIND].text) == PB_EVENT_UNKNOWN)
        wrong(r, row, KIND, PB_N_("a kind of entry"));
    if (!is_hash(c[HASH].text))
        wrong(r, row, HASH, PB_N_("64 hex digits"));
    if (!pb_stamp_parse(c[STAMP].text, &p->stamp_s))
        wrong(r, row, STAMP, "2026-11-30T08:00:00Z");
    if (!pb_stamp_parse(c[START].text, &p->start_s))
        wrong(r, row, START, "2026-11-30T08:00:00Z");
    if (!pb_stamp_parse(c[END].text, &p->end_s) || p->end_s <= p->start_s)
        wrong(r, row, END, PB_N_("a time after the start"));
    return pb_diags_errors(r->d) == before;
}

static pb_status keep_row(reader *r, const pb_row *row, pb_published_row *p)
{
    const pb_cell *c = row->cells;
    bool same_agent = r->n > 0 && strcmp(r->rows[r->n - 1].agent, c[AGENT].text) == 0;
    p->uid = pb_arena_strdup(r->a, c[UID].text);
    p->agent = same_agent ? r->rows[r->n - 1].agent : pb_arena_strdup(r->a, c[AGENT].text);
    p->kind = pb_event_kind_name(pb_event_kind_parse(c[KIND].text));
    p->hash = pb_arena_strdup(r->a, c[HASH].text);
    p->title = pb_arena_strdup(r->a, c[TITLE].text);
    pb_status st = pb_grow(NULL, &r->rows, &r->cap, r->n + 1, sizeof *r->rows);
    if (st != PB_OK || !p->uid || !p->agent || !p->hash || !p->title)
        return PB_ERR_NOMEM;
    r->rows[r->n++] = *p;
    return PB_OK;
}

static pb_status on_row(void *ctx, const pb_row *row)
{
    reader *r = ctx;
    const pb_cell *c = row->cells;
    pb_published_row p = {.date = c[DATE].date,
                          .ordinal = (int)c[ORDINAL].integer,
                          .seq = (int)c[SEQ].integer,
                          .state = c[STATE].integer == 1 ? PB_REMOVED : PB_LIVE};
    if (row->bad || !check_row(r, row, &p))
        return PB_OK;
    return keep_row(r, row, &p);
}

int pb_ledger_order(const void *a, const void *b)
{
    const pb_published_row *x = a, *y = b;
    int c = strcmp(x->agent, y->agent);
    c = c != 0 ? c : strcmp(x->kind, y->kind);
    if (c != 0)
        return c;
    if (x->date != y->date)
        return x->date < y->date ? -1 : 1;
    return (x->ordinal > y->ordinal) - (x->ordinal < y->ordinal);
}

static int uid_order(const void *a, const void *b)
{
    const pb_published_row *const *x = a, *const *y = b;
    return strcmp((*x)->uid, (*y)->uid);
}

static void doubled(reader *r, const pb_published_row *row)
{
    pb_where where = {r->file, 0, "uid"};
    pb_diag_add(r->d, PB_ERROR, where,
                PB_N_("restore published.csv from a backup, or remove it and publish with --adopt"),
                PB_N_("\"%s\" is an entry that stands there twice"), row->uid);
}

/* The rows sorted into the arena; errors for doubled ones. */
static pb_status finish(reader *r, pb_published *ret)
{
    pb_published_row *rows = PB_NEW_ARRAY(r->a, r->n, pb_published_row);
    const pb_published_row **by_uid = pb_alloc(NULL, r->n + 1, sizeof *by_uid);
    if (!rows || !by_uid) {
        pb_free(NULL, by_uid);
        return PB_ERR_NOMEM;
    }
    if (r->n > 0)
        memcpy(rows, r->rows, r->n * sizeof *rows);
    qsort(rows, r->n, sizeof *rows, pb_ledger_order);
    for (size_t i = 0; i < r->n; i++)
        by_uid[i] = &rows[i];
    qsort(by_uid, r->n, sizeof *by_uid, uid_order);
    bool clean = true;
    for (size_t i = 1; i < r->n; i++) {
        bool same_uid = strcmp(by_uid[i]->uid, by_uid[i - 1]->uid) == 0;
        bool same_key = pb_ledger_order(&rows[i], &rows[i - 1]) == 0;
        if (same_uid || same_key)
            doubled(r, same_uid ? by_uid[i] : &rows[i]);
        clean = clean && !same_uid && !same_key;
    }
    pb_free(NULL, by_uid);
    if (!clean)
        return PB_ERR_INPUT;
    ret->n = r->n;
    ret->at = rows;
    return PB_OK;
}

pb_status pb_ledger_parse(pb_arena *a, const char *name, const void *bytes, size_t n,
                          pb_published *ret, pb_diags *d)
{
    reader r = {.a = a, .d = d, .file = name};
    pb_csv_reader *csv = NULL;
    pb_status st = pb_csv_reader_new(name, &schema, NULL, on_row, &r, d, NULL, &csv);
    size_t before = pb_diags_errors(d);
    if (st == PB_OK)
        st = pb_csv_feed(csv, bytes, n);
    if (st == PB_OK)
        st = pb_csv_finish(csv);
    if (st == PB_OK && pb_diags_errors(d) != before)
        st = PB_ERR_INPUT;
    if (st == PB_OK)
        st = finish(&r, ret);
    pb_csv_reader_free(csv);
    pb_free(NULL, r.rows);
    return st;
}

pb_status pb_ledger_read(pb_arena *a, const char *path, pb_published *ret, bool *ret_found,
                         pb_diags *d)
{
    if (!pb_file_exists(path)) {
        *ret_found = false;
        *ret = (pb_published){0, NULL};
        return PB_OK;
    }
    pb_arena *scratch = pb_arena_new(pb_arena_allocator(a));
    char *bytes;
    size_t n;
    pb_status st = scratch ? pb_file_read(scratch, path, 0, &bytes, &n, d) : PB_ERR_NOMEM;
    if (st == PB_OK)
        st = pb_ledger_parse(a, path, bytes, n, ret, d);
    if (st == PB_OK)
        *ret_found = true;
    pb_arena_free(scratch);
    return st;
}

void pb_ledger_write_head(pb_text *out)
{
    for (int i = 0; i < N_COLUMNS; i++)
        pb_csv_field(out, columns[i].name, false);
    pb_csv_end(out);
}

void pb_ledger_write_row(pb_text *out, const pb_published_row *r)
{
    char buf[32], day[11];
    pb_csv_field(out, r->uid, false);
    pb_csv_field(out, r->agent, false);
    pb_csv_field(out, r->kind, false);
    pb_csv_field(out, pb_date_format(r->date, day), false);
    snprintf(buf, sizeof buf, "%d", r->ordinal);
    pb_csv_field(out, buf, false);
    snprintf(buf, sizeof buf, "%d", r->seq);
    pb_csv_field(out, buf, false);
    pb_csv_field(out, pb_stamp_format(r->stamp_s, buf), false);
    pb_csv_field(out, r->hash, false);
    pb_csv_field(out, r->state == PB_LIVE ? "live" : "removed", false);
    pb_csv_field(out, pb_stamp_format(r->start_s, buf), false);
    pb_csv_field(out, pb_stamp_format(r->end_s, buf), false);
    pb_csv_field(out, r->title, false);
    pb_csv_end(out);
}

size_t pb_ledger_find(const pb_published *l, const char *agent, size_t *ret_first)
{
    size_t lo = 0, hi = l->n;
    while (lo < hi) {
        size_t mid = lo + (hi - lo) / 2;
        if (strcmp(l->at[mid].agent, agent) < 0)
            lo = mid + 1;
        else
            hi = mid;
    }
    size_t n = 0;
    while (lo + n < l->n && strcmp(l->at[lo + n].agent, agent) == 0)
        n++;
    *ret_first = lo;
    return n;
}
