/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Deferred work in the programme. A slot in which the other queues lack people leaves nothing over; here, where
 * lateness has a price, it may leave something over at the price of a greater lack, so that the programme
 * can be cheaper than the roster, never dearer: a bound stays a bound. Where lateness is forbidden the
 * cover rows tell both apart (mip_cover.c).
 */
#include "planner/mip.h"

#include <math.h>

static void slot_of(pb_mip *m, const pb_work *w, int32_t t, int32_t done, int32_t before)
{
    const pb_instance *in = m->in;

    for (int32_t i = 0; i < w->n_rows; i++) {
        int32_t row = pb_mip_row(m, -INFINITY, 0);
        pb_mip_add(m, row, done, 1);
        pb_mip_add(m, row, before, -1);
        pb_mip_add(m, row, m->spare[(int64_t)w->rows[i] * in->grid.n_slots + t], -(double)w->share[t] / 1e6);
    }
}

void pb_mip_work(pb_mip *m)
{
    const pb_instance *in = m->in;

    for (int32_t k = 0; k < in->n_work; k++) {
        const pb_work *w = &in->work[k];
        int32_t before = -1;
        for (int32_t day = 0; day < in->n_days; day++) {
            int32_t late = pb_mip_violation(m, w->hard, w->price, 60, INFINITY);
            for (int32_t t = in->grid.day_slot[day]; t < in->grid.day_slot[day + 1]; t++) {
                int32_t done = pb_mip_col(m, 0, 0, (double)w->arrived[t] / 1e6, false), row;
                slot_of(m, w, t, done, before);
                before = done;
                row = pb_mip_row(m, (double)w->due[t] / 1e6, INFINITY);
                pb_mip_add(m, row, done, 1);
                pb_mip_add(m, row, late, 1);
            }
        }
    }
}
