/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/value.h"

#include <errno.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const pb_where NOWHERE = {0};

static bool limited(const pb_option *o)
{
    return o->min < o->max;
}

static void wrong(const pb_option *o, const char *text, const char *expected, pb_diags *d)
{
    pb_diag_add(d, PB_ERROR, NOWHERE, NULL, PB_N_("--%s: '%s' is not %s"), o->name, text, expected);
}

/* The name of a type in the user's language. */
static const char *expected_of(const pb_option *o, const pb_diags *d)
{
    const pb_lang *lang = pb_diags_lang(d);
    switch (o->type) {
    case PB_ARG_INT:
        return pb_tr(lang, "a whole number");
    case PB_ARG_REAL:
        return pb_tr(lang, "a number (0.01 or 1%)");
    case PB_ARG_DATE:
        return pb_tr(lang, "a date (2026-11-30)");
    case PB_ARG_MONTH:
        return pb_tr(lang, "a month (2026-10)");
    case PB_ARG_SECONDS:
        return pb_tr(lang, "a duration (90, 90s, 10m or 1h)");
    default:
        return pb_tr(lang, "a text that is not empty");
    }
}

static bool in_range(const pb_option *o, const pb_arg_value *v, pb_diags *d)
{
    if (!limited(o) || (v->number >= o->min && v->number <= o->max))
        return true;
    pb_diag_add(d, PB_ERROR, NOWHERE,
                o->type == PB_ARG_SECONDS ? PB_N_("a number alone is seconds; 30m is minutes, 1h an hour") : NULL,
                PB_N_("--%s: %s lies outside %g to %g"), o->name,
                v->text, o->min, o->max);
    return false;
}

static bool read_int(const char *text, pb_arg_value *v)
{
    char *end;
    errno = 0;
    long long n = strtoll(text, &end, 10);
    if (end == text || *end || errno)
        return false;
    v->integer = n;
    v->number = (double)n;
    return true;
}

static bool read_real(const char *text, pb_arg_value *v)
{
    char *end;
    double x = strtod(text, &end);
    if (end == text || !isfinite(x))
        return false;
    if (*end == '%') {
        x /= 100;
        end++;
    }
    v->number = x;
    return *end == '\0';
}

static bool read_seconds(const char *text, pb_arg_value *v)
{
    static const struct {
        const char *unit;
        double s;
    } UNITS[] = {{"", 1}, {"s", 1}, {"m", 60}, {"min", 60}, {"h", 3600}};
    char *end;
    double x = strtod(text, &end);
    if (end == text || !isfinite(x))
        return false;
    for (size_t i = 0; i < sizeof UNITS / sizeof *UNITS; i++)
        if (strcmp(end, UNITS[i].unit) == 0) {
            v->number = x * UNITS[i].s;
            v->integer = fabs(v->number) < 1e15 ? (int64_t)ceil(v->number) : 0;
            return true;
        }
    return false;
}

static bool read_choice(const pb_option *o, const char *text, pb_arg_value *v, pb_diags *d)
{
    size_t n = strlen(text);
    int64_t i = 0;
    for (const char *s = o->choices; s; i++) {
        const char *bar = strchr(s, '|');
        size_t len = bar ? (size_t)(bar - s) : strlen(s);
        if (len == n && memcmp(s, text, n) == 0) {
            v->integer = i;
            return true;
        }
        s = bar ? bar + 1 : NULL;
    }
    pb_diag_add(d, PB_ERROR, NOWHERE, NULL, PB_N_("--%s: '%s' is none of %s"), o->name, text,
                o->choices);
    return false;
}

/* A month is read as the date of its first day. */
static bool read_month(const char *text, pb_arg_value *v)
{
    char day[16];
    size_t n = strlen(text);
    pb_date first;

    if (n < 6 || n > 7 || (text[4] != '-' && text[4] != '/'))
        return false;
    n = (size_t)snprintf(day, sizeof day, "%s%c01", text, text[4]);
    if (!pb_date_parse(day, (uint32_t)n, &first))
        return false;
    v->date = first;
    v->integer = pb_date_add_months(first, 1) - first;
    return true;
}

bool pb_arg_read(const pb_option *o, const char *text, pb_arg_value *ret, pb_diags *d)
{
    pb_arg_value v = {.option = o, .text = text, .date = PB_DATE_NONE};
    bool ok;
    switch (o->type) {
    case PB_ARG_FLAG:
        *ret = v;
        return true;
    case PB_ARG_CHOICE:
        ok = read_choice(o, text, &v, d);
        if (ok)
            *ret = v;
        return ok;
    case PB_ARG_INT:
        ok = read_int(text, &v);
        break;
    case PB_ARG_REAL:
        ok = read_real(text, &v);
        break;
    case PB_ARG_SECONDS:
        ok = read_seconds(text, &v);
        break;
    case PB_ARG_MONTH:
        ok = read_month(text, &v);
        break;
    case PB_ARG_DATE:
        ok = pb_date_parse(text, (uint32_t)strlen(text), &v.date);
        break;
    default:
        ok = text[0] != '\0';
        break;
    }
    if (!ok) {
        wrong(o, text, expected_of(o, d), d);
        return false;
    }
    if ((o->type == PB_ARG_INT || o->type == PB_ARG_REAL || o->type == PB_ARG_SECONDS) &&
        !in_range(o, &v, d))
        return false;
    *ret = v;
    return true;
}
