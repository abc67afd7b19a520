/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Deferred work: from the slots' needs to cumulative rows, at deferred_late's price. */
#include "planner/instance_parts.h"

#include <math.h>

/* The requirement's own row of a queue; -1 = none. */
static int32_t own_row(const pb_requirement *req, int32_t queue)
{
    for (int32_t i = 0; i < req->n_rows; i++)
        if (req->sets[i] == (pb_skillset)1 << queue)
            return i;
    return -1;
}

/* Queues that the rule moves: deferred, with a row of their own, and a price (its default where no rule names them). */
static pb_skillset moved(const pb_instance *in)
{
    const pb_requirement *req = in->req;
    pb_skillset set = 0;

    for (int32_t k = 0; k < req->n_deferred; k++) {
        int32_t rule, queue = req->deferred_queue[k];
        bool hard;
        pb_money price = pb_cover_price(in->ws, PB_RULE_DEFERRED_LATE, (pb_skillset)1 << queue, &rule, &hard);
        if ((hard || price > 0) && own_row(req, queue) >= 0)
            set |= (pb_skillset)1 << queue;
    }
    return set;
}

static bool single(pb_skillset s)
{
    return s && (s & (s - 1)) == 0;
}

/* Takes the even level of the work out of a row's need; the whole need stays for the surplus. */
static pb_status split(pb_arena *a, const pb_instance *in, pb_need_row *row, const int32_t *level,
                       pb_need_row *rows, int32_t *n_rows)
{
    int32_t *live = PB_NEW_ARRAY(a, in->grid.n_slots, int32_t);

    if (!live)
        return PB_ERR_NOMEM;
    for (int32_t t = 0; t < in->grid.n_slots; t++)
        live[t] = row->need[t] > level[t] ? row->need[t] - level[t] : 0;
    if (row->over > 0) {
        pb_need_row *surplus = &rows[(*n_rows)++];
        *surplus = *row;
        surplus->price = 0;
        surplus->hard = surplus->grows = false;
        row->over = 0;
    }
    row->need = live;
    return PB_OK;
}

/* Cumulative minutes as millionths, from the plan's start on, less what was due before it. */
static int64_t *since_start(pb_arena *a, const pb_instance *in, const double *minutes, int64_t before)
{
    int64_t *ret = PB_NEW_ARRAY(a, in->grid.n_slots, int64_t);

    for (int32_t t = 0; ret && t < in->grid.n_slots; t++) {
        int64_t v = llround(minutes[in->req_slot0 + t] * 1e6) - before;
        ret[t] = v > 0 ? v : 0;
    }
    return ret;
}

/* Shrinkage and the occupancy that is not to be passed, as the staffing counts them. */
static int32_t *shares(pb_arena *a, const pb_instance *in, const pb_queue *q)
{
    int32_t *ret = PB_NEW_ARRAY(a, in->grid.n_slots, int32_t);
    double busy = q->max_occupancy > 0 ? q->max_occupancy : 1;

    for (int32_t t = 0; ret && t < in->grid.n_slots; t++) {
        int weekday = pb_date_weekday(in->grid.first + pb_grid_day(&in->grid, t)),
            minute = pb_grid_minute(&in->grid, t);
        double there = (1 - pb_weekly_at(&q->shrinkage, weekday, minute)) *
                       (1 - pb_weekly_at(&q->shrinkage_unplanned, weekday, minute));
        ret[t] = pb_hours_open(&q->hours, weekday, minute) ? (int32_t)lround(there * busy * 1e6) : 0;
    }
    return ret;
}

static pb_status add_work(pb_arena *a, pb_instance *in, int32_t k, pb_skillset all, pb_work *w)
{
    const pb_requirement *req = in->req;
    int32_t queue = req->deferred_queue[k], *list = PB_NEW_ARRAY(a, req->n_rows, int32_t);
    const double *arrived = req->arrived_min + (int64_t)k * req->grid.n_slots,
                 *due = req->due_min + (int64_t)k * req->grid.n_slots;
    int64_t before = in->req_slot0 > 0 ? llround(due[in->req_slot0 - 1] * 1e6) : 0;
    pb_skillset own = (pb_skillset)1 << queue;

    if (!list)
        return PB_ERR_NOMEM;
    *w = (pb_work){.queue = queue, .rows = list};
    w->price = pb_cover_price(in->ws, PB_RULE_DEFERRED_LATE, own, &w->rule, &w->hard);
    for (int32_t i = 0; i < req->n_rows; i++)
        if ((req->sets[i] & all) == own)
            list[w->n_rows++] = i;
    w->arrived = since_start(a, in, arrived, before);
    w->due = since_start(a, in, due, before);
    w->share = shares(a, in, &in->ws->queues.at[queue]);
    return w->arrived && w->due && w->share ? PB_OK : PB_ERR_NOMEM;
}

pb_status pb_instance_work(pb_arena *a, pb_instance *in, pb_need_row *rows, int32_t *n_rows)
{
    const pb_requirement *req = in->req;
    pb_skillset all = moved(in);
    pb_work *work = PB_NEW_ARRAY(a, req->n_deferred, pb_work);
    const int32_t **level = PB_NEW_ARRAY(a, PB_MAX_QUEUES, const int32_t *);
    pb_status s = work && level ? PB_OK : PB_ERR_NOMEM;

    for (int32_t k = 0; !s && k < req->n_deferred; k++) {
        int32_t queue = req->deferred_queue[k];
        if (!(all >> queue & 1))
            continue;
        level[queue] = rows[own_row(req, queue)].need;
        s = add_work(a, in, k, all, &work[in->n_work++]);
    }
    for (int32_t i = 0; !s && i < req->n_rows; i++)
        if (single(req->sets[i] & all))
            s = split(a, in, &rows[i], level[__builtin_ctzll(req->sets[i] & all)], rows, n_rows);
    in->work = work;
    return s;
}
