/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Branching on counts: how many people work on a day, how many have a duty, how many of a class have it. The
 * relaxation mixes 16 and 17 people on a day; no roster can. Such a count is one more row of the master, with a price
 * of its own, so pricing stays as it is. Best first, until every leaf's bound is enough or the nodes are used up.
 */
#include "planner/master.h"

#include <string.h>

#define WHOLE 0.01 /* as near to a whole number counts as one */
#define LOOSE 1e-3 /* tolerance of a node that will be branched on anyway */

#define SURELY 2e-3 /* a child so much above another leaf waits until it is the least */

enum { PATIENCE = 16 }; /* nodes without any rise of the least bound, after which there is no hope of one */

typedef struct tree_node {
    int32_t parent;
    int32_t what, lower, upper; /* the count bounded beyond the parent's; what -1 = root */
    int32_t at;                 /* of a total: what the programme takes it for; -1 = any */
    int64_t bound;              /* scaled */
    int32_t next;               /* the count to branch on; -1 = none */
    double value;               /* its value */
    int32_t low, high;          /* and its bounds here */
    int rows, cols;             /* the programme's when it was solved, */
    unsigned char *basis;       /* and its basis; NULL = not solved */
    int32_t *people;            /* [n_days] how many work; NULL = not known, or no whole numbers */
    bool done;                  /* branched on */
    bool loose;                 /* its bound may be LOOSE too low */
    bool waits;                 /* its programme was left as soon as it was surely not the least */
} tree_node;

typedef struct tree {
    eng_sub *s;
    cg_options o;
    tree_node *node;
    int32_t n, most;
    int32_t n_cells, n_what; /* counts: the days', the cells', then those of each class */
    int32_t *row;            /* [n_what] its row of the master; -1 = none yet */
    int32_t total0;          /* the first of the totals, which come last */
    double *sum;             /* [n_what] of the last solution */
    int32_t *lower, *upper;  /* [n_what] of the node at hand */
    int32_t *at;             /* [n_what] of the totals */
    int32_t *prices, *pay, *total_price, *relief;
    int64_t cutoff;          /* scaled */
    bool told;               /* how many people work on each day */
} tree;

/* --- what can be counted --- */

static int32_t what_day(int32_t day)
{
    return day;
}

static int32_t what_cell(const tree *t, int32_t class, int32_t day, int32_t choice)
{
    const pb_problem *p = t->s->e->p;
    return p->n_days + (class + 1) * t->n_cells + day * p->n_choices + choice;
}

/* Which cells a count counts. */
static pb_status cells_in(const tree *t, int32_t what, uint8_t **ret)
{
    const pb_problem *p = t->s->e->p;
    int32_t cell = what - p->n_days, class = what < p->n_days ? -1 : cell / t->n_cells - 1;
    int32_t n_classes = t->s->e->classes.n;
    uint8_t *in = PB_NEW_ARRAY(t->s->w->arena, (size_t)n_classes * (size_t)t->n_cells, uint8_t);
    if (in == NULL)
        return PB_ERR_NOMEM;
    for (int32_t c = 0; c < n_classes; c++)
        for (int32_t at = 0; at < t->n_cells; at++) {
            bool here = what < p->n_days ? at / p->n_choices == what && at % p->n_choices != PB_CHOICE_OFF
                                         : at == cell % t->n_cells;
            in[(size_t)c * (size_t)t->n_cells + (size_t)at] = here && (class < 0 || class == c);
        }
    *ret = in;
    return PB_OK;
}

static void count_solution(tree *t)
{
    const eng_sub *s = t->s;
    const pb_problem *p = s->e->p;
    memset(t->sum, 0, (size_t)t->n_what * sizeof *t->sum);
    for (int32_t c = 0; c < s->n_columns; c++) {
        const sub_column *x = &s->columns[c];
        int32_t class = s->e->classes.of[s->person[x->k]];
        for (int32_t d = 0; x->value > 0 && d < p->n_days; d++) {
            int32_t choice = sub_days(s, c)[d].choice;
            if (choice == PB_CHOICE_OFF)
                continue;
            t->sum[what_day(d)] += x->value;
            t->sum[what_cell(t, -1, d, choice)] += x->value;
            t->sum[what_cell(t, class, d, choice)] += x->value;
        }
    }
}

static double fraction(double v)
{
    double f = v - floor(v);
    return f < 0.5 ? f : 1.0 - f;
}

/* The most fractional of counts first … end - 1; -1: all are whole. */
static int32_t most_fractional(const tree *t, int32_t first, int32_t end)
{
    int32_t best = -1;
    double most = WHOLE;
    for (int32_t i = first; i < end; i++)
        if (fraction(t->sum[i]) > most) {
            most = fraction(t->sum[i]);
            best = i;
        }
    return best;
}

/* The total that the solution gains most by mixing; -1: none. */
static int32_t mixed_total(const tree *t)
{
    int32_t best = -1;
    double most = t->s->e->unit * WHOLE;
    for (int i = 0; i < t->s->n_totals; i++) {
        double mean, gain = eng_totals_mixed(t->s, i, &mean);
        t->sum[t->total0 + i] = mean;
        if (gain > most) {
            most = gain;
            best = t->total0 + i;
        }
    }
    return best;
}

/* How many work on each day in the solution; NULL: not whole numbers of people on all days. */
static int32_t *whole_people(const tree *t)
{
    int32_t days = t->s->e->p->n_days, *people = PB_NEW_ARRAY(t->s->w->arena, (size_t)days, int32_t);
    for (int32_t day = 0; people != NULL && day < days; day++) {
        if (fraction(t->sum[day]) > WHOLE)
            return NULL;
        people[day] = (int32_t)lrint(t->sum[day]);
    }
    return people;
}

/* Days first, then totals of shares, then duties, then duties of a class. */
static void choose(tree *t, tree_node *x)
{
    int32_t days = t->s->e->p->n_days;
    count_solution(t);
    x->people = whole_people(t);
    x->next = most_fractional(t, 0, days);
    if (x->next < 0)
        x->next = mixed_total(t);
    if (x->next < 0)
        x->next = most_fractional(t, days, days + t->n_cells);
    if (x->next < 0)
        x->next = most_fractional(t, days + t->n_cells, t->total0);
    if (x->next < 0)
        return;
    x->value = t->sum[x->next];
    x->low = t->lower[x->next] > 0 ? t->lower[x->next] : 0;
    x->high = t->upper[x->next];
    if (x->next >= t->total0 && x->high >= t->s->e->opt->totals[x->next - t->total0].n_totals)
        x->high = t->s->e->opt->totals[x->next - t->total0].n_totals - 1;
}

/* --- nodes --- */

/* Sets the bounds of the node's rows, which it shares with its ancestors. */
static pb_status bounds_set(tree *t, int32_t node)
{
    pb_status st = PB_OK;
    for (int32_t i = 0; i < t->n_what; i++) {
        t->lower[i] = INT32_MIN;
        t->upper[i] = INT32_MAX;
        t->at[i] = INT32_MIN;
    }
    for (int32_t i = node; i >= 0; i = t->node[i].parent) {
        const tree_node *x = &t->node[i];
        if (x->what < 0)
            continue;
        t->lower[x->what] = x->lower > t->lower[x->what] ? x->lower : t->lower[x->what];
        t->upper[x->what] = x->upper < t->upper[x->what] ? x->upper : t->upper[x->what];
        if (t->at[x->what] == INT32_MIN) /* not bounded again further down */
            t->at[x->what] = x->at;
    }
    for (int32_t i = 0; i < t->n_what && st == PB_OK; i++)
        if (i >= t->total0)
            st = eng_totals_bounds(t->s, i - t->total0, t->lower[i], t->upper[i], t->at[i] < 0 ? -1 : t->at[i]);
        else if (t->row[i] >= 0)
            st = eng_count_bounds(t->s, t->row[i], t->lower[i], t->upper[i]);
    return st;
}

static pb_status row_for(tree *t, int32_t what)
{
    uint8_t *in;
    if (what >= t->total0 || t->row[what] >= 0)
        return PB_OK;
    pb_status st = cells_in(t, what, &in);
    t->row[what] = t->s->n_counts;
    return st == PB_OK ? eng_count_add(t->s, in, INT32_MIN, INT32_MAX) : st;
}

/* What the best prices prove, scaled. */
static pb_status prove(tree *t, int64_t *ret)
{
    eng_sub *s = t->s;
    const pb_problem *p = s->e->p;
    size_t cells = (size_t)s->e->classes.n * (size_t)t->n_cells;
    int32_t *total_price = s->n_totals > 0 ? t->total_price : NULL; /* cut short, the master has none yet */
    pb_engine_leaf leaf = {t->prices, t->pay, 0, total_price, t->lower + t->total0, t->upper + t->total0, t->relief};
    *ret = s->bound;
    if (s->e->opt->prove == NULL || s->bound == INT64_MIN)
        return PB_OK;
    memset(t->prices, 0, (size_t)p->n_rows * sizeof *t->prices);
    memset(t->pay, 0, cells * sizeof *t->pay);
    for (int32_t i = 0; i < s->n_rows; i++)
        t->prices[s->global[i]] = s->y_best[s->global[i]];
    for (int32_t i = 0; i < s->n_counts; i++) {
        const sub_count *c = &s->counts[i];
        for (size_t at = 0; c->v_best != 0 && at < cells; at++)
            t->pay[at] += c->v_best * c->in[at];
        if (i < s->n_totals)
            t->total_price[i] = c->v_best;
        else if (c->v_best != 0)
            leaf.paid += (int64_t)c->v_best * (c->v_best > 0 ? c->lower : c->upper);
    }
    eng_cut_relief(s, true, t->relief);
    return s->e->opt->prove(s->e->opt->prove_ctx, &leaf, ret);
}

/* Its basis is where its children begin. */
static pb_status keep_basis(tree *t, tree_node *x)
{
    const pb_lp *lp = t->s->lp;
    x->rows = pb_lp_n_rows(lp);
    x->cols = pb_lp_n_cols(lp);
    x->basis = PB_NEW_ARRAY(t->s->w->arena, (size_t)x->rows + (size_t)x->cols, unsigned char);
    if (x->basis == NULL)
        return PB_ERR_NOMEM;
    pb_lp_basis(lp, x->basis);
    return PB_OK;
}

/* Column generation, loosely where the node is going to be branched on. */
static pb_status generate(tree *t, tree_node *x, bool tight)
{
    eng_sub *s = t->s;
    cg_options loose = t->o;
    loose.tolerance = LOOSE;
    loose.solved = true;
    pb_status st = eng_cg(s, tight ? &t->o : &loose);
    x->loose = !tight && s->lp_value < (double)s->cutoff;
    if (st == PB_OK && !s->stopped && !s->pruned && !tight && !x->loose)
        st = eng_cg(s, &t->o);
    return st;
}

/* Solves a node whose bounds are set; tight: as far as it goes. enough: a bound, cost units, above which it waits. */
static pb_status solve(tree *t, tree_node *x, bool tight, int64_t enough)
{
    eng_sub *s = t->s;
    int64_t proven = INT64_MIN, cutoff = s->cutoff;
    pb_status st = eng_sub_solve(s, false);
    s->cutoff = enough < cutoff ? enough : cutoff;
    if (st == PB_OK && !s->stopped)
        st = generate(t, x, tight);
    s->cutoff = cutoff;
    if (st != PB_OK || s->stopped)
        return st;
    if (s->pruned && s->bound == INT64_MIN) /* somebody has no lawful days: cannot be, counts bar none */
        return PB_OK;
    st = prove(t, &proven);
    x->bound = proven > x->bound ? proven : x->bound;
    x->waits = s->pruned && enough < cutoff && x->bound < t->cutoff;
    if (st != PB_OK || x->bound >= t->cutoff)
        return st;
    if (!x->waits)
        choose(t, x);
    return keep_basis(t, x);
}

/* The leaf with the least bound, but for one (-1: none). */
static int32_t lowest(const tree *t, int32_t but)
{
    int32_t best = -1;
    for (int32_t i = 0; i < t->n; i++)
        if (!t->node[i].done && i != but && (best < 0 || t->node[i].bound < t->node[best].bound))
            best = i;
    return best;
}

/* What a node's bound need not exceed, cost units, as another leaf is surely lower then. */
static int64_t enough_for(const tree *t, int32_t node)
{
    int32_t other = lowest(t, node);
    if (other < 0 || t->node[other].bound == INT64_MIN)
        return INT64_MAX;
    double v = (double)t->node[other].bound / t->s->e->scale;
    return (int64_t)(v + SURELY * fabs(v)) + 1;
}

/* Solves a node once more, from its own basis; it waits no more. */
static pb_status again(tree *t, int32_t at, bool tight)
{
    tree_node *x = &t->node[at];
    pb_status st = bounds_set(t, at);
    x->waits = false; /* whatever comes of it */
    if (st == PB_OK)
        st = pb_lp_set_basis(t->s->lp, x->rows, x->cols, x->basis);
    if (st == PB_OK)
        st = solve(t, x, tight, INT64_MAX);
    eng_log(t->s->e, "node %d again: bound %.2f lp %.2f", at, (double)x->bound / t->s->e->scale, t->s->lp_value);
    return st;
}

/* The total of lower … upper that the parent's programme would take, as what it costs rises to either side of that; any,
 * where its own is among several. */
static int32_t assumed(const tree *t, const tree_node *parent, int32_t lower, int32_t upper)
{
    if (parent->next < t->total0)
        return -1;
    if (lower <= parent->value && parent->value <= upper && lower < upper)
        return -1;
    return lower > parent->value ? lower : upper;
}

static pb_status child(tree *t, int32_t parent, int32_t lower, int32_t upper)
{
    const tree_node *p = &t->node[parent];
    tree_node x = {.parent = parent, .what = p->next, .lower = lower, .upper = upper, .bound = p->bound, .next = -1,
                   .at = assumed(t, p, lower, upper)};
    t->node[t->n++] = x;
    pb_status st = bounds_set(t, t->n - 1);
    if (st == PB_OK)
        st = pb_lp_set_basis(t->s->lp, p->rows, p->cols, p->basis);
    if (st == PB_OK)
        st = solve(t, &t->node[t->n - 1], false, enough_for(t, t->n - 1));
    eng_log(t->s->e, "node %d of %d: count %d in %d to %d, bound %.2f lp %.2f%s", t->n - 1, parent, x.what, lower, upper,
            (double)t->node[t->n - 1].bound / t->s->e->scale, t->s->lp_value, t->node[t->n - 1].waits ? " waits" : "");
    return st;
}

/* The least leaf, if there is more to do about it, and room; else -1. */
static int32_t least(const tree *t)
{
    int32_t at = lowest(t, -1), more = t->node[at].waits ? 0 : t->node[at].next < t->total0 ? 2 : TOTAL_PARTS;
    bool todo = (t->node[at].next >= 0 || t->node[at].waits) && t->node[at].bound < t->cutoff;
    return todo && t->n + more <= t->most ? at : -1;
}

/* What a node's count is cut into: the first value of each part but the first one, rising; how many. */
static int cuts(const tree *t, const tree_node *x, int32_t first[TOTAL_PARTS - 1])
{
    if (x->next >= t->total0)
        return eng_totals_cut(t->s, x->next - t->total0, x->value, x->low, x->high, first);
    first[0] = (int32_t)floor(x->value) + 1;
    return 1;
}

/* Its parts: that which holds the value first, then those below, then those above. */
static pb_status branch_on(tree *t, int32_t at)
{
    int32_t first[TOTAL_PARTS - 1], what = t->node[at].next;
    int n = cuts(t, &t->node[at], first), home = 0;
    pb_status st = row_for(t, what);
    while (home < n && first[home] <= t->node[at].value)
        home++;
    for (int k = 0; k <= n && st == PB_OK; k++) {
        int i = k == 0 ? home : k <= home ? home - k : k;
        t->node[at].done = true;
        st = child(t, at, i > 0 ? first[i - 1] : INT32_MIN, i < n ? first[i] - 1 : INT32_MAX);
    }
    t->node[at].done = st == PB_OK;
    return st;
}

/* The least leaf is gone on with where it waits, else branched on. */
static pb_status step(tree *t, int32_t at)
{
    tree_node *x = &t->node[at];
    return x->waits ? again(t, at, false) : branch_on(t, at);
}

/* The leaf with the least bound once more, until that is as tight as it can be. */
static pb_status tighten(tree *t)
{
    pb_status st = PB_OK;
    for (int32_t i = 0; i < t->n && st == PB_OK && !eng_over(t->s->e); i++) {
        int32_t at = lowest(t, -1);
        tree_node *x = &t->node[at];
        if (!(x->loose || x->waits) || x->basis == NULL || x->bound >= t->cutoff)
            break;
        st = again(t, at, true);
        x->loose = false;
    }
    return st;
}

static pb_status tree_make(tree *t)
{
    engine *e = t->s->e;
    pb_arena *a = t->s->w->arena;
    size_t cells = (size_t)e->p->n_days * (size_t)e->p->n_choices, classes = (size_t)e->classes.n;
    t->n_cells = (int32_t)cells;
    t->n_what = e->p->n_days + (e->classes.n + 1) * t->n_cells;
    t->most = (e->opt->nodes > 0 ? e->opt->nodes : 0) + 1;
    t->total0 = t->n_what;
    t->n_what += t->s->n_totals;
    t->node = PB_NEW_ARRAY(a, (size_t)t->most, tree_node);
    t->row = PB_NEW_ARRAY(a, (size_t)t->n_what, int32_t);
    t->sum = PB_NEW_ARRAY(a, (size_t)t->n_what, double);
    t->lower = PB_NEW_ARRAY(a, (size_t)t->n_what, int32_t);
    t->upper = PB_NEW_ARRAY(a, (size_t)t->n_what, int32_t);
    t->at = PB_NEW_ARRAY(a, (size_t)t->n_what, int32_t);
    t->prices = PB_NEW_ARRAY(a, (size_t)e->p->n_rows + 1, int32_t);
    t->pay = PB_NEW_ARRAY(a, classes * cells, int32_t);
    t->relief = PB_NEW_ARRAY(a, (size_t)e->p->n_rows + 1, int32_t);
    t->total_price = PB_NEW_ARRAY(a, (size_t)t->s->n_totals + 1, int32_t);
    if (t->node == NULL || t->row == NULL || t->sum == NULL || t->lower == NULL || t->upper == NULL || t->at == NULL ||
        t->prices == NULL || t->pay == NULL || t->relief == NULL || t->total_price == NULL)
        return PB_ERR_NOMEM;
    memset(t->row, 0xff, (size_t)t->n_what * sizeof *t->row);
    return PB_OK;
}

/* From there on no leaf needs a higher bound. */
static void set_enough(tree *t, double enough)
{
    t->cutoff = (int64_t)(enough * t->s->e->scale) + 1;
    t->s->cutoff = (int64_t)enough + 1;
}

/* Tells how many people work on each day, once the least leaf has whole numbers of them. */
static pb_status tell_people(tree *t)
{
    const pb_engine_options *o = t->s->e->opt;
    const tree_node *x = &t->node[lowest(t, -1)];
    int64_t enough;
    if (o->decided == NULL || t->told || x->people == NULL || x->bound >= t->cutoff)
        return PB_OK;
    t->told = true;
    pb_status st = o->decided(o->decided_ctx, x->people, &enough);
    if (st == PB_OK && enough < t->cutoff / t->s->e->scale)
        set_enough(t, (double)enough);
    return st;
}

pb_status eng_tree(eng_sub *s, const cg_options *o)
{
    engine *e = s->e;
    tree t = {.s = s, .o = *o};
    pb_status st = tree_make(&t);
    if (st != PB_OK)
        return st;
    double enough = (double)e->best.cost - e->opt->gap * fabs((double)e->best.cost);
    t.o.keep = false;
    t.o.max_rounds = 200;
    t.o.tolerance = 2 * o->tolerance;
    t.node[t.n++] = (tree_node){.parent = -1, .what = -1, .bound = INT64_MIN, .next = -1};
    st = bounds_set(&t, 0);
    if (st == PB_OK)
        st = prove(&t, &t.node[0].bound);
    choose(&t, &t.node[0]);
    if (st == PB_OK)
        st = keep_basis(&t, &t.node[0]);
    eng_log(e, "tree root bound %.2f lp %.2f", (double)t.node[0].bound / e->scale, s->lp_value);
    set_enough(&t, enough);
    if (st == PB_OK)
        st = tell_people(&t);
    for (int32_t at = least(&t), n = t.n; st == PB_OK && at >= 0 && t.n <= n + PATIENCE && !eng_over(e); at = least(&t)) {
        int64_t had = t.node[at].bound;
        st = step(&t, at);
        if (st == PB_OK)
            st = tell_people(&t);
        n = t.node[lowest(&t, -1)].bound > had ? t.n : n;
    }
    if (st == PB_OK)
        st = tighten(&t);
    e->proven = t.node[lowest(&t, -1)].bound;
    s->cutoff = INT64_MAX;
    return st;
}
