/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "forecast/views.h"

double pb_fc_view_factor(const pb_fc_view *v, int t, int h)
{
    if (!v->curve)
        return 1;
    const double g = v->power * (v->curve[t + h] - (v->moved ? v->curve[t] : 0));
    return exp(v->moved && g > 1.5 ? 1.5 : v->moved && g < -1.5 ? -1.5 : g);
}

static const struct {
    int curve; /* -1 = none */
    double power;
    bool moved;
} view_kinds[PB_FC_VIEWS] = {{-1, 0, false},  {1, 0.35, true}, {1, 0.7, true}, {1, 1, true},
                             {1, 0.5, false}, {1, 1, false},   {0, 1, false},  {2, 1, false}};

static pb_status run_bank(pb_arena *a, const pb_fc_clean *c, int n, const double *curve,
                          double power, const pb_fc_switches *off, pb_fc_bank *ret)
{
    const int settings = off->no_search ? 1 : PB_FC_BANK;
    pb_fc_gain gains[PB_FC_BANK];
    for (int g = 0; g < settings; g++)
        gains[g] = off->no_search ? (pb_fc_gain){0.12, 0.03} : pb_fc_bank_gain(g);
    double *seen = PB_NEW_ARRAY(a, (size_t)n, double);
    if (!seen)
        return PB_ERR_NOMEM;
    for (int t = 0; t < n; t++)
        seen[t] = curve ? c->totals[t] * exp(-power * curve[t]) : c->totals[t];
    return pb_fc_bank_run(a, seen, c->use, c->weekdays, n, gains, settings, !off->no_robust, ret);
}

pb_status pb_fc_views_make(pb_arena *a, const pb_fc_clean *c, const pb_fc_season *s, int n_ahead,
                           const pb_fc_switches *off, pb_fc_view *ret, int *ret_n)
{
    const double *curves[PB_FC_CURVES] = {0};
    *ret_n = !off->no_season && pb_fc_season_known(s->n_days) ? PB_FC_VIEWS : 1;
    for (int v = 0; v < *ret_n; v++) {
        pb_fc_view *view = &ret[v];
        const int k = view_kinds[v].curve;
        if (k >= 0 && !curves[k]) {
            double *curve = PB_NEW_ARRAY(a, (size_t)(s->n_days + n_ahead), double);
            if (!curve)
                return PB_ERR_NOMEM;
            const pb_status st = pb_fc_season_curve(a, c, s, k, n_ahead, curve);
            if (st != PB_OK)
                return st;
            curves[k] = curve;
        }
        *view = (pb_fc_view){k >= 0 ? curves[k] : NULL, view_kinds[v].power, view_kinds[v].moved,
                             ret[0].bank};
        if (view->moved)
            continue;
        const pb_status st = run_bank(a, c, s->n_days, view->curve, view->power, off, &view->bank);
        if (st != PB_OK)
            return st;
    }
    return PB_OK;
}
