/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What whole shifts make of the need: paid hours a day, by a small linear programme kept warm from day to day. */
#include "planner/hire.h"
#include "planner/lp_glpk.h"

#include <math.h>

enum { MAX_SLOTS = 288, MAX_STARTS = 24 };

typedef struct daily {
    pb_lp *lp;
    uint64_t shifts; /* which shifts the programme was made for; 0 = none yet */
    int n_slots, first_row;
} daily;

/* Share of each slot of the day, wrapped at midnight, that one person on the shift is at work. */
static int shares(const pb_shift *s, int start, int slot_min, int n_slots, int *rows, double *values)
{
    double there = (double)pb_shift_paid_min(s) / (s->end_min - s->start_min);
    int end = start + s->end_min - s->start_min, n = 0;

    for (int t = start / slot_min; t * slot_min < end && n < n_slots; t++) {
        int lo = t * slot_min > start ? t * slot_min : start;
        int hi = (t + 1) * slot_min < end ? (t + 1) * slot_min : end;
        if (hi > lo) {
            rows[n] = t % n_slots;
            values[n++] = there * (hi - lo) / slot_min;
        }
    }
    return n;
}

static int n_starts(const pb_shift *s)
{
    int n = s->start_step_min > 0 ? (s->start_latest_min - s->start_min) / s->start_step_min + 1 : 1;
    return n < 1 ? 1 : n > MAX_STARTS ? MAX_STARTS : n;
}

static pb_status make(const pb_workspace *ws, pb_lp_env *env, uint64_t shifts, int slot_min, daily *d)
{
    int rows[MAX_SLOTS], at;
    double values[MAX_SLOTS];
    bool reached[MAX_SLOTS] = {false};
    pb_status s;

    pb_lp_free(d->lp);
    d->lp = NULL;
    d->n_slots = PB_MIN_PER_DAY / slot_min;
    s = pb_lp_new(env, &d->lp);
    if (!s)
        s = pb_lp_add_rows(d->lp, d->n_slots, 0, INFINITY, &d->first_row);
    for (int32_t i = 0; i < ws->shifts.n && !s; i++) {
        const pb_shift *x = &ws->shifts.at[i];
        for (int k = 0; (shifts >> i & 1) && k < n_starts(x) && !s; k++) {
            int n = shares(x, x->start_min + k * x->start_step_min, slot_min, d->n_slots, rows, values);
            s = pb_lp_add_col(d->lp, pb_shift_paid_min(x) / 60.0, 0, INFINITY, n, rows, values, &at);
            for (int j = 0; j < n; j++)
                reached[rows[j]] = true;
        }
    }
    for (int t = 0; t < d->n_slots && !s; t++) {
        double one = 1;
        if (!reached[t])
            s = pb_lp_add_col(d->lp, 1.5 * slot_min / 60.0, 0, INFINITY, 1, &t, &one, &at);
    }
    d->shifts = shifts;
    return s;
}

static uint64_t shifts_of(const pb_workspace *ws, pb_date date)
{
    uint64_t set = 0;
    for (int32_t i = 0; i < ws->shifts.n && i < 63; i++)
        if (pb_shift_on(&ws->shifts.at[i], date, (int)pb_calendar_day_kind(&ws->calendar, date)))
            set |= (uint64_t)1 << i;
    return set | (uint64_t)1 << 63;
}

/* The day's least paid hours for one row. Slots are those of the clock: of a doubled hour the greater need counts. */
static pb_status day_hours(daily *d, const pb_requirement *req, int row, int day, double *ret)
{
    const pb_grid *g = &req->grid;
    double need[MAX_SLOTS] = {0}, most = 0;
    pb_lp_result r = {.answer = PB_LP_NOTHING};
    pb_lp_options o = {.dual = true};
    pb_status s = PB_OK;

    for (int32_t t = g->day_slot[day]; t < g->day_slot[day + 1]; t++) {
        int at = pb_grid_minute(g, t) / g->slot_min;
        double n = req->scheduled[(int64_t)row * g->n_slots + t];
        need[at] = n > need[at] ? n : need[at];
        most = n > most ? n : most;
    }
    *ret = 0;
    if (most <= 0)
        return PB_OK;
    for (int t = 0; t < d->n_slots && !s; t++)
        s = pb_lp_set_row_bounds(d->lp, d->first_row + t, need[t], INFINITY);
    if (!s)
        s = pb_lp_solve(d->lp, &o, &r);
    if (!s && r.answer != PB_LP_OPTIMAL)
        s = PB_ERR_SOLVER;
    if (!s)
        *ret = r.objective;
    return s;
}

pb_status pb_hire_hours(pb_arena *a, const pb_workspace *ws, const pb_requirement *req, int n_weeks, double *ret)
{
    pb_lp_env *env = NULL;
    daily d = {.lp = NULL};
    pb_status s = req->grid.slot_min * MAX_SLOTS < PB_MIN_PER_DAY ? PB_ERR_DOMAIN
                                                                  : pb_lp_env_new(pb_arena_allocator(a), 0, &env);

    for (int i = 0; i < req->n_rows * n_weeks; i++)
        ret[i] = 0;
    for (int day = 0; day < n_weeks * 7 && day < req->grid.n_days && !s; day++) {
        uint64_t shifts = shifts_of(ws, req->grid.first + day);
        if (shifts != d.shifts)
            s = make(ws, env, shifts, req->grid.slot_min, &d);
        for (int row = 0; row < req->n_rows && !s; row++) {
            double hours;
            s = day_hours(&d, req, row, day, &hours);
            if (!s)
                ret[row * n_weeks + day / 7] += hours;
        }
    }
    pb_lp_env_free(env);
    return s;
}
