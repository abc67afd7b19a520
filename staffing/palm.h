/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The waiting room of a queue with exponential patience: integrals of Palm (1957) in the form of
 * Mandelbaum & Zeltyn (2007), for any service rate of the full team (Erlang A, chat).
 *
 * With w = wait / patience the virtual wait of a customer who waits has the density
 *     e^{g(w)} / J,   g(w) = η (1 - e^{-w}) - c w,   J = ∫ e^g dw over w > 0,
 * η = arrivals a second × patience, c = (services a second of the full team) × patience.
 */
#ifndef PAIBAN_STAFFING_PALM_H
#define PAIBAN_STAFFING_PALM_H

#include "staffing/wide.h"

typedef struct pb_palm_case {
    double eta;    /* > 0 */
    double c;      /* > 0 */
    double excess; /* η - c, given apart because the caller can form it without rounding */
    double tau;    /* T / patience, >= 0 */
} pb_palm_case;

/* Integrals over one stretch of w. */
typedef struct pb_palm_part {
    pb_wide all;    /* ∫ e^g */
    pb_wide left;   /* ∫ (1 - e^{-w}) e^g: gone before their turn */
    pb_wide served; /* ∫ e^{-w} e^g */
    pb_wide moment; /* ∫ w e^{-w} e^g */
} pb_palm_part;

typedef struct pb_palm {
    pb_palm_part early; /* w in [0, τ] */
    pb_palm_part late;  /* w in [τ, ∞) */
    pb_wide unit;       /* every integral above was multiplied by this, e^{-max g} */
} pb_palm;

pb_palm pb_palm_integrals(const pb_palm_case *k);

#endif
