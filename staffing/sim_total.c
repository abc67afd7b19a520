/* SPDX-License-Identifier: GPL-3.0-or-later */
/* From counts of replications to means with 95 % intervals. */
#include "staffing/sim_parts.h"

#include <math.h>

static void add(pb_sim_moments *m, double x, double y)
{
    m->x += x;
    m->y += y;
    m->xx += x * x;
    m->xy += x * y;
    m->yy += y * y;
}

void pb_sim_total_add(pb_sim_total *t, const pb_sim_count *c)
{
    add(&t->level, c->within, c->offered);
    add(&t->rate, c->answered, c->offered);
    add(&t->delayed, c->delayed, c->offered);
    add(&t->asa, c->wait_answered_s, c->answered);
    add(&t->wait, c->wait_s, c->offered);
    add(&t->occupancy, c->busy_s, c->present_s);
}

/* Student's t, two-sided 95 %. Up to 30 degrees of freedom from tables (Fisher & Yates 1963, table III),
 * then the expansion of Abramowitz & Stegun 26.7.5, right to 1e-5 there. */
static double student(int32_t freedom)
{
    static const double table[] = {
        12.706204736, 4.302652730, 3.182446305, 2.776445105, 2.570581836, 2.446911851, 2.364624252,
        2.306004135,  2.262157163, 2.228138852, 2.200985160, 2.178812830, 2.160368656, 2.144786688,
        2.131449546,  2.119905299, 2.109815578, 2.100922040, 2.093024054, 2.085963447, 2.079613845,
        2.073873068,  2.068657610, 2.063898562, 2.059538553, 2.055529439, 2.051830516, 2.048407142,
        2.045229642,  2.042272456};
    if (freedom < 1)
        return INFINITY;
    if (freedom <= 30)
        return table[freedom - 1];
    const double z = 1.959963984540054, z3 = z * z * z, z5 = z3 * z * z;
    double n = freedom;
    return z + (z3 + z) / (4 * n) + (5 * z5 + 16 * z3 + 3 * z) / (96 * n * n);
}

/* Σx / Σy and the half-width from the residuals x - r y (Cochran 1977, Sampling techniques, eq. 2.39). */
static pb_estimate ratio(const pb_sim_moments *m, int32_t n)
{
    if (!(m->y > 0))
        return (pb_estimate){NAN, NAN};
    double r = m->x / m->y;
    double rest = m->xx - 2 * r * m->xy + r * r * m->yy;
    double dust = 1e-13 * (m->xx + r * r * m->yy); /* of the subtraction */
    double variance = n > 1 && rest > dust ? rest / (n - 1) / n : 0;
    double mean_y = m->y / n;
    return (pb_estimate){r, n > 1 ? student(n - 1) * sqrt(variance) / mean_y : INFINITY};
}

pb_sim_cell pb_sim_total_cell(const pb_sim_total *t, int32_t replications)
{
    pb_sim_cell c = {.contacts = t->level.y / replications};
    c.service_level = ratio(&t->level, replications);
    c.answer_rate = ratio(&t->rate, replications);
    c.abandoned = (pb_estimate){1 - c.answer_rate.mean, c.answer_rate.half};
    c.p_wait = ratio(&t->delayed, replications);
    c.asa_s = ratio(&t->asa, replications);
    c.wait_s = ratio(&t->wait, replications);
    c.occupancy = ratio(&t->occupancy, replications);
    c.occupancy.mean = c.occupancy.mean > 1 ? 1 : c.occupancy.mean; /* contacts finished off duty */
    return c;
}
