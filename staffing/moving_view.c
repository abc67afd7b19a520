/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "staffing/moving_view.h"

#include <math.h>
#include <string.h>

/* Exponents of one piece of uniformisation: e^-400 is still a normal number. */
#define PB_PIECE 400.0

void pb_view_served(const pb_view_case *k, double *served, double *wait_s)
{
    size_t width = (size_t)k->queue + 1;
    for (int32_t e = 0; e <= k->excess; e++)
        for (int32_t q = 0; q <= k->queue; q++) {
            size_t at = (size_t)e * width + (size_t)q;
            double turn = (k->servers + e) * k->end_per_s, ahead = q * k->leave_per_s;
            double all = turn + ahead + k->leave_per_s, share = 0, wait = 0;
            if (e > 0) {
                share += turn * served[at - width];
                wait += turn * wait_s[at - width];
            } else if (q == 0) {
                share += turn;
            } else {
                ahead += turn; /* the next turn moves the queue as a leaver does */
            }
            if (q > 0) {
                share += ahead * served[at - 1];
                wait += ahead * wait_s[at - 1];
            }
            served[at] = all > 0 ? share / all : 0;
            wait_s[at] = all > 0 ? (wait + served[at]) / all : 0;
        }
}

/* One step of the chain backwards, in place: from the states that depend on most to those on least. */
static void step_back(const pb_view_case *k, double per_s, double end, double *f)
{
    size_t width = (size_t)k->queue + 1;
    double u = 1 / per_s;
    for (int32_t e = k->excess; e >= 0; e--)
        for (int32_t q = k->queue; q >= 0; q--) {
            size_t at = (size_t)e * width + (size_t)q;
            double turn = (k->servers + e) * k->end_per_s, ahead = q * k->leave_per_s;
            double next = e > 0 ? f[at - width] : q > 0 ? f[at - 1] : end;
            double shorter = q > 0 ? f[at - 1] : 0;
            f[at] += u * (turn * next + ahead * shorter - (turn + ahead + k->leave_per_s) * f[at]);
        }
}

static void piece_back(const pb_view_case *k, double per_s, double steps, double end, double *f,
                       double *sum)
{
    size_t n = pb_view_size(k);
    double weight = exp(-steps), left = 1;
    memset(sum, 0, n * sizeof *sum);
    for (int i = 0; left > 1e-12 && i < 10000; i++) {
        if (i > 0) {
            step_back(k, per_s, end, f);
            weight *= steps / i;
        }
        left -= weight;
        for (size_t at = 0; at < n; at++)
            sum[at] += weight * f[at];
    }
    memcpy(f, sum, n * sizeof *f);
}

void pb_view_within(const pb_view_case *k, double within_s, int still, double *ret, double *scratch)
{
    size_t n = pb_view_size(k);
    double per_s = (k->servers + k->excess) * k->end_per_s + (k->queue + 1) * k->leave_per_s;
    double steps = per_s * within_s;
    for (size_t at = 0; at < n; at++)
        ret[at] = still ? 1 : 0;
    int pieces = steps < 50 * PB_PIECE ? (int)ceil(steps / PB_PIECE) : 50;
    for (int i = 0; i < pieces; i++)
        piece_back(k, per_s, fmin(steps / pieces, PB_PIECE), still ? 0 : 1, ret, scratch);
}
