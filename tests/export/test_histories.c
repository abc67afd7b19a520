/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Random histories of re-planning, published step by step, with a model of a client per channel:
 * a subscriber of the feed, a CalDAV server and a reader of mails. After each step each of them
 * must hold exactly the roster; UIDs belong to one agent and day for ever, SEQUENCE never falls.
 * Some steps are undone as a killed run leaves them: new calendars, old ledger.
 *
 *     test_histories [N [FIRST]]      N histories (default 8), the first one's seed (default 0)
 */
#include "support/cm.h"

#include "calendar_world.h"
#include "export/ical_parse.h"
#include "export/ledger_file.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { STEPS = 6, MAX_UIDS = 4000, MAX_HELD = 400 };

static int n_histories = 8, first_history;

/* What is known of a UID since the history began. */
typedef struct known {
    char uid[64];
    int agent;
    pb_date date;
    int seq;
    bool live;
    char hash[65];   /* of the last live revision */
} known;

/* A revision somebody has seen in a feed, a killed run's included. */
typedef struct seen {
    char uid[64];
    int seq;
    int64_t start_s, end_s;
} seen;

/* An entry a client holds. */
typedef struct held {
    char uid[64];
    int seq;
    int64_t start_s, end_s;
} held;

typedef struct client {
    size_t n;
    held at[MAX_HELD];
} client;

typedef struct history {
    world w;
    pb_rng rng;
    known uids[MAX_UIDS];
    size_t n_uids;
    seen seen[MAX_UIDS];
    size_t n_seen;
    client feed[WORLD_AGENTS], server[WORLD_AGENTS], mailbox[WORLD_AGENTS];
    client want[WORLD_AGENTS]; /* the roster, kept days of earlier weeks included */
    int64_t now_s;
} history;

static int below(history *h, unsigned n)
{
    return (int)pb_rng_below(&h->rng, n);
}

/* --- plans --- */

static void plan_day(history *h, pb_date date, int agent)
{
    static const int starts[] = {480, 540, 600, 780, 840, 1320, 1380};
    int kind = below(h, 10);
    if (kind < 3)
        return;
    int start = starts[below(h, 7)];
    if (kind == 3) { /* a split duty */
        world_duty(&h->w, date, agent, 420, 600);
        world_duty(&h->w, date, agent, 660 + 30 * below(h, 4), 900);
        return;
    }
    world_duty(&h->w, date, agent, start, start + 360 + 60 * below(h, 3));
}

/* A night must not run into the next day's duty: such rows are taken out. */
static void drop_overlaps(world *w)
{
    size_t kept = 0;
    for (size_t i = 0; i < w->roster.n; i++) {
        bool clash = false;
        for (size_t k = 0; k < kept; k++)
            clash = clash || (w->duties[k].agent == w->duties[i].agent &&
                              w->duties[k].end_s > w->duties[i].start_s &&
                              w->duties[k].start_s < w->duties[i].end_s);
        if (!clash)
            w->duties[kept++] = w->duties[i];
    }
    w->roster.n = kept;
}

/* Most days stay as they were; some are planned anew; two agents may swap a day. */
static void change_plan(history *h)
{
    world *w = &h->w;
    size_t n = w->roster.n;
    pb_duty *old = malloc((n + 1) * sizeof *old);
    assert_non_null(old);
    memcpy(old, w->duties, n * sizeof *old);
    int percent = 5 + below(h, 60), swap_a = below(h, WORLD_AGENTS), swap_b = below(h, WORLD_AGENTS);
    pb_date swap_day = w->roster.first + below(h, 7);
    world_clear(w);
    for (pb_date d = w->roster.first; d <= w->roster.last; d++)
        for (int a = 0; a < WORLD_AGENTS; a++) {
            int from = d != swap_day ? a : a == swap_a ? swap_b : a == swap_b ? swap_a : a;
            if (below(h, 100) < percent && from == a) {
                plan_day(h, d, a);
                continue;
            }
            for (size_t i = 0; i < n; i++)
                if (old[i].date == d && old[i].agent == from)
                    world_duty(w, d, a, old[i].start_min, old[i].end_min);
        }
    free(old);
    drop_overlaps(w);
}

static void next_week(history *h)
{
    world *w = &h->w;
    world_clear(w);
    w->roster.first += 7;
    w->roster.last += 7;
    for (pb_date d = w->roster.first; d <= w->roster.last; d++)
        for (int a = 0; a < WORLD_AGENTS; a++)
            plan_day(h, d, a);
    drop_overlaps(w);
}

/* --- what is wanted --- */

static void want_plan(history *h)
{
    world *w = &h->w;
    int64_t first = pb_zone_utc_simple(w->ws.team.zone, w->roster.first, 0);
    int64_t last = pb_zone_utc_simple(w->ws.team.zone, w->roster.last + 1, 0);
    int64_t horizon = (int64_t)(w->roster.first - PB_HORIZON_DAYS) * 86400;
    for (int a = 0; a < WORLD_AGENTS; a++) {
        client *c = &h->want[a];
        size_t kept = 0;
        for (size_t i = 0; i < c->n; i++)
            if ((c->at[i].start_s < first || c->at[i].start_s >= last) && c->at[i].end_s > horizon)
                c->at[kept++] = c->at[i];
        c->n = kept;
        for (size_t i = 0; i < w->roster.n; i++)
            if (w->duties[i].agent == a)
                c->at[c->n++] = (held){"", 0, w->duties[i].start_s, w->duties[i].end_s};
    }
}

static bool holds_exactly(const client *c, const client *want)
{
    if (c->n != want->n)
        return false;
    for (size_t i = 0; i < want->n; i++) {
        bool found = false;
        for (size_t k = 0; k < c->n; k++)
            found = found || (c->at[k].start_s == want->at[i].start_s && c->at[k].end_s == want->at[i].end_s);
        if (!found)
            return false;
    }
    return true;
}

/* --- clients --- */

static held *find(client *c, const char *uid)
{
    for (size_t i = 0; i < c->n; i++)
        if (strcmp(c->at[i].uid, uid) == 0)
            return &c->at[i];
    return NULL;
}

static held held_of(const pb_event *e)
{
    held x = {"", e->seq, e->start_s, e->end_s};
    snprintf(x.uid, sizeof x.uid, "%s", e->uid);
    return x;
}

static pb_ical_file read_calendar(history *h, const char *path)
{
    pb_ical_file f = {0, NULL};
    char *text = world_file(&h->w, path);
    assert_non_null(text);
    assert_int_equal(pb_ical_parse(h->w.a, path, text, strlen(text), h->w.ws.team.zone, &f, h->w.d), PB_OK);
    return f;
}

/* A subscriber throws away what it had. */
static void refresh_feed(history *h, int agent)
{
    pb_ical_file f = read_calendar(h, world_feed(&h->w, agent));
    client *c = &h->feed[agent];
    c->n = 0;
    for (size_t i = 0; i < f.n; i++)
        c->at[c->n++] = held_of(&f.events[i]);
}

static void drop_held(client *c, const char *uid)
{
    held *x = find(c, uid);
    if (x)
        *x = c->at[--c->n];
}

/* What a CalDAV push does: upsert what the feed holds, delete what the ledger calls removed; entries
 * that went past the horizon stay on the server, so they are dropped here to compare. */
static void push(history *h, int agent, const pb_published *ledger)
{
    client *c = &h->server[agent];
    for (size_t i = 0; i < h->feed[agent].n; i++) {
        const held *e = &h->feed[agent].at[i];
        held *there = find(c, e->uid);
        if (there && there->seq == e->seq) {
            assert_int_equal(there->start_s, e->start_s); /* same revision, same content */
            assert_int_equal(there->end_s, e->end_s);
        } else if (there) {
            *there = *e;
        } else {
            c->at[c->n++] = *e;
        }
    }
    for (size_t i = 0; i < ledger->n; i++)
        if (ledger->at[i].state == PB_REMOVED)
            drop_held(c, ledger->at[i].uid);
}

/* A mail reader goes by METHOD and SEQUENCE, and ignores what is not newer. */
static void read_mail(history *h, int agent)
{
    const char *const *names;
    size_t n = 0;
    char *folder = pb_arena_printf(h->w.a, "out/calendars/messages/%s", h->w.agents[agent].id);
    char *full = pb_path_join(h->w.a, h->w.dir, folder);
    client *c = &h->mailbox[agent];
    if (!pb_file_exists(full))
        return;
    assert_int_equal(pb_dir_list(h->w.a, full, "", ".ics", &names, &n, NULL), PB_OK);
    for (size_t i = 0; i < n; i++) {
        char *path = pb_arena_printf(h->w.a, "%s/%s", folder, names[i]);
        pb_ical_file f = read_calendar(h, path);
        assert_int_equal(f.n, 1);
        held e = held_of(&f.events[0]), *there = find(c, e.uid);
        bool cancel = strstr(world_file(&h->w, path), "METHOD:CANCEL") != NULL;
        if (there && there->seq >= e.seq)
            continue;
        if (cancel)
            drop_held(c, e.uid);
        else if (there)
            *there = e;
        else
            c->at[c->n++] = e;
    }
}

static void forget_past(history *h, client *c)
{
    int64_t horizon = (int64_t)(h->w.roster.first - PB_HORIZON_DAYS) * 86400;
    size_t kept = 0;
    for (size_t i = 0; i < c->n; i++)
        if (c->at[i].end_s > horizon)
            c->at[kept++] = c->at[i];
    c->n = kept;
}

/* --- the ledger's promises --- */

static void check_ledger(history *h, const pb_published *l)
{
    for (size_t i = 0; i < l->n; i++) {
        const pb_published_row *r = &l->at[i];
        known *k = NULL;
        int agent = r->agent[1] - '1';
        for (size_t u = 0; u < h->n_uids && !k; u++)
            if (strcmp(h->uids[u].uid, r->uid) == 0)
                k = &h->uids[u];
        if (!k) {
            assert_true(h->n_uids < MAX_UIDS);
            k = &h->uids[h->n_uids++];
            snprintf(k->uid, sizeof k->uid, "%s", r->uid);
            k->agent = agent;
            k->date = r->date;
        } else {
            assert_int_equal(k->agent, agent);
            assert_int_equal(k->date, r->date);
            assert_true(r->seq >= k->seq);
            assert_true(k->live == (r->state == PB_LIVE) || r->seq > k->seq);
        }
        /* a UID that was given up comes back for the very same entry only */
        if (r->state == PB_LIVE && !k->live && *k->hash)
            assert_string_equal(r->hash, k->hash);
        if (r->state == PB_LIVE)
            snprintf(k->hash, sizeof k->hash, "%s", r->hash);
        k->seq = r->seq;
        k->live = r->state == PB_LIVE;
    }
}

/* The same revision never shows two contents, and no older one comes after. */
static void look_at_feeds(history *h)
{
    for (int a = 0; a < WORLD_AGENTS; a++) {
        pb_ical_file f = read_calendar(h, world_feed(&h->w, a));
        for (size_t i = 0; i < f.n; i++) {
            const pb_event *e = &f.events[i];
            seen *s = NULL;
            for (size_t k = 0; k < h->n_seen && !s; k++)
                if (strcmp(h->seen[k].uid, e->uid) == 0)
                    s = &h->seen[k];
            if (!s) {
                assert_true(h->n_seen < MAX_UIDS);
                s = &h->seen[h->n_seen++];
                snprintf(s->uid, sizeof s->uid, "%s", e->uid);
                s->seq = -1;
            }
            assert_true(e->seq >= s->seq);
            assert_true(e->seq > s->seq || (e->start_s == s->start_s && e->end_s == s->end_s));
            s->seq = e->seq;
            s->start_s = e->start_s;
            s->end_s = e->end_s;
        }
    }
}

static void publish_step(history *h, bool killed)
{
    world *w = &h->w;
    char *path = pb_path_join(w->a, w->dir, "published.csv");
    char *before = world_file(w, "published.csv");
    h->now_s += 3600 + below(h, 86400);
    assert_int_equal(world_publish(w, h->now_s), PB_OK);
    look_at_feeds(h);
    if (killed && before) { /* the calendars are new, the ledger is not yet */
        assert_int_equal(pb_file_replace(path, before, strlen(before), 0644, NULL), PB_OK);
        if (below(h, 2) == 0)
            change_plan(h);
        h->now_s += 60;
        assert_int_equal(world_publish(w, h->now_s), PB_OK);
        look_at_feeds(h);
    }
}

static void check_step(history *h)
{
    pb_published ledger;
    bool found;
    char *path = pb_path_join(h->w.a, h->w.dir, "published.csv");
    assert_int_equal(pb_ledger_read(h->w.a, path, &ledger, &found, h->w.d), PB_OK);
    check_ledger(h, &ledger);
    want_plan(h);
    for (int a = 0; a < WORLD_AGENTS; a++) {
        refresh_feed(h, a);
        push(h, a, &ledger);
        read_mail(h, a);
        forget_past(h, &h->server[a]);
        forget_past(h, &h->mailbox[a]);
        assert_true(holds_exactly(&h->feed[a], &h->want[a]));
        assert_true(holds_exactly(&h->server[a], &h->want[a]));
        assert_true(holds_exactly(&h->mailbox[a], &h->want[a]));
        for (int b = 0; b < a; b++)
            for (size_t i = 0; i < h->feed[a].n; i++)
                assert_null(find(&h->feed[b], h->feed[a].at[i].uid));
    }
}

static void run_history(uint64_t seed)
{
    static const char *const zones[] = {"Asia/Shanghai", "Europe/Berlin", "America/New_York"};
    history *h = calloc(1, sizeof *h);
    assert_non_null(h);
    h->rng = pb_rng_stream(20261018, seed);
    world_open(&h->w, zones[below(h, 3)], pb_date_from_ymd(2026, 10, 12) + 7 * below(h, 3), 7);
    h->w.in.allow_shrink = true;
    h->w.in.all_messages = true;
    h->now_s = 1791000000;
    change_plan(h);
    for (int i = 0; i < WORLD_AGENTS * 7; i++)
        if (h->w.roster.n < 4)
            change_plan(h);
    for (int step = 0; step < STEPS; step++) {
        publish_step(h, below(h, 5) == 0);
        check_step(h);
        if (below(h, 6) == 0)
            next_week(h);
        else
            change_plan(h);
    }
    world_close(&h->w);
    free(h);
}

static void histories(void **state)
{
    (void)state;
    for (int i = first_history; i < first_history + n_histories; i++) {
        if (i % 20 == 0)
            print_message("history %d …\n", i);
        run_history((uint64_t)i);
    }
    print_message("%d histories of %d publications\n", n_histories, STEPS);
}

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(histories)};
    if (argc > 1)
        n_histories = atoi(argv[1]);
    if (argc > 2)
        first_history = atoi(argv[2]);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
