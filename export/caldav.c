/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "export/caldav.h"

#include "export/dav_listing.h"
#include "export/ical_write.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { TRIES = 3, LONGEST_WAIT_S = 120 };

/* One agent's push. */
typedef struct push {
    pb_arena *a;
    const pb_channel_in *in;
    pb_diags *d;
    pb_net *net;
    pb_ical_zone zone;
    pb_channel_agent g;
    char *collection;
    pb_dav_listing remote;
    pb_channel_result *result;
    pb_text body;
    bool gave_up;  /* the server does not let us in: no more requests for this agent */
    bool etags_missing;
} push;

static void note(push *p, const char *what, const char *name, const pb_reply *r)
{
    const char *text = r->code ? pb_arena_printf(p->a, "%s %s: HTTP %d", what, name, r->code)
                               : pb_arena_printf(p->a, "%s %s: %s", what, name, r->problem);
    p->result->failed++;
    p->result->note = text ? text : what;
}

/* Is it worth another try, and after how long? */
static double wait_for(const pb_reply *r, int tries)
{
    if (tries >= TRIES)
        return -1;
    if (r->code == 429 || r->code == 503) {
        int s = r->retry_after_s >= 0 ? r->retry_after_s : 1 << tries;
        return s > LONGEST_WAIT_S ? LONGEST_WAIT_S : s;
    }
    return r->code == 0 || r->code >= 500 ? (double)(1 << (tries - 1)) : -1;
}

static pb_status send(push *p, const pb_request_out *q, pb_reply *r)
{
    for (int tries = 1;; tries++) {
        pb_reply_init(r);
        pb_status st = pb_net_http(p->net, q, r);
        double wait = st == PB_OK ? wait_for(r, tries) : -1;
        if (wait < 0 || *p->in->interrupted || !p->in->wait(p->in->wait_ctx, wait))
            return st;
        pb_reply_done(r);
    }
}

static bool is_ok(const pb_reply *r)
{
    return r->code >= 200 && r->code < 300;
}

/* --- the collection --- */

static char *collection_of(pb_arena *a, const char *pattern, const char *agent)
{
    const char *mark = strstr(pattern, "{agent}");
    char *id = pb_url_escape(a, agent);
    if (!mark || !id)
        return NULL;
    const char *rest = mark + strlen("{agent}");
    size_t n = strlen(rest);
    return pb_arena_printf(a, "%.*s%s%s%s", (int)(mark - pattern), pattern, id, rest,
                           n > 0 && rest[n - 1] == '/' ? "" : "/");
}

static pb_status make_collection(push *p)
{
    pb_reply r;
    pb_request_out q = {.method = "MKCALENDAR", .url = p->collection};
    pb_status st = send(p, &q, &r);
    if (st == PB_OK && !is_ok(&r)) {
        note(p, "MKCALENDAR", p->collection, &r);
        p->gave_up = true;
    }
    pb_reply_done(&r);
    return st;
}

static pb_status list_remote(push *p)
{
    static const char ask[] = "<?xml version=\"1.0\" encoding=\"utf-8\"?>"
                              "<propfind xmlns=\"DAV:\"><prop><getetag/></prop></propfind>";
    pb_reply r;
    pb_request_out q = {.method = "PROPFIND", .url = p->collection, .body = ask, .n_body = strlen(ask),
                        .headers = {"Depth: 1", "Content-Type: application/xml; charset=utf-8"}};
    p->remote = (pb_dav_listing){0, NULL};
    pb_status st = send(p, &q, &r);
    if (st == PB_OK && r.code == 404) {
        st = make_collection(p);
    } else if (st == PB_OK && r.code == 207) {
        st = pb_dav_listing_parse(p->a, r.body.bytes ? r.body.bytes : "", r.body.n, &p->remote);
        if (st == PB_ERR_INPUT) {
            p->result->failed++;
            p->result->note = "PROPFIND: the answer is no multistatus";
            p->gave_up = true;
            st = PB_OK;
        }
    } else if (st == PB_OK) {
        note(p, "PROPFIND", p->collection, &r);
        p->gave_up = true;
    }
    pb_reply_done(&r);
    return st;
}

/* --- one resource --- */

static char *name_of(push *p, const char *uid)
{
    size_t n = strcspn(uid, "@");
    return pb_arena_printf(p->a, "%.*s.ics", (int)n, uid);
}

/* SEQUENCE of a resource's text, without trusting it to any parser; -1 = none found. */
static int sequence_in(const pb_text *body)
{
    static const char key[] = "\nSEQUENCE:";
    const char *at = body->n > 0 ? strstr(body->bytes, key) : NULL;
    long v = at ? strtol(at + strlen(key), NULL, 10) : -1;
    return v >= 0 && v < 1000000000 ? (int)v : -1;
}

/* The remote copy is not the one we left there: may ours replace it? */
static pb_status is_newer_there(push *p, const char *url, int seq, bool *ret)
{
    pb_reply r;
    pb_request_out q = {.method = "GET", .url = url};
    pb_status st = send(p, &q, &r);
    *ret = st == PB_OK && r.code == 200 && sequence_in(&r.body) > seq;
    pb_reply_done(&r);
    return st;
}

/* The ETag as it is now, after a 412; NULL = the resource is not there any more. */
static pb_status look_again(push *p, const char *name, const char **ret)
{
    pb_status st = list_remote(p);
    const pb_dav_resource *r = st == PB_OK ? pb_dav_find(&p->remote, name) : NULL;
    *ret = r ? r->etag : NULL;
    return st;
}

static pb_status request(push *p, const char *method, const char *url, const char *etag, pb_reply *r)
{
    bool put = strcmp(method, "PUT") == 0;
    const char *condition = etag ? pb_arena_printf(p->a, "If-Match: %s", etag) : "If-None-Match: *";
    pb_request_out q = {.method = method, .url = url, .body = put ? p->body.bytes : NULL,
                        .n_body = put ? p->body.n : 0,
                        .headers = {condition, put ? "Content-Type: text/calendar; charset=utf-8; component=VEVENT"
                                                   : NULL}};
    return condition ? send(p, &q, r) : PB_ERR_NOMEM;
}

/* Sends it under the condition; a 412 is looked at again once, then our version wins. */
static pb_status change(push *p, const char *method, const char *name, const char *etag, pb_reply *r)
{
    char *url = pb_arena_printf(p->a, "%s%s", p->collection, name);
    pb_status st = url ? request(p, method, url, etag, r) : PB_ERR_NOMEM;
    if (st != PB_OK || r->code != 412)
        return st;
    pb_reply_done(r);
    st = look_again(p, name, &etag);
    if (st != PB_OK || p->gave_up)
        return st;
    if (!etag && strcmp(method, "DELETE") == 0) {
        pb_reply_init(r);
        r->code = 404;
        return PB_OK;
    }
    return request(p, method, url, etag, r);
}

/* Counts an answer; 401 and 403 without more words end the agent's push. */
static bool accepted(push *p, const char *method, const char *name, const pb_reply *r)
{
    if (is_ok(r))
        return true;
    bool uid_elsewhere = (r->code == 409 || r->code == 403) && r->body.n > 0 &&
                         strstr(r->body.bytes, "no-uid-conflict");
    note(p, uid_elsewhere ? "the server has the entry under another name:" : method, name, r);
    p->gave_up = r->code == 401 || (r->code == 403 && !uid_elsewhere) || r->code == 0;
    return false;
}

static pb_status put_event(push *p, const pb_event *e, const char *name, const pb_dav_resource *there)
{
    pb_ical_head head = {.name = "", .zone = &p->zone};
    pb_reply r;
    pb_reply_init(&r);
    p->body.n = 0;
    pb_status st = pb_ical_write(&p->body, &head, e, 1);
    if (st == PB_OK)
        st = change(p, "PUT", name, there ? there->etag : NULL, &r);
    if (st == PB_OK && !p->gave_up && accepted(p, "PUT", name, &r)) {
        p->result->created += !there;
        p->result->updated += there != NULL;
        p->etags_missing = p->etags_missing || !*r.etag;
        st = pb_channel_tell(p->a, &p->g, e->uid, e->seq, PB_LIVE, r.etag);
    }
    pb_reply_done(&r);
    return st;
}

static pb_status push_event(push *p, const pb_event *e)
{
    char *name = name_of(p, e->uid);
    if (!name)
        return PB_ERR_NOMEM;
    const pb_dav_resource *there = pb_dav_find(&p->remote, name);
    const pb_channel_row *told = pb_channel_find(&p->g, e->uid);
    bool ours = there && told && *told->etag && strcmp(told->etag, there->etag) == 0;
    if (ours && told->seq == e->seq && told->state == PB_LIVE) {
        p->result->same++;
        return PB_OK;
    }
    if (there && !ours) {
        bool newer = false;
        char *url = pb_arena_printf(p->a, "%s%s", p->collection, name);
        pb_status st = url ? is_newer_there(p, url, e->seq, &newer) : PB_ERR_NOMEM;
        if (st != PB_OK)
            return st;
        if (newer) {
            p->result->failed++;
            p->result->note = pb_arena_printf(p->a, "%s: the server has a later revision", name);
            return p->result->note ? PB_OK : PB_ERR_NOMEM;
        }
    }
    return put_event(p, e, name, there);
}

static pb_status push_removal(push *p, const pb_published_row *row)
{
    char *name = name_of(p, row->uid);
    const pb_dav_resource *there = name ? pb_dav_find(&p->remote, name) : NULL;
    pb_reply r;
    if (!name)
        return PB_ERR_NOMEM;
    const pb_channel_row *told = pb_channel_find(&p->g, row->uid);
    if (!there) /* a run that was killed may have deleted it and not noted it */
        return told && told->state == PB_LIVE
                   ? pb_channel_tell(p->a, &p->g, row->uid, row->seq, PB_REMOVED, "")
                   : PB_OK;
    pb_reply_init(&r);
    pb_status st = change(p, "DELETE", name, there->etag, &r);
    if (st == PB_OK && !p->gave_up && (r.code == 404 || accepted(p, "DELETE", name, &r))) {
        p->result->removed++;
        st = pb_channel_tell(p->a, &p->g, row->uid, row->seq, PB_REMOVED, "");
    }
    pb_reply_done(&r);
    return st;
}

/* A server that gives no ETag with its answer is asked for them all once. */
static pb_status learn_etags(push *p)
{
    pb_status st = list_remote(p);
    for (size_t i = 0; i < p->g.n_rows && st == PB_OK; i++) {
        pb_channel_row *row = &p->g.rows[i];
        char *name = name_of(p, row->uid);
        if (!name)
            return PB_ERR_NOMEM;
        const pb_dav_resource *there = pb_dav_find(&p->remote, name);
        if (!*row->etag && row->state == PB_LIVE && there)
            row->etag = there->etag;
    }
    return st;
}

static bool goes_on(const push *p, pb_status st)
{
    return st == PB_OK && !p->gave_up && !*p->in->interrupted;
}

static pb_status push_all(push *p)
{
    pb_status st = list_remote(p);
    for (size_t i = 0; i < p->g.n_events && goes_on(p, st); i++)
        st = push_event(p, &p->g.events[i]);
    for (size_t i = 0; i < p->g.n_ledger && goes_on(p, st); i++)
        if (p->g.ledger[i].state == PB_REMOVED)
            st = push_removal(p, &p->g.ledger[i]);
    if (p->etags_missing && goes_on(p, st))
        st = learn_etags(p);
    return st;
}

static pb_status push_agent(push *p)
{
    pb_status st = pb_net_open(p->g.user, p->g.password, &p->net, p->d);
    if (st != PB_OK)
        return st;
    st = push_all(p);
    if (st == PB_OK)
        st = pb_channel_save(p->a, p->in, "caldav", &p->g, p->d);
    pb_net_close(p->net);
    return st;
}

static pb_status push_one(pb_arena *a, const pb_channel_in *in, const pb_published *ledger,
                          const pb_credentials *c, int32_t agent, pb_channel_result *result,
                          pb_diags *d)
{
    push p = {.a = pb_arena_new(NULL), .in = in, .d = d, .result = result};
    if (!p.a)
        return PB_ERR_NOMEM;
    pb_text_init(&p.body, NULL);
    pb_ical_zone_fit_years(in->ws->team.zone, in->roster->first, in->roster->last, &p.zone);
    pb_status st = pb_channel_load(p.a, in, "caldav", ledger, c, agent, &p.g, d);
    if (st == PB_OK) {
        p.collection = collection_of(p.a, in->url, p.g.id);
        st = p.collection ? push_agent(&p) : PB_ERR_NOMEM;
        pb_channel_unload(&p.g);
    }
    result->note = pb_arena_strdup(a, result->note); /* out of the push's own arena */
    pb_text_done(&p.body);
    pb_arena_free(p.a);
    return st == PB_OK && !result->note ? PB_ERR_NOMEM : st;
}

static pb_status check_url(const char *url, pb_diags *d)
{
    bool web = strncmp(url, "http://", 7) == 0 || strncmp(url, "https://", 8) == 0;
    if (web && strstr(url, "{agent}") && !strpbrk(url, "\r\n \t"))
        return PB_OK;
    pb_diag_add(d, PB_ERROR, (pb_where){NULL, 0, NULL}, NULL,
                PB_N_("a CalDAV address looks like https://dav.example.com/{agent}/shifts/; {agent} becomes each agent's id"));
    return PB_ERR_INPUT;
}

pb_status pb_caldav_push(pb_arena *a, const pb_channel_in *in, pb_channel_results *ret, pb_diags *d)
{
    pb_credentials c = {0, 0, NULL};
    pb_published ledger;
    bool found;
    size_t failed = 0;
    char *path = pb_path_join(a, in->dir, "published.csv");
    pb_status st = path ? check_url(in->url, d) : PB_ERR_NOMEM;
    if (st == PB_OK)
        st = pb_ledger_read(a, path, &ledger, &found, d);
    if (st == PB_OK)
        st = pb_credentials_read(a, in->dir, &c, d);
    *ret = (pb_channel_results){0, PB_NEW_ARRAY(a, (size_t)in->ws->agents.n, pb_channel_result)};
    if (st == PB_OK && !ret->at)
        st = PB_ERR_NOMEM;
    for (int32_t i = 0; i < in->ws->agents.n && st == PB_OK && !*in->interrupted; i++) {
        pb_channel_result *r = &ret->at[ret->n++];
        *r = (pb_channel_result){.agent = in->ws->agents.at[i].id, .note = ""};
        st = push_one(a, in, &ledger, &c, i, r, d);
        failed += r->failed > 0;
    }
    pb_free(NULL, c.at);
    if (st != PB_OK || failed == 0)
        return st;
    pb_diag_add(d, PB_ERROR, (pb_where){NULL, 0, NULL},
                PB_N_("see the table; what was not sent is sent by the next run"),
                PB_N_("%zu of %zu calendars could not be brought up to date on the server"), failed,
                ret->n);
    return PB_ERR_IO;
}
