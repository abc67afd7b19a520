/* SPDX-License-Identifier: GPL-3.0-or-later */
/* For the csv_*.c files only: what they share. */
#ifndef PAIBAN_BASE_CSV_INSIDE_H
#define PAIBAN_BASE_CSV_INSIDE_H

#include "base/csv.h"
#include "base/csv_decode.h"

#include <csv.h>

struct pb_csv_reader {
    const pb_allocator *al;
    pb_arena *arena; /* what lives as long as the reader */
    const char *name;
    const pb_csv_schema *schema;
    pb_csv_on_header on_header;
    pb_csv_on_row on_row;
    void *ctx;
    pb_diags *d;
    pb_decoder *decoder;
    pb_status status; /* what stopped the read; sticky */
    bool error;       /* one was diagnosed here */
    size_t errors_before;

    long line;      /* physical line, from 1 */
    long row_line;  /* where the row began */
    bool in_line;   /* bytes of this line have come */
    bool after_cr;  /* a LF that follows belongs to the line before */
    bool open_row;  /* the row goes on after the line break */
    bool skipping;  /* the rest of this line is left out */

    pb_text head;   /* the header's text until its end is known */
    size_t head_scanned; /* so far for quotes; what stands behind is known of by the next two */
    bool head_quoted, head_may_open; /* inside quotes; a quote here would open (again) */
    bool parsing;   /* the separator is known, libcsv runs */
    char separator; /* 0 = to be guessed */
    struct csv_parser csv;

    char *text; /* the row's fields, each with a closing NUL */
    size_t n_text, text_cap;
    size_t *field_at; /* [n_fields] where each begins in text */
    size_t n_fields, fields_cap;
    size_t n_given; /* 1 + index of the last field that is not empty */

    bool bound;           /* the header has been read */
    bool column_missing;  /* a required one; every row is bad then */
    size_t n_header;
    int *column_of;             /* [n_header] index in the schema, or NOT_BOUND, DOUBLED */
    const char **header_texts;  /* [n_columns] the file's spelling */
    pb_cell *cells;             /* [n_columns] */
    size_t n_extra;
    const char **extra_names, **extra_texts; /* [n_extra] */
    size_t date_field; /* 1 + the first field of a column of dates; 0 = none */
    pb_once once;
};

static inline pb_where pb_csv_at(const pb_csv_reader *r, const char *column)
{
    return (pb_where){r->name, r->row_line, column};
}

/* The header record, then each later one, stands in r->text: binds it, hands it to the callback. */
void pb_csv_take_header(pb_csv_reader *r);
void pb_csv_take_row(pb_csv_reader *r);

/* Does the header text s[0 … n-1] mean that column? */
bool pb_csv_column_named(const pb_column *c, const char *s, size_t n);
/* Index of the first column so named; -1 = none. */
int pb_csv_find_column(const pb_csv_schema *schema, const char *s, size_t n);

/* Reads cell->text, cell->n as the column's type. false (and given = false): wrong, diagnosed at where, or noted in once. */
bool pb_csv_read_cell(const pb_column *c, char decimal, pb_cell *cell, pb_where where, pb_diags *d, pb_once *once);
/* The beginning of a cell, for a message of one line; returns buf. */
const char *pb_csv_excerpt(const char *s, size_t n, char buf[static 64]);

/* The separator of a header line: that of ',' ';' tab under which most fields are known names, then
 * under which there are most fields, then the first. */
char pb_csv_guess_separator(const pb_csv_schema *schema, const char *line, size_t n);

/* Is a text without BOM GB18030 rather than UTF-8? s[0] is its first byte above 127, `before` the one
 * before it; whole: the text ends with s[n-1], else its last character may be cut. */
bool pb_csv_is_gb18030(const char *s, size_t n, bool whole, char before);

/* Drops spaces, tabs, line breaks and full-width or no-break spaces at both ends. */
void pb_csv_trim(const char **s, size_t *n);

#endif
