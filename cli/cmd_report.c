/* SPDX-License-Identifier: GPL-3.0-or-later */
/* paiban report: the page, the spreadsheet and the tables for payroll, all from the same facts. */
#include "cli/report_facts.h"
#include "cli/words.h"
#include "export/report_xlsx.h"

#include <stdio.h>
#include <unistd.h>

/* A text file of the report in the making. */
typedef struct page {
    const char *name; /* in the workspace */
    pb_text text;
} page;

enum { HTML, COVERAGE, HOURS, SUMMARY, COUNTERS, MONTH, ADHERENCE, N_PAGES };

static pb_status stage_pages(pb_cli *cli, pb_stage *stage, page *pages)
{
    for (int i = 0; i < N_PAGES; i++) {
        char *path = pb_path_join(cli->arena, cli->dir, pages[i].name);
        if (!path || pages[i].text.status)
            return PB_ERR_NOMEM;
        if (!pages[i].text.n)
            continue;
        pb_status st = pb_stage_put(stage, path, pages[i].text.bytes, pages[i].text.n, 0644, cli->diags);
        if (st)
            return st;
    }
    return PB_OK;
}

/* libxlsxwriter writes to a path only: to one of our own, whose bytes are then staged like the rest. */
static pb_status stage_spreadsheet(pb_cli *cli, pb_stage *stage, const pb_report_facts *f)
{
    char *path = pb_path_join(cli->arena, cli->dir, "out/report.xlsx");
    char *temporary = pb_arena_printf(cli->arena, "%s/out/.report.%ld.xlsx", cli->dir, (long)getpid());
    char *bytes;
    size_t n;
    if (!path || !temporary)
        return PB_ERR_NOMEM;
    if (!pb_report_xlsx_available()) {
        pb_say(cli, PB_N_("report.xlsx is left out: this program was built without libxlsxwriter"));
        return PB_OK;
    }
    /* the document's date is that of the plan, so that the same roster gives the same bytes */
    int64_t created_s = pb_zone_utc_simple(f->ws.team.zone, f->roster.first, 0);
    pb_status st = pb_report_xlsx(&f->in, &f->pay, created_s, temporary, cli->diags);
    if (st == PB_OK)
        st = pb_file_read(cli->arena, temporary, 0, &bytes, &n, cli->diags);
    unlink(temporary);
    return st == PB_OK ? pb_stage_put(stage, path, bytes, n, 0644, cli->diags) : st;
}

static void write_pages(const pb_report_facts *f, page *pages)
{
    pb_report_html(&f->in, &pages[HTML].text);
    if (f->in.req)
        pb_presence_write(&f->presence, &f->req, f->in.service_level,
                          f->in.attendance ? f->attendance.cover : NULL, &pages[COVERAGE].text);
    pb_worktime_write_pieces(&f->ws, &f->pay, &pages[HOURS].text);
    pb_worktime_write_summary(&f->ws, &f->work, &pages[SUMMARY].text);
    pb_counters_write(&f->ws, &f->counters, &pages[COUNTERS].text);
    pb_months_write(&f->months, &pages[MONTH].text);
    if (f->in.attendance)
        pb_attendance_write(&f->ws, &f->attendance, &pages[ADHERENCE].text);
}

static pb_status write_all(pb_cli *cli, const pb_report_facts *f, page *pages)
{
    char *folder = pb_path_join(cli->arena, cli->dir, "out");
    pb_stage *stage = pb_stage_new(NULL);
    pb_status st = folder && stage ? pb_cli_lock(cli) : PB_ERR_NOMEM;
    if (st == PB_OK)
        st = pb_make_dirs(folder, cli->diags);
    if (st == PB_OK)
        st = stage_pages(cli, stage, pages);
    if (st == PB_OK)
        st = stage_spreadsheet(cli, stage, f);
    if (st == PB_OK)
        st = pb_stage_commit(stage, cli->diags);
    pb_stage_free(stage);
    return st;
}

static void tell(pb_cli *cli, const pb_report_facts *f, const page *pages)
{
    for (int i = 0; i < N_PAGES; i++)
        if (pages[i].text.n)
            pb_say(cli, PB_N_("wrote %s"), pages[i].name);
    if (pb_report_xlsx_available())
        pb_say(cli, PB_N_("wrote %s"), "out/report.xlsx");
    if (!f->in.req)
        pb_say(cli, PB_N_("without out/requirement.csv the report shows no cover; run paiban staff first"));
}

static json_t *as_json(const pb_report_facts *f)
{
    size_t hard = 0, soft = 0;
    for (size_t i = 0; i < f->in.n_findings; i++)
        *(f->in.findings[i].hard ? &hard : &soft) += f->in.findings[i].n;
    return json_pack("{s:i,s:i,s:i,s:i,s:i,s:i,s:i,s:i}", "duties", f->work.total.duties, "paid_min",
                     f->work.total.paid_min, "min_100", f->work.total.by_class[PB_PAY_ORDINARY], "min_overtime",
                     f->work.total.by_class[PB_PAY_OVERTIME], "min_rest_day",
                     f->work.total.by_class[PB_PAY_REST], "min_statutory",
                     f->work.total.by_class[PB_PAY_STATUTORY], "hard_rules_broken", (int)hard,
                     "soft_rules_broken", (int)soft);
}

int pb_cmd_report(pb_cli *cli, const pb_args *args)
{
    page pages[N_PAGES] = {{"out/report.html", {0}}, {"out/coverage.csv", {0}}, {"out/hours.csv", {0}},
                           {"out/summary.csv", {0}}, {"out/counters.csv", {0}}, {"out/month.csv", {0}},
                           {"out/adherence.csv", {0}}};
    pb_report_facts *f = PB_NEW(cli->arena, pb_report_facts);
    pb_status st = f ? PB_OK : PB_ERR_NOMEM;
    for (int i = 0; i < N_PAGES; i++)
        pb_text_init(&pages[i].text, NULL);
    if (st == PB_OK)
        st = pb_report_gather(cli, pb_arg_at(args, 0), pb_arg_given(args, "lang") ? cli->lang : NULL, f);
    if (st == PB_OK) {
        write_pages(f, pages);
        st = write_all(cli, f, pages);
    }
    if (st == PB_OK)
        tell(cli, f, pages);
    if (st == PB_OK && cli->json)
        st = pb_print_json(cli, as_json(f));
    for (int i = 0; i < N_PAGES; i++)
        pb_text_done(&pages[i].text);
    return pb_exit_of(st);
}
