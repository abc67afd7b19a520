/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Values by weekday and time of day, as written in one cell: a plain value for always, or groups
 * separated by ';', later ones overriding earlier ones:
 *     "12%"      "Mon-Fri 0.12; Sat,Sun 0.10; 18:00-22:00 0.20"      "周一-周五 08:30; 周六 09:00"
 * Opening hours use two such cells, opens and closes; a weekday that no group of `opens` names is
 * closed; closing at or before opening means the next day; the word closed (休, 关) closes.
 */
#ifndef PAIBAN_MODEL_WEEKLY_H
#define PAIBAN_MODEL_WEEKLY_H

#include "base/base.h"

typedef struct pb_week_span {
    uint8_t days;          /* bit 0 = Monday … bit 6 = Sunday */
    int16_t from_min, to_min; /* of the day, 0 … 1440 */
    double value;
} pb_week_span;

typedef struct pb_weekly {
    double otherwise; /* where no span fits */
    size_t n;
    const pb_week_span *spans; /* the last that fits wins */
} pb_weekly;

double pb_weekly_at(const pb_weekly *w, int weekday, int minute);

/* Opening hours of one weekday; opens < closes <= 2880 (past 1440 = into the next day); closed: 0, 0. */
typedef struct pb_hours {
    int16_t opens_min[7], closes_min[7];
} pb_hours;

/* Is the minute of that weekday open, a tail from the day before included? */
bool pb_hours_open(const pb_hours *h, int weekday, int minute);

#endif
