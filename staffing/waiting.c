/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "staffing/waiting.h"

#include "staffing/palm.h"

bool pb_waits_for_ever(double patience_s)
{
    return !(patience_s < 1e15); /* also NAN */
}

/* 1/C = 1 + y (s - λ)/λ; the wait of those who wait is exponential with rate s - λ. */
static void for_ever(const pb_waiting_room *w, pb_service_wide *r)
{
    const pb_wide one = {1, 0};
    double spare = -w->excess_per_s, k = spare * w->within_s;
    pb_wide y = pb_wide_times(w->idle, spare / w->arrivals_per_s);
    pb_wide total = pb_wide_add(one, y);
    r->p_wait = pb_wide_div(one, total);
    r->p_no_wait = pb_wide_div(y, total);
    r->missed = pb_wide_mul(r->p_wait, pb_wide_exp(-k));
    r->service_level = pb_wide_add(r->p_no_wait, pb_wide_times(r->p_wait, -expm1(-k)));
    r->sl_short_out = r->sl_answered = r->within_if_patient = r->service_level;
    r->answer_rate = one;
    r->p_abandon = (pb_wide){0, 0};
    r->wait_s = r->asa_s = pb_wide_times(r->p_wait, 1 / spare);
}

/* (idle + η waiting) / total */
static pb_wide share(pb_wide idle, pb_wide waiting, double eta, pb_wide total)
{
    return pb_wide_div(pb_wide_add(idle, pb_wide_times(waiting, eta)), total);
}

/* P(W > 0) = λJ/(y + λJ) and its like; every share is a sum of positive terms. */
static void for_a_while(const pb_waiting_room *w, pb_service_wide *r)
{
    const pb_wide none = {0, 0};
    double eta = w->arrivals_per_s * w->patience_s;
    pb_palm_case k = {eta, w->services_per_s * w->patience_s, w->excess_per_s * w->patience_s,
                      w->within_s / w->patience_s};
    pb_palm p = pb_palm_integrals(&k);
    pb_wide y = pb_wide_mul(w->idle, p.unit);
    pb_wide all = pb_wide_add(p.early.all, p.late.all);
    pb_wide total = pb_wide_add(y, pb_wide_times(all, eta));
    r->p_no_wait = pb_wide_div(y, total);
    r->p_wait = share(none, all, eta, total);
    r->service_level = share(y, p.early.served, eta, total);
    r->missed = share(none, pb_wide_add(p.early.left, p.late.all), eta, total);
    r->within_if_patient = share(y, p.early.all, eta, total);
    r->answer_rate = share(y, pb_wide_add(p.early.served, p.late.served), eta, total);
    r->p_abandon = share(none, pb_wide_add(p.early.left, p.late.left), eta, total);
    r->wait_s = pb_wide_times(r->p_abandon, w->patience_s); /* P(ab) = E[W]/patience */
    pb_wide moment = share(none, pb_wide_add(p.early.moment, p.late.moment), eta, total);
    r->asa_s = pb_wide_div(pb_wide_times(moment, w->patience_s), r->answer_rate);
    pb_wide still = pb_wide_mul(share(none, p.late.all, eta, total), pb_wide_exp(-k.tau));
    r->sl_short_out = pb_wide_div(r->service_level, pb_wide_add(still, r->service_level));
    r->sl_answered = pb_wide_div(r->service_level, r->answer_rate);
}

void pb_waiting_solve(const pb_waiting_room *w, pb_service_wide *ret)
{
    if (pb_waits_for_ever(w->patience_s))
        for_ever(w, ret);
    else
        for_a_while(w, ret);
    ret->queue = pb_wide_times(ret->wait_s, w->arrivals_per_s); /* Little */
}
