/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "forecast/tally.h"

static const double lowest = -6, width = 0.01;

void pb_fc_tally_add(pb_fc_tally *t, double z, double weight)
{
    double x = (z - lowest) / width;
    x = x < 0 ? 0 : x > PB_FC_TALLY_BINS - 1 ? PB_FC_TALLY_BINS - 1 : x;
    t->bins[(int)x] += (float)weight;
    t->weight += weight;
}

double pb_fc_tally_quantile(const pb_fc_tally *t, double level)
{
    const double want = level * t->weight;
    double below = 0;
    for (int i = 0; i < PB_FC_TALLY_BINS; i++) {
        const double here = (double)t->bins[i];
        if (here > 0 && below + here >= want)
            return lowest + width * (i + (want - below) / here);
        below += here;
    }
    return lowest + width * PB_FC_TALLY_BINS;
}
