/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "staffing/carry.h"

#include <math.h>

double pb_carry_peak(const pb_carry *c)
{
    return fmax(fmax(c->start_erl, c->end_erl), c->middle_erl);
}

pb_status pb_carry_load(int32_t n, const double *contacts, const double *aht_s,
                        const int32_t *slot_s, bool running, pb_carry *ret)
{
    double m = 0;
    for (int32_t i = 0; i < n; i++) {
        if (!(contacts[i] >= 0 && isfinite(contacts[i]) && aht_s[i] > 0 && isfinite(aht_s[i])) ||
            slot_s[i] <= 0)
            return PB_ERR_DOMAIN;
        double own = contacts[i] / slot_s[i] * aht_s[i];
        if (i == 0 && running)
            m = own;
        /* own + (m - own) e^{-x}: of load at once in balance nothing is lost by rounding */
        double half = own + (m - own) * exp(-0.5 * slot_s[i] / aht_s[i]);
        double end = own + (m - own) * exp(-slot_s[i] / aht_s[i]);
        ret[i] = (pb_carry){m, half, end};
        m = end;
    }
    return PB_OK;
}
