/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Cells by weekday and hour, and opening hours. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "model/model.h"

#include <math.h>
#include <string.h>

enum { MON, TUE, WED, THU, FRI, SAT, SUN };

static void values_of_a_cell(void **state)
{
    static const struct {
        const char *why, *cell;
        int weekday, minute;
        double value;
    } rows[] = {
        {"a plain share holds always", "12%", SUN, 0, 0.12},
        {"a decimal is a share too", "0.12", WED, 700, 0.12},
        {"the group of the day", "Mon-Fri 0.12; Sat,Sun 0.10", FRI, 700, 0.12},
        {"the other group", "Mon-Fri 0.12; Sat,Sun 0.10", SAT, 700, 0.10},
        {"a day that no group names is 0", "Mon-Fri 0.12", SUN, 700, 0},
        {"later groups override", "Mon-Fri 0.12; 18:00-22:00 0.20", TUE, 18 * 60, 0.20},
        {"a range ends before its end", "Mon-Fri 0.12; 18:00-22:00 0.20", TUE, 22 * 60, 0.12},
        {"hours alone hold on all days", "0.1; 18:00-22:00 0.2", SUN, 20 * 60, 0.2},
        {"days and hours together", "0.1; Sat 10:00-12:00 0.3", SAT, 10 * 60, 0.3},
        {"days and hours together, another day", "0.1; Sat 10:00-12:00 0.3", SUN, 10 * 60, 0.1},
        {"over midnight, evening part", "0.1; Fri 22:00-06:00 0.05", FRI, 23 * 60, 0.05},
        {"over midnight, next morning", "0.1; Fri 22:00-06:00 0.05", SAT, 5 * 60, 0.05},
        {"over midnight, not the same morning", "0.1; Fri 22:00-06:00 0.05", FRI, 5 * 60, 0.1},
        {"Sunday night ends on Monday", "0; Sun 22:00-06:00 0.5", MON, 60, 0.5},
        {"a plain value later overrides all", "Mon 0.3; 0.1", MON, 0, 0.1},
        {"Chinese days and full-width punctuation", "周一至周五 0.12；周六，周日 0.10", SAT, 0, 0.10},
        {"Chinese without blanks", "工作日0.2;周末0.3", THU, 0, 0.2},
        {"24:00 ends the day", "20:00-24:00 0.4", MON, 1439, 0.4},
        {"blanks around the dash", "Mon - Fri 08:00 - 10:00 0.4", MON, 480, 0.4},
        {"a range of days past Sunday", "Sat-Mon 0.4", SUN, 0, 0.4},
    };
    (void)state;
    pb_arena *a = pb_arena_new(NULL);
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        pb_weekly w;
        pb_fault f = {0};
        if (pb_weekly_parse(a, rows[i].cell, strlen(rows[i].cell), PB_WEEKLY_SHARE, 0, 1, &w, &f) != PB_OK)
            fail_msg("%s: %s %s", rows[i].why, f.msgid, f.found);
        if (fabs(pb_weekly_at(&w, rows[i].weekday, rows[i].minute) - rows[i].value) > 1e-12)
            fail_msg("%s: %g", rows[i].why, pb_weekly_at(&w, rows[i].weekday, rows[i].minute));
        /* what is written reads back to the same */
        pb_text t;
        pb_weekly again;
        pb_text_init(&t, NULL);
        pb_weekly_format(&w, PB_WEEKLY_SHARE, &t);
        assert_int_equal(pb_weekly_parse(a, t.bytes ? t.bytes : "0", t.bytes ? t.n : 1, PB_WEEKLY_SHARE, 0, 1, &again, &f),
                         PB_OK);
        for (int day = 0; day < 7; day++)
            for (int m = 0; m < 1440; m += 30)
                assert_true(pb_weekly_at(&w, day, m) == pb_weekly_at(&again, day, m));
        pb_text_done(&t);
    }
    pb_arena_free(a);
}

static void wrong_cells(void **state)
{
    static const char *const rows[] = {"", ";", "abc", "Mon", "1.5", "-0.1", "Foo 0.1", "08:00-25:00 0.1",
                                       "Mon Tue 0.1", "0.1 Mon", "Mon 08:00-10:00 09:00-11:00 0.1", "Mon-Foo 0.2",
                                       "24:00-10:00 0.1", "nan", "inf", "0x1"};
    (void)state;
    pb_arena *a = pb_arena_new(NULL);
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        pb_weekly w = {.otherwise = 42};
        pb_fault f = {0};
        if (pb_weekly_parse(a, rows[i], strlen(rows[i]), PB_WEEKLY_SHARE, 0, 1, &w, &f) != PB_ERR_INPUT)
            fail_msg("taken: %s", rows[i]);
        assert_non_null(f.msgid);
        assert_true(w.otherwise == 42); /* left alone */
    }
    char many[700] = "";
    for (int i = 0; i < 70; i++)
        strcat(many, "Mon 0.1;");
    pb_weekly w;
    assert_int_equal(pb_weekly_parse(a, many, strlen(many), PB_WEEKLY_SHARE, 0, 1, &w, NULL), PB_ERR_INPUT);
    pb_arena_free(a);
}

static void presence(void **state)
{
    (void)state;
    pb_arena *a = pb_arena_new(NULL);
    pb_weekly w;
    pb_text t;
    const char *cell = "Mon-Fri 08:00-18:00; Sat";
    assert_int_equal(pb_weekly_parse(a, cell, strlen(cell), PB_WEEKLY_PRESENCE, 0, 1, &w, NULL), PB_OK);
    assert_true(pb_weekly_at(&w, MON, 480) == 1);
    assert_true(pb_weekly_at(&w, MON, 479) == 0);
    assert_true(pb_weekly_at(&w, SAT, 0) == 1);
    assert_true(pb_weekly_at(&w, SUN, 600) == 0);
    pb_text_init(&t, NULL);
    pb_weekly_format(&w, PB_WEEKLY_PRESENCE, &t);
    assert_string_equal(t.bytes, "Mon-Fri 08:00-18:00; Sat");
    assert_int_equal(pb_weekly_parse(a, "daily", 5, PB_WEEKLY_PRESENCE, 0, 1, &w, NULL), PB_OK);
    pb_text_done(&t);
    pb_weekly_format(&w, PB_WEEKLY_PRESENCE, &t);
    assert_string_equal(t.bytes, "daily");
    pb_text_done(&t);
    pb_arena_free(a);
}

static void opening_hours(void **state)
{
    static const struct {
        const char *why, *opens, *closes;
        int weekday, minute;
        bool open;
        const char *opens_out, *closes_out;
    } rows[] = {
        {"nothing said: always open", "", "", SUN, 3 * 60, true, "", ""},
        {"plain times, inside", "08:00", "22:00", SUN, 480, true, "08:00", "22:00"},
        {"plain times, closing is outside", "08:00", "22:00", SUN, 1320, false, "08:00", "22:00"},
        {"a day that opens names not", "Mon-Fri 08:30", "18:00", SAT, 600, false, "Mon-Fri 08:30", "Mon-Fri 18:00"},
        {"groups", "Mon-Fri 08:30; Sat 09:00", "Mon-Fri 21:00; Sat 18:00", SAT, 540, true, "Mon-Fri 08:30; Sat 09:00",
         "Mon-Fri 21:00; Sat 18:00"},
        {"until midnight", "08:00", "24:00", MON, 1439, true, "08:00", "24:00"},
        {"past midnight, the evening", "20:00", "02:00", MON, 1380, true, "20:00", "02:00"},
        {"past midnight, the tail", "Fri 20:00", "Fri 02:00", SAT, 60, true, "Fri 20:00", "Fri 02:00"},
        {"past midnight, no tail on another day", "Fri 20:00", "Fri 02:00", FRI, 60, false, "Fri 20:00", "Fri 02:00"},
        {"closed by word", "08:00; Sun closed", "18:00", SUN, 600, false, "Mon-Sat 08:00", "Mon-Sat 18:00"},
        {"closed by Chinese word in closes", "08:00", "18:00; 周日 休", SUN, 600, false, "Mon-Sat 08:00", "Mon-Sat 18:00"},
        {"Chinese without blank", "周一-周五08:30;周六09:00", "18:00", SAT, 541, true, "Mon-Fri 08:30; Sat 09:00",
         "Mon-Sat 18:00"},
        {"round the clock by times", "00:00", "24:00", SUN, 0, true, "", ""},
        {"never open", "closed", "closed", MON, 600, false, "closed", "closed"},
    };
    (void)state;
    pb_arena *a = pb_arena_new(NULL);
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        pb_hours h;
        pb_fault f = {0};
        bool in_closes;
        if (pb_hours_parse(a, rows[i].opens, rows[i].closes, &h, &f, &in_closes) != PB_OK)
            fail_msg("%s: %s %s", rows[i].why, f.msgid, f.found);
        if (pb_hours_open(&h, rows[i].weekday, rows[i].minute) != rows[i].open)
            fail_msg("%s", rows[i].why);
        pb_text opens, closes;
        pb_text_init(&opens, NULL);
        pb_text_init(&closes, NULL);
        pb_hours_format(&h, &opens, &closes);
        assert_string_equal(opens.bytes ? opens.bytes : "", rows[i].opens_out);
        assert_string_equal(closes.bytes ? closes.bytes : "", rows[i].closes_out);
        pb_text_done(&opens);
        pb_text_done(&closes);
    }
    pb_arena_free(a);
}

static void wrong_hours(void **state)
{
    static const struct {
        const char *opens, *closes;
        bool in_closes;
    } rows[] = {{"8", "18:00", false}, {"08:00", "late", true}, {"", "18:00", false}, {"Mon-Fri 08:00", "Mon 18:00", true},
                {"Foo 08:00", "18:00", false}, {"24:00", "18:00", true}, {"08:00", "", true}};
    (void)state;
    pb_arena *a = pb_arena_new(NULL);
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        pb_hours h = {.opens_min = {7}};
        pb_fault f = {0};
        bool in_closes;
        if (pb_hours_parse(a, rows[i].opens, rows[i].closes, &h, &f, &in_closes) != PB_ERR_INPUT)
            fail_msg("taken: %s, %s", rows[i].opens, rows[i].closes);
        assert_int_equal(in_closes, rows[i].in_closes);
        assert_int_equal(h.opens_min[0], 7);
    }
    pb_arena_free(a);
}

static void days(void **state)
{
    (void)state;
    assert_int_equal(pb_weekdays_parse("Mon-Fri", 7), 0x1f);
    assert_int_equal(pb_weekdays_parse("Sat,Sun", 7), 0x60);
    assert_int_equal(pb_weekdays_parse("1-5", 3), 0x1f);
    assert_int_equal(pb_weekdays_parse("周六到周一", strlen("周六到周一")), 0x61);
    assert_int_equal(pb_weekdays_parse("weekend", 7), 0x60);
    assert_int_equal(pb_weekdays_parse("", 0), 0);
    assert_int_equal(pb_weekdays_parse("Mon,X", 5), 0);
    for (unsigned set = 1; set < 128; set++) { /* every set of days reads back */
        pb_text t;
        pb_text_init(&t, NULL);
        pb_weekdays_format(set, &t);
        assert_int_equal(pb_weekdays_parse(t.bytes, t.n), set);
        pb_text_done(&t);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(values_of_a_cell), cmocka_unit_test(wrong_cells),
                                       cmocka_unit_test(presence),         cmocka_unit_test(opening_hours),
                                       cmocka_unit_test(wrong_hours),      cmocka_unit_test(days)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
