/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/channels.h"

#include "export/caldav.h"
#include "export/mail.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>

/* Waits in short pieces, so that Ctrl-C is heard. */
static bool wait_here(void *ctx, double seconds)
{
    const pb_cli *cli = ctx;
    enum { PIECE_MS = 100 };
    for (int64_t left_ms = (int64_t)(seconds * 1000); left_ms > 0 && !*cli->interrupted; left_ms -= PIECE_MS) {
        struct timespec t = {0, (left_ms < PIECE_MS ? left_ms : PIECE_MS) * 1000000};
        nanosleep(&t, NULL);
    }
    return !*cli->interrupted;
}

static const char *environment(const char *name)
{
    const char *v = getenv(name);
    return v ? v : "";
}

static pb_status deliver(pb_cli *cli, const char *name, const pb_channel_results *r)
{
    pb_text t;
    pb_text_init(&t, NULL);
    pb_channel_results_csv(&t, r);
    char *path = pb_path_join(cli->arena, cli->dir, name);
    pb_status st = path ? t.status : PB_ERR_NOMEM;
    if (st == PB_OK)
        st = pb_file_replace(path, t.bytes, t.n, 0600, cli->diags);
    pb_text_done(&t);
    int sent = 0, same = 0, failed = 0;
    for (size_t i = 0; i < r->n; i++) {
        sent += r->at[i].created + r->at[i].updated + r->at[i].removed;
        same += r->at[i].same;
        failed += r->at[i].failed;
    }
    pb_say(cli, PB_N_("%s: %d sent, %d unchanged, %d failed"), name, sent, same, failed);
    return st;
}

/* The table is written also when something failed: it says what. */
static pb_status use(pb_cli *cli, const pb_channel_in *in, const char *name,
                     pb_status (*channel)(pb_arena *a, const pb_channel_in *in,
                                          pb_channel_results *ret, pb_diags *d))
{
    pb_channel_results r = {0, NULL};
    pb_status st = channel(cli->arena, in, &r, cli->diags);
    if (st == PB_OK || r.n > 0) {
        pb_status written = deliver(cli, name, &r);
        st = st == PB_OK ? written : st;
    }
    return st;
}

static pb_status preview_one(void *ctx, int32_t agent, pb_event *events, size_t n_events,
                             const pb_published_row *rows, size_t n_rows)
{
    pb_mail_preview_run *r = ctx;
    const pb_channel_planned planned = {n_events, events, n_rows, rows};
    pb_channel_in in = r->in;
    pb_channel_result result;
    in.planned = &planned;
    pb_status st = pb_mail_preview(r->cli->arena, &in, agent, &result, r->cli->diags);
    if (st == PB_OK)
        r->n += result.created + result.updated + result.removed;
    return st;
}

pb_status pb_publish_preview(pb_cli *cli, const pb_args *args, pb_publish_in *in, pb_mail_preview_run *run)
{
    *run = (pb_mail_preview_run){.cli = cli};
    if (!in->dry_run || !pb_arg_given(args, "smtp"))
        return PB_OK;
    run->in = (pb_channel_in){.ws = in->ws, .roster = in->roster, .dir = in->dir, .now_s = in->stamp_s,
                              .invite = in->invite, .wait = wait_here, .wait_ctx = cli, .user = "", .password = "",
                              .interrupted = cli->interrupted, .lang_of = in->lang_of, .lang_ctx = in->lang_ctx};
    in->preview = preview_one;
    in->preview_ctx = run;
    return pb_cli_lock(cli);
}

pb_status pb_publish_channels(pb_cli *cli, const pb_args *args, const pb_publish_in *in)
{
    pb_channel_in c = {.ws = in->ws, .roster = in->roster, .dir = in->dir, .now_s = in->stamp_s,
                       .invite = in->invite, .wait = wait_here, .wait_ctx = cli,
                       .interrupted = cli->interrupted, .lang_of = in->lang_of, .lang_ctx = cli};
    pb_status st = PB_OK;
    if (pb_arg_given(args, "caldav")) {
        c.url = pb_arg_text(args, "caldav", "");
        c.user = environment("PAIBAN_CALDAV_USER");
        c.password = environment("PAIBAN_CALDAV_PASSWORD");
        st = use(cli, &c, "out/calendars/caldav.csv", pb_caldav_push);
    }
    /* mail goes out also where a calendar server refused somebody */
    if (pb_arg_given(args, "smtp") && !*cli->interrupted) {
        c.url = pb_arg_text(args, "smtp", "");
        c.user = environment("PAIBAN_SMTP_USER");
        c.password = environment("PAIBAN_SMTP_PASSWORD");
        if (strcmp(c.url, "files") == 0)
            c.url = NULL;
        pb_status mailed = use(cli, &c, "out/calendars/mail.csv", pb_mail_send);
        st = st == PB_OK ? mailed : st;
    }
    return st;
}
