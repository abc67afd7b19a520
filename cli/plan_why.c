/* SPDX-License-Identifier: GPL-3.0-or-later */
/* paiban plan --why AGENT DATE. */
#include "cli/plan_why.h"

#include "cli/rule_words.h"
#include "cli/why_story.h"
#include "cli/words.h"
#include "planner/audit_words.h"

#include <math.h>
#include <string.h>

static double units(pb_money m)
{
    return (double)m / 1000;
}

/* --- what broken soft rules bought --- */

static const char *parts_text(pb_cli *cli, const pb_money *parts)
{
    const char *list = "";
    for (int i = 0; i < PB_N_RULES && list; i++)
        if (parts[i])
            list = pb_arena_printf(cli->arena, "%s%s%s %+.2f", list, *list ? pb_tr(cli->lang, PB_N_(", ")) : "", pb_rule_label(cli, i),
                                   units(parts[i]));
    return list;
}

pb_status pb_why_open(pb_cli *cli, const pb_workspace *ws, const pb_requirement *req, const pb_roster *roster,
                      const pb_audit *audit, pb_date first, int n_days, pb_whatif **ret)
{
    enum { MOST_CELLS = 4000 };
    *ret = NULL;
    if (!req || audit->n == 0 || audit->n_broken > 0 || (int64_t)n_days * ws->agents.n > MOST_CELLS)
        return PB_OK;
    return pb_whatif_open(cli->arena, ws, req, roster, first, n_days, ret);
}

const char *pb_bought_text(pb_cli *cli, const pb_workspace *ws, pb_whatif *w, const pb_finding *f)
{
    pb_mend m;
    const char *parts, *day, *what;

    if (f->hard || f->cost <= 0)
        return NULL;
    pb_whatif_mend(w, f, &m);
    if (!m.any)
        return pb_tr(cli->lang, PB_N_("no single change mends it without breaking a hard rule or moving it elsewhere"));
    parts = parts_text(cli, m.parts);
    day = pb_date_words(cli->arena, cli->lang, m.date);
    if (!parts || !*parts || !day)
        return NULL;
    if (m.other >= 0)
        what = pb_arena_printf(cli->arena, pb_tr(cli->lang, PB_N_("%s and %s exchange %s")), pb_agent_name(&ws->agents, m.agent),
                               pb_agent_name(&ws->agents, m.other), day);
    else if (m.shift < 0)
        what = pb_arena_printf(cli->arena, pb_tr(cli->lang, PB_N_("%s has a day off on %s")), pb_agent_name(&ws->agents, m.agent), day);
    else
        what = pb_arena_printf(cli->arena, pb_tr(cli->lang, PB_N_("%s has %s on %s")), pb_agent_name(&ws->agents, m.agent),
                               ws->shifts.at[m.shift].id, day);
    if (m.delta < 0)
        return pb_arena_printf(cli->arena, pb_tr(cli->lang, PB_N_("cheaper without it: %s, which saves %.2f (%s)")), what,
                               -units(m.delta), parts);
    return pb_arena_printf(cli->arena, pb_tr(cli->lang, PB_N_("cheapest remedy: %s, which would cost %.2f more (%s)")), what,
                           units(m.delta), parts);
}

/* --- the same for programs --- */

static json_t *payers_json(const pb_why_asked *x, const pb_audit *now)
{
    pb_money *pay = pb_why_payers(x, now);
    json_t *o = pay ? json_object() : NULL;

    for (int32_t i = 0; o && i <= x->ws->agents.n; i++)
        if (pay[i])
            json_object_set_new(o, i < x->ws->agents.n ? x->ws->agents.at[i].id : "", json_real(units(pay[i])));
    return o;
}

static json_t *changes_json(const pb_why_asked *x, const pb_roster *r)
{
    json_t *list = json_array();
    for (pb_date d = x->first; d < x->first + x->n_days; d++)
        for (int32_t i = 0; i < x->ws->agents.n; i++) {
            const pb_duty *was = pb_roster_duty(&x->why.roster, d, i), *is = pb_roster_duty(r, d, i);
            char date[11];
            if (!pb_why_same(was, is))
                json_array_append_new(list, json_pack("{s:s,s:s,s:s,s:s}", "date", pb_date_format(d, date), "agent",
                                                      x->ws->agents.at[i].id, "from", was ? pb_cell_words(x->cli, x->ws, was) : "off",
                                                      "to", is ? pb_cell_words(x->cli, x->ws, is) : "off"));
        }
    return list;
}

/* One answer; NULL: no memory. */
static json_t *answer_json(const pb_why_asked *x, const pb_otherwise *o, const pb_audit *now)
{
    json_t *one = json_pack("{s:s,s:b,s:b,s:o}", "shift", o->shift < 0 ? "off" : x->ws->shifts.at[o->shift].id,
                            "allowed", (int)o->allowed, "lawful", (int)o->lawful, "changes",
                            o->lawful ? changes_json(x, &o->roster) : json_array());
    bool bad = !one;

    if (one && o->lawful) {
        bad |= json_object_set_new(one, "cost", json_real(units(o->cost))) != 0;
        bad |= json_object_set_new(one, "more", json_real(units(o->cost - x->why.cost))) != 0;
        bad |= json_object_set_new(one, "paid_by", payers_json(x, now)) != 0;
        bad |= json_object_set_new(one, "cheapest", json_pack("{s:f,s:i}", "more", units(o->least - x->why.cost), "changes",
                                                              (int)o->n_least)) != 0;
    }
    if (bad)
        json_decref(one);
    return bad ? NULL : one;
}

static pb_status print_json(const pb_why_asked *x)
{
    json_t *list = json_array();
    char date[11];

    for (size_t i = 0; i < x->why.n; i++) {
        pb_audit now;
        pb_status s = pb_why_audit(x, &x->why.at[i].roster, &now);
        if (!s && json_array_append_new(list, answer_json(x, &x->why.at[i], &now)) != 0)
            s = PB_ERR_NOMEM;
        if (s) {
            json_decref(list);
            return s;
        }
    }
    return pb_print_json(x->cli, json_pack("{s:s,s:s,s:s,s:b,s:f,s:f,s:i,s:o}", "agent", x->ws->agents.at[x->agent].id, "date",
                                           pb_date_format(x->date, date), "shift",
                                           x->why.shift < 0 ? "off" : x->ws->shifts.at[x->why.shift].id, "pinned",
                                           (int)x->why.pinned, "roster_cost", units(x->why.own), "cost", units(x->why.cost), "roster_changes",
                                           (int)x->why.n_changed, "instead", list));
}

static bool read_date(pb_why_asked *x, const pb_args *args)
{
    const char *when = pb_arg_at(args, 0);
    pb_where nowhere = {NULL, 0, NULL};

    if (when && pb_date_parse(when, (uint32_t)strlen(when), &x->date))
        return true;
    pb_diag_add(x->cli->diags, PB_ERROR, nowhere, PB_N_("as in paiban plan --why a07 2026-11-30"),
                PB_N_("name the date after the agent"));
    return false;
}

/* The roster's own days, as far as the requirement speaks of them. */
static pb_status choose_days(pb_why_asked *x, pb_plan_options *opt)
{
    const pb_grid *g = &x->req->grid;
    pb_date last = x->roster.last, end = g->first + g->n_days;
    char day[11];

    opt->first = x->roster.first > g->first ? x->roster.first : g->first;
    opt->n_days = (last + 1 < end ? last + 1 : end) - opt->first;
    if (x->roster.n > 0 && x->date >= opt->first && x->date < opt->first + opt->n_days)
        return PB_OK;
    pb_diag_add(x->cli->diags, PB_ERROR, (pb_where){NULL, 0, NULL}, NULL,
                PB_N_("the roster and the requirement do not both speak of %s"),
                pb_date_format(x->date, day));
    return PB_ERR_INPUT;
}

int pb_why_answer(pb_cli *cli, const pb_args *args, const pb_workspace *ws, const pb_requirement *req,
                  const pb_plan_options *opt)
{
    pb_plan_options mine = *opt;
    pb_why_asked *x = PB_NEW(cli->arena, pb_why_asked);
    pb_status s = x ? PB_OK : PB_ERR_NOMEM;

    if (s)
        return pb_exit_of(s);
    x->cli = cli;
    x->ws = ws;
    x->req = req;
    if (!read_date(x, args))
        return PB_EXIT_USAGE;
    x->agent = pb_io_agent(cli, ws, pb_arg_text(args, "why", ""));
    s = x->agent < 0 ? PB_ERR_INPUT : pb_cli_roster(cli, NULL, ws, &x->roster);
    if (!s)
        s = choose_days(x, &mine);
    x->first = mine.first;
    x->n_days = mine.n_days;
    if (!s)
        s = pb_plan_why(cli->arena, ws, req, &x->roster, x->agent, x->date, &mine, &x->why);
    if (!s)
        s = pb_why_audit(x, &x->why.roster, &x->base);
    if (!s)
        s = cli->json ? print_json(x) : pb_why_tell(x);
    return pb_exit_of(s);
}
