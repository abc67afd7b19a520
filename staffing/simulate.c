/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Replications: parts, people's windows, threads, totals, the end. */
#include "staffing/simulate.h"

#include "staffing/sim_parts.h"

#include <math.h>
#include <string.h>

/* Replications between two looks at the totals; results do not depend on the number of threads because
 * batches are added up in order. */
enum { PB_SIM_BATCH = 16 };

typedef struct pb_sim_run {
    const pb_sim_case *c;
    const pb_sim_options *opt;
    int32_t n_parts;
    const pb_sim_part *parts;
    int32_t first;             /* replication of batch item 0 */
    pb_sim_scratch *scratch;   /* [threads] */
    pb_sim_count *batch;       /* [item * n_queues * n_slots + …] */
    pb_sim_total *slot, *day, *all;
    double n_contacts;
} pb_sim_run;

static size_t cells(const pb_sim_case *c)
{
    return (size_t)c->n_queues * c->n_slots;
}

/* --- the people's windows of one replication --- */

/* Cuts a window at slot ends and leaves out the slots the agent is away. */
static int32_t cut_window(const pb_sim_case *c, const pb_sim_window *x, double away, pb_rng *rng,
                          pb_sim_window *to)
{
    int32_t n = 0;
    double from = x->from_s, end = c->slot_start_s[c->n_slots];
    bool joined = false;
    for (int32_t i = pb_sim_slot_at(c, from); i < c->n_slots && from < x->to_s; i++) {
        double stop = i + 1 < c->n_slots && c->slot_start_s[i + 1] < x->to_s ? c->slot_start_s[i + 1]
                                                                             : x->to_s;
        bool here = pb_rng_unit(rng) >= away;
        if (here && joined)
            to[n - 1].to_s = stop;
        else if (here)
            to[n++] = (pb_sim_window){from, stop};
        joined = here;
        from = stop;
    }
    if (from < x->to_s && from >= end) /* beyond the simulated time */
        to[n++] = (pb_sim_window){from, x->to_s};
    return n;
}

static void lay_windows(const pb_sim_case *c, uint64_t seed, uint64_t replication, pb_sim_scratch *w)
{
    pb_rng rng = pb_rng_stream(seed, replication * (2 * PB_MAX_QUEUES + 2) + 2 * PB_MAX_QUEUES);
    int32_t n = 0;
    for (int32_t i = 0; i < c->n_agents; i++) {
        const pb_sim_agent *a = &c->agents[i];
        w->first_window[i] = n;
        for (int32_t k = 0; k < a->n_windows; k++) {
            if (a->away > 0)
                n += cut_window(c, &a->windows[k], a->away, &rng, w->windows + n);
            else
                w->windows[n++] = a->windows[k];
        }
    }
    w->first_window[c->n_agents] = n;
}

/* Upper bound of windows in one replication. */
static size_t most_windows(const pb_sim_case *c)
{
    size_t n = 0;
    for (int32_t i = 0; i < c->n_agents; i++)
        for (int32_t k = 0; k < c->agents[i].n_windows; k++) {
            const pb_sim_window *x = &c->agents[i].windows[k];
            n += 2;
            if (c->agents[i].away > 0)
                n += (size_t)(pb_sim_slot_at(c, x->to_s) - pb_sim_slot_at(c, x->from_s));
        }
    return n;
}

/* Presence by queue: of everybody who knows it. */
static void book_presence(const pb_sim_case *c, pb_sim_scratch *w)
{
    for (int32_t i = 0; i < c->n_agents; i++)
        for (int32_t k = w->first_window[i]; k < w->first_window[i + 1]; k++) {
            const pb_sim_window *x = &w->windows[k];
            int32_t slot = pb_sim_slot_at(c, x->from_s);
            for (pb_skillset left = c->agents[i].skills; left; left &= left - 1) {
                pb_sim_count *row = w->counts + (size_t)__builtin_ctzll(left) * c->n_slots;
                pb_sim_spread_time(c, x->from_s, x->to_s, slot, 1, &row[0].present_s,
                                   sizeof *row / sizeof(double));
            }
        }
}

/* --- one replication --- */

static pb_status play(void *ctx, size_t item, int worker)
{
    pb_sim_run *r = ctx;
    pb_sim_scratch *w = &r->scratch[worker];
    uint64_t replication = (uint64_t)r->first + item;
    w->counts = r->batch + item * cells(r->c);
    memset(w->counts, 0, cells(r->c) * sizeof *w->counts);
    lay_windows(r->c, r->opt->seed, replication, w);
    book_presence(r->c, w);
    pb_status status = PB_OK;
    for (int32_t i = 0; i < r->n_parts && status == PB_OK; i++) {
        const pb_sim_part *p = &r->parts[i];
        status = p->lane ? pb_sim_lane(r->c, p, r->opt->seed, replication, w)
                         : pb_sim_web_play(r->c, p, r->opt, replication, w);
    }
    return status;
}

static void sum_into(pb_sim_count *to, const pb_sim_count *x)
{
    to->offered += x->offered;
    to->answered += x->answered;
    to->within += x->within;
    to->delayed += x->delayed;
    to->wait_answered_s += x->wait_answered_s;
    to->wait_s += x->wait_s;
    to->busy_s += x->busy_s;
    to->present_s += x->present_s;
}

/* Adds one replication to the totals of slots, days and the whole. */
static void add_replication(pb_sim_run *r, const pb_sim_count *counts)
{
    const pb_sim_case *c = r->c;
    for (int32_t q = 0; q < c->n_queues; q++) {
        pb_sim_count all = {0}, day = {0};
        for (int32_t i = 0; i < c->n_slots; i++) {
            const pb_sim_count *x = &counts[(size_t)q * c->n_slots + i];
            r->n_contacts += x->offered;
            if (i >= r->opt->warm_up_slots && i < c->n_slots - r->opt->cool_down_slots) {
                pb_sim_total_add(&r->slot[(size_t)q * c->n_slots + i], x);
                sum_into(&day, x);
                sum_into(&all, x);
            }
            if (i + 1 == c->n_slots || c->slot_day[i + 1] != c->slot_day[i]) {
                pb_sim_total_add(&r->day[(size_t)q * c->n_days + c->slot_day[i]], &day);
                day = (pb_sim_count){0};
            }
        }
        pb_sim_total_add(&r->all[q], &all);
    }
}

static pb_status play_batch(pb_sim_run *r, int32_t n)
{
    pb_status status = pb_parallel(r->opt->threads, (size_t)n, play, r);
    for (int32_t i = 0; i < n && status == PB_OK; i++)
        add_replication(r, r->batch + (size_t)i * cells(r->c));
    r->first += n;
    return status;
}

static bool narrow_enough(const pb_sim_run *r)
{
    if (!(r->opt->until > 0))
        return true;
    for (int32_t q = 0; q < r->c->n_queues; q++) {
        pb_sim_cell cell = pb_sim_total_cell(&r->all[q], r->first);
        if (cell.contacts > 0 && !(cell.service_level.half <= r->opt->until))
            return false;
    }
    return true;
}

static pb_status play_all(pb_sim_run *r)
{
    int32_t most = r->opt->max_replications > 0 ? r->opt->max_replications : 100000;
    int32_t goal = r->opt->replications;
    pb_status status = PB_OK;
    if (!(r->opt->until > 0) || most < goal)
        most = goal;
    while (status == PB_OK && r->first < most) {
        if (r->first >= goal && narrow_enough(r))
            break;
        if (r->first > 0 && r->opt->interrupted && *r->opt->interrupted)
            break;
        int32_t upto = r->first < goal ? goal : most;
        int32_t n = upto - r->first < PB_SIM_BATCH ? upto - r->first : PB_SIM_BATCH;
        status = play_batch(r, n);
    }
    return status;
}

/* --- setting up --- */

static bool alike(const pb_sim_agent *a, int32_t n_queues)
{
    for (int32_t i = 0; a->proficiency && i < n_queues; i++)
        if (a->proficiency[i] != 1)
            return false;
    return true;
}

/* Queues that some agent connects form one part. */
static void find_part(const pb_sim_case *c, pb_skillset seed, pb_sim_part *p, int32_t *agents)
{
    pb_skillset before = 0;
    p->queues = seed;
    while (p->queues != before) {
        before = p->queues;
        for (int32_t i = 0; i < c->n_agents; i++)
            if (c->agents[i].skills & p->queues)
                p->queues |= c->agents[i].skills;
    }
    p->lane = (p->queues & (p->queues - 1)) == 0 &&
              c->queues[__builtin_ctzll(p->queues)].channel == PB_VOICE;
    for (int32_t i = 0; i < c->n_agents; i++)
        if (c->agents[i].skills & p->queues) {
            agents[p->n_agents++] = i;
            p->lane = p->lane && alike(&c->agents[i], c->n_queues);
        }
    p->agents = agents;
}

static pb_status find_parts(pb_arena *a, pb_sim_run *r)
{
    const pb_sim_case *c = r->c;
    pb_sim_part *parts = PB_NEW_ARRAY(a, (size_t)c->n_queues, pb_sim_part);
    int32_t *agents = PB_NEW_ARRAY(a, (size_t)c->n_agents, int32_t);
    if (!parts || !agents)
        return PB_ERR_NOMEM;
    pb_skillset seen = 0;
    for (int32_t q = 0; q < c->n_queues; q++) {
        if (seen >> q & 1)
            continue;
        find_part(c, (pb_skillset)1 << q, &parts[r->n_parts], agents);
        seen |= parts[r->n_parts].queues;
        agents += parts[r->n_parts].n_agents;
        r->n_parts++;
    }
    r->parts = parts;
    return PB_OK;
}

static pb_status make_worker(pb_arena *a, const pb_sim_case *c, size_t windows, pb_sim_scratch *w)
{
    size_t agents = (size_t)c->n_agents;
    w->windows = PB_NEW_ARRAY(a, windows, pb_sim_window);
    w->first_window = PB_NEW_ARRAY(a, agents + 1, int32_t);
    w->window = PB_NEW_ARRAY(a, agents, int32_t);
    w->free_s = PB_NEW_ARRAY(a, agents, double);
    w->free_agent = PB_NEW_ARRAY(a, agents, int32_t);
    w->present = PB_NEW_ARRAY(a, (size_t)c->n_slots, int32_t);
    w->web = pb_sim_web_new(a, c);
    return w->windows && w->first_window && w->window && w->free_s && w->free_agent && w->present &&
                   w->web
               ? PB_OK : PB_ERR_NOMEM;
}

static pb_status make_scratch(pb_arena *a, pb_sim_run *r)
{
    const pb_sim_case *c = r->c;
    size_t n = (size_t)r->opt->threads, windows = most_windows(c);
    pb_status status = PB_OK;
    r->scratch = PB_NEW_ARRAY(a, n, pb_sim_scratch);
    for (size_t i = 0; i < n && r->scratch && status == PB_OK; i++)
        status = make_worker(a, c, windows, &r->scratch[i]);
    if (status != PB_OK)
        return status;
    r->batch = PB_NEW_ARRAY(a, PB_SIM_BATCH * cells(c), pb_sim_count);
    r->slot = PB_NEW_ARRAY(a, cells(c), pb_sim_total);
    r->day = PB_NEW_ARRAY(a, (size_t)c->n_queues * c->n_days, pb_sim_total);
    r->all = PB_NEW_ARRAY(a, (size_t)c->n_queues, pb_sim_total);
    return r->scratch && r->batch && r->slot && r->day && r->all ? PB_OK : PB_ERR_NOMEM;
}

static bool queue_ok(const pb_sim_case *c, const pb_sim_queue *q)
{
    if ((q->channel == PB_CHAT && !q->chat) || q->patience_s <= 0 || !(q->within_s >= 0) ||
        ((q->handle == PB_TIME_LOGNORMAL || q->handle == PB_TIME_GAMMA) && !(q->handle_cv > 0)))
        return false;
    for (int32_t i = 0; i < c->n_slots; i++)
        if (!(q->contacts[i] >= 0 && isfinite(q->contacts[i])) ||
            (q->contacts[i] > 0 && !(q->aht_s[i] > 0)))
            return false;
    return true;
}

static bool case_ok(const pb_sim_case *c, const pb_sim_options *opt)
{
    bool ok = c->n_slots > 0 && c->n_days > 0 && c->n_queues > 0 && c->n_queues <= PB_MAX_QUEUES &&
              c->n_agents >= 0 && opt->threads >= 1 && opt->replications >= 2;
    for (int32_t i = 0; ok && i < c->n_queues; i++)
        ok = queue_ok(c, &c->queues[i]);
    return ok;
}

static pb_sim_cell *close_cells(pb_arena *a, const pb_sim_total *t, size_t n, int32_t replications)
{
    pb_sim_cell *cell = PB_NEW_ARRAY(a, n, pb_sim_cell);
    for (size_t i = 0; cell && i < n; i++)
        cell[i] = pb_sim_total_cell(&t[i], replications);
    return cell;
}

static pb_status hand_over(pb_arena *a, const pb_sim_run *r, pb_sim_result *ret)
{
    const pb_sim_case *c = r->c;
    pb_sim_result x = {.replications = r->first, .narrow = narrow_enough(r),
                       .n_contacts = r->n_contacts, .n_slots = c->n_slots, .n_days = c->n_days,
                       .n_queues = c->n_queues};
    x.slot = close_cells(a, r->slot, cells(c), r->first);
    x.day = close_cells(a, r->day, (size_t)c->n_queues * c->n_days, r->first);
    x.all = close_cells(a, r->all, (size_t)c->n_queues, r->first);
    if (!x.slot || !x.day || !x.all)
        return PB_ERR_NOMEM;
    *ret = x;
    return PB_OK;
}

pb_status pb_simulate(pb_arena *a, const pb_sim_case *c, const pb_sim_options *opt,
                      pb_sim_result *ret)
{
    if (!case_ok(c, opt))
        return PB_ERR_DOMAIN;
    pb_arena *own = pb_arena_new(pb_arena_allocator(a));
    if (!own)
        return PB_ERR_NOMEM;
    pb_sim_run r = {.c = c, .opt = opt};
    pb_status status = find_parts(own, &r);
    if (status == PB_OK)
        status = make_scratch(own, &r);
    if (status == PB_OK)
        status = play_all(&r);
    if (status == PB_OK)
        status = hand_over(a, &r, ret);
    for (int i = 0; r.scratch && i < opt->threads; i++)
        pb_sim_web_free(r.scratch[i].web);
    pb_arena_free(own);
    return status;
}
