/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What supervisors read: the reasons of a shortage, and findings that say the same told once. */
#include "planner/audit_groups.h"
#include "planner/audit_words.h"
#include "world.h"

#include "support/cm.h"

#include <string.h>

enum { MONDAY = 20724, DAYS = 7 };

/* Six people, early (a) and late (b) shifts, two queues that all can serve; ann and bob lead. */
static world *team(void)
{
    world *w = world_new("Asia/Shanghai", MONDAY, DAYS, 30);
    static const char *const ids[] = {"ann", "bob", "cat", "dan", "eve", "fay"};

    (void)world_shift(w, "E", PB_EARLY, 480, 1020);
    (void)world_shift(w, "L", PB_LATE, 900, 1440);
    for (int i = 0; i < 6; i++)
        (void)world_agent(w, ids[i], 3, 40);
    return w;
}

static pb_duty *duty_of(pb_roster *r, int agent, int day)
{
    pb_duty *rows; /* in the arena, to be changed */
    size_t at;
    memcpy(&rows, &r->at, sizeof rows);
    assert_int_equal(pb_roster_find(r, MONDAY + day, agent, &at), 1);
    return &rows[at];
}

static pb_audit audit_of(world *w, const pb_roster *r)
{
    pb_audit a;
    assert_int_equal(pb_audit_roster(w->arena, &w->ws, &w->req, r, NULL, w->first, w->n_days, &a), PB_OK);
    return a;
}

/* Is there a sentence that begins so? */
static bool said(const world *w, const pb_roster *r, const char *begin, const char *part)
{
    pb_audit a = audit_of((world *)(uintptr_t)w, r);
    const pb_finding_group *groups;
    size_t n;
    assert_int_equal(pb_findings_group(w->arena, &a, &groups, &n), PB_OK);
    for (size_t i = 0; i < n; i++) {
        const char *text = pb_group_text(w->arena, &w->ws, &w->req, r, &a, &groups[i], NULL);
        assert_non_null(text);
        if (strncmp(text, begin, strlen(begin)) == 0 && strstr(text, part))
            return true;
        print_message("%s\n", text);
    }
    return false;
}

/* Everybody who could be there stands in exactly one count; meals and meetings are told of those at work. */
static void test_why_short(void **state)
{
    (void)state;
    static const pb_placed_activity meeting = {"weekly", {840, 900}};
    const char *lines[] = {"aaaaa..", "aaaaa..", "abbbb..", "bbbbb..", ".aaaaa.", ".aaaaa."};
    world *w = team();
    pb_roster r;

    world_need(w, 1, 0, 840, 900, 5);
    world_request(w, 5, MONDAY, PB_WANT_OFF, 0);
    r = world_roster(w, MONDAY, DAYS, lines);
    duty_of(&r, 0, 0)->n_activities = 1;
    duty_of(&r, 0, 0)->activities = &meeting;
    duty_of(&r, 1, 0)->n_activities = 1;
    duty_of(&r, 1, 0)->activities = &meeting;
    assert_true(said(w, &r, "Mon 09-28 14:00-15:00 phone short 4: 6 hold the skill, 3 at work (2 of them in weekly), "
                            "1 on another shift that day, 1 asked for the day off, 1 off with their contract hours done", ""));
    world_free(w);
}

/* Where nobody could ever fill it, the column to change is named, and nobody looks for another remedy. */
static void test_nobody_could(void **state)
{
    (void)state;
    const char *lines[] = {"aaaaa..", "aaaaa..", "abbbb..", "bbbbb..", ".aaaaa.", ".aaaaa."};
    world *w = team();
    pb_roster r = world_roster(w, MONDAY, DAYS, lines);
    pb_audit a;

    world_need(w, 1, 1, 1200, 1260, 6); /* all six hold this one */
    world_need(w, 4, 0, 840, 900, 2);
    world_need(w, 12, 0, 840, 900, 1);
    world_rule(w, PB_RULE_MIN_AGENTS, 1, 5)->who = (pb_who){.kind = PB_WHO_TEAM, .team = "south"};
    assert_true(said(w, &r, "Mon 09-28 14:00-15:00 vip short 2: nobody holds the skill: add it to the column skills of agents.csv", ""));
    assert_true(said(w, &r, "Mon 09-28 14:00-15:00 pool together short 1: nobody holds any of the skills", ""));
    assert_true(said(w, &r, "Mon 09-28", "nobody belongs to it: see the column team of agents.csv"));
    a = audit_of(w, &r);
    for (size_t i = 0; i < a.n; i++)
        assert_int_equal(pb_nobody_could(&w->ws, &w->req, &a.at[i]),
                         a.at[i].check == PB_RULE_MIN_AGENTS || (a.at[i].check == PB_RULE_SHORT_COVER && w->req.sets[a.at[i].row] != 1));
    world_free(w);
}

static void test_at_the_meal(void **state)
{
    (void)state;
    const char *lines[] = {"aaaaa..", "aaaaa..", ".......", ".......", ".......", "......."};
    world *w = team();
    pb_roster r;

    world_need(w, 3, 0, 480, 1020, 2);
    r = world_roster(w, MONDAY, DAYS, lines);
    const pb_duty *d = duty_of(&r, 0, 0);
    assert_int_equal(d->n_breaks, 1);
    assert_true(said(w, &r, "Mon 09-28", "6 hold one of the skills, 2 at work (2 of them at their meal)"));
    world_free(w);
}

/* Four with the same hours too many in one sentence, the fifth by himself; one pair on several days in one. */
static void test_told_once(void **state)
{
    (void)state;
    const char *lines[] = {"aaaaaa.", "aaaaaa.", "aaaaaa.", "aaaaaa.", "aaaaaaa", "......."};
    world *w = team();
    pb_roster r;

    (void)world_rule(w, PB_RULE_CONTRACT_HOURS, 0, 10);
    (void)world_rule_pair(w, PB_RULE_APART, 15, 0, 1);
    r = world_roster(w, MONDAY, DAYS, lines);
    assert_true(said(w, &r, "Mon 09-28 – Sun 10-04: 48 h planned, the contract asks for 40 h (4 people, 80.00 each: "
                            "ann, bob, cat, dan)", ""));
    assert_true(said(w, &r, "Mon 09-28 – Sun 10-04, eve: 56 h planned", ""));
    assert_true(said(w, &r, "ann: at work at the same time as bob (6 days, 15.00 each: Mon 09-28, Tue 09-29", ""));
    world_free(w);
}

/* Groups hold every finding once, cost what their findings cost, and come dearest first. */
static void test_nothing_lost(void **state)
{
    (void)state;
    const char *lines[] = {"aaaaaa.", "ababab.", "aaa.aa.", "aaaaaaa", "bbbb.bb", ".a.a.a."};
    world *w = team();
    pb_roster r;
    pb_audit a;
    const pb_finding_group *groups;
    size_t n, members = 0;
    pb_money sum = 0;

    world_need(w, 1, -1, 480, 1440, 3);
    (void)world_rule(w, PB_RULE_CONTRACT_HOURS, 0, 10);
    (void)world_rule(w, PB_RULE_WHOLE_WEEKENDS, 0, 4);
    (void)world_rule(w, PB_RULE_MAX_DAYS_IN_ROW, 5, -1);
    (void)world_rule_kinds(w, PB_RULE_FAIR_KIND, 0, 6, PB_LATE, -2, -2, -2);
    r = world_roster(w, MONDAY, DAYS, lines);
    a = audit_of(w, &r);
    assert_true(a.n_broken > 0);
    assert_int_equal(pb_findings_group(w->arena, &a, &groups, &n), PB_OK);
    for (size_t i = 0; i < n; i++) {
        members += groups[i].n;
        sum += groups[i].cost;
        assert_true(i < a.n_broken ? a.at[groups[i].members[0]].hard && groups[i].n == 1
                                   : i == a.n_broken || groups[i].cost <= groups[i - 1].cost);
    }
    assert_int_equal(members, a.n);
    assert_true(n < a.n);
    assert_true(sum == a.cost);
    world_free(w);
}

/* An audit of a large team has tens of thousands of findings: grouping them takes memory for each, not for each pair. */
static void test_many_findings(void **state)
{
    (void)state;
    enum { MANY = 4000, EACH_BYTES = 100 };
    pb_arena *a = pb_arena_new(NULL);
    pb_finding *list = PB_NEW_ARRAY(a, MANY, pb_finding);
    const pb_audit audit = {.n = MANY, .n_broken = MANY, .at = list};
    const pb_finding_group *groups;
    size_t n, before = pb_arena_used(a);

    for (int i = 0; i < MANY; i++)
        list[i] = (pb_finding){.check = PB_CHECK_ABSENT, .rule = -1, .hard = true, .agent = i, .other = -1, .row = -1};
    assert_int_equal(pb_findings_group(a, &audit, &groups, &n), PB_OK);
    assert_int_equal(n, MANY);
    assert_in_range(pb_arena_used(a) - before, 0, MANY * EACH_BYTES);
    pb_arena_free(a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_why_short), cmocka_unit_test(test_nobody_could), cmocka_unit_test(test_at_the_meal), cmocka_unit_test(test_told_once),
        cmocka_unit_test(test_nothing_lost), cmocka_unit_test(test_many_findings),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
