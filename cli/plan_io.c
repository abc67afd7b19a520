/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/plan_io.h"

#include "cli/activity_words.h"
#include "cli/plan_why.h"
#include "cli/rule_words.h"
#include "planner/audit_groups.h"
#include "planner/audit_words.h"

#include <math.h>
#include <string.h>

/* What is told of a roster. */
typedef struct telling {
    const pb_workspace *ws;
    const pb_requirement *req;
    const pb_roster *roster;
    const pb_audit *audit;
    const pb_finding_group *groups;
    size_t n, most;
    pb_whatif *asked;
    const char *bought; /* what was told last of what something bought */
} telling;

enum { BOUGHT = 8 }; /* findings that tell what they bought: the dearest */

static const char *requirement_path(pb_cli *cli, const pb_args *args)
{
    const char *given = pb_arg_text(args, "requirement", NULL);
    return given ? given : pb_path_join(cli->arena, cli->dir, "out/requirement.csv");
}

bool pb_io_has_requirement(pb_cli *cli, const pb_args *args)
{
    const char *path = requirement_path(cli, args);
    return path && pb_file_exists(path);
}

const char *pb_path_deferred(pb_arena *a, const char *path)
{
    size_t n = strlen(path);
    bool csv = n >= 4 && strcmp(path + n - 4, ".csv") == 0;
    return pb_arena_printf(a, "%.*s_deferred.csv", (int)(csv ? n - 4 : n), path);
}

pb_status pb_io_requirement(pb_cli *cli, const pb_args *args, const pb_workspace *ws, pb_requirement *ret)
{
    const char *path = requirement_path(cli, args), *deferred;
    pb_status s;

    if (!path)
        return PB_ERR_NOMEM;
    if (!pb_file_exists(path)) {
        pb_diag_add(cli->diags, PB_ERROR, (pb_where){.file = path},
                    PB_N_("run `paiban staff` first, or give --requirement"),
                    PB_N_("the requirement is not there"));
        return PB_ERR_INPUT;
    }
    s = pb_requirement_read(cli->arena, path, &ws->team, &ws->queues, ret, cli->diags);
    if (s)
        return s;
    deferred = pb_path_deferred(cli->arena, path);
    if (!deferred)
        return PB_ERR_NOMEM;
    return pb_file_exists(deferred) ? pb_deferred_read(cli->arena, deferred, &ws->team, &ws->queues, ret,
                                                       cli->diags)
                                    : PB_OK;
}

pb_status pb_io_judged(pb_cli *cli, const pb_args *args, const pb_workspace *ws, const pb_roster *roster, pb_date *first,
                       int *days, pb_requirement *store, const pb_requirement **ret)
{
    pb_status s;

    *ret = NULL;
    if (!pb_arg_given(args, "requirement") && !pb_io_has_requirement(cli, args)) {
        pb_say(cli, PB_N_("no requirement: cover is not judged"));
        return PB_OK;
    }
    s = pb_io_requirement(cli, args, ws, store);
    if (s)
        return s;
    if (*first < store->grid.first || *first + *days > store->grid.first + store->grid.n_days) {
        pb_say(cli, PB_N_("the requirement speaks of other days: cover is not judged"));
        return PB_OK;
    }
    *ret = store;
    if (!pb_roster_says_off(roster) && !pb_arg_given(args, "from") && !pb_arg_given(args, "days")) {
        *first = store->grid.first;
        *days = store->grid.n_days;
    }
    return PB_OK;
}

static const char *nearest_name(pb_cli *cli, const pb_agents *g, const char *who)
{
    const char **names = PB_NEW_ARRAY(cli->arena, 2 * (size_t)g->n, const char *);
    for (int32_t i = 0; names && i < g->n; i++) {
        names[2 * i] = g->at[i].id;
        names[2 * i + 1] = g->at[i].name;
    }
    return names ? pb_nearest_name(who, names, 2 * (size_t)g->n) : NULL;
}

static int32_t nobody(pb_cli *cli, const pb_workspace *ws, const char *who)
{
    const char *near = nearest_name(cli, &ws->agents, who);

    if (near)
        pb_diag_add(cli->diags, PB_ERROR, (pb_where){0}, NULL, PB_N_("nobody in agents.csv is called %s; the nearest is %s"),
                    who, near);
    else
        pb_diag_add(cli->diags, PB_ERROR, (pb_where){0}, NULL, PB_N_("nobody in agents.csv is called %s"), who);
    return -1;
}

int32_t pb_io_agent(pb_cli *cli, const pb_workspace *ws, const char *who)
{
    int32_t agent = pb_agent_find(&ws->agents, who);

    if (agent >= 0)
        return agent;
    for (int32_t i = 0; i < ws->agents.n; i++) {
        if (strcmp(ws->agents.at[i].name, who) != 0)
            continue;
        if (agent >= 0) {
            pb_diag_add(cli->diags, PB_ERROR, (pb_where){0}, PB_N_("name the agent by the id"),
                        PB_N_("several people in agents.csv are called %s: %s and %s"), who, ws->agents.at[agent].id,
                        ws->agents.at[i].id);
            return -1;
        }
        agent = i;
    }
    return agent < 0 ? nobody(cli, ws, who) : agent;
}

const char *pb_cell_words(pb_cli *cli, const pb_workspace *ws, const pb_duty *d)
{
    char from[8], to[8];
    if (!d)
        return pb_tr(cli->lang, PB_N_("a day off"));
    return pb_arena_printf(cli->arena, "%s %s-%s", d->shift < 0 ? "" : ws->shifts.at[d->shift].id,
                           pb_minute_format(d->start_min % PB_MIN_PER_DAY, from),
                           pb_minute_format(d->end_min > PB_MIN_PER_DAY ? d->end_min - PB_MIN_PER_DAY : d->end_min, to));
}

static double units(pb_money m)
{
    return (double)m / 1000;
}

void pb_io_tell_broken(pb_cli *cli, const pb_workspace *ws, const pb_roster *roster, const pb_finding *f, const char *text)
{
    const char *source = pb_finding_source(cli->arena, ws, f);
    const char *evidence = pb_finding_evidence(cli->arena, ws, roster, f, cli->lang);

    if (f->rule < 0)
        source = f->check < PB_N_RULES ? pb_rule_label(cli, f->check) : pb_tr(cli->lang, pb_check_name(f->check));
    fprintf(cli->out, "  ! %s  [%s]\n", text, source ? source : "");
    if (evidence && *evidence)
        fprintf(cli->out, "      %s\n", evidence);
}

/* Priced ones that say the same, with the law behind them; a single one with what it bought. */
static void tell_priced(pb_cli *cli, telling *t, const pb_finding *f, const pb_finding_group *g, const char *text,
                        pb_whatif *asked)
{
    const pb_workspace *ws = t->ws;
    const char *bought = asked && g->n == 1 && !pb_nobody_could(ws, t->req, f) ? pb_bought_text(cli, ws, asked, f) : NULL;
    bool again = bought && t->bought && strcmp(bought, t->bought) == 0;

    fprintf(cli->out, "  %8.2f  %s", units(g->cost), text);
    if (f->rule >= 0 && ws->rules.at[f->rule].from_law)
        fprintf(cli->out, "  [%s]", ws->rules.at[f->rule].source);
    fprintf(cli->out, "\n");
    if (bought)
        fprintf(cli->out, "            %s\n", again ? pb_tr(cli->lang, PB_N_("the same as above")) : bought);
    t->bought = bought ? bought : t->bought;
}

static bool told(const pb_finding *f, bool hard)
{
    return f->hard == hard && f->check != PB_RULE_OVER_COVER && !pb_is_of_activities(f);
}

static void tell_some(pb_cli *cli, telling *t, bool hard)
{
    size_t n = 0, left = 0;
    for (size_t i = 0; i < t->n; i++) {
        const pb_finding_group *g = &t->groups[i];
        const pb_finding *f = &t->audit->at[g->members[0]];
        const char *text;
        if (!told(f, hard))
            continue;
        if (n++ >= t->most) {
            left += g->n;
            continue;
        }
        text = pb_group_text(cli->arena, t->ws, t->req, t->roster, t->audit, g, cli->lang);
        if (text && hard)
            pb_io_tell_broken(cli, t->ws, t->roster, f, text);
        else if (text)
            tell_priced(cli, t, f, g, text, n <= BOUGHT ? t->asked : NULL);
    }
    if (left)
        fprintf(cli->out, pb_tr(cli->lang, PB_N_("  … and %zu more\n")), left);
}

pb_status pb_io_tell(pb_cli *cli, const pb_workspace *ws, const pb_requirement *req, const pb_roster *roster,
                const pb_audit *audit, size_t most, pb_whatif *asked, bool none)
{
    telling t = {.ws = ws, .req = req, .roster = roster, .audit = audit, .most = most, .asked = asked};
    bool any = false;

    if (pb_findings_group(cli->arena, audit, &t.groups, &t.n))
        return PB_ERR_NOMEM;
    if (audit->n_broken)
        fprintf(cli->out, "%s\n", pb_tr(cli->lang, none ? PB_N_("The least bad roster found, which is not written, still breaks:")
                                                        : PB_N_("Hard rules that are broken:")));
    tell_some(cli, &t, true);
    for (size_t i = audit->n_broken; !any && i < audit->n; i++)
        any = told(&audit->at[i], false);
    if (any)
        fprintf(cli->out, "%s\n", pb_tr(cli->lang, PB_N_("What the roster gives up, dearest first:")));
    tell_some(cli, &t, false);
    return PB_OK;
}

static void add_rule(json_t *o, const pb_rule *r)
{
    json_object_set_new(o, "source", json_string(r->source));
    if (r->article && *r->article)
        json_object_set_new(o, "article", json_string(r->article));
}

json_t *pb_io_finding(pb_cli *cli, const pb_workspace *ws, const pb_requirement *req, const pb_roster *roster,
                      const pb_finding *f)
{
    char from[11], to[11], start[32], end[32];
    const char *text = pb_finding_text(cli->arena, ws, req, roster, f, cli->lang);
    const char *evidence = pb_finding_evidence(cli->arena, ws, roster, f, cli->lang);
    json_t *o = json_pack("{s:s,s:b,s:s,s:s,s:f,s:f,s:f,s:f,s:s?,s:s?}", "check", pb_check_name(f->check), "hard",
                          (int)f->hard, "from", pb_date_format(f->from, from), "to", pb_date_format(f->to, to), "by",
                          f->by, "found", f->found, "limit", f->limit, "cost", units(f->cost), "text", text,
                          "evidence", evidence && *evidence ? evidence : NULL);
    if (!o)
        return NULL;
    if (f->agent >= 0)
        json_object_set_new(o, "agent", json_string(ws->agents.at[f->agent].id));
    if (f->row >= 0)
        json_object_set_new(o, "row", json_string(req->names[f->row]));
    if (f->from_s) {
        json_object_set_new(o, "start", json_string(pb_zone_format(ws->team.zone, f->from_s, start)));
        json_object_set_new(o, "end", json_string(pb_zone_format(ws->team.zone, f->to_s, end)));
    }
    if (f->rule >= 0)
        add_rule(o, &ws->rules.at[f->rule]);
    return o;
}

json_t *pb_io_findings(pb_cli *cli, const pb_workspace *ws, const pb_requirement *req,
                       const pb_roster *roster, const pb_audit *audit)
{
    json_t *list = json_array();
    for (size_t i = 0; list && i < audit->n; i++)
        if (json_array_append_new(list, pb_io_finding(cli, ws, req, roster, &audit->at[i])) != 0) {
            json_decref(list);
            return NULL;
        }
    return list;
}

json_t *pb_io_parts(const pb_money *by_rule)
{
    json_t *o = json_object();
    for (int i = 0; o && i < PB_N_RULES; i++)
        if (by_rule[i])
            json_object_set_new(o, pb_check_name(i), json_real(units(by_rule[i])));
    return o;
}

void pb_io_tell_parts(pb_cli *cli, const pb_money *by_rule)
{
    for (int i = 0; i < PB_N_RULES; i++)
        if (by_rule[i])
            fprintf(cli->out, "  %10.2f  %s\n", units(by_rule[i]), pb_rule_label(cli, i));
}
