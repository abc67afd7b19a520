/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "planner/machine.h"

#include <string.h>

enum { DEAD = -1, BUCKETS = 4093 };

typedef struct product {
    const pb_machine *a, *b;
    const int16_t *letter_a, *letter_b;
    int32_t n_symbols, n, cap;
    int32_t *of_a, *of_b;  /* [n] the pair that a state stands for */
    int32_t *id;           /* [a state * b states + b state] */
    int32_t *next, *price; /* [n * n_symbols] */
    size_t cap_a, cap_b, cap_next, cap_price;
    const pb_allocator *al;
} product;

static pb_status room(product *x)
{
    size_t rows = (size_t)x->n + 1, cells = rows * (size_t)x->n_symbols;
    pb_status s = pb_grow(x->al, &x->of_a, &x->cap_a, rows, sizeof *x->of_a);
    if (!s)
        s = pb_grow(x->al, &x->of_b, &x->cap_b, rows, sizeof *x->of_b);
    if (!s)
        s = pb_grow(x->al, &x->next, &x->cap_next, cells, sizeof *x->next);
    return s ? s : pb_grow(x->al, &x->price, &x->cap_price, cells, sizeof *x->price);
}

static pb_status state_of(product *x, int32_t a, int32_t b, int32_t *ret)
{
    int32_t *id = &x->id[(size_t)a * (size_t)x->b->n_states + (size_t)b];
    if (*id == 0) {
        pb_status s = x->n == x->cap ? PB_ERR_LIMIT : room(x);
        if (s)
            return s;
        x->of_a[x->n] = a;
        x->of_b[x->n] = b;
        *id = ++x->n;
    }
    *ret = *id - 1;
    return PB_OK;
}

static int32_t price_of(const pb_machine *m, size_t at)
{
    return m->price ? m->price[at] : 0;
}

static pb_status step(product *x, int32_t q, int32_t symbol)
{
    const pb_machine *a = x->a, *b = x->b;
    size_t i = (size_t)x->of_a[q] * (size_t)a->n_letters + (size_t)x->letter_a[symbol];
    size_t k = (size_t)x->of_b[q] * (size_t)b->n_letters + (size_t)x->letter_b[symbol];
    size_t at = (size_t)q * (size_t)x->n_symbols + (size_t)symbol;
    int32_t to = DEAD;
    pb_status s = PB_OK;

    if (a->next[i] >= 0 && b->next[k] >= 0)
        s = state_of(x, a->next[i], b->next[k], &to);
    x->next[at] = to;
    x->price[at] = to == DEAD ? 0 : price_of(a, i) + price_of(b, k);
    return s;
}

static pb_status explore(product *x)
{
    int32_t start;
    pb_status s = state_of(x, x->a->start, x->b->start, &start);
    for (int32_t q = 0; !s && q < x->n; q++)
        for (int32_t symbol = 0; !s && symbol < x->n_symbols; symbol++)
            s = step(x, q, symbol);
    return s;
}

/* --- merging states that behave alike --- */

static bool alike(const product *x, const int32_t *block, int32_t p, int32_t q)
{
    size_t n = (size_t)x->n_symbols, i = (size_t)p * n, k = (size_t)q * n;
    if (block[p] != block[q] || memcmp(x->price + i, x->price + k, n * sizeof *x->price) != 0)
        return false;
    for (size_t s = 0; s < n; s++) {
        int32_t to_p = x->next[i + s], to_q = x->next[k + s];
        if ((to_p < 0) != (to_q < 0) || (to_p >= 0 && block[to_p] != block[to_q]))
            return false;
    }
    return true;
}

static uint32_t signature(const product *x, const int32_t *block, int32_t q)
{
    size_t n = (size_t)x->n_symbols;
    uint32_t h = (uint32_t)block[q] * 2654435761u;
    for (size_t s = 0; s < n; s++) {
        int32_t to = x->next[(size_t)q * n + s];
        h = (h ^ (uint32_t)(to < 0 ? -1 : block[to])) * 16777619u;
        h = (h ^ (uint32_t)x->price[(size_t)q * n + s]) * 16777619u;
    }
    return h ^ h >> 13;
}

/* One round of Moore's refinement; the number of blocks. */
static int32_t refine(const product *x, const int32_t *block, int32_t *fresh, int32_t *first, int32_t *chain)
{
    int32_t blocks = 0;
    for (int32_t i = 0; i < BUCKETS; i++)
        first[i] = -1;
    for (int32_t q = 0; q < x->n; q++) {
        uint32_t h = signature(x, block, q) % BUCKETS;
        int32_t r = first[h];
        while (r >= 0 && !alike(x, block, q, r))
            r = chain[r];
        fresh[q] = r < 0 ? blocks++ : fresh[r];
        if (r < 0) {
            chain[q] = first[h];
            first[h] = q;
        }
    }
    return blocks;
}

static uint8_t mark_of(const product *x, int32_t q)
{
    return (uint8_t)((x->a->mark && x->a->mark[x->of_a[q]]) || (x->b->mark && x->b->mark[x->of_b[q]]));
}

static pb_status merged(pb_arena *scratch, const product *x, int32_t **ret_block, int32_t *ret_blocks)
{
    int32_t *block = PB_NEW_ARRAY(scratch, (size_t)x->n, int32_t);
    int32_t *fresh = PB_NEW_ARRAY(scratch, (size_t)x->n, int32_t);
    int32_t *chain = PB_NEW_ARRAY(scratch, (size_t)x->n, int32_t);
    int32_t *first = PB_NEW_ARRAY(scratch, BUCKETS, int32_t), had = 0, blocks = 1;

    if (!block || !fresh || !chain || !first)
        return PB_ERR_NOMEM;
    for (int32_t q = 0; q < x->n; q++)
        block[q] = mark_of(x, q);
    while (had != blocks) {
        had = blocks;
        blocks = refine(x, block, fresh, first, chain);
        memcpy(block, fresh, (size_t)x->n * sizeof *block);
    }
    *ret_block = block;
    *ret_blocks = blocks;
    return PB_OK;
}

static pb_status written(pb_arena *arena, const product *x, const int32_t *block, int32_t blocks, pb_machine *ret)
{
    size_t n = (size_t)x->n_symbols;
    int32_t *next = PB_NEW_ARRAY(arena, (size_t)blocks * n, int32_t);
    int32_t *price = PB_NEW_ARRAY(arena, (size_t)blocks * n, int32_t);
    uint8_t *mark = PB_NEW_ARRAY(arena, (size_t)blocks, uint8_t);

    if (!next || !price || !mark)
        return PB_ERR_NOMEM;
    for (int32_t q = 0; q < x->n; q++) {
        size_t to = (size_t)block[q] * n, from = (size_t)q * n;
        mark[block[q]] = mark_of(x, q);
        for (size_t s = 0; s < n; s++) {
            next[to + s] = x->next[from + s] < 0 ? DEAD : block[x->next[from + s]];
            price[to + s] = x->price[from + s];
        }
    }
    *ret = (pb_machine){blocks, x->n_symbols, block[0], next, price, mark};
    return PB_OK;
}

pb_status pb_machine_product(pb_arena *arena, const pb_machine *a, const int16_t *letter_a,
                             const pb_machine *b, const int16_t *letter_b, int32_t n_symbols,
                             int32_t max_states, pb_machine *ret)
{
    product x = {.a = a, .b = b, .letter_a = letter_a, .letter_b = letter_b, .n_symbols = n_symbols,
                 .cap = max_states, .al = pb_arena_allocator(arena)};
    pb_arena *scratch = pb_arena_new(x.al);
    int32_t *block, blocks;
    pb_status s;

    if (!scratch)
        return PB_ERR_NOMEM;
    x.id = PB_NEW_ARRAY(scratch, (size_t)a->n_states * (size_t)b->n_states, int32_t);
    s = x.id ? explore(&x) : PB_ERR_NOMEM;
    if (!s)
        s = merged(scratch, &x, &block, &blocks);
    if (!s)
        s = written(arena, &x, block, blocks, ret);
    pb_free(x.al, x.of_a);
    pb_free(x.al, x.of_b);
    pb_free(x.al, x.next);
    pb_free(x.al, x.price);
    pb_arena_free(scratch);
    return s;
}
