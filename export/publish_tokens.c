/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which feed is whose: tokens made, closed, and found again where private/feeds.csv is lost. */
#include "export/publish_run.h"

#include <string.h>

static pb_status close_feed(pb_publisher *p, const char *agent)
{
    pb_token *t = pb_site_token(&p->site, agent);
    if (t) {
        t->state = PB_TOKEN_REVOKED;
        return PB_OK;
    }
    if (pb_site_has_agent(&p->site, agent))
        return PB_OK;
    pb_diag_add(p->d, PB_ERROR, (pb_where){NULL, 0, NULL}, NULL,
                PB_N_("\"%s\" has no calendar feed"), agent);
    return PB_ERR_INPUT;
}

/* --- feeds that no token names --- */

static bool is_named(const pb_site *s, const char *file)
{
    for (size_t i = 0; i < s->n; i++) {
        size_t n = strlen(s->tokens[i].token);
        if (strncmp(s->tokens[i].token, file, n) == 0 && strcmp(file + n, ".ics") == 0)
            return true;
    }
    return false;
}

/* UIDs of the ledger; the number of one is its row. */
static pb_intern *uids_of(pb_publisher *p)
{
    pb_intern *ids = pb_intern_new(p->a);
    for (size_t i = 0; ids && i < p->ledger.n; i++)
        if (pb_intern_put(ids, p->ledger.at[i].uid) != (int32_t)i)
            return NULL;
    return ids;
}

/* The agent of a feed by the entries it holds; NULL = nobody's. */
static pb_status owner_of(pb_publisher *p, const pb_intern *uids, const char *path, const char **ret)
{
    pb_event *events;
    size_t n;
    pb_status st = pb_publish_last(p, path, &events, &n);
    *ret = NULL;
    for (size_t i = 0; st == PB_OK && i < n && !*ret; i++) {
        int32_t row = pb_intern_find(uids, events[i].uid);
        *ret = row >= 0 ? p->ledger.at[row].agent : NULL;
    }
    return st;
}

static pb_status give_back(pb_publisher *p, const pb_intern *uids, const char *file, size_t *n_given)
{
    const char *agent;
    char *path = pb_arena_printf(p->a, "out/calendars/feeds/%s", file);
    char *token = pb_arena_strndup(p->a, file, strlen(file) - strlen(".ics"));
    pb_status st = path && token ? owner_of(p, uids, path, &agent) : PB_ERR_NOMEM;
    pb_arena_reset(p->one);
    if (st != PB_OK)
        return st;
    if (agent && !pb_site_has_agent(&p->site, agent)) {
        ++*n_given;
        return pb_site_put_token(p->a, &p->site, agent, token);
    }
    pb_diag_add(p->d, PB_WARNING, (pb_where){path, 0, NULL}, PB_N_("remove the file, or restore private/feeds.csv"),
                PB_N_("this feed belongs to nobody and is not renewed"));
    return PB_OK;
}

/* A lost private/feeds.csv must not take everybody's subscription with it: a feed goes on under its name for the
 * agent whose entries it holds. */
static pb_status find_feeds(pb_publisher *p)
{
    const char *const *names;
    size_t n = 0, n_given = 0;
    char *feeds = pb_path_join(p->a, p->in->dir, "out/calendars/feeds");
    pb_intern *uids = NULL;
    if (!feeds)
        return PB_ERR_NOMEM;
    if (!pb_file_exists(feeds))
        return PB_OK;
    pb_status st = pb_dir_list(p->a, feeds, "", ".ics", &names, &n, p->d);
    for (size_t i = 0; i < n && st == PB_OK; i++) {
        if (is_named(&p->site, names[i]))
            continue;
        uids = uids ? uids : uids_of(p);
        st = uids ? give_back(p, uids, names[i], &n_given) : PB_ERR_NOMEM;
    }
    if (st == PB_OK && n_given > 0)
        pb_diag_add(p->d, PB_WARNING, (pb_where){"private/feeds.csv", 0, NULL}, NULL,
                    PB_N_("%zu feeds were not in this table; they go on for the agents whose entries they hold"), n_given);
    return st;
}

pb_status pb_publish_settle_tokens(pb_publisher *p)
{
    const pb_publish_in *in = p->in;
    bool complete = true;
    for (int32_t i = 0; i < in->ws->agents.n && complete; i++)
        complete = pb_site_has_agent(&p->site, in->ws->agents.at[i].id);
    pb_status st = complete ? PB_OK : find_feeds(p);
    for (size_t i = 0; i < in->n_revoke && st == PB_OK; i++)
        st = close_feed(p, in->revoke[i]);
    for (size_t i = 0; i < in->n_rotate && st == PB_OK; i++) {
        st = close_feed(p, in->rotate[i]);
        if (st == PB_OK)
            st = pb_site_add_token(p->a, &p->site, in->rotate[i], in->entropy, in->entropy_ctx);
    }
    for (int32_t i = 0; i < in->ws->agents.n && st == PB_OK; i++)
        if (!pb_site_has_agent(&p->site, in->ws->agents.at[i].id))
            st = pb_site_add_token(p->a, &p->site, in->ws->agents.at[i].id, in->entropy,
                                   in->entropy_ctx);
    return st;
}
