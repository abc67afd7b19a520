/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Laws are judged by Kolmogorov-Smirnov and chi-square at fixed seeds: the numbers are the same on
 * every run, so the thresholds (about the 0.1 % points) either hold or the code has changed.
 */
#include "support/cm.h"

#include "base/random.h"

#include <stdlib.h>

enum { N = 40000 };

static int by_value(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

/* sqrt(N) times the largest distance to cdf; 1.95 is its 0.1 % point. */
static double ks(double *x, double (*cdf)(double, double, double), double p, double q)
{
    qsort(x, N, sizeof *x, by_value);
    double worst = 0;
    for (int i = 0; i < N; i++) {
        double f = cdf(x[i], p, q);
        worst = fmax(worst, fmax((i + 1.0) / N - f, f - (double)i / N));
    }
    return worst * sqrt(N);
}

static double normal_cdf(double x, double mean, double sd)
{
    return 0.5 * erfc(-(x - mean) / sd / sqrt(2));
}

static double exponential_cdf(double x, double mean, double unused)
{
    (void)unused;
    return -expm1(-x / mean);
}

static double lognormal_cdf(double x, double mean, double cv)
{
    double s2 = log(1 + cv * cv);
    return normal_cdf(log(x), log(mean) - s2 / 2, sqrt(s2));
}

/* Regularised lower incomplete gamma by its series (Abramowitz & Stegun 6.5.29). */
static double gamma_cdf(double x, double shape, double scale)
{
    x /= scale;
    if (x > shape + 40 * sqrt(shape) + 40)
        return 1;
    double term = exp(shape * log(x) - x - lgamma(shape + 1)), sum = term;
    for (int n = 1; n < 5000 && term > 1e-17 * sum; n++)
        sum += term *= x / (shape + n);
    return sum;
}

static double uniform_cdf(double x, double low, double high)
{
    return (x - low) / (high - low);
}

static void continuous_laws(void **state)
{
    (void)state;
    static double x[N];
    pb_rng r = pb_rng_seed(1);
    for (int i = 0; i < N; i++)
        x[i] = pb_rng_unit(&r);
    assert_true(ks(x, uniform_cdf, 0, 1) < 1.95);
    for (int i = 0; i < N; i++)
        x[i] = pb_rng_normal(&r);
    assert_true(ks(x, normal_cdf, 0, 1) < 1.95);
    for (int i = 0; i < N; i++)
        x[i] = pb_rng_exponential(&r, 240);
    assert_true(ks(x, exponential_cdf, 240, 0) < 1.95);
    for (int i = 0; i < N; i++)
        x[i] = pb_rng_lognormal(&r, 300, 0.8);
    assert_true(ks(x, lognormal_cdf, 300, 0.8) < 1.95);
    static const double shapes[] = {0.05, 0.3, 0.999, 1, 1.5, 4, 25, 400};
    for (size_t k = 0; k < sizeof shapes / sizeof shapes[0]; k++) {
        for (int i = 0; i < N; i++)
            x[i] = pb_rng_gamma(&r, shapes[k], 2.5);
        assert_true(ks(x, gamma_cdf, shapes[k], 2.5) < 1.95);
    }
    for (int i = 0; i < N; i++)
        assert_true(pb_rng_exponential(&r, 0) == 0);
}

/* Chi-square over classes of at least 20 expected draws, as a normal deviate (Wilson & Hilferty 1931). */
static double poisson_deviate(pb_rng *r, double mean)
{
    enum { CLASSES = 60 };
    double width = fmax(1, floor(6 * sqrt(mean) / 40));
    double low = fmax(0, floor(mean - 20 * width));
    double seen[CLASSES] = {0}, expected[CLASSES] = {0};
    for (int i = 0; i < N; i++) {
        double k = (double)pb_rng_poisson(r, mean);
        double c = floor((k - low) / width);
        seen[(int)fmin(CLASSES - 1, fmax(0, c))]++;
    }
    for (int c = 1; c < CLASSES - 1; c++)
        for (double k = low + c * width; k < low + (c + 1) * width; k++)
            expected[c] += N * exp(k * log(mean) - mean - lgamma(k + 1));
    for (double k = fmax(0, mean - 12 * sqrt(mean) - 20); k < low + width; k++)
        expected[0] += N * exp(k * log(mean) - mean - lgamma(k + 1));
    expected[CLASSES - 1] = N;
    for (int c = 0; c < CLASSES - 1; c++)
        expected[CLASSES - 1] -= expected[c];
    double chi2 = 0, e = 0, s = 0;
    int df = -1;
    for (int c = 0; c < CLASSES; c++) {
        e += expected[c];
        s += seen[c];
        if (e < 20)
            continue;
        chi2 += (s - e) * (s - e) / e;
        df++;
        e = s = 0;
    }
    double h = 2.0 / (9 * df);
    return (cbrt(chi2 / df) - (1 - h)) / sqrt(h);
}

static void poisson_law(void **state)
{
    (void)state;
    static const double means[] = {0.2, 1, 5, 9.99, 10, 10.5, 15, 17, 40, 300, 5000, 2e5};
    pb_rng r = pb_rng_seed(12);
    for (size_t i = 0; i < sizeof means / sizeof means[0]; i++) {
        double z = poisson_deviate(&r, means[i]);
        if (z > 3.1 || isnan(z))
            fail_msg("mean %g: deviate %g", means[i], z);
    }
    assert_int_equal(pb_rng_poisson(&r, 0), 0);
    /* Near the end of its range the law is a normal one. */
    static double x[N];
    for (int i = 0; i < N; i++)
        x[i] = (double)pb_rng_poisson(&r, 1e12);
    assert_true(ks(x, normal_cdf, 1e12 - 0.5, 1e6) < 1.95);
}

static void below_has_no_bias(void **state)
{
    (void)state;
    pb_rng r = pb_rng_seed(4);
    assert_int_equal(pb_rng_below(&r, 0), 0);
    assert_int_equal(pb_rng_below(&r, 1), 0);
    double chi2 = 0;
    int seen[60] = {0};
    for (int i = 0; i < 60000; i++)
        seen[pb_rng_below(&r, 60)]++;
    for (int i = 0; i < 60; i++)
        chi2 += (seen[i] - 1000.0) * (seen[i] - 1000.0) / 1000;
    assert_true(chi2 > 30 && chi2 < 98.3); /* 59 degrees of freedom: 0.1 % points */
    /* 3/4 of 2^64: a plain remainder would give the lower third twice as often. */
    uint64_t below = UINT64_C(3) << 62;
    int low = 0;
    for (int i = 0; i < 30000; i++) {
        uint64_t v = pb_rng_below(&r, below);
        assert_true(v < below);
        low += v < below / 3;
    }
    assert_in_range(low, 9750, 10250);
}

/* The first outputs of xoshiro256++ from the state 1, 2, 3, 4, as the reference C code gives them. */
static void known_numbers(void **state)
{
    (void)state;
    static const uint64_t want[] = {41943041U, 58720359U, 3588806011781223U, 3591011842654386U,
                                    9228616714210784205U, 9973669472204895162U};
    pb_rng r = {{1, 2, 3, 4}};
    for (size_t i = 0; i < sizeof want / sizeof want[0]; i++)
        assert_true(pb_rng_u64(&r) == want[i]);
    /* splitmix64 from 1234567 (the values published with its reference code). */
    pb_rng s = pb_rng_seed(1234567);
    assert_true(s.s[0] == 6457827717110365317U);
    assert_true(s.s[1] == 3203168211198807973U);
    assert_true(s.s[2] == 9817491932198370423U);
    assert_true(s.s[3] == 4593380528125082431U);
}

static void streams_are_unlike(void **state)
{
    (void)state;
    /* Neighbouring seeds and keys: the correlation of their first numbers is that of chance. */
    double sum = 0;
    for (uint64_t k = 0; k < N; k++) {
        pb_rng a = pb_rng_stream(5, k), b = pb_rng_stream(5, k + 1), c = pb_rng_stream(6, k);
        double u = pb_rng_unit(&a) - 0.5;
        sum += u * (pb_rng_unit(&b) - 0.5) + u * (pb_rng_unit(&c) - 0.5);
    }
    assert_true(fabs(sum) / sqrt(2.0 * N) * 12 < 3.5);
    pb_rng a = pb_rng_stream(5, 9), b = pb_rng_stream(5, 9), c = pb_rng_stream(9, 5);
    assert_true(pb_rng_u64(&a) == pb_rng_u64(&b));
    assert_true(pb_rng_u64(&a) != pb_rng_u64(&c));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(continuous_laws),   cmocka_unit_test(poisson_law),
        cmocka_unit_test(below_has_no_bias), cmocka_unit_test(known_numbers),
        cmocka_unit_test(streams_are_unlike),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
