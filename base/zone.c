/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/zone.h"

#include "base/files.h"
#include "base/tzif.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

struct pb_zone {
    const char *name, *source;
    pb_offsets o;
};

enum { MAX_FILE = 1 << 20 };

static const int64_t SECONDS_PER_DAY = 86400;

/* --- loading --- */

/* Where systems keep the database. */
static const char *const FOLDERS[] = {"/usr/share/zoneinfo", "/usr/lib/zoneinfo",
                                      "/usr/share/lib/zoneinfo", "/etc/zoneinfo"};

/* Area/Place names of the database; "right/" holds leap seconds, which POSIX time has not. */
static bool is_zone_name(const char *s)
{
    static const char allowed[] =
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_+-/";
    size_t n = strlen(s);
    return n > 0 && n < 64 && strspn(s, allowed) == n && s[0] >= 'A' && s[0] <= 'Z' &&
           s[n - 1] != '/' && !strstr(s, "//");
}

/* "/usr/share/zoneinfo (2025b)": the version stands in the first line of tzdata.zi. */
static const char *source_text(pb_arena *a, const char *dir)
{
    char line[64] = "", version[32] = "";
    char *path = pb_path_join(a, dir, "tzdata.zi");
    if (!path)
        return NULL;
    FILE *f = fopen(path, "re");
    if (f) {
        if (fgets(line, sizeof line, f))
            sscanf(line, "# version %31s", version);
        fclose(f);
    }
    return version[0] ? pb_arena_printf(a, "%s (%s)", dir, version) : pb_arena_strdup(a, dir);
}

/* The zone's file from the first folder that has one. */
static pb_status read_file(pb_arena *a, const char *name, char **ret, size_t *ret_n,
                           const char **ret_dir)
{
    for (size_t i = 0; i < sizeof FOLDERS / sizeof FOLDERS[0]; i++) {
        char *path = pb_path_join(a, FOLDERS[i], name);
        if (!path)
            return PB_ERR_NOMEM;
        if (!pb_file_exists(path))
            continue;
        *ret_dir = FOLDERS[i];
        pb_status st = pb_file_read(a, path, MAX_FILE, ret, ret_n, NULL);
        return st == PB_OK || st == PB_ERR_NOMEM ? st : PB_ERR_DOMAIN;
    }
    return PB_ERR_DOMAIN;
}

pb_status pb_zone_load(pb_arena *a, const char *name, const pb_zone **ret)
{
    char *bytes;
    size_t n;
    const char *dir;
    pb_offsets o;
    if (!is_zone_name(name))
        return PB_ERR_DOMAIN;
    pb_arena *scratch = pb_arena_new(pb_arena_allocator(a));
    pb_status st = scratch ? read_file(scratch, name, &bytes, &n, &dir) : PB_ERR_NOMEM;
    if (!st)
        st = pb_tzif_parse(a, bytes, n, &o);
    pb_arena_free(scratch);
    if (st)
        return st == PB_ERR_NOMEM ? st : PB_ERR_DOMAIN;
    pb_zone *z = PB_NEW(a, pb_zone);
    if (!z)
        return PB_ERR_NOMEM;
    *z = (pb_zone){pb_arena_strdup(a, name), source_text(a, dir), o};
    if (!z->name || !z->source)
        return PB_ERR_NOMEM;
    *ret = z;
    return PB_OK;
}

const char *pb_zone_name(const pb_zone *z)
{
    return z->name;
}

const char *pb_zone_source(const pb_zone *z)
{
    return z->source;
}

/* --- instants to readings --- */

/* Number of transitions at or before an instant = the index of its interval. */
static size_t interval_of(const pb_zone *z, int64_t utc_s)
{
    size_t low = 0, high = z->o.n;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (z->o.at_s[middle] <= utc_s)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

int32_t pb_zone_offset_s(const pb_zone *z, int64_t utc_s)
{
    return z->o.offset_s[interval_of(z, utc_s)];
}

static int64_t floor_day(int64_t seconds)
{
    int64_t day = seconds / SECONDS_PER_DAY;
    return day - (seconds % SECONDS_PER_DAY < 0);
}

void pb_zone_local(const pb_zone *z, int64_t utc_s, pb_date *ret_date, int *ret_second)
{
    int64_t local = utc_s + pb_zone_offset_s(z, utc_s);
    int64_t day = floor_day(local);
    *ret_date = (pb_date)day;
    *ret_second = (int)(local - day * SECONDS_PER_DAY);
}

/* --- readings to instants --- */

/* The instant(s) at which clocks show `local` seconds since 1970-01-01 of local time. */
static pb_local_kind find_local(const pb_zone *z, int64_t local, int64_t *ret_utc_s,
                                int32_t *ret_step_s)
{
    /* No offset reaches two days, so only intervals that touch this window can matter. */
    size_t first = interval_of(z, local - 2 * SECONDS_PER_DAY);
    size_t last = interval_of(z, local + 2 * SECONDS_PER_DAY);
    int found = 0;
    *ret_step_s = 0;
    for (size_t k = first; k <= last; k++) {
        int64_t utc = local - z->o.offset_s[k];
        bool begun = k == 0 || z->o.at_s[k - 1] <= utc;
        bool over = k < z->o.n && z->o.at_s[k] <= utc;
        if (!begun && found == 0) {
            /* Interval k-1 is over before the reading and k begins after it: the clock jumps. */
            *ret_utc_s = z->o.at_s[k - 1];
            *ret_step_s = z->o.offset_s[k] - z->o.offset_s[k - 1];
            return PB_LOCAL_SKIPPED;
        }
        if (!begun || over)
            continue;
        if (found++ > 0) {
            *ret_step_s = (int32_t)(utc - *ret_utc_s);
            return PB_LOCAL_DOUBLED;
        }
        *ret_utc_s = utc;
    }
    return PB_LOCAL_UNIQUE;
}

pb_local_kind pb_zone_utc(const pb_zone *z, pb_date date, int minute, int64_t *ret_utc_s,
                          int32_t *ret_step_s)
{
    int32_t step;
    int64_t local = date * SECONDS_PER_DAY + (int64_t)minute * 60;
    return find_local(z, local, ret_utc_s, ret_step_s ? ret_step_s : &step);
}

int64_t pb_zone_utc_simple(const pb_zone *z, pb_date date, int minute)
{
    int64_t utc;
    pb_zone_utc(z, date, minute, &utc, NULL);
    return utc;
}

int pb_zone_day_minutes(const pb_zone *z, pb_date date)
{
    return (int)((pb_zone_utc_simple(z, date + 1, 0) - pb_zone_utc_simple(z, date, 0)) / 60);
}

size_t pb_zone_transitions(const pb_zone *z, int64_t from_utc_s, int64_t to_utc_s, size_t *ret_first)
{
    size_t first = interval_of(z, from_utc_s);
    size_t end = interval_of(z, to_utc_s);
    *ret_first = first;
    return end > first ? end - first : 0;
}

void pb_zone_transition(const pb_zone *z, size_t i, int64_t *ret_utc_s, int32_t *ret_offset_s)
{
    *ret_utc_s = z->o.at_s[i];
    *ret_offset_s = z->o.offset_s[i + 1];
}

/* --- texts --- */

char *pb_zone_format(const pb_zone *z, int64_t utc_s, char buf[static 32])
{
    pb_date date;
    int second;
    char day[11], seconds[8] = "", offset[12] = "";
    int64_t first;
    int32_t step;
    pb_zone_local(z, utc_s, &date, &second);
    int32_t east = pb_zone_offset_s(z, utc_s);
    if (find_local(z, utc_s + east, &first, &step) == PB_LOCAL_DOUBLED) {
        unsigned minutes = (unsigned)(abs(east) / 60);
        snprintf(offset, sizeof offset, "%c%02u:%02u", east < 0 ? '-' : '+', minutes / 60 % 100,
                 minutes % 60);
    }
    if (second % 60)
        snprintf(seconds, sizeof seconds, ":%02d", second % 60);
    snprintf(buf, 32, "%sT%02d:%02d%s%s", pb_date_format(date, day), second / 3600 % 24,
             second / 60 % 60, seconds, offset);
    return buf;
}

/* The value of two digits, -1 where they are none. */
static int two_digits(const char *s)
{
    bool digits = s[0] >= '0' && s[0] <= '9' && s[1] >= '0' && s[1] <= '9';
    return digits ? (s[0] - '0') * 10 + (s[1] - '0') : -1;
}

/* "Z", "+08:00", "+0800", "+08" → seconds east. */
static bool parse_offset(const char *s, size_t n, int32_t *ret)
{
    if (*s == 'Z' || *s == 'z') {
        *ret = 0;
        return n == 1;
    }
    bool shaped = n == 3 || n == 5 || (n == 6 && s[3] == ':');
    int hours = shaped ? two_digits(s + 1) : -1;
    int minutes = shaped && n > 3 ? two_digits(s + n - 2) : 0;
    if (hours < 0 || hours > 23 || minutes < 0 || minutes > 59)
        return false;
    *ret = (hours * 3600 + minutes * 60) * (*s == '-' ? -1 : 1);
    return true;
}

/* Where one of the characters of set first stands in s … end-1, else end. (strchr finds NUL in every
 * set, and s may hold one.) */
static const char *find_any(const char *s, const char *end, const char *set)
{
    while (s < end && (*s == '\0' || !strchr(set, *s)))
        s++;
    return s;
}

static void trim(const char **s, const char **end)
{
    while (*s < *end && **s == ' ')
        (*s)++;
    while (*s < *end && (*end)[-1] == ' ')
        (*end)--;
}

/* "… UTC", as many systems export it: *end goes back before it. */
static bool ends_in_utc(const char *s, const char **end)
{
    if (*end - s < 4 || (strncasecmp(*end - 3, "UTC", 3) != 0 && strncasecmp(*end - 3, "GMT", 3) != 0))
        return false;
    *end -= 3;
    trim(&s, end);
    return true;
}

/* s … end-1. A fraction of a second behind the clock, and spaces, are read and dropped. */
static bool parse_clock(const char *s, const char *end_all, int *ret_second)
{
    while (s < end_all && end_all[-1] == ' ')
        end_all--;
    size_t n = (size_t)(end_all - s);
    const char *point = memchr(s, '.', n);
    if (point) {
        const char *end = s + n, *digit = point + 1;
        while (digit < end && *digit >= '0' && *digit <= '9')
            digit++;
        /* Two ":" before the point: hh:mm.5 is no time of ours. */
        const char *colon = find_any(s, point, ":");
        bool has_seconds = colon < point && find_any(colon + 1, point, ":") < point;
        if (digit == point + 1 || digit < end || !has_seconds)
            return false;
        n = (size_t)(point - s);
    }
    return pb_clock_parse(s, (uint32_t)n, ret_second);
}

bool pb_zone_parse(const pb_zone *z, const char *s, uint32_t n, int64_t *ret_utc_s,
                   pb_local_kind *ret_kind)
{
    const char *end = s + n;
    trim(&s, &end);
    const bool utc = ends_in_utc(s, &end);
    const char *middle = find_any(s, end, "Tt ");
    const char *offset = find_any(middle, end, "Zz+-");
    pb_date date;
    int second;
    if (middle == end || !pb_date_parse(s, (uint32_t)(middle - s), &date) ||
        !parse_clock(middle + 1, offset, &second))
        return false;
    int64_t local = date * SECONDS_PER_DAY + second;
    pb_local_kind kind = PB_LOCAL_UNIQUE;
    int32_t east, step;
    if (offset == end && utc)
        *ret_utc_s = local;
    else if (offset == end)
        kind = find_local(z, local, ret_utc_s, &step);
    else if (!utc && parse_offset(offset, (size_t)(end - offset), &east))
        *ret_utc_s = local - east;
    else
        return false;
    if (ret_kind)
        *ret_kind = kind;
    return true;
}
