/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Builds the automaton of a person's day-to-day rules (pb_pattern) from a list of small rules, each
 * an automaton of its own; the product is taken over reachable states and minimised (Moore 1956), so
 * that shifts with the same successors share their states without anybody saying so.
 */
#ifndef PAIBAN_PLANNER_PATTERN_H
#define PAIBAN_PLANNER_PATTERN_H

#include "planner/problem.h"

/*
 * A run: consecutive days whose symbol is `in`. Longer than max or shorter than min is forbidden
 * (price 0) or costs price per day. A run that touches the border of the plan may be shorter than
 * min: before day 0 always (unless the look-back says how long it was), at the end always.
 * min <= 1: none. max >= PB_NO_LIMIT: none.
 */
typedef struct pb_run_rule {
    const uint8_t *in; /* [n_symbols] */
    int32_t min, max;
    int32_t price;
} pb_run_rule;

/* A forbidden (price 0) or priced sequence of length 2 … 8: day i's symbol is in sets[i]. */
typedef struct pb_sequence_rule {
    int32_t length;
    const uint8_t *const *sets; /* [length][n_symbols] */
    int32_t price;
} pb_sequence_rule;

typedef struct pb_pattern_spec {
    int32_t n_symbols;
    const uint8_t *works; /* [n_symbols] a day with this symbol is worked */
    int32_t n_runs;
    const pb_run_rule *runs;
    int32_t n_sequences;
    const pb_sequence_rule *sequences;
    /* Same value within a group of days (same start in a week): symbol s has the value value_of[s],
     * -1 = none (off); a symbol with fresh[s] opens a new group before it counts. NULL = no rule. */
    const int16_t *value_of;
    const uint8_t *fresh;
    /* What came before day 0, oldest first; the look-back. n_past = 0: nothing is known. */
    int32_t n_past;
    const int16_t *past;
} pb_pattern_spec;

/*
 * ret->symbol is left as it was (the caller's map). ret_start[0] is the start state of n_past = 0 or
 * of `past`; a past that breaks a rule is taken as far as it is lawful after its last break.
 * PB_ERR_LIMIT: more than 20,000 states. Arrays come from arena.
 */
PB_MUST_USE pb_status pb_pattern_build(pb_arena *arena, const pb_pattern_spec *spec, pb_pattern *ret,
                                       int32_t *ret_start);

/* The start state after another person's past, with the same automaton. border: the state that knows
 * nothing, as returned by pb_pattern_build for n_past = 0. */
int32_t pb_pattern_after(const pb_pattern *p, int32_t border, int32_t n_past, const int16_t *past);

#endif
