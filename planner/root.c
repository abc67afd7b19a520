/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The whole problem as one master: bound, then dives. */
#include "planner/master.h"

#include <string.h>

enum { ROOT_DIVES = 3, DIVE_CG_ROUNDS = 12, SEED_EACH = 20 };

/* Shares of the time: of what is left for the bound; a root that took more does not dive. */
#define ROOT_SHARE 0.4
#define DIVE_SHARE 0.08
#define ROUGH 3e-3 /* tolerance of a bound that is only a start */

typedef struct root {
    eng_sub sub;
    int32_t *person;
    uint8_t *free_day;
    pb_choice *days;
    eng_roster r;
} root;

static pb_status root_make(engine *e, eng_worker *w, root *t)
{
    const pb_problem *p = e->p;
    t->person = PB_NEW_ARRAY(w->arena, (size_t)p->n_people, int32_t);
    t->free_day = PB_NEW_ARRAY(w->arena, (size_t)p->n_days, uint8_t);
    t->days = PB_NEW_ARRAY(w->arena, (size_t)p->n_people * (size_t)p->n_days, pb_choice);
    pb_status st = eng_roster_make(e, w->arena, &t->r);
    if (t->person == NULL || t->free_day == NULL || t->days == NULL || st != PB_OK)
        return PB_ERR_NOMEM;
    for (int32_t i = 0; i < p->n_people; i++)
        t->person[i] = i;
    memset(t->free_day, 1, (size_t)p->n_days);
    st = eng_sub_make(e, w, &e->best, p->n_people, t->person, 0, p->n_days, t->free_day, NULL, &t->sub);
    if (st != PB_OK)
        return st;
    st = eng_sub_seed(&t->sub, &e->best);
    if (st == PB_OK)
        st = eng_sub_seed_pool(&t->sub, SEED_EACH);
    if (st != PB_OK)
        eng_sub_free(&t->sub);
    return st;
}

static pb_status root_dive(engine *e, root *t, int number, double until, pb_rng *rng)
{
    dive_options o = {.cg_rounds = DIVE_CG_ROUNDS, .share = 0.1, .until = until, .noise = number > 0 ? 0.1 : 0.0};
    bool found;
    t->sub.cutoff = e->best.cost;
    pb_status st = eng_dive(&t->sub, &o, rng, t->days, &found);
    eng_log(e, "dive %d found %d", number, (int)found);
    if (st != PB_OK || !found)
        return st;
    memcpy(t->r.at, t->days, (size_t)e->p->n_people * (size_t)e->p->n_days * sizeof *t->days);
    int64_t broken;
    eng_roster_count(e, &t->r, &broken);
    if (broken > 0)
        return PB_OK;
    (void)eng_offer(e, &t->r, "dive");
    st = eng_one_opt(e, t->sub.w, &t->r, rng, 10);
    (void)eng_offer(e, &t->r, "dive one-opt");
    return st;
}

static bool worth_diving(const engine *e, double spent)
{
    double limit = e->opt->seconds;
    return !e->opt->bound_only && eng_uses(e, PB_PART_DIVES) && (limit <= 0 || spent < DIVE_SHARE * limit);
}

/* Column generation; with totals, roughly first at the roster's own, then at all. Then the tree. */
static pb_status bound(engine *e, eng_sub *s, const cg_options *o)
{
    bool totals = e->opt->n_totals > 0;
    cg_options rough = *o;
    rough.tolerance = totals ? ROUGH : o->tolerance;
    pb_status st = eng_cg(s, &rough);
    if (st == PB_OK && totals && s->converged) {
        st = eng_totals_begin(s, &e->best);
        if (st == PB_OK)
            st = eng_cg(s, o);
    }
    bool tree = e->opt->nodes > 0 || s->n_totals > 0;
    if (st == PB_OK && tree && s->converged)
        st = eng_cuts(s, o);
    return st == PB_OK && tree && s->bound != INT64_MIN ? eng_tree(s, o) : st;
}

pb_status eng_root(engine *e, pb_rng *rng, double *ret_seconds)
{
    eng_worker *w = &e->workers[0];
    root t;
    pb_status st = root_make(e, w, &t);
    if (st != PB_OK)
        return st;
    double limit = e->opt->seconds, begin = eng_time(e);
    cg_options o = {.max_rounds = 100000, .smoothing = 0.5, .threads = e->opt->threads, .keep = true,
                    .tolerance = e->opt->tolerance,
                    .until = limit > 0 ? begin + ROOT_SHARE * (limit - begin) : 0};
    st = bound(e, &t.sub, &o);
    eng_log(e, "root lp %.3f bound %lld converged %d columns %d", t.sub.lp_value, (long long)e->bound,
            (int)t.sub.converged, t.sub.n_columns);
    double spent = eng_time(e) - begin;
    *ret_seconds = t.sub.converged ? spent : INFINITY;
    bool pays = worth_diving(e, spent);
    for (int i = 0; i < ROOT_DIVES && pays && t.sub.converged && st == PB_OK && !eng_over(e) && !eng_done(e); i++) {
        int64_t had = e->best.cost;
        st = root_dive(e, &t, i, limit > 0 ? eng_time(e) + 2.0 * DIVE_SHARE * limit : 0, rng);
        pays = e->best.cost < had || i == 0;
    }
    eng_sub_free(&t.sub);
    return st;
}

pb_status eng_prove(engine *e, double until, int64_t max_nodes)
{
    eng_worker *w = &e->workers[0];
    root t;
    pb_mutex_lock(e->lock);
    pb_status st = root_make(e, w, &t);
    pb_mutex_unlock(e->lock);
    if (st != PB_OK)
        return st;
    bool proven = false;
    st = eng_branch(&t.sub, until, max_nodes, t.days, &t.r, &proven);
    pb_mutex_lock(e->lock);
    if (st == PB_OK && proven)
        eng_raise_bound(e, e->best.cost);
    pb_mutex_unlock(e->lock);
    eng_sub_free(&t.sub);
    pb_arena_reset(w->arena);
    return st;
}
