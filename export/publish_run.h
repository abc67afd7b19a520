/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Inside a publication: what publish.c, publish_agent.c and publish_files.c share. */
#ifndef PAIBAN_EXPORT_PUBLISH_RUN_H
#define PAIBAN_EXPORT_PUBLISH_RUN_H

#include "export/ical_write.h"
#include "export/publish.h"

typedef struct pb_publisher {
    const pb_publish_in *in;
    pb_publish_result *ret;
    pb_diags *d;
    pb_arena *a;       /* as long as the caller's result */
    pb_arena *one;     /* emptied after each agent */
    pb_arena *group;   /* emptied after each team */
    pb_stage *stage;   /* NULL in a dry run */
    pb_site site;
    uint8_t old_key[PB_SITE_KEY_BYTES]; /* that made the UIDs of the last files */
    pb_published ledger;
    bool ledger_found;
    pb_entry_source source;
    pb_ical_zone zone;
    const char *domain, *organizer;
    pb_date first, last, horizon;
    pb_text text;      /* the file being written */
    pb_text ledger_out;
    pb_change_list *changes;
    pb_event *team;    /* entries of the team at hand; texts in `group` */
    size_t n_team, cap_team;
    const char **messages; /* paths of messages and change texts written, for tidying up */
    size_t n_messages, cap_messages;
    size_t n_before, n_after;
} pb_publisher;

/* One name in the ledger: an agent of agents.csv, one who has left (index -1), or "*" (holidays). */
typedef struct pb_publish_agent {
    const char *id, *name;
    int32_t index;
} pb_publish_agent;

/* publish_agent.c: one agent's feed, import copy, messages, ledger rows, changes. */
PB_MUST_USE pb_status pb_publish_one(pb_publisher *p, const pb_publish_agent *g);
PB_MUST_USE pb_status pb_publish_holidays(pb_publisher *p);

/* publish_tokens.c: closes, renames and makes feeds' tokens; finds those of a lost table again. */
PB_MUST_USE pb_status pb_publish_settle_tokens(pb_publisher *p);

/* publish_files.c */
/* Stages p->text as `path` under the workspace (or compares it, in a dry run). */
PB_MUST_USE pb_status pb_publish_put(pb_publisher *p, const char *path, int mode);
PB_MUST_USE pb_status pb_publish_remove(pb_publisher *p, const char *path);
/* Writes the events into p->text as a calendar and checks them by reading them back. */
PB_MUST_USE pb_status pb_publish_calendar(pb_publisher *p, const pb_ical_head *head,
                                          const pb_event *events, size_t n, const char *path);
/* The entries of the last file at `path`; none where it does not exist. */
PB_MUST_USE pb_status pb_publish_last(pb_publisher *p, const char *path, pb_event **ret,
                                      size_t *ret_n);
PB_MUST_USE pb_status pb_publish_folders(pb_publisher *p);
/* Removes messages and change texts of earlier publications. */
PB_MUST_USE pb_status pb_publish_tidy(pb_publisher *p);

#endif
