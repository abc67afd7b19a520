/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "rule_rows.h"

#include <math.h>

const rule_row rule_rows[] = {
    {"late then early leaves 8 hours", PB_RULE_MIN_REST_H, 11, {RULE_NONE}, {"ba....."}, NULL, 3, 1},
    {"late on the eve, early on the first day", PB_RULE_MIN_REST_H, 11, {RULE_NONE}, {"a......"}, ".b", 3, 1},
    {"six days in a row", PB_RULE_MAX_DAYS_IN_ROW, 5, {RULE_NONE}, {"aaaaaa."}, NULL, 1, 1},
    {"three days after three before the plan", PB_RULE_MAX_DAYS_IN_ROW, 5, {RULE_NONE}, {"aaa...."}, ".aaa", 1, 1},
    {"one day alone", PB_RULE_MIN_DAYS_IN_ROW, 2, {RULE_NONE}, {"..a.aa."}, "..", 1, 1},
    {"three nights", PB_RULE_MAX_NIGHTS_IN_ROW, 2, {RULE_NONE}, {"ccc...."}, NULL, 1, 1},
    {"one day off alone", PB_RULE_MIN_DAYS_OFF_IN_ROW, 2, {RULE_NONE}, {"aa.aa.."}, "aa", 1, 1},
    {"one day off in the week", PB_RULE_REST_DAYS_PER_WEEK, 2, {RULE_NONE}, {"aaaaaa."}, NULL, 1, 1},
    {"eight hours", PB_RULE_MAX_HOURS_DAY, 7, {RULE_NONE}, {"a......"}, NULL, 1, 1},
    {"48 hours", PB_RULE_MAX_HOURS_WEEK, 40, {RULE_NONE}, {"aaaaaa."}, NULL, 8, 1},
    {"32 hours", PB_RULE_MIN_HOURS_WEEK, 40, {RULE_NONE}, {"aaaa..."}, NULL, 8, 1},
    {"32 of 40 hours", PB_RULE_CONTRACT_HOURS, 0, {RULE_NONE}, {"aaaa..."}, NULL, 8, 1},
    {"8 hours over, 4 allowed", PB_RULE_MAX_OVERTIME_MONTH, 4, {RULE_NONE}, {"aaaaaa."}, NULL, 4, 1},
    {"four shifts", PB_RULE_MAX_SHIFTS, 3, {RULE_NONE}, {"aaaa..."}, NULL, 1, 1},
    {"two lates", PB_RULE_MAX_KIND, 1, {PB_LATE, RULE_NONE}, {"bb....."}, NULL, 1, 1},
    {"late, then early", PB_RULE_FORBID_NEXT, NAN, {PB_LATE, PB_EARLY, RULE_NONE}, {"ba....."}, NULL, 1, 1},
    {"late on the eve, then early", PB_RULE_FORBID_NEXT, NAN, {PB_LATE, PB_EARLY, RULE_NONE}, {"a......"}, ".b", 1, 1},
    {"two starts in a week", PB_RULE_SAME_START_IN_WEEK, NAN, {RULE_NONE}, {"ad....."}, NULL, 1, 1},
    {"early, then late, day left out", PB_RULE_ROTATION, NAN, {PB_EARLY, PB_DAY, PB_LATE}, {"ab....."}, NULL, 1, 1},
    {"a weekend", PB_RULE_MAX_WEEKENDS, 0, {RULE_NONE}, {".....a."}, NULL, 1, 1},
    {"Saturday alone", PB_RULE_WHOLE_WEEKENDS, NAN, {RULE_NONE}, {".....a."}, NULL, 1, 1},
    {"three of December's four weekends are left", PB_RULE_WEEKENDS_OFF_PER_MONTH, 4, {RULE_NONE}, {".....a."}, NULL, 1, 1},
    {"work on the holiday", PB_RULE_HOLIDAY_DUTY, 0, {RULE_NONE}, {"..a...."}, NULL, 1, 1},
    {"Tuesday is a rest day, nothing is free after it", PB_RULE_DAY_IN_LIEU, 2, {RULE_NONE}, {".aaa..."}, NULL, 1, 1},
    {"four lates and none", PB_RULE_FAIR_KIND, NAN, {PB_LATE, RULE_NONE}, {"bbbb...", "......."}, NULL, 1.1, 2},
    {"two days of weekends and none", PB_RULE_FAIR_HOURS, NAN, {RULE_NONE}, {"aa.....", "......."}, NULL, 7.1, 2},
    {"late ends at midnight", PB_RULE_NO_NIGHT, NAN, {RULE_NONE}, {"b......"}, NULL, 1, 1},
    {"one at work, the other not", PB_RULE_TOGETHER, NAN, {RULE_NONE}, {"a......", "......."}, NULL, 1, 1},
    {"both on the early shift", PB_RULE_APART, NAN, {RULE_NONE}, {"a......", "a......"}, NULL, 1, 1},
    {"late, free until eight only", PB_RULE_AVAILABLE, NAN, {RULE_NONE}, {"b......"}, NULL, 1, 1},
    {"an hour's break", PB_RULE_MIN_BREAK_MIN, 90, {RULE_NONE}, {"a......"}, NULL, 1, 1},
    {"no leader on the early shift", PB_RULE_ROLE_ON_SHIFT, 1, {PB_EARLY, RULE_NONE}, {"d......"}, NULL, 1, 1},
    {"90 minutes come at eight and are due at ten, the shift begins then", PB_RULE_DEFERRED_LATE, NAN, {RULE_NONE}, {"d......"}, NULL, 1.5, 1},
    {"nobody on Monday from eight to ten", PB_RULE_MIN_AGENTS, 1, {RULE_NONE}, {"d......"}, NULL, 2, 1},
};
const size_t n_rule_rows = sizeof rule_rows / sizeof *rule_rows;

void rule_row_shifts(world *w)
{
    world_shift(w, "a", PB_EARLY, 480, 1020);
    world_shift(w, "b", PB_LATE, 900, 1440);
    world_shift(w, "c", PB_NIGHT, 1320, 1800);
    world_shift(w, "d", PB_DAY, 600, 1140);
}

pb_rule *rule_row_add(world *w, const rule_row *r, double cost, int a, int b)
{
    pb_rule *rule;

    if (r->kinds[0] != RULE_NONE)
        rule = world_rule_kinds(w, r->rule, r->number, cost, r->kinds[0], r->kinds[1] ? r->kinds[1] : RULE_NONE,
                                r->kinds[1] != RULE_NONE && r->kinds[1] ? r->kinds[2] : RULE_NONE, RULE_NONE);
    else if (r->rule == PB_RULE_TOGETHER || r->rule == PB_RULE_APART)
        rule = world_rule_pair(w, r->rule, cost, a, b);
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
    return rule;
}

void rule_row_surroundings(world *w, const rule_row *r)
{
    if (r->rule == PB_RULE_HOLIDAY_DUTY)
        world_day(w, RULE_MONDAY + 2, PB_DAY_STATUTORY);
    if (r->rule == PB_RULE_DAY_IN_LIEU)
        world_day(w, RULE_MONDAY + 1, PB_DAY_REST);
    world_need(w, 1, 0, 480, r->rule == PB_RULE_ROLE_ON_SHIFT ? 600 : 480, 1);
    if (r->rule == PB_RULE_DEFERRED_LATE)
        world_work(w, 0, 0, 480, 90, 1.9);
    for (int i = 0; r->rule == PB_RULE_MIN_AGENTS && i < 14; i++) {
        w->queues[i / 7].hours.opens_min[i % 7] = i % 7 ? 0 : 480;
        w->queues[i / 7].hours.closes_min[i % 7] = i % 7 ? 0 : 600;
    }
}
