/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "planner/pattern_rules.h"

#include <string.h>

enum { MAX_SUBSETS = 512, UNKNOWN = -2, MAX_PLACES = 1 << 24 };

typedef struct scan {
    pb_arena *a;
    const pb_pattern *t;
    int32_t start;
    size_t ns, nq;    /* states, symbols */
    uint8_t *reached; /* [ns] from start */
    uint8_t *works, *never, *late;
    uint8_t *forbid;  /* [nq * nq] no neighbours */
    int32_t n_subsets;
    uint8_t *subset;  /* [MAX_SUBSETS * ns] where one may be after days worked or off; 0 = anywhere reached */
    int32_t *after;   /* [MAX_SUBSETS * 2] the subset after a day off, worked; -1 none, UNKNOWN */
} scan;

static int32_t next_of(const scan *s, size_t state, size_t symbol)
{
    return s->t->next[state * s->nq + symbol];
}

static pb_status scan_make(scan *s)
{
    s->reached = PB_NEW_ARRAY(s->a, s->ns, uint8_t);
    s->works = PB_NEW_ARRAY(s->a, s->nq, uint8_t);
    s->never = PB_NEW_ARRAY(s->a, s->nq, uint8_t);
    s->late = PB_NEW_ARRAY(s->a, s->nq, uint8_t);
    s->forbid = PB_NEW_ARRAY(s->a, s->nq * s->nq, uint8_t);
    s->subset = PB_NEW_ARRAY(s->a, MAX_SUBSETS * s->ns, uint8_t);
    s->after = PB_NEW_ARRAY(s->a, MAX_SUBSETS * 2, int32_t);
    int32_t *stack = PB_NEW_ARRAY(s->a, s->ns, int32_t);
    if (s->reached == NULL || s->works == NULL || s->never == NULL || s->late == NULL || s->forbid == NULL ||
        s->subset == NULL || s->after == NULL || stack == NULL)
        return PB_ERR_NOMEM;
    size_t n = 1;
    stack[0] = s->start;
    s->reached[s->start] = 1;
    while (n > 0) {
        size_t from = (size_t)stack[--n];
        for (size_t b = 0; b < s->nq; b++) {
            int32_t to = next_of(s, from, b);
            if (to >= 0 && !s->reached[to]) {
                s->reached[to] = 1;
                stack[n++] = to;
            }
        }
    }
    return PB_OK;
}

/* Nothing priced, every end accepted. */
static bool plain(const scan *s)
{
    for (size_t i = 0; i < s->ns; i++) {
        if (!s->reached[i])
            continue;
        if (s->t->final != NULL && !s->t->final[i])
            return false;
        for (size_t b = 0; s->t->price != NULL && b < s->nq; b++)
            if (next_of(s, i, b) >= 0 && s->t->price[i * s->nq + b] != 0)
                return false;
    }
    return true;
}

/* Is each symbol either worked or off, wherever it leads? */
static bool read_symbols(scan *s)
{
    for (size_t b = 0; b < s->nq; b++) {
        int seen = 0; /* bit 0: leads to a state off, bit 1: to one worked */
        for (size_t i = 0; i < s->ns; i++)
            if (s->reached[i] && next_of(s, i, b) >= 0)
                seen |= 1 << (s->t->worked[next_of(s, i, b)] != 0);
        if (seen == 3)
            return false;
        s->works[b] = seen == 2;
        s->never[b] = seen == 0;
        s->late[b] = next_of(s, (size_t)s->start, b) < 0;
    }
    return true;
}

static void read_pairs(scan *s)
{
    for (size_t a = 0; a < s->nq; a++)
        for (size_t b = 0; b < s->nq; b++)
            s->forbid[a * s->nq + b] = !s->never[a] && !s->never[b];
    for (size_t i = 0; i < s->ns; i++)
        for (size_t a = 0; a < s->nq && s->reached[i]; a++) {
            int32_t to = next_of(s, i, a);
            for (size_t b = 0; to >= 0 && b < s->nq; b++)
                if (next_of(s, (size_t)to, b) >= 0)
                    s->forbid[a * s->nq + b] = 0;
        }
}

static bool holds_all(const uint8_t *set, const uint8_t *part, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (part[i] && !set[i])
            return false;
    return true;
}

/* One pair of sets for every set of forbidden successors: those who forbid at least these. */
static pb_status write_pairs(const scan *s, pattern_rules *ret)
{
    uint8_t *first = PB_NEW_ARRAY(s->a, s->nq * s->nq, uint8_t), *second = PB_NEW_ARRAY(s->a, s->nq * s->nq, uint8_t);
    if (first == NULL || second == NULL)
        return PB_ERR_NOMEM;
    size_t n = 0;
    for (size_t a = 0; a < s->nq; a++) {
        const uint8_t *row = s->forbid + a * s->nq;
        bool fresh = memchr(row, 1, s->nq) != NULL;
        for (size_t k = 0; k < n && fresh; k++)
            fresh = memcmp(second + k * s->nq, row, s->nq) != 0;
        if (!fresh)
            continue;
        memcpy(second + n * s->nq, row, s->nq);
        for (size_t b = 0; b < s->nq; b++)
            first[n * s->nq + b] = holds_all(s->forbid + b * s->nq, row, s->nq);
        n++;
    }
    ret->n_pairs = (int32_t)n;
    ret->first = first;
    ret->second = second;
    return PB_OK;
}

/* --- words --- */

/* The subset after one more day; -1 none is left, UNKNOWN too many subsets. */
static int32_t subset_after(scan *s, int32_t from, int worked)
{
    int32_t *known = &s->after[from * 2 + worked];
    if (*known != UNKNOWN)
        return *known;
    if (s->n_subsets == MAX_SUBSETS)
        return UNKNOWN;
    uint8_t *to = s->subset + (size_t)s->n_subsets * s->ns;
    memset(to, 0, s->ns);
    for (size_t i = 0; i < s->ns; i++)
        for (size_t b = 0; b < s->nq && s->subset[(size_t)from * s->ns + i]; b++)
            if (!s->never[b] && s->works[b] == worked && next_of(s, i, b) >= 0)
                to[next_of(s, i, b)] = 1;
    if (memchr(to, 1, s->ns) == NULL)
        return *known = -1;
    for (int32_t k = 0; k < s->n_subsets; k++)
        if (memcmp(s->subset + (size_t)k * s->ns, to, s->ns) == 0)
            return *known = k;
    return *known = s->n_subsets++;
}

/* After a whole word from anywhere: -1 it cannot occur. */
static int32_t subset_of(scan *s, int32_t length, uint32_t word)
{
    int32_t at = 0;
    for (int32_t i = length - 1; i >= 0 && at >= 0; i--)
        at = subset_after(s, at, (int)(word >> i & 1));
    return at;
}

/* Words of one length from the live ones that are a day shorter; false: too much of something. */
static bool longer_words(scan *s, int32_t length, uint32_t *live, int32_t *n_live, uint32_t *scratch, pattern_rules *ret)
{
    int32_t n = 0;
    if (length < 1 || length > 31)
        return false;
    for (int32_t i = 0; i < *n_live * 2; i++) {
        uint32_t word = live[i / 2] << 1 | (uint32_t)(i % 2);
        int32_t at = subset_of(s, length, word);
        if (at == UNKNOWN)
            return false;
        if (at >= 0) {
            scratch[n++] = word;
            continue;
        }
        int32_t rest = subset_of(s, length - 1, word & (((uint32_t)1 << (length - 1)) - 1));
        if (rest == UNKNOWN)
            return false;
        if (rest < 0 || length < 3)
            continue; /* a shorter word forbids it, or a pair does */
        if (ret->n_words == PATTERN_MAX_WORDS)
            return false;
        ret->words[ret->n_words++] = (pattern_word){length, word};
    }
    memcpy(live, scratch, (size_t)n * sizeof *live);
    *n_live = n;
    return true;
}

static pb_status read_words(scan *s, pattern_rules *ret, bool *ret_done)
{
    size_t room = (size_t)1 << PATTERN_MAX_LENGTH;
    uint32_t *live = PB_NEW_ARRAY(s->a, room, uint32_t), *scratch = PB_NEW_ARRAY(s->a, room, uint32_t);
    if (live == NULL || scratch == NULL)
        return PB_ERR_NOMEM;
    for (int32_t i = 0; i < MAX_SUBSETS * 2; i++)
        s->after[i] = UNKNOWN;
    memcpy(s->subset, s->reached, s->ns);
    s->n_subsets = 1;
    int32_t n_live = 1; /* the empty word */
    *ret_done = true;
    for (int32_t length = 1; length <= PATTERN_MAX_LENGTH && *ret_done; length++)
        *ret_done = longer_words(s, length, live, &n_live, scratch, ret);
    return PB_OK;
}

/* --- do the rules say the same as the automaton? --- */

/* Where both stand: state, last symbol plus 1 (0 = none yet), the days before as bits below a leading one. */
typedef struct place {
    int32_t state, last;
    uint32_t past;
} place;

typedef struct walk {
    const scan *s;
    const pattern_rules *r;
    int32_t bits; /* days of the past that are kept */
    uint8_t *seen;
    place *stack;
    size_t n, cap;
    bool same;
} walk;

static bool rules_forbid(const walk *w, const place *at, size_t symbol, uint32_t past)
{
    const scan *s = w->s;
    if (s->never[symbol] || (at->last == 0 && s->late[symbol]) ||
        (at->last > 0 && s->forbid[(size_t)(at->last - 1) * s->nq + symbol]))
        return true;
    for (int32_t k = 0; k < w->r->n_words; k++) {
        uint32_t end = (uint32_t)1 << w->r->words[k].length;
        if (past >= end && (past & (end - 1)) == w->r->words[k].worked)
            return true;
    }
    return false;
}

static pb_status walk_push(walk *w, place at)
{
    uint32_t end = (uint32_t)1 << w->bits;
    if (at.past >= 2 * end)
        at.past = end | (at.past & (end - 1));
    size_t index = (((size_t)at.state * (w->s->nq + 1) + (size_t)at.last) << (w->bits + 1)) | at.past;
    if (w->seen[index])
        return PB_OK;
    w->seen[index] = 1;
    pb_status st = pb_grow(pb_arena_allocator(w->s->a), &w->stack, &w->cap, w->n + 1, sizeof *w->stack);
    if (st == PB_OK)
        w->stack[w->n++] = at;
    return st;
}

static pb_status walk_step(walk *w, const place *at)
{
    pb_status st = PB_OK;
    for (size_t b = 0; b < w->s->nq && w->same && st == PB_OK; b++) {
        int32_t to = next_of(w->s, (size_t)at->state, b);
        uint32_t past = at->past << 1 | w->s->works[b];
        w->same = (to < 0) == rules_forbid(w, at, b, past);
        if (w->same && to >= 0)
            st = walk_push(w, (place){to, (int32_t)b + 1, past});
    }
    return st;
}

static pb_status compare(const scan *s, pattern_rules *r)
{
    walk w = {.s = s, .r = r, .bits = 1, .same = true};
    for (int32_t k = 0; k < r->n_words; k++)
        w.bits = r->words[k].length - 1 > w.bits ? r->words[k].length - 1 : w.bits;
    size_t places = s->ns * (s->nq + 1) << (w.bits + 1);
    if (places > MAX_PLACES)
        return PB_OK;
    w.seen = PB_NEW_ARRAY(s->a, places, uint8_t);
    pb_status st = w.seen == NULL ? PB_ERR_NOMEM : walk_push(&w, (place){s->start, 0, 1});
    while (w.n > 0 && w.same && st == PB_OK) {
        place at = w.stack[--w.n];
        st = walk_step(&w, &at);
    }
    r->exact = w.same;
    pb_free(pb_arena_allocator(s->a), w.stack);
    return st;
}

pb_status pattern_rules_make(pb_arena *a, const pb_pattern *t, int32_t start, pattern_rules *ret)
{
    scan s = {.a = a, .t = t, .start = start, .ns = (size_t)t->n_states, .nq = (size_t)t->n_symbols};
    pattern_rules r = {0};
    bool done = false;
    pb_status st = scan_make(&s);
    if (st == PB_OK && plain(&s) && read_symbols(&s)) {
        read_pairs(&s);
        st = read_words(&s, &r, &done);
        if (st == PB_OK && done)
            st = write_pairs(&s, &r);
        if (st == PB_OK && done)
            st = compare(&s, &r);
    }
    if (st != PB_OK)
        return st;
    r.works = s.works;
    r.never = s.never;
    r.late = s.late;
    *ret = r;
    return PB_OK;
}
