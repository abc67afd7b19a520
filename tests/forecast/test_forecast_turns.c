/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Hours that open or shut for good are found, told from outages and chance, and forgotten. */
#include "forecast/profile.h"
#include "forecast/queue_forecast.h"
#include "history_maker.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

enum { FIRST = 20089, DAYS = 470, TURN = 300 }; /* 2025-01-01, a Wednesday */

/* What becomes of the evening, 16 to 20, from day TURN on. */
typedef enum what_happens {
    NOTHING,
    SHUTS,
    OPENS,
    A_WEEK_OUT,
    SATURDAY_SHUTS,
    N_HAPPENS
} what_happens;

/* Contacts an evening hour on working days and on Saturday, before and after. */
static const double evenings[N_HAPPENS][2][2] = {
    {{4, 4}, {3, 3}}, {{4, 0}, {3, 3}}, {{0, 4}, {3, 3}}, {{4, 0}, {3, 3}}, {{4, 4}, {3, 0}}};

/* Eight an hour from 8 to 16, three on Saturday. */
static double rate(pb_date date, int minute, const void *ctx)
{
    const what_happens what = *(const what_happens *)ctx;
    const int weekday = pb_date_weekday(date);
    const bool saturday = weekday == 5, back = what == A_WEEK_OUT && date >= FIRST + TURN + 7;
    if (minute < 8 * 60 || minute >= 20 * 60 || weekday == 6)
        return 0;
    if (minute < 16 * 60)
        return saturday ? 3 : 8;
    return evenings[what][saturday][date >= FIRST + TURN && !back];
}

/* Learns the history; the fit's turns and profiles are then to be looked at. */
static void learn(pb_arena *a, what_happens what, pb_fc_queue_forecast *q)
{
    pb_history h = made_history(a, "UTC", FIRST, DAYS, 60, rate, &what, true, 5);
    const pb_forecast_options opt = {.threads = 1};
    const pb_fc_switches off = pb_fc_switches_of(&opt);
    *q = (pb_fc_queue_forecast){0};
    assert_int_equal(pb_fc_gather(a, &h, 0, NULL, -1, NULL, FIRST + DAYS, 7, &q->gathered), PB_OK);
    assert_int_equal(pb_fc_queue_learn(a, &off, NULL, q), PB_OK);
}

static void a_steady_queue_and_a_week_out_have_no_turn(void **state)
{
    (void)state;
    static const what_happens none[2] = {NOTHING, A_WEEK_OUT};
    for (size_t i = 0; i < 2; i++) {
        pb_arena *a = pb_arena_new(NULL);
        pb_fc_queue_forecast q;
        learn(a, none[i], &q);
        assert_int_equal(q.fit.turns.n, 0);
        pb_arena_free(a);
    }
}

static void evenings_that_shut_or_open_are_found_once_and_in_time(void **state)
{
    (void)state;
    static const what_happens some[3] = {SHUTS, OPENS, SATURDAY_SHUTS};
    for (size_t i = 0; i < 3; i++) {
        pb_arena *a = pb_arena_new(NULL);
        pb_fc_queue_forecast q;
        learn(a, some[i], &q);
        const bool saturday = some[i] == SATURDAY_SHUTS;
        assert_int_equal(q.fit.turns.n, 4);
        for (int k = 0; k < 4; k++) {
            const pb_fc_turn *t = &q.fit.turns.at[k];
            assert_true(t->slot >= 16 && t->slot < 20);
            assert_true(t->from >= TURN - 7 && t->from <= TURN + 7);
            assert_true(t->known <= t->from + (saturday ? 160 : 28));
            assert_int_equal((t->weekdays >> 5) & 1, saturday); /* Saturday */
            assert_int_equal(t->weekdays & 1, !saturday);       /* Monday */
        }
        pb_arena_free(a);
    }
}

/* The longest memory after the turn: without heeding it half of the old evening lingers. */
static void long_memories_forget_what_was_before(void **state)
{
    (void)state;
    enum { LONGEST = PB_FC_HALF_LIVES - 1, MONDAY = 0, N = 24 };
    double share[2][7 * N];
    pb_arena *a = pb_arena_new(NULL);
    pb_fc_queue_forecast q;
    learn(a, SHUTS, &q);
    const pb_fc_clean *c = &q.fit.clean;
    for (int heed = 0; heed < 2; heed++) {
        pb_fc_profiler p;
        assert_int_equal(pb_fc_profiler_make(a, N, false, &p), PB_OK);
        if (heed)
            pb_fc_profiler_heed(&p, c, &q.fit.turns);
        for (int t = 0; t < DAYS; t++)
            pb_fc_profiler_learn(&p, t, c->weekdays[t], c->contacts + (size_t)t * N);
        pb_fc_profiler_read(&p, LONGEST, share[heed]);
    }
    double evening[2] = {0}, all = 0;
    for (int s = 0; s < N; s++) {
        for (int heed = 0; heed < 2; heed++)
            evening[heed] += s >= 16 ? share[heed][MONDAY * N + s] : 0;
        all += share[1][MONDAY * N + s];
    }
    assert_true(evening[0] > 0.08 && evening[1] < 0.01);
    assert_true(fabs(all - 1) < 1e-12);
    assert_true(q.fit.profile[MONDAY * N + 17] < 0.002);
    pb_arena_free(a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_steady_queue_and_a_week_out_have_no_turn),
        cmocka_unit_test(evenings_that_shut_or_open_are_found_once_and_in_time),
        cmocka_unit_test(long_memories_forget_what_was_before),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
