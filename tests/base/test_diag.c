/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "support/cm.h"

#include "base/day_words.h"
#include "base/diag.h"
#include "support/failing.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

static const char *to_chinese(void *ctx, const char *msgid)
{
    (void)ctx;
    if (strcmp(msgid, "expected %s, found %d") == 0)
        return "应为 %s，实为 %d";
    if (strcmp(msgid, "correct it") == 0)
        return "请改正";
    if (strcmp(msgid, "column \"%s\"") == 0)
        return "列“%s”";
    if (strcmp(msgid, ": ") == 0)
        return "：";
    if (strcmp(msgid, " (%s)") == 0)
        return "（%s）";
    if (strcmp(msgid, "No such file or directory") == 0)
        return "没有这个文件";
    if (strcmp(msgid, "W D M") == 0)
        return "MD日 W";
    if (strcmp(msgid, "Nov") == 0)
        return "11月";
    if (strcmp(msgid, "Thu") == 0)
        return "周四";
    return msgid;
}

static void format_is_one_line(void **state)
{
    (void)state;
    static const struct {
        pb_where where;
        const char *advice, *want;
    } rows[] = {
        {{"a.csv", 3, "skills"}, "correct it",
         "a.csv:3: column \"skills\": expected x, found 5 (correct it)"},
        {{"a.csv", 3, NULL}, NULL, "a.csv:3: expected x, found 5"},
        {{"a.csv", 0, NULL}, NULL, "a.csv: expected x, found 5"},
        {{NULL, 0, NULL}, "correct it", "expected x, found 5 (correct it)"},
        {{NULL, 0, "c"}, NULL, "column \"c\": expected x, found 5"},
    };
    pb_diags *d = pb_diags_new(NULL, NULL);
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        pb_diag_add(d, PB_ERROR, rows[i].where, rows[i].advice, "expected %s, found %d", "x", 5);
        char buf[200], small[8];
        size_t n = pb_diag_format(NULL, pb_diags_at(d, i), buf, sizeof buf);
        assert_string_equal(buf, rows[i].want);
        assert_int_equal(n, strlen(buf));
        assert_int_equal(pb_diag_format(NULL, pb_diags_at(d, i), small, sizeof small), n);
        assert_int_equal(strncmp(small, buf, 7), 0);
        assert_int_equal(strlen(small), 7);
        assert_string_equal(pb_diags_at(d, i)->id, "expected %s, found %d");
    }
    assert_int_equal(pb_diag_format(NULL, pb_diags_at(d, 0), NULL, 0), strlen(rows[0].want));
    assert_null(pb_diags_at(d, 99));
    pb_diags_free(d);
}

static void texts_are_translated(void **state)
{
    (void)state;
    const pb_lang zh = {"zh", to_chinese, NULL};
    pb_diags *d = pb_diags_new(NULL, &zh);
    assert_ptr_equal(pb_diags_lang(d), &zh);
    pb_diag_add(d, PB_WARNING, (pb_where){"a.csv", 2, "日期"}, "correct it",
                "expected %s, found %d", "x", 5);
    char buf[200];
    pb_diag_format(&zh, pb_diags_at(d, 0), buf, sizeof buf);
    assert_string_equal(buf, "a.csv:2: 列“日期”：应为 x，实为 5（请改正）");
    assert_string_equal(pb_diags_at(d, 0)->id, "expected %s, found %d");
    assert_int_equal(pb_diags_status(d), PB_OK); /* a warning is no error */
    assert_int_equal(pb_diags_warnings(d), 1);
    pb_diags_free(d);
}

/* The words of the system for what people meet with files are translated; in English they are the system's own. */
static void the_systems_words_are_translated(void **state)
{
    (void)state;
    static const int met[] = {ENOENT, EACCES, EPERM, EISDIR, ENOTDIR, EEXIST, ENOSPC, EDQUOT, EROFS, EIO, EBADF};
    const pb_lang zh = {"zh", to_chinese, NULL};
    pb_diags *d = pb_diags_new(NULL, &zh), *plain = pb_diags_new(NULL, NULL);
    pb_diag_errno(d, "a.csv", ENOENT, "%s");
    assert_string_equal(pb_diags_at(d, 0)->text, "没有这个文件");
    for (size_t i = 0; i < sizeof met / sizeof met[0]; i++) {
        pb_diag_errno(plain, "a.csv", met[i], "%s");
        assert_string_equal(pb_diags_at(plain, i)->text, strerror(met[i]));
    }
    pb_diags_free(d);
    pb_diags_free(plain);
}

static void days_in_words(void **state)
{
    (void)state;
    const pb_lang zh = {"zh", to_chinese, NULL};
    const pb_date day = pb_date_from_ymd(2026, 11, 5);
    char buf[48], small[6];
    assert_string_equal(pb_day_words(NULL, day, pb_day_brief, buf, sizeof buf), "Thu 11-05");
    assert_string_equal(pb_day_words(NULL, day, pb_day_spelt, buf, sizeof buf), "Thu 5 Nov");
    assert_string_equal(pb_day_words(&zh, day, pb_day_brief, buf, sizeof buf), "周四 11-05");
    assert_string_equal(pb_day_words(&zh, day, pb_day_spelt, buf, sizeof buf), "11月5日 周四");
    assert_string_equal(pb_day_words(NULL, day, pb_day_brief, small, sizeof small), "Thu 1");
}

static void what_a_terminal_would_obey_is_escaped(void **state)
{
    (void)state;
    static const struct {
        const char *text, *want;
    } rows[] = {
        {"a\x1b[2Jb", "a\\x1B[2Jb"},                      /* clears the screen */
        {"one\ntwo", "one\\x0Atwo"},                       /* would be two lines */
        {"\x7f", "\\x7F"},
        {"\xC2\x9B" "x", "\\xC2\\x9Bx"},                   /* C1 control */
        {"\xE2\x80\xAE" "abc", "\\xE2\\x80\\xAE" "abc"},   /* right-to-left override */
        {"\xFF\xC0\xAF", "\\xFF\\xC0\\xAF"},               /* no UTF-8; overlong */
        {"\xED\xA0\x80", "\\xED\\xA0\\x80"},               /* surrogate */
        {"\xE6\x8E", "\\xE6\\x8E"},                        /* cut off */
        {"\xF4\x90\x80\x80", "\\xF4\\x90\\x80\\x80"},      /* above U+10FFFF */
        {"\xE0\x80\xAF\xF0\x80\x80\xAF", "\\xE0\\x80\\xAF\\xF0\\x80\\x80\\xAF"},
        {"排班 é 😀", "排班 é 😀"},
    };
    pb_diags *d = pb_diags_new(NULL, NULL);
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        pb_diag_add(d, PB_NOTE, (pb_where){rows[i].text, 1, rows[i].text}, NULL, "%s",
                    rows[i].text);
        assert_string_equal(pb_diags_at(d, i)->text, rows[i].want);
        assert_string_equal(pb_diags_at(d, i)->file, rows[i].want);
        assert_string_equal(pb_diags_at(d, i)->column, rows[i].want);
    }
    pb_diags_free(d);
}

static void a_file_keeps_a_hundred_of_each_severity(void **state)
{
    (void)state;
    pb_diags *d = pb_diags_new(NULL, NULL);
    for (int i = 0; i < 150; i++) {
        char column[8];
        snprintf(column, sizeof column, "c%d", i);
        pb_diag_add(d, PB_WARNING, (pb_where){"a.csv", i, column}, NULL, "w %d", i);
        pb_diag_add(d, PB_NOTE, (pb_where){"a.csv", i, column}, NULL, "n %d", i);
    }
    pb_diag_add(d, PB_ERROR, (pb_where){"a.csv", 200, NULL}, NULL, "still seen");
    pb_diag_add(d, PB_ERROR, (pb_where){"b.csv", 1, NULL}, NULL, "other file");
    pb_diag_add(d, PB_ERROR, (pb_where){NULL, 0, NULL}, NULL, "no file");
    assert_int_equal(pb_diags_count(d), 203);
    assert_int_equal(pb_diags_dropped(d), 50); /* notes do not count */
    assert_int_equal(pb_diags_errors(d), 3);
    assert_int_equal(pb_diags_warnings(d), 150);
    assert_int_equal(pb_diags_status(d), PB_ERR_INPUT);
    assert_string_equal(pb_diags_at(d, 200)->text, "still seen");
    pb_diags_free(d);
}

/* A row of rows with the same fault is told a few times and counted; reading the file once more changes nothing. */
static void rows_alike_are_counted(void **state)
{
    (void)state;
    pb_diags *d = pb_diags_new(NULL, NULL);
    size_t first_time = 0;
    char buf[200];
    for (int pass = 0; pass < 2; pass++) {
        for (int line = 2; line < 1002; line++) {
            pb_diag_add(d, PB_ERROR, (pb_where){"a.csv", line, "n"}, "write 5", "found %d", line); /* each row its own */
            pb_diag_add(d, PB_ERROR, (pb_where){"a.csv", line, "m"}, "write 5", "found %d", line % 2); /* two sentences */
            pb_diag_add(d, PB_ERROR, (pb_where){"b.csv", 0, NULL}, NULL, "no row");
        }
        if (pass == 0)
            first_time = pb_diags_count(d);
    }
    assert_int_equal(first_time, PB_DIAG_MAX_ALIKE + 2 * PB_DIAG_MAX_SAME + PB_DIAG_MAX_PER_FILE);
    assert_int_equal(pb_diags_errors(d), 6000);
    static const char *const want[] = {"a.csv:11: column \"n\": found 11 (write 5); more rows like this: 990, the last one in line 1001",
                                       "a.csv:7: column \"m\": found 1 (write 5); more rows like this: 497, the last one in line 1001",
                                       "a.csv:6: column \"m\": found 0 (write 5); more rows like this: 497, the last one in line 1000",
                                       "a.csv:10: column \"n\": found 10 (write 5)"};
    for (size_t k = 0; k < sizeof want / sizeof want[0]; k++) {
        bool told = false;
        for (size_t i = 0; i < first_time && !told; i++) {
            pb_diag_format(NULL, pb_diags_at(d, i), buf, sizeof buf);
            told = strcmp(buf, want[k]) == 0;
        }
        if (!told)
            fail_msg("not told: %s", want[k]);
    }
    pb_diags_free(d);
}

static void nobody_listens(void **state)
{
    (void)state;
    pb_diag_add(NULL, PB_ERROR, (pb_where){NULL, 0, NULL}, NULL, "lost");
    assert_int_equal(pb_diags_count(NULL), 0);
    assert_int_equal(pb_diags_errors(NULL), 0);
    assert_int_equal(pb_diags_warnings(NULL), 0);
    assert_int_equal(pb_diags_dropped(NULL), 0);
    assert_int_equal(pb_diags_status(NULL), PB_OK);
    assert_null(pb_diags_lang(NULL));
    assert_null(pb_diags_at(NULL, 0));
    pb_diags_free(NULL);
}

static void every_refusal_is_survived(void **state)
{
    (void)state;
    for (long n = 1;; n++) {
        failing f = {.fail_at = n};
        pb_allocator al = failing_allocator(&f);
        pb_diags *d = pb_diags_new(&al, NULL);
        for (int i = 0; d && i < 40; i++)
            pb_diag_add(d, PB_ERROR, (pb_where){i % 2 ? "a" : "b", i, i % 4 < 2 ? "c" : "d"}, "advice", "%0300d", i);
        if (d) {
            assert_int_equal(pb_diags_errors(d), 40); /* counted, kept or not */
            assert_int_equal(pb_diags_status(d), f.failed ? PB_ERR_NOMEM : PB_ERR_INPUT);
            assert_true(pb_diags_count(d) == 40 || f.failed);
        }
        pb_diags_free(d);
        assert_int_equal(f.live, 0);
        if (!f.failed)
            break;
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(format_is_one_line),
        cmocka_unit_test(texts_are_translated),
        cmocka_unit_test(the_systems_words_are_translated), cmocka_unit_test(days_in_words),
        cmocka_unit_test(what_a_terminal_would_obey_is_escaped),
        cmocka_unit_test(a_file_keeps_a_hundred_of_each_severity),
        cmocka_unit_test(rows_alike_are_counted),
        cmocka_unit_test(nobody_listens),
        cmocka_unit_test(every_refusal_is_survived),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
