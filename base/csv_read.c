/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Bytes -> UTF-8 (csv_decode.c) -> physical lines -> records (libcsv) -> typed rows (csv_row.c).
 * libcsv is fed one physical line at a time, so that we know on which line a row starts, can leave
 * out comment lines, and can find back to the next line after a row that cannot be read.
 */
#include "base/csv.h"

#include "base/csv_decode.h"
#include "base/csv_inside.h"
#include "base/files.h"

#include <errno.h>
#include <string.h>

enum { FIRST_ENTRY = 256, MAX_HEADER = 1 << 20, READ_SIZE = 1 << 16 };

/* --- libcsv --- */

static void clear_row(pb_csv_reader *r)
{
    r->n_text = r->n_fields = r->n_given = 0;
    r->open_row = false;
}

/* The row is given up; reading goes on with the next line. Without a header it ends: the next line would
 * be taken for one. */
static void give_up_row(pb_csv_reader *r)
{
    r->error = true;
    r->skipping = true;
    clear_row(r);
    if (!r->bound)
        r->status = PB_ERR_INPUT;
}

static void row_too_long(pb_csv_reader *r)
{
    pb_diag_add(r->d, PB_ERROR, pb_csv_at(r, NULL), "look for a quote that is never closed",
                "this row is longer than 10 MB and was left out");
    give_up_row(r);
}

static void on_field(void *s, size_t n, void *ctx)
{
    pb_csv_reader *r = ctx;
    const char *text = s;
    /* Fields beyond the header are counted, not kept: a line of separators costs nothing. */
    bool keep = !r->bound || r->n_fields < r->n_header;
    if (r->status || r->skipping)
        return;
    pb_csv_trim(&text, &n);
    if (n > PB_CSV_MAX_ROW - r->n_text) {
        row_too_long(r);
        return;
    }
    if (!keep) {
        r->n_fields++;
        if (n)
            r->n_given = r->n_fields;
        return;
    }
    if (pb_grow(r->al, &r->text, &r->text_cap, r->n_text + n + 1, 1) ||
        pb_grow(r->al, &r->field_at, &r->fields_cap, r->n_fields + 1, sizeof *r->field_at)) {
        r->status = PB_ERR_NOMEM;
        return;
    }
    memcpy(r->text + r->n_text, text, n);
    r->text[r->n_text + n] = '\0';
    r->field_at[r->n_fields++] = r->n_text;
    r->n_text += n + 1;
    if (n)
        r->n_given = r->n_fields;
}

static void on_record(int terminator, void *ctx)
{
    (void)terminator;
    pb_csv_reader *r = ctx;
    if (r->status || r->skipping)
        return;
    if (r->bound && r->n_fields > r->n_header)
        r->n_fields = r->n_header;
    if (r->n_given > 0) {
        if (r->bound)
            pb_csv_take_row(r);
        else
            pb_csv_take_header(r);
    }
    clear_row(r);
}

/* libcsv's allocator hook has no context, so it is given one that always refuses: libcsv then stops
 * before the character that did not fit and we grow its buffer through our own seam. */
static void *refuse(void *p, size_t size)
{
    (void)p;
    (void)size;
    return NULL;
}

static void start_libcsv(pb_csv_reader *r)
{
    unsigned char *buffer = r->csv.entry_buf;
    size_t size = r->csv.entry_size;
    csv_init(&r->csv, CSV_STRICT | CSV_STRICT_FINI);
    csv_set_delim(&r->csv, (unsigned char)r->separator);
    csv_set_realloc_func(&r->csv, refuse);
    r->csv.entry_buf = buffer;
    r->csv.entry_size = size;
}

static void grow_entry(pb_csv_reader *r)
{
    size_t size = r->csv.entry_size;
    if (size >= PB_CSV_MAX_ROW) {
        row_too_long(r);
        return;
    }
    size = size ? 2 * size : FIRST_ENTRY;
    if (size > PB_CSV_MAX_ROW)
        size = PB_CSV_MAX_ROW;
    unsigned char *buffer = pb_realloc(r->al, r->csv.entry_buf, size, 1);
    if (!buffer) {
        r->status = PB_ERR_NOMEM;
        return;
    }
    r->csv.entry_buf = buffer;
    r->csv.entry_size = size;
}

/* A quote where strict CSV has none. 5" inside an unquoted field is read as it stands, as spreadsheets
 * do; inside quotes it would swallow what follows, so the row is given up. Returns bytes used. */
static size_t stray_quote(pb_csv_reader *r, const char *s)
{
    if (r->csv.quoted) {
        pb_diag_add(r->d, PB_ERROR, pb_csv_at(r, NULL), "write two quotes for one inside a quoted text",
                    "text follows a closing quote");
        give_up_row(r);
        return 0;
    }
    csv_set_opts(&r->csv, CSV_STRICT_FINI);
    size_t used = csv_parse(&r->csv, s, 1, on_field, on_record, r);
    csv_set_opts(&r->csv, CSV_STRICT | CSV_STRICT_FINI);
    return used;
}

static void parse(pb_csv_reader *r, const char *s, size_t n)
{
    while (n > 0 && !r->status && !r->skipping) {
        size_t used = csv_parse(&r->csv, s, n, on_field, on_record, r);
        if (used < n && csv_error(&r->csv) == CSV_EPARSE)
            used += stray_quote(r, s + used);
        else if (used < n)
            grow_entry(r);
        s += used;
        n -= used;
    }
    if (r->skipping)
        start_libcsv(r);
}

/* --- lines --- */

/* Excel's own first line "sep=;" */
static bool is_separator_line(const pb_csv_reader *r)
{
    const char *s = r->head.bytes;
    return r->row_line == 1 && r->head.n >= 5 && strncmp(s, "sep=", 4) == 0 &&
           !strchr("\"\r\n", s[4]) && (r->head.n == 5 || s[5] == '\r' || s[5] == '\n');
}

/* Does a quoted name go on behind the header's text so far? A quote opens at the beginning of a field
 * only, or right behind one that closed (a doubled one). */
static bool header_is_open(pb_csv_reader *r)
{
    if (r->head_scanned == 0) {
        r->head_quoted = false;
        r->head_may_open = true;
    }
    for (; r->head_scanned < r->head.n; r->head_scanned++) {
        char c = r->head.bytes[r->head_scanned];
        bool separates = c == r->separator || strchr(",;\t\r\n", c);
        if (c == '"' && (r->head_quoted || r->head_may_open)) {
            r->head_quoted = !r->head_quoted;
            r->head_may_open = true;
        } else if (!r->head_quoted) {
            r->head_may_open = separates || (r->head_may_open && c == ' ');
        }
    }
    return r->head_quoted;
}

static pb_status take_text(void *ctx, const char *s, size_t n);

/* The header is complete: libcsv starts, and gets its lines again from the first. */
static void start_parsing(pb_csv_reader *r)
{
    pb_text head = r->head;
    pb_text_init(&r->head, r->al);
    if (!r->separator)
        r->separator = pb_csv_guess_separator(r->schema, head.bytes, head.n);
    start_libcsv(r);
    r->parsing = true;
    r->line = r->row_line;
    r->open_row = r->after_cr = false;
    take_text(r, head.bytes, head.n);
    pb_text_done(&head);
}

static void give_up_file(pb_csv_reader *r)
{
    r->error = true;
    r->status = PB_ERR_INPUT;
}

/* A line of the header's text is complete: is the header? */
static void end_header_line(pb_csv_reader *r, bool at_end)
{
    const char *s = r->head.bytes;
    size_t n = r->head.n;
    r->open_row = header_is_open(r) && !at_end;
    if (r->open_row)
        return;
    pb_csv_trim(&s, &n);
    if (n >= 4 && memcmp(s, "PK\x03\x04", 4) == 0) {
        pb_diag_add(r->d, PB_ERROR, pb_csv_at(r, NULL), "save it as CSV UTF-8 first",
                    "this is a workbook or an archive, not a CSV table");
        give_up_file(r);
        return;
    }
    if (pb_decoder_zeros(r->decoder)) {
        pb_diag_add(r->d, PB_ERROR, pb_csv_at(r, NULL), "save it as CSV UTF-8, or as Unicode text with its mark",
                    "this is UTF-16 text without its mark (BOM), or no text at all");
        give_up_file(r);
        return;
    }
    bool names_separator = is_separator_line(r);
    if (n > 0 && !names_separator) {
        start_parsing(r);
        return;
    }
    if (names_separator)
        r->separator = r->head.bytes[4];
    r->head.n = r->head_scanned = 0;
}

static void take(pb_csv_reader *r, const char *s, size_t n)
{
    if (r->skipping)
        return;
    if (r->parsing) {
        parse(r, s, n);
        return;
    }
    pb_text_put(&r->head, s, n);
    r->status = r->head.status;
    if (r->head.n > MAX_HEADER) {
        pb_diag_add(r->d, PB_ERROR, pb_csv_at(r, NULL), "is this a CSV table?",
                    "the header line is longer than 1 MB");
        r->error = true;
        r->status = PB_ERR_INPUT;
    }
}

static void end_line(pb_csv_reader *r)
{
    bool skipped = r->skipping;
    r->skipping = false;
    r->in_line = false;
    r->line++;
    if (r->status || skipped)
        return;
    if (r->parsing)
        r->open_row = r->csv.quoted;
    else
        end_header_line(r, false);
}

/* Length of the line's rest in s[0 … n-1] with its line break; *ret_ended: the break is there. */
static size_t line_span(const char *s, size_t n, bool *ret_ended)
{
    const char *lf = memchr(s, '\n', n);
    const char *cr = memchr(s, '\r', lf ? (size_t)(lf - s) : n);
    const char *end = cr ? cr : lf;
    *ret_ended = end != NULL;
    return end ? (size_t)(end - s) + 1 : n;
}

/* pb_text_sink: valid UTF-8 without NUL. */
static pb_status take_text(void *ctx, const char *s, size_t n)
{
    pb_csv_reader *r = ctx;
    while (n > 0 && !r->status) {
        size_t used = 1;
        if (r->after_cr && *s == '\n') {
            /* The LF of a CRLF: part of a quoted text, else nothing. */
            if (r->open_row)
                take(r, s, 1);
            r->after_cr = false;
        } else {
            bool ended;
            used = line_span(s, n, &ended);
            if (!r->in_line && !r->open_row) {
                r->row_line = r->line;
                r->skipping = *s == '#';
            }
            r->in_line = true;
            take(r, s, used);
            r->after_cr = ended && s[used - 1] == '\r';
            if (ended)
                end_line(r);
        }
        s += used;
        n -= used;
    }
    return r->status;
}

/* --- the public reader --- */

pb_status pb_csv_reader_new(const char *name, const pb_csv_schema *schema,
                            pb_csv_on_header on_header, pb_csv_on_row on_row, void *ctx,
                            pb_diags *d, const pb_allocator *al, pb_csv_reader **ret)
{
    pb_csv_reader *r = pb_alloc(al, 1, sizeof *r);
    if (!r)
        return PB_ERR_NOMEM;
    r->al = al;
    r->schema = schema;
    r->on_header = on_header;
    r->on_row = on_row;
    r->ctx = ctx;
    r->d = d;
    r->errors_before = pb_diags_errors(d);
    r->line = r->row_line = 1;
    pb_text_init(&r->head, al);
    r->arena = pb_arena_new(al);
    r->name = r->arena ? pb_arena_strdup(r->arena, name) : NULL;
    if (!r->name || pb_decoder_new(al, take_text, r, &r->decoder)) {
        pb_csv_reader_free(r);
        return PB_ERR_NOMEM;
    }
    *ret = r;
    return PB_OK;
}

void pb_csv_reader_free(pb_csv_reader *r)
{
    if (!r)
        return;
    pb_decoder_free(r->decoder);
    pb_text_done(&r->head);
    pb_free(r->al, r->csv.entry_buf);
    pb_free(r->al, r->text);
    pb_free(r->al, r->field_at);
    pb_arena_free(r->arena);
    pb_free(r->al, r);
}

pb_status pb_csv_feed(pb_csv_reader *r, const void *bytes, size_t n)
{
    if (!r->status && n > 0) {
        pb_status st = pb_decoder_feed(r->decoder, bytes, n);
        if (!r->status)
            r->status = st;
    }
    return r->status;
}

/* The last row may lack its line break. */
static void end_rows(pb_csv_reader *r)
{
    if (!r->parsing && r->head.n > 0)
        end_header_line(r, true);
    if (!r->status && r->parsing && csv_fini(&r->csv, on_field, on_record, r)) {
        pb_diag_add(r->d, PB_ERROR, pb_csv_at(r, NULL), "close the quote, or write two quotes for one",
                    "a quote is opened in this row and never closed");
        r->error = true;
    }
    pb_once_tell(&r->once, r->name, r->d);
    if (!r->status && !r->bound && !r->error) {
        r->row_line = 0;
        pb_diag_add(r->d, PB_ERROR, pb_csv_at(r, NULL), NULL,
                    "the file is empty; expected a header line");
        r->error = true;
    }
}

pb_status pb_csv_finish(pb_csv_reader *r)
{
    if (!r->status) {
        pb_status st = pb_decoder_finish(r->decoder);
        if (!r->status)
            r->status = st;
    }
    if (!r->status)
        end_rows(r);
    if (!r->status && (r->error || pb_diags_errors(r->d) > r->errors_before))
        r->status = PB_ERR_INPUT;
    return r->status;
}

pb_status pb_csv_read_stream(FILE *in, const char *name, const pb_csv_schema *schema,
                             pb_csv_on_header on_header, pb_csv_on_row on_row, void *ctx,
                             pb_diags *d, const pb_allocator *al)
{
    pb_csv_reader *r = NULL;
    char *buffer = pb_alloc(al, READ_SIZE, 1);
    pb_status st = buffer ? pb_csv_reader_new(name, schema, on_header, on_row, ctx, d, al, &r)
                          : PB_ERR_NOMEM;
    for (size_t n = 1; !st && n > 0;) {
        errno = 0;
        n = fread(buffer, 1, READ_SIZE, in);
        if (n == 0 && ferror(in)) {
            pb_diag_errno(d, name, errno, "cannot be read: %s");
            st = PB_ERR_IO;
        } else {
            st = n ? pb_csv_feed(r, buffer, n) : pb_csv_finish(r);
        }
    }
    pb_csv_reader_free(r);
    pb_free(al, buffer);
    return st;
}

pb_status pb_csv_read_file(const char *path, const pb_csv_schema *schema,
                           pb_csv_on_header on_header, pb_csv_on_row on_row, void *ctx, pb_diags *d,
                           const pb_allocator *al)
{
    FILE *in = fopen(path, "rbe");
    if (!in) {
        pb_diag_errno(d, path, errno, "cannot be opened: %s");
        return PB_ERR_IO;
    }
    pb_status st = pb_csv_read_stream(in, path, schema, on_header, on_row, ctx, d, al);
    fclose(in);
    return st;
}
