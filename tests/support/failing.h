/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * An allocator that refuses one call, for tests that loop over every point where memory can lack:
 *
 *     for (long n = 1;; n++) {
 *         failing f = {.fail_at = n};
 *         pb_allocator al = failing_allocator(&f);
 *         ... run with &al: NOMEM is allowed while f.failed, anything else must be right ...
 *         assert_int_equal(f.live, 0);
 *         if (!f.failed)
 *             break;
 *     }
 */
#ifndef FAILING_H
#define FAILING_H

#include "base/memory.h"

#include <stdbool.h>

typedef struct failing {
    long fail_at; /* the call to refuse, counted from 1; 0 = none */
    bool for_good; /* refuse all later calls too */
    bool failed;  /* it was refused */
    long calls;   /* calls that asked for memory */
    long live;    /* pieces not yet freed */
    size_t bytes, peak; /* held now; the most held at a time */
} failing;

pb_allocator failing_allocator(failing *f);

#endif
