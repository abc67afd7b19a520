/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "export/ical_text.h"

#include <stdlib.h>
#include <string.h>
#include <utf8proc.h>

/* The character at s, its length in *n; U+FFFD of length 1 where the bytes are no character. */
static utf8proc_int32_t char_at(const char *s, size_t left, size_t *n)
{
    utf8proc_int32_t c = -1;
    utf8proc_ssize_t got =
        utf8proc_iterate((const utf8proc_uint8_t *)s, (utf8proc_ssize_t)left, &c);
    *n = got > 0 ? (size_t)got : 1;
    return got > 0 ? c : 0xFFFD;
}

static bool is_dropped(utf8proc_int32_t c)
{
    return c < 0x20 || (c >= 0x7f && c < 0xa0) || c == 0xFEFF || (c >= 0x202A && c <= 0x202E) ||
           (c >= 0x2066 && c <= 0x2069);
}

/* One character of the input as it shall stand in the output; -1 = nothing. */
static utf8proc_int32_t mapped(utf8proc_int32_t c, bool one_line)
{
    if (c == '\t')
        return ' ';
    if (c == '\n' || c == 0x2028 || c == 0x2029 || c == 0x85)
        return one_line ? ' ' : '\n';
    return is_dropped(c) ? -1 : c;
}

char *pb_ical_clean(pb_arena *a, const char *s, size_t max, bool one_line)
{
    size_t n = strlen(s), out = 0;
    utf8proc_uint8_t *plain = pb_arena_alloc(a, 3 * n + 1, 1);
    if (!plain)
        return NULL;
    for (size_t i = 0, step; i < n; i += step) {
        utf8proc_int32_t c = char_at(s + i, n - i, &step);
        if (c == '\r')
            c = s[i + 1] == '\n' ? -1 : '\n';
        c = c < 0 ? c : mapped(c, one_line);
        if (c >= 0)
            out += (size_t)utf8proc_encode_char(c, plain + out);
    }
    plain[out] = 0;
    utf8proc_uint8_t *nfc = utf8proc_NFC(plain);
    if (!nfc)
        return NULL;
    size_t cut = 0, len = strlen((const char *)nfc);
    while (cut < len) {
        size_t step;
        char_at((const char *)nfc + cut, len - cut, &step);
        if (cut + step > max)
            break;
        cut += step;
    }
    while (cut > 0 && (nfc[cut - 1] == ' ' || nfc[cut - 1] == '\n'))
        cut--;
    size_t begin = strspn((const char *)nfc, " \n"); /* readers drop what stands before a value */
    char *ret = pb_arena_strndup(a, (const char *)nfc + begin, cut > begin ? cut - begin : 0);
    free(nfc);
    return ret;
}

static bool joins_previous(utf8proc_int32_t c)
{
    utf8proc_category_t k = utf8proc_category(c);
    return k == UTF8PROC_CATEGORY_MN || k == UTF8PROC_CATEGORY_MC || k == UTF8PROC_CATEGORY_ME ||
           c == 0x200D;
}

/* May a line end after s[0 … cut-1] when s[cut] follows? */
static bool good_break(const char *s, size_t cut, size_t n, bool first)
{
    size_t step;
    if (s[cut - 1] == ' ' || joins_previous(char_at(s + cut, n - cut, &step)))
        return false;
    if (cut >= 3 && memcmp(s + cut - 3, "\xE2\x80\x8D", 3) == 0) /* after a joiner */
        return false;
    return !(first && s[cut - 1] == ':' && !memchr(s, ':', cut - 1));
}

/* How many of the n octets of s the next line takes. */
static size_t line_length(const char *s, size_t n, bool first)
{
    size_t room = first ? 75 : 74, cut = 0, best = 0;
    if (n <= room)
        return n;
    while (cut < n) {
        size_t step;
        char_at(s + cut, n - cut, &step);
        if (cut + step > room)
            break;
        cut += step;
        if (good_break(s, cut, n, first))
            best = cut;
    }
    return best > room / 2 ? best : cut;
}

static void fold(pb_text *out, const char *s, size_t n)
{
    for (size_t at = 0; at < n || at == 0;) {
        size_t take = line_length(s + at, n - at, at == 0);
        if (at > 0)
            pb_text_puts(out, " ");
        pb_text_put(out, s + at, take);
        pb_text_puts(out, "\r\n");
        at += take;
        if (n == 0)
            break;
    }
}

static const char CALNAME[] = "X-WR-CALNAME:";

/* libical escapes backslashes and line ends of X- values, but neither , nor ;. line has room for
 * twice its length. */
static size_t finish_escapes(char *line, size_t len)
{
    size_t head = strlen(CALNAME), more = 0;
    if (len < head || memcmp(line, CALNAME, head) != 0)
        return len;
    for (size_t i = head; i < len; i++)
        more += line[i] == ',' || line[i] == ';';
    size_t to = len + more;
    for (size_t i = len; i-- > head;) {
        line[--to] = line[i];
        if (line[i] == ',' || line[i] == ';')
            line[--to] = '\\';
    }
    return len + more;
}

void pb_ical_refold(pb_text *out, const char *ical)
{
    size_t n = strlen(ical), len = 0;
    char *line = pb_alloc(out->al, 2 * n + 1, 1);
    if (!line) {
        out->status = PB_ERR_NOMEM;
        return;
    }
    for (size_t i = 0; i < n;) {
        if (ical[i] == '\r' && ical[i + 1] == '\n') {
            i += 2;
            if (ical[i] == ' ' || ical[i] == '\t') {
                i++;
                continue;
            }
            fold(out, line, finish_escapes(line, len));
            len = 0;
        } else {
            line[len++] = ical[i++];
        }
    }
    if (len > 0)
        fold(out, line, len);
    pb_free(out->al, line);
}
