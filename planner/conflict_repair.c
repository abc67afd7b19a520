/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Changes after which a roster exists, each of them tried. */
#include "planner/conflict_parts.h"

#include <math.h>

enum { MAX_REPAIRS = 10, STEPS = 3, MAX_WIDENED = 4 };

typedef struct mending {
    pb_filter *f;
    const bool *core;
    pb_repair *at;
    size_t n;
} mending;

static bool full(const mending *m)
{
    return m->n >= MAX_REPAIRS || pb_watch_over(&m->f->watch);
}

static pb_repair *add(mending *m, pb_repair_kind kind, size_t member)
{
    pb_repair *r = &m->at[m->n++];
    *r = (pb_repair){.kind = kind, .from = PB_DATE_NONE, .to = PB_DATE_NONE, .agent = -1};
    if (member < m->f->n)
        r->member = m->f->members[member];
    return r;
}

static const pb_rule *rule_of(const mending *m, size_t member)
{
    return &m->f->ws->rules.at[m->f->members[member].index];
}

static pb_status works(mending *m, bool *ret)
{
    pb_answer x;
    pb_status s = pb_filter_ask(m->f, &x);
    *ret = !s && x == PB_ANSWER_YES;
    return s;
}

/* The rule as it is, but for one or two exceptions. */
static pb_status once(mending *m, size_t member)
{
    bool yes;
    pb_status s;

    pb_filter_reset(m->f);
    m->f->softened = member;
    s = works(m, &yes);
    if (!s && yes && m->f->n_exceptions > 0 && m->f->n_exceptions <= PB_MOST_EXCEPTIONS) {
        pb_repair *r = add(m, PB_REPAIR_ONCE, member);
        r->n_exceptions = m->f->n_exceptions;
        r->roster = m->f->roster;
        for (int i = 0; i < r->n_exceptions; i++)
            r->exceptions[i] = m->f->exceptions[i];
    }
    return s;
}

static bool asks_for_people(const pb_rule *r)
{
    return r->name == PB_RULE_MIN_AGENTS || r->name == PB_RULE_ROLE_ON_SHIFT || r->name == PB_RULE_SHORT_COVER;
}

/* The smallest looser number that helps: one, two, then three steps. */
static pb_status loosen(mending *m, size_t member)
{
    const pb_rule *r = rule_of(m, member);
    const pb_rule_info *info = pb_rule_info_of(r->name);
    pb_status s = PB_OK;
    bool yes = false;

    for (int step = 1; !s && !yes && step <= STEPS && info->looser != 0 && !full(m); step++) {
        double number = r->number + info->looser * step;
        if (number < info->min || number > info->max || (asks_for_people(r) && number < 1)) /* 0 = left out */
            break;
        pb_filter_reset(m->f);
        m->f->changed = member;
        m->f->number = number;
        s = works(m, &yes);
        if (!s && yes)
            add(m, PB_REPAIR_NUMBER, member)->number = number;
    }
    return s;
}

pb_agent pb_repair_person(const pb_workspace *ws, const pb_repair *r)
{
    const pb_rule *rule = &ws->rules.at[r->member.index];
    pb_agent g = {.id = "+1", .name = "", .team = rule->who.kind == PB_WHO_TEAM ? rule->who.team : "",
                  .skills = ~(pb_skillset)0, .hours_per_week = NAN, .min_hours = NAN, .max_hours = NAN, .email = "",
                  .language = "", .from = r->from, .until = r->to, .shift_kinds = ~0u};

    if (rule->who.kind == PB_WHO_ROLE)
        g.role = (pb_role)rule->who.id;
    if (rule->name == PB_RULE_ROLE_ON_SHIFT && rule->role_or_skill >= 0)
        g.role = (pb_role)rule->role_or_skill;
    return g;
}

static pb_status with_person(mending *m, const pb_repair *x, bool *ret)
{
    const pb_agent person = pb_repair_person(m->f->ws, x);
    pb_status s;

    pb_filter_reset(m->f);
    m->f->more = &person;
    s = works(m, ret);
    m->f->more = NULL;
    return s;
}

/* One more person, where a rule asks for so many at once; then on as few days as will do, cut from both ends. */
static pb_status one_more(mending *m, size_t member)
{
    const pb_rule *r = rule_of(m, member);
    const pb_plan_options *o = m->f->opt;
    pb_repair x = {.member = m->f->members[member], .from = o->first, .to = o->first + o->n_days - 1};
    bool yes = true;
    pb_status s = PB_OK;

    if (!asks_for_people(r) || r->who.kind == PB_WHO_AGENT)
        return PB_OK;
    s = with_person(m, &x, &yes);
    if (s || !yes)
        return s;
    for (int end = 0; !s && end < 2; end++)
        for (yes = true; !s && yes && x.from < x.to && !pb_watch_over(&m->f->watch);) {
            pb_repair less = x;
            less.from += end == 0;
            less.to -= end == 1;
            s = with_person(m, &less, &yes);
            if (!s && yes)
                x = less;
        }
    if (!s) {
        pb_repair *found = add(m, PB_REPAIR_ONE_MORE, member);
        found->from = x.from;
        found->to = x.to;
    }
    return s;
}

static pb_status leave_out(mending *m, size_t member)
{
    bool yes;
    pb_status s;

    pb_filter_reset(m->f);
    m->f->in[member] = false;
    s = works(m, &yes);
    if (!s && yes)
        (void)add(m, PB_REPAIR_DROP, member);
    return s;
}

/* Is there a shift that the agent may not work because of its kind alone? */
static bool is_narrow(const pb_workspace *ws, int32_t agent)
{
    for (int32_t i = 0; i < ws->shifts.n; i++)
        if (!(ws->agents.at[agent].shift_kinds >> ws->shifts.at[i].kind & 1))
            return true;
    return false;
}

/* Somebody who may work more kinds of shifts than agents.csv says. */
static pb_status widen(mending *m)
{
    pb_status s = PB_OK;
    int tried = 0;

    for (int32_t i = 0; !s && i < m->f->ws->agents.n && tried < MAX_WIDENED && !full(m); i++) {
        bool yes;
        if (!is_narrow(m->f->ws, i))
            continue;
        tried++;
        pb_filter_reset(m->f);
        m->f->widened = i;
        s = works(m, &yes);
        if (!s && yes)
            add(m, PB_REPAIR_WIDEN, m->f->n)->agent = i;
    }
    return s;
}

/* One sort of repair tried on every member of the core, or on its rules. */
static pb_status each(mending *m, bool rules_only, pb_status (*mend)(mending *m, size_t member))
{
    pb_status s = PB_OK;
    for (size_t i = 0; !s && i < m->f->n && !full(m); i++)
        if (m->core[i] && (!rules_only || m->f->members[i].kind == PB_MEMBER_RULE))
            s = mend(m, i);
    return s;
}

pb_status pb_conflict_repair(pb_filter *f, const bool *core, pb_conflict *c)
{
    mending m = {.f = f, .core = core, .at = PB_NEW_ARRAY(f->arena, MAX_REPAIRS, pb_repair)};
    pb_status s = m.at ? each(&m, true, once) : PB_ERR_NOMEM;

    if (!s)
        s = each(&m, true, loosen);
    if (!s)
        s = each(&m, true, one_more);
    if (!s)
        s = widen(&m);
    if (!s)
        s = each(&m, false, leave_out);
    c->repairs = m.at;
    c->n_repairs = m.n;
    return s;
}
