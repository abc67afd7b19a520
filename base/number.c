/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/number.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Powers of ten that are doubles exactly. */
static const double POWERS[] = {1e0,  1e1,  1e2,  1e3,  1e4,  1e5,  1e6,  1e7,
                                1e8,  1e9,  1e10, 1e11, 1e12, 1e13, 1e14, 1e15,
                                1e16, 1e17, 1e18, 1e19, 1e20, 1e21, 1e22};
enum { MAX_POWER = 22, MAX_TEXT = 400 };

/* A decimal number taken apart: digits × 10^exponent; `more` digits did not fit into `digits`. */
typedef struct parts {
    bool negative, any, more, whole;
    uint64_t digits;
    int exponent;
} parts;

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static void take_digit(parts *p, char c, bool behind_point)
{
    p->any = true;
    if (behind_point && c != '0')
        p->whole = false;
    if (p->digits > (UINT64_MAX - 9) / 10) {
        p->more |= c != '0';
        p->exponent += !behind_point;
        return;
    }
    p->digits = p->digits * 10 + (uint64_t)(c - '0');
    p->exponent -= behind_point;
}

static const char *take_digits(parts *p, const char *s, const char *end, bool behind_point)
{
    for (; s < end && is_digit(*s); s++)
        take_digit(p, *s, behind_point);
    return s;
}

static bool take_exponent(const char *s, const char *end, int *ret)
{
    bool negative = s < end && *s == '-';
    if (s < end && (*s == '-' || *s == '+'))
        s++;
    if (s == end)
        return false;
    int e = 0;
    for (; s < end; s++) {
        if (!is_digit(*s))
            return false;
        if (e < 100000)
            e = e * 10 + (*s - '0');
    }
    *ret = negative ? -e : e;
    return true;
}

static bool take_apart(const char *s, uint32_t n, char decimal, bool exponent_allowed, parts *ret)
{
    const char *end = s + n;
    parts p = {.whole = true};
    if (n > MAX_TEXT)
        return false;
    if (s < end && (*s == '-' || *s == '+'))
        p.negative = *s++ == '-';
    s = take_digits(&p, s, end, false);
    if (s < end && *s == decimal)
        s = take_digits(&p, s + 1, end, true);
    int e = 0;
    if (s < end && exponent_allowed && (*s == 'e' || *s == 'E')) {
        if (!take_exponent(s + 1, end, &e))
            return false;
        s = end;
    }
    p.exponent += e;
    *ret = p;
    return p.any && s == end;
}

bool pb_number_parse_int(const char *s, uint32_t n, int64_t *ret)
{
    parts p;
    if (!take_apart(s, n, '.', false, &p) || !p.whole || p.more || p.exponent > 0)
        return false;
    for (; p.exponent < 0; p.exponent++)
        p.digits /= 10; /* the zeros behind the point */
    const uint64_t limit = (uint64_t)INT64_MAX + p.negative;
    if (p.digits > limit)
        return false;
    *ret = p.negative ? (int64_t)(0 - p.digits) : (int64_t)p.digits;
    return true;
}

/* The C library's conversion, for what is too long for exact arithmetic. It expects the decimal point of
 * the locale that is set, which is seen from what printf makes of one half. */
static double convert_slowly(const char *s, uint32_t n, char decimal)
{
    char text[MAX_TEXT + 32], half[32];
    size_t at = 0;
    snprintf(half, sizeof half, "%.1f", 0.5);
    size_t n_point = strlen(half) - 2; /* between "0" and "5"; bytes, one or more */
    for (uint32_t i = 0; i < n; i++) {
        if (s[i] == decimal) {
            memcpy(text + at, half + 1, n_point);
            at += n_point;
        } else {
            text[at++] = s[i];
        }
    }
    text[at] = '\0';
    return strtod(text, NULL);
}

bool pb_number_parse_real(const char *s, uint32_t n, char decimal, double *ret)
{
    parts p;
    double v;
    if (!take_apart(s, n, decimal, true, &p))
        return false;
    /* Both factors are exact, so one rounding remains: W. Clinger, "How to read floating point numbers
     * accurately", PLDI 1990, section 3. */
    if (!p.more && p.digits <= UINT64_C(1) << 53 && abs(p.exponent) <= MAX_POWER) {
        v = (double)p.digits;
        v = p.exponent < 0 ? v / POWERS[-p.exponent] : v * POWERS[p.exponent];
        v = p.negative ? -v : v;
    } else {
        v = convert_slowly(s, n, decimal);
    }
    if (!isfinite(v))
        return false;
    *ret = v;
    return true;
}

bool pb_number_parse_share(const char *s, uint32_t n, char decimal, double *ret)
{
    static const char wide[] = "\xEF\xBC\x85"; /* ％ */
    bool percent = true;
    if (n > 0 && s[n - 1] == '%')
        n--;
    else if (n > 3 && memcmp(s + n - 3, wide, 3) == 0)
        n -= 3;
    else
        percent = false;
    while (percent && n > 0 && s[n - 1] == ' ')
        n--;
    if (!pb_number_parse_real(s, n, decimal, ret))
        return false;
    if (percent)
        *ret /= 100;
    return true;
}

/* digits × 10^-decimals without the zeros at its end. */
static char *put_fixed(bool negative, uint64_t digits, int decimals, char *buf)
{
    char reversed[40] = "";
    int n = 0;
    while (decimals > 0 && digits % 10 == 0) {
        digits /= 10;
        decimals--;
    }
    negative = negative && digits > 0;
    for (int place = 0; digits > 0 || place <= decimals; place++) {
        if (place == decimals && decimals > 0)
            reversed[n++] = '.';
        reversed[n++] = (char)('0' + digits % 10);
        digits /= 10;
    }
    char *to = buf;
    if (negative)
        *to++ = '-';
    while (n > 0)
        *to++ = reversed[--n];
    *to = '\0';
    return buf;
}

/* printf follows the locale's decimal point, of one byte or more; ours is '.'. */
static void fix_point(char *s)
{
    char *to = s;
    for (; *s; s++) {
        bool plain = is_digit(*s) || *s == '-' || *s == '+' || *s == 'e';
        if (plain)
            *to++ = *s;
        else if (to[-1] != '.')
            *to++ = '.';
    }
    *to = '\0';
}

static char *format_long(double v, int max_decimals, char *buf)
{
    bool exponent = fabs(v) >= 1e15;
    int most = exponent ? 16 : max_decimals; /* 17 digits always tell doubles apart */
    double back;
    for (int decimals = 0; decimals <= most; decimals++) {
        snprintf(buf, 64, exponent ? "%.*e" : "%.*f", decimals, v);
        fix_point(buf);
        if (pb_number_parse_real(buf, (uint32_t)strlen(buf), '.', &back) && back == v)
            break;
    }
    return buf;
}

char *pb_number_format(double v, int max_decimals, char buf[static 64])
{
    buf[0] = '\0';
    if (isnan(v))
        return buf;
    if (isinf(v)) {
        snprintf(buf, 64, "%s", v < 0 ? "-inf" : "inf");
        return buf;
    }
    if (max_decimals < 0)
        max_decimals = 0;
    if (max_decimals > 17)
        max_decimals = 17;
    double a = fabs(v);
    /* Where the rounded digits are a whole number below 2^53, integers do it. The shortest decimals
     * are tried first, or 0.1 at 17 decimals would show its binary rest. */
    for (int d = 0; d <= max_decimals && d <= 15 && a * POWERS[d] < 0x1p53; d++) {
        double scaled = round(a * POWERS[d]);
        if (d == max_decimals || scaled / POWERS[d] == a)
            return put_fixed(v < 0, (uint64_t)scaled, d, buf);
    }
    return format_long(v, max_decimals, buf);
}

int64_t pb_gcd(int64_t a, int64_t b)
{
    while (b) {
        int64_t r = a % b;
        a = b;
        b = r;
    }
    return a < 0 ? -a : a;
}
