/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What a server or a mailbox was told, per agent, so that only changes travel: private/CHANNEL/AGENT.csv
 * (uid, seq, state, etag). The table follows the ledger; where it is lost or behind, entries are
 * sent once more, which changes nothing at the other end.
 */
#ifndef PAIBAN_EXPORT_CHANNEL_H
#define PAIBAN_EXPORT_CHANNEL_H

#include "export/ical_event.h"
#include "export/ical_zone.h"
#include "export/ledger_file.h"
#include "export/net.h"

typedef struct pb_channel_row {
    const char *uid;
    int seq;
    pb_published_state state; /* what it was told last: live or removed */
    const char *etag;         /* CalDAV: of our last PUT, "" = not known */
} pb_channel_row;

/* What a dry run would leave of an agent's calendar and ledger rows. */
typedef struct pb_channel_planned {
    size_t n_events;
    pb_event *events;
    size_t n_rows;
    const pb_published_row *rows;
} pb_channel_planned;

/* What pushing and mailing are given. */
typedef struct pb_channel_in {
    const pb_workspace *ws;
    const pb_roster *roster;
    const char *dir;
    const char *url;          /* CalDAV: with {agent}; mail: of the server, NULL = write files only */
    const char *user, *password; /* "" = none; private/credentials.csv goes before */
    const pb_channel_planned *planned; /* in place of calendar and ledger on disk; NULL = those */
    int64_t now_s;
    bool invite;              /* mail: METHOD:REQUEST with the agent as attendee */
    pb_net_wait wait;
    void *wait_ctx;
    const volatile int *interrupted;
    const pb_lang *(*lang_of)(void *ctx, const char *code);
    void *lang_ctx;
} pb_channel_in;

/* One agent's line of the result table. */
typedef struct pb_channel_result {
    const char *agent;
    int created, updated, removed, same, failed;
    const char *note; /* the last thing that went wrong, "" = nothing */
} pb_channel_result;

typedef struct pb_channel_results {
    size_t n;
    pb_channel_result *at; /* in the order of agents.csv */
} pb_channel_results;

/* agent, created, updated, removed, same, failed, note */
void pb_channel_results_csv(pb_text *out, const pb_channel_results *r);

/* --- for the channels --- */

typedef struct pb_channel_agent {
    int32_t index;
    const char *id;
    size_t n_events;
    pb_event *events;              /* what the agent's calendar holds */
    size_t n_ledger;
    const pb_published_row *ledger;
    size_t n_rows, cap_rows;
    pb_channel_row *rows;          /* libc array, sorted by uid when read */
    const char *user, *password;
} pb_channel_agent;

typedef struct pb_credentials {
    size_t n, cap;
    struct pb_credential {
        const char *agent, *user, *password;
    } *at; /* libc array */
} pb_credentials;

/* private/credentials.csv (agent, user, password; agent "*" = all others); absent = none. */
PB_MUST_USE pb_status pb_credentials_read(pb_arena *a, const char *dir, pb_credentials *ret,
                                          pb_diags *d);

/* Reads calendar, ledger rows and table of an agent (all in the arena but rows). */
PB_MUST_USE pb_status pb_channel_load(pb_arena *a, const pb_channel_in *in, const char *channel,
                                      const pb_published *ledger, const pb_credentials *c,
                                      int32_t agent, pb_channel_agent *ret, pb_diags *d);
void pb_channel_unload(pb_channel_agent *g);
/* NULL = never told. Valid until the next pb_channel_tell. */
pb_channel_row *pb_channel_find(pb_channel_agent *g, const char *uid);
PB_MUST_USE pb_status pb_channel_tell(pb_arena *a, pb_channel_agent *g, const char *uid, int seq,
                                      pb_published_state state, const char *etag);
/* Replaces the table's file. */
PB_MUST_USE pb_status pb_channel_save(pb_arena *a, const pb_channel_in *in, const char *channel,
                                      const pb_channel_agent *g, pb_diags *d);

#endif
