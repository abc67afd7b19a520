/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "staffing/pooling.h"

/* Service of the pool for one T, at a load of factor × p's. */
static pb_status give_at(const pb_pool *p, double factor, double within_s, int32_t agents,
                         pb_pool_service *ret)
{
    ret->reply_delay_s = ret->first_reply_s = NAN;
    pb_status status;
    double load = fmin(factor * p->load_erl, 1e6); /* of the far ends of a spread */
    if (p->chat) {
        pb_chat_case k = {load / p->aht_s, p->patience_s, within_s, p->chat, false};
        pb_chat_service c;
        status = pb_chat(&k, agents, &c);
        if (status == PB_OK)
            *ret = (pb_pool_service){c.taken, c.reply_delay_s, c.first_reply_s};
    } else {
        pb_load l = {.load_erl = load, .aht_s = p->aht_s,
                     .patience_s = p->patience_s, .within_s = within_s};
        status = pb_erlang(&l, agents, &ret->s);
    }
    if (status == PB_OK && !ret->s.stable && p->spread && p->spread->n > 1) {
        /* A rate above all capacity lasts one slot, not for ever: the queue that grows meanwhile
         * makes its mean customer wait half the overload of a slot. */
        double over = factor * p->load_erl / agents - 1;
        ret->s.wait_s = ret->s.asa_s = 0.5 * p->slot_s * (over > 0 ? over : 0);
        ret->s.queue = ret->s.wait_s * factor * p->load_erl / p->aht_s;
        ret->s.stable = true;
    }
    return status;
}

static pb_service nothing(void)
{
    return (pb_service){.p_wait = 1, .missed = 1, .p_abandon = 1, .wait_s = INFINITY,
                        .asa_s = INFINITY, .occupancy = 1, .queue = INFINITY};
}

/* Averaged over the spread, for one T. */
static pb_status give_spread(const pb_pool *p, double within_s, int32_t agents,
                             pb_pool_service *ret)
{
    if (agents < 1) {
        *ret = (pb_pool_service){nothing(), NAN, NAN};
        return PB_OK;
    }
    if (!p->spread || p->spread->n == 1)
        return give_at(p, p->spread ? p->spread->factor[0] : 1, within_s, agents, ret);
    pb_service_mean m = {0};
    double replies = 0, first = 0;
    for (int32_t i = 0; i < p->spread->n; i++) {
        pb_pool_service one;
        double f = p->spread->factor[i], w = p->spread->weight[i];
        pb_status status = give_at(p, f, within_s, agents, &one);
        if (status != PB_OK)
            return status;
        pb_service_mean_add(&m, w, f, &one.s);
        replies += w * f * one.reply_delay_s;
        first += w * f * one.first_reply_s;
    }
    *ret = (pb_pool_service){pb_service_mean_close(&m), replies / m.contacts, first / m.contacts};
    return PB_OK;
}

/* One promise of the pool: what is given and what was promised, both weighted by contacts. */
typedef struct pb_promise {
    double weight, given, promised;
} pb_promise;

static void weigh(pb_promise *p, double contacts, double given, double promised)
{
    if (isnan(promised))
        return;
    p->weight += contacts;
    p->given += contacts * given;
    p->promised += contacts * promised;
}

typedef struct pb_ledger {
    pb_promise level, rate, asa, occupancy, first;
} pb_ledger;

static double level_of(const pb_targets *t, const pb_service *s)
{
    return t->sl_kind == PB_SL_SHORT_OUT  ? s->sl_short_out
           : t->sl_kind == PB_SL_ANSWERED ? s->sl_answered
                                          : s->service_level;
}

/* Members with the same T share one evaluation. Returns the last one in *ret. */
static pb_status fill(const pb_pool *p, int32_t agents, pb_ledger *b, pb_pool_service *ret)
{
    double plain = 0, contacts = 0;
    for (int32_t i = 0; i < p->n_members; i++) {
        const pb_member *m = &p->members[i];
        bool known = i > 0 && m->within_s == p->members[i - 1].within_s;
        pb_status status = known ? PB_OK : give_spread(p, m->within_s, agents, ret);
        if (status != PB_OK)
            return status;
        double w = m->contacts > 0 ? m->contacts : 1e-12;
        weigh(&b->level, w, level_of(&m->targets, &ret->s), m->targets.service_level);
        weigh(&b->rate, w, ret->s.answer_rate, m->targets.answer_rate);
        weigh(&b->asa, w, ret->s.asa_s, m->targets.asa_s);
        weigh(&b->occupancy, w, ret->s.occupancy, m->targets.max_occupancy);
        /* Where the replies' pace is not known, what is known: the wait until the chat is taken. */
        double first = isnan(ret->first_reply_s) ? ret->s.asa_s : ret->first_reply_s;
        weigh(&b->first, w, first, m->targets.first_reply_s);
        plain += w * ret->s.service_level;
        contacts += w;
    }
    ret->s.service_level = b->level.weight > 0 ? b->level.given / b->level.weight : plain / contacts;
    return PB_OK;
}

pb_status pb_pool_give(const pb_pool *p, int32_t agents, pb_pool_service *ret)
{
    pb_ledger b = {0};
    pb_pool_service s = {.reply_delay_s = NAN};
    pb_status status = fill(p, agents, &b, &s);
    if (status == PB_OK)
        *ret = s;
    return status;
}

static double goal(const pb_promise *p)
{
    return p->weight > 0 ? p->promised / p->weight : NAN;
}

static double got(const pb_promise *p)
{
    return p->weight > 0 ? p->given / p->weight : NAN;
}

static pb_status judge_pool(const void *ctx, int32_t agents, pb_reason *ret_broken,
                            double *ret_margin)
{
    const pb_pool *p = ctx;
    pb_ledger b = {0};
    pb_pool_service s = {.reply_delay_s = NAN};
    pb_status status = fill(p, agents, &b, &s);
    if (status != PB_OK)
        return status;
    pb_targets t = pb_targets_none();
    t.service_level = goal(&b.level);
    t.answer_rate = goal(&b.rate);
    t.asa_s = goal(&b.asa);
    t.max_occupancy = goal(&b.occupancy);
    s.s.service_level = got(&b.level);
    *ret_broken = pb_targets_broken(&t, &s.s);
    if (*ret_broken == PB_REASON_NONE && got(&b.first) > goal(&b.first))
        *ret_broken = PB_REASON_FIRST_REPLY;
    *ret_margin = b.first.weight > 0 ? NAN : pb_targets_margin(&t, &s.s);
    return PB_OK;
}

pb_status pb_pool_need(const pb_pool *p, int32_t guess, pb_need *ret)
{
    if (!(p->load_erl > 0) || p->n_members < 1) {
        *ret = (pb_need){p->min_agents, p->min_agents > 0 ? PB_REASON_MIN_AGENTS : PB_REASON_NONE,
                         true};
        return PB_OK;
    }
    double n = p->load_erl / (p->chat ? p->chat->at_once : 1);
    n += 0.6 * sqrt(n) + 1;
    int32_t first = n < PB_MAX_AGENTS ? (int32_t)n : PB_MAX_AGENTS;
    pb_model m = {judge_pool, p, 0.4 * sqrt(n)};
    return pb_need_search(&m, guess > 0 ? guess : first, p->min_agents, ret);
}
