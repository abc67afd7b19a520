/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Message catalogues: the binary files that GNU msgfmt makes, read directly. Format: GNU gettext
 * manual 0.21, section 10.3 "The Format of GNU MO Files". The C library's own reader is not used
 * because glibc 2.39 and later translate only under an installed locale (see docs/decisions/0012).
 */
#ifndef PAIBAN_CLI_CATALOGUE_H
#define PAIBAN_CLI_CATALOGUE_H

#include "base/base.h"

typedef struct pb_catalogue pb_catalogue;

/* Takes bytes[0 … n), which must stay, as a catalogue of either byte order. Every offset is checked
 * once, here; NULL: not a catalogue, damaged, or no memory. */
pb_catalogue *pb_catalogue_new(pb_arena *a, const char *bytes, size_t n);
/* The translation of msgid, NULL where it has none. May be called by several threads at once. */
const char *pb_catalogue_find(const pb_catalogue *c, const char *msgid);

#endif
