/* SPDX-License-Identifier: GPL-3.0-or-later */
/* History files in all the forms that arrive. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "workspace_files.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef struct world {
    pb_arena *a;
    test_folder f;
    pb_team berlin;
} world;

static int set_up(void **state)
{
    static world w;
    w.a = pb_arena_new(NULL);
    w.f = test_folder_new();
    w.berlin.slot_min = 30;
    *state = &w;
    return pb_zone_load(w.a, "Europe/Berlin", &w.berlin.zone) == PB_OK ? 0 : 1;
}

static int tear_down(void **state)
{
    world *w = *state;
    pb_arena_free(w->a);
    test_folder_remove(&w->f);
    return 0;
}

static pb_status read_texts(const world *w, int slot_min, const pb_queues *q, const char *one, const char *two,
                            pb_history *h, pb_diags *d)
{
    char paths[2][512];
    const char *list[2] = {test_file(&w->f, "history-1.csv", one, paths[0]), NULL};
    pb_team team = w->berlin;
    team.slot_min = slot_min;
    if (two)
        list[1] = test_file(&w->f, "history-2.csv", two, paths[1]);
    return pb_history_read(w->a, list, two ? 2 : 1, &team, q, h, d);
}

/* One file with slots of 30 minutes, any queue. */
static pb_history ok(const world *w, int slot_min, const char *text)
{
    pb_history h = {0};
    pb_diags *d = pb_diags_new(NULL, NULL);
    if (read_texts(w, slot_min, NULL, text, NULL, &h, d) != PB_OK) {
        char *words = test_words(d, w->f.path);
        fail_msg("%s", words);
    }
    pb_diags_free(d);
    return h;
}

static double at(const pb_history *h, const double *v, int queue, int slot)
{
    return v[(size_t)queue * (size_t)h->grid.n_slots + (size_t)slot];
}

static void slot_rows(void **state)
{
    const world *w = *state;
    pb_history h = ok(w, 30, "start,queue,contacts,aht_s,handled,abandoned\n2026-11-02T09:00,vip,10,300,9,1\n"
                             "2026-11-02T09:30,vip,4,,,\n2026-11-03T09:00,tech,0,,,0\n");
    assert_int_equal(h.grid.n_days, 2);
    assert_int_equal(h.n_queues, 2);
    assert_string_equal(h.queues[1], "tech");
    assert_int_equal(h.n_rows, 3);
    assert_int_equal(h.native_slot_min, 30);
    assert_true(at(&h, h.contacts, 0, 18) == 10 && at(&h, h.contacts, 0, 19) == 4);
    assert_true(isnan(at(&h, h.contacts, 0, 20)) && at(&h, h.contacts, 1, 66) == 0);
    assert_true(at(&h, h.aht_s, 0, 18) == 300 && at(&h, h.handled, 0, 18) == 9 && at(&h, h.abandoned, 0, 18) == 1);
    assert_true(isnan(at(&h, h.aht_s, 0, 19)) && isnan(at(&h, h.handled, 0, 19)));
    h = ok(w, 30, "timestamp,volume\n2026-11-02 09:00,7\n2026-11-02 09:30,6\n");
    assert_true(h.n_queues == 1 && !h.aht_s && !h.handled && !h.abandoned);
    assert_string_equal(h.queues[0], "all");
    h = ok(w, 30, "日期,时段,来电量\n2026/11/2,09:00-09:30,7\n2026/11/2,09:30-10:00,6\n"); /* day and time apart */
    assert_true(at(&h, h.contacts, 0, 19) == 6);
}

static void slots_of_other_lengths(void **state)
{
    const world *w = *state;
    pb_history h = ok(w, 30, "start,contacts,aht_s\n2026-11-02 09:00,1,100\n2026-11-02 09:05,2,200\n2026-11-02 09:30,3,100\n");
    assert_int_equal(h.native_slot_min, 5);
    assert_true(at(&h, h.contacts, 0, 18) == 3 && at(&h, h.contacts, 0, 19) == 3);
    assert_true(fabs(at(&h, h.aht_s, 0, 18) - 500.0 / 3) < 1e-9); /* weighed by contacts */
    h = ok(w, 15, "start,contacts,aht_s,handled\n2026-11-02 09:00,12,100,8\n2026-11-02 10:00,4,,\n");
    assert_int_equal(h.native_slot_min, 60);
    for (int s = 36; s < 40; s++)
        assert_true(at(&h, h.contacts, 0, s) == 3 && at(&h, h.aht_s, 0, s) == 100 && at(&h, h.handled, 0, s) == 2);
    h = ok(w, 15, "start,contacts\n2026-11-02 09:00,10\n2026-11-02 09:10,10\n2026-11-02 09:20,10\n2026-11-02 09:30,10\n"
                  "2026-11-02 09:40,10\n2026-11-02 09:50,10\n");
    assert_int_equal(h.native_slot_min, 10);
    for (int s = 36; s < 40; s++) /* by overlap */
        assert_true(fabs(at(&h, h.contacts, 0, s) - 15) < 1e-9);
}

static void contact_log(void **state)
{
    const world *w = *state;
    pb_history h = ok(w, 30, "arrived,queue,handle_s,abandoned\n2026-11-02 09:00:05,vip,100,no\n2026-11-02 09:29:59,vip,200,0\n"
                             "2026-11-02 09:31,vip,50,yes\n2026-11-05 10:00,vip,,1\n2026-11-05 10:01,tech,70,\n");
    assert_int_equal(h.grid.n_days, 4);
    assert_int_equal(h.native_slot_min, 30);
    assert_true(at(&h, h.contacts, 0, 18) == 2 && at(&h, h.aht_s, 0, 18) == 150 && at(&h, h.handled, 0, 18) == 2);
    assert_true(at(&h, h.contacts, 0, 19) == 1 && at(&h, h.abandoned, 0, 19) == 1 && isnan(at(&h, h.aht_s, 0, 19)));
    assert_true(at(&h, h.contacts, 0, 0) == 0 && at(&h, h.contacts, 0, 60) == 0); /* a log tells of every slot */
    assert_true(at(&h, h.contacts, 1, 0) == 0);
    h = ok(w, 30, "timestamp\n2026-11-02 09:00:05\n2026-11-02 09:00:06\n"); /* a time alone is a log */
    assert_true(at(&h, h.contacts, 0, 18) == 2);
}

/* Logs as ticket and phone systems export them. */
static void exported_logs(void **state)
{
    static const struct {
        const char *header, *time, *seconds;
    } rows[] = {
        {"Created", "2026-11-02 08:05:00 UTC", "1:15:07"},       /* Rails */
        {"created at", "2026-11-02 09:05:00 +0100", "4507"},
        {"Call Start Time", "2026-11-02T08:05:00.123Z", "\"4,507\""},
        {"呼入时间", "2026/11/2 9:05", "01:15:07.5"},
    };
    const world *w = *state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        char text[300];
        (void)snprintf(text, sizeof text, "id,%s,queue,duration\n7,%s,vip,%s\n", rows[i].header, rows[i].time, rows[i].seconds);
        pb_history h = ok(w, 30, text);
        if (at(&h, h.contacts, 0, 18) != 1 || at(&h, h.aht_s, 0, 18) != 4507)
            fail_msg("%s gives %g contacts of %g s", text, at(&h, h.contacts, 0, 18), at(&h, h.aht_s, 0, 18));
    }
}

/* n rows of 2 November from nine o'clock on, a minute and five seconds apart. */
static size_t put_contacts(char *to, size_t size, int first_id, int n)
{
    size_t at_char = 0;
    for (int k = 0; k < n; k++)
        at_char += (size_t)snprintf(to + at_char, size - at_char, "2026-11-02 %02d:%02d:%02d,vip,%d,%d\n", 9 + k * 65 / 3600,
                                    k * 65 / 60 % 60, k * 65 % 60, 100 + k % 7, first_id + k);
    return at_char;
}

/* Exports that overlap count once, and it is told; a log of few times does not look like one. */
static void days_that_stand_twice(void **state)
{
    enum { N = 150, SIZE = 16000 };
    static const char header[] = "arrived,queue,handle_s,id\n";
    static const struct {
        int second_id, n_second; /* of the second file; 0 = the first one's */
        double want;             /* contacts from 9:00 to 9:30 */
        int warned;
    } rows[] = {{0, N, 28, 1}, {1000, N, 56, 0}, {0, N - 1, 56, 0}, {0, 0, 28, 0}};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        char one[SIZE], two[SIZE];
        pb_history h;
        pb_diags *d = pb_diags_new(NULL, NULL);
        put_contacts(one + sprintf(one, "%s", header), SIZE - 40, 0, N);
        put_contacts(two + sprintf(two, "%s", header), SIZE - 40, rows[i].second_id, rows[i].n_second);
        assert_int_equal(read_texts(*state, 30, NULL, one, rows[i].n_second ? two : NULL, &h, d), PB_OK);
        if (at(&h, h.contacts, 0, 18) != rows[i].want || (int)pb_diags_warnings(d) != rows[i].warned || at(&h, h.aht_s, 0, 18) != 103)
            fail_msg("row %zu gives %g contacts, %zu warnings, %g s", i, at(&h, h.contacts, 0, 18), pb_diags_warnings(d),
                     at(&h, h.aht_s, 0, 18));
        if (rows[i].warned)
            assert_string_equal(pb_diags_at(d, 0)->text,
                                "150 contacts stand twice, row for row (days: 1, from 2026-11-02 to 2026-11-02); each counts once");
        pb_diags_free(d);
    }
    /* times rounded to the half-hour: rows that are the same tell nothing */
    char text[SIZE];
    size_t n = (size_t)sprintf(text, "arrived,queue\n");
    for (int k = 0; k < 80; k++)
        n += (size_t)snprintf(text + n, sizeof text - n, "2026-11-02 %02d:%02d,vip\n", 8 + k / 8, k / 4 % 2 * 30);
    pb_history h = ok(*state, 30, text);
    assert_true(at(&h, h.contacts, 0, 18) == 4);
}

/* Half-hours whose column contacts is misspelt look like a log; they are told. */
static void slots_without_contacts(void **state)
{
    static const char *const header[] = {"start,queue,contcts\n", "arrived,queue\n", "start,queue\n"};
    for (int i = 0; i < 3; i++) {
        char text[2048];
        pb_history h;
        pb_diags *d = pb_diags_new(NULL, NULL);
        size_t n = (size_t)snprintf(text, sizeof text, "%s", header[i]);
        for (int row = 0; row < 20; row++) /* the last header's rows are at 09:01, 09:31 … */
            n += (size_t)snprintf(text + n, sizeof text - n, "2026-11-%02d 09:%02d,vip%s\n", 2 + row / 2, row % 2 * 30 + i / 2,
                                  i ? "" : ",7");
        assert_int_equal(read_texts(*state, 30, NULL, text, NULL, &h, d), PB_OK);
        assert_int_equal(pb_diags_warnings(d), i == 0);
        pb_diags_free(d);
    }
}

/* A contact log of a_day contacts on each of n_days but hole_from … hole_to-1. */
static pb_history log_with_a_hole(const world *w, int n_days, int a_day, int hole_from, int hole_to)
{
    char text[12000] = "arrived,queue\n", date[11];
    size_t at_char = strlen(text);
    const pb_date first = pb_date_from_ymd(2026, 6, 1);
    for (int day = 0; day < n_days; day++)
        for (int k = 0; k < a_day && (day < hole_from || day >= hole_to); k++)
            at_char += (size_t)snprintf(text + at_char, sizeof text - at_char, "%s 09:%02d,vip\n",
                                        pb_date_format(first + day, date), 10 * k);
    return ok(w, 60, text);
}

static void days_that_a_log_did_not_record(void **state)
{
    const world *w = *state;
    pb_history h = log_with_a_hole(w, 60, 5, 20, 30);
    assert_true(at(&h, h.contacts, 0, 19 * 24 + 9) == 5 && at(&h, h.contacts, 0, 19 * 24 + 3) == 0);
    assert_true(isnan(at(&h, h.contacts, 0, 20 * 24 + 9)) &&
                isnan(at(&h, h.contacts, 0, 29 * 24 + 23)));
    assert_true(at(&h, h.contacts, 0, 30 * 24) == 0);
    h = log_with_a_hole(w, 60, 5, 20, 29); /* as long as public holidays last */
    assert_true(at(&h, h.contacts, 0, 20 * 24 + 9) == 0);
    h = ok(
        w, 60,
        "arrived\n2026-06-01 09:00\n2026-06-13 09:00\n2026-06-25 09:00\n"); /* one in twelve days */
    assert_true(at(&h, h.contacts, 0, 5 * 24 + 9) == 0);
}

static void clock_changes_in_slots(void **state)
{
    const world *w = *state;
    /* 2026-10-25: 02:00 and 02:30 come twice; slots 4, 5 and 6, 7 */
    pb_history h = ok(w, 30, "start,contacts\n2026-10-25 01:30,1\n2026-10-25 02:00,2\n2026-10-25 02:30,3\n2026-10-25 02:00,4\n"
                             "2026-10-25 02:30,5\n2026-10-25 03:00,6\n");
    assert_int_equal(h.grid.n_slots, 50);
    for (int s = 3; s <= 8; s++)
        assert_true(at(&h, h.contacts, 0, s) == s - 2);
    assert_int_equal(h.n_doubled_rows, 0);
    h = ok(w, 30, "start,contacts\n2026-10-25T02:00+02:00,2\n2026-10-25T02:00+01:00,4\n2026-10-25 03:30,1\n"); /* offsets leave no doubt */
    assert_true(at(&h, h.contacts, 0, 4) == 2 && at(&h, h.contacts, 0, 6) == 4);
    /* 2026-03-29: 02:00 to 03:00 is skipped */
    h = ok(w, 30, "start,contacts\n2026-03-29 01:30,1\n2026-03-29 02:00,0\n2026-03-29 02:30,0\n2026-03-29 03:00,6\n");
    assert_int_equal(h.grid.n_slots, 46);
    assert_true(at(&h, h.contacts, 0, 3) == 1 && at(&h, h.contacts, 0, 4) == 6);
    h = ok(w, 30, "start,contacts\n2026-03-29 02:00,2\n2026-03-29 02:30,3\n2026-03-29 05:30,1\n"); /* kept, not lost */
    assert_true(at(&h, h.contacts, 0, 4) == 5);
}

static void clock_changes_in_logs(void **state)
{
    const world *w = *state;
    pb_history h = ok(w, 30, "arrived\n2026-10-25 01:59\n2026-10-25 02:10\n2026-10-25 02:40\n2026-10-25 02:50\n2026-10-25 02:05\n"
                             "2026-10-25 02:35\n2026-10-25 03:01\n");
    assert_true(at(&h, h.contacts, 0, 4) == 1 && at(&h, h.contacts, 0, 5) == 2); /* first pass */
    assert_true(at(&h, h.contacts, 0, 6) == 1 && at(&h, h.contacts, 0, 7) == 1); /* the times step back */
    assert_true(at(&h, h.contacts, 0, 8) == 1);
    h = ok(w, 30, "arrived\n2026-10-26 10:00\n2026-10-26 09:00\n2026-10-26 08:00\n2026-10-25 02:10\n2026-10-25 02:11\n2026-10-25 02:12\n"
                  "2026-10-25 02:13\n"); /* not in order: divided evenly */
    assert_true(at(&h, h.contacts, 0, 4) == 2 && at(&h, h.contacts, 0, 6) == 2);
}

static void doubled_rows(void **state)
{
    const world *w = *state;
    pb_history h;
    pb_diags *d = pb_diags_new(NULL, NULL);
    assert_int_equal(read_texts(w, 30, NULL, "start,contacts\n2026-11-02 09:00,5\n2026-11-02 09:30,3\n2026-11-02 09:00,7\n", NULL, &h, d), PB_OK);
    assert_true(at(&h, h.contacts, 0, 18) == 7); /* the later counts */
    assert_int_equal(h.n_doubled_rows, 1);
    assert_int_equal(pb_diags_warnings(d), 1);
    h = ok(w, 30, "start,site,contacts\n2026-11-02 09:00,north,5\n2026-11-02 09:00,south,7\n2026-11-02 09:30,south,1\n");
    assert_true(at(&h, h.contacts, 0, 18) == 12); /* a finer division is added */
    assert_int_equal(h.n_doubled_rows, 0);
    assert_int_equal(read_texts(w, 30, NULL, "start,contacts\n2026-11-02 09:00,5\n2026-11-02 09:30,1\n",
                                "start,contacts\n2026-11-02 09:00,8\n2026-11-02 10:00,2\n2026-11-02 10:30,1\n", &h, d), PB_OK);
    assert_true(at(&h, h.contacts, 0, 18) == 8 && at(&h, h.contacts, 0, 19) == 1 && at(&h, h.contacts, 0, 20) == 2);
    assert_int_equal(read_texts(w, 30, NULL, "arrived\n2026-11-02 09:00\n", "arrived\n2026-11-02 09:01\n", &h, d), PB_OK);
    assert_true(at(&h, h.contacts, 0, 18) == 2); /* logs are added */
    pb_diags_free(d);
}

/* A quiet queue whose file has no zeros leaves them out. */
static void zeros_left_out(void **state)
{
    const world *w = *state;
    char text[20000] = "start,contacts\n";
    for (int day = 1; day <= 30; day += 2)
        for (int half = 18; half < 36; half++)
            if ((day + half) % 5 != 0)
                (void)snprintf(text + strlen(text), 40, "2026-11-%02d %02d:%02d,%d\n", day, half / 2, half % 2 * 30, 1 + half % 3);
    pb_history h;
    pb_diags *d = pb_diags_new(NULL, NULL);
    assert_int_equal(read_texts(w, 30, NULL, text, NULL, &h, d), PB_OK);
    assert_int_equal(pb_diags_warnings(d), 1);
    assert_true(at(&h, h.contacts, 0, 19) == 0);
    assert_true(isnan(at(&h, h.contacts, 0, 48 + 19))); /* a day without rows stays unknown */
    pb_diags_free(d);
}

static void names_of_queues(void **state)
{
    const world *w = *state;
    static pb_queue two[] = {{.id = "vip"}, {.id = "tech"}};
    pb_queues q1 = {1, two, {0}}, q2 = {2, two, {0}};
    pb_history h;
    pb_diags *d = pb_diags_new(NULL, NULL);
    assert_int_equal(read_texts(w, 30, &q1, "start,contacts\n2026-11-02 09:00,5\n", NULL, &h, d), PB_OK);
    assert_string_equal(h.queues[0], "vip");
    assert_int_equal(read_texts(w, 30, &q2, "start,queue,contacts\n2026-11-02 09:00,old,5\n2026-11-02 09:00,tech,5\n2026-11-02 09:30,tech,5\n", NULL, &h, d), PB_OK);
    assert_int_equal(h.n_queues, 3); /* those of queues.csv first, also without rows */
    assert_string_equal(h.queues[2], "old");
    assert_true(isnan(at(&h, h.contacts, 0, 18)) && at(&h, h.contacts, 1, 18) == 5);
    assert_int_equal(pb_diags_warnings(d), 1);
    pb_diags_free(d);
}

static void faults(void **state)
{
    static const struct {
        const char *text, *says;
    } rows[] = {
        {"queue,contacts\nvip,1\n", "no column with the time"},
        {"start,contacts\n2026-11-02 09:00,1\n", "which of the 2 queues"},
        {"start,queue,contcts,aht_s\n2026-11-02 09:00,vip,1,300\n", "this column is missing"}, /* no log */
        {"start,queue,contacts\n2026-11-02 09:00,,1\n", "the queue is missing"},
        {"start,queue,contacts\nyesterday,vip,1\n", "expected a time such as"},
        {"date,start,queue,contacts\n2026-11-02,2:00 PM,vip,1\n", "no time of a day of 24 hours"}, /* no 02:00 */
        {"date,start,queue,contacts\n2026-11-02,2:00 p.m.,vip,1\n", "no time of a day of 24 hours"},
        {"start,queue,contacts\n,vip,1\n", "expected a time such as"},
        {"start,queue,contacts\n2026-11-02 09:00,vip,many\n", "expected a number"},
        {"start,queue,contacts,abandoned\n2026-11-02 09:00,vip,1,none\n", "expected a number, found \"none\""},
        {"start,queue,contacts\n", "the table has no rows"},
        {"start,queue,contacts\n2026-11-02,vip,1\n2026-11-03,vip,1\n2026-11-04,vip,1\n", "one row a day"},
        {"start,queue,contacts\n1926-11-02 09:00,vip,1\n2026-11-03 09:00,vip,1\n", "more than 20 years"},
    };
    const world *w = *state;
    static pb_queue two[] = {{.id = "vip"}, {.id = "tech"}};
    pb_queues q = {2, two, {0}};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        pb_history h = {.n_rows = 55};
        pb_diags *d = pb_diags_new(NULL, NULL);
        pb_status st = read_texts(w, 30, &q, rows[i].text, NULL, &h, d);
        char *words = test_words(d, w->f.path);
        if (st != PB_ERR_INPUT || !strstr(words, rows[i].says))
            fail_msg("status %d: %sexpected: %s", (int)st, words, rows[i].says);
        assert_int_equal(h.n_rows, 55);
        free(words);
        pb_diags_free(d);
    }
    pb_history h;
    assert_int_equal(pb_history_read(w->a, NULL, 0, &w->berlin, &q, &h, NULL), PB_ERR_DOMAIN);
}

/* What a spreadsheet brings in every row, and the sum below them: one line each. */
static void told_once(void **state)
{
    static const struct {
        const char *text, *says;
    } rows[] = {
        {"start,queue,contacts\n11/16/2026 9:00 AM,vip,1\n11/16/2026 9:30 AM,vip,1\n11/16/2026 10:00 AM,vip,1\n",
         "history-1.csv:2: column \"start\": is the day first in \"11/16/2026 9:00 AM\", or the month? Rows like this: 3 (write "},
        {"date,start,queue,contacts\n16/11/2026,09:00,vip,1\n16/11/2026,09:30,vip,1\n",
         "history-1.csv:2: column \"date\": is the day first in \"16/11/2026\", or the month? Rows like this: 2 (write "},
        {"start,queue,contacts\n2026-11-16 9:00,vip,1\nTotal,,1\n",
         "history-1.csv:3: this looks like a row of totals (\"Total\"). Rows like this: 1 (delete "},
        {"start,queue,contacts\n2026-11-16 9:00,vip,1\n,合计,1\n",
         "history-1.csv:3: this looks like a row of totals (\"合计\"). Rows like this: 1 (delete "},
        {"date,start,queue,contacts\n2026-11-16,9:00,vip,1\n小计,,,1\n2026-11-17,9:00,vip,1\n总计,,,2\n",
         "history-1.csv:3: this looks like a row of totals (\"小计\"). Rows like this: 2 (delete "},
    };
    const world *w = *state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        pb_history h;
        pb_diags *d = pb_diags_new(NULL, NULL);
        assert_int_equal(read_texts(w, 30, NULL, rows[i].text, NULL, &h, d), PB_ERR_INPUT);
        char *words = test_words(d, w->f.path);
        if (strncmp(words, rows[i].says, strlen(rows[i].says)) != 0 || strchr(words, '\n') != words + strlen(words) - 1)
            fail_msg("%sexpected: %s", words, rows[i].says);
        free(words);
        pb_diags_free(d);
    }
    pb_history h = ok(w, 30, "start,queue,contacts\n16.11.2026 9:00,vip,1\n16.11.2026 9:30,Total,2\n"); /* a queue's name */
    assert_int_equal(h.grid.first, pb_date_from_ymd(2026, 11, 16));
    assert_true(h.n_queues == 2 && at(&h, h.contacts, 1, 19) == 2);
}

static void stray_minutes(void **state)
{
    const world *w = *state;
    static char text[60000] = "start,contacts\n";
    for (int day = 1; day <= 28; day++)
        for (int half = 0; half < 48; half++)
            (void)snprintf(text + strlen(text), 40, "2026-11-%02d %02d:%02d,%d\n", day, half / 2, half % 2 * 30, 4 + half % 3);
    strcat(text, "2026-11-29 09:07,5\n");
    pb_history h;
    pb_diags *d = pb_diags_new(NULL, NULL);
    assert_int_equal(read_texts(w, 30, NULL, text, NULL, &h, d), PB_OK);
    assert_int_equal(h.native_slot_min, 30);
    assert_int_equal(pb_diags_warnings(d), 1);
    assert_true(fabs(at(&h, h.contacts, 0, 28 * 48 + 18) - 5 * 23 / 30.0) < 1e-9); /* by overlap */
    pb_diags_free(d);
}

static void comes_back(void **state)
{
    const world *w = *state;
    pb_history h = ok(w, 30, "start,queue,contacts,aht_s,handled,abandoned\n2026-10-25T02:00+02:00,vip,0.1,300.3,9,1\n"
                             "2026-10-25T02:00+01:00,vip,4,,,\n2026-10-25 09:00,tech,1e-9,1,1,0\n2026-10-25 09:30,tech,2,1,1,0\n");
    pb_text t, u;
    pb_text_init(&t, NULL);
    pb_text_init(&u, NULL);
    pb_history_write(&h, &t);
    pb_history again = ok(w, 30, t.bytes);
    pb_history_write(&again, &u);
    assert_string_equal(t.bytes, u.bytes);
    assert_true(at(&again, again.contacts, 0, 6) == 4 && at(&again, again.contacts, 1, 20) == 1e-9);
    pb_text_done(&t);
    pb_text_done(&u);
}

static void files_of_a_workspace(void **state)
{
    const world *w = *state;
    const char *const *paths;
    size_t n;
    char path[512];
    test_folder g = test_folder_new();
    pb_diags *d = pb_diags_new(NULL, NULL);
    assert_int_equal(pb_history_files(w->a, g.path, &paths, &n, d), PB_ERR_INPUT);
    assert_int_equal(pb_diags_errors(d), 1);
    test_file(&g, "history_b.csv", "x", path);
    test_file(&g, "history.csv", "x", path);
    test_file(&g, "other.csv", "x", path);
    assert_int_equal(pb_history_files(w->a, g.path, &paths, &n, d), PB_OK);
    assert_int_equal(n, 2);
    assert_non_null(strstr(paths[0], "/history.csv"));
    pb_diags_free(d);
    test_folder_remove(&g);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(slot_rows), cmocka_unit_test(slots_of_other_lengths), cmocka_unit_test(contact_log), cmocka_unit_test(exported_logs), cmocka_unit_test(days_that_stand_twice),
        cmocka_unit_test(slots_without_contacts),
        cmocka_unit_test(days_that_a_log_did_not_record),
        cmocka_unit_test(clock_changes_in_slots), cmocka_unit_test(clock_changes_in_logs), cmocka_unit_test(doubled_rows),
        cmocka_unit_test(zeros_left_out), cmocka_unit_test(names_of_queues), cmocka_unit_test(faults),
        cmocka_unit_test(told_once), cmocka_unit_test(stray_minutes), cmocka_unit_test(comes_back), cmocka_unit_test(files_of_a_workspace)};
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
