/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The team's queues together: what one of them alone has too few contacts to show. */
#include "forecast/queue_forecast.h"

/* Contacts of all queues by slot; NAN where no queue knows the slot. */
static double *add_queues(pb_arena *a, const pb_history *h)
{
    const size_t n = (size_t)h->grid.n_slots;
    double *sum = PB_NEW_ARRAY(a, n, double);
    for (size_t i = 0; sum && i < n; i++) {
        sum[i] = NAN;
        for (size_t q = 0; q < (size_t)h->n_queues; q++) {
            const double y = h->contacts[q * n + i];
            if (!isnan(y))
                sum[i] = (isnan(sum[i]) ? 0 : sum[i]) + y;
        }
    }
    return sum;
}

pb_status pb_fc_group_learn(pb_arena *a, const pb_history *h, const pb_calendar *cal, pb_date from,
                            int n_ahead, const pb_forecast_options *opt, const pb_fc_fit **ret)
{
    *ret = NULL;
    if (h->n_queues < 2 || opt->without & PB_WITHOUT_POOLING)
        return PB_OK;
    static const char *const name[1] = {""};
    pb_fc_gathered *g = PB_NEW(a, pb_fc_gathered);
    pb_fc_fit *fit = PB_NEW(a, pb_fc_fit);
    const pb_history all = {.grid = h->grid,
                            .n_queues = 1,
                            .queues = name,
                            .contacts = add_queues(a, h),
                            .native_slot_min = h->native_slot_min};
    if (!g || !fit || !all.contacts)
        return PB_ERR_NOMEM;
    pb_status st = pb_fc_gather(a, &all, 0, cal, -1, NULL, from, n_ahead, g);
    if (st != PB_OK || g->days.n_past == 0)
        return st;
    const pb_fc_switches off = pb_fc_switches_of(opt);
    st = pb_fc_fit_make(a, &g->days, &off, g->rest, NULL, fit);
    if (st == PB_OK)
        *ret = fit;
    return st;
}
