/* SPDX-License-Identifier: GPL-3.0-or-later */
/* UTF-8 or GB18030? What the first 64 KiB above 127 look like. */
#include "base/csv_inside.h"

#include "base/utf8.h"

typedef struct evidence {
    size_t utf8_long, utf8_bad; /* long: of 3 or 4 bytes, as Chinese has them */
    size_t gb_chars, gb_bad;
    bool gb_words; /* every run of characters is two or more common hanzi apart from letters */
} evidence;

static void weigh_utf8(const char *s, size_t n, bool whole, evidence *e)
{
    for (size_t i = pb_ascii_span(s, n); i < n; i += pb_ascii_span(s + i, n - i)) {
        int k = pb_utf8_decode(s + i, n - i, NULL);
        if (k < 0 && !whole)
            return;
        if (k <= 0) {
            e->utf8_bad++;
            i += pb_utf8_bad_length(s + i, n - i);
            continue;
        }
        e->utf8_long += k > 2;
        i += (size_t)k;
    }
}

/* Length of the GB18030 character at u, 0 = none, -1 = cut (GB 18030-2022, 4.2). */
static int gb_length(const unsigned char *u, size_t n)
{
    if (u[0] < 0x81 || u[0] > 0xfe)
        return 0;
    if (n < 2)
        return -1;
    if (u[1] >= 0x40 && u[1] <= 0xfe && u[1] != 0x7f)
        return 2;
    if (u[1] < 0x30 || u[1] > 0x39)
        return 0;
    if (n < 4)
        return -1;
    return u[2] >= 0x81 && u[2] <= 0xfe && u[3] >= 0x30 && u[3] <= 0x39 ? 4 : 0;
}

static bool is_letter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

/* GB 2312 level 1, the 3,755 common hanzi: rows B0 … D7. */
static bool is_common_hanzi(const unsigned char *u, int length)
{
    return length == 2 && u[0] >= 0xb0 && u[0] <= 0xd7 && u[1] >= 0xa1;
}

/* A run of bytes above 127 from s on; its length, or n where it is cut by the end of the window. */
static size_t weigh_gb_run(const unsigned char *u, size_t n, bool whole, evidence *e)
{
    size_t i = 0, characters = 0;
    while (i < n && u[i] >= 0x80) {
        int k = gb_length(u + i, n - i);
        if (k < 0 && !whole)
            return n;
        if (k > 0) {
            e->gb_words &= is_common_hanzi(u + i, k);
            e->gb_chars++;
            characters++;
        } else {
            e->gb_bad++;
        }
        i += k > 0 ? (size_t)k : 1;
    }
    e->gb_words &= characters >= 2;
    return i;
}

static void weigh_gb(const char *s, size_t n, bool whole, char before, evidence *e)
{
    e->gb_words = true;
    for (size_t i = pb_ascii_span(s, n); i < n; i += pb_ascii_span(s + i, n - i)) {
        e->gb_words &= !is_letter(i > 0 ? s[i - 1] : before);
        i += weigh_gb_run((const unsigned char *)s + i, n - i, whole, e);
        e->gb_words &= i >= n || !is_letter(s[i]);
    }
}

/*
 * Chinese in UTF-8 is made of 3-byte characters, which other encodings hardly ever imitate; a text with
 * a few of them broken stays UTF-8 and its broken places are diagnosed. Two-byte characters alone are
 * European letters, unless they read as whole words of common hanzi.
 */
bool pb_csv_is_gb18030(const char *s, size_t n, bool whole, char before)
{
    evidence e = {0};
    weigh_utf8(s, n, whole, &e);
    weigh_gb(s, n, whole, before, &e);
    if (e.utf8_bad == 0)
        return e.utf8_long == 0 && e.gb_bad == 0 && e.gb_words;
    if (e.utf8_long > 4 * e.utf8_bad)
        return false;
    return e.gb_chars > 0 && e.gb_bad * 2 < e.utf8_bad;
}
