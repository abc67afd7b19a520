/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Memory by lifetime. Library code allocates from an arena that its caller names after a
 * lifetime (input, scenario, scratch); a whole lifetime is freed at once, nothing singly.
 * Arrays that grow, or that live apart from any arena, use pb_alloc/pb_realloc/pb_free.
 *
 * Every byte comes through the allocator seam below, so that a test can refuse the n-th call.
 */
#ifndef PAIBAN_BASE_MEMORY_H
#define PAIBAN_BASE_MEMORY_H

#include "base/status.h"

#include <stddef.h>
#include <stdint.h>

/* The seam. ctx is handed back unchanged. realloc semantics: p may be NULL, size 0 frees. */
typedef struct pb_allocator {
    void *(*resize)(void *ctx, void *p, size_t size);
    void *ctx;
} pb_allocator;

/* The C library's allocator; use it where no other was given. */
extern const pb_allocator pb_allocator_libc;

/* n * size bytes, zeroed; NULL when refused or when the product overflows. al may be NULL (libc). */
void *pb_alloc(const pb_allocator *al, size_t n, size_t size);
/* Resizes to n * size bytes (new bytes undefined); NULL and p untouched when refused. */
void *pb_realloc(const pb_allocator *al, void *p, size_t n, size_t size);
void pb_free(const pb_allocator *al, void *p);

/*
 * Makes room for at least `need` elements of `size` bytes in the array *p of capacity *cap,
 * growing by half; PB_ERR_NOMEM leaves *p and *cap as they were.
 */
PB_MUST_USE pb_status pb_grow(const pb_allocator *al, void *p_array, size_t *cap, size_t need,
                              size_t size);

typedef struct pb_arena pb_arena;

/* NULL when refused. al is borrowed and may be NULL (libc). */
pb_arena *pb_arena_new(const pb_allocator *al);
/* Frees the arena and all it handed out; accepts NULL. */
void pb_arena_free(pb_arena *a);
/* Takes back all it handed out; the arena (and a little memory) stays for reuse. */
void pb_arena_reset(pb_arena *a);
/* n * size bytes, zeroed, aligned for any type; NULL when refused. n = 0 gives a valid pointer.
 * Under AddressSanitizer each piece is an allocation of its own, so that overruns are seen. */
void *pb_arena_alloc(pb_arena *a, size_t n, size_t size);
/* Copies; NULL when refused. */
char *pb_arena_strdup(pb_arena *a, const char *s);
char *pb_arena_strndup(pb_arena *a, const char *s, size_t n);
char *pb_arena_printf(pb_arena *a, const char *fmt, ...) PB_PRINTF(2, 3);
/* Bytes handed out since the last reset. */
size_t pb_arena_used(const pb_arena *a);
const pb_allocator *pb_arena_allocator(const pb_arena *a);

#define PB_NEW(arena, type)          ((type *)pb_arena_alloc((arena), 1, sizeof(type)))
#define PB_NEW_ARRAY(arena, n, type) ((type *)pb_arena_alloc((arena), (n), sizeof(type)))

#endif
