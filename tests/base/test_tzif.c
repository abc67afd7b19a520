/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Closing rules against the C library, which reads the same strings from TZ; and files that are none. */
#include "support/cm.h"

#include "base/tzif.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { HEADER = 44, MAX_BYTES = 400 };

typedef struct file {
    unsigned char bytes[MAX_BYTES];
    size_t n;
} file;

static void put(file *f, uint64_t v, int n)
{
    for (int i = n - 1; i >= 0; i--)
        f->bytes[f->n++] = (unsigned char)(v >> (8 * i));
}

static void put_header(file *f, uint32_t n_times, uint32_t n_types, uint32_t n_leap)
{
    memcpy(f->bytes + f->n, "TZif2", 5);
    memset(f->bytes + f->n + 5, 0, 15);
    f->n += 20;
    put(f, 0, 8);
    put(f, n_leap, 4);
    put(f, n_times, 4);
    put(f, n_types, 4);
    put(f, 4, 4);
}

/* A file of one type, at UTC, with that closing rule. */
static file file_of(const char *rule)
{
    file f = {.n = 0};
    for (int version = 0; version < 2; version++) {
        put_header(&f, 0, 1, 0);
        put(&f, 0, 6);
        put(&f, 0x55544300, 4); /* "UTC" */
    }
    f.bytes[f.n++] = '\n';
    memcpy(f.bytes + f.n, rule, strlen(rule));
    f.n += strlen(rule);
    f.bytes[f.n++] = '\n';
    return f;
}

static int32_t offset_at(const pb_offsets *o, int64_t utc)
{
    size_t k = 0;
    while (k < o->n && o->at_s[k] <= utc)
        k++;
    return o->offset_s[k];
}

static void rules_as_the_c_library_has_them(void **state)
{
    (void)state;
    static const char *const rules[] = {
        "CET-1CEST,M3.5.0,M10.5.0/3", "EST5EDT,M3.2.0,M11.1.0", "<+1030>-10:30<+11>-11,M10.1.0,M4.1.0",
        "IST-1GMT0,M10.5.0,M3.5.0/1", "<-02>2<-01>,M3.5.0/-1,M10.5.0/0", "EET-2EEST,M3.4.4/50,M10.4.4/50",
        "AAA3BBB,J60,J300", "AAA3BBB,J59/0,J365/20", "AAA-3BBB,59,300/12:30:15", "AAA3BBB2:30,0/0,200",
        "UTC0", "<+0545>-5:45", "AAA+3BBB,M1.1.1,M12.5.6",
    };
    for (size_t i = 0; i < sizeof rules / sizeof rules[0]; i++) {
        pb_arena *a = pb_arena_new(NULL);
        file f = file_of(rules[i]);
        pb_offsets o;
        assert_int_equal(pb_tzif_parse(a, f.bytes, f.n, &o), PB_OK);
        setenv("TZ", rules[i], 1);
        tzset();
        for (time_t t = 0; t < 3600L * 24 * 365 * 100; t += 3600 * 31 + 1) {
            struct tm tm;
            localtime_r(&t, &tm);
            if (offset_at(&o, t) != tm.tm_gmtoff)
                fail_msg("%s at %ld: %d, the C library says %ld", rules[i], (long)t, offset_at(&o, t),
                         tm.tm_gmtoff);
        }
        pb_arena_free(a);
    }
}

/* RFC 9636, 3.3.1: summer time all year, where each year's end falls on the next one's start. */
static void summer_all_year(void **state)
{
    (void)state;
    pb_arena *a = pb_arena_new(NULL);
    file f = file_of("XXX3EDT4,0/0,J365/23");
    pb_offsets o;
    assert_int_equal(pb_tzif_parse(a, f.bytes, f.n, &o), PB_OK);
    for (int64_t t = 0; t < 7000000000; t += 3600)
        if (t % 86400 < 4 * 3600 || t % 864000 == 36000)
            assert_int_equal(offset_at(&o, t), -4 * 3600);
    assert_true(o.n <= 2);
    pb_arena_free(a);
}

static void rules_that_are_none(void **state)
{
    (void)state;
    static const char *const rules[] = {
        "CE-1", "CET", "CET-", "CET-1CEST", "CET-1CEST,M3.5.0", "CET-1CEST,M3.5.0,", "CET-1CEST,M13.5.0,M10.5.0",
        "CET-1CEST,M3.6.0,M10.5.0", "CET-1CEST,M3.5.7,M10.5.0", "CET-1CEST,J0,J10", "CET-1CEST,366,10",
        "CET-1CEST,M3.5.0/168,M10.5.0", "CET-1CEST,M3.5.0,M10.5.0x", "<CET-1", "CET-1<CEST,M3.5.0,M10.5.0",
        "CET-1:60", "CET-1:00:60", "CET-1CEST,M3,M10", "CET-1C,M3.5.0,M10.5.0", "CET-1CEST2:x,M3.5.0,M10.5.0",
    };
    pb_arena *a = pb_arena_new(NULL);
    pb_offsets o;
    for (size_t i = 0; i < sizeof rules / sizeof rules[0]; i++) {
        file f = file_of(rules[i]);
        if (pb_tzif_parse(a, f.bytes, f.n, &o) != PB_ERR_INPUT)
            fail_msg("%s was taken", rules[i]);
    }
    pb_arena_free(a);
}

/* Every beginning of a file is refused, and so are wrong headers and counts. */
static void files_that_are_cut_or_wrong(void **state)
{
    (void)state;
    pb_arena *a = pb_arena_new(NULL);
    pb_offsets o;
    file f = file_of("CET-1CEST,M3.5.0,M10.5.0/3");
    for (size_t n = 0; n < f.n; n++) {
        unsigned char *copy = malloc(n + 1);
        memcpy(copy, f.bytes, n);
        assert_int_equal(pb_tzif_parse(a, copy, n, &o), PB_ERR_INPUT);
        free(copy);
    }
    static const struct {
        size_t at;
        unsigned char value;
    } wrong[] = {{0, 'X'}, {4, 0}, {36, 255}, {HEADER + 10 + 0, 'X'}, {HEADER + 10 + 39, 0},
                 {HEADER + 10 + 31, 1}, {HEADER + 10 + 32, 255}};
    for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++) {
        file bad = f;
        bad.bytes[wrong[i].at] = wrong[i].value;
        if (pb_tzif_parse(a, bad.bytes, bad.n, &o) != PB_ERR_INPUT)
            fail_msg("byte %zu = %d was taken", wrong[i].at, wrong[i].value);
    }
    pb_arena_free(a);
}

/* Changes of two types; instants, offsets and the order of instants are as RFC 9636 has them. */
static void stated_changes(void **state)
{
    (void)state;
    for (int variant = 0; variant < 3; variant++) {
        file f = {.n = 0};
        put_header(&f, 0, 1, 0);
        put(&f, 0, 6);
        put(&f, 0, 4);
        put_header(&f, 4, 2, 0);
        put(&f, (uint64_t)-1000000, 8);
        put(&f, 1000, 8);
        put(&f, variant == 1 ? 1000 : 2000, 8); /* variant 1: not ascending */
        put(&f, 3000, 8);
        put(&f, variant == 2 ? 0x01000109 : 0x01000101, 4); /* variant 2: no type 9 */
        put(&f, (uint32_t)-3600, 4);
        put(&f, 0, 2);
        put(&f, 7200, 4);
        put(&f, 0, 2);
        put(&f, 0, 4);
        memcpy(f.bytes + f.n, "\n\n", 2);
        f.n += 2;
        pb_arena *a = pb_arena_new(NULL);
        pb_offsets o;
        pb_status st = pb_tzif_parse(a, f.bytes, f.n, &o);
        assert_int_equal(st, variant == 0 ? PB_OK : PB_ERR_INPUT);
        if (variant == 0) {
            assert_int_equal(o.n, 3); /* the fourth changes nothing */
            assert_int_equal(o.at_s[0], -1000000);
            assert_int_equal(o.at_s[2], 2000);
            assert_int_equal(o.offset_s[0], -3600);
            assert_int_equal(o.offset_s[1], 7200);
            assert_int_equal(o.offset_s[2], -3600);
            assert_int_equal(o.offset_s[3], 7200);
        }
        pb_arena_free(a);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(rules_as_the_c_library_has_them),
        cmocka_unit_test(summer_all_year),
        cmocka_unit_test(rules_that_are_none),
        cmocka_unit_test(files_that_are_cut_or_wrong),
        cmocka_unit_test(stated_changes),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
