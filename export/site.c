/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "export/site.h"

#include <string.h>

enum { AGENT, TOKEN, STATE, N_COLUMNS };

static const pb_column columns[N_COLUMNS] = {
    {"agent", "客服|坐席", PB_CELL_TEXT, true, 1, 300, NULL},
    {"token", NULL, PB_CELL_TEXT, true, 26, 64, NULL},
    {"state", NULL, PB_CELL_ENUM, true, 0, 0, "live;revoked"},
};
static const pb_csv_schema schema = {columns, N_COLUMNS, false};

typedef struct reader {
    pb_arena *a;
    pb_site *site;
    pb_diags *d;
} reader;

static pb_status add(pb_arena *a, pb_site *s, const char *agent, const char *token,
                     pb_token_state state)
{
    pb_status st = pb_grow(NULL, &s->tokens, &s->cap, s->n + 1, sizeof *s->tokens);
    pb_token t = {pb_arena_strdup(a, agent), pb_arena_strdup(a, token), state};
    if (st != PB_OK || !t.agent || !t.token)
        return PB_ERR_NOMEM;
    s->tokens[s->n++] = t;
    return PB_OK;
}

static pb_status on_row(void *ctx, const pb_row *row)
{
    reader *r = ctx;
    const char *token = row->cells[TOKEN].text;
    if (row->bad)
        return PB_OK;
    if (token[strspn(token, "abcdefghijklmnopqrstuvwxyz234567")] != '\0') {
        pb_where where = {row->file, row->line, "token"};
        pb_diag_add(r->d, PB_ERROR, where, NULL,
                    PB_N_("expected a feed's token (a … z, 2 … 7)"));
        return PB_OK;
    }
    return add(r->a, r->site, row->cells[AGENT].text, token,
               row->cells[STATE].integer == 1 ? PB_TOKEN_REVOKED : PB_TOKEN_LIVE);
}

static pb_status read_key(pb_arena *a, const char *path, pb_site *s, pb_diags *d)
{
    char *text;
    size_t n;
    if (!pb_file_exists(path))
        return PB_OK;
    pb_status st = pb_file_read(a, path, 4096, &text, &n, d);
    if (st != PB_OK)
        return st;
    text[strcspn(text, "\r\n")] = '\0';
    s->has_key = pb_unhex(text, s->key, sizeof s->key);
    if (s->has_key)
        return PB_OK;
    pb_diag_add(d, PB_ERROR, (pb_where){path, 1, NULL},
                PB_N_("restore the key from a backup, or remove the file: new entries then get a new key"),
                PB_N_("expected 64 hex digits, the key of the calendar entries"));
    return PB_ERR_INPUT;
}

pb_status pb_site_read(pb_arena *a, const char *dir, pb_site *ret, pb_diags *d)
{
    pb_site s;
    memset(&s, 0, sizeof s);
    reader r = {a, &s, d};
    char *key = pb_path_join(a, dir, "private/site.key");
    char *feeds = pb_path_join(a, dir, "private/feeds.csv");
    if (!key || !feeds)
        return PB_ERR_NOMEM;
    pb_status st = read_key(a, key, &s, d);
    size_t before = pb_diags_errors(d);
    if (st == PB_OK && pb_file_exists(feeds))
        st = pb_csv_read_file(feeds, &schema, NULL, on_row, &r, d, NULL);
    if (st == PB_OK && pb_diags_errors(d) != before)
        st = PB_ERR_INPUT;
    if (st == PB_OK)
        *ret = s;
    else
        pb_site_done(&s);
    return st;
}

void pb_site_done(pb_site *s)
{
    pb_free(NULL, s->tokens);
    s->tokens = NULL;
    s->n = s->cap = 0;
}

pb_token *pb_site_token(const pb_site *s, const char *agent)
{
    for (size_t i = 0; i < s->n; i++)
        if (s->tokens[i].state == PB_TOKEN_LIVE && strcmp(s->tokens[i].agent, agent) == 0)
            return &s->tokens[i];
    return NULL;
}

bool pb_site_has_agent(const pb_site *s, const char *agent)
{
    for (size_t i = 0; i < s->n; i++)
        if (strcmp(s->tokens[i].agent, agent) == 0)
            return true;
    return false;
}

pb_status pb_site_add_token(pb_arena *a, pb_site *s, const char *agent, pb_entropy entropy,
                            void *ctx)
{
    uint8_t bytes[20];
    char text[33];
    if (!entropy(ctx, bytes, sizeof bytes))
        return PB_ERR_IO;
    pb_base32(bytes, sizeof bytes, text);
    return add(a, s, agent, text, PB_TOKEN_LIVE);
}

pb_status pb_site_put_token(pb_arena *a, pb_site *s, const char *agent, const char *token)
{
    return add(a, s, agent, token, PB_TOKEN_LIVE);
}

void pb_site_write_tokens(pb_text *out, const pb_site *s)
{
    for (int i = 0; i < N_COLUMNS; i++)
        pb_csv_field(out, columns[i].name, false);
    pb_csv_end(out);
    for (size_t i = 0; i < s->n; i++) {
        const pb_token *t = &s->tokens[i];
        pb_csv_field(out, t->agent, false);
        pb_csv_field(out, t->token, false);
        pb_csv_field(out, t->state == PB_TOKEN_LIVE ? "live" : "revoked", false);
        pb_csv_end(out);
    }
}
