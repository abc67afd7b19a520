/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Civil dates and times of day, proleptic Gregorian. A date is a day number, so that arithmetic
 * on dates is arithmetic on integers; clocks and zones are in base/zone.h.
 */
#ifndef PAIBAN_BASE_CIVIL_H
#define PAIBAN_BASE_CIVIL_H

#include <stdbool.h>
#include <stdint.h>

/* Days since 1970-01-01. Valid: 1900-01-01 … 2199-12-31. */
typedef int32_t pb_date;

#define PB_DATE_NONE INT32_MIN
#define PB_DATE_MIN  ((pb_date)-25567)
#define PB_DATE_MAX  ((pb_date)84005)

enum { PB_MIN_PER_DAY = 1440 };

typedef struct pb_ymd {
    int year, month, day; /* month 1 … 12, day 1 … 31 */
} pb_ymd;

/* PB_DATE_NONE for a day that does not exist or lies outside the valid range. */
pb_date pb_date_from_ymd(int year, int month, int day);
pb_ymd pb_date_ymd(pb_date date);
int pb_date_weekday(pb_date date); /* 0 = Monday … 6 = Sunday */
/* The Monday-based (week_start 0) or other week's first day on or before date. */
pb_date pb_date_week_start(pb_date date, int week_start);
pb_date pb_date_add_months(pb_date date, int months); /* the day is cut to the month's length */
int pb_date_days_in_month(int year, int month);
/* ISO 8601 week number and its year. */
void pb_date_iso_week(pb_date date, int *ret_year, int *ret_week);
pb_date pb_date_easter(int year); /* Western Easter Sunday (Meeus/Jones/Butcher) */

/*
 * Readers. s[0 … n-1] must be the whole text; spaces around it are allowed.
 * Dates: 2026-11-30, 2026/11/30, 2026/1/5, 2026.11.30, 20261130, 2026年11月30日; with dots and the year last the
 * day comes first: 30.11.2026, 5.1.2026.
 * Times of day: 08:30, 8:30, 08:30:00, 24:00 (1440), also the full-width colon.
 * false leaves the result alone.
 */
bool pb_date_parse(const char *s, uint32_t n, pb_date *ret);
bool pb_minute_parse(const char *s, uint32_t n, int *ret_min); /* 0 … 1440, whole minutes */
bool pb_clock_parse(const char *s, uint32_t n, int *ret_s);    /* seconds of day, 0 … 86400 */

/* What no reader takes, since it may be read in two ways: "11/16/2026" or "5/1/26", alone or before a time of day (day or
 * month first?); a time of a day of twice 12 hours ("2:00 PM", "9:30 a.m.", "下午2:00"), alone or behind a date. */
bool pb_date_is_slashed(const char *s, uint32_t n);
bool pb_clock_is_12h(const char *s, uint32_t n);

/* Writers: "2026-11-30", "08:30" (1440 gives "24:00"); return buf. */
char *pb_date_format(pb_date date, char buf[static 11]);
char *pb_minute_format(int minute, char buf[static 8]);

/* A weekday by its English or Chinese name ("Mon", "monday", "周一", "星期一", "1" … "7"); -1 = none. */
int pb_weekday_parse(const char *s, uint32_t n);

#endif
