/* SPDX-License-Identifier: GPL-3.0-or-later */
/* For csv_read.c only: bytes of an unknown encoding to UTF-8, streamed. */
#ifndef PAIBAN_BASE_CSV_DECODE_H
#define PAIBAN_BASE_CSV_DECODE_H

#include "base/memory.h"
#include "base/status.h"

#include <stdbool.h>
#include <stddef.h>

/* Is given valid UTF-8 without NUL, in pieces that never cut a character. */
typedef pb_status (*pb_text_sink)(void *ctx, const char *s, size_t n);

/* What stands in the text for bytes that are none: U+FFFD. */
#define PB_REPLACEMENT "\xEF\xBF\xBD"

typedef struct pb_decoder pb_decoder;

/*
 * Encoding: a BOM tells UTF-8 or UTF-16; so do two ASCII characters of UTF-16 at the very beginning; else UTF-8 or GB18030, decided from the 64 KiB that follow the
 * first byte above 127 (all of a smaller input). Bytes that are no text, and NUL, become U+FFFD.
 */
PB_MUST_USE pb_status pb_decoder_new(const pb_allocator *al, pb_text_sink sink, void *ctx,
                                     pb_decoder **ret);
void pb_decoder_free(pb_decoder *d); /* accepts NULL */
/* What the sink returns other than PB_OK is returned at once. PB_ERR_NOMEM as usual. */
PB_MUST_USE pb_status pb_decoder_feed(pb_decoder *d, const char *bytes, size_t n);
PB_MUST_USE pb_status pb_decoder_finish(pb_decoder *d);
/* Known with the first text: several of the first bytes are 0, yet the encoding is not known to be UTF-16. */
bool pb_decoder_zeros(const pb_decoder *d);

#endif
