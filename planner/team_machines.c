/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Rules between neighbouring days as automata: runs, successions, sequences, rest. */
#include "planner/team_build.h"

int16_t *pb_team_letters(pb_team_person *q)
{
    return PB_NEW_ARRAY(q->b->a, (int64_t)q->b->in->n_days * q->b->n_choices, int16_t);
}

pb_status pb_team_add_machine(pb_team_person *q, pb_machine m, int16_t *letter)
{
    const pb_allocator *al = pb_arena_allocator(q->b->a);
    pb_status s = pb_grow(al, &q->machine, &q->cap_machines, q->n_machines + 1, sizeof *q->machine);
    if (!s)
        s = pb_grow(al, &q->letter, &q->cap_letter, q->n_machines + 1, sizeof *q->letter);
    if (s)
        return s;
    q->machine[q->n_machines] = m;
    q->letter[q->n_machines++] = letter;
    return PB_OK;
}

void pb_team_edge(pb_team_person *q, const pb_term *t, int64_t amount, int32_t to, int32_t *next, int32_t *price)
{
    *next = amount > 0 && t->hard ? -1 : to;
    *price = amount > 0 && !t->hard ? pb_team_price_of(q->b, t->price, amount, t->per) : 0;
}

typedef struct edges {
    int32_t *next, *price;
} edges;

static bool edges_make(pb_team_person *q, int32_t n_states, int32_t n_letters, edges *ret)
{
    ret->next = PB_NEW_ARRAY(q->b->a, (int64_t)n_states * n_letters, int32_t);
    ret->price = PB_NEW_ARRAY(q->b->a, (int64_t)n_states * n_letters, int32_t);
    return ret->next && ret->price;
}

static bool is_away(const pb_team_person *q, int32_t day)
{
    return q->b->in->away[(int64_t)q->agent * q->b->in->n_days + day] != 0;
}

/* Letters 0 = out, 1 = in the run; 2 = a day away where those are set apart. */
static int16_t *run_letters(pb_team_person *q, const pb_term *t, bool away)
{
    int32_t n = q->b->n_choices;
    int16_t *letter = pb_team_letters(q);
    for (int32_t d = 0; letter && d < q->b->in->n_days; d++)
        for (int32_t c = 0; c < n; c++)
            letter[(int64_t)d * n + c] =
                away && is_away(q, d) ? 2 : (int16_t)(t->tab[pb_team_alt(q->b, d, c)] > 0);
    return letter;
}

static pb_status run_max(pb_team_person *q, const pb_term *t)
{
    int32_t most = t->hi < 0 ? 0 : t->hi;
    int16_t *letter = run_letters(q, t, false);
    edges e;

    if (!letter || !edges_make(q, most + 1, 2, &e))
        return PB_ERR_NOMEM;
    for (int32_t len = 0; len <= most; len++) {
        pb_team_edge(q, t, 0, 0, &e.next[2 * len], &e.price[2 * len]);
        pb_team_edge(q, t, len == most, len < most ? len + 1 : most, &e.next[2 * len + 1], &e.price[2 * len + 1]);
    }
    return pb_team_add_machine(q, (pb_machine){most + 1, 2, t->base < most ? t->base : most, e.next, e.price, NULL},
                               letter);
}

static pb_status run_min(pb_team_person *q, const pb_term *t)
{
    int32_t least = t->lo < 0 ? 0 : t->lo;
    int16_t *letter = run_letters(q, t, true);
    edges e;

    if (!letter || !edges_make(q, least + 1, 3, &e))
        return PB_ERR_NOMEM;
    for (int32_t len = 0; len <= least; len++) {
        int32_t short_by = len > 0 ? least - len : 0;
        pb_team_edge(q, t, short_by, 0, &e.next[3 * len], &e.price[3 * len]);
        pb_team_edge(q, t, 0, len < least ? len + 1 : least, &e.next[3 * len + 1], &e.price[3 * len + 1]);
        pb_team_edge(q, t, 0, least, &e.next[3 * len + 2], &e.price[3 * len + 2]);
    }
    return pb_team_add_machine(q, (pb_machine){least + 1, 3, t->base < least ? t->base : least, e.next, e.price, NULL},
                               letter);
}

/* States and letters are the classes of succession. */
static pb_status succession(pb_team_person *q, const pb_term *t)
{
    int32_t n = t->n_seq, wide = q->b->n_choices;
    int16_t *letter = pb_team_letters(q);
    edges e;

    if (!letter || !edges_make(q, n, n, &e))
        return PB_ERR_NOMEM;
    for (int32_t i = 0; i < n; i++)
        for (int32_t k = 0; k < n; k++)
            pb_team_edge(q, t, !t->allow[i * n + k], k, &e.next[i * n + k], &e.price[i * n + k]);
    for (int32_t d = 0; d < q->b->in->n_days; d++)
        for (int32_t c = 0; c < wide; c++)
            letter[(int64_t)d * wide + c] =
                (int16_t)(is_away(q, d) ? n - 1 : t->tab[pb_team_alt(q->b, d, c)]);
    return pb_team_add_machine(q, (pb_machine){n, n, t->before[0], e.next, e.price, NULL}, letter);
}

/* Bit i of a state: the last i + 1 days matched steps 0 … i. Bit i of a letter: the day matches step i. */
static pb_status sequence(pb_team_person *q, const pb_term *t)
{
    const pb_instance *in = q->b->in;
    int32_t n = t->n_seq, wide = q->b->n_choices, states = 1 << (n - 1), letters = 1 << n, start = 0;
    int16_t *letter = pb_team_letters(q);
    edges e;

    if (n > 8) {
        q->b->inexact = true;
        return PB_OK;
    }
    if (!letter || !edges_make(q, states, letters, &e))
        return PB_ERR_NOMEM;
    for (int32_t i = 0; i < states; i++)
        for (int32_t k = 0; k < letters; k++) {
            int32_t bits = (i << 1 | 1) & k;
            pb_team_edge(q, t, bits >> (n - 1) & 1, bits & (states - 1), &e.next[i * letters + k],
                         &e.price[i * letters + k]);
        }
    for (int32_t d = 0; d < in->n_days; d++)
        for (int32_t c = 0; c < wide; c++)
            for (int32_t i = 0; i < n; i++)
                if (t->seq[(int64_t)i * in->n_alts + pb_team_alt(q->b, d, c)])
                    letter[(int64_t)d * wide + c] = (int16_t)(letter[(int64_t)d * wide + c] | 1 << i);
    for (int32_t k = 1; k < n; k++)
        start |= t->before[k] ? 1 << (k - 1) : 0;
    return pb_team_add_machine(q, (pb_machine){states, letters, start, e.next, e.price, NULL}, letter);
}

/* --- rest by the clock --- */

enum { MAX_ENDS = 512, MAX_KINDS = 256 };

/* A state is the end of the last duty, in seconds from the midnight that begins the next day; a letter
 * a kind of day: its length, and the duty's start and end from its own midnight. */
typedef struct rest {
    int64_t end_s[MAX_ENDS];
    int32_t n_ends;
    struct { bool works; int64_t length_s, start_s, end_s; } kind[MAX_KINDS];
    int32_t n_kinds;
    int64_t earliest_s; /* start of any duty from its midnight */
} rest;

static int32_t rest_letter(rest *r, bool works, int64_t length_s, int64_t start_s, int64_t end_s)
{
    for (int32_t i = 0; i < r->n_kinds; i++)
        if (r->kind[i].works == works && r->kind[i].length_s == length_s && r->kind[i].start_s == start_s &&
            r->kind[i].end_s == end_s)
            return i;
    if (r->n_kinds == MAX_KINDS)
        return -1;
    r->kind[r->n_kinds].works = works;
    r->kind[r->n_kinds].length_s = length_s;
    r->kind[r->n_kinds].start_s = start_s;
    r->kind[r->n_kinds].end_s = end_s;
    return r->n_kinds++;
}

/* State 0: nothing that could be too near. */
static int32_t rest_state(rest *r, const pb_term *t, int64_t end_s)
{
    if (end_s == INT64_MIN || r->earliest_s - end_s >= (int64_t)t->lo * 60)
        return 0;
    for (int32_t i = 1; i < r->n_ends; i++)
        if (r->end_s[i] == end_s)
            return i;
    if (r->n_ends == MAX_ENDS)
        return -1;
    r->end_s[r->n_ends] = end_s;
    return r->n_ends++;
}

static bool rest_letters(pb_team_person *q, rest *r, int16_t *letter)
{
    const pb_instance *in = q->b->in;
    int32_t wide = q->b->n_choices;
    for (int32_t alt = 1; alt < in->n_alts; alt++) {
        int64_t s = in->alts[alt].start_s - in->grid.day_utc_s[in->alts[alt].day];
        r->earliest_s = s < r->earliest_s ? s : r->earliest_s;
    }
    for (int32_t d = 0; d < in->n_days; d++)
        for (int32_t c = 0; c < wide; c++) {
            int32_t alt = pb_team_alt(q->b, d, c), k;
            int64_t midnight = in->grid.day_utc_s[d], length = in->grid.day_utc_s[d + 1] - midnight;
            if (!pb_team_allows(q, d, c))
                continue;
            k = alt ? rest_letter(r, true, length, in->alts[alt].start_s - midnight, in->alts[alt].end_s - midnight)
                    : rest_letter(r, false, length, 0, 0);
            if (k < 0)
                return false;
            letter[(int64_t)d * wide + c] = (int16_t)k;
        }
    return true;
}

/* The step of a state on a letter: where to, and how many minutes of rest are missing; -1: too many states. */
static int32_t rest_step(rest *r, const pb_term *t, int32_t state, int32_t letter, int64_t *ret_short)
{
    int64_t end_s = state ? r->end_s[state] : INT64_MIN;
    *ret_short = 0;
    if (r->kind[letter].works) {
        if (state) {
            int64_t minutes = (r->kind[letter].start_s - end_s) / 60;
            *ret_short = minutes < t->lo ? t->lo - minutes : 0;
        }
        end_s = r->kind[letter].end_s;
    }
    return rest_state(r, t, end_s == INT64_MIN ? end_s : end_s - r->kind[letter].length_s);
}

static pb_status rest_machine(pb_team_person *q, const pb_term *t)
{
    const pb_instance *in = q->b->in;
    rest *r = PB_NEW(q->b->a, rest);
    int16_t *letter = pb_team_letters(q);
    int32_t start;
    int64_t missing;
    edges e;

    if (!r || !letter)
        return PB_ERR_NOMEM;
    r->n_ends = 1;
    r->earliest_s = 48 * 3600;
    if (!rest_letters(q, r, letter))
        goto too_many;
    start = rest_state(r, t, t->before_s == INT64_MIN ? INT64_MIN : t->before_s - in->grid.day_utc_s[0]);
    for (int32_t i = 0; i < r->n_ends; i++)
        for (int32_t k = 0; k < r->n_kinds; k++)
            if (rest_step(r, t, i, k, &missing) < 0)
                goto too_many;
    if (!edges_make(q, r->n_ends, r->n_kinds, &e))
        return PB_ERR_NOMEM;
    for (int32_t i = 0; i < r->n_ends; i++)
        for (int32_t k = 0; k < r->n_kinds; k++) {
            int32_t to = rest_step(r, t, i, k, &missing), at = i * r->n_kinds + k;
            pb_team_edge(q, t, missing, to, &e.next[at], &e.price[at]);
        }
    return pb_team_add_machine(q, (pb_machine){r->n_ends, r->n_kinds, start, e.next, e.price, NULL}, letter);
too_many:
    q->b->inexact = true;
    return PB_OK;
}

pb_status pb_team_machine(pb_team_person *q, const pb_term *t)
{
    switch (t->kind) {
    case PB_TERM_RUN_MAX: return run_max(q, t);
    case PB_TERM_RUN_MIN: return run_min(q, t);
    case PB_TERM_NEXT: return succession(q, t);
    case PB_TERM_SEQUENCE: return sequence(q, t);
    case PB_TERM_REST: return rest_machine(q, t);
    default: return pb_team_machine_spans(q, t);
    }
}
