/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Identity over time: which entry of the new plan is which entry that was published before. The
 * same entry keeps its UID for ever; a visible change raises SEQUENCE by one and renews the stamp;
 * a UID that was removed comes back only for the very same entry.
 */
#ifndef PAIBAN_EXPORT_LEDGER_H
#define PAIBAN_EXPORT_LEDGER_H

#include "export/ical_event.h"
#include "model/model.h"

typedef enum pb_change_kind {
    PB_CHANGE_ADDED, PB_CHANGE_MOVED, PB_CHANGE_TEXT, PB_CHANGE_REMOVED
} pb_change_kind;

/* One thing people should be told, against the last finished publication. */
typedef struct pb_change {
    pb_change_kind what;
    pb_event now;          /* the new state; removed: the old one with the cancelling seq and stamp */
    int64_t old_start_s, old_end_s; /* moved, changed, removed; else 0 */
    const char *old_title; /* "" where added */
} pb_change;

typedef struct pb_merge_in {
    const char *agent;      /* as in the ledger */
    const uint8_t *key;     /* [PB_SITE_KEY_BYTES] makes new UIDs */
    const uint8_t *old_key; /* the key that made UIDs of files to be adopted; usually the same */
    const char *domain;
    const pb_zone *zone;
    int64_t stamp_s;        /* publish time */
    /* All entries of these days are decided by the plan; what lies outside is kept as it was. */
    pb_date first, last;
    pb_date horizon;        /* entries that end before this day leave the feed, unannounced */
    size_t n_rows;
    const pb_published_row *rows; /* the agent's, sorted as in the ledger */
    size_t n_files;
    const pb_event *files;  /* entries of the last published file */
    size_t n_plan;
    const pb_event *plan;   /* uid, ordinal, seq and stamp still open */
    bool adopt;             /* entries of the file that the ledger does not know are taken over */
    bool drop_lost;         /* live entries outside first … last that no file holds are given up */
} pb_merge_in;

typedef struct pb_merge {
    size_t n_events;
    pb_event *events;       /* what the feed shall hold, in file order */
    size_t n_rows;
    pb_published_row *rows; /* the agent's new ledger rows, sorted */
    size_t n_changes;
    pb_change *changes;     /* by start */
    size_t n_before, n_after; /* live entries, those gone past the horizon left out */
} pb_merge;

/*
 * Largest overlap first, then nearest start, among the entries of one kind and business date.
 * PB_ERR_INPUT, diagnosed: the file holds entries that neither ledger nor key explain (adopt), or
 * lacks entries that would have to be kept (drop_lost). All results live in the arena.
 */
PB_MUST_USE pb_status pb_ledger_merge(pb_arena *a, const pb_merge_in *in, pb_merge *ret,
                                      pb_diags *d);

#endif
