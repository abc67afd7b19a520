/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Cases of the simulator from the tables of the house. */
#include "staffing/needs.h"
#include "staffing/simulate.h"

/* What both kinds of case have in common while they are filled. */
typedef struct pb_sim_maker {
    pb_arena *a;
    const pb_forecast *f;
    const pb_queues *queues;
    const pb_sim_manners *m;
    double *slot_start_s;
    int32_t *slot_day;
    pb_sim_queue *q;
    pb_sim_agent *agents;
    int32_t n_agents;
    pb_sim_window *windows;
} pb_sim_maker;

static pb_status lay_slots(pb_sim_maker *x)
{
    const pb_grid *g = &x->f->grid;
    x->slot_start_s = PB_NEW_ARRAY(x->a, (size_t)g->n_slots + 1, double);
    x->slot_day = PB_NEW_ARRAY(x->a, (size_t)g->n_slots, int32_t);
    if (!x->slot_start_s || !x->slot_day)
        return PB_ERR_NOMEM;
    int64_t zero = pb_grid_start_s(g, 0);
    for (int32_t i = 0; i <= g->n_slots; i++)
        x->slot_start_s[i] = (double)(pb_grid_start_s(g, i) - zero);
    for (int32_t i = 0; i < g->n_slots; i++)
        x->slot_day[i] = pb_grid_day(g, i);
    return PB_OK;
}

static int32_t column_of(const pb_forecast *f, const pb_queues *queues, int32_t queue)
{
    for (int32_t i = 0; i < f->n_queues; i++)
        if (pb_queue_find(queues, f->queues[i]) == queue)
            return i;
    return -1;
}

static pb_status lay_chat(pb_sim_maker *x, int32_t queue, double *aht_s)
{
    const pb_queue *q = &x->queues->at[queue];
    pb_chat_agent *chat = PB_NEW(x->a, pb_chat_agent);
    if (!chat)
        return PB_ERR_NOMEM;
    x->q[queue].chat = chat;
    pb_status status = pb_chat_of_queue(q, NAN, chat);
    if (status == PB_OK && !chat->assumed) { /* times by the number open hold as they are */
        int levels = (int)ceil(chat->at_once - 1e-9);
        for (int32_t i = 0; i < x->f->grid.n_slots; i++)
            aht_s[i] = levels / chat->rate_per_s[levels - 1];
    }
    return status;
}

/* Days' spread where the forecast has one. */
static void lay_spread(const pb_sim_maker *x, int32_t column, pb_sim_queue *s)
{
    size_t at = (size_t)column * x->f->grid.n_days;
    if (x->f->day_cv && x->f->slot_cv) {
        s->day_cv = x->f->day_cv + at;
        s->slot_cv = x->f->slot_cv + at;
    }
}

static pb_status lay_queue(pb_sim_maker *x, int32_t queue)
{
    const pb_queue *q = &x->queues->at[queue];
    size_t n = (size_t)x->f->grid.n_slots;
    int32_t column = column_of(x->f, x->queues, queue);
    double *contacts = PB_NEW_ARRAY(x->a, n, double), *aht_s = PB_NEW_ARRAY(x->a, n, double);
    if (!contacts || !aht_s)
        return PB_ERR_NOMEM;
    pb_sim_queue *s = &x->q[queue];
    *s = (pb_sim_queue){.channel = q->channel, .contacts = contacts, .aht_s = aht_s,
                        .handle = x->m->handle, .handle_cv = x->m->handle_cv,
                        .patience_s = q->patience_s, .priority = q->priority};
    s->within_s = q->channel == PB_DEFERRED ? 3600 * (q->deadline_h > 0 ? q->deadline_h : 24)
                                            : fmax(q->within_s, 0);
    for (size_t i = 0; i < n; i++) {
        size_t at = (size_t)(column < 0 ? 0 : column) * n + i;
        contacts[i] = column < 0 || !(x->f->contacts[at] > 0) ? 0 : x->f->contacts[at];
        aht_s[i] = column >= 0 && x->f->aht_s[at] > 0 ? x->f->aht_s[at] : q->aht_s;
        if (!(aht_s[i] > 0))
            aht_s[i] = 300; /* of no contacts, pb_staffing_new sees to that */
    }
    if (column >= 0)
        lay_spread(x, column, s);
    return q->channel == PB_CHAT ? lay_chat(x, queue, aht_s) : PB_OK;
}

static pb_status start(pb_sim_maker *x, size_t n_agents, size_t n_windows)
{
    pb_status status = lay_slots(x);
    x->q = PB_NEW_ARRAY(x->a, (size_t)x->queues->n, pb_sim_queue);
    x->agents = PB_NEW_ARRAY(x->a, n_agents, pb_sim_agent);
    x->windows = PB_NEW_ARRAY(x->a, n_windows, pb_sim_window);
    if (status != PB_OK || !x->q || !x->agents || !x->windows)
        return PB_ERR_NOMEM;
    for (int32_t i = 0; i < x->queues->n && status == PB_OK; i++)
        status = lay_queue(x, i);
    return status;
}

static void finish(const pb_sim_maker *x, pb_sim_case *ret)
{
    *ret = (pb_sim_case){.n_slots = x->f->grid.n_slots, .n_days = x->f->grid.n_days,
                         .n_queues = x->queues->n, .n_agents = x->n_agents,
                         .slot_start_s = x->slot_start_s, .slot_day = x->slot_day, .queues = x->q,
                         .agents = x->agents};
}

/* --- from a requirement --- */

static bool own_row(pb_skillset set)
{
    return set && !(set & (set - 1));
}

/* Agents of a row and their stretches: the j-th is there while more than j are needed. */
static void count_row(const pb_requirement *r, int32_t row, size_t *n_agents, size_t *n_windows)
{
    const double *need = r->required + (size_t)row * r->grid.n_slots;
    double most = 0, before = 0;
    for (int32_t i = 0; i < r->grid.n_slots; i++) {
        *n_windows += need[i] > before ? (size_t)(need[i] - before) : 0;
        most = fmax(most, need[i]);
        before = need[i];
    }
    *n_agents += (size_t)most;
}

static void add_row(pb_sim_maker *x, const pb_requirement *r, int32_t row)
{
    const double *need = r->required + (size_t)row * r->grid.n_slots;
    double most = 0;
    for (int32_t i = 0; i < r->grid.n_slots; i++)
        most = fmax(most, need[i]);
    for (int32_t j = 0; j < (int32_t)most; j++) {
        pb_sim_window *w = x->windows;
        int32_t n = 0;
        for (int32_t i = 0; i < r->grid.n_slots; i++) {
            if (!(need[i] > j))
                continue;
            if (n > 0 && w[n - 1].to_s == x->slot_start_s[i])
                w[n - 1].to_s = x->slot_start_s[i + 1];
            else
                w[n++] = (pb_sim_window){x->slot_start_s[i], x->slot_start_s[i + 1]};
        }
        x->agents[x->n_agents++] = (pb_sim_agent){.skills = r->sets[row], .n_windows = n, .windows = w};
        x->windows += n;
    }
}

pb_status pb_sim_of_requirement(pb_arena *a, const pb_forecast *f, const pb_queues *queues,
                                const pb_requirement *r, const pb_sim_manners *m, pb_sim_case *ret)
{
    pb_sim_maker x = {.a = a, .f = f, .queues = queues, .m = m};
    size_t n_agents = 0, n_windows = 0;
    if (r->grid.n_slots != f->grid.n_slots || r->grid.first != f->grid.first)
        return PB_ERR_DOMAIN;
    for (int32_t i = 0; i < r->n_rows; i++)
        if (own_row(r->sets[i]))
            count_row(r, i, &n_agents, &n_windows);
    pb_status status = start(&x, n_agents, n_windows);
    for (int32_t i = 0; i < r->n_rows && status == PB_OK; i++)
        if (own_row(r->sets[i]))
            add_row(&x, r, i);
    if (status == PB_OK) {
        finish(&x, ret);
        ret->exchangeable = true;
    }
    return status;
}

/* --- from a roster --- */

typedef struct pb_gap {
    double from_s, to_s;
} pb_gap;

static void sort_gaps(pb_gap *g, int32_t n)
{
    for (int32_t i = 1; i < n; i++)
        for (int32_t j = i; j > 0 && g[j].from_s < g[j - 1].from_s; j--) {
            pb_gap t = g[j];
            g[j] = g[j - 1];
            g[j - 1] = t;
        }
}

static pb_gap gap_of(const pb_sim_maker *x, const pb_duty *d, pb_span s)
{
    const pb_grid *g = &x->f->grid;
    double zero = (double)pb_grid_start_s(g, 0);
    return (pb_gap){(double)pb_zone_utc_simple(g->zone, d->date, s.from_min) - zero,
                    (double)pb_zone_utc_simple(g->zone, d->date, s.to_min) - zero};
}

/* The duty less its breaks and activities; returns the seconds that are left. */
static double cut_duty(pb_sim_maker *x, const pb_duty *d, pb_gap *gaps, pb_sim_agent *to)
{
    double zero = (double)pb_grid_start_s(&x->f->grid, 0);
    double from = (double)d->start_s - zero, end = (double)d->end_s - zero, left = 0;
    double last = x->slot_start_s[x->f->grid.n_slots];
    int32_t n = 0;
    for (int32_t i = 0; i < d->n_breaks; i++)
        gaps[n++] = gap_of(x, d, d->breaks[i]);
    for (int32_t i = 0; i < d->n_activities; i++)
        gaps[n++] = gap_of(x, d, d->activities[i].span);
    sort_gaps(gaps, n);
    to->windows = x->windows;
    for (int32_t i = 0; i <= n; i++) {
        double stop = i < n ? fmin(gaps[i].from_s, end) : end;
        double start_s = fmax(from, 0), stop_s = fmin(stop, last);
        if (stop_s > start_s) {
            *x->windows++ = (pb_sim_window){start_s, stop_s};
            to->n_windows++;
        }
        left += fmax(stop - from, 0);
        if (i < n)
            from = fmax(from, gaps[i].to_s);
    }
    return left;
}

/* Away beyond the breaks that the roster has: planned shrinkage less those, times unplanned. */
static double away_share(const pb_sim_maker *x, const pb_duty *d, pb_skillset skills, double left)
{
    double planned = 0, unplanned = 0;
    int n = 0;
    int weekday = pb_date_weekday(d->date), minute = d->start_min % PB_MIN_PER_DAY;
    for (pb_skillset s = skills; s; s &= s - 1, n++) {
        const pb_queue *q = &x->queues->at[__builtin_ctzll(s)];
        planned += pb_weekly_at(&q->shrinkage, weekday, minute);
        unplanned += pb_weekly_at(&q->shrinkage_unplanned, weekday, minute);
    }
    if (!(n > 0))
        return 0;
    double here = left / (double)(d->end_s - d->start_s);
    double stays = fmin((1 - planned / n) / fmax(here, 0.05), 1);
    return 1 - stays * (1 - unplanned / n);
}

static pb_status add_duty(pb_sim_maker *x, const pb_agents *agents, const pb_duty *d)
{
    const pb_agent *agent = &agents->at[d->agent];
    pb_gap *gaps = PB_NEW_ARRAY(x->a, (size_t)d->n_breaks + d->n_activities + 1, pb_gap);
    if (!gaps)
        return PB_ERR_NOMEM;
    pb_sim_agent s = {.skills = d->queue >= 0 ? (pb_skillset)1 << d->queue : agent->skills,
                      .proficiency = agent->proficiency};
    double left = cut_duty(x, d, gaps, &s);
    if (x->m->shrinkage)
        s.away = away_share(x, d, s.skills, left);
    if (s.n_windows > 0 && s.skills)
        x->agents[x->n_agents++] = s;
    return PB_OK;
}

pb_status pb_sim_of_roster(pb_arena *a, const pb_forecast *f, const pb_queues *queues,
                           const pb_agents *agents, const pb_roster *roster,
                           const pb_sim_manners *m, pb_sim_case *ret)
{
    pb_sim_maker x = {.a = a, .f = f, .queues = queues, .m = m};
    size_t n_windows = 0;
    for (size_t i = 0; i < roster->n; i++)
        n_windows += (size_t)roster->at[i].n_breaks + roster->at[i].n_activities + 1;
    pb_status status = start(&x, roster->n, n_windows);
    for (size_t i = 0; i < roster->n && status == PB_OK; i++)
        if (roster->at[i].shift >= 0 && roster->at[i].agent >= 0)
            status = add_duty(&x, agents, &roster->at[i]);
    if (status == PB_OK)
        finish(&x, ret);
    return status;
}
