/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/csv_decode.h"

#include "base/csv_inside.h"
#include "base/utf8.h"

#include <errno.h>
#include <iconv.h>
#include <string.h>

enum { WINDOW = 1 << 16, CARRY = 8, START = 64 };

typedef enum stage {
    AT_START, /* collecting the first bytes: is there a BOM? */
    ASCII,    /* nothing above 127 so far: the encoding does not matter yet */
    HOLDING,  /* collecting the window that decides */
    UTF8,
    CONVERT   /* through iconv */
} stage;

struct pb_decoder {
    const pb_allocator *al;
    pb_text_sink sink;
    void *ctx;
    stage stage;
    char start[START]; /* while AT_START */
    size_t n_start;
    bool zeros;        /* several of the first bytes are 0 */
    char carry[CARRY]; /* the beginning of a character */
    size_t n_carry;
    char *held; /* [WINDOW] while HOLDING */
    size_t n_held;
    char before_held; /* the byte before it */
    iconv_t cd;
    size_t unit; /* bytes to skip where iconv finds no character */
};

pb_status pb_decoder_new(const pb_allocator *al, pb_text_sink sink, void *ctx, pb_decoder **ret)
{
    pb_decoder *d = pb_alloc(al, 1, sizeof *d);
    if (!d)
        return PB_ERR_NOMEM;
    d->al = al;
    d->sink = sink;
    d->ctx = ctx;
    d->cd = (iconv_t)-1;
    *ret = d;
    return PB_OK;
}

void pb_decoder_free(pb_decoder *d)
{
    if (!d)
        return;
    if (d->cd != (iconv_t)-1)
        iconv_close(d->cd);
    pb_free(d->al, d->held);
    pb_free(d->al, d);
}

static pb_status put_replacement(pb_decoder *d)
{
    return d->sink(d->ctx, PB_REPLACEMENT, 3);
}

/* Valid UTF-8 but for NULs. */
static pb_status put_text(pb_decoder *d, const char *s, size_t n)
{
    while (n) {
        const char *nul = memchr(s, '\0', n);
        size_t k = nul ? (size_t)(nul - s) : n;
        pb_status st = k ? d->sink(d->ctx, s, k) : PB_OK;
        if (!st && nul) {
            st = put_replacement(d);
            k++;
        }
        if (st)
            return st;
        s += k;
        n -= k;
    }
    return PB_OK;
}

static pb_status utf8(pb_decoder *d, const char *s, size_t n);

/* Completes the character whose beginning an earlier piece brought. */
static pb_status utf8_carry(pb_decoder *d, const char *s, size_t n)
{
    char joined[2 * CARRY];
    size_t had = d->n_carry, more = n < CARRY ? n : CARRY;
    memcpy(joined, d->carry, had);
    memcpy(joined + had, s, more);
    int k = pb_utf8_decode(joined, had + more, NULL);
    if (k < 0) {
        memcpy(d->carry, joined, had + more);
        d->n_carry = had + more;
        return PB_OK;
    }
    d->n_carry = 0;
    size_t used = k > 0 ? (size_t)k : pb_utf8_bad_length(joined, had + more);
    pb_status st = k > 0 ? d->sink(d->ctx, joined, used) : put_replacement(d);
    return st ? st : utf8(d, s + (used - had), n - (used - had));
}

static pb_status utf8(pb_decoder *d, const char *s, size_t n)
{
    if (d->n_carry)
        return utf8_carry(d, s, n);
    size_t good = 0; /* s[0 … good-1] is valid and not yet put */
    while (good < n) {
        good += pb_ascii_span(s + good, n - good);
        int k = good < n ? pb_utf8_decode(s + good, n - good, NULL) : 1;
        if (good == n || k > 0) {
            good += good < n ? (size_t)k : 0;
            continue;
        }
        pb_status st = put_text(d, s, good);
        if (st)
            return st;
        s += good;
        n -= good;
        good = 0;
        if (k < 0) {
            memcpy(d->carry, s, n);
            d->n_carry = n;
            return PB_OK;
        }
        size_t bad = pb_utf8_bad_length(s, n);
        st = put_replacement(d);
        if (st)
            return st;
        s += bad;
        n -= bad;
    }
    return put_text(d, s, good);
}

/* Converts what is complete of *s; leaves the beginning of a cut character. */
static pb_status convert_piece(pb_decoder *d, char **s, size_t *n)
{
    char out[4096];
    while (*n) {
        char *to = out;
        size_t room = sizeof out;
        size_t r = iconv(d->cd, s, n, &to, &room);
        int err = r == (size_t)-1 ? errno : 0;
        pb_status st = put_text(d, out, (size_t)(to - out));
        if (st)
            return st;
        if (err == EINVAL)
            return PB_OK;
        if (err == EILSEQ) {
            size_t skip = *n < d->unit ? *n : d->unit;
            *s += skip;
            *n -= skip;
            st = put_replacement(d);
            if (st)
                return st;
        }
    }
    return PB_OK;
}

static pb_status convert(pb_decoder *d, const char *bytes, size_t n)
{
    /* A cut character is completed byte by byte; none is longer than 4 bytes. */
    while (d->n_carry && n) {
        d->carry[d->n_carry++] = *bytes++;
        n--;
        char *s = d->carry;
        pb_status st = convert_piece(d, &s, &d->n_carry);
        if (st)
            return st;
        memmove(d->carry, s, d->n_carry);
    }
    char *s = (char *)(uintptr_t)bytes; /* iconv's prototype lacks a const; it does not write there */
    pb_status st = convert_piece(d, &s, &n);
    if (!st && n) {
        memcpy(d->carry, s, n);
        d->n_carry = n;
    }
    return st;
}

static pb_status open_converter(pb_decoder *d, const char *from, size_t unit)
{
    d->cd = iconv_open("UTF-8", from);
    if (d->cd == (iconv_t)-1)
        return errno == ENOMEM ? PB_ERR_NOMEM : PB_ERR_INTERNAL;
    d->unit = unit;
    d->stage = CONVERT;
    return PB_OK;
}

static pb_status decide(pb_decoder *d, bool whole)
{
    pb_status st;
    if (pb_csv_is_gb18030(d->held, d->n_held, whole, d->before_held)) {
        st = open_converter(d, "GB18030", 1);
        if (!st)
            st = convert(d, d->held, d->n_held);
    } else {
        d->stage = UTF8;
        st = utf8(d, d->held, d->n_held);
    }
    pb_free(d->al, d->held);
    d->held = NULL;
    return st;
}

/* --- stages --- */

static pb_status after_start(pb_decoder *d, const char *bytes, size_t n);

/* Two ASCII characters of UTF-16 at the very beginning; no other text has a byte of 0 there. */
static const char *unmarked(const char *s, size_t n)
{
    if (n >= 4 && s[0] && !s[1] && s[2] && !s[3])
        return "UTF-16LE";
    return n >= 4 && !s[0] && s[1] && !s[2] && s[3] ? "UTF-16BE" : NULL;
}

static bool several_zeros(const char *s, size_t n)
{
    size_t zeros = 0;
    for (size_t i = 0; i < n; i++)
        zeros += s[i] == '\0';
    return zeros > 1;
}

/* Sets the stage by what the text begins with. *ret: the length of a mark there. */
static pb_status look_at_start(pb_decoder *d, size_t *ret)
{
    static const struct {
        const char *bom, *encoding;
        size_t n;
    } boms[] = {{"\xEF\xBB\xBF", NULL, 3}, {"\xFF\xFE", "UTF-16LE", 2}, {"\xFE\xFF", "UTF-16BE", 2}};
    const char *encoding = unmarked(d->start, d->n_start);
    *ret = 0;
    d->stage = ASCII;
    for (size_t i = 0; i < sizeof boms / sizeof boms[0]; i++)
        if (d->n_start >= boms[i].n && memcmp(d->start, boms[i].bom, boms[i].n) == 0) {
            *ret = boms[i].n;
            encoding = boms[i].encoding;
            d->stage = UTF8;
        }
    d->zeros = !encoding && several_zeros(d->start, d->n_start);
    return encoding ? open_converter(d, encoding, 2) : PB_OK;
}

/* The first bytes are there, or the text has no more. */
static pb_status begin(pb_decoder *d)
{
    size_t mark;
    pb_status st = look_at_start(d, &mark);
    size_t left = mark < d->n_start ? d->n_start - mark : 0;
    return st ? st : after_start(d, d->start + mark, left);
}

static pb_status at_start(pb_decoder *d, const char *bytes, size_t n)
{
    size_t k = n < START - d->n_start ? n : START - d->n_start;
    memcpy(d->start + d->n_start, bytes, k);
    d->n_start += k;
    if (d->n_start < START)
        return PB_OK; /* more bytes will tell */
    pb_status st = begin(d);
    return st ? st : after_start(d, bytes + k, n - k);
}

static pb_status hold(pb_decoder *d, const char *bytes, size_t n)
{
    size_t k = n < WINDOW - d->n_held ? n : WINDOW - d->n_held;
    memcpy(d->held + d->n_held, bytes, k);
    d->n_held += k;
    if (d->n_held < WINDOW)
        return PB_OK;
    pb_status st = decide(d, false);
    return st ? st : after_start(d, bytes + k, n - k);
}

static pb_status after_start(pb_decoder *d, const char *bytes, size_t n)
{
    if (n == 0)
        return PB_OK;
    if (d->stage == UTF8)
        return utf8(d, bytes, n);
    if (d->stage == CONVERT)
        return convert(d, bytes, n);
    if (d->stage == HOLDING)
        return hold(d, bytes, n);
    size_t k = pb_ascii_span(bytes, n);
    pb_status st = put_text(d, bytes, k);
    if (k > 0)
        d->before_held = bytes[k - 1];
    if (st || k == n)
        return st;
    d->held = pb_alloc(d->al, WINDOW, 1);
    if (!d->held)
        return PB_ERR_NOMEM;
    d->stage = HOLDING;
    return hold(d, bytes + k, n - k);
}

pb_status pb_decoder_feed(pb_decoder *d, const char *bytes, size_t n)
{
    return d->stage == AT_START ? at_start(d, bytes, n) : after_start(d, bytes, n);
}

pb_status pb_decoder_finish(pb_decoder *d)
{
    pb_status st = PB_OK;
    if (d->stage == AT_START)
        st = begin(d);
    if (!st && d->held) /* as long as the stage is HOLDING */
        st = decide(d, true);
    if (!st && d->n_carry)
        st = put_replacement(d);
    d->n_carry = 0;
    return st;
}

bool pb_decoder_zeros(const pb_decoder *d)
{
    return d->zeros;
}
