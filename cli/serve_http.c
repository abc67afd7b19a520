/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The wire: libmicrohttpd's requests as ours, our answers as its. One thread answers, one request after another. */
#include "cli/serve.h"

#include <microhttpd.h>

#include <arpa/inet.h>
#include <errno.h>
#include <netdb.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

enum { MOST_FORM = 65536, POST_BUFFER = 4096, CONNECTIONS = 200, IDLE_S = 30, MOST_FIELDS = 32 };

struct pb_http {
    pb_server *server;
    struct MHD_Daemon *daemon;
};

/* One request while it comes in. */
typedef struct visit {
    pb_arena *arena;
    pb_web_request q;
    pb_web_field fields[MOST_FIELDS];
    struct MHD_PostProcessor *form;
    size_t form_bytes;
    pb_text value;           /* of the form's last field, while its pieces come in */
    const char *cookie_name;
    bool too_much;
} visit;

static void add_field(visit *v, const char *name, const char *value)
{
    pb_web_field f = {pb_arena_strdup(v->arena, name), pb_arena_strdup(v->arena, value ? value : "")};

    if (!f.name || !f.value || v->q.n_fields == MOST_FIELDS)
        v->too_much = true;
    else
        v->fields[v->q.n_fields++] = f;
}

static enum MHD_Result take_query(void *ctx, enum MHD_ValueKind kind, const char *name, const char *value)
{
    (void)kind;
    add_field(ctx, name, value);
    return MHD_YES;
}

/* The form's last field is whole: from now on it is the arena's. */
static void settle(visit *v)
{
    if (v->value.n > 0 && v->q.n_fields > 0) {
        const char *value = pb_arena_strndup(v->arena, v->value.bytes, v->value.n);
        v->too_much = v->too_much || !value || v->value.status;
        v->fields[v->q.n_fields - 1].value = value ? value : "";
    }
    pb_text_done(&v->value);
    pb_text_init(&v->value, pb_arena_allocator(v->arena));
}

/* A field of the form, or a further piece of the last one. */
static enum MHD_Result take_form(void *ctx, enum MHD_ValueKind kind, const char *name, const char *file, const char *type,
                                 const char *coding, const char *data, uint64_t from, size_t n)
{
    visit *v = ctx;

    (void)kind;
    (void)file;
    (void)type;
    (void)coding;
    if (from == 0) {
        settle(v);
        add_field(v, name, "");
    }
    if (!v->too_much && v->q.n_fields > 0)
        pb_text_put(&v->value, data, n); /* grows by factors: a body that comes byte by byte costs no more than another */
    return MHD_YES;
}

static const char *header(struct MHD_Connection *c, const char *name)
{
    return MHD_lookup_connection_value(c, MHD_HEADER_KIND, name);
}

/* Browsers keep cookies by host, whatever the port: with the port in its name two servers on one machine do not sign each
 * other out. Behind a proxy there is none. */
static const char *name_of_cookie(pb_arena *a, const char *host)
{
    const char *colon = host ? strrchr(host, ':') : NULL;
    size_t n = colon ? strspn(colon + 1, "0123456789") : 0;

    return n > 0 && n < 6 && colon[1 + n] == '\0' ? pb_arena_printf(a, "paiban-%s", colon + 1) : "paiban";
}

static visit *begin(struct MHD_Connection *c, const char *url, const char *method)
{
    pb_arena *a = pb_arena_new(NULL);
    visit *v = a ? PB_NEW(a, visit) : NULL;
    const char *scheme;

    if (!v) {
        pb_arena_free(a);
        return NULL;
    }
    v->arena = a;
    pb_text_init(&v->value, pb_arena_allocator(a));
    v->cookie_name = name_of_cookie(a, header(c, "Host"));
    if (!v->cookie_name) {
        pb_arena_free(a);
        return NULL;
    }
    scheme = header(c, "X-Forwarded-Proto");
    v->q = (pb_web_request){.method = pb_arena_strdup(a, method), .path = pb_arena_strdup(a, url), .fields = v->fields,
                            .host = header(c, "Host"), .origin = header(c, "Origin"), .languages = header(c, "Accept-Language"),
                            .if_none_match = header(c, "If-None-Match"),
                            .scheme = scheme && strcmp(scheme, "https") == 0 ? "https" : "http",
                            .cookie = MHD_lookup_connection_value(c, MHD_COOKIE_KIND, v->cookie_name)};
    MHD_get_connection_values(c, MHD_GET_ARGUMENT_KIND, take_query, v);
    if (strcmp(method, "POST") == 0)
        v->form = MHD_create_post_processor(c, POST_BUFFER, take_form, v);
    return v;
}

/* --- the answer --- */

static void put_headers(struct MHD_Response *r, const visit *v, const pb_web_answer *to)
{
    char number[32];

    MHD_add_response_header(r, "Content-Type", to->type);
    MHD_add_response_header(r, "X-Content-Type-Options", "nosniff");
    MHD_add_response_header(r, "Referrer-Policy", "same-origin"); /* "no-referrer" would have browsers send "Origin: null" with our own forms */
    MHD_add_response_header(r, "X-Robots-Tag", "noindex");
    MHD_add_response_header(r, "Cache-Control", to->is_feed ? "private, max-age=300" : "no-store");
    MHD_add_response_header(r, "Content-Security-Policy",
                            "default-src 'none'; style-src 'unsafe-inline'; script-src 'self'; connect-src 'self'; img-src 'self' data:; "
                            "form-action 'self'; base-uri 'none'; frame-ancestors 'none'");
    if (to->location)
        MHD_add_response_header(r, "Location", to->location);
    if (to->etag)
        MHD_add_response_header(r, "ETag", to->etag);
    if (to->save_as)
        MHD_add_response_header(r, "Content-Disposition", "attachment"); /* the address ends with its name */
    if (to->cookie) {
        const char *set = pb_arena_printf(v->arena, "%s=%s; Path=/; HttpOnly; SameSite=Lax%s", v->cookie_name, to->cookie,
                                          strcmp(v->q.scheme, "https") == 0 ? "; Secure" : "");
        if (set)
            MHD_add_response_header(r, "Set-Cookie", set);
    }
    if (to->state) {
        snprintf(number, sizeof number, "%lld", (long long)to->next);
        MHD_add_response_header(r, "X-Paiban-Job", to->state);
        MHD_add_response_header(r, "X-Paiban-Next", number);
    }
}

static enum MHD_Result send_answer(struct MHD_Connection *c, const visit *v, const pb_web_answer *to)
{
    union {
        const void *given;
        void *taken;
    } bytes = {to->bytes}; /* copied, not written to */
    struct MHD_Response *r = MHD_create_response_from_buffer(to->n, bytes.taken, MHD_RESPMEM_MUST_COPY);
    enum MHD_Result done;

    if (!r)
        return MHD_NO;
    put_headers(r, v, to);
    done = MHD_queue_response(c, (unsigned)to->status, r);
    MHD_destroy_response(r);
    return done;
}

static enum MHD_Result take_body(visit *v, const char *data, size_t *n)
{
    v->form_bytes += *n;
    v->too_much = v->too_much || v->form_bytes > MOST_FORM;
    if (v->form && !v->too_much)
        (void)MHD_post_process(v->form, data, *n); /* what it does not understand is missing in the form */
    *n = 0;
    return MHD_YES;
}

static enum MHD_Result on_request(void *ctx, struct MHD_Connection *c, const char *url, const char *method, const char *version,
                                  const char *data, size_t *n, void **state)
{
    pb_http *h = ctx;
    visit *v = *state;
    pb_web_answer to = {.type = "text/plain; charset=utf-8", .bytes = ""};

    (void)version;
    if (!v) {
        *state = begin(c, url, method);
        return *state ? MHD_YES : MHD_NO;
    }
    if (*n > 0)
        return take_body(v, data, n);
    settle(v);
    if (v->too_much)
        to.status = 413;
    else if (!v->q.method || !v->q.path)
        to.status = 500;
    else
        pb_serve(h->server, v->arena, &v->q, &to);
    return send_answer(c, v, &to);
}

static void on_end(void *ctx, struct MHD_Connection *c, void **state, enum MHD_RequestTerminationCode how)
{
    visit *v = *state;

    (void)ctx;
    (void)c;
    (void)how;
    if (!v)
        return;
    if (v->form)
        MHD_destroy_post_processor(v->form);
    pb_text_done(&v->value);
    pb_arena_free(v->arena); /* v itself, too */
    *state = NULL;
}

/* --- opening --- */

static pb_status refuse(pb_diags *d, const char *address, int port, int err)
{
    pb_diag_add(d, PB_ERROR, (pb_where){0}, PB_N_("--address and --port say where else"), PB_N_("cannot listen at %s, port %d: %s"), address,
                port, strerror(err));
    return PB_ERR_IO;
}

static pb_status listen_at(pb_http *h, const struct addrinfo *at, const char *address, int port, pb_diags *d)
{
    unsigned flags = MHD_USE_INTERNAL_POLLING_THREAD | (at->ai_family == AF_INET6 ? MHD_USE_IPv6 : 0);
    errno = 0;
    h->daemon = MHD_start_daemon(flags, 0, NULL, NULL, on_request, h, MHD_OPTION_SOCK_ADDR, at->ai_addr,
                                 MHD_OPTION_NOTIFY_COMPLETED, on_end, NULL, MHD_OPTION_CONNECTION_LIMIT, (unsigned)CONNECTIONS,
                                 MHD_OPTION_CONNECTION_TIMEOUT, (unsigned)IDLE_S, MHD_OPTION_END);
    return h->daemon ? PB_OK : refuse(d, address, port, errno ? errno : EADDRINUSE);
}

pb_status pb_http_open(pb_server *s, const char *address, int port, pb_http **ret, int *ret_port, pb_diags *d)
{
    struct addrinfo how = {.ai_flags = AI_PASSIVE | AI_NUMERICHOST | AI_NUMERICSERV, .ai_socktype = SOCK_STREAM}, *at = NULL;
    char service[16];
    pb_http *h = calloc(1, sizeof *h);
    pb_status st;

    if (!h)
        return PB_ERR_NOMEM;
    h->server = s;
    snprintf(service, sizeof service, "%d", port);
    if (getaddrinfo(address, service, &how, &at) != 0) {
        free(h);
        pb_diag_add(d, PB_ERROR, (pb_where){0}, NULL, PB_N_("--address: \"%s\" is no address such as 127.0.0.1 or ::1"), address);
        return PB_ERR_INPUT;
    }
    st = listen_at(h, at, address, port, d);
    freeaddrinfo(at);
    if (st) {
        free(h);
        return st;
    }
    const union MHD_DaemonInfo *info = MHD_get_daemon_info(h->daemon, MHD_DAEMON_INFO_BIND_PORT);
    *ret_port = port ? port : info ? info->port : 0;
    *ret = h;
    return PB_OK;
}

void pb_http_close(pb_http *h)
{
    if (!h)
        return;
    MHD_stop_daemon(h->daemon);
    free(h);
}
