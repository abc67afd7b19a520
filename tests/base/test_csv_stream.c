/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The CSV reader as a stream: files, limits, callbacks. What is read of which text is in test_csv.c. */
#include "support/cm.h"

#include "base/csv.h"
#include "support/failing.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static const pb_column COLUMNS[] = {
    {"agent", "客服|坐席", PB_CELL_TEXT, true, 0, 0, NULL},
    {"price", NULL, PB_CELL_REAL, false, 0, INFINITY, NULL},
};
static const pb_csv_schema SCHEMA = {COLUMNS, 2, false};

static pb_status count_row(void *ctx, const pb_row *row)
{
    (void)row;
    ++*(long *)ctx;
    return PB_OK;
}

static void a_file_of_150_errors_alike_keeps_3(void **state)
{
    (void)state;
    pb_text t;
    pb_text_init(&t, NULL);
    pb_text_puts(&t, "agent,price\n");
    for (int i = 0; i < 150; i++)
        pb_text_puts(&t, "A,x\n");
    char path[] = "/tmp/paiban-test-XXXXXX";
    int fd = mkstemp(path);
    assert_int_equal(write(fd, t.bytes, t.n), (ssize_t)t.n);
    close(fd);
    pb_diags *d = pb_diags_new(NULL, NULL);
    long n = 0;
    assert_int_equal(pb_csv_read_file(path, &SCHEMA, NULL, count_row, &n, d, NULL), PB_ERR_INPUT);
    assert_int_equal(n, 150);
    assert_int_equal(pb_diags_count(d), PB_DIAG_MAX_SAME);
    assert_int_equal(pb_diags_errors(d), 150);
    assert_int_equal(pb_diags_dropped(d), 0);
    assert_int_equal(pb_diags_at(d, 2)->n_more, 147);
    assert_int_equal(pb_diags_at(d, 2)->last_line, 151);
    pb_diags_free(d);
    unlink(path);
    pb_text_done(&t);
}

static void files_that_cannot_be_read(void **state)
{
    (void)state;
    pb_diags *d = pb_diags_new(NULL, NULL);
    long n = 0;
    assert_int_equal(pb_csv_read_file("/nowhere/x", &SCHEMA, NULL, count_row, &n, d, NULL), PB_ERR_IO);
    assert_int_equal(pb_csv_read_file("/tmp", &SCHEMA, NULL, count_row, &n, d, NULL), PB_ERR_IO);
    assert_int_equal(pb_diags_errors(d), 2);
    pb_diags_free(d);
}

/* A row of 10 MB is the limit: beyond it the row is left out and the next ones are read. */
static void rows_without_end(void **state)
{
    (void)state;
    static char block[1 << 16];
    static const char *const starts[] = {"agent,x\nA,\"", "agent,x\nA,", "agent,x\nA,,"};
    static const char *const ends[] = {"\"\nB,1\n", "\nB,1\n", "\nB,1\n"};
    for (int i = 0; i < 3; i++) {
        memset(block, i == 2 ? ',' : 'y', sizeof block);
        for (size_t k = 99; k < sizeof block && i == 0; k += 100)
            block[k] = '\n';
        failing f = {0};
        pb_allocator al = failing_allocator(&f);
        pb_diags *d = pb_diags_new(NULL, NULL);
        pb_csv_reader *r = NULL;
        long rows = 0;
        assert_int_equal(pb_csv_reader_new("t", &SCHEMA, NULL, count_row, &rows, d, &al, &r), PB_OK);
        assert_int_equal(pb_csv_feed(r, starts[i], strlen(starts[i])), PB_OK);
        for (int k = 0; k < 200; k++) /* 13 MB */
            assert_int_equal(pb_csv_feed(r, block, sizeof block), PB_OK);
        assert_int_equal(pb_csv_feed(r, ends[i], strlen(ends[i])), PB_OK);
        pb_status st = pb_csv_finish(r);
        assert_int_equal(st, i == 2 ? PB_OK : PB_ERR_INPUT);
        assert_true(rows >= 1);
        pb_csv_reader_free(r);
        assert_int_equal(f.live, 0);
        assert_true(f.peak < 45u << 20);
        pb_diags_free(d);
    }
    /* A header that never ends. */
    pb_diags *d = pb_diags_new(NULL, NULL);
    pb_csv_reader *r = NULL;
    long rows = 0;
    assert_int_equal(pb_csv_reader_new("t", &SCHEMA, NULL, count_row, &rows, d, NULL, &r), PB_OK);
    memset(block, 'y', sizeof block);
    pb_status st = PB_OK;
    for (int k = 0; k < 40 && !st; k++)
        st = pb_csv_feed(r, block, sizeof block);
    assert_int_equal(st, PB_ERR_INPUT);
    assert_int_equal(pb_csv_finish(r), PB_ERR_INPUT);
    pb_csv_reader_free(r);
    pb_diags_free(d);
}

static pb_status stop_at_second(void *ctx, const pb_row *row)
{
    ++*(long *)ctx;
    return row->line == 3 ? PB_ERR_LIMIT : PB_OK;
}

static pb_status stop_at_header(void *ctx, const bool *present, const char *const *texts)
{
    (void)ctx;
    assert_true(present[0]);
    assert_false(present[1]);
    assert_string_equal(texts[0], "客服");
    assert_string_equal(texts[1], "");
    return PB_ERR_DOMAIN;
}

static void callbacks_can_stop_the_read(void **state)
{
    (void)state;
    static const char text[] = "客服\nA\nB\nC\nD\n";
    long n = 0;
    FILE *in = fmemopen((void *)(uintptr_t)text, sizeof text - 1, "r");
    assert_int_equal(pb_csv_read_stream(in, "t", &SCHEMA, NULL, stop_at_second, &n, NULL, NULL),
                     PB_ERR_LIMIT);
    assert_int_equal(n, 2);
    rewind(in);
    assert_int_equal(
        pb_csv_read_stream(in, "t", &SCHEMA, stop_at_header, count_row, &n, NULL, NULL),
        PB_ERR_DOMAIN);
    assert_int_equal(n, 2);
    fclose(in);
}

/* Errors count without diagnostics too, and those of a callback count. */
static pb_status complain(void *ctx, const pb_row *row)
{
    pb_diag_add(ctx, PB_ERROR, (pb_where){row->file, row->line, NULL}, NULL, "not liked");
    return PB_OK;
}

static void errors_count_whoever_finds_them(void **state)
{
    (void)state;
    static const char text[] = "agent,price\nA,x\n", good[] = "agent\nA\n";
    long n = 0;
    FILE *in = fmemopen((void *)(uintptr_t)text, sizeof text - 1, "r");
    assert_int_equal(pb_csv_read_stream(in, "t", &SCHEMA, NULL, count_row, &n, NULL, NULL),
                     PB_ERR_INPUT);
    fclose(in);
    pb_diags *d = pb_diags_new(NULL, NULL);
    in = fmemopen((void *)(uintptr_t)good, sizeof good - 1, "r");
    assert_int_equal(pb_csv_read_stream(in, "t", &SCHEMA, NULL, complain, d, d, NULL), PB_ERR_INPUT);
    fclose(in);
    pb_diags_free(d);
}

static void nearest_names(void **state)
{
    (void)state;
    static const char *const names[] = {"agent", "hours_per_week", "skills", "工作时间", "id"};
    static const struct {
        const char *word, *want;
    } rows[] = {{"agnet", "agent"}, {"Agents", "agent"}, {"skill", "skills"}, {"hours_a_week", "hours_per_week"},
                {"工作时刻", "工作时间"}, {"xyz", NULL}, {"", NULL}, {"i", NULL}, {"ix", "id"}, {"ab", NULL},
                {"shifts", NULL}};
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        const char *got = pb_nearest_name(rows[i].word, names, sizeof names / sizeof names[0]);
        if ((got == NULL) != (rows[i].want == NULL) || (got && strcmp(got, rows[i].want) != 0))
            fail_msg("%s: got %s", rows[i].word, got ? got : "nothing");
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_file_of_150_errors_alike_keeps_3),
        cmocka_unit_test(files_that_cannot_be_read),
        cmocka_unit_test(rows_without_end),
        cmocka_unit_test(callbacks_can_stop_the_read),
        cmocka_unit_test(errors_count_whoever_finds_them),
        cmocka_unit_test(nearest_names),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
