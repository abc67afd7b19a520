/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The simulator: against formulas where there are any, against what must be so where there are none. */
#include "staffing_world.h"

#include "support/cm.h"
#include "support/failing.h"

enum { SLOTS = 60 };

/* `queues` queues of one kind over 60 hours, agents with skills[i % n_skills]. */
typedef struct desk {
    double start_s[SLOTS + 1], contacts[SLOTS], aht_s[SLOTS], cv[1];
    int32_t day[SLOTS];
    pb_sim_queue queue[4];
    pb_sim_agent agent[64];
    pb_sim_window window;
    pb_sim_case c;
} desk;

static void desk_make(desk *d, int queues, double per_h, double aht_s, int agents)
{
    *d = (desk){.window = {0, SLOTS * 3600.0}};
    for (int i = 0; i <= SLOTS; i++)
        d->start_s[i] = 3600.0 * i;
    for (int i = 0; i < SLOTS; i++) {
        d->contacts[i] = per_h;
        d->aht_s[i] = aht_s;
    }
    for (int i = 0; i < queues; i++)
        d->queue[i] = (pb_sim_queue){.contacts = d->contacts, .aht_s = d->aht_s, .patience_s = 120,
                                     .within_s = 20};
    for (int i = 0; i < agents; i++)
        d->agent[i] = (pb_sim_agent){.skills = ((pb_skillset)1 << queues) - 1, .n_windows = 1,
                                     .windows = &d->window};
    d->c = (pb_sim_case){.n_slots = SLOTS, .n_days = 1, .n_queues = queues, .n_agents = agents,
                         .slot_start_s = d->start_s, .slot_day = d->day, .queues = d->queue,
                         .agents = d->agent};
}

static pb_sim_result play(const desk *d, pb_arena *a, int replications, int threads)
{
    pb_sim_options o = {.seed = 7, .threads = threads, .replications = replications,
                        .warm_up_slots = 4};
    pb_sim_result r;
    assert_int_equal(pb_simulate(a, &d->c, &o, &r), PB_OK);
    return r;
}

/* Within three half-widths: one in ten million runs of a right program fails. The seed is fixed. */
static void near(pb_estimate e, double model, const char *what)
{
    assert_close(e.mean, model, 3 * e.half + 1e-9, what);
}

static void a_single_queue_is_erlang_a(void **state)
{
    (void)state;
    pb_arena *a = pb_arena_new(NULL);
    desk d;
    desk_make(&d, 1, 200, 180, 12);
    pb_load l = {.load_erl = 10, .aht_s = 180, .patience_s = 120, .within_s = 20};
    pb_service s;
    assert_int_equal(pb_erlang(&l, 12, &s), PB_OK);
    pb_sim_result r = play(&d, a, 60, 2);
    near(r.all[0].service_level, s.service_level, "service level");
    near(r.all[0].answer_rate, s.answer_rate, "answer rate");
    near(r.all[0].p_wait, s.p_wait, "P(wait)");
    near(r.all[0].asa_s, s.asa_s, "ASA");
    near(r.all[0].wait_s, s.wait_s, "wait of all");
    near(r.all[0].occupancy, s.occupancy, "occupancy");
    pb_arena_free(a);
}

/* The event loop, made to play the same single queue, agrees as well; so do two pooled queues. */
static void the_event_loop_is_erlang_a_too(void **state)
{
    (void)state;
    pb_arena *a = pb_arena_new(NULL);
    desk d;
    const double twice[] = {2, 2};
    pb_load l = {.load_erl = 10, .aht_s = 180, .patience_s = 120, .within_s = 20};
    pb_service s;
    assert_int_equal(pb_erlang(&l, 12, &s), PB_OK);
    desk_make(&d, 1, 200, 360, 12);
    for (int i = 0; i < 12; i++)
        d.agent[i].proficiency = twice; /* half the time: 180 s */
    pb_sim_result r = play(&d, a, 40, 2);
    near(r.all[0].service_level, s.service_level, "service level of quick agents");
    near(r.all[0].occupancy, s.occupancy, "occupancy of quick agents");
    desk_make(&d, 2, 100, 180, 12);
    r = play(&d, a, 40, 2);
    near(r.all[0].service_level, s.service_level, "service level, pooled a");
    near(r.all[1].asa_s, s.asa_s, "ASA, pooled b");
    near(r.all[1].occupancy, s.occupancy, "occupancy, pooled");
    pb_arena_free(a);
}

static void chat_is_the_birth_death_model(void **state)
{
    (void)state;
    pb_arena *a = pb_arena_new(NULL);
    desk d;
    pb_chat_habit h = {25, 50, 6, 0};
    pb_chat_agent chat;
    assert_int_equal(pb_chat_from_habit(&h, 3, &chat), PB_OK);
    desk_make(&d, 1, 100, 3 / chat.rate_per_s[2], 5);
    d.queue[0].channel = PB_CHAT;
    d.queue[0].chat = &chat;
    pb_chat_case k = {100 / 3600.0, 120, 20, &chat, false};
    pb_chat_service s;
    assert_int_equal(pb_chat(&k, 5, &s), PB_OK);
    pb_sim_result r = play(&d, a, 60, 2);
    near(r.all[0].service_level, s.taken.service_level, "service level");
    near(r.all[0].answer_rate, s.taken.answer_rate, "answer rate");
    pb_arena_free(a);
}

static void the_same_on_any_number_of_threads(void **state)
{
    (void)state;
    pb_arena *a = pb_arena_new(NULL);
    desk d;
    desk_make(&d, 3, 60, 240, 14);
    for (int i = 0; i < 14; i++) {
        d.agent[i].skills = i % 3 == 0 ? 1 : i % 3 == 1 ? 6 : 7;
        d.agent[i].away = 0.1;
    }
    pb_sim_result one = play(&d, a, 37, 1), many = play(&d, a, 37, 5);
    assert_int_equal(one.replications, many.replications);
    for (int i = 0; i < 3 * SLOTS; i++)
        assert_memory_equal(&one.slot[i], &many.slot[i], sizeof one.slot[i]);
    pb_arena_free(a);
}

static void priority_goes_first(void **state)
{
    (void)state;
    pb_arena *a = pb_arena_new(NULL);
    desk d;
    desk_make(&d, 2, 100, 240, 12);
    d.queue[1].priority = 5;
    pb_sim_result r = play(&d, a, 20, 2);
    assert_true(r.all[1].asa_s.mean + r.all[1].asa_s.half < r.all[0].asa_s.mean - r.all[0].asa_s.half);
    /* priority moves waits, not capacity */
    assert_close(r.all[0].occupancy.mean, r.all[1].occupancy.mean, 1e-12, "occupancy");
    pb_arena_free(a);
}

static void deferred_work_fills_the_gaps(void **state)
{
    (void)state;
    pb_arena *a = pb_arena_new(NULL);
    desk d;
    desk_make(&d, 2, 100, 180, 9);
    pb_sim_result alone;
    desk calls;
    desk_make(&calls, 1, 100, 180, 9);
    calls.agent[0].proficiency = NULL;
    alone = play(&calls, a, 30, 2);
    static double few[SLOTS];
    for (int i = 0; i < SLOTS; i++)
        few[i] = 40; /* 2 Erlang of tickets beside 5 of calls */
    d.queue[1].channel = PB_DEFERRED;
    d.queue[1].contacts = few;
    d.queue[1].patience_s = NAN;
    d.queue[1].within_s = 4 * 3600;
    pb_sim_result r = play(&d, a, 30, 2);
    /* calls do not notice the tickets, which are laid aside for them */
    assert_close(r.all[0].service_level.mean, alone.all[0].service_level.mean, 0.01, "calls");
    assert_true(r.all[1].service_level.mean > 0.95);
    pb_arena_free(a);
}

static void nobody_there_nobody_served(void **state)
{
    (void)state;
    pb_arena *a = pb_arena_new(NULL);
    desk d;
    desk_make(&d, 1, 20, 180, 2);
    d.window = (pb_sim_window){10 * 3600.0, 20 * 3600.0};
    for (int web = 0; web < 2; web++) {
        const double one[] = {1.0000001};
        d.agent[0].proficiency = web ? one : NULL;
        pb_sim_result r = play(&d, a, 10, 1);
        assert_true(r.slot[5].answer_rate.mean == 0);
        assert_true(r.slot[15].answer_rate.mean > 0.5);
        assert_true(r.slot[30].answer_rate.mean == 0);
        assert_true(isnan(r.slot[5].occupancy.mean));
        assert_true(r.slot[5].wait_s.mean > 60); /* until their patience ended */
    }
    pb_arena_free(a);
}

static void days_vary_as_the_forecast_says(void **state)
{
    (void)state;
    pb_arena *a = pb_arena_new(NULL);
    desk d;
    desk_make(&d, 1, 200, 180, 12);
    d.cv[0] = 0.2;
    d.queue[0].day_cv = d.queue[0].slot_cv = d.cv;
    pb_sim_result spread = play(&d, a, 200, 2);
    desk_make(&d, 1, 200, 180, 12);
    pb_sim_result steady = play(&d, a, 200, 2);
    assert_close(spread.all[0].contacts, steady.all[0].contacts, 600, "mean contacts"); /* 4 sigma */
    assert_true(spread.all[0].service_level.half > 2 * steady.all[0].service_level.half);
    assert_true(spread.all[0].service_level.mean < steady.all[0].service_level.mean - 0.03);
    pb_arena_free(a);
}

static void goes_on_until_narrow(void **state)
{
    (void)state;
    pb_arena *a = pb_arena_new(NULL);
    desk d;
    desk_make(&d, 1, 50, 240, 4);
    pb_sim_options o = {.seed = 1, .threads = 2, .replications = 2, .until = 0.005};
    pb_sim_result r;
    assert_int_equal(pb_simulate(a, &d.c, &o, &r), PB_OK);
    assert_true(r.narrow && r.all[0].service_level.half <= 0.005 && r.replications > 2);
    o.max_replications = 4;
    o.until = 0.0001;
    assert_int_equal(pb_simulate(a, &d.c, &o, &r), PB_OK);
    assert_true(!r.narrow && r.replications == 4);
    o.replications = 1;
    assert_int_equal(pb_simulate(a, &d.c, &o, &r), PB_ERR_DOMAIN);
    pb_arena_free(a);
}

/* What the requirement promises, its simulation keeps. */
static void the_requirement_holds(void **state)
{
    (void)state;
    pb_arena *a = pb_arena_new(NULL);
    world w;
    pb_requirement r;
    pb_sim_case c;
    pb_sim_result s;
    pb_sim_manners m = {.handle = PB_TIME_EXPONENTIAL};
    pb_sim_options o = {.seed = 3, .threads = 2, .replications = 150};
    assert_true(world_make(&w, a, 3, 1, 15, 900));
    assert_int_equal(world_requirement(&w, NULL, NULL, &r, NULL), PB_OK);
    assert_int_equal(pb_sim_of_requirement(a, &w.f, &w.queues, &r, &m, &c), PB_OK);
    assert_true(c.exchangeable);
    assert_int_equal(pb_simulate(a, &c, &o, &s), PB_OK);
    for (int q = 0; q < 3; q++)
        assert_true(s.all[q].service_level.mean > 0.78);
    pb_requirement other = r;
    other.grid.first++;
    assert_int_equal(pb_sim_of_requirement(a, &w.f, &w.queues, &other, &m, &c), PB_ERR_DOMAIN);
    pb_arena_free(a);
}

/* A roster with a break: nobody is there from 12:00 to 13:00. */
static void breaks_are_kept(void **state)
{
    (void)state;
    pb_arena *a = pb_arena_new(NULL);
    world w;
    pb_sim_case c;
    pb_sim_result s;
    pb_sim_manners m = {.handle = PB_TIME_FIXED, .shrinkage = true};
    pb_sim_options o = {.seed = 3, .threads = 1, .replications = 20};
    assert_true(world_make(&w, a, 1, 1, 1, 60));
    pb_agent people[4] = {{.skills = 1}, {.skills = 1}, {.skills = 1}, {.skills = 1}};
    pb_agents agents = {.n = 4, .at = people};
    const pb_span lunch = {12 * 60, 13 * 60};
    const pb_placed_activity meeting = {"m", {15 * 60, 15 * 60 + 30}};
    pb_duty duty[4];
    int64_t midnight = w.f.grid.day_utc_s[0];
    for (int i = 0; i < 4; i++)
        duty[i] = (pb_duty){.date = w.f.grid.first, .agent = i, .queue = -1, .start_min = 480,
                            .end_min = 1200, .start_s = midnight + 8 * 3600,
                            .end_s = midnight + 20 * 3600, .n_breaks = 1, .breaks = &lunch,
                            .n_activities = i == 0, .activities = &meeting};
    pb_roster roster = {.n = 4, .at = duty};
    assert_int_equal(pb_sim_of_roster(a, &w.f, &w.queues, &agents, &roster, &m, &c), PB_OK);
    assert_int_equal(c.agents[0].n_windows, 3);
    assert_int_equal(c.agents[1].n_windows, 2);
    assert_int_equal(pb_simulate(a, &c, &o, &s), PB_OK);
    assert_true(s.slot[20].service_level.mean > 0.9);
    assert_true(s.slot[24].service_level.mean < 0.4);
    assert_true(s.slot[38].service_level.mean > 0.9);
    /* shrinkage beyond the breaks: 1 hour of 12 is rostered, 20 % are planned */
    w.queue[0].shrinkage = (pb_weekly){.otherwise = 0.2};
    assert_int_equal(pb_sim_of_roster(a, &w.f, &w.queues, &agents, &roster, &m, &c), PB_OK);
    assert_close(c.agents[1].away, 1 - 0.8 / (11.0 / 12), 1e-12, "away");
    pb_arena_free(a);
}

static void lack_of_memory_is_survived(void **state)
{
    (void)state;
    desk d;
    desk_make(&d, 2, 400, 180, 12); /* overload: the rings grow */
    d.agent[0].skills = 1;
    for (long n = 1;; n++) {
        failing f = {.fail_at = n};
        pb_allocator al = failing_allocator(&f);
        pb_arena *a = pb_arena_new(&al);
        pb_sim_options o = {.seed = 1, .threads = 1, .replications = 2};
        pb_sim_result r;
        if (a) {
            pb_status status = pb_simulate(a, &d.c, &o, &r);
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
        cmocka_unit_test(a_single_queue_is_erlang_a),
        cmocka_unit_test(the_event_loop_is_erlang_a_too),
        cmocka_unit_test(chat_is_the_birth_death_model),
        cmocka_unit_test(the_same_on_any_number_of_threads),
        cmocka_unit_test(priority_goes_first),
        cmocka_unit_test(deferred_work_fills_the_gaps),
        cmocka_unit_test(nobody_there_nobody_served),
        cmocka_unit_test(days_vary_as_the_forecast_says),
        cmocka_unit_test(goes_on_until_narrow),
        cmocka_unit_test(the_requirement_holds),
        cmocka_unit_test(breaks_are_kept),
        cmocka_unit_test(lack_of_memory_is_survived),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
