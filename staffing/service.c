/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "staffing/service.h"

/* Rounding may lift a share above 1. */
static double top(pb_wide share)
{
    double v = pb_wide_double(share);
    return v < 1 ? v : 1;
}

pb_service pb_service_narrow(const pb_service_wide *w)
{
    return (pb_service){
        .p_wait = top(w->p_wait), .p_no_wait = top(w->p_no_wait),
        .service_level = top(w->service_level), .missed = top(w->missed),
        .sl_short_out = top(w->sl_short_out), .sl_answered = top(w->sl_answered),
        .within_if_patient = top(w->within_if_patient), .answer_rate = top(w->answer_rate),
        .p_abandon = top(w->p_abandon), .wait_s = pb_wide_double(w->wait_s),
        .asa_s = pb_wide_double(w->asa_s), .occupancy = top(w->occupancy),
        .queue = pb_wide_double(w->queue), .stable = true};
}

pb_service pb_service_unstable(void)
{
    return (pb_service){.p_wait = 1, .missed = 1, .answer_rate = 1, .wait_s = INFINITY,
                        .asa_s = INFINITY, .occupancy = 1, .queue = INFINITY};
}
