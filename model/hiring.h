/* SPDX-License-Identifier: GPL-3.0-or-later */
/* contracts.csv and leave.csv: what people could be hired for, and how many are away by season. Read by hire. */
#ifndef PAIBAN_MODEL_HIRING_H
#define PAIBAN_MODEL_HIRING_H

#include "model/queue.h"

typedef struct pb_contract {
    const char *id;
    double hours_per_week;
    double month_cost;     /* of one person, in the unit of rules.csv's prices; NAN = an hour costs 1 */
    double hire_cost;      /* once; NAN = a month's cost */
    double attrition;      /* share that leaves in a month; NAN = not said */
    int training_months;   /* default 1 */
    int max_hires;         /* in a month; default 1000 */
    pb_skillset skills;    /* default: all */
} pb_contract;

typedef struct pb_contracts {
    size_t n;
    const pb_contract *at;
} pb_contracts;

/* Reads contracts.csv. Errors beside the cells' own: two rows for a contract, an unknown skill. On PB_ERR_INPUT *ret
 * is left alone. */
PB_MUST_USE pb_status pb_contracts_read(pb_arena *a, const char *path, const pb_queues *queues, pb_contracts *ret,
                                        pb_diags *d);
/* Reads leave.csv: the share of paid hours away in each month of the year, January first; a month without a row
 * has 0. Errors: two rows for a month. On PB_ERR_INPUT share is left alone. */
PB_MUST_USE pb_status pb_leave_read(pb_arena *a, const char *path, double share[static 12], pb_diags *d);

extern const pb_column pb_contract_columns[], pb_leave_columns[];
extern const size_t pb_n_contract_columns, pb_n_leave_columns;

#endif
