/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "planner/hold.h"

static const pb_activity *activity_of(const pb_instance *in, const pb_sitting *s)
{
    return &in->ws->activities.at[s->activity];
}

/* The activity's days within the plan. */
static bool own_days(const pb_instance *in, const pb_activity *act, int32_t *ret_first, int32_t *ret_last)
{
    pb_date first = in->grid.first, last = first + in->n_days - 1;

    if (act->earliest_date != PB_DATE_NONE && act->earliest_date > first)
        first = act->earliest_date;
    if (act->latest_date != PB_DATE_NONE && act->latest_date < last)
        last = act->latest_date;
    *ret_first = (int32_t)(first - in->grid.first);
    *ret_last = (int32_t)(last - in->grid.first);
    return first <= last;
}

/* Do duties go on after midnight? */
static bool nights(const pb_instance *in)
{
    for (int32_t i = 0; i < in->ws->shifts.n; i++)
        if (in->ws->shifts.at[i].end_min > PB_MIN_PER_DAY)
            return true;
    return false;
}

bool pb_hold_days(const pb_instance *in, const pb_activity *act, int32_t *ret_first, int32_t *ret_last)
{
    bool any = own_days(in, act, ret_first, ret_last);
    if (any && *ret_first > 0 && nights(in))
        --*ret_first; /* in whose nights its first morning may fall */
    return any;
}

/* Starts on one day: `earliest` itself, then those of slots. */
static int n_starts(const pb_instance *in, const pb_activity *act)
{
    int last = act->latest_min - act->minutes;
    return last < act->earliest_min ? 0 : 1 + last / in->grid.slot_min - act->earliest_min / in->grid.slot_min;
}

int pb_hold_start(const pb_instance *in, const pb_activity *act, int32_t day, int k)
{
    int slot = in->grid.slot_min, n = n_starts(in, act), days = nights(in) ? 2 : 1;
    int32_t first, last;

    if (!own_days(in, act, &first, &last))
        return -1;
    for (int later = 0; later < days; later++) { /* on the duty's day, then on the morning after */
        if (day + later < first || day + later > last)
            continue;
        if (k < n)
            return (k ? (act->earliest_min / slot + k) * slot : act->earliest_min) + later * PB_MIN_PER_DAY;
        k -= n;
    }
    return -1;
}

bool pb_hold_fits(const pb_instance *in, int32_t place, int from_min, int to_min)
{
    const pb_place *p = &in->places[place];
    const pb_alt *x = &in->alts[p->alt];

    if (!place || p->kept >= 0 || x->shift < 0 || from_min < x->start_min || to_min > x->end_min)
        return false;
    return p->break_min < 0 || to_min <= p->break_min ||
           from_min >= p->break_min + in->ws->shifts.at[x->shift].unpaid_break_min;
}

/* --- who is to attend what --- */

static const pb_placed_activity *entry(const pb_instance *in, const pb_duty *d, const pb_activity *act)
{
    for (int32_t i = 0; i < d->n_activities; i++)
        if (pb_placed_row(&in->ws->activities, &in->ws->agents, d, i) == act)
            return &d->activities[i];
    return NULL;
}

static bool attended_before(const pb_instance *in, const pb_activity *act, int32_t agent)
{
    for (size_t k = 0; act->earliest_date != PB_DATE_NONE && k < in->ws->n_past; k++)
        for (size_t i = 0; i < in->ws->past[k].n; i++) {
            const pb_duty *d = &in->ws->past[k].at[i];
            if (d->agent == agent && d->date >= act->earliest_date - 1 && d->date < in->grid.first && entry(in, d, act))
                return true;
        }
    return false;
}

/* The pinned duty in which somebody (agent -1: anybody) attends it already. */
static const pb_duty *attended_pinned(const pb_instance *in, const pb_activity *act, int32_t agent)
{
    pb_date last = in->grid.first + in->n_days - 1;
    for (size_t i = 0; in->keep && i < in->keep->n; i++) {
        const pb_duty *d = &in->keep->at[i];
        if (d->pinned && (agent < 0 || d->agent == agent) && d->date >= in->grid.first && d->date <= last &&
            entry(in, d, act))
            return d;
    }
    return NULL;
}

static bool there(const pb_instance *in, int32_t agent, int32_t first, int32_t last)
{
    for (int32_t day = first; day <= last; day++)
        if (!in->away[(int64_t)agent * in->n_days + day])
            return true;
    return false;
}

/* An hour of it is worth so many agent-hours of the dearest cover that the person counts for, less than an hour as
 * much: only where its place would leave many short is it given up. */
enum { WORTH = 10 };

pb_money pb_hold_worth(const pb_instance *in, int32_t agent, int minutes)
{
    pb_money price = pb_money_price(pb_rule_info_of(PB_RULE_SHORT_COVER)->default_cost);
    for (int32_t i = in->agent_row0[agent]; i < in->agent_row0[agent + 1]; i++)
        price = in->rows[in->agent_rows[i]].price > price ? in->rows[in->agent_rows[i]].price : price;
    return pb_money_of(WORTH * price, minutes > 60 ? minutes : 60, 60);
}

pb_status pb_hold_list(pb_arena *a, const pb_instance *in, pb_holding *ret)
{
    const pb_activities *acts = &in->ws->activities;
    pb_holding h = {.at = PB_NEW_ARRAY(a, acts->n * (size_t)in->n_agents + 1, pb_sitting)};
    int32_t first, last;

    if (!h.at)
        return PB_ERR_NOMEM;
    for (size_t k = 0; k < acts->n; k++) {
        const pb_activity *act = &acts->at[k];
        if (!pb_hold_days(in, act, &first, &last))
            continue;
        for (int32_t agent = 0; agent < in->n_agents; agent++)
            if (pb_who_has(&act->whom, &in->ws->agents.at[agent], agent) && there(in, agent, first, last) &&
                !attended_pinned(in, act, agent) && !attended_before(in, act, agent))
                h.at[h.n++] = (pb_sitting){(int32_t)k, agent, -1, 0, pb_hold_worth(in, agent, act->minutes)};
    }
    *ret = h;
    return PB_OK;
}

pb_money pb_hold_missing(const pb_holding *h)
{
    pb_money sum = 0;
    for (int32_t i = 0; i < h->n; i++)
        sum += h->at[i].day < 0 ? h->at[i].missing : 0;
    return sum;
}

pb_money pb_hold_relief(const pb_instance *in, const pb_holding *h)
{
    pb_money sum = 0;
    for (int32_t i = 0; i < h->n; i++) {
        int32_t agent = h->at[i].agent;
        int minutes = activity_of(in, &h->at[i])->minutes;
        for (int32_t k = in->agent_row0[agent]; k < in->agent_row0[agent + 1]; k++) {
            pb_money over = in->rows[in->agent_rows[k]].over;
            if (over > 0) /* and what rounding in each slot makes of it */
                sum += pb_money_of(over, minutes, 60) + minutes / in->grid.slot_min + 3;
        }
    }
    return sum;
}

/* --- placing --- */

typedef struct holder {
    pb_board *b;
    const pb_instance *in;
    pb_holding *h;
    const pb_activity *act;
    int32_t i0, i1;   /* sittings of the activity */
    bool sticky;      /* times of the kept roster go first, not only before equal ones */
    int32_t *place;   /* [n] places of the cells before, of those gathered; -1 = did not come */
} holder;

static int64_t cell_of(const holder *x, const pb_sitting *s, int32_t day)
{
    return (int64_t)s->agent * x->in->n_days + day;
}

static pb_line_sum cost_of(const holder *x)
{
    return (pb_line_sum){x->b->cover.soft + x->b->works.soft, x->b->cover.hard + x->b->works.hard};
}

/* The agent leaves the cover for the activity (sign -1), or comes back. */
static void leave(holder *x, int32_t agent, int32_t day, int from, int sign)
{
    const pb_grid *g = &x->in->grid;
    int64_t lo = pb_zone_utc_simple(g->zone, g->first + day, from);
    int64_t hi = pb_zone_utc_simple(g->zone, g->first + day, from + x->act->minutes);

    for (int32_t t = pb_grid_find(g, lo); t >= 0 && t < g->n_slots && pb_grid_start_s(g, t) < hi; t++) {
        int64_t p = pb_grid_start_s(g, t), q = pb_grid_start_s(g, t + 1);
        p = p < lo ? lo : p;
        q = q > hi ? hi : q;
        pb_board_present(x->b, agent, t, sign * (int32_t)((q - p) / 60));
    }
    if (x->in->n_work)
        pb_board_work(x->b, day, from + x->act->minutes > PB_MIN_PER_DAY && day + 1 < x->in->n_days ? day + 1 : day);
}

/* Is the person in another activity then? */
static bool busy(const holder *x, const pb_sitting *s, int32_t day, int from, int to)
{
    for (int32_t i = x->h->first[s->agent]; i >= 0; i = x->h->next[i]) {
        const pb_sitting *o = &x->h->at[i];
        if (o != s && o->day == day && from < o->from_min + activity_of(x->in, o)->minutes &&
            to > o->from_min)
            return true;
    }
    return false;
}

/* May the meal break lie where the place has it, beside what is held already? */
static bool meal_free(const holder *x, const pb_sitting *s, int32_t day, int32_t place)
{
    for (int32_t i = x->h->first[s->agent]; i >= 0; i = x->h->next[i]) {
        const pb_sitting *o = &x->h->at[i];
        if (o != s && o->day == day &&
            !pb_hold_fits(x->in, place, o->from_min, o->from_min + activity_of(x->in, o)->minutes))
            return false;
    }
    return true;
}

/* The person's meal moves as it must and he goes; false, and nothing is done, where he cannot without a hard rule. */
static bool go(holder *x, const pb_sitting *s, int32_t day, int from)
{
    int64_t cell = cell_of(x, s, day);
    int32_t was = x->b->place[cell], best = -1;
    const pb_alt *alt = &x->in->alts[x->in->places[was].alt];
    pb_line_sum before = cost_of(x), now;
    pb_money least = INT64_MAX;
    bool stays = pb_hold_fits(x->in, was, from, from + x->act->minutes);

    if (!was || x->in->places[was].kept >= 0 || busy(x, s, day, from, from + x->act->minutes))
        return false;
    for (int32_t p = stays ? was : alt->place0; p < (stays ? was + 1 : alt->place0 + alt->n_places); p++) {
        if (!pb_hold_fits(x->in, p, from, from + x->act->minutes) || !meal_free(x, s, day, p))
            continue;
        pb_board_set(x->b, s->agent, day, p);
        leave(x, s->agent, day, from, -1);
        now = cost_of(x);
        if (now.hard <= before.hard && now.soft < least) {
            least = now.soft;
            best = p;
        }
        leave(x, s->agent, day, from, 1);
    }
    pb_board_set(x->b, s->agent, day, best < 0 ? was : best);
    if (best >= 0)
        leave(x, s->agent, day, from, -1);
    return best >= 0;
}

static void come_back(holder *x, const pb_sitting *s, int32_t day, int from, int32_t place)
{
    leave(x, s->agent, day, from, 1);
    pb_board_set(x->b, s->agent, day, place);
}

/* Does the kept roster have it there? */
static bool known(const holder *x, const pb_sitting *s, int32_t day, int from)
{
    pb_date date = x->in->grid.first + day;
    size_t at = 0, n = x->in->keep ? pb_roster_find(x->in->keep, date, s->agent, &at) : 0;
    for (size_t i = 0; i < n; i++) {
        const pb_placed_activity *e = entry(x->in, &x->in->keep->at[at + i], x->act);
        if (e && e->span.from_min == from)
            return true;
    }
    return false;
}

/* Is a time better than the best so far, at which as many come? */
static bool better(const holder *x, pb_money cost, bool kept, pb_money least, bool best_known)
{
    if (x->sticky && kept != best_known)
        return kept;
    return cost < least || (cost == least && kept && !best_known);
}

static void place_alone(holder *x, pb_sitting *s)
{
    int32_t first, last, best_day = -1;
    int best_from = 0, from;
    pb_money least = INT64_MAX;
    bool best_known = false;

    if (!pb_hold_days(x->in, x->act, &first, &last))
        return;
    for (int32_t day = first; day <= last; day++)
        for (int k = 0; (from = pb_hold_start(x->in, x->act, day, k)) >= 0; k++) {
            int32_t was = x->b->place[cell_of(x, s, day)];
            bool kept = known(x, s, day, from);
            pb_money cost;
            if (!go(x, s, day, from))
                continue;
            cost = cost_of(x).soft;
            come_back(x, s, day, from, was);
            if (best_day < 0 || better(x, cost, kept, least, best_known)) {
                least = cost;
                best_known = kept;
                best_day = day;
                best_from = from;
            }
        }
    if (best_day < 0 || !go(x, s, best_day, best_from))
        return;
    s->day = best_day;
    s->from_min = best_from;
}

/* Everybody who can goes; how many, and whether the kept roster knows the time. */
static int32_t gather(holder *x, int32_t day, int from, bool *ret_known)
{
    int32_t n = 0;
    *ret_known = false;
    for (int32_t i = x->i0; i < x->i1; i++) {
        const pb_sitting *s = &x->h->at[i];
        int32_t was = x->b->place[cell_of(x, s, day)];
        x->place[i] = go(x, s, day, from) ? was : -1;
        n += x->place[i] >= 0;
        *ret_known = *ret_known || known(x, s, day, from);
    }
    return n;
}

static void disperse(holder *x, int32_t day, int from)
{
    for (int32_t i = x->i1 - 1; i >= x->i0; i--)
        if (x->place[i] >= 0)
            come_back(x, &x->h->at[i], day, from, x->place[i]);
}

static void meet(holder *x, int32_t day, int from)
{
    bool ignored;
    if (day < 0 || gather(x, day, from, &ignored) == 0)
        return;
    for (int32_t i = x->i0; i < x->i1; i++) {
        x->h->at[i].day = x->place[i] >= 0 ? day : -1;
        x->h->at[i].from_min = from;
    }
}

static void place_together(holder *x)
{
    const pb_duty *pinned = attended_pinned(x->in, x->act, -1);
    int32_t first, last, best_day = -1, most = x->i1 - x->i0 > 1 ? 1 : 0; /* nobody meets alone */
    int best_from = 0, from;
    pb_money least = 0;
    bool best_known = false, kept;

    if (pinned) {
        meet(x, (int32_t)(pinned->date - x->in->grid.first), entry(x->in, pinned, x->act)->span.from_min);
        return;
    }
    if (!pb_hold_days(x->in, x->act, &first, &last))
        return;
    for (int32_t day = first; day <= last; day++)
        for (int k = 0; (from = pb_hold_start(x->in, x->act, day, k)) >= 0; k++) {
            int32_t n = gather(x, day, from, &kept);
            pb_money cost = cost_of(x).soft;
            disperse(x, day, from);
            if (n > most || (n == most && best_day >= 0 && better(x, cost, kept, least, best_known))) {
                most = n;
                least = cost;
                best_known = kept;
                best_day = day;
                best_from = from;
            }
        }
    meet(x, best_day, best_from);
}

static pb_status sort_by_agent(pb_arena *a, int32_t n_agents, pb_holding *h)
{
    h->first = PB_NEW_ARRAY(a, n_agents, int32_t);
    h->next = PB_NEW_ARRAY(a, h->n, int32_t);
    if (!h->first || !h->next)
        return PB_ERR_NOMEM;
    for (int32_t agent = 0; agent < n_agents; agent++)
        h->first[agent] = -1;
    for (int32_t i = h->n - 1; i >= 0; i--) {
        h->next[i] = h->first[h->at[i].agent];
        h->first[h->at[i].agent] = i;
    }
    return PB_OK;
}

pb_status pb_hold_place(pb_arena *a, pb_board *b, pb_holding *h)
{
    holder x = {.b = b, .in = b->in, .h = h, .place = PB_NEW_ARRAY(a, h->n + 1, int32_t)};

    if (!x.place || sort_by_agent(a, b->in->n_agents, h))
        return PB_ERR_NOMEM;
    x.sticky = b->in->keep && b->in->keep->first <= b->in->keep->last;
    for (x.i0 = 0; x.i0 < h->n; x.i0 = x.i1) {
        for (x.i1 = x.i0; x.i1 < h->n && h->at[x.i1].activity == h->at[x.i0].activity;)
            x.i1++;
        x.act = activity_of(b->in, &h->at[x.i0]);
        if (x.act->together)
            place_together(&x);
        for (int32_t i = x.i0; !x.act->together && i < x.i1; i++)
            place_alone(&x, &h->at[i]);
    }
    return PB_OK;
}
