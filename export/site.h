/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What a workspace keeps secret about its calendars, in private/ (0700): site.key, the key of the
 * UIDs, and feeds.csv (agent, token, state), the unguessable names of the feeds.
 */
#ifndef PAIBAN_EXPORT_SITE_H
#define PAIBAN_EXPORT_SITE_H

#include "export/digest.h"

typedef enum pb_token_state {
    PB_TOKEN_LIVE,
    PB_TOKEN_REVOKED /* its feed is emptied once, and deleted by the publication after that; the row
                        stays, so that the agent is given no new feed unasked */
} pb_token_state;

typedef struct pb_token {
    const char *agent, *token;
    pb_token_state state;
} pb_token;

typedef struct pb_site {
    bool has_key;
    uint8_t key[PB_SITE_KEY_BYTES];
    size_t n, cap;
    pb_token *tokens; /* libc array; freed by pb_site_done */
} pb_site;

/* Fills n bytes with numbers nobody can guess; false when the system has none. */
typedef bool (*pb_entropy)(void *ctx, void *bytes, size_t n);

/* Files that are not there leave the site empty (PB_OK). Errors are diagnosed. */
PB_MUST_USE pb_status pb_site_read(pb_arena *a, const char *dir, pb_site *ret, pb_diags *d);
void pb_site_done(pb_site *s);
/* The live token of an agent, NULL = none. */
pb_token *pb_site_token(const pb_site *s, const char *agent);
/* Has the agent any token, live or revoked? */
bool pb_site_has_agent(const pb_site *s, const char *agent);
/* Makes a new live token (160 bits, base32). */
PB_MUST_USE pb_status pb_site_add_token(pb_arena *a, pb_site *s, const char *agent,
                                        pb_entropy entropy, void *ctx);
/* The same with a token that is known. */
PB_MUST_USE pb_status pb_site_put_token(pb_arena *a, pb_site *s, const char *agent, const char *token);
/* The text of feeds.csv. */
void pb_site_write_tokens(pb_text *out, const pb_site *s);

#endif
