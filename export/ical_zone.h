/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A zone as the least VTIMEZONE that every known client reads: one STANDARD and at most one
 * DAYLIGHT, each with a yearly rule "n-th weekday of a month" from 1970 on (MS-OXCICAL 2.1.3.1.1.19
 * allows no more). The rule is fitted to the zone's changes and proved against them over a span;
 * where no such rule is right over the whole span, times have to be written in UTC.
 */
#ifndef PAIBAN_EXPORT_ICAL_ZONE_H
#define PAIBAN_EXPORT_ICAL_ZONE_H

#include "base/base.h"

typedef struct pb_ical_onset {
    int month;      /* 1 … 12 */
    int nth;        /* 1 … 4, or -1 = last */
    int weekday;    /* 0 = Monday */
    int minute;     /* clock reading before the change, 0 … 1439 */
    int32_t from_s, to_s; /* offsets east of UTC before and after */
} pb_ical_onset;

typedef struct pb_ical_zone {
    const pb_zone *zone;
    bool local;     /* times may be written with TZID; else only in UTC */
    int32_t base_s; /* the offset where there is no change */
    int n_onsets;   /* 0, or 2: to standard, to daylight */
    pb_ical_onset onset[2];
    pb_date first, last; /* the span it was proved for */
} pb_ical_zone;

/* Fits and proves for the local days first … last. */
void pb_ical_zone_fit(const pb_zone *zone, pb_date first, pb_date last, pb_ical_zone *ret);
/* The same for the whole years around those days: the text then stays the same from week to week. */
void pb_ical_zone_fit_years(const pb_zone *zone, pb_date first, pb_date last, pb_ical_zone *ret);
/* The offset that the fitted rule gives at an instant (what a client will compute). */
int32_t pb_ical_zone_offset_s(const pb_ical_zone *z, int64_t utc_s);
/* The date of an onset in a year. */
pb_date pb_ical_onset_date(const pb_ical_onset *o, int year);

#endif
