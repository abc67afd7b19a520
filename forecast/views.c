/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "forecast/views.h"

double pb_fc_view_factor(const pb_fc_view *v, int t, int h)
{
    const double most = 4.5; /* no year grows or falls by more within the days ahead */
    if (!v->scale)
        return 1;
    if (!v->moved)
        return v->scale[t + h];
    const double growth = v->scale[t + h] / v->scale[t];
    return growth > most ? most : growth < 1 / most ? 1 / most : growth;
}

static const struct {
    int curve; /* -1 = none */
    double power;
    bool moved;
} view_kinds[PB_FC_VIEWS] = {
    {-1, 0, false}, {0, 0.5, true}, {0, 0.5, false}, {0, 1, false}, {1, 1, false}};

static pb_status run_bank(pb_arena *a, const pb_fc_clean *c, int n, const double *scale,
                          const pb_fc_switches *off, pb_fc_bank *ret)
{
    const int settings = off->no_search ? 1 : PB_FC_BANK;
    pb_fc_gain gains[PB_FC_BANK];
    for (int g = 0; g < settings; g++)
        gains[g] = off->no_search ? (pb_fc_gain){0.12, 0.03} : pb_fc_bank_gain(g);
    double *seen = PB_NEW_ARRAY(a, (size_t)n, double);
    if (!seen)
        return PB_ERR_NOMEM;
    for (int t = 0; t < n; t++)
        seen[t] = scale ? c->totals[t] / scale[t] : c->totals[t];
    return pb_fc_bank_run(a, seen, c->use, c->weekdays, n, gains, settings, !off->no_robust, ret);
}

/* The annual curve to a power, not as a logarithm; NULL when memory is refused. */
static const double *to_power(pb_arena *a, const double *curve, int n, double power)
{
    double *scale = PB_NEW_ARRAY(a, (size_t)n, double);
    for (int t = 0; scale && t < n; t++)
        scale[t] = exp(power * curve[t]);
    return scale;
}

pb_status pb_fc_views_make(pb_arena *a, const pb_fc_clean *c, const pb_fc_season *s, int n_ahead,
                           const pb_fc_switches *off, pb_fc_view *ret, int *ret_n)
{
    const int all = s->n_days + n_ahead;
    double *curves[PB_FC_CURVES] = {0};
    *ret_n = !off->no_season && pb_fc_season_known(s->n_days) ? PB_FC_VIEWS : 1;
    for (int k = 0; k<PB_FC_CURVES && * ret_n> 1; k++) {
        curves[k] = PB_NEW_ARRAY(a, (size_t)all, double);
        if (!curves[k])
            return PB_ERR_NOMEM;
        const pb_status st = pb_fc_season_curve(a, c, s, k, n_ahead, curves[k]);
        if (st != PB_OK)
            return st;
    }
    for (int v = 0; v < *ret_n; v++) {
        const int k = view_kinds[v].curve;
        const double *scale = k >= 0 ? to_power(a, curves[k], all, view_kinds[v].power) : NULL;
        if (k >= 0 && !scale)
            return PB_ERR_NOMEM;
        ret[v] = (pb_fc_view){scale, view_kinds[v].moved, ret[0].bank};
        if (view_kinds[v].moved)
            continue;
        const pb_status st = run_bank(a, c, s->n_days, scale, off, &ret[v].bank);
        if (st != PB_OK)
            return st;
    }
    return PB_OK;
}
