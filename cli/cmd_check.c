/* SPDX-License-Identifier: GPL-3.0-or-later */
/* paiban check: the auditor on any roster. */
#include "cli/activity_words.h"
#include "cli/gap_words.h"
#include "cli/plan_io.h"
#include "cli/plan_why.h"
#include "cli/rule_words.h"
#include "cli/words.h"

enum { SENTENCES = 100 };

/* --rules: about the days of the requirement, else the next ones. */
static int list_rules(pb_cli *cli, const pb_args *args, const pb_workspace *ws)
{
    pb_requirement req;
    int second, n_days = ws->team.plan_days;
    pb_date first;

    pb_zone_local(ws->team.zone, cli->now_s, &first, &second);
    if (pb_io_has_requirement(cli, args) && pb_io_requirement(cli, args, ws, &req) == PB_OK)
        first = req.grid.first;
    return pb_rules_list(cli, ws, pb_arg_date(args, "from", first), (int)pb_arg_int(args, "days", n_days));
}

/* gap: NULL without a requirement. */
static pb_status print_json(pb_cli *cli, const pb_workspace *ws, const pb_requirement *req, const pb_roster *roster,
                            const pb_audit *audit, const pb_presence_gap *gap)
{
    return pb_print_json(cli, json_pack("{s:I,s:f,s:o,s:o,s:o*}", "broken", (json_int_t)audit->n_broken, "cost",
                                        (double)audit->cost / 1000, "parts", pb_io_parts(audit->by_rule), "findings",
                                        pb_io_findings(cli, ws, req, roster, audit), "cover",
                                        gap ? pb_gap_json(req, gap) : NULL));
}

static pb_status print(pb_cli *cli, const pb_workspace *ws, const pb_requirement *req, const pb_roster *roster,
                       const pb_audit *audit, pb_date first, int days, const pb_presence_gap *gap)
{
    pb_whatif *asked;
    pb_status s = pb_why_open(cli, ws, cli->quiet ? NULL : req, roster, audit, first, days, &asked);

    if (s)
        return s;
    if (audit->n_broken)
        fprintf(cli->out, pb_tr(cli->lang, audit->n_broken == 1 ? PB_N_("%zu hard rule is broken; cost %.2f\n")
                                                             : PB_N_("%zu hard rules are broken; cost %.2f\n")),
                audit->n_broken, (double)audit->cost / 1000);
    else
        fprintf(cli->out, pb_tr(cli->lang, PB_N_("All hard rules hold; cost %.2f\n")),
                (double)audit->cost / 1000);
    if (gap)
        pb_gap_tell(cli, req, gap);
    pb_io_tell_parts(cli, audit->by_rule);
    s = pb_io_tell(cli, ws, req, roster, audit, SENTENCES, asked, false);
    return s ? s : pb_tell_activities(cli, ws, req, roster, audit, first, days, SENTENCES);
}

static pb_status tell(pb_cli *cli, const pb_workspace *ws, const pb_requirement *req, const pb_roster *roster,
                      const pb_audit *audit, pb_date first, int days)
{
    pb_presence_gap gap;
    pb_status s = req ? pb_gap_count(cli, ws, req, roster, first, days, &gap) : PB_OK;

    if (s)
        return s;
    return cli->json ? print_json(cli, ws, req, roster, audit, req ? &gap : NULL)
                     : print(cli, ws, req, roster, audit, first, days, req ? &gap : NULL);
}

int pb_cmd_check(pb_cli *cli, const pb_args *args)
{
    pb_workspace ws;
    pb_requirement store;
    const pb_requirement *req;
    pb_roster roster;
    pb_audit audit;
    pb_date first;
    int days;
    pb_status s = pb_cli_workspace(cli, PB_NEED_PEOPLE, &ws);

    if (s)
        return pb_exit_of(s);
    if (pb_arg_given(args, "rules"))
        return list_rules(cli, args, &ws);
    s = pb_cli_roster(cli, pb_arg_at(args, 0), &ws, &roster);
    if (s)
        return pb_exit_of(s);
    first = pb_arg_date(args, "from", roster.first);
    days = roster.n == 0 ? 0 : (int)pb_arg_int(args, "days", roster.last - first + 1);
    if (days <= 0) {
        pb_say(cli, PB_N_("the roster has no duties on these days"));
        return PB_EXIT_DONE;
    }
    s = pb_io_judged(cli, args, &ws, &roster, &first, &days, &store, &req);
    if (!s)
        s = pb_audit_roster(cli->arena, &ws, req, &roster, NULL, first, days, &audit);
    if (!s)
        s = tell(cli, &ws, req, &roster, &audit, first, days);
    if (s)
        return pb_exit_of(s);
    return audit.n_broken ? PB_EXIT_NO : PB_EXIT_DONE;
}
