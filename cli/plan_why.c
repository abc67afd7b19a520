/* SPDX-License-Identifier: GPL-3.0-or-later */
/* paiban plan --why AGENT DATE. */
#include "cli/plan_why.h"

#include "cli/activity_words.h"
#include "cli/rule_words.h"
#include "cli/words.h"
#include "planner/audit_words.h"

#include <math.h>
#include <string.h>

enum { SENTENCES = 6, CELLS = 6 };

typedef struct answer {
    pb_cli *cli;
    const pb_workspace *ws;
    const pb_requirement *req;
    const pb_plan_options *opt;
    int32_t agent;
    pb_date date;
    pb_roster roster;
    pb_why why;
    pb_audit base;
} answer;

static double units(pb_money m)
{
    return (double)m / 1000;
}

static const char *name_of(const pb_workspace *ws, int32_t agent)
{
    const pb_agent *g = &ws->agents.at[agent];
    return g->name[0] ? g->name : g->id;
}

static const char *shift_name(const answer *x, int32_t shift)
{
    return shift < 0 ? pb_tr(x->cli->lang, PB_N_("a day off")) : x->ws->shifts.at[shift].id;
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
        return pb_tr(cli->lang, PB_N_("no single change mends it without breaking a hard rule"));
    parts = parts_text(cli, m.parts);
    day = pb_date_words(cli->arena, cli->lang, m.date);
    if (!parts || !*parts || !day)
        return NULL;
    if (m.other >= 0)
        what = pb_arena_printf(cli->arena, pb_tr(cli->lang, PB_N_("%s and %s exchange %s")), name_of(ws, m.agent),
                               name_of(ws, m.other), day);
    else if (m.shift < 0)
        what = pb_arena_printf(cli->arena, pb_tr(cli->lang, PB_N_("%s has a day off on %s")), name_of(ws, m.agent), day);
    else
        what = pb_arena_printf(cli->arena, pb_tr(cli->lang, PB_N_("%s has %s on %s")), name_of(ws, m.agent),
                               ws->shifts.at[m.shift].id, day);
    if (m.delta < 0)
        return pb_arena_printf(cli->arena, pb_tr(cli->lang, PB_N_("cheaper without it: %s, which saves %.2f (%s)")), what,
                               -units(m.delta), parts);
    return pb_arena_printf(cli->arena, pb_tr(cli->lang, PB_N_("cheapest remedy: %s, which would cost %.2f more (%s)")), what,
                           units(m.delta), parts);
}

/* --- plan --why --- */

static const pb_duty *duty_of(const pb_roster *r, pb_date date, int32_t agent)
{
    size_t at = 0, n = pb_roster_find(r, date, agent, &at);
    for (size_t i = 0; i < n; i++)
        if (r->at[at + i].end_s > r->at[at + i].start_s)
            return &r->at[at + i];
    return NULL;
}

static bool same_finding(const pb_finding *x, const pb_finding *y)
{
    return x->check == y->check && x->rule == y->rule && x->agent == y->agent && x->other == y->other &&
           x->from == y->from && x->to == y->to && x->from_s == y->from_s && x->row == y->row &&
           (x->check != PB_RULE_REQUESTS || (int64_t)x->found == (int64_t)y->found);
}

/* Cover is compared by day and row: a shortage that only moves to another slot changes nothing. */
static bool same_subject(const pb_finding *x, const pb_finding *y)
{
    if (x->check == PB_RULE_SHORT_COVER || x->check == PB_RULE_MIN_AGENTS)
        return x->check == y->check && x->rule == y->rule && x->row == y->row && x->from == y->from;
    return same_finding(x, y);
}

static pb_money cost_in(const pb_audit *audit, const pb_finding *f)
{
    pb_money sum = 0;
    for (size_t i = 0; i < audit->n; i++)
        if (same_subject(&audit->at[i], f))
            sum += audit->at[i].cost;
    return sum;
}

static bool told_before(const pb_audit *audit, size_t i)
{
    for (size_t k = 0; k < i; k++)
        if (same_subject(&audit->at[k], &audit->at[i]))
            return true;
    return false;
}

/* What each one's findings cost more than in the base; the team's own come last. [n_agents + 1] */
static pb_money *payers(const answer *x, const pb_audit *now)
{
    int32_t n = x->ws->agents.n;
    pb_money *pay = PB_NEW_ARRAY(x->cli->arena, n + 1, pb_money);

    for (size_t i = 0; pay && i < now->n; i++)
        pay[now->at[i].agent < 0 ? n : now->at[i].agent] += now->at[i].cost;
    for (size_t i = 0; pay && i < x->base.n; i++)
        pay[x->base.at[i].agent < 0 ? n : x->base.at[i].agent] -= x->base.at[i].cost;
    return pay;
}

static void tell_payers(const answer *x, const pb_audit *now)
{
    pb_money *pay = payers(x, now);
    int32_t n = x->ws->agents.n;
    bool any = false;

    for (int k = 0; pay && k < SENTENCES; k++) {
        int32_t most = n;
        for (int32_t i = 0; i < n; i++)
            if (pay[i] > pay[most])
                most = i;
        if (pay[most] <= 0)
            break;
        fprintf(x->cli->out, "%s%s %.2f", pb_tr(x->cli->lang, any ? PB_N_(", ") : PB_N_("      paid by ")),
                most < n ? name_of(x->ws, most) : pb_tr(x->cli->lang, PB_N_("the team")), units(pay[most]));
        pay[most] = 0;
        any = true;
    }
    if (any)
        fprintf(x->cli->out, "\n");
}

/* Findings of one roster that cost more than in the other, dearest first. */
static void tell_more(const answer *x, const pb_audit *of, const pb_audit *than, const pb_roster *roster, char sign)
{
    int n = 0;
    for (size_t i = 0; i < of->n && n < SENTENCES; i++) {
        pb_money more = cost_in(of, &of->at[i]) - cost_in(than, &of->at[i]);
        const char *text;
        if (of->at[i].hard || more <= 0 || of->at[i].check == PB_RULE_OVER_COVER || told_before(of, i))
            continue;
        text = pb_finding_text(x->cli->arena, x->ws, x->req, roster, &of->at[i], x->cli->lang);
        fprintf(x->cli->out, "      %c %.2f  %s\n", sign, units(more), text ? text : "");
        n++;
    }
}

static const char *cell_words(const answer *x, const pb_duty *d)
{
    char from[8], to[8];
    if (!d)
        return pb_tr(x->cli->lang, PB_N_("a day off"));
    return pb_arena_printf(x->cli->arena, "%s %s-%s", d->shift < 0 ? "" : x->ws->shifts.at[d->shift].id,
                           pb_minute_format(d->start_min % PB_MIN_PER_DAY, from),
                           pb_minute_format(d->end_min > PB_MIN_PER_DAY ? d->end_min - PB_MIN_PER_DAY : d->end_min, to));
}

static bool same_duty(const pb_duty *a, const pb_duty *b)
{
    return a && b ? a->shift == b->shift && a->start_s == b->start_s : a == b;
}

/* Other cells that differ from the base; printed as far as `most`. Returns their number. */
static int changes(const answer *x, const pb_roster *r, int most)
{
    int n = 0;
    for (pb_date d = x->opt->first; d < x->opt->first + x->opt->n_days; d++)
        for (int32_t i = 0; i < x->ws->agents.n; i++) {
            const pb_duty *was = duty_of(&x->why.roster, d, i), *is = duty_of(r, d, i);
            const char *day;
            if (same_duty(was, is) || (i == x->agent && d == x->date) || n++ >= most)
                continue;
            day = pb_date_words(x->cli->arena, x->cli->lang, d);
            fprintf(x->cli->out, pb_tr(x->cli->lang, PB_N_("      %s, %s: %s → %s\n")), day ? day : "", name_of(x->ws, i),
                    cell_words(x, was), cell_words(x, is));
        }
    return n;
}

/* Has the base roster this finding, or one that tells of the same person and activity? */
static bool had(const pb_audit *base, const pb_finding *f)
{
    for (size_t i = 0; i < base->n; i++) {
        const pb_finding *b = &base->at[i];
        bool missed = b->check == PB_CHECK_MISSED && f->check == PB_CHECK_MISSED;
        if (same_finding(b, f) || (missed && b->agent == f->agent && (int)b->found == (int)f->found))
            return true;
    }
    return false;
}

/* Who attends less than before, and meetings that are held at another time. */
static void tell_held(const answer *x, const pb_audit *now, const pb_roster *roster)
{
    FILE *out = x->cli->out;
    for (size_t i = 0; i < now->n; i++) {
        const char *text;
        if (!pb_is_of_activities(&now->at[i]) || had(&x->base, &now->at[i]))
            continue;
        text = pb_finding_text(x->cli->arena, x->ws, x->req, roster, &now->at[i], x->cli->lang);
        if (text)
            fprintf(out, "      ! %s\n", text);
    }
    for (size_t i = 0; i < x->ws->activities.n; i++) {
        const pb_activity *act = &x->ws->activities.at[i];
        const char *was = pb_held_text(x->cli, x->ws, &x->why.roster, act, x->opt->first, x->opt->n_days);
        const char *is = pb_held_text(x->cli, x->ws, roster, act, x->opt->first, x->opt->n_days);
        if (was && is && strcmp(was, is) != 0)
            fprintf(out, "      %s: %s → %s\n", act->id, was, is);
    }
}

static pb_status audit_of(const answer *x, const pb_roster *r, pb_audit *ret)
{
    return pb_audit_roster(x->cli->arena, x->ws, x->req, r, NULL, x->opt->first, x->opt->n_days, ret);
}

/* The hard findings of the cell. */
static void tell_forbidden(const answer *x, const pb_otherwise *o, const pb_audit *now)
{
    for (size_t i = 0; i < now->n; i++) {
        const pb_finding *f = &now->at[i];
        const char *text;
        if (!f->hard || (f->agent >= 0 && f->agent != x->agent))
            continue;
        text = pb_finding_text(x->cli->arena, x->ws, x->req, &o->roster, f, x->cli->lang);
        fprintf(x->cli->out, "      ! %s\n", text ? text : "");
    }
}

static void tell_one(const answer *x, const pb_otherwise *o, const pb_audit *now)
{
    FILE *out = x->cli->out;
    int n = o->lawful ? changes(x, &o->roster, 0) : 0;

    if (!o->lawful) {
        fprintf(out, pb_tr(x->cli->lang, o->allowed ? PB_N_("  %s: no roster that keeps the hard rules was found\n")
                                                    : PB_N_("  %s: not possible\n")), shift_name(x, o->shift));
        tell_forbidden(x, o, now);
        return;
    }
    fprintf(out, pb_tr(x->cli->lang, PB_N_("  %s: %+.2f, other cells that change: %d\n")), shift_name(x, o->shift),
            units(o->cost - x->why.cost), n);
    tell_payers(x, now);
    tell_more(x, now, &x->base, &o->roster, '+');
    tell_more(x, &x->base, now, &x->why.roster, '-');
    tell_held(x, now, &o->roster);
    n = changes(x, &o->roster, CELLS);
    if (n > CELLS)
        fprintf(out, pb_tr(x->cli->lang, PB_N_("      … and %d more\n")), n - CELLS);
}

static pb_status tell(const answer *x)
{
    FILE *out = x->cli->out;
    const char *day = pb_date_words(x->cli->arena, x->cli->lang, x->date);
    pb_status s = PB_OK;

    fprintf(out, pb_tr(x->cli->lang, PB_N_("%s, %s: %s. The roster costs %.2f.\n")), day ? day : "",
            name_of(x->ws, x->agent), cell_words(x, duty_of(&x->roster, x->date, x->agent)), units(x->why.cost));
    if (x->why.pinned) {
        fprintf(out, "%s\n", pb_tr(x->cli->lang, PB_N_("The cell is pinned, or was made by hand: nothing else was tried.")));
        return PB_OK;
    }
    fprintf(out, "%s\n", pb_tr(x->cli->lang, PB_N_("Instead, with the others following as it costs least:")));
    for (size_t i = 0; !s && i < x->why.n; i++) {
        pb_audit now;
        s = audit_of(x, &x->why.at[i].roster, &now);
        if (!s)
            tell_one(x, &x->why.at[i], &now);
    }
    return s;
}

/* --- the same for programs --- */

static json_t *payers_json(const answer *x, const pb_audit *now)
{
    pb_money *pay = payers(x, now);
    json_t *o = json_object();

    for (int32_t i = 0; pay && i <= x->ws->agents.n; i++)
        if (pay[i])
            json_object_set_new(o, i < x->ws->agents.n ? x->ws->agents.at[i].id : "", json_real(units(pay[i])));
    return o;
}

static json_t *changes_json(const answer *x, const pb_roster *r)
{
    json_t *list = json_array();
    for (pb_date d = x->opt->first; d < x->opt->first + x->opt->n_days; d++)
        for (int32_t i = 0; i < x->ws->agents.n; i++) {
            const pb_duty *was = duty_of(&x->why.roster, d, i), *is = duty_of(r, d, i);
            char date[11];
            if (!same_duty(was, is))
                json_array_append_new(list, json_pack("{s:s,s:s,s:s,s:s}", "date", pb_date_format(d, date), "agent",
                                                      x->ws->agents.at[i].id, "from", was ? cell_words(x, was) : "off",
                                                      "to", is ? cell_words(x, is) : "off"));
        }
    return list;
}

static pb_status print_json(const answer *x)
{
    json_t *list = json_array();
    char date[11];

    for (size_t i = 0; i < x->why.n; i++) {
        const pb_otherwise *o = &x->why.at[i];
        pb_audit now;
        json_t *one;
        pb_status s = audit_of(x, &o->roster, &now);
        if (s) {
            json_decref(list);
            return s;
        }
        one = json_pack("{s:s,s:b,s:b,s:o}", "shift", o->shift < 0 ? "off" : x->ws->shifts.at[o->shift].id,
                        "allowed", (int)o->allowed, "lawful", (int)o->lawful, "changes",
                        o->lawful ? changes_json(x, &o->roster) : json_array());
        if (one && o->lawful) {
            json_object_set_new(one, "cost", json_real(units(o->cost)));
            json_object_set_new(one, "more", json_real(units(o->cost - x->why.cost)));
            json_object_set_new(one, "paid_by", payers_json(x, &now));
        }
        json_array_append_new(list, one);
    }
    return pb_print_json(x->cli, json_pack("{s:s,s:s,s:s,s:b,s:f,s:o}", "agent", x->ws->agents.at[x->agent].id, "date",
                                           pb_date_format(x->date, date), "shift",
                                           x->why.shift < 0 ? "off" : x->ws->shifts.at[x->why.shift].id, "pinned",
                                           (int)x->why.pinned, "cost", units(x->why.cost), "instead", list));
}

static pb_status read_question(answer *x, const pb_args *args)
{
    const char *who = pb_arg_text(args, "why", ""), *when = pb_arg_at(args, 0);
    pb_where nowhere = {NULL, 0, NULL};

    x->agent = pb_agent_find(&x->ws->agents, who);
    for (int32_t i = 0; x->agent < 0 && i < x->ws->agents.n; i++)
        if (strcmp(x->ws->agents.at[i].name, who) == 0)
            x->agent = i;
    if (x->agent < 0) {
        pb_diag_add(x->cli->diags, PB_ERROR, nowhere, NULL, PB_N_("nobody in agents.csv is called %s"), who);
        return PB_ERR_INPUT;
    }
    if (!when || !pb_date_parse(when, (uint32_t)strlen(when), &x->date)) {
        pb_diag_add(x->cli->diags, PB_ERROR, nowhere, PB_N_("as in paiban plan --why a07 2026-11-30"),
                    PB_N_("name the date after the agent"));
        return PB_ERR_INPUT;
    }
    return PB_OK;
}

/* The roster's own days, as far as the requirement speaks of them. */
static pb_status choose_days(answer *x, pb_plan_options *opt)
{
    const pb_grid *g = &x->req->grid;
    pb_date last = x->roster.last, end = g->first + g->n_days;

    opt->first = x->roster.first > g->first ? x->roster.first : g->first;
    opt->n_days = (last + 1 < end ? last + 1 : end) - opt->first;
    if (x->roster.n > 0 && x->date >= opt->first && x->date < opt->first + opt->n_days)
        return PB_OK;
    pb_diag_add(x->cli->diags, PB_ERROR, (pb_where){NULL, 0, NULL}, NULL,
                PB_N_("the roster and the requirement do not both speak of %s"),
                pb_date_words(x->cli->arena, x->cli->lang, x->date));
    return PB_ERR_INPUT;
}

int pb_why_answer(pb_cli *cli, const pb_args *args, const pb_workspace *ws, const pb_requirement *req,
                  const pb_plan_options *opt)
{
    pb_plan_options mine = *opt;
    answer *x = PB_NEW(cli->arena, answer);
    pb_status s = x ? PB_OK : PB_ERR_NOMEM;

    if (s)
        return pb_exit_of(s);
    x->cli = cli;
    x->ws = ws;
    x->req = req;
    x->opt = &mine;
    s = read_question(x, args);
    if (!s)
        s = pb_cli_roster(cli, NULL, ws, &x->roster);
    if (!s)
        s = choose_days(x, &mine);
    if (!s)
        s = pb_plan_why(cli->arena, ws, req, &x->roster, x->agent, x->date, &mine, &x->why);
    if (!s)
        s = audit_of(x, &x->why.roster, &x->base);
    if (!s)
        s = cli->json ? print_json(x) : tell(x);
    return pb_exit_of(s);
}
