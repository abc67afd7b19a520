/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One person's pattern and windows as rows. */
#include "planner/problem_lp_parts.h"

#include <math.h>

static const int16_t *symbols_of(const problem_lp *k, int32_t person, int32_t day)
{
    return k->p->people[person].pattern->symbol + (size_t)day * (size_t)k->p->n_choices;
}

/* Adds factor when the day's symbol is in the set. */
static void add_set(problem_lp *k, int32_t person, int32_t day, const uint8_t *set, double factor)
{
    const int16_t *symbol = symbols_of(k, person, day);
    for (int32_t c = 0; c < k->p->n_choices; c++)
        k->tab[c] = set[symbol[c]];
    problem_lp_day(k, person, day, k->tab, factor);
}

void problem_lp_rules(problem_lp *k, int32_t person, const pattern_rules *r)
{
    int32_t n_days = k->p->n_days, n_symbols = k->p->people[person].pattern->n_symbols;
    for (int32_t d = 0; d < n_days; d++) {
        add_set(k, person, d, r->never, 1);
        if (d == 0)
            add_set(k, person, d, r->late, 1);
        lp_rows_end(&k->m, -INFINITY, 0);
    }
    for (int32_t d = 0; d + 1 < n_days; d++)
        for (int32_t i = 0; i < r->n_pairs; i++) {
            add_set(k, person, d, r->first + i * n_symbols, 1);
            add_set(k, person, d + 1, r->second + i * n_symbols, 1);
            lp_rows_end(&k->m, -INFINITY, 1);
        }
    for (int32_t i = 0; i < r->n_words; i++) {
        int32_t n = r->words[i].length;
        for (int32_t d = 0; d + n <= n_days; d++) {
            for (int32_t j = 0; j < n; j++) { /* so many of its days are as the word says */
                bool worked = r->words[i].worked >> (n - 1 - j) & 1;
                add_set(k, person, d + j, r->works, worked ? 1 : -1);
                k->m.constant += !worked;
            }
            lp_rows_end(&k->m, -INFINITY, n - 1);
        }
    }
}

/* --- the automaton as a flow --- */

typedef struct arc {
    int32_t to, col;
} arc;

typedef struct flow {
    const pb_pattern *t;
    uint8_t *alive;    /* [(n_days + 1) * n_states] on a way from the start to an end */
    int32_t *class_of; /* [n_choices] choices that do the same in all states alive */
    int32_t *rep;      /* [class] a choice */
    int32_t n_classes;
    arc *arcs, *before;   /* [state * n_choices + class]; col -1 = none */
} flow;

static int32_t flow_next(const flow *f, int32_t state, int32_t symbol)
{
    return f->t->next[(size_t)state * (size_t)f->t->n_symbols + (size_t)symbol];
}

static int32_t flow_price(const flow *f, int32_t state, int32_t symbol)
{
    return f->t->price == NULL ? 0 : f->t->price[(size_t)state * (size_t)f->t->n_symbols + (size_t)symbol];
}

static uint8_t *alive_on(const flow *f, int32_t day)
{
    return f->alive + (size_t)day * (size_t)f->t->n_states;
}

/* Is there a permitted choice that leads from the state to one alive the next morning? */
static bool leads_on(const problem_lp *k, int32_t person, int32_t day, const flow *f, int32_t state)
{
    for (int32_t c = 0; c < k->p->n_choices; c++) {
        int32_t to = flow_next(f, state, symbols_of(k, person, day)[c]);
        if (to >= 0 && problem_lp_x(k, person, day, c) >= 0 && alive_on(f, day + 1)[to])
            return true;
    }
    return false;
}

static void find_alive(const problem_lp *k, int32_t person, flow *f)
{
    int32_t n = f->t->n_states;
    alive_on(f, 0)[k->p->people[person].start] = 1;
    for (int32_t d = 0; d < k->p->n_days; d++)
        for (int32_t s = 0; s < n; s++)
            for (int32_t c = 0; c < k->p->n_choices && alive_on(f, d)[s]; c++) {
                int32_t to = flow_next(f, s, symbols_of(k, person, d)[c]);
                if (to >= 0 && problem_lp_x(k, person, d, c) >= 0)
                    alive_on(f, d + 1)[to] = 1;
            }
    for (int32_t s = 0; s < n && f->t->final != NULL; s++)
        if (!f->t->final[s])
            alive_on(f, k->p->n_days)[s] = 0;
    for (int32_t d = k->p->n_days - 1; d >= 0; d--)
        for (int32_t s = 0; s < n; s++)
            if (alive_on(f, d)[s])
                alive_on(f, d)[s] = leads_on(k, person, d, f, s);
}

static bool alike(const flow *f, const uint8_t *alive, int32_t a, int32_t b)
{
    for (int32_t s = 0; s < f->t->n_states; s++)
        if (alive[s] && (flow_next(f, s, a) != flow_next(f, s, b) ||
                         (flow_next(f, s, a) >= 0 && flow_price(f, s, a) != flow_price(f, s, b))))
            return false;
    return true;
}

static void find_classes(const problem_lp *k, int32_t person, int32_t day, flow *f)
{
    const int16_t *symbol = symbols_of(k, person, day);
    f->n_classes = 0;
    for (int32_t c = 0; c < k->p->n_choices; c++) {
        if (problem_lp_x(k, person, day, c) < 0)
            continue;
        int32_t i = 0;
        while (i < f->n_classes && !alike(f, alive_on(f, day), symbol[f->rep[i]], symbol[c]))
            i++;
        if (i == f->n_classes)
            f->rep[f->n_classes++] = c;
        f->class_of[c] = i;
    }
}

/* The day's arcs, and the sum of each class's arcs = the sum of its x. */
static void make_arcs(problem_lp *k, int32_t person, int32_t day, flow *f)
{
    size_t nc = (size_t)k->p->n_choices;
    const uint8_t *now = alive_on(f, day), *then = alive_on(f, day + 1);
    for (int32_t i = 0; i < f->n_classes; i++) {
        int32_t symbol = symbols_of(k, person, day)[f->rep[i]];
        for (int32_t s = 0; s < f->t->n_states; s++) {
            arc *v = &f->arcs[(size_t)s * nc + (size_t)i];
            int32_t to = now[s] ? flow_next(f, s, symbol) : -1;
            *v = (arc){to, -1};
            if (to < 0 || !then[to])
                continue;
            v->col = lp_rows_column(&k->m, flow_price(f, s, symbol), 1, false);
            lp_rows_term(&k->m, v->col, 1);
        }
        for (int32_t c = 0; c < k->p->n_choices; c++)
            if (problem_lp_x(k, person, day, c) >= 0 && f->class_of[c] == i)
                lp_rows_term(&k->m, problem_lp_x(k, person, day, c), -1);
        lp_rows_end(&k->m, 0, 0);
    }
}

/* What comes into a state in the morning leaves it. */
static pb_status conserve(problem_lp *k, int32_t day, flow *f, int32_t n_before, arc *by_state, int32_t *first)
{
    size_t nc = (size_t)k->p->n_choices;
    int32_t n = f->t->n_states;
    for (int32_t s = 0; s <= n; s++)
        first[s] = 0;
    for (int32_t s = 0; s < n; s++)
        for (int32_t i = 0; i < n_before; i++)
            if (f->before[(size_t)s * nc + (size_t)i].col >= 0)
                first[f->before[(size_t)s * nc + (size_t)i].to + 1]++;
    for (int32_t s = 0; s < n; s++)
        first[s + 1] += first[s];
    for (int32_t s = 0; s < n; s++)
        for (int32_t i = 0; i < n_before; i++) {
            const arc *v = &f->before[(size_t)s * nc + (size_t)i];
            if (v->col >= 0)
                by_state[first[v->to]++] = *v; /* first[s] becomes the end of s */
        }
    int32_t at = 0;
    for (int32_t s = 0; s < n; s++) {
        for (; at < first[s]; at++)
            lp_rows_term(&k->m, by_state[at].col, 1);
        for (int32_t i = 0; i < f->n_classes && alive_on(f, day)[s]; i++)
            lp_rows_term(&k->m, f->arcs[(size_t)s * nc + (size_t)i].col, -1);
        lp_rows_end(&k->m, 0, 0);
    }
    return k->m.st;
}

pb_status problem_lp_flow(problem_lp *k, int32_t person)
{
    flow f = {.t = k->p->people[person].pattern};
    size_t ns = (size_t)f.t->n_states, nc = (size_t)k->p->n_choices;
    pb_arena *a = pb_arena_new(pb_arena_allocator(k->a));
    if (a == NULL)
        return PB_ERR_NOMEM;
    f.alive = PB_NEW_ARRAY(a, ((size_t)k->p->n_days + 1) * ns, uint8_t);
    f.class_of = PB_NEW_ARRAY(a, nc, int32_t);
    f.rep = PB_NEW_ARRAY(a, nc, int32_t);
    f.arcs = PB_NEW_ARRAY(a, ns * nc, arc);
    f.before = PB_NEW_ARRAY(a, ns * nc, arc);
    arc *by_state = PB_NEW_ARRAY(a, ns * nc, arc);
    int32_t *first = PB_NEW_ARRAY(a, ns + 1, int32_t), n_before = 0;
    pb_status st = PB_OK;
    if (f.alive == NULL || f.class_of == NULL || f.rep == NULL || f.arcs == NULL || f.before == NULL ||
        by_state == NULL || first == NULL)
        st = PB_ERR_NOMEM;
    else
        find_alive(k, person, &f);
    for (int32_t d = 0; d < k->p->n_days && st == PB_OK; d++) {
        find_classes(k, person, d, &f);
        make_arcs(k, person, d, &f);
        if (d > 0)
            st = conserve(k, d, &f, n_before, by_state, first);
        arc *swap = f.before;
        f.before = f.arcs;
        f.arcs = swap;
        n_before = f.n_classes;
    }
    pb_arena_free(a);
    return st;
}

/* --- windows --- */

/* z = that amount is used on the day, and the day before was worked. */
typedef struct repeat {
    int32_t day, use;
    int col;
} repeat;

/* z for one use of a day: how = 1 keeps it from being too large, 2 from being too small, 3 both. */
static int make_repeat(problem_lp *k, int32_t person, int32_t day, const int32_t *use, int32_t value, int how)
{
    int z = lp_rows_column(&k->m, 0, 1, false), off = problem_lp_x(k, person, day - 1, PB_CHOICE_OFF);
    for (int32_t c = 0; c < k->p->n_choices; c++)
        k->tab[c] = use[c] == value;
    if (how & 1) {
        lp_rows_term(&k->m, z, 1);
        problem_lp_day(k, person, day, k->tab, -1);
        lp_rows_end(&k->m, -INFINITY, 0);
        lp_rows_term(&k->m, z, 1);
        lp_rows_term(&k->m, off, 1);
        lp_rows_end(&k->m, -INFINITY, 1);
    }
    if (how & 2) {
        lp_rows_term(&k->m, z, 1);
        lp_rows_term(&k->m, off, 1);
        problem_lp_day(k, person, day, k->tab, -1);
        lp_rows_end(&k->m, 0, INFINITY);
    }
    return z;
}

/* The products of a fresh day, one for each amount that is used. */
static int32_t make_repeats(problem_lp *k, int32_t person, int32_t day, const int32_t *use, int how, repeat *ret)
{
    int32_t n = 0;
    for (int32_t c = 0; c < k->p->n_choices; c++) {
        bool fresh = use[c] > 0 && problem_lp_x(k, person, day, c) >= 0;
        for (int32_t i = 0; i < n && fresh; i++)
            fresh = ret[i].use != use[c];
        if (fresh)
            ret[n++] = (repeat){day, use[c], make_repeat(k, person, day, use, use[c], how)};
    }
    return n;
}

static int32_t largest_use(const problem_lp *k, int32_t person, const pb_resource *r, const pb_window *w)
{
    int64_t sum = 0;
    for (int32_t d = w->first; d <= w->last; d++) {
        int32_t top = 0;
        for (int32_t c = 0; c < k->p->n_choices; c++)
            if (problem_lp_x(k, person, d, c) >= 0 && r->use[c] > top)
                top = r->use[c];
        sum += top;
    }
    return sum < PB_NO_LIMIT ? (int32_t)sum : PB_NO_LIMIT;
}

static int32_t least_of(int32_t a, int32_t b)
{
    return a < b ? a : b;
}

static int32_t most_of(int32_t a, int32_t b)
{
    return a > b ? a : b;
}

/* Do the day and the one before keep their choices? Then whether that one is worked is known. */
static bool both_kept(const problem_lp *k, int32_t person, int32_t day)
{
    return problem_lp_keeps(k, person, day - 1) && problem_lp_keeps(k, person, day);
}

static bool worked_both(const problem_lp *k, int32_t person, int32_t day)
{
    return both_kept(k, person, day) && problem_lp_x(k, person, day - 1, PB_CHOICE_OFF) < 0;
}

/* The sum of uses into the row. A fresh day counts in full; what was worked before is taken out by z. */
static void add_uses(problem_lp *k, int32_t person, const pb_resource *r, const pb_window *w, const repeat *repeats, int32_t n)
{
    const pb_person *q = &k->p->people[person];
    for (int32_t d = w->first; d <= w->last; d++)
        if (pb_resource_counts(r, d, d == 0 ? q->pattern->worked[q->start] != 0 : worked_both(k, person, d)))
            problem_lp_day(k, person, d, r->use, 1);
    for (int32_t i = 0; i < n; i++)
        lp_rows_term(&k->m, repeats[i].col, -repeats[i].use);
}

static void make_window(problem_lp *k, int32_t person, const pb_resource *r, const pb_window *w, repeat *repeats)
{
    int32_t most = largest_use(k, person, r, w), n = 0;
    int32_t hard_min = most_of(w->min, 0), hard_max = least_of(w->max, most);
    int32_t low = most_of(w->soft_min, hard_min), high = least_of(w->soft_max, hard_max);
    bool least = low > 0, limit = w->soft_max < most;
    if (!least && !limit)
        return;
    for (int32_t d = w->first; d <= w->last; d++)
        if (d > 0 && r->count != NULL && r->count[d] == PB_COUNT_FRESH && !both_kept(k, person, d))
            n += make_repeats(k, person, d, r->use, limit + 2 * least, repeats + n);
    int under = low > hard_min ? lp_rows_column(&k->m, w->under_price, low - hard_min, false) : -1;
    int over = limit && hard_max > high ? lp_rows_column(&k->m, w->over_price, hard_max - high, false) : -1;
    add_uses(k, person, r, w, repeats, n);
    lp_rows_term(&k->m, under, 1);
    lp_rows_term(&k->m, over, -1);
    lp_rows_end(&k->m, least ? (double)low : -INFINITY, limit ? (double)high : INFINITY);
}

void problem_lp_windows(problem_lp *k, int32_t person)
{
    const pb_person *q = &k->p->people[person];
    repeat *repeats = NULL;
    if (k->m.st != PB_OK)
        return;
    repeats = pb_alloc(k->m.al, (size_t)k->p->n_days * (size_t)k->p->n_choices, sizeof *repeats);
    if (repeats == NULL)
        k->m.st = PB_ERR_NOMEM;
    for (int32_t i = 0; i < q->n_resources && repeats != NULL; i++)
        for (int32_t w = 0; w < q->resources[i].n_windows; w++)
            make_window(k, person, &q->resources[i], &q->resources[i].windows[w], repeats);
    pb_free(k->m.al, repeats);
}
