/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Linear and mixed-integer programmes through GLPK: minimise c x, row bounds, column bounds.
 * lp_glpk.c (building) and lp_solve.c (running)
 * are the only files that call GLPK, lp_glpk.c the only one with a longjmp. GLPK answers a bad argument, a failed check of its
 * own and a refused allocation by abort(); here each of these comes back as PB_ERR_SOLVER.
 *
 * One environment per thread: GLPK keeps its memory in thread-local storage, so a pb_lp_env and its
 * programmes are made, used and freed by one thread, and a thread has at most one pb_lp_env at a
 * time. After PB_ERR_SOLVER every programme of that environment is empty ("dead"): it can only be
 * freed; new ones may be made.
 *
 * Indices of rows and columns count from 0 in order of adding. Infinite bounds are +-INFINITY.
 */
#ifndef PAIBAN_PLANNER_LP_GLPK_H
#define PAIBAN_PLANNER_LP_GLPK_H

#include "base/memory.h"
#include "base/status.h"

#include <stdbool.h>
#include <stdint.h>

typedef struct pb_lp_env pb_lp_env;
typedef struct pb_lp pb_lp;

/* The caller's clock and wish to stop; each may be NULL (no clock: time limits are not kept between
 * slices; no stop: runs on). Both are asked between slices of the simplex and at each node. */
typedef struct pb_lp_watch {
    double (*now_s)(void *ctx); /* seconds from any origin, never falling */
    bool (*stop)(void *ctx);
    void *ctx;
} pb_lp_watch;

/* memory_mb 0 = no limit; over it GLPK gives up with PB_ERR_SOLVER. */
PB_MUST_USE pb_status pb_lp_env_new(const pb_allocator *al, int memory_mb, pb_lp_env **ret);
/* Frees it and every programme made in it. Accepts NULL. */
void pb_lp_env_free(pb_lp_env *env);

PB_MUST_USE pb_status pb_lp_new(pb_lp_env *env, pb_lp **ret);
void pb_lp_free(pb_lp *lp); /* accepts NULL */
bool pb_lp_dead(const pb_lp *lp);

/* Adds n rows lower <= a x <= upper without coefficients. *ret_first is the first one's index. */
PB_MUST_USE pb_status pb_lp_add_rows(pb_lp *lp, int n, double lower, double upper, int *ret_first);
/*
 * Adds a column with its n coefficients (rows[] distinct). It enters non-basic at its finite bound
 * nearest to 0, so that an existing basis stays valid: the next solve starts warm. A column must
 * have a finite bound for that; a free one is allowed before the first solve.
 */
PB_MUST_USE pb_status pb_lp_add_col(pb_lp *lp, double cost, double lower, double upper, int n,
                                    const int *rows, const double *values, int *ret_index);
/* Adds coefficients of a row at once (replaces the row's old ones). */
PB_MUST_USE pb_status pb_lp_set_row(pb_lp *lp, int row, int n, const int *cols, const double *values);
PB_MUST_USE pb_status pb_lp_set_row_bounds(pb_lp *lp, int row, double lower, double upper);
PB_MUST_USE pb_status pb_lp_set_col_bounds(pb_lp *lp, int col, double lower, double upper);
PB_MUST_USE pb_status pb_lp_set_cost(pb_lp *lp, int col, double cost);
PB_MUST_USE pb_status pb_lp_set_integer(pb_lp *lp, int col, bool integer);
/* Names appear in written files only. Spaces and other characters of the formats become '_'. */
PB_MUST_USE pb_status pb_lp_set_row_name(pb_lp *lp, int row, const char *name);
PB_MUST_USE pb_status pb_lp_set_col_name(pb_lp *lp, int col, const char *name);
/* Makes a column basic and its row non-basic: the way to hand over a known first basis. */
PB_MUST_USE pb_status pb_lp_set_basic(pb_lp *lp, int col, int instead_of_row);
/* The basis as it stands, to come back to: marks [n_rows + n_cols]. */
void pb_lp_basis(const pb_lp *lp, unsigned char *marks);
/* Puts it back; rows added since are basic, columns added since are not. */
PB_MUST_USE pb_status pb_lp_set_basis(pb_lp *lp, int n_rows, int n_cols, const unsigned char *marks);
/* Deletes columns (distinct); those behind move up. Keep basic ones to stay warm. */
PB_MUST_USE pb_status pb_lp_del_cols(pb_lp *lp, int n, const int *cols);

int pb_lp_n_rows(const pb_lp *lp);
int pb_lp_n_cols(const pb_lp *lp);

typedef enum pb_lp_answer {
    PB_LP_OPTIMAL,
    PB_LP_INFEASIBLE,
    PB_LP_UNBOUNDED,
    PB_LP_FEASIBLE, /* a limit or the wish to stop came first; a feasible point is held */
    PB_LP_NOTHING   /* the same, and no feasible point is known */
} pb_lp_answer;

typedef struct pb_lp_options {
    bool dual;          /* dual simplex (after changed bounds); else primal (after added columns) */
    bool presolve;      /* from scratch, not warm */
    double seconds;     /* limit by GLPK's own clock; <= 0 none */
    int64_t iterations; /* limit; <= 0 none */
    pb_lp_watch watch;
} pb_lp_options;

typedef struct pb_lp_result {
    pb_lp_answer answer;
    double objective;   /* of the point held; NAN where none */
    int64_t iterations;
} pb_lp_result;

/* Solves the relaxation. Numerical trouble is retried from GLPK's advanced basis and with the other
 * simplex before PB_ERR_SOLVER is returned. */
PB_MUST_USE pb_status pb_lp_solve(pb_lp *lp, const pb_lp_options *opt, pb_lp_result *ret);

/* After a solve. x [n_cols], reduced [n_cols], y [n_rows]: y is the rise of the objective per unit
 * of the row's bound. Any of them may be NULL. */
void pb_lp_get(const pb_lp *lp, double *x, double *reduced, double *y);
double pb_lp_col_value(const pb_lp *lp, int col);
bool pb_lp_col_basic(const pb_lp *lp, int col);

typedef struct pb_mip_progress {
    double best;  /* INFINITY = no roster yet */
    double bound; /* proven lower bound, -INFINITY = none yet */
    int64_t nodes;
} pb_mip_progress;

typedef struct pb_mip_options {
    double seconds;        /* by GLPK's own clock; <= 0 none */
    int64_t nodes;         /* limit on nodes opened; <= 0 none. The one limit that is repeatable */
    double gap;            /* relative gap at which to stop, 0 = prove */
    double cutoff;         /* only points below it count; INFINITY = none */
    bool presolve, cuts;   /* Gomory, MIR, cover, clique */
    bool quick;            /* branches by Driebeek and Tomlin's penalties as with presolve, not by pseudocosts */
    const double *start;   /* [n_cols] a known point, checked by GLPK's caller, or NULL */
    void (*progress)(void *ctx, const pb_mip_progress *p); /* at each node and new best, or NULL */
    /* Each new best point (not with presolve), or NULL. */
    void (*incumbent)(void *ctx, const double *x, double objective);
    void *ctx;             /* of the two above */
    pb_lp_watch watch;
} pb_mip_options;

typedef struct pb_mip_result {
    pb_lp_answer answer;
    double objective; /* of the best point; NAN where none */
    double bound;     /* proven lower bound; = objective when optimal; -INFINITY none */
    int64_t nodes;
} pb_mip_result;

/* Branch and cut over the columns marked integer. */
PB_MUST_USE pb_status pb_lp_mip(pb_lp *lp, const pb_mip_options *opt, pb_mip_result *ret);
void pb_lp_mip_get(const pb_lp *lp, double *x); /* [n_cols] of the best point */

typedef enum pb_lp_format { PB_LP_CPLEX, PB_LP_MPS } pb_lp_format;
/* Writes the programme for other solvers; PB_ERR_IO when the file cannot be written. */
PB_MUST_USE pb_status pb_lp_write(const pb_lp *lp, const char *path, pb_lp_format format);

#endif
