/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Mail messages as text: headers, encoded words, multipart (RFC 5322, 2045, 2047, 6047). */
#include "export/mail.h"

#include <string.h>

bool pb_mail_is_address(const char *s)
{
    const char *at = strchr(s, '@');
    if (!at || at == s || !at[1] || strchr(at + 1, '@') || strlen(s) > 254)
        return false;
    for (const char *p = s; *p; p++)
        if ((unsigned char)*p <= ' ' || *p == 0x7f || strchr("<>()[],;:\\\"", *p))
            return false;
    return true;
}

static void put_base64(pb_text *out, const char *s, size_t n, size_t line)
{
    static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    const unsigned char *b = (const unsigned char *)s;
    size_t col = 0;
    for (size_t i = 0; i < n; i += 3) {
        unsigned v = (unsigned)b[i] << 16 | (i + 1 < n ? (unsigned)b[i + 1] << 8 : 0) |
                     (i + 2 < n ? b[i + 2] : 0U);
        char four[4] = {digits[v >> 18], digits[v >> 12 & 63], i + 1 < n ? digits[v >> 6 & 63] : '=',
                        i + 2 < n ? digits[v & 63] : '='};
        pb_text_put(out, four, 4);
        col += 4;
        if (line > 0 && col >= line && i + 3 < n) {
            pb_text_puts(out, "\r\n");
            col = 0;
        }
    }
}

/* Encoded words of at most 45 bytes each, cut between characters. */
static void put_subject(pb_text *out, const char *s)
{
    pb_text_puts(out, "Subject:");
    for (size_t n; *s; s += n) {
        n = strlen(s) < 45 ? strlen(s) : 45;
        while (n > 0 && ((unsigned char)s[n] & 0xC0) == 0x80)
            n--;
        if (n == 0)
            n = 1;
        pb_text_puts(out, " =?UTF-8?B?");
        put_base64(out, s, n, 0);
        pb_text_puts(out, s[n] ? "?=\r\n" : "?=");
    }
    pb_text_puts(out, "\r\n");
}

static void put_date(pb_text *out, int64_t utc_s)
{
    static const char *const days[] = {"Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"};
    static const char *const months[] = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                         "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
    pb_date date = (pb_date)(utc_s / 86400);
    pb_ymd y = pb_date_ymd(date);
    int s = (int)(utc_s - (int64_t)date * 86400);
    pb_text_printf(out, "Date: %s, %d %s %d %02d:%02d:%02d +0000\r\n", days[pb_date_weekday(date)],
                   y.day, months[y.month - 1], y.year, s / 3600, s / 60 % 60, s % 60);
}

static void put_part(pb_text *out, const char *boundary, const char *type, const char *text)
{
    pb_text_printf(out, "--%s\r\nContent-Type: %s\r\nContent-Transfer-Encoding: base64\r\n\r\n",
                   boundary, type);
    put_base64(out, text, strlen(text), 76);
    pb_text_puts(out, "\r\n");
}

void pb_mail_write(pb_text *out, const pb_mail_parts *m)
{
    char type[100] = "text/calendar; charset=UTF-8; component=VEVENT; method=";
    strncat(type, m->method, 20);
    pb_text_printf(out, "From: <%s>\r\nTo: <%s>\r\n", m->from, m->to);
    put_subject(out, m->subject);
    put_date(out, m->date_s);
    pb_text_printf(out, "Message-ID: <%s@%s>\r\nMIME-Version: 1.0\r\nAuto-Submitted: auto-generated\r\n"
                   "Content-Type: multipart/alternative; boundary=\"=_%s\"\r\n\r\n",
                   m->id, m->domain, m->id);
    char boundary[128] = "=_";
    strncat(boundary, m->id, 100);
    put_part(out, boundary, "text/plain; charset=UTF-8", m->text);
    put_part(out, boundary, type, m->ical);
    pb_text_printf(out, "--%s--\r\n", boundary);
}
