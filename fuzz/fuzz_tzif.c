/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Zone files: whatever the bytes, the changes that come out are in order and change something. */
#include "fuzz.h"

#include "base/tzif.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t count)
{
    pb_arena *a = pb_arena_new(NULL);
    pb_offsets o;
    if (a && pb_tzif_parse(a, bytes, count, &o) == PB_OK)
        for (size_t i = 0; i < o.n; i++)
            if ((i > 0 && o.at_s[i] <= o.at_s[i - 1]) || o.offset_s[i] == o.offset_s[i + 1])
                abort();
    pb_arena_free(a);
    return 0;
}
