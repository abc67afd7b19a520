/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What needs no library of the network. */
#include "export/net.h"

#include <stdio.h>
#include <string.h>

void pb_reply_init(pb_reply *r)
{
    memset(r, 0, sizeof *r);
    r->retry_after_s = -1;
    pb_text_init(&r->body, NULL);
}

void pb_reply_done(pb_reply *r)
{
    pb_text_done(&r->body);
}

static int nibble(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    c = (char)(c | 0x20);
    return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

void pb_url_unescape(char *s)
{
    char *to = s;
    for (; *s; s++) {
        if (*s == '%' && nibble(s[1]) >= 0 && nibble(s[2]) >= 0) {
            *to++ = (char)(nibble(s[1]) * 16 + nibble(s[2]));
            s += 2;
        } else {
            *to++ = *s;
        }
    }
    *to = '\0';
}

char *pb_url_escape(pb_arena *a, const char *s)
{
    static const char plain[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._~";
    char *ret = pb_arena_alloc(a, 3 * strlen(s) + 1, 1), *p = ret;
    if (!ret)
        return NULL;
    for (; *s; s++)
        if (strchr(plain, *s))
            *p++ = *s;
        else
            p += sprintf(p, "%%%02X", (unsigned)(unsigned char)*s);
    *p = '\0';
    return ret;
}
