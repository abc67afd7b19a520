/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/report_facts.h"

#include "cli/activity_words.h"
#include "cli/plan_saved.h"
#include "cli/plan_why.h"
#include "cli/report_expect.h"
#include "cli/report_held.h"
#include "export/ledger_file.h"
#include "export/report_changes.h"
#include "planner/audit.h"
#include "planner/audit_groups.h"
#include "planner/audit_words.h"

#include <math.h>
#include <string.h>

static char *in_workspace(pb_cli *cli, const char *name)
{
    return pb_path_join(cli->arena, cli->dir, name);
}

static pb_status read_requirement(pb_cli *cli, pb_report_facts *f)
{
    char *path = in_workspace(cli, "out/requirement.csv");
    char *deferred = in_workspace(cli, "out/requirement_deferred.csv");
    if (!path || !deferred)
        return PB_ERR_NOMEM;
    if (!pb_file_exists(path))
        return PB_OK;
    pb_status st = pb_requirement_read(cli->arena, path, &f->ws.team, &f->ws.queues, &f->req, cli->diags);
    if (st == PB_OK && pb_file_exists(deferred))
        st = pb_deferred_read(cli->arena, deferred, &f->ws.team, &f->ws.queues, &f->req, cli->diags);
    if (st == PB_OK)
        st = pb_presence_count(cli->arena, &f->there, &f->ws.agents, &f->req, &f->presence);
    if (st == PB_OK)
        st = pb_audit_urgent(cli->arena, &f->ws, &f->req, &f->in.urgent);
    if (st == PB_OK) {
        f->in.req = &f->req;
        f->in.presence = &f->presence;
    }
    return st;
}

static pb_status read_forecast(pb_cli *cli, pb_report_facts *f)
{
    char *path = in_workspace(cli, "out/forecast.csv");
    char *spread = in_workspace(cli, "out/forecast_spread.csv");
    if (!path || !spread)
        return PB_ERR_NOMEM;
    if (!pb_file_exists(path))
        return PB_OK;
    pb_status st = pb_forecast_read(cli->arena, path, &f->ws.team, &f->ws.queues, &f->forecast, cli->diags);
    if (st == PB_OK && pb_file_exists(spread))
        st = pb_forecast_spread_read(cli->arena, spread, &f->forecast, cli->diags);
    if (st == PB_OK)
        f->in.forecast = &f->forecast;
    return st;
}

/* A report without history is still a report. */
static pb_status read_history(pb_cli *cli, pb_report_facts *f)
{
    const char *const *files;
    size_t n_files = 0;
    if (pb_history_files(cli->arena, cli->dir, &files, &n_files, NULL) != PB_OK || n_files == 0)
        return PB_OK;
    pb_status st = pb_history_read(cli->arena, files, n_files, &f->ws.team, &f->ws.queues, &f->history, cli->diags);
    if (st == PB_OK)
        f->in.history = &f->history;
    return st;
}

/* What was worked in the roster, before it, and in its months and years. */
static pb_status count_hours(pb_cli *cli, pb_report_facts *f)
{
    pb_arena *a = cli->arena;
    const pb_workspace *ws = &f->ws;
    pb_status st = pb_pay_rules_read(a, cli->data_dir, ws->team.law, &f->pay_rules, cli->diags);
    if (st != PB_OK)
        return st;
    const pb_roster before = pb_timeline_between(&f->timeline, f->timeline.all.first, f->roster.first - 1);
    st = pb_pay_split(a, &f->roster, &before, &ws->calendar, ws->team.zone, ws->team.week_start, &f->pay_rules,
                      &f->pay);
    if (st == PB_OK)
        st = pb_worktime_sum(a, ws, &f->roster, &f->pay, &f->pay_rules, &f->work);
    if (st == PB_OK)
        st = pb_fairness_make(a, ws, &f->roster, &f->timeline, &f->pay_rules, &f->work, &f->fairness);
    if (st == PB_OK)
        st = pb_pay_split(a, &f->timeline.all, NULL, &ws->calendar, ws->team.zone, ws->team.week_start,
                          &f->pay_rules, &f->all_pay);
    if (st == PB_OK)
        st = pb_counters_make(a, ws, &f->roster, &f->timeline, &f->all_pay, &f->pay_rules, &f->counters);
    f->in.pay_rules = &f->pay_rules;
    f->in.work = &f->work;
    f->in.fairness = &f->fairness;
    f->in.counters = &f->counters;
    return st;
}

/* actuals.csv, where there is one, beside the rosters; then the months. */
static pb_status compare_actuals(pb_cli *cli, pb_report_facts *f)
{
    char *path = in_workspace(cli, "actuals.csv");
    if (!path)
        return PB_ERR_NOMEM;
    if (pb_file_exists(path)) {
        pb_status st = pb_actuals_read(cli->arena, path, &f->ws.team, &f->ws.agents, &f->actuals, cli->diags);
        if (st == PB_OK)
            st = pb_attendance_make(cli->arena, &f->ws, &f->roster, &f->timeline, &f->actuals, f->in.req,
                                    &f->attendance);
        if (st != PB_OK)
            return st;
        f->in.attendance = &f->attendance;
    }
    f->in.months = &f->months;
    return pb_months_make(cli->arena, &f->ws, &f->roster, &f->timeline, &f->all_pay, &f->pay_rules, f->in.history,
                          f->in.forecast, f->in.attendance, &f->months);
}

/* The rules in force with what the auditor found of each; the last row stands for what holds without a
 * rule. */
static pb_status list_rules(pb_cli *cli, pb_report_facts *f, const pb_audit *audit)
{
    const pb_rules *rules = &f->ws.rules;
    pb_report_rule *list = PB_NEW_ARRAY(cli->arena, rules->n + 1, pb_report_rule);
    if (!list)
        return PB_ERR_NOMEM;
    for (size_t i = 0; i < rules->n; i++) {
        const pb_rule *r = &rules->at[i];
        list[i] = (pb_report_rule){.text = pb_rule_text(cli->arena, &f->ws, r, f->in.lang),
                                   .who = r->who.kind == PB_WHO_ALL ? pb_tr(f->in.lang, PB_N_("all")) : r->who_text, .source = r->source, .hard = r->hard};
        if (!list[i].text)
            return PB_ERR_NOMEM;
    }
    list[rules->n] = (pb_report_rule){
        .text = pb_tr(f->in.lang, PB_N_("absences, employment, times of shifts and breaks, skills, one duty at a time; "
                                        "contract hours, weekly limits and requests without a row")),
        .who = pb_tr(f->in.lang, PB_N_("all")), .source = "", .hard = true};
    for (size_t i = 0; i < audit->n; i++) {
        const pb_finding *x = &audit->at[i];
        if (pb_is_of_activities(x))
            continue;
        pb_report_rule *r = &list[x->rule >= 0 ? (size_t)x->rule : rules->n];
        r->n_findings++;
        r->n_broken += x->hard;
        r->cost += (double)x->cost / 1000.0;
    }
    f->in.n_rules = rules->n + 1;
    f->in.rules = list;
    return PB_OK;
}

/* The second line of a group: the duties behind what is broken; what a dear single one of the others bought. */
static const char *more_of(const pb_cli *cli, const pb_report_facts *f, const pb_finding *x, pb_whatif *asked)
{
    pb_cli speaker = *cli; /* in the report's language */
    speaker.lang = f->in.lang;
    if (x->hard)
        return pb_finding_evidence(cli->arena, &f->ws, &f->roster, x, f->in.lang);
    return asked && !pb_nobody_could(&f->ws, f->in.req, x) ? pb_bought_text(&speaker, &f->ws, asked, x) : NULL;
}

/* The sentences, groups of the same in one. */
static pb_status tell_findings(pb_cli *cli, pb_report_facts *f, const pb_audit *audit, bool inside)
{
    enum { BOUGHT = 12 };
    const pb_finding_group *groups;
    pb_whatif *asked = NULL;
    size_t n_groups, n = 0;
    pb_status st = pb_findings_group(cli->arena, audit, &groups, &n_groups);
    if (st == PB_OK)
        st = pb_why_open(cli, &f->ws, inside ? f->in.req : NULL, &f->roster, audit, f->roster.first,
                         f->roster.last - f->roster.first + 1, &asked);
    if (st != PB_OK)
        return st;
    pb_report_finding *list = PB_NEW_ARRAY(cli->arena, n_groups + 1, pb_report_finding);
    if (!list)
        return PB_ERR_NOMEM;
    for (size_t i = 0; i < n_groups; i++) {
        const pb_finding *x = &audit->at[groups[i].members[0]];
        if (pb_is_of_activities(x) || x->check == PB_RULE_OVER_COVER) /* these have parts of their own */
            continue;
        bool ask = groups[i].n == 1 && n < BOUGHT;
        list[n] = (pb_report_finding){
            .text = pb_group_text(cli->arena, &f->ws, inside ? f->in.req : NULL, &f->roster, audit, &groups[i], f->in.lang),
            .hard = x->hard, .n = groups[i].n, .cost = (double)groups[i].cost / 1000.0,
            .more = more_of(cli, f, x, ask ? asked : NULL)};
        if (!list[n++].text)
            return PB_ERR_NOMEM;
    }
    f->in.n_findings = n;
    f->in.findings = list;
    return PB_OK;
}

static pb_status ask_auditor(pb_cli *cli, pb_report_facts *f)
{
    pb_audit audit;
    const pb_requirement *req = f->in.req;
    int n_days = f->roster.last - f->roster.first + 1;
    bool inside = req && f->roster.first >= req->grid.first &&
                  f->roster.last < req->grid.first + req->grid.n_days;
    pb_status st = pb_audit_roster(cli->arena, &f->ws, inside ? req : NULL, &f->roster, NULL,
                                   f->roster.first, n_days, &audit);
    if (st == PB_OK)
        st = tell_findings(cli, f, &audit, inside);
    if (st == PB_OK)
        st = pb_report_held(cli, f, &audit);
    if (st == PB_OK)
        st = list_rules(cli, f, &audit);
    f->in.cost = inside ? (double)audit.cost / 1000.0 : NAN;
    return st;
}

/* The bound belongs to this roster only while its cost is the one that plan saw. */
static pb_status recall_plan(pb_cli *cli, pb_report_facts *f)
{
    pb_plan_saved saved;
    pb_status st = pb_plan_saved_read(cli, &saved);
    if (st == PB_OK && fabs(saved.cost - f->in.cost) < 0.0015) {
        f->in.bound = saved.bound;
        f->in.held = saved.held;
    }
    return st;
}

static pb_status compare_published(pb_cli *cli, pb_report_facts *f)
{
    pb_published ledger;
    bool found;
    char *path = in_workspace(cli, "published.csv");
    if (!path)
        return PB_ERR_NOMEM;
    pb_status st = pb_ledger_read(cli->arena, path, &ledger, &found, cli->diags);
    if (st != PB_OK || !found)
        return st;
    return pb_report_changes(cli->arena, &f->ws, &f->roster, &ledger, f->in.lang, &f->in.changes,
                             &f->in.n_changes);
}

/* One form of dates in the whole report: sentences of the auditor, which are made for the terminal, take the tables' one. */
static const char *spelt_out(void *ctx, const char *msgid)
{
    const pb_report_facts *f = ctx;
    return pb_tr(f->plain, strcmp(msgid, pb_day_brief) == 0 ? pb_day_spelt : msgid);
}

pb_status pb_report_gather(pb_cli *cli, const char *operand, const pb_lang *lang, pb_report_facts *ret)
{
    *ret = (pb_report_facts){0};
    pb_status st = pb_cli_workspace(cli, PB_NEED_PEOPLE, &ret->ws);
    if (st == PB_OK)
        st = pb_cli_roster(cli, operand, &ret->ws, &ret->roster);
    if (st == PB_OK && ret->roster.n == 0) {
        pb_diag_add(cli->diags, PB_ERROR, (pb_where){0}, NULL, PB_N_("the roster has no rows: there is nothing to report"));
        st = PB_ERR_INPUT;
    }
    if (st != PB_OK)
        return st;
    ret->in = (pb_report_input){.ws = &ret->ws, .roster = &ret->roster, .cost = NAN, .bound = NAN};
    ret->plain = lang ? lang : cli->lang_of(cli, ret->ws.team.language);
    ret->spelt = (pb_lang){ret->plain ? ret->plain->code : "en", spelt_out, ret};
    ret->in.lang = &ret->spelt;
    st = pb_timeline_make(cli->arena, &ret->ws, &ret->roster, &ret->timeline);
    if (st != PB_OK)
        return st;
    ret->there = pb_timeline_between(&ret->timeline, ret->roster.first - 1, ret->roster.last);
    static pb_status (*const parts[])(pb_cli *, pb_report_facts *) = {
        read_requirement, read_forecast, read_history, count_hours, compare_actuals, ask_auditor,
        recall_plan, compare_published, pb_report_service, pb_report_replay};
    for (size_t k = 0; st == PB_OK && k < sizeof parts / sizeof *parts; k++)
        st = parts[k](cli, ret);
    return st;
}
