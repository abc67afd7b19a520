/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef PAIBAN_BASE_UTF8_H
#define PAIBAN_BASE_UTF8_H

#include <stddef.h>
#include <stdint.h>

/*
 * The character that begins at s (n > 0 bytes may be read), by Unicode 15.0 table 3-7 (no overlong
 * forms, no surrogates). Returns its length in bytes, 1 … 4; 0 when no character begins there;
 * -1 when the n bytes are a proper beginning of one. *ret_code (may be NULL) is set for 1 … 4.
 */
int pb_utf8_decode(const char *s, size_t n, uint32_t *ret_code);

/*
 * Where no character begins at s (or a cut one does): how many bytes one U+FFFD stands for, the longest
 * proper beginning of a character (Unicode 15.0, 3.9, "maximal subparts"), so that it does not depend on
 * how an input is cut into pieces.
 */
size_t pb_utf8_bad_length(const char *s, size_t n);

/* How many bytes of s[0 … n-1] come before the first that is not ASCII. */
size_t pb_ascii_span(const char *s, size_t n);

#endif
