/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Text from tables into HTML and SVG: nothing in a name, a note or an id can become markup. */
#ifndef PAIBAN_EXPORT_MARKUP_H
#define PAIBAN_EXPORT_MARKUP_H

#include "base/base.h"

/*
 * Writes s as character data, fit for element content and for quoted attributes: & < > " ' escaped,
 * control characters and the bidirectional override characters (U+202A…U+202E, U+2066…U+2069)
 * dropped, so that a name cannot turn the text around it. max_chars > 0 cuts longer text between
 * characters and adds "…". Invalid UTF-8 bytes are written as U+FFFD.
 */
void pb_markup_text(pb_text *out, const char *s, size_t max_chars);
/* printf, then escaped as above. The text must fit 1,000 bytes; longer text is cut. */
void pb_markup_printf(pb_text *out, const char *fmt, ...) PB_PRINTF(2, 3);

#endif
