/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Reads the short rules back out of a pattern's automaton: which symbols may not be neighbours, and which
 * sequences of days worked and off may not occur (too long a run, too short a run). A modeller writes these as
 * a row each; the automaton as a flow needs many more columns.
 */
#ifndef PAIBAN_PLANNER_PATTERN_RULES_H
#define PAIBAN_PLANNER_PATTERN_RULES_H

#include "base/memory.h"
#include "planner/problem.h"

enum { PATTERN_MAX_WORDS = 24, PATTERN_MAX_LENGTH = 14 };

/* Days in a row, worked (bit set) or off; the last day is bit 0. */
typedef struct pattern_word {
    int32_t length;
    uint32_t worked;
} pattern_word;

typedef struct pattern_rules {
    bool exact;            /* the rules below say all that the automaton says, and nothing is priced; else nothing else is set */
    const uint8_t *works;  /* [n_symbols] a day with it is worked */
    const uint8_t *never;  /* [n_symbols] on no day */
    const uint8_t *late;   /* [n_symbols] not on day 0 */
    int32_t n_pairs;       /* a symbol in first and one in second may not follow each other */
    const uint8_t *first, *second; /* [n_pairs * n_symbols] */
    int32_t n_words;
    pattern_word words[PATTERN_MAX_WORDS]; /* of 3 days and more, none inside another */
} pattern_rules;

/*
 * `exact` is set only after the automaton and the rules were found to forbid the same steps after every sequence of
 * symbols from `start` on. Arrays come from a.
 */
PB_MUST_USE pb_status pattern_rules_make(pb_arena *a, const pb_pattern *t, int32_t start, pattern_rules *ret);

#endif
