/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "export/changes.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

pb_status pb_changes_add(pb_arena *a, pb_change_list *l, const char *agent, const char *name,
                         const pb_change *c)
{
    if (c->now.kind == PB_EVENT_BREAK || c->now.kind == PB_EVENT_OFF)
        return PB_OK;
    bool gone = c->what == PB_CHANGE_REMOVED;
    pb_change_item it = {.agent = pb_arena_strdup(a, agent),
                         .name = pb_arena_strdup(a, name),
                         .what = c->what,
                         .kind = c->now.kind,
                         .all_day = c->now.all_day,
                         .uid = pb_arena_strdup(a, c->now.uid),
                         .title = pb_arena_strdup(a, c->now.summary),
                         .old_title = pb_arena_strdup(a, c->old_title),
                         .details = gone ? "" : pb_arena_strdup(a, c->now.description),
                         .old_start_s = c->old_start_s,
                         .old_end_s = c->old_end_s,
                         .new_start_s = gone ? 0 : c->now.start_s,
                         .new_end_s = gone ? 0 : c->now.end_s};
    pb_status st = pb_grow(NULL, &l->at, &l->cap, l->n + 1, sizeof *l->at);
    if (st != PB_OK || !it.agent || !it.name || !it.uid || !it.title || !it.old_title ||
        !it.details)
        return PB_ERR_NOMEM;
    l->at[l->n++] = it;
    return PB_OK;
}

void pb_changes_done(pb_change_list *l)
{
    pb_free(NULL, l->at);
    *l = (pb_change_list){0, 0, NULL};
}

/* A time span that an item lost or gained. */
typedef struct side {
    int64_t start_s, end_s;
    pb_change_item *item;
    bool used;
} side;

static int side_order(const void *a, const void *b)
{
    const side *x = a, *y = b;
    if (x->start_s != y->start_s)
        return x->start_s < y->start_s ? -1 : 1;
    if (x->end_s != y->end_s)
        return x->end_s < y->end_s ? -1 : 1;
    int c = strcmp(x->item->agent, y->item->agent);
    return c != 0 ? c : strcmp(x->item->uid, y->item->uid);
}

static void pair(side *lost, size_t n_lost, side *gained, size_t n_gained)
{
    size_t g = 0;
    for (size_t i = 0; i < n_lost; i++) {
        while (g < n_gained && (gained[g].start_s < lost[i].start_s ||
                                (gained[g].start_s == lost[i].start_s &&
                                 gained[g].end_s < lost[i].end_s)))
            g++;
        for (size_t k = g; k < n_gained && gained[k].start_s == lost[i].start_s &&
                           gained[k].end_s == lost[i].end_s;
             k++) {
            if (gained[k].used || strcmp(gained[k].item->agent, lost[i].item->agent) == 0)
                continue;
            gained[k].used = true;
            gained[k].item->with = lost[i].item->agent;
            if (!lost[i].item->with)
                lost[i].item->with = gained[k].item->agent;
            break;
        }
    }
}

pb_status pb_changes_find_swaps(pb_change_list *l)
{
    side *lost = pb_alloc(NULL, l->n + 1, sizeof *lost);
    side *gained = pb_alloc(NULL, l->n + 1, sizeof *gained);
    size_t n_lost = 0, n_gained = 0;
    pb_status st = lost && gained ? PB_OK : PB_ERR_NOMEM;
    for (size_t i = 0; i < l->n && st == PB_OK; i++) {
        pb_change_item *it = &l->at[i];
        if (it->kind != PB_EVENT_SHIFT || it->what == PB_CHANGE_TEXT)
            continue;
        if (it->old_end_s > 0)
            lost[n_lost++] = (side){it->old_start_s, it->old_end_s, it, false};
        if (it->new_end_s > 0)
            gained[n_gained++] = (side){it->new_start_s, it->new_end_s, it, false};
    }
    if (st == PB_OK) {
        qsort(lost, n_lost, sizeof *lost, side_order);
        qsort(gained, n_gained, sizeof *gained, side_order);
        pair(lost, n_lost, gained, n_gained);
    }
    pb_free(NULL, lost);
    pb_free(NULL, gained);
    return st;
}

static int64_t earliest(const pb_change_item *it)
{
    if (it->old_end_s == 0 || (it->new_end_s > 0 && it->new_start_s < it->old_start_s))
        return it->new_start_s;
    return it->old_start_s;
}

const char *pb_change_word(const pb_change_item *it)
{
    static const char *const words[] = {"added", "moved", "changed", "removed"};
    return it->with ? "swapped" : words[it->what];
}

/* All-day entries are dates, whose midnights in UTC say nothing of the zone. */
static pb_date date_of(const pb_change_item *it, const pb_zone *z, int64_t utc_s)
{
    pb_date date;
    int second;
    if (it->all_day)
        return (pb_date)(utc_s / 86400);
    pb_zone_local(z, utc_s, &date, &second);
    return date;
}

char *pb_change_time(const pb_change_item *it, const pb_zone *z, int64_t utc_s, char buf[static 32])
{
    *buf = '\0';
    if (utc_s != 0 && it->all_day)
        pb_date_format((pb_date)(utc_s / 86400), buf);
    else if (utc_s != 0)
        pb_zone_format(z, utc_s, buf);
    return buf;
}

void pb_changes_csv(pb_text *out, const pb_change_list *l, const pb_zone *zone, int64_t stamp_s)
{
    pb_text_puts(out, "agent,name,change,date,title,old_start,old_end,new_start,new_end,with,lead_h\n");
    for (size_t i = 0; i < l->n; i++) {
        const pb_change_item *it = &l->at[i];
        bool has = it->new_end_s > 0;
        char day[11], buf[32];
        pb_csv_field(out, it->agent, true);
        pb_csv_field(out, it->name, true);
        pb_csv_field(out, pb_change_word(it), true);
        pb_csv_field(out, pb_date_format(date_of(it, zone, has ? it->new_start_s : it->old_start_s),
                                         day), true);
        pb_csv_field(out, has ? it->title : it->old_title, true);
        pb_csv_field(out, pb_change_time(it, zone, it->old_start_s, buf), true);
        pb_csv_field(out, pb_change_time(it, zone, it->old_end_s, buf), true);
        pb_csv_field(out, pb_change_time(it, zone, it->new_start_s, buf), true);
        pb_csv_field(out, pb_change_time(it, zone, it->new_end_s, buf), true);
        pb_csv_field(out, it->with ? it->with : "", true);
        pb_csv_real(out, (double)(earliest(it) - stamp_s) / 3600.0, 1);
        pb_csv_end(out);
    }
}

static const char *const weekdays[7] = {PB_N_("Mon"), PB_N_("Tue"), PB_N_("Wed"), PB_N_("Thu"),
                                        PB_N_("Fri"), PB_N_("Sat"), PB_N_("Sun")};

/* "Mon 2026-11-30 Early shift 09:00–17:00": the title bears the hours. */
static void put_what(pb_text *out, const pb_change_item *it, const pb_zone *z, const pb_lang *lang,
                     int64_t start_s, const char *title)
{
    char day[11];
    pb_date date = date_of(it, z, start_s);
    pb_text_printf(out, "%s %s %s", pb_tr(lang, weekdays[pb_date_weekday(date)]),
                   pb_date_format(date, day), title);
}

/* ": meal 11:30–12:15; breaks 10:00–10:15": what holds now, where the hours are as they were. */
static void put_details(pb_text *out, const pb_lang *lang, const char *details)
{
    const char *before = pb_tr(lang, PB_N_(": "));
    for (size_t n; *details; details += n + (details[n] == '\n')) {
        n = strcspn(details, "\n");
        if (n == 0)
            continue;
        pb_text_puts(out, before);
        pb_text_put(out, details, n);
        before = pb_tr(lang, PB_N_("; "));
    }
}

static void put_line(pb_text *out, const pb_change_item *it, const pb_zone *z, const pb_lang *lang)
{
    const char *head = PB_N_("Removed: ");
    if (it->what == PB_CHANGE_ADDED)
        head = it->with ? PB_N_("Taken over: ") : PB_N_("New: ");
    else if (it->what == PB_CHANGE_MOVED)
        head = it->with ? PB_N_("Swapped: ") : PB_N_("Moved: ");
    else if (it->what == PB_CHANGE_TEXT)
        head = PB_N_("Details changed: ");
    else if (it->with)
        head = PB_N_("Handed over: ");
    pb_text_puts(out, "- ");
    pb_text_puts(out, pb_tr(lang, head));
    if (it->what == PB_CHANGE_MOVED) {
        put_what(out, it, z, lang, it->old_start_s, it->old_title);
        pb_text_puts(out, " → ");
    }
    if (it->what == PB_CHANGE_REMOVED)
        put_what(out, it, z, lang, it->old_start_s, it->old_title);
    else
        put_what(out, it, z, lang, it->new_start_s, it->title);
    if (it->what == PB_CHANGE_TEXT)
        put_details(out, lang, it->details);
}

/* Hours while they are few; then days as the calendar counts them: from Monday noon it is 7 to Monday morning. */
static void put_lead(pb_text *out, const pb_zone *z, const pb_lang *lang, int64_t from_s, int64_t to_s)
{
    const int64_t lead_s = to_s - from_s;
    int h = (int)(lead_s / 3600);
    pb_date from, to;
    int second;
    pb_zone_local(z, from_s, &from, &second);
    pb_zone_local(z, to_s, &to, &second);
    pb_text_puts(out, lead_s < 0 ? pb_tr(lang, PB_N_(" (begun already)")) : "");
    if (lead_s >= 0 && h < 48)
        pb_text_printf(out, pb_tr(lang, PB_N_(" (in %d h)")), h);
    else if (lead_s >= 0)
        pb_text_printf(out, pb_tr(lang, PB_N_(" (in %d days)")), (int)(to - from));
    pb_text_puts(out, "\n");
}

void pb_changes_text(pb_text *out, const pb_change_item *items, size_t n, const pb_zone *zone,
                     const pb_lang *lang, int64_t stamp_s)
{
    char when[32];
    if (n == 0)
        return;
    pb_zone_format(zone, stamp_s, when);
    char *t = strchr(when, 'T');
    if (t)
        *t = ' ';
    when[16] = '\0'; /* to the minute */
    pb_text_printf(out, pb_tr(lang, PB_N_("%s, your roster has changed (published %s):\n")),
                   items[0].name, when);
    for (size_t i = 0; i < n; i++) {
        put_line(out, &items[i], zone, lang);
        put_lead(out, zone, lang, stamp_s, earliest(&items[i]));
    }
}
