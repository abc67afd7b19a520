/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Columns seen so far, one row of days each, found again by person and without doubles. */
#include "planner/engine_private.h"

#include <string.h>

pb_status eng_pool_make(engine *e, int64_t megabytes)
{
    eng_pool *pool = &e->pool;
    int64_t each = (int64_t)e->p->n_days * (int64_t)sizeof(pb_choice) + 24;
    int64_t max = megabytes * 1000000 / each;
    pool->max = (int32_t)(max > 2000000 ? 2000000 : max);
    pool->n_buckets = 1 << 17;
    pool->newest = PB_NEW_ARRAY(e->arena, (size_t)e->p->n_people, int32_t);
    pool->bucket = PB_NEW_ARRAY(e->arena, (size_t)pool->n_buckets, int32_t);
    if (pool->newest == NULL || pool->bucket == NULL)
        return PB_ERR_NOMEM;
    memset(pool->newest, 0xff, (size_t)e->p->n_people * sizeof *pool->newest);
    memset(pool->bucket, 0xff, (size_t)pool->n_buckets * sizeof *pool->bucket);
    return PB_OK;
}

void eng_pool_free(const engine *e, eng_pool *pool)
{
    pb_free(e->al, pool->person);
    pb_free(e->al, pool->older);
    pb_free(e->al, pool->hash);
    pb_free(e->al, pool->days);
}

static uint64_t hash_of(int32_t person, const pb_choice *days, int32_t n)
{
    uint64_t h = 1469598103934665603u ^ (uint64_t)person * 0x9E3779B97F4A7C15u;
    for (int32_t d = 0; d < n; d++) {
        h = (h ^ (uint64_t)(uint16_t)days[d].choice) * 1099511628211u;
        h = (h ^ (uint64_t)days[d].holes << 16) * 1099511628211u;
    }
    return h ^ h >> 29;
}

static pb_status room(const engine *e, eng_pool *pool)
{
    size_t n = (size_t)pool->n + 1, nd = (size_t)e->p->n_days;
    pb_status st = pb_grow(e->al, &pool->person, &pool->cap_person, n, sizeof *pool->person);
    if (st == PB_OK)
        st = pb_grow(e->al, &pool->older, &pool->cap_older, n, sizeof *pool->older);
    if (st == PB_OK)
        st = pb_grow(e->al, &pool->hash, &pool->cap_hash, n, sizeof *pool->hash);
    if (st == PB_OK)
        st = pb_grow(e->al, &pool->days, &pool->cap_days, n * nd, sizeof *pool->days);
    return st;
}

pb_status eng_pool_add(const engine *e, eng_pool *pool, int32_t person, const pb_choice *days)
{
    size_t nd = (size_t)e->p->n_days;
    if (pool->n >= pool->max)
        return PB_OK;
    uint64_t h = hash_of(person, days, e->p->n_days);
    uint32_t at = (uint32_t)h & (uint32_t)(pool->n_buckets - 1);
    for (int probe = 0; probe < 8; probe++, at = (at + 1) & (uint32_t)(pool->n_buckets - 1)) {
        int32_t i = pool->bucket[at];
        if (i < 0)
            break;
        if (pool->hash[i] == h && pool->person[i] == person &&
            memcmp(pool->days + (size_t)i * nd, days, nd * sizeof *days) == 0)
            return PB_OK;
    }
    pb_status st = room(e, pool);
    if (st != PB_OK)
        return st;
    int32_t i = pool->n++;
    pool->person[i] = person;
    pool->hash[i] = h;
    pool->older[i] = pool->newest[person];
    pool->newest[person] = i;
    memcpy(pool->days + (size_t)i * nd, days, nd * sizeof *days);
    pool->bucket[at] = i; /* the last place looked at: an old entry may be forgotten there */
    return PB_OK;
}
