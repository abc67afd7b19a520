/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A server's answer to PROPFIND: names come out sorted and are found again. */
#include "fuzz.h"

#include "export/dav_listing.h"

#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    pb_arena *a = pb_arena_new(NULL);
    pb_dav_listing l;
    if (a && pb_dav_listing_parse(a, (const char *)data, size, &l) == PB_OK)
        for (size_t i = 0; i < l.n; i++) {
            if (i > 0 && strcmp(l.at[i - 1].name, l.at[i].name) > 0)
                abort();
            if (!pb_dav_find(&l, l.at[i].name))
                abort();
        }
    pb_arena_free(a);
    return 0;
}
