/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "support/cm.h"

#include "calendar_world.h"
#include "export/ical_foreign.h"
#include "export/ical_inputs.h"

#include <stdio.h>
#include <string.h>

#define HEAD "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//x//EN\r\n"
#define TAIL "END:VCALENDAR\r\n"
#define EVENT(lines) "BEGIN:VEVENT\r\nUID:u1\r\nDTSTAMP:20260101T000000Z\r\n" lines "END:VEVENT\r\n"
#define BERLIN                                                                                     \
    "BEGIN:VTIMEZONE\r\nTZID:My Berlin\r\nBEGIN:STANDARD\r\nDTSTART:19701025T030000\r\n"           \
    "TZOFFSETFROM:+0200\r\nTZOFFSETTO:+0100\r\nRRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU\r\n"        \
    "END:STANDARD\r\nBEGIN:DAYLIGHT\r\nDTSTART:19700329T020000\r\nTZOFFSETFROM:+0100\r\n"          \
    "TZOFFSETTO:+0200\r\nRRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU\r\nEND:DAYLIGHT\r\nEND:VTIMEZONE\r\n"

static pb_ical_span year_2026(void)
{
    return (pb_ical_span){(int64_t)pb_date_from_ymd(2026, 1, 1) * 86400,
                          (int64_t)pb_date_from_ymd(2027, 1, 1) * 86400};
}

static void put(world *w, const char *name, const char *text)
{
    assert_int_equal(pb_file_replace(pb_path_join(w->a, w->dir, name), text, strlen(text), 0644, NULL),
                     PB_OK);
}

/* "agent from+min to+min kind; …" of what absences.ics gives. */
static char *absences(world *w, const char *ics)
{
    pb_ical_span span = year_2026();
    const pb_absence *at;
    size_t n;
    put(w, "absences.ics", ics);
    if (pb_ical_absences(&span, w->a, w->dir, &w->ws.team, &w->ws.agents, &at, &n, w->d) != PB_OK)
        return pb_arena_strdup(w->a, "bad");
    char *all = pb_arena_strdup(w->a, "");
    for (size_t i = 0; i < n; i++) {
        char from[11], to[11];
        all = pb_arena_printf(w->a, "%s%s %s+%d %s+%d %d;", all, w->agents[at[i].agent].id,
                              pb_date_format(at[i].from, from) + 5, at[i].from_min,
                              pb_date_format(at[i].to, to) + 5, at[i].to_min, (int)at[i].kind);
    }
    return all;
}

static const struct {
    const char *why, *ics, *want;
} rows[] = {
    {"three whole days, by id in the title",
     HEAD EVENT("DTSTART;VALUE=DATE:20260504\r\nDTEND;VALUE=DATE:20260507\r\nSUMMARY:a1 annual leave\r\n") TAIL,
     "a1 05-04+0 05-06+1440 0;"},
    {"a date without end is one day; sick by the word; by name",
     HEAD EVENT("DTSTART;VALUE=DATE:20260504\r\nSUMMARY:王小明病假\r\n") TAIL, "a1 05-04+0 05-04+1440 1;"},
    {"a zone of the file's own: 08:00 in Berlin is 14:00 in Shanghai in summer",
     HEAD BERLIN EVENT("DTSTART;TZID=My Berlin:20260504T080000\r\nDTEND;TZID=My Berlin:20260504T100000\r\n"
                       "SUMMARY:Training\r\nATTENDEE:mailto:joerg@example.com\r\n") TAIL,
     "a2 05-04+840 05-04+960 2;"},
    {"UTC, over midnight of the team",
     HEAD EVENT("DTSTART:20260504T150000Z\r\nDTEND:20260504T170000Z\r\nSUMMARY:a3\r\n") TAIL,
     "a3 05-04+1380 05-05+60 0;"},
    {"floating times are the team's clock",
     HEAD EVENT("DTSTART:20260504T090000\r\nDTEND:20260504T100030\r\nSUMMARY:a3: dentist\r\n") TAIL,
     "a3 05-04+540 05-04+601 0;"},
    {"weekly, one left out, one moved",
     HEAD EVENT("DTSTART;VALUE=DATE:20260601\r\nRRULE:FREQ=WEEKLY;COUNT=4\r\nEXDATE;VALUE=DATE:20260608\r\nSUMMARY:a4\r\n")
         EVENT("RECURRENCE-ID;VALUE=DATE:20260615\r\nDTSTART;VALUE=DATE:20260617\r\nSUMMARY:a4 moved\r\n") TAIL,
     "a4 06-01+0 06-01+1440 0;a4 06-17+0 06-17+1440 0;a4 06-22+0 06-22+1440 0;"},
    {"a yearly one from long ago meets the span once",
     HEAD EVENT("DTSTART;VALUE=DATE:19990704\r\nRRULE:FREQ=YEARLY\r\nSUMMARY:a4\r\n") TAIL, "a4 07-04+0 07-04+1440 0;"},
    {"free time and cancelled entries are no absence",
     HEAD EVENT("DTSTART;VALUE=DATE:20260504\r\nTRANSP:TRANSPARENT\r\nSUMMARY:a1\r\n")
         EVENT("DTSTART;VALUE=DATE:20260505\r\nSTATUS:CANCELLED\r\nSUMMARY:a1\r\n") TAIL, ""},
    {"nobody we know", HEAD EVENT("DTSTART;VALUE=DATE:20260504\r\nSUMMARY:zz leave\r\n") TAIL, ""},
    {"a10 is not a1", HEAD EVENT("DTSTART;VALUE=DATE:20260504\r\nSUMMARY:a10 leave\r\n") TAIL, ""},
    {"outside the span", HEAD EVENT("DTSTART;VALUE=DATE:20200504\r\nSUMMARY:a1\r\n") TAIL, ""},
    {"no calendar", "key,value\n", "bad"},
    {"nothing", "", "bad"},
    {"a calendar that stops in the middle", HEAD "BEGIN:VEVENT\r\nUID:1", ""},
    {"a rule that never ends, each second from 1970 on",
     HEAD EVENT("DTSTART:19700101T000000Z\r\nDTEND:19700101T000001Z\r\nRRULE:FREQ=SECONDLY\r\nSUMMARY:a1\r\n") TAIL, "bad"},
};

static void absences_are_read(void **state)
{
    (void)state;
    world w;
    world_open(&w, "Asia/Shanghai", 0, 7);
    w.agents[1].email = "joerg@example.com";
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        char *got = absences(&w, rows[i].ics);
        bool stops = strstr(rows[i].why, "stops") != NULL; /* libical may take it or not: no crash is asked */
        if (strcmp(got, rows[i].want) != 0 && !stops)
            fail_msg("%s: %s", rows[i].why, got);
    }
    assert_true(pb_diags_warnings(w.d) > 0);
    world_close(&w);
}

static void holidays_are_read(void **state)
{
    (void)state;
    world w;
    pb_ical_span span = year_2026();
    const pb_calendar_row *at;
    size_t n;
    world_open(&w, "Asia/Shanghai", 0, 7);
    assert_int_equal(pb_ical_holidays(&span, w.a, w.dir, &w.ws.team, &at, &n, w.d), PB_OK);
    assert_int_equal(n, 0);
    put(&w, "holidays.ics",
        HEAD EVENT("DTSTART;VALUE=DATE:20261001\r\nDTEND;VALUE=DATE:20261004\r\nSUMMARY:国庆节\r\nTRANSP:TRANSPARENT\r\n")
            EVENT("DTSTART;VALUE=DATE:20261010\r\nSUMMARY:国庆节（班）\r\n")
            EVENT("DTSTART;VALUE=DATE:20260920\r\nSUMMARY:调休\r\nX-APPLE-SPECIAL-DAY:ALTERNATE-WORKDAY\r\n")
            EVENT("DTSTART:20260501T080000Z\r\nDTEND:20260501T090000Z\r\nSUMMARY:meeting\r\n") TAIL);
    assert_int_equal(pb_ical_holidays(&span, w.a, w.dir, &w.ws.team, &at, &n, w.d), PB_OK);
    assert_int_equal(n, 5);
    assert_int_equal(at[0].date, pb_date_from_ymd(2026, 9, 20));
    assert_int_equal(at[0].kind, PB_DAY_WORK);
    assert_int_equal(at[1].kind, PB_DAY_STATUTORY);
    assert_string_equal(at[1].name, "国庆节");
    assert_int_equal(at[3].date, pb_date_from_ymd(2026, 10, 3));
    assert_int_equal(at[4].kind, PB_DAY_WORK);
    assert_int_equal(pb_diags_warnings(w.d), 1);
    world_close(&w);
}

static void records_are_checked(void **state)
{
    (void)state;
    static const char *const bad[] = {"x", "1\t0\t0\t5\t4\ta\tb\tc\td\n", "1\t0\t0\t1\t2\ta\tb\tc\n",
                                      "2\t0\t0\t1\t2\ta\tb\tc\td\n", "1\t0\t0\t1\t2x\ta\tb\tc\td\n",
                                      "1\t0\t0\t1\t99999999999999\ta\tb\tc\td\n", "1\t0\t0\t1\t2\ta\tb\tc\td"};
    pb_arena *a = pb_arena_new(NULL);
    pb_foreign_event *e;
    size_t n;
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        assert_int_equal(pb_foreign_collect(a, bad[i], strlen(bad[i]), &e, &n), PB_ERR_INPUT);
    const char good[] = "1\t0\t0\t86400\t172800\ta\tb\tc\td\n";
    assert_int_equal(pb_foreign_collect(a, good, strlen(good), &e, &n), PB_OK);
    assert_int_equal(n, 1);
    pb_arena_free(a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(absences_are_read),
        cmocka_unit_test(holidays_are_read),
        cmocka_unit_test(records_are_checked),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
