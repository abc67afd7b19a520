/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The requirement as a whole: edges of the day, policies, chat, deferred work, sets, derivations. */
#include "staffing_world.h"

#include "support/cm.h"
#include "support/failing.h"

#include <string.h>

static pb_arena *arena;

static int set_up(void **state)
{
    (void)state;
    arena = pb_arena_new(NULL);
    return arena ? 0 : -1;
}

static int tear_down(void **state)
{
    (void)state;
    pb_arena_free(arena);
    return 0;
}

static pb_requirement make(const world *w, const pb_agents *agents, const pb_staffing_options *opt)
{
    pb_requirement r;
    assert_int_equal(world_requirement(w, agents, opt, &r, NULL), PB_OK);
    return r;
}

static void a_closed_slot_needs_nobody(void **state)
{
    (void)state;
    world w;
    assert_true(world_make(&w, arena, 1, 1, 10, 300));
    w.queue[0].min_agents = 2;
    pb_requirement r = make(&w, NULL, NULL);
    assert_int_equal(r.n_rows, 1);
    for (int32_t i = 0; i < 48; i++) {
        bool open = i >= 16 && i < 40;
        assert_true(world_need(&r, 0, i) > 0 ? open : !open);
        assert_true(open || r.binding[i] == PB_BIND_NONE);
        assert_true(open || isnan(r.service_level[i]));
    }
    assert_true(world_need(&r, 0, 30) == 12); /* 10 Erlang, Erlang A 80/20 */
    assert_true(r.binding[30] == PB_BIND_SERVICE_LEVEL);
    assert_true(r.service_level[30] >= 0.8 && r.service_level[30] < 0.9);
}

static void opening_starts_empty_and_min_agents_holds(void **state)
{
    (void)state;
    world w;
    assert_true(world_make(&w, arena, 1, 1, 10, 3600)); /* long contacts: slow to build up */
    pb_requirement r = make(&w, NULL, NULL);
    assert_true(world_need(&r, 0, 16) < world_need(&r, 0, 20));
    assert_true(r.offered_erl[16] < 4 && r.offered_erl[39] > 9.9);
    pb_staffing_options alone = {.slot_by_slot = true};
    pb_requirement s = make(&w, NULL, &alone);
    assert_true(world_need(&s, 0, 16) == world_need(&s, 0, 20));
    w.queue[0].min_agents = 30;
    r = make(&w, NULL, NULL);
    assert_true(world_need(&r, 0, 16) == 30 && r.binding[16] == PB_BIND_MIN_AGENTS);
}

static void a_running_queue_starts_loaded(void **state)
{
    (void)state;
    world w;
    assert_true(world_make(&w, arena, 1, 1, 10, 3600));
    for (int i = 0; i < 48; i++)
        w.contacts[i] = 5;
    for (int d = 0; d < 7; d++) {
        w.queue[0].hours.opens_min[d] = 0;
        w.queue[0].hours.closes_min[d] = PB_MIN_PER_DAY;
    }
    pb_requirement r = make(&w, NULL, NULL);
    assert_close(r.offered_erl[0], 10, 1e-9, "load at midnight");
}

static void the_calendar_closes(void **state)
{
    (void)state;
    world w;
    assert_true(world_make(&w, arena, 1, 2, 10, 300));
    for (int i = 48; i < 96; i++)
        w.contacts[i] = 0; /* as a forecast of a closed day has it */
    w.queue[0].min_agents = 1;
    const pb_calendar_row rows[] = {{.date = w.f.grid.first + 1, .kind = PB_DAY_STATUTORY, .name = "x",
                                     .queue = -1, .acts_like = -1, .closed = 1, .uplift = NAN}};
    const pb_calendar c = {.n = 1, .rows = rows};
    pb_requirement r;
    assert_int_equal(pb_staffing_make(arena, &w.f, &w.queues, NULL, &c, NULL, &r, NULL), PB_OK);
    assert_true(world_need(&r, 0, 30) > 0 && world_need(&r, 0, 48 + 30) == 0);
}

static void policies_are_in_order(void **state)
{
    (void)state;
    world w;
    assert_true(world_make(&w, arena, 1, 1, 100, 180));
    w.f.day_cv = w.day_cv;
    w.f.slot_cv = w.slot_cv;
    w.day_cv[0] = 0.1;
    double need[4];
    for (int i = 0; i < 4; i++) {
        pb_staffing_options o = {.policy = i < 3 ? (pb_policy)i : PB_POLICY_QUANTILE,
                                 .quantile = i == 3 ? 0.95 : 0.8, .slot_by_slot = true};
        pb_requirement r = make(&w, NULL, &o);
        need[i] = world_need(&r, 0, 30);
    }
    /* 2000 calls an hour of 180 s, 80 % in 20 s, spread 10 %. With 99 agents the expected level is 0.80027
     * (4000 quantiles of scipy's gamma); on 80 % of the days the load is at most 108.30 Erlang */
    assert_true(need[0] == 96 && need[1] == 99 && need[2] == 104 && need[3] > 108);
}

/* Targets that say nothing, contacts at closed hours and impossible loads are told. */
static void what_a_planner_would_trip_over_is_told(void **state)
{
    (void)state;
    world w;
    pb_diags *d = pb_diags_new(NULL, NULL);
    pb_requirement r;
    assert_true(world_make(&w, arena, 1, 1, 10, 300));
    assert_int_equal(world_requirement(&w, NULL, NULL, &r, d), PB_OK);
    assert_int_equal(pb_diags_warnings(d), 0);
    w.contacts[3] = 2; /* at 01:30, closed */
    assert_int_equal(world_requirement(&w, NULL, NULL, &r, d), PB_OK);
    assert_int_equal(pb_diags_warnings(d), 1);
    assert_true(world_need(&r, 0, 3) >= 1);
    w.contacts[3] = 0;
    w.queue[0].service_level = w.queue[0].within_s = NAN;
    assert_int_equal(world_requirement(&w, NULL, NULL, &r, d), PB_OK);
    assert_int_equal(pb_diags_warnings(d), 2);
    w.queue[0].answer_rate = 0.9;
    w.queue[0].patience_s = NAN;
    assert_int_equal(world_requirement(&w, NULL, NULL, &r, d), PB_OK);
    assert_int_equal(pb_diags_warnings(d), 3);
    w.contacts[20] = 1e6;
    assert_int_equal(world_requirement(&w, NULL, NULL, &r, d), PB_ERR_INPUT);
    pb_diags_free(d);
}

/* An open queue into which nothing comes needs nobody once the last contacts are over. */
static void the_last_traces_need_nobody(void **state)
{
    (void)state;
    world w;
    assert_true(world_make(&w, arena, 1, 1, 10, 300));
    for (int i = 30; i < 48; i++)
        w.contacts[i] = 0;
    pb_requirement r = make(&w, NULL, NULL);
    assert_true(world_need(&r, 0, 29) > 0 && world_need(&r, 0, 33) == 0);
}

static void replies_make_the_first_reply_known(void **state)
{
    (void)state;
    world w;
    pb_staffing *s;
    pb_pool_service give;
    assert_true(world_make(&w, arena, 3, 1, 20, 600));
    w.queue[2].first_reply_s = 40;
    w.queue[2].service_level = w.queue[2].within_s = NAN;
    const double times[] = {400, 500, 640};
    w.queue[2].chat_times_s = times;
    w.queue[2].n_chat_times = 3;
    pb_requirement wait = make(&w, NULL, NULL);
    w.queue[2].replies = 6;
    w.queue[2].reply_s = 25; /* a lone chat: 400/6 - 25 = 41.7 s of the customer a reply */
    pb_requirement full = make(&w, NULL, NULL);
    assert_true(world_need(&full, 2, 30) > world_need(&wait, 2, 30));
    assert_int_equal(pb_staffing_new(arena, &w.f, &w.queues, NULL, NULL, &s, NULL), PB_OK);
    assert_int_equal(pb_staffing_give(s, 2, 30, 60, &give), PB_OK);
    assert_close(give.reply_delay_s, 25, 0.5, "a reply of an agent with one chat");
    assert_int_equal(pb_staffing_give(s, 2, 30, 1, &give), PB_OK);
    assert_close(give.reply_delay_s, 640 / 6.0 - (400 / 6.0 - 25), 0.2, "a reply of an agent with three");
}

static void chat_uses_places(void **state)
{
    (void)state;
    world w;
    assert_true(world_make(&w, arena, 3, 1, 20, 600));
    pb_requirement r = make(&w, NULL, NULL);
    int32_t chat = world_row(&r, "c"), phone = world_row(&r, "a");
    assert_true(world_need(&r, chat, 30) < world_need(&r, phone, 30) / 2);
    const double times[] = {400, 500, 600};
    w.queue[2].chat_times_s = times;
    w.queue[2].n_chat_times = 3;
    pb_requirement measured = make(&w, NULL, NULL);
    assert_true(world_need(&measured, chat, 30) <= world_need(&r, chat, 30));
}

static void deferred_work_is_handed_on(void **state)
{
    (void)state;
    world w;
    assert_true(world_make(&w, arena, 4, 2, 3, 600));
    w.queue[3].backlog = 12;
    pb_requirement r = make(&w, NULL, NULL);
    assert_int_equal(r.n_deferred, 1);
    assert_int_equal(r.deferred_queue[0], 3);
    int32_t mail = world_row(&r, "d");
    assert_true(r.due_min[15] <= r.arrived_min[15] && r.due_min[95] <= r.arrived_min[95]);
    double done = 0;
    for (int i = 0; i < 96; i++) {
        done = fmin(r.arrived_min[i], done + 30 * world_need(&r, mail, i));
        assert_true(done >= r.due_min[i] - 1e-6);
    }
    assert_true(r.binding[(size_t)mail * 96 + 30] == PB_BIND_DEADLINE);
}

static void work_that_cannot_be_in_time_is_told(void **state)
{
    (void)state;
    world w;
    assert_true(world_make(&w, arena, 4, 1, 1, 600));
    w.contacts[3 * 48 + 2] = 5; /* at 01:00, due by 07:30, the queue opens at 08:00 */
    w.queue[3].deadline_h = 6.5;
    pb_diags *d = pb_diags_new(NULL, NULL);
    pb_requirement r;
    assert_int_equal(world_requirement(&w, NULL, NULL, &r, d), PB_OK);
    /* work that may wait opens nothing: it is late, and nobody is asked for at night */
    assert_int_equal(pb_diags_warnings(d), 1);
    for (int i = 0; i < 16; i++)
        assert_true(world_need(&r, 3, i) == 0);
    pb_staffing *staffing;
    pb_deferred_answer answer;
    assert_int_equal(pb_staffing_new(arena, &w.f, &w.queues, NULL, NULL, &staffing, NULL), PB_OK);
    assert_int_equal(pb_staffing_deferred(staffing, 3, 1000, &answer), PB_OK);
    assert_int_equal(answer.first_late, 15); /* due from 07:30 on */
    assert_close(answer.late_min, 50, 1e-9, "minutes late by 08:00");
    w.contacts[3 * 48 + 2] = 0;
    assert_int_equal(pb_staffing_new(arena, &w.f, &w.queues, NULL, NULL, &staffing, NULL), PB_OK);
    assert_int_equal(pb_staffing_deferred(staffing, 3, 3, &answer), PB_OK);
    assert_int_equal(answer.first_late, -1);
    assert_int_equal(pb_staffing_deferred(staffing, 3, 0, &answer), PB_OK);
    assert_true(answer.first_late > 0);
    assert_int_equal(pb_staffing_deferred(staffing, 0, 3, &answer), PB_ERR_DOMAIN);
    w.queue[3].deadline_h = 0.25; /* shorter than a slot: due before anybody can have done it */
    w.contacts[3 * 48 + 2] = 0;
    w.contacts[3 * 48 + 39] = 40;
    assert_int_equal(world_requirement(&w, NULL, NULL, &r, d), PB_OK);
    for (int i = 0; i < 48; i++)
        assert_true(r.due_min[i] <= r.arrived_min[i]);
    pb_diags_free(d);
}

static void sets_where_agents_overlap(void **state)
{
    (void)state;
    world w;
    assert_true(world_make(&w, arena, 4, 1, 10, 300));
    pb_agent people[3] = {{.skills = 1}, {.skills = 3}, {.skills = 10}};
    pb_agents agents = {.n = 3, .at = people};
    pb_requirement r = make(&w, &agents, NULL);
    int32_t pair = world_row(&r, "a+b"), three = world_row(&r, "a+b+d");
    assert_true(pair < 0 || world_need(&r, pair, 30) >= 22);
    assert_true(three >= 0);
    assert_true(r.binding[(size_t)three * 48 + 30] == PB_BIND_POOL);
    /* pooled calls need fewer than apart, never fewer than one of them; deferred work adds up */
    double both = world_need(&r, three, 30) - world_need(&r, 3, 30);
    assert_true(both == 22 && both < 2 * world_need(&r, 0, 30));
    r = make(&w, NULL, NULL);
    assert_int_equal(world_row(&r, "a+b"), -1);
}

static void shrinkage_by_hour(void **state)
{
    (void)state;
    world w;
    assert_true(world_make(&w, arena, 1, 1, 10, 300));
    const pb_week_span lunch = {.days = 127, .from_min = 12 * 60, .to_min = 13 * 60, .value = 0.4};
    w.queue[0].shrinkage = (pb_weekly){.otherwise = 0.1, .n = 1, .spans = &lunch};
    w.queue[0].shrinkage_unplanned = (pb_weekly){.otherwise = 0.04};
    pb_requirement r = make(&w, NULL, NULL);
    assert_true(world_need(&r, 0, 25) == 12);
    assert_true(r.scheduled[25] == 21); /* 12 / (0.6 × 0.96) = 20.83 */
    assert_true(r.scheduled[30] == 14); /* 12 / (0.9 × 0.96) = 13.89 */
}

static void bad_forecasts_are_refused(void **state)
{
    (void)state;
    world w;
    pb_requirement r = {.n_rows = 42};
    assert_true(world_make(&w, arena, 2, 1, 10, 300));
    pb_diags *d = pb_diags_new(NULL, NULL);
    w.queues.n = 1; /* queues.csv lacks b */
    assert_int_equal(world_requirement(&w, NULL, NULL, &r, d), PB_ERR_INPUT);
    assert_int_equal(pb_diags_errors(d), 1);
    w.queues.n = 2;
    for (int i = 0; i < 48; i++)
        w.aht_s[i] = NAN;
    assert_int_equal(world_requirement(&w, NULL, NULL, &r, d), PB_ERR_INPUT);
    assert_int_equal(pb_diags_errors(d), 2);
    assert_int_equal(r.n_rows, 42);
    w.queue[0].aht_s = 300; /* now there is one */
    assert_int_equal(world_requirement(&w, NULL, NULL, &r, d), PB_OK);
    pb_diags_free(d);
}

static const char *line_of(const pb_explanation *x, const char *key)
{
    for (int32_t i = 0; i < x->n; i++)
        if (strcmp(x->lines[i].key, key) == 0)
            return x->lines[i].text;
    return "";
}

static void a_number_is_explained(void **state)
{
    (void)state;
    world w;
    pb_staffing *s;
    pb_requirement r;
    pb_explanation x;
    assert_true(world_make(&w, arena, 4, 1, 10, 300));
    assert_int_equal(pb_staffing_new(arena, &w.f, &w.queues, NULL, NULL, &s, NULL), PB_OK);
    assert_int_equal(pb_staffing_requirement(s, NULL, &r, NULL), PB_OK);
    assert_int_equal(pb_staffing_explain(s, &r, 0, 30, NULL, arena, &x), PB_OK);
    assert_non_null(strstr(line_of(&x, "forecast"), "60 contacts of 300 s"));
    assert_non_null(strstr(line_of(&x, "forecast"), "10 Erlang"));
    assert_non_null(strstr(line_of(&x, "fewer"), "11 agents: 74.16 %"));
    assert_non_null(strstr(line_of(&x, "fewer"), "too few: the service level target is 80 %"));
    assert_non_null(strstr(line_of(&x, "enough"), "every target is met"));
    assert_non_null(strstr(line_of(&x, "binding"), "12"));
    assert_int_equal(pb_staffing_explain(s, &r, 0, 2, NULL, arena, &x), PB_OK);
    assert_true(strlen(line_of(&x, "closed")) > 0);
    assert_int_equal(pb_staffing_explain(s, &r, 2, 30, NULL, arena, &x), PB_OK);
    assert_non_null(strstr(line_of(&x, "model"), "Assumed"));
    assert_int_equal(pb_staffing_explain(s, &r, 3, 30, NULL, arena, &x), PB_OK);
    assert_true(strlen(line_of(&x, "deferred")) > 0);
    assert_int_equal(pb_staffing_explain(s, &r, 9, 0, NULL, arena, &x), PB_ERR_DOMAIN);
    pb_pool_service give;
    assert_int_equal(pb_staffing_give(s, 0, 30, 12, &give), PB_OK);
    assert_close(give.s.service_level, r.service_level[30], 1e-12, "what 12 give");
    assert_int_equal(pb_staffing_give(s, 3, 30, 12, &give), PB_ERR_DOMAIN);
    assert_int_equal(pb_staffing_give(s, 0, 30, 0, &give), PB_OK);
    assert_true(give.s.service_level == 0);
}

static void lack_of_memory_is_survived(void **state)
{
    (void)state;
    for (long n = 1;; n++) {
        failing f = {.fail_at = n};
        pb_allocator al = failing_allocator(&f);
        pb_arena *a = pb_arena_new(&al);
        world w;
        pb_requirement r;
        pb_agent people[2] = {{.skills = 3}, {.skills = 12}};
        pb_agents agents = {.n = 2, .at = people};
        if (a && world_make(&w, a, 4, 1, 2, 300)) {
            pb_status status = world_requirement(&w, &agents, NULL, &r, NULL);
            assert_true(status == PB_OK || (status == PB_ERR_NOMEM && f.failed));
        }
        pb_arena_free(a);
        assert_int_equal(f.live, 0);
        if (!f.failed)
            break;
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_closed_slot_needs_nobody),
        cmocka_unit_test(opening_starts_empty_and_min_agents_holds),
        cmocka_unit_test(a_running_queue_starts_loaded),
        cmocka_unit_test(the_calendar_closes),
        cmocka_unit_test(policies_are_in_order),
        cmocka_unit_test(what_a_planner_would_trip_over_is_told),
        cmocka_unit_test(the_last_traces_need_nobody),
        cmocka_unit_test(replies_make_the_first_reply_known),
        cmocka_unit_test(chat_uses_places),
        cmocka_unit_test(deferred_work_is_handed_on),
        cmocka_unit_test(work_that_cannot_be_in_time_is_told),
        cmocka_unit_test(sets_where_agents_overlap),
        cmocka_unit_test(shrinkage_by_hour),
        cmocka_unit_test(bad_forecasts_are_refused),
        cmocka_unit_test(a_number_is_explained),
        cmocka_unit_test(lack_of_memory_is_survived),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
