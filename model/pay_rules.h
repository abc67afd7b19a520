/* SPDX-License-Identifier: GPL-3.0-or-later */
/* data/pay_LAW.csv (key,value,article): when work is paid at more than the ordinary wage. It comes with
 * the program, one file a law pack, and is data so that a change of the law is a change of a table. */
#ifndef PAIBAN_MODEL_PAY_RULES_H
#define PAIBAN_MODEL_PAY_RULES_H

#include "model/team.h"

/* 0 minutes = no such threshold. */
typedef struct pb_pay_rules {
    int day_min, week_min;                     /* paid minutes before overtime begins */
    int overtime_pct, rest_pct, statutory_pct; /* percent of the hourly wage, 100 … 1000 */
    int night_from_min, night_to_min;          /* the night by the clock; from > to = over midnight */
    int average_weeks;     /* the reference period over which the law averages a week's hours; 0 = none */
    int average_limit_min; /* what the average week may hold */
} pb_pay_rules;

/* All hours ordinary, night from 22:00 to 06:00: where no law is named. */
pb_pay_rules pb_pay_rules_none(void);
/*
 * Reads the pack of a law from data_dir. PB_LAW_NONE gives pb_pay_rules_none() without reading.
 * Errors: PB_ERR_INPUT, PB_ERR_IO (diagnosed), PB_ERR_NOMEM.
 */
PB_MUST_USE pb_status pb_pay_rules_read(pb_arena *a, const char *data_dir, pb_law law,
                                        pb_pay_rules *ret, pb_diags *d);

#endif
