/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a publication changed, for people: changes.csv and a text per agent. */
#ifndef PAIBAN_EXPORT_CHANGES_H
#define PAIBAN_EXPORT_CHANGES_H

#include "export/ledger.h"

typedef struct pb_change_item {
    const char *agent, *name;
    pb_change_kind what;
    pb_event_kind kind;
    bool all_day;
    const char *uid, *title, *old_title;
    const char *details;            /* what the entry says now below its title, "" = nothing */
    int64_t old_start_s, old_end_s; /* 0 = none (added) */
    int64_t new_start_s, new_end_s; /* 0 = none (removed) */
    const char *with;               /* the other agent of a swap, NULL = none */
} pb_change_item;

typedef struct pb_change_list {
    size_t n, cap;
    pb_change_item *at; /* libc array, texts in the arena it was filled from */
} pb_change_list;

/* added, moved, changed, removed, swapped */
const char *pb_change_word(const pb_change_item *it);
/* One of the item's times as a date (all-day) or a date and time of the zone; "" where it is 0. Returns buf. */
char *pb_change_time(const pb_change_item *it, const pb_zone *z, int64_t utc_s, char buf[static 32]);

/* Adds a change of an agent, texts copied to the arena. Breaks and days off are left out. */
PB_MUST_USE pb_status pb_changes_add(pb_arena *a, pb_change_list *l, const char *agent,
                                     const char *name, const pb_change *c);
void pb_changes_done(pb_change_list *l);

/*
 * Marks swaps: a duty that one agent lost and another took over at the same hours. `with` names
 * the other agent; where two partners are found it is the one whose duty was taken over.
 */
PB_MUST_USE pb_status pb_changes_find_swaps(pb_change_list *l);

/*
 * agent, name, change (added, moved, changed, removed, swapped), date, title, old_start, old_end,
 * new_start, new_end, with, lead_h: hours from stamp_s to the earliest time concerned.
 */
void pb_changes_csv(pb_text *out, const pb_change_list *l, const pb_zone *zone, int64_t stamp_s);

/* One agent's items [0, n) in their language; no colleague is named. */
void pb_changes_text(pb_text *out, const pb_change_item *items, size_t n, const pb_zone *zone,
                     const pb_lang *lang, int64_t stamp_s);

#endif
