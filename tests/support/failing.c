/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "support/failing.h"

#include <stdlib.h>

/* Each piece is preceded by its size. */
typedef union prefix {
    size_t size;
    max_align_t aligned;
} prefix;

static void *resize(void *ctx, void *p, size_t size)
{
    failing *f = ctx;
    prefix *old = p ? (prefix *)p - 1 : NULL;
    size_t old_size = old ? old->size : 0;
    if (size == 0) {
        f->live -= old != NULL;
        f->bytes -= old_size;
        free(old);
        return NULL;
    }
    f->calls++;
    if (f->fail_at && (f->calls == f->fail_at || (f->for_good && f->calls > f->fail_at))) {
        f->failed = true;
        return NULL;
    }
    prefix *q = realloc(old, sizeof *q + size);
    if (!q)
        return NULL;
    q->size = size;
    f->live += !old;
    f->bytes += size - old_size;
    if (f->bytes > f->peak)
        f->peak = f->bytes;
    return q + 1;
}

pb_allocator failing_allocator(failing *f)
{
    return (pb_allocator){resize, f};
}
