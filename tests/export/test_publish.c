/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "support/cm.h"

#include "calendar_world.h"

#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { T0 = 1792315800, T1 = T0 + 3 * 86400 };

static pb_date monday(void)
{
    return pb_date_from_ymd(2026, 10, 19);
}

/* Two people, three duties each. */
static void week(world *w)
{
    for (int i = 0; i < 3; i++) {
        world_duty(w, monday() + i, 0, 540, 1020);
        world_duty(w, monday() + i, 1, 1320, 1800);
    }
}

static size_t count(const char *text, const char *what)
{
    size_t n = 0;
    for (const char *p = text; (p = strstr(p, what)); p += strlen(what))
        n++;
    return n;
}

static void first_publication(void **state)
{
    (void)state;
    world w;
    world_open(&w, "Asia/Shanghai", monday(), 7);
    week(&w);
    assert_int_equal(world_publish(&w, T0), PB_OK);
    assert_int_equal(w.result.n_added, 6);
    assert_int_equal(w.result.n_agents, WORLD_AGENTS);
    char *feed = world_file(&w, world_feed(&w, 0));
    assert_non_null(feed);
    assert_int_equal(count(feed, "BEGIN:VEVENT"), 3);
    assert_int_equal(count(feed, "SEQUENCE:0"), 3);
    assert_null(strstr(feed, "METHOD"));
    assert_string_equal(feed, world_file(&w, "out/calendars/import/a1.ics"));
    struct stat st;
    assert_int_equal(stat(pb_path_join(w.a, w.dir, world_feed(&w, 0)), &st), 0);
    assert_int_equal(st.st_mode & 0777, 0600);
    assert_int_equal(stat(pb_path_join(w.a, w.dir, "private"), &st), 0);
    assert_int_equal(st.st_mode & 0777, 0700);
    char *team = world_file(&w, "out/calendars/team/north.ics");
    assert_non_null(team);
    assert_int_equal(count(team, "BEGIN:VEVENT"), 6);
    assert_non_null(strstr(team, "SUMMARY:王小明 Early shift 09:00–17:00"));
    /* nobody's name but one's own */
    assert_null(strstr(feed, "Groß"));
    assert_null(strstr(feed, "a2"));
    world_close(&w);
}

static void twice_is_once(void **state)
{
    (void)state;
    world w;
    world_open(&w, "Asia/Shanghai", monday(), 7);
    week(&w);
    assert_int_equal(world_publish(&w, T0), PB_OK);
    char *before = world_digest(&w);
    assert_int_equal(world_publish(&w, T1), PB_OK); /* later, nothing new */
    assert_int_equal(w.result.n_files_changed, 0);
    assert_string_equal(world_digest(&w), before);
    world_close(&w);
}

/* Lines of b that a does not have, one by one in order, with 4 at most reported. */
static size_t lines_that_differ(const char *a, const char *b)
{
    size_t n = 0;
    while (*a && *b) {
        size_t x = strcspn(a, "\n"), y = strcspn(b, "\n");
        n += x != y || memcmp(a, b, x) != 0;
        a += x + (a[x] == '\n');
        b += y + (b[y] == '\n');
    }
    return n + (*a || *b);
}

static void a_moved_shift(void **state)
{
    (void)state;
    world w;
    world_open(&w, "Asia/Shanghai", monday(), 7);
    week(&w);
    assert_int_equal(world_publish(&w, T0), PB_OK);
    char *path = world_feed(&w, 0), *before = world_file(&w, path);
    w.duties[2].start_min += 60; /* Tuesday, a1 */
    w.duties[2].end_min += 60;
    w.duties[2].start_s += 3600;
    w.duties[2].end_s += 3600;
    assert_int_equal(world_publish(&w, T1), PB_OK);
    assert_int_equal(w.result.n_moved, 1);
    assert_int_equal(w.result.n_added + w.result.n_removed + w.result.n_changed, 0);
    char *after = world_file(&w, path);
    /* DTSTAMP, LAST-MODIFIED, SEQUENCE, DTSTART, DTEND, SUMMARY: the description names breaks only */
    assert_int_equal(lines_that_differ(before, after), 6);
    assert_int_equal(count(after, "SEQUENCE:1"), 1);
    assert_int_equal(count(after, "DTSTAMP:20261021T093000Z"), 1);
    char *csv = world_file(&w, "out/calendars/changes.csv");
    assert_non_null(strstr(csv, "a1,王小明,moved,2026-10-20,Early shift 10:00–18:00,2026-10-20T09:00,2026-10-20T17:00,"
                                "2026-10-20T10:00,2026-10-20T18:00,,"));
    assert_non_null(strstr(world_file(&w, "out/calendars/changes/a1.txt"),
                           "- Moved: Tue 2026-10-20 Early shift 09:00–17:00 → Tue 2026-10-20 Early shift 10:00–18:00"));
    assert_null(world_file(&w, "out/calendars/changes/a2.txt")); /* the first publication's is gone */
    world_close(&w);
}

/* Days are told as the calendar counts them: from Wednesday evening it is five to Monday morning, not four. */
static void days_ahead(void **state)
{
    (void)state;
    world w;
    world_open(&w, "Asia/Shanghai", monday(), 7);
    week(&w);
    assert_int_equal(world_publish(&w, T1 - (int64_t)7 * 86400), PB_OK); /* 2026-10-14 17:30 there */
    assert_non_null(strstr(world_file(&w, "out/calendars/changes/a1.txt"),
                           "- New: Mon 2026-10-19 Early shift 09:00–17:00 (in 5 days)\n"));
    world_close(&w);
}

/* A break that moves is told with where it is now; the hours alone would say nothing. */
static void a_break_moves(void **state)
{
    static const pb_span meals[2] = {{720, 765}, {780, 825}};
    (void)state;
    world w;
    world_open(&w, "Asia/Shanghai", monday(), 7);
    week(&w);
    w.duties[2].breaks = &meals[0];
    w.duties[2].n_breaks = 1;
    w.duties[2].unpaid_breaks = 1;
    assert_int_equal(world_publish(&w, T0), PB_OK);
    w.duties[2].breaks = &meals[1];
    assert_int_equal(world_publish(&w, T1), PB_OK);
    assert_int_equal(w.result.n_changed, 1);
    const char *text = world_file(&w, "out/calendars/changes/a1.txt");
    assert_non_null(strstr(text, "- Details changed: Tue 2026-10-20 Early shift 09:00–17:00: Meal break 13:00–13:45; "));
    world_close(&w);
}

static void remove_swap_and_restore(void **state)
{
    (void)state;
    world w;
    world_open(&w, "Europe/Berlin", monday(), 7);
    week(&w);
    assert_int_equal(world_publish(&w, T0), PB_OK);
    char *first = world_file(&w, world_feed(&w, 0));
    /* a1's Monday goes to a3; a2's Tuesday falls away */
    world_clear(&w);
    week(&w);
    w.duties[0].agent = 2;
    pb_duty gone = w.duties[3];
    memmove(&w.duties[3], &w.duties[4], 2 * sizeof *w.duties);
    w.roster.n = 5;
    assert_int_equal(gone.agent, 1);
    assert_int_equal(world_publish(&w, T0 + 60), PB_OK);
    assert_int_equal(w.result.n_swapped, 2);
    assert_int_equal(w.result.n_removed, 1);
    assert_int_equal(count(world_file(&w, world_feed(&w, 0)), "BEGIN:VEVENT"), 2);
    char *text = world_file(&w, "out/calendars/changes/a1.txt");
    assert_non_null(strstr(text, "- Handed over: Mon 2026-10-19"));
    assert_null(strstr(text, "Ana"));
    assert_non_null(strstr(world_file(&w, "out/calendars/changes/a3.txt"), "- Taken over: "));
    /* back to the first plan: the same UIDs, later revisions */
    world_clear(&w);
    week(&w);
    assert_int_equal(world_publish(&w, T1), PB_OK);
    char *again = world_file(&w, world_feed(&w, 0));
    const char *uid = strstr(first, "UID:");
    char line[80];
    snprintf(line, sizeof line, "%.*s", (int)strcspn(uid, "\r"), uid);
    assert_non_null(strstr(again, line));
    assert_int_equal(count(again, "SEQUENCE:2"), 1);
    world_close(&w);
}

/* The next week's roster keeps this week in the feed, and five weeks later it is gone. */
static void the_horizon(void **state)
{
    (void)state;
    world w;
    world_open(&w, "Asia/Shanghai", monday(), 7);
    week(&w);
    assert_int_equal(world_publish(&w, T0), PB_OK);
    world_clear(&w);
    world_duty(&w, monday() + 7, 0, 540, 1020);
    w.roster.first = monday() + 7;
    w.roster.last = monday() + 13;
    assert_int_equal(world_publish(&w, T1), PB_OK);
    assert_int_equal(w.result.n_added, 1);
    assert_int_equal(w.result.n_removed, 0);
    assert_int_equal(count(world_file(&w, world_feed(&w, 0)), "BEGIN:VEVENT"), 4);
    world_clear(&w);
    world_duty(&w, monday() + 35, 0, 540, 1020);
    w.roster.first = monday() + 35;
    w.roster.last = monday() + 41;
    assert_int_equal(world_publish(&w, T1 + 86400), PB_OK);
    assert_int_equal(w.result.n_removed, 0);
    assert_int_equal(count(world_file(&w, world_feed(&w, 0)), "BEGIN:VEVENT"), 2);
    world_close(&w);
}

static void leave_off_breaks(void **state)
{
    (void)state;
    world w;
    world_open(&w, "Asia/Shanghai", monday(), 7);
    week(&w);
    w.absences[0] = (pb_absence){.agent = 0, .from = monday() + 4, .to = monday() + 9, .to_min = 1440,
                                 .kind = PB_SICK};
    w.ws.absences.n = 1;
    w.in.style.break_events = true;
    w.in.style.off_days = true;
    w.in.style.alarm_min = 30;
    assert_int_equal(world_publish(&w, T0), PB_OK);
    char *feed = world_file(&w, world_feed(&w, 0));
    assert_non_null(strstr(feed, "DTSTART;VALUE=DATE:20261023\r\nDTEND;VALUE=DATE:20261029\r\nSUMMARY:Leave\r\n"));
    assert_null(strstr(feed, "ick")); /* no reason */
    assert_int_equal(count(feed, "SUMMARY:Day off"), 1); /* Thursday */
    assert_int_equal(count(feed, "CATEGORIES:BREAK"), 6);
    assert_int_equal(count(feed, "TRIGGER:-PT30M"), 3); /* duties only */
    assert_int_equal(count(feed, "X-MICROSOFT-CDO-BUSYSTATUS:OOF"), 1);
    world_close(&w);
}

static void shrinking_needs_a_word(void **state)
{
    (void)state;
    world w;
    world_open(&w, "Asia/Shanghai", monday(), 7);
    week(&w);
    assert_int_equal(world_publish(&w, T0), PB_OK);
    char *before = world_digest(&w);
    w.roster.n = 2;
    assert_int_equal(world_publish(&w, T1), PB_ERR_INPUT);
    assert_string_equal(world_digest(&w), before);
    w.in.allow_shrink = true;
    assert_int_equal(world_publish(&w, T1), PB_OK);
    assert_int_equal(w.result.n_removed, 4);
    world_close(&w);
}

static void dry_run_writes_nothing(void **state)
{
    (void)state;
    world w;
    world_open(&w, "Asia/Shanghai", monday(), 7);
    week(&w);
    char *before = world_digest(&w);
    w.in.dry_run = true;
    assert_int_equal(world_publish(&w, T0), PB_OK);
    assert_int_equal(w.result.n_added, 6);
    assert_string_equal(world_digest(&w), before);
    w.in.dry_run = false;
    assert_int_equal(world_publish(&w, T0), PB_OK);
    before = world_digest(&w);
    w.in.dry_run = true;
    assert_int_equal(world_publish(&w, T0), PB_OK);
    assert_int_equal(w.result.n_files_changed, 0);
    assert_string_equal(world_digest(&w), before);
    world_close(&w);
}

/* The ledger is lost: refused, then rebuilt from the feeds with --adopt; the UIDs stay. */
static void a_lost_ledger(void **state)
{
    (void)state;
    world w;
    world_open(&w, "Asia/Shanghai", monday(), 7);
    week(&w);
    assert_int_equal(world_publish(&w, T0), PB_OK);
    char *feed = world_file(&w, world_feed(&w, 0)), *key = world_file(&w, "private/site.key");
    assert_int_equal(unlink(pb_path_join(w.a, w.dir, "published.csv")), 0);
    char *before = world_digest(&w);
    assert_int_equal(world_publish(&w, T1), PB_ERR_INPUT);
    assert_string_equal(world_digest(&w), before);
    w.in.adopt = true;
    assert_int_equal(world_publish(&w, T1), PB_OK);
    assert_int_equal(w.result.n_added + w.result.n_moved + w.result.n_changed + w.result.n_removed, 0);
    assert_string_equal(world_file(&w, world_feed(&w, 0)), feed);
    assert_string_not_equal(world_file(&w, "private/site.key"), key); /* forgotten UIDs stay dead */
    assert_int_equal(count(world_file(&w, "published.csv"), ",live,"), 6);
    world_close(&w);
}

/* The table of tokens is lost: subscriptions go on under their names; a feed of nobody's is told. */
static void lost_tokens(void **state)
{
    (void)state;
    world w;
    world_open(&w, "Asia/Shanghai", monday(), 7);
    week(&w);
    assert_int_equal(world_publish(&w, T0), PB_OK);
    char *feed = world_feed(&w, 0), *other = world_feed(&w, 1);
    assert_int_equal(unlink(pb_path_join(w.a, w.dir, "private/feeds.csv")), 0);
    assert_int_equal(world_publish(&w, T1), PB_OK);
    assert_string_equal(world_feed(&w, 0), feed);
    assert_string_equal(world_feed(&w, 1), other);
    assert_int_equal((int)pb_diags_warnings(w.d), 1 + 2); /* the two without an entry cannot be told apart */
    world_close(&w);
}

static void revoke_and_rotate(void **state)
{
    (void)state;
    static const char *const who[] = {"a1"}, *const nobody[] = {"zz"};
    world w;
    world_open(&w, "Asia/Shanghai", monday(), 7);
    week(&w);
    assert_int_equal(world_publish(&w, T0), PB_OK);
    char *old = world_feed(&w, 0);
    w.in.rotate = who;
    w.in.n_rotate = 1;
    assert_int_equal(world_publish(&w, T1), PB_OK);
    char *fresh = world_feed(&w, 0);
    assert_string_not_equal(fresh, old);
    assert_int_equal(count(world_file(&w, fresh), "BEGIN:VEVENT"), 3);
    assert_int_equal(count(world_file(&w, old), "BEGIN:VEVENT"), 0);
    assert_non_null(strstr(world_file(&w, old), "BEGIN:VTIMEZONE"));
    w.in.n_rotate = 0;
    w.in.revoke = who;
    w.in.n_revoke = 1;
    assert_int_equal(world_publish(&w, T1), PB_OK);
    assert_null(world_file(&w, old));
    assert_int_equal(count(world_file(&w, fresh), "BEGIN:VEVENT"), 0);
    w.in.n_revoke = 0;
    assert_int_equal(world_publish(&w, T1), PB_OK);
    assert_null(world_feed(&w, 0)); /* no new one unasked */
    assert_null(world_file(&w, fresh));
    w.in.revoke = nobody;
    w.in.n_revoke = 1;
    assert_int_equal(world_publish(&w, T1), PB_ERR_INPUT);
    world_close(&w);
}

static void bad_rosters(void **state)
{
    (void)state;
    world w;
    world_open(&w, "Asia/Shanghai", monday(), 7);
    week(&w);
    world_duty(&w, monday(), 0, 600, 900); /* at the same time as another */
    char *before = world_digest(&w);
    assert_int_equal(world_publish(&w, T0), PB_ERR_INPUT);
    assert_int_equal(pb_diags_errors(w.d), 1);
    world_clear(&w);
    week(&w);
    w.duties[0].end_s += 2 * 86400;
    assert_int_equal(world_publish(&w, T0), PB_ERR_INPUT);
    assert_null(world_file(&w, "out/calendars/import/a1.ics"));
    (void)before;
    world_close(&w);
}

/* A slip in a year is no reason to empty all the weeks up to it. */
static void a_wrong_year(void **state)
{
    (void)state;
    world w;
    world_open(&w, "Asia/Shanghai", monday(), 400);
    week(&w);
    world_duty(&w, monday() + 366, 0, 540, 1020);
    assert_int_equal(world_publish(&w, T0), PB_ERR_INPUT);
    assert_null(world_file(&w, "published.csv"));
    w.in.first = monday();
    w.in.last = monday() + 399;
    assert_int_equal(world_publish(&w, T0), PB_OK);
    world_close(&w);
}

static void ctrl_c(void **state)
{
    volatile int yes = 1;
    (void)state;
    world w;
    world_open(&w, "Asia/Shanghai", monday(), 7);
    week(&w);
    assert_int_equal(world_publish(&w, T0), PB_OK);
    char *before = world_digest(&w);
    w.duties[0].start_s += 3600;
    w.in.interrupted = &yes;
    assert_int_equal(world_publish(&w, T1), PB_ERR_INPUT);
    assert_string_equal(world_digest(&w), before);
    world_close(&w);
}

/* A roster of no rows empties only what it is told to. */
static void no_rows(void **state)
{
    (void)state;
    world w;
    world_open(&w, "Asia/Shanghai", monday(), 7);
    week(&w);
    assert_int_equal(world_publish(&w, T0), PB_OK);
    char *before = world_digest(&w);
    world_clear(&w);
    w.roster.first = w.roster.last = PB_DATE_NONE;
    assert_int_equal(world_publish(&w, T1), PB_ERR_INPUT);
    assert_string_equal(world_digest(&w), before);
    w.in.first = monday();
    w.in.last = monday();
    assert_int_equal(world_publish(&w, T1), PB_OK);
    assert_int_equal(w.result.n_removed, 2);
    world_close(&w);
}

static void holidays(void **state)
{
    (void)state;
    world w;
    world_open(&w, "Asia/Shanghai", monday(), 7);
    week(&w);
    w.holidays[0] = (pb_calendar_row){.date = monday(), .kind = PB_DAY_STATUTORY, .name = "重阳", .queue = -1};
    w.holidays[1] = (pb_calendar_row){.date = monday() + 1, .kind = PB_DAY_STATUTORY, .name = "重阳", .queue = -1};
    w.holidays[2] = (pb_calendar_row){.date = monday() + 5, .kind = PB_DAY_WORK, .name = "调休", .queue = -1};
    w.holidays[3] = (pb_calendar_row){.date = monday() + 6, .kind = PB_DAY_EVENT, .name = "sale", .queue = -1};
    w.ws.calendar.n = 4;
    assert_int_equal(world_publish(&w, T0), PB_OK);
    char *file = world_file(&w, "out/calendars/holidays.ics");
    assert_int_equal(count(file, "BEGIN:VEVENT"), 2);
    assert_non_null(strstr(file, "DTSTART;VALUE=DATE:20261019\r\nDTEND;VALUE=DATE:20261021\r\nSUMMARY:重阳\r\n"));
    assert_non_null(strstr(file, "SUMMARY:Workday (make-up): 调休\r\n"));
    assert_null(strstr(file, "BEGIN:VTIMEZONE"));
    assert_non_null(strstr(world_file(&w, world_feed(&w, 0)), "Holiday duty: 重阳"));
    world_close(&w);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(first_publication),
        cmocka_unit_test(twice_is_once),
        cmocka_unit_test(a_moved_shift),
        cmocka_unit_test(days_ahead), cmocka_unit_test(a_break_moves),
        cmocka_unit_test(remove_swap_and_restore),
        cmocka_unit_test(the_horizon),
        cmocka_unit_test(leave_off_breaks),
        cmocka_unit_test(shrinking_needs_a_word),
        cmocka_unit_test(dry_run_writes_nothing),
        cmocka_unit_test(a_lost_ledger),
        cmocka_unit_test(lost_tokens),
        cmocka_unit_test(revoke_and_rotate),
        cmocka_unit_test(bad_rosters),
        cmocka_unit_test(a_wrong_year),
        cmocka_unit_test(ctrl_c),
        cmocka_unit_test(no_rows),
        cmocka_unit_test(holidays),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
