/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Training and meetings: placed by the planner, judged by the auditor, told where they cannot be held. */
#include "planner/hold_room.h"
#include "random_world.h"

#include "support/cm.h"

#include <string.h>

enum { MONDAY = 20724, DAYS = 3, NOON = 720 };

/* Two leaders who like to work apart, one of them late, and two others; E 8-17, L 15-24. */
static world *team(pb_activity *act)
{
    world *w = world_new("Asia/Shanghai", MONDAY, DAYS, 30);

    (void)world_shift(w, "E", PB_EARLY, 480, 1020);
    (void)world_shift(w, "L", PB_LATE, 900, 1440);
    for (int i = 0; i < 4; i++) {
        static const char *const ids[] = {"ann", "bob", "cat", "dan"};
        int a = world_agent(w, ids[i], 1, 24);
        w->agents[a].role = i < 2 ? PB_ROLE_LEADER : PB_ROLE_AGENT;
    }
    world_need(w, 1, -1, 480, 900, 2);
    world_need(w, 1, -1, 1020, 1440, 2);
    for (int d = 0; d < DAYS; d++)
        (void)world_request(w, 1, MONDAY + d, PB_WANT_SHIFT, 1);
    *act = (pb_activity){.id = "meeting", .who = "role:leader", .whom = {.kind = PB_WHO_ROLE, .id = PB_ROLE_LEADER},
                         .minutes = 60, .earliest_date = MONDAY + 1, .latest_date = MONDAY + 1, .earliest_min = 600,
                         .latest_min = 900, .together = true};
    w->ws.activities = (pb_activities){.n = 1, .at = act};
    return w;
}

static void plan(world *w, int threads, const pb_roster *keep, pb_plan_result *ret, pb_audit *audit)
{
    const pb_plan_options opt = {.first = PB_DATE_NONE, .seed = 1, .threads = threads, .keep = keep, .effort = 0.2};
    assert_int_equal(pb_plan_make(w->arena, &w->ws, &w->req, &opt, ret, NULL), PB_OK);
    assert_int_equal(pb_audit_roster(w->arena, &w->ws, &w->req, &ret->roster, keep, w->first, w->n_days, audit), PB_OK);
    assert_int_equal(audit->n_broken, 0);
    assert_true(audit->cost == ret->cost);
    assert_true(ret->bound <= ret->cost);
}

static pb_duty *duty_of(const pb_roster *r, int agent, int day)
{
    pb_duty *rows; /* in the arena, to be changed */
    size_t at;
    memcpy(&rows, &r->at, sizeof rows);
    assert_int_equal(pb_roster_find(r, MONDAY + day, agent, &at), 1);
    return &rows[at];
}

static const pb_finding *found(const pb_audit *a, int check, int agent)
{
    for (size_t i = 0; i < a->n; i++)
        if (a->at[i].check == check && a->at[i].agent == agent)
            return &a->at[i];
    return NULL;
}

static const pb_finding *must_find(const pb_audit *a, int check, int agent)
{
    static const pb_finding none;
    const pb_finding *f = found(a, check, agent);
    assert_non_null(f);
    return f ? f : &none;
}

/* Without it bob is late every day; for it he is early on its day. */
static void test_moves_a_shift(void **state)
{
    (void)state;
    pb_activity act;
    pb_plan_result p;
    pb_audit audit;
    world *w = team(&act);

    w->ws.activities.n = 0;
    plan(w, 1, NULL, &p, &audit);
    assert_int_equal(duty_of(&p.roster, 1, 1)->shift, 1);
    pb_money before = p.cost;
    w->ws.activities.n = 1;
    plan(w, 1, NULL, &p, &audit);
    assert_int_equal(duty_of(&p.roster, 1, 1)->shift, 0);
    assert_int_equal(duty_of(&p.roster, 0, 1)->n_activities, 1);
    assert_int_equal(duty_of(&p.roster, 1, 1)->n_activities, 1);
    assert_int_equal(duty_of(&p.roster, 0, 1)->activities[0].span.from_min,
                     duty_of(&p.roster, 1, 1)->activities[0].span.from_min);
    assert_true(p.cost > before);
    assert_null(found(&audit, PB_CHECK_MISSED, 0));
    assert_null(found(&audit, PB_CHECK_ACTIVITY, 0));
    world_free(w);
}

static void test_where_cover_suffers_least(void **state)
{
    (void)state;
    pb_activity act;
    pb_plan_result p;
    pb_audit audit;
    world *w = team(&act);

    act.together = false;
    act.whom = (pb_who){.kind = PB_WHO_AGENT, .id = 0};
    world_need(w, 1, 1, 480, 900, 4);
    world_need(w, 1, 1, NOON, NOON + 120, 0); /* for a meal and a training */
    plan(w, 1, NULL, &p, &audit);
    assert_int_equal(duty_of(&p.roster, 0, 1)->n_activities, 1);
    assert_in_range(duty_of(&p.roster, 0, 1)->activities[0].span.from_min, NOON, NOON + 60);
    world_free(w);
}

static void sentence(const world *w, const pb_plan_result *p, const pb_finding *f, const char *part)
{
    const char *text = pb_finding_text(w->arena, &w->ws, &w->req, &p->roster, f, NULL);
    assert_non_null(text);
    if (!strstr(text, part))
        print_error("%s\n", text);
    assert_non_null(strstr(text, part));
}

static void test_cannot_be_held(void **state)
{
    (void)state;
    pb_activity act;
    pb_plan_result p;
    pb_audit audit;
    world *w = team(&act);

    act.whom = (pb_who){.kind = PB_WHO_ALL};
    world_absence(w, 2, MONDAY + 1, MONDAY + 1);
    w->agents[1].shift_kinds = 1u << PB_LATE;
    plan(w, 1, NULL, &p, &audit);
    assert_int_equal((int)must_find(&audit, PB_CHECK_MISSED, 2)->limit, PB_MISS_AWAY);
    sentence(w, &p, found(&audit, PB_CHECK_MISSED, 2), "cat: meeting not attended: away on all its days");
    assert_int_equal((int)must_find(&audit, PB_CHECK_MISSED, 1)->limit, PB_MISS_OTHERS);
    assert_int_equal(must_find(&audit, PB_CHECK_MISSED, 1)->to_s - must_find(&audit, PB_CHECK_MISSED, 1)->from_s, 3600);
    sentence(w, &p, found(&audit, PB_CHECK_MISSED, 1), "when the others meet (Tue 09-29");
    act.whom = (pb_who){.kind = PB_WHO_AGENT, .id = 1};
    plan(w, 1, NULL, &p, &audit);
    sentence(w, &p, found(&audit, PB_CHECK_MISSED, 1), "the duty leaves no 60 min free");
    world_free(w);
}

/* One has it by hand at 10:30, pinned: there it stays, and the other comes to it. */
static void test_pinned_by_hand(void **state)
{
    (void)state;
    static const pb_placed_activity mine = {"meeting", {630, 690}};
    pb_activity act;
    pb_plan_result p;
    pb_audit audit;
    world *w = team(&act);

    const char *lines[] = {"aaa", "aaa", "bbb", "bbb"};
    pb_roster keep = world_roster(w, MONDAY, DAYS, lines);
    pb_duty *d = duty_of(&keep, 0, 1);
    d->pinned = true;
    d->n_activities = 1;
    d->activities = &mine;
    plan(w, 1, &keep, &p, &audit);
    assert_int_equal(duty_of(&p.roster, 0, 1)->activities[0].span.from_min, 630);
    assert_int_equal(duty_of(&p.roster, 1, 1)->activities[0].span.from_min, 630);
    world_free(w);
}

static void test_every_fault_is_found(void **state)
{
    (void)state;
    static const pb_span wrong[PB_N_FAULTS] = {
        [PB_FAULT_DUTY] = {420, 480}, [PB_FAULT_WINDOW] = {510, 570}, [PB_FAULT_LENGTH] = {600, 630}};
    pb_activity act;
    pb_plan_result p;
    pb_audit audit;
    world *w = team(&act);

    plan(w, 1, NULL, &p, &audit);
    for (int fault = 0; fault < PB_N_FAULTS; fault++) {
        pb_duty *d = duty_of(&p.roster, 1, 1), was = *d;
        pb_placed_activity list[2] = {was.activities[0], was.activities[0]};
        if (fault == PB_FAULT_TWICE)
            d->n_activities = 2;
        else if (fault == PB_FAULT_MEAL)
            list[0].span = was.breaks[0];
        else if (fault == PB_FAULT_TOGETHER) /* a third of three */
            list[0].span = (pb_span){list[0].span.from_min == 600 ? 840 : 600, list[0].span.from_min == 600 ? 900 : 660};
        else
            list[0].span = wrong[fault];
        d->activities = list;
        if (fault == PB_FAULT_TOGETHER) {
            act.whom = (pb_who){.kind = PB_WHO_ALL};
            pb_duty *other = duty_of(&p.roster, 2, 1);
            *other = *duty_of(&p.roster, 0, 1);
            other->agent = 2;
            d->n_breaks = 0;
        }
        assert_int_equal(pb_audit_roster(w->arena, &w->ws, &w->req, &p.roster, NULL, w->first, w->n_days, &audit), PB_OK);
        assert_non_null(found(&audit, PB_CHECK_ACTIVITY, 1));
        assert_int_equal((int)must_find(&audit, PB_CHECK_ACTIVITY, 1)->found, fault);
        *d = was;
    }
    duty_of(&p.roster, 1, 1)->n_activities = 0;
    assert_int_equal(pb_audit_roster(w->arena, &w->ws, &w->req, &p.roster, NULL, w->first, w->n_days, &audit), PB_OK);
    assert_non_null(found(&audit, PB_CHECK_MISSED, 1));
    world_free(w);
}

/* Nights only: a window of the small hours is in the night before, one over midnight in the night of its day. */
static void test_after_midnight(void **state)
{
    (void)state;
    static const struct {
        const char *why;
        int earliest, latest, day, from, to; /* wanted: in that day's duty, from … to */
    } rows[] = {
        {"the small hours of Tuesday are Monday night's", 60, 240, 0, 1440 + 60, 1440 + 240},
        {"over midnight", 1380, 1440 + 90, 1, 1380, 1440 + 90},
        {"before midnight only", 1320, 1440, 1, 1320, 1440},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        world *w = world_new("Asia/Shanghai", MONDAY, DAYS, 30);
        pb_activity act = {.id = "drill", .who = "all", .whom = {.kind = PB_WHO_ALL}, .minutes = 60,
                           .earliest_date = MONDAY + 1, .latest_date = MONDAY + 1, .earliest_min = rows[i].earliest,
                           .latest_min = rows[i].latest, .together = true};
        pb_plan_result p;
        pb_audit audit;
        (void)world_shift(w, "N", PB_NIGHT, 1320, 1800);
        for (int a = 0; a < 3; a++)
            (void)world_agent(w, a == 0 ? "ann" : a == 1 ? "bob" : "cat", 1, 24);
        world_need(w, 1, -1, 0, 360, 3);
        world_need(w, 1, -1, 1320, 1440, 3);
        w->ws.activities = (pb_activities){.n = 1, .at = &act};
        plan(w, 1, NULL, &p, &audit);
        for (int a = 0; a < 3; a++) {
            const pb_duty *d = duty_of(&p.roster, a, rows[i].day);
            if (d->n_activities != 1)
                fail_msg("%s: %d entries", rows[i].why, (int)d->n_activities);
            assert_in_range(d->activities[0].span.from_min, rows[i].from, rows[i].to - 60);
            assert_null(found(&audit, PB_CHECK_MISSED, a));
            assert_null(found(&audit, PB_CHECK_ACTIVITY, a));
        }
        world_free(w);
    }
}

/* One seed, one roster, on any number of threads. */
static void test_same_again(void **state)
{
    (void)state;
    pb_activity act;
    pb_plan_result p[2];
    pb_audit audit;
    world *w = team(&act);

    plan(w, 1, NULL, &p[0], &audit);
    plan(w, 2, NULL, &p[1], &audit);
    assert_true(p[0].cost == p[1].cost);
    for (size_t i = 0; i < p[0].roster.n; i++) {
        const pb_duty *x = &p[0].roster.at[i], *y = &p[1].roster.at[i];
        assert_int_equal(x->shift, y->shift);
        assert_int_equal(x->n_activities, y->n_activities);
        if (x->n_activities)
            assert_int_equal(x->activities[0].span.from_min, y->activities[0].span.from_min);
    }
    world_free(w);
}

/* Random worlds with three activities: planner and auditor agree, nothing is placed wrongly. */
static void test_random_worlds(void **state)
{
    (void)state;
    const random_size size = {3, 8, 3, 7, 2, 5, 10, true, true};
    int held = 0;

    for (uint64_t seed = 1; seed <= 40; seed++) {
        world *w = random_world(seed, &size);
        pb_rng g = pb_rng_seed(seed * 77);
        pb_activity *act = pb_arena_alloc(w->arena, 3, sizeof *act);
        const pb_plan_options opt = {.first = PB_DATE_NONE, .seed = seed, .threads = 1, .effort = 0.02, .gap = 1};
        pb_plan_result p;
        pb_audit audit;
        for (int i = 0; i < 3; i++) {
            int day = (int)pb_rng_below(&g, 3), from = 480 + 10 * (int)pb_rng_below(&g, 30);
            act[i] = (pb_activity){.id = i == 0 ? "x" : i == 1 ? "y" : "z", .who = "all", .whom = {.kind = PB_WHO_ALL},
                                   .minutes = 20 + 5 * (int)pb_rng_below(&g, 20), .earliest_date = PB_DATE_NONE,
                                   .latest_date = w->first + day, .earliest_min = from, .latest_min = from + 300,
                                   .together = i == 1};
        }
        act[2].whom = (pb_who){.kind = PB_WHO_ROLE, .id = PB_ROLE_LEADER};
        w->ws.activities = (pb_activities){.n = 3, .at = act};
        assert_int_equal(pb_plan_make(w->arena, &w->ws, &w->req, &opt, &p, NULL), PB_OK);
        assert_int_equal(pb_audit_roster(w->arena, &w->ws, &w->req, &p.roster, NULL, w->first, w->n_days, &audit), PB_OK);
        if (audit.cost != p.cost || (p.broken > 0) != (audit.n_broken > 0))
            print_error("world %d: planner %.3f, auditor %.3f\n", (int)seed, (double)p.cost / 1000, (double)audit.cost / 1000);
        assert_true(audit.cost == p.cost);
        assert_true((p.broken > 0) == (audit.n_broken > 0));
        assert_true(p.broken > 0 || p.bound <= p.cost);
        for (size_t i = 0; i < audit.n; i++)
            assert_int_not_equal(audit.at[i].check, PB_CHECK_ACTIVITY);
        for (size_t i = 0; i < p.roster.n; i++)
            held += p.roster.at[i].n_activities;
        world_free(w);
    }
    assert_true(held > 100);
}

/* Two rows of one name that concern ann, each with its day: each entry means the row within whose days it lies. */
static void test_two_rows_of_a_name(void **state)
{
    (void)state;
    pb_activity act[2];
    pb_plan_result p;
    pb_audit audit;
    world *w = team(&act[0]);

    act[1] = act[0];
    act[1].who = "all";
    act[1].whom = (pb_who){.kind = PB_WHO_ALL};
    act[1].earliest_date = act[1].latest_date = MONDAY + 2;
    act[0].together = act[1].together = false;
    w->ws.activities = (pb_activities){.n = 2, .at = act};
    plan(w, 1, NULL, &p, &audit);
    for (int day = 1; day < DAYS; day++)
        assert_int_equal(duty_of(&p.roster, 0, day)->n_activities, 1);
    assert_null(found(&audit, PB_CHECK_ACTIVITY, 0));
    assert_null(found(&audit, PB_CHECK_MISSED, 0));
    duty_of(&p.roster, 0, 1)->n_activities = 0;
    assert_int_equal(pb_audit_roster(w->arena, &w->ws, &w->req, &p.roster, NULL, w->first, w->n_days, &audit), PB_OK);
    assert_int_equal((int)must_find(&audit, PB_CHECK_MISSED, 0)->found, 0);
    world_free(w);
}

/* Making room for everybody's training takes memory for each row of cover once, not for each person. */
static void test_room_for_many(void **state)
{
    (void)state;
    enum { PEOPLE = 60 };
    world *w = world_new("Asia/Shanghai", MONDAY, DAYS, 5);
    pb_activity act = {.id = "training", .who = "all", .whom = {.kind = PB_WHO_ALL}, .minutes = 60,
                       .earliest_date = PB_DATE_NONE, .latest_date = PB_DATE_NONE, .earliest_min = 480, .latest_min = 1020};
    pb_instance in, room;
    pb_holding h;

    (void)world_shift(w, "E", PB_EARLY, 480, 1020);
    for (int i = 0; i < PEOPLE; i++)
        (void)world_agent(w, "a", 1, 24);
    world_need(w, 1, -1, 480, 1020, 2);
    w->ws.activities = (pb_activities){.n = 1, .at = &act};
    assert_int_equal(pb_instance_make(w->arena, &w->ws, &w->req, NULL, w->first, w->n_days, &in, NULL), PB_OK);
    assert_int_equal(pb_hold_list(w->arena, &in, &h), PB_OK);
    assert_int_equal(h.n, PEOPLE);
    pb_board *b = pb_board_new(w->arena, &in);
    size_t slots = (size_t)in.grid.n_slots, before = pb_arena_used(w->arena);
    assert_int_equal(pb_hold_room(w->arena, b, &h, &room), PB_OK);
    /* what goes to trainings and the table of costs, of one row */
    assert_in_range(pb_arena_used(w->arena) - before, 0, slots * (4 + sizeof(pb_money) * (size_t)in.n_table) + 40000);
    int64_t minutes = 0;
    for (size_t t = 0; t < slots; t++)
        minutes += room.rows[0].out[t];
    assert_int_equal(minutes, 60 * PEOPLE);
    world_free(w);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_moves_a_shift),       cmocka_unit_test(test_where_cover_suffers_least),
        cmocka_unit_test(test_cannot_be_held),      cmocka_unit_test(test_pinned_by_hand),
        cmocka_unit_test(test_every_fault_is_found), cmocka_unit_test(test_same_again),
        cmocka_unit_test(test_after_midnight),      cmocka_unit_test(test_room_for_many),
        cmocka_unit_test(test_two_rows_of_a_name),  cmocka_unit_test(test_random_worlds),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
