/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Rules over weekends, weeks and windows of days as automata: whole weekends, one start a week, days in
 * lieu, fair shares of weekends. Their letters tell the day too. */
#include "planner/team_build.h"

enum { MAX_STATES = 400 };

/* An automaton found state by state: a state is a set of bits. */
typedef struct found {
    pb_team_person *q;
    const pb_term *t;
    uint64_t *state;
    int32_t *next, *price;
    int32_t n, n_letters;
    bool too_many;
} found;

static bool found_make(found *f, pb_team_person *q, const pb_term *t, int32_t n_letters)
{
    pb_arena *a = q->b->a;
    *f = (found){q, t, PB_NEW_ARRAY(a, MAX_STATES, uint64_t), PB_NEW_ARRAY(a, (int64_t)MAX_STATES * n_letters, int32_t),
                 PB_NEW_ARRAY(a, (int64_t)MAX_STATES * n_letters, int32_t), 0, n_letters, false};
    return f->state && f->next && f->price;
}

static int32_t state_of(found *f, uint64_t bits)
{
    for (int32_t i = 0; i < f->n; i++)
        if (f->state[i] == bits)
            return i;
    if (f->n == MAX_STATES) {
        f->too_many = true;
        return 0;
    }
    f->state[f->n] = bits;
    return f->n++;
}

static void edge(found *f, int32_t state, int32_t letter, int64_t amount, uint64_t to)
{
    int64_t at = (int64_t)state * f->n_letters + letter;
    int32_t id = amount > 0 && f->t->hard ? 0 : state_of(f, to);
    pb_team_edge(f->q, f->t, amount, id, &f->next[at], &f->price[at]);
}

static pb_status finish(found *f, int16_t *letter)
{
    if (f->too_many) {
        f->q->b->inexact = true;
        return PB_OK;
    }
    return pb_team_add_machine(f->q, (pb_machine){f->n, f->n_letters, 0, f->next, f->price, NULL}, letter);
}

/* --- both days of a weekend or none --- */

enum { SAT_OFF, SAT_WORK, SUN_OFF, SUN_WORK, NO_WEEKEND, WEEKEND_LETTERS };

static pb_status whole_weekends(pb_team_person *q, const pb_term *t)
{
    const pb_instance *in = q->b->in;
    int32_t wide = q->b->n_choices;
    int16_t *letter = pb_team_letters(q);
    bool entered = false;
    found f;

    if (!letter || !found_make(&f, q, t, WEEKEND_LETTERS))
        return PB_ERR_NOMEM;
    for (int64_t i = 0; i < (int64_t)in->n_days * wide; i++)
        letter[i] = NO_WEEKEND;
    for (int32_t i = 0; i < t->n_spans; i++) {
        const pb_span_days *s = &t->spans[i];
        entered = entered || (s->d1 - s->d0 == 1 && s->base > 0);
        for (int32_t d = s->d0; d < s->d1; d++)
            for (int32_t c = 0; c < wide; c++)
                letter[(int64_t)d * wide + c] = (int16_t)((d == s->d1 - 1 ? SUN_OFF : SAT_OFF) + (c > 0));
    }
    (void)state_of(&f, entered);
    for (int32_t i = 0; i < f.n; i++) {
        bool saturday = f.state[i] != 0;
        edge(&f, i, SAT_OFF, 0, 0);
        edge(&f, i, SAT_WORK, 0, 1);
        edge(&f, i, SUN_OFF, saturday, 0);
        edge(&f, i, SUN_WORK, !saturday, 0);
        edge(&f, i, NO_WEEKEND, 0, f.state[i]);
    }
    return finish(&f, letter);
}

/* --- one start a week --- */

static int32_t start_index(const int32_t *starts, int32_t n, int32_t start)
{
    for (int32_t i = 0; i < n; i++)
        if (starts[i] == start)
            return i;
    return n;
}

/* Start of the week that enters the plan; -1 = none. */
static int32_t entering(const pb_term *t)
{
    return t->n_spans ? t->spans[0].base : -1;
}

/* All starts there are; the number of them. */
static int32_t all_starts(const pb_team_person *q, const pb_term *t, int32_t *starts)
{
    int32_t n = 0;
    for (int32_t c = 1; c < q->b->n_choices; c++)
        if (start_index(starts, n, q->b->in->alts[q->b->sample[c]].start_min) == n)
            starts[n++] = q->b->in->alts[q->b->sample[c]].start_min;
    if (entering(t) >= 0 && start_index(starts, n, entering(t)) == n)
        starts[n++] = entering(t);
    return n;
}

/* Letters: start or off, twice: the second half opens a week. */
static void start_letters(const pb_team_person *q, const pb_term *t, const int32_t *starts, int32_t n, int16_t *letter)
{
    int32_t wide = q->b->n_choices;
    for (int32_t i = 0; i < t->n_spans; i++)
        for (int32_t d = t->spans[i].d0; d < t->spans[i].d1; d++)
            for (int32_t c = 0; c < wide; c++) {
                int32_t k = c ? start_index(starts, n, q->b->in->alts[q->b->sample[c]].start_min) : n;
                bool opens = d == t->spans[i].d0 && i > 0;
                letter[(int64_t)d * wide + c] = (int16_t)(k + (opens ? n + 1 : 0));
            }
}

/* A state is the set of starts seen this week. */
static pb_status same_start(pb_team_person *q, const pb_term *t)
{
    int32_t n, *starts = PB_NEW_ARRAY(q->b->a, q->b->n_choices + 1, int32_t);
    int16_t *letter = pb_team_letters(q);
    found f;

    if (!starts || !letter)
        return PB_ERR_NOMEM;
    n = all_starts(q, t, starts);
    if (n > 60) {
        q->b->inexact = true;
        return PB_OK;
    }
    if (!found_make(&f, q, t, 2 * (n + 1)))
        return PB_ERR_NOMEM;
    start_letters(q, t, starts, n, letter);
    (void)state_of(&f, entering(t) >= 0 ? (uint64_t)1 << start_index(starts, n, entering(t)) : 0);
    for (int32_t i = 0; i < f.n && !f.too_many; i++)
        for (int32_t k = 0; k < 2 * (n + 1); k++) {
            uint64_t had = k > n ? 0 : f.state[i], bit = k % (n + 1) == n ? 0 : (uint64_t)1 << k % (n + 1);
            edge(&f, i, k, had && (bit & ~had), had | bit);
        }
    return finish(&f, letter);
}

/* --- days in lieu --- */

/* What a day does to the windows that wait for a free workday. */
static uint64_t lieu_after(const pb_term *t, uint64_t waits, int32_t day, bool works, bool free_day,
                           int64_t *ret_missed)
{
    *ret_missed = 0;
    for (int32_t i = 0; i < t->n_spans; i++) {
        const pb_span_days *s = &t->spans[i];
        uint64_t bit = (uint64_t)1 << i;
        if (s->lo == day && works && s->base == 0)
            waits |= bit;
        if (free_day && s->d0 <= day && day < s->d1)
            waits &= ~bit;
        if (day == s->d1 - 1) {
            *ret_missed += (waits & bit) != 0;
            waits &= ~bit;
        }
    }
    return waits;
}

/* Windows that wait when the plan begins. */
static uint64_t waiting(const pb_term *t)
{
    uint64_t waits = 0;
    for (int32_t i = 0; i < t->n_spans; i++)
        if (t->spans[i].lo < 0 && t->spans[i].base == 0)
            waits |= (uint64_t)1 << i;
    return waits;
}

static pb_status in_lieu(pb_team_person *q, const pb_term *t)
{
    const pb_instance *in = q->b->in;
    int32_t wide = q->b->n_choices;
    int16_t *letter = pb_team_letters(q);
    found f;

    if (t->n_spans > 60) {
        q->b->inexact = true;
        return PB_OK;
    }
    if (!letter || !found_make(&f, q, t, 2 * in->n_days))
        return PB_ERR_NOMEM;
    for (int32_t d = 0; d < in->n_days; d++)
        for (int32_t c = 0; c < wide; c++)
            letter[(int64_t)d * wide + c] = (int16_t)(2 * d + (c > 0));
    (void)state_of(&f, waiting(t));
    for (int32_t i = 0; i < f.n && !f.too_many; i++)
        for (int32_t d = 0; d < in->n_days; d++) {
            bool workday = in->day_kind[d] == PB_DAY_WORK &&
                           !in->away[(int64_t)q->agent * in->n_days + d];
            for (int works = 0; works < 2; works++) {
                int64_t missed;
                uint64_t to = lieu_after(t, f.state[i], d, works != 0, !works && workday, &missed);
                edge(&f, i, 2 * d + works, missed, to);
            }
        }
    return finish(&f, letter);
}

pb_status pb_team_machine_spans(pb_team_person *q, const pb_term *t)
{
    switch (t->kind) {
    case PB_TERM_WHOLE: return whole_weekends(q, t);
    case PB_TERM_STARTS: return same_start(q, t);
    case PB_TERM_LIEU: return in_lieu(q, t);
    default: q->b->inexact = true; return PB_OK;
    }
}

/* --- weekends worked, by shares ---
 * A state is the number of weekends worked so far and whether this one's Saturday was. What the count
 * costs is paid at its Sunday, as the rise of the cost; so that no step has a price below 0, every
 * weekend pays the steepest fall besides, and everybody's base is lower by that. */

static int32_t weekend_letters(const pb_team_person *q, const pb_fair *f, int16_t *letter)
{
    const pb_instance *in = q->b->in;
    int32_t wide = q->b->n_choices, ends = 0;
    for (int64_t i = 0; i < (int64_t)in->n_days * wide; i++)
        letter[i] = NO_WEEKEND;
    for (int32_t i = 0; i < f->n_spans; i++) {
        const pb_span_days *s = &f->spans[i];
        ends++;
        for (int32_t d = s->d0; d < s->d1; d++)
            for (int32_t c = 0; c < wide; c++)
                letter[(int64_t)d * wide + c] = (int16_t)((d == s->d1 - 1 ? SUN_OFF : SAT_OFF) + (c > 0));
    }
    return ends;
}

pb_status pb_team_machine_fair(pb_team_person *q, const pb_fair *f, int32_t member, int64_t total)
{
    int16_t *letter = pb_team_letters(q);
    pb_term free_of = {.per = 1};
    int32_t ends, n_states;
    int64_t fall = 0, first = pb_team_fair_cost(f, member, total, 0);
    found x;

    if (!letter || !found_make(&x, q, &free_of, WEEKEND_LETTERS))
        return PB_ERR_NOMEM;
    ends = weekend_letters(q, f, letter);
    for (int32_t i = 0; i < f->n_spans; i++)
        if (f->spans[i].base > 0) { /* worked before the plan began: not in these shares */
            q->b->inexact = true;
            return PB_OK;
        }
    fall = first - pb_team_fair_cost(f, member, total, 1);
    fall = fall > 0 ? fall : 0;
    n_states = 2 * (ends + 1);
    for (int32_t i = 0; i < n_states; i++)
        (void)state_of(&x, (uint64_t)i); /* 2 * count + Saturday */
    for (int32_t i = 0; i < n_states; i++) {
        int32_t n = i / 2, more = n < ends ? n + 1 : n, at = i * WEEKEND_LETTERS;
        int64_t rise = pb_team_fair_cost(f, member, total, n + 1) - pb_team_fair_cost(f, member, total, n) + fall;
        int32_t paid = pb_team_price(q->b, rise > 0 ? rise : 0), none = pb_team_price(q->b, fall);
        bool sat = i % 2;
        x.next[at + SAT_OFF] = 2 * n;
        x.next[at + SAT_WORK] = 2 * n + 1;
        x.next[at + SUN_OFF] = 2 * (sat ? more : n);
        x.next[at + SUN_WORK] = 2 * more;
        x.next[at + NO_WEEKEND] = i;
        x.price[at + SUN_OFF] = sat ? paid : none;
        x.price[at + SUN_WORK] = paid;
    }
    q->b->base += first - fall * ends;
    return finish(&x, letter);
}
