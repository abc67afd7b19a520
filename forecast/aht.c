/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "forecast/aht.h"

#include <math.h>
#include <string.h>

enum { LOOK_BACK_DAYS = 550 };

/* What is averaged: value × weight summed over weight, by how old it is. */
typedef struct rate {
    bool (*reading)(const pb_history *h, size_t at, double *ret_value, double *ret_weight);
    double half_life_days;
    double few;        /* contacts; values of slots with fewer are cut to the usual range */
    double slot_prior; /* contacts that draw a slot's factor to 1 */
    double weekday_prior;
} rate;

typedef struct sums {
    double weight, value;
} sums;

/* One slot's handle time and the contacts behind it; false where it tells nothing. */
static bool read_aht(const pb_history *h, size_t at, double *ret_aht, double *ret_handled)
{
    const double aht = h->aht_s[at];
    double handled = h->handled ? h->handled[at] : NAN;
    if (isnan(handled))
        handled = h->contacts[at];
    *ret_aht = aht;
    *ret_handled = handled;
    return aht > 0 && handled > 0;
}

/* One slot's share of contacts that gave up, and its contacts. */
static bool read_abandoned(const pb_history *h, size_t at, double *ret_share, double *ret_contacts)
{
    const double gave_up = h->abandoned[at], n = h->contacts[at];
    *ret_share = gave_up < n ? gave_up / n : 1;
    *ret_contacts = n;
    return n > 0 && gave_up >= 0;
}

static const rate handle_time = {read_aht, 182, 5, 100, 300};
static const rate abandonment = {read_abandoned, 56, 0, 100, 300};

/* Adds up all readings with their age's weight. usual > 0: values of slots of few contacts are cut
 * to a quarter … four times of it. by_slot (may be NULL): [n], by_weekday [7]. */
static sums add_up(const rate *r, const pb_history *h, int32_t queue, int from_day, int to_day,
                   double usual, sums *by_slot, sums *by_weekday)
{
    sums all = {0, 0};
    for (int day = from_day; day < to_day; day++) {
        const double age = exp2((day - to_day) / r->half_life_days);
        const int weekday = pb_date_weekday(h->grid.first + day);
        for (int32_t i = h->grid.day_slot[day]; i < h->grid.day_slot[day + 1]; i++) {
            double value, n;
            if (!r->reading(h, (size_t)queue * (size_t)h->grid.n_slots + (size_t)i, &value, &n))
                continue;
            if (usual > 0 && n < r->few)
                value = fmin(fmax(value, usual / 4), usual * 4);
            all.weight += age * n;
            all.value += age * n * value;
            if (!by_slot)
                continue;
            sums *const s = &by_slot[pb_grid_minute(&h->grid, i) / h->grid.slot_min];
            s->weight += age * n;
            s->value += age * n * value;
            by_weekday[weekday].weight += age * n;
            by_weekday[weekday].value += age * n * value;
        }
    }
    return all;
}

/* By weekday and clock slot: ret[7 * n]; false, and ret untouched, where nothing is known. */
static bool average(const rate *r, const pb_history *h, int32_t queue, pb_date from, double *work,
                    double *ret)
{
    const int n = PB_MIN_PER_DAY / h->grid.slot_min;
    const int64_t before = (int64_t)from - h->grid.first;
    const int to = before < 0 ? 0 : before > h->grid.n_days ? h->grid.n_days : (int)before;
    const int start = to > LOOK_BACK_DAYS ? to - LOOK_BACK_DAYS : 0;
    const sums rough = add_up(r, h, queue, start, to, 0, NULL, NULL);
    if (rough.weight <= 0 || rough.value <= 0)
        return false;
    sums by_weekday[7] = {{0, 0}}, *const by_slot = (sums *)work;
    memset(work, 0, 2 * (size_t)n * sizeof *work);
    const sums all =
        add_up(r, h, queue, start, to, rough.value / rough.weight, by_slot, by_weekday);
    const double usual = all.value / all.weight;
    for (int w = 0; w < 7; w++) {
        const double day = (by_weekday[w].value + r->weekday_prior * usual) /
                           (by_weekday[w].weight + r->weekday_prior) / usual;
        for (int s = 0; s < n; s++)
            ret[w * n + s] = (by_slot[s].value + r->slot_prior * usual) /
                             (by_slot[s].weight + r->slot_prior) * day;
    }
    return true;
}

void pb_fc_aht(const pb_history *h, int32_t queue, pb_date from, double otherwise_s, double *work,
               double *ret_s)
{
    const int n = PB_MIN_PER_DAY / h->grid.slot_min;
    for (int i = 0; i < 7 * n; i++)
        ret_s[i] = otherwise_s;
    if (h->aht_s)
        (void)average(&handle_time, h, queue, from, work, ret_s);
}

void pb_fc_abandoned(const pb_history *h, int32_t queue, pb_date from, double *work,
                     double *ret_share)
{
    const int n = PB_MIN_PER_DAY / h->grid.slot_min;
    for (int i = 0; i < 7 * n; i++)
        ret_share[i] = NAN;
    if (h->abandoned)
        (void)average(&abandonment, h, queue, from, work, ret_share);
    for (int i = 0; i < 7 * n; i++)
        ret_share[i] = ret_share[i] > 1 ? 1 : ret_share[i];
}
