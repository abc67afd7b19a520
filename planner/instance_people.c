/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What each agent may do on each day, and what a single day costs whatever the others are. */
#include "planner/instance_parts.h"

/* What one cell (agent, day, alternative) costs by itself. */
typedef struct cell {
    const pb_instance *in;
    const pb_agent *g;
    int32_t agent, day;
    const pb_alt *x;  /* the day off: alternative 0 */
    bool off;
    pb_money soft;
    int64_t hard;     /* thousandths of a unit */
    int only;         /* count this rule only; -1 = all */
} cell;

static void charge(cell *c, pb_rule_name name, bool hard, pb_money price, int64_t amount, int64_t per)
{
    if (amount <= 0 || (c->only >= 0 && c->only != (int)name))
        return;
    if (hard)
        c->hard += (amount * 1000 + per - 1) / per;
    else
        c->soft += pb_money_of(price, amount, per);
}

static void charge_rule(cell *c, const pb_rule *r, int64_t amount, int64_t per)
{
    charge(c, r->name, r->hard, pb_money_price(r->cost), amount, per);
}

static pb_date date_of(const cell *c)
{
    return c->in->grid.first + c->day;
}

/* Is a minute of the duty outside the weekly window? */
static bool outside_window(const cell *c, const pb_weekly *w)
{
    for (int m = c->x->start_min; m < c->x->end_min; m++) {
        int weekday = (pb_date_weekday(date_of(c)) + m / PB_MIN_PER_DAY) % 7;
        if (pb_weekly_at(w, weekday, m % PB_MIN_PER_DAY) <= 0)
            return true;
    }
    return false;
}

/* Minutes of all breaks, paid and unpaid. */
static int break_min(const cell *c)
{
    int32_t kept = c->in->places[c->x->place0].kept;
    const pb_shift *s = c->x->shift >= 0 ? &c->in->ws->shifts.at[c->x->shift] : NULL;
    int n = 0;
    if (kept < 0)
        return s ? s->unpaid_break_min + s->n_rest_breaks * s->rest_break_min : 0;
    for (int32_t i = 0; i < c->in->keep->at[kept].n_breaks; i++)
        n += c->in->keep->at[kept].breaks[i].to_min - c->in->keep->at[kept].breaks[i].from_min;
    return n;
}

static bool request_met(const cell *c, const pb_request *q)
{
    bool met;
    if (q->want == PB_WANT_OFF)
        met = c->off;
    else if (q->want == PB_WANT_ON)
        met = !c->off;
    else if (q->want == PB_WANT_SHIFT)
        met = !c->off && c->x->shift == q->which;
    else
        met = !c->off && c->x->kind == q->which;
    return met != q->negated;
}

/* Broken requests of the day, as thousandths of strength. */
static int64_t broken_requests(const cell *c)
{
    const pb_requests *rs = &c->in->ws->requests;
    int64_t sum = 0;
    for (size_t i = 0; i < rs->n; i++) {
        const pb_request *q = &rs->at[i];
        if (q->agent == c->agent && q->date == date_of(c) && !request_met(c, q))
            sum += (int64_t)(q->strength * 1000 + 0.5);
    }
    return sum;
}

/* How much dearer a change is on that day of the plan: the next week three times, the one after twice. */
static int nearness(int32_t day)
{
    return day < 7 ? 3 : day < 14 ? 2 : 1;
}

static bool changed(const cell *c)
{
    const pb_roster *k = c->in->keep;
    size_t at = 0, n;
    if (!k || date_of(c) < k->first || date_of(c) > k->last)
        return false;
    n = pb_roster_find(k, date_of(c), c->agent, &at);
    for (size_t i = 0; i < n; i++) {
        const pb_duty *d = &k->at[at + i];
        if (d->end_s > d->start_s)
            return c->off || c->x->shift != d->shift || c->x->start_s != d->start_s ||
                   c->x->end_s != d->end_s;
    }
    return !c->off;
}

static int64_t amount_of(const cell *c, const pb_rule *r, int64_t *per)
{
    *per = 1;
    switch (r->name) {
    case PB_RULE_REQUESTS:
        *per = 1000;
        return broken_requests(c);
    case PB_RULE_KEEP:
        return changed(c) ? nearness(c->day) : 0;
    case PB_RULE_NO_NIGHT:
        return !c->off && c->x->night && (c->g->no_night || r->who.kind == PB_WHO_AGENT);
    case PB_RULE_MAX_HOURS_DAY:
        *per = 60;
        return c->off ? 0 : c->x->paid_min - (int64_t)(r->number * 60 + 0.5);
    case PB_RULE_AVAILABLE:
        return !c->off && r->window && outside_window(c, r->window);
    case PB_RULE_MIN_BREAK_MIN:
        return !c->off && c->x->end_s - c->x->start_s > 6 * 3600 && break_min(c) < r->number;
    default:
        return 0;
    }
}

static void judge_rules(cell *c, const int32_t *rules, int32_t n)
{
    bool requests = false, keep = false, no_night = false;
    int64_t per, amount;

    for (int32_t i = 0; i < n; i++) {
        const pb_rule *r = &c->in->ws->rules.at[rules[i]];
        requests = requests || r->name == PB_RULE_REQUESTS;
        keep = keep || r->name == PB_RULE_KEEP;
        no_night = no_night || r->name == PB_RULE_NO_NIGHT;
        amount = amount_of(c, r, &per);
        charge_rule(c, r, amount, per);
    }
    if (!requests)
        charge(c, PB_RULE_REQUESTS, false, pb_default_price(PB_RULE_REQUESTS), broken_requests(c), 1000);
    if (!no_night && c->g->no_night && !c->off && c->x->night)
        charge(c, PB_RULE_NO_NIGHT, true, 0, 1, 1);
    if (!keep && changed(c))
        charge(c, PB_RULE_KEEP, false, pb_default_price(PB_RULE_KEEP), nearness(c->day), 1);
}

static bool absent(const cell *c)
{
    const pb_absences *s = &c->in->ws->absences;
    const pb_zone *z = c->in->grid.zone;
    for (size_t i = 0; i < s->n; i++) {
        const pb_absence *x = &s->at[i];
        if (x->agent != c->agent || date_of(c) + 1 < x->from || date_of(c) > x->to)
            continue;
        if (c->x->start_s < pb_zone_utc_simple(z, x->to, x->to_min) &&
            c->x->end_s > pb_zone_utc_simple(z, x->from, x->from_min))
            return true;
    }
    return false;
}

/* What no roster may do, whatever the rules say. */
static bool impossible(const cell *c)
{
    pb_date date = date_of(c);
    if (c->off)
        return false;
    if ((c->g->from != PB_DATE_NONE && date < c->g->from) ||
        (c->g->until != PB_DATE_NONE && date > c->g->until))
        return true;
    if (c->x->kind >= 0 && !(c->g->shift_kinds >> c->x->kind & 1))
        return true;
    return absent(c);
}

bool pb_away_all_day(const pb_workspace *ws, int32_t agent, pb_date date)
{
    const pb_agent *g = &ws->agents.at[agent];
    if ((g->from != PB_DATE_NONE && date < g->from) || (g->until != PB_DATE_NONE && date > g->until))
        return true;
    for (size_t i = 0; i < ws->absences.n; i++) {
        const pb_absence *x = &ws->absences.at[i];
        if (x->agent == agent && (x->from < date || (x->from == date && x->from_min <= 0)) &&
            (x->to > date || (x->to == date && x->to_min >= PB_MIN_PER_DAY)))
            return true;
    }
    return false;
}

/* The rules that concern an agent and are judged cell by cell. */
static int32_t cell_rules(const pb_instance *in, int32_t agent, int32_t *list)
{
    int32_t n = 0;
    for (size_t i = 0; i < in->ws->rules.n; i++) {
        const pb_rule *r = &in->ws->rules.at[i];
        bool ours = r->name == PB_RULE_REQUESTS || r->name == PB_RULE_KEEP ||
                    r->name == PB_RULE_NO_NIGHT || r->name == PB_RULE_MAX_HOURS_DAY ||
                    r->name == PB_RULE_AVAILABLE || r->name == PB_RULE_MIN_BREAK_MIN;
        if (ours && pb_who_has(&r->who, &in->ws->agents.at[agent], agent))
            list[n++] = (int32_t)i;
    }
    return n;
}

typedef struct tables {
    uint8_t *may, *may_off, *fixed, *away;
    int32_t *fixed_place, *choice0, *choice, n_choice;
    pb_money *unary, *unary_off;
    int64_t *broken, *broken_off;
} tables;

static const pb_duty *pin_of(const pb_instance *in, int32_t agent, int32_t day)
{
    const pb_roster *k = in->keep;
    size_t at = 0, n = k ? pb_roster_find(k, in->grid.first + day, agent, &at) : 0;
    for (size_t i = 0; i < n; i++)
        if (k->at[at + i].pinned)
            return &k->at[at + i];
    return NULL;
}

/* The alternative that was made for this pinned duty; 0 for a pinned day off. */
static int32_t pinned_alt(const pb_instance *in, int32_t day, const pb_duty *pin)
{
    for (int32_t alt = in->day_alt[day]; alt < in->day_alt[day + 1]; alt++) {
        int32_t kept = in->places[in->alts[alt].place0].kept;
        if (kept >= 0 && &in->keep->at[kept] == pin)
            return alt;
    }
    return 0;
}

/* One alternative of the cell's day. pinned: the one that is pinned, 0 = a day off, -1 = none. */
static void fill_alt(tables *t, cell *c, int32_t alt, int32_t pinned, const int32_t *rules, int32_t n_rules)
{
    const pb_instance *in = c->in;
    bool kept = in->places[in->alts[alt].place0].kept >= 0;
    int64_t at = (int64_t)c->agent * in->n_alts + alt;

    c->x = &in->alts[alt];
    c->off = false;
    c->soft = c->hard = 0;
    judge_rules(c, rules, n_rules);
    if (impossible(c))
        c->hard += 1000;
    t->unary[at] = c->soft;
    t->broken[at] = pinned == alt ? c->hard : 0;
    t->may[at] = pinned >= 0 ? pinned == alt : !kept && c->hard == 0;
    if (t->may[at])
        t->choice[t->n_choice++] = alt;
}

static void fill_day(const pb_instance *in, tables *t, int32_t agent, int32_t day,
                     const int32_t *rules, int32_t n_rules)
{
    cell c = {.in = in, .g = &in->ws->agents.at[agent], .agent = agent, .day = day, .only = -1};
    int64_t at = (int64_t)agent * in->n_days + day;
    const pb_duty *pin = pin_of(in, agent, day);
    int32_t pinned = pin ? pinned_alt(in, day, pin) : -1;
    int64_t hard_off;

    t->away[at] = pb_away_all_day(in->ws, agent, in->grid.first + day);
    t->fixed[at] = pin != NULL;
    t->fixed_place[at] = pinned > 0 ? in->alts[pinned].place0 : -1;
    c.x = &in->alts[0];
    c.off = true;
    judge_rules(&c, rules, n_rules);
    t->may_off[at] = pin ? pinned == 0 : c.hard == 0 || t->away[at];
    t->unary_off[at] = t->away[at] ? 0 : c.soft;
    hard_off = t->away[at] ? 0 : c.hard;
    t->choice0[at] = t->n_choice;
    for (int32_t alt = in->day_alt[day]; alt < in->day_alt[day + 1]; alt++)
        fill_alt(t, &c, alt, pinned, rules, n_rules);
    if (!t->may_off[at] && t->choice0[at] == t->n_choice) { /* nothing else is possible */
        t->may_off[at] = 1;
        t->broken_off[at] = hard_off;
    }
    if (pinned == 0)
        t->broken_off[at] = hard_off;
}

static bool tables_make(pb_arena *a, size_t cells, size_t wide, tables *ret)
{
    tables t = {PB_NEW_ARRAY(a, wide, uint8_t), PB_NEW_ARRAY(a, cells, uint8_t),
                PB_NEW_ARRAY(a, cells, uint8_t), PB_NEW_ARRAY(a, cells, uint8_t),
                PB_NEW_ARRAY(a, cells, int32_t), PB_NEW_ARRAY(a, cells + 1, int32_t),
                PB_NEW_ARRAY(a, wide, int32_t), 0, PB_NEW_ARRAY(a, wide, pb_money),
                PB_NEW_ARRAY(a, cells, pb_money), PB_NEW_ARRAY(a, wide, int64_t),
                PB_NEW_ARRAY(a, cells, int64_t)};
    *ret = t;
    return t.may && t.may_off && t.fixed && t.away && t.fixed_place && t.choice0 && t.choice &&
           t.unary && t.unary_off && t.broken && t.broken_off;
}

pb_status pb_instance_people(pb_arena *a, pb_instance *in)
{
    size_t cells = (size_t)in->n_agents * in->n_days, wide = (size_t)in->n_agents * in->n_alts;
    tables t;
    int32_t *rules = PB_NEW_ARRAY(a, in->ws->rules.n * (size_t)in->n_agents, int32_t);
    int32_t *rule0 = PB_NEW_ARRAY(a, in->n_agents + 1, int32_t);

    if (!tables_make(a, cells, wide, &t) || !rules || !rule0)
        return PB_ERR_NOMEM;
    for (int32_t agent = 0; agent < in->n_agents; agent++) {
        int32_t *mine = rules + rule0[agent], n = cell_rules(in, agent, mine);
        rule0[agent + 1] = rule0[agent] + n;
        for (int32_t day = 0; day < in->n_days; day++)
            fill_day(in, &t, agent, day, mine, n);
    }
    in->cell_rules = rules;
    in->cell_rule0 = rule0;
    t.choice0[cells] = t.n_choice;
    in->may = t.may;
    in->may_off = t.may_off;
    in->fixed = t.fixed;
    in->away = t.away;
    in->fixed_place = t.fixed_place;
    in->choice0 = t.choice0;
    in->choice = t.choice;
    in->unary = t.unary;
    in->unary_off = t.unary_off;
    in->broken = t.broken;
    in->broken_off = t.broken_off;
    return PB_OK;
}

pb_money pb_instance_unary_part(const pb_instance *in, int32_t agent, int32_t day, int32_t alt,
                                pb_rule_name name)
{
    cell c = {.in = in, .g = &in->ws->agents.at[agent], .agent = agent, .day = day,
              .x = &in->alts[alt], .off = alt == 0, .only = (int)name};

    if (c.off && in->away[(int64_t)agent * in->n_days + day])
        return 0;
    judge_rules(&c, in->cell_rules + in->cell_rule0[agent],
                in->cell_rule0[agent + 1] - in->cell_rule0[agent]);
    return c.soft;
}
