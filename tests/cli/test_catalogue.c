/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Run with a catalogue that msgfmt made as argument. */
#include "support/cm.h"

#include "cli/catalogue.h"

#include <string.h>

typedef struct file {
    pb_arena *arena;
    const char *bytes;
    size_t n;
} file;

static file open_file(void **state)
{
    file f = {.arena = pb_arena_new(NULL)};
    char *bytes;
    assert_int_equal(pb_file_read(f.arena, *state, 0, &bytes, &f.n, NULL), PB_OK);
    f.bytes = bytes;
    return f;
}

static void finds(void **state)
{
    file f = open_file(state);
    pb_catalogue *c = pb_catalogue_new(f.arena, f.bytes, f.n);
    assert_non_null(c);
    assert_string_equal(pb_catalogue_find(c, "error"), "错误");
    assert_non_null(strstr(pb_catalogue_find(c, ""), "charset=UTF-8"));
    assert_null(pb_catalogue_find(c, "error "));
    assert_null(pb_catalogue_find(c, "\x01"));
    assert_null(pb_catalogue_find(c, "~~~"));
    pb_arena_free(f.arena);
}

/* The same catalogue as a machine of the other byte order writes it: seven words of header, two
 * tables of words. */
static void other_byte_order(void **state)
{
    file f = open_file(state);
    unsigned char *swapped = pb_arena_alloc(f.arena, f.n, 1);
    memcpy(swapped, f.bytes, f.n);
    uint32_t header[7];
    memcpy(header, f.bytes, sizeof header);
    assert_int_equal(header[0], 0x950412de); /* the test runs on little-endian machines */
    size_t ranges[3][2] = {{0, 28}, {header[3], 8 * header[2]}, {header[4], 8 * header[2]}};
    for (int r = 0; r < 3; r++)
        for (size_t i = 0; i < ranges[r][1]; i++)
            swapped[ranges[r][0] + i] = (unsigned char)f.bytes[ranges[r][0] + (i ^ 3)];
    pb_catalogue *c = pb_catalogue_new(f.arena, (const char *)swapped, f.n);
    assert_non_null(c);
    assert_string_equal(pb_catalogue_find(c, "error"), "错误");
    pb_arena_free(f.arena);
}

/* A file cut anywhere is refused: some text lies at its very end. Any word of the header or the
 * tables turned wild is refused or harmless; the sanitizers watch. */
static void damaged(void **state)
{
    file f = open_file(state);
    for (size_t n = 0; n < f.n; n += n < 200 ? 1 : 997) {
        pb_arena *a = pb_arena_new(NULL);
        char *part = pb_arena_alloc(a, n + 1, 1);
        memcpy(part, f.bytes, n);
        assert_null(pb_catalogue_new(a, part, n));
        pb_arena_free(a);
    }
    for (size_t at = 0; at < 600; at += 4) {
        pb_arena *a = pb_arena_new(NULL);
        char *copy = pb_arena_alloc(a, f.n, 1);
        memcpy(copy, f.bytes, f.n);
        memset(copy + at, 0xfe, 4);
        pb_catalogue *c = pb_catalogue_new(a, copy, f.n);
        if (c)
            pb_catalogue_find(c, "error");
        assert_true(c == NULL || at == 4 || at >= 20); /* the version's minor part, the hash table */
        pb_arena_free(a);
    }
    pb_arena_free(f.arena);
}

int main(int argc, char **argv)
{
    void *path = argc > 1 ? argv[1] : NULL;
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_prestate(finds, path),
        cmocka_unit_test_prestate(other_byte_order, path),
        cmocka_unit_test_prestate(damaged, path),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
