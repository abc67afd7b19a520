/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A sub-problem: some people, some days, the rest of a roster given; and its set-partitioning master
 * in GLPK: one convexity row a person, one row per cover row that can change, columns = rows of days.
 * The whole problem is the sub-problem of everybody and all days.
 */
#ifndef PAIBAN_PLANNER_MASTER_H
#define PAIBAN_PLANNER_MASTER_H

#include "planner/engine_private.h"
#include "planner/lp_glpk.h"

typedef struct sub_column {
    int32_t k;       /* index of the person in the sub-problem */
    int32_t lp;      /* column of the programme */
    int64_t own;     /* cost units */
    double value;    /* after the last solve */
    bool banned;     /* its bound is 0 now */
} sub_column;

/* A row of the whole problem's master besides cover: how many cells of a kind the roster has, lower … upper. A cut (cuts.c)
 * counts cells by weights, and the people missing in some cover rows. */
typedef struct sub_count {
    const uint8_t *in;  /* [(class * n_days + day) * n_choices + choice] 1 = it counts; of a cut the weight */
    const int32_t *row; /* [n_row] a cut's cover rows, which stand in the master; NULL = no cut */
    int32_t n_row;
    int32_t lower, upper; /* INT32_MIN, INT32_MAX: none */
    int lp;             /* row of the programme */
    double y_lp;        /* price of the last solve, cost units */
    int32_t v, v_best;  /* scaled: where was priced last, and of the best bound */
} sub_count;

/* A total: columns of one count a member, of which one is chosen. */
typedef struct sub_total {
    int32_t lower, upper;
    int32_t at;         /* the programme has this total only, prices are for all in lower … upper; -1: it has all */
    double *mean;       /* [members] scratch */
    int step;           /* the programme's column of the first member's first step of costs at `at` */
    int lp_row;         /* one of its columns */
    double y_row;
    int32_t n_columns;
    int *lp;
    int32_t *total;
    int32_t *counts;    /* [n_columns * members] */
    double *value;
    size_t cap_lp, cap_total, cap_counts, cap_value;
} sub_total;

typedef struct eng_sub {
    engine *e;
    eng_worker *w;
    int32_t n, day0, day1, n_days;  /* n people; days day0 … day1 - 1 */
    const int32_t *person;          /* [n] */
    const uint8_t *free_day;        /* [n_days of the sub] 1 = may change; the others keep the roster's choice */
    bool whole;                     /* everybody and all days */
    pb_view *view;                  /* [n] */
    uint64_t *mask;                 /* [(k * n_days + d) * n_words] */
    int32_t row0, row1, n_rows;     /* rows touched lie in row0 … row1 - 1; n_rows of them are in the master */
    int32_t *local, *global;        /* local[r - row0] = master row or -1; global[master row] = r */
    int32_t *fixed;                 /* [n_rows] count that does not change */
    int32_t n_touched, *touched;    /* rows that the people's free days can reach; those with people to spare wait
                                       outside the master until a solution leaves them short */
    int32_t *rest;                  /* [n_touched] count that does not change */
    double *reached;                /* [n_touched] scratch */
    int32_t first_rows;             /* master rows at the begin, before the people's in the programme */
    int *lp_row;                    /* [n_rows] where a master row stands in the programme, */
    int32_t *chain;                 /* [n_rows] less which other master row; -1: none */
    int32_t n_counts, n_cuts;       /* cuts are counts, too */
    sub_count *counts;
    size_t cap_counts;
    int *slack;                     /* [n_rows] a master row's first column for missing people */
    int n_totals;                   /* counts 0 … n_totals - 1 stand for them */
    sub_total *totals;              /* [n_totals] */
    int64_t outside;                /* cost units: total = outside + own + rows in the master */
    int64_t cutoff;                 /* cost units: only totals below it matter; INT64_MAX = none */
    pb_lp_env *env;
    pb_lp *lp;
    int32_t n_columns;
    sub_column *columns;
    pb_choice *days;                /* [column * n_days] */
    size_t cap_columns, cap_days;
    double lp_value;                /* of the last solve, outside included; INFINITY before */
    double *y_lp, *y_row;           /* [n_rows], [n] prices of the last solve, cost units */
    int32_t *y;                     /* [problem rows] scaled prices at which was priced last */
    int32_t *y_best;                /* [problem rows] those of the best bound */
    int32_t *relief;                /* [problem rows] scaled: what cuts took off the price of a missing person last */
    int64_t bound;                  /* scaled, outside included; INT64_MIN before */
    bool converged, pruned, artificial;
    double dear;                    /* cost of an artificial column */
    double until;                   /* seconds since the begin at which the programme must end; <= 0 none */
    int32_t first_column;           /* columns before it are slacks and artificials */
    bool stopped;                   /* the last solve did not end */
} eng_sub;

/* roster: what is given outside and where the masks' fixed days come from; with masks NULL people may do
 * what they are allowed. Memory from w->arena. limit NULL: allowed masks. */
PB_MUST_USE pb_status eng_sub_make(engine *e, eng_worker *w, const eng_roster *roster, int32_t n,
                                   const int32_t *person, int32_t day0, int32_t day1,
                                   const uint8_t *free_day, const uint64_t *const *limit, eng_sub *s);
void eng_sub_free(eng_sub *s);
/* Adds the columns of a roster's days. */
PB_MUST_USE pb_status eng_sub_seed(eng_sub *s, const eng_roster *r);
/* Adds up to `each` columns of the pool per person that fit the masks. */
PB_MUST_USE pb_status eng_sub_seed_pool(eng_sub *s, int32_t each);
/* days [n_days] of the sub's days. Doubles are left out: *ret_new false. */
PB_MUST_USE pb_status eng_sub_add(eng_sub *s, int32_t k, const pb_choice *days, bool *ret_new);
PB_MUST_USE pb_status eng_sub_solve(eng_sub *s, bool dual);
/* Bars the columns that break the masks, or lifts all bars. */
PB_MUST_USE pb_status eng_sub_bar(eng_sub *s, bool lift);

/* Takes touched row j into the master; gives master row i its slacks in the programme. */
void eng_sub_take_in(eng_sub *s, int32_t j);
PB_MUST_USE pb_status eng_sub_slacks(eng_sub *s, int32_t i);

/* --- rows as differences (master_chain.c) --- */
/* Which row master row i is to be less. */
void eng_chain_find(eng_sub *s, int32_t i);
/* That row's slacks in row i; their number. */
int eng_chain_slacks(const eng_sub *s, int32_t i, int *cols, double *values);
/* s->y_lp from the programme's prices. */
void eng_chain_prices(eng_sub *s, const double *y);
/* A column's coefficient in row i; count [problem rows]: what it covers. */
static inline int32_t sub_coefficient(const eng_sub *s, int32_t i, const int32_t *count)
{
    return count[s->global[i]] - (s->chain[i] >= 0 ? count[s->global[s->chain[i]]] : 0);
}

/* After a solve: takes in waiting rows that the solution leaves short. *ret_more: there were some. */
PB_MUST_USE pb_status eng_sub_tighten(eng_sub *s, bool *ret_more);

/* Where a master row, or a person's row, stands in the programme. */
static inline int sub_lp_row(const eng_sub *s, int32_t i)
{
    return s->lp_row[i];
}
static inline int sub_lp_person(const eng_sub *s, int32_t k)
{
    return s->first_rows + k;
}
static inline uint64_t *sub_mask(const eng_sub *s, int32_t k, int32_t d)
{
    return s->mask + ((size_t)k * (size_t)s->n_days + (size_t)d) * (size_t)s->e->p->n_words;
}
static inline const pb_choice *sub_days(const eng_sub *s, int32_t column)
{
    return s->days + (size_t)column * (size_t)s->n_days;
}
/* The bound as a total in cost units, rounded up. */
int64_t sub_bound(const eng_sub *s);

typedef struct cg_options {
    int max_rounds;
    double smoothing;  /* weight of the best prices so far */
    int threads;       /* pricing in parallel (whole problem only) */
    bool keep;         /* new columns go to the pool, the bound to the engine */
    double tolerance;  /* relative: may end that early */
    double until;      /* seconds since the begin at which to stop; <= 0 none */
    bool solved;       /* the programme is solved already */
} cg_options;

/* --- rows of counts (count.c) --- */
/* in: as sub_count.in, kept. */
PB_MUST_USE pb_status eng_count_add(eng_sub *s, const uint8_t *in, int32_t lower, int32_t upper);
/* Adds a cut: the weights of cells and those missing in its rows come to `lower` at least. Both are kept. */
PB_MUST_USE pb_status eng_cut_add(eng_sub *s, const uint8_t *in, int32_t n_row, const int32_t *row, int32_t lower);
/* What the cuts at v or v_best take off the price of a missing person: [problem rows] set. */
void eng_cut_relief(const eng_sub *s, bool best, int32_t *relief);
PB_MUST_USE pb_status eng_count_bounds(eng_sub *s, int32_t i, int32_t lower, int32_t upper);
/* How many of a person's days it counts. */
int32_t eng_count_of(const eng_sub *s, const sub_count *c, int32_t k, const pb_choice *days);
/* Takes the counts' prices of the last solve, drawn towards those of the best bound. */
void eng_count_set(eng_sub *s, double smoothing);
/* Adds what counts pay to the prices of a class. */
void eng_count_prices(const eng_sub *s, int32_t class, pb_prices *prices);
/* Their part of the Lagrangian, scaled. */
int64_t eng_count_part(const eng_sub *s);

/* Cuts of whole numbers on the programme's solution, as long as they raise the bound (cuts.c). */
PB_MUST_USE pb_status eng_cuts(eng_sub *s, const cg_options *o);
/* Branching on counts from the root's solution; e->proven = the least of all leaves' bounds. */
PB_MUST_USE pb_status eng_tree(eng_sub *s, const cg_options *o);

/* --- totals (totals.c) --- */
bool eng_total_row(const engine *e, int32_t row);
/* Puts columns of totals in place of their rows' slacks, for the whole problem. */
PB_MUST_USE pb_status eng_totals_begin(eng_sub *s, const eng_roster *roster);
/* Their part of the Lagrangian at s->y and the counts' prices, scaled; totals within their bounds. */
int64_t eng_totals_part(const eng_sub *s);
/* New columns at the prices of the last solve. */
PB_MUST_USE pb_status eng_totals_price(eng_sub *s, int32_t *ret_added);
/* Only totals lower … upper; at: one of them that the programme may take for all, -1: none. */
PB_MUST_USE pb_status eng_totals_bounds(eng_sub *s, int i, int32_t lower, int32_t upper, int32_t at);
/* The total within its bounds at which its part at the best prices is least. */
int32_t eng_totals_least(const eng_sub *s, int i);
enum { TOTAL_PARTS = 4 };
/* Cuts a total's values low … high around the solution's mean: the first value of each part but the first one, rising; how many. */
int eng_totals_cut(const eng_sub *s, int i, double mean, int32_t low, int32_t high, int32_t first[TOTAL_PARTS - 1]);
/* The mean of a total in the last solution, so that one side of it at least is left to branch on; returned: how
 * much the members' shares cost less by mixing totals than at a whole one near it, cost units. */
double eng_totals_mixed(const eng_sub *s, int i, double *ret_mean);

/* Column generation until converged, pruned or stopped. */
PB_MUST_USE pb_status eng_cg(eng_sub *s, const cg_options *o);

typedef struct dive_options {
    int cg_rounds;
    double share;      /* of the fractional cells fixed at once */
    double until;
    double noise;      /* random weight on the order of fixing */
} dive_options;

/* Fixes cells one batch after another, pricing in between; days [n * n_days] when *ret_found. */
PB_MUST_USE pb_status eng_dive(eng_sub *s, const dive_options *o, pb_rng *rng, pb_choice *days, bool *ret_found);
/* A lawful way within the mask of a person, as a column, whatever it costs; *ret_found false: none found. */
PB_MUST_USE pb_status eng_sub_lawful(eng_sub *s, int32_t k, bool *ret_found);
/* Everybody's column of weight 1 after a solve; false when some person has none. */
bool eng_sub_read(const eng_sub *s, pb_choice *days);
/* Branch and price from the sub-problem's root, depth first, below s->cutoff. *ret_proven: the tree was
 * finished, so nothing is cheaper than the best now. */
PB_MUST_USE pb_status eng_branch(eng_sub *s, double until, int64_t max_nodes, pb_choice *days, eng_roster *r,
                                 bool *ret_proven);
/* GLPK's own search over the columns at hand. */
PB_MUST_USE pb_status eng_sub_mip(eng_sub *s, double seconds, int64_t nodes, pb_choice *days, bool *ret_found);

/* The whole problem: bound and dives. */
PB_MUST_USE pb_status eng_root(engine *e, pb_rng *rng, double *ret_seconds);
/* The whole problem once more, by branch and price; others may search beside it. */
PB_MUST_USE pb_status eng_prove(engine *e, double until, int64_t max_nodes);
/* Neighbourhoods until time, rounds, gap, or `until` (<= 0: none). Where the clock decides, one thread goes through
 * the tree until `prove_until` meanwhile (<= 0: none does). */
PB_MUST_USE pb_status eng_search(engine *e, pb_rng *rng, double until, int64_t rounds, double prove_until);

#endif
