/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Load that neighbouring slots share: a contact that begins at 9:55 still needs its agent at 10:10.
 * The load of infinitely many servers, dm/dt = λ - m/AHT, solved exactly on the slot grid,
 *     m(t + h) = m(t) e^{-h/AHT} + λ AHT (1 - e^{-h/AHT}),
 * replaces λ AHT of the slot alone (modified offered load: Jagerman 1975; Green, Kolesar & Whitt 2007,
 * "Coping with time-varying demand", section 4; Feldman, Mandelbaum, Massey & Whitt 2008).
 */
#ifndef PAIBAN_STAFFING_CARRY_H
#define PAIBAN_STAFFING_CARRY_H

#include "base/status.h"

#include <stdbool.h>
#include <stdint.h>

/* One slot's offered load in Erlang at its start, middle and end. */
typedef struct pb_carry {
    double start_erl, middle_erl, end_erl;
} pb_carry;

/* The greatest of the three: what the slot is staffed for. */
double pb_carry_peak(const pb_carry *c);

/*
 * contacts[i] >= 0 per slot, aht_s[i] > 0, slot_s[i] > 0, i < n. running: the queue was already open
 * before the first slot, which is then taken to have been like it for long; else it opens empty.
 * ret[n]. PB_ERR_DOMAIN: a number outside its range, ret partly written.
 */
PB_MUST_USE pb_status pb_carry_load(int32_t n, const double *contacts, const double *aht_s,
                                    const int32_t *slot_s, bool running, pb_carry *ret);

#endif
