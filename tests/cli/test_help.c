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

/* The tables themselves: every row is complete. */
static void test_commands(void **state)
{
    (void)state;
    for (const pb_command *c = pb_commands; c->name; c++) {
        char expected[64];
        snprintf(expected, sizeof expected, "paiban %s", c->name);
        if (!c->summary || !c->operands || !c->run || !c->example ||
            strncmp(c->example, expected, strlen(expected)) != 0)
            fail_msg("command %s is not complete", c->name);
    }
}

static bool complete(const pb_option *o)
{
    bool valued = o->type != PB_ARG_FLAG, chosen = o->type == PB_ARG_CHOICE;
    return o->help && (!valued || o->value) && chosen == (o->choices != NULL) && o->min <= o->max;
}

static bool clash(const pb_option *a, const pb_option *b, const pb_command *c)
{
    bool same = strcmp(a->name, b->name) == 0 || (a->letter && a->letter == b->letter);
    return same && pb_option_of(a, c) && pb_option_of(b, c);
}

static void test_options(void **state)
{
    (void)state;
    for (const pb_option *o = pb_options; o->name; o++) {
        if (!complete(o))
            fail_msg("option --%s is not complete", o->name);
        for (const pb_option *other = pb_options; other != o; other++)
            for (const pb_command *c = pb_commands; c->name; c++)
                if (clash(o, other, c))
                    fail_msg("paiban %s: --%s and --%s clash", c->name, o->name, other->name);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_wrap), cmocka_unit_test(test_commands),
                                       cmocka_unit_test(test_options)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
