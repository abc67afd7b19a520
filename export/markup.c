/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "export/markup.h"

#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

/* Length of the UTF-8 character at s and its code point; 0 where the bytes are none. */
static size_t character(const unsigned char *s, uint32_t *ret)
{
    static const struct {
        unsigned char mask, lead;
        uint32_t least;
    } forms[] = {{0x80, 0x00, 0}, {0xe0, 0xc0, 0x80}, {0xf0, 0xe0, 0x800}, {0xf8, 0xf0, 0x10000}};
    for (size_t n = 1; n <= 4; n++) {
        if ((s[0] & forms[n - 1].mask) != forms[n - 1].lead)
            continue;
        uint32_t c = n == 1 ? s[0] : s[0] & (unsigned char)~forms[n - 1].mask;
        for (size_t i = 1; i < n; i++) {
            if ((s[i] & 0xc0) != 0x80)
                return 0;
            c = c << 6 | (s[i] & 0x3f);
        }
        bool good = c >= forms[n - 1].least && c <= 0x10ffff && !(c >= 0xd800 && c <= 0xdfff);
        *ret = c;
        return good ? n : 0;
    }
    return 0;
}

static bool dropped(uint32_t c)
{
    return (c < 0x20 && c != '\n') || (c >= 0x7f && c < 0xa0) || (c >= 0x202a && c <= 0x202e) ||
           (c >= 0x2066 && c <= 0x2069) || c == 0xfffe || c == 0xffff;
}

static const char *entity(uint32_t c)
{
    switch (c) {
    case '&': return "&amp;";
    case '<': return "&lt;";
    case '>': return "&gt;";
    case '"': return "&quot;";
    case '\'': return "&#39;";
    case '\n': return " ";
    default: return NULL;
    }
}

void pb_markup_text(pb_text *out, const char *s, size_t max_chars)
{
    const unsigned char *p = (const unsigned char *)s;
    size_t written = 0;
    while (*p) {
        uint32_t c = 0;
        size_t n = character(p, &c);
        if (n && dropped(c)) {
            p += n;
            continue;
        }
        if (max_chars && written == max_chars) {
            pb_text_puts(out, "…");
            return;
        }
        const char *e = n ? entity(c) : "\xef\xbf\xbd";
        if (e)
            pb_text_puts(out, e);
        else
            pb_text_put(out, (const char *)p, n);
        p += n ? n : 1;
        written++;
    }
}

void pb_markup_printf(pb_text *out, const char *fmt, ...)
{
    char buf[1001];
    va_list args;
    va_start(args, fmt);
    vsnprintf(buf, sizeof buf, fmt, args);
    va_end(args);
    pb_markup_text(out, buf, 0);
}
