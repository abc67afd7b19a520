/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "staffing/shrink.h"

#include <math.h>

#define PB_MILLION 1000000

/* Millionths that stay of a share, shares above `most` taken as that. */
static int64_t stays(double share, double most)
{
    double s = share > 0 ? share : 0; /* NAN: nothing is lost */
    return PB_MILLION - (int64_t)llrint((s < most ? s : most) * PB_MILLION);
}

static int64_t clip(int64_t n)
{
    return n < 0 ? 0 : n > PB_MILLION ? PB_MILLION : n;
}

int64_t pb_shrink_gross(int64_t net, double planned, double unplanned)
{
    int64_t left = stays(planned, 0.95) * stays(unplanned, 0.95);
    int64_t want = clip(net) * PB_MILLION * PB_MILLION; /* <= 1e18 */
    return want / left + (want % left != 0);
}

int64_t pb_shrink_net(int64_t gross, double planned, double unplanned)
{
    int64_t left = stays(planned, 1) * stays(unplanned, 1);
    return clip(gross) * left / ((int64_t)PB_MILLION * PB_MILLION);
}
