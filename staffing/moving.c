/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "staffing/moving.h"

#include "staffing/moving_step.h"
#include "staffing/moving_view.h"
#include "staffing/waiting.h"

#include <math.h>
#include <string.h>

#define PB_PIECE 400.0 /* steps of uniformisation at a time: e^-400 is still a normal number */
#define PB_TINY  1e-11 /* probability that may be left out at the ends */

typedef struct pb_vector {
    double *at;
    size_t cap;
} pb_vector;

struct pb_moving {
    const pb_allocator *al;
    pb_shape now, tried;
    int32_t busiest;            /* more in service than that there are not, but for PB_TINY */
    pb_vector p, end;           /* distributions of `now` and of the end of `tried` */
    pb_vector step, next, mean; /* of one try */
    pb_vector stay, down;       /* of row 0: chance a step of staying, of one contact less */
    pb_vector view[4];
};

pb_moving *pb_moving_new(const pb_allocator *al)
{
    pb_moving *m = pb_alloc(al, 1, sizeof *m);
    if (!m)
        return NULL;
    m->al = al;
    if (pb_grow(al, &m->p.at, &m->p.cap, 64, sizeof(double)) != PB_OK) {
        pb_free(al, m);
        return NULL;
    }
    pb_moving_clear(m);
    return m;
}

void pb_moving_free(pb_moving *m)
{
    if (!m)
        return;
    pb_vector *const all[] = {&m->p, &m->end, &m->step, &m->next, &m->mean,
                              &m->stay, &m->down, &m->view[0], &m->view[1], &m->view[2], &m->view[3]};
    for (size_t i = 0; i < sizeof all / sizeof *all; i++)
        pb_free(m->al, all[i]->at);
    pb_free(m->al, m);
}

void pb_moving_clear(pb_moving *m)
{
    m->now = (pb_shape){0, 0, 0};
    m->busiest = 0;
    m->p.at[0] = 1;
}

static double leave_of(const pb_flow *f)
{
    return pb_waits_for_ever(f->patience_s) ? 0 : 1 / f->patience_s;
}

void pb_moving_present(const pb_moving *m, double *ret_busy, double *ret_waiting)
{
    const pb_shape *s = &m->now;
    double busy = 0, waiting = 0;
    for (int32_t n = 0; n <= s->servers + s->queue; n++) {
        int32_t in_hand = n < s->servers ? n : s->servers;
        busy += in_hand * m->p.at[n];
        waiting += (n - in_hand) * m->p.at[n];
    }
    for (int32_t e = 1; e <= s->excess; e++)
        for (int32_t q = 0; q <= s->queue; q++) {
            busy += (s->servers + e) * m->p.at[pb_shape_row(s, e) + (size_t)q];
            waiting += q * m->p.at[pb_shape_row(s, e) + (size_t)q];
        }
    *ret_busy = busy;
    *ret_waiting = waiting;
}

/* --- shapes --- */

/* How long the queue can get in the slot but for PB_TINY: from what waits and comes, less where people leave
 * or agents are plenty. */
static int32_t longest(const pb_flow *f, const pb_shape *now, int32_t agents, int32_t excess)
{
    double lambda = f->contacts_per_s, serve = agents / f->aht_s, theta = leave_of(f);
    double start = now->queue;
    double come = lambda * f->slot_s, go = excess > 0 ? 0 : serve * f->slot_s;
    double most = fmax(come - go, 0) + 6.5 * sqrt(come + go) + 10;
    if (theta > 0)
        most = fmin(most, lambda / theta + 6.5 * sqrt(lambda / theta) + 12);
    if (excess == 0 && lambda < 0.98 * serve)
        most = fmin(most, 28 / log(serve / lambda) + 5);
    return (int32_t)fmin(start + most, 2e6);
}

/* Agents beyond those that can ever get something to do in the slot are left out. */
static pb_shape shape_for(const pb_moving *m, const pb_flow *f, int32_t agents)
{
    double come = f->contacts_per_s * f->slot_s;
    double used = m->busiest + m->now.queue + come + 6.5 * sqrt(come) + 20;
    pb_shape s = {agents < used ? agents : (int32_t)used, 0, 0};
    s.excess = m->busiest > s.servers ? m->busiest - s.servers : 0;
    s.queue = longest(f, &m->now, s.servers, s.excess);
    return s;
}

double pb_moving_cost(const pb_moving *m, const pb_flow *f, int32_t agents)
{
    pb_shape s = shape_for(m, f, agents);
    double per_s = f->contacts_per_s + (s.servers + s.excess) / f->aht_s + s.queue * leave_of(f);
    return (per_s * f->slot_s + 30) * (double)pb_shape_size(&s);
}

/* The state `busy` in service, `waiting` in the queue, as an index of the shape; free agents take at once. */
static size_t state_of(const pb_shape *s, int32_t busy, int32_t waiting)
{
    if (busy > s->servers)
        return pb_shape_row(s, busy - s->servers) + (size_t)waiting;
    return (size_t)busy + (size_t)waiting;
}

/* Lays the present distribution into the shape of the slot tried. */
static void lay(const pb_moving *m, const pb_shape *to, double *p)
{
    const pb_shape *s = &m->now;
    memset(p, 0, pb_shape_size(to) * sizeof *p);
    for (int32_t n = 0; n <= s->servers + s->queue; n++) {
        int32_t waiting = n > s->servers ? n - s->servers : 0;
        p[state_of(to, pb_least(n - waiting, m->busiest), waiting)] += m->p.at[n];
    }
    for (int32_t e = 1; e <= s->excess; e++)
        for (int32_t q = 0; q <= s->queue; q++)
            p[state_of(to, pb_least(s->servers + e, m->busiest), q)] += m->p.at[pb_shape_row(s, e) + (size_t)q];
}

static pb_status make_room(pb_moving *m, const pb_shape *s, size_t views)
{
    pb_vector *const states[] = {&m->end, &m->step, &m->next, &m->mean, &m->stay, &m->down};
    pb_status status = PB_OK;
    for (size_t i = 0; i < sizeof states / sizeof *states && status == PB_OK; i++)
        status = pb_grow(m->al, &states[i]->at, &states[i]->cap, pb_shape_size(s), sizeof(double));
    for (size_t i = 0; i < 4 && status == PB_OK; i++)
        status = pb_grow(m->al, &m->view[i].at, &m->view[i].cap, views, sizeof(double));
    return status;
}

static pb_step_rates rates_of(pb_moving *m, const pb_flow *f, const pb_shape *s)
{
    double end = 1 / f->aht_s, leave = leave_of(f);
    double per_s = f->contacts_per_s + (s->servers + s->excess) * end + s->queue * leave;
    pb_step_rates r = {per_s, 0, 0, 0, m->stay.at, m->down.at};
    if (!(per_s > 0))
        return r;
    r.come = f->contacts_per_s / per_s;
    r.end = end / per_s;
    r.leave = leave / per_s;
    int32_t top = s->servers + s->queue;
    for (int32_t n = 0; n <= top; n++) {
        double busy = pb_least(n, s->servers);
        m->down.at[n] = busy * r.end + (n - busy) * r.leave;
        m->stay.at[n] = 1 - m->down.at[n] - (n < top ? r.come : 0);
    }
    return r;
}

static void play(pb_moving *m, const pb_flow *f, const pb_shape *s)
{
    pb_step_rates r = rates_of(m, f, s);
    size_t n = pb_shape_size(s);
    double steps = r.per_s * f->slot_s;
    pb_step_room room = {m->step.at, m->next.at, m->end.at, m->mean.at};
    lay(m, s, m->step.at);
    memset(m->mean.at, 0, n * sizeof(double));
    if (!(steps > 0)) { /* nothing ever happens */
        for (size_t at = 0; at < n; at++)
            m->mean.at[at] = f->slot_s * (m->end.at[at] = m->step.at[at]);
        return;
    }
    int pieces = (int)fmin(ceil(steps / PB_PIECE), 1e6);
    for (int i = 0; i < pieces; i++)
        pb_step_piece(s, &r, steps / pieces, &room);
}

/* --- what customers get --- */

/* Sums of one distribution over the states in which a customer has to wait. */
typedef struct pb_felt {
    double wait, within, still, served, wait_s, queue, busy;
} pb_felt;

static void feel(pb_felt *x, double p, const pb_moving *m, size_t view, int32_t waiting)
{
    x->wait += p;
    x->within += p * m->view[0].at[view];
    x->still += p * m->view[1].at[view];
    x->served += p * m->view[2].at[view];
    x->wait_s += p * m->view[3].at[view];
    x->queue += p * waiting;
}

static pb_felt feel_all(const pb_moving *m, const pb_shape *s, const double *p)
{
    pb_felt x = {0};
    for (int32_t n = 0; n < s->servers; n++)
        x.busy += p[n] * n;
    for (int32_t e = 0; e <= s->excess; e++)
        for (int32_t q = 0; q <= s->queue; q++) {
            size_t from = e == 0 ? (size_t)s->servers : pb_shape_row(s, e);
            feel(&x, p[from + (size_t)q], m, (size_t)e * ((size_t)s->queue + 1) + (size_t)q, q);
        }
    x.busy += x.wait * s->servers;
    return x;
}

static pb_service service_of(const pb_felt *x, const pb_flow *f, int32_t servers)
{
    double t = f->slot_s, idle = fmax(t - x->wait, 0);
    pb_service r = {.stable = true};
    r.p_wait = fmin(x->wait / t, 1);
    r.p_no_wait = idle / t;
    r.service_level = fmin((idle + x->within) / t, 1);
    r.missed = 1 - r.service_level;
    double in_time = idle + x->within + x->still, served = idle + x->served;
    r.sl_short_out = in_time > 0 ? (idle + x->within) / in_time : 0;
    r.answer_rate = fmin(served / t, 1);
    r.p_abandon = 1 - r.answer_rate;
    r.sl_answered = served > 0 ? fmin((idle + x->within) / served, 1) : 0;
    r.within_if_patient = r.service_level;
    r.asa_s = served > 0 ? x->wait_s / served : INFINITY;
    r.queue = x->queue / t;
    r.wait_s = f->contacts_per_s > 0 ? r.queue / f->contacts_per_s : 0;
    r.occupancy = servers > 0 ? fmin(x->busy / t / servers, 1) : 1;
    return r;
}

static bool flow_ok(const pb_flow *f)
{
    return f->contacts_per_s >= 0 && f->contacts_per_s < 1e6 && f->aht_s > 0 && isfinite(f->aht_s) &&
           !(f->patience_s <= 0) && !(f->within_s < 0) && f->slot_s > 0 && isfinite(f->slot_s);
}

pb_status pb_moving_try(pb_moving *m, const pb_flow *f, int32_t agents, pb_service *ret)
{
    if (!flow_ok(f) || agents < 0 || agents > PB_MAX_AGENTS)
        return PB_ERR_DOMAIN;
    pb_shape s = shape_for(m, f, agents);
    pb_view_case k = {s.servers, s.excess, s.queue, 1 / f->aht_s, leave_of(f)};
    pb_status status = make_room(m, &s, pb_view_size(&k));
    if (status != PB_OK)
        return status;
    double within_s = f->within_s > 0 ? f->within_s : 0;
    pb_view_within(&k, within_s, 0, m->view[0].at, m->view[3].at);
    pb_view_within(&k, within_s, 1, m->view[1].at, m->view[3].at);
    pb_view_served(&k, m->view[2].at, m->view[3].at);
    play(m, f, &s);
    pb_felt x = feel_all(m, &s, m->mean.at);
    m->tried = s;
    *ret = service_of(&x, f, agents);
    return PB_OK;
}

/* --- from slot to slot --- */

static double column_sum(const pb_moving *m, const pb_shape *s, int32_t q)
{
    double sum = m->end.at[(size_t)s->servers + (size_t)q];
    for (int32_t e = 1; e <= s->excess; e++)
        sum += m->end.at[pb_shape_row(s, e) + (size_t)q];
    return sum;
}

static double row_sum(const pb_moving *m, const pb_shape *s, int32_t e)
{
    double sum = 0;
    for (int32_t q = 0; q <= s->queue; q++)
        sum += m->end.at[pb_shape_row(s, e) + (size_t)q];
    return sum;
}

/* The tried shape without rows and columns that hold next to nothing. */
static pb_shape trimmed(const pb_moving *m)
{
    pb_shape s = m->tried;
    for (double left = 0; s.excess > 0 && (left += row_sum(m, &m->tried, s.excess)) < PB_TINY;)
        s.excess--;
    for (double left = 0; s.queue > 0 && (left += column_sum(m, &m->tried, s.queue)) < PB_TINY;)
        s.queue--;
    return s;
}

static void note_busiest(pb_moving *m)
{
    double left = 0;
    m->busiest = m->now.servers + m->now.excess;
    if (m->now.excess > 0)
        return;
    for (int32_t q = 0; q <= m->now.queue; q++)
        left += m->p.at[m->now.servers + q];
    while (m->busiest > 0 && left < PB_TINY)
        left += m->p.at[--m->busiest];
}

void pb_moving_go(pb_moving *m)
{
    pb_shape from = m->tried, to = trimmed(m);
    double sum = 0;
    for (int32_t n = 0; n <= to.servers + to.queue; n++)
        sum += m->end.at[n];
    for (int32_t e = 1; e <= to.excess; e++) { /* never further back than it was read */
        memmove(m->end.at + pb_shape_row(&to, e), m->end.at + pb_shape_row(&from, e),
                ((size_t)to.queue + 1) * sizeof(double));
        for (int32_t q = 0; q <= to.queue; q++)
            sum += m->end.at[pb_shape_row(&to, e) + (size_t)q];
    }
    for (size_t at = 0; at < pb_shape_size(&to); at++)
        m->end.at[at] /= sum;
    pb_vector swap = m->p;
    m->p = m->end;
    m->end = swap;
    m->now = to;
    note_busiest(m);
}

pb_status pb_moving_settle(pb_moving *m, const pb_flow *f, int32_t agents)
{
    if (!flow_ok(f) || agents < 1 || agents > PB_MAX_AGENTS)
        return PB_ERR_DOMAIN;
    pb_shape s = {agents, 0, 0};
    s.queue = longest(f, &s, agents, 0);
    pb_status status = pb_grow(m->al, &m->p.at, &m->p.cap, pb_shape_size(&s), sizeof(double));
    if (status != PB_OK)
        return status;
    double term = 1, sum = 0, theta = leave_of(f);
    for (int32_t n = 0; n <= s.servers + s.queue; n++) {
        double busy = n < agents ? n : agents;
        if (n > 0)
            term *= f->contacts_per_s / (busy / f->aht_s + (n - busy) * theta);
        if (term > 1e200) { /* what came before counts no more */
            memset(m->p.at, 0, (size_t)n * sizeof(double));
            term = 1;
            sum = 0;
        }
        sum += m->p.at[n] = term;
    }
    for (size_t at = 0; at < pb_shape_size(&s); at++)
        m->p.at[at] /= sum;
    m->now = s;
    note_busiest(m);
    return PB_OK;
}
