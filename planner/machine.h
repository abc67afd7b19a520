/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Small automata, one a rule, that read a letter a day; and their product as the one automaton of a
 * person (pb_pattern), minimised after every factor (Moore 1956) so that it stays small.
 */
#ifndef PAIBAN_PLANNER_MACHINE_H
#define PAIBAN_PLANNER_MACHINE_H

#include "planner/problem.h"

typedef struct pb_machine {
    int32_t n_states, n_letters, start;
    const int32_t *next;  /* [state * n_letters + letter] the state after it, -1 = forbidden */
    const int32_t *price; /* the same shape, >= 0; NULL = 0 */
    const uint8_t *mark;  /* [state] kept apart when states are merged; NULL = 0 */
} pb_machine;

/* The states of *ret read symbols 0 … n_symbols-1; symbol s is letter_a[s] to a and letter_b[s] to b.
 * Only states reachable from the two starts; their marks are a's or b's. PB_ERR_LIMIT: more than
 * max_states of them before merging. ret lives in the arena. */
PB_MUST_USE pb_status pb_machine_product(pb_arena *arena, const pb_machine *a, const int16_t *letter_a,
                                         const pb_machine *b, const int16_t *letter_b, int32_t n_symbols,
                                         int32_t max_states, pb_machine *ret);

#endif
