/* SPDX-License-Identifier: GPL-3.0-or-later */
/* paiban publish: calendars, messages, the change list and the ledger. */
#include "cli/channels.h"
#include "cli/words.h"
#include "export/publish.h"
#include "planner/audit.h"

#include <jansson.h>
#include <string.h>
#include <sys/random.h>

enum {
    NEED = PB_NEED_PEOPLE & ~PB_NEED_ACTIVITIES & ~PB_NEED_REQUESTS
};

static bool system_entropy(void *ctx, void *bytes, size_t n)
{
    (void)ctx;
    return getrandom(bytes, n, 0) == (ssize_t)n;
}

static const pb_lang *lang_of(void *ctx, const char *code)
{
    pb_cli *cli = ctx;
    return cli->lang_of(cli, code);
}

/* "A;B" as a list; NULL entries never. */
static pb_status split(pb_cli *cli, const char *list, const char *const **ret, size_t *ret_n)
{
    char *copy = pb_arena_strdup(cli->arena, list);
    const char **at = copy ? pb_arena_alloc(cli->arena, strlen(list) + 1, sizeof *at) : NULL;
    size_t n = 0;
    if (!at)
        return PB_ERR_NOMEM;
    char *save = NULL;
    for (char *s = strtok_r(copy, ";,", &save); s; s = strtok_r(NULL, ";,", &save))
        at[n++] = s;
    *ret = at;
    *ret_n = n;
    return PB_OK;
}

static pb_status take_options(pb_cli *cli, const pb_args *args, pb_publish_in *in)
{
    in->first = pb_arg_date(args, "from", PB_DATE_NONE);
    in->last = pb_arg_date(args, "to", PB_DATE_NONE);
    in->dry_run = pb_arg_given(args, "dry-run");
    in->adopt = pb_arg_given(args, "adopt");
    in->allow_shrink = pb_arg_given(args, "allow-shrink");
    in->invite = pb_arg_given(args, "invite");
    in->all_messages = strcmp(pb_arg_text(args, "messages", "changes"), "all") == 0;
    in->style.break_events = strcmp(pb_arg_text(args, "breaks", "text"), "events") == 0;
    in->style.off_days = pb_arg_given(args, "off");
    in->style.tentative = pb_arg_given(args, "draft");
    in->style.alarm_min = (int)(pb_arg_number(args, "alarm", 0) / 60);
    in->style.location = pb_team_setting(&in->ws->team, "calendar_location", "");
    pb_status st = split(cli, pb_arg_text(args, "revoke", ""), &in->revoke, &in->n_revoke);
    if (st == PB_OK)
        st = split(cli, pb_arg_text(args, "rotate", ""), &in->rotate, &in->n_rotate);
    return st;
}

/* What a dry run found, as in changes.csv. */
static json_t *changes_json(const pb_change_list *l, const pb_zone *z)
{
    json_t *list = json_array();
    for (size_t i = 0; list && i < l->n; i++) {
        const pb_change_item *it = &l->at[i];
        char t[4][32];
        json_t *row = json_pack("{s:s,s:s,s:s,s:s,s:s,s:s,s:s,s:s,s:s?}", "agent", it->agent, "name", it->name, "change",
                                pb_change_word(it), "title", it->new_end_s > 0 ? it->title : it->old_title,
                                "old_start", pb_change_time(it, z, it->old_start_s, t[0]), "old_end",
                                pb_change_time(it, z, it->old_end_s, t[1]), "new_start",
                                pb_change_time(it, z, it->new_start_s, t[2]), "new_end",
                                pb_change_time(it, z, it->new_end_s, t[3]), "with", it->with);
        if (json_array_append_new(list, row) != 0) {
            json_decref(list);
            return NULL;
        }
    }
    return list;
}

static pb_status print_json(pb_cli *cli, const pb_publish_result *r, const pb_publish_in *in)
{
    json_t *changes = in->dry_run ? changes_json(r->changes, in->ws->team.zone) : NULL;
    if (in->dry_run && !changes)
        return PB_ERR_NOMEM;
    return pb_print_json(
        cli, json_pack("{s:b,s:I,s:I,s:I,s:I,s:I,s:I,s:I,s:I,s:o*}", "dry_run", (int)in->dry_run, "calendars",
                       (json_int_t)r->n_agents, "entries", (json_int_t)r->n_events, "added",
                       (json_int_t)r->n_added, "moved", (json_int_t)r->n_moved, "changed",
                       (json_int_t)r->n_changed, "removed", (json_int_t)r->n_removed, "swapped",
                       (json_int_t)r->n_swapped, "files_changed", (json_int_t)r->n_files_changed,
                       "changes", changes));
}

static pb_status tell(pb_cli *cli, const pb_publish_in *in, const pb_publish_result *r)
{
    pb_text t;
    pb_status st = PB_OK;
    pb_text_init(&t, NULL);
    if (cli->json) {
        st = print_json(cli, r, in);
    } else if (in->dry_run) {
        pb_changes_csv(&t, r->changes, in->ws->team.zone, in->stamp_s);
        if (t.status == PB_OK)
            fwrite(t.bytes, 1, t.n, cli->out);
        st = t.status;
    }
    pb_text_done(&t);
    pb_say(cli, PB_N_("%zu calendars with %zu entries: %zu added, %zu moved, %zu changed, %zu removed, %zu swapped"),
           r->n_agents, r->n_events, r->n_added, r->n_moved, r->n_changed, r->n_removed, r->n_swapped);
    if (r->n_beyond > 0)
        pb_say(cli, PB_N_("%zu published duties after the roster's last day stay; --to DATE lets the roster decide them"),
               r->n_beyond);
    if (in->dry_run)
        pb_say(cli, PB_N_("%zu files would change; nothing was written"), r->n_files_changed);
    else
        pb_say(cli, PB_N_("%zu files changed in out/calendars"), r->n_files_changed);
    return st;
}

/* The table of feeds; "" = none. */
static const char *feeds_table(pb_cli *cli)
{
    const char *path = pb_path_join(cli->arena, cli->dir, "private/feeds.csv");
    char *text = NULL;
    size_t n;
    if (!path || !pb_file_exists(path) || pb_file_read(cli->arena, path, 0, &text, &n, NULL) != PB_OK)
        return "";
    return text;
}

/* What lies where now, and how it reaches people; where nothing is sent, that is still to be done. Only where somebody has a new
 * address: later publications find their way alone. */
static void tell_next(pb_cli *cli, const pb_args *args, const char *feeds_before)
{
    static const pb_left left[] = {
        {"out/calendars/feeds", PB_N_("one calendar an agent, TOKEN.ics, for a web server to show; nothing else of this folder is for it")},
        {"private/feeds.csv", PB_N_("which TOKEN is whose: keep this table to yourself")},
        {"out/calendars/import", PB_N_("the same calendars by agent, to be imported by hand")},
        {"out/calendars/team", PB_N_("a calendar a team, with names, for its leader")},
        {"out/calendars/changes.csv", PB_N_("what changed; changes/ beside it tells each agent")},
    };
    if (strcmp(feeds_before, feeds_table(cli)) == 0)
        return;
    pb_tell_left(cli, left, sizeof left / sizeof *left);
    if (!cli->json && !pb_arg_given(args, "caldav") && !pb_arg_given(args, "smtp"))
        pb_say(cli, PB_N_("next: give each agent the address of the own TOKEN.ics, or let paiban publish --caldav or --smtp bring the shifts to them"));
}

/* Publishing what breaks a rule is the user's right; not knowing it is not. */
static pb_status warn_of_broken(pb_cli *cli, const pb_workspace *ws, const pb_roster *roster)
{
    pb_audit audit;
    if (roster->n == 0)
        return PB_OK;
    pb_status st = pb_audit_roster(cli->arena, ws, NULL, roster, NULL, roster->first,
                                   roster->last - roster->first + 1, &audit);
    if (st == PB_OK && audit.n_broken > 0)
        pb_diag_add(cli->diags, PB_WARNING, (pb_where){NULL, 0, NULL}, PB_N_("`paiban check` names them"),
                    audit.n_broken == 1 ? PB_N_("this roster breaks %zu hard rule")
                                        : PB_N_("this roster breaks %zu hard rules"), audit.n_broken);
    return st;
}

static pb_status read_inputs(pb_cli *cli, const pb_args *args, pb_workspace *ws, pb_roster *roster)
{
    pb_status st = pb_arg_given(args, "dry-run") ? PB_OK : pb_cli_lock(cli);
    if (st == PB_OK)
        st = pb_cli_workspace(cli, NEED, ws);
    if (st == PB_OK)
        st = pb_cli_roster(cli, pb_arg_at(args, 0), ws, roster);
    return st == PB_OK ? warn_of_broken(cli, ws, roster) : st;
}

/* Sends what is to be sent. Ctrl-C meanwhile: not all of it was. */
static int send(pb_cli *cli, const pb_args *args, const pb_publish_in *in)
{
    pb_status st = in->dry_run ? PB_OK : pb_publish_channels(cli, args, in);
    bool sends = pb_arg_given(args, "caldav") || pb_arg_given(args, "smtp");
    if (!sends || !*cli->interrupted || (st != PB_OK && st != PB_ERR_IO))
        return pb_exit_of(st);
    pb_say(cli, PB_N_("interrupted; what was not sent is sent by the next run"));
    return PB_EXIT_LIMIT;
}

int pb_cmd_publish(pb_cli *cli, const pb_args *args)
{
    pb_workspace ws;
    pb_roster roster;
    pb_publish_result result;
    pb_mail_preview_run mail;
    pb_publish_in in = {.ws = &ws, .roster = &roster, .dir = cli->dir, .stamp_s = cli->now_s,
                        .entropy = system_entropy, .interrupted = cli->interrupted, .lang_of = lang_of, .lang_ctx = cli};
    pb_status st = read_inputs(cli, args, &ws, &roster);
    const char *feeds_before = feeds_table(cli);
    if (st == PB_OK)
        st = take_options(cli, args, &in);
    if (st == PB_OK)
        st = pb_publish_preview(cli, args, &in, &mail);
    if (st == PB_OK)
        st = pb_publish(cli->arena, &in, &result, cli->diags);
    if (st == PB_OK)
        st = tell(cli, &in, &result);
    if (st == PB_OK && in.preview)
        pb_say(cli, PB_N_("%d messages that would be mailed are in out/calendars/mail"), mail.n);
    if (st == PB_OK)
        tell_next(cli, args, feeds_before);
    return st == PB_OK ? send(cli, args, &in) : pb_exit_of(st);
}
