/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/catalogue.h"

#include <string.h>

static const uint32_t MAGIC = 0x950412de;
/* Byte positions of the header's fields, and the size of one entry of its two tables. */
enum { AT_REVISION = 4, AT_COUNT = 8, AT_MSGIDS = 12, AT_TEXTS = 16, HEADER = 28, ENTRY = 8 };

typedef struct entry {
    const char *msgid, *text;
} entry;

struct pb_catalogue {
    size_t n;
    entry *entries; /* ascending by msgid, as msgfmt writes them */
};

typedef struct source {
    const unsigned char *bytes;
    size_t n;
    bool big_endian;
} source;

static uint32_t word(const source *s, size_t at)
{
    uint32_t w = 0;
    for (size_t i = 0; i < 4; i++)
        w |= (uint32_t)s->bytes[at + i] << 8 * (s->big_endian ? 3 - i : i);
    return w;
}

/* The NUL-terminated text that the table entry at `at` points to; NULL when it leaves the file. */
static const char *text_at(const source *s, size_t at)
{
    size_t length = word(s, at), offset = word(s, at + 4);
    if (offset >= s->n || length >= s->n - offset || s->bytes[offset + length] != '\0')
        return NULL;
    return (const char *)s->bytes + offset;
}

/* Magic number and version right, both tables inside the file; *n texts. */
static bool header(source *s, size_t *n)
{
    if (s->n < HEADER)
        return false;
    if (word(s, 0) != MAGIC) {
        s->big_endian = true;
        if (word(s, 0) != MAGIC)
            return false;
    }
    *n = word(s, AT_COUNT);
    if (word(s, AT_REVISION) >> 16 > 1) /* a major revision nobody has seen yet */
        return false;
    for (size_t at = AT_MSGIDS; at <= AT_TEXTS; at += 4)
        if (word(s, at) > s->n || (s->n - word(s, at)) / ENTRY < *n)
            return false;
    return true;
}

pb_catalogue *pb_catalogue_new(pb_arena *a, const char *bytes, size_t n)
{
    source s = {(const unsigned char *)bytes, n, false};
    pb_catalogue *c = PB_NEW(a, pb_catalogue);
    if (!c || !header(&s, &c->n))
        return NULL;
    c->entries = PB_NEW_ARRAY(a, c->n + 1, entry);
    if (!c->entries)
        return NULL;
    for (size_t i = 0; i < c->n; i++) {
        entry e = {text_at(&s, word(&s, AT_MSGIDS) + i * ENTRY),
                   text_at(&s, word(&s, AT_TEXTS) + i * ENTRY)};
        bool ascending = i == 0 || (e.msgid && strcmp(c->entries[i - 1].msgid, e.msgid) < 0);
        if (!e.msgid || !e.text || !ascending)
            return NULL;
        c->entries[i] = e;
    }
    return c;
}

const char *pb_catalogue_find(const pb_catalogue *c, const char *msgid)
{
    size_t low = 0, high = c->n;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        int order = strcmp(msgid, c->entries[middle].msgid);
        if (order == 0)
            return c->entries[middle].text;
        if (order < 0)
            high = middle;
        else
            low = middle + 1;
    }
    return NULL;
}
