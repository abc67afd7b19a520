/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tables read, written and read again keep everything; the dresses of tiny read identically. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "workspace_files.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

enum { NEEDS = PB_NEED_PEOPLE | PB_NEED_ACTIVITIES | PB_NEED_HISTORY };

static pb_workspace read_ok(pb_arena *a, const char *dir, const char *data)
{
    pb_workspace ws = {0};
    pb_workspace_options opt = {.data_dir = data};
    pb_diags *d = pb_diags_new(NULL, NULL);
    pb_status st = pb_workspace_read(a, dir, NEEDS, &opt, &ws, d);
    if (st != PB_OK) {
        char *words = test_words(d, dir);
        print_message("%s", words);
        fail_msg("status %d", (int)st);
    }
    pb_diags_free(d);
    return ws;
}

/* All tables of a workspace as one text, each below its name; the calendar's and rules' own rows only when
 * they came from the files. */
static void write_all(const pb_workspace *ws, pb_text *t, const test_folder *to)
{
    char path[512];
    static const char *const names[] = {"team.csv", "queues.csv", "calendar.csv", "agents.csv", "shifts.csv",
                                        "rules.csv", "absences.csv", "requests.csv", "activities.csv", "history.csv"};
    for (size_t i = 0; i < sizeof names / sizeof *names + ws->n_past; i++) {
        size_t from = t->n;
        char past[64];
        const char *name = i < 10 ? names[i] : past;
        switch (i) {
        case 0: pb_team_write(&ws->team, t); break;
        case 1: pb_queues_write(&ws->queues, t); break;
        case 2: pb_calendar_write(&ws->calendar, &ws->queues, t); break;
        case 3: pb_agents_write(&ws->agents, &ws->queues, t); break;
        case 4: pb_shifts_write(&ws->shifts, t); break;
        case 5: pb_rules_write(&ws->rules, t); break;
        case 6: pb_absences_write(&ws->absences, &ws->agents, t); break;
        case 7: pb_requests_write(&ws->requests, &ws->agents, &ws->shifts, t); break;
        case 8: pb_activities_write(&ws->activities, t); break;
        case 9: pb_history_write(&ws->history, t); break;
        default:
            snprintf(past, sizeof past, "rosters/%zu.csv", i);
            pb_roster_write(&ws->past[i - 10], &ws->queues, &ws->agents, &ws->shifts, t);
        }
        assert_int_equal(t->status, PB_OK);
        if (to)
            (void)test_file(to, name, t->bytes + from, path);
    }
}

static void round_trip(int (*make)(uint64_t, pb_fixture_sink, void *))
{
    test_folder one = test_folder_new(), two = test_folder_new();
    pb_arena *a = pb_arena_new(NULL);
    pb_text first, second;
    pb_text_init(&first, NULL);
    pb_text_init(&second, NULL);
    assert_int_equal(make(1, test_folder_sink, &one), 0);
    pb_workspace ws = read_ok(a, one.path, "model/data");
    write_all(&ws, &first, &two);
    pb_workspace again = read_ok(a, two.path, "model/data");
    write_all(&again, &second, NULL);
    assert_int_equal(first.n, second.n);
    assert_memory_equal(first.bytes, second.bytes, first.n);
    assert_int_equal(ws.rules.n, again.rules.n);
    assert_int_equal(ws.history.grid.n_slots, again.history.grid.n_slots);
    pb_text_done(&first);
    pb_text_done(&second);
    pb_arena_free(a);
    test_folder_remove(&one);
    test_folder_remove(&two);
}

static void samples_come_back(void **state)
{
    (void)state;
    round_trip(pb_fixture_tiny);
    round_trip(pb_fixture_shop);
    round_trip(pb_fixture_desk);
}

static void dresses_read_identically(void **state)
{
    (void)state;
    pb_text plain;
    test_folder f = test_folder_new();
    pb_arena *a = pb_arena_new(NULL);
    pb_text_init(&plain, NULL);
    assert_int_equal(pb_fixture_tiny(1, test_folder_sink, &f), 0);
    pb_workspace ws = read_ok(a, f.path, NULL);
    write_all(&ws, &plain, NULL);
    for (int i = 0; i < PB_N_DRESSES; i++) {
        pb_text dressed;
        test_folder g = test_folder_new();
        pb_text_init(&dressed, NULL);
        assert_int_equal(pb_fixture_dressed((pb_fixture_dress)i, 1, test_folder_sink, &g), 0);
        ws = read_ok(a, g.path, NULL);
        write_all(&ws, &dressed, NULL);
        if (dressed.n != plain.n || memcmp(dressed.bytes, plain.bytes, plain.n) != 0)
            fail_msg("%s", pb_fixture_dress_name((pb_fixture_dress)i));
        pb_text_done(&dressed);
        test_folder_remove(&g);
    }
    pb_text_done(&plain);
    pb_arena_free(a);
    test_folder_remove(&f);
}

static void what_tiny_says(void **state)
{
    (void)state;
    test_folder f = test_folder_new();
    pb_arena *a = pb_arena_new(NULL);
    assert_int_equal(pb_fixture_tiny(1, test_folder_sink, &f), 0);
    pb_workspace ws = read_ok(a, f.path, NULL);
    assert_string_equal(ws.team.name, "小团队");
    assert_string_equal(pb_zone_name(ws.team.zone), "Asia/Shanghai");
    const pb_queue *q = &ws.queues.at[0];
    assert_true(q->service_level == 0.8 && q->within_s == 20 && q->patience_s == 90 && isnan(q->asa_s));
    assert_int_equal(q->hours.opens_min[0], 540);
    assert_int_equal(q->hours.closes_min[5], 0);
    assert_true(pb_weekly_at(&q->shrinkage, 3, 600) == 0.05);
    const pb_agent *a5 = &ws.agents.at[pb_agent_find(&ws.agents, "a5")];
    assert_true(a5->hours_per_week == 20.5 && a5->until == pb_date_from_ymd(2027, 6, 30));
    assert_int_equal(ws.agents.at[0].role, PB_ROLE_LEADER);
    assert_int_equal(ws.agents.at[0].skills, 1);
    const pb_shift *late = &ws.shifts.at[pb_shift_find(&ws.shifts, "late")];
    assert_int_equal(late->break_earliest_min, 120);
    assert_int_equal(late->break_latest_min, 300);
    assert_int_equal(pb_shift_paid_min(late), 450);
    assert_true(pb_shift_on(late, pb_date_from_ymd(2026, 11, 30), PB_DAY_WORK));
    assert_false(pb_shift_on(late, pb_date_from_ymd(2026, 11, 29), PB_DAY_REST));
    assert_int_equal(ws.rules.n, 6);
    assert_true(ws.rules.at[0].hard && ws.rules.at[0].number == 11);
    assert_string_equal(ws.rules.at[0].source, "rules.csv:3");
    assert_false(ws.rules.at[3].hard);
    assert_true(ws.rules.at[3].cost == 12.5 && ws.rules.at[3].role_or_skill == PB_ROLE_LEADER);
    assert_int_equal(ws.absences.at[1].from_min, 13 * 60);
    assert_int_equal(ws.absences.at[0].to_min, 1440);
    assert_true(ws.requests.at[2].negated && ws.requests.at[2].want == PB_WANT_SHIFT);
    assert_int_equal(ws.activities.at[0].earliest_min, 600);
    assert_int_equal(ws.n_past, 1);
    size_t first;
    assert_int_equal(pb_roster_find(&ws.past[0], pb_date_from_ymd(2026, 11, 27), 0, &first), 1);
    const pb_duty *du = &ws.past[0].at[first];
    assert_true(du->pinned && du->n_breaks == 1 && du->unpaid_breaks == 1 && du->n_activities == 1);
    assert_int_equal(pb_duty_paid_min(du), 450);
    assert_string_equal(du->note, "kept by hand");
    pb_arena_free(a);
    test_folder_remove(&f);
}

static void unknown_columns_stay(void **state)
{
    (void)state;
    test_folder f = test_folder_new();
    pb_arena *a = pb_arena_new(NULL);
    pb_diags *d = pb_diags_new(NULL, NULL);
    char path[512];
    pb_queues q;
    pb_text t;
    test_file(&f, "queues.csv", "site,queue,channel,remark\nnorth,vip,voice,\"a, b\"\n,tech,chat,\n", path);
    assert_int_equal(pb_queues_read(a, path, &q, d), PB_OK);
    assert_int_equal(pb_diags_warnings(d), 2);
    assert_int_equal(q.extras.n_columns, 2);
    pb_text_init(&t, NULL);
    pb_queues_write(&q, &t);
    assert_non_null(strstr(t.bytes, ",site,remark\n"));
    assert_non_null(strstr(t.bytes, ",north,\"a, b\"\n"));
    pb_text_done(&t);
    /* sorted tables carry the cells with their rows */
    pb_calendar c;
    test_file(&f, "calendar.csv", "date,day,owner\n2026-05-02,event,Ann\n2026-05-01,event,Bob\n", path);
    assert_int_equal(pb_calendar_read(a, path, NULL, &c, d), PB_OK);
    assert_string_equal(c.extras.cells[0], "Bob");
    assert_string_equal(c.extras.cells[1], "Ann");
    pb_diags_free(d);
    pb_arena_free(a);
    test_folder_remove(&f);
}

static void chinese_headers_and_values(void **state)
{
    (void)state;
    test_folder f = test_folder_new();
    pb_arena *a = pb_arena_new(NULL);
    pb_diags *d = pb_diags_new(NULL, NULL);
    char path[512];
    pb_team team;
    pb_queues q;
    pb_agents g;
    pb_shifts s;
    pb_rules r;
    test_file(&f, "team.csv", "设置,值\n团队,客服\n时区,Asia/Shanghai\n时段分钟,15\n每周第一天,周日\n劳动法,中国\n语言,中文\n排班天数,14\n", path);
    assert_int_equal(pb_team_read(a, path, NULL, &team, d), PB_OK);
    assert_true(team.slot_min == 15 && team.week_start == 6 && team.law == PB_LAW_CN && team.plan_days == 14);
    test_file(&f, "queues.csv", "队列,渠道,接通率,损耗率\n热线,电话,92%,\"周一-周五 0.1；周末 0.2\"\n工单,工单,,\n", path);
    assert_int_equal(pb_queues_read(a, path, &q, d), PB_ERR_INPUT); /* the ticket queue has no deadline */
    assert_int_equal(q.n, 2);
    assert_true(q.at[0].answer_rate == 0.92 && q.at[1].channel == PB_DEFERRED);
    test_file(&f, "agents.csv", "工号,姓名,技能,角色,不上夜班,可上班次\n01,王芳,热线；工单,组长,是,早班;晚班\n", path);
    assert_int_equal(pb_agents_read(a, path, &q, &g, d), PB_OK);
    assert_true(g.at[0].skills == 3 && g.at[0].role == PB_ROLE_LEADER && g.at[0].no_night);
    assert_int_equal(g.at[0].shift_kinds, 1 << PB_EARLY | 1 << PB_LATE);
    test_file(&f, "shifts.csv", "班次,类型,上班,下班,小休\n早班,早班,08:00,16:00,2×15\n夜班,夜班,22:00,06:00,\n", path);
    assert_int_equal(pb_shifts_read(a, path, &team, &s, d), PB_OK);
    assert_true(s.at[0].n_rest_breaks == 2 && s.at[1].end_min == 30 * 60);
    test_file(&f, "rules.csv", "规则,对象,值,代价\n班间休息,全员,11,\n禁止接班,组长,夜班→早班,50\n班次上限,01,夜班：6,20\n", path);
    assert_int_equal(pb_rules_read(a, path, false, &q, &s, &g, &r, d), PB_OK);
    assert_true(r.at[1].n_refs == 2 && r.at[1].refs[0].type == PB_REF_SHIFT && r.at[1].who.kind == PB_WHO_ROLE);
    assert_true(r.at[2].number == 6 && r.at[2].who.kind == PB_WHO_AGENT);
    pb_diags_free(d);
    pb_arena_free(a);
    test_folder_remove(&f);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(what_tiny_says), cmocka_unit_test(samples_come_back),
                                       cmocka_unit_test(dresses_read_identically),
                                       cmocka_unit_test(unknown_columns_stay),
                                       cmocka_unit_test(chinese_headers_and_values)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
