/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "planner/conflict.h"

#include "planner/instance.h"
#include "planner/plan_proof.h"
#include "planner/search.h"

#include <math.h>
#include <string.h>

enum { MOVES_PER_CELL = 400, MAX_REPAIRS = 8 };

typedef enum answer { NO, YES, UNKNOWN } answer;

typedef struct filter {
    pb_arena *arena;
    const pb_workspace *ws;
    const pb_requirement *req;
    const pb_plan_options *opt;
    pb_watch watch;
    pb_member *members;
    bool *in;      /* [n] in the set at work */
    size_t n;
    size_t changed; /* member whose number is another; n = none */
    double number;
    const pb_agent *more; /* one person beside agents.csv; NULL = none */
} filter;

static pb_status collect(filter *f)
{
    const pb_roster *k = f->opt->keep;
    size_t most = f->ws->rules.n + f->ws->absences.n + (k ? k->n : 0);

    f->members = PB_NEW_ARRAY(f->arena, most, pb_member);
    f->in = PB_NEW_ARRAY(f->arena, most, bool);
    if (!f->members || !f->in)
        return PB_ERR_NOMEM;
    for (size_t i = 0; i < f->ws->absences.n; i++)
        f->members[f->n++] = (pb_member){PB_MEMBER_ABSENCE, i};
    for (size_t i = 0; i < f->ws->rules.n; i++)
        if (f->ws->rules.at[i].hard)
            f->members[f->n++] = (pb_member){PB_MEMBER_RULE, i};
    for (size_t i = 0; k && i < k->n; i++)
        if (k->at[i].pinned)
            f->members[f->n++] = (pb_member){PB_MEMBER_PIN, i};
    for (size_t i = 0; i < f->n; i++)
        f->in[i] = true;
    f->changed = f->n;
    return PB_OK;
}

/* The workspace with the members of the set only: no requests, and no priced rules but deferred_late, under which
 * the slots need fewer. */
static pb_status reduce(const filter *f, pb_arena *a, pb_workspace *ws, pb_roster *keep)
{
    const pb_roster *k = f->opt->keep;
    pb_rule *rules = PB_NEW_ARRAY(a, f->n + f->ws->rules.n, pb_rule);
    pb_absence *absences = PB_NEW_ARRAY(a, f->n, pb_absence);
    pb_duty *pins = PB_NEW_ARRAY(a, f->n, pb_duty);

    if (!rules || !absences || !pins)
        return PB_ERR_NOMEM;
    *ws = *f->ws;
    ws->rules = (pb_rules){.at = rules};
    ws->absences = (pb_absences){.at = absences};
    ws->requests.n = 0;
    *keep = (pb_roster){.first = 1, .last = 0, .at = pins};
    for (size_t i = 0; i < f->ws->rules.n; i++)
        if (f->ws->rules.at[i].name == PB_RULE_DEFERRED_LATE && !f->ws->rules.at[i].hard)
            rules[ws->rules.n++] = f->ws->rules.at[i];
    for (size_t i = 0; i < f->n; i++) {
        const pb_member *m = &f->members[i];
        if (!f->in[i])
            continue;
        if (m->kind == PB_MEMBER_ABSENCE)
            absences[ws->absences.n++] = f->ws->absences.at[m->index];
        else if (m->kind == PB_MEMBER_PIN)
            pins[keep->n++] = k->at[m->index];
        else {
            rules[ws->rules.n] = f->ws->rules.at[m->index];
            if (i == f->changed)
                rules[ws->rules.n].number = f->number;
            ws->rules.n++;
        }
    }
    return PB_OK;
}

/* agents.csv and one more. */
static pb_status add_person(const filter *f, pb_arena *a, pb_workspace *ws)
{
    pb_agent *agents = f->more ? PB_NEW_ARRAY(a, ws->agents.n + 1, pb_agent) : NULL;

    if (!f->more)
        return PB_OK;
    if (!agents)
        return PB_ERR_NOMEM;
    memcpy(agents, ws->agents.at, (size_t)ws->agents.n * sizeof *agents);
    agents[ws->agents.n] = *f->more;
    ws->agents.at = agents;
    ws->agents.n++;
    ws->agents.by_id = NULL;
    return PB_OK;
}

/* Is there a roster for the set? First a short search, then the programme without costs. */
static pb_status ask(const filter *f, answer *ret)
{
    pb_arena *a = pb_arena_new(pb_arena_allocator(f->arena));
    pb_workspace ws;
    pb_roster keep;
    pb_instance *in = a ? PB_NEW(a, pb_instance) : NULL;
    pb_found found = {.lawful = false};
    pb_status s = in ? reduce(f, a, &ws, &keep) : PB_ERR_NOMEM;
    pb_proof proof = {.want = PB_PROOF_EXACT, .lawful_only = true, .watch = f->watch};

    *ret = UNKNOWN;
    if (!s)
        s = add_person(f, a, &ws);
    if (!s)
        s = pb_instance_make(a, &ws, f->req, &keep, f->opt->first, f->opt->n_days, in, NULL);
    if (!s) {
        pb_search search = {.moves = (int64_t)MOVES_PER_CELL * in->n_agents * in->n_days,
                            .target = INT64_MAX, .seed = f->opt->seed, .watch = f->watch};
        s = pb_search_run(a, in, &search, &found);
    }
    if (!s && !found.lawful)
        s = pb_proof_run(a, in, &proof);
    if (!s)
        *ret = found.lawful || proof.places ? YES : proof.infeasible ? NO : UNKNOWN;
    pb_arena_free(a);
    return s;
}

/* Leaves out all of a kind at once where the rest still conflicts. */
static pb_status drop_kind(filter *f, pb_member_kind kind)
{
    bool *was = PB_NEW_ARRAY(f->arena, f->n, bool);
    answer x;
    pb_status s;

    if (!was)
        return PB_ERR_NOMEM;
    memcpy(was, f->in, f->n * sizeof *was);
    for (size_t i = 0; i < f->n; i++)
        f->in[i] = f->in[i] && f->members[i].kind != kind;
    s = ask(f, &x);
    if (s || x != NO)
        memcpy(f->in, was, f->n * sizeof *was);
    return s;
}

/* Deletion filter: a member without which the rest still conflicts is not needed. */
static pb_status shrink(filter *f, bool *ret_minimal)
{
    pb_status s = drop_kind(f, PB_MEMBER_ABSENCE);

    if (!s)
        s = drop_kind(f, PB_MEMBER_PIN);
    *ret_minimal = true;
    for (size_t i = 0; !s && i < f->n; i++) {
        answer x;
        if (!f->in[i])
            continue;
        if (pb_watch_over(&f->watch)) {
            *ret_minimal = false;
            break;
        }
        f->in[i] = false;
        s = ask(f, &x);
        if (x != NO)
            f->in[i] = true;
        *ret_minimal = *ret_minimal && x != UNKNOWN;
    }
    return s;
}

static pb_status try_repair(filter *f, size_t member, bool drop, double number, bool *ret_works)
{
    answer x;
    pb_status s;

    for (size_t i = 0; i < f->n; i++)
        f->in[i] = true;
    f->in[member] = !drop;
    f->changed = drop ? f->n : member;
    f->number = number;
    s = ask(f, &x);
    f->changed = f->n;
    *ret_works = x == YES;
    return s;
}

/* The smallest looser number that helps: one, two, then three steps. */
static pb_status loosen(filter *f, size_t member, pb_conflict *c, pb_repair *repairs)
{
    const pb_rule *r = &f->ws->rules.at[f->members[member].index];
    const pb_rule_info *info = pb_rule_info_of(r->name);
    pb_status s = PB_OK;
    bool works = false;

    for (int step = 1; !s && !works && step <= 3 && info->looser != 0 && c->n_repairs < MAX_REPAIRS; step++) {
        double number = r->number + info->looser * step;
        if (number < info->min || number > info->max || pb_watch_over(&f->watch))
            break;
        s = try_repair(f, member, false, number, &works);
        if (!s && works)
            repairs[c->n_repairs++] = (pb_repair){.member = f->members[member], .number = number};
    }
    return s;
}

pb_agent pb_repair_person(const pb_workspace *ws, const pb_repair *r)
{
    const pb_rule *rule = &ws->rules.at[r->member.index];
    pb_agent g = {.id = "+1", .name = "", .team = rule->who.kind == PB_WHO_TEAM ? rule->who.team : "",
                  .skills = ~(pb_skillset)0, .hours_per_week = NAN, .min_hours = NAN, .max_hours = NAN, .email = "",
                  .language = "", .from = PB_DATE_NONE, .until = PB_DATE_NONE, .shift_kinds = ~0u};

    if (rule->who.kind == PB_WHO_ROLE)
        g.role = (pb_role)rule->who.id;
    if (rule->name == PB_RULE_ROLE_ON_SHIFT && rule->role_or_skill >= 0)
        g.role = (pb_role)rule->role_or_skill;
    return g;
}

/* One more person, where a rule asks for so many at once. */
static pb_status hire(filter *f, size_t member, pb_conflict *c, pb_repair *repairs)
{
    const pb_rule *r = &f->ws->rules.at[f->members[member].index];
    pb_repair x = {.member = f->members[member], .one_more = true};
    pb_agent person;
    bool works = false;
    pb_status s;

    if ((r->name != PB_RULE_MIN_AGENTS && r->name != PB_RULE_ROLE_ON_SHIFT && r->name != PB_RULE_SHORT_COVER) ||
        r->who.kind == PB_WHO_AGENT || c->n_repairs >= MAX_REPAIRS || pb_watch_over(&f->watch))
        return PB_OK;
    person = pb_repair_person(f->ws, &x);
    f->more = &person;
    s = try_repair(f, member, false, r->number, &works);
    f->more = NULL;
    if (!s && works)
        repairs[c->n_repairs++] = x;
    return s;
}

/* One sort of repair tried on every rule of the core. */
static pb_status each_rule(filter *f, const bool *core, pb_conflict *c, pb_repair *repairs,
                           pb_status (*mend)(filter *f, size_t member, pb_conflict *c, pb_repair *repairs))
{
    pb_status s = PB_OK;
    for (size_t i = 0; !s && i < f->n; i++)
        if (core[i] && f->members[i].kind == PB_MEMBER_RULE)
            s = mend(f, i, c, repairs);
    return s;
}

static pb_status repair(filter *f, const bool *core, pb_conflict *c)
{
    pb_repair *repairs = PB_NEW_ARRAY(f->arena, MAX_REPAIRS, pb_repair);
    pb_status s = repairs ? each_rule(f, core, c, repairs, loosen) : PB_ERR_NOMEM;

    if (!s)
        s = each_rule(f, core, c, repairs, hire);
    for (size_t i = 0; !s && i < f->n && c->n_repairs < MAX_REPAIRS; i++) {
        bool works = false;
        if (!core[i] || pb_watch_over(&f->watch))
            continue;
        s = try_repair(f, i, true, 0, &works);
        if (!s && works)
            repairs[c->n_repairs++] = (pb_repair){.member = f->members[i], .drop = true};
    }
    c->repairs = repairs;
    return s;
}

static void set_watch(filter *f)
{
    const pb_plan_options *o = f->opt;
    f->watch = (pb_watch){NULL, o->clock_ctx, 0, o->interrupted};
    if (o->clock_s && o->time_limit_s > 0) {
        f->watch.clock_s = o->clock_s;
        f->watch.until_s = o->clock_s(o->clock_ctx) + o->time_limit_s;
    }
}

pb_status pb_plan_conflict(pb_arena *a, const pb_workspace *ws, const pb_requirement *req,
                           const pb_plan_options *opt, pb_conflict *ret)
{
    filter f = {.arena = a, .ws = ws, .req = req};
    pb_plan_options days = *opt;
    pb_conflict c = {0};
    pb_member *list;
    bool *core;
    pb_status s;

    if (days.first == PB_DATE_NONE)
        days.first = req->grid.first;
    if (days.n_days <= 0)
        days.n_days = req->grid.first + req->grid.n_days - days.first;
    f.opt = &days;
    set_watch(&f);
    s = collect(&f);
    if (!s)
        s = shrink(&f, &c.minimal);
    list = PB_NEW_ARRAY(a, f.n, pb_member);
    core = PB_NEW_ARRAY(a, f.n, bool);
    if (s || !list || !core)
        return s ? s : PB_ERR_NOMEM;
    memcpy(core, f.in, f.n * sizeof *core);
    for (size_t i = 0; i < f.n; i++)
        if (core[i])
            list[c.n++] = f.members[i];
    c.at = list;
    s = repair(&f, core, &c);
    if (!s)
        *ret = c;
    return s;
}
