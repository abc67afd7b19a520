/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/utf8.h"

#include <stdbool.h>
#include <string.h>

/* The second byte decides over overlong forms, surrogates and what lies above U+10FFFF. */
static bool second_fits(unsigned char first, unsigned char second)
{
    unsigned char low = first == 0xe0 ? 0xa0 : first == 0xf0 ? 0x90 : 0x80;
    unsigned char high = first == 0xed ? 0x9f : first == 0xf4 ? 0x8f : 0xbf;
    return second >= low && second <= high;
}

int pb_utf8_decode(const char *s, size_t n, uint32_t *ret_code)
{
    const unsigned char *u = (const unsigned char *)s;
    int need = u[0] < 0x80 ? 1 : u[0] < 0xe0 ? 2 : u[0] < 0xf0 ? 3 : 4;
    if ((u[0] >= 0x80 && u[0] < 0xc2) || u[0] > 0xf4)
        return 0;
    uint32_t code = need == 1 ? u[0] : u[0] & (0xffU >> (need + 1));
    for (int i = 1; i < need; i++) {
        if ((size_t)i >= n)
            return -1;
        if ((u[i] & 0xc0) != 0x80 || (i == 1 && !second_fits(u[0], u[1])))
            return 0;
        code = code << 6 | (u[i] & 0x3fU);
    }
    if (ret_code)
        *ret_code = code;
    return need;
}

size_t pb_utf8_bad_length(const char *s, size_t n)
{
    size_t k = 1;
    while (k < n && pb_utf8_decode(s, k, NULL) < 0 && pb_utf8_decode(s, k + 1, NULL) < 0)
        k++;
    return k;
}

size_t pb_ascii_span(const char *s, size_t n)
{
    size_t i = 0;
    for (; i + 8 <= n; i += 8) {
        uint64_t eight;
        memcpy(&eight, s + i, 8);
        if (eight & UINT64_C(0x8080808080808080))
            break;
    }
    while (i < n && (unsigned char)s[i] < 0x80)
        i++;
    return i;
}
