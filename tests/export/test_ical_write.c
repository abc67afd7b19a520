/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "support/cm.h"

#include "calendar_world.h"
#include "export/ical_parse.h"
#include "export/ical_text.h"
#include "export/ical_write.h"

#include <string.h>

typedef struct sheet {
    pb_arena *a;
    const pb_zone *zone;
    pb_ical_zone z;
    pb_ical_head head;
    pb_text out;
} sheet;

static void open_sheet(sheet *s, const char *zone, pb_date first, pb_date last)
{
    memset(s, 0, sizeof *s);
    s->a = pb_arena_new(NULL);
    assert_int_equal(pb_zone_load(s->a, zone, &s->zone), PB_OK);
    pb_ical_zone_fit_years(s->zone, first, last, &s->z);
    s->head = (pb_ical_head){.name = "排班 – 王小明, 1042", .zone = &s->z};
    pb_text_init(&s->out, NULL);
}

static void close_sheet(sheet *s)
{
    pb_text_done(&s->out);
    pb_arena_free(s->a);
}

static pb_event duty(const sheet *s, pb_date date, int from, int to)
{
    return (pb_event){.uid = "9f2c41d07be85a6619aa03c4d8e7b512@roster.example",
                      .kind = PB_EVENT_SHIFT, .date = date, .seq = 1, .stamp_s = 1792315800,
                      .start_s = pb_zone_utc_simple(s->zone, date, from),
                      .end_s = pb_zone_utc_simple(s->zone, date, to),
                      .summary = "中班 11:00–19:00 一线客服",
                      .description = "技能：一线客服\n午休 14:30–15:15\n小休 12:45–13:00, 17:00–17:15",
                      .location = "上海客服中心 3F", .alarm_min = 30};
}

/* The shape of a file, byte for byte. */
static void one_event(void **state)
{
    (void)state;
    static const char want[] =
        "BEGIN:VCALENDAR\r\n"
        "VERSION:2.0\r\n"
        "PRODID:-//paiban//roster 1//EN\r\n"
        "CALSCALE:GREGORIAN\r\n"
        "NAME:排班 – 王小明\\, 1042\r\n"
        "X-WR-CALNAME:排班 – 王小明\\, 1042\r\n"
        "REFRESH-INTERVAL;VALUE=DURATION:PT1H\r\n"
        "X-PUBLISHED-TTL:PT1H\r\n"
        "BEGIN:VTIMEZONE\r\n"
        "TZID:Asia/Shanghai\r\n"
        "BEGIN:STANDARD\r\n"
        "DTSTART:19700101T000000\r\n"
        "TZOFFSETFROM:+0800\r\n"
        "TZOFFSETTO:+0800\r\n"
        "TZNAME:+08\r\n"
        "END:STANDARD\r\n"
        "END:VTIMEZONE\r\n"
        "BEGIN:VEVENT\r\n"
        "UID:9f2c41d07be85a6619aa03c4d8e7b512@roster.example\r\n"
        "DTSTAMP:20261018T093000Z\r\n"
        "LAST-MODIFIED:20261018T093000Z\r\n"
        "SEQUENCE:1\r\n"
        "DTSTART;TZID=Asia/Shanghai:20261020T110000\r\n"
        "DTEND;TZID=Asia/Shanghai:20261020T190000\r\n"
        "SUMMARY:中班 11:00–19:00 一线客服\r\n"
        "DESCRIPTION:技能：一线客服\\n午休 14:30–15:15\\n小休 12:45–13:\r\n"
        " 00\\, 17:00–17:15\r\n"
        "LOCATION:上海客服中心 3F\r\n"
        "CATEGORIES:SHIFT\r\n"
        "STATUS:CONFIRMED\r\n"
        "TRANSP:OPAQUE\r\n"
        "X-MICROSOFT-CDO-BUSYSTATUS:BUSY\r\n"
        "BEGIN:VALARM\r\n"
        "UID:9f2c41d07be85a6619aa03c4d8e7b512@roster.example-a1\r\n"
        "ACTION:DISPLAY\r\n"
        "TRIGGER:-PT30M\r\n"
        "DESCRIPTION:中班 11:00–19:00 一线客服\r\n"
        "END:VALARM\r\n"
        "END:VEVENT\r\n"
        "END:VCALENDAR\r\n";
    sheet s;
    pb_date date = pb_date_from_ymd(2026, 10, 20);
    open_sheet(&s, "Asia/Shanghai", date, date);
    pb_event e = duty(&s, date, 660, 1140);
    assert_int_equal(pb_ical_write(&s.out, &s.head, &e, 1), PB_OK);
    assert_string_equal(s.out.bytes, want);
    assert_int_equal(pb_ical_verify("x", s.out.bytes, s.out.n, s.zone, &e, 1, NULL, NULL), PB_OK);
    close_sheet(&s);
}

static void no_events_need_a_zone(void **state)
{
    (void)state;
    sheet s;
    pb_date date = pb_date_from_ymd(2026, 10, 20);
    open_sheet(&s, "Europe/Berlin", date, date);
    assert_int_equal(pb_ical_write(&s.out, &s.head, NULL, 0), PB_OK);
    assert_non_null(strstr(s.out.bytes, "TZID:Europe/Berlin\r\nBEGIN:STANDARD\r\nDTSTART:19701025T030000\r\n"
                                        "TZOFFSETFROM:+0200\r\nTZOFFSETTO:+0100\r\nTZNAME:+01\r\n"
                                        "RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=10\r\n"));
    assert_non_null(strstr(s.out.bytes, "BEGIN:DAYLIGHT\r\nDTSTART:19700329T020000\r\n"));
    assert_int_equal(pb_ical_verify("x", s.out.bytes, s.out.n, s.zone, NULL, 0, NULL, NULL), PB_OK);
    close_sheet(&s);
}

/* The night the clock goes back a 22:00–06:00 duty has 9 hours, and 7 when it goes forward; an end
 * in the doubled or skipped hour makes both ends UTC. */
static void nights_of_change(void **state)
{
    (void)state;
    static const struct {
        const char *zone;
        int y, m, d, from, to, hours;
        bool utc;
    } rows[] = {
        {"Europe/Berlin", 2026, 10, 24, 1320, 1800, 9, false},
        {"Europe/Berlin", 2026, 3, 28, 1320, 1800, 7, false},
        {"America/New_York", 2026, 10, 31, 1320, 1800, 9, false},
        {"America/New_York", 2026, 3, 7, 1320, 1800, 7, false},
        {"Europe/Berlin", 2026, 10, 24, 1080, 1590, 8, true},  /* ends 02:30, which comes twice */
        {"Europe/Berlin", 2026, 3, 28, 1080, 1590, 8, false},  /* ends 02:30, which does not come: 03:00 */
        {"Australia/Lord_Howe", 2026, 4, 4, 1320, 1800, 8, false}, /* half an hour; 8.5 h */
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        sheet s;
        pb_date date = pb_date_from_ymd(rows[i].y, rows[i].m, rows[i].d);
        open_sheet(&s, rows[i].zone, date, date);
        pb_event e = duty(&s, date, rows[i].from, rows[i].to);
        assert_int_equal((e.end_s - e.start_s) / 3600, rows[i].hours);
        assert_int_equal(pb_ical_write(&s.out, &s.head, &e, 1), PB_OK);
        assert_int_equal(strstr(s.out.bytes, "DTSTART;TZID=") == NULL, rows[i].utc);
        assert_int_equal(strstr(s.out.bytes, "BEGIN:VTIMEZONE") == NULL, rows[i].utc);
        assert_int_equal(pb_ical_verify("x", s.out.bytes, s.out.n, s.zone, &e, 1, NULL, NULL), PB_OK);
        close_sheet(&s);
    }
}

/* Text that tries to become structure is text when it is read back. */
static void injection(void **state)
{
    (void)state;
    static const char *const bad[] = {
        "x\r\nATTENDEE:mailto:evil@example", "x\nEND:VEVENT\nBEGIN:VEVENT", "a;b,c\\n", "\"quoted\"",
        "BEGIN:VALARM", "x\\", ":", "=HYPERLINK(\"http://x\")", "\x1b]0;title\x07", "\xff\xfe\xfa",
        "<script>alert(1)</script>", ("a\xE2\x80\xAE" "b"), "  spaces  ", "line1\nline2", "👩‍👩‍👧 e\xCC\x81",
    };
    sheet s;
    pb_date date = pb_date_from_ymd(2026, 10, 20);
    open_sheet(&s, "Asia/Shanghai", date, date);
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        pb_event e = duty(&s, date, 660, 1140);
        e.summary = pb_ical_clean(s.a, bad[i], PB_ICAL_TITLE_MAX, true);
        e.description = pb_ical_clean(s.a, bad[i], PB_ICAL_TEXT_MAX, false);
        e.location = e.summary;
        if (!*e.summary)
            continue;
        s.out.n = 0;
        s.head.name = e.summary;
        assert_int_equal(pb_ical_write(&s.out, &s.head, &e, 1), PB_OK);
        if (pb_ical_verify("x", s.out.bytes, s.out.n, s.zone, &e, 1, NULL, NULL) != PB_OK)
            fail_msg("row %zu:\n%s", i, s.out.bytes);
        assert_null(strstr(s.out.bytes, "\nATTENDEE"));
    }
    close_sheet(&s);
}

/* What was read is written again to the same bytes, all kinds of entries. */
static void round_trip(void **state)
{
    (void)state;
    sheet s;
    pb_date date = pb_date_from_ymd(2026, 10, 20);
    open_sheet(&s, "Europe/Berlin", date, date);
    pb_event e[4] = {duty(&s, date, 660, 1140), duty(&s, date, 0, 1), duty(&s, date, 0, 1),
                     duty(&s, date + 4, 1080, 1590)};
    e[0].uid = "a@x";
    e[0].tentative = true;
    e[1].uid = "b@x";
    e[1].kind = PB_EVENT_LEAVE;
    e[1].busy = PB_AWAY;
    e[1].description = e[1].location = "";
    e[1].alarm_min = 0;
    pb_event_set_days(&e[1], date, date + 3);
    e[2].uid = "c@x";
    e[2].kind = PB_EVENT_BREAK;
    e[2].busy = PB_FREE;
    pb_ical_file f;
    assert_int_equal(pb_ical_write(&s.out, &s.head, e, 4), PB_OK);
    assert_int_equal(pb_ical_verify("x", s.out.bytes, s.out.n, s.zone, e, 4, NULL, NULL), PB_OK);
    assert_int_equal(pb_ical_parse(s.a, "x", s.out.bytes, s.out.n, s.zone, &f, NULL), PB_OK);
    assert_int_equal(f.n, 4);
    pb_text again;
    pb_text_init(&again, NULL);
    assert_int_equal(pb_ical_write(&again, &s.head, f.events, f.n), PB_OK);
    assert_string_equal(again.bytes, s.out.bytes);
    pb_text_done(&again);
    close_sheet(&s);
}

/* A file with more events than are read at a time, and a changed byte, which is seen. */
static void many_and_changed(void **state)
{
    (void)state;
    enum { N = 300 };
    sheet s;
    pb_date date = pb_date_from_ymd(2026, 1, 1);
    open_sheet(&s, "Europe/Berlin", date, date + N);
    pb_event *e = PB_NEW_ARRAY(s.a, N, pb_event);
    for (int i = 0; i < N; i++) {
        e[i] = duty(&s, date + i, 540, 1020);
        e[i].uid = pb_arena_printf(s.a, "%d@x", i);
    }
    assert_int_equal(pb_ical_write(&s.out, &s.head, e, N), PB_OK);
    assert_int_equal(pb_ical_verify("x", s.out.bytes, s.out.n, s.zone, e, N, NULL, NULL), PB_OK);
    char *t = strstr(s.out.bytes, "T170000");
    t[2] = '8';
    assert_int_equal(pb_ical_verify("x", s.out.bytes, s.out.n, s.zone, e, N, NULL, NULL), PB_ERR_INTERNAL);
    t[2] = '7';
    e[77].seq++;
    assert_int_equal(pb_ical_verify("x", s.out.bytes, s.out.n, s.zone, e, N, NULL, NULL), PB_ERR_INTERNAL);
    close_sheet(&s);
}

static void refused(void **state)
{
    (void)state;
    sheet s;
    pb_date date = pb_date_from_ymd(2026, 10, 20);
    open_sheet(&s, "Asia/Shanghai", date, date);
    pb_event e = duty(&s, date, 660, 1140);
    e.end_s = e.start_s;
    assert_int_equal(pb_ical_write(&s.out, &s.head, &e, 1), PB_ERR_DOMAIN);
    e = duty(&s, date, 660, 1140);
    e.summary = "";
    assert_int_equal(pb_ical_write(&s.out, &s.head, &e, 1), PB_ERR_DOMAIN);
    e = duty(&s, pb_date_from_ymd(2150, 1, 1), 660, 1140);
    assert_int_equal(pb_ical_write(&s.out, &s.head, &e, 1), PB_ERR_DOMAIN);
    assert_int_equal(s.out.n, 0);
    close_sheet(&s);
}

static void messages(void **state)
{
    (void)state;
    sheet s;
    pb_date date = pb_date_from_ymd(2026, 10, 20);
    open_sheet(&s, "Asia/Shanghai", date, date);
    pb_event e = duty(&s, date, 660, 1140);
    pb_ical_head h = {.name = "", .zone = &s.z, .method = PB_METHOD_REQUEST,
                      .organizer = "mailto:r@example.com", .organizer_name = "Roster, \"A\"",
                      .attendee = "mailto:a@example.com"};
    assert_int_equal(pb_ical_write(&s.out, &h, &e, 1), PB_OK);
    assert_non_null(strstr(s.out.bytes, "METHOD:REQUEST\r\n"));
    assert_non_null(strstr(s.out.bytes, ":mailto:r@example.com\r\n"));
    assert_non_null(strstr(s.out.bytes, "ATTENDEE;PARTSTAT=ACCEPTED;RSVP=FALSE:mailto:a@example.com\r\n"));
    s.out.n = 0;
    h.method = PB_METHOD_CANCEL;
    h.attendee = NULL;
    assert_int_equal(pb_ical_write(&s.out, &h, &e, 1), PB_OK);
    assert_non_null(strstr(s.out.bytes, "METHOD:CANCEL\r\n"));
    assert_non_null(strstr(s.out.bytes, "STATUS:CANCELLED\r\n"));
    assert_null(strstr(s.out.bytes, "VALARM"));
    close_sheet(&s);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(one_event),
        cmocka_unit_test(no_events_need_a_zone),
        cmocka_unit_test(nights_of_change),
        cmocka_unit_test(injection),
        cmocka_unit_test(round_trip),
        cmocka_unit_test(many_and_changed),
        cmocka_unit_test(refused),
        cmocka_unit_test(messages),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
