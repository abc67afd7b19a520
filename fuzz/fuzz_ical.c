/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Foreign calendars: what the child does with them, and that every record it gives is taken by the
 * parent. Rules by the second, minute or hour only burn time, which the child's limits end.
 */
#include "fuzz.h"

#include "export/ical_foreign.h"

#include <stdlib.h>
#include <string.h>

static bool has(const uint8_t *data, size_t size, const char *word)
{
    size_t n = strlen(word);
    for (size_t i = 0; i + n <= size; i++)
        if (memcmp(data + i, word, n) == 0)
            return true;
    return false;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    pb_text out;
    pb_foreign_event *e;
    size_t n = 0;
    if (has(data, size, "SECONDLY") || has(data, size, "MINUTELY") || has(data, size, "HOURLY"))
        return 0;
    pb_arena *a = pb_arena_new(NULL);
    pb_text_init(&out, NULL);
    pb_status st = pb_foreign_expand(&out, (const char *)data, size, 1767225600, 1798761600);
    if (a && st == PB_OK &&
        pb_foreign_collect(a, out.bytes ? out.bytes : "", out.n, &e, &n) != PB_OK)
        abort();
    /* records that come back damaged */
    if (a && pb_foreign_collect(a, (const char *)data, size, &e, &n) == PB_OK && n > size)
        abort();
    pb_text_done(&out);
    pb_arena_free(a);
    return 0;
}
