/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "support/cm.h"

#include "base/csv.h"
#include "support/failing.h"
#include "support/prop.h"

#include <stdlib.h>
#include <string.h>

static void fields_are_quoted_where_they_must(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        bool guard;
        const char *want;
    } rows[] = {
        {"plain", false, "plain\n"},        {"", false, "\n"},
        {"a,b", false, "\"a,b\"\n"},        {"say \"hi\"", false, "\"say \"\"hi\"\"\"\n"},
        {"\"", false, "\"\"\"\"\n"},        {"two\nlines", false, "\"two\nlines\"\n"},
        {"# no comment", false, "\"# no comment\"\n"}, {" space", false, "\" space\"\n"},
        {"space ", false, "\"space \"\n"},  {"phone;chat", false, "phone;chat\n"},
        {"=1+1", false, "=1+1\n"},          {"=1+1", true, "'=1+1\n"},
        {"-5", true, "-5\n"},               {"+1.5", true, "+1.5\n"},
        {"-x", true, "'-x\n"},              {"@a,b", true, "\"'@a,b\"\n"},
        {"\tx", true, "\"'\tx\"\n"},        {"排班", true, "排班\n"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        pb_text t;
        pb_text_init(&t, NULL);
        pb_csv_field(&t, rows[i].text, rows[i].guard);
        pb_csv_end(&t);
        assert_string_equal(t.bytes, rows[i].want);
        pb_text_done(&t);
    }
}

static void records(void **state)
{
    (void)state;
    pb_text t;
    pb_text_init(&t, NULL);
    pb_csv_field(&t, "", false);
    pb_csv_field(&t, "b", false);
    pb_csv_real(&t, 1.25, 1);
    pb_csv_real(&t, NAN, 3);
    pb_csv_end(&t);
    pb_csv_field(&t, "", false);
    pb_csv_field(&t, "", false);
    pb_csv_end(&t);
    pb_csv_end(&t);
    assert_string_equal(t.bytes, ",b,1.3,\n,\n\n");
    pb_text_done(&t);
    assert_null(t.bytes);
    pb_text_done(&t);
}

/* What was written is read back the same. */
typedef struct table {
    size_t n_rows;
    char cells[8][3][12];
} table;

static pb_status compare(void *ctx, const pb_row *row)
{
    const table *t = ctx;
    bool same = row->n_extra == 3;
    for (size_t i = 0; same && i < 3; i++)
        same = strcmp(row->extra_texts[i], t->cells[row->line - 2][i]) == 0;
    return same ? PB_OK : PB_ERR_INTERNAL;
}

static const char *a_round_trip_keeps_all(struct choices *c)
{
    static const char *const pieces[] = {"a", "\"", ",", ";", "排", "#", "'", "=", "é", "0"};
    table t;
    memset(&t, 0, sizeof t);
    t.n_rows = 1 + choose(c, 8);
    pb_text text;
    pb_text_init(&text, NULL);
    pb_text_puts(&text, "x,y,排\n"); /* so that the encoding is no question */
    for (size_t r = 0; r < t.n_rows; r++) {
        for (size_t f = 0; f < 3; f++) {
            for (uint32_t k = choose(c, 4); k > 0; k--)
                strcat(t.cells[r][f], pieces[choose(c, 10)]);
            pb_csv_field(&text, t.cells[r][f], false);
        }
        pb_csv_end(&text);
    }
    static const pb_csv_schema none = {NULL, 0, true};
    pb_csv_reader *reader = NULL;
    pb_status st = pb_csv_reader_new("t", &none, NULL, compare, &t, NULL, NULL, &reader);
    if (!st)
        st = pb_csv_feed(reader, text.bytes, text.n);
    if (!st)
        st = pb_csv_finish(reader);
    pb_csv_reader_free(reader);
    pb_text_done(&text);
    return st ? "read back otherwise" : NULL;
}

static void round_trips(void **state)
{
    (void)state;
    assert_int_equal(prop_check("csv round trip", a_round_trip_keeps_all, 1, 3000), 0);
}

static void a_refusal_sticks(void **state)
{
    (void)state;
    for (long n = 1;; n++) {
        failing f = {.fail_at = n};
        pb_allocator al = failing_allocator(&f);
        pb_text t;
        pb_text_init(&t, &al);
        for (int i = 0; i < 50; i++) {
            pb_text_printf(&t, "%d", i);
            pb_csv_field(&t, "some text, quoted", false);
            pb_csv_end(&t);
        }
        assert_int_equal(t.status, f.failed ? PB_ERR_NOMEM : PB_OK);
        pb_text_done(&t);
        assert_int_equal(f.live, 0);
        if (!f.failed)
            break;
    }
    pb_text t;
    pb_text_init(&t, NULL);
    pb_text_put(&t, "x", SIZE_MAX);
    assert_int_equal(t.status, PB_ERR_NOMEM);
    pb_text_done(&t);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(fields_are_quoted_where_they_must),
        cmocka_unit_test(records),
        cmocka_unit_test(round_trips),
        cmocka_unit_test(a_refusal_sticks),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
