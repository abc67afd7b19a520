/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "support/cm.h"

#include "base/number.h"
#include "base/random.h"

#include <inttypes.h>
#include <locale.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void whole_numbers(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        bool good;
        int64_t want;
    } rows[] = {
        {"0", true, 0}, {"-17", true, -17}, {"+5", true, 5}, {"007", true, 7},
        {"12.0", true, 12}, {"12.", true, 12}, {"-3.000", true, -3},
        {"9223372036854775807", true, INT64_MAX}, {"-9223372036854775808", true, INT64_MIN},
        {"9223372036854775808", false, 0}, {"-9223372036854775809", false, 0},
        {"99999999999999999999999", false, 0}, {"12.5", false, 0}, {"1e3", false, 0},
        {"", false, 0}, {"-", false, 0}, {".", false, 0}, {"1 2", false, 0}, {"0x10", false, 0},
        {"1,000", false, 0}, {"--1", false, 0},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        int64_t got = 77;
        bool good = pb_number_parse_int(rows[i].text, (uint32_t)strlen(rows[i].text), &got);
        if (good != rows[i].good || got != (good ? rows[i].want : 77))
            fail_msg("\"%s\" gives %d, %" PRId64, rows[i].text, good, got);
    }
}

static void thousands_may_be_divided(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        bool good;
        double want;
    } rows[] = {
        {"1,280", true, 1280}, {"-12,345,678.5", true, -12345678.5}, {"1.234,5", true, 1234.5}, {"1.234.567", true, 1234567},
        {"1 280", true, 1280}, {"1\xC2\xA0" "280,25", true, 1280.25}, {"1\xE2\x80\xAF" "280", true, 1280}, {"1'280.5", true, 1280.5},
        {"999,999.", true, 999999},
        /* no thousands, or doubtful */
        {"1.280", false, 0}, {"1280", false, 0}, {"12,34", false, 0}, {"1,2345", false, 0}, {"1234,567", false, 0},
        {"1,234,5", false, 0}, {"1,234 567", false, 0}, {",280", false, 0}, {"1,280,", false, 0}, {"", false, 0}, {"-", false, 0},
        {"1,280x", false, 0}, {"1,280.5.5", false, 0}, {"1,,280", false, 0}, {"0,", false, 0}, {"1 ", false, 0},
        {"1,111,111,111,111,111,111,111,111,111,111,111,111,111,111,111,111,111", false, 0},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        double got = 77;
        bool good = pb_number_parse_grouped(rows[i].text, (uint32_t)strlen(rows[i].text), &got);
        if (good != rows[i].good || got != (good ? rows[i].want : 77))
            fail_msg("\"%s\" gives %d, %.17g", rows[i].text, good, got);
    }
}

static void real_numbers(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        char decimal;
        bool good;
        double want;
    } rows[] = {
        {"0.1", '.', true, 0.1}, {"-2.5e3", '.', true, -2500}, {".5", '.', true, 0.5},
        {"5.", '.', true, 5}, {"1,5", ',', true, 1.5}, {"1e-400", '.', true, 0},
        {"123456789012345678901234567890", '.', true, 123456789012345678901234567890.0},
        {"0,123456789012345678901234567890", ',', true, 0.123456789012345678901234567890},
        {"1,5", '.', false, 0}, {"1.5", ',', false, 0}, {"1e400", '.', false, 0},
        {"nan", '.', false, 0}, {"inf", '.', false, 0}, {"e5", '.', false, 0}, {"1e", '.', false, 0},
        {"1e+", '.', false, 0}, {"1e5x", '.', false, 0}, {"1.2.3", '.', false, 0}, {"", '.', false, 0},
        {"1e99999999999", '.', false, 0}, {"-", '.', false, 0},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        double got = 77;
        bool good = pb_number_parse_real(rows[i].text, (uint32_t)strlen(rows[i].text), rows[i].decimal, &got);
        if (good != rows[i].good || got != (good ? rows[i].want : 77))
            fail_msg("\"%s\" gives %d, %.17g", rows[i].text, good, got);
    }
    char longer[600];
    memset(longer, '1', sizeof longer);
    double got;
    assert_false(pb_number_parse_real(longer, sizeof longer, '.', &got));
}

static void shares(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        double want; /* < 0: no share */
    } rows[] = {{"0.8", 0.8}, {"80%", 0.8}, {"80 %", 0.8}, {"80％", 0.8}, {"12.5%", 0.125},
                {"%", -1},    {"％", -1},   {"", -1},      {"80%%", -1}};
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        double got = -1;
        bool good = pb_number_parse_share(rows[i].text, (uint32_t)strlen(rows[i].text), '.', &got);
        assert_int_equal(good, rows[i].want >= 0);
        if (good)
            assert_close(got, rows[i].want, 1e-15, rows[i].text);
    }
}

static void written_numbers(void **state)
{
    (void)state;
    static const struct {
        double v;
        int decimals;
        const char *want;
    } rows[] = {
        {0, 3, "0"}, {-0.0, 3, "0"}, {-0.0001, 3, "0"}, {1.5, 3, "1.5"}, {0.1, 17, "0.1"},
        {1.0 / 3, 3, "0.333"}, {1.0 / 3, 17, "0.3333333333333333"}, {2.0 / 3, 0, "1"}, {100, 3, "100"},
        {-12.25, 1, "-12.3"}, {1e14, 2, "100000000000000"}, {123456789012345.0, 3, "123456789012345"},
        {1e15, 3, "1000000000000000"}, {1e16, 3, "1e+16"}, {1.25e300, 3, "1.25e+300"}, {1e-9, 3, "0"}, {0.05, 2, "0.05"},
        {5e-324, 3, "0"}, {99999999999999.9, 1, "99999999999999.9"}, {0.30000000000000004, 17, "0.30000000000000004"},
        {NAN, 3, ""}, {INFINITY, 3, "inf"}, {-INFINITY, 3, "-inf"}, {7, -1, "7"}, {0.5, 99, "0.5"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        char buf[64];
        assert_string_equal(pb_number_format(rows[i].v, rows[i].decimals, buf), rows[i].want);
    }
}

/* The oracle is strtod in the "C" locale; a locale with a decimal comma must change nothing. */
static void many_random_numbers(void **state)
{
    (void)state;
    bool comma = setlocale(LC_NUMERIC, "de_DE.UTF-8") != NULL;
    pb_rng r = pb_rng_seed(1);
    for (int i = 0; i < 15000; i++) {
        double v = pb_rng_normal(&r) * pow(10, (double)pb_rng_below(&r, 24) - 8);
        char buf[64], text[64];
        double back;
        pb_number_format(v, 17, buf);
        assert_true(pb_number_parse_real(buf, (uint32_t)strlen(buf), '.', &back));
        assert_true(fabs(v) < 0.1 || back == v); /* below, 17 decimals are not always enough */
        setlocale(LC_NUMERIC, "C");
        snprintf(text, sizeof text, "%.*g", 1 + (int)pb_rng_below(&r, 25), v);
        double want = strtod(text, NULL);
        if (comma)
            setlocale(LC_NUMERIC, "de_DE.UTF-8");
        assert_true(pb_number_parse_real(text, (uint32_t)strlen(text), '.', &back));
        if (back != want)
            fail_msg("%s", text);
        pb_number_format(v, 3, buf);
        assert_true(pb_number_parse_real(buf, (uint32_t)strlen(buf), '.', &back));
        assert_true(fabs(back - v) <= 0.0005000001 + fabs(v) * 1e-15);
    }
    setlocale(LC_NUMERIC, "C");
}

static void common_divisors(void **state)
{
    (void)state;
    assert_int_equal(pb_gcd(0, 0), 0);
    assert_int_equal(pb_gcd(0, -6), 6);
    assert_int_equal(pb_gcd(-4, 0), 4);
    assert_int_equal(pb_gcd(-12, 18), 6);
    assert_int_equal(pb_gcd(INT64_MAX, INT64_MAX - 1), 1);
    for (int64_t a = -30; a <= 30; a++)
        for (int64_t b = 1; b <= 30; b++) {
            int64_t g = b;
            while (a % g || b % g)
                g--;
            assert_int_equal(pb_gcd(a, b), g);
        }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(whole_numbers),   cmocka_unit_test(thousands_may_be_divided), cmocka_unit_test(real_numbers),
        cmocka_unit_test(shares),          cmocka_unit_test(written_numbers),
        cmocka_unit_test(many_random_numbers), cmocka_unit_test(common_divisors),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
