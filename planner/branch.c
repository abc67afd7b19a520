/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Branch and price, depth first, where the gap is small: a person's choice on a day is made certain in
 * one branch and taken away in the other, both through the masks, so pricing stays as it is. A finished
 * tree proves the best roster.
 */
#include "planner/master.h"

#include <string.h>

enum { NODE_CG_ROUNDS = 300 };

typedef struct tree {
    eng_sub *s;
    double until;
    int64_t nodes, max_nodes;
    bool complete;    /* no node was left unfinished */
    pb_choice *days;
    eng_roster *r;
    double *weight;   /* [n_days * n_choices] of one person */
} tree;

typedef struct branching {
    int32_t k, d, choice; /* k < 0: nothing is undecided */
} branching;

/* The cell nearest to a half; among such the earliest. */
static branching most_open(tree *t)
{
    eng_sub *s = t->s;
    size_t nc = (size_t)s->e->p->n_choices, cells = (size_t)s->n_days * nc;
    branching best = {.k = -1};
    double open = 1e-4;
    for (int32_t k = 0; k < s->n; k++) {
        memset(t->weight, 0, cells * sizeof *t->weight);
        for (int32_t c = 0; c < s->n_columns; c++)
            for (int32_t d = 0; s->columns[c].k == k && s->columns[c].value > 1e-7 && d < s->n_days; d++)
                t->weight[(size_t)d * nc + (size_t)sub_days(s, c)[d].choice] += s->columns[c].value;
        for (size_t i = 0; i < cells; i++) {
            double w = t->weight[i], v = w < 1.0 - w ? w : 1.0 - w;
            if (v > open + 1e-9) {
                open = v;
                best = (branching){k, (int32_t)(i / nc), (int32_t)(i % nc)};
            }
        }
    }
    return best;
}

/* Nobody is undecided: a roster. Break placements may still be split; then any column of the person does. */
static void take_roster(tree *t)
{
    eng_sub *s = t->s;
    engine *e = s->e;
    int64_t broken;
    for (int32_t k = 0; k < s->n; k++) {
        double most = 0;
        for (int32_t c = 0; c < s->n_columns; c++)
            if (s->columns[c].k == k && s->columns[c].value > most) {
                most = s->columns[c].value;
                memcpy(t->days + (size_t)k * (size_t)s->n_days, sub_days(s, c), (size_t)s->n_days * sizeof *t->days);
            }
    }
    memcpy(t->r->at, t->days, (size_t)s->n * (size_t)s->n_days * sizeof *t->days);
    eng_roster_count(e, t->r, &broken);
    pb_mutex_lock(e->lock);
    if (broken == 0)
        (void)eng_offer(e, t->r, "branch");
    s->cutoff = e->best.cost;
    if (sub_bound(s) < e->best.cost)
        t->complete = false; /* split breaks, or a programme cut short: something cheaper may be below */
    pb_mutex_unlock(e->lock);
}

/* What others have found meanwhile cuts off here too. */
static void take_cutoff(eng_sub *s)
{
    pb_mutex_lock(s->e->lock);
    s->cutoff = s->e->best.cost;
    pb_mutex_unlock(s->e->lock);
}

static pb_status node(tree *t, int depth);

/* One side of a branching; the mask is put back after it. */
static pb_status side(tree *t, const branching *b, bool keep, int depth)
{
    eng_sub *s = t->s;
    uint64_t saved[(PB_MAX_CHOICES + 63) / 64], *m = sub_mask(s, b->k, b->d);
    size_t bytes = (size_t)s->e->p->n_words * sizeof *m;
    uint64_t bit = (uint64_t)1 << (b->choice % 64);
    memcpy(saved, m, bytes);
    if (keep) {
        memset(m, 0, bytes);
        m[b->choice / 64] = bit;
    } else {
        m[b->choice / 64] &= ~bit;
    }
    bool lawful;
    pb_status st = eng_sub_lawful(s, b->k, &lawful);
    if (st == PB_OK)
        st = eng_sub_bar(s, false);
    if (st == PB_OK)
        st = eng_sub_solve(s, true);
    if (st == PB_OK && !s->stopped)
        st = node(t, depth + 1);
    t->complete = t->complete && !s->stopped;
    memcpy(m, saved, bytes);
    return st;
}

static pb_status node(tree *t, int depth)
{
    eng_sub *s = t->s;
    if (eng_over(s->e) || (t->until > 0 && eng_time(s->e) > t->until) || t->nodes >= t->max_nodes || depth > 400) {
        t->complete = false;
        return PB_OK;
    }
    t->nodes++;
    take_cutoff(s);
    cg_options o = {.max_rounds = NODE_CG_ROUNDS, .smoothing = 0.3, .threads = 1, .until = t->until};
    pb_status st = eng_cg(s, &o);
    if (st != PB_OK || s->pruned || s->stopped)
        return st;
    st = eng_sub_solve(s, false);
    if (st != PB_OK || s->stopped)
        return st;
    branching b = most_open(t);
    if (b.k < 0) {
        take_roster(t);
        return PB_OK;
    }
    st = side(t, &b, true, depth);
    if (st == PB_OK && t->complete)
        st = side(t, &b, false, depth);
    return st;
}

pb_status eng_branch(eng_sub *s, double until, int64_t max_nodes, pb_choice *days, eng_roster *r, bool *ret_proven)
{
    tree t = {.s = s, .until = until, .max_nodes = max_nodes, .complete = true, .days = days, .r = r};
    t.weight = PB_NEW_ARRAY(s->w->arena, (size_t)s->n_days * (size_t)s->e->p->n_choices, double);
    if (t.weight == NULL)
        return PB_ERR_NOMEM;
    pb_status st = eng_sub_solve(s, false);
    if (st == PB_OK && !s->stopped)
        st = node(&t, 0);
    *ret_proven = st == PB_OK && t.complete && !s->stopped;
    pb_mutex_lock(s->e->lock);
    eng_log(s->e, "branch nodes %lld complete %d", (long long)t.nodes, (int)*ret_proven);
    pb_mutex_unlock(s->e->lock);
    return st;
}
