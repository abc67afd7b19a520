/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "export/channel.h"

#include "export/ical_parse.h"
#include "export/publish.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

enum { UID, SEQ, STATE, ETAG, N_COLUMNS };

static const pb_column columns[N_COLUMNS] = {
    {"uid", NULL, PB_CELL_TEXT, true, 1, 300, NULL},
    {"seq", NULL, PB_CELL_INT, true, 0, 1000000000, NULL},
    {"state", NULL, PB_CELL_ENUM, true, 0, 0, "live;removed"},
    {"etag", NULL, PB_CELL_TEXT, false, 0, 300, NULL},
};
static const pb_csv_schema schema = {columns, N_COLUMNS, false};

static const pb_column secret_columns[3] = {
    {"agent", "客服|坐席", PB_CELL_TEXT, true, 1, 300, NULL},
    {"user", NULL, PB_CELL_TEXT, true, 1, 300, NULL},
    {"password", NULL, PB_CELL_TEXT, false, 0, 1000, NULL},
};
static const pb_csv_schema secret_schema = {secret_columns, 3, false};

typedef struct reader {
    pb_arena *a;
    pb_channel_agent *g;
    pb_credentials *c;
} reader;

static pb_status on_row(void *ctx, const pb_row *row)
{
    reader *r = ctx;
    const pb_cell *c = row->cells;
    if (row->bad)
        return PB_OK;
    return pb_channel_tell(r->a, r->g, c[UID].text, (int)c[SEQ].integer,
                           c[STATE].integer == 1 ? PB_REMOVED : PB_LIVE, c[ETAG].text);
}

static pb_status on_secret(void *ctx, const pb_row *row)
{
    reader *r = ctx;
    const pb_cell *c = row->cells;
    if (row->bad)
        return PB_OK;
    pb_status st = pb_grow(NULL, &r->c->at, &r->c->cap, r->c->n + 1, sizeof *r->c->at);
    if (st != PB_OK)
        return st;
    struct pb_credential *x = &r->c->at[r->c->n++];
    x->agent = pb_arena_strdup(r->a, c[0].text);
    x->user = pb_arena_strdup(r->a, c[1].text);
    x->password = pb_arena_strdup(r->a, c[2].text);
    return x->agent && x->user && x->password ? PB_OK : PB_ERR_NOMEM;
}

pb_status pb_credentials_read(pb_arena *a, const char *dir, pb_credentials *ret, pb_diags *d)
{
    reader r = {.a = a, .c = ret};
    char *path = pb_path_join(a, dir, "private/credentials.csv");
    memset(ret, 0, sizeof *ret);
    if (!path)
        return PB_ERR_NOMEM;
    if (!pb_file_exists(path))
        return PB_OK;
    return pb_csv_read_file(path, &secret_schema, NULL, on_secret, &r, d, NULL);
}

static char *table_path(pb_arena *a, const pb_channel_in *in, const char *channel, const char *agent)
{
    char *safe = pb_safe_name(a, agent);
    char *name = safe ? pb_arena_printf(a, "private/%s/%s.csv", channel, safe) : NULL;
    return name ? pb_path_join(a, in->dir, name) : NULL;
}

static void choose_credentials(const pb_channel_in *in, const pb_credentials *c, pb_channel_agent *g)
{
    g->user = in->user;
    g->password = in->password;
    for (int own = 0; own < 2; own++)
        for (size_t i = 0; i < c->n; i++)
            if (strcmp(c->at[i].agent, own ? g->id : "*") == 0) {
                g->user = c->at[i].user;
                g->password = c->at[i].password;
            }
}

static pb_status load_calendar(pb_arena *a, const pb_channel_in *in, pb_channel_agent *g,
                               pb_diags *d)
{
    char *safe = pb_safe_name(a, g->id), *text;
    char *name = safe ? pb_arena_printf(a, "out/calendars/import/%s.ics", safe) : NULL;
    char *path = name ? pb_path_join(a, in->dir, name) : NULL;
    size_t n;
    pb_ical_file f;
    if (!path)
        return PB_ERR_NOMEM;
    if (!pb_file_exists(path))
        return PB_OK;
    pb_status st = pb_file_read(a, path, 0, &text, &n, d);
    if (st == PB_OK)
        st = pb_ical_parse(a, path, text, n, in->ws->team.zone, &f, d);
    if (st == PB_OK) {
        g->n_events = f.n;
        g->events = f.events;
    }
    return st;
}

pb_status pb_channel_load(pb_arena *a, const pb_channel_in *in, const char *channel,
                          const pb_published *ledger, const pb_credentials *c, int32_t agent,
                          pb_channel_agent *ret, pb_diags *d)
{
    pb_channel_agent g = {.index = agent, .id = in->ws->agents.at[agent].id};
    size_t first;
    reader r = {.a = a, .g = &g};
    g.n_ledger = pb_ledger_find(ledger, g.id, &first);
    g.ledger = ledger->at ? ledger->at + first : NULL;
    choose_credentials(in, c, &g);
    char *path = table_path(a, in, channel, g.id);
    pb_status st = path ? PB_OK : PB_ERR_NOMEM;
    if (in->planned) {
        g.n_events = in->planned->n_events;
        g.events = in->planned->events;
        g.n_ledger = in->planned->n_rows;
        g.ledger = in->planned->rows;
    } else if (st == PB_OK) {
        st = load_calendar(a, in, &g, d);
    }
    if (st == PB_OK && pb_file_exists(path))
        st = pb_csv_read_file(path, &schema, NULL, on_row, &r, d, NULL);
    if (st == PB_OK)
        *ret = g;
    else
        pb_channel_unload(&g);
    return st;
}

void pb_channel_unload(pb_channel_agent *g)
{
    pb_free(NULL, g->rows);
    g->rows = NULL;
}

pb_channel_row *pb_channel_find(pb_channel_agent *g, const char *uid)
{
    for (size_t i = 0; i < g->n_rows; i++)
        if (strcmp(g->rows[i].uid, uid) == 0)
            return &g->rows[i];
    return NULL;
}

pb_status pb_channel_tell(pb_arena *a, pb_channel_agent *g, const char *uid, int seq,
                          pb_published_state state, const char *etag)
{
    pb_channel_row *r = pb_channel_find(g, uid);
    char *kept = pb_arena_strdup(a, etag);
    if (!kept)
        return PB_ERR_NOMEM;
    if (!r) {
        pb_status st = pb_grow(NULL, &g->rows, &g->cap_rows, g->n_rows + 1, sizeof *g->rows);
        char *id = pb_arena_strdup(a, uid);
        if (st != PB_OK || !id)
            return PB_ERR_NOMEM;
        r = &g->rows[g->n_rows++];
        r->uid = id;
    }
    r->seq = seq;
    r->state = state;
    r->etag = kept;
    return PB_OK;
}

static int row_order(const void *a, const void *b)
{
    const pb_channel_row *x = a, *y = b;
    return strcmp(x->uid, y->uid);
}

pb_status pb_channel_save(pb_arena *a, const pb_channel_in *in, const char *channel,
                          const pb_channel_agent *g, pb_diags *d)
{
    char *path = table_path(a, in, channel, g->id);
    char *name = pb_arena_printf(a, "private/%s", channel);
    char *folder = name ? pb_path_join(a, in->dir, name) : NULL;
    pb_text t;
    char number[16];
    if (!path || !folder)
        return PB_ERR_NOMEM;
    pb_status st = pb_make_dirs(folder, d);
    if (st == PB_OK)
        (void)chmod(folder, 0700);
    pb_text_init(&t, NULL);
    if (g->n_rows > 0)
        qsort(g->rows, g->n_rows, sizeof *g->rows, row_order);
    pb_text_puts(&t, "uid,seq,state,etag\n");
    for (size_t i = 0; i < g->n_rows; i++) {
        pb_csv_field(&t, g->rows[i].uid, false);
        snprintf(number, sizeof number, "%d", g->rows[i].seq);
        pb_csv_field(&t, number, false);
        pb_csv_field(&t, g->rows[i].state == PB_LIVE ? "live" : "removed", false);
        pb_csv_field(&t, g->rows[i].etag, false);
        pb_csv_end(&t);
    }
    if (st == PB_OK)
        st = t.status;
    if (st == PB_OK)
        st = pb_file_replace(path, t.bytes, t.n, 0600, d);
    pb_text_done(&t);
    return st;
}

void pb_channel_results_csv(pb_text *out, const pb_channel_results *r)
{
    pb_text_puts(out, "agent,created,updated,removed,same,failed,note\n");
    for (size_t i = 0; i < r->n; i++) {
        const pb_channel_result *x = &r->at[i];
        pb_csv_field(out, x->agent, true);
        const int numbers[] = {x->created, x->updated, x->removed, x->same, x->failed};
        for (size_t k = 0; k < sizeof numbers / sizeof *numbers; k++)
            pb_csv_real(out, numbers[k], 0);
        pb_csv_field(out, x->note, true);
        pb_csv_end(out);
    }
}
