/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Weighted standardised errors in fine bins: quantiles without keeping or sorting them. */
#ifndef PAIBAN_FORECAST_TALLY_H
#define PAIBAN_FORECAST_TALLY_H

enum { PB_FC_TALLY_BINS = 1600 }; /* 0.01 wide, from -6 to 10 */

typedef struct pb_fc_tally {
    double weight; /* of all */
    float bins[PB_FC_TALLY_BINS];
} pb_fc_tally;

void pb_fc_tally_add(pb_fc_tally *t, double z, double weight);
/* The value below which the share `level` of the weight lies, 0 < level < 1. weight > 0. */
double pb_fc_tally_quantile(const pb_fc_tally *t, double level);

#endif
