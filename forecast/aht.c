/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "forecast/aht.h"

#include <math.h>
#include <string.h>

enum { LOOK_BACK_DAYS = 550 };
static const double half_life_days = 182;
static const double few = 5;          /* contacts; slots with fewer are cut to the usual range */
static const double slot_prior = 100; /* contacts that draw a slot's factor to 1 */
static const double weekday_prior = 300;

typedef struct sums {
    double handled, seconds;
} sums;

/* One slot's handle time and the contacts behind it; false where it tells nothing. */
static bool reading(const pb_history *h, size_t at, double *ret_aht, double *ret_handled)
{
    const double aht = h->aht_s[at];
    double handled = h->handled ? h->handled[at] : NAN;
    if (isnan(handled))
        handled = h->contacts[at];
    *ret_aht = aht;
    *ret_handled = handled;
    return aht > 0 && handled > 0;
}

/* Adds up all readings with their age's weight. by_slot[n] and by_weekday[7] may be NULL. usual >
 * 0: slots of few contacts are cut to a quarter … four times of it. */
static sums add_up(const pb_history *h, int32_t queue, int from_day, int to_day, double usual,
                   double *slot_handled, double *slot_seconds, sums by_weekday[7])
{
    sums all = {0, 0};
    for (int day = from_day; day < to_day; day++) {
        const double w = exp2((day - to_day) / half_life_days);
        const int weekday = pb_date_weekday(h->grid.first + day);
        for (int32_t i = h->grid.day_slot[day]; i < h->grid.day_slot[day + 1]; i++) {
            double aht, n;
            if (!reading(h, (size_t)queue * (size_t)h->grid.n_slots + (size_t)i, &aht, &n))
                continue;
            if (usual > 0 && n < few)
                aht = fmin(fmax(aht, usual / 4), usual * 4);
            const int s = pb_grid_minute(&h->grid, i) / h->grid.slot_min;
            all.handled += w * n;
            all.seconds += w * n * aht;
            if (!slot_handled)
                continue;
            slot_handled[s] += w * n;
            slot_seconds[s] += w * n * aht;
            by_weekday[weekday].handled += w * n;
            by_weekday[weekday].seconds += w * n * aht;
        }
    }
    return all;
}

void pb_fc_aht(const pb_history *h, int32_t queue, pb_date from, double otherwise_s, double *work,
               double *ret_s)
{
    const int n = PB_MIN_PER_DAY / h->grid.slot_min;
    for (int i = 0; i < 7 * n; i++)
        ret_s[i] = otherwise_s;
    if (!h->aht_s)
        return;
    const int64_t before = (int64_t)from - h->grid.first;
    const int to = before < 0 ? 0 : before > h->grid.n_days ? h->grid.n_days : (int)before;
    const int start = to > LOOK_BACK_DAYS ? to - LOOK_BACK_DAYS : 0;
    const sums rough = add_up(h, queue, start, to, 0, NULL, NULL, NULL);
    if (rough.handled <= 0)
        return;
    double *const slot_handled = work, *const slot_seconds = work + n;
    sums by_weekday[7] = {{0, 0}};
    memset(work, 0, 2 * (size_t)n * sizeof *work);
    const sums all = add_up(h, queue, start, to, rough.seconds / rough.handled, slot_handled,
                            slot_seconds, by_weekday);
    const double usual = all.seconds / all.handled;
    for (int w = 0; w < 7; w++) {
        const double day = (by_weekday[w].seconds + weekday_prior * usual) /
                           (by_weekday[w].handled + weekday_prior) / usual;
        for (int s = 0; s < n; s++)
            ret_s[w * n + s] =
                (slot_seconds[s] + slot_prior * usual) / (slot_handled[s] + slot_prior) * day;
    }
}
