/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Run with the build's locale folder as argument. */
#include "cli/lang.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static void test_switching(void **state)
{
    pb_arena *a = pb_arena_new(NULL);
    pb_langs *langs = pb_langs_new(a, *state);
    assert_non_null(langs);
    const pb_lang *en = pb_langs_of(langs, "en"), *zh = pb_langs_of(langs, "zh");
    assert_non_null(en);
    assert_non_null(zh);
    assert_null(pb_langs_of(langs, "fr"));
    for (int i = 0; i < 3; i++) { /* there and back again */
        assert_string_equal(pb_tr(zh, "error"), "错误");
        assert_string_equal(pb_tr(en, "error"), "error");
    }
    assert_string_equal(pb_tr(zh, "no such text"), "no such text");
    assert_string_equal(pb_tr(zh, ""), "");
    pb_arena_free(a);
}

static void test_environment(void **state)
{
    (void)state;
    static const struct {
        const char *language, *lc_all, *lang, *expected;
    } ROWS[] = {
        {NULL, NULL, NULL, "en"},
        {NULL, NULL, "zh_CN.UTF-8", "zh"},
        {NULL, "en_US.UTF-8", "zh_CN.UTF-8", "en"},
        {NULL, "C.UTF-8", "zh_CN.UTF-8", "en"}, /* LC_ALL decides, and asks for no language */
        {"zh", "C.UTF-8", NULL, "zh"},          /* a container without locales */
        {"fr:zh_TW:en", NULL, NULL, "zh"},      /* the first one known */
        {NULL, NULL, "fr_FR.UTF-8", "en"},
        {"", NULL, "zh", "zh"},
    };
    for (size_t i = 0; i < sizeof ROWS / sizeof *ROWS; i++) {
        const char *names[] = {"LANGUAGE", "LC_ALL", "LANG"};
        const char *values[] = {ROWS[i].language, ROWS[i].lc_all, ROWS[i].lang};
        unsetenv("LC_MESSAGES");
        for (int k = 0; k < 3; k++)
            if (values[k])
                setenv(names[k], values[k], 1);
            else
                unsetenv(names[k]);
        if (strcmp(pb_langs_from_environment(), ROWS[i].expected) != 0)
            fail_msg("row %zu: %s", i, pb_langs_from_environment());
    }
}

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_prestate(test_switching, argc > 1 ? argv[1] : NULL),
        cmocka_unit_test(test_environment),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
