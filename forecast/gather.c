/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "forecast/gather.h"

#include "forecast/special.h"

enum { ENDED_DAYS = 14, BEYOND = 4 /* days after the last one: is it the eve of a holiday? */ };

/* The history's days that hold something: [*ret_first, *ret_last] of its grid, before day `end`. */
static bool find_span(const pb_history *h, const double *y, int end, int *ret_first, int *ret_last)
{
    int first = -1, last = -1;
    for (int day = 0; day < end; day++) {
        bool known = false, some = false;
        for (int32_t i = h->grid.day_slot[day]; i < h->grid.day_slot[day + 1]; i++) {
            known = known || !isnan(y[i]);
            some = some || y[i] > 0;
        }
        if (some && first < 0)
            first = day; /* zeros before the first contact: the queue had not opened */
        if (known)
            last = day;
    }
    *ret_first = first;
    *ret_last = last;
    return first >= 0;
}

/* One day's slots by the clock: means of readings that come twice, NAN where nothing is known. */
static void by_clock(const pb_history *h, const double *y, int day, int n_slots, double *ret)
{
    const int32_t first = h->grid.day_slot[day], end = h->grid.day_slot[day + 1];
    double count[288] = {0};
    for (int s = 0; s < n_slots && end - first == n_slots; s++) /* no clock change */
        ret[s] = y[first + s] < 0 ? 0 : y[first + s];
    if (end - first == n_slots)
        return;
    for (int s = 0; s < n_slots; s++)
        ret[s] = 0;
    for (int32_t i = first; i < end; i++) {
        const int s = pb_grid_minute(&h->grid, i) / h->grid.slot_min;
        if (isnan(y[i]) || s < 0 || s >= n_slots)
            continue;
        ret[s] += y[i] > 0 ? y[i] : 0;
        count[s]++;
    }
    for (int s = 0; s < n_slots; s++)
        ret[s] = count[s] > 0 ? ret[s] / count[s] : NAN;
}

static void mark_open(const pb_fc_days *d, const pb_hours *hours, int slot_min, uint8_t *ret)
{
    const int n = d->n_slots;
    for (int t = 0; t < d->n_past + d->n_ahead; t++) {
        const bool shut = d->labels[t].kind == PB_FC_CLOSED;
        /* opening hours go by the real weekday; a make-up workday opens like the day it acts as */
        const int weekday = d->labels[t].kind == PB_FC_MAKEUP ? d->labels[t].weekday
                                                              : pb_date_weekday(d->first + t);
        for (int s = 0; s < n; s++)
            ret[(size_t)t * (size_t)n + (size_t)s] =
                !shut && (!hours || pb_hours_open(hours, weekday, s * slot_min));
    }
}

/* Opening hours say nothing of the past: shut slots become 0, so that they are never expected. */
static void shut_past(const pb_fc_days *d, double *contacts)
{
    const size_t cells = (size_t)d->n_past * (size_t)d->n_slots;
    for (size_t i = 0; i < cells; i++)
        if (!d->open[i])
            contacts[i] = 0;
}

/* Day totals of what is known, NAN for unknown days; true when the newest days are all known zeros.
 */
static bool total_days(const pb_fc_days *d, double *ret)
{
    const size_t n = (size_t)d->n_slots;
    int quiet = 0;
    for (int t = 0; t < d->n_past; t++) {
        double sum = 0;
        bool known = false;
        for (size_t s = 0; s < n; s++) {
            const double y = d->contacts[(size_t)t * n + s];
            known = known || !isnan(y);
            sum += isnan(y) ? 0 : y;
        }
        ret[t] = known ? sum : NAN;
        quiet = !known ? quiet : sum > 0 ? 0 : quiet + 1;
    }
    return quiet >= ENDED_DAYS;
}

pb_status pb_fc_gather(pb_arena *a, const pb_history *h, int32_t queue, const pb_calendar *cal,
                       int32_t cal_queue, const pb_hours *hours, pb_date from, int n_ahead,
                       pb_fc_gathered *ret)
{
    pb_fc_gathered g = {.days = {.n_slots = PB_MIN_PER_DAY / h->grid.slot_min}};
    const double *y = h->contacts + (size_t)queue * (size_t)h->grid.n_slots;
    const int64_t before = (int64_t)from - h->grid.first;
    const int end = before < 0 ? 0 : before > h->grid.n_days ? h->grid.n_days : (int)before;
    int first, last;
    if (!find_span(h, y, end, &first, &last)) {
        *ret = g;
        return PB_OK;
    }
    if (last - first + 1 > PB_FC_LOOK_BACK_DAYS)
        first = last - PB_FC_LOOK_BACK_DAYS + 1;
    pb_fc_days *d = &g.days;
    d->first = h->grid.first + first;
    d->n_past = last - first + 1;
    g.gap = (int)(from - (d->first + d->n_past));
    d->n_ahead = g.gap + n_ahead;
    const size_t n = (size_t)d->n_slots, all = (size_t)d->n_past + (size_t)d->n_ahead;
    double *contacts = PB_NEW_ARRAY(a, (size_t)d->n_past * n, double);
    double *totals = PB_NEW_ARRAY(a, (size_t)d->n_past, double);
    uint8_t *open = PB_NEW_ARRAY(a, all * n, uint8_t);
    pb_fc_label *labels = PB_NEW_ARRAY(a, all + BEYOND, pb_fc_label);
    if (!contacts || !totals || !open || !labels)
        return PB_ERR_NOMEM;
    for (int t = 0; t < d->n_past; t++)
        by_clock(h, y, first + t, d->n_slots, contacts + (size_t)t * n);
    d->contacts = contacts;
    d->labels = labels;
    d->open = open;
    g.ended = total_days(d, totals);
    pb_fc_rest_weekdays(d->first, totals, d->n_past, g.rest);
    const pb_status st =
        pb_fc_label_days(a, cal, cal_queue, d->first, d->n_past + d->n_ahead + BEYOND, g.rest,
                         labels, &d->n_names, &g.names);
    if (st != PB_OK)
        return st;
    mark_open(d, hours, h->grid.slot_min, open);
    shut_past(d, contacts);
    *ret = g;
    return PB_OK;
}
