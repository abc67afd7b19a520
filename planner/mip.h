/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The instance as a mixed-integer programme, written row by row, then loaded into the LP library
 * at once. Cost unit: a price unit (thousandths / 1000).
 *
 *   x[agent, alternative] in {0, 1}; a day off is what is left: 1 - sum of the day's x
 *   y[class, place] >= 0, whole: how many of a class (agents who count for the same rows) have their
 *       meal break there; summed over the places of an alternative = sum of the class's x
 *   cover: minutes of y + missing1 + missing2 + missing3 - surplus = need, per row and slot
 *   deferred work: done by a slot's end <= arrived, its growth <= share of the minutes above each need;
 *       late of a day >= due - done at every slot's end of it
 *   each term, fair share, role and pair: linear rows with a violation column, absent where hard
 */
#ifndef PAIBAN_PLANNER_MIP_H
#define PAIBAN_PLANNER_MIP_H

#include "planner/instance.h"
#include "planner/lp_glpk.h"

typedef struct pb_mip_entry {
    int32_t row, col;
    double value;
} pb_mip_entry;

typedef struct pb_mip {
    pb_arena *arena;
    const pb_allocator *al;
    const pb_instance *in;
    pb_status status; /* sticky */
    double *lower, *upper;  /* rows */
    size_t n_rows, cap_lower, cap_upper;
    double *cost, *least, *most; /* columns */
    uint8_t *whole;
    size_t n_cols, cap_cost, cap_least, cap_most, cap_whole;
    pb_mip_entry *entry;
    size_t n_entries, cap_entries;
    double constant;   /* of the objective */
    int32_t *x;        /* [agent * n_alts + alt] column; -1 = may not */
    int32_t n_classes;
    int32_t *class_of; /* [agent] */
    int32_t *class_rep; /* [class] an agent of it */
    int32_t *y;        /* [class * n_places + place] column; -1 = none */
    int32_t *spare;    /* [row * n_slots + slot] minutes above the need, where deferred work counts them; -1 = none */
} pb_mip;

void pb_mip_init(pb_mip *m, pb_arena *a, const pb_instance *in);
void pb_mip_done(pb_mip *m);
int32_t pb_mip_row(pb_mip *m, double lower, double upper);
int32_t pb_mip_col(pb_mip *m, double cost, double least, double most, bool whole);
void pb_mip_add(pb_mip *m, int32_t row, int32_t col, double value);
/* Shifts a row's bounds by what constants on its left side amount to. */
void pb_mip_shift(pb_mip *m, int32_t row, double constant);

/* x of that agent's alternatives of a day, weighted by tab (NULL = 1) less tab[0]; the constant
 * tab[0] goes to the bounds. sign multiplies. */
void pb_mip_day(pb_mip *m, int32_t row, int32_t agent, int32_t day, const int32_t *tab, double sign);
/* A violation column at that price per unit of the row, or -1 where hard. */
int32_t pb_mip_violation(pb_mip *m, bool hard, pb_money price, int32_t per, double most);

void pb_mip_cells(pb_mip *m);  /* x, y, one thing a day */
void pb_mip_cover(pb_mip *m);
void pb_mip_work(pb_mip *m);   /* deferred work; after cover */
void pb_mip_terms(pb_mip *m);
void pb_mip_rest(pb_mip *m, int32_t agent, const pb_term *t);
void pb_mip_spans(pb_mip *m, int32_t agent, const pb_term *t); /* terms with spans of days */
void pb_mip_team(pb_mip *m);   /* fair shares, roles, pairs */

/* Everything, then into a fresh programme of env. */
PB_MUST_USE pb_status pb_mip_build(pb_mip *m);
PB_MUST_USE pb_status pb_mip_load(const pb_mip *m, pb_lp_env *env, bool names, pb_lp **ret);

#endif
