/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What alternatives, and duties before the plan, count for. */
#include "planner/terms.h"

static int32_t alt_counts(const pb_instance *in, pb_count count, int32_t alt)
{
    const pb_alt *x = &in->alts[alt];
    switch (count) {
    case PB_COUNTS_WORK: return alt > 0;
    case PB_COUNTS_OFF: return alt == 0;
    case PB_COUNTS_MINUTES: return x->paid_min;
    case PB_COUNTS_NIGHT: return alt > 0 && x->kind == PB_NIGHT;
    case PB_COUNTS_HOLIDAY: return alt > 0 && in->day_kind[x->day] == PB_DAY_STATUTORY;
    default: return 0;
    }
}

static const int32_t *tab_of(pb_arena *a, const pb_instance *in, pb_count count)
{
    int32_t *tab = PB_NEW_ARRAY(a, in->n_alts, int32_t);
    for (int32_t alt = 0; tab && alt < in->n_alts; alt++)
        tab[alt] = alt_counts(in, count, alt);
    return tab;
}

pb_status pb_terms_tabs(pb_arena *a, const pb_instance *in, pb_term_tabs *ret)
{
    pb_term_tabs t = {tab_of(a, in, PB_COUNTS_WORK), tab_of(a, in, PB_COUNTS_OFF),
                      tab_of(a, in, PB_COUNTS_MINUTES), tab_of(a, in, PB_COUNTS_NIGHT),
                      tab_of(a, in, PB_COUNTS_HOLIDAY)};
    if (!t.work || !t.off || !t.minutes || !t.night || !t.holiday)
        return PB_ERR_NOMEM;
    *ret = t;
    return PB_OK;
}

int32_t pb_terms_past(const pb_terms *ts, pb_count count, int32_t days_ago)
{
    const pb_duty *d = pb_past_duty(ts->past, ts->agent, days_ago);
    const pb_workspace *ws = ts->in->ws;

    if (count == PB_COUNTS_OFF)
        return pb_past_known(ts->past, days_ago) && !d;
    if (!d)
        return 0;
    switch (count) {
    case PB_COUNTS_WORK: return 1;
    case PB_COUNTS_MINUTES: return pb_duty_paid_min(d);
    case PB_COUNTS_NIGHT: return pb_duty_kind(ws, d->shift) == PB_NIGHT;
    case PB_COUNTS_HOLIDAY: return pb_calendar_day_kind(&ws->calendar, d->date) == PB_DAY_STATUTORY;
    default: return ts->rule && ts->rule->n_refs > 0 &&
                    pb_ref_matches(ws, &ts->rule->refs[0], d->shift, false);
    }
}

const int32_t *pb_terms_ref_tab(const pb_terms *ts, const pb_rule *r)
{
    const pb_instance *in = ts->in;
    int32_t *tab = PB_NEW_ARRAY(ts->arena, in->n_alts, int32_t);
    for (int32_t alt = 0; tab && r->n_refs > 0 && alt < in->n_alts; alt++)
        tab[alt] = pb_ref_matches(in->ws, &r->refs[0], in->alts[alt].shift, alt == 0);
    return tab;
}

const uint8_t *pb_terms_steps(const pb_terms *ts, const pb_rule *r)
{
    const pb_instance *in = ts->in;
    uint8_t *steps = PB_NEW_ARRAY(ts->arena, (size_t)r->n_refs * in->n_alts, uint8_t);
    for (int32_t i = 0; steps && i < r->n_refs; i++)
        for (int32_t alt = 0; alt < in->n_alts; alt++)
            steps[(int64_t)i * in->n_alts + alt] =
                pb_ref_matches(in->ws, &r->refs[i], in->alts[alt].shift, alt == 0);
    return steps;
}
