/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Hours by pay class. A duty is cut into pieces of paid time by the clock: at midnight, at its unpaid
 * breaks, where the class changes, and where night begins or ends is counted inside the piece.
 *
 * The class of a minute, first that applies (China: Labour Law Art. 44; thresholds Art. 36 and the
 * State Council's rules of 1995 Art. 3, as the law pack's pay table says):
 *   1. its date is a statutory holiday          -> statutory_pct (300)
 *   2. its date is a rest day of the calendar   -> rest_pct (200)
 *   3. the duty's paid minutes before it reach day_min, or the week's ordinary paid minutes before it
 *      reach week_min                           -> overtime_pct (150)
 *   4. else 100.
 * A make-up workday is a workday: a Saturday or Sunday that the calendar calls a workday raises its
 * week's threshold by a day, since the time off for it was given in another week. The daily threshold
 * belongs to the duty (a night shift is one working day); minutes of classes 1 and 2 count towards
 * neither threshold. The week is that of the minute's own date.
 */
#ifndef PAIBAN_EXPORT_PAY_H
#define PAIBAN_EXPORT_PAY_H

#include "model/model.h"
#include "model/pay_rules.h"

/* One piece of paid time of one agent, inside one local date and one class. */
typedef struct pb_pay_piece {
    pb_date date;    /* by the clock */
    int32_t agent;
    int32_t shift;   /* -1 = a duty without a shift of shifts.csv */
    size_t duty;     /* index into the roster */
    int64_t start_s, end_s;
    int paid_min;    /* whole minutes, by the instants (a changed clock counts as worked) */
    int night_min;   /* of these, between night_from and night_to */
    int pct;         /* 100, 150, 200, 300 … */
} pb_pay_piece;

typedef struct pb_pay {
    size_t n;
    const pb_pay_piece *at; /* by agent, then start */
} pb_pay;

/*
 * The pieces of a roster's duties, in the arena. Days off give none. zone and week_start are the
 * team's; `before` (may be NULL) is the roster that ends where this one begins: the ordinary minutes
 * that it put into the first week count towards that week's threshold and give no pieces.
 * Errors: PB_ERR_NOMEM.
 */
PB_MUST_USE pb_status pb_pay_split(pb_arena *a, const pb_roster *roster, const pb_roster *before,
                                   const pb_calendar *calendar, const pb_zone *zone, int week_start,
                                   const pb_pay_rules *rules, pb_pay *ret);

#endif
