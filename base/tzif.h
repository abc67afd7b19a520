/* SPDX-License-Identifier: GPL-3.0-or-later */
/* For zone.c only: compiled zone files (TZif, RFC 9636). */
#ifndef PAIBAN_BASE_TZIF_H
#define PAIBAN_BASE_TZIF_H

#include "base/memory.h"
#include "base/status.h"

#include <stddef.h>
#include <stdint.h>

/* Interval k (0 … n) lasts from at_s[k-1] (k = 0: ever before) up to at_s[k] (k = n: ever after). */
typedef struct pb_offsets {
    size_t n;
    int64_t *at_s;     /* [n] UTC instants of the changes, ascending */
    int32_t *offset_s; /* [n + 1] seconds east of UTC in force during interval k; neighbours differ */
} pb_offsets;

/*
 * The changes that the n bytes of a TZif file state, and those that its closing rule makes up to the
 * end of 2199. Arrays live in the arena. PB_ERR_INPUT: not a whole TZif file of version 2 or later.
 */
PB_MUST_USE pb_status pb_tzif_parse(pb_arena *a, const void *bytes, size_t n, pb_offsets *ret);

#endif
