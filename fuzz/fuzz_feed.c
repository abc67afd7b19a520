/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Our own calendars read back: a file that is taken can be written again and reads the same. */
#include "fuzz.h"

#include "export/ical_parse.h"
#include "export/ical_text.h"
#include "export/ical_write.h"

#include <stdlib.h>
#include <string.h>

static bool is_clean(pb_arena *a, const pb_event *e)
{
    const char *const texts[] = {e->uid, e->summary, e->description, e->location};
    for (int i = 0; i < 4; i++) {
        const char *c = pb_ical_clean(a, texts[i], 100000, i != 2);
        if (!c || strcmp(c, texts[i]) != 0)
            return false;
    }
    return strspn(e->uid, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789@.-") ==
               strlen(e->uid) && e->kind != PB_EVENT_UNKNOWN && e->alarm_min >= 0 &&
           (!e->all_day || e->alarm_min == 0);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    pb_arena *a = pb_arena_new(NULL);
    const pb_zone *zone;
    pb_ical_file f;
    pb_ical_zone z;
    pb_text t;
    pb_text_init(&t, NULL);
    if (a && pb_zone_load(a, "Europe/Berlin", &zone) == PB_OK &&
        pb_ical_parse(a, "feed", (const char *)data, size, zone, &f, NULL) == PB_OK) {
        bool clean = true;
        for (size_t i = 0; i < f.n; i++)
            clean = clean && is_clean(a, &f.events[i]);
        pb_ical_zone_fit_years(zone, 20454, 20818, &z);
        pb_ical_head head = {.name = "x", .zone = &z};
        if (clean && pb_ical_write(&t, &head, f.events, f.n) == PB_OK &&
            pb_ical_verify("again", t.bytes, t.n, zone, f.events, f.n, NULL, NULL) != PB_OK)
            abort();
    }
    pb_text_done(&t);
    pb_arena_free(a);
    return 0;
}
