/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "staffing_world.h"

#include <string.h>

static const char *const names[WORLD_QUEUES] = {"a", "b", "c", "d"};

static void set_queue(pb_queue *q, int i)
{
    *q = (pb_queue){.id = names[i], .service_level = 0.8, .within_s = 20, .answer_rate = NAN,
                    .asa_s = NAN, .max_occupancy = NAN, .patience_s = 120, .concurrency = 1,
                    .aht_s = NAN, .deadline_h = NAN, .first_reply_s = NAN};
    if (i == 2) {
        q->channel = PB_CHAT;
        q->concurrency = 3;
    }
    if (i == 3) {
        q->channel = PB_DEFERRED;
        q->deadline_h = 6;
    }
    for (int d = 0; d < 7; d++) {
        q->hours.opens_min[d] = 8 * 60;
        q->hours.closes_min[d] = 20 * 60;
    }
}

bool world_make(world *w, pb_arena *a, int n_queues, int days, double load_erl, double aht_s)
{
    const pb_zone *utc;
    *w = (world){.arena = a};
    if (pb_zone_load(a, "UTC", &utc) != PB_OK ||
        pb_grid_make(a, utc, pb_date_from_ymd(2026, 11, 30), days, 30, &w->f.grid) != PB_OK)
        return false;
    size_t slots = (size_t)w->f.grid.n_slots, n = (size_t)n_queues * slots;
    w->f.n_queues = n_queues;
    w->f.queues = names;
    w->f.contacts = w->contacts = PB_NEW_ARRAY(a, n, double);
    w->f.aht_s = w->aht_s = PB_NEW_ARRAY(a, n, double);
    w->day_cv = PB_NEW_ARRAY(a, (size_t)n_queues * days, double);
    w->slot_cv = PB_NEW_ARRAY(a, (size_t)n_queues * days, double);
    if (!w->contacts || !w->aht_s || !w->day_cv || !w->slot_cv)
        return false;
    for (size_t i = 0; i < n; i++) {
        bool open = i % 48 >= 16 && i % 48 < 40;
        w->contacts[i] = open ? load_erl * 1800 / aht_s : 0;
        w->aht_s[i] = aht_s;
    }
    for (int i = 0; i < n_queues; i++)
        set_queue(&w->queue[i], i);
    w->queues = (pb_queues){.n = n_queues, .at = w->queue};
    return true;
}

pb_status world_requirement(const world *w, const pb_agents *agents, const pb_staffing_options *opt,
                            pb_requirement *ret, pb_diags *d)
{
    return pb_staffing_make(w->arena, &w->f, &w->queues, agents, NULL, opt, ret, d);
}

int32_t world_row(const pb_requirement *r, const char *name)
{
    for (int32_t i = 0; i < r->n_rows; i++)
        if (strcmp(r->names[i], name) == 0)
            return i;
    return -1;
}

double world_need(const pb_requirement *r, int32_t row, int32_t slot)
{
    return r->required[(size_t)row * r->grid.n_slots + slot];
}
