/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The derivation of one number, in sentences. */
#include "staffing/needs.h"

#include "staffing/shrink.h"
#include "staffing/walk.h"

enum { PB_EXPLAIN_LINES = 32 };

typedef struct pb_teller {
    pb_staffing *s;
    const pb_requirement *r;
    int32_t queue, slot;
    const pb_queue *q;
    const pb_slot_case *k;
    const pb_lang *lang;
    pb_arena *a;
    pb_walk *walk; /* NULL: the steady state is judged; else at this slot */
    pb_explain_line *lines;
    int32_t n;
    pb_status status;
} pb_teller;

/* text comes from pb_arena_printf. */
static void tell(pb_teller *t, const char *key, const char *text)
{
    if (!text)
        t->status = PB_ERR_NOMEM;
    else if (t->n < PB_EXPLAIN_LINES)
        t->lines[t->n++] = (pb_explain_line){key, text};
}

static const char *tr(const pb_teller *t, const char *msgid)
{
    return pb_tr(t->lang, msgid);
}

static void tell_forecast(pb_teller *t)
{
    const pb_grid *g = &t->s->f->grid;
    char date[11], time[8];
    pb_date_format(g->first + pb_grid_day(g, t->slot), date);
    pb_minute_format(pb_grid_minute(g, t->slot), time);
    double minutes = t->s->slot_s[t->slot] / 60.0;
    tell(t, "forecast",
         pb_arena_printf(t->a, tr(t, PB_N_("%s %s, %.0f minutes, queue %s: the forecast is %.4g contacts of "
                                           "%.4g s each, that is %.4g × %.4g / %.0f = %.4g Erlang (agents busy "
                                           "on average).")),
                         date, time, minutes, t->q->id, t->k->contacts, t->k->aht_s, t->k->contacts,
                         t->k->aht_s, minutes * 60, t->k->own_erl));
}

static void tell_carried(pb_teller *t)
{
    if (t->s->opt.slot_by_slot)
        return;
    tell(t, "carried",
         pb_arena_printf(t->a, tr(t, PB_N_("Contacts that began before still need their agent, those that begin "
                                           "now need it later: the load is %.4g Erlang at the start, %.4g in the "
                                           "middle, %.4g at the end of the slot. The greatest counts.")),
                         t->k->start_erl, t->k->middle_erl, t->k->end_erl));
}

/* Of a queue that is followed through the day. */
static void tell_walk(pb_teller *t)
{
    double busy, waiting;
    pb_walk_present(t->walk, &busy, &waiting);
    tell(t, "walked",
         pb_arena_printf(t->a, tr(t, PB_N_("Contacts last long beside a slot, so the queue is followed from slot to "
                                           "slot: at the start of this one %.4g contacts are with agents and %.4g "
                                           "wait, on average. The targets are to hold for the slot's own contacts "
                                           "on average.")),
                         busy, waiting));
}

static void tell_policy(pb_teller *t)
{
    switch (t->s->opt.policy) {
    case PB_POLICY_MEAN:
        tell(t, "policy", pb_arena_printf(t->a, "%s", tr(t, PB_N_("Policy mean: the targets are to hold if "
                                                                  "exactly this comes."))));
        break;
    case PB_POLICY_EXPECTED:
        tell(t, "policy",
             pb_arena_printf(t->a, tr(t, PB_N_("Policy expected: what comes varies by %.3g %% around the forecast "
                                               "(gamma); the targets are to hold on average over that, weighted "
                                               "by contacts.")),
                             100 * t->k->cv));
        break;
    case PB_POLICY_QUANTILE:
        tell(t, "policy",
             pb_arena_printf(t->a, tr(t, PB_N_("Policy quantile: what comes varies by %.3g %% around the forecast "
                                               "(gamma); on %.3g %% of the days it is at most %.4g times the "
                                               "forecast, and that load is staffed: %.4g Erlang.")),
                             100 * t->k->cv, 100 * t->s->opt.quantile, t->k->factor,
                             t->k->staffed_erl));
        break;
    }
}

/* What the first reply of a chat is judged by. */
static void tell_replies(pb_teller *t)
{
    if (t->q->channel != PB_CHAT)
        return;
    if (t->q->replies > 0 && t->q->reply_s > 0)
        tell(t, "replies",
             pb_arena_printf(t->a, tr(t, PB_N_("Each chat has %.4g replies of %.4g s of the agent's work; the rest of a "
                                               "lone chat is the customer's time.")),
                             t->q->replies, t->q->reply_s));
    else if (t->q->first_reply_s > 0)
        tell(t, "replies",
             pb_arena_printf(t->a, "%s", tr(t, PB_N_("How fast agents reply is not known (columns replies and reply_s): "
                                                     "the first reply is judged by the wait for an agent alone."))));
}

static void tell_model(pb_teller *t)
{
    if (t->q->channel == PB_CHAT && t->q->n_chat_times > 0)
        tell(t, "model",
             pb_arena_printf(t->a, tr(t, PB_N_("Model: chat, up to %.3g at once for an agent; handle times by the "
                                               "number of chats open are given, from %.4g s with one to %.4g s "
                                               "with %d.")),
                             fmax(t->q->concurrency, 1), t->q->chat_times_s[0],
                             t->q->chat_times_s[t->q->n_chat_times - 1], t->q->n_chat_times));
    else if (t->q->channel == PB_CHAT)
        tell(t, "model",
             pb_arena_printf(t->a, tr(t, PB_N_("Model: chat, up to %.3g at once for an agent. Assumed: a chat takes "
                                               "%.4g s with any number of chats open, as no times by number are "
                                               "given; that is on the safe side if it was measured at full "
                                               "load.")),
                             fmax(t->q->concurrency, 1), t->k->aht_s));
    else if (t->q->patience_s > 0)
        tell(t, "model",
             pb_arena_printf(t->a, tr(t, PB_N_("Model: Erlang A. Callers hang up after %.4g s of waiting on "
                                               "average.")),
                             t->q->patience_s));
    else
        tell(t, "model", pb_arena_printf(t->a, "%s", tr(t, PB_N_("Model: Erlang C. Callers wait for ever, as no "
                                                                 "patience_s is given; that asks for more agents "
                                                                 "than real callers need."))));
}

/* Where the replies' pace is not known, the wait for an agent. */
static double first_reply(const pb_pool_service *g)
{
    return isnan(g->first_reply_s) ? g->s.asa_s : g->first_reply_s;
}

static const char *verdict(const pb_teller *t, const pb_pool_service *g)
{
    pb_targets targets = pb_queue_targets(t->q, &t->s->opt);
    const pb_service *s = &g->s;
    switch (pb_targets_broken(&targets, s)) {
    case PB_REASON_SERVICE_LEVEL:
        return pb_arena_printf(t->a, tr(t, PB_N_("too few: the service level target is %.4g %%")),
                               100 * targets.service_level);
    case PB_REASON_ANSWER_RATE:
        return pb_arena_printf(t->a, tr(t, PB_N_("too few: the answer rate target is %.4g %%")),
                               100 * targets.answer_rate);
    case PB_REASON_ASA:
        return pb_arena_printf(t->a, tr(t, PB_N_("too few: the mean wait may be %.4g s")),
                               targets.asa_s);
    case PB_REASON_OCCUPANCY:
        return pb_arena_printf(t->a, tr(t, PB_N_("too few: occupancy may be %.4g %%")),
                               100 * targets.max_occupancy);
    case PB_REASON_STABILITY:
        return tr(t, PB_N_("too few: the queue would grow without end"));
    case PB_REASON_NONE:
    case PB_REASON_FIRST_REPLY:
    case PB_REASON_MIN_AGENTS:
        break;
    }
    if (t->q->channel == PB_CHAT && first_reply(g) > targets.first_reply_s)
        return pb_arena_printf(t->a, tr(t, PB_N_("too few: the first reply may take %.4g s")),
                               targets.first_reply_s);
    return tr(t, PB_N_("every target is met"));
}

/* What so many agents give at the staffed load; false: nothing comes. */
static bool give_at(pb_teller *t, int32_t agents, pb_pool_service *ret)
{
    pb_pool_room room;
    *ret = (pb_pool_service){.reply_delay_s = NAN, .first_reply_s = NAN};
    if (t->walk && t->k->contacts > 0) {
        t->status = pb_walk_try(t->walk, agents, &ret->s);
        return t->status == PB_OK;
    }
    t->status = pb_pool_fill(t->s, (pb_skillset)1 << t->queue, t->slot, PB_STAFFED, &room);
    if (t->status != PB_OK || !(room.pool.load_erl > 0))
        return false;
    t->status = pb_pool_give(&room.pool, agents, ret);
    return t->status == PB_OK;
}

static void tell_agents(pb_teller *t, const char *key, int32_t agents)
{
    pb_pool_service give;
    const pb_service *s = &give.s;
    if (agents < 1 || agents > PB_MAX_AGENTS || t->status != PB_OK || !give_at(t, agents, &give))
        return;
    double within_s = t->q->within_s > 0 ? t->q->within_s : 0;
    if (!(within_s > 0))
        tell(t, key,
             pb_arena_printf(t->a, tr(t, PB_N_("%d agents: %.2f %% are served without waiting, %.2f %% are served at "
                                               "all, mean wait %.3g s, agents busy %.1f %% of the time – %s.")),
                             (int)agents, 100 * s->p_no_wait, 100 * s->answer_rate, s->asa_s,
                             100 * s->occupancy, verdict(t, &give)));
    else
        tell(t, key,
             pb_arena_printf(t->a, tr(t, PB_N_("%d agents: %.2f %% are served within %.4g s, %.2f %% are served at all, "
                                               "mean wait %.3g s, agents busy %.1f %% of the time – %s.")),
                             (int)agents, 100 * s->service_level, within_s, 100 * s->answer_rate, s->asa_s,
                             100 * s->occupancy, verdict(t, &give)));
    if (!isnan(give.reply_delay_s))
        tell(t, "reply",
             pb_arena_printf(t->a, tr(t, PB_N_("With %d agents a reply takes %.3g s on average; the first one comes %.3g "
                                               "s after the customer's first words.")),
                             (int)agents, give.reply_delay_s, give.first_reply_s));
}

/* Through the day to this slot, with the agents the requirement has. */
static pb_status walk_here(pb_teller *t)
{
    pb_status status = pb_walk_new(t->s, t->queue, &t->walk);
    const double *need = t->r->required + (size_t)t->queue * t->s->n_slots;
    for (int32_t i = 0; t->walk && i < t->slot && status == PB_OK; i++)
        status = pb_walk_go(t->walk, (int32_t)need[i], NULL);
    return status;
}

static void tell_live(pb_teller *t, size_t at)
{
    int32_t agents = (int32_t)t->r->required[at];
    t->status = walk_here(t);
    if (t->status != PB_OK)
        return;
    if (t->walk)
        tell_walk(t);
    else
        tell_carried(t);
    tell_policy(t);
    tell_model(t);
    tell_replies(t);
    tell_agents(t, "fewer", agents - 1);
    tell_agents(t, "enough", agents);
    tell_agents(t, "more", agents + 1);
}

static void tell_deferred(pb_teller *t)
{
    for (int32_t i = 0; i < t->r->n_deferred; i++) {
        if (t->r->deferred_queue[i] != t->queue)
            continue;
        size_t at = (size_t)i * t->s->n_slots + t->slot;
        tell(t, "deferred",
             pb_arena_printf(t->a, tr(t, PB_N_("Deferred work, to be done within %.4g hours: by the end of this slot "
                                               "%.4g agent-minutes have arrived since the start of the plan, %.4g "
                                               "are due. The plan may do it at any time between.")),
                             t->q->deadline_h, t->r->arrived_min[at], t->r->due_min[at]));
    }
    tell(t, "level", pb_arena_printf(t->a, "%s", tr(t, PB_N_("The number below is the smallest even level over "
                                                             "the opening hours that does all work in time, "
                                                             "lower where no work is left."))));
}

static void tell_binding(pb_teller *t, size_t at)
{
    static const char *const why[] = {
        [PB_BIND_NONE] = PB_N_("nothing asks for more"),
        [PB_BIND_SERVICE_LEVEL] = PB_N_("the service level"),
        [PB_BIND_ANSWER_RATE] = PB_N_("the answer rate"), [PB_BIND_ASA] = PB_N_("the mean wait"),
        [PB_BIND_OCCUPANCY] = PB_N_("the occupancy limit"),
        [PB_BIND_MIN_AGENTS] = PB_N_("the minimum staffing (min_agents)"),
        [PB_BIND_FIRST_RESPONSE] = PB_N_("the first reply"),
        [PB_BIND_STABILITY] = PB_N_("that the work gets done at all"),
        [PB_BIND_DEADLINE] = PB_N_("the deadline"), [PB_BIND_POOL] = PB_N_("the pooled work")};
    tell(t, "binding",
         pb_arena_printf(t->a, tr(t, PB_N_("Needed at work: %.0f. What decides: %s.")),
                         t->r->required[at], tr(t, why[t->r->binding[at]])));
}

static void tell_shrinkage(pb_teller *t, size_t at)
{
    double left = (1 - t->k->planned) * (1 - t->k->unplanned);
    tell(t, "shrinkage",
         pb_arena_printf(t->a, tr(t, PB_N_("Of the agents rostered %.4g %% are away as planned and %.4g %% of the rest "
                                           "unplanned: %.0f / %.4g = %.4g, so %.0f to roster.")),
                         100 * t->k->planned, 100 * t->k->unplanned, t->r->required[at], left,
                         t->r->required[at] / left, t->r->scheduled[at]));
}

static void tell_sets(pb_teller *t)
{
    for (int32_t i = t->s->n_queues; i < t->r->n_rows; i++) {
        size_t at = (size_t)i * t->s->n_slots + t->slot;
        if (!(t->r->sets[i] >> t->queue & 1) || !(t->r->required[at] > 0))
            continue;
        tell(t, "set",
             pb_arena_printf(t->a, tr(t, PB_N_("Agents with any skill of %s must be at least %.0f together (%.0f to "
                                               "roster), for an agent serves one queue at a time.")),
                             t->r->names[i], t->r->required[at], t->r->scheduled[at]));
    }
}

pb_status pb_staffing_explain(pb_staffing *s, const pb_requirement *r, int32_t queue, int32_t slot,
                              const pb_lang *lang, pb_arena *a, pb_explanation *ret)
{
    if (queue < 0 || queue >= s->n_queues || slot < 0 || slot >= s->n_slots)
        return PB_ERR_DOMAIN;
    pb_teller t = {.s = s, .r = r, .queue = queue, .slot = slot, .q = &s->queues->at[queue],
                   .k = pb_staffing_case(s, queue, slot), .lang = lang, .a = a};
    size_t at = (size_t)queue * s->n_slots + slot;
    t.lines = PB_NEW_ARRAY(a, PB_EXPLAIN_LINES, pb_explain_line);
    if (!t.lines)
        return PB_ERR_NOMEM;
    tell_forecast(&t);
    if (!t.k->open)
        tell(&t, "closed", pb_arena_printf(a, "%s", tr(&t, PB_N_("The queue is closed in this slot: nobody is "
                                                                 "needed. Contacts in hand are finished."))));
    else if (t.q->channel == PB_DEFERRED)
        tell_deferred(&t);
    else
        tell_live(&t, at);
    tell_binding(&t, at);
    if (r->required[at] > 0)
        tell_shrinkage(&t, at);
    tell_sets(&t);
    pb_walk_free(t.walk);
    if (t.status == PB_OK)
        *ret = (pb_explanation){t.n, t.lines};
    return t.status;
}
