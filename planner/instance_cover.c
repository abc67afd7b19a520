/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Rows of cover: the requirement's rows with their prices, and minimum staffing. */
#include "base/number.h"
#include "planner/board.h"
#include "planner/instance_parts.h"

enum { MAX_TABLE = 6000000 };

static bool speaks_of(const pb_who *who, pb_skillset set)
{
    return who->kind == PB_WHO_ALL || (who->kind == PB_WHO_SKILL && (set >> who->id & 1));
}

pb_money pb_cover_price(const pb_workspace *ws, pb_rule_name name, pb_skillset set, int32_t *rule, bool *hard)
{
    pb_money best = -1;
    bool special = false;

    *rule = -1;
    *hard = false;
    for (size_t i = 0; i < ws->rules.n; i++) {
        const pb_rule *r = &ws->rules.at[i];
        bool own = r->who.kind == PB_WHO_SKILL;
        pb_money price = pb_money_price(r->cost);
        if (r->name != name || !speaks_of(&r->who, set) || (special && !own))
            continue;
        if (own && !special)
            best = -1, *hard = false;
        special = special || own;
        *hard = *hard || r->hard;
        if (price > best || r->hard) {
            best = price > best ? price : best;
            *rule = (int32_t)i;
        }
    }
    return best >= 0 ? best : pb_default_price(name);
}

static bool is_maximal(const pb_requirement *req, int32_t row)
{
    for (int32_t i = 0; i < req->n_rows; i++)
        if (i != row && (req->sets[row] & ~req->sets[i]) == 0 &&
            (req->sets[row] != req->sets[i] || i < row))
            return false;
    return true;
}

static int32_t *need_of(pb_arena *a, const pb_instance *in, int32_t row)
{
    int32_t *need = PB_NEW_ARRAY(a, in->grid.n_slots, int32_t);
    const double *from = in->req->scheduled + (int64_t)row * in->req->grid.n_slots + in->req_slot0;

    for (int32_t t = 0; need && t < in->grid.n_slots; t++) {
        double n = from[t] > 0 ? from[t] : 0;
        int32_t minutes = pb_grid_slot_s(&in->grid, t) / 60;
        need[t] = (int32_t)(n * minutes + 0.5);
    }
    return need;
}

static pb_skillset duty_skills(const pb_agent *g, const pb_duty *d)
{
    return d->queue >= 0 ? g->skills & ((pb_skillset)1 << d->queue) : g->skills;
}

static void span_minutes(const pb_grid *g, int32_t *minutes, int64_t from_s, int64_t to_s, int sign)
{
    for (int32_t t = 0; t < g->n_slots && pb_grid_start_s(g, t) < to_s; t++) {
        int64_t lo = pb_grid_start_s(g, t), hi = pb_grid_start_s(g, t + 1);
        lo = from_s > lo ? from_s : lo;
        hi = to_s < hi ? to_s : hi;
        if (hi > lo)
            minutes[t] += (int32_t)(sign * ((hi - lo) / 60));
    }
}

/* Duties of the days before that reach into the plan. who == NULL: those of the set's skills. */
static int32_t *base_of(pb_arena *a, const pb_instance *in, const pb_past *past, pb_skillset set,
                        const pb_who *who)
{
    int32_t *base = PB_NEW_ARRAY(a, in->grid.n_slots, int32_t);
    const pb_zone *z = in->grid.zone;

    for (int32_t i = 0; base && i < in->n_agents * 2; i++) {
        const pb_agent *g = &in->ws->agents.at[i / 2];
        const pb_duty *d = pb_past_duty(past, i / 2, 1 + i % 2);
        if (!d || d->end_s <= in->grid.day_utc_s[0])
            continue;
        if (who ? !pb_who_has(who, g, i / 2) : !(duty_skills(g, d) & set))
            continue;
        span_minutes(&in->grid, base, d->start_s, d->end_s, 1);
        for (int32_t k = 0; k < d->n_breaks; k++)
            if (d->unpaid_breaks >> k & 1)
                span_minutes(&in->grid, base, pb_zone_utc_simple(z, d->date, d->breaks[k].from_min),
                             pb_zone_utc_simple(z, d->date, d->breaks[k].to_min), -1);
        for (int32_t k = 0; k < d->n_activities; k++)
            span_minutes(&in->grid, base,
                         pb_zone_utc_simple(z, d->date, d->activities[k].span.from_min),
                         pb_zone_utc_simple(z, d->date, d->activities[k].span.to_min), -1);
    }
    return base;
}

/* Minimum staffing holds while some queue is open. */
static int32_t *min_agents_need(pb_arena *a, const pb_instance *in, const pb_rule *r)
{
    int32_t *need = PB_NEW_ARRAY(a, in->grid.n_slots, int32_t);

    for (int32_t t = 0; need && t < in->grid.n_slots; t++) {
        int weekday = pb_date_weekday(in->grid.first + pb_grid_day(&in->grid, t));
        bool open = false;
        for (int32_t q = 0; q < in->ws->queues.n; q++)
            if (r->who.kind != PB_WHO_SKILL || r->who.id == q)
                open = open || pb_hours_open(&in->ws->queues.at[q].hours, weekday,
                                             pb_grid_minute(&in->grid, t));
        int32_t minutes = pb_grid_slot_s(&in->grid, t) / 60;
        need[t] = open ? (int32_t)(r->number * minutes + 0.5) : 0;
    }
    return need;
}

static pb_status membership(pb_arena *a, pb_instance *in, const pb_need_row *rows)
{
    int32_t *row0 = PB_NEW_ARRAY(a, in->n_agents + 1, int32_t);
    int32_t *list = PB_NEW_ARRAY(a, (size_t)in->n_agents * in->n_rows, int32_t), n = 0;

    if (!row0 || !list)
        return PB_ERR_NOMEM;
    for (int32_t i = 0; i < in->n_agents; i++) {
        const pb_agent *g = &in->ws->agents.at[i];
        row0[i] = n;
        for (int32_t r = 0; r < in->n_rows; r++) {
            int32_t q = rows[r].requirement_row;
            bool in_it = q >= 0 ? (g->skills & in->req->sets[q]) != 0
                                : pb_who_has(&in->ws->rules.at[rows[r].rule].who, g, i);
            if (in_it)
                list[n++] = r;
        }
    }
    row0[in->n_agents] = n;
    in->agent_row0 = row0;
    in->agent_rows = list;
    return PB_OK;
}

/* What divides all minutes that anybody can be present. */
static int32_t quantum_of(const pb_instance *in, const pb_need_row *rows)
{
    int32_t q = in->grid.slot_min;

    for (int32_t i = 0; i < in->n_minutes; i++)
        q = (int32_t)pb_gcd(q, in->minutes[i]);
    for (int32_t r = 0; r < in->n_rows; r++)
        for (int32_t t = 0; t < in->grid.n_slots; t++)
            q = (int32_t)pb_gcd(q, rows[r].base[t]);
    for (size_t i = 0; i < in->ws->activities.n; i++) {
        const pb_activity *act = &in->ws->activities.at[i];
        q = (int32_t)pb_gcd(q, act->minutes);
        q = (int32_t)pb_gcd(q, act->earliest_min % in->grid.slot_min);
    }
    return q;
}

/* Presence counted in quanta, and the cost of every slot at every number of them, where that fits. */
static pb_status tables(pb_arena *a, pb_instance *in, pb_need_row *rows)
{
    int32_t *slot_min = PB_NEW_ARRAY(a, in->grid.n_slots, int32_t), q;
    int16_t *quanta = PB_NEW_ARRAY(a, in->n_minutes, int16_t);
    int64_t most = 0;

    if (!slot_min || !quanta)
        return PB_ERR_NOMEM;
    for (int32_t t = 0; t < in->grid.n_slots; t++)
        slot_min[t] = pb_grid_slot_s(&in->grid, t) / 60;
    q = quantum_of(in, rows);
    for (int32_t i = 0; i < in->n_minutes; i++)
        quanta[i] = (int16_t)(in->minutes[i] / q);
    in->quantum_min = q;
    in->quanta = quanta;
    in->slot_min = slot_min;
    most = (int64_t)(in->n_agents * 3 + 1) * (in->grid.slot_min / q) + 1;
    if (most * in->grid.n_slots * in->n_rows > MAX_TABLE)
        return PB_OK;
    in->n_table = (int32_t)most;
    for (int32_t r = 0; r < in->n_rows; r++) {
        pb_money *table = PB_NEW_ARRAY(a, most * in->grid.n_slots, pb_money);
        if (!table)
            return PB_ERR_NOMEM;
        for (int32_t t = 0; t < in->grid.n_slots; t++)
            for (int32_t k = 0; k < most; k++)
                table[t * most + k] = pb_need_cost(in, &rows[r], t, k * q).soft;
        rows[r].table = rows[r].hard ? NULL : table;
    }
    return PB_OK;
}

pb_status pb_instance_cover(pb_arena *a, pb_instance *in, const pb_past *past)
{
    const pb_requirement *req = in->req;
    pb_need_row *rows = PB_NEW_ARRAY(a, 2 * (size_t)req->n_rows + in->ws->rules.n, pb_need_row);
    pb_status s;

    if (!rows)
        return PB_ERR_NOMEM;
    for (int32_t i = 0; i < req->n_rows; i++) {
        pb_need_row *r = &rows[in->n_rows++];
        int32_t rule;
        bool hard;
        *r = (pb_need_row){.requirement_row = i, .name = PB_RULE_SHORT_COVER, .grows = true};
        r->over = is_maximal(req, i) ? pb_cover_price(in->ws, PB_RULE_OVER_COVER, req->sets[i], &rule, &hard)
                                     : 0;
        r->price = pb_cover_price(in->ws, PB_RULE_SHORT_COVER, req->sets[i], &r->rule, &r->hard);
        r->need = need_of(a, in, i);
        r->base = base_of(a, in, past, req->sets[i], NULL);
        if (!r->need || !r->base)
            return PB_ERR_NOMEM;
    }
    s = pb_instance_work(a, in, rows, &in->n_rows);
    if (s)
        return s;
    for (size_t i = 0; i < in->ws->rules.n; i++) {
        const pb_rule *rule = &in->ws->rules.at[i];
        pb_need_row *r = &rows[in->n_rows];
        if (rule->name != PB_RULE_MIN_AGENTS)
            continue;
        *r = (pb_need_row){.requirement_row = -1, .name = PB_RULE_MIN_AGENTS, .rule = (int32_t)i,
                           .hard = rule->hard, .price = pb_money_price(rule->cost)};
        r->need = min_agents_need(a, in, rule);
        r->base = base_of(a, in, past, 0, &rule->who);
        if (!r->need || !r->base)
            return PB_ERR_NOMEM;
        in->n_rows++;
    }
    in->rows = rows;
    s = membership(a, in, rows);
    return s ? s : tables(a, in, rows);
}
