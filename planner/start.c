/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The start: people are re-rostered one after another at prices that follow how far each row is from
 * its need, with a weight that grows (a Gauss-Seidel form of the alternating direction method of
 * multipliers; Boyd et al. 2011, section 3). It needs no linear programme, and its rosters seed the
 * column generation.
 */
#include "planner/engine_private.h"

#include <string.h>

/* Shares of the time: until then a long plan's people who have no lawful days yet are tried without a corridor. */
#define GREEDY_SHARE 0.02
/* A long large plan's ramp from the bound's prices. */
#define AGAIN_SHARE 0.2
enum { AGAIN_ROUNDS = 80 };

typedef struct adjust {
    double *pi;      /* [n_rows] cost units */
    double rho;      /* cost units per person missing */
} adjust;

static bool late(const engine *e, double share)
{
    return e->opt->seconds > 0 && eng_time(e) > share * e->opt->seconds;
}

/* First rosters: each person in turn against marginal costs. */
static pb_status greedy(engine *e, eng_worker *w, eng_roster *r, int32_t *ret_infeasible)
{
    const pb_problem *p = e->p;
    memset(r->count, 0, (size_t)p->n_rows * sizeof *r->count);
    for (int32_t i = 0; i < p->n_people; i++) {
        pb_priced priced;
        eng_marginal(e, r->count, w->y, 0, p->n_rows);
        pb_status st = eng_reroster(e, w, i, NULL, 0, p->n_days, NULL, e->loose ? ENG_LOOSE : ENG_EXACT, &priced);
        if (st == PB_OK && e->loose && priced.value >= PB_DP_NONE && !late(e, GREEDY_SHARE))
            st = eng_reroster(e, w, i, NULL, 0, p->n_days, NULL, ENG_EXACT, &priced);
        if (st != PB_OK)
            return st;
        if (priced.bound >= PB_DP_NONE) {
            *ret_infeasible = i;
            eng_log(e, "person %d has no lawful days", i);
            return PB_OK;
        }
        if (priced.value >= PB_DP_NONE)
            eng_log(e, "person %d: no lawful days found in %d programmes", i, priced.programmes);
        if (priced.value >= PB_DP_NONE)
            continue; /* stays off all days; counted as broken by eng_roster_count */
        pb_choice *mine = r->at + eng_cell(e, i, 0);
        memcpy(mine, w->days, (size_t)p->n_days * sizeof *mine);
        for (int32_t d = 0; d < p->n_days; d++)
            pb_cell_count(p, p->people[i].traits, d, mine[d], 1, r->count);
    }
    return PB_OK;
}

static void price_rows(const engine *e, const adjust *a, const int32_t *count, int32_t *y)
{
    for (int32_t r = 0; r < e->p->n_rows; r++) {
        double v = (a->pi[r] + a->rho * (e->p->rows[r].need - count[r] - 0.5)) * e->scale;
        v = v < e->row_lo[r] ? e->row_lo[r] : v > e->row_hi[r] ? e->row_hi[r] : v;
        y[r] = (int32_t)v;
    }
}

static pb_status sweep(engine *e, eng_worker *w, eng_roster *r, const adjust *a, int32_t offset)
{
    const pb_problem *p = e->p;
    for (int32_t k = 0; k < p->n_people; k++) {
        int32_t i = (int32_t)(((int64_t)k + offset) % p->n_people);
        pb_choice *mine = r->at + eng_cell(e, i, 0);
        uint64_t traits = p->people[i].traits;
        for (int32_t d = 0; d < p->n_days; d++)
            pb_cell_count(p, traits, d, mine[d], -1, r->count);
        price_rows(e, a, r->count, w->y);
        pb_priced priced;
        pb_status st = eng_reroster(e, w, i, mine, 0, p->n_days, NULL, e->loose ? ENG_LOOSE : ENG_EXACT, &priced);
        if (st != PB_OK)
            return st;
        if (priced.value < PB_DP_NONE)
            memcpy(mine, w->days, (size_t)p->n_days * sizeof *mine);
        for (int32_t d = 0; d < p->n_days; d++)
            pb_cell_count(p, traits, d, mine[d], 1, r->count);
        if (eng_over(e))
            break;
    }
    return PB_OK;
}

static void follow(const engine *e, adjust *a, const int32_t *count)
{
    for (int32_t r = 0; r < e->p->n_rows; r++) {
        double v = a->pi[r] + 0.2 * a->rho * (e->p->rows[r].need - count[r]);
        double lo = (double)e->row_lo[r] / e->scale, hi = (double)e->row_hi[r] / e->scale;
        a->pi[r] = v < lo ? lo : v > hi ? hi : v;
    }
}

/* How far the ramp is, 0 … 1: by its rounds, or by its time where that runs out first. */
static double ramp_at(const engine *e, const eng_ramp *ramp, int round, double begin)
{
    double at = (double)round / (ramp->rounds > 1 ? ramp->rounds - 1 : 1);
    double spent = ramp->until > begin ? (eng_time(e) - begin) / (ramp->until - begin) : 0.0;
    return fmin(fmax(at, spent), 1.0);
}

pb_status eng_admm(engine *e, eng_worker *w, eng_roster *r, const eng_ramp *ramp, double *pi, eng_pool *pool,
                   eng_roster *best)
{
    adjust a = {.pi = pi};
    double begin = eng_time(e);
    for (int t = 0; t < ramp->rounds && !eng_over(e); t++) {
        if (ramp->until > 0 && best->cost < INT64_MAX && eng_time(e) > ramp->until)
            break;
        a.rho = ramp->rho0 * pow(ramp->rho1 / ramp->rho0, ramp_at(e, ramp, t, begin));
        pb_status st = sweep(e, w, r, &a, t * 31);
        if (st != PB_OK)
            return st;
        follow(e, &a, r->count);
        int64_t broken;
        eng_roster_count(e, r, &broken);
        if (broken == 0 && r->cost < best->cost)
            eng_roster_copy(e, best, r);
        for (int32_t i = 0; pool != NULL && t > 2 && i < e->p->n_people; i++) {
            st = eng_pool_add(e, pool, i, r->at + eng_cell(e, i, 0));
            if (st != PB_OK)
                return st;
        }
    }
    return PB_OK;
}

/* Seconds at which a ramp ends when it has a lawful roster. A long large plan's first one only finds that: the
 * good one follows the bound, whose prices say what hours and limits are worth. */
static double ramp_until(const engine *e, int rep)
{
    double limit = e->opt->seconds;
    if (limit <= 0)
        return 0;
    if (e->loose && eng_large(e))
        return rep ? eng_time(e) + AGAIN_SHARE * limit : 1e-3;
    return limit * (rep ? 0.15 : 0.1);
}

static eng_ramp ramp_of(const engine *e, int rep)
{
    bool again = rep > 0 && e->loose && eng_large(e), steep = rep > 0 && !again;
    double last = e->loose ? (steep ? 10.0 : 5.0) : steep ? 60.0 : 5.0;
    return (eng_ramp){.rounds = again ? AGAIN_ROUNDS : e->p->n_days > 300 ? 40 : 60, .rho0 = (steep ? 1.0 : 0.5) * e->unit,
                      .rho1 = last * e->unit, .until = ramp_until(e, rep)};
}

/* One ramp from the prices known, and the descent after it. */
static pb_status one_ramp(engine *e, eng_worker *w, pb_rng *rng, int rep, eng_roster *r, eng_roster *best, double *pi)
{
    const pb_problem *p = e->p;
    bool brief = e->loose && eng_large(e) && rep == 0;
    eng_ramp ramp = ramp_of(e, rep);
    best->cost = INT64_MAX;
    for (int32_t k = 0; k < p->n_rows; k++)
        pi[k] = e->have_root_y ? (double)e->root_y[k] / e->scale : 0.0;
    pb_status st = eng_admm(e, w, r, &ramp, pi, &e->pool, best);
    if (st != PB_OK || best->cost == INT64_MAX)
        return st;
    (void)eng_offer(e, best, "admm");
    if (brief)
        return PB_OK;
    st = eng_one_opt(e, w, best, rng, 20);
    (void)eng_offer(e, best, "one-opt");
    for (int32_t i = 0; i < p->n_people && st == PB_OK; i++)
        st = eng_pool_add(e, &e->pool, i, best->at + eng_cell(e, i, 0));
    return st;
}

/* How many; a large plan's second rosters come from its bound. */
static int ramps(const engine *e)
{
    if (!eng_uses(e, PB_PART_RAMP))
        return 0;
    return e->loose || eng_large(e) ? 1 : 2;
}

pb_status eng_start(engine *e, eng_worker *w, pb_rng *rng, int32_t *ret_infeasible)
{
    const pb_problem *p = e->p;
    eng_roster r, best;
    *ret_infeasible = -1;
    pb_status st = eng_roster_make(e, w->arena, &r);
    if (st == PB_OK)
        st = eng_roster_make(e, w->arena, &best);
    double *pi = PB_NEW_ARRAY(w->arena, (size_t)p->n_rows, double);
    if (st != PB_OK || pi == NULL)
        return PB_ERR_NOMEM;
    st = greedy(e, w, &r, ret_infeasible);
    if (st != PB_OK || *ret_infeasible >= 0)
        return st;
    int64_t broken;
    eng_roster_count(e, &r, &broken);
    if (broken == 0)
        (void)eng_offer(e, &r, "greedy");
    for (int rep = 0, n = ramps(e); rep < n && !eng_over(e) && st == PB_OK; rep++)
        st = one_ramp(e, w, rng, rep, &r, &best, pi);
    for (int32_t k = 0; k < p->n_rows && !e->have_root_y; k++)
        e->root_y[k] = (int32_t)(pi[k] * e->scale); /* where the bound begins to look */
    e->have_root_y = true;
    return st;
}

pb_status eng_start_again(engine *e, eng_worker *w, pb_rng *rng)
{
    eng_roster r, best;
    pb_status st = eng_roster_make(e, w->arena, &r);
    if (st == PB_OK)
        st = eng_roster_make(e, w->arena, &best);
    double *pi = PB_NEW_ARRAY(w->arena, (size_t)e->p->n_rows, double);
    if (st != PB_OK || pi == NULL)
        return PB_ERR_NOMEM;
    eng_roster_copy(e, &r, &e->best);
    return one_ramp(e, w, rng, 1, &r, &best, pi);
}
