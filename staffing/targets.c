/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "staffing/targets.h"

#include <stddef.h>

/* Rounding must not ask for one agent more where a target is met exactly (21 Erlang / 30 = 0.7). */
#define PB_DUST 1e-12

pb_targets pb_targets_none(void)
{
    return (pb_targets){.service_level = NAN, .answer_rate = NAN, .asa_s = NAN,
                        .max_occupancy = NAN, .first_reply_s = NAN};
}

static bool share_ok(double v)
{
    return isnan(v) || (v > 0 && v <= 1);
}

bool pb_targets_ok(const pb_targets *t)
{
    return share_ok(t->service_level) && share_ok(t->answer_rate) && share_ok(t->max_occupancy) &&
           !(t->asa_s <= 0) && !(t->first_reply_s <= 0) && t->min_agents >= 0 && t->min_agents <= PB_MAX_AGENTS;
}

/* Comparisons with NAN are false: what is not promised is never broken. */
static bool below(double value, double target)
{
    return value < target - PB_DUST * fabs(target);
}

static bool above(double value, double limit)
{
    return value > limit + PB_DUST * fabs(limit);
}

static double level(const pb_targets *t, const pb_service *s)
{
    return t->sl_kind == PB_SL_SHORT_OUT  ? s->sl_short_out
           : t->sl_kind == PB_SL_ANSWERED ? s->sl_answered
                                          : s->service_level;
}

pb_reason pb_targets_broken(const pb_targets *t, const pb_service *s)
{
    if (below(level(t, s), t->service_level))
        return PB_REASON_SERVICE_LEVEL;
    if (below(s->answer_rate, t->answer_rate))
        return PB_REASON_ANSWER_RATE;
    if (above(s->asa_s, t->asa_s))
        return PB_REASON_ASA;
    if (above(s->occupancy, t->max_occupancy))
        return PB_REASON_OCCUPANCY;
    return s->stable ? PB_REASON_NONE : PB_REASON_STABILITY;
}

static double logit(double p)
{
    return log((p + 1e-18) / (1 - p + 1e-18));
}

static void worse(double *least, double margin)
{
    if (margin < *least)
        *least = margin;
}

/* Comparisons with NAN are false, so that what is not promised never counts. */
double pb_targets_margin(const pb_targets *t, const pb_service *s)
{
    double least = INFINITY;
    if (!s->stable)
        return NAN;
    if (t->service_level > 0)
        worse(&least, logit(level(t, s)) - logit(t->service_level));
    if (t->answer_rate > 0)
        worse(&least, log((1 - t->answer_rate + 1e-18) / (s->p_abandon + 1e-18)));
    if (t->asa_s > 0)
        worse(&least, log(t->asa_s / (s->asa_s + 1e-18)));
    if (t->max_occupancy > 0)
        worse(&least, 20 * (t->max_occupancy - s->occupancy));
    return least < INFINITY ? least : NAN;
}

/* A bracket: lo breaks `why` (or is 0), hi keeps everything (or is 0: not found yet). */
typedef struct pb_bracket {
    int32_t lo, hi;
    double lo_margin, hi_margin;
    pb_reason why;
} pb_bracket;

static pb_status try(const pb_model *m, int32_t n, pb_bracket *b)
{
    pb_reason broken = PB_REASON_NONE;
    double margin = NAN;
    pb_status status = m->judge(m->ctx, n, &broken, &margin);
    if (status != PB_OK)
        return status;
    if (broken == PB_REASON_NONE) {
        b->hi = n;
        b->hi_margin = margin;
    } else {
        b->lo = n;
        b->lo_margin = margin;
        b->why = broken;
    }
    return PB_OK;
}

/* From one known end to where the other is expected: by the margin, and at least `step`. */
static int32_t jump(const pb_model *m, const pb_bracket *b, bool up, int64_t step)
{
    double margin = fabs(up ? b->lo_margin : b->hi_margin);
    double aim = margin < 1e3 ? ceil(1.15 * margin * m->agents_per_margin) : 0; /* NAN: 0 */
    if (aim > (double)step)
        step = aim < PB_MAX_AGENTS ? (int64_t)aim : PB_MAX_AGENTS;
    int64_t next = up ? b->lo + step : b->hi - step;
    return next < 1 ? 1 : next > PB_MAX_AGENTS ? PB_MAX_AGENTS : (int32_t)next;
}

static pb_status bracket(const pb_model *m, int32_t guess, pb_bracket *b)
{
    int32_t n = guess < 1 ? 1 : guess > PB_MAX_AGENTS ? PB_MAX_AGENTS : guess;
    pb_status status = try(m, n, b);
    int64_t step = 1;
    bool up = b->hi == 0;
    while (status == PB_OK && (up ? b->hi == 0 && b->lo < PB_MAX_AGENTS : b->lo == 0 && b->hi > 1)) {
        status = try(m, jump(m, b, up, step), b);
        step *= 2;
    }
    return status;
}

/* A number strictly inside the bracket. */
static int32_t inside(const pb_bracket *b, bool halve)
{
    int32_t width = b->hi - b->lo, half = b->lo + width / 2;
    double share = b->lo_margin / (b->lo_margin - b->hi_margin); /* of the way to hi */
    if (halve || !(share > 0 && share < 1) || b->lo == 0)
        return half;
    /* aim a little to the near side: the two ends are met in turn and both close in */
    int32_t n = b->lo + (int32_t)(share * width + (share < 0.5 ? 1 : 0));
    return n <= b->lo ? b->lo + 1 : n >= b->hi ? b->hi - 1 : n;
}

pb_status pb_need_search(const pb_model *m, int32_t guess, int32_t min_agents, pb_need *ret)
{
    pb_bracket b = {0, 0, NAN, NAN, PB_REASON_NONE};
    pb_status status = bracket(m, guess, &b);
    for (int round = 0; status == PB_OK && b.hi - b.lo > 1; round++)
        status = try(m, inside(&b, round % 3 == 2), &b);
    if (status != PB_OK)
        return status;
    pb_need need = {b.hi, b.why, b.hi > 0};
    if (!need.reached)
        need.agents = PB_MAX_AGENTS;
    if (need.reached && b.lo == 0) {
        /* One agent does it, as somebody has to be there: nothing but the presence of work binds. */
        need.binding = PB_REASON_STABILITY;
    }
    if (min_agents > need.agents || (min_agents == need.agents && b.lo == 0)) {
        need.agents = min_agents;
        need.binding = PB_REASON_MIN_AGENTS;
    }
    *ret = need;
    return PB_OK;
}

typedef struct pb_erlang_ctx {
    const pb_load *load;
    const pb_targets *targets;
} pb_erlang_ctx;

static pb_status judge_erlang(const void *ctx, int32_t agents, pb_reason *ret_broken,
                              double *ret_margin)
{
    const pb_erlang_ctx *c = ctx;
    pb_service s;
    pb_status status = pb_erlang(c->load, agents, &s);
    if (status != PB_OK)
        return status;
    *ret_broken = pb_targets_broken(c->targets, &s);
    *ret_margin = pb_targets_margin(c->targets, &s);
    return PB_OK;
}

/* Load for which no promise is asked: the square-root rule finds the neighbourhood. */
static int32_t first_guess(const pb_load *l, const pb_targets *t)
{
    double a = l->load_erl;
    double n = a + (t->service_level > 0.9 ? 1.3 : 0.6) * sqrt(a) + 1;
    if (a / t->max_occupancy > n)
        n = ceil(a / t->max_occupancy * (1 - PB_DUST));
    return n < PB_MAX_AGENTS ? (int32_t)n : PB_MAX_AGENTS;
}

pb_status pb_need_erlang(const pb_load *l, const pb_targets *t, int32_t guess, pb_need *ret)
{
    if (!pb_targets_ok(t) || !pb_load_ok(l))
        return PB_ERR_DOMAIN;
    if (!(l->load_erl > 0)) {
        *ret = (pb_need){t->min_agents, t->min_agents ? PB_REASON_MIN_AGENTS : PB_REASON_NONE, true};
        return PB_OK;
    }
    pb_erlang_ctx ctx = {l, t};
    pb_model m = {judge_erlang, &ctx, 0.45 * sqrt(l->load_erl)};
    return pb_need_search(&m, guess > 0 ? guess : first_guess(l, t), t->min_agents, ret);
}
