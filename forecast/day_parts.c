/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "forecast/queue_forecast.h"

#include <limits.h>

static const char *const kind_names[PB_FC_N_KINDS] = {
    "",
    PB_N_("day before a holiday"),
    PB_N_("day after a holiday"),
    PB_N_("bridge day"),
    PB_N_("event"),
    PB_N_("make-up workday"),
    PB_N_("holiday"),
    PB_N_("closed"),
};

/* The plain level and weekday factor behind day t+h, without the time of year. */
static double plain_level(const pb_fc_blend *b, int t, int weekday, double *ret_weekday)
{
    double mean = 0, own = 0;
    int used = 0;
    for (int w = 0; w < 7; w++) {
        double v = 0;
        for (int k = 0; k < b->n_views; k++)
            v += b->mean[((size_t)k * (size_t)b->n_days + (size_t)t) * 7 + (size_t)w];
        mean += v;
        used += v > 0;
        if (w == weekday)
            own = v;
    }
    mean /= used ? used : 1;
    *ret_weekday = mean > 0 ? own / mean : 0;
    return mean;
}

static void describe(const pb_fc_queue_forecast *q, int t, int h, pb_forecast_parts *ret)
{
    const pb_fc_fit *f = &q->fit;
    const pb_fc_days *d = &q->gathered.days;
    const pb_fc_label *l = &d->labels[t + h];
    ret->level = plain_level(&f->blend, t, l->weekday, &ret->weekday);
    const double plain = ret->level * ret->weekday;
    ret->season = plain > 0 ? pb_fc_blend_at(&f->blend, t, h, l->weekday) / plain : 1;
    ret->month = pb_fc_month_factor(&f->month, t + h);
    ret->today = pb_fc_today_factor(&f->today, t, h);
    const double blended = plain * ret->season * ret->today;
    ret->second = blended > 0 ? pb_fc_guard_at(&f->guard, blended, t, h, l->weekday) / blended : 1;
    ret->special =
        f->off.no_special
            ? 1
            : pb_fc_effect(&f->effects, l, pb_date_weekday(d->first + t + h), INT_MAX, NULL);
    ret->uplift = l->kind != PB_FC_EVENT && !isnan(l->uplift) && l->uplift > 0 ? l->uplift : 1;
    ret->special /= ret->uplift;
    ret->special_kind = kind_names[l->kind];
    ret->special_name = l->name >= 0 ? q->gathered.names[l->name] : "";
    for (int i = 0; i < f->effects.n; i++)
        ret->special_seen += f->effects.seen[i].kind == l->kind &&
                             (l->name < 0 || f->effects.seen[i].name == l->name);
    ret->learnt_to = d->first + d->n_past - 1;
}

static double usual_of(const pb_forecast_parts *p)
{
    return p->level * p->weekday * p->season * p->month * p->today * p->second;
}

/* Gathers and learns the queue, with the team's help. */
static pb_status learn(pb_arena *a, const pb_history *h, const pb_calendar *cal,
                       const pb_queues *queues, pb_date from, int n_ahead, int32_t queue,
                       const pb_forecast_options *opt, pb_fc_queue_forecast *q)
{
    const int32_t id = queues ? pb_queue_find(queues, h->queues[queue]) : -1;
    const pb_fc_switches off = pb_fc_switches_of(opt);
    const pb_fc_fit *group;
    pb_status st = pb_fc_gather(a, h, queue, cal, id, id >= 0 ? &queues->at[id].hours : NULL, from,
                                n_ahead, &q->gathered);
    if (st != PB_OK || q->gathered.days.n_past == 0)
        return st;
    st = pb_fc_group_learn(a, h, cal, from, n_ahead, opt, &group);
    return st == PB_OK ? pb_fc_queue_learn(a, &off, group, q) : st;
}

pb_status pb_forecast_explain(pb_arena *a, const pb_history *h, const pb_calendar *cal,
                              const pb_queues *queues, pb_date from, pb_date day, int32_t queue,
                              const pb_forecast_options *opt, pb_forecast_parts *ret, pb_diags *d)
{
    if (day < from || day - from >= PB_FORECAST_MAX_DAYS || queue < 0 || queue >= h->n_queues)
        return PB_ERR_DOMAIN;
    const int ahead = (int)(day - from);
    pb_fc_queue_forecast *q = PB_NEW(a, pb_fc_queue_forecast);
    if (!q)
        return PB_ERR_NOMEM;
    const pb_status st = learn(a, h, cal, queues, from, ahead + 1, queue, opt, q);
    if (st != PB_OK)
        return st;
    if (q->gathered.days.n_past == 0) {
        char date[11];
        pb_diag_add(d, PB_ERROR, (pb_where){NULL, 0, NULL}, NULL,
                    PB_N_("queue %s has no contact before %s: there is nothing to explain"),
                    h->queues[queue], pb_date_format(from, date));
        return PB_ERR_INPUT;
    }
    const size_t n = (size_t)q->gathered.days.n_slots;
    double *work = PB_NEW_ARRAY(a, 6 * n, double);
    if (!work)
        return PB_ERR_NOMEM;
    pb_forecast_parts parts = {.special_kind = "", .special_name = ""};
    describe(q, q->gathered.days.n_past - 1, q->gathered.gap + ahead + 1, &parts);
    pb_fc_day_forecast f = {.mean = work, .bounds = work + n};
    pb_fc_queue_day(q, ahead, work + 5 * n, &f);
    parts.total = f.total;
    const double whole = usual_of(&parts) * parts.special * parts.uplift;
    parts.open = whole > 0 ? f.total / whole : 0;
    parts.interval =
        (pb_forecast_total){f.total, f.day_bounds[PB_FC_LOW80], f.day_bounds[PB_FC_HIGH80],
                            f.day_bounds[PB_FC_LOW95], f.day_bounds[PB_FC_HIGH95]};
    *ret = parts;
    return PB_OK;
}
