/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A roster compiled for questions, and what single changes of it would cost. */
#include "planner/whatif_parts.h"

#include <string.h>

/* The place of a template that the duty has; -1 = none. Its break may lie off the planner's raster. */
static int32_t place_of(const pb_instance *in, const pb_duty *d)
{
    int32_t day = d->date - in->grid.first;
    int unpaid = -1;

    for (int32_t i = 0; i < d->n_breaks; i++)
        if (d->unpaid_breaks >> i & 1)
            unpaid = d->breaks[i].from_min;
    for (int32_t alt = in->day_alt[day]; alt < in->day_alt[day + 1]; alt++) {
        const pb_alt *x = &in->alts[alt];
        if (x->shift != d->shift || x->start_s != d->start_s || x->end_s != d->end_s ||
            x->paid_min != pb_duty_paid_min(d))
            continue;
        for (int32_t p = x->place0; p < x->place0 + x->n_places; p++)
            if (in->places[p].break_min == unpaid)
                return p;
    }
    return -1;
}

static bool at_work(const pb_duty *d)
{
    return d->end_s > d->start_s;
}

/* May the duty move? Only where the planner could have made it. */
static bool movable(const pb_instance *in, const pb_duty *d)
{
    int32_t place;

    if (d->pinned || d->queue >= 0 || !pb_whatif_known(in->ws, d))
        return false;
    place = place_of(in, d);
    return place >= 0 && in->may[(int64_t)d->agent * in->n_alts + in->places[place].alt];
}

/* The roster with everything pinned that must stay; no day of it is priced. */
static pb_status keep_of(pb_whatif *w, const pb_instance *plain)
{
    const pb_roster *r = w->roster;
    pb_duty *rows = PB_NEW_ARRAY(w->arena, r->n, pb_duty);

    if (!rows)
        return PB_ERR_NOMEM;
    for (size_t i = 0; i < r->n; i++) {
        bool inside = r->at[i].date >= plain->grid.first && r->at[i].date < plain->grid.first + plain->n_days;
        rows[i] = r->at[i];
        if (inside && at_work(&rows[i]))
            rows[i].pinned = !movable(plain, &rows[i]);
    }
    w->keep = (pb_roster){.first = 1, .last = 0, .n = r->n, .at = rows};
    return PB_OK;
}

static pb_status lay(pb_whatif *w)
{
    const pb_instance *in = &w->in;
    const pb_roster *r = &w->keep;

    w->board = pb_board_new(w->arena, in);
    w->places = PB_NEW_ARRAY(w->arena, (size_t)in->n_agents * in->n_days, int32_t);
    if (!w->board || !w->places)
        return PB_ERR_NOMEM;
    for (size_t i = 0; i < r->n; i++) {
        const pb_duty *d = &r->at[i];
        int32_t place;
        if (d->date < in->grid.first || d->date >= in->grid.first + in->n_days || !at_work(d) || d->pinned)
            continue;
        place = place_of(in, d);
        pb_board_set(w->board, d->agent, d->date - in->grid.first, place > 0 ? place : 0);
    }
    for (int32_t agent = 0; agent < in->n_agents; agent++)
        pb_board_line(w->board, agent);
    memcpy(w->places, w->board->place, (size_t)in->n_agents * in->n_days * sizeof *w->places);
    return PB_OK;
}

/* The workspace with a small price for each change in the place of its own rules `keep`. */
static pb_status stay_near(pb_whatif *w, const pb_workspace *ws, pb_money near)
{
    pb_rule *rules = PB_NEW_ARRAY(w->arena, ws->rules.n + 1, pb_rule);
    size_t n = 0;

    if (!rules)
        return PB_ERR_NOMEM;
    for (size_t i = 0; i < ws->rules.n; i++)
        if (ws->rules.at[i].name != PB_RULE_KEEP)
            rules[n++] = ws->rules.at[i];
    rules[n++] = (pb_rule){.name = PB_RULE_KEEP, .who = {.kind = PB_WHO_ALL}, .who_text = "all", .value_text = "",
                           .cost = (double)near / 1000, .source = ""};
    w->ws.rules.n = n;
    w->ws.rules.at = rules;
    w->keep.first = w->roster->first;
    w->keep.last = w->roster->last;
    return PB_OK;
}

pb_status pb_whatif_open(pb_arena *a, const pb_workspace *ws, const pb_requirement *req,
                         const pb_roster *roster, pb_date first, int n_days, pb_whatif **ret)
{
    return pb_whatif_open_near(a, ws, req, roster, first, n_days, 0, ret);
}

pb_status pb_whatif_open_near(pb_arena *a, const pb_workspace *ws, const pb_requirement *req,
                              const pb_roster *roster, pb_date first, int n_days, pb_money near, pb_whatif **ret)
{
    pb_whatif *w = PB_NEW(a, pb_whatif);
    pb_instance *plain = PB_NEW(a, pb_instance);
    pb_status s = w && plain ? PB_OK : PB_ERR_NOMEM;

    if (s)
        return s;
    w->arena = a;
    w->roster = roster;
    w->ws = *ws;
    s = pb_instance_make(a, ws, req, NULL, first, n_days, plain, NULL);
    if (!s)
        s = keep_of(w, plain);
    if (!s && near > 0)
        s = stay_near(w, ws, near);
    if (!s)
        s = pb_instance_make(a, &w->ws, req, &w->keep, first, n_days, &w->plain, NULL);
    if (!s)
        s = pb_whatif_sittings(w);
    if (!s)
        s = pb_whatif_room(a, w, -1, -1, &w->in);
    if (!s)
        s = lay(w);
    if (!s)
        *ret = w;
    return s;
}

pb_money pb_whatif_cost(const pb_whatif *w)
{
    return pb_board_sum(w->board).soft;
}

/* --- mending a finding --- */

/* Of the row, as far as slots begin in this time. */
static pb_money cover_part(const pb_whatif *w, const pb_finding *f, int64_t from_s, int64_t to_s)
{
    const pb_instance *in = &w->in;
    pb_money sum = 0;

    for (int32_t r = 0; r < in->n_rows; r++) {
        const pb_need_row *row = &in->rows[r];
        if (row->requirement_row != f->row || (f->row < 0 && row->rule != f->rule))
            continue;
        for (int32_t t = 0; t < in->grid.n_slots; t++) {
            int32_t have = w->board->present[(int64_t)r * in->grid.n_slots + t] * in->quantum_min;
            int64_t start_s = pb_grid_start_s(&in->grid, t);
            if (start_s >= from_s && start_s < to_s && (have > pb_need_present(row, t)) == (f->check == PB_RULE_OVER_COVER))
                sum += pb_need_cost(in, row, t, have).soft;
        }
    }
    return sum;
}

/* What the rule of the finding costs now, as far as the finding goes. */
static pb_money part_of(const pb_whatif *w, const pb_finding *f)
{
    const pb_instance *in = &w->in;
    pb_money by_rule[PB_N_RULES] = {0}, sum = 0;

    switch (f->check) {
    case PB_RULE_SHORT_COVER:
    case PB_RULE_OVER_COVER:
    case PB_RULE_MIN_AGENTS:
        return cover_part(w, f, INT64_MIN, INT64_MAX);
    case PB_RULE_ROLE_ON_SHIFT:
        return w->board->roles.soft;
    case PB_RULE_DEFERRED_LATE:
        return w->board->works.soft;
    case PB_RULE_TOGETHER:
    case PB_RULE_APART:
        return w->board->pairs.soft;
    default:
        break;
    }
    for (int32_t i = 0; i < in->n_fair; i++)
        if ((int)in->fair[i].name == f->check)
            sum += w->board->fair_sum[i].soft;
    if (f->agent >= 0 && f->check < PB_N_RULES)
        (void)pb_line_judge(in, f->agent, w->board->alts + (int64_t)f->agent * in->n_days, by_rule);
    return sum + (f->check < PB_N_RULES ? by_rule[f->check] : 0);
}

/* The same at the finding's own time, where it has one: what falls elsewhere is no remedy of it. */
static pb_money part_there(const pb_whatif *w, const pb_finding *f)
{
    const pb_instance *in = &w->in;
    pb_money sum = 0;

    if (f->check == PB_RULE_SHORT_COVER || f->check == PB_RULE_OVER_COVER || f->check == PB_RULE_MIN_AGENTS)
        return cover_part(w, f, f->from_s, f->to_s);
    for (int32_t i = 0; f->check == PB_RULE_ROLE_ON_SHIFT && i < in->n_role; i++) {
        pb_date date = in->grid.first + in->role[i].day;
        if (in->role[i].rule == f->rule && date >= f->from && date <= f->to)
            sum += pb_role_cost(in, i, w->board->role[i]).soft;
    }
    return f->check == PB_RULE_ROLE_ON_SHIFT ? sum : part_of(w, f);
}

static bool may(const pb_whatif *w, int32_t agent, int32_t day, int32_t place)
{
    const pb_instance *in = &w->in;
    int64_t at = (int64_t)agent * in->n_days + day;
    if (in->fixed[at] || !pb_whatif_attends(w, agent, day, place))
        return false;
    return place ? in->may[(int64_t)agent * in->n_alts + in->places[place].alt] != 0 : in->may_off[at] != 0;
}

typedef struct mending {
    pb_whatif *w;
    const pb_finding *f;
    pb_line_sum before;
    pb_money part, there;
    pb_mend best;
    int32_t place; /* of the best */
} mending;

static void put(pb_whatif *w, int32_t agent, int32_t day, int32_t place)
{
    pb_board_set(w->board, agent, day, place);
    pb_board_line(w->board, agent);
}

/* The board as changed: is it the best way so far? */
static void weigh(mending *m, int32_t agent, int32_t other, int32_t day, int32_t place)
{
    pb_line_sum now = pb_board_sum(m->w->board);
    pb_money delta = now.soft - m->before.soft;
    const pb_alt *x = &m->w->in.alts[m->w->in.places[place].alt];

    if (now.hard > m->before.hard || (m->best.any && delta >= m->best.delta) || part_there(m->w, m->f) >= m->there ||
        part_of(m->w, m->f) >= m->part) /* one that only moves is not mended */
        return;
    m->best = (pb_mend){.any = true, .agent = agent, .other = other, .date = m->w->in.grid.first + day,
                        .shift = place ? x->shift : -1, .start_min = x->start_min, .delta = delta};
    m->place = place;
}

/* Every other thing that the agent may do on the day. */
static void try_cell(mending *m, int32_t agent, int32_t day)
{
    const pb_instance *in = &m->w->in;
    int64_t at = (int64_t)agent * in->n_days + day;
    int32_t old = m->w->board->place[at];

    for (int32_t i = in->choice0[at] - 1; i < in->choice0[at + 1]; i++) {
        const pb_alt *x = i < in->choice0[at] ? &in->alts[0] : &in->alts[in->choice[i]];
        for (int32_t p = x->place0; p < x->place0 + x->n_places; p++) {
            if (p == old || !may(m->w, agent, day, p))
                continue;
            put(m->w, agent, day, p);
            weigh(m, agent, -1, day, p);
        }
    }
    put(m->w, agent, day, old);
}

/* The agent and each other one exchange the day. */
static void try_swaps(mending *m, int32_t agent, int32_t day)
{
    const pb_instance *in = &m->w->in;
    int32_t mine = m->w->board->place[(int64_t)agent * in->n_days + day];

    for (int32_t other = 0; other < in->n_agents; other++) {
        int32_t his = m->w->board->place[(int64_t)other * in->n_days + day];
        if (other == agent || his == mine || !may(m->w, agent, day, his) || !may(m->w, other, day, mine))
            continue;
        put(m->w, agent, day, his);
        put(m->w, other, day, mine);
        weigh(m, agent, other, day, his);
        put(m->w, agent, day, mine);
        put(m->w, other, day, his);
    }
}

/* Who could mend a finding of the team. */
static bool concerned(const pb_whatif *w, const pb_finding *f, int32_t agent)
{
    const pb_agent *g = &w->in.ws->agents.at[agent];
    if (f->agent >= 0)
        return f->agent == agent;
    if (f->row >= 0)
        return (g->skills & w->in.req->sets[f->row]) != 0;
    return f->rule < 0 || pb_who_has(&w->in.ws->rules.at[f->rule].who, g, agent);
}

static void parts_of_best(mending *m)
{
    pb_whatif *w = m->w;
    const pb_instance *in = &w->in;
    int32_t day = m->best.date - in->grid.first, x = m->best.agent, y = m->best.other;
    int32_t mine = w->board->place[(int64_t)x * in->n_days + day];
    pb_money before[PB_N_RULES];

    pb_board_parts(w->board, before);
    put(w, x, day, m->place);
    if (y >= 0)
        put(w, y, day, mine);
    pb_board_parts(w->board, m->best.parts);
    put(w, x, day, mine);
    if (y >= 0)
        put(w, y, day, m->place);
    for (int i = 0; i < PB_N_RULES; i++)
        m->best.parts[i] -= before[i];
}

void pb_whatif_mend(pb_whatif *w, const pb_finding *f, pb_mend *ret)
{
    mending m = {w, f, pb_board_sum(w->board), part_of(w, f), part_there(w, f), {.any = false}, 0};
    pb_date from = f->from, last = w->in.grid.first + w->in.n_days - 1;

    if (from < w->in.grid.first)
        from = w->in.grid.first;
    for (pb_date date = from; date <= f->to && date <= last; date++)
        for (int32_t agent = 0; agent < w->in.n_agents; agent++) {
            if (!concerned(w, f, agent))
                continue;
            try_cell(&m, agent, date - w->in.grid.first);
            if (f->agent >= 0)
                try_swaps(&m, agent, date - w->in.grid.first);
        }
    if (m.best.any)
        parts_of_best(&m);
    *ret = m.best;
}
