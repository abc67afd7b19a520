/* SPDX-License-Identifier: GPL-3.0-or-later */
/* paiban report: out/report.html and out/coverage.csv. */
#include "cli/words.h"

#include "cli/read.h"
#include "export/report.h"

#include <string.h>

/* One file of the report, in out/ of the workspace. */
static pb_status deliver(pb_cli *cli, const char *name, const pb_text *t)
{
    char *path = pb_path_join(cli->arena, cli->dir, name);
    char *folder = pb_path_join(cli->arena, cli->dir, "out");
    if (!path || !folder)
        return PB_ERR_NOMEM;
    pb_status st = pb_make_dirs(folder, cli->diags);
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
    pb_status st = pb_cli_read_roster(cli, pb_arg_at(args, 0), PB_NEED_PUBLISH, &ws, &roster);
    pb_report_in in = {.ws = &ws, .roster = &roster, .lang = cli->lang};
    if (st == PB_OK && !pb_arg_given(args, "lang"))
        in.lang = cli->lang_of(cli, ws.team.language);
    if (st == PB_OK) {
        bool found = false;
        st = pb_cli_read_requirement(cli, &ws, &need, &found);
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
