/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The roster engine: near-best rosters of a pb_problem with a proven bound, by column generation,
 * dives and neighbourhood search. docs/explanation/engine.md tells the method and its sources.
 *
 * It is anytime: a first lawful roster soon, improvements reported, stopped at any moment with the
 * best kept. The bound is the Lagrangian one, summed in whole numbers from exact pricing, so it is
 * valid whenever it is given.
 */
#ifndef PAIBAN_PLANNER_ENGINE_H
#define PAIBAN_PLANNER_ENGINE_H

#include "planner/problem.h"

typedef enum pb_engine_status {
    PB_ENGINE_OPTIMAL,     /* bound = objective */
    PB_ENGINE_WITHIN_GAP,
    PB_ENGINE_LIMIT,       /* time or rounds are up */
    PB_ENGINE_INTERRUPTED,
    PB_ENGINE_INFEASIBLE,  /* somebody has no lawful days at all: `person` */
    PB_ENGINE_NONE_FOUND   /* no lawful roster found before the limit */
} pb_engine_status;

/* Parts of the search that can be left out, to measure what each earns. */
enum {
    PB_PART_RAMP = 1,      /* the price-driven start: greedy rosters alone */
    PB_PART_ONE_OPT = 2,   /* one-person-optimal moves */
    PB_PART_SEEDS = 4,     /* columns kept from before */
    PB_PART_SMOOTHING = 8, /* of prices in column generation */
    PB_PART_DIVES = 16,    /* from the root */
    PB_PART_WINDOWS = 32,  /* neighbourhoods of days */
    PB_PART_PAIRS = 64,    /* two windows at once */
    PB_PART_PEOPLE = 128,  /* neighbourhoods of a few people */
    PB_PART_MIP = 256,     /* GLPK's branch and cut over a neighbourhood's columns */
    PB_PART_TREE = 512,    /* branch and price */
    PB_PART_CHAIN = 1024,  /* cover rows as differences */
    PB_PART_COUNTS = 2048  /* neighbourhoods with breaks by counts (lns_counts.h) */
};

/*
 * A unit whose rows' costs depend on how much of it there is in all (shares of a total). In the whole problem's bound
 * they are replaced by what the members' counts cost at each total, so that the bound holds for all totals; everywhere
 * else the rows stand as they are.
 */
typedef struct pb_engine_total {
    int32_t unit;
    int32_t n;                  /* members */
    const int32_t *row;         /* [n] their rows; -1 = none */
    int32_t n_totals, n_counts; /* totals 0 … n_totals - 1, a member's counts 0 … n_counts - 1 */
    const int32_t *cost;        /* [(total * n + member) * n_counts + count] cost units, >= 0 */
} pb_engine_total;

/* Prices with which a bound can be proven of the rosters of one leaf of the tree. */
typedef struct pb_engine_leaf {
    const int32_t *prices;      /* [n_rows] scaled row prices */
    const int32_t *pay;         /* [(class * n_days + day) * n_choices + choice] scaled: what cells are paid besides */
    int64_t paid;               /* scaled: what that adds to the Lagrangian; totals aside */
    const int32_t *total_price; /* [n_totals] scaled: the part of pay that is the price of a total; NULL = totals have none */
    const int32_t *total_lower, *total_upper; /* [n_totals] of the leaf's rosters */
    const int32_t *relief;      /* [n_rows] scaled: how much less each missing person costs besides; NULL = nothing */
} pb_engine_leaf;

typedef struct pb_engine_options {
    double seconds;      /* by now_s; <= 0: no limit */
    int64_t rounds;      /* of the neighbourhood search; <= 0: no limit. With rounds alone (seconds <= 0)
                            the result does not depend on the clock or the number of threads */
    int threads;         /* >= 1 */
    uint64_t seed;
    double gap;          /* stop when (best - bound) <= gap * |best| */
    int64_t memory_mb;   /* for the columns and tables; <= 0: 2000 */
    int32_t master_rows; /* plans with more cover rows are bounded without GLPK; <= 0: 1200 */
    int64_t bound_cells; /* of a pricing table of that bound: what does not fit is priced; <= 0: its own choice */
    double tolerance;    /* of the bound, relative to the relaxation: column generation may end that early */
    int32_t nodes;       /* of a tree that branches on how many people work on a day or have a duty (tree.c); <= 0: none */
    int n_totals;
    const pb_engine_total *totals;
    int64_t total_base;  /* cost units of base_cost that stand for the rows of totals */
    /* A scaled bound that holds for all rosters of a leaf; NULL: the Lagrangian is one. */
    pb_status (*prove)(void *ctx, const pb_engine_leaf *leaf, int64_t *ret_bound);
    void *prove_ctx;
    bool bound_only;     /* stop when the bound stands: no dives, no neighbourhoods */
    /* Told once, as soon as the tree's least leaf has whole numbers of people on all days: people [n_days]. Rosters that go by
     * them may be looked for meanwhile; *ret_enough, cost units: a bound that is enough from now on. NULL: nobody is told. */
    pb_status (*decided)(void *ctx, const int32_t *people, int64_t *ret_enough);
    void *decided_ctx;
    int32_t *prices;     /* [n_rows] receives the scaled row prices (pb_scale) behind the bound; may be NULL */
    double (*now_s)(void *ctx); /* may be NULL when seconds <= 0 */
    bool (*stop)(void *ctx);    /* the wish to stop, asked often, from several threads; may be NULL */
    void (*log)(void *ctx, const char *line); /* one event a line, no newline; by one thread at a time, not always the
                                                 calling one; may be NULL */
    void *ctx;
    uint32_t without;       /* parts (PB_PART_…) left out */
    const pb_choice *start; /* a lawful roster to begin with, or NULL */
} pb_engine_options;

typedef struct pb_engine_result {
    pb_engine_status status;
    int64_t objective;  /* of the roster, recomputed; INT64_MAX: no roster */
    int64_t bound;      /* proven; INT64_MIN: none */
    int32_t person;     /* PB_ENGINE_INFEASIBLE: who */
    int64_t rounds;     /* done */
    bool priced;        /* prices were written */
    int64_t proven;     /* scaled: the least bound of the tree's leaves; INT64_MIN: no tree */
} pb_engine_result;

/* roster [n_people * n_days] is written when there is one. al may be NULL. */
PB_MUST_USE pb_status pb_engine_solve(const pb_problem *p, const pb_engine_options *opt, const pb_allocator *al,
                                    pb_choice *roster, pb_engine_result *ret);

#endif
