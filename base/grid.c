/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/grid.h"

enum { MAX_DAYS = 36600 };

pb_status pb_grid_make(pb_arena *a, const pb_zone *zone, pb_date first, int n_days, int slot_min,
                       pb_grid *ret)
{
    if (n_days < 0 || n_days > MAX_DAYS || slot_min < 5 || slot_min > 60 || 60 % slot_min ||
        first < PB_DATE_MIN || first > PB_DATE_MAX - n_days + 1)
        return PB_ERR_DOMAIN;
    int32_t *day_slot = PB_NEW_ARRAY(a, (size_t)n_days + 1, int32_t);
    int64_t *day_utc_s = PB_NEW_ARRAY(a, (size_t)n_days + 1, int64_t);
    if (!day_slot || !day_utc_s)
        return PB_ERR_NOMEM;
    const int64_t slot_s = (int64_t)slot_min * 60;
    day_utc_s[0] = pb_zone_utc_simple(zone, first, 0);
    for (int d = 0; d < n_days; d++) {
        day_utc_s[d + 1] = pb_zone_utc_simple(zone, first + d + 1, 0);
        int64_t length_s = day_utc_s[d + 1] - day_utc_s[d];
        day_slot[d + 1] = day_slot[d] + (int32_t)((length_s + slot_s - 1) / slot_s);
    }
    *ret = (pb_grid){.zone = zone,
                     .first = first,
                     .n_days = n_days,
                     .slot_min = slot_min,
                     .n_slots = day_slot[n_days],
                     .day_slot = day_slot,
                     .day_utc_s = day_utc_s};
    return PB_OK;
}

/* The last day that begins at or before the slot; a day that a zone left out holds none. */
int32_t pb_grid_day(const pb_grid *g, int32_t slot)
{
    int32_t low = 0, high = g->n_days;
    while (high - low > 1) {
        int32_t middle = low + (high - low) / 2;
        if (g->day_slot[middle] <= slot)
            low = middle;
        else
            high = middle;
    }
    return low;
}

int64_t pb_grid_start_s(const pb_grid *g, int32_t slot)
{
    if (slot >= g->n_slots)
        return g->day_utc_s[g->n_days];
    int32_t day = pb_grid_day(g, slot);
    return g->day_utc_s[day] + (int64_t)(slot - g->day_slot[day]) * g->slot_min * 60;
}

int32_t pb_grid_slot_s(const pb_grid *g, int32_t slot)
{
    int32_t day = pb_grid_day(g, slot);
    int64_t left = g->day_utc_s[day + 1] - pb_grid_start_s(g, slot);
    int32_t whole = g->slot_min * 60;
    return left < whole ? (int32_t)left : whole;
}

int32_t pb_grid_find(const pb_grid *g, int64_t utc_s)
{
    if (utc_s < g->day_utc_s[0])
        return -1;
    if (utc_s >= g->day_utc_s[g->n_days])
        return g->n_slots;
    int32_t low = 0, high = g->n_days;
    while (high - low > 1) {
        int32_t middle = low + (high - low) / 2;
        if (g->day_utc_s[middle] <= utc_s)
            low = middle;
        else
            high = middle;
    }
    return g->day_slot[low] + (int32_t)((utc_s - g->day_utc_s[low]) / ((int64_t)g->slot_min * 60));
}

int pb_grid_minute(const pb_grid *g, int32_t slot)
{
    pb_date date;
    int second;
    pb_zone_local(g->zone, pb_grid_start_s(g, slot), &date, &second);
    return second / 60;
}
