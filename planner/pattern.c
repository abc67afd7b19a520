/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "planner/pattern.h"

#include <string.h>

enum { MAX_STATES = 20000, MAX_SEQUENCE = 8, DEAD = -1 };

/*
 * A product state is a tuple of one number per rule:
 *   run rule       0 = not in a run; k = k days long (capped); -k the same, begun before the border,
 *                  free of the minimum; BORDER = nothing known yet
 *   sequence rule  bit i set: the last i + 1 days matched sets[0 … i]
 *   same value     -1 = none yet in this group, else the value
 *   last           1 = the last day was worked
 */
enum { BORDER = INT16_MIN };

typedef struct builder {
    const pb_pattern_spec *spec;
    int32_t width, n, cap, n_buckets;
    int16_t *tuples; /* [n * width] */
    int32_t *next, *price, *bucket, *chain;
    pb_arena *scratch;
} builder;

static int32_t run_cap(const pb_run_rule *r)
{
    int32_t cap = r->max < PB_NO_LIMIT ? r->max : r->min;
    return cap < 1 ? 1 : cap;
}

/* One rule's step; DEAD where it is forbidden. *price gains what it costs. */
static int run_leave(const pb_run_rule *r, int len, bool border, int16_t *to, int32_t *price)
{
    *to = 0;
    if (border || len == 0 || len >= r->min)
        return 0;
    *price += r->price * (r->min - len);
    return r->price == 0 ? DEAD : 0;
}

static int run_step(const pb_run_rule *r, int16_t from, int sym, int16_t *to, int32_t *price)
{
    int len = from == BORDER ? 0 : from < 0 ? -from : from;
    bool border = from < 0; /* BORDER, too */
    if (!r->in[sym])
        return run_leave(r, len, border, to, price);
    if (r->max < PB_NO_LIMIT && len >= r->max) {
        if (r->price == 0)
            return DEAD;
        *price += r->price;
    }
    int cap = run_cap(r);
    len = len < cap ? len + 1 : cap;
    bool free_of_min = border && len < r->min;
    *to = (int16_t)(free_of_min ? -len : len);
    /* A border run that has grown past the minimum is like any other, but only if it is counted as
     * such on leaving: len >= min there. */
    return 0;
}

static int sequence_step(const pb_sequence_rule *q, int16_t from, int sym, int16_t *to, int32_t *price)
{
    int bits = ((int)from << 1 | 1) & ((1 << q->length) - 1);
    for (int i = 0; i < q->length; i++)
        if (!q->sets[i][sym])
            bits &= ~(1 << i);
    if (bits >> (q->length - 1) & 1) {
        if (q->price == 0)
            return DEAD;
        *price += q->price;
    }
    *to = (int16_t)(bits & ((1 << (q->length - 1)) - 1));
    return 0;
}

static int tuple_step(const pb_pattern_spec *s, const int16_t *from, int sym, int16_t *to, int32_t *price)
{
    *price = 0;
    int k = 0;
    for (int i = 0; i < s->n_runs; i++, k++)
        if (run_step(&s->runs[i], from[k], sym, &to[k], price) != 0)
            return DEAD;
    for (int i = 0; i < s->n_sequences; i++, k++)
        if (sequence_step(&s->sequences[i], from[k], sym, &to[k], price) != 0)
            return DEAD;
    if (s->value_of != NULL) {
        int16_t had = s->fresh != NULL && s->fresh[sym] ? -1 : from[k], v = s->value_of[sym];
        if (v >= 0 && had >= 0 && v != had)
            return DEAD;
        to[k++] = v >= 0 ? v : had;
    }
    to[k] = s->works[sym] ? 1 : 0;
    return 0;
}

static uint32_t tuple_hash(const int16_t *t, int n)
{
    uint32_t h = 2166136261u;
    for (int i = 0; i < n; i++)
        h = (h ^ (uint16_t)t[i]) * 16777619u;
    return h ^ h >> 15;
}

/* Index of the tuple, added when new; -1 at the limit. */
static int32_t tuple_id(builder *b, const int16_t *t)
{
    uint32_t h = tuple_hash(t, b->width) % (uint32_t)b->n_buckets;
    for (int32_t i = b->bucket[h]; i >= 0; i = b->chain[i])
        if (memcmp(b->tuples + (size_t)i * (size_t)b->width, t, (size_t)b->width * sizeof *t) == 0)
            return i;
    if (b->n == b->cap)
        return -1;
    memcpy(b->tuples + (size_t)b->n * (size_t)b->width, t, (size_t)b->width * sizeof *t);
    b->chain[b->n] = b->bucket[h];
    b->bucket[h] = b->n;
    return b->n++;
}

static pb_status builder_make(builder *b, const pb_pattern_spec *s, pb_arena *scratch)
{
    size_t nsym = (size_t)s->n_symbols;
    *b = (builder){.spec = s, .cap = MAX_STATES, .n_buckets = 4093, .scratch = scratch};
    b->width = s->n_runs + s->n_sequences + (s->value_of != NULL) + 1;
    b->tuples = PB_NEW_ARRAY(scratch, (size_t)b->cap * (size_t)b->width, int16_t);
    b->next = PB_NEW_ARRAY(scratch, (size_t)b->cap * nsym, int32_t);
    b->price = PB_NEW_ARRAY(scratch, (size_t)b->cap * nsym, int32_t);
    b->bucket = PB_NEW_ARRAY(scratch, (size_t)b->n_buckets, int32_t);
    b->chain = PB_NEW_ARRAY(scratch, (size_t)b->cap, int32_t);
    if (b->tuples == NULL || b->next == NULL || b->price == NULL || b->bucket == NULL || b->chain == NULL)
        return PB_ERR_NOMEM;
    for (int32_t i = 0; i < b->n_buckets; i++)
        b->bucket[i] = -1;
    return PB_OK;
}

/* All tuples reachable from the border. */
static pb_status explore(builder *b)
{
    int16_t *t = PB_NEW_ARRAY(b->scratch, (size_t)b->width, int16_t);
    if (t == NULL)
        return PB_ERR_NOMEM;
    const pb_pattern_spec *s = b->spec;
    for (int i = 0; i < s->n_runs; i++)
        t[i] = BORDER;
    if (s->value_of != NULL)
        t[s->n_runs + s->n_sequences] = -1;
    (void)tuple_id(b, t);
    for (int32_t q = 0; q < b->n; q++)
        for (int32_t sym = 0; sym < s->n_symbols; sym++) {
            size_t at = (size_t)q * (size_t)s->n_symbols + (size_t)sym;
            int32_t price;
            b->next[at] = DEAD;
            if (tuple_step(s, b->tuples + (size_t)q * (size_t)b->width, sym, t, &price) == DEAD)
                continue;
            b->next[at] = tuple_id(b, t);
            b->price[at] = price;
            if (b->next[at] < 0)
                return PB_ERR_LIMIT;
        }
    return PB_OK;
}

/* Same behaviour: same block now, same prices, and every symbol leads to the same block. */
static bool alike(const builder *b, const int32_t *block, int32_t p, int32_t q)
{
    size_t n = (size_t)b->spec->n_symbols;
    if (block[p] != block[q])
        return false;
    for (size_t s = 0; s < n; s++) {
        int32_t a = b->next[(size_t)p * n + s], c = b->next[(size_t)q * n + s];
        if ((a < 0) != (c < 0) || b->price[(size_t)p * n + s] != b->price[(size_t)q * n + s])
            return false;
        if (a >= 0 && block[a] != block[c])
            return false;
    }
    return true;
}

static uint32_t signature(const builder *b, const int32_t *block, int32_t q)
{
    size_t n = (size_t)b->spec->n_symbols;
    uint32_t h = (uint32_t)block[q] * 2654435761u;
    for (size_t s = 0; s < n; s++) {
        int32_t a = b->next[(size_t)q * n + s];
        h = (h ^ (uint32_t)(a < 0 ? -1 : block[a])) * 16777619u;
        h = (h ^ (uint32_t)b->price[(size_t)q * n + s]) * 16777619u;
    }
    return h ^ h >> 13;
}

/* Moore's refinement; *ret_blocks = number, block[state]. */
static pb_status minimise(builder *b, int32_t **ret_block, int32_t *ret_blocks)
{
    int32_t *block = PB_NEW_ARRAY(b->scratch, (size_t)b->n, int32_t);
    int32_t *fresh = PB_NEW_ARRAY(b->scratch, (size_t)b->n, int32_t);
    int32_t *first = PB_NEW_ARRAY(b->scratch, (size_t)b->n_buckets, int32_t);
    if (block == NULL || fresh == NULL || first == NULL)
        return PB_ERR_NOMEM;
    for (int32_t q = 0; q < b->n; q++)
        block[q] = b->tuples[(size_t)q * (size_t)b->width + (size_t)b->width - 1];
    for (int32_t had = 0, blocks = 1; had != blocks;) {
        had = blocks;
        blocks = 0;
        for (int32_t i = 0; i < b->n_buckets; i++)
            first[i] = -1;
        for (int32_t q = 0; q < b->n; q++) {
            uint32_t h = signature(b, block, q) % (uint32_t)b->n_buckets;
            int32_t r = first[h];
            while (r >= 0 && !alike(b, block, q, r))
                r = b->chain[r];
            if (r < 0) {
                b->chain[q] = first[h];
                first[h] = q;
                fresh[q] = blocks++;
            } else {
                fresh[q] = fresh[r];
            }
        }
        memcpy(block, fresh, (size_t)b->n * sizeof *block);
        *ret_blocks = blocks;
    }
    *ret_block = block;
    return PB_OK;
}

static pb_status write_pattern(pb_arena *arena, const builder *b, const int32_t *block, int32_t blocks,
                               pb_pattern *ret)
{
    size_t nsym = (size_t)b->spec->n_symbols, cells = (size_t)blocks * nsym;
    int32_t *next = PB_NEW_ARRAY(arena, cells, int32_t), *price = PB_NEW_ARRAY(arena, cells, int32_t);
    uint8_t *worked = PB_NEW_ARRAY(arena, (size_t)blocks, uint8_t);
    if (next == NULL || price == NULL || worked == NULL)
        return PB_ERR_NOMEM;
    bool priced = false;
    for (int32_t q = 0; q < b->n; q++) {
        worked[block[q]] = (uint8_t)b->tuples[(size_t)q * (size_t)b->width + (size_t)b->width - 1];
        for (size_t s = 0; s < nsym; s++) {
            int32_t to = b->next[(size_t)q * nsym + s];
            next[(size_t)block[q] * nsym + s] = to < 0 ? DEAD : block[to];
            price[(size_t)block[q] * nsym + s] = b->price[(size_t)q * nsym + s];
            priced = priced || b->price[(size_t)q * nsym + s] != 0;
        }
    }
    ret->n_states = blocks;
    ret->n_symbols = b->spec->n_symbols;
    ret->next = next;
    ret->price = priced ? price : NULL;
    ret->worked = worked;
    ret->final = NULL;
    return PB_OK;
}

int32_t pb_pattern_after(const pb_pattern *p, int32_t border, int32_t n_past, const int16_t *past)
{
    int32_t q = border;
    for (int32_t i = 0; i < n_past; i++) {
        int32_t to = p->next[(size_t)q * (size_t)p->n_symbols + (size_t)past[i]];
        if (to < 0) { /* the past broke a rule: only what came since counts */
            to = p->next[(size_t)border * (size_t)p->n_symbols + (size_t)past[i]];
            if (to < 0)
                to = border;
        }
        q = to;
    }
    return q;
}

pb_status pb_pattern_build(pb_arena *arena, const pb_pattern_spec *spec, pb_pattern *ret, int32_t *ret_start)
{
    for (int i = 0; i < spec->n_sequences; i++)
        if (spec->sequences[i].length < 2 || spec->sequences[i].length > MAX_SEQUENCE)
            return PB_ERR_DOMAIN;
    pb_arena *scratch = pb_arena_new(pb_arena_allocator(arena));
    if (scratch == NULL)
        return PB_ERR_NOMEM;
    builder b;
    int32_t *block = NULL, blocks = 0;
    pb_pattern made = *ret;
    pb_status st = builder_make(&b, spec, scratch);
    if (st == PB_OK)
        st = explore(&b);
    if (st == PB_OK)
        st = minimise(&b, &block, &blocks);
    if (st == PB_OK)
        st = write_pattern(arena, &b, block, blocks, &made);
    if (st == PB_OK) {
        *ret = made;
        *ret_start = pb_pattern_after(&made, block[0], spec->n_past, spec->past);
    }
    pb_arena_free(scratch);
    return st;
}
