/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * published.csv: the publication ledger, what calendars were told. Read and written by
 * export/ledger_file.h only (publish is its only user). Columns: uid, agent, kind, date, ordinal, seq,
 * stamp, hash, state, and what people saw last: start, end, title.
 */
#ifndef PAIBAN_MODEL_PUBLISHED_H
#define PAIBAN_MODEL_PUBLISHED_H

#include "base/base.h"

typedef enum pb_published_state { PB_LIVE, PB_REMOVED } pb_published_state;

typedef struct pb_published_row {
    const char *uid;
    const char *agent; /* id; kept when the agent has left agents.csv */
    const char *kind;  /* "shift", "off", "leave", "break", "team" … */
    pb_date date;      /* business date */
    int ordinal;       /* 0, 1 … among the agent's rows of that kind and date, removed ones included */
    int seq;
    int64_t stamp_s;   /* first publication of this revision */
    const char *hash;  /* hex SHA-256 of the canonical content */
    pb_published_state state;
    int64_t start_s, end_s; /* as published last; all-day entries: midnights in UTC */
    const char *title;
} pb_published_row;

typedef struct pb_published {
    size_t n;
    const pb_published_row *at;
} pb_published;

#endif
