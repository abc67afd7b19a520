/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "staffing/erlang.h"

#include "staffing/waiting.h"

#define PB_LOAD_MAX  1e6
#define PB_LOAD_ZERO 1e-100

/*
 * y(n) = 1/B(n) obeys y(n) = 1 + y(n-1) n/A, all positive. An error made at n0 < A has shrunk by
 * ∏ i/A when n is reached, so the recursion starts only some 9 √A below min(n, A): from a rough
 * y(n0) = 1/(1 - n0/A), whose error is forgotten below 1e-19.
 */
static int32_t first_step(double a, int32_t n)
{
    double top = n < a ? n : a;
    if (top < 100)
        return 0;
    double lean = log(a / top);
    double back = top * (sqrt(lean * lean + 2 * 46 / top) - lean) + 2;
    return back >= top ? 0 : (int32_t)(top - back);
}

/* Brings y >= 2^256 back into the range of a pb_wide. */
static void rescale(double *y, int *e)
{
    pb_wide w = pb_wide_norm(*y, *e);
    w = pb_wide_norm(w.m, w.e);
    *y = w.m;
    *e = w.e;
}

/* Four steps at a time, y(n+4) = c0 + c1 y(n): only one multiplication and one addition wait for the
 * step before. For load >= 1, where four ratios multiply to 1e20 at most. */
static int32_t stride(double a, int32_t n, int32_t agents, double *y, int *e)
{
    for (; n + 4 <= agents; n += 4) {
        double r1 = (n + 1) / a, r2 = (n + 2) / a, r3 = (n + 3) / a, r4 = (n + 4) / a;
        double c1 = r4 * (r3 * (r2 * r1)), c0 = 1 + r4 * (1 + r3 * (1 + r2));
        *y = (*e == 0 ? c0 : 0) + c1 * *y;
        if (*y >= PB_WIDE_UP)
            rescale(y, e);
    }
    return n;
}

pb_wide pb_erlang_b_inverse(double load_erl, int32_t agents)
{
    double a = load_erl;
    int32_t n = first_step(a, agents);
    double y = n > 0 ? a / (a - n) : 1;
    int e = 0;
    if (a >= 1)
        n = stride(a, n, agents, &y, &e);
    while (n < agents) {
        n++;
        y = (e == 0 ? 1 : 0) + y * (n / a);
        if (y >= PB_WIDE_UP) /* may rise by 1e105 a step */
            rescale(&y, &e);
    }
    return (pb_wide){y, e};
}

bool pb_load_ok(const pb_load *l)
{
    if (!(l->load_erl >= 0 && l->load_erl <= PB_LOAD_MAX && l->aht_s > 0 && isfinite(l->aht_s)))
        return false;
    return !(l->patience_s <= 0) && !(l->within_s < 0) && !isinf(l->within_s);
}

pb_status pb_erlang_b_wide(double load_erl, int32_t agents, pb_wide *ret_blocked)
{
    if (!(load_erl >= 0 && load_erl <= PB_LOAD_MAX) || agents < 0 || agents > PB_MAX_AGENTS)
        return PB_ERR_DOMAIN;
    if (load_erl < PB_LOAD_ZERO)
        *ret_blocked = (pb_wide){agents == 0, 0};
    else
        *ret_blocked = pb_wide_div((pb_wide){1, 0}, pb_erlang_b_inverse(load_erl, agents));
    return PB_OK;
}

pb_status pb_erlang_b(double load_erl, int32_t agents, double *ret_blocked)
{
    pb_wide b;
    pb_status status = pb_erlang_b_wide(load_erl, agents, &b);
    if (status == PB_OK)
        *ret_blocked = pb_wide_double(b);
    return status;
}

/* Erlang (1917) in terms of y = 1/B(N-1): 1/C = 1 + y (N-A)/A; Erlang A: see staffing/waiting.h. */
static void solve(const pb_load *l, int32_t agents, double within_s, pb_service_wide *r)
{
    pb_waiting_room w = {
        .idle = pb_erlang_b_inverse(l->load_erl, agents - 1),
        .arrivals_per_s = l->load_erl / l->aht_s, .services_per_s = agents / l->aht_s,
        .excess_per_s = (l->load_erl - agents + l->rest_erl) / l->aht_s,
        .patience_s = l->patience_s, .within_s = within_s};
    pb_waiting_solve(&w, r);
    r->occupancy = pb_wide_times(r->answer_rate, l->load_erl / agents);
}

pb_status pb_erlang_wide(const pb_load *l, int32_t agents, pb_service_wide *ret)
{
    if (!pb_load_ok(l) || agents < 1 || agents > PB_MAX_AGENTS)
        return PB_ERR_DOMAIN;
    double within_s = l->within_s > 0 ? l->within_s : 0;
    pb_service_wide r = {0};
    if (l->load_erl < PB_LOAD_ZERO) {
        const pb_wide one = {1, 0};
        r.p_no_wait = r.service_level = r.sl_short_out = r.sl_answered = one;
        r.within_if_patient = r.answer_rate = one;
    } else if (l->load_erl < agents || !pb_waits_for_ever(l->patience_s)) {
        solve(l, agents, within_s, &r);
    } else {
        return PB_ERR_DOMAIN;
    }
    *ret = r;
    return PB_OK;
}

pb_status pb_erlang(const pb_load *l, int32_t agents, pb_service *ret)
{
    pb_service_wide w;
    pb_status status = pb_erlang_wide(l, agents, &w);
    if (status == PB_OK) {
        *ret = pb_service_narrow(&w);
        return PB_OK;
    }
    if (!pb_load_ok(l) || agents < 1 || agents > PB_MAX_AGENTS)
        return status;
    *ret = pb_service_unstable();
    return PB_OK;
}
