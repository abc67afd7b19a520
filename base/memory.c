/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/memory.h"

#include <stdalign.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#if defined(__SANITIZE_ADDRESS__)
#define ONE_PIECE_A_CHUNK 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define ONE_PIECE_A_CHUNK 1
#endif
#endif
#ifndef ONE_PIECE_A_CHUNK
#define ONE_PIECE_A_CHUNK 0
#endif

static void *libc_resize(void *ctx, void *p, size_t size)
{
    (void)ctx;
    if (size == 0) {
        free(p);
        return NULL;
    }
    return realloc(p, size);
}

const pb_allocator pb_allocator_libc = {libc_resize, NULL};

static const pb_allocator *or_libc(const pb_allocator *al)
{
    return al ? al : &pb_allocator_libc;
}

/* Never 0 on success: size 0 would mean "free" at the seam. */
static bool product(size_t n, size_t size, size_t *ret)
{
    if (size && n > SIZE_MAX / size)
        return false;
    size_t bytes = n * size;
    *ret = bytes > 0 ? bytes : 1;
    return true;
}

void *pb_alloc(const pb_allocator *al, size_t n, size_t size)
{
    size_t bytes;
    if (!product(n, size, &bytes))
        return NULL;
    al = or_libc(al);
    void *p = al->resize(al->ctx, NULL, bytes);
    if (p)
        memset(p, 0, bytes);
    return p;
}

void *pb_realloc(const pb_allocator *al, void *p, size_t n, size_t size)
{
    size_t bytes;
    if (!product(n, size, &bytes))
        return NULL;
    al = or_libc(al);
    return al->resize(al->ctx, p, bytes);
}

void pb_free(const pb_allocator *al, void *p)
{
    if (!p)
        return;
    al = or_libc(al);
    al->resize(al->ctx, p, 0);
}

pb_status pb_grow(const pb_allocator *al, void *p_array, size_t *cap, size_t need, size_t size)
{
    if (need <= *cap)
        return PB_OK;
    size_t more = *cap > SIZE_MAX - *cap / 2 - 8 ? need : *cap + *cap / 2 + 8;
    if (more < need)
        more = need;
    /* The caller's pointer has a type of its own; memcpy reads and writes it without aliasing. */
    void *p;
    memcpy(&p, p_array, sizeof p);
    p = pb_realloc(al, p, more, size);
    if (!p)
        return PB_ERR_NOMEM;
    memcpy(p_array, &p, sizeof p);
    *cap = more;
    return PB_OK;
}

typedef struct chunk {
    struct chunk *next;
    size_t cap, used;
    alignas(max_align_t) char bytes[];
} chunk;

struct pb_arena {
    const pb_allocator *al;
    chunk *chunks; /* the newest that is filled piece by piece comes first */
    size_t next_cap;
    size_t used;
};

/* Chunks double from small to large, so that an arena of few names stays small and one of a
 * million rows costs few calls; a piece larger than half a chunk gets one of its own. */
enum { FIRST_CHUNK = 1 << 12, LAST_CHUNK = 1 << 20 };

pb_arena *pb_arena_new(const pb_allocator *al)
{
    al = or_libc(al);
    pb_arena *a = pb_alloc(al, 1, sizeof *a);
    if (a) {
        a->al = al;
        a->next_cap = FIRST_CHUNK;
    }
    return a;
}

static void free_chunks(const pb_arena *a, chunk *c)
{
    while (c) {
        chunk *next = c->next;
        pb_free(a->al, c);
        c = next;
    }
}

/* The newest chunk stays, so that a scratch arena reset in a loop does not go to the allocator. */
void pb_arena_reset(pb_arena *a)
{
    chunk *keep = a->chunks;
    if (ONE_PIECE_A_CHUNK || (keep && keep->cap > LAST_CHUNK))
        keep = NULL;
    free_chunks(a, keep ? keep->next : a->chunks);
    if (keep) {
        keep->next = NULL;
        keep->used = 0;
    }
    a->chunks = keep;
    a->used = 0;
}

void pb_arena_free(pb_arena *a)
{
    if (!a)
        return;
    free_chunks(a, a->chunks);
    pb_free(a->al, a);
}

static chunk *add_chunk(pb_arena *a, size_t cap, bool behind_first)
{
    if (cap > SIZE_MAX - sizeof(chunk))
        return NULL;
    chunk *c = pb_realloc(a->al, NULL, 1, sizeof *c + cap);
    if (!c)
        return NULL;
    c->cap = cap;
    c->used = 0;
    if (behind_first && a->chunks) {
        c->next = a->chunks->next;
        a->chunks->next = c;
    } else {
        c->next = a->chunks;
        a->chunks = c;
    }
    return c;
}

static chunk *chunk_with_room(pb_arena *a, size_t bytes)
{
    if (ONE_PIECE_A_CHUNK || bytes > a->next_cap / 2)
        return add_chunk(a, bytes, true);
    chunk *c = a->chunks;
    if (c && bytes <= c->cap - c->used)
        return c;
    c = add_chunk(a, a->next_cap, false);
    if (c && a->next_cap < LAST_CHUNK)
        a->next_cap *= 2;
    return c;
}

void *pb_arena_alloc(pb_arena *a, size_t n, size_t size)
{
    size_t bytes;
    const size_t unit = alignof(max_align_t);
    if (!product(n, size, &bytes) || bytes > SIZE_MAX - unit)
        return NULL;
    /* Under ASan the piece keeps its exact length, so that one byte past it is seen. */
    size_t step = ONE_PIECE_A_CHUNK ? bytes : (bytes + unit - 1) / unit * unit;
    chunk *c = chunk_with_room(a, step);
    if (!c)
        return NULL;
    void *p = c->bytes + c->used;
    c->used += step;
    a->used += bytes;
    memset(p, 0, bytes);
    return p;
}

char *pb_arena_strndup(pb_arena *a, const char *s, size_t n)
{
    if (n == SIZE_MAX)
        return NULL;
    char *copy = pb_arena_alloc(a, n + 1, 1);
    if (copy)
        memcpy(copy, s, n);
    return copy;
}

char *pb_arena_strdup(pb_arena *a, const char *s)
{
    return pb_arena_strndup(a, s, strlen(s));
}

char *pb_arena_printf(pb_arena *a, const char *fmt, ...)
{
    va_list args, again;
    va_start(args, fmt);
    va_copy(again, args);
    int n = vsnprintf(NULL, 0, fmt, args);
    char *s = n < 0 ? NULL : pb_arena_alloc(a, (size_t)n + 1, 1);
    if (s)
        vsnprintf(s, (size_t)n + 1, fmt, again);
    va_end(again);
    va_end(args);
    return s;
}

size_t pb_arena_used(const pb_arena *a)
{
    return a->used;
}

const pb_allocator *pb_arena_allocator(const pb_arena *a)
{
    return a->al;
}
