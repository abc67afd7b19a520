/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The answer to PROPFIND (RFC 4918, 207 Multi-Status): names and ETags of a collection's resources. */
#ifndef PAIBAN_EXPORT_DAV_LISTING_H
#define PAIBAN_EXPORT_DAV_LISTING_H

#include "base/base.h"

typedef struct pb_dav_resource {
    const char *name; /* last part of the href, %XX undone */
    const char *etag; /* as given, with quotes; "" = none */
} pb_dav_resource;

typedef struct pb_dav_listing {
    size_t n;
    pb_dav_resource *at; /* sorted by name */
} pb_dav_listing;

/* Parses the XML (expat, any prefixes). PB_ERR_INPUT: it is no multistatus. All in the arena. */
PB_MUST_USE pb_status pb_dav_listing_parse(pb_arena *a, const char *xml, size_t n,
                                           pb_dav_listing *ret);
/* NULL = not there. */
const pb_dav_resource *pb_dav_find(const pb_dav_listing *l, const char *name);

#endif
