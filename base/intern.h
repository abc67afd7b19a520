/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef PAIBAN_BASE_INTERN_H
#define PAIBAN_BASE_INTERN_H

#include "base/memory.h"
#include "base/status.h"

#include <stdint.h>

/* Names to dense ids 0, 1, 2 … in order of first sight. Lives in its arena. */
typedef struct pb_intern pb_intern;

pb_intern *pb_intern_new(pb_arena *a); /* NULL when refused */
/* The id of s, given a new one when it is new; -1 when memory is refused. */
int32_t pb_intern_put(pb_intern *in, const char *s);
int32_t pb_intern_find(const pb_intern *in, const char *s); /* -1 = unknown */
const char *pb_intern_name(const pb_intern *in, int32_t id); /* lives as long as the arena */
int32_t pb_intern_count(const pb_intern *in);
/* All names by id; valid until the next put. */
const char *const *pb_intern_names(const pb_intern *in);

#endif
