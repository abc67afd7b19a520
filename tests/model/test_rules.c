/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The registry of rules, their values, whom they concern, law packs. */
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
    pb_workspace ws;
} world;

static int set_up(void **state)
{
    static world w;
    w.f = test_folder_new();
    w.a = pb_arena_new(NULL);
    pb_workspace_options opt = {.data_dir = "model/data"};
    if (pb_fixture_shop(1, test_folder_sink, &w.f) != 0 ||
        pb_workspace_read(w.a, w.f.path, PB_NEED_PEOPLE, &opt, &w.ws, NULL) != PB_OK)
        return 1;
    *state = &w;
    return 0;
}

static int tear_down(void **state)
{
    world *w = *state;
    pb_arena_free(w->a);
    test_folder_remove(&w->f);
    return 0;
}

/* Every name of the contract, section 6. */
static void all_names_are_there(void **state)
{
    static const char *const names[] = {
        "min_rest_h", "max_days_in_row", "min_days_in_row", "max_nights_in_row", "min_days_off_in_row",
        "rest_days_per_week", "max_hours_day", "max_hours_week", "min_hours_week", "max_overtime_month", "max_shifts",
        "max_kind", "forbid_next", "same_start_in_week", "rotation", "max_weekends", "whole_weekends",
        "weekends_off_per_month", "min_agents", "role_on_shift", "fair_kind", "fair_weekends", "fair_holidays",
        "fair_hours", "no_night", "keep", "requests", "together", "apart", "available", "contract_hours",
        "holiday_duty", "day_in_lieu", "short_cover", "over_cover", "deferred_late"};
    (void)state;
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (pb_rule_name_parse(names[i], strlen(names[i])) < 0)
            fail_msg("%s", names[i]);
    for (int i = 0; i < PB_N_RULES; i++) {
        const pb_rule_info *info = pb_rule_info_of((pb_rule_name)i);
        assert_int_equal(pb_rule_name_parse(info->name, strlen(info->name)), i);
        assert_true(info->default_cost > 0 && info->unit[0] && info->sentence[0] && info->min <= info->max);
        pb_piece rest = pb_piece_of(info->aliases), p;
        while (pb_piece_next(&rest, "|", &p)) /* every other spelling leads here and nowhere else */
            if (pb_rule_name_parse(p.s, p.n) != i)
                fail_msg("%s: %.*s", info->name, (int)p.n, p.s);
        bool wants = info->value != PB_VALUE_NONE;
        if (wants != (strstr(info->sentence, "%s") != NULL))
            fail_msg("%s: the sentence and its value", info->name);
    }
    assert_int_equal(pb_rule_name_parse("min_rest", 8), PB_RULE_MIN_REST_H);
    assert_int_equal(pb_rule_name_parse("nonsense", 8), -1);
}

static void values(void **state)
{
    static const struct {
        const char *why;
        pb_rule_name name;
        const char *cell;
        pb_status status;
        double number;
        int n_refs;
    } rows[] = {
        {"a number", PB_RULE_MIN_REST_H, "11", PB_OK, 11, 0},
        {"a number with decimals", PB_RULE_MIN_REST_H, " 11.5 ", PB_OK, 11.5, 0},
        {"no number", PB_RULE_MIN_REST_H, "eleven", PB_ERR_INPUT, 0, 0},
        {"no value", PB_RULE_MIN_REST_H, "", PB_ERR_INPUT, 0, 0},
        {"too great", PB_RULE_MIN_REST_H, "49", PB_ERR_INPUT, 0, 0},
        {"a kind and a number", PB_RULE_MAX_KIND, "night 6", PB_OK, 6, 1},
        {"with a colon", PB_RULE_MAX_KIND, "night:6", PB_OK, 6, 1},
        {"with colon and blank", PB_RULE_MAX_KIND, "night: 6", PB_OK, 6, 1},
        {"a kind that is none", PB_RULE_MAX_KIND, "noon 6", PB_ERR_INPUT, 0, 0},
        {"a kind alone", PB_RULE_MAX_KIND, "night", PB_ERR_INPUT, 0, 0},
        {"a number alone", PB_RULE_MAX_KIND, "6", PB_ERR_INPUT, 0, 0},
        {"a sequence", PB_RULE_FORBID_NEXT, "late>early", PB_OK, NAN, 2},
        {"an arrow", PB_RULE_FORBID_NEXT, "late -> early", PB_OK, NAN, 2},
        {"a sequence with a day off", PB_RULE_ROTATION, "early>day>late>off", PB_OK, NAN, 4},
        {"one step is no sequence", PB_RULE_ROTATION, "early", PB_ERR_INPUT, 0, 0},
        {"an unknown step", PB_RULE_ROTATION, "early>dusk", PB_ERR_INPUT, 0, 0},
        {"a role", PB_RULE_ROLE_ON_SHIFT, "leader early 1", PB_OK, 1, 1},
        {"a role without number", PB_RULE_ROLE_ON_SHIFT, "leader 早班", PB_OK, 1, 1},
        {"a skill", PB_RULE_ROLE_ON_SHIFT, "chat late 2", PB_OK, 2, 1},
        {"a role that is none", PB_RULE_ROLE_ON_SHIFT, "boss early 1", PB_ERR_INPUT, 0, 0},
        {"too many words", PB_RULE_ROLE_ON_SHIFT, "leader early 1 2", PB_ERR_INPUT, 0, 0},
        {"a role alone", PB_RULE_ROLE_ON_SHIFT, "leader", PB_ERR_INPUT, 0, 0},
        {"a kind of shift", PB_RULE_FAIR_KIND, "night", PB_OK, NAN, 1},
        {"a shift by name", PB_RULE_FAIR_KIND, "晚二班", PB_OK, NAN, 1},
        {"agents", PB_RULE_APART, "a01;a02", PB_OK, NAN, 0},
        {"one agent", PB_RULE_APART, "a01", PB_ERR_INPUT, 0, 0},
        {"an unknown agent", PB_RULE_APART, "a01;a99", PB_ERR_INPUT, 0, 0},
        {"a window", PB_RULE_AVAILABLE, "Mon-Fri 08:00-18:00", PB_OK, NAN, 0},
        {"no window", PB_RULE_AVAILABLE, "sometimes", PB_ERR_INPUT, 0, 0},
        {"a value where none belongs", PB_RULE_REQUESTS, "1", PB_ERR_INPUT, 0, 0},
        {"no value where none belongs", PB_RULE_REQUESTS, "", PB_OK, NAN, 0},
    };
    const world *w = *state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        pb_rule r = {0};
        pb_fault f = {0};
        pb_status st = pb_rule_value_parse(w->a, rows[i].name, rows[i].cell, strlen(rows[i].cell), &w->ws.queues,
                                           &w->ws.shifts, &w->ws.agents, &r, &f);
        if (st != rows[i].status)
            fail_msg("%s: %s", rows[i].why, f.msgid ? f.msgid : "taken");
        if (st != PB_OK)
            continue;
        assert_int_equal(r.n_refs, rows[i].n_refs);
        if (!(isnan(r.number) && isnan(rows[i].number)) && r.number != rows[i].number)
            fail_msg("%s: %g", rows[i].why, r.number);
    }
}

static void whom(void **state)
{
    static const struct {
        const char *cell;
        pb_status status;
        pb_who_kind kind;
        int n_people;
    } rows[] = {{"all", PB_OK, PB_WHO_ALL, 24},     {"", PB_OK, PB_WHO_ALL, 24},
                {"leader", PB_OK, PB_WHO_ROLE, 4},  {"组长", PB_OK, PB_WHO_ROLE, 4},
                {"一组", PB_OK, PB_WHO_TEAM, 12},   {"team:一组", PB_OK, PB_WHO_TEAM, 12},
                {"chat", PB_OK, PB_WHO_SKILL, 18},  {"skill：chat", PB_OK, PB_WHO_SKILL, 18},
                {"a07", PB_OK, PB_WHO_AGENT, 1},    {"agent: a07", PB_OK, PB_WHO_AGENT, 1},
                {"team:chat", PB_ERR_INPUT, 0, 0},  {"nobody", PB_ERR_INPUT, 0, 0},
                {"role:chat", PB_ERR_INPUT, 0, 0},  {"agent", PB_OK, PB_WHO_ROLE, 20}};
    const world *w = *state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        pb_who who;
        pb_fault f = {0};
        int n = 0;
        pb_status st = pb_who_parse(rows[i].cell, strlen(rows[i].cell), &w->ws.agents, &w->ws.queues, &who, &f);
        if (st != rows[i].status)
            fail_msg("\"%s\": %s", rows[i].cell, f.msgid ? f.msgid : "taken");
        if (st != PB_OK)
            continue;
        for (int32_t k = 0; k < w->ws.agents.n; k++)
            n += pb_who_has(&who, &w->ws.agents.at[k], k);
        assert_int_equal(who.kind, rows[i].kind);
        if (n != rows[i].n_people)
            fail_msg("\"%s\": %d people", rows[i].cell, n);
        assert_true(pb_who_same(&who, &who));
    }
}

static void a_name_with_two_meanings(void **state)
{
    const world *w = *state;
    char path[512];
    pb_agents g;
    pb_who who;
    pb_fault f;
    test_file(&w->f, "two.csv", "agent,name,skills,team\nx,X,chat,chat\n", path);
    assert_int_equal(pb_agents_read(w->a, path, &w->ws.queues, &g, NULL), PB_OK);
    assert_int_equal(pb_who_parse("chat", 4, &g, &w->ws.queues, &who, &f), PB_ERR_INPUT);
    assert_non_null(strstr(f.msgid, "several"));
    assert_int_equal(pb_who_parse("team:chat", 9, &g, &w->ws.queues, &who, &f), PB_OK);
    assert_int_equal(who.kind, PB_WHO_TEAM);
}

static void references(void **state)
{
    const world *w = *state;
    pb_shift_ref night = {PB_REF_KIND, PB_NIGHT}, late = {PB_REF_KIND, PB_LATE}, off = {PB_REF_OFF, 0};
    pb_shift_ref second = {PB_REF_SHIFT, 3}, none = {PB_REF_NONE, 0};
    assert_true(pb_shift_ref_is(&late, &w->ws.shifts, 2));
    assert_true(pb_shift_ref_is(&late, &w->ws.shifts, 3));
    assert_false(pb_shift_ref_is(&night, &w->ws.shifts, 2));
    assert_true(pb_shift_ref_is(&second, &w->ws.shifts, 3));
    assert_false(pb_shift_ref_is(&second, &w->ws.shifts, 2));
    assert_true(pb_shift_ref_is(&off, &w->ws.shifts, -1));
    assert_false(pb_shift_ref_is(&off, &w->ws.shifts, 0));
    assert_false(pb_shift_ref_is(&late, &w->ws.shifts, -1));
    assert_false(pb_shift_ref_is(&none, &w->ws.shifts, 0));
}

/* The pack comes first; a rule of the file takes the place of the pack's for the same people. */
static void law_and_file(void **state)
{
    world *w = *state;
    char path[512];
    pb_workspace ws;
    pb_workspace_options opt = {.data_dir = "model/data"};
    pb_diags *d = pb_diags_new(NULL, NULL);
    assert_true(w->ws.rules.at[0].from_law);
    assert_non_null(strstr(w->ws.rules.at[0].source, "36"));
    size_t before = w->ws.rules.n;
    test_file(&w->f, "rules.csv",
              "rule,who,value,cost\nmax_hours_day,all,9,\nmax_hours_week,all,38,20\nrest_days_per_week,leader,0,\n"
              "max_overtime_month,all,36,5\n",
              path);
    assert_int_equal(pb_workspace_read(w->a, w->f.path, PB_NEED_RULES, &opt, &ws, d), PB_OK);
    char *words = test_words(d, w->f.path);
    assert_non_null(strstr(words, "max_hours_day (value \"9\") demands less than the law"));
    assert_non_null(strstr(words, "max_overtime_month (value \"36\") demands less than the law")); /* priced now */
    assert_null(strstr(words, "max_hours_week"));
    assert_null(strstr(words, "rest_days_per_week"));
    free(words);
    assert_int_equal(ws.rules.n, 6 - 3 + 4); /* the pack without the three that the file repeats */
    assert_true(before > ws.rules.n);
    pb_diags_free(d);
}

/* A shift that is called like its kind hides the kind, which is told where there are others of it; what is misspelt is
 * looked for among Chinese names, too. */
static void chinese_names(void **state)
{
    world *w = *state;
    char path[512];
    pb_rules r;
    pb_diags *d = pb_diags_new(NULL, NULL);
    test_file(&w->f, "own.csv",
              "规则,对象,值,代价\n禁止接班,全部,晚班>早班,\n班次公平,全部,晚,6\n班次公平,全部,晚二班,6\n"
              "最多连续上班日数,全部,6,\n申请,全步,,6\n",
              path);
    assert_int_equal(pb_rules_read(w->a, path, false, &w->ws.queues, &w->ws.shifts, &w->ws.agents, &r, d), PB_ERR_INPUT);
    assert_int_equal(pb_diags_count(d), 3);
    char *words = test_words(d, w->f.path);
    assert_non_null(strstr(words, ":2: column \"值\": \"晚班\" is the shift of that name alone; \"late\" is every shift"));
    assert_non_null(strstr(words, ":5: column \"规则\": there is no rule \"最多连续上班日数\"; the nearest is \"最多连续上班天数\""));
    assert_non_null(strstr(words, ":6: column \"对象\": \"全步\" is neither"));
    assert_non_null(strstr(words, "the nearest is \"全部\""));
    free(words);
    pb_diags_free(d);
}

static void packs_can_be_read(void **state)
{
    world *w = *state;
    static const char *const codes[] = {"cn", "eu", "uk"};
    for (int i = 0; i < 3; i++) {
        char path[64];
        pb_rules r;
        pb_diags *d = pb_diags_new(NULL, NULL);
        (void)snprintf(path, sizeof path, "model/data/law_%s.csv", codes[i]);
        assert_int_equal(pb_rules_read(w->a, path, true, &w->ws.queues, &w->ws.shifts, &w->ws.agents, &r, d), PB_OK);
        assert_int_equal(pb_diags_count(d), 0);
        assert_string_equal(pb_law_code((pb_law)(i + 1)), codes[i]);
        for (size_t k = 0; k < r.n; k++)
            assert_true(r.at[k].from_law && r.at[k].article[0]);
        pb_diags_free(d);
    }
}

static void chinese_days(void **state)
{
    static const struct {
        int y, m, d;
        pb_day_kind kind;
        const char *why;
    } rows[] = {{2026, 10, 1, PB_DAY_STATUTORY, "National Day"},     {2026, 10, 4, PB_DAY_REST, "a day off of its week"},
                {2026, 10, 10, PB_DAY_WORK, "a make-up Saturday"},   {2026, 9, 20, PB_DAY_WORK, "a make-up Sunday"},
                {2026, 9, 25, PB_DAY_STATUTORY, "Mid-Autumn"},       {2026, 9, 28, PB_DAY_WORK, "a plain Monday"},
                {2026, 10, 11, PB_DAY_REST, "a plain Sunday"},       {2025, 10, 6, PB_DAY_STATUTORY, "Mid-Autumn 2025"},
                {2027, 2, 6, PB_DAY_STATUTORY, "New Year 2027, not the 7th"}};
    const world *w = *state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        if (pb_calendar_day_kind(&w->ws.calendar, pb_date_from_ymd(rows[i].y, rows[i].m, rows[i].d)) != rows[i].kind)
            fail_msg("%s", rows[i].why);
    size_t first; /* the event of the file and the holiday of the pack stand on one day */
    assert_int_equal(pb_calendar_find(&w->ws.calendar, pb_date_from_ymd(2026, 10, 1), &first), 2);
}

static void a_file_wins_over_the_country(void **state)
{
    world *w = *state;
    pb_calendar_row own = {.date = 100, .kind = PB_DAY_WORK, .name = "", .queue = -1, .acts_like = -1, .closed = -1};
    pb_calendar_row more[] = {own, own, own};
    more[0].kind = PB_DAY_STATUTORY;
    more[1].date = 99;
    more[2].kind = PB_DAY_EVENT;
    pb_calendar c = {1, &own, {0}}, merged;
    assert_int_equal(pb_calendar_merge(w->a, &c, more, 3, &merged), PB_OK);
    assert_int_equal(merged.n, 3);
    assert_int_equal(merged.rows[0].date, 99);
    assert_int_equal(pb_calendar_day_kind(&merged, 100), PB_DAY_WORK);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(all_names_are_there), cmocka_unit_test(values),
        cmocka_unit_test(whom),                cmocka_unit_test(a_name_with_two_meanings),
        cmocka_unit_test(references),          cmocka_unit_test(packs_can_be_read),
        cmocka_unit_test(chinese_days),        cmocka_unit_test(a_file_wins_over_the_country),
        cmocka_unit_test(law_and_file),        cmocka_unit_test(chinese_names),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
