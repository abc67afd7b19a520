/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/help.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

static void wraps(const char *text, int indent, int width, const char *expected)
{
    pb_text t;
    pb_text_init(&t, NULL);
    pb_help_wrap(&t, text, indent, width);
    assert_int_equal(t.status, PB_OK);
    assert_string_equal(t.bytes, expected);
    pb_text_done(&t);
}

static void test_wrap(void **state)
{
    (void)state;
    wraps("one two three", 0, 7, "one two\nthree\n");
    wraps("one two three", 2, 9, "  one two\n  three\n");
    wraps("first\n\nsecond", 0, 20, "first\n\nsecond\n");
    wraps("run:\n  paiban run -C a-long-name", 1, 8, " run:\n   paiban run -C a-long-name\n");
    wraps("a-word-longer-than-the-line", 0, 5, "a-word-longer-than-the-line\n");
    /* Chinese: two columns a character, broken anywhere but before a full stop */
    wraps("排班表已写好。", 0, 6, "排班表\n已写\n好。\n");
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_wrap)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
