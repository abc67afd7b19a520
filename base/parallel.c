/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/parallel.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdint.h>

enum { MAX_THREADS = 256 };

typedef struct job {
    pb_status (*work)(void *ctx, size_t item, int worker);
    void *ctx;
    size_t n_items;
    atomic_size_t next;
    /* The lowest item that failed. An item is left out only when a lower one has failed, so the
     * first failure in item order is always found. */
    atomic_size_t failed;
    pthread_mutex_t mutex; /* guards status and changes of failed */
    pb_status status;
} job;

typedef struct worker {
    job *job;
    int number;
    pthread_t thread;
} worker;

static void note_failure(job *j, size_t item, pb_status status)
{
    pthread_mutex_lock(&j->mutex);
    if (item < atomic_load(&j->failed)) {
        atomic_store(&j->failed, item);
        j->status = status;
    }
    pthread_mutex_unlock(&j->mutex);
}

static void *run(void *arg)
{
    const worker *w = arg;
    job *j = w->job;
    for (;;) {
        size_t item = atomic_fetch_add(&j->next, 1);
        if (item >= j->n_items || item > atomic_load(&j->failed))
            return NULL;
        pb_status st = j->work(j->ctx, item, w->number);
        if (st)
            note_failure(j, item, st);
    }
}

pb_status pb_parallel(int n_threads, size_t n_items,
                      pb_status (*work)(void *ctx, size_t item, int worker), void *ctx)
{
    if (n_threads < 1)
        return PB_ERR_DOMAIN;
    job j = {.work = work, .ctx = ctx, .n_items = n_items, .status = PB_OK};
    atomic_init(&j.next, 0);
    atomic_init(&j.failed, SIZE_MAX);
    if (pthread_mutex_init(&j.mutex, NULL))
        return PB_ERR_NOMEM;
    worker workers[MAX_THREADS];
    if (n_threads > MAX_THREADS)
        n_threads = MAX_THREADS;
    if ((size_t)n_threads > n_items)
        n_threads = n_items ? (int)n_items : 1;
    int started = 1;
    for (; started < n_threads; started++) {
        workers[started] = (worker){.job = &j, .number = started};
        if (pthread_create(&workers[started].thread, NULL, run, &workers[started]))
            break;
    }
    workers[0] = (worker){.job = &j, .number = 0};
    run(&workers[0]);
    for (int i = 1; i < started; i++)
        pthread_join(workers[i].thread, NULL);
    pthread_mutex_destroy(&j.mutex);
    return j.status;
}

struct pb_mutex {
    pthread_mutex_t mutex;
};

pb_status pb_mutex_new(const pb_allocator *al, pb_mutex **ret)
{
    pb_mutex *lock = pb_alloc(al, 1, sizeof *lock);
    if (lock == NULL)
        return PB_ERR_NOMEM;
    if (pthread_mutex_init(&lock->mutex, NULL)) {
        pb_free(al, lock);
        return PB_ERR_NOMEM;
    }
    *ret = lock;
    return PB_OK;
}

void pb_mutex_free(const pb_allocator *al, pb_mutex *lock)
{
    if (lock == NULL)
        return;
    pthread_mutex_destroy(&lock->mutex);
    pb_free(al, lock);
}

void pb_mutex_lock(pb_mutex *lock)
{
    pthread_mutex_lock(&lock->mutex);
}

void pb_mutex_unlock(pb_mutex *lock)
{
    pthread_mutex_unlock(&lock->mutex);
}
