/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "support/cm.h"

#include "base/parallel.h"
#include "base/random.h"

#include <stdatomic.h>
#include <string.h>

enum { N = 2000 };

typedef struct sums {
    double by_item[N];
    atomic_int runs[N];
    atomic_int worker_out_of_range;
    int n_threads;
    size_t fail_from; /* items at or above it fail, the higher the earlier in time */
} sums;

static pb_status draw(void *ctx, size_t item, int worker)
{
    sums *s = ctx;
    if (worker < 0 || worker >= s->n_threads)
        atomic_fetch_add(&s->worker_out_of_range, 1);
    atomic_fetch_add(&s->runs[item], 1);
    pb_rng r = pb_rng_stream(7, item);
    for (int i = 0; i < 20; i++)
        s->by_item[item] += pb_rng_normal(&r);
    if (item < s->fail_from)
        return PB_OK;
    return item == s->fail_from ? PB_ERR_LIMIT : PB_ERR_INTERNAL;
}

static void same_results_on_any_number_of_threads(void **state)
{
    (void)state;
    static sums one, many;
    one = (sums){.n_threads = 1, .fail_from = N};
    assert_int_equal(pb_parallel(1, N, draw, &one), PB_OK);
    static const int threads[] = {2, 3, 8, 1000};
    for (size_t t = 0; t < sizeof threads / sizeof threads[0]; t++) {
        memset(&many, 0, sizeof many);
        many.n_threads = threads[t];
        many.fail_from = N;
        assert_int_equal(pb_parallel(threads[t], N, draw, &many), PB_OK);
        assert_memory_equal(many.by_item, one.by_item, sizeof one.by_item);
        assert_int_equal(atomic_load(&many.worker_out_of_range), 0);
        for (int i = 0; i < N; i++)
            assert_int_equal(atomic_load(&many.runs[i]), 1);
    }
}

static void the_first_failure_in_item_order_is_told(void **state)
{
    (void)state;
    static sums s;
    for (size_t from = 0; from < 12; from++)
        for (int threads = 1; threads <= 8; threads *= 2) {
            memset(&s, 0, sizeof s);
            s.n_threads = threads;
            s.fail_from = from;
            assert_int_equal(pb_parallel(threads, N, draw, &s), PB_ERR_LIMIT);
            for (size_t i = 0; i <= from; i++)
                assert_int_equal(atomic_load(&s.runs[i]), 1);
        }
}

static void edges(void **state)
{
    (void)state;
    static sums s;
    s.n_threads = 4;
    s.fail_from = N;
    assert_int_equal(pb_parallel(4, 0, draw, &s), PB_OK);
    assert_int_equal(atomic_load(&s.runs[0]), 0);
    assert_int_equal(pb_parallel(0, 5, draw, &s), PB_ERR_DOMAIN);
    assert_int_equal(pb_parallel(4, 1, draw, &s), PB_OK);
    assert_int_equal(atomic_load(&s.runs[0]), 1);
}

typedef struct shared {
    pb_mutex *mutex;
    long sum;
} shared;

static pb_status add_up(void *ctx, size_t item, int worker)
{
    shared *s = ctx;
    (void)worker;
    for (int i = 0; i < 100; i++) {
        pb_mutex_lock(s->mutex);
        s->sum += (long)item;
        pb_mutex_unlock(s->mutex);
    }
    return PB_OK;
}

static void a_mutex_lets_one_thread_in(void **state)
{
    (void)state;
    shared s = {.sum = 0};
    assert_int_equal(pb_mutex_new(NULL, &s.mutex), PB_OK);
    assert_int_equal(pb_parallel(4, 100, add_up, &s), PB_OK);
    assert_int_equal(s.sum, 100L * 99 * 100 / 2);
    pb_mutex_free(NULL, s.mutex);
    pb_mutex_free(NULL, NULL);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(same_results_on_any_number_of_threads),
        cmocka_unit_test(a_mutex_lets_one_thread_in),
        cmocka_unit_test(the_first_failure_in_item_order_is_told),
        cmocka_unit_test(edges),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
