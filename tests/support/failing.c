/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "support/failing.h"

#include <stdlib.h>

static void *resize(void *ctx, void *p, size_t size)
{
    failing *f = ctx;
    if (size == 0) {
        f->live -= p != NULL;
        free(p);
        return NULL;
    }
    f->calls++;
    if (f->fail_at && (f->calls == f->fail_at || (f->for_good && f->calls > f->fail_at))) {
        f->failed = true;
        return NULL;
    }
    void *q = realloc(p, size);
    if (q && !p)
        f->live++;
    return q;
}

pb_allocator failing_allocator(failing *f)
{
    return (pb_allocator){resize, f};
}
