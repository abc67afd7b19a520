/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The one problem form of the room: people choose one thing a day; rules are automata (what may
 * follow what), resources (what is counted over windows of days), masks and prices; cover rows are
 * priced by convex steps. Team workspaces and public benchmarks are both translated into it, and
 * nothing in the engine knows which. docs/explanation/engine.md maps every rule to its place here.
 *
 * All costs are whole numbers ("cost units"; the translator chooses what a unit is), so that bounds
 * may be rounded up and equality is equality. Plain data: the builder owns the arrays (an arena),
 * the engine only reads them.
 */
#ifndef PAIBAN_PLANNER_PROBLEM_H
#define PAIBAN_PLANNER_PROBLEM_H

#include "base/memory.h"
#include "base/status.h"

#include <stdbool.h>
#include <stdint.h>

enum {
    PB_CHOICE_OFF = 0,          /* choice 0 of every day is the day off */
    PB_MAX_CHOICES = 1024,      /* per problem, off included */
    PB_MAX_RESOURCES = 64,      /* per person */
    PB_NO_LIMIT = INT32_MAX / 4 /* a window's bound that does not bind */
};

/* Units n … n+count-1 in time order: what a stretch of work covers. */
typedef struct pb_unit_span {
    int32_t first, n;
} pb_unit_span;

/* One break of a duty: exactly one of holes[first … first+n-1] is taken out of its spans. */
typedef struct pb_break_group {
    int32_t first, n;
} pb_break_group;

/* What choosing choice c on day d covers: spans less one hole per break group. */
typedef struct pb_cell_cover {
    int32_t first_span, n_spans;
    int32_t first_group, n_groups;
} pb_cell_cover;

/* The first `width` missing (or surplus) people cost `price` each, then the next step; the last step
 * of a row has no end (its width is not read). Prices never fall along the steps. */
typedef struct pb_step {
    int32_t width, price;
} pb_step;

/*
 * One cover row. A person at work in `unit` counts +1 when a trait of his is in `set`, and -1 when
 * one is in `minus`. Sets of queues (Hall's condition), roles, and pairs are all traits.
 */
typedef struct pb_cover_row {
    int32_t unit;
    uint64_t set, minus;
    int32_t need;
    int32_t first_under, n_under; /* into steps; n_under = 0: missing ones cost nothing */
    int32_t first_over, n_over;
} pb_cover_row;

/*
 * Rules between neighbouring days: an automaton over symbols. Each day's choice is a symbol; next
 * gives the state after it or -1 where the sequence is forbidden; price is paid at the step. Runs,
 * rest, succession, rotation, same start in a week are all built into one (planner/pattern.h).
 */
typedef struct pb_pattern {
    int32_t n_states, n_symbols;
    const int32_t *next;   /* [state * n_symbols + symbol] */
    const int32_t *price;  /* the same shape, >= 0, or NULL = 0 */
    const uint8_t *worked; /* [state] the last day was worked */
    const uint8_t *final;  /* [state] may be the last state of the plan, or NULL = all may */
    const int16_t *symbol; /* [day * n_choices + choice] */
} pb_pattern;

/* How a day counts for a resource. */
enum {
    PB_COUNT_NO = 0,    /* not at all */
    PB_COUNT_YES = 1,   /* its use */
    PB_COUNT_FRESH = 2  /* its use when the day before was not worked (the Sunday of a weekend) */
};

/* Days first … last (both in the plan): the sum of uses lies in [min, max]; beyond the soft bounds
 * each unit costs. min <= soft_min <= soft_max <= max. max >= PB_NO_LIMIT: none. */
typedef struct pb_window {
    int32_t first, last;
    int32_t min, max;
    int32_t soft_min, soft_max; /* = min, max where nothing is priced */
    int32_t under_price, over_price;
} pb_window;

/* Something counted: minutes, weekends, nights, shifts. */
typedef struct pb_resource {
    const int32_t *use;       /* [n_choices], >= 0, off included */
    const uint8_t *count;     /* [n_days] PB_COUNT_…, or NULL = PB_COUNT_YES on all */
    int32_t n_windows;
    const pb_window *windows; /* in order of days, disjoint */
} pb_resource;

typedef struct pb_person {
    uint64_t traits; /* skills, roles, pairs */
    const pb_pattern *pattern;
    int32_t start;   /* state before day 0: the look-back */
    int32_t n_resources;
    const pb_resource *resources;
    const uint64_t *allowed; /* [day * n_words + choice / 64], bit choice % 64: absences, pins, masks */
    const int32_t *price;    /* [day * n_choices + choice] any sign (requests, stability), NULL = 0 */
} pb_person;

typedef struct pb_problem {
    int32_t n_people, n_days, n_choices, n_words; /* n_words = (n_choices + 63) / 64 */
    const pb_person *people;
    const pb_cell_cover *cells; /* [day * n_choices + choice]; choice 0 covers nothing */
    int32_t n_spans, n_groups, n_holes, n_units, n_rows, n_steps;
    const pb_unit_span *spans;
    const pb_break_group *groups;
    const pb_unit_span *holes;
    const pb_cover_row *rows; /* in order of unit */
    const int32_t *unit_row;  /* [n_units + 1] first row of each unit */
    const pb_step *steps;
    int64_t base_cost;        /* added to every roster's cost */
} pb_problem;

/* What one person does on one day. holes: mixed radix over the cell's break groups, first group
 * fastest: option 0 … n-1 of each. */
typedef struct pb_choice {
    int16_t choice;
    uint16_t holes;
} pb_choice;

/* PB_ERR_DOMAIN when a number lies outside what this header says (ranges, order, lengths). */
PB_MUST_USE pb_status pb_problem_check(const pb_problem *p);

static inline bool pb_allows(const pb_problem *p, const pb_person *q, int32_t day, int32_t choice)
{
    return q->allowed[(size_t)day * (size_t)p->n_words + (size_t)choice / 64] >> (choice % 64) & 1;
}

/* Cost of a row at that count of people. */
int64_t pb_row_cost(const pb_problem *p, const pb_cover_row *row, int64_t count);
/* -1, 0 or +1: what a person of these traits adds to the row. */
static inline int pb_row_sign(const pb_cover_row *row, uint64_t traits)
{
    return ((row->set & traits) != 0) - ((row->minus & traits) != 0);
}

typedef struct pb_cost {
    int64_t cost;       /* all, base_cost included; of a broken roster too */
    int64_t people;     /* cell, pattern and window prices */
    int64_t cover;      /* rows */
    int64_t broken;     /* hard rules broken: masks, forbidden steps, windows; counted once each */
} pb_cost;

/* Recomputes everything from the roster [person * n_days + day]; scratch from al. */
PB_MUST_USE pb_status pb_problem_cost(const pb_problem *p, const pb_choice *roster,
                                      const pb_allocator *al, pb_cost *ret);
/* What a use of `used` costs in a window; ++*broken where it is outside the hard bounds. */
static inline int64_t pb_window_cost(const pb_window *w, int64_t used, int64_t *broken)
{
    if (used < w->min || (w->max < PB_NO_LIMIT && used > w->max))
        ++*broken;
    if (used < w->soft_min)
        return (w->soft_min - used) * w->under_price;
    if (w->soft_max < PB_NO_LIMIT && used > w->soft_max)
        return (used - w->soft_max) * w->over_price;
    return 0;
}

/* Does work on the day count for the resource, the day before worked or not? */
static inline bool pb_resource_counts(const pb_resource *r, int32_t day, bool worked_before)
{
    int how = r->count == NULL ? PB_COUNT_YES : r->count[day];
    return how == PB_COUNT_YES || (how == PB_COUNT_FRESH && !worked_before);
}

/* One person's own cost (no cover); *ret_broken counts his broken hard rules. */
int64_t pb_person_cost(const pb_problem *p, int32_t person, const pb_choice *days, int64_t *ret_broken);
/* count[row] += sign for the units that this person's day covers. */
void pb_cell_count(const pb_problem *p, uint64_t traits, int32_t day, pb_choice c, int sign,
                   int32_t *count);

#endif
