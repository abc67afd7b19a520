/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Deferred work by its deadline. For every slot the auditor knows how many agent-minutes are at work beyond
 * what the other queues need; the work takes them in order of arrival. What is due and not done at a
 * slot's end is past its deadline; the worst moment of a day is the day's finding.
 */
#include "planner/audit_parts.h"

#include <math.h>
#include <string.h>

enum { MILLION = 1000000 };

static bool has_own_row(const pb_requirement *q, int32_t queue)
{
    for (int32_t i = 0; i < q->n_rows; i++)
        if (q->sets[i] == (pb_skillset)1 << queue)
            return true;
    return false;
}

/* Does the rule take this queue's work out of the slots? Where a row gives it no price at all, it does not. */
static bool governs(const pb_auditor *u, int32_t queue)
{
    pb_auditor asked = *u; /* u may be at another rule */
    bool deferred = false;

    for (int32_t k = 0; k < u->req->n_deferred; k++)
        deferred = deferred || u->req->deferred_queue[k] == queue;
    if (!deferred || !has_own_row(u->req, queue))
        return false;
    (void)pb_aud_price(&asked, PB_RULE_DEFERRED_LATE, (pb_skillset)1 << queue);
    return asked.hard || asked.price > 0;
}

int32_t pb_aud_work_of_row(const pb_auditor *u, int32_t row)
{
    int32_t found = -1, n = 0;

    for (int32_t queue = 0; queue < u->ws->queues.n; queue++)
        if (u->req->sets[row] >> queue & 1 && governs(u, queue)) {
            found = queue;
            n++;
        }
    return n == 1 ? found : -1;
}

/* Lowers over[] to what is above the row's need without the work itself. */
static void lower_to_row(const pb_auditor *u, int32_t row, int32_t own, int64_t *over, int64_t *have)
{
    pb_aud_present(u, u->req->sets[row], NULL, have);
    for (int32_t t = 0; t < u->req->grid.n_slots; t++) {
        int64_t live = pb_aud_needed(u, row, t) - pb_aud_needed(u, own, t), rest;
        rest = have[t] - (live > 0 ? live : 0);
        rest = rest > 0 ? rest : 0;
        over[t] = rest < over[t] ? rest : over[t];
    }
}

/* Millionths of an agent-minute that one minute at work does. */
static int64_t worth(const pb_auditor *u, const pb_queue *q, int32_t t)
{
    int weekday = pb_date_weekday(u->req->grid.first + pb_grid_day(&u->req->grid, t));
    int minute = pb_grid_minute(&u->req->grid, t);
    double part = (1 - pb_weekly_at(&q->shrinkage, weekday, minute)) *
                  (1 - pb_weekly_at(&q->shrinkage_unplanned, weekday, minute));

    if (!pb_hours_open(&q->hours, weekday, minute))
        return 0;
    return lround(part * (q->max_occupancy > 0 ? q->max_occupancy : 1) * MILLION);
}

static void report_day(pb_auditor *u, int32_t own, pb_date date, int64_t late, int32_t slot, int64_t due)
{
    int64_t amount = (late + 500) / 1000;
    pb_finding f = pb_aud_new(u, date, date);

    if (amount <= 0)
        return;
    f.row = own;
    f.from_s = pb_grid_start_s(&u->req->grid, slot);
    f.to_s = pb_grid_start_s(&u->req->grid, slot + 1);
    f.by = f.found = (double)amount / 60000;
    f.limit = (double)due / 60 / MILLION;
    f.cost = u->hard ? 0 : pb_money_late(u->price, amount);
    pb_aud_add(u, f);
}

static int64_t millionths(double minutes)
{
    return llround(minutes * MILLION);
}

/* over[slot]: minutes left for the work. */
static void follow(pb_auditor *u, int32_t k, int32_t own, const int64_t *over)
{
    const pb_grid *g = &u->req->grid;
    const double *arrived = u->req->arrived_min + (int64_t)k * g->n_slots,
                 *due = u->req->due_min + (int64_t)k * g->n_slots;
    const pb_queue *q = &u->ws->queues.at[u->req->deferred_queue[k]];
    int32_t start = g->day_slot[u->first - g->first];
    int64_t before = start > 0 ? millionths(due[start - 1]) : 0, done = 0;

    for (pb_date date = u->first; date <= u->last; date++) {
        int64_t worst = 0, worst_due = 0;
        int32_t worst_slot = 0;
        for (int32_t t = g->day_slot[date - g->first]; t < g->day_slot[date - g->first + 1]; t++) {
            int64_t came = millionths(arrived[t]) - before, asked = millionths(due[t]) - before;
            done += over[t] * worth(u, q, t);
            if (done > (came > 0 ? came : 0))
                done = came > 0 ? came : 0;
            if (asked - done > worst) {
                worst = asked - done;
                worst_slot = t;
                worst_due = asked;
            }
        }
        report_day(u, own, date, worst, worst_slot, worst_due);
    }
}

static void judge_work(pb_auditor *u, int32_t k, int64_t *over, int64_t *have)
{
    int32_t queue = u->req->deferred_queue[k], own = -1;

    if (!governs(u, queue))
        return;
    for (int32_t i = u->req->n_rows - 1; i >= 0; i--)
        if (u->req->sets[i] == (pb_skillset)1 << queue)
            own = i;
    (void)pb_aud_price(u, PB_RULE_DEFERRED_LATE, (pb_skillset)1 << queue);
    for (int32_t t = 0; t < u->req->grid.n_slots; t++)
        over[t] = INT64_MAX / MILLION / 4;
    for (int32_t row = 0; row < u->req->n_rows; row++)
        if (pb_aud_work_of_row(u, row) == queue)
            lower_to_row(u, row, own, over, have);
    follow(u, k, own, over);
}

void pb_aud_work_rule(pb_auditor *u)
{
    int64_t *both;
    size_t n = (size_t)u->req->grid.n_slots + 1;

    if (u->status || u->req->n_deferred == 0)
        return;
    both = pb_alloc(u->al, 2 * n, sizeof *both);
    if (!both) {
        u->status = PB_ERR_NOMEM;
        return;
    }
    u->agent = -1;
    for (int32_t k = 0; k < u->req->n_deferred; k++)
        judge_work(u, k, both, both + n);
    pb_free(u->al, both);
}
