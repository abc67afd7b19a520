/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/rule_words.h"

#include "cli/help.h"
#include "cli/words.h"
#include "planner/audit_words.h"
#include "planner/never.h"

#include <string.h>

enum { NAMES = 4, EACH = 3, WIDE = 23 };

const char *pb_rule_label(pb_cli *cli, int check)
{
    const char *code = cli->lang ? cli->lang->code : NULL, *aliases, *label;

    if (check < 0 || check >= PB_N_RULES || !code || strcmp(code, "zh") != 0)
        return pb_check_name(check);
    aliases = pb_rule_info_of((pb_rule_name)check)->aliases;
    label = pb_arena_printf(cli->arena, "%.*s", (int)strcspn(aliases, "|"), aliases);
    return label ? label : pb_check_name(check);
}

/* The price of a unit of violation, by the units that the rule table has. */
static const struct {
    const char *unit, *text;
} prices[] = {
    {"hour", PB_N_("; costs %g for each hour")},
    {"day", PB_N_("; costs %g for each day")},
    {"night", PB_N_("; costs %g for each night")},
    {"shift", PB_N_("; costs %g for each shift")},
    {"time", PB_N_("; costs %g for each time")},
    {"change", PB_N_("; costs %g for each change")},
    {"weekend", PB_N_("; costs %g for each weekend")},
    {"agent-hour", PB_N_("; costs %g for each agent-hour")},
    {"agent", PB_N_("; costs %g for each agent")},
    {"request", PB_N_("; costs %g for each request")},
};

static void print_price(pb_cli *cli, const pb_rule *r)
{
    const char *unit = pb_rule_info_of(r->name)->unit, *text = NULL;
    for (size_t i = 0; i < sizeof prices / sizeof *prices; i++)
        if (strcmp(prices[i].unit, unit) == 0)
            text = prices[i].text;
    if (text)
        fprintf(cli->out, pb_tr(cli->lang, text), r->cost);
}

/* Does the rule do something to this agent? Not only: is he among those it names. */
static bool concerns(const pb_workspace *ws, const pb_rule *r, int32_t agent)
{
    const pb_agent *g = &ws->agents.at[agent];
    bool listed = false;

    for (int32_t i = 0; i < r->n_agents; i++)
        listed = listed || r->agents[i] == agent;
    if (r->name == PB_RULE_TOGETHER || r->name == PB_RULE_APART)
        return listed;
    if (!pb_who_has(&r->who, g, agent))
        return false;
    switch (r->name) {
    case PB_RULE_NO_NIGHT:
        return g->no_night || r->who.kind == PB_WHO_AGENT;
    case PB_RULE_CONTRACT_HOURS:
        return g->hours_per_week > 0;
    case PB_RULE_ROLE_ON_SHIFT:
        return r->role_or_skill >= 0 ? (int)g->role == r->role_or_skill
                                     : (g->skills >> (-1 - r->role_or_skill) & 1) != 0;
    case PB_RULE_REQUESTS:
        for (size_t i = 0; i < ws->requests.n; i++)
            if (ws->requests.at[i].agent == agent)
                return true;
        return false;
    default:
        return true;
    }
}

static int concerned(const pb_workspace *ws, const pb_rule *r)
{
    int n = 0;
    for (int32_t i = 0; i < ws->agents.n; i++)
        n += concerns(ws, r, i);
    return n;
}

static void print_names(pb_cli *cli, const pb_workspace *ws, const pb_rule *r, int n)
{
    const char *between = pb_tr(cli->lang, PB_N_(": "));
    for (int32_t i = 0; i < ws->agents.n && n <= NAMES; i++)
        if (concerns(ws, r, i)) {
            fprintf(cli->out, "%s%s", between, ws->agents.at[i].name[0] ? ws->agents.at[i].name : ws->agents.at[i].id);
            between = pb_tr(cli->lang, PB_N_(", "));
        }
}

static void print_rule(pb_cli *cli, const pb_workspace *ws, const pb_rule *r)
{
    const char *text = pb_rule_text(cli->arena, ws, r, cli->lang);
    const char *label = pb_rule_label(cli, (int)r->name);
    int n = concerned(ws, r), columns = pb_text_columns(label);

    fprintf(cli->out, "%s%*s%s", label, columns < WIDE ? WIDE - columns : 1, "", text ? text : "");
    fprintf(cli->out, pb_tr(cli->lang, n == 1 ? PB_N_("; for %s (%d person") : PB_N_("; for %s (%d people")),
            r->who.kind == PB_WHO_ALL ? pb_tr(cli->lang, PB_N_("all")) : r->who_text, n);
    print_names(cli, ws, r, n);
    fprintf(cli->out, "%s", pb_tr(cli->lang, PB_N_(")")));
    if (r->hard)
        fprintf(cli->out, "%s", pb_tr(cli->lang, PB_N_("; must hold")));
    else
        print_price(cli, r);
    fprintf(cli->out, "  [%s]\n", r->source);
}

static const char *verdict(const pb_never *x)
{
    if (x->idle)
        return PB_N_("does nothing: %s");
    return x->hard ? PB_N_("can never hold: %s") : PB_N_("will not work as meant: %s");
}

/* The findings of one rule, EACH at most; returns how many there are. */
static size_t print_never(pb_cli *cli, const pb_never *list, size_t n_list, int32_t rule)
{
    size_t n = 0;
    for (size_t i = 0; i < n_list; i++) {
        if (list[i].rule != rule || n++ >= EACH)
            continue;
        fprintf(cli->out, "  ! ");
        fprintf(cli->out, pb_tr(cli->lang, verdict(&list[i])), list[i].text);
        fprintf(cli->out, "\n");
    }
    if (n > EACH)
        fprintf(cli->out, pb_tr(cli->lang, PB_N_("  … and %zu more\n")), n - EACH);
    return n;
}

static json_t *rule_json(pb_cli *cli, const pb_workspace *ws, int32_t rule, const pb_never *list, size_t n)
{
    const pb_rule *r = &ws->rules.at[rule];
    json_t *o = json_pack("{s:s,s:s,s:s,s:i,s:s?,s:s}", "rule", pb_rule_info_of(r->name)->name, "who",
                          r->who_text, "value", r->value_text, "agents", concerned(ws, r), "text",
                          pb_rule_text(cli->arena, ws, r, cli->lang), "source", r->source);
    json_t *wrong = json_array();

    for (size_t i = 0; i < n; i++)
        if (list[i].rule == rule)
            json_array_append_new(wrong, json_pack("{s:s,s:b,s:b}", "text", list[i].text, "hard", (int)list[i].hard,
                                                   "idle", (int)list[i].idle));
    if (o && json_array_size(wrong) > 0)
        json_object_set(o, "never", wrong);
    json_decref(wrong);
    if (o && !r->hard)
        json_object_set_new(o, "cost", json_real(r->cost));
    return o;
}

int pb_rules_list(pb_cli *cli, const pb_workspace *ws, pb_date first, int n_days)
{
    const pb_never *never;
    size_t n;
    pb_status s = pb_rules_never(cli->arena, ws, first, n_days, cli->lang, &never, &n);
    json_t *list = cli->json ? json_array() : NULL;

    if (s)
        return pb_exit_of(s);
    for (size_t i = 0; i < ws->rules.n; i++) {
        if (list) {
            json_array_append_new(list, rule_json(cli, ws, (int32_t)i, never, n));
            continue;
        }
        print_rule(cli, ws, &ws->rules.at[i]);
        (void)print_never(cli, never, n, (int32_t)i);
    }
    if (!list)
        (void)print_never(cli, never, n, -1);
    return list ? pb_exit_of(pb_print_json(cli, list)) : PB_EXIT_DONE;
}

pb_status pb_rules_warn(pb_cli *cli, const pb_workspace *ws, pb_date first, int n_days)
{
    const pb_never *list;
    size_t n, n_said = 0;
    int32_t rule = -2;
    pb_status s = pb_rules_never(cli->arena, ws, first, n_days, cli->lang, &list, &n);

    for (size_t i = 0; !s && i < n; i++) {
        const char *source = list[i].rule >= 0 ? ws->rules.at[list[i].rule].source : "agents.csv";
        n_said = list[i].rule == rule ? n_said + 1 : 0;
        rule = list[i].rule;
        if (list[i].idle || n_said >= EACH)
            continue;
        if (list[i].hard)
            pb_diag_add(cli->diags, PB_WARNING, (pb_where){0}, NULL, PB_N_("%s can never hold: %s"), source, list[i].text);
        else
            pb_diag_add(cli->diags, PB_WARNING, (pb_where){0}, NULL, PB_N_("%s will not work as meant: %s"), source,
                        list[i].text);
    }
    return s;
}
