/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "staffing/chat.h"

#include "staffing/chat_uneven.h"
#include "staffing/waiting.h"

static bool at_once_ok(double at_once)
{
    return at_once >= 1 && at_once <= PB_CHAT_LEVELS;
}

static int levels_of(double at_once)
{
    return (int)ceil(at_once - 1e-9);
}

pb_status pb_chat_from_habit(const pb_chat_habit *h, double at_once, pb_chat_agent *ret)
{
    if (!at_once_ok(at_once) || !(h->reply_s > 0) || !(h->customer_s >= 0) || !(h->replies >= 1) ||
        !(h->idle_s >= 0))
        return PB_ERR_DOMAIN;
    pb_chat_agent a = {.at_once = at_once, .work_s = h->reply_s * h->replies, .replies = h->replies};
    a.think_s = h->customer_s * (1 - 1 / h->replies) + h->idle_s / h->replies;
    double ratio = a.think_s / h->reply_s;
    double idle = 1; /* p(0); Palm's recursion: 1/p0(c) = 1 + c (w/think)/p0(c-1), written for think/w */
    for (int c = 1; c <= levels_of(at_once); c++) {
        idle = ratio * idle / (ratio * idle + c);
        a.rate_per_s[c - 1] = (1 - idle) / h->reply_s / h->replies;
    }
    *ret = a;
    return PB_OK;
}

static double level_time(const double *aht_s, int n, int level)
{
    return aht_s[(level < n ? level : n) - 1];
}

pb_status pb_chat_from_times(const double *aht_s, int n_levels, double at_once, pb_chat_agent *ret)
{
    if (!at_once_ok(at_once) || n_levels < 1)
        return PB_ERR_DOMAIN;
    pb_chat_agent a = {.at_once = at_once, .work_s = NAN, .replies = NAN, .think_s = NAN};
    double before = 0;
    for (int c = 1; c <= levels_of(at_once); c++) {
        double t = level_time(aht_s, n_levels, c);
        if (!(t > 0 && isfinite(t)) || c / t < before)
            return PB_ERR_DOMAIN;
        a.rate_per_s[c - 1] = before = c / t;
    }
    *ret = a;
    return PB_OK;
}

pb_status pb_chat_from_aht(double aht_s, double at_once, pb_chat_agent *ret)
{
    pb_status status = pb_chat_from_times(&aht_s, 1, at_once, ret);
    if (status == PB_OK)
        ret->assumed = true;
    return status;
}

pb_status pb_chat_set_replies(pb_chat_agent *a, double replies, double reply_s)
{
    if (!(replies >= 1) || !(reply_s > 0))
        return PB_ERR_DOMAIN;
    a->replies = replies;
    a->work_s = replies * reply_s;
    a->think_s = fmax(1 / a->rate_per_s[0] / replies - reply_s, 0);
    return PB_OK;
}

/* D(n): n chats spread evenly over the agents. */
static double deaths(const pb_chat_agent *a, int32_t agents, int64_t n)
{
    int64_t each = n / agents, more = n % agents;
    double low = each > 0 ? a->rate_per_s[each - 1] : 0;
    double high = more > 0 ? a->rate_per_s[each] : 0;
    return (double)(agents - more) * low + (double)more * high;
}

/* States below "full", from the top down: their sum and the sum of n p(n), relative to p(full - 1).
 * Once deaths are rarer than arrivals the terms only shrink, and the tail can be left out. */
static void below_full(const pb_chat_case *k, int32_t agents, int64_t full, pb_wide *ret_sum,
                       double *ret_mean)
{
    double term = 1, sum = 0, weighted = 0;
    int e = 0;
    for (int64_t n = full - 1;; n--) {
        sum += term;
        weighted += term * (double)n;
        if (n == 0)
            break;
        double ratio = deaths(k->agent, agents, n) / k->chats_per_s;
        term *= ratio;
        if (ratio < 1 && term < 1e-19 * sum)
            break;
        if (term > PB_WIDE_UP) {
            term *= 0x1p-512;
            sum *= 0x1p-512;
            weighted *= 0x1p-512;
            e++;
        }
    }
    *ret_mean = weighted / sum;
    *ret_sum = pb_wide_norm(sum, e);
}

/* n chats are served at the pace of n single ones: how they lie does not matter. */
static bool even_pace(const pb_chat_agent *a)
{
    for (int c = 2; c <= levels_of(a->at_once); c++)
        if (fabs(a->rate_per_s[c - 1] - c * a->rate_per_s[0]) > 1e-12 * a->rate_per_s[c - 1])
            return false;
    return true;
}

static bool case_ok(const pb_chat_case *k)
{
    return k->chats_per_s >= 0 && k->chats_per_s < 1e6 && at_once_ok(k->agent->at_once) &&
           !(k->patience_s <= 0) && !(k->within_s < 0) && !isinf(k->within_s);
}

static pb_chat_service nobody(void)
{
    pb_chat_service s = {.reply_delay_s = NAN, .first_reply_s = NAN};
    s.taken = (pb_service){.p_no_wait = 1, .service_level = 1, .sl_short_out = 1, .sl_answered = 1,
                           .within_if_patient = 1, .answer_rate = 1, .stable = true};
    return s;
}

static void fill_times(const pb_chat_case *k, int32_t agents, int64_t full, pb_chat_service *s)
{
    const pb_chat_agent *a = k->agent;
    double per_s = k->chats_per_s * s->taken.answer_rate;
    s->handle_s = s->in_service / per_s;
    s->reply_delay_s = s->handle_s / a->replies - a->think_s;
    s->first_reply_s = s->taken.asa_s + s->reply_delay_s;
    double busy = isnan(a->work_s) ? s->in_service / (double)full : per_s * a->work_s / agents;
    s->taken.occupancy = busy < 1 ? busy : 1;
}

pb_status pb_chat(const pb_chat_case *k, int32_t agents, pb_chat_service *ret)
{
    if (!case_ok(k) || agents < 1 || agents > PB_MAX_AGENTS)
        return PB_ERR_DOMAIN;
    if (k->chats_per_s < 1e-100) {
        *ret = nobody();
        return PB_OK;
    }
    pb_chat_service s = nobody();
    int64_t full = (int64_t)floor(agents * k->agent->at_once + 1e-9);
    double most = deaths(k->agent, agents, full);
    if (pb_waits_for_ever(k->patience_s) && k->chats_per_s >= most) {
        s.taken = pb_service_unstable();
        s.in_service = (double)full;
        s.handle_s = (double)full / most;
        s.first_reply_s = INFINITY;
    } else {
        double mean;
        pb_service_wide w = {0};
        pb_waiting_room room = {.arrivals_per_s = k->chats_per_s, .services_per_s = most,
                                .excess_per_s = k->chats_per_s - most, .patience_s = k->patience_s,
                                .within_s = k->within_s > 0 ? k->within_s : 0};
        if (k->even || agents > PB_CHAT_UNEVEN_AGENTS || even_pace(k->agent))
            below_full(k, agents, full, &room.idle, &mean);
        else
            pb_chat_uneven(k->agent, k->chats_per_s, agents, full, &room.idle, &mean);
        pb_waiting_solve(&room, &w);
        s.taken = pb_service_narrow(&w);
        s.in_service = mean * s.taken.p_no_wait + (double)full * s.taken.p_wait;
        fill_times(k, agents, full, &s);
    }
    *ret = s;
    return PB_OK;
}

typedef struct pb_chat_ctx {
    const pb_chat_case *chat;
    const pb_targets *targets;
} pb_chat_ctx;

static pb_status judge_chat(const void *ctx, int32_t agents, pb_reason *ret_broken,
                            double *ret_margin)
{
    const pb_chat_ctx *c = ctx;
    pb_chat_service s;
    pb_status status = pb_chat(c->chat, agents, &s);
    if (status != PB_OK)
        return status;
    *ret_broken = pb_targets_broken(c->targets, &s.taken);
    if (*ret_broken == PB_REASON_NONE && s.first_reply_s > c->targets->first_reply_s)
        *ret_broken = PB_REASON_FIRST_REPLY;
    *ret_margin = isnan(c->targets->first_reply_s) ? pb_targets_margin(c->targets, &s.taken) : NAN;
    return PB_OK;
}

pb_status pb_need_chat(const pb_chat_case *k, const pb_targets *t, int32_t guess, pb_need *ret)
{
    if (!case_ok(k) || !pb_targets_ok(t))
        return PB_ERR_DOMAIN;
    if (!(k->chats_per_s > 0)) {
        *ret = (pb_need){t->min_agents, t->min_agents ? PB_REASON_MIN_AGENTS : PB_REASON_NONE, true};
        return PB_OK;
    }
    int levels = levels_of(k->agent->at_once);
    double each = k->agent->rate_per_s[levels - 1];
    double n = k->chats_per_s / each + 1;
    pb_chat_ctx ctx = {k, t};
    pb_model m = {judge_chat, &ctx, 0.3 * sqrt(n)};
    int32_t first = n < PB_MAX_AGENTS ? (int32_t)n : PB_MAX_AGENTS;
    return pb_need_search(&m, guess > 0 ? guess : first, t->min_agents, ret);
}
