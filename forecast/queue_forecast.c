/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "forecast/queue_forecast.h"

#include <limits.h>
#include <string.h>

pb_forecast_priors pb_forecast_priors_usual(void)
{
    return (pb_forecast_priors){.memory_weeks = 26,
                                .steepness = 1,
                                .season_price = 1,
                                .second_steepness = 50,
                                .second_price = 0.03,
                                .profile_steepness = 100};
}

pb_fc_switches pb_fc_switches_of(const pb_forecast_options *opt)
{
    const unsigned w = opt->without;
    return (pb_fc_switches){.no_special = (w & PB_WITHOUT_SPECIAL) != 0,
                            .no_season = (w & PB_WITHOUT_SEASON) != 0,
                            .no_search = (w & PB_WITHOUT_SEARCH) != 0,
                            .no_robust = (w & PB_WITHOUT_ROBUST) != 0,
                            .no_today = (w & PB_WITHOUT_TODAY) != 0,
                            .no_shrink = (w & PB_WITHOUT_SHRINK) != 0,
                            .no_month = (w & PB_WITHOUT_MONTH) != 0,
                            .no_second = (w & PB_WITHOUT_SECOND) != 0,
                            .keep_outliers = opt->keep_outliers,
                            .priors = opt->priors ? *opt->priors : pb_forecast_priors_usual()};
}

pb_status pb_fc_queue_learn(pb_arena *a, const pb_fc_switches *off, const pb_fc_fit *group,
                            pb_fc_queue_forecast *q)
{
    const pb_fc_days *d = &q->gathered.days;
    pb_status st = pb_fc_fit_make(a, d, off, q->gathered.rest, group, &q->fit);
    if (st == PB_OK)
        st = pb_fc_spread_learn(a, &q->fit, &q->spread);
    if (st != PB_OK)
        return st;
    q->days_learnt = 0;
    for (int t = 0; t < d->n_past; t++)
        q->days_learnt += q->fit.clean.observed[t];
    return PB_OK;
}

void pb_fc_queue_day(const pb_fc_queue_forecast *q, int day, double *work, pb_fc_day_forecast *ret)
{
    const pb_fc_days *d = &q->gathered.days;
    const int n = d->n_slots, t = d->n_past - 1, h = q->gathered.gap + day + 1;
    double cv = 0;
    (void)pb_fc_effect(&q->fit.effects, &d->labels[t + h], (pb_date_weekday(d->first) + t + h) % 7,
                       INT_MAX, &cv);
    if (q->fit.off.no_special)
        cv = 0;
    const double whole = q->gathered.ended ? 0 : pb_fc_fit_day(&q->fit, t, h);
    pb_fc_fit_shares(&q->fit, q->fit.profile, t + h, work);
    ret->total = 0;
    for (int s = 0; s < n; s++) {
        ret->mean[s] = whole * work[s];
        ret->total += ret->mean[s];
        pb_fc_spread_slot(&q->spread, ret->mean[s], h, cv * cv, ret->bounds + s * PB_FC_BOUNDS);
    }
    pb_fc_spread_day(&q->spread, ret->total, h, cv * cv, ret->day_bounds);
    ret->day_cv = sqrt(pb_fc_spread_day_var(&q->spread, h) + cv * cv);
    ret->slot_cv = sqrt(q->spread.slot_var);
}

void pb_fc_queue_week(const pb_fc_queue_forecast *q, int week, double m, double *ret)
{
    pb_fc_spread_week(&q->spread, m, week + q->gathered.gap / 7, 0, ret);
}
