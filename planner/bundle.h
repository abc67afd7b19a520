/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The proximal master of the bundle method: shares of columns (days of one kind of people) that cost least
 * together with rows whose convex costs are smoothed around a centre of prices. It needs no linear
 * programme: shares move between two columns of a kind at a time. Its prices are where to ask next.
 *
 * Rows: the problem's cover rows, then one per kind and window that the pricing programme does not track,
 * whose "cost" is the window's own bounds and prices.
 */
#ifndef PAIBAN_PLANNER_BUNDLE_H
#define PAIBAN_PLANNER_BUNDLE_H

#include "planner/kinds.h"

enum { BUNDLE_COLUMNS = 24, BUNDLE_MORE = 72 }; /* a kind; more for its windows that are priced */

/* A row of the second sort: window w of resource r of a kind, for all its copies together. */
typedef struct bundle_window {
    int32_t r, w;
    double min, max, soft_min, soft_max, under, over; /* under = over = 0 where nothing is priced */
    double lowest, highest;                           /* range of its price */
} bundle_window;

/* One kind's part. */
typedef struct bundle_kind {
    int32_t person, copies;
    uint64_t tracked;
    int32_t n_columns, room; /* columns: now, at most */
    int32_t row0, n_windows; /* its rows row0 … row0 + n_windows - 1 */
    const bundle_window *windows;
    int32_t *multiplier;     /* [all windows of the person] */
    double *own, *share;     /* [room] cost units; shares sum to copies */
    double *price;           /* [room] reduced cost, scratch of the sweep */
    int32_t *idle;           /* [room] rounds without a share */
    pb_choice *days;         /* [room * n_days] */
    double *use;             /* [room * n_windows] */
} bundle_kind;

typedef struct bundle {
    engine *e;
    eng_kinds kinds;
    bundle_kind *kind;   /* [kinds.n] */
    int32_t n_rows;      /* of both sorts */
    bundle_window *windows;
    double *v;           /* [n_rows] what the shares give */
    double *y, *centre;  /* [n_rows] prices, cost units */
    double *weight;      /* [n_rows] how soft a row's price is, before t */
    double t;            /* the step: a price moves t * weight for one too few */
    double *unit;        /* [n_units + 1] sums of prices before each unit, for one class */
    int32_t *change;     /* [problem rows] zero between uses */
    uint8_t *listed;     /* the same */
    int32_t *touched;    /* [n_rows] rows that a move changes, */
    double *delta;       /* [n_rows] and by how much */
    double own;          /* of all shares */
} bundle;

/* Kinds, windows, rows and room for columns; nothing has a share yet. Pricing tables up to max_cells. */
PB_MUST_USE pb_status bundle_make(engine *e, pb_arena *a, size_t max_cells, bundle *ret);
/* Adds a column with a share; one already there only gains the share. */
void bundle_add(bundle *b, int32_t kind, const pb_choice *days, double share);
/* v, y and own anew from the shares (after adding, or when the centre moved). */
void bundle_refresh(bundle *b);
/* Shares move until a sweep over all kinds gains less than `enough` (cost units), at most n times. */
void bundle_sweep(bundle *b, double enough, int n);
/* The smoothed master's value: what the model promises at b->y, less the distance to the centre. */
double bundle_value(const bundle *b);
/* The master's value without smoothing: shares as they are (untracked windows left out). */
double bundle_cost(const bundle *b);
/* The price of a row at a count. */
double bundle_price(const bundle *b, int32_t row, double v);
/* Removes columns without a share for a while. */
void bundle_prune(bundle *b);

#endif
