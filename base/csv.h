/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * CSV tables as Excel, WPS and LibreOffice write them: UTF-8 with or without BOM, UTF-16 with
 * BOM (or without, where it begins with two ASCII characters), GB18030 (detected); comma, semicolon or tab (detected from the header line); LF, CRLF or CR;
 * quoted fields with separators, doubled quotes and line breaks (libcsv). The first record is the
 * header. Column order is free; names match case-insensitively, spaces around them dropped, a space or
 * hyphen inside like an underscore, and by aliases. Rows are streamed: memory does not grow with the file.
 */
#ifndef PAIBAN_BASE_CSV_H
#define PAIBAN_BASE_CSV_H

#include "base/diag.h"
#include "base/memory.h"
#include "base/status.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

typedef enum pb_cell_type {
    PB_CELL_TEXT,   /* text, valid UTF-8; min/max bound its length in bytes where max > 0 */
    PB_CELL_INT,    /* whole number in [min, max] */
    PB_CELL_REAL,   /* decimal number in [min, max]; "," as decimal point where ";" or tab separates */
    PB_CELL_SHARE,  /* 0.8 or 80% -> 0.8; in [min, max] */
    PB_CELL_DATE,   /* pb_date in `date`; a midnight behind it is dropped ("2026/11/30 0:00") */
    PB_CELL_MINUTE, /* a time of day, minutes 0 … 1440 in `integer` */
    PB_CELL_BOOL,   /* yes/no, true/false, 1/0, y/n, 是/否 in `integer` */
    PB_CELL_ENUM    /* one of names; index of the group in `integer` */
} pb_cell_type;

/* One column a reader knows. Const tables of these are the single source of names. */
typedef struct pb_column {
    const char *name;    /* the contract's name, what is written */
    const char *aliases; /* other spellings, '|' between ("客服|坐席|agent_id"), NULL = none */
    pb_cell_type type;
    bool required; /* the column must be there and its cells not empty */
    double min, max; /* range of numbers; both 0 = any; max INFINITY = none above */
    const char *names; /* PB_CELL_ENUM: groups by ';', spellings by '|': "voice|语音;chat|在线" */
} pb_column;

typedef struct pb_cell {
    bool given;       /* false: the column is absent or the cell empty (or wrong, then diagnosed) */
    const char *text; /* the cell's text, spaces around dropped, UTF-8; "" when not given */
    uint32_t n;       /* its length in bytes */
    int64_t integer;  /* INT, MINUTE, BOOL, ENUM */
    double real;      /* REAL, SHARE (and INT) */
    int32_t date;     /* DATE */
} pb_cell;

/* One row, valid during the callback only. */
typedef struct pb_row {
    const char *file;
    long line;            /* where the row starts, header = 1 */
    const pb_cell *cells; /* [number of known columns], in the schema's order */
    /* Columns no schema entry knows, in file order: kept so that writing loses nothing. */
    size_t n_extra;
    const char *const *extra_names;
    const char *const *extra_texts;
    bool bad; /* a cell was wrong and has been diagnosed; the row is still handed over */
} pb_row;

typedef struct pb_csv_schema {
    const pb_column *columns;
    size_t n_columns;
    /* Unknown columns: false = warn once each (with the nearest name), true = silently kept. */
    bool quiet_extras;
    /* One of several groups of alternatives may be checked by the caller in on_header. */
} pb_csv_schema;

/* Called once, before rows. present[i] tells whether column i stands in the file; header_texts are the
 * file's own spellings per known column ("" when absent). Returning other than PB_OK stops the read. */
typedef pb_status (*pb_csv_on_header)(void *ctx, const bool *present, const char *const *header_texts);
typedef pb_status (*pb_csv_on_row)(void *ctx, const pb_row *row);

/* The longest row, in bytes of UTF-8 with its line breaks; a longer one is diagnosed and left out. */
enum { PB_CSV_MAX_ROW = 10 << 20 };

/*
 * Reads a file. Wrong cells, missing columns, doubled columns, rows with too many fields, unterminated quotes,
 * bytes that are no text: all diagnosed in d, reading goes on to the end. Returns PB_ERR_INPUT when
 * any error was diagnosed meanwhile (also by a callback), PB_ERR_IO when it cannot be read (diagnosed),
 * else what a callback returned. Skipped are empty lines, rows of empty cells, lines that start with
 * '#', and Excel's first line "sep=;" (which names the separator).
 */
PB_MUST_USE pb_status pb_csv_read_file(const char *path, const pb_csv_schema *schema,
                                       pb_csv_on_header on_header, pb_csv_on_row on_row, void *ctx,
                                       pb_diags *d, const pb_allocator *al);

/* The same from an open stream, up to its end; name is what diagnostics call it. */
PB_MUST_USE pb_status pb_csv_read_stream(FILE *in, const char *name, const pb_csv_schema *schema,
                                         pb_csv_on_header on_header, pb_csv_on_row on_row, void *ctx,
                                         pb_diags *d, const pb_allocator *al);

/* The same from bytes fed in pieces of any size. name is what diagnostics call the input. */
typedef struct pb_csv_reader pb_csv_reader;
PB_MUST_USE pb_status pb_csv_reader_new(const char *name, const pb_csv_schema *schema,
                                        pb_csv_on_header on_header, pb_csv_on_row on_row, void *ctx,
                                        pb_diags *d, const pb_allocator *al, pb_csv_reader **ret);
PB_MUST_USE pb_status pb_csv_feed(pb_csv_reader *r, const void *bytes, size_t n);
PB_MUST_USE pb_status pb_csv_finish(pb_csv_reader *r); /* ends the input; the reader stays to be freed */
void pb_csv_reader_free(pb_csv_reader *r);             /* accepts NULL */

/*
 * Cells that spreadsheets bring by the thousand and no reader takes, since they may be read in two ways. They are noted row by
 * row and told once a file, with the number of rows. Dates and times of day (PB_CELL_DATE, PB_CELL_MINUTE) do so by themselves; who
 * reads times from a text cell asks for the kind of what it could not read.
 */
typedef enum pb_once_kind {
    PB_ONCE_DATE,  /* 11/16/2026, alone or with a time: day or month first? */
    PB_ONCE_CLOCK, /* 2:00 PM */
    PB_ONCE_TOTAL, /* "Total", where a date or a time should stand */
    PB_ONCE_GROUPED, /* 1,280: read as 1280, and said so */
    PB_ONCE_NONE
} pb_once_kind;

typedef struct pb_once_fault {
    long long n_rows;
    long first_line, last_line;
    const char *column; /* of the first one; borrowed */
    char found[64];     /* its beginning */
} pb_once_fault;

typedef struct pb_once {
    pb_once_fault of[PB_ONCE_NONE];
} pb_once; /* all zero: nothing noted */

pb_once_kind pb_once_kind_of(const char *s, size_t n);
/* Notes s[0 … n-1], of a kind other than PB_ONCE_NONE. column lives until pb_once_tell; NULL = none. */
void pb_once_note(pb_once *o, pb_once_kind kind, long line, const char *column, const char *s, size_t n);
/* An error for each kind that was noted; a note for what was read all the same. */
void pb_once_tell(const pb_once *o, const char *file, pb_diags *d);

/* The known name nearest to a misspelt one, or NULL when none is near: edit distance (in characters,
 * ASCII case ignored, neighbours swapped = 1) at most 2 or a third of the word, and less than its length. */
const char *pb_nearest_name(const char *word, const char *const *names, size_t n);

/* --- writing: UTF-8, comma, LF; a field is quoted where it must be --- */

/* A growing text; used for files that are replaced whole and for output pipes. */
typedef struct pb_text {
    char *bytes; /* NUL-terminated when not NULL */
    size_t n, cap;
    pb_status status; /* sticky: set to PB_ERR_NOMEM once memory was refused */
    const pb_allocator *al;
} pb_text;

void pb_text_init(pb_text *t, const pb_allocator *al);
void pb_text_done(pb_text *t);
void pb_text_put(pb_text *t, const char *bytes, size_t n);
void pb_text_puts(pb_text *t, const char *s);
void pb_text_printf(pb_text *t, const char *fmt, ...) PB_PRINTF(2, 3);

/* Fields of a record: call pb_csv_field or pb_csv_real for each, then pb_csv_end. A field that a spreadsheet would
 * take for a formula (= + - @ first, and not a number) is written with a leading apostrophe only when
 * guard is true (files for people); tables that are read back are written as they are. */
void pb_csv_field(pb_text *t, const char *s, bool guard);
void pb_csv_end(pb_text *t);
/* A field with the shortest decimal that reads back to the same double, with '.' and no exponent below
 * 1e15, rounded to max_decimals (0 … 17); NAN gives an empty field. */
void pb_csv_real(pb_text *t, double v, int max_decimals);

#endif
