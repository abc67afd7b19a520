/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Slots that open or shut for good: from some day on they hold a third and less, or three times and
 * more, of what their share of the day was. The profiles then forget what was before, in these
 * slots, instead of carrying it along for a year.
 *
 * Found by cumulative sums of Poisson log-likelihood ratios (Page 1954, Biometrika 41; Lucas 1985,
 * Technometrics 27), over the working weekdays together and over the quiet ones together; one day
 * adds so little that ten have to agree.
 */
#ifndef PAIBAN_FORECAST_TURNS_H
#define PAIBAN_FORECAST_TURNS_H

#include "forecast/clean.h"

typedef struct pb_fc_turn {
    int from;         /* first day of the new hours */
    int known;        /* the day that put it beyond doubt, > from */
    int slot;         /* clock slot */
    uint8_t weekdays; /* bit w = weekday w has turned */
} pb_fc_turn;

typedef struct pb_fc_turns {
    int n;
    pb_fc_turn *at; /* [n] by the day they were known */
} pb_fc_turns;

/* Goes once through the past; the array is the arena's. At most 1,000 turns are kept. */
PB_MUST_USE pb_status pb_fc_turns_find(pb_arena *a, const pb_fc_days *d, const pb_fc_clean *c,
                                       pb_fc_turns *ret);

#endif
