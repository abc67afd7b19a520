/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/csv.h"

#include "base/number.h"

#include <stdarg.h>
#include <string.h>

void pb_text_init(pb_text *t, const pb_allocator *al)
{
    *t = (pb_text){.al = al};
}

void pb_text_done(pb_text *t)
{
    pb_free(t->al, t->bytes);
    pb_text_init(t, t->al);
}

/* Room for n more bytes and the closing NUL. */
static bool reserve(pb_text *t, size_t n)
{
    if (t->status)
        return false;
    if (n > SIZE_MAX - t->n - 1)
        t->status = PB_ERR_NOMEM;
    else
        t->status = pb_grow(t->al, &t->bytes, &t->cap, t->n + n + 1, 1);
    return t->status == PB_OK;
}

void pb_text_put(pb_text *t, const char *bytes, size_t n)
{
    if (!reserve(t, n))
        return;
    if (n)
        memcpy(t->bytes + t->n, bytes, n);
    t->n += n;
    t->bytes[t->n] = '\0';
}

void pb_text_puts(pb_text *t, const char *s)
{
    pb_text_put(t, s, strlen(s));
}

void pb_text_printf(pb_text *t, const char *fmt, ...)
{
    va_list args, again;
    va_start(args, fmt);
    va_copy(again, args);
    int n = vsnprintf(NULL, 0, fmt, args);
    if (n >= 0 && reserve(t, (size_t)n)) {
        vsnprintf(t->bytes + t->n, (size_t)n + 1, fmt, again);
        t->n += (size_t)n;
    }
    va_end(again);
    va_end(args);
}

static bool is_number(const char *s, size_t n)
{
    double v;
    return n <= UINT32_MAX && pb_number_parse_real(s, (uint32_t)n, '.', &v);
}

/* Spreadsheets take these beginnings for formulas; OWASP, "CSV Injection". */
static bool looks_like_formula(const char *s, size_t n)
{
    return n > 0 && strchr("=+-@\t\r", s[0]) && !is_number(s, n);
}

/* A first '#' would be read as a comment, spaces at the ends would be lost. */
static bool needs_quotes(const char *s, size_t n)
{
    if (n == 0)
        return false;
    return strpbrk(s, ",\"\r\n\t") || s[0] == '#' || s[0] == ' ' || s[n - 1] == ' ';
}

/* Each field is followed by a comma; pb_csv_end turns the last one into the line's end. */
void pb_csv_field(pb_text *t, const char *s, bool guard)
{
    size_t n = strlen(s);
    bool apostrophe = guard && looks_like_formula(s, n);
    bool quotes = needs_quotes(s, n);
    if (quotes)
        pb_text_put(t, "\"", 1);
    if (apostrophe)
        pb_text_put(t, "'", 1);
    while (quotes) {
        size_t k = strcspn(s, "\"");
        pb_text_put(t, s, k);
        if (s[k] == '\0')
            break;
        pb_text_put(t, "\"\"", 2);
        s += k + 1;
    }
    if (quotes)
        pb_text_put(t, "\",", 2);
    else {
        pb_text_put(t, s, n);
        pb_text_put(t, ",", 1);
    }
}

void pb_csv_end(pb_text *t)
{
    if (!t->status && t->n && t->bytes[t->n - 1] == ',')
        t->bytes[t->n - 1] = '\n';
    else
        pb_text_put(t, "\n", 1);
}

void pb_csv_real(pb_text *t, double v, int max_decimals)
{
    char buf[64];
    pb_csv_field(t, pb_number_format(v, max_decimals, buf), false);
}
