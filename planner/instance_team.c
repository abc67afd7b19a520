/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Rules between agents: fair shares, somebody of a role on a shift, pairs together or apart. */
#include "planner/instance_parts.h"
#include "planner/terms.h"

enum { FAIR_DAYS = 365 };

static bool is_fair(pb_rule_name name)
{
    return name == PB_RULE_FAIR_KIND || name == PB_RULE_FAIR_WEEKENDS ||
           name == PB_RULE_FAIR_HOLIDAYS || name == PB_RULE_FAIR_HOURS;
}

/* A share counts by contract and by days employed. */
static int32_t weight_of(const pb_instance *in, const pb_past *past, int32_t agent)
{
    const pb_agent *g = &in->ws->agents.at[agent];
    double hours = g->hours_per_week > 0 ? g->hours_per_week : 40;
    int64_t all = in->n_days, there = 0, w;

    for (int32_t i = 1; i <= FAIR_DAYS; i++)
        all += pb_past_known(past, i);
    for (int32_t d = -FAIR_DAYS; d < in->n_days; d++) {
        pb_date day = in->grid.first + d;
        if (d >= 0 || pb_past_known(past, -d))
            there += (g->from == PB_DATE_NONE || day >= g->from) &&
                     (g->until == PB_DATE_NONE || day <= g->until);
    }
    w = ((int64_t)(hours * 10 + 0.5) * there + all / 2) / all;
    return w > 0 ? (int32_t)w : 1;
}

static int32_t counted_before(const pb_instance *in, const pb_past *past, const pb_rule *r,
                              int32_t agent)
{
    int32_t n = 0;
    for (int32_t i = 1; i <= FAIR_DAYS; i++) {
        const pb_duty *d = pb_past_duty(past, agent, i);
        int weekday = pb_date_weekday(in->grid.first - i);
        if (r->name == PB_RULE_FAIR_WEEKENDS) {
            if (weekday == 5) /* a Sunday that is the plan's first day is not counted */
                n += d || (i > 1 && pb_past_duty(past, agent, i - 1));
        } else if (!d) {
            continue;
        } else if (r->name == PB_RULE_FAIR_HOURS) {
            n += pb_duty_paid_min(d);
        } else if (r->name == PB_RULE_FAIR_HOLIDAYS) {
            n += pb_calendar_day_kind(&in->ws->calendar, d->date) == PB_DAY_STATUTORY;
        } else {
            n += r->n_refs > 0 && pb_ref_matches(in->ws, &r->refs[0], d->shift, false);
        }
    }
    return n;
}

static const int32_t *fair_tab(pb_arena *a, const pb_instance *in, const pb_rule *r)
{
    int32_t *tab = PB_NEW_ARRAY(a, in->n_alts, int32_t);
    for (int32_t alt = 1; tab && alt < in->n_alts; alt++) {
        const pb_alt *x = &in->alts[alt];
        if (r->name == PB_RULE_FAIR_HOURS)
            tab[alt] = x->paid_min;
        else if (r->name == PB_RULE_FAIR_HOLIDAYS)
            tab[alt] = in->day_kind[x->day] == PB_DAY_STATUTORY;
        else if (r->name == PB_RULE_FAIR_KIND)
            tab[alt] = r->n_refs > 0 && pb_ref_matches(in->ws, &r->refs[0], x->shift, false);
    }
    return tab;
}

static bool no_nights(const pb_workspace *ws, int32_t agent)
{
    bool no = ws->agents.at[agent].no_night;
    for (size_t i = 0; i < ws->rules.n; i++) {
        const pb_rule *r = &ws->rules.at[i];
        no = no || (r->name == PB_RULE_NO_NIGHT && r->who.kind == PB_WHO_AGENT && r->who.id == agent);
    }
    return no;
}

/* Who cannot work any of the shifts meant, by kind or because of the night, has no share of them. */
static bool has_share(const pb_workspace *ws, const pb_rule *r, int32_t agent)
{
    const pb_agent *g = &ws->agents.at[agent];
    bool any = r->name != PB_RULE_FAIR_KIND;

    if (!pb_who_has(&r->who, g, agent))
        return false;
    for (int32_t i = 0; !any && r->n_refs > 0 && i < ws->shifts.n; i++) {
        const pb_shift *x = &ws->shifts.at[i];
        any = pb_ref_matches(ws, &r->refs[0], i, false) && (g->shift_kinds >> x->kind & 1) &&
              !(pb_duty_is_night((int)x->kind, x->start_min, x->end_min) && no_nights(ws, agent));
    }
    return any;
}

static pb_status add_fair(pb_arena *a, pb_instance *in, const pb_past *past, int32_t rule, pb_fair *ret)
{
    const pb_rule *r = &in->ws->rules.at[rule];
    pb_fair f = {.name = r->name, .rule = rule, .hard = r->hard, .price = pb_money_price(r->cost),
                 .per = r->name == PB_RULE_FAIR_HOURS ? 60 : 1,
                 .weekends = r->name == PB_RULE_FAIR_WEEKENDS};
    int32_t *agent = PB_NEW_ARRAY(a, in->n_agents, int32_t);
    int32_t *weight = PB_NEW_ARRAY(a, in->n_agents, int32_t);
    int32_t *base = PB_NEW_ARRAY(a, in->n_agents, int32_t);
    pb_span_days *spans = NULL;
    pb_status s;

    f.tab = fair_tab(a, in, r);
    if (!agent || !weight || !base || !f.tab)
        return PB_ERR_NOMEM;
    for (int32_t i = 0; i < in->n_agents; i++) {
        if (!has_share(in->ws, r, i))
            continue;
        agent[f.n] = i;
        weight[f.n] = weight_of(in, past, i);
        base[f.n] = counted_before(in, past, r, i);
        f.weights += weight[f.n++];
    }
    /* the Saturday before the plan differs from agent to agent; its weekend is left to the past */
    s = pb_weekend_spans(a, in, past, 0, in->grid.first, in->grid.first + in->n_days, &spans, &f.n_spans);
    f.spans = spans;
    f.agent = agent;
    f.weight = weight;
    f.base = base;
    *ret = f;
    return s;
}

static bool needed_during(const pb_instance *in, const pb_alt *x)
{
    for (int32_t t = 0; t < in->grid.n_slots; t++) {
        if (pb_grid_start_s(&in->grid, t) >= x->end_s || pb_grid_start_s(&in->grid, t + 1) <= x->start_s)
            continue;
        for (int32_t r = 0; r < in->req->n_rows; r++)
            if (in->req->scheduled[(int64_t)r * in->req->grid.n_slots + in->req_slot0 + t] > 0)
                return true;
    }
    return false;
}

static bool role_day(const pb_instance *in, const uint8_t *match, int32_t day)
{
    for (int32_t alt = in->day_alt[day]; alt < in->day_alt[day + 1]; alt++)
        if (match[alt] && in->places[in->alts[alt].place0].kept < 0 && needed_during(in, &in->alts[alt]))
            return true;
    return false;
}

static pb_status add_roles(pb_arena *a, pb_instance *in, int32_t rule, pb_role_row *rows)
{
    const pb_rule *r = &in->ws->rules.at[rule];
    uint8_t *member = PB_NEW_ARRAY(a, in->n_agents, uint8_t);
    uint8_t *match = PB_NEW_ARRAY(a, in->n_alts, uint8_t);

    if (!member || !match)
        return PB_ERR_NOMEM;
    for (int32_t i = 0; i < in->n_agents; i++) {
        const pb_agent *g = &in->ws->agents.at[i];
        bool has = r->role_or_skill >= 0 ? (int)g->role == r->role_or_skill
                                         : (g->skills >> (-1 - r->role_or_skill) & 1) != 0;
        member[i] = has && pb_who_has(&r->who, g, i);
    }
    for (int32_t alt = 1; r->n_refs > 0 && alt < in->n_alts; alt++)
        match[alt] = pb_ref_matches(in->ws, &r->refs[0], in->alts[alt].shift, false);
    for (int32_t day = 0; day < in->n_days; day++)
        if (role_day(in, match, day))
            rows[in->n_role++] = (pb_role_row){rule, r->hard, pb_money_price(r->cost), day,
                                               (int32_t)(r->number + 0.5), member, match};
    return PB_OK;
}

static pb_status add_pairs(pb_arena *a, pb_instance *in, int32_t rule, pb_pair *pairs)
{
    const pb_rule *r = &in->ws->rules.at[rule];

    for (int32_t i = 0; i < r->n_agents; i++)
        for (int32_t j = i + 1; j < r->n_agents; j++) {
            uint8_t *counts = PB_NEW_ARRAY(a, in->n_days, uint8_t);
            const uint8_t *away_i = in->away + (int64_t)r->agents[i] * in->n_days;
            const uint8_t *away_j = in->away + (int64_t)r->agents[j] * in->n_days;
            if (!counts)
                return PB_ERR_NOMEM;
            for (int32_t d = 0; d < in->n_days; d++)
                counts[d] = !away_i[d] && !away_j[d];
            pairs[in->n_pairs++] = (pb_pair){rule, r->hard, r->name == PB_RULE_TOGETHER,
                                             pb_money_price(r->cost), r->agents[i], r->agents[j], counts};
        }
    return PB_OK;
}

pb_status pb_instance_team(pb_arena *a, pb_instance *in, const pb_past *past)
{
    const pb_rules *rules = &in->ws->rules;
    size_t n_fair = 0, n_role = 0, n_pairs = 0;
    pb_fair *fair;
    pb_role_row *role;
    pb_pair *pairs;
    pb_status s = PB_OK;

    for (size_t i = 0; i < rules->n; i++) {
        const pb_rule *r = &rules->at[i];
        n_fair += is_fair(r->name);
        n_role += r->name == PB_RULE_ROLE_ON_SHIFT ? (size_t)in->n_days : 0;
        n_pairs += (size_t)r->n_agents * (size_t)r->n_agents / 2;
    }
    fair = PB_NEW_ARRAY(a, n_fair, pb_fair);
    role = PB_NEW_ARRAY(a, n_role, pb_role_row);
    pairs = PB_NEW_ARRAY(a, n_pairs, pb_pair);
    if (!fair || !role || !pairs)
        return PB_ERR_NOMEM;
    for (size_t i = 0; !s && i < rules->n; i++) {
        pb_rule_name name = rules->at[i].name;
        if (is_fair(name))
            s = add_fair(a, in, past, (int32_t)i, &fair[in->n_fair++]);
        else if (name == PB_RULE_ROLE_ON_SHIFT)
            s = add_roles(a, in, (int32_t)i, role);
        else if (name == PB_RULE_TOGETHER || name == PB_RULE_APART)
            s = add_pairs(a, in, (int32_t)i, pairs);
    }
    in->fair = fair;
    in->role = role;
    in->pairs = pairs;
    return s;
}
