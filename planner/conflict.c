/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "planner/conflict_parts.h"

#include "planner/plan_proof.h"
#include "planner/plan_roster.h"

#include <math.h>
#include <string.h>

enum { MOVES_PER_CELL = 400, SOFT_MOVES = 1600, N_FREE = 4, ONE_UNIT = 1000 };

typedef pb_filter filter;

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
    pb_filter_reset(f);
    return PB_OK;
}

void pb_filter_reset(pb_filter *f)
{
    for (size_t i = 0; i < f->n; i++)
        f->in[i] = true;
    f->changed = f->softened = f->n;
    f->more = NULL;
    f->widened = -1;
}

/* What costs by default costs nothing, so that only exceptions are dear. */
static void add_free(pb_workspace *ws, pb_rule *rules, pb_rule_name but)
{
    static const pb_rule_name names[N_FREE] = {PB_RULE_SHORT_COVER, PB_RULE_OVER_COVER, PB_RULE_CONTRACT_HOURS,
                                               PB_RULE_MIN_HOURS_WEEK};
    for (int i = 0; i < N_FREE; i++)
        if (names[i] != but)
            rules[ws->rules.n++] = (pb_rule){.name = names[i], .who = {.kind = PB_WHO_ALL}, .who_text = "all",
                                             .value_text = "", .source = ""};
}

/* Rule member i, with the number or the softness that is tried, after those there are. */
static void take_rule(filter *f, size_t i, pb_rule *rules, pb_rules *ret)
{
    pb_rule *r = &rules[ret->n];

    *r = f->ws->rules.at[f->members[i].index];
    if (i == f->changed)
        r->number = f->number;
    if (i == f->softened) {
        f->soft_rule = (int32_t)ret->n;
        r->hard = false;
        r->cost = 1;
    }
    ret->n++;
}

/* The workspace with the members of the set only: no requests, and no priced rules but deferred_late, under which
 * the slots need fewer. */
static pb_status reduce(filter *f, pb_arena *a, pb_workspace *ws, pb_roster *keep)
{
    pb_rule *rules = PB_NEW_ARRAY(a, f->n + f->ws->rules.n + N_FREE, pb_rule);
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
            pins[keep->n++] = f->opt->keep->at[m->index];
        else
            take_rule(f, i, rules, &ws->rules);
    }
    if (f->softened < f->n)
        add_free(ws, rules, f->ws->rules.at[f->members[f->softened].index].name);
    return PB_OK;
}

/* agents.csv and one more, or somebody who may do more. */
static pb_status add_person(const filter *f, pb_arena *a, pb_workspace *ws)
{
    pb_agent *agents = f->more || f->widened >= 0 ? PB_NEW_ARRAY(a, ws->agents.n + 1, pb_agent) : NULL;

    if (!f->more && f->widened < 0)
        return PB_OK;
    if (!agents)
        return PB_ERR_NOMEM;
    memcpy(agents, ws->agents.at, (size_t)ws->agents.n * sizeof *agents);
    if (f->widened >= 0)
        agents[f->widened].shift_kinds = ~0u;
    if (f->more)
        agents[ws->agents.n++] = *f->more;
    ws->agents.at = agents;
    ws->agents.by_id = NULL;
    return PB_OK;
}

/* Where a rule was softened: what breaks it in the roster found, as the auditor sees it. */
static pb_status look_at_exceptions(filter *f, pb_arena *a, const pb_workspace *ws, const pb_instance *in,
                                    const int32_t *places)
{
    pb_board *b = pb_board_new(a, in);
    pb_audit audit;
    pb_status s = b ? PB_OK : PB_ERR_NOMEM;

    f->n_exceptions = 0;
    for (int32_t agent = 0; b && agent < in->n_agents; agent++) {
        for (int32_t day = 0; day < in->n_days; day++)
            pb_board_set(b, agent, day, places[(int64_t)agent * in->n_days + day]);
        pb_board_line(b, agent);
    }
    if (!s)
        s = pb_plan_roster(f->arena, b, &f->roster, NULL);
    if (!s)
        s = pb_audit_roster(a, ws, f->req, &f->roster, NULL, f->opt->first, f->opt->n_days, &audit);
    for (size_t i = 0; !s && i < audit.n; i++) {
        if (audit.at[i].rule != f->soft_rule)
            continue;
        if (f->n_exceptions < PB_MOST_EXCEPTIONS) {
            f->exceptions[f->n_exceptions] = audit.at[i];
            f->exceptions[f->n_exceptions].rule = (int32_t)f->members[f->softened].index;
        }
        f->n_exceptions++;
    }
    return s;
}

/* A short search; with a softened rule one for few exceptions. */
static pb_status look_for(const filter *f, pb_arena *a, const pb_instance *in, pb_found *found)
{
    bool soft = f->softened < f->n;
    const pb_search search = {.moves = (int64_t)(soft ? SOFT_MOVES : MOVES_PER_CELL) * in->n_agents * in->n_days,
                              .target = soft ? ONE_UNIT : INT64_MAX, .seed = f->opt->seed, .watch = f->watch};
    return pb_search_run(a, in, &search, found);
}

/* The set at work, compiled. */
static pb_status compile(pb_filter *f, pb_arena *a, pb_workspace *ws, pb_roster *keep, pb_instance *in)
{
    pb_status s = reduce(f, a, ws, keep);
    if (!s)
        s = add_person(f, a, ws);
    return s ? s : pb_instance_make(a, ws, f->req, keep, f->opt->first, f->opt->n_days, in, NULL);
}

/* First a short search, then the programme without costs; of a softened rule only what the search finds. */
static pb_status answer(pb_filter *f, pb_arena *a, const pb_workspace *ws, const pb_instance *in, pb_answer *ret)
{
    pb_found found = {.lawful = false};
    pb_proof proof = {.want = PB_PROOF_EXACT, .lawful_only = true, .watch = f->watch};
    pb_status s = look_for(f, a, in, &found);

    if (!s && f->softened < f->n)
        s = found.lawful ? look_at_exceptions(f, a, ws, in, found.places) : PB_OK;
    else if (!s && !found.lawful)
        s = pb_proof_run(a, in, &proof);
    if (!s && (found.lawful || proof.places))
        *ret = PB_ANSWER_YES;
    else if (!s && proof.infeasible)
        *ret = PB_ANSWER_NO;
    return s;
}

/* Is there a roster for the set? */
pb_status pb_filter_ask(pb_filter *f, pb_answer *ret)
{
    pb_arena *a = pb_arena_new(pb_arena_allocator(f->arena));
    pb_workspace ws;
    pb_roster keep;
    pb_instance *in = a ? PB_NEW(a, pb_instance) : NULL;
    pb_status s = in ? compile(f, a, &ws, &keep, in) : PB_ERR_NOMEM;

    *ret = PB_ANSWER_UNKNOWN;
    if (!s)
        s = answer(f, a, &ws, in, ret);
    pb_arena_free(a);
    return s;
}

/* Leaves out all of a kind at once where the rest still conflicts. */
static pb_status drop_kind(filter *f, pb_member_kind kind)
{
    bool *was = PB_NEW_ARRAY(f->arena, f->n, bool);
    pb_answer x;
    pb_status s;

    if (!was)
        return PB_ERR_NOMEM;
    memcpy(was, f->in, f->n * sizeof *was);
    for (size_t i = 0; i < f->n; i++)
        f->in[i] = f->in[i] && f->members[i].kind != kind;
    s = pb_filter_ask(f, &x);
    if (s || x != PB_ANSWER_NO)
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
        pb_answer x;
        if (!f->in[i])
            continue;
        if (pb_watch_over(&f->watch)) {
            *ret_minimal = false;
            break;
        }
        f->in[i] = false;
        s = pb_filter_ask(f, &x);
        if (x != PB_ANSWER_NO)
            f->in[i] = true;
        *ret_minimal = *ret_minimal && x != PB_ANSWER_UNKNOWN;
    }
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
    s = pb_conflict_repair(&f, core, &c);
    if (!s)
        *ret = c;
    return s;
}
