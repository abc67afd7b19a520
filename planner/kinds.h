/* SPDX-License-Identifier: GPL-3.0-or-later */
/* People who are alike in traits, rules, start, masks and prices. */
#ifndef PAIBAN_PLANNER_KINDS_H
#define PAIBAN_PLANNER_KINDS_H

#include "planner/engine_private.h"

typedef struct eng_kinds {
    int32_t n;
    int32_t *first;  /* [n] one person of each */
    int32_t *copies; /* [n] how many there are */
    int32_t *of;     /* [n_people] */
} eng_kinds;

PB_MUST_USE pb_status eng_kinds_make(const engine *e, pb_arena *a, eng_kinds *ret);

#endif
