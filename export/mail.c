/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "export/mail.h"

#include "export/ical_write.h"
#include "export/publish.h"

#include <stdio.h>
#include <string.h>

enum { TRIES = 3 };

/* One agent's mail. */
typedef struct post {
    pb_arena *a;
    const pb_channel_in *in;
    pb_diags *d;
    pb_net *net;               /* NULL = files */
    pb_ical_zone zone;
    pb_channel_agent g;
    const char *from, *to, *domain;
    const pb_lang *lang;
    pb_channel_result *result;
    pb_text ical, text, message;
    bool gave_up;
} post;

static bool is_mailed(pb_event_kind k)
{
    return k == PB_EVENT_SHIFT || k == PB_EVENT_LEAVE || k == PB_EVENT_TRAINING;
}

static void put_when(post *p, const pb_event *e)
{
    char day[11];
    pb_date date = e->date;
    if (e->all_day)
        date = e->from;
    pb_text_printf(&p->text, "%s %s", pb_date_format(date, day), e->summary);
}

/* Subject and readable part. */
static const char *compose(post *p, const pb_event *e, bool cancel, bool known)
{
    const char *fmt = cancel ? PB_N_("Cancelled: %s") : known ? PB_N_("Changed: %s") : PB_N_("New: %s");
    p->text.n = 0;
    put_when(p, e);
    if (p->text.status != PB_OK)
        return NULL;
    char *subject = pb_arena_printf(p->a, pb_tr(p->lang, fmt), p->text.bytes);
    p->text.n = 0;
    pb_text_printf(&p->text, "%s\r\n", subject ? subject : "");
    if (!cancel)
        for (const char *s = e->description; *s; s++)
            pb_text_put(&p->text, *s == '\n' ? "\r\n" : s, *s == '\n' ? 2 : 1);
    pb_text_puts(&p->text, "\r\n");
    return p->text.status == PB_OK ? subject : NULL;
}

static pb_status build(post *p, const pb_event *e, bool cancel, bool known)
{
    static const char *const words[] = {"", "PUBLISH", "REQUEST", "CANCEL"};
    pb_ical_method method = cancel          ? PB_METHOD_CANCEL
                            : p->in->invite ? PB_METHOD_REQUEST
                                            : PB_METHOD_PUBLISH;
    pb_ical_head head = {.name = "", .zone = &p->zone, .method = method,
                         .organizer = pb_arena_printf(p->a, "mailto:%s", p->from)};
    if (p->in->invite)
        head.attendee = pb_arena_printf(p->a, "mailto:%s", p->to);
    const char *subject = compose(p, e, cancel, known);
    if (!head.organizer || (p->in->invite && !head.attendee) || !subject)
        return PB_ERR_NOMEM;
    p->ical.n = p->message.n = 0;
    pb_status st = pb_ical_write(&p->ical, &head, e, 1);
    if (st != PB_OK)
        return st;
    char id[80];
    snprintf(id, sizeof id, "%.32s.%d", e->uid, e->seq);
    pb_mail_parts m = {.from = p->from, .to = p->to, .subject = subject, .text = p->text.bytes,
                       .method = words[method], .ical = p->ical.bytes, .id = id,
                       .domain = p->domain, .date_s = e->stamp_s};
    pb_mail_write(&p->message, &m);
    return p->message.status;
}

static pb_status to_file(post *p, const pb_event *e)
{
    char *safe = pb_safe_name(p->a, p->g.id);
    char *name = safe ? pb_arena_printf(p->a, "out/calendars/mail/%s", safe) : NULL;
    char *folder = name ? pb_path_join(p->a, p->in->dir, name) : NULL;
    char *path = folder ? pb_arena_printf(p->a, "%s/%.32s-%d.eml", folder, e->uid, e->seq) : NULL;
    pb_status st = path ? pb_make_dirs(folder, p->d) : PB_ERR_NOMEM;
    return st == PB_OK ? pb_file_replace(path, p->message.bytes, p->message.n, 0600, p->d) : st;
}

/* 250 and its like are done. Where not, the result says why; a server that does not answer is given up. */
static pb_status try_once(post *p, bool *ret_sent, bool *ret_again)
{
    pb_reply r;
    pb_reply_init(&r);
    pb_status st = pb_net_mail(p->net, p->in->url, p->from, p->to, p->message.bytes, p->message.n, &r);
    *ret_sent = st == PB_OK && r.code >= 200 && r.code < 300;
    *ret_again = st == PB_OK && !*ret_sent && r.code < 500;
    if (st == PB_OK && !*ret_sent) {
        p->result->note = r.code ? pb_arena_printf(p->a, "SMTP %d", r.code)
                                 : pb_arena_strdup(p->a, r.problem);
        p->gave_up = r.code == 0;
        st = p->result->note ? PB_OK : PB_ERR_NOMEM;
    }
    pb_reply_done(&r);
    return st;
}

/* 4xx and lost connections are tried three times, what the server refuses (5xx) once. */
static pb_status over_smtp(post *p, bool *ret_sent)
{
    const char *before = p->result->note; /* a try that was made good leaves none */
    for (int tries = 1;; tries++) {
        bool again;
        pb_status st = try_once(p, ret_sent, &again);
        if (*ret_sent)
            p->result->note = before;
        if (st != PB_OK || !again || tries == TRIES || *p->in->interrupted ||
            !p->in->wait(p->in->wait_ctx, 1 << (tries - 1)))
            return st;
        p->gave_up = false;
    }
}

static pb_status send_one(post *p, const pb_event *e, bool cancel, bool known)
{
    bool sent = true;
    pb_status st = build(p, e, cancel, known);
    if (st == PB_OK)
        st = p->net ? over_smtp(p, &sent) : to_file(p, e);
    if (st != PB_OK)
        return st;
    p->result->failed += !sent;
    if (!sent)
        return PB_OK;
    p->result->created += !cancel && !known;
    p->result->updated += !cancel && known;
    p->result->removed += cancel;
    if (!p->net)
        return PB_OK;
    st = pb_channel_tell(p->a, &p->g, e->uid, e->seq, cancel ? PB_REMOVED : PB_LIVE, "");
    return st == PB_OK ? pb_channel_save(p->a, p->in, "mail", &p->g, p->d) : st;
}

static pb_status send_event(post *p, const pb_event *e)
{
    const pb_channel_row *told = pb_channel_find(&p->g, e->uid);
    if (!is_mailed(e->kind) || e->end_s <= p->in->now_s)
        return PB_OK;
    if (told && told->seq >= e->seq && told->state == PB_LIVE) {
        p->result->same++;
        return PB_OK;
    }
    return send_one(p, e, false, told && told->state == PB_LIVE);
}

static pb_status send_removal(post *p, const pb_published_row *row)
{
    const pb_channel_row *told = pb_channel_find(&p->g, row->uid);
    pb_event e = {.uid = row->uid, .kind = pb_event_kind_parse(row->kind), .date = row->date,
                  .seq = row->seq, .stamp_s = row->stamp_s, .start_s = row->start_s,
                  .end_s = row->end_s, .summary = row->title, .description = "", .location = ""};
    if (row->state != PB_REMOVED || row->end_s <= p->in->now_s || !told || told->state == PB_REMOVED)
        return PB_OK;
    bool days = row->start_s % 86400 == 0 && row->end_s % 86400 == 0;
    if (e.kind != PB_EVENT_SHIFT && days)
        pb_event_set_days(&e, (pb_date)(row->start_s / 86400), (pb_date)(row->end_s / 86400));
    return send_one(p, &e, true, true);
}

static pb_status send_all(post *p)
{
    pb_status st = PB_OK;
    if (p->in->url)
        st = pb_net_open(p->g.user, p->g.password, &p->net, p->d);
    for (size_t i = 0; i < p->g.n_ledger && st == PB_OK && !p->gave_up && !*p->in->interrupted; i++)
        st = send_removal(p, &p->g.ledger[i]);
    for (size_t i = 0; i < p->g.n_events && st == PB_OK && !p->gave_up && !*p->in->interrupted; i++)
        st = send_event(p, &p->g.events[i]);
    pb_net_close(p->net);
    return st;
}

static pb_status mail_agent(pb_arena *a, const pb_channel_in *in, const pb_published *ledger,
                            const pb_credentials *c, int32_t agent, pb_channel_result *result,
                            pb_diags *d)
{
    const pb_agent *g = &in->ws->agents.at[agent];
    const char *code = *g->language ? g->language : in->ws->team.language;
    post p = {.a = pb_arena_new(NULL), .in = in, .d = d, .result = result, .to = g->email,
              .from = pb_team_setting(&in->ws->team, "calendar_organizer", "roster@paiban.invalid"),
              .domain = pb_team_setting(&in->ws->team, "calendar_domain", "paiban"),
              .lang = in->lang_of(in->lang_ctx, code)};
    if (!p.a)
        return PB_ERR_NOMEM;
    pb_text_init(&p.ical, NULL);
    pb_text_init(&p.text, NULL);
    pb_text_init(&p.message, NULL);
    pb_ical_zone_fit_years(in->ws->team.zone, in->roster->first, in->roster->last, &p.zone);
    pb_status st = pb_channel_load(p.a, in, "mail", ledger, c, agent, &p.g, d);
    if (st == PB_OK) {
        st = send_all(&p);
        pb_channel_unload(&p.g);
    }
    result->note = pb_arena_strdup(a, result->note);
    pb_text_done(&p.ical);
    pb_text_done(&p.text);
    pb_text_done(&p.message);
    pb_arena_free(p.a);
    return st == PB_OK && !result->note ? PB_ERR_NOMEM : st;
}

pb_status pb_mail_preview(pb_arena *a, const pb_channel_in *in, int32_t agent, pb_channel_result *ret,
                          pb_diags *d)
{
    const pb_agent *g = &in->ws->agents.at[agent];
    const pb_credentials nobody = {0, 0, NULL};
    const pb_published none = {0};
    *ret = (pb_channel_result){.agent = g->id, .note = ""};
    return pb_mail_is_address(g->email) ? mail_agent(a, in, &none, &nobody, agent, ret, d) : PB_OK;
}

static pb_status check_addresses(const pb_channel_in *in, pb_diags *d)
{
    const char *from = pb_team_setting(&in->ws->team, "calendar_organizer", "");
    size_t before = pb_diags_errors(d);
    pb_where team = {"team.csv", 0, NULL};
    if ((in->url || *from) && !pb_mail_is_address(from))
        pb_diag_add(d, PB_ERROR, team, PB_N_("add a row: calendar_organizer,roster@example.com"),
                    PB_N_("calendar_organizer is no mail address: \"%s\""), from);
    for (int32_t i = 0; i < in->ws->agents.n; i++) {
        const pb_agent *g = &in->ws->agents.at[i];
        pb_where where = {"agents.csv", 0, "email"};
        if (*g->email && !pb_mail_is_address(g->email))
            pb_diag_add(d, PB_ERROR, where, NULL, PB_N_("\"%s\" has no proper mail address: \"%s\""),
                        g->id, g->email);
    }
    return pb_diags_errors(d) == before ? PB_OK : PB_ERR_INPUT;
}

static pb_status mail_agents(pb_arena *a, const pb_channel_in *in, const pb_published *ledger,
                             const pb_credentials *c, pb_channel_results *ret, size_t *ret_failed,
                             pb_diags *d)
{
    pb_status st = PB_OK;
    for (int32_t i = 0; i < in->ws->agents.n && st == PB_OK && !*in->interrupted; i++) {
        if (!*in->ws->agents.at[i].email)
            continue;
        pb_channel_result *r = &ret->at[ret->n++];
        *r = (pb_channel_result){.agent = in->ws->agents.at[i].id, .note = ""};
        st = mail_agent(a, in, ledger, c, i, r, d);
        *ret_failed += r->failed > 0;
    }
    return st;
}

pb_status pb_mail_send(pb_arena *a, const pb_channel_in *in, pb_channel_results *ret, pb_diags *d)
{
    pb_credentials c = {0, 0, NULL};
    pb_published ledger;
    bool found;
    size_t failed = 0;
    char *path = pb_path_join(a, in->dir, "published.csv");
    pb_status st = path ? check_addresses(in, d) : PB_ERR_NOMEM;
    if (st == PB_OK)
        st = pb_ledger_read(a, path, &ledger, &found, d);
    *ret = (pb_channel_results){0, PB_NEW_ARRAY(a, (size_t)in->ws->agents.n, pb_channel_result)};
    if (st == PB_OK && !ret->at)
        st = PB_ERR_NOMEM;
    if (st == PB_OK)
        st = mail_agents(a, in, &ledger, &c, ret, &failed, d);
    if (st != PB_OK || failed == 0)
        return st;
    pb_diag_add(d, PB_ERROR, (pb_where){NULL, 0, NULL},
                PB_N_("see the table; what was not sent is sent by the next run"),
                PB_N_("mail to %zu of %zu agents could not be sent"), failed, ret->n);
    return PB_ERR_IO;
}
