/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What paiban hire reads and reckons before it solves. */
#ifndef PAIBAN_CLI_HIRE_CASE_H
#define PAIBAN_CLI_HIRE_CASE_H

#include "cli/command.h"
#include "planner/hire.h"

/* A hiring case with the names and days behind its numbers. */
typedef struct pb_hire_data {
    pb_workspace ws;
    pb_contracts contracts;
    bool own_contracts;    /* contracts.csv is there */
    pb_date first;         /* of the first month */
    int n_months;
    pb_date month_first[13];
    pb_requirement req;
    pb_hire_case c;
    int n_staff;           /* kinds 0 … n_staff - 1 are people that are there, then one a contract */
    double staff_at_start; /* people employed in the first month */
} pb_hire_data;

/* Reads the workspace and forecasts the months. */
PB_MUST_USE pb_status pb_hire_read(pb_cli *cli, const pb_args *args, pb_hire_data *ret, pb_forecast *ret_forecast);
/* Staffs the forecast, with `points` added to every service level, and makes the case of it. */
PB_MUST_USE pb_status pb_hire_make(pb_cli *cli, const pb_args *args, const pb_forecast *f, double points,
                                   pb_hire_data *data);

#endif
