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

#include "model/fields.h"

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

/* What stands in a group after its days and hours. */
typedef enum pb_weekly_form {
    PB_WEEKLY_SHARE,   /* 0.12 or 12% */
    PB_WEEKLY_NUMBER,
    PB_WEEKLY_PRESENCE /* nothing: 1 inside the days and hours named, 0 outside */
} pb_weekly_form;

/*
 * Reads a cell (UTF-8, n bytes) into the arena; values must lie in [min, max]. Days: names as
 * pb_weekday_parse takes them, ranges "Mon-Fri", lists "Sat,Sun", weekdays/工作日, weekend/周末,
 * daily/每天; hours "18:00-22:00", over midnight when the end is not after the start.
 * PB_ERR_INPUT: *fault says what is wrong. *ret is left alone on failure.
 */
PB_MUST_USE pb_status pb_weekly_parse(pb_arena *a, const char *s, size_t n, pb_weekly_form form,
                                      double min, double max, pb_weekly *ret, pb_fault *fault);
/* Appends a cell that reads back to the same values; nothing for a plain 0. */
void pb_weekly_format(const pb_weekly *w, pb_weekly_form form, pb_text *out);
/* Appends days as "Mon-Fri,Sun"; nothing for no day. bit 0 = Monday. */
void pb_weekdays_format(unsigned days, pb_text *out);
/* Days of one word ("Mon", "Mon-Fri", "weekend", "周一-周五"; a range may pass Sunday); 0 = none. */
unsigned pb_weekdays_parse(const char *s, size_t n);

/* Opening hours of one weekday; opens < closes <= 2880 (past 1440 = into the next day); closed: 0, 0. */
typedef struct pb_hours {
    int16_t opens_min[7], closes_min[7];
} pb_hours;

/*
 * Reads the two cells. Both empty: always open. PB_ERR_INPUT: *fault says what is wrong and
 * *ret_in_closes which cell. scratch is used for working copies.
 */
PB_MUST_USE pb_status pb_hours_parse(pb_arena *scratch, const char *opens, const char *closes,
                                     pb_hours *ret, pb_fault *fault, bool *ret_in_closes);
/* Appends the two cells; nothing where always open. */
void pb_hours_format(const pb_hours *h, pb_text *opens, pb_text *closes);

/* Is the minute of that weekday open, a tail from the day before included? */
bool pb_hours_open(const pb_hours *h, int weekday, int minute);

#endif
