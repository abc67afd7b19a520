/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "model/fields.h"

#include <math.h>
#include "base/number.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

pb_status pb_fault_set(pb_fault *f, const char *msgid, const char *s, size_t n)
{
    if (!f)
        return PB_ERR_INPUT;
    size_t keep = n;
    if (keep > sizeof f->found - 1) {
        keep = sizeof f->found - 1;
        while (keep > 0 && ((unsigned char)s[keep] & 0xc0) == 0x80)
            keep--;
    }
    f->msgid = msgid;
    if (keep > 0)
        memcpy(f->found, s, keep);
    f->found[keep] = '\0';
    f->more[0] = '\0';
    return PB_ERR_INPUT;
}

pb_status pb_fault_range(pb_fault *f, const char *s, size_t n, double min, double max)
{
    char low[32], high[32];
    (void)pb_fault_set(f, PB_N_("the number %s is outside the range %s"), s, n);
    if (f)
        (void)snprintf(f->more, sizeof f->more, "%.28s … %.28s", pb_real_format(min, low),
                       pb_real_format(max, high));
    return PB_ERR_INPUT;
}

pb_piece pb_piece_of(const char *s)
{
    return (pb_piece){s, strlen(s)};
}

static bool is_blank(char c)
{
    return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

static const char wide_space[] = "\xe3\x80\x80";

pb_piece pb_piece_trim(pb_piece p)
{
    for (;;) {
        if (p.n > 0 && is_blank(p.s[0]))
            p.s++, p.n--;
        else if (p.n >= 3 && memcmp(p.s, wide_space, 3) == 0)
            p.s += 3, p.n -= 3;
        else if (p.n > 0 && is_blank(p.s[p.n - 1]))
            p.n--;
        else if (p.n >= 3 && memcmp(p.s + p.n - 3, wide_space, 3) == 0)
            p.n -= 3;
        else
            return p;
    }
}

static char lower(char c)
{
    return c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
}

static bool same(const char *a, const char *b, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (lower(a[i]) != lower(b[i]))
            return false;
    return true;
}

bool pb_piece_is(pb_piece p, const char *word)
{
    return strlen(word) == p.n && same(p.s, word, p.n);
}

int pb_piece_among(pb_piece p, const char *words)
{
    int index = 0;
    for (const char *w = words;; index++) {
        const char *bar = strchr(w, '|');
        size_t n = bar ? (size_t)(bar - w) : strlen(w);
        if (n == p.n && same(p.s, w, n))
            return index;
        if (!bar)
            return -1;
        w = bar + 1;
    }
}

/* Length of the separator at s, 0 = none. */
static size_t separator(const char *s, size_t n, const char *seps)
{
    if (n >= 1 && s[0] != '\0' && strchr(seps, s[0]))
        return 1;
    if (n < 3)
        return 0;
    if (strchr(seps, ';') && memcmp(s, "\xef\xbc\x9b", 3) == 0)
        return 3;
    bool comma = memcmp(s, "\xef\xbc\x8c", 3) == 0 || memcmp(s, "\xe3\x80\x81", 3) == 0;
    return strchr(seps, ',') && comma ? 3 : 0;
}

bool pb_piece_next(pb_piece *rest, const char *seps, pb_piece *ret)
{
    while (rest->n > 0) {
        size_t end = 0, gap = 0;
        while (end < rest->n && (gap = separator(rest->s + end, rest->n - end, seps)) == 0)
            end++;
        pb_piece p = pb_piece_trim((pb_piece){rest->s, end});
        if (end == rest->n)
            gap = 0;
        rest->s += end + gap;
        rest->n -= end + gap;
        if (p.n > 0) {
            *ret = p;
            return true;
        }
    }
    return false;
}

bool pb_real_parse(pb_piece p, double *ret)
{
    p = pb_piece_trim(p);
    return pb_number_parse_real(p.s, (uint32_t)p.n, '.', ret) ||
           pb_number_parse_real(p.s, (uint32_t)p.n, ',', ret);
}

char *pb_real_format(double v, char buf[static 32])
{
    buf[0] = '\0';
    for (int digits = 15; digits <= 17 && !isnan(v); digits++) {
        (void)snprintf(buf, 32, "%.*g", digits, v);
        if (strtod(buf, NULL) == v)
            break;
    }
    char *comma = strchr(buf, ','); /* the locale's decimal point */
    if (comma)
        *comma = '.';
    return buf;
}

bool pb_int_parse(pb_piece p, int64_t *ret)
{
    double v;
    if (!pb_real_parse(p, &v) || v != floor(v) || fabs(v) > 9e15)
        return false;
    *ret = (int64_t)v;
    return true;
}

bool pb_share_parse(pb_piece p, double *ret)
{
    p = pb_piece_trim(p);
    return pb_number_parse_share(p.s, (uint32_t)p.n, '.', ret) ||
           pb_number_parse_share(p.s, (uint32_t)p.n, ',', ret);
}

/* The ASCII stand-in of the three-byte character at s, 0 = none. */
static char narrow(const unsigned char *s)
{
    unsigned u = (s[0] & 0x0fu) << 12 | (s[1] & 0x3fu) << 6 | (s[2] & 0x3fu);
    if (u >= 0xff01 && u <= 0xff5e)
        return u == 0xff5e ? '-' : (char)(u - 0xff01 + 0x21);
    switch (u) {
    case 0x3000:
        return ' ';
    case 0x3001:
        return ',';
    case 0x2192:
        return '>';
    case 0x2010: case 0x2011: case 0x2012: case 0x2013: case 0x2014: case 0x2015: case 0x2212:
    case 0x301c: case 0x223c:
        return '-';
    default:
        return 0;
    }
}

char *pb_plain_copy(pb_arena *a, const char *s, size_t n)
{
    char *out = pb_arena_alloc(a, n + 1, 1);
    if (!out)
        return NULL;
    size_t w = 0;
    for (size_t i = 0; i < n;) {
        const unsigned char *u = (const unsigned char *)s + i;
        char c = n - i >= 3 && (u[0] & 0xf0) == 0xe0 ? narrow(u) : '\0';
        if (c) {
            out[w++] = c;
            i += 3;
        } else if (n - i >= 2 && u[0] == 0xc3 && u[1] == 0x97) {
            out[w++] = 'x';
            i += 2;
        } else {
            out[w++] = s[i++];
        }
    }
    out[w] = '\0';
    return out;
}

/* Does a digit touch the Chinese word that ends before out[w]? 至 and 到 (to) may touch: "1至5". */
static bool touches_word(const char *out, size_t w)
{
    if (w < 3 || !((unsigned char)out[w - 1] & 0x80))
        return false;
    return memcmp(out + w - 3, "至", 3) != 0 && memcmp(out + w - 3, "到", 3) != 0;
}

char *pb_tidy_copy(pb_arena *a, const char *s, size_t n)
{
    char *plain = pb_plain_copy(a, s, n);
    char *out = plain ? pb_arena_alloc(a, 2 * n + 1, 1) : NULL;
    size_t w = 0;
    if (!out)
        return NULL;
    for (const char *c = plain; *c; c++) {
        bool blank = is_blank(*c);
        if (blank && (w == 0 || strchr(" -,;", out[w - 1])))
            continue;
        if (strchr("-,;", *c) && w > 0 && out[w - 1] == ' ')
            w--;
        if (*c >= '0' && *c <= '9' && touches_word(out, w))
            out[w++] = ' ';
        out[w++] = blank ? ' ' : *c;
    }
    out[w] = '\0';
    return out;
}

bool pb_moment_parse(pb_piece p, pb_date *date, int *minute)
{
    p = pb_piece_trim(p);
    pb_date d;
    int m;
    if (pb_date_parse(p.s, (uint32_t)p.n, &d)) {
        *date = d;
        return true;
    }
    if (pb_minute_parse(p.s, (uint32_t)p.n, &m)) {
        *minute = m;
        return true;
    }
    for (size_t i = p.n; i-- > 1;) {
        if (p.s[i] != ' ' && p.s[i] != 'T' && p.s[i] != 't')
            continue;
        if (!pb_date_parse(p.s, (uint32_t)i, &d) ||
            !pb_minute_parse(p.s + i + 1, (uint32_t)(p.n - i - 1), &m))
            return false;
        *date = d;
        *minute = m;
        return true;
    }
    return false;
}
