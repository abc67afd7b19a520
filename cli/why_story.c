/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/why_story.h"

#include "cli/activity_words.h"
#include "cli/plan_io.h"
#include "cli/words.h"
#include "planner/audit_compare.h"
#include "planner/audit_words.h"

#include <string.h>

/* What is told one by one, at most. */
enum { SENTENCES = 5, PAYERS = 3, CELLS = 6 };

/* A list ends where nine tenths of its sum are told, or what is next is less than a twentieth of it. */
static bool matters(pb_money next, pb_money told, pb_money all)
{
    return told * 10 < all * 9 && next * 20 >= all;
}

static double units(pb_money m)
{
    return m > -5 && m < 5 ? 0 : (double)m / 1000; /* never "-0.00" */
}

static const char *shift_name(const pb_why_asked *x, int32_t shift)
{
    return shift < 0 ? pb_tr(x->cli->lang, PB_N_("a day off")) : x->ws->shifts.at[shift].id;
}

pb_status pb_why_audit(const pb_why_asked *x, const pb_roster *r, pb_audit *ret)
{
    return pb_audit_roster(x->cli->arena, x->ws, x->req, r, NULL, x->first, x->n_days, ret);
}

/* --- cells --- */

bool pb_why_same(const pb_duty *a, const pb_duty *b)
{
    return a && b ? a->shift == b->shift && a->start_s == b->start_s : a == b;
}

/* What is nearest comes first: the day itself, the person asked about, the others. */
static int nearness(const pb_why_asked *x, int32_t agent, pb_date date)
{
    return date == x->date ? 0 : agent == x->agent ? 1 : 2;
}

static void tell_cells(const pb_why_asked *x, const pb_otherwise *o)
{
    int n = 0, most = o->n_changed == CELLS + 1 ? CELLS + 1 : CELLS; /* never "and 1 more" */
    for (int near = 0; near < 3; near++)
        for (pb_date d = x->first; d < x->first + x->n_days; d++)
            for (int32_t i = 0; i < x->ws->agents.n; i++) {
                const pb_duty *was = pb_roster_duty(&x->why.roster, d, i), *is = pb_roster_duty(&o->roster, d, i);
                const char *day;
                if (nearness(x, i, d) != near || pb_why_same(was, is) || (i == x->agent && d == x->date) || n++ >= most)
                    continue;
                day = pb_date_words(x->cli->arena, x->cli->lang, d);
                fprintf(x->cli->out, pb_tr(x->cli->lang, PB_N_("      %s, %s: %s → %s\n")), day ? day : "", pb_agent_name(&x->ws->agents, i),
                        pb_cell_words(x->cli, x->ws, was), pb_cell_words(x->cli, x->ws, is));
            }
    if (n > most)
        fprintf(x->cli->out, pb_tr(x->cli->lang, PB_N_("      … and %d more\n")), n - most);
}

/* --- who pays --- */

/* Who has less than his share does not pay for it: those who have more do. */
static int32_t payer(const pb_finding *f, int32_t team)
{
    bool fair = f->check == PB_RULE_FAIR_KIND || f->check == PB_RULE_FAIR_WEEKENDS || f->check == PB_RULE_FAIR_HOLIDAYS ||
                f->check == PB_RULE_FAIR_HOURS;
    return f->agent < 0 || (fair && f->found < f->limit) ? team : f->agent;
}

pb_money *pb_why_payers(const pb_why_asked *x, const pb_audit *now)
{
    int32_t n = x->ws->agents.n;
    pb_money *pay = PB_NEW_ARRAY(x->cli->arena, n + 1, pb_money);

    for (size_t i = 0; pay && i < now->n; i++)
        pay[payer(&now->at[i], n)] += now->at[i].cost;
    for (size_t i = 0; pay && i < x->base.n; i++)
        pay[payer(&x->base.at[i], n)] -= x->base.at[i].cost;
    return pay;
}

/* Who has the largest sum that is left; -1: nobody. */
static int32_t largest(const pb_money *pay, int32_t n)
{
    int32_t most = -1;
    for (int32_t i = 0; i < n; i++)
        if (pay[i] > 0 && (most < 0 || pay[i] > pay[most]))
            most = i;
    return most;
}

/* Those with a sum of this sign, the largest first, then how many others and how much theirs is together. */
static pb_status tell_people(const pb_why_asked *x, const pb_money *pay, int sign, const char *words)
{
    int32_t n = x->ws->agents.n, left = 0;
    pb_money *rest = PB_NEW_ARRAY(x->cli->arena, n + 1, pb_money), all = 0, sum = 0;

    if (!rest)
        return PB_ERR_NOMEM;
    for (int32_t i = 0; i <= n; i++) {
        rest[i] = pay[i] * sign > 0 ? pay[i] * sign : 0;
        all += rest[i];
        left += rest[i] > 0;
    }
    for (int k = 0; left > 0; k++, left--) {
        int32_t most = largest(rest, n + 1);
        if (k > 0 && left > 1 && (k >= PAYERS || !matters(rest[most], sum, all)))
            break;
        fprintf(x->cli->out, "%s%s %.2f", k ? pb_tr(x->cli->lang, PB_N_(", ")) : words,
                most < n ? pb_agent_name(&x->ws->agents, most) : pb_tr(x->cli->lang, PB_N_("the team")), units(rest[most]));
        sum += rest[most];
        rest[most] = 0;
    }
    if (left > 0)
        fprintf(x->cli->out, pb_tr(x->cli->lang, PB_N_(", %d others %.2f together")), left, units(all - sum));
    if (all > 0)
        fprintf(x->cli->out, "\n");
    return PB_OK;
}

/* --- what is broken more and less --- */

pb_status pb_tell_more(pb_cli *cli, const pb_workspace *ws, const pb_requirement *req, const pb_audit *of,
                       const pb_audit *than, const pb_roster *roster, char sign)
{
    size_t n, k = 0;
    const pb_finding_more *list;
    pb_money all = 0, sum = 0;

    if (pb_audit_more(cli->arena, of, than, &list, &n))
        return PB_ERR_NOMEM;
    for (size_t i = 0; i < n; i++)
        all += list[i].by;
    for (; k < n; k++) {
        const char *text;
        if (k > 0 && k + 1 < n && (k >= SENTENCES || !matters(list[k].by, sum, all)))
            break;
        text = pb_more_text(cli->arena, ws, req, roster, list[k].f, cli->lang);
        fprintf(cli->out, "      %c %.2f  %s\n", sign, units(list[k].by), text ? text : "");
        sum += list[k].by;
    }
    if (k < n)
        fprintf(cli->out, pb_tr(cli->lang, PB_N_("      %c %.2f  in %zu smaller things\n")), sign, units(all - sum), n - k);
    return PB_OK;
}

/* Who attends less than before, and meetings that are held at another time. */
static void tell_held(const pb_why_asked *x, const pb_audit *now, const pb_roster *roster)
{
    FILE *out = x->cli->out;
    for (size_t i = 0; i < now->n; i++) {
        const char *text;
        if (!pb_is_of_activities(&now->at[i]) || pb_audit_had(&x->base, &now->at[i]))
            continue;
        text = pb_finding_text(x->cli->arena, x->ws, x->req, roster, &now->at[i], x->cli->lang);
        if (text)
            fprintf(out, "      ! %s\n", text);
    }
    for (size_t i = 0; i < x->ws->activities.n; i++) {
        const pb_activity *act = &x->ws->activities.at[i];
        const char *was = pb_held_text(x->cli, x->ws, &x->why.roster, act, x->first, x->n_days);
        const char *is = pb_held_text(x->cli, x->ws, roster, act, x->first, x->n_days);
        if (was && is && strcmp(was, is) != 0)
            fprintf(out, "      %s: %s → %s\n", act->id, was, is);
    }
}

/* The hard findings of the cell. */
static void tell_forbidden(const pb_why_asked *x, const pb_otherwise *o, const pb_audit *now)
{
    fprintf(x->cli->out, pb_tr(x->cli->lang, o->allowed ? PB_N_("  %s: no roster that keeps the hard rules was found\n")
                                                        : PB_N_("  %s: not possible\n")), shift_name(x, o->shift));
    for (size_t i = 0; i < now->n; i++) {
        const pb_finding *f = &now->at[i];
        const char *text;
        if (!f->hard || (f->agent >= 0 && f->agent != x->agent))
            continue;
        text = pb_finding_text(x->cli->arena, x->ws, x->req, &o->roster, f, x->cli->lang);
        fprintf(x->cli->out, "      ! %s\n", text ? text : "");
    }
}

static pb_status tell_one(const pb_why_asked *x, const pb_otherwise *o, const pb_audit *now)
{
    const pb_lang *lang = x->cli->lang;
    FILE *out = x->cli->out;
    const pb_money *pay = pb_why_payers(x, now);
    pb_status s;

    if (!pay)
        return PB_ERR_NOMEM;
    if (!o->lawful) {
        tell_forbidden(x, o, now);
        return PB_OK;
    }
    fprintf(out, pb_tr(lang, o->n_changed == 0   ? PB_N_("  %s: %+.2f, and nothing else changes\n")
                             : o->n_changed == 1 ? PB_N_("  %s: %+.2f, and one other cell changes:\n")
                                                 : PB_N_("  %s: %+.2f, and %d other cells change:\n")),
            shift_name(x, o->shift), units(o->cost - x->why.cost), (int)o->n_changed);
    tell_cells(x, o);
    if (o->least < o->cost - 4)
        fprintf(out, pb_tr(lang, PB_N_("      (the cheapest found costs %+.2f and changes %d other cells)\n")),
                units(o->least - x->why.cost), (int)o->n_least);
    s = tell_people(x, pay, 1, pb_tr(lang, PB_N_("      paid by ")));
    if (!s)
        s = tell_people(x, pay, -1, pb_tr(lang, PB_N_("      gained by ")));
    if (!s)
        s = pb_tell_more(x->cli, x->ws, x->req, now, &x->base, &o->roster, '+');
    if (!s)
        s = pb_tell_more(x->cli, x->ws, x->req, &x->base, now, &x->why.roster, '-');
    if (!s)
        tell_held(x, now, &o->roster);
    return s;
}

/* The cell, and what the roster costs; where a cheaper one has the cell as it is, the answers are compared with that. */
static void tell_head(const pb_why_asked *x)
{
    FILE *out = x->cli->out;
    const pb_lang *lang = x->cli->lang;
    const char *day = pb_date_words(x->cli->arena, lang, x->date);

    fprintf(out, pb_tr(lang, PB_N_("%s, %s: %s. The roster costs %.2f.\n")), day ? day : "", pb_agent_name(&x->ws->agents, x->agent),
            pb_cell_words(x->cli, x->ws, pb_roster_duty(&x->roster, x->date, x->agent)), units(x->why.own));
    if (x->why.cost >= x->why.own)
        return;
    if (x->why.n_changed > 0)
        fprintf(out, pb_tr(lang, PB_N_("With this cell as it is and %d others changed it would cost %.2f: what follows is compared "
                                       "with that.\n")), (int)x->why.n_changed, units(x->why.cost));
    else
        fprintf(out, pb_tr(lang, PB_N_("With breaks at other times it would cost %.2f: what follows is compared with that.\n")),
                units(x->why.cost));
}

pb_status pb_why_tell(const pb_why_asked *x)
{
    FILE *out = x->cli->out;
    pb_status s = PB_OK;

    tell_head(x);
    if (x->why.pinned) {
        fprintf(out, "%s\n", pb_tr(x->cli->lang, PB_N_("The cell is pinned, or was made by hand: nothing else was tried.")));
        return PB_OK;
    }
    fprintf(out, "%s\n", pb_tr(x->cli->lang, PB_N_("Instead, and how the others would follow:")));
    for (size_t i = 0; !s && i < x->why.n; i++) {
        pb_audit now;
        s = pb_why_audit(x, &x->why.at[i].roster, &now);
        if (!s)
            s = tell_one(x, &x->why.at[i], &now);
    }
    return s;
}
