/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "planner/plan_proof.h"

#include "base/number.h"
#include "planner/mip.h"

#include <math.h>

enum { MEMORY_MB = 4000, NODES = 20000 };

typedef struct proof {
    const pb_instance *in;
    pb_proof *p;
    pb_mip m;
    pb_lp_env *env;
    pb_lp *lp;
} proof;

static double now_s(void *ctx)
{
    const pb_watch *w = ctx;
    return w->clock_s ? w->clock_s(w->ctx) : 0;
}

static bool stop(void *ctx)
{
    return pb_watch_over(ctx);
}

static pb_lp_watch lp_watch(proof *x)
{
    pb_lp_watch w = {x->p->watch.clock_s ? now_s : NULL, stop, &x->p->watch};
    return w;
}

static double seconds_left(const proof *x)
{
    const pb_watch *w = &x->p->watch;
    double left;
    if (!w->clock_s)
        return 0;
    left = w->until_s - w->clock_s(w->ctx);
    return left > 0.05 ? left : 0.05;
}

/* A cell that breaks a hard rule by itself, pinned or without a choice: no roster can help. */
static bool pins_broken(const pb_instance *in)
{
    for (int64_t i = 0; i < (int64_t)in->n_agents * in->n_days; i++)
        if (in->broken_off[i] > 0)
            return true;
    for (int32_t agent = 0; agent < in->n_agents; agent++)
        for (int32_t alt = 1; alt < in->n_alts; alt++)
            if (in->broken[(int64_t)agent * in->n_alts + alt] > 0)
                return true;
    return false;
}

/* May the term's cost fall between two thousandths? */
static bool rounds(const pb_instance *in, const pb_term *t)
{
    int64_t g = t->per;
    if (t->hard || t->per == 1)
        return false;
    if (!t->tab || t->n_spans)
        return t->price % t->per != 0;
    for (int32_t alt = 0; alt < in->n_alts; alt++)
        g = pb_gcd(g, t->tab[alt]);
    g = pb_gcd(pb_gcd(g, t->lo == INT32_MIN ? 0 : t->lo), t->hi == INT32_MAX ? 0 : t->hi);
    g = pb_gcd(g, t->base);
    return g * t->price % t->per != 0;
}

/* Costs of a roster are rounded one by one, half a thousandth at most each: what that can amount to. */
static double slack_of(const pb_instance *in)
{
    double n = 0;
    for (int32_t i = 0; i < in->term0[in->n_agents]; i++)
        n += rounds(in, &in->terms[i]);
    for (int32_t i = 0; i < in->n_fair; i++)
        n += in->fair[i].n;
    for (int32_t r = 0; r < in->n_rows; r++)
        if (in->rows[r].price * in->quantum_min % 60 || in->rows[r].over * in->quantum_min % 60)
            n += in->grid.n_slots;
    for (int32_t k = 0; k < in->n_work; k++) /* rounded to thousandths of a minute before */
        n += in->n_days * (1 + (double)in->work[k].price / 60000);
    return 0.5 * n;
}

/* A proven value of the programme in thousandths, less rounding and what the simplex may be wrong by. */
static pb_money bound_of(const proof *x, double value)
{
    double v = (value + x->m.constant) * 1000;

    x->p->slack = slack_of(x->in) + 1e-7 * fabs(v) + 1e-3;
    v -= x->p->slack;
    return v > 0 ? (pb_money)ceil(v) : 0;
}

static void raise_bound(proof *x, double value)
{
    pb_money b = bound_of(x, value);
    if (b > x->p->bound)
        x->p->bound = b;
}

/* Was it the watch that ended it? */
static void note_clock(proof *x, pb_lp_answer answer)
{
    bool unfinished = answer == PB_LP_FEASIBLE || answer == PB_LP_NOTHING;
    x->p->by_clock = x->p->by_clock || (unfinished && pb_watch_over(&x->p->watch));
}

/* No point costs less than every column at its better bound. */
static double least_by_signs(const proof *x)
{
    double sum = 0;
    for (size_t c = 0; c < x->m.n_cols; c++) {
        double at = x->m.cost[c] > 0 ? x->m.least[c] : x->m.most[c];
        if (x->m.cost[c] != 0)
            sum += x->m.cost[c] * at;
    }
    return sum > -1e300 ? sum : -1e300;
}

static pb_status relax(proof *x)
{
    pb_lp_options o = {.presolve = true, .seconds = seconds_left(x), .iterations = x->p->pivots, .watch = lp_watch(x)};
    pb_lp_result r;
    pb_status s;

    raise_bound(x, least_by_signs(x));
    x->p->left_out = x->p->most_columns > 0 && x->p->n_columns > x->p->most_columns;
    if (x->p->left_out)
        return PB_OK;
    s = pb_lp_solve(x->lp, &o, &r);
    if (s)
        return s == PB_ERR_NOMEM ? s : PB_OK;
    note_clock(x, r.answer);
    if (r.answer == PB_LP_INFEASIBLE)
        x->p->infeasible = true;
    else if (r.answer == PB_LP_OPTIMAL)
        raise_bound(x, r.objective);
    return PB_OK;
}

/* Hands the places of a class's alternative to the agents that have it, in order. */
static void place_alt(const proof *x, const double *v, int32_t c, int32_t alt, int32_t *places)
{
    const pb_instance *in = x->in;
    const pb_mip *m = &x->m;
    int32_t place = in->alts[alt].place0, left = -1, last = place + in->alts[alt].n_places - 1;

    for (int32_t agent = 0; agent < in->n_agents; agent++) {
        int32_t col = m->x[(int64_t)agent * in->n_alts + alt];
        if (m->class_of[agent] != c || col < 0 || v[col] < 0.5)
            continue;
        while (left != 0 || place <= last) {
            int32_t y = m->y[(int64_t)c * in->n_places + place];
            if (left < 0)
                left = y >= 0 ? (int32_t)(v[y] + 0.5) : 0;
            if (left > 0 || place == last)
                break;
            place++;
            left = -1;
        }
        left--;
        places[(int64_t)agent * in->n_days + in->alts[alt].day] = place;
    }
}

static void place_all(const proof *x, const double *v, int32_t *places)
{
    for (int32_t c = 0; c < x->m.n_classes; c++)
        for (int32_t alt = 1; alt < x->in->n_alts; alt++)
            place_alt(x, v, c, alt, places);
}

static pb_status take_roster(pb_arena *a, proof *x)
{
    const pb_instance *in = x->in;
    double *v = PB_NEW_ARRAY(x->m.arena, x->m.n_cols, double);
    int32_t *places = PB_NEW_ARRAY(a, (size_t)in->n_agents * in->n_days, int32_t);
    pb_board *b = pb_board_new(x->m.arena, in);
    pb_found now;
    pb_line_sum sum;

    if (!v || !places || !b)
        return PB_ERR_NOMEM;
    pb_lp_mip_get(x->lp, v);
    place_all(x, v, places);
    for (int32_t agent = 0; agent < in->n_agents; agent++) {
        for (int32_t day = 0; day < in->n_days; day++)
            pb_board_set(b, agent, day, places[(int64_t)agent * in->n_days + day]);
        pb_board_line(b, agent);
    }
    sum = pb_board_sum(b);
    now = (pb_found){.lawful = sum.hard == 0, .cost = sum.soft, .broken = sum.hard};
    if (x->p->known ? pb_found_better(&now, x->p->known) : now.lawful || !x->p->lawful_only)
        x->p->places = places;
    return PB_OK;
}

static pb_status branch(pb_arena *a, proof *x)
{
    const pb_found *known = x->p->known;
    bool lawful = known && known->lawful;
    double cutoff = lawful ? (double)known->cost / 1000 - x->m.constant - 1e-6 : INFINITY;
    pb_mip_options o = {.seconds = seconds_left(x), .nodes = x->p->nodes > 0 ? x->p->nodes : NODES, .gap = x->p->gap, .cutoff = cutoff,
                        .presolve = true, .cuts = true, .watch = lp_watch(x)};
    pb_mip_result r;
    pb_status s = pb_lp_mip(x->lp, &o, &r);

    if (s)
        return s == PB_ERR_NOMEM ? s : PB_OK;
    note_clock(x, r.answer);
    if (r.bound > -1e300 && r.bound < 1e300)
        raise_bound(x, r.bound);
    if (r.answer == PB_LP_INFEASIBLE && !lawful)
        x->p->infeasible = true;
    if (r.answer == PB_LP_INFEASIBLE && lawful)
        x->p->bound = known->cost; /* nothing is cheaper */
    if (r.answer == PB_LP_OPTIMAL || r.answer == PB_LP_FEASIBLE)
        s = take_roster(a, x);
    return s;
}

/* With a column of its own for what every roster costs, so that other solvers find the same objective. */
static pb_status write_file(proof *x)
{
    int col;
    pb_status s = pb_lp_add_col(x->lp, x->m.constant, 1, 1, 0, NULL, NULL, &col);
    if (!s)
        s = pb_lp_set_col_name(x->lp, col, "constant");
    if (!s)
        s = pb_lp_write(x->lp, x->p->write_lp, PB_LP_CPLEX);
    return s ? s : pb_lp_del_cols(x->lp, 1, &col);
}

pb_status pb_proof_run(pb_arena *a, const pb_instance *in, pb_proof *p)
{
    proof x = {.in = in, .p = p};
    pb_arena *scratch;
    pb_status s;

    p->infeasible = pins_broken(in);
    if (p->infeasible)
        return PB_OK;
    scratch = pb_arena_new(pb_arena_allocator(a));
    if (!scratch)
        return PB_ERR_NOMEM;
    pb_mip_init(&x.m, scratch, in);
    s = pb_mip_build(&x.m);
    for (size_t c = 0; p->lawful_only && c < x.m.n_cols; c++)
        x.m.cost[c] = 0;
    p->n_columns = (int32_t)x.m.n_cols;
    p->n_rows = (int32_t)x.m.n_rows;
    if (!s)
        s = pb_lp_env_new(pb_arena_allocator(a), MEMORY_MB, &x.env);
    if (!s)
        s = pb_mip_load(&x.m, x.env, p->write_lp != NULL, &x.lp);
    if (!s && p->write_lp)
        s = write_file(&x);
    if (!s && p->want == PB_PROOF_BOUND)
        s = relax(&x);
    if (!s && p->want == PB_PROOF_EXACT)
        s = branch(a, &x);
    pb_lp_env_free(x.env);
    pb_mip_done(&x.m);
    pb_arena_free(scratch);
    return s == PB_ERR_SOLVER ? PB_OK : s;
}
