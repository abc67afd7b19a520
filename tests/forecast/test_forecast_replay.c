/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Several queues: threads, pooling, the replay of the past, the correction within the day. */
#include "history_maker.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

enum { FIRST = 20089, N = 5 }; /* 2025-01-01, a Wednesday */

/* N queues of the same shape, each by its own draws; one in `thin` of the office's contacts. Days
 * of all queues together are up or down by a factor when swing is not 0. */
static pb_history team(pb_arena *a, int n_days, double thin, double swing)
{
    static const char *const names[N] = {"a", "b", "c", "d", "e"};
    pb_history h = made_history(a, "UTC", FIRST, n_days, 30, office_rate, NULL, false, 1);
    const size_t n = (size_t)h.grid.n_slots;
    double *y = PB_NEW_ARRAY(a, N * n, double);
    pb_rng days = pb_rng_seed(99);
    for (int day = 0; day < n_days; day++) {
        const double up = swing > 0 ? pb_rng_gamma(&days, 1 / swing, swing) : 1;
        for (int32_t i = h.grid.day_slot[day]; i < h.grid.day_slot[day + 1]; i++)
            for (size_t q = 0; q < N; q++) {
                pb_rng r = pb_rng_stream(7, q * n + (size_t)i);
                y[q * n + (size_t)i] = (double)pb_rng_poisson(&r, h.contacts[i] * up / thin);
            }
    }
    h.contacts = y;
    h.queues = names;
    h.n_queues = N;
    return h;
}

static void threads_change_no_byte(void **state)
{
    (void)state;
    pb_arena *a = pb_arena_new(NULL);
    pb_history h = team(a, 200, 1, 0.05);
    pb_forecast f[3];
    pb_forecast_report r[3];
    for (int k = 0; k < 3; k++) {
        const pb_forecast_options opt = {.threads = k + 1};
        assert_int_equal(
            pb_forecast_make(a, &h, NULL, NULL, FIRST + 200, 28, &opt, &f[k], &r[k], NULL), PB_OK);
        const size_t bytes = N * (size_t)f[0].grid.n_slots * sizeof(double);
        assert_memory_equal(f[0].contacts, f[k].contacts, bytes);
        assert_memory_equal(f[0].high95, f[k].high95, bytes);
        assert_memory_equal(r[0].weeks, r[k].weeks, N * 4 * sizeof *r[0].weeks);
    }
    pb_arena_free(a);
}

/* Mean absolute difference to the true rates over the next week, all queues. */
static double off_by(pb_arena *a, const pb_history *h, unsigned without, double thin)
{
    const pb_forecast_options opt = {.without = without};
    pb_forecast f;
    pb_forecast_report r;
    assert_int_equal(
        pb_forecast_make(a, h, NULL, NULL, h->grid.first + h->grid.n_days, 7, &opt, &f, &r, NULL),
        PB_OK);
    double sum = 0;
    for (int32_t q = 0; q < N; q++)
        for (int32_t i = 0; i < f.grid.n_slots; i++)
            sum += fabs(f.contacts[(size_t)q * (size_t)f.grid.n_slots + (size_t)i] -
                        office_rate(f.grid.first + pb_grid_day(&f.grid, i),
                                    pb_grid_minute(&f.grid, i), NULL) /
                            thin);
    return sum;
}

static void small_queues_gain_by_the_team(void **state)
{
    (void)state;
    pb_arena *a = pb_arena_new(NULL);
    pb_history h = team(a, 60, 40, 0); /* ten contacts a day each */
    assert_true(off_by(a, &h, 0, 40) < 0.9 * off_by(a, &h, PB_WITHOUT_POOLING, 40));
    pb_history large = team(a, 60, 1, 0);
    assert_true(off_by(a, &large, 0, 1) == off_by(a, &large, PB_WITHOUT_POOLING, 1));
    pb_arena_free(a);
}

static void the_replay_sees_the_noise_floor(void **state)
{
    (void)state;
    pb_arena *a = pb_arena_new(NULL);
    pb_history h = team(a, 250, 1, 0);
    const pb_forecast_options opt = {.threads = 2};
    pb_backtest b;
    assert_int_equal(pb_forecast_backtest(a, &h, NULL, NULL, 9, 28, &opt, &b, NULL), PB_OK);
    assert_int_equal(b.n_origins, 9);
    assert_int_equal(b.origins[8], FIRST + 250 - 28);
    const pb_backtest_row *all = &b.rows[N];
    assert_true(all->of[PB_BACKTEST_OWN].wape_slot < 1.08 * all->floor_slot);
    assert_true(all->of[PB_BACKTEST_OWN].wape_slot > 0.97 * all->floor_slot);
    assert_true(all->of[PB_BACKTEST_LAST_WEEK].wape_slot > 1.3 * all->floor_slot);
    assert_true(all->of[PB_BACKTEST_MEAN8].wape_day < all->of[PB_BACKTEST_LAST_WEEK].wape_day);
    assert_true(fabs(all->of[PB_BACKTEST_LAST_WEEK].mase - 1) < 0.1);
    assert_true(fabs(all->of[PB_BACKTEST_OWN].bias) < 0.02);
    for (int what = 0; what < 2; what++) {
        assert_true(all->held[what][0] > 0.74 && all->held[what][0] < 0.9);
        assert_true(all->held[what][1] > 0.92 && all->held[what][1] < 0.985);
    }
    pb_diags *d = pb_diags_new(NULL, NULL);
    pb_history brief = team(a, 20, 1, 0);
    assert_int_equal(pb_forecast_backtest(a, &brief, NULL, NULL, 3, 28, &opt, &b, d), PB_ERR_INPUT);
    assert_int_equal(pb_diags_errors(d), 1);
    pb_diags_free(d);
    pb_arena_free(a);
}

static void a_morning_twice_as_busy_lifts_the_rest_where_mornings_tell(void **state)
{
    (void)state;
    pb_arena *a = pb_arena_new(NULL);
    const pb_forecast_options opt = {0};
    for (int swings = 0; swings < 2; swings++) {
        pb_history h = team(a, 197, 1, swings ? 0.09 : 0);
        const pb_date from = FIRST + 196; /* a Wednesday */
        pb_history today = team(a, 197, 1, 0);
        double *y = (double *)(uintptr_t)today.contacts;
        const size_t n = (size_t)today.grid.n_slots;
        for (size_t q = 0; q < N; q++)
            for (int32_t i = today.grid.day_slot[196]; i < today.grid.n_slots; i++)
                y[q * n + (size_t)i] = pb_grid_minute(&today.grid, i) >= 720   ? NAN
                                       : pb_grid_minute(&today.grid, i) >= 480 ? 40
                                                                               : 0;
        pb_forecast f, before;
        pb_forecast_report r;
        pb_intraday_note notes[N];
        forecast_or_fail(a, &h, NULL, NULL, from, 2, false, &f, &r, NULL);
        before = f;
        assert_int_equal(pb_forecast_intraday(a, &h, NULL, NULL, &today, &opt, &f, notes), PB_OK);
        assert_int_equal(notes[0].known_to_min, 720);
        assert_true(fabs(notes[0].seen - 320) < 1e-9);
        assert_true(f.contacts[20] == 40 && f.high95[20] == 40); /* 10:00 has been */
        assert_true(f.contacts[60] == before.contacts[60]);      /* tomorrow stays */
        if (swings)
            assert_true(notes[0].lasts >= 0.5 && f.contacts[30] > 1.3 * before.contacts[30]);
        else
            assert_true(f.contacts[30] < 1.25 * before.contacts[30]);
        assert_true(f.low95[30] <= f.contacts[30] && f.contacts[30] <= f.high95[30]);
    }
    pb_arena_free(a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(threads_change_no_byte),
        cmocka_unit_test(small_queues_gain_by_the_team),
        cmocka_unit_test(the_replay_sees_the_noise_floor),
        cmocka_unit_test(a_morning_twice_as_busy_lifts_the_rest_where_mornings_tell),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
