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

/* Bytes of the mark that divides thousands at s[0 … n-1]; 0 = none. */
static size_t group_mark(const char *s, size_t n)
{
    static const char *const marks[] = {" ", ",", ".", "'", "\xC2\xA0", "\xE2\x80\xAF", "\xE2\x80\x89", "\xE2\x80\x99"};
    for (size_t i = 0; i < sizeof marks / sizeof marks[0]; i++) {
        size_t k = strlen(marks[i]);
        if (n > k && memcmp(s, marks[i], k) == 0)
            return k;
    }
    return 0;
}

static size_t count_digits(const char *s, size_t n)
{
    size_t k = 0;
    while (k < n && is_digit(s[k]))
        k++;
    return k;
}

/* Copies the groups at *s to plain without what divides them; their number less one, 0 where they are none. */
static size_t take_groups(const char **s, const char *end, char *plain, size_t *at, const char **divider)
{
    size_t n = 0, k = count_digits(*s, (size_t)(end - *s));
    if (k > 3)
        return 0;
    while (k > 0) {
        memcpy(plain + *at, *s, k);
        *at += k;
        *s += k;
        size_t mark = group_mark(*s, (size_t)(end - *s));
        bool same = n == 0 || (mark && memcmp(*divider, *s, mark) == 0);
        if (mark == 0 || !same || count_digits(*s + mark, (size_t)(end - *s) - mark) != 3)
            break;
        *divider = *s;
        *s += mark;
        k = 3;
        n++;
    }
    return n;
}

bool pb_number_parse_grouped(const char *s, uint32_t n, double *ret)
{
    char plain[64];
    const char *end = s + n, *divider = NULL;
    size_t at = 0;
    if (n == 0 || n >= sizeof plain)
        return false;
    if (*s == '-' || *s == '+')
        plain[at++] = *s++;
    size_t n_more = take_groups(&s, end, plain, &at, &divider);
    if (n_more == 0)
        return false;
    bool decimals = s < end && *s != *divider && (*s == '.' || *s == ',');
    if (decimals) {
        s++;
        plain[at++] = '.';
        size_t k = count_digits(s, (size_t)(end - s));
        memcpy(plain + at, s, k);
        at += k;
        s += k;
    }
    bool doubtful = *divider == '.' && n_more == 1 && !decimals;
    return !doubtful && s == end && pb_number_parse_real(plain, (uint32_t)at, '.', ret);
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
