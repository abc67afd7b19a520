/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/utf8.h"

#include <string.h>

int pb_utf8_decode(const char *s, size_t n, uint32_t *ret_code)
{
    const unsigned char *u = (const unsigned char *)s;
    unsigned char first = u[0];
    if (first < 0x80) {
        if (ret_code)
            *ret_code = first;
        return 1;
    }
    if (first < 0xc2 || first > 0xf4)
        return 0;
    int need = first >= 0xf0 ? 4 : first >= 0xe0 ? 3 : 2;
    uint32_t code = first & (0xffU >> (need + 1));
    for (int i = 1; i < need; i++) {
        if ((size_t)i >= n)
            return -1;
        /* The second byte decides over overlong forms, surrogates and what lies above U+10FFFF. */
        unsigned char low = i > 1 ? 0x80 : first == 0xe0 ? 0xa0 : first == 0xf0 ? 0x90 : 0x80;
        unsigned char high = i > 1 ? 0xbf : first == 0xed ? 0x9f : first == 0xf4 ? 0x8f : 0xbf;
        if (u[i] < low || u[i] > high)
            return 0;
        code = code << 6 | (u[i] & 0x3fU);
    }
    if (ret_code)
        *ret_code = code;
    return need;
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
