/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "staffing/walk.h"

pb_targets pb_queue_targets(const pb_queue *q, const pb_staffing_options *opt)
{
    pb_targets t = pb_targets_none();
    t.service_level = q->service_level;
    t.sl_kind = opt->sl_kind;
    t.answer_rate = q->answer_rate;
    t.asa_s = q->asa_s;
    t.max_occupancy = q->max_occupancy;
    t.first_reply_s = q->first_reply_s;
    return t;
}

static double load_at(const pb_slot_case *k, pb_moment moment)
{
    return moment == PB_AT_START    ? k->start_erl
           : moment == PB_AT_MIDDLE ? k->middle_erl
           : moment == PB_AT_END    ? k->end_erl
                                    : k->staffed_erl;
}

/* What pooled customers have in common, weighted by their numbers. */
typedef struct pb_blend {
    double load_erl, per_s, leave_per_s, cv, at_once;
} pb_blend;

static void blend_in(pb_blend *b, const pb_slot_case *k, const pb_queue *q, double load_erl)
{
    double per_s = load_erl / k->aht_s;
    b->load_erl += load_erl;
    b->per_s += per_s;
    if (q->patience_s > 0)
        b->leave_per_s += per_s / q->patience_s;
    b->cv += per_s * k->cv;
    b->at_once += per_s * fmin(fmax(q->concurrency, 1), PB_CHAT_LEVELS);
}

static pb_status set_chat(const pb_staffing *s, pb_skillset set, const pb_blend *b,
                          pb_pool_room *room)
{
    int32_t only = __builtin_ctzll(set);
    pb_status status = PB_OK;
    if (set & (set - 1))
        status = pb_chat_from_aht(room->pool.aht_s, b->per_s > 0 ? b->at_once / b->per_s : 1,
                                  &room->chat);
    else if (s->chat[only].assumed)
        status = pb_chat_of_queue(&s->queues->at[only], room->pool.aht_s, &room->chat);
    else
        room->chat = s->chat[only];
    room->pool.chat = &room->chat;
    return status;
}

/* The spread of the pooled rate: the queues' days go up and down together, so their mean cv. */
static pb_status set_spread(pb_staffing *s, double cv, pb_pool_room *room)
{
    if (s->opt.policy != PB_POLICY_EXPECTED || !(cv > 0))
        return PB_OK;
    if (cv != s->spread_cv) {
        pb_status status = pb_spread_make(cv, NAN, 0, s->spread);
        if (status != PB_OK)
            return status;
        s->spread_cv = cv;
    }
    room->pool.spread = s->spread;
    return PB_OK;
}

pb_status pb_pool_fill(pb_staffing *s, pb_skillset set, int32_t slot, pb_moment moment,
                       pb_pool_room *room)
{
    pb_blend b = {0};
    *room = (pb_pool_room){.pool = {.slot_s = s->slot_s[slot], .members = room->members}};
    bool chat = false;
    for (pb_skillset left = set; left; left &= left - 1) {
        int32_t queue = __builtin_ctzll(left);
        const pb_queue *q = &s->queues->at[queue];
        const pb_slot_case *k = pb_staffing_case(s, queue, slot);
        if (!k->open)
            continue;
        chat = chat || q->channel == PB_CHAT;
        double load_erl = load_at(k, moment);
        blend_in(&b, k, q, load_erl);
        int32_t least = q->min_agents > 0 ? (int32_t)ceil(q->min_agents - 1e-9) : 0;
        if (least > room->pool.min_agents)
            room->pool.min_agents = least;
        room->members[room->pool.n_members++] =
            (pb_member){load_erl / k->aht_s, q->within_s > 0 ? q->within_s : 0,
                        pb_queue_targets(q, &s->opt)};
    }
    room->pool.load_erl = b.load_erl;
    room->pool.aht_s = b.per_s > 0 ? b.load_erl / b.per_s : 300;
    room->pool.patience_s = b.leave_per_s > 0 ? b.per_s / b.leave_per_s : NAN;
    pb_status status = set_spread(s, b.per_s > 0 ? b.cv / b.per_s : 0, room);
    return status == PB_OK && chat ? set_chat(s, set, &b, room) : status;
}

pb_status pb_slot_give(pb_staffing *s, pb_skillset set, int32_t slot, int32_t agents,
                       pb_pool_service *ret)
{
    static const double weight[] = {1, 4, 1};
    pb_service_mean m = {0};
    double replies = 0, first = 0;
    for (int i = 0; i < 3; i++) {
        pb_pool_room room;
        pb_pool_service one;
        pb_status status = pb_pool_fill(s, set, slot, (pb_moment)i, &room);
        if (status == PB_OK && !(room.pool.load_erl > 0))
            continue;
        if (status == PB_OK)
            status = pb_pool_give(&room.pool, agents, &one);
        if (status != PB_OK)
            return status;
        double w = weight[i], per_s = room.pool.load_erl / room.pool.aht_s;
        pb_service_mean_add(&m, w, per_s, &one.s);
        replies += w * per_s * one.reply_delay_s;
        first += w * per_s * one.first_reply_s;
    }
    *ret = (pb_pool_service){pb_service_mean_close(&m), replies / m.contacts, first / m.contacts};
    if (!(m.contacts > 0))
        ret->s.service_level = ret->s.answer_rate = 1;
    return PB_OK;
}

pb_status pb_staffing_give(const pb_staffing *s, int32_t queue, int32_t slot, int32_t agents,
                           pb_pool_service *ret)
{
    if (queue < 0 || queue >= s->n_queues || slot < 0 || slot >= s->n_slots || agents < 0 ||
        agents > PB_MAX_AGENTS || s->queues->at[queue].channel == PB_DEFERRED)
        return PB_ERR_DOMAIN;
    pb_spread spread;
    pb_staffing own = *s; /* its own spread cache: s stays untouched */
    own.spread = &spread;
    own.spread_cv = -1;
    return pb_slot_give(&own, (pb_skillset)1 << queue, slot, agents, ret);
}

static pb_status what_if_walk(pb_staffing *s, int32_t queue, int32_t agents, pb_walk *walk,
                              pb_pool_service *ret)
{
    pb_status status = PB_OK;
    for (int32_t i = 0; i < s->n_slots && status == PB_OK; i++) {
        const pb_slot_case *k = pb_staffing_case(s, queue, i);
        pb_service one;
        status = pb_walk_go(walk, k->open ? agents : 0, &one);
        if (k->open)
            ret[i] = (pb_pool_service){one, NAN, NAN};
    }
    return status;
}

pb_status pb_staffing_what_if(pb_staffing *s, int32_t queue, int32_t agents, pb_pool_service *ret)
{
    if (queue < 0 || queue >= s->n_queues || agents < 0 || agents > PB_MAX_AGENTS ||
        s->queues->at[queue].channel == PB_DEFERRED)
        return PB_ERR_DOMAIN;
    pb_walk *walk;
    pb_status status = pb_walk_new(s, queue, &walk);
    if (status == PB_OK && walk)
        status = what_if_walk(s, queue, agents, walk, ret);
    for (int32_t i = 0; i < s->n_slots && !walk && status == PB_OK; i++)
        if (pb_staffing_case(s, queue, i)->open)
            status = pb_staffing_give(s, queue, i, agents, &ret[i]);
    pb_walk_free(walk);
    return status;
}
