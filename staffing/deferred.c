/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "staffing/deferred.h"

#include <math.h>
#include <stdbool.h>

static bool case_ok(const pb_deferred_case *k)
{
    if (!(k->deadline_s > 0 && k->backlog_min >= 0 && k->backlog_due_s >= 0) || k->n < 0)
        return false;
    for (int32_t i = 0; i < k->n; i++)
        if (!(k->contacts[i] >= 0 && isfinite(k->contacts[i]) && k->aht_s[i] > 0 &&
              isfinite(k->aht_s[i])) || k->slot_s[i] <= 0)
            return false;
    return true;
}

static double backlog_due(const pb_deferred_case *k, double t)
{
    return t >= k->backlog_due_s ? k->backlog_min : k->backlog_min * (t / k->backlog_due_s);
}

pb_status pb_deferred_rows(const pb_deferred_case *k, double *arrived_min, double *due_min)
{
    if (!case_ok(k))
        return PB_ERR_DOMAIN;
    double sum = k->backlog_min, end = 0;
    for (int32_t i = 0; i < k->n; i++)
        arrived_min[i] = sum += k->contacts[i] * k->aht_s[i] / 60;
    /* j walks behind i: slot j holds the moment "end of i less the deadline" */
    int32_t j = 0;
    double start_j = 0, before_j = k->backlog_min;
    for (int32_t i = 0; i < k->n; i++) {
        end += k->slot_s[i];
        double t = end - k->deadline_s, came = 0;
        while (j < k->n && start_j + k->slot_s[j] <= t) {
            start_j += k->slot_s[j];
            before_j = arrived_min[j++];
        }
        if (t > start_j)
            came = before_j - k->backlog_min +
                   (arrived_min[j] - before_j) * ((t - start_j) / k->slot_s[j]);
        else
            came = before_j - k->backlog_min;
        due_min[i] = fmin(backlog_due(k, end) + came, arrived_min[i]);
    }
    return PB_OK;
}

void pb_deferred_check(int32_t n, const double *arrived_min, const double *due_min,
                       const double *capacity_min, double *done_min, pb_deferred_answer *ret)
{
    double done = 0;
    pb_deferred_answer a = {-1, 0, 0};
    for (int32_t i = 0; i < n; i++) {
        done = fmin(arrived_min[i], done + capacity_min[i]);
        if (done_min)
            done_min[i] = done;
        double late = due_min[i] - done;
        if (a.first_late < 0 && late > 1e-9 * fmax(1, due_min[i])) {
            a.first_late = i;
            a.late_min = late;
        }
    }
    a.left_min = n > 0 ? arrived_min[n - 1] - done : 0;
    *ret = a;
}

/* Does the level do? If not, where is work late first. */
static int32_t late_at(int32_t n, const double *arrived_min, const double *due_min,
                       const int32_t *open_s, double agents)
{
    double done = 0;
    for (int32_t i = 0; i < n; i++) {
        if (open_s[i] > 0)
            done = fmin(arrived_min[i], done + agents * open_s[i] / 60.0);
        if (due_min[i] - done > 1e-9 * fmax(1, due_min[i]))
            return i;
    }
    return -1;
}

void pb_deferred_level(int32_t n, const double *arrived_min, const double *due_min,
                       const int32_t *open_s, double *ret_agents, int32_t *ret_first_late)
{
    double lo = 0, hi = n > 0 ? arrived_min[n - 1] : 0; /* all work in one minute */
    *ret_first_late = late_at(n, arrived_min, due_min, open_s, hi);
    if (*ret_first_late >= 0) {
        *ret_agents = INFINITY;
        return;
    }
    if (late_at(n, arrived_min, due_min, open_s, 0) < 0) {
        *ret_agents = 0;
        return;
    }
    for (int step = 0; step < 200 && hi - lo > 1e-12 * hi; step++) {
        double mid = 0.5 * (lo + hi);
        if (late_at(n, arrived_min, due_min, open_s, mid) < 0)
            hi = mid;
        else
            lo = mid;
    }
    *ret_agents = hi;
}
