/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/civil.h"

#include <stdio.h>
#include <string.h>
#include <strings.h>

static bool is_leap(int year)
{
    return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
}

int pb_date_days_in_month(int year, int month)
{
    static const int days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    if (month < 1 || month > 12)
        return 0;
    return days[month - 1] + (month == 2 && is_leap(year));
}

/*
 * Years are taken to begin on 1 March, so that the leap day is the last; month lengths from March
 * follow (153 m + 2) / 5. H. Hinnant, "chrono-Compatible Low-Level Date Algorithms", 2013,
 * days_from_civil and civil_from_days; year > 0 here, so no eras below zero.
 */
enum { DAYS_400_YEARS = 146097, DAYS_TO_1970 = 719468 };

pb_date pb_date_from_ymd(int year, int month, int day)
{
    if (year < 1900 || year > 2199 || day < 1 || day > pb_date_days_in_month(year, month))
        return PB_DATE_NONE;
    int y = year - (month <= 2);
    int era = y / 400;
    int year_of_era = y - era * 400;
    int day_of_year = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1;
    int day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
    return era * DAYS_400_YEARS + day_of_era - DAYS_TO_1970;
}

pb_ymd pb_date_ymd(pb_date date)
{
    int z = date + DAYS_TO_1970;
    int era = z / DAYS_400_YEARS;
    int day_of_era = z - era * DAYS_400_YEARS;
    int year_of_era =
        (day_of_era - day_of_era / 1460 + day_of_era / 36524 - day_of_era / 146096) / 365;
    int day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    int m = (5 * day_of_year + 2) / 153;
    pb_ymd r;
    r.day = day_of_year - (153 * m + 2) / 5 + 1;
    r.month = m < 10 ? m + 3 : m - 9;
    r.year = year_of_era + era * 400 + (r.month <= 2);
    return r;
}

int pb_date_weekday(pb_date date)
{
    /* 1970-01-01 was a Thursday. */
    int w = (date + 3) % 7;
    return w < 0 ? w + 7 : w;
}

pb_date pb_date_week_start(pb_date date, int week_start)
{
    return date - (pb_date_weekday(date) - week_start + 7) % 7;
}

pb_date pb_date_add_months(pb_date date, int months)
{
    if (months < -3600 || months > 3600)
        return PB_DATE_NONE;
    pb_ymd d = pb_date_ymd(date);
    int m = d.year * 12 + d.month - 1 + months;
    int year = m / 12;
    int month = m % 12 + 1;
    int last = pb_date_days_in_month(year, month);
    return pb_date_from_ymd(year, month, d.day < last ? d.day : last);
}

void pb_date_iso_week(pb_date date, int *ret_year, int *ret_week)
{
    /* A week belongs to the year of its Thursday (ISO 8601:2019, 5.5.1). */
    pb_date thursday = date - pb_date_weekday(date) + 3;
    int year = pb_date_ymd(thursday).year;
    *ret_year = year;
    /* Not through pb_date_from_ymd: the Thursday may lie just outside the valid range. */
    int y = year - 1;
    pb_date new_year = 365 * y + y / 4 - y / 100 + y / 400 - 719162;
    *ret_week = (thursday - new_year) / 7 + 1;
}

/* J. Meeus, Astronomical Algorithms, 2nd ed., chapter 8. */
pb_date pb_date_easter(int year)
{
    int a = year % 19, b = year / 100, c = year % 100;
    int d = b / 4, e = b % 4, f = (b + 8) / 25, g = (b - f + 1) / 3;
    int h = (19 * a + b - d - g + 15) % 30;
    int i = c / 4, k = c % 4;
    int l = (32 + 2 * e + 2 * i - h - k) % 7;
    int m = (a + 11 * h + 22 * l) / 451;
    int month = (h + l - 7 * m + 114) / 31;
    int day = (h + l - 7 * m + 114) % 31 + 1;
    return pb_date_from_ymd(year, month, day);
}

/* --- readers: a cursor over a text that need not end with NUL --- */

typedef struct cursor {
    const char *s, *end;
} cursor;

static bool take(cursor *c, const char *word)
{
    size_t n = strlen(word);
    if ((size_t)(c->end - c->s) < n || memcmp(c->s, word, n) != 0)
        return false;
    c->s += n;
    return true;
}

/* An ASCII space or tab, a no-break space, or the full-width space of Chinese input. */
static bool take_space(cursor *c)
{
    return take(c, " ") || take(c, "\t") || take(c, "\xC2\xA0") || take(c, "\xE3\x80\x80");
}

static void skip_spaces(cursor *c)
{
    while (take_space(c))
        ;
}

static bool at_end(cursor *c)
{
    skip_spaces(c);
    return c->s == c->end;
}

/* Between min and max digits; max <= 9. */
static bool take_number(cursor *c, int min, int max, int *ret)
{
    int n = 0, v = 0;
    while (n < max && c->s < c->end && *c->s >= '0' && *c->s <= '9') {
        v = v * 10 + (*c->s++ - '0');
        n++;
    }
    *ret = v;
    return n >= min;
}

/* "16.11.2026": where dots stand between, and the year comes last, the day comes first. */
static bool day_first(cursor c, pb_date *ret)
{
    int year, month, day;
    if (!take_number(&c, 1, 2, &day) || !take(&c, ".") || !take_number(&c, 1, 2, &month) || !take(&c, ".") ||
        !take_number(&c, 4, 4, &year))
        return false;
    *ret = pb_date_from_ymd(year, month, day);
    return at_end(&c);
}

static bool year_first(cursor c, pb_date *ret)
{
    int year, month, day;
    if (!take_number(&c, 4, 4, &year))
        return false;
    const char *separator = take(&c, "-")              ? "-"
                            : take(&c, "/")            ? "/"
                            : take(&c, ".")            ? "."
                            : take(&c, "\xE5\xB9\xB4") ? "\xE6\x9C\x88" /* 年 … 月 … 日 */
                                                       : "";
    int digits = *separator ? 1 : 2;
    if (!take_number(&c, digits, 2, &month) || !take(&c, separator) ||
        !take_number(&c, digits, 2, &day))
        return false;
    if (strlen(separator) > 1 && !take(&c, "\xE6\x97\xA5"))
        return false;
    *ret = pb_date_from_ymd(year, month, day);
    return at_end(&c);
}

bool pb_date_parse(const char *s, uint32_t n, pb_date *ret)
{
    cursor c = {s, s + n};
    pb_date date = PB_DATE_NONE;
    skip_spaces(&c);
    if ((!year_first(c, &date) && !day_first(c, &date)) || date == PB_DATE_NONE)
        return false;
    *ret = date;
    return true;
}

static bool take_colon(cursor *c)
{
    return take(c, ":") || take(c, "\xEF\xBC\x9A");
}

bool pb_clock_parse(const char *s, uint32_t n, int *ret_s)
{
    cursor c = {s, s + n};
    int hour, minute, second = 0;
    skip_spaces(&c);
    if (!take_number(&c, 1, 2, &hour) || !take_colon(&c) || !take_number(&c, 2, 2, &minute))
        return false;
    if (take_colon(&c) && !take_number(&c, 2, 2, &second))
        return false;
    int total = hour * 3600 + minute * 60 + second;
    if (!at_end(&c) || minute > 59 || second > 59 || total > 86400)
        return false;
    *ret_s = total;
    return true;
}

bool pb_minute_parse(const char *s, uint32_t n, int *ret_min)
{
    int seconds;
    if (!pb_clock_parse(s, n, &seconds) || seconds % 60)
        return false;
    *ret_min = seconds / 60;
    return true;
}

bool pb_date_is_slashed(const char *s, uint32_t n)
{
    cursor c = {s, s + n};
    int number;
    skip_spaces(&c);
    return take_number(&c, 1, 2, &number) && take(&c, "/") && take_number(&c, 1, 2, &number) && take(&c, "/") &&
           take_number(&c, 2, 4, &number) && (c.s == c.end || take_space(&c));
}

/* Does the text hold a clock's colon after a digit? */
static bool has_colon(cursor c)
{
    for (const char *digit = c.s; c.s < c.end; digit = c.s, c.s++) {
        cursor at = c;
        if (take_colon(&at) && *digit >= '0' && *digit <= '9')
            return true;
    }
    return false;
}

bool pb_clock_is_12h(const char *s, uint32_t n)
{
    static const char *const ends[] = {"am", "pm", "a.m.", "p.m."};
    cursor c = {s, s + n};
    while (c.end > c.s && c.end[-1] == ' ')
        c.end--;
    size_t left = (size_t)(c.end - c.s);
    bool half = false;
    for (size_t i = 0; i < sizeof ends / sizeof ends[0]; i++)
        half |= left > strlen(ends[i]) && strncasecmp(c.end - strlen(ends[i]), ends[i], strlen(ends[i])) == 0;
    for (cursor at = c; at.s < at.end; at.s++) {
        cursor word = at;
        half |= take(&word, "上午") || take(&word, "下午");
    }
    return half && has_colon(c);
}

char *pb_date_format(pb_date date, char buf[static 11])
{
    pb_ymd d = pb_date_ymd(date);
    /* The remainders change nothing in the valid range; they show the compiler that it fits. */
    snprintf(buf, 11, "%04u-%02u-%02u", (unsigned)d.year % 10000, (unsigned)d.month % 100,
             (unsigned)d.day % 100);
    return buf;
}

char *pb_minute_format(int minute, char buf[static 8])
{
    snprintf(buf, 8, "%02u:%02u", (unsigned)minute / 60 % 1000, (unsigned)minute % 60);
    return buf;
}

/* "Mon" … "Monday", "Thurs": three letters tell weekdays apart. */
static int english_weekday(const char *s, size_t n)
{
    static const char *const names[] = {"monday", "tuesday",  "wednesday", "thursday",
                                        "friday", "saturday", "sunday"};
    for (int i = 0; i < 7 && n >= 3; i++)
        if (n <= strlen(names[i]) && strncasecmp(s, names[i], n) == 0)
            return i;
    return -1;
}

static int chinese_weekday(cursor c)
{
    static const char *const names[] = {"一", "二", "三", "四", "五", "六", "日", "天"};
    if (!take(&c, "周") && !take(&c, "星期") && !take(&c, "礼拜"))
        return -1;
    for (int i = 0; i < 8; i++)
        if ((size_t)(c.end - c.s) == strlen(names[i]) && take(&c, names[i]))
            return i < 7 ? i : 6;
    return -1;
}

int pb_weekday_parse(const char *s, uint32_t n)
{
    cursor c = {s, s + n};
    skip_spaces(&c);
    while (c.end > c.s && (c.end[-1] == ' ' || c.end[-1] == '\t'))
        c.end--;
    size_t left = (size_t)(c.end - c.s);
    if (left == 1 && *c.s >= '1' && *c.s <= '7')
        return *c.s - '1';
    int day = english_weekday(c.s, left);
    return day >= 0 ? day : chinese_weekday(c);
}
