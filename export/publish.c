/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "export/publish_run.h"

#include "export/ical_text.h"
#include "export/ledger_file.h"

#include <stdlib.h>
#include <string.h>

enum { LONGEST_GAP_DAYS = 31 };

/* --- what is known before --- */

/* A wrong year in one date would make the roster decide, and empty, all the days in between. */
static pb_status check_gaps(pb_publisher *p)
{
    const pb_roster *r = p->in->roster;
    for (size_t i = 1; i < r->n && p->in->first == PB_DATE_NONE && p->in->last == PB_DATE_NONE; i++) {
        char before[11], after[11];
        if (r->at[i].date - r->at[i - 1].date <= LONGEST_GAP_DAYS)
            continue;
        pb_diag_add(p->d, PB_ERROR, (pb_where){NULL, 0, NULL}, PB_N_("where this is meant, say --from and --to"),
                    PB_N_("the roster says nothing between %s and %s: is a date wrong?"),
                    pb_date_format(r->at[i - 1].date, before), pb_date_format(r->at[i].date, after));
        return PB_ERR_INPUT;
    }
    return PB_OK;
}

static pb_status check_period(pb_publisher *p)
{
    pb_date from = p->in->roster->first, to = p->in->roster->last;
    if (p->first == PB_DATE_NONE || p->last == PB_DATE_NONE) {
        pb_diag_add(p->d, PB_ERROR, (pb_where){NULL, 0, NULL}, PB_N_("say with --from and --to which days it empties"),
                    PB_N_("the roster has no rows"));
        return PB_ERR_INPUT;
    }
    if (p->first <= p->last && (p->in->roster->n == 0 || (p->first <= from && to <= p->last)))
        return check_gaps(p);
    pb_diag_add(p->d, PB_ERROR, (pb_where){NULL, 0, NULL}, NULL,
                PB_N_("the roster has days outside the period that is to be published"));
    return PB_ERR_INPUT;
}

static pb_status read_before(pb_publisher *p)
{
    const char *dir = p->in->dir;
    pb_status st = pb_site_read(p->a, dir, &p->site, p->d);
    char *ledger = pb_path_join(p->a, dir, "published.csv");
    if (st == PB_OK && !ledger)
        st = PB_ERR_NOMEM;
    if (st == PB_OK)
        st = pb_ledger_read(p->a, ledger, &p->ledger, &p->ledger_found, p->d);
    if (st != PB_OK || p->ledger_found || p->in->adopt)
        return st;
    const char *const *names;
    size_t n = 0;
    char *feeds = pb_path_join(p->a, dir, "out/calendars/feeds");
    if (!feeds)
        return PB_ERR_NOMEM;
    if (pb_file_exists(feeds))
        st = pb_dir_list(p->a, feeds, "", ".ics", &names, &n, p->d);
    if (st == PB_OK && n > 0) {
        pb_diag_add(p->d, PB_ERROR, (pb_where){"published.csv", 0, NULL},
                    PB_N_("restore it from a backup, or publish once with --adopt to rebuild it from the calendar files"),
                    PB_N_("the ledger is missing, but %zu calendars were published"), n);
        st = PB_ERR_INPUT;
    }
    return st;
}

/* A key that made UIDs nobody remembers is given up: none of those UIDs can come back. */
static pb_status settle_key(pb_publisher *p)
{
    memcpy(p->old_key, p->site.key, sizeof p->old_key);
    if (p->site.has_key && (p->ledger_found || !p->in->adopt))
        return PB_OK;
    if (!p->in->entropy(p->in->entropy_ctx, p->site.key, sizeof p->site.key))
        return PB_ERR_IO;
    if (!p->site.has_key)
        memcpy(p->old_key, p->site.key, sizeof p->old_key);
    p->site.has_key = true;
    return PB_OK;
}

/* What was staged takes effect; a new stage begins. */
static pb_status commit(pb_publisher *p)
{
    if (!p->stage)
        return PB_OK;
    p->ret->n_files_changed += pb_stage_changes(p->stage);
    pb_status st = pb_stage_commit(p->stage, p->d);
    pb_stage_free(p->stage);
    p->stage = pb_stage_new(NULL);
    return st == PB_OK && !p->stage ? PB_ERR_NOMEM : st;
}

/* Key, tokens and an (empty) ledger stand on disk before the first feed does. */
static pb_status put_site(pb_publisher *p)
{
    char hex[2 * PB_SITE_KEY_BYTES + 1];
    pb_hex(p->site.key, sizeof p->site.key, hex);
    p->text.n = 0;
    pb_text_puts(&p->text, hex);
    pb_text_puts(&p->text, "\n");
    pb_status st = pb_publish_put(p, "private/site.key", 0600);
    p->text.n = 0;
    pb_site_write_tokens(&p->text, &p->site);
    if (st == PB_OK)
        st = pb_publish_put(p, "private/feeds.csv", 0600);
    p->text.n = 0;
    pb_ledger_write_head(&p->text);
    if (st == PB_OK && !p->ledger_found && !p->in->adopt)
        st = pb_publish_put(p, "published.csv", 0644);
    return st == PB_OK ? commit(p) : st;
}

/* --- whom it concerns --- */

typedef struct person {
    pb_publish_agent g;
    const char *team;
} person;

static int person_order(const void *a, const void *b)
{
    const person *x = a, *y = b;
    int c = strcmp(x->team, y->team);
    return c != 0 ? c : strcmp(x->g.id, y->g.id);
}

/* Agents of agents.csv, and those who are only in the ledger any more. */
static pb_status list_people(pb_publisher *p, person **ret, size_t *ret_n)
{
    const pb_agents *agents = &p->in->ws->agents;
    person *at = PB_NEW_ARRAY(p->a, (size_t)agents->n + p->ledger.n, person);
    pb_intern *ids = pb_intern_new(p->a);
    size_t n = 0;
    if (!at || !ids)
        return PB_ERR_NOMEM;
    for (int32_t i = 0; i < agents->n; i++) {
        const pb_agent *g = &agents->at[i];
        at[n++] = (person){{g->id, *g->name ? g->name : g->id, i}, g->team};
        if (pb_intern_put(ids, g->id) < 0)
            return PB_ERR_NOMEM;
    }
    for (size_t i = 0; i < p->ledger.n; i++) {
        const char *id = p->ledger.at[i].agent;
        if (strcmp(id, "*") == 0 || pb_intern_find(ids, id) >= 0)
            continue;
        at[n++] = (person){{id, id, -1}, ""};
        if (pb_intern_put(ids, id) < 0)
            return PB_ERR_NOMEM;
    }
    qsort(at, n, sizeof *at, person_order);
    *ret = at;
    *ret_n = n;
    return PB_OK;
}

static pb_status put_team(pb_publisher *p, const char *team)
{
    const char *name = *team ? team : p->in->ws->team.name;
    const pb_lang *lang = pb_publish_lang(p->in, -1);
    char *title = pb_arena_printf(p->one, pb_tr(lang, PB_N_("Team roster – %s")), name);
    char *safe = pb_safe_name(p->one, name);
    pb_ical_head head = {.zone = &p->zone};
    head.name = title ? pb_ical_clean(p->one, title, PB_ICAL_TITLE_MAX, true) : NULL;
    if (!head.name || !safe)
        return PB_ERR_NOMEM;
    if (p->n_team > 0)
        qsort(p->team, p->n_team, sizeof *p->team, pb_event_order);
    char *path = pb_arena_printf(p->one, "out/calendars/team/%s.ics", safe);
    pb_status st = pb_publish_calendar(p, &head, p->team, p->n_team, path);
    if (st == PB_OK)
        st = pb_publish_put(p, path, 0600);
    pb_arena_reset(p->one);
    return st;
}

static bool is_interrupted(pb_publisher *p)
{
    if (!p->in->interrupted || !*p->in->interrupted)
        return false;
    pb_diag_add(p->d, PB_ERROR, (pb_where){NULL, 0, NULL}, NULL, PB_N_("interrupted; nothing was published"));
    return true;
}

static pb_status put_people(pb_publisher *p)
{
    person *at = NULL;
    size_t n = 0;
    pb_status st = list_people(p, &at, &n);
    for (size_t i = 0; i < n && st == PB_OK; i++) {
        st = is_interrupted(p) ? PB_ERR_INPUT : pb_publish_one(p, &at[i].g);
        bool last = i + 1 == n || strcmp(at[i].team, at[i + 1].team) != 0;
        if (st != PB_OK || !last)
            continue;
        st = put_team(p, at[i].team);
        p->n_team = 0;
        pb_arena_reset(p->group);
    }
    return st;
}

/* A closed feed is shown empty once, so that calendars drop the entries, and then goes. */
static pb_status put_closed(pb_publisher *p)
{
    pb_status st = PB_OK;
    pb_ical_head head = {.zone = &p->zone, .name = ""};
    for (size_t i = 0; i < p->site.n && st == PB_OK; i++) {
        pb_event *events;
        size_t n;
        if (p->site.tokens[i].state != PB_TOKEN_REVOKED)
            continue;
        char *path = pb_arena_printf(p->one, "out/calendars/feeds/%s.ics", p->site.tokens[i].token);
        st = pb_publish_last(p, path, &events, &n);
        if (st == PB_OK && n == 0)
            st = pb_publish_remove(p, path);
        else if (st == PB_OK) {
            st = pb_publish_calendar(p, &head, NULL, 0, path);
            if (st == PB_OK)
                st = pb_publish_put(p, path, 0600);
        }
        pb_arena_reset(p->one);
    }
    return st;
}

/* --- the end --- */

static pb_status guard_shrink(pb_publisher *p)
{
    if (p->in->allow_shrink || p->n_before < 4 || p->n_after * 2 >= p->n_before)
        return PB_OK;
    pb_diag_add(p->d, PB_ERROR, (pb_where){NULL, 0, NULL},
                PB_N_("publish with --allow-shrink when this is meant"),
                PB_N_("of %zu published entries only %zu would be left; nothing was published"),
                p->n_before, p->n_after);
    return PB_ERR_INPUT;
}

static void count_changes(pb_publisher *p)
{
    for (size_t i = 0; i < p->changes->n; i++) {
        const pb_change_item *c = &p->changes->at[i];
        p->ret->n_swapped += c->with != NULL;
        p->ret->n_added += !c->with && c->what == PB_CHANGE_ADDED;
        p->ret->n_moved += !c->with && c->what == PB_CHANGE_MOVED;
        p->ret->n_removed += !c->with && c->what == PB_CHANGE_REMOVED;
        p->ret->n_changed += !c->with && c->what == PB_CHANGE_TEXT;
    }
}

static pb_status put_change_text(pb_publisher *p, size_t first, size_t n)
{
    const pb_change_item *at = &p->changes->at[first];
    int32_t agent = pb_agent_find(&p->in->ws->agents, at->agent);
    char *safe = pb_safe_name(p->one, at->agent);
    char *path = safe ? pb_arena_printf(p->one, "out/calendars/changes/%s.txt", safe) : NULL;
    char *kept = path ? pb_arena_strdup(p->a, path) : NULL;
    pb_status st = pb_grow(NULL, &p->messages, &p->cap_messages, p->n_messages + 1,
                           sizeof *p->messages);
    if (st != PB_OK || !kept)
        return PB_ERR_NOMEM;
    p->messages[p->n_messages++] = kept;
    p->text.n = 0;
    pb_changes_text(&p->text, at, n, p->in->ws->team.zone, pb_publish_lang(p->in, agent),
                    p->in->stamp_s);
    st = pb_publish_put(p, path, 0600);
    pb_arena_reset(p->one);
    return st;
}

/* Without changes the last list stays: it still tells the last thing that changed. */
static pb_status put_changes(pb_publisher *p)
{
    char *csv = pb_path_join(p->a, p->in->dir, "out/calendars/changes.csv");
    pb_status st = csv ? pb_changes_find_swaps(p->changes) : PB_ERR_NOMEM;
    if (st != PB_OK)
        return st;
    count_changes(p);
    if (p->changes->n == 0 && pb_file_exists(csv))
        return PB_OK;
    for (size_t i = 0, n; i < p->changes->n && st == PB_OK; i += n) {
        for (n = 1; i + n < p->changes->n &&
                    strcmp(p->changes->at[i + n].agent, p->changes->at[i].agent) == 0;)
            n++;
        st = put_change_text(p, i, n);
    }
    p->text.n = 0;
    pb_changes_csv(&p->text, p->changes, p->in->ws->team.zone, p->in->stamp_s);
    if (st == PB_OK)
        st = pb_publish_put(p, "out/calendars/changes.csv", 0600);
    return st == PB_OK ? pb_publish_tidy(p) : st;
}

static pb_status put_ledger(pb_publisher *p)
{
    p->text.n = 0;
    pb_text_put(&p->text, p->ledger_out.bytes, p->ledger_out.n);
    return pb_publish_put(p, "published.csv", 0644);
}

/* What is known, and what has to stand on disk before the first feed does. */
static pb_status begin(pb_publisher *p)
{
    pb_status st = check_period(p);
    if (st == PB_OK)
        st = read_before(p);
    if (st == PB_OK)
        st = settle_key(p);
    if (st == PB_OK)
        st = pb_publish_settle_tokens(p);
    if (st == PB_OK)
        st = pb_entry_source_make(p->a, p->in->ws, p->in->roster, p->first, p->last,
                                  &p->in->style, &p->source);
    if (st == PB_OK)
        st = pb_publish_folders(p);
    return st == PB_OK ? put_site(p) : st;
}

static pb_status run(pb_publisher *p)
{
    pb_status st = begin(p);
    pb_ledger_write_head(&p->ledger_out);
    if (st == PB_OK)
        st = put_people(p);
    if (st == PB_OK)
        st = put_closed(p);
    if (st == PB_OK)
        st = pb_publish_holidays(p);
    if (st == PB_OK)
        st = guard_shrink(p);
    if (st == PB_OK)
        st = put_changes(p);
    /* The ledger comes in a commit of its own: until it stands, another run finds the same changes
     * and does again what a killed run did by halves, the removal of old messages included. */
    if (st == PB_OK)
        st = commit(p);
    if (st == PB_OK)
        st = put_ledger(p);
    return st == PB_OK ? commit(p) : st;
}

static pb_status prepare(pb_publisher *p)
{
    const pb_publish_in *in = p->in;
    const pb_team *team = &in->ws->team;
    p->first = in->first != PB_DATE_NONE ? in->first : in->roster->first;
    p->last = in->last != PB_DATE_NONE ? in->last : in->roster->last;
    bool dated = p->first != PB_DATE_NONE && p->last != PB_DATE_NONE; /* else check_period refuses */
    p->horizon = dated ? p->first - PB_HORIZON_DAYS : 0;
    p->domain = pb_team_setting(team, "calendar_domain", "paiban");
    p->organizer = pb_arena_printf(p->a, "mailto:%s",
                                   pb_team_setting(team, "calendar_organizer", "roster@paiban.invalid"));
    /* Whole years, so that the zone's text does not change from week to week. */
    pb_ical_zone_fit_years(team->zone, p->horizon, dated ? p->last : 0, &p->zone);
    p->one = pb_arena_new(NULL);
    p->group = pb_arena_new(NULL);
    p->changes = PB_NEW(p->a, pb_change_list);
    if (!in->dry_run)
        p->stage = pb_stage_new(NULL);
    pb_text_init(&p->text, NULL);
    pb_text_init(&p->ledger_out, NULL);
    return p->organizer && p->one && p->group && p->changes && (in->dry_run || p->stage)
               ? PB_OK
               : PB_ERR_NOMEM;
}

/* The list outlives the run in the caller's arena. */
static pb_status hand_over_changes(pb_publisher *p)
{
    pb_change_item *at = PB_NEW_ARRAY(p->a, p->changes->n, pb_change_item);
    if (!at)
        return PB_ERR_NOMEM;
    if (p->changes->n > 0)
        memcpy(at, p->changes->at, p->changes->n * sizeof *at);
    pb_free(NULL, p->changes->at);
    p->changes->at = at;
    p->ret->changes = p->changes;
    return PB_OK;
}

pb_status pb_publish(pb_arena *a, const pb_publish_in *in, pb_publish_result *ret, pb_diags *d)
{
    pb_publish_result r;
    memset(&r, 0, sizeof r);
    pb_publisher p;
    memset(&p, 0, sizeof p);
    p.in = in;
    p.ret = &r;
    p.d = d;
    p.a = a;
    pb_status st = prepare(&p);
    if (st == PB_OK)
        st = run(&p);
    if (st == PB_OK)
        st = hand_over_changes(&p);
    else if (p.changes)
        pb_changes_done(p.changes);
    pb_stage_free(p.stage);
    pb_site_done(&p.site);
    pb_text_done(&p.text);
    pb_text_done(&p.ledger_out);
    pb_arena_free(p.one);
    pb_arena_free(p.group);
    pb_free(NULL, p.team);
    pb_free(NULL, p.messages);
    if (st == PB_OK)
        *ret = r;
    return st;
}
