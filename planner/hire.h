/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Whom to hire, and when: hires per month and contract as a mixed-integer programme, against the hours that each
 * week needs. People leave at a steady rate, are paid while they learn, and are away by season; what
 * is still missing is done in overtime at its price, or missed at the price of a shortage.
 */
#ifndef PAIBAN_PLANNER_HIRE_H
#define PAIBAN_PLANNER_HIRE_H

#include "model/model.h"

/* People of one kind: those there are, or those a contract brings. */
typedef struct pb_hire_kind {
    pb_skillset skills;
    double hours_per_week;   /* > 0 */
    double attrition;        /* share that leaves in a month, [0, 1) */
    double month_cost;       /* of one person; staff that is there is paid anyway: counts 0 */
    double overtime_price;   /* of an hour */
    double overtime_h_week;  /* most overtime of a person in a week, >= 0 */
    const double *heads;     /* [n_months] staff that is there, attrition applied; NULL for contracts */
    double hire_cost;        /* contracts: once a hire */
    int training_months;     /* contracts: paid, not yet at work */
    int max_hires;           /* contracts: in a month */
} pb_hire_kind;

typedef struct pb_hire_case {
    int n_months, n_weeks;
    const int *month_of;     /* [n_weeks] */
    const double *leave;     /* [n_months] share of paid hours away, [0, 1) */
    int n_kinds;
    const pb_hire_kind *kinds;
    int n_rows;
    const pb_skillset *sets; /* [n_rows] hours of people with a skill of the set … */
    const double *need_h;    /* … [row * n_weeks + week] must reach this */
    double short_price;      /* of an hour missing */
} pb_hire_case;

typedef struct pb_hire_plan {
    const int *hires;        /* [kind * n_months + month]; 0 for staff that is there */
    double cost, bound;      /* cost of hires, overtime and shortage; no plan costs less than bound */
    double hiring, wages, overtime, shortage; /* its parts */
    const double *heads;     /* [kind * n_months + month] at work, trained */
    const double *paid;      /* [kind * n_months + month] with those in training */
    const double *short_h;   /* [row * n_weeks + week] */
    const double *over_h;    /* [n_weeks] */
    const double *month_price; /* [n_months] what one hour a week less needed there would save (relaxation) */
    bool optimal;
} pb_hire_plan;

/* seconds <= 0: no limit. PB_ERR_DOMAIN: numbers out of range; PB_ERR_SOLVER: GLPK gives up. In the arena. */
PB_MUST_USE pb_status pb_hire_solve(pb_arena *a, const pb_hire_case *c, double seconds, pb_hire_plan *ret);

/*
 * Paid hours that shifts need, one week after the other, to cover a requirement: for every row and day the least paid
 * hours of whole templates (as a linear programme, breaks spread over the shift, nights running into
 * the same day's morning) that reach the slots' need. A slot that no shift reaches counts its hours once and a half.
 * ret [n_rows * n_weeks]; weeks of seven days from the requirement's first day, a last short one left out.
 */
PB_MUST_USE pb_status pb_hire_hours(pb_arena *a, const pb_workspace *ws, const pb_requirement *req, int n_weeks,
                                    double *ret);

#endif
