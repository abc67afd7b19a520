/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "export/publish_run.h"

#include "export/ical_text.h"
#include "export/ledger_file.h"

#include <stdlib.h>
#include <string.h>

const pb_lang *pb_publish_lang(const pb_publish_in *in, int32_t agent)
{
    const char *code = agent >= 0 ? in->ws->agents.at[agent].language : "";
    return in->lang_of(in->lang_ctx, *code ? code : in->ws->team.language);
}

static int start_order(const void *a, const void *b)
{
    const pb_event *x = a, *y = b;
    if (x->start_s != y->start_s)
        return x->start_s < y->start_s ? -1 : 1;
    if (x->end_s != y->end_s)
        return x->end_s < y->end_s ? -1 : 1;
    return (int)x->kind - (int)y->kind;
}

/* A person cannot be at two duties, and a duty longer than a day is a slip of the pen. */
static pb_status check_plan(pb_publisher *p, const pb_publish_agent *g, const pb_event *plan, size_t n)
{
    const pb_event *last = NULL;
    size_t before = pb_diags_errors(p->d);
    for (size_t i = 0; i < n; i++) {
        const pb_event *e = &plan[i];
        char when[32];
        if (e->kind != PB_EVENT_SHIFT)
            continue;
        pb_zone_format(p->in->ws->team.zone, e->start_s, when);
        if (e->end_s - e->start_s > 25 * 3600 || e->end_s <= e->start_s)
            pb_diag_add(p->d, PB_ERROR, (pb_where){NULL, 0, NULL}, NULL,
                        PB_N_("the duty of \"%s\" at %s ends before it starts or lasts more than a day"),
                        g->id, when);
        if (last && last->end_s > e->start_s)
            pb_diag_add(p->d, PB_ERROR, (pb_where){NULL, 0, NULL}, NULL,
                        PB_N_("\"%s\" has two duties at once from %s on"), g->id, when);
        last = e;
    }
    return pb_diags_errors(p->d) == before ? PB_OK : PB_ERR_INPUT;
}

/* Duties that stay because the roster's rows end earlier than its period seems to. */
static size_t count_beyond(const pb_publisher *p, const pb_merge *m)
{
    size_t n = 0;
    for (size_t i = 0; i < m->n_events; i++)
        n += m->events[i].kind == PB_EVENT_SHIFT && m->events[i].date > p->last &&
             m->events[i].date < p->first + p->in->ws->team.plan_days;
    return n;
}

static pb_status merge(pb_publisher *p, const pb_publish_agent *g, const pb_event *plan,
                       size_t n_plan, const char *last_file, pb_merge *ret)
{
    size_t first;
    pb_event *files;
    pb_merge_in in = {.agent = g->id, .key = p->site.key, .old_key = p->old_key,
                      .domain = p->domain, .zone = p->in->ws->team.zone,
                      .stamp_s = p->in->stamp_s, .first = p->first, .last = p->last, .horizon = p->horizon, .n_plan = n_plan,
                      .plan = plan, .adopt = p->in->adopt, .drop_lost = p->in->allow_shrink};
    in.n_rows = pb_ledger_find(&p->ledger, g->id, &first);
    in.rows = p->ledger.at ? p->ledger.at + first : NULL;
    pb_status st = pb_publish_last(p, last_file, &files, &in.n_files);
    in.files = files;
    if (st == PB_OK)
        st = pb_ledger_merge(p->one, &in, ret, p->d);
    if (st != PB_OK)
        return st;
    p->n_before += ret->n_before;
    p->n_after += ret->n_after;
    p->ret->n_beyond += count_beyond(p, ret);
    for (size_t i = 0; i < ret->n_rows; i++)
        pb_ledger_write_row(&p->ledger_out, &ret->rows[i]);
    return p->ledger_out.status;
}

static pb_status remember(pb_publisher *p, const char *path)
{
    pb_status st = pb_grow(NULL, &p->messages, &p->cap_messages, p->n_messages + 1,
                           sizeof *p->messages);
    char *kept = pb_arena_strdup(p->a, path);
    if (st != PB_OK || !kept)
        return PB_ERR_NOMEM;
    p->messages[p->n_messages++] = kept;
    return PB_OK;
}

static pb_status put_message(pb_publisher *p, const pb_publish_agent *g, const char *folder,
                             const pb_change *c)
{
    const char *email = g->index >= 0 ? p->in->ws->agents.at[g->index].email : "";
    bool removed = c->what == PB_CHANGE_REMOVED;
    pb_ical_head head = {.name = "", .zone = &p->zone, .organizer = p->organizer,
                         .organizer_name = ""};
    head.method = removed                      ? PB_METHOD_CANCEL
                  : p->in->invite && *email ? PB_METHOD_REQUEST
                                               : PB_METHOD_PUBLISH;
    if (p->in->invite && *email)
        head.attendee = pb_arena_printf(p->one, "mailto:%s", email);
    char *path = pb_arena_printf(p->one, "%s/%.32s.ics", folder, c->now.uid);
    pb_status st = pb_publish_calendar(p, &head, &c->now, 1, path);
    if (st == PB_OK)
        st = pb_publish_put(p, path, 0600);
    return st == PB_OK ? remember(p, path) : st;
}

static bool has_message(const pb_change *c)
{
    return c->now.kind == PB_EVENT_SHIFT || c->now.kind == PB_EVENT_LEAVE ||
           c->now.kind == PB_EVENT_TRAINING;
}

static pb_status put_messages(pb_publisher *p, const pb_publish_agent *g, const pb_merge *m)
{
    char *safe = pb_safe_name(p->one, g->id);
    char *folder = safe ? pb_arena_printf(p->one, "out/calendars/messages/%s", safe) : NULL;
    pb_status st = folder ? PB_OK : PB_ERR_NOMEM;
    bool made = false;
    for (size_t i = 0; i < m->n_changes && st == PB_OK; i++) {
        if (!has_message(&m->changes[i]))
            continue;
        if (!made && p->stage) {
            char *full = pb_path_join(p->one, p->in->dir, folder);
            st = full ? pb_make_dirs(full, p->d) : PB_ERR_NOMEM;
            made = true;
        }
        if (st == PB_OK)
            st = put_message(p, g, folder, &m->changes[i]);
    }
    return st;
}

static pb_status list_changes(pb_publisher *p, const pb_publish_agent *g, const pb_merge *m)
{
    pb_status st = PB_OK;
    for (size_t i = 0; i < m->n_changes && st == PB_OK; i++)
        st = pb_changes_add(p->a, p->changes, g->id, g->name, &m->changes[i]);
    return st;
}

static pb_status add_to_team(pb_publisher *p, const pb_publish_agent *g, const pb_merge *m)
{
    for (size_t i = 0; i < m->n_events && g->index >= 0; i++) {
        const pb_event *e = &m->events[i];
        if (e->kind != PB_EVENT_SHIFT && e->kind != PB_EVENT_LEAVE && e->kind != PB_EVENT_TRAINING)
            continue;
        pb_status st = pb_grow(NULL, &p->team, &p->cap_team, p->n_team + 1, sizeof *p->team);
        pb_event t;
        if (st == PB_OK)
            st = pb_entry_for_team(p->group, e, g->name, p->site.key, p->domain, g->id, &t);
        if (st != PB_OK)
            return st;
        t.description = pb_arena_strdup(p->group, e->description);
        t.location = pb_arena_strdup(p->group, e->location);
        if (!t.description || !t.location)
            return PB_ERR_NOMEM;
        p->team[p->n_team++] = t;
    }
    return PB_OK;
}

/* The feed and its import copy. A revoked agent's feed is shown empty once. */
static pb_status put_feed(pb_publisher *p, const pb_publish_agent *g, const pb_merge *m)
{
    const pb_lang *lang = pb_publish_lang(p->in, g->index);
    char *title = pb_arena_printf(p->one, pb_tr(lang, PB_N_("Shifts – %s")), g->name);
    pb_ical_head head = {.zone = &p->zone};
    head.name = title ? pb_ical_clean(p->one, title, PB_ICAL_TITLE_MAX, true) : NULL;
    const pb_token *t = pb_site_token(&p->site, g->id);
    char *safe = pb_safe_name(p->one, g->id);
    if (!head.name || !safe)
        return PB_ERR_NOMEM;
    char *path = pb_arena_printf(p->one, "out/calendars/import/%s.ics", safe);
    pb_status st = pb_publish_calendar(p, &head, m->events, m->n_events, path);
    if (st == PB_OK && t)
        st = pb_publish_put(p, pb_arena_printf(p->one, "out/calendars/feeds/%s.ics", t->token), 0600);
    if (st == PB_OK)
        st = pb_publish_put(p, path, 0600);
    p->ret->n_agents++;
    p->ret->n_events += m->n_events;
    return st;
}

/* The last file of an agent: the feed, or the import copy where the feed was closed. */
static char *last_file(pb_publisher *p, const pb_publish_agent *g)
{
    const pb_token *t = pb_site_token(&p->site, g->id);
    if (t) {
        char *path = pb_arena_printf(p->one, "out/calendars/feeds/%s.ics", t->token);
        char *full = path ? pb_path_join(p->one, p->in->dir, path) : NULL;
        if (!full || pb_file_exists(full))
            return path;
    }
    char *safe = pb_safe_name(p->one, g->id);
    return safe ? pb_arena_printf(p->one, "out/calendars/import/%s.ics", safe) : NULL;
}

/* To who asked what a dry run would publish. */
static pb_status show(pb_publisher *p, const pb_publish_agent *g, const pb_merge *m)
{
    const pb_publish_in *in = p->in;
    if (!in->dry_run || !in->preview || g->index < 0)
        return PB_OK;
    return in->preview(in->preview_ctx, g->index, m->events, m->n_events, m->rows, m->n_rows);
}

pb_status pb_publish_one(pb_publisher *p, const pb_publish_agent *g)
{
    pb_event *plan = NULL;
    size_t n_plan = 0, first;
    pb_merge m;
    bool known = pb_ledger_find(&p->ledger, g->id, &first) > 0;
    pb_status st = PB_OK;
    if (g->index >= 0)
        st = pb_entries_of_agent(p->one, &p->source, g->index, pb_publish_lang(p->in, g->index),
                                 &plan, &n_plan);
    if (st == PB_OK && n_plan > 0)
        qsort(plan, n_plan, sizeof *plan, start_order);
    if (st == PB_OK)
        st = check_plan(p, g, plan, n_plan);
    if (st == PB_OK)
        st = merge(p, g, plan, n_plan, last_file(p, g), &m);
    if (st == PB_OK)
        st = show(p, g, &m);
    if (st == PB_OK)
        st = put_feed(p, g, &m);
    if (st == PB_OK && (known || p->in->all_messages))
        st = put_messages(p, g, &m);
    if (st == PB_OK)
        st = add_to_team(p, g, &m);
    if (st == PB_OK)
        st = list_changes(p, g, &m);
    pb_arena_reset(p->one);
    return st;
}

pb_status pb_publish_holidays(pb_publisher *p)
{
    static const char path[] = "out/calendars/holidays.ics";
    const pb_publish_agent all = {"*", "", -1};
    const pb_lang *lang = pb_publish_lang(p->in, -1);
    pb_event *plan = NULL;
    size_t n_plan = 0;
    pb_merge m;
    pb_ical_head head = {.zone = &p->zone, .name = pb_tr(lang, PB_N_("Public holidays"))};
    pb_status st = pb_entries_of_holidays(p->one, p->in->ws, p->horizon, lang, &plan, &n_plan);
    size_t before = p->n_before, after = p->n_after;
    if (st == PB_OK)
        st = merge(p, &all, plan, n_plan, path, &m);
    p->n_before = before; /* holidays do not count for the guard against shrinking */
    p->n_after = after;
    if (st == PB_OK)
        st = pb_publish_calendar(p, &head, m.events, m.n_events, path);
    if (st == PB_OK)
        st = pb_publish_put(p, path, 0644);
    pb_arena_reset(p->one);
    return st;
}
