/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef PAIBAN_BASE_PARALLEL_H
#define PAIBAN_BASE_PARALLEL_H

#include "base/memory.h"
#include "base/status.h"

#include <stddef.h>

/*
 * Runs work(ctx, item, worker) for item = 0 … n_items-1 on up to n_threads threads (>= 1; the
 * calling thread is one of them) and returns when all are done. Items are taken in order; which
 * worker gets which item is not fixed, so results must be stored by item, and random numbers drawn
 * from a stream per item. worker is 0 … n_threads-1, for scratch memory.
 *
 * The first failing item in item order decides the returned status; items after a failure may be
 * left out. Threads that cannot be started are done without.
 */
PB_MUST_USE pb_status pb_parallel(int n_threads, size_t n_items,
                                  pb_status (*work)(void *ctx, size_t item, int worker), void *ctx);

/* One thread at a time between lock and unlock. */
typedef struct pb_mutex pb_mutex;
PB_MUST_USE pb_status pb_mutex_new(const pb_allocator *al, pb_mutex **ret);
void pb_mutex_free(const pb_allocator *al, pb_mutex *mutex); /* accepts NULL */
void pb_mutex_lock(pb_mutex *mutex);
void pb_mutex_unlock(pb_mutex *mutex);

#endif
