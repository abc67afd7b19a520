/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A re-plan with --keep does not shuffle the breaks of duties that stay. */
#include "world.h"

#include "support/cm.h"
#include "planner/audit.h"

enum { MONDAY = 20724, AGENTS = 12, DAYS = 7 };

static world *team(void)
{
    world *w = world_new("Asia/Shanghai", MONDAY, DAYS, 30);
    int a = world_shift(w, "a", PB_EARLY, 480, 1020), b = world_shift(w, "b", PB_LATE, 840, 1380);

    w->shifts[a].n_rest_breaks = w->shifts[b].n_rest_breaks = 2;
    w->shifts[a].rest_break_min = w->shifts[b].rest_break_min = 15;
    world_crew(w, AGENTS);
    world_need(w, 1, -1, 480, 840, 3);
    world_need(w, 1, -1, 840, 1380, 3);
    (void)world_rule(w, PB_RULE_MAX_DAYS_IN_ROW, 5, -1);
    (void)world_rule(w, PB_RULE_KEEP, 1, 15);
    return w;
}

static void plan(world *w, uint64_t seed, const pb_roster *keep, pb_plan_result *ret)
{
    const pb_plan_options opt = {.first = PB_DATE_NONE, .seed = seed, .threads = 1, .keep = keep, .effort = 0.3,
                                 .gap = 0.01};
    pb_audit audit;
    assert_int_equal(pb_plan_make(w->arena, &w->ws, &w->req, &opt, ret, NULL), PB_OK);
    assert_int_equal(pb_audit_roster(w->arena, &w->ws, &w->req, &ret->roster, keep, w->first, w->n_days, &audit), PB_OK);
    assert_int_equal(audit.n_broken, 0);
    assert_true(audit.cost == ret->cost);
}

static bool same_breaks(const pb_duty *x, const pb_duty *y)
{
    if (x->n_breaks != y->n_breaks)
        return false;
    for (int32_t i = 0; i < x->n_breaks; i++)
        if (x->breaks[i].from_min != y->breaks[i].from_min || x->breaks[i].to_min != y->breaks[i].to_min)
            return false;
    return true;
}

/* Duties of y that x has, too; how many of them have other breaks than there. */
static int compare(const pb_roster *x, const pb_roster *y, int *ret_other)
{
    int same = 0;
    *ret_other = 0;
    for (size_t i = 0; i < y->n; i++) {
        size_t at;
        if (y->at[i].shift < 0 || pb_roster_find(x, y->at[i].date, y->at[i].agent, &at) != 1 ||
            x->at[at].shift != y->at[i].shift)
            continue;
        same++;
        *ret_other += !same_breaks(&x->at[at], &y->at[i]);
    }
    return same;
}

static void test_same_again(void **state)
{
    (void)state;
    world *w = team();
    pb_plan_result first, again;
    int other;
    plan(w, 1, NULL, &first);
    plan(w, 99, &first.roster, &again);
    assert_true(compare(&first.roster, &again.roster, &other) > AGENTS * DAYS / 2);
    assert_int_equal(other, 0);
    world_free(w);
}

/* Somebody falls ill: of the others' duties that stay, only those whose break a slot now needs move it. */
static void test_one_is_ill(void **state)
{
    (void)state;
    world *w = team();
    pb_plan_result first, again;
    int other, same;
    plan(w, 1, NULL, &first);
    world_absence(w, first.roster.at[0].agent, MONDAY, MONDAY + 2);
    plan(w, 99, &first.roster, &again);
    same = compare(&first.roster, &again.roster, &other);
    assert_true(same > AGENTS * DAYS / 2);
    assert_true(other * 10 <= same);
    world_free(w);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_same_again),
        cmocka_unit_test(test_one_is_ill),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
