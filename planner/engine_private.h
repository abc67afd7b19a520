/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the parts of the engine share: the problem with its derived tables, a worker's scratch, a roster
 * with its counts. */
#ifndef PAIBAN_PLANNER_ENGINE_PRIVATE_H
#define PAIBAN_PLANNER_ENGINE_PRIVATE_H

#include "base/parallel.h"
#include "base/random.h"
#include "planner/engine.h"
#include "planner/price.h"
#include "planner/pricer.h"

#include <math.h>
#include <stdatomic.h>

/* A roster with what it covers and costs. */
typedef struct eng_roster {
    pb_choice *at;    /* [n_people * n_days] */
    int32_t *count;   /* [n_rows] */
    int64_t cost;     /* cost units; own + cover + base */
} eng_roster;

/* Scratch of one thread. */
typedef struct eng_worker {
    pb_dp *dp;
    pb_prices prices; /* of the class and days at hand */
    int32_t *y;       /* [n_rows] scaled row prices at hand */
    uint64_t *mask;   /* [n_days * n_words] */
    int16_t *choices; /* [n_days] */
    pb_choice *days, *old; /* [n_days] */
    int32_t *order;   /* [n_people] */
    int32_t *count;   /* [n_rows] zero between uses */
    double *x;        /* values of a programme */
    size_t cap_x;
    int32_t *last_price; /* [most states] */
    pb_arena *arena;  /* of one task, reset by it */
    int32_t price_class; /* whose prices w->prices hold in this round of pricing; -1 = unknown */
} eng_worker;

/* Columns seen so far: whole rows of days of one person. */
typedef struct eng_pool {
    int32_t n;
    int32_t *person, *older; /* [n] older: the same person's column before this one, -1 = none */
    uint64_t *hash;
    pb_choice *days;         /* [n * n_days] */
    int32_t *newest;         /* [n_people] */
    int32_t *bucket;         /* hash table of indices, -1 = empty */
    int32_t n_buckets, max;
    size_t cap_person, cap_older, cap_hash, cap_days;
} eng_pool;

/* What tells which rows differ little (master_chain.c). */
typedef struct eng_chain {
    double *cover;      /* [n_units] cells that cover it */
    double *edges;      /* [n_units] where cells begin, end or break off, summed over the units so far */
    int32_t *set;       /* [n_rows] the number of whom it counts; 0: no row may be less another */
    int32_t *before;    /* [n_rows] the row of the same set in the unit before; -1: none */
    int32_t *apart;     /* people whom two sets count differently */
    int32_t most_steps; /* of a row, at least one on each side */
} eng_chain;

typedef struct engine {
    const pb_problem *p;
    const pb_engine_options *opt;
    const pb_allocator *al;
    pb_arena *arena;
    int32_t scale, max_states;
    size_t max_cells, most_cells; /* of a pricing table: now, and as far as memory allows */
    bool loose;        /* long horizon: whole-plan heuristics price within a corridor */
    double unit;       /* a typical price, in cost units: steps of multipliers and weights */
    pb_classes classes;
    pb_pricer *pricers; /* [n_people] */
    eng_worker *workers; /* [threads] */
    eng_worker *task_workers; /* [n_task_workers] one a task of a round */
    int n_task_workers;
    const uint64_t *const *limits; /* [n_people] choices that can still be in a better roster, or NULL */
    int32_t *row_lo, *row_hi; /* [n_rows] range of y, scaled */
    eng_chain chain;
    double begin_s;
    pb_mutex *lock;     /* where threads search side by side, it guards all below but pool and root_y, which rest then */
    atomic_bool finished; /* what one of them found or proved is enough */
    eng_roster best;   /* cost INT64_MAX: none */
    eng_roster spare;
    eng_pool pool;
    int32_t *zero;     /* [n_days * n_choices] prices of nothing */
    int64_t bound;
    int32_t *root_y;   /* [n_rows] prices behind the bound */
    bool have_root_y;
    int64_t round;
    int64_t granule;   /* all costs are multiples of it */
    int64_t proven;    /* scaled: of the tree's leaves; INT64_MIN: none */
} engine;

static inline size_t eng_cell(const engine *e, int32_t person, int32_t day)
{
    return (size_t)person * (size_t)e->p->n_days + (size_t)day;
}
static inline bool eng_uses(const engine *e, uint32_t part)
{
    return (e->opt->without & part) == 0;
}
double eng_time(const engine *e); /* seconds since the begin; 0 without a clock */
bool eng_over(const engine *e);   /* time is up, a stop is wished, or threads side by side have finished */
bool eng_large(const engine *e);  /* too many rows for a master in GLPK */
bool eng_done(const engine *e);   /* optimal or within the gap */
void eng_log(const engine *e, const char *fmt, ...) PB_PRINTF(2, 3);

PB_MUST_USE pb_status eng_make(engine *e);
void eng_free(engine *e);
/* Sets e->chain (master_chain.c). */
PB_MUST_USE pb_status eng_chain_make(engine *e);

/* --- rosters (roster_state.c) --- */
PB_MUST_USE pb_status eng_roster_make(const engine *e, pb_arena *a, eng_roster *ret);
void eng_roster_copy(const engine *e, eng_roster *to, const eng_roster *from);
/* Recounts a roster whose `at` was written; *ret_broken = hard rules broken. */
void eng_roster_count(const engine *e, eng_roster *r, int64_t *ret_broken);
/* Puts days day0 … day1 - 1 of a person in place of what he had, keeping count and cost. */
void eng_roster_put(const engine *e, eng_roster *r, int32_t person, int32_t day0, int32_t day1,
                    const pb_choice *days);
/* Takes over a roster as the best when it is cheaper and lawful. True when it was. */
bool eng_offer(engine *e, const eng_roster *r, const char *stage);
/* Takes over a bound when it is higher. */
void eng_raise_bound(engine *e, int64_t bound);

/* --- re-rostering one person (reroster.c) --- */
/* Row prices as marginal costs: what one more at the row saves, with n people at it now. */
void eng_marginal(const engine *e, const int32_t *count, int32_t *y, int32_t row0, int32_t row1);
typedef enum eng_how {
    ENG_EXACT,
    ENG_LOOSE, /* pb_pricing.loose, with what is remembered of the person */
    ENG_NEAR   /* the same near `days`, at true prices: no multipliers but where nothing else helps */
} eng_how;
/* Best days of a person at w->y within a mask (NULL = his allowed ones) over day0 … day1 - 1 with the
 * rest of `days` given (the whole plan, loosely: they are where the corridor lies; NULL = none known); the result goes
 * to w->days[day0 …]. *ret_value scaled; PB_DP_NONE = none. */
PB_MUST_USE pb_status eng_reroster(engine *e, eng_worker *w, int32_t person, const pb_choice *days,
                                   int32_t day0, int32_t day1, const uint64_t *mask, eng_how style,
                                   pb_priced *ret);
/* One-person-optimal moves, everybody in an order drawn from rng, that many times or until nothing improves. */
PB_MUST_USE pb_status eng_one_opt(engine *e, eng_worker *w, eng_roster *r, pb_rng *rng, int passes);

/* --- columns kept for later (column_pool.c); doubles are left out, a full pool takes no more --- */
PB_MUST_USE pb_status eng_pool_make(engine *e, int64_t megabytes);
PB_MUST_USE pb_status eng_pool_add(const engine *e, eng_pool *pool, int32_t person, const pb_choice *days);
void eng_pool_free(const engine *e, eng_pool *pool);

/* --- a bound without GLPK (dual.c), from root_y where there is one, and rosters rounded from it --- */
PB_MUST_USE pb_status eng_dual(engine *e, pb_rng *rng, int rounds, double until, int32_t *ret_infeasible);

/* --- the start (start.c) --- */
typedef struct eng_ramp {
    int rounds;
    double rho0, rho1;
    double until;      /* seconds since the begin at which to stop; <= 0 none */
} eng_ramp;
/* The price-driven start on a roster; pi [n_rows] is carried on; best = the cheapest lawful one met. */
PB_MUST_USE pb_status eng_admm(engine *e, eng_worker *w, eng_roster *r, const eng_ramp *ramp, double *pi,
                               eng_pool *pool, eng_roster *best);
PB_MUST_USE pb_status eng_start(engine *e, eng_worker *w, pb_rng *rng, int32_t *ret_infeasible);
/* Once more from the best roster, the prices in root_y and the pricers' multipliers. */
PB_MUST_USE pb_status eng_start_again(engine *e, eng_worker *w, pb_rng *rng);

#endif
