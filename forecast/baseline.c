/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "forecast/baseline.h"

#include <math.h>

/* The day's slot at that clock reading; -1 = it has none. */
static int32_t slot_at(const pb_grid *g, int day, int minute)
{
    const int32_t first = g->day_slot[day], end = g->day_slot[day + 1];
    const int32_t guess = first + minute / g->slot_min;
    if (guess < end && pb_grid_minute(g, guess) == minute)
        return guess;
    for (int32_t i = first; i < end; i++)
        if (pb_grid_minute(g, i) == minute)
            return i;
    return -1;
}

double pb_fc_same_weekday(const pb_grid *g, const double *series, int day, int minute, int origin,
                          int weeks)
{
    double sum = 0;
    int k = 0;
    const int oldest = day - 7 * (4 * weeks + 4);
    for (int t = day - 7; t >= 0 && t >= oldest && k < weeks; t -= 7) {
        const int32_t i = t < origin ? slot_at(g, t, minute) : -1;
        if (i < 0 || isnan(series[i]))
            continue;
        sum += series[i];
        k++;
    }
    return k ? sum / k : 0;
}

double pb_fc_poisson_deviation(double m)
{
    if (m <= 0)
        return 0;
    const double k = floor(m);
    return 2 * exp((k + 1) * log(m) - m - lgamma(k + 1));
}
