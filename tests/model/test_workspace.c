/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which tables a workspace reads, what it does without, rows from other formats; small readers of cells. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "workspace_files.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void only_what_is_needed(void **state)
{
    (void)state;
    test_folder f = test_folder_new();
    pb_arena *a = pb_arena_new(NULL);
    pb_diags *d = pb_diags_new(NULL, NULL);
    pb_workspace ws = {.n_past = 7};
    char path[512];
    test_file(&f, "team.csv", "key,value\ntimezone,UTC\n", path);
    assert_int_equal(pb_workspace_read(a, f.path, PB_NEED_TEAM, NULL, &ws, d), PB_OK);
    assert_string_equal(ws.team.language, "en");
    test_file(&f, "agents.csv", "broken", path); /* not asked for, not read */
    test_file(&f, "queues.csv", "queue,channel\nvip,voice\n", path);
    assert_int_equal(pb_workspace_read(a, f.path, PB_NEED_QUEUES | PB_NEED_CALENDAR, NULL, &ws, d), PB_OK);
    assert_int_equal(pb_diags_count(d), 0);
    ws.n_past = 7;
    assert_int_equal(pb_workspace_read(a, f.path, PB_NEED_PEOPLE, NULL, &ws, d), PB_ERR_INPUT);
    assert_int_equal(ws.n_past, 7); /* left alone */
    char *words = test_words(d, f.path);
    assert_non_null(strstr(words, "agents.csv"));
    assert_non_null(strstr(words, "shifts.csv: the file is missing (paiban init writes a sample workspace)"));
    free(words);
    test_file(&f, "queues.csv", "queue,channel\n", path);
    assert_int_equal(pb_workspace_read(a, f.path, PB_NEED_QUEUES, NULL, &ws, d), PB_ERR_INPUT); /* no rows */
    assert_int_equal(pb_workspace_read(a, "/tmp/no-such-folder-of-paiban", PB_NEED_TEAM, NULL, &ws, d), PB_ERR_INPUT);
    pb_diags_free(d);
    pb_arena_free(a);
    test_folder_remove(&f);
}

static void a_law_without_its_data(void **state)
{
    (void)state;
    test_folder f = test_folder_new();
    pb_arena *a = pb_arena_new(NULL);
    pb_diags *d = pb_diags_new(NULL, NULL);
    pb_workspace ws;
    assert_int_equal(pb_fixture_shop(1, test_folder_sink, &f), 0);
    assert_int_equal(pb_workspace_read(a, f.path, PB_NEED_PEOPLE, NULL, &ws, d), PB_OK);
    char *words = test_words(d, f.path);
    assert_non_null(strstr(words, "the rules of the law \"cn\" were not found"));
    free(words);
    assert_string_equal(pb_workspace_path(a, ".", "team.csv"), "team.csv");
    assert_string_equal(pb_workspace_path(a, "", "team.csv"), "team.csv");
    assert_string_equal(pb_workspace_path(a, "x", "team.csv"), "x/team.csv");
    pb_diags_free(d);
    pb_arena_free(a);
    test_folder_remove(&f);
}

static pb_status more_days(void *ctx, pb_arena *a, const char *dir, const pb_team *team, const pb_calendar_row **ret,
                           size_t *ret_n, pb_diags *d)
{
    static const pb_calendar_row row = {.date = 20000, .kind = PB_DAY_STATUTORY, .name = "from elsewhere", .queue = -1,
                                        .acts_like = -1, .closed = -1};
    (void)a, (void)dir, (void)team, (void)d;
    *ret = &row;
    *ret_n = 1;
    return *(pb_status *)ctx;
}

static pb_status more_leave(void *ctx, pb_arena *a, const char *dir, const pb_team *team, const pb_agents *agents,
                            const pb_absence **ret, size_t *ret_n, pb_diags *d)
{
    static const pb_absence row = {.agent = 2, .from = 20000, .to = 20001, .to_min = 1440, .kind = PB_SICK};
    (void)a, (void)dir, (void)team, (void)agents, (void)d;
    *ret = &row;
    *ret_n = 1;
    return *(pb_status *)ctx;
}

static void rows_from_other_formats(void **state)
{
    (void)state;
    test_folder f = test_folder_new();
    pb_arena *a = pb_arena_new(NULL);
    pb_status says = PB_OK;
    pb_workspace_options opt = {.more_calendar = more_days, .more_absences = more_leave, .more_ctx = &says,
                                .default_language = "zh"};
    pb_workspace ws;
    assert_int_equal(pb_fixture_tiny(1, test_folder_sink, &f), 0);
    assert_int_equal(pb_workspace_read(a, f.path, PB_NEED_PEOPLE, &opt, &ws, NULL), PB_OK);
    assert_int_equal(pb_calendar_day_kind(&ws.calendar, 20000), PB_DAY_STATUTORY);
    assert_int_equal(ws.absences.n, 3);
    assert_int_equal(ws.absences.at[2].kind, PB_SICK);
    says = PB_ERR_INPUT;
    assert_int_equal(pb_workspace_read(a, f.path, PB_NEED_PEOPLE, &opt, &ws, NULL), PB_ERR_INPUT);
    says = PB_ERR_NOMEM;
    assert_int_equal(pb_workspace_read(a, f.path, PB_NEED_PEOPLE, &opt, &ws, NULL), PB_ERR_NOMEM);
    pb_arena_free(a);
    test_folder_remove(&f);
}

static void pieces(void **state)
{
    (void)state;
    pb_piece rest = pb_piece_of(" a ;; b；　c　; "), p;
    assert_true(pb_piece_next(&rest, ";", &p) && pb_piece_is(p, "A"));
    assert_true(pb_piece_next(&rest, ";", &p) && pb_piece_is(p, "b"));
    assert_true(pb_piece_next(&rest, ";", &p) && pb_piece_is(p, "c")); /* U+3000 is a blank */
    assert_false(pb_piece_next(&rest, ";", &p));
    rest = pb_piece_of("甲，乙、丙");
    assert_true(pb_piece_next(&rest, ",", &p) && p.n == 3 && pb_piece_next(&rest, ",", &p) && pb_piece_next(&rest, ",", &p));
    assert_int_equal(pb_piece_among(pb_piece_of("b"), "a|B|c"), 1);
    assert_int_equal(pb_piece_among(pb_piece_of("ab"), "a|b"), -1);
}

static void numbers(void **state)
{
    static const struct {
        const char *text;
        bool ok;
        double value;
    } rows[] = {{"1", true, 1}, {" 1.5 ", true, 1.5}, {"1,5", true, 1.5}, {"-2", true, -2}, {"1e3", true, 1000}, {"", false, 0},
                {"1 2", false, 0}, {"0x10", false, 0}, {"nan", false, 0}, {"inf", false, 0}, {"1.2.3", false, 0}, {"--1", false, 0}};
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        double v = 77;
        if (pb_real_parse(pb_piece_of(rows[i].text), &v) != rows[i].ok || v != (rows[i].ok ? rows[i].value : 77))
            fail_msg("\"%s\": %g", rows[i].text, v);
    }
    int64_t n = 77;
    double share;
    assert_true(pb_int_parse(pb_piece_of("12"), &n) && n == 12);
    assert_false(pb_int_parse(pb_piece_of("12.5"), &n));
    assert_false(pb_int_parse(pb_piece_of("1e300"), &n));
    assert_true(pb_share_parse(pb_piece_of("12.5%"), &share) && share == 0.125);
    assert_false(pb_share_parse(pb_piece_of("%"), &share));
    char buf[32];
    assert_string_equal(pb_real_format(0.1, buf), "0.1");
    assert_string_equal(pb_real_format(1e6, buf), "1000000");
    assert_string_equal(pb_real_format(NAN, buf), "");
    pb_rng r = pb_rng_seed(5);
    for (int i = 0; i < 20000; i++) { /* every double comes back */
        double x = (pb_rng_unit(&r) - 0.5) * pow(10, (double)pb_rng_below(&r, 40) - 20), back = 0;
        if (!pb_real_parse(pb_piece_of(pb_real_format(x, buf)), &back) || back != x)
            fail_msg("%.17g", x);
    }
}

static void moments(void **state)
{
    static const struct {
        const char *text;
        bool ok, day, time;
    } rows[] = {{"2026-10-01", true, true, false}, {"14:00", true, false, true}, {"2026-10-01 14:00", true, true, true},
                {"2026-10-01T14:00", true, true, true}, {"2026/10/1 8:00", true, true, true}, {"2026-10-01 25:00", false, false, false},
                {"2026-13-01 10:00", false, false, false}, {"soon", false, false, false}, {"", false, false, false},
                {"next Thursday", false, false, false}};
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        pb_date date = PB_DATE_NONE;
        int minute = -1;
        bool ok = pb_moment_parse(pb_piece_of(rows[i].text), &date, &minute);
        if (ok != rows[i].ok || (date != PB_DATE_NONE) != rows[i].day || (minute >= 0) != rows[i].time)
            fail_msg("%s", rows[i].text);
    }
}

static void faults_and_copies(void **state)
{
    (void)state;
    pb_arena *a = pb_arena_new(NULL);
    pb_fault f;
    const char *longer = "一二三四五六七八九十一二三四五六七八九十一二三四五六七八九十"; /* 90 bytes */
    assert_int_equal(pb_fault_set(NULL, "x", "y", 1), PB_ERR_INPUT);
    assert_int_equal(pb_fault_set(&f, "x", longer, strlen(longer)), PB_ERR_INPUT);
    assert_int_equal(strlen(f.found), 63); /* cut between characters */
    assert_int_equal(pb_fault_range(NULL, "7", 1, 0, 5), PB_ERR_INPUT);
    assert_int_equal(pb_fault_range(&f, "7", 1, 0, 5), PB_ERR_INPUT);
    assert_string_equal(f.more, "0 … 5");
    const char *wide = "１２：３０～１３：００，ａ→ｂ、２×１５—！　";
    assert_string_equal(pb_plain_copy(a, wide, strlen(wide)), "12:30-13:00,a>b,2x15-! ");
    pb_arena_free(a);
}

static void kinds_of_days(void **state)
{
    (void)state;
    pb_shift s = {.days = PB_DAYS_WEEK | PB_DAYS_STATUTORY};
    pb_date thursday = pb_date_from_ymd(2026, 10, 1);
    assert_true(pb_shift_on(&s, thursday, PB_DAY_STATUTORY));
    assert_false(pb_shift_on(&s, thursday, PB_DAY_WORK));
    s.days = 1;
    assert_false(pb_shift_on(&s, thursday, PB_DAY_WORK));
    assert_int_equal(pb_shift_kind_parse(" 夜班 "), PB_NIGHT);
    assert_int_equal(pb_shift_kind_parse("noon"), -1);
    for (int k = 0; k < PB_N_SHIFT_KINDS; k++)
        assert_int_equal(pb_shift_kind_parse(pb_shift_kind_name((pb_shift_kind)k)), k);
    assert_true(pb_word_off("休", 3) && pb_word_on("on", 2) && !pb_word_on("off", 3));
    /* days of shifts come back */
    static const char *const cells[] = {"Mon-Fri", "Sat,Sun,statutory_holiday", "workday", "周末", "rest_day;statutory_holiday", "休息日"};
    test_folder f = test_folder_new();
    pb_arena *a = pb_arena_new(NULL);
    for (size_t i = 0; i < sizeof cells / sizeof *cells; i++) {
        char text[200], path[512];
        pb_shifts one, two;
        pb_text t;
        snprintf(text, sizeof text, "shift,kind,start,end,days\nx,day,09:00,17:00,\"%s\"\n", cells[i]);
        test_file(&f, "s.csv", text, path);
        assert_int_equal(pb_shifts_read(a, path, NULL, &one, NULL), PB_OK);
        pb_text_init(&t, NULL);
        pb_shifts_write(&one, &t);
        test_file(&f, "s.csv", t.bytes, path);
        assert_int_equal(pb_shifts_read(a, path, NULL, &two, NULL), PB_OK);
        assert_int_equal(one.at[0].days, two.at[0].days);
        pb_text_done(&t);
    }
    pb_arena_free(a);
    test_folder_remove(&f);
}

static void chat_times(void **state)
{
    (void)state;
    test_folder f = test_folder_new();
    pb_arena *a = pb_arena_new(NULL);
    pb_queues q;
    pb_text t;
    char path[512];
    test_file(&f, "q.csv", "queue,channel,chat_times,backlog,priority,first_reply_s\nc,chat,300;340;420,12,3,30\n", path);
    assert_int_equal(pb_queues_read(a, path, &q, NULL), PB_OK);
    assert_true(q.at[0].n_chat_times == 3 && q.at[0].chat_times_s[2] == 420 && q.at[0].backlog == 12);
    pb_text_init(&t, NULL);
    pb_queues_write(&q, &t);
    assert_non_null(strstr(t.bytes, "300;340;420"));
    pb_text_done(&t);
    test_file(&f, "q.csv", "queue,channel,chat_times,replies,reply_s\nc,chat,300,6,25\nd,chat,,6,25\n", path);
    assert_int_equal(pb_queues_read(a, path, &q, NULL), PB_OK);
    assert_true(q.at[0].replies == 6 && q.at[1].reply_s == 25);
    test_file(&f, "q.csv", "queue,channel,chat_times,replies,reply_s\nc,chat,300,6,60\nd,chat,300,6,\n", path);
    assert_int_equal(pb_queues_read(a, path, &q, NULL), PB_ERR_INPUT); /* both rows */
    test_file(&f, "q.csv", "queue,channel,chat_times\nc,chat,300;700\n", path); /* more chats, less done */
    assert_int_equal(pb_queues_read(a, path, &q, NULL), PB_ERR_INPUT);
    char many[4000] = "queue,channel\n";
    for (int i = 0; i < 70; i++)
        snprintf(many + strlen(many), 20, "q%d,voice\n", i);
    test_file(&f, "q.csv", many, path);
    assert_int_equal(pb_queues_read(a, path, &q, NULL), PB_ERR_INPUT); /* too many */
    assert_int_equal(q.n, PB_MAX_QUEUES);
    pb_arena_free(a);
    test_folder_remove(&f);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(only_what_is_needed), cmocka_unit_test(a_law_without_its_data),
        cmocka_unit_test(rows_from_other_formats), cmocka_unit_test(pieces), cmocka_unit_test(numbers),
        cmocka_unit_test(moments), cmocka_unit_test(faults_and_copies), cmocka_unit_test(kinds_of_days),
        cmocka_unit_test(chat_times)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
