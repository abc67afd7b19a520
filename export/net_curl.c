/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "export/net.h"

#include <curl/curl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

enum { CONNECT_S = 15, STALL_S = 30, MAX_BODY = 64 << 20 };

struct pb_net {
    CURL *curl;
    const char *user, *password; /* borrowed */
};

/* What a running transfer reads from and writes to. */
typedef struct transfer {
    pb_reply *reply;
    const char *out;
    size_t n_out, at;
} transfer;

pb_status pb_net_open(const char *user, const char *password, pb_net **ret, pb_diags *d)
{
    pb_where where = {NULL, 0, NULL};
    if (curl_global_init(CURL_GLOBAL_DEFAULT) != CURLE_OK) {
        pb_diag_add(d, PB_ERROR, where, NULL, PB_N_("libcurl does not start"));
        return PB_ERR_IO;
    }
    pb_net *n = pb_alloc(NULL, 1, sizeof *n);
    if (n)
        n->curl = curl_easy_init();
    if (!n || !n->curl) {
        pb_free(NULL, n);
        curl_global_cleanup();
        return PB_ERR_NOMEM;
    }
    n->user = user;
    n->password = password;
    *ret = n;
    return PB_OK;
}

void pb_net_close(pb_net *n)
{
    if (!n)
        return;
    curl_easy_cleanup(n->curl);
    curl_global_cleanup();
    pb_free(NULL, n);
}

static size_t take_body(char *bytes, size_t size, size_t n, void *ctx)
{
    transfer *t = ctx;
    if (t->reply->body.n + size * n > MAX_BODY)
        return 0;
    pb_text_put(&t->reply->body, bytes, size * n);
    return t->reply->body.status == PB_OK ? size * n : 0;
}

static size_t take_header(char *bytes, size_t size, size_t n, void *ctx)
{
    transfer *t = ctx;
    char line[300];
    size_t len = size * n < sizeof line ? size * n : sizeof line - 1;
    memcpy(line, bytes, len);
    line[len] = '\0';
    line[strcspn(line, "\r\n")] = '\0';
    if (strncasecmp(line, "ETag:", 5) == 0)
        snprintf(t->reply->etag, sizeof t->reply->etag, "%s", line + 5 + strspn(line + 5, " \t"));
    if (strncasecmp(line, "Retry-After:", 12) == 0)
        t->reply->retry_after_s = (int)strtol(line + 12, NULL, 10);
    return size * n;
}

static size_t give(char *buffer, size_t size, size_t n, void *ctx)
{
    transfer *t = ctx;
    size_t len = t->n_out - t->at < size * n ? t->n_out - t->at : size * n;
    memcpy(buffer, t->out + t->at, len);
    t->at += len;
    return len;
}

static int rewind_out(void *ctx, curl_off_t offset, int origin)
{
    transfer *t = ctx;
    if (origin != SEEK_SET || offset < 0 || (size_t)offset > t->n_out)
        return CURL_SEEKFUNC_FAIL;
    t->at = (size_t)offset;
    return CURL_SEEKFUNC_OK;
}

/* Keeps the connection, forgets all options of the request before. */
static void begin(pb_net *n, transfer *t, const char *url)
{
    CURL *c = n->curl;
    curl_easy_reset(c);
    curl_easy_setopt(c, CURLOPT_URL, url);
    curl_easy_setopt(c, CURLOPT_NOSIGNAL, 1L);
    curl_easy_setopt(c, CURLOPT_CONNECTTIMEOUT, (long)CONNECT_S);
    curl_easy_setopt(c, CURLOPT_LOW_SPEED_LIMIT, 1L);
    curl_easy_setopt(c, CURLOPT_LOW_SPEED_TIME, (long)STALL_S);
    curl_easy_setopt(c, CURLOPT_WRITEFUNCTION, take_body);
    curl_easy_setopt(c, CURLOPT_WRITEDATA, t);
    curl_easy_setopt(c, CURLOPT_HEADERFUNCTION, take_header);
    curl_easy_setopt(c, CURLOPT_HEADERDATA, t);
    curl_easy_setopt(c, CURLOPT_READFUNCTION, give);
    curl_easy_setopt(c, CURLOPT_READDATA, t);
    curl_easy_setopt(c, CURLOPT_SEEKFUNCTION, rewind_out);
    curl_easy_setopt(c, CURLOPT_SEEKDATA, t);
    curl_easy_setopt(c, CURLOPT_USERAGENT, "paiban");
    if (n->user && *n->user) {
        curl_easy_setopt(c, CURLOPT_USERNAME, n->user);
        curl_easy_setopt(c, CURLOPT_PASSWORD, n->password ? n->password : "");
    }
}

static pb_status perform(pb_net *n, pb_reply *ret)
{
    char words[CURL_ERROR_SIZE] = "";
    long code = 0;
    curl_easy_setopt(n->curl, CURLOPT_ERRORBUFFER, words);
    CURLcode c = curl_easy_perform(n->curl);
    curl_easy_getinfo(n->curl, CURLINFO_RESPONSE_CODE, &code);
    curl_easy_setopt(n->curl, CURLOPT_ERRORBUFFER, (char *)NULL);
    ret->code = c == CURLE_OK ? (int)code : 0;
    if (c != CURLE_OK)
        snprintf(ret->problem, sizeof ret->problem, "%s", *words ? words : curl_easy_strerror(c));
    return ret->body.status;
}

pb_status pb_net_http(pb_net *n, const pb_request_out *q, pb_reply *ret)
{
    transfer t = {ret, q->body, q->n_body, 0};
    /* An empty Expect saves a second per PUT where the server does not answer 100 Continue. */
    struct curl_slist *headers = curl_slist_append(NULL, "Expect:");
    for (int i = 0; i < 4 && q->headers[i] && headers; i++)
        headers = curl_slist_append(headers, q->headers[i]);
    if (!headers)
        return PB_ERR_NOMEM;
    begin(n, &t, q->url);
    curl_easy_setopt(n->curl, CURLOPT_PROTOCOLS_STR, "http,https");
    curl_easy_setopt(n->curl, CURLOPT_HTTPAUTH, (long)CURLAUTH_BASIC);
    curl_easy_setopt(n->curl, CURLOPT_HTTPHEADER, headers);
    if (q->body) {
        curl_easy_setopt(n->curl, CURLOPT_UPLOAD, 1L);
        curl_easy_setopt(n->curl, CURLOPT_INFILESIZE_LARGE, (curl_off_t)q->n_body);
    }
    curl_easy_setopt(n->curl, CURLOPT_CUSTOMREQUEST, q->method);
    pb_status st = perform(n, ret);
    curl_slist_free_all(headers);
    return st;
}

pb_status pb_net_mail(pb_net *n, const char *url, const char *from, const char *to,
                      const char *text, size_t size, pb_reply *ret)
{
    transfer t = {ret, text, size, 0};
    char address[300];
    snprintf(address, sizeof address, "<%s>", to);
    struct curl_slist *list = curl_slist_append(NULL, address);
    if (!list)
        return PB_ERR_NOMEM;
    snprintf(address, sizeof address, "<%s>", from);
    begin(n, &t, url);
    curl_easy_setopt(n->curl, CURLOPT_PROTOCOLS_STR, "smtp,smtps");
    /* A password travels over TLS only; without one TLS is taken where the server offers it. */
    bool secret = n->user && *n->user;
    curl_easy_setopt(n->curl, CURLOPT_USE_SSL, secret ? (long)CURLUSESSL_ALL : (long)CURLUSESSL_TRY);
    curl_easy_setopt(n->curl, CURLOPT_MAIL_FROM, address);
    curl_easy_setopt(n->curl, CURLOPT_MAIL_RCPT, list);
    curl_easy_setopt(n->curl, CURLOPT_UPLOAD, 1L);
    curl_easy_setopt(n->curl, CURLOPT_INFILESIZE_LARGE, (curl_off_t)size);
    pb_status st = perform(n, ret);
    curl_slist_free_all(list);
    return st;
}
