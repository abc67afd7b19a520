/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "planner/never.h"

#include "planner/never_parts.h"

#include <math.h>
#include <string.h>

void pb_never_add(pb_nevers *x, bool hard, bool idle, int32_t agent, const char *text)
{
    if (!x->status && !text)
        x->status = PB_ERR_NOMEM;
    if (!x->status)
        x->status = pb_grow(x->al, &x->at, &x->cap, x->n + 1, sizeof *x->at);
    if (!x->status)
        x->at[x->n++] = (pb_never){x->rule, agent, hard, idle, text};
}

static int count_members(const pb_nevers *x, const pb_rule *r)
{
    int n = 0;
    for (int32_t i = 0; i < x->ws->agents.n; i++)
        n += pb_who_has(&r->who, &x->ws->agents.at[i], i);
    return n;
}

/* --- rules of the team --- */

static bool has_role(const pb_rule *r, const pb_agent *g)
{
    return r->role_or_skill >= 0 ? (int)g->role == r->role_or_skill : (g->skills >> (-1 - r->role_or_skill) & 1) != 0;
}

static void judge_role(pb_nevers *x, const pb_rule *r)
{
    int holders = 0, able = 0;
    bool asked = false;

    for (int32_t s = 0; s < x->ws->shifts.n; s++)
        asked = asked || pb_shift_ref_is(&r->refs[0], &x->ws->shifts, s);
    if (!asked)
        return;
    for (int32_t i = 0; i < x->ws->agents.n; i++) {
        if (!has_role(r, &x->ws->agents.at[i]) || !pb_who_has(&r->who, &x->ws->agents.at[i], i))
            continue;
        holders++;
        for (int32_t s = 0; s < x->ws->shifts.n; s++)
            if (pb_shift_ref_is(&r->refs[0], &x->ws->shifts, s) && pb_never_may(x, i, s)) {
                able++;
                break;
            }
    }
    if (r->number > able) /* never "no roster": where nobody is needed at that time, nothing is asked */
        pb_never_add(x, false, false, -1,
                     pb_arena_printf(x->arena, pb_tr(x->lang, PB_N_("%g are asked for on each shift, %d hold the role or "
                                                                    "skill, %d of them may work such a shift")),
                                     r->number, holders, able));
}

static bool same_pair(const pb_rule *r, const pb_rule *o)
{
    return r->n_agents == 2 && o->n_agents == 2 &&
           ((o->agents[0] == r->agents[0] && o->agents[1] == r->agents[1]) ||
            (o->agents[1] == r->agents[0] && o->agents[0] == r->agents[1]));
}

static void judge_pair(pb_nevers *x, const pb_rule *r)
{
    for (size_t i = 0; i < x->ws->rules.n; i++) {
        const pb_rule *o = &x->ws->rules.at[i];
        if (o->name == PB_RULE_APART && o->hard && r->hard && same_pair(r, o))
            pb_never_add(x, false, false, -1,
                         pb_arena_printf(x->arena, pb_tr(x->lang, PB_N_("the same two are to be apart (%s): both would "
                                                                        "always be off")), o->source));
    }
}

static void judge_team(pb_nevers *x, const pb_rule *r)
{
    int n = count_members(x, r);

    if (r->name == PB_RULE_MIN_AGENTS && r->number > n)
        pb_never_add(x, r->hard, false, -1,
                     pb_arena_printf(x->arena, pb_tr(x->lang, PB_N_("%g are asked for at once, the team has %d")),
                                     r->number, n));
    if (r->name == PB_RULE_ROLE_ON_SHIFT)
        judge_role(x, r);
    if (r->name == PB_RULE_TOGETHER)
        judge_pair(x, r);
}

/* --- rules of people --- */

/* Absence takes hours off the contract, so that other sums are asked for. */
static bool away_some_day(const pb_nevers *x, int32_t agent)
{
    const pb_agent *g = &x->ws->agents.at[agent];
    pb_date last = x->first + x->n_days - 1;

    for (size_t i = 0; i < x->ws->absences.n; i++)
        if (x->ws->absences.at[i].agent == agent && x->ws->absences.at[i].from <= last &&
            x->ws->absences.at[i].to >= x->first)
            return true;
    return (g->from != PB_DATE_NONE && g->from > x->first) || (g->until != PB_DATE_NONE && g->until < last);
}

/* Are the plan's days whole weeks? Else a week's hours may lie partly outside. */
static bool whole_weeks(const pb_nevers *x)
{
    return x->n_days % 7 == 0 && pb_date_week_start(x->first, x->ws->team.week_start) == x->first;
}

/* What a rule asks of an agent that his other limits do not leave room for. */
static void judge_hours(pb_nevers *x, bool hard, int32_t agent, double asked)
{
    pb_never_week w = pb_never_week_of(x, agent);

    if (asked * 60 > w.most_min + 0.5 && !away_some_day(x, agent))
        pb_never_add(x, hard && whole_weeks(x), false, agent,
                     pb_arena_printf(x->arena, pb_tr(x->lang, PB_N_("%s: %g h a week are asked for; %d days of at most %g h, "
                                                                    "and the other limits, leave %g h")),
                                     pb_agent_name(&x->ws->agents, agent), asked, w.days, w.longest_min / 60.0, w.most_min / 60.0));
}

/* Hours that no number of the agent's shifts adds up to. */
static void judge_sum(pb_nevers *x, const pb_rule *r, int32_t agent)
{
    const pb_agent *g = &x->ws->agents.at[agent];
    int weeks = r->number >= 1 ? (int)r->number : x->n_days / 7;
    int want = (int)(g->hours_per_week * 60 * weeks + 0.5);

    if (weeks * 7 > x->n_days || !whole_weeks(x) || away_some_day(x, agent))
        return;
    if (r->hard && weeks > 0 && g->hours_per_week > 0 && want > 0 && !pb_never_adds_up(x, agent, want))
        pb_never_add(x, true, false, agent,
                     pb_arena_printf(x->arena, pb_tr(x->lang, PB_N_("%s: no shifts add up to exactly %g h; give the rule a "
                                                                    "cost")), pb_agent_name(&x->ws->agents, agent), want / 60.0));
}

static void judge_runs(pb_nevers *x, const pb_rule *r, int32_t agent)
{
    double most = pb_never_hard(x, PB_RULE_MAX_DAYS_IN_ROW, agent, false);
    pb_never_week w = pb_never_week_of(x, agent);

    if (!isnan(most) && r->number > most)
        pb_never_add(x, false, false, agent,
                     pb_arena_printf(x->arena, pb_tr(x->lang, PB_N_("%s: %g days in a row are asked for, at most %g are "
                                                                    "allowed")), pb_agent_name(&x->ws->agents, agent), r->number, most));
    else if (w.alone && r->number > 1)
        pb_never_add(x, false, false, agent,
                     pb_arena_printf(x->arena, pb_tr(x->lang, PB_N_("%s: after no shift is there rest enough for one on the "
                                                                    "next day")), pb_agent_name(&x->ws->agents, agent)));
}

/* A limit under which not one shift fits. */
static void judge_ceiling(pb_nevers *x, const pb_rule *r, int32_t agent)
{
    double least = INFINITY;

    for (int32_t s = 0; s < x->ws->shifts.n; s++)
        if (pb_never_kind_may(x, agent, s) && pb_shift_paid_min(&x->ws->shifts.at[s]) < least)
            least = pb_shift_paid_min(&x->ws->shifts.at[s]);
    if (least < INFINITY && r->number * 60 < least - 0.5)
        pb_never_add(x, false, false, agent,
                     pb_arena_printf(x->arena, pb_tr(x->lang, PB_N_("%s: the shortest shift has %g h, so that no work is "
                                                                    "possible")), pb_agent_name(&x->ws->agents, agent), least / 60));
}

static void judge_rest(pb_nevers *x, int32_t agent)
{
    if (pb_never_week_of(x, agent).alone)
        pb_never_add(x, false, false, agent,
                     pb_arena_printf(x->arena, pb_tr(x->lang, PB_N_("%s: after no shift is there rest enough for one on the "
                                                                    "next day")), pb_agent_name(&x->ws->agents, agent)));
}

static void judge_person(pb_nevers *x, const pb_rule *r, int32_t agent)
{
    const pb_agent *g = &x->ws->agents.at[agent];

    switch (r->name) {
    case PB_RULE_CONTRACT_HOURS:
        if (g->hours_per_week > 0)
            judge_hours(x, r->hard, agent, g->hours_per_week);
        judge_sum(x, r, agent);
        break;
    case PB_RULE_MIN_HOURS_WEEK:
        judge_hours(x, r->hard, agent, r->number);
        break;
    case PB_RULE_MIN_DAYS_IN_ROW:
        judge_runs(x, r, agent);
        break;
    case PB_RULE_MAX_HOURS_DAY:
    case PB_RULE_MAX_HOURS_WEEK:
        if (r->hard)
            judge_ceiling(x, r, agent);
        break;
    case PB_RULE_MIN_REST_H:
        if (r->hard)
            judge_rest(x, agent);
        break;
    default:
        break;
    }
}

/* --- rules that speak of nothing --- */

static bool told_of(const pb_workspace *ws, pb_date date)
{
    for (size_t i = 0; i < ws->n_past; i++)
        if (date >= ws->past[i].first && date <= ws->past[i].last)
            return true;
    return false;
}

/* Is a week's sum of hours known for any week that ends in the plan? Of parts of weeks no minimum is asked. */
static bool has_known_week(const pb_nevers *x)
{
    pb_date week = pb_date_week_start(x->first, x->ws->team.week_start), date = week;

    while (date < x->first && told_of(x->ws, date))
        date++;
    return (date < x->first ? week + 7 : week) + 6 < x->first + x->n_days;
}

static const char *no_week(const pb_nevers *x)
{
    return pb_tr(x->lang, PB_N_("no whole week lies in these days and the rosters before them; parts of weeks are not judged"));
}

static bool ref_exists(const pb_nevers *x, const pb_shift_ref *ref)
{
    if (ref->type == PB_REF_OFF)
        return true;
    for (int32_t s = 0; s < x->ws->shifts.n; s++)
        if (pb_shift_ref_is(ref, &x->ws->shifts, s))
            return true;
    return false;
}

static void judge_idle(pb_nevers *x, const pb_rule *r)
{
    bool none = r->n_refs > 0;

    if (count_members(x, r) == 0)
        pb_never_add(x, false, true, -1, pb_tr(x->lang, PB_N_("concerns nobody")));
    for (int32_t i = 0; i < r->n_refs; i++)
        none = none && !ref_exists(x, &r->refs[i]);
    if (none)
        pb_never_add(x, false, true, -1, pb_tr(x->lang, PB_N_("no shift is of that kind")));
    if (r->name == PB_RULE_MIN_HOURS_WEEK && !has_known_week(x))
        pb_never_add(x, false, true, -1, no_week(x));
}

static bool has_own_rule(const pb_nevers *x, pb_rule_name name, int32_t agent)
{
    for (size_t i = 0; i < x->ws->rules.n; i++)
        if (x->ws->rules.at[i].name == name && pb_who_has(&x->ws->rules.at[i].who, &x->ws->agents.at[agent], agent))
            return true;
    return false;
}

/* What the columns of agents.csv ask for without a row of rules.csv. */
static void judge_columns(pb_nevers *x)
{
    x->rule = -1;
    for (int32_t i = 0; i < x->ws->agents.n; i++) {
        const pb_agent *g = &x->ws->agents.at[i];
        bool able = false;
        for (int32_t s = 0; s < x->ws->shifts.n; s++)
            able = able || pb_never_may(x, i, s);
        if (!able && x->ws->shifts.n > 0)
            pb_never_add(x, false, false, i,
                         pb_arena_printf(x->arena, pb_tr(x->lang, PB_N_("%s: may work none of the shifts")), pb_agent_name(&x->ws->agents, i)));
        if (able && g->hours_per_week > 0 && !has_own_rule(x, PB_RULE_CONTRACT_HOURS, i))
            judge_hours(x, false, i, g->hours_per_week);
        if (able && g->min_hours > 0 && !has_own_rule(x, PB_RULE_MIN_HOURS_WEEK, i))
            judge_hours(x, false, i, g->min_hours);
    }
}

static void judge_idle_columns(pb_nevers *x)
{
    bool minimum = false;

    for (int32_t i = 0; i < x->ws->agents.n; i++)
        minimum = minimum || (x->ws->agents.at[i].min_hours > 0 && !has_own_rule(x, PB_RULE_MIN_HOURS_WEEK, i));
    if (minimum && !has_known_week(x))
        pb_never_add(x, false, true, -1,
                     pb_arena_printf(x->arena, pb_tr(x->lang, PB_N_("min_hours of agents.csv: %s")), no_week(x)));
}

pb_status pb_rules_never(pb_arena *a, const pb_workspace *ws, pb_date first, int n_days, const pb_lang *lang,
                         const pb_never **ret, size_t *ret_n)
{
    pb_nevers x = {.arena = a, .al = pb_arena_allocator(a), .ws = ws, .lang = lang, .first = first, .n_days = n_days};
    pb_never *list;

    for (size_t i = 0; i < ws->rules.n; i++) {
        const pb_rule *r = &ws->rules.at[i];
        x.rule = (int32_t)i;
        if (!r->from_law)
            judge_idle(&x, r);
        judge_team(&x, r);
        for (int32_t agent = 0; agent < ws->agents.n; agent++)
            if (pb_who_has(&r->who, &ws->agents.at[agent], agent))
                judge_person(&x, r, agent);
    }
    judge_columns(&x);
    judge_idle_columns(&x);
    list = PB_NEW_ARRAY(a, x.n, pb_never);
    if (!x.status && !list)
        x.status = PB_ERR_NOMEM;
    if (!x.status && x.n)
        memcpy(list, x.at, x.n * sizeof *list);
    pb_free(x.al, x.at);
    if (!x.status) {
        *ret = list;
        *ret_n = x.n;
    }
    return x.status;
}
