/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The network, behind one seam: net_curl.c does it through libcurl; a program built without it has
 * net_none.c, which says so. One connection is kept and used again; certificates are checked.
 */
#ifndef PAIBAN_EXPORT_NET_H
#define PAIBAN_EXPORT_NET_H

#include "base/base.h"

typedef struct pb_net pb_net;

/* Waits that long; false = the user wants to stop. Given by the command, which owns the clock. */
typedef bool (*pb_net_wait)(void *ctx, double seconds);

/* PB_ERR_IO, diagnosed: the program was built without libcurl, or it does not start. */
PB_MUST_USE pb_status pb_net_open(const char *user, const char *password, pb_net **ret, pb_diags *d);
void pb_net_close(pb_net *n); /* accepts NULL */

typedef struct pb_request_out {
    const char *method, *url;
    const char *headers[4]; /* NULL ends */
    const char *body;       /* NULL = none */
    size_t n_body;
} pb_request_out;

typedef struct pb_reply {
    int code;           /* HTTP status; 0 = no answer came */
    char etag[200];     /* "" = none given */
    int retry_after_s;  /* -1 = not given */
    pb_text body;       /* freed by pb_reply_done; at most 64 MiB */
    char problem[256];  /* where code is 0: why, in English, from the library */
} pb_reply;

void pb_reply_init(pb_reply *r);
void pb_reply_done(pb_reply *r);
/* Sends one request over HTTP(S) and waits for the answer. PB_OK also where code is 0. */
PB_MUST_USE pb_status pb_net_http(pb_net *n, const pb_request_out *q, pb_reply *ret);

/* Sends one mail, headers and body as in RFC 5322 with CRLF, to one address over SMTP(S). */
PB_MUST_USE pb_status pb_net_mail(pb_net *n, const char *url, const char *from, const char *to,
                                  const char *text, size_t size, pb_reply *ret);

/* Undoes %XX in place. */
void pb_url_unescape(char *s);
/* s with all but letters, digits and -._~ as %XX, in the arena; NULL = no memory. */
char *pb_url_escape(pb_arena *a, const char *s);

#endif
