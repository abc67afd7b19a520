/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "export/ledger.h"

#include "export/ledger_file.h"

#include <stdlib.h>
#include <string.h>

/* An entry published before: its ledger row (made up where only the file knows it) and its text. */
typedef struct known {
    pb_published_row row;
    pb_event_kind kind;
    const pb_event *file; /* NULL = not in the last file */
    char file_hash[65];   /* of the file's entry */
    bool in_ledger;
    bool managed;         /* the plan decides it */
    bool matched;
} known;

typedef struct merger {
    pb_arena *a;
    const pb_merge_in *in;
    pb_diags *d;
    known *old;
    size_t n_old;
    bool *planned_done;
    pb_merge out;
} merger;

enum { MAX_ORDINAL_SEARCH = 64 };

static bool ranges_meet(const merger *m, int64_t start_s, int64_t end_s)
{
    int64_t from = pb_zone_utc_simple(m->in->zone, m->in->first, 0);
    int64_t to = pb_zone_utc_simple(m->in->zone, m->in->last + 1, 0);
    return start_s < to && end_s > from;
}

/* Whole days stand in the ledger as midnights in UTC. */
static bool is_all_day(const known *k)
{
    return k->kind != PB_EVENT_SHIFT && k->kind != PB_EVENT_BREAK && k->row.start_s % 86400 == 0 &&
           k->row.end_s % 86400 == 0;
}

/* Absences belong to the plan where they meet its days, all else by the business date. */
static bool is_managed(const merger *m, const known *k)
{
    if (k->kind == PB_EVENT_HOLIDAY)
        return true;
    if (k->kind == PB_EVENT_LEAVE || k->kind == PB_EVENT_TRAINING) {
        pb_date end = (pb_date)(k->row.end_s / 86400);
        if (is_all_day(k))
            return k->row.date <= m->in->last && end - 1 >= m->in->first;
        return ranges_meet(m, k->row.start_s, k->row.end_s);
    }
    return k->row.date >= m->in->first && k->row.date <= m->in->last;
}

static known *find_uid(merger *m, const char *uid)
{
    for (size_t i = 0; i < m->n_old; i++)
        if (strcmp(m->old[i].row.uid, uid) == 0)
            return &m->old[i];
    return NULL;
}

static int next_ordinal(const merger *m, pb_event_kind kind, pb_date date)
{
    int next = 0;
    for (size_t i = 0; i < m->n_old; i++)
        if (m->old[i].kind == kind && m->old[i].row.date == date && m->old[i].row.ordinal >= next)
            next = m->old[i].row.ordinal + 1;
    for (size_t i = 0; i < m->out.n_rows; i++) {
        const pb_published_row *r = &m->out.rows[i];
        if (r->date == date && r->ordinal >= next && strcmp(r->kind, pb_event_kind_name(kind)) == 0)
            next = r->ordinal + 1;
    }
    return next;
}

/* Which agent, kind, date and ordinal made this UID? The key tells by trying. */
static pb_status trace_uid(merger *m, const pb_event *e, const uint8_t *key, bool *found,
                           pb_date *ret_date, int *ret_ordinal)
{
    *found = false;
    for (pb_date date = e->date + 1; date >= e->date - 1 && !*found; date--)
        for (int i = 0; i < MAX_ORDINAL_SEARCH && !*found; i++) {
            char *uid = pb_event_uid(m->a, key, "", m->in->agent, e->kind, date, i);
            if (!uid)
                return PB_ERR_NOMEM;
            if (strncmp(uid, e->uid, 33) == 0) {
                *found = true;
                *ret_date = date;
                *ret_ordinal = i;
            }
        }
    return PB_OK;
}

static pb_status adopt_file_entry(merger *m, const pb_event *e, known *k)
{
    bool found = false;
    pb_date date = e->date;
    int ordinal = 0;
    pb_status st = PB_OK;
    if (m->in->old_key)
        st = trace_uid(m, e, m->in->old_key, &found, &date, &ordinal);
    if (st != PB_OK)
        return st;
    if (!found && !m->in->adopt) {
        pb_diag_add(m->d, PB_ERROR, (pb_where){"published.csv", 0, NULL},
                    PB_N_("publish once with --adopt to take them over"),
                    PB_N_("the published calendar of \"%s\" holds entries that published.csv does not know"),
                    m->in->agent);
        return PB_ERR_INPUT;
    }
    k->row = (pb_published_row){.uid = e->uid,
                                .agent = m->in->agent,
                                .kind = pb_event_kind_name(e->kind),
                                .date = date,
                                .ordinal = found ? ordinal : next_ordinal(m, e->kind, date),
                                .seq = e->seq,
                                .stamp_s = e->stamp_s,
                                .hash = k->file_hash,
                                .state = PB_LIVE,
                                .start_s = e->start_s,
                                .end_s = e->end_s,
                                .title = e->summary};
    return PB_OK;
}

/* Ledger rows and file entries side by side. */
static pb_status gather(merger *m)
{
    const pb_merge_in *in = m->in;
    m->old = PB_NEW_ARRAY(m->a, in->n_rows + in->n_files, known);
    if (!m->old)
        return PB_ERR_NOMEM;
    for (size_t i = 0; i < in->n_rows; i++) {
        known *k = &m->old[m->n_old++];
        k->row = in->rows[i];
        k->kind = pb_event_kind_parse(k->row.kind);
        k->in_ledger = true;
    }
    for (size_t i = 0; i < in->n_files; i++) {
        const pb_event *e = &in->files[i];
        known *k = find_uid(m, e->uid);
        bool is_new = !k;
        if (is_new)
            k = &m->old[m->n_old];
        if (!pb_event_hash(m->a, e, k->file_hash))
            return PB_ERR_NOMEM;
        k->file = e;
        k->kind = e->kind;
        if (!is_new)
            continue;
        pb_status st = adopt_file_entry(m, e, k);
        if (st != PB_OK)
            return st;
        m->n_old++;
    }
    for (size_t i = 0; i < m->n_old; i++)
        m->old[i].managed = is_managed(m, &m->old[i]);
    return PB_OK;
}

static bool is_live(const known *k)
{
    return k->row.state == PB_LIVE || (k->file && k->file->seq > k->row.seq);
}

/* Can the two be the same entry? One that the ledger calls removed, and that only a killed run brought
 * back into the file, is the same only with the same content. */
static bool may_match(const merger *m, const known *k, const pb_event *e)
{
    char hash[65];
    if (!k->managed || k->matched || !is_live(k) || k->kind != e->kind || k->row.date != e->date)
        return false;
    return k->row.state == PB_LIVE ||
           (pb_event_hash(m->a, e, hash) && strcmp(hash, k->row.hash) == 0);
}

static int64_t overlap_s(const known *k, const pb_event *e)
{
    int64_t from = k->row.start_s > e->start_s ? k->row.start_s : e->start_s;
    int64_t to = k->row.end_s < e->end_s ? k->row.end_s : e->end_s;
    return to > from ? to - from : 0;
}

static int64_t distance_s(const known *k, const pb_event *e)
{
    int64_t v = k->row.start_s - e->start_s;
    return v < 0 ? -v : v;
}

static pb_status push_row(merger *m, const pb_published_row *r)
{
    pb_published_row row = *r;
    row.hash = pb_arena_strdup(m->a, r->hash);
    if (!row.hash)
        return PB_ERR_NOMEM;
    m->out.rows[m->out.n_rows++] = row;
    return PB_OK;
}

static void push_change(merger *m, pb_change_kind what, const pb_event *now, const known *k)
{
    pb_change *c = &m->out.changes[m->out.n_changes++];
    *c = (pb_change){.what = what, .now = *now, .old_title = ""};
    if (k) {
        c->old_start_s = k->row.start_s;
        c->old_end_s = k->row.end_s;
        c->old_title = k->row.title;
    }
}

/*
 * SEQUENCE and stamp of an entry whose content is now `hash`. Against the ledger's row (the last
 * finished publication) the content is the same or one revision on; but never behind what the last
 * file showed, which a killed run may have left ahead of the ledger.
 */
static void revise(const merger *m, const known *k, const char *hash, bool changed, int *ret_seq,
                   int64_t *ret_stamp)
{
    int seq = k->in_ledger ? k->row.seq + changed : 0;
    int64_t stamp = k->in_ledger && !changed ? k->row.stamp_s : m->in->stamp_s;
    if (k->file && (k->file->seq > seq || (k->file->seq == seq && (changed || !k->in_ledger)))) {
        bool shown = strcmp(k->file_hash, hash) == 0;
        seq = k->file->seq + !shown;
        stamp = shown ? k->file->stamp_s : m->in->stamp_s;
    }
    *ret_seq = seq;
    *ret_stamp = stamp;
}

/* The planned entry e is the known one k, or new where k is NULL. */
static pb_status place(merger *m, const pb_event *plan, known *k)
{
    pb_event e = *plan;
    char hash[65];
    if (!pb_event_hash(m->a, &e, hash))
        return PB_ERR_NOMEM;
    bool was_live = k && (k->in_ledger || m->in->adopt) && k->row.state == PB_LIVE;
    bool changed = !was_live || strcmp(hash, k->row.hash) != 0;
    if (k) {
        k->matched = true;
        e.uid = k->row.uid;
        e.ordinal = k->row.ordinal;
        revise(m, k, hash, changed, &e.seq, &e.stamp_s);
    } else {
        e.ordinal = next_ordinal(m, e.kind, e.date);
        e.uid = pb_event_uid(m->a, m->in->key, m->in->domain, m->in->agent, e.kind, e.date,
                             e.ordinal);
        e.seq = 0;
        e.stamp_s = m->in->stamp_s;
    }
    pb_published_row row = {.uid = e.uid, .agent = m->in->agent, .kind = pb_event_kind_name(e.kind),
                            .date = e.date, .ordinal = e.ordinal, .seq = e.seq,
                            .stamp_s = e.stamp_s, .hash = hash, .state = PB_LIVE,
                            .start_s = e.start_s, .end_s = e.end_s, .title = e.summary};
    if (!e.uid || push_row(m, &row) != PB_OK)
        return PB_ERR_NOMEM;
    m->out.events[m->out.n_events++] = e;
    if (!was_live)
        push_change(m, PB_CHANGE_ADDED, &e, NULL);
    else if (changed)
        push_change(m, k->row.start_s != e.start_s || k->row.end_s != e.end_s ? PB_CHANGE_MOVED
                                                                             : PB_CHANGE_TEXT,
                    &e, k);
    return PB_OK;
}

/* Pairs of known and planned, best first, until none is left. */
/* true when entry o fits event e better than entry p fits f: more time in common, else closer. */
static bool fits_better(const known *o, const pb_event *e, const known *p, const pb_event *f)
{
    int64_t more = overlap_s(o, e) - overlap_s(p, f);
    return more > 0 || (more == 0 && distance_s(p, f) > distance_s(o, e));
}

static pb_status match(merger *m)
{
    for (;;) {
        known *best = NULL;
        size_t which = 0;
        for (size_t i = 0; i < m->in->n_plan; i++)
            for (size_t k = 0; !m->planned_done[i] && k < m->n_old; k++) {
                known *o = &m->old[k];
                const pb_event *e = &m->in->plan[i];
                if (!may_match(m, o, e))
                    continue;
                if (!best || fits_better(o, e, best, &m->in->plan[which])) {
                    best = o;
                    which = i;
                }
            }
        if (!best)
            return PB_OK;
        m->planned_done[which] = true;
        pb_status st = place(m, &m->in->plan[which], best);
        if (st != PB_OK)
            return st;
    }
}

/* A removed entry that comes back unchanged takes up its UID again; all else gets a new one. */
static pb_status place_rest(merger *m)
{
    for (size_t i = 0; i < m->in->n_plan; i++) {
        const pb_event *e = &m->in->plan[i];
        known *back = NULL;
        char hash[65];
        if (m->planned_done[i])
            continue;
        if (!pb_event_hash(m->a, e, hash))
            return PB_ERR_NOMEM;
        for (size_t k = 0; k < m->n_old && !back; k++) {
            known *o = &m->old[k];
            if (!o->matched && !is_live(o) && o->kind == e->kind && o->row.date == e->date &&
                strcmp(o->row.hash, hash) == 0)
                back = o;
        }
        pb_status st = place(m, e, back);
        if (st != PB_OK)
            return st;
    }
    return PB_OK;
}

/* What the known entry looked like, for the change list and the cancelling message. By the ledger
 * alone: the last file has lost it already where a run was killed. */
static pb_event last_seen(const known *k)
{
    pb_event e = {.summary = k->row.title, .description = "", .location = ""};
    if (is_all_day(k))
        pb_event_set_days(&e, (pb_date)(k->row.start_s / 86400), (pb_date)(k->row.end_s / 86400));
    e.uid = k->row.uid;
    e.kind = k->kind;
    e.date = k->row.date;
    e.ordinal = k->row.ordinal;
    e.start_s = k->row.start_s;
    e.end_s = k->row.end_s;
    e.agent = -1;
    return e;
}

static pb_status remove_entry(merger *m, const known *k)
{
    pb_published_row row = k->row;
    pb_event e = last_seen(k);
    int shown = k->file && k->file->seq > row.seq ? k->file->seq : row.seq;
    row.seq = shown + 1;
    row.stamp_s = m->in->stamp_s;
    row.state = PB_REMOVED;
    e.seq = row.seq;
    e.stamp_s = row.stamp_s;
    if (k->in_ledger && k->row.state == PB_LIVE)
        push_change(m, PB_CHANGE_REMOVED, &e, k);
    return push_row(m, &row);
}

/* An entry that the plan does not decide stays as it was published. */
static pb_status keep_entry(merger *m, const known *k, size_t *n_lost)
{
    pb_published_row row = k->row;
    int64_t horizon = (int64_t)m->in->horizon * 86400;
    bool past = k->row.end_s <= horizon, live = is_live(k);
    if (live && k->file && k->file->seq > row.seq) {
        row.seq = k->file->seq;
        row.stamp_s = k->file->stamp_s;
        row.hash = k->file_hash;
        row.state = PB_LIVE;
    }
    if (live && !past && !k->file) {
        ++*n_lost;
        row.state = m->in->drop_lost ? PB_REMOVED : row.state;
        row.seq += m->in->drop_lost;
    }
    if (live && !past && k->file) {
        pb_event e = *k->file;
        e.date = row.date;
        e.ordinal = row.ordinal;
        m->out.events[m->out.n_events++] = e;
    }
    return push_row(m, &row);
}

static pb_status settle_unmatched(merger *m)
{
    size_t n_lost = 0;
    for (size_t i = 0; i < m->n_old; i++) {
        known *k = &m->old[i];
        pb_status st = PB_OK;
        if (k->matched)
            continue;
        if (k->managed && is_live(k) && k->row.end_s > (int64_t)m->in->horizon * 86400)
            st = remove_entry(m, k);
        else
            st = keep_entry(m, k, &n_lost);
        if (st != PB_OK)
            return st;
    }
    if (n_lost == 0 || m->in->drop_lost)
        return PB_OK;
    pb_diag_add(m->d, PB_ERROR, (pb_where){NULL, 0, NULL},
                PB_N_("restore the calendar file, or publish with --allow-shrink to give them up"),
                PB_N_("%zu published entries of \"%s\" lie outside the roster's days and are in no calendar file any more"),
                n_lost, m->in->agent);
    return PB_ERR_INPUT;
}

static int change_order(const void *a, const void *b)
{
    const pb_change *x = a, *y = b;
    int c = pb_event_order(&x->now, &y->now);
    return c != 0 ? c : (int)x->what - (int)y->what;
}

pb_status pb_ledger_merge(pb_arena *a, const pb_merge_in *in, pb_merge *ret, pb_diags *d)
{
    merger m = {.a = a, .in = in, .d = d};
    size_t most = in->n_rows + in->n_files + in->n_plan;
    m.out.events = PB_NEW_ARRAY(a, most, pb_event);
    m.out.rows = PB_NEW_ARRAY(a, most, pb_published_row);
    m.out.changes = PB_NEW_ARRAY(a, most, pb_change);
    m.planned_done = PB_NEW_ARRAY(a, in->n_plan, bool);
    if (!m.out.events || !m.out.rows || !m.out.changes || !m.planned_done)
        return PB_ERR_NOMEM;
    pb_status st = gather(&m);
    for (size_t i = 0; i < m.n_old && st == PB_OK; i++)
        m.out.n_before += m.old[i].in_ledger && m.old[i].row.state == PB_LIVE &&
                          m.old[i].row.end_s > (int64_t)in->horizon * 86400;
    if (st == PB_OK)
        st = match(&m);
    if (st == PB_OK)
        st = place_rest(&m);
    if (st == PB_OK)
        st = settle_unmatched(&m);
    if (st != PB_OK)
        return st;
    m.out.n_after = m.out.n_events;
    qsort(m.out.events, m.out.n_events, sizeof *m.out.events, pb_event_order);
    qsort(m.out.rows, m.out.n_rows, sizeof *m.out.rows, pb_ledger_order);
    qsort(m.out.changes, m.out.n_changes, sizeof *m.out.changes, change_order);
    *ret = m.out;
    return PB_OK;
}
