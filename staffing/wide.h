/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Positive numbers of any size: value = m × 2^(512 e). Probabilities such as 1e-15703 are answers
 * of queueing formulas; a double cannot hold them and a logarithm of that size has lost digits.
 * Numbers of ordinary size have e = 0, so that arithmetic on them costs little more than double's.
 */
#ifndef PAIBAN_STAFFING_WIDE_H
#define PAIBAN_STAFFING_WIDE_H

#include <math.h>

typedef struct pb_wide {
    double m; /* 0, or 2^-256 <= m < 2^256 */
    int e;
} pb_wide;

#define PB_WIDE_UP   0x1p256
#define PB_WIDE_DOWN 0x1p-256

static inline pb_wide pb_wide_norm(double m, int e)
{
    if (m >= PB_WIDE_UP)
        return (pb_wide){m * 0x1p-512, e + 1};
    if (m < PB_WIDE_DOWN && m > 0)
        return (pb_wide){m * 0x1p512, e - 1};
    return (pb_wide){m, m > 0 ? e : 0};
}

/* x >= 0, finite. */
static inline pb_wide pb_wide_of(double x)
{
    pb_wide w = pb_wide_norm(x, 0);
    return pb_wide_norm(w.m, w.e);
}

static inline pb_wide pb_wide_mul(pb_wide a, pb_wide b)
{
    return pb_wide_norm(a.m * b.m, a.e + b.e);
}

static inline pb_wide pb_wide_times(pb_wide a, double b)
{
    return pb_wide_mul(a, pb_wide_of(b));
}

/* b > 0 */
static inline pb_wide pb_wide_div(pb_wide a, pb_wide b)
{
    return pb_wide_norm(a.m / b.m, a.e - b.e);
}

static inline pb_wide pb_wide_add(pb_wide a, pb_wide b)
{
    if (a.m == 0 || (b.m > 0 && b.e > a.e + 1))
        return b;
    if (b.m == 0 || a.e > b.e + 1)
        return a;
    if (a.e == b.e)
        return pb_wide_norm(a.m + b.m, a.e);
    return a.e > b.e ? pb_wide_norm(a.m + b.m * 0x1p-512, a.e)
                     : pb_wide_norm(b.m + a.m * 0x1p-512, b.e);
}

/* e^x for any x <= 1e11; 0 below -1e11, where exponents would no longer add up in an int. */
static inline pb_wide pb_wide_exp(double x)
{
    /* 512 ln 2 in two parts, the first with trailing zero bits, so that k times it is exact. */
    const double hi = 0x1.62e42fefp+8, lo = 0x1.473de6af278edp-25;
    if (fabs(x) < 170)
        return (pb_wide){exp(x), 0};
    if (x < -1e11)
        return (pb_wide){0, 0};
    double k = rint(x / (hi + lo));
    return pb_wide_norm(exp((x - k * hi) - k * lo), (int)k);
}

/* 0 below and infinity above the range of a double. */
static inline double pb_wide_double(pb_wide a)
{
    if (a.e == 0)
        return a.m;
    if (a.e > 2)
        return a.m > 0 ? INFINITY : 0;
    return a.e < -3 ? 0 : ldexp(a.m, 512 * a.e);
}

static inline double pb_wide_ln(pb_wide a)
{
    return log(a.m) + a.e * 354.891356446692;
}

#endif
