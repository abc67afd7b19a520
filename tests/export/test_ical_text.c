/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "support/cm.h"

#include "export/ical_text.h"

#include <string.h>

static void cleaning(void **state)
{
    (void)state;
    static const struct {
        const char *why, *in, *out;
        size_t max;
        bool one_line;
    } rows[] = {
        {"plain text stays", "早班 09:00", "早班 09:00", 255, true},
        {"line ends of all sorts are one", "a\r\nb\rc\nd", "a\nb\nc\nd", 255, false},
        {"a title has one line", "a\r\nb", "a b", 255, true},
        {"tabs are spaces", "a\tb", "a b", 255, true},
        {"control characters go", "a\x01\x1b[31mb\x7f", "a[31mb", 255, true},
        {"bytes that are no text", "a\xff\xfe", "a\xEF\xBF\xBD\xEF\xBF\xBD", 255, true},
        {"decomposed becomes composed (NFC)", "Mu\xCC\x88ller", "M\xC3\xBCller", 255, true},
        {"cut between characters", "早班早班", "早班早", 10, true},
        {"no space at either end", "  ab  \n", "ab", 255, false},
        {"direction overrides go", "a\xE2\x80\xAE" "b", "ab", 255, true},
        {"byte order marks go", "\xEF\xBB\xBF" "a", "a", 255, true},
    };
    pb_arena *a = pb_arena_new(NULL);
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        const char *got = pb_ical_clean(a, rows[i].in, rows[i].max, rows[i].one_line);
        assert_non_null(got);
        if (strcmp(got, rows[i].out) != 0)
            fail_msg("%s: \"%s\"", rows[i].why, got);
    }
    pb_arena_free(a);
}

/* What libical leaves bare in a calendar's name. */
static void escaping(void **state)
{
    (void)state;
    pb_text out;
    pb_text_init(&out, NULL);
    pb_ical_refold(&out, "X-WR-CALNAME:a,b;c\\\\d\\ne\r\nSUMMARY:a\\,b\r\n");
    assert_string_equal(out.bytes, "X-WR-CALNAME:a\\,b\\;c\\\\d\\ne\r\nSUMMARY:a\\,b\r\n");
    pb_text_done(&out);
}

/* Every line is short, splits no character, ends in no space; unfolding gives the text again. */
static void check_folded(const char *name, const char *value)
{
    pb_text in, out, back;
    pb_text_init(&in, NULL);
    pb_text_init(&out, NULL);
    pb_text_init(&back, NULL);
    pb_text_printf(&in, "%s:%s\r\n", name, value);
    pb_ical_refold(&out, in.bytes);
    for (const char *l = out.bytes; *l;) {
        const char *e = strstr(l, "\r\n");
        assert_non_null(e);
        size_t n = (size_t)(e - l);
        assert_true(n <= 75);
        assert_true(n > 0 && l[n - 1] != ' ');
        bool folded = l != out.bytes;
        assert_true(!folded || *l == ' ');
        assert_true(!folded || (l[1] & 0xC0) != 0x80);
        assert_true(!folded || (unsigned char)l[1] != 0xCC); /* U+0300 … U+033F combine */
        pb_text_put(&back, l + folded, n - folded);
        l = e + 2;
        if (!folded && *l)
            assert_true(n > strlen(name) + 1); /* not right after the colon */
    }
    pb_text_puts(&back, "\r\n");
    assert_string_equal(back.bytes, in.bytes);
    pb_text_done(&in);
    pb_text_done(&out);
    pb_text_done(&back);
}

static void folding(void **state)
{
    (void)state;
    static const char *const units[] = {"班", "\xF0\x9F\x93\x9E", "e\xCC\x81", "a", "ü", "word ", "  x"};
    char text[900];
    for (size_t u = 0; u < sizeof units / sizeof *units; u++)
        for (int pad = 0; pad < 80; pad++) {
            memset(text, 'x', (size_t)pad);
            text[pad] = '\0';
            while (strlen(text) < 500)
                strcat(text, units[u]);
            text[strlen(text) - 1] == ' ' ? text[strlen(text) - 1] = '.' : 0;
            check_folded("DESCRIPTION", text);
        }
}

/* Text that libical folded in its own way is unfolded first. */
static void foreign_folds(void **state)
{
    (void)state;
    pb_text out;
    pb_text_init(&out, NULL);
    pb_ical_refold(&out, "SUMMARY:one \r\n two\r\nDESCRIPTION:\r\n three\r\n");
    assert_string_equal(out.bytes, "SUMMARY:one two\r\nDESCRIPTION:three\r\n");
    pb_text_done(&out);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(cleaning),
        cmocka_unit_test(escaping),
        cmocka_unit_test(folding),
        cmocka_unit_test(foreign_folds),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
