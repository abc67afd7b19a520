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

/* A bracket: lo breaks `why` (or is 0), hi keeps everything (or is not found yet). */
typedef struct pb_bracket {
    int32_t lo, hi;
    pb_reason why;
} pb_bracket;

static pb_status try(const pb_model *m, int32_t n, pb_bracket *b)
{
    pb_reason broken = PB_REASON_NONE;
    pb_status status = m->judge(m->ctx, n, &broken);
    if (status != PB_OK)
        return status;
    if (broken == PB_REASON_NONE) {
        b->hi = n;
    } else {
        b->lo = n;
        b->why = broken;
    }
    return PB_OK;
}

static pb_status gallop(const pb_model *m, int32_t guess, pb_bracket *b)
{
    int32_t n = guess < 1 ? 1 : guess > PB_MAX_AGENTS ? PB_MAX_AGENTS : guess;
    pb_status status = try(m, n, b);
    int64_t step = 1;
    bool up = b->hi == 0;
    while (status == PB_OK && (up ? b->hi == 0 && b->lo < PB_MAX_AGENTS : b->lo == 0 && b->hi > 1)) {
        int64_t next = up ? b->lo + step : b->hi - step;
        next = next < 1 ? 1 : next > PB_MAX_AGENTS ? PB_MAX_AGENTS : next;
        status = try(m, (int32_t)next, b);
        step *= 2;
    }
    return status;
}

pb_status pb_need_search(const pb_model *m, int32_t guess, int32_t min_agents, pb_need *ret)
{
    pb_bracket b = {0, 0, PB_REASON_NONE};
    pb_status status = gallop(m, guess, &b);
    while (status == PB_OK && b.hi - b.lo > 1)
        status = try(m, b.lo + (b.hi - b.lo) / 2, &b);
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

static pb_status judge_erlang(const void *ctx, int32_t agents, pb_reason *ret_broken)
{
    const pb_erlang_ctx *c = ctx;
    pb_service s;
    pb_status status = pb_erlang(c->load, agents, &s);
    if (status == PB_OK)
        *ret_broken = pb_targets_broken(c->targets, &s);
    return status;
}

/* Load for which no promise is asked: the square-root rule finds the neighbourhood. */
static int32_t first_guess(const pb_load *l, const pb_targets *t)
{
    double a = l->load_erl;
    double n = a + (t->service_level > 0.9 ? 1.3 : 0.6) * sqrt(a) + 1;
    if (a / t->max_occupancy > n)
        n = a / t->max_occupancy;
    return n < PB_MAX_AGENTS ? (int32_t)n : PB_MAX_AGENTS;
}

pb_status pb_need_erlang(const pb_load *l, const pb_targets *t, int32_t guess, pb_need *ret)
{
    pb_service probe;
    if (!pb_targets_ok(t))
        return PB_ERR_DOMAIN;
    pb_status status = pb_erlang(l, 1, &probe);
    if (status != PB_OK)
        return status;
    if (!(l->load_erl > 0)) {
        *ret = (pb_need){t->min_agents, t->min_agents ? PB_REASON_MIN_AGENTS : PB_REASON_NONE, true};
        return PB_OK;
    }
    pb_erlang_ctx ctx = {l, t};
    pb_model m = {judge_erlang, &ctx};
    return pb_need_search(&m, guess > 0 ? guess : first_guess(l, t), t->min_agents, ret);
}
