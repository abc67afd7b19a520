/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The queue that is followed through the day, and chats that lie unevenly. */
#include "staffing_world.h"

#include "staffing/carry.h"
#include "staffing/chat_uneven.h"
#include "staffing/erlang.h"
#include "staffing/moving.h"

#include "support/cm.h"
#include "support/failing.h"

static pb_service slot(pb_moving *m, const pb_flow *f, int32_t agents)
{
    pb_service s;
    assert_int_equal(pb_moving_try(m, f, agents, &s), PB_OK);
    pb_moving_go(m);
    return s;
}

/* After long the same comes out as of the steady state, and a settled queue has it at once. */
static void a_constant_day_is_erlang(void **state)
{
    (void)state;
    static const double patience[] = {NAN, 120, 20, 3600};
    for (int settled = 0; settled < 2; settled++)
        for (size_t i = 0; i < sizeof patience / sizeof *patience; i++) {
            pb_flow f = {10 / 300.0, 300, patience[i], 20, 1800};
            pb_load l = {.load_erl = 10, .aht_s = 300, .patience_s = patience[i], .within_s = 20};
            pb_moving *m = pb_moving_new(NULL);
            pb_service e, s = {0};
            assert_int_equal(pb_erlang(&l, 12, &e), PB_OK);
            if (settled)
                assert_int_equal(pb_moving_settle(m, &f, 12), PB_OK);
            for (int k = 0; k < (settled ? 1 : 40); k++)
                s = slot(m, &f, 12);
            /* where nobody leaves the queue has no end, and its far tail is left out */
            double share = isnan(patience[i]) ? 1e-6 : 1e-8, seconds = isnan(patience[i]) ? 1e-3 : 1e-6;
            assert_close(s.service_level, e.service_level, share, "service level");
            assert_close(s.sl_short_out, e.sl_short_out, share, "service level, the gone left out");
            assert_close(s.answer_rate, e.answer_rate, share, "answer rate");
            assert_close(s.asa_s, e.asa_s, seconds, "ASA");
            assert_close(s.occupancy, e.occupancy, share, "occupancy");
            assert_close(s.queue, e.queue, seconds, "queue");
            pb_moving_free(m);
        }
}

/* Where patience is the handle time everybody leaves at the same rate, served or not: the number is Poisson
 * with the mean of infinitely many servers, whatever the agents do. */
static void equal_rates_are_the_carried_load(void **state)
{
    (void)state;
    const double contacts[] = {30, 90, 0, 10, 40}, aht_s[] = {1200, 1200, 1200, 1200, 1200};
    const int32_t slot_s[] = {1800, 1800, 1800, 1800, 1800}, agents[] = {12, 40, 3, 0, 25};
    pb_carry c[5];
    assert_int_equal(pb_carry_load(5, contacts, aht_s, slot_s, false, c), PB_OK);
    pb_moving *m = pb_moving_new(NULL);
    for (int i = 0; i < 5; i++) {
        pb_flow f = {contacts[i] / 1800, 1200, 1200, 20, 1800};
        double busy, waiting;
        slot(m, &f, agents[i]);
        pb_moving_present(m, &busy, &waiting);
        assert_close(busy + waiting, c[i].end_erl, 1e-6, "contacts at the end of the slot");
    }
    pb_moving_free(m);
}

/* Two in service and many waiting, one agent stays; no arrivals, nobody leaves. The next starts once both have ended,
 * from then on one at a time. */
static void who_goes_off_duty_finishes(void **state)
{
    (void)state;
    pb_moving *m = pb_moving_new(NULL);
    /* a flood with two agents: both busy for certain, many wait */
    pb_flow flood = {1, 1000, NAN, 20, 100}, none = {0, 1000, NAN, 20, 500};
    double busy, before, after;
    slot(m, &flood, 2);
    pb_moving_present(m, &busy, &before);
    assert_close(busy, 2, 1e-9, "both are busy");
    slot(m, &none, 1);
    pb_moving_present(m, &busy, &after);
    /* in service: 2 with probability e^{-2x}, else 1, x = 500/1000 */
    assert_close(busy, 1 + exp(-1.0), 1e-8, "in service");
    /* from the first end on, every end brings a start, one a 1000 s: ∫ (x - u) 2e^{-2u} du */
    double x = 0.5;
    assert_close(before - after, x - (1 - exp(-2 * x)) / 2, 1e-6, "taken from the queue");
    pb_moving_free(m);
}

static void more_agents_serve_better(void **state)
{
    (void)state;
    pb_moving *m = pb_moving_new(NULL);
    pb_flow sale = {50 / 1800.0, 1800, 120, 20, 1800}, quiet = {12 / 1800.0, 1800, 120, 20, 1800};
    slot(m, &sale, 30);
    double level = 0;
    for (int n = 0; n < 70; n++) {
        pb_service s;
        assert_int_equal(pb_moving_try(m, &quiet, n, &s), PB_OK);
        assert_true(s.service_level >= level - 1e-9 && s.service_level <= 1);
        assert_true(s.answer_rate >= s.service_level - 1e-9 && s.occupancy <= 1);
        level = s.service_level;
    }
    assert_true(level > 0.999999);
    pb_service s;
    quiet.aht_s = 0;
    assert_int_equal(pb_moving_try(m, &quiet, 5, &s), PB_ERR_DOMAIN);
    pb_moving_free(m);
}

/* The worst slot of a day with two sales and contacts of half an hour: simulated, every slot holds the 80 %. */
static void half_hour_contacts_hold_their_target(void **state)
{
    (void)state;
    world w;
    pb_arena *a = pb_arena_new(NULL);
    assert_true(world_make(&w, a, 1, 2, 12, 1800));
    for (int d = 0; d < 7; d++)
        w.queue[0].hours = (pb_hours){.closes_min = {1440, 1440, 1440, 1440, 1440, 1440, 1440}};
    for (int i = 0; i < 96; i++) {
        w.contacts[i] = i % 48 == 20 ? 45 : i % 48 == 40 ? 40 : i % 48 < 14 ? 4 : 12;
        w.aht_s[i] = 1800;
    }
    pb_requirement r;
    assert_int_equal(world_requirement(&w, NULL, NULL, &r, NULL), PB_OK);
    const pb_sim_manners manners = {.handle = PB_TIME_EXPONENTIAL};
    pb_sim_options o = {.seed = 3, .threads = 2, .replications = 400, .warm_up_slots = 48};
    pb_sim_case c;
    pb_sim_result s;
    assert_int_equal(pb_sim_of_requirement(a, &w.f, &w.queues, &r, &manners, &c), PB_OK);
    assert_int_equal(pb_simulate(a, &c, &o, &s), PB_OK);
    for (int i = 48; i < 96; i++) {
        assert_close(r.service_level[i], s.slot[i].service_level.mean, 2.2 * s.slot[i].service_level.half,
                     "service level of a slot"); /* more than 4 standard errors, 48 slots */
        assert_true(r.service_level[i] >= 0.8 - 1e-9);
    }
    pb_arena_free(a);
}

/* --- chats that lie unevenly --- */

/* With the pace of single chats it does not matter how they lie: Erlang B. */
static void even_pace_is_erlang(void **state)
{
    (void)state;
    static const struct {
        int agents;
        double at_once;
    } rows[] = {{1, 2}, {2, 2}, {10, 3}, {11, 2.5}, {7, 6}, {128, 2}};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        for (double share = 0.1; share < 3; share *= 2.2) {
            pb_chat_agent a;
            pb_wide idle;
            double mean;
            int64_t full = (int64_t)(rows[i].agents * rows[i].at_once);
            assert_int_equal(pb_chat_from_aht(600, rows[i].at_once, &a), PB_OK);
            pb_chat_uneven(&a, share * (double)full / 600, rows[i].agents, full, &idle, &mean);
            pb_wide y = pb_erlang_b_inverse(share * (double)full, (int32_t)full - 1);
            assert_close(pb_wide_double(pb_wide_div(idle, y)), 1, 1e-11, "1/B");
        }
}

/* The whole chain, every state of every agent, by tests/staffing/data/chat_chain.py. */
static void the_whole_chain_agrees(void **state)
{
    (void)state;
    static const struct {
        double per_h;
        int agents, at_once;
        double patience_s, level, tolerance; /* three at once: four numbers of chats at a time are left out */
        pb_chat_habit habit;
    } rows[] = {
        {741, 50, 2, 90, 0.916392397186, 1e-9, {40, 40, 5, 0}},
        {30, 2, 2, 120, 0.640786529010, 1e-9, {25, 50, 6, 0}},
        {60, 5, 2, 120, 0.868324159123, 1e-9, {25, 50, 6, 0}},
        {80, 5, 3, 120, 0.907230030893, 5e-4, {25, 50, 6, 0}},
        {100, 5, 3, 120, 0.738143068071, 5e-4, {25, 50, 6, 0}},
        {363, 20, 3, 120, 0.940935020845, 1e-4, {25, 50, 6, 0}},
        {170, 10, 4, 120, 0.953993818848, 1.5e-3, {40, 20, 5, 0}},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        pb_chat_agent a;
        pb_chat_service s;
        assert_int_equal(pb_chat_from_habit(&rows[i].habit, rows[i].at_once, &a), PB_OK);
        pb_chat_case k = {rows[i].per_h / 3600, rows[i].patience_s, 20, &a, false};
        assert_int_equal(pb_chat(&k, rows[i].agents, &s), PB_OK);
        assert_close(s.taken.service_level, rows[i].level, rows[i].tolerance, "service level");
    }
}

static pb_status one_day(const pb_allocator *al)
{
    pb_moving *m = pb_moving_new(al);
    pb_flow f = {0.1, 300, 120, 20, 900};
    pb_service s;
    pb_status status = m ? PB_OK : PB_ERR_NOMEM;
    if (status == PB_OK)
        status = pb_moving_settle(m, &f, 30);
    for (int i = 0; i < 3 && status == PB_OK; i++) {
        f.contacts_per_s *= 2;
        status = pb_moving_try(m, &f, 20, &s);
        if (status == PB_OK)
            pb_moving_go(m);
    }
    pb_moving_free(m);
    return status;
}

static void memory_may_be_refused_anywhere(void **state)
{
    (void)state;
    for (long n = 1;; n++) {
        failing f = {.fail_at = n};
        pb_allocator al = failing_allocator(&f);
        pb_status status = one_day(&al);
        assert_true(status == PB_OK || (f.failed && status == PB_ERR_NOMEM));
        assert_int_equal(f.live, 0);
        if (!f.failed)
            break;
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_constant_day_is_erlang),
        cmocka_unit_test(equal_rates_are_the_carried_load),
        cmocka_unit_test(who_goes_off_duty_finishes),
        cmocka_unit_test(more_agents_serve_better),
        cmocka_unit_test(half_hour_contacts_hold_their_target),
        cmocka_unit_test(even_pace_is_erlang),
        cmocka_unit_test(the_whole_chain_agrees),
        cmocka_unit_test(memory_may_be_refused_anywhere),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
