/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/progress.h"
#include "cli/words.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

/* A command's surroundings with its streams caught. */
typedef struct scene {
    pb_cli cli;
    char *out, *err;
    size_t n_out, n_err;
} scene;

static void open_scene(scene *s)
{
    *s = (scene){0};
    s->cli.arena = pb_arena_new(NULL);
    s->cli.diags = pb_diags_new(NULL, NULL);
    s->cli.out = open_memstream(&s->out, &s->n_out);
    s->cli.err = open_memstream(&s->err, &s->n_err);
    assert_true(s->cli.arena && s->cli.diags && s->cli.out && s->cli.err);
}

/* What was printed to err so far. */
static const char *words(scene *s)
{
    fflush(s->cli.err);
    return s->err;
}

static void close_scene(scene *s)
{
    fclose(s->cli.out);
    fclose(s->cli.err);
    free(s->out);
    free(s->err);
    pb_diags_free(s->cli.diags);
    pb_arena_free(s->cli.arena);
}

static void add_three(pb_diags *d)
{
    pb_diag_add(d, PB_ERROR, (pb_where){"agents.csv", 3, "skills"}, "see queues.csv",
                "no queue '%s'", "vip");
    pb_diag_add(d, PB_WARNING, (pb_where){"agents.csv", 1, NULL}, NULL, "unknown column");
    pb_diag_add(d, PB_ERROR, (pb_where){"agents.csv", 3, "skills"}, "see queues.csv",
                "no queue '%s'", "vip"); /* the same once more, as a second stage would */
}

static void test_diags_as_words(void **state)
{
    (void)state;
    scene s;
    open_scene(&s);
    add_three(s.cli.diags);
    pb_print_diags(&s.cli);
    assert_string_equal(words(&s),
                        "error: agents.csv:3: column \"skills\": no queue 'vip' (see queues.csv)\n"
                        "warning: agents.csv:1: unknown column\n");
    close_scene(&s);
}

static void test_quiet_keeps_errors(void **state)
{
    (void)state;
    scene s;
    open_scene(&s);
    s.cli.quiet = true;
    add_three(s.cli.diags);
    pb_print_diags(&s.cli);
    pb_say(&s.cli, "nothing of this");
    assert_string_equal(words(&s),
                        "error: agents.csv:3: column \"skills\": no queue 'vip' (see queues.csv)\n");
    close_scene(&s);
}

static void test_diags_as_json(void **state)
{
    (void)state;
    scene s;
    open_scene(&s);
    s.cli.json = true;
    add_three(s.cli.diags);
    pb_print_diags(&s.cli);
    json_t *first = json_loads(words(&s), JSON_DISABLE_EOF_CHECK, NULL);
    assert_non_null(first);
    assert_string_equal(json_string_value(json_object_get(first, "severity")), "error");
    assert_string_equal(json_string_value(json_object_get(first, "file")), "agents.csv");
    assert_int_equal(json_integer_value(json_object_get(first, "line")), 3);
    assert_string_equal(json_string_value(json_object_get(first, "text")), "no queue 'vip'");
    assert_string_equal(json_string_value(json_object_get(first, "id")), "no queue '%s'");
    json_decref(first);
    close_scene(&s);
}

static void test_long_text_is_whole(void **state)
{
    (void)state;
    scene s;
    char text[2000];
    open_scene(&s);
    memset(text, 'x', sizeof text - 1);
    text[sizeof text - 1] = '\0';
    pb_diag_add(s.cli.diags, PB_NOTE, (pb_where){0}, NULL, "%s", text);
    pb_print_diags(&s.cli);
    assert_int_equal(strlen(words(&s)), strlen("note: ") + strlen(text) + 1);
    close_scene(&s);
}

static void test_exit_codes(void **state)
{
    (void)state;
    assert_int_equal(pb_exit_of(PB_OK), 0);
    assert_int_equal(pb_exit_of(PB_ERR_INPUT), 3);
    assert_int_equal(pb_exit_of(PB_ERR_IO), 3);
    assert_int_equal(pb_exit_of(PB_ERR_BUSY), 3);
    assert_int_equal(pb_exit_of(PB_ERR_NOMEM), 5);
    assert_int_equal(pb_exit_of(PB_ERR_INTERNAL), 5);
}

static void test_progress(void **state)
{
    (void)state;
    scene s;
    open_scene(&s);
    pb_progress p = pb_progress_start(&s.cli, 60);
    pb_progress_show(&p, "proving", 110, 100); /* not a terminal: nothing */
    pb_progress_end(&p);
    assert_string_equal(words(&s), "");
    s.cli.terminal = true;
    p = pb_progress_start(&s.cli, NAN);
    pb_progress_show(&p, "proving", 110, 100);
    pb_progress_show(&p, "proving", 105, 100); /* too soon after the first */
    assert_string_equal(words(&s), "\r\033[Kproving  best 110  bound 100  gap 9.09091%");
    pb_progress_end(&p);
    assert_string_equal(words(&s), "\r\033[Kproving  best 110  bound 100  gap 9.09091%\r\033[K");
    close_scene(&s);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_diags_as_words),     cmocka_unit_test(test_quiet_keeps_errors),
        cmocka_unit_test(test_diags_as_json),      cmocka_unit_test(test_long_text_is_whole),
        cmocka_unit_test(test_exit_codes),         cmocka_unit_test(test_progress),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
