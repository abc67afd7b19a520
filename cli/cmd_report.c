/* SPDX-License-Identifier: GPL-3.0-or-later */
/* paiban report: out/report.html and out/coverage.csv. */
#include "cli/words.h"
#include "export/report.h"


enum {
    NEED = PB_NEED_TEAM | PB_NEED_QUEUES | PB_NEED_CALENDAR | PB_NEED_AGENTS | PB_NEED_SHIFTS |
           PB_NEED_ABSENCES
};

/* One file of the report, in out/ of the workspace. */
static pb_status deliver(pb_cli *cli, const char *name, const pb_text *t)
{
    char *path = pb_path_join(cli->arena, cli->dir, name);
    char *folder = pb_path_join(cli->arena, cli->dir, "out");
    if (!path || !folder)
        return PB_ERR_NOMEM;
    pb_status st = pb_cli_lock(cli);
    if (st == PB_OK)
        st = pb_make_dirs(folder, cli->diags);
    if (st == PB_OK)
        st = pb_file_replace(path, t->bytes, t->n, 0644, cli->diags);
    if (st == PB_OK)
        pb_say(cli, PB_N_("wrote %s"), path);
    return st;
}

int pb_cmd_report(pb_cli *cli, const pb_args *args)
{
    pb_workspace ws;
    pb_roster roster;
    pb_requirement need;
    pb_text html, cover;
    pb_text_init(&html, NULL);
    pb_text_init(&cover, NULL);
    pb_status st = pb_cli_workspace(cli, NEED, &ws);
    if (st == PB_OK)
        st = pb_cli_roster(cli, pb_arg_at(args, 0), &ws, &roster);
    pb_report_in in = {.ws = &ws, .roster = &roster, .lang = cli->lang};
    if (st == PB_OK && !pb_arg_given(args, "lang"))
        in.lang = cli->lang_of(cli, ws.team.language);
    if (st == PB_OK) {
        const char *path = pb_path_join(cli->arena, cli->dir, "out/requirement.csv");
        bool found = path && pb_file_exists(path);
        if (found)
            st = pb_requirement_read(cli->arena, path, &ws.team, &ws.queues, &need, cli->diags);
        in.requirement = found ? &need : NULL;
    }
    if (st == PB_OK)
        st = pb_report_html(&html, &in);
    if (st == PB_OK)
        st = pb_report_coverage(&cover, &in);
    if (st == PB_OK)
        st = deliver(cli, "out/report.html", &html);
    if (st == PB_OK)
        st = deliver(cli, "out/coverage.csv", &cover);
    pb_text_done(&html);
    pb_text_done(&cover);
    return pb_exit_of(st);
}
