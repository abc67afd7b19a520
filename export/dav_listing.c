/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "export/dav_listing.h"

#include "export/net.h"

#include <expat.h>
#include <stdlib.h>
#include <string.h>

/* Names as expat gives them with namespaces: "DAV:|href". */
enum { SEPARATOR = '|', MAX_RESOURCES = 1000000 };

typedef struct reader {
    pb_arena *a;
    XML_Parser parser;
    pb_dav_resource *at; /* libc array */
    size_t n, cap;
    char *href, *etag;   /* of the response at hand */
    pb_text text;        /* of the element at hand */
    bool is_multistatus;
    pb_status st;
} reader;

static void stop(reader *r, pb_status st)
{
    r->st = st;
    XML_StopParser(r->parser, XML_FALSE);
}

static void on_start(void *ctx, const XML_Char *name, const XML_Char **attributes)
{
    reader *r = ctx;
    (void)attributes;
    r->text.n = 0;
    if (strcmp(name, "DAV:|multistatus") == 0)
        r->is_multistatus = true;
    if (strcmp(name, "DAV:|response") == 0)
        r->href = r->etag = NULL;
}

static void on_text(void *ctx, const XML_Char *s, int n)
{
    reader *r = ctx;
    if (r->text.n + (size_t)n < 65536)
        pb_text_put(&r->text, s, (size_t)n);
}

static char *trimmed(reader *r)
{
    const char *s = r->text.n > 0 ? r->text.bytes : "";
    size_t n = r->text.n;
    while (n > 0 && strchr(" \t\r\n", *s)) {
        s++;
        n--;
    }
    while (n > 0 && strchr(" \t\r\n", s[n - 1]))
        n--;
    char *ret = pb_arena_strndup(r->a, s, n);
    if (!ret)
        stop(r, PB_ERR_NOMEM);
    return ret;
}

/* A collection's own href ends in a slash and is no resource of ours. */
static void add_resource(reader *r)
{
    const char *slash = r->href ? strrchr(r->href, '/') : NULL;
    const char *name = slash ? slash + 1 : r->href;
    if (!name || !*name)
        return;
    if (r->n >= MAX_RESOURCES || pb_grow(NULL, &r->at, &r->cap, r->n + 1, sizeof *r->at) != PB_OK) {
        stop(r, PB_ERR_NOMEM);
        return;
    }
    r->at[r->n++] = (pb_dav_resource){name, r->etag ? r->etag : ""};
}

static void on_end(void *ctx, const XML_Char *name)
{
    reader *r = ctx;
    if (strcmp(name, "DAV:|href") == 0 && !r->href) {
        r->href = trimmed(r);
        if (r->href)
            pb_url_unescape(r->href);
    } else if (strcmp(name, "DAV:|getetag") == 0) {
        r->etag = trimmed(r);
    } else if (strcmp(name, "DAV:|response") == 0) {
        add_resource(r);
    }
}

static int name_order(const void *a, const void *b)
{
    const pb_dav_resource *x = a, *y = b;
    return strcmp(x->name, y->name);
}

pb_status pb_dav_listing_parse(pb_arena *a, const char *xml, size_t n, pb_dav_listing *ret)
{
    reader r;
    memset(&r, 0, sizeof r);
    r.a = a;
    r.parser = XML_ParserCreateNS(NULL, SEPARATOR);
    if (!r.parser || n > INT32_MAX) {
        XML_ParserFree(r.parser);
        return PB_ERR_NOMEM;
    }
    pb_text_init(&r.text, NULL);
    XML_SetUserData(r.parser, &r);
    XML_SetElementHandler(r.parser, on_start, on_end);
    XML_SetCharacterDataHandler(r.parser, on_text);
    enum XML_Status parsed = XML_Parse(r.parser, xml, (int)n, XML_TRUE);
    pb_status st = r.st != PB_OK                                       ? r.st
                   : parsed == XML_STATUS_OK && r.is_multistatus ? r.text.status
                                                                       : PB_ERR_INPUT;
    pb_dav_resource *kept = st == PB_OK ? PB_NEW_ARRAY(a, r.n, pb_dav_resource) : NULL;
    if (st == PB_OK && !kept)
        st = PB_ERR_NOMEM;
    if (st == PB_OK) {
        if (r.n > 0)
            memcpy(kept, r.at, r.n * sizeof *kept);
        qsort(kept, r.n, sizeof *kept, name_order);
        ret->n = r.n;
        ret->at = kept;
    }
    XML_ParserFree(r.parser);
    pb_text_done(&r.text);
    pb_free(NULL, r.at);
    return st;
}

const pb_dav_resource *pb_dav_find(const pb_dav_listing *l, const char *name)
{
    pb_dav_resource key = {name, NULL};
    return l->n > 0 ? bsearch(&key, l->at, l->n, sizeof *l->at, name_order) : NULL;
}
