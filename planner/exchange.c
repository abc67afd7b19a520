/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "planner/exchange.h"

#include "planner/audit_compare.h"
#include "planner/whatif_parts.h"

#include <string.h>

struct pb_exchange {
    pb_arena *arena;
    const pb_workspace *ws;
    pb_workspace then; /* with who is absent */
    const pb_requirement *req;
    const pb_roster *roster;
    pb_date first;
    int n_days;
    bool says_off;
    pb_audit was;
    pb_whatif *asked;  /* NULL: cover is not judged */
    int32_t absent;    /* who is absent there; -1 = nobody */
};

pb_status pb_exchange_open(pb_arena *a, const pb_workspace *ws, const pb_requirement *req, const pb_roster *roster,
                           pb_date first, int n_days, pb_exchange **ret)
{
    pb_exchange *x = PB_NEW(a, pb_exchange);
    pb_status s;

    if (!x)
        return PB_ERR_NOMEM;
    *x = (pb_exchange){.arena = a, .ws = ws, .then = *ws, .req = req, .roster = roster, .first = first, .n_days = n_days,
                       .says_off = pb_roster_says_off(roster), .absent = -1};
    s = pb_audit_roster(a, ws, req, roster, NULL, first, n_days, &x->was);
    if (!s && req)
        s = pb_whatif_open(a, ws, req, roster, first, n_days, &x->asked);
    if (!s)
        *ret = x;
    return s;
}

const pb_audit *pb_exchange_was(const pb_exchange *x)
{
    return &x->was;
}

const pb_workspace *pb_exchange_ws(const pb_exchange *x)
{
    return &x->then;
}

pb_status pb_exchange_absent(pb_exchange *x, int32_t agent, pb_date date)
{
    const pb_absence day = {agent, date, date, 0, PB_MIN_PER_DAY, PB_ABSENT_OTHER};
    pb_absences with;
    pb_status s = pb_absences_merge(x->arena, &x->then.absences, &day, 1, &with);

    if (s)
        return s;
    x->then.absences = with;
    x->absent = agent;
    return PB_OK;
}

/* --- the cells --- */

static bool overlap(pb_span x, pb_span y)
{
    return x.from_min < y.to_min && y.from_min < x.to_min;
}

/* The meal break of a duty that has just one; NULL. */
static const pb_span *meal_of(const pb_duty *d)
{
    const pb_span *meal = NULL;
    for (int32_t i = 0; i < d->n_breaks; i++)
        if (d->unpaid_breaks >> i & 1) {
            if (meal)
                return NULL;
            meal = &d->breaks[i];
        }
    return meal;
}

static bool inside(const pb_duty *d, pb_span s)
{
    return s.from_min >= d->start_min && s.to_min <= d->end_min;
}

/* Would a meal of that time leave the rest breaks, and what the person attends within the duty, alone? */
static bool meal_fits(const pb_duty *d, const pb_duty *mine, pb_span meal)
{
    for (int32_t i = 0; i < d->n_breaks; i++)
        if (!(d->unpaid_breaks >> i & 1) && overlap(d->breaks[i], meal))
            return false;
    for (int32_t i = 0; mine && i < mine->n_activities; i++)
        if (inside(d, mine->activities[i].span) && overlap(mine->activities[i].span, meal))
            return false;
    return true;
}

/* The row of a cell, as the person has it now; NULL = none. */
static const pb_duty *row_of(const pb_roster *r, int32_t agent, pb_date date)
{
    size_t at = 0;
    return pb_roster_find(r, date, agent, &at) ? &r->at[at] : NULL;
}

static pb_status put_meal(pb_arena *a, pb_duty *d, const pb_span *meal, int from_min)
{
    pb_span *breaks;
    ptrdiff_t at = meal - d->breaks;

    if (meal->from_min == from_min)
        return PB_OK;
    breaks = PB_NEW_ARRAY(a, d->n_breaks, pb_span);
    if (!breaks)
        return PB_ERR_NOMEM;
    memcpy(breaks, d->breaks, (size_t)d->n_breaks * sizeof *breaks);
    breaks[at] = (pb_span){(int16_t)from_min, (int16_t)(from_min + meal->to_min - meal->from_min)};
    d->breaks = breaks;
    return PB_OK;
}

/* What the person attended that day and still can. */
static pb_status keep_activities(pb_arena *a, pb_duty *d, const pb_duty *mine)
{
    pb_placed_activity *list = PB_NEW_ARRAY(a, mine ? mine->n_activities + 1 : 1, pb_placed_activity);
    int32_t n = 0;

    if (!list)
        return PB_ERR_NOMEM;
    for (int32_t i = 0; mine && i < mine->n_activities; i++) {
        bool meal = false;
        for (int32_t k = 0; d->breaks && k < d->n_breaks; k++)
            meal = meal || ((d->unpaid_breaks >> k & 1) && overlap(d->breaks[k], mine->activities[i].span));
        if (inside(d, mine->activities[i].span) && !meal)
            list[n++] = mine->activities[i];
    }
    d->activities = list;
    d->n_activities = n;
    return PB_OK;
}

/* --- meal breaks --- */

static int32_t *place_at(const pb_exchange *x, int32_t agent, pb_date date)
{
    return &x->asked->places[(int64_t)agent * x->asked->in.n_days + (date - x->first)];
}

static bool less(pb_line_sum x, pb_line_sum y)
{
    return x.hard != y.hard ? x.hard < y.hard : x.soft < y.soft;
}

/* The start of the meal at which the cover misses least, as it is where none is better; the board takes that place. */
static int best_meal(const pb_exchange *x, const pb_handed *c, const pb_span *meal)
{
    const pb_instance *in = &x->asked->in;
    pb_board *b = x->asked->board;
    int32_t day = c->date - x->first, is = *place_at(x, c->duty->agent, c->date), best = -1;
    const pb_alt *alt = &in->alts[in->places[is].alt];
    const pb_duty *mine = row_of(x->roster, c->agent, c->date);
    pb_line_sum least = pb_board_sum(b);

    if (in->places[is].break_min != meal->from_min)
        return meal->from_min; /* a duty made by hand */
    if (meal_fits(c->duty, mine, *meal))
        best = is;
    for (int32_t p = alt->place0; p < alt->place0 + alt->n_places; p++) {
        int from = in->places[p].break_min;
        pb_line_sum now;
        if (p == is || !meal_fits(c->duty, mine, (pb_span){(int16_t)from, (int16_t)(from + meal->to_min - meal->from_min)}))
            continue;
        pb_board_set(b, c->agent, day, p);
        now = pb_board_sum(b);
        if (best < 0 || less(now, least)) {
            best = p;
            least = now;
        }
    }
    best = best < 0 ? is : best;
    pb_board_set(b, c->agent, day, best);
    return in->places[best].break_min;
}

/* ret_min [n]: where the meal of each duty goes; -1 = as it is. The board comes back as it was. */
static void place_meals(const pb_exchange *x, const pb_handed *cells, int n, int *ret_min)
{
    for (int i = 0; i < n; i++)
        ret_min[i] = -1;
    if (!x->asked)
        return;
    for (int i = 0; i < n; i++)
        pb_board_set(x->asked->board, cells[i].agent, cells[i].date - x->first,
                     cells[i].duty ? *place_at(x, cells[i].duty->agent, cells[i].date) : 0);
    for (int i = 0; i < n; i++) {
        const pb_span *meal = cells[i].duty ? meal_of(cells[i].duty) : NULL;
        if (meal)
            ret_min[i] = best_meal(x, &cells[i], meal);
    }
    for (int i = 0; i < n; i++)
        pb_board_set(x->asked->board, cells[i].agent, cells[i].date - x->first, *place_at(x, cells[i].agent, cells[i].date));
}

/* --- the roster --- */

/* What the cell holds; as pinned as the duty was, or the day off. */
static pb_status fill_cell(const pb_exchange *x, pb_arena *a, const pb_handed *c, int meal_min, pb_duty *ret)
{
    const pb_duty *mine = row_of(x->roster, c->agent, c->date);
    const pb_span *meal;

    *ret = c->duty ? *c->duty
                   : (pb_duty){.date = c->date, .shift = -1, .queue = -1, .pinned = mine && mine->pinned};
    ret->agent = c->agent;
    ret->note = mine ? mine->note : "";
    ret->line = mine ? mine->line : 0;
    if (!c->duty)
        return PB_OK;
    meal = meal_of(ret);
    if (meal && meal_min >= 0 && put_meal(a, ret, meal, meal_min))
        return PB_ERR_NOMEM;
    return keep_activities(a, ret, mine);
}

typedef struct rows {
    pb_duty *at;
    const char **extra;
    size_t n, n_extra;
    size_t changed[PB_HANDED_MOST];
    int n_changed;
} rows;

/* from: the row whose unknown columns it has; -1 = none. */
static void push(rows *to, const pb_roster *r, const pb_duty *d, ptrdiff_t from)
{
    to->at[to->n] = *d;
    for (size_t k = 0; k < to->n_extra; k++)
        to->extra[to->n * to->n_extra + k] = from < 0 ? "" : r->extras.cells[(size_t)from * to->n_extra + k];
    to->n++;
}

static void push_cell(const pb_exchange *x, rows *to, const pb_duty *d, ptrdiff_t from)
{
    if (d->shift < 0 && !x->says_off)
        return;
    to->changed[to->n_changed++] = to->n;
    push(to, x->roster, d, from);
}

static int before(const pb_duty *x, const pb_duty *y)
{
    if (x->date != y->date)
        return x->date < y->date ? -1 : 1;
    return (x->agent > y->agent) - (x->agent < y->agent);
}

/* cells [n] in order of their dates, then agents. */
static void weave(const pb_exchange *x, const pb_duty *cells, int n, rows *to)
{
    const pb_roster *r = x->roster;
    int k = 0;

    for (size_t i = 0; i < r->n; i++) {
        int c = 1;
        while (k < n && (c = before(&cells[k], &r->at[i])) < 0)
            push_cell(x, to, &cells[k++], -1);
        if (k < n && c == 0)
            push_cell(x, to, &cells[k++], (ptrdiff_t)i);
        else
            push(to, r, &r->at[i], (ptrdiff_t)i);
    }
    while (k < n)
        push_cell(x, to, &cells[k++], -1);
}

static pb_status make_roster(const pb_exchange *x, pb_arena *a, pb_duty *cells, int n, rows *to, pb_roster *ret)
{
    const pb_roster *r = x->roster;

    for (int i = 1; i < n; i++)
        for (int k = i; k > 0 && before(&cells[k], &cells[k - 1]) < 0; k--) {
            pb_duty swap = cells[k];
            cells[k] = cells[k - 1];
            cells[k - 1] = swap;
        }
    *to = (rows){.at = PB_NEW_ARRAY(a, r->n + (size_t)n, pb_duty), .n_extra = r->extras.n_columns};
    to->extra = PB_NEW_ARRAY(a, (r->n + (size_t)n) * to->n_extra + 1, const char *);
    if (!to->at || !to->extra)
        return PB_ERR_NOMEM;
    weave(x, cells, n, to);
    *ret = *r;
    ret->n = to->n;
    ret->at = to->at;
    ret->extras.cells = to->extra;
    return PB_OK;
}

/* A fault of the duty itself, which it had in other hands. */
static bool handed_on(const pb_exchange *x, const pb_handed *cells, int n, const pb_finding *f)
{
    const pb_duty *d = NULL;

    if (f->check != PB_CHECK_SHIFT_DAY && f->check != PB_CHECK_SHIFT_TIME && f->check != PB_CHECK_BREAK)
        return false;
    for (int i = 0; i < n; i++)
        if (cells[i].agent == f->agent && cells[i].date == f->from)
            d = cells[i].duty;
    for (size_t i = 0; d && i < x->was.n_broken; i++)
        if (x->was.at[i].check == f->check && x->was.at[i].agent == d->agent && x->was.at[i].from == d->date)
            return true;
    return false;
}

/* What is broken anew, but for faults of the duties themselves, and for what being away does to the absent one, which nobody
 * else can mend. */
static pb_status find_anew(const pb_exchange *x, pb_arena *a, const pb_handed *cells, int n_cells, pb_exchanged *r)
{
    const pb_finding *const *all;
    const pb_finding **list;
    size_t n;
    pb_status s = pb_audit_anew(a, &x->was, &r->audit, &all, &n);

    if (s)
        return s;
    list = PB_NEW_ARRAY(a, n + 1, const pb_finding *);
    if (!list)
        return PB_ERR_NOMEM;
    r->n_anew = 0;
    for (size_t i = 0; i < n; i++)
        if ((x->absent < 0 || all[i]->agent != x->absent) && !handed_on(x, cells, n_cells, all[i]))
            list[r->n_anew++] = all[i];
    r->anew = list;
    return PB_OK;
}

pb_status pb_exchange_try(pb_exchange *x, pb_arena *a, const pb_handed *cells, int n, pb_exchanged *ret)
{
    int meal_min[PB_HANDED_MOST];
    pb_duty made[PB_HANDED_MOST];
    pb_exchanged r;
    rows all;
    pb_status s = PB_OK;

    place_meals(x, cells, n, meal_min);
    for (int i = 0; !s && i < n; i++)
        s = fill_cell(x, a, &cells[i], meal_min[i], &made[i]);
    if (!s)
        s = make_roster(x, a, made, n, &all, &r.roster);
    if (!s)
        s = pb_audit_roster(a, &x->then, x->req, &r.roster, NULL, x->first, x->n_days, &r.audit);
    if (!s)
        s = find_anew(x, a, cells, n, &r);
    if (s)
        return s;
    for (int i = 0; i < all.n_changed; i++)
        all.at[all.changed[i]].pinned = true; /* after the audit, which is milder with what is pinned */
    r.more = r.audit.cost - x->was.cost;
    *ret = r;
    return PB_OK;
}

/* --- what is told of it --- */

int pb_week_min(const pb_workspace *ws, const pb_roster *roster, int32_t agent, pb_date date)
{
    pb_date from = pb_date_week_start(date, ws->team.week_start);
    int minutes = 0;

    for (pb_date d = from; d < from + 7; d++) {
        const pb_roster *r = d < roster->first ? NULL : roster;
        const pb_duty *x;
        for (size_t i = ws->n_past; !r && i > 0; i--)
            if (d >= ws->past[i - 1].first && d <= ws->past[i - 1].last)
                r = &ws->past[i - 1];
        x = r ? pb_roster_duty(r, d, agent) : NULL;
        minutes += x ? pb_duty_paid_min(x) : 0;
    }
    return minutes;
}
