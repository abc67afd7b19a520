/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Small readers for what stands inside one cell: numbers, lists, full-width punctuation. */
#ifndef PAIBAN_MODEL_FIELDS_H
#define PAIBAN_MODEL_FIELDS_H

#include "base/base.h"

#include <stdbool.h>
#include <stddef.h>

/* What is wrong with a cell: a msgid with one or two %s, the piece of the cell that goes to the first,
 * and what goes to the second. Hand both to the format in any case. */
typedef struct pb_fault {
    const char *msgid;
    char found[64]; /* cut at a character's border */
    char more[64];  /* "" where the msgid has one %s */
} pb_fault;

/* Fills *f with msgid and s[0 … n-1]. Returns PB_ERR_INPUT. f may be NULL. */
pb_status pb_fault_set(pb_fault *f, const char *msgid, const char *s, size_t n);

/* The same for a number outside [min, max]. */
pb_status pb_fault_range(pb_fault *f, const char *s, size_t n, double min, double max);

/* A piece of a text, not NUL-terminated. */
typedef struct pb_piece {
    const char *s;
    size_t n;
} pb_piece;

pb_piece pb_piece_of(const char *s);
/* Without the blanks at both ends (space, tab, line break, U+3000). */
pb_piece pb_piece_trim(pb_piece p);
bool pb_piece_is(pb_piece p, const char *word); /* equal, ASCII letters without case */
/* Is p one of the '|'-separated words? Index, -1 = none. */
int pb_piece_among(pb_piece p, const char *words);

/*
 * Takes the next piece up to one of the ASCII separators in seps (U+FF1B counts as ';', U+FF0C and
 * U+3001 as ',') off *rest; empty pieces are skipped; trimmed. false at the end.
 */
bool pb_piece_next(pb_piece *rest, const char *seps, pb_piece *ret);

/* Whole-text numbers; false leaves *ret alone. The decimal sign may be a comma, as where ';' separates
 * the columns; no inf, nan or hex. */
bool pb_real_parse(pb_piece p, double *ret);
bool pb_int_parse(pb_piece p, int64_t *ret);
bool pb_share_parse(pb_piece p, double *ret); /* 0.8 or 80% */
/* The shortest of 15, 16 or 17 digits that reads back to the same double, '.' in every locale;
 * exponents below 1e-4 and from 1e15 on. NAN gives "". Returns buf. */
char *pb_real_format(double v, char buf[static 32]);

/*
 * A copy with full-width forms (U+FF01 … U+FF5E, U+3000) as ASCII, U+3001 as ',', dashes and tildes
 * as '-', U+2192 as '>', U+00D7 as 'x'; never longer. NULL when memory is refused.
 */
char *pb_plain_copy(pb_arena *a, const char *s, size_t n);

/* The same for groups of days and hours: no blanks beside '-', ',' and ';', one between a Chinese word
 * and a digit after it ("周一08:30"), at most twice as long. NULL when memory is refused. */
char *pb_tidy_copy(pb_arena *a, const char *s, size_t n);

/* "2026-10-01", "2026-10-01 14:00", "2026-10-01T14:00" or "14:00": *date, *minute are set where the
 * text has them and left alone where not; false when it is none of these. */
bool pb_moment_parse(pb_piece p, pb_date *date, int *minute);

#endif
