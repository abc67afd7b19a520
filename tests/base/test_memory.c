/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "support/cm.h"

#include "base/intern.h"
#include "base/memory.h"
#include "support/failing.h"

#include <stdio.h>
#include <string.h>

static void pieces_are_zeroed_aligned_and_apart(void **state)
{
    (void)state;
    pb_arena *a = pb_arena_new(NULL);
    assert_non_null(a);
    char *old[300];
    size_t size[300];
    for (size_t i = 0; i < 300; i++) {
        size[i] = i * i % 7919;
        old[i] = pb_arena_alloc(a, size[i], 1);
        assert_non_null(old[i]);
        assert_int_equal((uintptr_t)old[i] % _Alignof(max_align_t), 0);
        for (size_t k = 0; k < size[i]; k++)
            assert_int_equal(old[i][k], 0);
        memset(old[i], (int)(i % 100) + 1, size[i]);
    }
    for (size_t i = 0; i < 300; i++)
        for (size_t k = 0; k < size[i]; k++)
            assert_int_equal(old[i][k], (char)(i % 100 + 1));
    assert_true(pb_arena_used(a) > 300);
    pb_arena_reset(a);
    assert_int_equal(pb_arena_used(a), 0);
    int64_t *p = PB_NEW_ARRAY(a, 1000, int64_t);
    assert_non_null(p);
    assert_int_equal(p[999], 0);
    pb_arena_free(a);
    pb_arena_free(NULL);
}

static void sizes_that_overflow_are_refused(void **state)
{
    (void)state;
    pb_arena *a = pb_arena_new(NULL);
    assert_null(pb_arena_alloc(a, SIZE_MAX / 2, 3));
    assert_null(pb_arena_alloc(a, SIZE_MAX - 3, 1));
    assert_null(pb_arena_strndup(a, "x", SIZE_MAX));
    assert_null(pb_alloc(NULL, SIZE_MAX / 2, 3));
    assert_null(pb_realloc(NULL, NULL, SIZE_MAX / 2, 3));
    void *array = NULL;
    size_t cap = 0;
    assert_int_equal(pb_grow(NULL, &array, &cap, SIZE_MAX / 4, 8), PB_ERR_NOMEM);
    assert_null(array);
    assert_int_equal(cap, 0);
    pb_arena_free(a);
}

static void grow_keeps_content(void **state)
{
    (void)state;
    int *array = NULL;
    size_t cap = 0;
    for (int i = 0; i < 10000; i++) {
        assert_int_equal(pb_grow(NULL, &array, &cap, (size_t)i + 1, sizeof *array), PB_OK);
        array[i] = i;
    }
    for (int i = 0; i < 10000; i++)
        assert_int_equal(array[i], i);
    assert_true(cap < 16000); /* by half, not by doubling */
    pb_free(NULL, array);
    pb_free(NULL, NULL);
}

static void texts(void **state)
{
    (void)state;
    pb_arena *a = pb_arena_new(NULL);
    assert_string_equal(pb_arena_strdup(a, "排班"), "排班");
    assert_string_equal(pb_arena_strndup(a, "abcdef", 3), "abc");
    assert_string_equal(pb_arena_printf(a, "%s-%05d", "x", 42), "x-00042");
    assert_ptr_equal(pb_arena_allocator(a), &pb_allocator_libc);
    pb_arena_free(a);
}

static void names_become_dense_ids(void **state)
{
    (void)state;
    pb_arena *a = pb_arena_new(NULL);
    pb_intern *in = pb_intern_new(a);
    assert_int_equal(pb_intern_find(in, "n0"), -1);
    char name[16];
    for (int i = 0; i < 5000; i++) {
        snprintf(name, sizeof name, "n%d", i);
        assert_int_equal(pb_intern_put(in, name), i);
        assert_int_equal(pb_intern_put(in, name), i);
    }
    for (int i = 0; i < 5000; i++) {
        snprintf(name, sizeof name, "n%d", i);
        assert_int_equal(pb_intern_find(in, name), i);
        assert_string_equal(pb_intern_name(in, i), name);
        assert_string_equal(pb_intern_names(in)[i], name);
    }
    assert_int_equal(pb_intern_count(in), 5000);
    assert_int_equal(pb_intern_find(in, "n5000"), -1);
    assert_int_equal(pb_intern_put(in, ""), 5000);
    assert_null(pb_intern_name(in, -1));
    assert_null(pb_intern_name(in, 5001));
    pb_arena_free(a);
}

static bool arena_work(pb_arena *a)
{
    pb_intern *in = pb_intern_new(a);
    if (!in)
        return false;
    char name[24];
    for (int i = 0; i < 200; i++) {
        snprintf(name, sizeof name, "name %d", i);
        int32_t before = pb_intern_count(in);
        if (pb_intern_put(in, name) < 0) {
            /* A refused put leaves the table as it was. */
            assert_int_equal(pb_intern_count(in), before);
            assert_int_equal(pb_intern_find(in, name), -1);
            return false;
        }
    }
    return pb_arena_printf(a, "%d", 7) && pb_arena_strdup(a, "x") && pb_arena_alloc(a, 9000, 3);
}

static void every_refusal_is_survived(void **state)
{
    (void)state;
    for (long n = 1;; n++) {
        failing f = {.fail_at = n};
        pb_allocator al = failing_allocator(&f);
        pb_arena *a = pb_arena_new(&al);
        bool ok = a && arena_work(a);
        assert_true(ok == !f.failed);
        pb_arena_free(a);
        assert_int_equal(f.live, 0);
        if (!f.failed)
            break;
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(pieces_are_zeroed_aligned_and_apart),
        cmocka_unit_test(sizes_that_overflow_are_refused),
        cmocka_unit_test(grow_keeps_content),
        cmocka_unit_test(texts),
        cmocka_unit_test(names_become_dense_ids),
        cmocka_unit_test(every_refusal_is_survived),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
