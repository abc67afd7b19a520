/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/random.h"

#include <math.h>
#include <stdbool.h>

static const uint64_t GOLDEN = 0x9E3779B97F4A7C15U;

/* The output function of splitmix64 (Steele, Lea & Flood 2014; Vigna's constants): a bijection. */
static uint64_t mix(uint64_t z)
{
    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9U;
    z = (z ^ (z >> 27)) * 0x94D049BB133111EBU;
    return z ^ (z >> 31);
}

static uint64_t rotl(uint64_t x, int k)
{
    return (x << k) | (x >> (64 - k));
}

pb_rng pb_rng_seed(uint64_t seed)
{
    pb_rng r;
    for (int i = 0; i < 4; i++)
        r.s[i] = mix(seed += GOLDEN);
    return r;
}

/* s[0] and s[1] are one-to-one in seed and key, so two different pairs never share a state. */
pb_rng pb_rng_stream(uint64_t seed, uint64_t key)
{
    pb_rng r;
    r.s[0] = mix(seed + GOLDEN);
    r.s[1] = mix(key + 2 * GOLDEN);
    r.s[2] = mix(r.s[0] + rotl(r.s[1], 32) + 3 * GOLDEN);
    r.s[3] = mix(r.s[1] + rotl(r.s[2], 32) + 4 * GOLDEN);
    for (int i = 0; i < 8; i++)
        pb_rng_u64(&r);
    return r;
}

/* xoshiro256++: Blackman & Vigna, "Scrambled linear pseudorandom number generators", ACM TOMS 47(4),
 * 2021, fig. 5. */
uint64_t pb_rng_u64(pb_rng *r)
{
    uint64_t *s = r->s;
    const uint64_t result = rotl(s[0] + s[3], 23) + s[0];
    const uint64_t t = s[1] << 17;
    s[2] ^= s[0];
    s[3] ^= s[1];
    s[1] ^= s[2];
    s[0] ^= s[3];
    s[2] ^= t;
    s[3] = rotl(s[3], 45);
    return result;
}

uint64_t pb_rng_below(pb_rng *r, uint64_t below)
{
    if (below == 0)
        return 0;
    /* 2^64 mod below values are refused, so that the rest falls into equal classes. */
    const uint64_t refused = (0 - below) % below;
    uint64_t x;
    do
        x = pb_rng_u64(r);
    while (x < refused);
    return x % below;
}

double pb_rng_unit(pb_rng *r)
{
    return (double)(pb_rng_u64(r) >> 11) * 0x1p-53;
}

/* (0, 1): where a logarithm or a reciprocal follows. */
static double open_unit(pb_rng *r)
{
    return ((double)(pb_rng_u64(r) >> 12) + 0.5) * 0x1p-52;
}

/* Ratio of uniforms with Leva's bounds: J. L. Leva, "A fast normal random number generator",
 * ACM TOMS 18(4), 1992, 449-453. */
double pb_rng_normal(pb_rng *r)
{
    for (;;) {
        double u = open_unit(r);
        double v = 1.7156 * (open_unit(r) - 0.5);
        double x = u - 0.449871;
        double y = fabs(v) + 0.386595;
        double q = x * x + y * (0.19600 * y - 0.25472 * x);
        if (q < 0.27597 || (q < 0.27846 && v * v <= -4.0 * u * u * log(u)))
            return v / u;
    }
}

double pb_rng_exponential(pb_rng *r, double mean)
{
    return -mean * log(open_unit(r));
}

/* G. Marsaglia & W. W. Tsang, "A simple method for generating gamma variables", ACM TOMS 26(3), 2000,
 * 363-372; shapes below 1 by their section 6. */
double pb_rng_gamma(pb_rng *r, double shape, double scale)
{
    double boost = 1.0;
    if (shape < 1.0) {
        boost = pow(open_unit(r), 1.0 / shape);
        shape += 1.0;
    }
    const double d = shape - 1.0 / 3.0;
    const double c = 1.0 / sqrt(9.0 * d);
    for (;;) {
        double x = pb_rng_normal(r);
        double v = 1.0 + c * x;
        if (v <= 0.0)
            continue;
        v = v * v * v;
        double u = open_unit(r);
        double x2 = x * x;
        if (u < 1.0 - 0.0331 * x2 * x2 || log(u) < 0.5 * x2 + d * (1.0 - v + log(v)))
            return d * v * boost * scale;
    }
}

double pb_rng_lognormal(pb_rng *r, double mean, double cv)
{
    double sigma2 = log1p(cv * cv);
    return mean * exp(sqrt(sigma2) * pb_rng_normal(r) - 0.5 * sigma2);
}

/* log(k!) less Stirling's sqrt(2 pi k) (k/e)^k, k >= 16: Abramowitz & Stegun 6.1.41. */
static double stirling_rest(double k)
{
    double k2 = k * k;
    return (1.0 / 12 - (1.0 / 360 - (1.0 / 1260 - 1.0 / 1680 / k2) / k2) / k2) / k;
}

/* k log(k/mean) + mean - k without cancellation: C. Loader, "Fast and accurate computation of binomial
 * probabilities", 2000, section 3 (bd0). */
static double deviance(double k, double mean)
{
    if (fabs(k - mean) >= 0.1 * (k + mean))
        return k * log(k / mean) + mean - k;
    double v = (k - mean) / (k + mean);
    double sum = (k - mean) * v;
    double term = 2.0 * k * v;
    for (int j = 3;; j += 2) {
        term *= v * v;
        double next = sum + term / j;
        if (next == sum)
            return sum;
        sum = next;
    }
}

/* log of the Poisson probability. lgamma is not used: it writes the global signgam, and loses digits
 * where mean is large. */
static double log_poisson(double k, double mean)
{
    if (k < 16.0) {
        double log_factorial = 0.0;
        for (int i = 2; i <= (int)k; i++)
            log_factorial += log(i);
        return k * log(mean) - mean - log_factorial;
    }
    return -stirling_rest(k) - deviance(k, mean) - 0.5 * log(6.283185307179586477 * k);
}

/* The transformed rejection PTRS: W. Hoermann, "The transformed rejection method for generating
 * Poisson random variables", Insurance: Mathematics and Economics 12, 1993, 39-45. mean >= 10. */
static int64_t poisson_large(pb_rng *r, double mean)
{
    const double b = 0.931 + 2.53 * sqrt(mean);
    const double a = -0.059 + 0.02483 * b;
    const double inverse_alpha = 1.1239 + 1.1328 / (b - 3.4);
    const double v_r = 0.9277 - 3.6224 / (b - 2.0);
    for (;;) {
        double u = open_unit(r) - 0.5;
        double v = open_unit(r);
        double us = 0.5 - fabs(u);
        double k = floor((2.0 * a / us + b) * u + mean + 0.43);
        if (us >= 0.07 && v <= v_r)
            return (int64_t)k;
        if (k < 0.0 || (us < 0.013 && v > us))
            continue;
        if (log(v * inverse_alpha / (a / (us * us) + b)) <= log_poisson(k, mean))
            return (int64_t)k;
    }
}

int64_t pb_rng_poisson(pb_rng *r, double mean)
{
    if (!(mean > 0.0))
        return 0;
    if (mean >= 10.0)
        return poisson_large(r, mean);
    /* Products of uniforms: Knuth, The Art of Computer Programming 2, 3rd ed., 3.4.1 F. */
    const double limit = exp(-mean);
    double product = pb_rng_unit(r);
    int64_t k = 0;
    while (product > limit) {
        product *= pb_rng_unit(r);
        k++;
    }
    return k;
}
