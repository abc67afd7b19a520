/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The page's colours: every text on every background that it stands on has the contrast that WCAG 2.1
 * asks for at level AA (success criteria 1.4.3: 4.5 to 1 for text; 1.4.11: 3 to 1 for lines), by day, by
 * night and on paper. The ratio is that of WCAG's definitions of relative luminance and contrast ratio.
 */
#include "export/report.h"
#include "export/shift_color.h"

#include "support/cm.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const struct pair {
    const char *front, *back;
    double share; /* opacity of the back over the page; 1 = none */
    double least;
} pairs[] = {
    {"fg", "bg", 1, 4.5},       {"fg", "head", 1, 4.5},  {"fg", "early", 1, 4.5}, {"fg", "day", 1, 4.5},
    {"fg", "late", 1, 4.5},     {"fg", "night", 1, 4.5}, {"fg", "away", 1, 4.5},  {"fg", "holiday", 1, 4.5},
    {"soft", "bg", 1, 4.5},     {"soft", "head", 1, 4.5}, {"lack", "bg", 1, 4.5}, {"lack", "head", 1, 3},
    {"need", "bg", 1, 3},       {"need", "plan", 0.55, 3}, {"need", "extra", 0.7, 3}, {"fc", "bg", 1, 3},
    {"act", "bg", 1, 3},        {"act", "plan", 0.55, 3},  {"act", "extra", 0.7, 3}, {"sl", "bg", 1, 3},      {"sl", "band", 0.45, 3},
};

/* Colours of no text or line that must be told from its ground: frames and grids. */
static const char *const decoration[] = {"line", "off"};

static double channel(const char *hex, size_t digits, size_t i)
{
    char two[3] = {hex[digits == 3 ? i : 2 * i], hex[digits == 3 ? i : 2 * i + 1], '\0'};
    return (double)strtol(two, NULL, 16) / 255.0;
}

/* The value of --name in the n-th block of the style sheet that begins with ":root{". */
static bool colour(const char *css, int block, const char *name, double rgb[3])
{
    char key[32];
    const char *p = css;
    for (int i = 0; i <= block; i++) {
        p = strstr(i ? p + 1 : p, ":root{");
        assert_non_null(p);
    }
    const char *end = strchr(p, '}');
    snprintf(key, sizeof key, "--%s:#", name);
    p = strstr(p, key);
    if (!p || p > end)
        return false;
    p += strlen(key);
    size_t digits = strspn(p, "0123456789abcdef");
    assert_true(digits == 3 || digits == 6);
    for (size_t i = 0; i < 3; i++)
        rgb[i] = channel(p, digits, i);
    return true;
}

/* Night and paper change only some of the colours of the day. */
static void find(const char *css, int block, const char *name, double rgb[3])
{
    if (!colour(css, block, name, rgb) && !colour(css, 0, name, rgb))
        fail_msg("--%s is no colour", name);
}

static double luminance(const double rgb[3])
{
    static const double weight[3] = {0.2126, 0.7152, 0.0722};
    double sum = 0;
    for (int i = 0; i < 3; i++)
        sum += weight[i] * (rgb[i] <= 0.03928 ? rgb[i] / 12.92 : pow((rgb[i] + 0.055) / 1.055, 2.4));
    return sum;
}

static double ratio(const double a[3], const double b[3])
{
    double x = luminance(a), y = luminance(b);
    return x > y ? (x + 0.05) / (y + 0.05) : (y + 0.05) / (x + 0.05);
}

static void the_ratio_is_that_of_wcag(void **state)
{
    (void)state;
    const double black[3] = {0, 0, 0}, white[3] = {1, 1, 1}, grey[3] = {0x76 / 255.0, 0x76 / 255.0, 0x76 / 255.0};
    assert_close(ratio(black, white), 21, 1e-12, "black on white");
    assert_close(ratio(grey, white), 4.54, 0.005, "the lightest grey that passes on white, #767676");
}

static void texts_and_lines_have_contrast(void **state)
{
    (void)state;
    static const char *const where[] = {"by day", "by night", "on paper"};
    pb_text css;
    pb_text_init(&css, NULL);
    pb_report_style(&css);
    for (int block = 0; block < 3; block++) {
        double least = 21;
        for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++) {
            double front[3], back[3], page[3];
            find(css.bytes, block, pairs[i].front, front);
            find(css.bytes, block, pairs[i].back, back);
            find(css.bytes, block, "bg", page);
            for (int k = 0; k < 3; k++)
                back[k] = pairs[i].share * back[k] + (1 - pairs[i].share) * page[k];
            double r = ratio(front, back);
            if (r < pairs[i].least)
                fail_msg("%s: --%s on --%s has %.2f to 1, %.1f are asked for", where[block], pairs[i].front,
                         pairs[i].back, r, pairs[i].least);
            least = pairs[i].least > 4 && r < least ? r : least;
        }
        print_message("%s: the least contrast of a text is %.2f to 1\n", where[block], least);
    }
    pb_text_done(&css);
}

static void parts(uint32_t color, double rgb[3])
{
    for (int i = 0; i < 3; i++)
        rgb[i] = (double)(color >> (16 - 8 * i) & 0xff) / 255.0;
}

/* Whatever colour somebody gives a shift, its text can be read, by day and by night; and it keeps its hue. */
static void every_colour_of_a_shift_leaves_contrast(void **state)
{
    (void)state;
    pb_text css;
    pb_tint tint, none = {1, 2};
    pb_text_init(&css, NULL);
    pb_report_style(&css);
    double front[2][3], least[2] = {21, 21};
    find(css.bytes, 0, "fg", front[0]);
    find(css.bytes, 1, "fg", front[1]);
    for (unsigned c = 0; c < 9 * 9 * 9; c++) {
        static const unsigned level[9] = {0, 32, 64, 96, 128, 160, 192, 224, 255};
        char color[8];
        double back[3];
        snprintf(color, sizeof color, "#%02X%02x%02x", level[c % 9], level[c / 9 % 9], level[c / 81]);
        assert_true(pb_shift_tint(color, &tint));
        for (int night = 0; night < 2; night++) {
            parts(night ? tint.dark : tint.light, back);
            double r = ratio(front[night], back);
            if (r < 4.5)
                fail_msg("%s %s: %.2f to 1", color, night ? "by night" : "by day", r);
            least[night] = r < least[night] ? r : least[night];
        }
    }
    print_message("shifts: the least contrast is %.2f by day, %.2f by night\n", least[0], least[1]);
    assert_true(pb_shift_tint("#f5a623", &tint) && tint.light == 0xfbdfb2);
    static const char *const no[] = {NULL, "", "#fff", "red", "#12345", "#1234567", "#12345g"};
    for (size_t i = 0; i < sizeof no / sizeof *no; i++)
        assert_false(pb_shift_tint(no[i], &none));
    assert_true(none.light == 1 && none.dark == 2);
    pb_text_done(&css);
}

static bool measured(const char *name)
{
    for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++)
        if (strcmp(name, pairs[i].front) == 0 || strcmp(name, pairs[i].back) == 0)
            return true;
    for (size_t i = 0; i < sizeof decoration / sizeof *decoration; i++)
        if (strcmp(name, decoration[i]) == 0)
            return true;
    return false;
}

/* Colours stand in :root only, and each of them is measured above. */
static void no_colour_is_left_out(void **state)
{
    (void)state;
    pb_text css;
    pb_text_init(&css, NULL);
    pb_report_style(&css);
    int hashes = 0, defined = 0;
    for (const char *p = css.bytes; (p = strchr(p, '#')) != NULL; p++)
        hashes += strncmp(p, "#hatch", 6) != 0;
    for (const char *p = css.bytes; (p = strstr(p, ":#")) != NULL; p++)
        defined++;
    assert_int_equal(hashes, defined);
    for (const char *p = css.bytes; (p = strstr(p, "--")) != NULL; p += 2) {
        char name[32];
        size_t n = strspn(p + 2, "abcdefghijklmnopqrstuvwxyz0123456789");
        assert_true(n > 0 && n < sizeof name);
        memcpy(name, p + 2, n);
        name[n] = '\0';
        if (!measured(name))
            fail_msg("the contrast of --%s is not measured", name);
    }
    pb_text_done(&css);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_ratio_is_that_of_wcag),
        cmocka_unit_test(texts_and_lines_have_contrast), cmocka_unit_test(every_colour_of_a_shift_leaves_contrast),
        cmocka_unit_test(no_colour_is_left_out),
    };
    return cmocka_run_group_tests_name("export.report_style", tests, NULL, NULL);
}
