/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Shrinkage: rostered agents who are not at work on contacts (breaks, coaching, sickness). Planned
 * and unplanned shares multiply. Exact: shares are taken as whole millionths and the division is one
 * of integers, so that 7 net at 30 % are 10 and never 11 by rounding dust.
 */
#ifndef PAIBAN_STAFFING_SHRINK_H
#define PAIBAN_STAFFING_SHRINK_H

#include <stdint.h>

/*
 * The fewest agents to roster so that `net` are at work: ceil(net / ((1 - planned)(1 - unplanned))).
 * net 0 … 1,000,000; shares in [0, 0.95], rounded to millionths; shares outside are taken to the
 * nearer end, net below 0 as 0.
 */
int64_t pb_shrink_gross(int64_t net, double planned, double unplanned);

/* Whole agents at work of `gross` rostered: floor(gross (1 - planned)(1 - unplanned)); shares in [0, 1]. */
int64_t pb_shrink_net(int64_t gross, double planned, double unplanned);

#endif
