/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What is said before solving: the plain cases one by one, and never a false alarm: in random worlds of which
 * a hard rule is said to be impossible, no lawful roster is found.
 */
#include "planner/never.h"

#include "random_world.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>
#include <math.h>
#include <string.h>

enum { MONDAY = 20794 }; /* 2026-12-07 */

/* One agent of 40 hours; shifts of 8 paid hours: a early 08-17, b late 15-24; what the rows add. */
typedef struct row {
    const char *says;
    pb_rule_name rule;
    double number;
    pb_rule_name other; /* a second hard rule; PB_N_RULES = none */
    double other_number;
    const char *word;   /* in the sentence; NULL: nothing is found */
    bool hard;
} row;

static const row rows[] = {
    {"five days of eight hours are forty", PB_RULE_CONTRACT_HOURS, 0, PB_N_RULES, 0, NULL, true},
    {"four days leave 32 of 40 hours", PB_RULE_CONTRACT_HOURS, 0, PB_RULE_REST_DAYS_PER_WEEK, 3, "leave 32 h", true},
    {"runs of one day leave four days", PB_RULE_CONTRACT_HOURS, 0, PB_RULE_MAX_DAYS_IN_ROW, 1, "leave 32 h", true},
    {"no two days in a row with 20 hours of rest", PB_RULE_CONTRACT_HOURS, 0, PB_RULE_MIN_REST_H, 24, "leave 32 h", true},
    {"60 hours in a week of 48", PB_RULE_MIN_HOURS_WEEK, 60, PB_RULE_MAX_HOURS_WEEK, 48, "leave 48 h", true},
    {"48 hours fit six days", PB_RULE_MIN_HOURS_WEEK, 48, PB_RULE_REST_DAYS_PER_WEEK, 1, NULL, true},
    {"a day of five hours is shorter than any shift", PB_RULE_MAX_HOURS_DAY, 5, PB_N_RULES, 0, "shortest shift", false},
    {"three in a row where two are allowed", PB_RULE_MIN_DAYS_IN_ROW, 3, PB_RULE_MAX_DAYS_IN_ROW, 2, "days in a row", false},
    {"two agents of one", PB_RULE_MIN_AGENTS, 2, PB_N_RULES, 0, "the team has 1", true},
    {"28 hours of rest after every shift", PB_RULE_MIN_REST_H, 28, PB_N_RULES, 0, "rest enough", false},
};

static void each_row(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        const row *r = &rows[i];
        world *w = world_new("Asia/Shanghai", MONDAY, 7, 30);
        const pb_never *list = NULL;
        size_t n = 0, found = 0;
        bool hard = false;
        world_shift(w, "a", PB_EARLY, 480, 1020);
        world_shift(w, "b", PB_LATE, 900, 1440);
        (void)world_agent(w, "al", 1, r->rule == PB_RULE_CONTRACT_HOURS ? 40 : (double)NAN);
        (void)world_rule(w, r->rule, r->number, -1);
        if (r->other != PB_N_RULES)
            (void)world_rule(w, r->other, r->other_number, -1);
        assert_int_equal(pb_rules_never(w->arena, &w->ws, w->first, 7, NULL, &list, &n), PB_OK);
        for (size_t k = 0; k < n; k++)
            if (list[k].rule == 0 && !list[k].idle && r->word && strstr(list[k].text, r->word)) {
                found++;
                hard = list[k].hard;
            }
        if (r->word ? found != 1 || hard != r->hard : n != 0)
            fail_msg("%s: %zu sentences, %zu as expected, hard %d", r->says, n, found, hard);
        world_free(w);
    }
}

/* A weekly minimum is asked of whole weeks: the plan's own, or one that earlier rosters have begun. */
static void minimum_of_whole_weeks(void **state)
{
    (void)state;
    static const struct {
        const char *says;
        int day, n_days, past; /* the plan's first day after Monday, its days, days known before it */
        bool idle;
    } cases[] = {
        {"Monday to Sunday", 0, 7, 0, false},  {"Monday to Saturday", 0, 6, 0, true},
        {"Wednesday to Tuesday", 2, 7, 0, true}, {"Wednesday to Sunday, since Monday known", 2, 5, 2, false},
        {"Wednesday to Sunday, Tuesday known", 2, 5, 1, true}, {"Wednesday to the second Sunday", 2, 12, 0, false},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        for (int column = 0; column < 2; column++) {
            const char *lines[] = {".."};
            world *w = world_new("Asia/Shanghai", MONDAY + cases[i].day, cases[i].n_days, 30);
            const pb_never *list = NULL;
            size_t n = 0, found = 0;
            world_shift(w, "a", PB_EARLY, 480, 1020);
            w->agents[world_agent(w, "al", 1, (double)NAN)].min_hours = column ? 20 : (double)NAN;
            if (!column)
                (void)world_rule(w, PB_RULE_MIN_HOURS_WEEK, 20, -1);
            if (cases[i].past)
                world_past(w, w->first - cases[i].past, cases[i].past, lines);
            assert_int_equal(pb_rules_never(w->arena, &w->ws, w->first, w->n_days, NULL, &list, &n), PB_OK);
            for (size_t k = 0; k < n; k++)
                found += list[k].idle && list[k].rule == (column ? -1 : 0) && strstr(list[k].text, "no whole week") != NULL;
            if (found != (size_t)cases[i].idle)
                fail_msg("%s (%s): said %zu times", cases[i].says, column ? "min_hours" : "min_hours_week", found);
            world_free(w);
        }
}

static void no_false_alarm(void **state)
{
    const random_size size = {2, 3, 7, 7, 2, 3, 24, true, true};
    int alarms = 0;
    (void)state;
    for (uint64_t seed = 1; seed <= 400; seed++) {
        world *w = random_world(seed, &size);
        const pb_never *list = NULL;
        size_t n = 0;
        bool hard = false;
        assert_int_equal(pb_rules_never(w->arena, &w->ws, w->first, w->n_days, NULL, &list, &n), PB_OK);
        const char *claim = "";
        for (size_t k = 0; k < n; k++)
            if (list[k].hard) {
                hard = true;
                claim = list[k].text;
            }
        if (hard) {
            const pb_plan_options opt = {.first = PB_DATE_NONE, .seed = seed, .threads = 1, .effort = 0.02, .gap = 1,
                                         .no_proof = true};
            pb_plan_result p;
            assert_int_equal(pb_plan_make(w->arena, &w->ws, &w->req, &opt, &p, NULL), PB_OK);
            alarms++;
            if (p.broken == 0)
                fail_msg("world %llu: \"%s\", and yet a lawful roster", (unsigned long long)seed, claim);
        }
        world_free(w);
    }
    print_message("%d of 400 worlds\n", alarms);
    assert_true(alarms >= 5);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(each_row), cmocka_unit_test(minimum_of_whole_weeks), cmocka_unit_test(no_false_alarm)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
