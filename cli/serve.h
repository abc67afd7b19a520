/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What `paiban serve` answers, apart from how it comes over the wire: a request in, an answer out. The pages run the
 * program's own commands, each as a process, and show files of the workspace; they compute nothing themselves.
 *
 * Who may: a calendar feed is for whoever knows its name (160 bits). Everything else asks for the key, which the browser
 * keeps as a cookie (HttpOnly, SameSite=Lax) once it was given. What changes something is a POST, whose Origin must be
 * this server.
 */
#ifndef PAIBAN_CLI_SERVE_H
#define PAIBAN_CLI_SERVE_H

#include "cli/command.h"
#include "cli/serve_job.h"

#include <pthread.h>

typedef struct pb_web_field {
    const char *name, *value;
} pb_web_field;

typedef struct pb_web_request {
    const char *method;          /* "GET", "HEAD", "POST" */
    const char *path;            /* "/", without query, percent signs decoded */
    const char *host, *origin;   /* headers; NULL = none */
    const char *scheme;          /* "http", or what a proxy in front says: "https" */
    const char *languages;       /* Accept-Language; NULL */
    const char *if_none_match;   /* NULL */
    const char *cookie;          /* the value of ours; NULL */
    size_t n_fields;             /* of the query and of the form */
    const pb_web_field *fields;
} pb_web_request;

typedef struct pb_web_answer {
    int status;               /* of HTTP */
    const char *type;         /* media type */
    const char *location;     /* 303: where to; else NULL */
    const char *etag;         /* NULL = none */
    const char *cookie;       /* value for ours; NULL = leave it */
    const char *save_as;      /* a file to be kept under that name; NULL = to be shown */
    const char *state;        /* header X-Paiban-Job: "running" or "ended"; NULL */
    int64_t next;             /* with state: X-Paiban-Next, where the next piece begins */
    bool is_feed;             /* may be kept for some minutes */
    const char *bytes;
    size_t n;
} pb_web_answer;

typedef struct pb_server {
    pb_cli *cli;             /* workspace, data, languages */
    const pb_lang *always;   /* --lang: whatever the browser asks for; NULL */
    const char *key;
    bool feeds_only;
    int64_t (*clock_s)(void); /* seconds since 1970 */
    pthread_mutex_t mutex;    /* guards job: requests are answered in one thread, its end is looked for in another */
    pb_job job;
} pb_server;

/* One request's life: its memory, its language, and what it found wrong in the tables. */
typedef struct pb_web {
    pb_server *server;
    pb_cli cli;              /* a copy with an arena, diagnostics and a language of its own */
    const pb_web_request *q;
    pb_web_answer *to;
    pb_text page;
} pb_web;

/* Answers. Memory of *ret is the arena's. Without memory: status 500. One at a time. */
void pb_serve(pb_server *s, pb_arena *a, const pb_web_request *q, pb_web_answer *ret);
/* Has the job ended? To be asked now and then, also while nobody sends a request. */
void pb_serve_look(pb_server *s);

/* --- serve_http.c, or serve_none.c where libmicrohttpd is missing --- */
typedef struct pb_http pb_http;
/* Begins to answer at address:port (0 = any free one) in a thread of its own; *ret_port: which. Errors are diagnosed. */
PB_MUST_USE pb_status pb_http_open(pb_server *s, const char *address, int port, pb_http **ret, int *ret_port, pb_diags *d);
void pb_http_close(pb_http *h); /* accepts NULL */

/* --- serve_files.c --- */
/* The file of the workspace that a page may show: a table, or what lies in out/ or rosters/; never private/, never a
 * name with "..". NULL: none of these, or it is not there. */
const char *pb_serve_path(pb_arena *a, const char *dir, const char *name);
/* Its bytes as the answer; 404 where there is none. */
void pb_serve_file(pb_web *w, const char *path, const char *name, bool save);
/* out/calendars/feeds/TOKEN.ics */
void pb_serve_feed(pb_web *w, const char *name);
/* The page that lists them. */
void pb_serve_files_page(pb_web *w);

/* --- serve_forms.c --- */
/* Starts what the form asks for; a page where that cannot be. */
void pb_serve_run(pb_web *w);
/* What the forms about people offer. */
typedef struct pb_people {
    const pb_agents *agents; /* to choose from; NULL = names are typed */
    bool has_roster;
    pb_date first, last;     /* its days */
} pb_people;
/* The form of that name on a page. p: NULL where it asks for nobody. */
void pb_serve_form(pb_web *w, const char *name, const pb_people *p);

/* --- serve_pages.c --- */
void pb_serve_home(pb_web *w);
void pb_serve_job_page(pb_web *w);
void pb_serve_job_text(pb_web *w);
void pb_serve_follow(pb_web *w); /* the script that asks for it */
void pb_serve_calendars(pb_web *w);

/* --- what pages share (serve_markup.c) --- */
/* Asks for the key; wrong: the one given was not it. */
void pb_serve_login(pb_web *w, bool wrong);
/* A page with one sentence (msgid). */
void pb_serve_sentence(pb_web *w, int status, const char *msgid);
/* title: in the page's language. here: the page's own address among the links; NULL = no links. */
void pb_page_begin(pb_web *w, const char *title, const char *here);
void pb_page_end(pb_web *w);
void pb_page_put(pb_web *w, const char *markup); /* as it is */
void pb_page_text(pb_web *w, const char *text);  /* escaped */
void pb_page_tr(pb_web *w, const char *msgid);   /* translated, escaped */
void pb_page_url(pb_web *w, const char *path);   /* as a part of an address */
const pb_zone *pb_page_zone(pb_web *w, const pb_team *team); /* the team's, else UTC; NULL: no memory */
/* An instant as the zone's date and minute; nothing where zone is NULL. */
void pb_page_time(pb_web *w, const pb_zone *zone, int64_t utc_s);
/* The value of a field; "" = not there. */
const char *pb_web_field_of(const pb_web_request *q, const char *name);

#endif
