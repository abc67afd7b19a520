/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * RFC 9636, "The Time Zone Information Format (TZif)". Read here and not through libical, which turns
 * the files into recurrence rules and loses changes on the way (docs/decisions has the list).
 */
#include "base/tzif.h"

#include "base/civil.h"

#include <stdbool.h>
#include <string.h>

/* The rule's years are those of pb_date. */
enum { HEADER = 44, MAX_RULE = 128, FIRST_RULE_YEAR = 1900, LAST_RULE_YEAR = 2199 };

static const int64_t SECONDS_PER_DAY = 86400;

/* --- the data block (section 3) --- */

typedef struct block {
    char version;
    size_t n_utc, n_standard, n_leap, n_times, n_types, n_chars;
} block;

static uint64_t big_endian(const unsigned char *p, int n)
{
    uint64_t v = 0;
    for (int i = 0; i < n; i++)
        v = v << 8 | p[i];
    return v;
}

static int32_t signed32(const unsigned char *p)
{
    uint32_t v = (uint32_t)big_endian(p, 4);
    return v > INT32_MAX ? (int32_t)((int64_t)v - ((int64_t)1 << 32)) : (int32_t)v;
}

static int64_t signed64(const unsigned char *p)
{
    uint64_t v = big_endian(p, 8);
    return v > INT64_MAX ? -(int64_t)(UINT64_MAX - v) - 1 : (int64_t)v;
}

static bool read_header(const unsigned char *p, size_t n, block *ret)
{
    if (n < HEADER || memcmp(p, "TZif", 4) != 0)
        return false;
    size_t counts[6];
    for (size_t i = 0; i < 6; i++)
        counts[i] = (size_t)big_endian(p + 20 + 4 * i, 4);
    *ret = (block){(char)p[4], counts[0], counts[1], counts[2], counts[3], counts[4], counts[5]};
    return true;
}

/* Bytes behind the header; times are of 4 or 8 bytes. Counts are below 2^32, so nothing overflows. */
static uint64_t block_size(const block *b, unsigned time_size)
{
    return (uint64_t)b->n_times * (time_size + 1) + (uint64_t)b->n_types * 6 + b->n_chars +
           (uint64_t)b->n_leap * (time_size + 4) + b->n_standard + b->n_utc;
}

/* --- collecting --- */

typedef struct table {
    pb_offsets *o;
    size_t cap;
} table;

/* Instants come in order; of two at one instant the later counts; what changes nothing is left out. */
static void push(table *t, int64_t at_s, int32_t offset_s)
{
    pb_offsets *o = t->o;
    if (o->n > 0 && o->at_s[o->n - 1] >= at_s)
        o->n--;
    if (offset_s == o->offset_s[o->n] || o->n == t->cap)
        return;
    o->at_s[o->n] = at_s;
    o->offset_s[++o->n] = offset_s;
}

/* --- the closing rule (section 3.3): a POSIX TZ string --- */

typedef struct yearly {
    char form; /* 'M' month, week, weekday; 'J' day 1 … 365 without 29 February; 'n' day 0 … 365 */
    int month, week, weekday, day;
    int32_t time_s;
} yearly;

typedef struct rule {
    int32_t standard_s, summer_s;
    bool has_summer;
    yearly start, end;
} rule;

typedef struct cursor {
    const char *s;
} cursor;

static bool take(cursor *c, char wanted)
{
    if (*c->s != wanted)
        return false;
    c->s++;
    return true;
}

static bool take_name(cursor *c)
{
    const char *from = c->s;
    if (take(c, '<')) {
        while (*c->s && *c->s != '>')
            c->s++;
        return take(c, '>');
    }
    while ((*c->s >= 'A' && *c->s <= 'Z') || (*c->s >= 'a' && *c->s <= 'z'))
        c->s++;
    return c->s - from >= 3;
}

static bool take_number(cursor *c, int min, int max, int *ret)
{
    int v = 0;
    const char *from = c->s;
    while (*c->s >= '0' && *c->s <= '9' && v <= max)
        v = v * 10 + (*c->s++ - '0');
    *ret = v;
    return c->s > from && v >= min && v <= max;
}

/* [+-]h[:m[:s]]; hours up to 167 as the RFC extends POSIX. */
static bool take_time(cursor *c, int32_t *ret_s)
{
    int sign = 1, h, m = 0, s = 0;
    if (take(c, '-'))
        sign = -1;
    else
        take(c, '+');
    if (!take_number(c, 0, 167, &h))
        return false;
    if (take(c, ':') && !take_number(c, 0, 59, &m))
        return false;
    if (take(c, ':') && !take_number(c, 0, 59, &s))
        return false;
    *ret_s = sign * (h * 3600 + m * 60 + s);
    return true;
}

static bool take_yearly(cursor *c, yearly *ret)
{
    yearly y = {.form = 'n', .time_s = 7200};
    bool good;
    if (take(c, 'M')) {
        y.form = 'M';
        good = take_number(c, 1, 12, &y.month) && take(c, '.') && take_number(c, 1, 5, &y.week) &&
               take(c, '.') && take_number(c, 0, 6, &y.weekday);
    } else if (take(c, 'J')) {
        y.form = 'J';
        good = take_number(c, 1, 365, &y.day);
    } else {
        good = take_number(c, 0, 365, &y.day);
    }
    if (good && take(c, '/'))
        good = take_time(c, &y.time_s);
    *ret = y;
    return good;
}

/* "CET-1CEST,M3.5.0,M10.5.0/3": offsets count westwards there. */
static bool parse_rule(const char *text, rule *ret)
{
    cursor c = {text};
    rule r = {0};
    int32_t west;
    if (!take_name(&c) || !take_time(&c, &west))
        return false;
    r.standard_s = -west;
    r.has_summer = *c.s != '\0';
    if (r.has_summer) {
        r.summer_s = r.standard_s + 3600;
        if (!take_name(&c))
            return false;
        if (*c.s != ',') {
            if (!take_time(&c, &west))
                return false;
            r.summer_s = -west;
        }
        if (!take(&c, ',') || !take_yearly(&c, &r.start) || !take(&c, ',') || !take_yearly(&c, &r.end))
            return false;
    }
    *ret = r;
    return *c.s == '\0';
}

/* Local seconds since 1970 of that moment of a year. */
static int64_t moment(const yearly *y, int year)
{
    pb_date day;
    if (y->form == 'M') {
        pb_date first = pb_date_from_ymd(year, y->month, 1);
        int first_weekday = (pb_date_weekday(first) + 1) % 7; /* Sunday = 0 here */
        int offset = (y->weekday - first_weekday + 7) % 7 + 7 * (y->week - 1);
        if (offset >= pb_date_days_in_month(year, y->month))
            offset -= 7; /* week 5 = the last */
        day = first + offset;
    } else {
        day = pb_date_from_ymd(year, 1, 1) + y->day;
        if (y->form == 'J') {
            bool leap = pb_date_days_in_month(year, 2) == 29;
            day -= !(leap && y->day >= 60);
        }
    }
    return day * SECONDS_PER_DAY + y->time_s;
}

/* Two changes a year behind the last one that is stated. */
static void apply_rule(table *t, const rule *r)
{
    pb_offsets *o = t->o;
    int64_t stated_s = o->n > 0 ? o->at_s[o->n - 1] : INT64_MIN;
    if (!r->has_summer) {
        /* The rule repeats what the last stated change says; a file without changes states it in full. */
        if (o->n == 0)
            o->offset_s[0] = r->standard_s;
        return;
    }
    for (int year = FIRST_RULE_YEAR; year <= LAST_RULE_YEAR; year++) {
        int64_t start = moment(&r->start, year) - r->standard_s;
        int64_t end = moment(&r->end, year) - r->summer_s;
        for (int second = 0; second < 2; second++) {
            bool is_start = (start < end) != (second == 1);
            int64_t at_s = is_start ? start : end;
            if (at_s > stated_s)
                push(t, at_s, is_start ? r->summer_s : r->standard_s);
        }
    }
}

/* --- the file --- */

static bool fill(table *t, const unsigned char *p, const block *b)
{
    const unsigned char *indices = p + 8 * b->n_times;
    const unsigned char *types = indices + b->n_times;
    t->o->offset_s[0] = signed32(types); /* section 3.2: type 0 holds before the first change */
    for (size_t i = 0; i < b->n_times; i++) {
        int64_t at_s = signed64(p + 8 * i);
        bool in_order = i == 0 || at_s > signed64(p + 8 * (i - 1));
        if (indices[i] >= b->n_types || !in_order)
            return false;
        push(t, at_s, signed32(types + (size_t)6 * indices[i]));
    }
    return true;
}

/* Copies the closing line "\nRULE\n". */
static bool read_footer(const unsigned char *p, size_t n, char ret[static MAX_RULE])
{
    const unsigned char *end = n > 1 && p[0] == '\n' ? memchr(p + 1, '\n', n - 1) : NULL;
    if (!end || end - p > MAX_RULE)
        return false;
    size_t k = (size_t)(end - p) - 1;
    memcpy(ret, p + 1, k);
    ret[k] = '\0';
    return true;
}

/* Finds the data block of 64-bit times and the closing line behind it. */
static const unsigned char *find_block(const unsigned char *p, size_t n, block *b,
                                       char rule_text[static MAX_RULE])
{
    /* Section 3: a block of 32-bit times for old readers comes first and is passed over. */
    if (!read_header(p, n, b) || b->version < '2' || block_size(b, 4) > n - HEADER)
        return NULL;
    size_t skip = HEADER + (size_t)block_size(b, 4);
    p += skip;
    n -= skip;
    if (!read_header(p, n, b) || b->n_types == 0 || b->n_leap > 0 || block_size(b, 8) > n - HEADER)
        return NULL;
    size_t size = HEADER + (size_t)block_size(b, 8);
    return read_footer(p + size, n - size, rule_text) ? p + HEADER : NULL;
}

pb_status pb_tzif_parse(pb_arena *a, const void *bytes, size_t n, pb_offsets *ret)
{
    block b;
    char text[MAX_RULE];
    rule r = {0};
    const unsigned char *data = find_block(bytes, n, &b, text);
    if (!data || (text[0] && !parse_rule(text, &r)))
        return PB_ERR_INPUT;
    size_t cap = b.n_times + (size_t)2 * (LAST_RULE_YEAR - FIRST_RULE_YEAR + 1);
    pb_offsets o = {.at_s = PB_NEW_ARRAY(a, cap, int64_t), .offset_s = PB_NEW_ARRAY(a, cap + 1, int32_t)};
    if (!o.at_s || !o.offset_s)
        return PB_ERR_NOMEM;
    table t = {&o, cap};
    if (!fill(&t, data, &b))
        return PB_ERR_INPUT;
    if (text[0])
        apply_rule(&t, &r);
    *ret = o;
    return PB_OK;
}
