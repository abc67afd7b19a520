/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Diagnostics: what is wrong in an input, where, what was expected, what to do.
 * Readers collect all of a file (PB_DIAG_MAX_PER_FILE of each severity at most; who prints adds one
 * line where there were more, pb_diags_dropped) and go on; the command prints them and writes nothing when there is an error.
 * What one column has wrong in row after row is kept PB_DIAG_MAX_ALIKE times, the same sentence PB_DIAG_MAX_SAME times; the
 * other rows are counted with those.
 *
 * Texts are in the user's language: a translator is passed in, msgids are the English texts.
 * Library code never prints.
 */
#ifndef PAIBAN_BASE_DIAG_H
#define PAIBAN_BASE_DIAG_H

#include "base/memory.h"
#include "base/status.h"

#include <stdbool.h>

enum { PB_DIAG_MAX_PER_FILE = 100, PB_DIAG_MAX_ALIKE = 10, PB_DIAG_MAX_SAME = 3 };

/* Gives a text in a language. get returns a text that lives as long as the translator. */
typedef struct pb_lang {
    const char *code; /* "en", "zh" */
    const char *(*get)(void *ctx, const char *msgid);
    void *ctx;
} pb_lang;

/* The text of msgid in that language; msgid itself where lang is NULL. Extracted by xgettext. */
const char *pb_tr(const pb_lang *lang, const char *msgid) __attribute__((format_arg(2)));
/* Marks a text for extraction where it cannot be looked up yet (const tables). */
#define PB_N_(msgid) msgid

typedef enum pb_severity { PB_NOTE, PB_WARNING, PB_ERROR } pb_severity;

/* A place in an input. line counts from 1 (header included); 0 or NULL = not known. */
typedef struct pb_where {
    const char *file;
    long line;
    const char *column; /* the column's name as the file's header spells it */
} pb_where;

/* The file as a whole. (A compound literal inside the call of pb_diag_add
 * would hide its texts from xgettext.) */
static inline pb_where pb_in_file(const char *file)
{
    return (pb_where){file, 0, 0};
}

typedef struct pb_diag {
    pb_severity severity;
    const char *file;   /* NULL where no file is concerned */
    long line;          /* 0 = none */
    const char *column; /* NULL = none */
    const char *text;   /* what was expected and what was found, translated, one line */
    const char *advice; /* what to do, translated, one line; NULL = none */
    const char *id;     /* the English format: stable key for tests and --json */
    long n_more;        /* further rows below with the like, not kept; 0 = none */
    long last_line;     /* the last of them */
} pb_diag;

typedef struct pb_diags pb_diags;

/* lang is borrowed and may be NULL (English). NULL when memory is refused. */
pb_diags *pb_diags_new(const pb_allocator *al, const pb_lang *lang);
void pb_diags_free(pb_diags *d); /* accepts NULL */

/*
 * Adds one. where is copied. fmt and advice are msgids: literals, which outlive the diagnostics
 * (advice may be NULL and takes no arguments); fmt's arguments follow. Control characters, bytes
 * that are no UTF-8 and marks that turn the direction of writing are shown as \xNN. Never fails: on
 * lack of memory the count still rises and pb_diags_status() tells. d may be NULL (nothing is kept).
 */
void pb_diag_add(pb_diags *d, pb_severity severity, pb_where where, const char *advice,
                 const char *fmt, ...) PB_PRINTF(5, 6);

/* An error of the operating system about a file: fmt's one %s is given the words for err (an errno). */
void pb_diag_errno(pb_diags *d, const char *path, int err, const char *fmt) PB_PRINTF(4, 0);

size_t pb_diags_count(const pb_diags *d);             /* kept ones */
const pb_diag *pb_diags_at(const pb_diags *d, size_t i); /* in order of adding; borrowed */
size_t pb_diags_errors(const pb_diags *d);            /* errors seen, kept or not */
size_t pb_diags_warnings(const pb_diags *d);
/* Errors and warnings that the limit of a file left out (sum over files). */
size_t pb_diags_dropped(const pb_diags *d);
/* PB_OK without errors, PB_ERR_INPUT with some, PB_ERR_NOMEM when one could not be kept. */
PB_MUST_USE pb_status pb_diags_status(const pb_diags *d);
const pb_lang *pb_diags_lang(const pb_diags *d); /* d may be NULL */

/* "file:line: column "c": text (advice)", and how many more rows are like it, in one line of buf; the length that was
 * needed. */
size_t pb_diag_format(const pb_lang *lang, const pb_diag *diag, char *buf, size_t size);

#endif
