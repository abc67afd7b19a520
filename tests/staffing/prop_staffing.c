/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Random parameter sets: prop_staffing [TRIALS]. Every quantity is a number in its range; service gets no
 * worse with one agent more or with less load; the limits hold. 20,000 sets by default; the slow test
 * runs a million.
 */
#include "staffing/erlang.h"

#include "support/prop.h"

#include <math.h>
#include <stdlib.h>

/* A choice spread evenly over orders of magnitude. */
static double wide_choice(struct choices *c, double lo, double hi)
{
    return exp(choose_real(c, log(lo), log(hi)));
}

static bool share(double v)
{
    return v >= 0 && v <= 1;
}

static const char *sane(const pb_service *s)
{
    const double shares[] = {s->p_wait, s->p_no_wait, s->service_level, s->missed, s->sl_short_out,
                             s->sl_answered, s->within_if_patient, s->answer_rate, s->p_abandon,
                             s->occupancy};
    for (size_t i = 0; i < sizeof shares / sizeof *shares; i++)
        if (!share(shares[i]))
            return "a share outside 0 to 1, or no number";
    if (!(s->wait_s >= 0) || !(s->asa_s >= 0) || !(s->queue >= 0))
        return "a time or length below 0, or no number";
    if (s->stable && (isinf(s->wait_s) || isinf(s->asa_s) || isinf(s->queue)))
        return "a stable queue with an endless wait";
    if (fabs(s->p_wait + s->p_no_wait - 1) > 1e-13 || fabs(s->service_level + s->missed - 1) > 1e-13 ||
        fabs(s->answer_rate + s->p_abandon - 1) > 1e-13)
        return "a share and its complement do not add up to 1";
    return NULL;
}

/* More agents or less load: not worse, rounding left aside. */
static const char *not_worse(const pb_service *better, const pb_service *worse)
{
    const double dust = 1e-11;
    if (better->p_wait > worse->p_wait * (1 + dust))
        return "waiting became likelier";
    if (better->missed > worse->missed * (1 + dust) && better->missed > 1e-300)
        return "the service level fell";
    if (better->p_abandon > worse->p_abandon * (1 + dust) && better->p_abandon > 1e-300)
        return "more gave up";
    if (better->wait_s > worse->wait_s * (1 + dust) && better->wait_s > 1e-300)
        return "the wait grew";
    if (better->asa_s > worse->asa_s * (1 + dust) && better->asa_s > 1e-300)
        return "the wait of the served grew";
    if (better->occupancy > worse->occupancy * (1 + dust) && better->occupancy > 1e-300)
        return "agents became busier";
    return NULL;
}

static const char *balances(const pb_load *l, int32_t n, const pb_service *s)
{
    double rho = l->load_erl / n;
    if (s->p_abandon < (l->load_erl - n) / l->load_erl * (1 - 1e-12)) /* exact where they are near */
        return "fewer gave up than agents can possibly leave unserved";
    double flow = l->load_erl / l->aht_s * s->p_abandon * l->patience_s;
    if (fabs(flow - s->queue) > 1e-10 * s->queue + 1e-300)
        return "abandonment is not queue length over patience";
    if (rho > 1.5 && n * (rho - 1) * (rho - 1) > 400 && n * l->patience_s > 400 * l->aht_s &&
        fabs(s->p_abandon - (1 - 1 / rho)) > 1e-6)
        return "overload is not fluid";
    return NULL;
}

static const char *limits(const pb_load *l, int32_t n)
{
    double rho = l->load_erl / n;
    pb_load same = *l, patient = *l, never = *l;
    pb_service a, b, c;
    same.patience_s = l->aht_s;
    patient.patience_s = 1e14;
    never.patience_s = NAN;
    if (pb_erlang(&same, n, &a) || pb_erlang(&patient, n, &b) || pb_erlang(&never, n, &c))
        return "refused a valid input";
    /* M/M/∞: P(all busy) = P(Poisson(A) >= n); mean in system A, so served + waiting fit */
    double in_system = l->load_erl * a.answer_rate + a.queue;
    if (fabs(in_system - l->load_erl) > 1e-10 * l->load_erl)
        return "patience = handle time is not M/M/infinity";
    if (c.stable && rho < 0.95 && (fabs(b.p_wait - c.p_wait) > 1e-6 * c.p_wait + 1e-300 ||
                                   fabs(b.asa_s - c.asa_s) > 1e-6 * c.asa_s + 1e-300))
        return "endless patience is not Erlang C";
    return NULL;
}

/* A load for n agents: mostly within a few square roots of n of them, else anywhere. */
static pb_load drawn_load(struct choices *c, int32_t n)
{
    double rho = wide_choice(c, 0.02, 20), aht = wide_choice(c, 1, 86400);
    double near = n + choose_real(c, -4, 4) * sqrt(n);
    pb_load l = {.load_erl = choose(c, 3) && near > 0 ? near : rho * n, .aht_s = aht};
    if (l.load_erl > 9e5)
        l.load_erl = 9e5;
    l.patience_s = choose(c, 5) ? wide_choice(c, 1, 1e9) : NAN;
    l.within_s = choose(c, 4) ? wide_choice(c, 0.1, 36000) : 0;
    return l;
}

static const char *holds(struct choices *c)
{
    int32_t n = (int32_t)wide_choice(c, 1, 99999.5);
    pb_load l = drawn_load(c, n);
    pb_load less = l;
    less.load_erl *= choose_real(c, 0.5, 0.999999);
    pb_service here, more, lighter;
    if (pb_erlang(&l, n, &here) || pb_erlang(&l, n + 1 <= PB_MAX_AGENTS ? n + 1 : n, &more) ||
        pb_erlang(&less, n, &lighter))
        return "refused a valid input";
    const char *wrong = sane(&here);
    if (!wrong)
        wrong = not_worse(&more, &here);
    if (!wrong)
        wrong = not_worse(&lighter, &here);
    if (!wrong && !isnan(l.patience_s))
        wrong = balances(&l, n, &here);
    return wrong || isnan(l.patience_s) ? wrong : limits(&l, n);
}

int main(int argc, char **argv)
{
    return prop_check("erlang", holds, 20261122, argc > 1 ? atoi(argv[1]) : 20000);
}
