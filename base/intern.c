/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/intern.h"

#include <stdbool.h>
#include <string.h>

/*
 * Open addressing with linear probing, at most half full. Outgrown arrays stay in the arena until
 * it goes; doubling bounds them by the size of the live ones.
 */
struct pb_intern {
    pb_arena *arena;
    const char **names; /* [cap] */
    uint32_t *hashes;   /* [cap] */
    int32_t n, cap;
    int32_t *table; /* [2 * cap] id + 1; 0 = free */
};

enum { FIRST_CAP = 32 };

/* FNV-1a, 32 bits (Fowler, Noll, Vo; draft-eastlake-fnv). */
static uint32_t hash_of(const char *s)
{
    uint32_t h = 2166136261U;
    for (; *s; s++)
        h = (h ^ (unsigned char)*s) * 16777619U;
    return h;
}

/* cap is a power of two, so the table's length 2 * cap is one too. */
static uint32_t mask_of(const pb_intern *in)
{
    return 2U * (uint32_t)in->cap - 1U;
}

static bool reserve(pb_intern *in, int32_t cap)
{
    if (cap > INT32_MAX / 4)
        return false;
    const char **names = PB_NEW_ARRAY(in->arena, (size_t)cap, const char *);
    uint32_t *hashes = PB_NEW_ARRAY(in->arena, (size_t)cap, uint32_t);
    int32_t *table = PB_NEW_ARRAY(in->arena, 2 * (size_t)cap, int32_t);
    if (!names || !hashes || !table)
        return false;
    if (in->n) {
        memcpy(names, in->names, (size_t)in->n * sizeof *names);
        memcpy(hashes, in->hashes, (size_t)in->n * sizeof *hashes);
    }
    in->names = names;
    in->hashes = hashes;
    in->table = table;
    in->cap = cap;
    for (int32_t id = 0; id < in->n; id++) {
        uint32_t at = hashes[id] & mask_of(in);
        while (table[at])
            at = (at + 1) & mask_of(in);
        table[at] = id + 1;
    }
    return true;
}

pb_intern *pb_intern_new(pb_arena *a)
{
    pb_intern *in = PB_NEW(a, pb_intern);
    if (!in)
        return NULL;
    in->arena = a;
    return reserve(in, FIRST_CAP) ? in : NULL;
}

/* Where s stands in the table, or the free place where it belongs. */
static uint32_t place_of(const pb_intern *in, const char *s, uint32_t hash)
{
    uint32_t at = hash & mask_of(in);
    while (in->table[at]) {
        int32_t id = in->table[at] - 1;
        if (in->hashes[id] == hash && strcmp(in->names[id], s) == 0)
            break;
        at = (at + 1) & mask_of(in);
    }
    return at;
}

int32_t pb_intern_find(const pb_intern *in, const char *s)
{
    return in->table[place_of(in, s, hash_of(s))] - 1;
}

int32_t pb_intern_put(pb_intern *in, const char *s)
{
    uint32_t hash = hash_of(s);
    uint32_t at = place_of(in, s, hash);
    if (in->table[at])
        return in->table[at] - 1;
    if (in->n == in->cap) {
        if (!reserve(in, in->cap * 2))
            return -1;
        at = place_of(in, s, hash);
    }
    const char *name = pb_arena_strdup(in->arena, s);
    if (!name)
        return -1;
    in->names[in->n] = name;
    in->hashes[in->n] = hash;
    in->table[at] = ++in->n;
    return in->n - 1;
}

const char *pb_intern_name(const pb_intern *in, int32_t id)
{
    return id >= 0 && id < in->n ? in->names[id] : NULL;
}

int32_t pb_intern_count(const pb_intern *in)
{
    return in->n;
}

const char *const *pb_intern_names(const pb_intern *in)
{
    return in->names;
}
