/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Dates, clocks, weekdays and instants as people write them: what is read is in range, and is read
 * again as the same after it was written. */
#include "fuzz.h"

#include "base/number.h"
#include "base/zone.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

static void must(int truth)
{
    if (!truth)
        abort();
}

static void read_civil(const char *s, uint32_t n)
{
    pb_date date, again;
    int second, minute, minute_again;
    char buf[16];
    if (pb_date_parse(s, n, &date)) {
        must(date >= PB_DATE_MIN && date <= PB_DATE_MAX);
        must(pb_date_parse(pb_date_format(date, buf), 10, &again) && again == date);
        must(!pb_date_is_slashed(s, n)); /* what may be read in two ways is not read */
    }
    if (pb_clock_parse(s, n, &second)) {
        must(second >= 0 && second <= 86400);
        must(!pb_clock_is_12h(s, n));
    }
    if (pb_minute_parse(s, n, &minute)) {
        must(minute >= 0 && minute <= 1440);
        must(pb_minute_parse(pb_minute_format(minute, buf), 5, &minute_again));
        must(minute == minute_again);
    }
    int weekday = pb_weekday_parse(s, n);
    must(weekday >= -1 && weekday <= 6);
}

static void read_numbers(const char *s, uint32_t n)
{
    int64_t whole;
    double v, again;
    char buf[64];
    pb_number_parse_int(s, n, &whole);
    pb_number_parse_share(s, n, ',', &v);
    if (!pb_number_parse_real(s, n, '.', &v))
        return;
    must(isfinite(v));
    pb_number_format(v, 17, buf);
    must(pb_number_parse_real(buf, (uint32_t)strlen(buf), '.', &again));
    must(fabs(v) < 0.1 || again == v);
}

static void read_instant(const pb_zone *z, const char *s, uint32_t n)
{
    int64_t utc, again;
    pb_local_kind kind;
    char buf[32];
    if (!pb_zone_parse(z, s, n, &utc, &kind))
        return;
    pb_zone_format(z, utc, buf);
    pb_date date;
    int second;
    pb_zone_local(z, utc, &date, &second);
    if (date < PB_DATE_MIN + 2 || date > PB_DATE_MAX - 2)
        return; /* beyond, an offset may lead out of the range of dates */
    must(pb_zone_parse(z, buf, (uint32_t)strlen(buf), &again, NULL) && again == utc);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t count)
{
    if (count > 1000)
        return 0;
    const char *s = (const char *)bytes;
    pb_arena *a = pb_arena_new(NULL);
    const pb_zone *z;
    read_civil(s, (uint32_t)count);
    read_numbers(s, (uint32_t)count);
    if (a && pb_zone_load(a, "Australia/Lord_Howe", &z) == PB_OK)
        read_instant(z, s, (uint32_t)count);
    /* The same bytes as the name of a zone. */
    char *name = a ? pb_arena_strndup(a, s, count) : NULL;
    if (name && pb_zone_load(a, name, &z) == PB_OK)
        must(pb_zone_offset_s(z, 0) > -100000);
    pb_arena_free(a);
    return 0;
}
