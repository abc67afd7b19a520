/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which page a request is for, and whether it may have it. */
#include "cli/serve.h"

#include <string.h>

const char *pb_web_field_of(const pb_web_request *q, const char *name)
{
    for (size_t i = 0; i < q->n_fields; i++)
        if (strcmp(q->fields[i].name, name) == 0)
            return q->fields[i].value ? q->fields[i].value : "";
    return "";
}

/* In a time that does not tell how much of it was right. */
static bool is_key(const char *key, const char *given)
{
    size_t n = strlen(key);
    unsigned differs = 0;

    if (!given || strlen(given) != n)
        return false;
    for (size_t i = 0; i < n; i++)
        differs |= (unsigned)((unsigned char)key[i] ^ (unsigned char)given[i]);
    return differs == 0;
}

/* The first of the browser's languages that we speak. */
static const char *language_of(const char *languages)
{
    for (const char *at = languages; at && *at; at = strchr(at, ',') ? strchr(at, ',') + 1 : NULL) {
        at += strspn(at, " ");
        if (strncmp(at, "zh", 2) == 0)
            return "zh";
        if (strncmp(at, "en", 2) == 0)
            return "en";
    }
    return NULL;
}

static void set_language(pb_web *w)
{
    const pb_server *s = w->server;
    const char *code = language_of(w->q->languages);

    w->cli.lang = s->always ? s->always : code ? s->cli->lang_of(s->cli, code) : s->cli->lang;
}

/* What is written on other sites cannot send forms here: browsers name where a form comes from. */
static bool from_here(const pb_web_request *q)
{
    const char *at = q->origin ? strstr(q->origin, "://") : NULL;
    return !q->origin || (at && q->host && strcmp(at + 3, q->host) == 0);
}

static void see_other(pb_web *w, const char *where)
{
    w->to->status = 303;
    w->to->location = where;
}

typedef struct route {
    const char *method, *path;
    void (*answer)(pb_web *w);
} route;

static void stop(pb_web *w)
{
    pb_job_stop(&w->server->job, w->cli.now_s);
    see_other(w, "/job");
}

static void report(pb_web *w)
{
    pb_serve_file(w, pb_serve_path(w->cli.arena, w->cli.dir, "out/report.html"), "report.html", false);
}

static void answer_file(pb_web *w)
{
    const char *name = w->q->path + strlen("/file/"), *slash = strrchr(name, '/'), *dot = strrchr(name, '.');
    bool save = !dot || strcmp(dot, ".txt") != 0; /* words are read where one is */
    pb_serve_file(w, pb_serve_path(w->cli.arena, w->cli.dir, name), slash ? slash + 1 : name, save);
}

static const route routes[] = {
    {"GET", "/", pb_serve_home},           {"GET", "/job", pb_serve_job_page}, {"GET", "/job.txt", pb_serve_job_text},
    {"GET", "/report", report},            {"GET", "/files", pb_serve_files_page}, {"GET", "/file/", answer_file},
    {"GET", "/calendars", pb_serve_calendars}, {"POST", "/run", pb_serve_run},   {"POST", "/stop", stop},
    {"GET", "/follow.js", pb_serve_follow},
};

/* Goes on without the key in the address bar; only to a page of ours, whatever the address was ("//elsewhere/?key=…"). */
static void let_in(pb_web *w)
{
    const char *where = "/";

    for (size_t i = 0; i < sizeof routes / sizeof *routes; i++)
        if (strcmp(w->q->method, "POST") != 0 && strcmp(routes[i].method, "GET") == 0 && strcmp(routes[i].path, w->q->path) == 0)
            where = routes[i].path;
    w->to->cookie = w->server->key;
    see_other(w, where);
}

static void route_it(pb_web *w)
{
    const char *method = strcmp(w->q->method, "HEAD") == 0 ? "GET" : w->q->method;
    bool there = false;

    for (size_t i = 0; i < sizeof routes / sizeof *routes; i++) {
        const route *r = &routes[i];
        size_t n = strlen(r->path);
        bool all_under = n > 1 && r->path[n - 1] == '/';
        if (all_under ? strncmp(w->q->path, r->path, n) != 0 : strcmp(w->q->path, r->path) != 0)
            continue;
        there = true;
        if (strcmp(r->method, method) == 0) {
            r->answer(w);
            return;
        }
    }
    if (there)
        pb_serve_sentence(w, 405, PB_N_("This page does not take that."));
    else
        pb_serve_sentence(w, 404, PB_N_("There is no such page."));
}

static void answer(pb_web *w)
{
    const pb_web_request *q = w->q;
    const char *key = pb_web_field_of(q, "key");
    bool post = strcmp(q->method, "POST") == 0;

    if (strncmp(q->path, "/feeds/", 7) == 0 && !post)
        pb_serve_feed(w, q->path + 7);
    else if (w->server->feeds_only)
        pb_serve_sentence(w, 404, PB_N_("There is no such page."));
    else if (post && !from_here(q))
        pb_serve_sentence(w, 403, PB_N_("This form was not sent from a page of this server."));
    else if (*key && is_key(w->server->key, key))
        let_in(w);
    else if (!is_key(w->server->key, q->cookie))
        pb_serve_login(w, *key != '\0');
    else
        route_it(w);
}

void pb_serve_look(pb_server *s)
{
    pthread_mutex_lock(&s->mutex);
    pb_job_look(&s->job, s->clock_s());
    pthread_mutex_unlock(&s->mutex);
}

static void serve(pb_server *s, pb_arena *a, const pb_web_request *q, pb_web_answer *ret)
{
    pb_web w = {.server = s, .cli = *s->cli, .q = q, .to = ret};

    *ret = (pb_web_answer){.status = 500, .type = "text/plain; charset=utf-8", .bytes = ""};
    w.cli.arena = a;
    w.cli.lock = NULL;
    set_language(&w);
    w.cli.diags = pb_diags_new(pb_arena_allocator(a), w.cli.lang);
    if (!w.cli.diags)
        return;
    w.cli.now_s = s->clock_s();
    pb_job_look(&s->job, w.cli.now_s);
    pb_text_init(&w.page, pb_arena_allocator(a));
    answer(&w);
    if (w.page.n > 0) {
        ret->bytes = pb_arena_strndup(a, w.page.bytes, w.page.n);
        ret->n = w.page.n;
    }
    if (w.page.status || !ret->bytes)
        *ret = (pb_web_answer){.status = 500, .type = "text/plain; charset=utf-8", .bytes = ""};
    pb_text_done(&w.page); /* these two are of the allocator, not of the arena */
    pb_diags_free(w.cli.diags);
}

void pb_serve(pb_server *s, pb_arena *a, const pb_web_request *q, pb_web_answer *ret)
{
    pthread_mutex_lock(&s->mutex);
    serve(s, a, q, ret);
    pthread_mutex_unlock(&s->mutex);
}
