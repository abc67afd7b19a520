/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Each rule three times, on people whose requests draw the very roster that breaks it:
 *   priced low, the plan is that roster, and the auditor names the one violation and its size;
 *   hard (or priced high), the plan is another one and lawful;
 *   without the rule, the plan is that roster and nothing is found.
 */
#include "random_world.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>
#include <math.h>
#include <string.h>

enum { NONE = -2, MONDAY = 20794 }; /* 2026-12-07 */

/* Shifts: a early 08-17, b late 15-24, c night 22-06, d day 10-19; an hour's meal break each. */
typedef struct row {
    const char *says;
    pb_rule_name rule;
    double number;
    int kinds[3];
    const char *lines[2]; /* of one or two agents */
    const char *past;     /* the first agent's days before, or NULL */
    double by;            /* the first finding's size */
    int findings;
} row;

static const row rows[] = {
    {"late then early leaves 8 hours", PB_RULE_MIN_REST_H, 11, {NONE}, {"ba....."}, NULL, 3, 1},
    {"late on the eve, early on the first day", PB_RULE_MIN_REST_H, 11, {NONE}, {"a......"}, ".b", 3, 1},
    {"six days in a row", PB_RULE_MAX_DAYS_IN_ROW, 5, {NONE}, {"aaaaaa."}, NULL, 1, 1},
    {"three days after three before the plan", PB_RULE_MAX_DAYS_IN_ROW, 5, {NONE}, {"aaa...."}, ".aaa", 1, 1},
    {"one day alone", PB_RULE_MIN_DAYS_IN_ROW, 2, {NONE}, {"..a.aa."}, "..", 1, 1},
    {"three nights", PB_RULE_MAX_NIGHTS_IN_ROW, 2, {NONE}, {"ccc...."}, NULL, 1, 1},
    {"one day off alone", PB_RULE_MIN_DAYS_OFF_IN_ROW, 2, {NONE}, {"aa.aa.."}, "aa", 1, 1},
    {"one day off in the week", PB_RULE_REST_DAYS_PER_WEEK, 2, {NONE}, {"aaaaaa."}, NULL, 1, 1},
    {"eight hours", PB_RULE_MAX_HOURS_DAY, 7, {NONE}, {"a......"}, NULL, 1, 1},
    {"48 hours", PB_RULE_MAX_HOURS_WEEK, 40, {NONE}, {"aaaaaa."}, NULL, 8, 1},
    {"32 hours", PB_RULE_MIN_HOURS_WEEK, 40, {NONE}, {"aaaa..."}, NULL, 8, 1},
    {"32 of 40 hours", PB_RULE_CONTRACT_HOURS, 0, {NONE}, {"aaaa..."}, NULL, 8, 1},
    {"8 hours over, 4 allowed", PB_RULE_MAX_OVERTIME_MONTH, 4, {NONE}, {"aaaaaa."}, NULL, 4, 1},
    {"four shifts", PB_RULE_MAX_SHIFTS, 3, {NONE}, {"aaaa..."}, NULL, 1, 1},
    {"two lates", PB_RULE_MAX_KIND, 1, {PB_LATE, NONE}, {"bb....."}, NULL, 1, 1},
    {"late, then early", PB_RULE_FORBID_NEXT, NAN, {PB_LATE, PB_EARLY, NONE}, {"ba....."}, NULL, 1, 1},
    {"late on the eve, then early", PB_RULE_FORBID_NEXT, NAN, {PB_LATE, PB_EARLY, NONE}, {"a......"}, ".b", 1, 1},
    {"two starts in a week", PB_RULE_SAME_START_IN_WEEK, NAN, {NONE}, {"ad....."}, NULL, 1, 1},
    {"early, then late, day left out", PB_RULE_ROTATION, NAN, {PB_EARLY, PB_DAY, PB_LATE}, {"ab....."}, NULL, 1, 1},
    {"a weekend", PB_RULE_MAX_WEEKENDS, 0, {NONE}, {".....a."}, NULL, 1, 1},
    {"Saturday alone", PB_RULE_WHOLE_WEEKENDS, NAN, {NONE}, {".....a."}, NULL, 1, 1},
    {"three of December's four weekends are left", PB_RULE_WEEKENDS_OFF_PER_MONTH, 4, {NONE}, {".....a."}, NULL, 1, 1},
    {"work on the holiday", PB_RULE_HOLIDAY_DUTY, 0, {NONE}, {"..a...."}, NULL, 1, 1},
    {"Tuesday is a rest day, nothing is free after it", PB_RULE_DAY_IN_LIEU, 2, {NONE}, {".aaa..."}, NULL, 1, 1},
    {"four lates and none", PB_RULE_FAIR_KIND, NAN, {PB_LATE, NONE}, {"bbbb...", "......."}, NULL, 1.1, 2},
    {"two days of weekends and none", PB_RULE_FAIR_HOURS, NAN, {NONE}, {"aa.....", "......."}, NULL, 7.1, 2},
    {"late ends at midnight", PB_RULE_NO_NIGHT, NAN, {NONE}, {"b......"}, NULL, 1, 1},
    {"one at work, the other not", PB_RULE_TOGETHER, NAN, {NONE}, {"a......", "......."}, NULL, 1, 1},
    {"both on the early shift", PB_RULE_APART, NAN, {NONE}, {"a......", "a......"}, NULL, 1, 1},
    {"late, free until eight only", PB_RULE_AVAILABLE, NAN, {NONE}, {"b......"}, NULL, 1, 1},
    {"an hour's break", PB_RULE_MIN_BREAK_MIN, 90, {NONE}, {"a......"}, NULL, 1, 1},
    {"no leader on the early shift", PB_RULE_ROLE_ON_SHIFT, 1, {PB_EARLY, NONE}, {"d......"}, NULL, 1, 1},
    {"90 minutes come at eight and are due at ten, the shift begins then", PB_RULE_DEFERRED_LATE, NAN, {NONE}, {"d......"}, NULL, 1.5, 1},
    {"nobody on Monday from eight to ten", PB_RULE_MIN_AGENTS, 1, {NONE}, {"d......"}, NULL, 2, 1},
};

enum { LOW, HIGH, WITHOUT };

static void add_rule(world *w, const row *r, int mode)
{
    bool soft_only = pb_rule_info_of(r->rule)->priced_only;
    double cost = mode == LOW ? 0.01 : soft_only ? 1000 : -1;
    pb_rule *rule;

    if (r->kinds[0] != NONE)
        rule = world_rule_kinds(w, r->rule, r->number, cost, r->kinds[0], r->kinds[1] ? r->kinds[1] : NONE,
                                r->kinds[0] != NONE && r->kinds[1] != NONE && r->kinds[1] ? r->kinds[2] : NONE, NONE);
    else if (r->rule == PB_RULE_TOGETHER || r->rule == PB_RULE_APART)
        rule = world_rule_pair(w, r->rule, cost, 0, 1);
    else
        rule = world_rule(w, r->rule, r->number, cost);
    if (r->rule == PB_RULE_FORBID_NEXT) {
        rule->n_refs = 2;
        w->refs[w->ws.rules.n - 1][1].type = PB_REF_KIND;
        w->refs[w->ws.rules.n - 1][1].id = PB_EARLY;
    }
    if (r->rule == PB_RULE_AVAILABLE) {
        w->spans[0] = (pb_week_span){0x7f, 480, 1200, 1};
        w->windows[0] = (pb_weekly){0, 1, &w->spans[0]};
        rule->window = &w->windows[0];
    }
    if (r->rule == PB_RULE_ROLE_ON_SHIFT)
        rule->role_or_skill = PB_ROLE_LEADER;
}

static void people(world *w, const row *r)
{
    bool hours = r->rule == PB_RULE_CONTRACT_HOURS || r->rule == PB_RULE_MAX_OVERTIME_MONTH;

    for (int i = 0; i < 2 && r->lines[i]; i++) {
        int a = world_agent(w, i ? "bo" : "al", 1, hours ? 40 : (double)NAN);
        w->agents[a].role = PB_ROLE_LEADER;
        for (int d = 0; r->lines[i][d]; d++) {
            char c = r->lines[i][d];
            pb_request *q = world_request(w, a, MONDAY + d, c == '.' ? PB_WANT_OFF : PB_WANT_SHIFT,
                                          c == '.' ? 0 : c - 'a');
            q->strength = 1;
        }
    }
    if (r->rule == PB_RULE_NO_NIGHT)
        w->rules[0].who = (pb_who){.kind = PB_WHO_AGENT, .id = 0};
}

/* What some rules need of the days, the queues and the work. */
static void surroundings(world *w, const row *r)
{
    if (r->rule == PB_RULE_HOLIDAY_DUTY)
        world_day(w, MONDAY + 2, PB_DAY_STATUTORY);
    if (r->rule == PB_RULE_DAY_IN_LIEU)
        world_day(w, MONDAY + 1, PB_DAY_REST);
    world_need(w, 1, 0, 480, r->rule == PB_RULE_ROLE_ON_SHIFT ? 600 : 480, 1);
    if (r->rule == PB_RULE_DEFERRED_LATE)
        world_work(w, 0, 0, 480, 90, 1.9);
    for (int i = 0; r->rule == PB_RULE_MIN_AGENTS && i < 14; i++) {
        w->queues[i / 7].hours.opens_min[i % 7] = i % 7 ? 0 : 480;
        w->queues[i / 7].hours.closes_min[i % 7] = i % 7 ? 0 : 600;
    }
}

static world *build(const row *r, int mode)
{
    world *w = world_new("Asia/Shanghai", MONDAY, 7, 30);

    world_shift(w, "a", PB_EARLY, 480, 1020);
    world_shift(w, "b", PB_LATE, 900, 1440);
    world_shift(w, "c", PB_NIGHT, 1320, 1800);
    world_shift(w, "d", PB_DAY, 600, 1140);
    if (mode != WITHOUT)
        add_rule(w, r, mode);
    if (r->rule != PB_RULE_CONTRACT_HOURS || mode == WITHOUT)
        world_rule(w, PB_RULE_CONTRACT_HOURS, 0, 0);
    world_rule(w, PB_RULE_SHORT_COVER, NAN, 0);
    world_rule(w, PB_RULE_OVER_COVER, NAN, 0);
    if (mode != WITHOUT)
        people(w, r);
    else {
        row plain = *r;
        plain.rule = PB_RULE_SHORT_COVER;
        people(w, &plain);
    }
    if (r->past) {
        const char *lines[2] = {r->past, r->past};
        world_past(w, MONDAY - (int)strlen(r->past), (int)strlen(r->past), lines);
    }
    surroundings(w, r);
    return w;
}

static void solve(world *w, pb_plan_result *p, pb_audit *a)
{
    const pb_plan_options opt = {.first = PB_DATE_NONE, .seed = 1, .threads = 1};

    assert_int_equal(pb_plan_make(w->arena, &w->ws, &w->req, &opt, p, NULL), PB_OK);
    assert_int_equal(pb_audit_roster(w->arena, &w->ws, &w->req, &p->roster, NULL, w->first, 7, a), PB_OK);
    assert_int_equal(a->cost, p->cost);
    assert_int_equal(p->status, PB_PLAN_OPTIMAL);
    assert_int_equal(a->n_broken, 0);
}

static bool as_drawn(const world *w, const row *r, const pb_roster *x)
{
    char buf[16];
    for (int i = 0; i < 2 && r->lines[i]; i++)
        if (strcmp(world_line(w, x, i, buf), r->lines[i]) != 0)
            return false;
    return true;
}

static void each_rule(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        for (int mode = LOW; mode <= WITHOUT; mode++) {
            const row *r = &rows[i];
            world *w = build(r, mode);
            pb_plan_result p;
            pb_audit a;
            int n = 0;
            solve(w, &p, &a);
            if (as_drawn(w, r, &p.roster) != (mode != HIGH))
                fail_msg("%s (%s), mode %d: the plan is %s as drawn", r->says, pb_check_name((int)r->rule), mode,
                         mode == HIGH ? "still" : "not");
            for (size_t k = 0; k < a.n; k++)
                if (a.at[k].check == (int)r->rule && mode == LOW && n++ == 0 && fabs(a.at[k].by - r->by) > 1e-9)
                    fail_msg("%s (%s): by %g, not %g", r->says, pb_check_name((int)r->rule), a.at[k].by, r->by);
            if (mode == LOW && n != r->findings)
                fail_msg("%s (%s): %d findings, not %d", r->says, pb_check_name((int)r->rule), n, r->findings);
            world_free(w);
        }
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(each_rule)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
