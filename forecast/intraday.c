/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Today's surprise so far, carried into the rest of the day. The full gamma-Poisson update of the
 * textbooks does harm on half of all queues; how much of a morning's surprise lasts is learnt from
 * this queue's own mornings (a share beta, also 0), and so are the errors that remain.
 */
#include "forecast/queue_forecast.h"

#include <string.h>

enum { LEARN_DAYS = 182, N_SHARES = 7, LEAST_DAYS = 20 };

static const double shares_tried[N_SHARES] = {0, 0.1, 0.2, 0.35, 0.5, 0.75, 1};

/* One past day at the cut: before and after it, expected and seen. */
typedef struct morning {
    double expected, seen, rest_expected, rest_seen;
} morning;

/* The surprise as a factor, drawn to 1 by the contacts 1 / cv^2 that a day's own spread is worth.
 */
static double surprise(double seen, double expected, double day_var)
{
    const double k = 1 / fmax(day_var, 1e-4);
    return (seen + k) / (expected + k);
}

static bool look_at(const pb_fc_queue_forecast *q, int t, const uint8_t *known, morning *ret)
{
    const pb_fc_fit *f = &q->fit;
    const size_t n = (size_t)f->days->n_slots;
    if (!f->clean.use[t])
        return false;
    const double day = pb_fc_fit_day(f, t - 1, 1);
    const double *p = f->profile + (size_t)f->clean.weekdays[t] * n;
    const double *y = f->clean.contacts + (size_t)t * n;
    *ret = (morning){0, 0, 0, 0};
    for (size_t s = 0; s < n; s++) {
        if (isnan(y[s]))
            continue;
        *(known[s] ? &ret->expected : &ret->rest_expected) += day * p[s];
        *(known[s] ? &ret->seen : &ret->rest_seen) += y[s];
    }
    return ret->expected > 0 && ret->rest_expected > 0;
}

/* The share of the surprise that lasted, and the squared cv of the rest of the day around it. */
static double learn_share(const pb_fc_queue_forecast *q, const uint8_t *known, double *ret_var)
{
    const int n = q->gathered.days.n_past;
    const double day_var = q->spread.day_var[0];
    double error[N_SHARES] = {0}, excess[N_SHARES] = {0}, weight = 0;
    int seen = 0;
    for (int t = n > LEARN_DAYS ? n - LEARN_DAYS : 1; t < n; t++) {
        morning m;
        if (!look_at(q, t, known, &m))
            continue;
        const double u = surprise(m.seen, m.expected, day_var) - 1, w = exp2((t - n) / 91.0);
        for (int k = 0; k < N_SHARES; k++) {
            const double e = m.rest_expected * (1 + shares_tried[k] * u), r = m.rest_seen - e;
            error[k] += w * fabs(r);
            excess[k] += w * fmin((r * r - e) / (e * e), 1);
        }
        weight += w;
        seen++;
    }
    int best = 0;
    for (int k = 1; k < N_SHARES; k++)
        if (error[k] < 0.995 * error[0] && error[k] < error[best])
            best = k;
    *ret_var = seen >= LEAST_DAYS ? fmax(excess[best] / weight, 1e-4) : day_var;
    return seen >= LEAST_DAYS ? shares_tried[best] : 0;
}

/* The arrays of a forecast once more, so that they may be written. */
typedef struct copy {
    double *contacts, *bound[4], *abandoned, *day_cv;
} copy;

static pb_status copy_forecast(pb_arena *a, const pb_forecast *f, copy *ret)
{
    const size_t cells = (size_t)f->n_queues * (size_t)f->grid.n_slots;
    const size_t days = (size_t)f->n_queues * (size_t)f->grid.n_days;
    const double *const from[4] = {f->low80, f->high80, f->low95, f->high95};
    ret->contacts = PB_NEW_ARRAY(a, cells, double);
    ret->day_cv = PB_NEW_ARRAY(a, days, double);
    if (!ret->contacts || !ret->day_cv)
        return PB_ERR_NOMEM;
    ret->abandoned = f->abandoned ? PB_NEW_ARRAY(a, cells, double) : NULL;
    if (f->abandoned && !ret->abandoned)
        return PB_ERR_NOMEM;
    if (f->abandoned)
        memcpy(ret->abandoned, f->abandoned, cells * sizeof(double));
    memcpy(ret->contacts, f->contacts, cells * sizeof(double));
    memcpy(ret->day_cv, f->day_cv, days * sizeof(double));
    for (int b = 0; b < 4; b++) {
        ret->bound[b] = PB_NEW_ARRAY(a, cells, double);
        if (!ret->bound[b])
            return PB_ERR_NOMEM;
        memcpy(ret->bound[b], from[b], cells * sizeof(double));
    }
    return PB_OK;
}

/* Index of the forecast's first day in today's grid; -1 = it is not there. */
static int today_index(const pb_history *today, const pb_forecast *f)
{
    const int64_t day = (int64_t)f->grid.first - today->grid.first;
    const bool fits =
        day >= 0 && day < today->grid.n_days && today->grid.slot_min == f->grid.slot_min;
    return fits ? (int)day : -1;
}

/* The last slot of the day in which any queue had a contact; -1 = none. What stands after it, zeros
 * too, may be of slots that have not been yet. */
static int32_t last_known(const pb_history *today, int day)
{
    int32_t last = -1;
    for (int32_t q = 0; q < today->n_queues; q++) {
        const double *y =
            today->contacts + (size_t)q * (size_t)today->grid.n_slots + today->grid.day_slot[day];
        for (int32_t i = 0; i < today->grid.day_slot[day + 1] - today->grid.day_slot[day]; i++)
            if (y[i] > 0 && i > last)
                last = i;
    }
    return last;
}

static const double *today_of(const pb_history *today, int day, const char *queue)
{
    for (int32_t q = 0; q < today->n_queues; q++)
        if (strcmp(today->queues[q], queue) == 0)
            return today->contacts + (size_t)q * (size_t)today->grid.n_slots +
                   today->grid.day_slot[day];
    return NULL;
}

/* Adds up today so far; marks the clock slots that are known. */
static void take_today(const pb_forecast *f, int32_t queue, const double *y, int32_t last,
                       uint8_t *ret_known, pb_intraday_note *note)
{
    const size_t at = (size_t)queue * (size_t)f->grid.n_slots;
    for (int32_t i = 0; i <= last; i++) {
        if (isnan(y[i]))
            continue;
        ret_known[pb_grid_minute(&f->grid, i) / f->grid.slot_min] = 1;
        note->seen += y[i];
        note->expected += f->contacts[at + (size_t)i];
    }
    note->known_to_min = pb_grid_minute(&f->grid, last) + f->grid.slot_min;
}

/* Writes the seen slots and the corrected rest. q NULL: the queue has no past, nothing is carried.
 */
static void correct(const pb_fc_queue_forecast *q, const pb_forecast *f, int32_t queue,
                    const double *y, int32_t last, copy *c, pb_intraday_note *note)
{
    const size_t at = (size_t)queue * (size_t)f->grid.n_slots;
    uint8_t known[288] = {0};
    double var = 0;
    take_today(f, queue, y, last, known, note);
    note->lasts = q ? learn_share(q, known, &var) : 0;
    if (q && note->expected > 0)
        note->factor =
            1 + note->lasts * (surprise(note->seen, note->expected, q->spread.day_var[0]) - 1);
    for (int32_t i = 0; i < f->grid.day_slot[1]; i++) {
        const size_t k = at + (size_t)i;
        const bool told = i <= last && !isnan(y[i]);
        double bounds[PB_FC_BOUNDS] = {0};
        c->contacts[k] = told ? y[i] : f->contacts[k] * note->factor;
        if (q && !told)
            pb_fc_spread_slot(&q->spread, c->contacts[k], 1, var - q->spread.day_var[0], bounds);
        for (int b = 0; b < PB_FC_BOUNDS; b++)
            c->bound[b][k] = told ? y[i] : bounds[b];
        if (c->abandoned && f->contacts[k] > 0)
            c->abandoned[k] *= c->contacts[k] / f->contacts[k];
    }
    if (q)
        c->day_cv[(size_t)queue * (size_t)f->grid.n_days] = sqrt(var);
}

static pb_status correct_queue(pb_arena *work, const pb_history *h, const pb_calendar *cal,
                               const pb_queues *queues, int32_t queue, const pb_history *today,
                               const pb_forecast_options *opt, const pb_fc_fit *group,
                               const pb_forecast *f, copy *c, pb_intraday_note *note)
{
    *note = (pb_intraday_note){0, 0, 0, 0, 1};
    const int day = today_index(today, f);
    const int32_t last = day >= 0 ? last_known(today, day) : -1;
    const double *y = day >= 0 ? today_of(today, day, f->queues[queue]) : NULL;
    if (!y || last < 0)
        return PB_OK;
    const int32_t id = queues ? pb_queue_find(queues, h->queues[queue]) : -1;
    const pb_fc_switches off = pb_fc_switches_of(opt);
    pb_fc_queue_forecast *q = PB_NEW(work, pb_fc_queue_forecast);
    if (!q)
        return PB_ERR_NOMEM;
    pb_status st = pb_fc_gather(work, h, queue, cal, id, id >= 0 ? &queues->at[id].hours : NULL,
                                f->grid.first, 1, &q->gathered);
    const bool past = st == PB_OK && q->gathered.days.n_past > 0 && !q->gathered.ended;
    if (past)
        st = pb_fc_queue_learn(work, &off, group, q);
    if (st == PB_OK)
        correct(past ? q : NULL, f, queue, y, last, c, note);
    return st;
}

pb_status pb_forecast_intraday(pb_arena *a, const pb_history *h, const pb_calendar *cal,
                               const pb_queues *queues, const pb_history *today,
                               const pb_forecast_options *opt, pb_forecast *f,
                               pb_intraday_note *ret_notes)
{
    copy c;
    pb_status st = copy_forecast(a, f, &c);
    pb_arena *work = pb_arena_new(pb_arena_allocator(a));
    const pb_fc_fit *group = NULL;
    if (!work && st == PB_OK)
        st = PB_ERR_NOMEM;
    pb_arena *team = st == PB_OK ? pb_arena_new(pb_arena_allocator(a)) : NULL;
    if (st == PB_OK)
        st = team ? pb_fc_group_learn(team, h, cal, f->grid.first, 1, opt, &group) : PB_ERR_NOMEM;
    for (int32_t q = 0; q < f->n_queues && st == PB_OK; q++) {
        pb_arena_reset(work);
        st = correct_queue(work, h, cal, queues, q, today, opt, group, f, &c, &ret_notes[q]);
    }
    pb_arena_free(work);
    pb_arena_free(team);
    if (st != PB_OK)
        return st;
    f->contacts = c.contacts;
    f->low80 = c.bound[0];
    f->high80 = c.bound[1];
    f->low95 = c.bound[2];
    f->high95 = c.bound[3];
    f->abandoned = c.abandoned;
    f->day_cv = c.day_cv;
    return PB_OK;
}
