/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "export/markup.h"
#include "export/report_xlsx.h"
#include "report_world.h"

#include "support/cm.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* Markup, a formula, a right-to-left override, an escape, a broken byte, an emoji. */
static const char *const hostile = "=HYPERLINK(\"x\")<script>alert('1')</script>\xe2\x80\xae\x1b[31m\xff&amp;\xf0\x9f\x98\x80";

static void markup_of_texts(void **state)
{
    (void)state;
    static const struct {
        const char *why, *text;
        size_t max;
        const char *want;
    } rows[] = {
        {"markup is data", "<b>\"a\" & 'b'</b>", 0, "&lt;b&gt;&quot;a&quot; &amp; &#39;b&#39;&lt;/b&gt;"},
        {"an override cannot turn the line", "a\xe2\x80\xae" "b\xe2\x81\xa6" "c", 0, "abc"},
        {"control characters are dropped, a line break is a space", "a\x01\x7f\nb", 0, "a b"},
        {"a byte that is no text is shown as one", "a\xff" "b\xc3", 0, "a\xef\xbf\xbd" "b\xef\xbf\xbd"},
        {"an overlong form is no text", "\xc0\xaf", 0, "\xef\xbf\xbd\xef\xbf\xbd"},
        {"a surrogate is no text", "\xed\xa0\x80", 0, "\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd"},
        {"cut between characters", "排班工具", 2, "排班…"},
        {"not cut where it fits", "排班", 2, "排班"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        pb_text t;
        pb_text_init(&t, NULL);
        pb_markup_text(&t, rows[i].text, rows[i].max);
        if (!t.bytes || strcmp(t.bytes, rows[i].want) != 0)
            fail_msg("%s: want %s, got %s", rows[i].why, rows[i].want, t.bytes ? t.bytes : "");
        pb_text_done(&t);
    }
}

/* Sum of column `column` (from 0) of a CSV text whose fields need no quotes there. */
static long column_sum(const char *text, int column)
{
    long sum = 0;
    for (const char *line = strchr(text, '\n'); line && line[1]; line = strchr(line + 1, '\n')) {
        const char *p = line + 1;
        for (int k = 0; k < column; k++)
            p = strchr(p, ',') + 1;
        sum += strtol(p, NULL, 10);
    }
    return sum;
}

static void totals_agree_to_the_minute(void **state)
{
    (void)state;
    report_world w;
    pb_text html, pieces, summary;
    char hm[16], cell[64];
    report_world_open(&w, 30, 28, "Team", "");
    pb_text_init(&html, NULL);
    pb_text_init(&pieces, NULL);
    pb_text_init(&summary, NULL);
    pb_report_html(&w.in, &html);
    pb_worktime_write_pieces(&w.ws, &w.pay, &pieces);
    pb_worktime_write_summary(&w.ws, &w.work, &summary);
    long want = 0; /* from the duties, by their own arithmetic */
    for (size_t i = 0; i < w.roster.n; i++)
        want += pb_duty_paid_min(&w.roster.at[i]);
    assert_int_equal(w.work.total.paid_min, want);
    assert_int_equal(column_sum(pieces.bytes, 5), want);
    assert_int_equal(column_sum(summary.bytes, 9), want);
    assert_int_equal(column_sum(summary.bytes, 10) + column_sum(summary.bytes, 11) +
                         column_sum(summary.bytes, 12) + column_sum(summary.bytes, 13),
                     want);
    assert_int_equal(column_sum(pieces.bytes, 7), column_sum(summary.bytes, 14));
    snprintf(cell, sizeof cell, "<td class=\"n\">%s</td>", pb_report_hm((int)want, hm));
    assert_non_null(strstr(html.bytes, cell));
    pb_text_done(&html);
    pb_text_done(&pieces);
    pb_text_done(&summary);
    report_world_close(&w);
}

/* A meeting at one time, a training at two; who does not come, and why; after midnight the day is the next. */
static void activities_are_told(void **state)
{
    (void)state;
    report_world w;
    pb_text t;
    report_world_open(&w, 4, 7, "Ann", "");
    pb_date first = w.roster.first;
    const pb_activity what[] = {{.id = "weekly", .who = "all", .minutes = 60, .together = true},
                                {.id = "rules <new>", .who = "all", .minutes = 30}};
    const pb_report_seat meeting[] = {{0, first, {900, 960}, NULL}, {1, first, {900, 960}, NULL}, {2, PB_DATE_NONE, {0, 0}, "late"}};
    const pb_report_seat training[] = {{0, first + 1, {600, 630}, NULL}, {3, first, {1470, 1500}, NULL}};
    const pb_report_seat weekly[] = {{0, first, {540, 600}, NULL}, {0, first + 1, {540, 600}, NULL}, {1, first, {540, 600}, NULL},
                                     {1, first + 1, {540, 600}, NULL}};
    const pb_report_activity list[] = {{&what[0], 3, meeting}, {&what[1], 2, training}, {&what[0], 4, weekly}, {&what[0], 3, weekly}};
    const char *const notes[] = {"Ann: weekly not attended"};
    pb_text_init(&t, NULL);
    pb_report_html(&w.in, &t);
    assert_null(strstr(t.bytes, "id=\"activities\"")); /* nothing to tell */
    t.n = 0;
    w.in.n_activities = 4;
    w.in.activities = list;
    w.in.n_activity_notes = 1;
    w.in.activity_notes = notes;
    pb_report_html(&w.in, &t);
    assert_non_null(strstr(t.bytes, "<a href=\"#activities\">"));
    assert_non_null(strstr(t.bytes, "<td class=\"t\">Mon 28 Sep 15:00</td><td class=\"n\">60</td><td class=\"n hard\">2 / 3</td>"
                                    "<td class=\"names\">Ann, Ann</td>"));
    assert_non_null(strstr(t.bytes, "rules &lt;new&gt;"));
    assert_non_null(strstr(t.bytes, "<td class=\"n\">2 / 2</td><td class=\"names\"><div>Tue 29 Sep 00:30: Ann</div>"
                                    "<div>Tue 29 Sep 10:00: Ann</div></td>"));
    /* held once in each piece of a plan: every date, people counted once, and told by date where they differ */
    assert_non_null(strstr(t.bytes, "<td class=\"t\">Mon 28 Sep 09:00<br>Tue 29 Sep 09:00</td><td class=\"n\">60</td>"
                                    "<td class=\"n\">2 / 2</td><td class=\"names\">Ann, Ann</td>"));
    assert_non_null(strstr(t.bytes, "<td class=\"n\">2 / 2</td><td class=\"names\"><div>Mon 28 Sep 09:00: Ann, Ann</div>"
                                    "<div>Tue 29 Sep 09:00: Ann</div></td>"));
    assert_non_null(strstr(t.bytes, "<li>Ann: weekly not attended</li>"));
    pb_text_done(&t);
    report_world_close(&w);
}

static void untrusted_text_is_harmless(void **state)
{
    (void)state;
    report_world w;
    pb_text html, summary;
    char *note = malloc(10241);
    assert_non_null(note);
    memset(note, 'x', 10240);
    memcpy(note, "<img src=x onerror=1>", 21);
    note[10240] = '\0';
    report_world_open(&w, 3, 7, hostile, note);
    pb_text_init(&html, NULL);
    pb_text_init(&summary, NULL);
    pb_report_html(&w.in, &html);
    pb_worktime_write_summary(&w.ws, &w.work, &summary);
    assert_null(strstr(html.bytes, "<script"));
    assert_null(strstr(html.bytes, "<img"));
    assert_null(strstr(html.bytes, "\xe2\x80\xae"));
    assert_null(strchr(html.bytes, '\x1b'));
    assert_null(strstr(html.bytes, "http")); /* and nothing to fetch */
    assert_null(strstr(summary.bytes, ",=HYPERLINK"));
    assert_non_null(strstr(summary.bytes, "'=HYPERLINK"));
    assert_null(strstr(html.bytes, "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"
                                   "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx")); /* notes are cut */
    pb_text_done(&html);
    pb_text_done(&summary);
    report_world_close(&w);
    free(note);
}

static char *slurp(const char *path, size_t *n)
{
    FILE *f = fopen(path, "rb");
    assert_non_null(f);
    char *bytes = malloc(1 << 22);
    assert_non_null(bytes);
    *n = fread(bytes, 1, 1 << 22, f);
    fclose(f);
    return bytes;
}

static void spreadsheet_is_repeatable(void **state)
{
    (void)state;
    report_world w;
    char dir[] = "/tmp/paiban-xlsx-XXXXXX", path[64];
    size_t n[2];
    char *bytes[2];
    if (!pb_report_xlsx_available())
        skip();
    assert_non_null(mkdtemp(dir));
    snprintf(path, sizeof path, "%s/r.xlsx", dir);
    report_world_open(&w, 8, 14, hostile, hostile);
    for (int i = 0; i < 2; i++) {
        assert_int_equal(pb_report_xlsx(&w.in, &w.pay, 1790000000, path, NULL), PB_OK);
        bytes[i] = slurp(path, &n[i]);
        unlink(path);
    }
    rmdir(dir);
    assert_int_equal(n[0], n[1]);
    assert_true(n[0] > 4000 && memcmp(bytes[0], "PK", 2) == 0);
    assert_memory_equal(bytes[0], bytes[1], n[0]);
    free(bytes[0]);
    free(bytes[1]);
    assert_int_equal(pb_report_xlsx(&w.in, &w.pay, 0, "/nonexistent/r.xlsx", NULL), PB_ERR_IO);
    report_world_close(&w);
}

static void cover_counts_who_is_there(void **state)
{
    (void)state;
    report_world w;
    report_world_open(&w, 1, 1, "one", "");
    /* one agent, 08:30-17:30 with lunch 12:00-13:00, phone only */
    const pb_grid *g = &w.req.grid;
    double there = 0;
    for (int32_t t = 0; t < g->n_slots; t++) {
        int minute = pb_grid_minute(g, t);
        double want = minute >= 510 && minute < 1050 && !(minute >= 720 && minute < 780) ? 1 : 0;
        assert_close(w.presence.planned[t], want, 0, "present by half hours");
        assert_close(w.presence.planned[g->n_slots + t], 0, 0, "not a chat agent");
        there += want / 2;
    }
    pb_presence_sum s = pb_presence_total(&w.presence, &w.req, 0, 0, g->n_slots);
    assert_close(s.planned_h, there, 1e-12, "hours present");
    assert_close(s.need_h - s.lacking_h + s.surplus_h, s.planned_h, 1e-9, "need less shortage plus surplus");
    report_world_close(&w);
}

/* phone and chat share agents: at 10:00 one lack is in the other; at 15:00 only chat needs anybody. */
static void what_is_missing_counts_once(void **state)
{
    (void)state;
    enum { ROWS = 3, SLOTS = 48, TEN = 20, THREE = 30 };
    static const pb_skillset sets[ROWS] = {1, 2, 3};
    double need[ROWS * SLOTS] = {0}, planned[ROWS * SLOTS] = {0}, urgent[ROWS * SLOTS] = {0};
    pb_arena *a = pb_arena_new(NULL);
    const pb_zone *zone;
    pb_requirement req = {.n_rows = ROWS, .sets = sets, .scheduled = need};
    const pb_presence p = {.need = need, .planned = planned};
    assert_int_equal(pb_zone_load(a, "UTC", &zone), PB_OK);
    assert_int_equal(pb_grid_make(a, zone, 20000, 1, 30, &req.grid), PB_OK);
    for (int row = 0; row < ROWS; row++) {
        need[row * SLOTS + TEN] = (const double[]){2, 1, 4}[row];
        planned[row * SLOTS + TEN] = (const double[]){1, 1, 2}[row];
        urgent[row * SLOTS + TEN] = (const double[]){2, 0, 3}[row];
    }
    need[SLOTS + THREE] = 3;
    pb_presence_gap gap = pb_presence_missing(&p, &req, NULL, 20000, 20000);
    assert_close(gap.need_h, 3.5, 1e-12, "4 and 3 agents, half an hour each");
    assert_close(gap.lacking_h, 2.5, 1e-12, "2 and 3 of them");
    assert_int_equal(gap.slot, THREE);
    assert_int_equal(gap.row, 1);
    assert_close(gap.lacking, 3, 0, "all of them");
    gap = pb_presence_missing(&p, &req, urgent, 19990, 20010);
    assert_close(gap.need_h, 1.5, 1e-12, "chat may wait");
    assert_close(gap.lacking_h, 0.5, 1e-12, "one, of either row");
    assert_int_equal(gap.slot, TEN);
    assert_int_equal(gap.row, 0); /* the first of equals */
    gap = pb_presence_missing(&p, &req, NULL, 20001, 20007);
    assert_close(gap.need_h + gap.lacking_h, 0, 0, "the requirement does not speak of these days");
    assert_int_equal(gap.slot, -1);
    pb_arena_free(a);
}

/* The report says of its gap what `plan` says of it. */
static void the_gap_leaves_activities_out(void **state)
{
    (void)state;
    static const char *const remark = "Training and meetings change the cost by +12.50; the bound leaves them out";
    static const struct {
        double bound, held;
        bool said;
    } rows[] = {{120, 12.5, true}, {120, 0, false}, {NAN, 12.5, false}};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        report_world w;
        pb_text html;
        report_world_open(&w, 3, 1, "one", "");
        pb_text_init(&html, NULL);
        w.in.bound = rows[i].bound;
        w.in.held = rows[i].held;
        pb_report_headline(&w.in, &html);
        assert_int_equal(strstr(html.bytes, remark) != NULL, rows[i].said);
        pb_text_done(&html);
        report_world_close(&w);
    }
}

/* A roster made by hand: training in part at lunch, a meeting in part at the training. */
static void nobody_is_away_twice(void **state)
{
    (void)state;
    report_world w;
    report_world_open(&w, 1, 1, "one", "");
    const pb_grid *g = &w.req.grid;
    static const pb_placed_activity placed[] = {{"meeting", {810, 870}}, {"training", {750, 840}}};
    pb_duty duties[8];
    assert_true(w.roster.n > 0 && w.roster.n <= 8);
    for (size_t i = 0; i < w.roster.n; i++) {
        duties[i] = w.roster.at[i];
        if (duties[i].end_s > duties[i].start_s) {
            duties[i].activities = placed;
            duties[i].n_activities = 2;
        }
    }
    pb_roster by_hand = w.roster;
    pb_presence there;
    by_hand.at = duties;
    assert_int_equal(pb_presence_count(w.a, &by_hand, &w.ws.agents, &w.req, &there), PB_OK);
    for (int32_t t = 0; t < g->n_slots; t++) {
        int minute = pb_grid_minute(g, t);
        double want = minute >= 510 && minute < 1050 && !(minute >= 720 && minute < 870) ? 1 : 0;
        assert_close(there.planned[t], want, 0, "present by half hours");
    }
    report_world_close(&w);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(nobody_is_away_twice), cmocka_unit_test(what_is_missing_counts_once),
        cmocka_unit_test(the_gap_leaves_activities_out),
        cmocka_unit_test(markup_of_texts), cmocka_unit_test(activities_are_told),
        cmocka_unit_test(totals_agree_to_the_minute),
        cmocka_unit_test(untrusted_text_is_harmless),
        cmocka_unit_test(spreadsheet_is_repeatable),
        cmocka_unit_test(cover_counts_who_is_there),
    };
    return cmocka_run_group_tests_name("export.report", tests, NULL, NULL);
}
