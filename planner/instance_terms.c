/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Rules that bind one agent's days together, compiled into terms (planner/instance.h). */
#include "planner/terms.h"

static pb_status push(pb_terms *ts, pb_term t)
{
    pb_status s = pb_grow(ts->al, &ts->at, &ts->cap, ts->n + 1, sizeof *ts->at);
    if (!s)
        ts->at[ts->n++] = t;
    return s;
}

pb_term pb_terms_new(const pb_terms *ts, pb_term_kind kind)
{
    const pb_rule *r = ts->rule;
    return (pb_term){.kind = kind, .name = ts->name, .rule = r ? (int32_t)(r - ts->in->ws->rules.at) : -1,
                     .hard = r ? r->hard : ts->default_hard,
                     .price = r ? pb_money_price(r->cost) : pb_default_price(ts->name), .per = 1,
                     .d0 = 0, .d1 = ts->in->n_days, .lo = INT32_MIN, .hi = INT32_MAX,
                     .before_s = INT64_MIN};
}

pb_status pb_terms_push(pb_terms *ts, pb_term t)
{
    return push(ts, t);
}

static int32_t whole(double v)
{
    return v >= 1e6 ? 1000000 : v <= 0 ? 0 : (int32_t)(v + 0.5);
}

/* --- runs and neighbours --- */

static pb_status add_run_max(pb_terms *ts, const int32_t *tab, pb_count count)
{
    pb_term t = pb_terms_new(ts, PB_TERM_RUN_MAX);
    t.tab = tab;
    t.hi = whole(ts->number);
    for (int32_t i = 1; pb_past_known(ts->past, i) && i < 400 && pb_terms_past(ts, count, i) > 0; i++)
        t.base++;
    return push(ts, t);
}

static pb_status add_run_min(pb_terms *ts, const int32_t *tab, pb_count count)
{
    pb_term t = pb_terms_new(ts, PB_TERM_RUN_MIN);
    pb_date first = ts->in->grid.first;
    t.tab = tab;
    t.lo = whole(ts->number);
    for (int32_t i = 1; t.base < t.lo; i++) {
        if (!pb_past_known(ts->past, i) || pb_away_all_day(ts->in->ws, ts->agent, first - i))
            t.base = t.lo; /* nobody knows how long it is already, or leave excuses it */
        else if (pb_terms_past(ts, count, i) > 0)
            t.base++;
        else
            break;
    }
    return push(ts, t);
}

static pb_status add_rest(pb_terms *ts)
{
    pb_term t = pb_terms_new(ts, PB_TERM_REST);
    t.lo = (int32_t)(ts->number * 60 + 0.5);
    t.per = 60;
    for (int32_t i = 1; i <= 7 && t.before_s == INT64_MIN; i++) {
        const pb_duty *d = pb_past_duty(ts->past, ts->agent, i);
        if (d)
            t.before_s = d->end_s;
    }
    return push(ts, t);
}

static pb_status add_sequence(pb_terms *ts)
{
    const pb_rule *r = ts->rule;
    pb_term t = pb_terms_new(ts, PB_TERM_SEQUENCE);
    int32_t *before = PB_NEW_ARRAY(ts->arena, r->n_refs + 1, int32_t);

    t.n_seq = r->n_refs;
    t.seq = pb_terms_steps(ts, r);
    if (!before || !t.seq)
        return PB_ERR_NOMEM;
    for (int32_t k = 1; k < t.n_seq; k++) {
        before[k] = 1;
        for (int32_t i = 0; i < k; i++) {
            const pb_duty *d = pb_past_duty(ts->past, ts->agent, k - i);
            if (!pb_past_known(ts->past, k - i) ||
                !pb_ref_matches(ts->in->ws, &r->refs[i], d ? d->shift : -1, !d))
                before[k] = 0;
        }
    }
    t.before = before;
    return t.n_seq >= 2 ? push(ts, t) : PB_OK;
}

static int32_t step_class(const pb_workspace *ws, const pb_rule *r, int32_t shift, bool off)
{
    for (int32_t i = 0; i < r->n_refs; i++)
        if (pb_ref_matches(ws, &r->refs[i], shift, off))
            return i;
    return r->n_refs;
}

static pb_status add_rotation(pb_terms *ts)
{
    const pb_rule *r = ts->rule;
    const pb_instance *in = ts->in;
    pb_term t = pb_terms_new(ts, PB_TERM_NEXT);
    int32_t k = r->n_refs, n = k + 1;
    int32_t *tab = PB_NEW_ARRAY(ts->arena, in->n_alts, int32_t);
    int32_t *before = PB_NEW_ARRAY(ts->arena, 1, int32_t);
    uint8_t *allow = PB_NEW_ARRAY(ts->arena, n * n, uint8_t);
    const pb_duty *d = pb_past_duty(ts->past, ts->agent, 1);

    if (!tab || !allow || !before)
        return PB_ERR_NOMEM;
    for (int32_t alt = 0; alt < in->n_alts; alt++)
        tab[alt] = step_class(in->ws, r, in->alts[alt].shift, alt == 0);
    for (int32_t i = 0; i < n; i++)
        for (int32_t j = 0; j < n; j++)
            allow[i * n + j] = i == k || j == k || i == j || j == (i + 1) % k;
    before[0] = pb_past_known(ts->past, 1) && !pb_away_all_day(in->ws, ts->agent, in->grid.first - 1)
                    ? step_class(in->ws, r, d ? d->shift : -1, !d) : k;
    t.tab = tab;
    t.n_seq = n;
    t.allow = allow;
    t.before = before;
    return k >= 2 ? push(ts, t) : PB_OK;
}

/* --- which rule becomes what --- */

static pb_status add_hours(pb_terms *ts)
{
    int32_t minutes = (int32_t)(ts->number * 60 + 0.5);
    switch (ts->name) {
    case PB_RULE_MAX_HOURS_WEEK:
        return pb_terms_weeks(ts, ts->tabs->minutes, PB_COUNTS_MINUTES, INT32_MIN, minutes, 60);
    case PB_RULE_MIN_HOURS_WEEK:
        return pb_terms_weeks(ts, ts->tabs->minutes, PB_COUNTS_MINUTES, minutes, INT32_MAX, 60);
    case PB_RULE_CONTRACT_HOURS:
        return pb_terms_contract(ts);
    default:
        return pb_terms_overtime(ts);
    }
}

static pb_status add_counts(pb_terms *ts)
{
    const int32_t *tab;
    switch (ts->name) {
    case PB_RULE_MAX_SHIFTS:
        return pb_terms_plan(ts, ts->tabs->work, PB_COUNTS_WORK, whole(ts->number));
    case PB_RULE_MAX_KIND:
        tab = pb_terms_ref_tab(ts, ts->rule);
        return tab ? pb_terms_months(ts, tab, PB_COUNTS_REF, whole(ts->number)) : PB_ERR_NOMEM;
    case PB_RULE_HOLIDAY_DUTY:
        return pb_terms_plan(ts, ts->tabs->holiday, PB_COUNTS_HOLIDAY, whole(ts->number));
    default:
        return pb_terms_rest_days(ts, whole(ts->number));
    }
}

/* People marked no_night do no overtime either. */
static pb_status add_no_overtime(pb_terms *ts)
{
    const pb_agent *g = &ts->in->ws->agents.at[ts->agent];
    double hours = g->hours_per_week > 0 ? g->hours_per_week : 40;
    if (!g->no_night && ts->rule && ts->rule->who.kind != PB_WHO_AGENT)
        return PB_OK;
    return pb_terms_weeks(ts, ts->tabs->minutes, PB_COUNTS_MINUTES, INT32_MIN,
                          (int32_t)(hours * 60 + 0.5), 60);
}

static pb_status add_rule(pb_terms *ts)
{
    switch (ts->name) {
    case PB_RULE_MIN_REST_H: return add_rest(ts);
    case PB_RULE_MAX_DAYS_IN_ROW: return add_run_max(ts, ts->tabs->work, PB_COUNTS_WORK);
    case PB_RULE_MIN_DAYS_IN_ROW: return add_run_min(ts, ts->tabs->work, PB_COUNTS_WORK);
    case PB_RULE_MAX_NIGHTS_IN_ROW: return add_run_max(ts, ts->tabs->night, PB_COUNTS_NIGHT);
    case PB_RULE_MIN_DAYS_OFF_IN_ROW: return add_run_min(ts, ts->tabs->off, PB_COUNTS_OFF);
    case PB_RULE_FORBID_NEXT: return add_sequence(ts);
    case PB_RULE_ROTATION: return add_rotation(ts);
    case PB_RULE_MAX_HOURS_WEEK:
    case PB_RULE_MIN_HOURS_WEEK:
    case PB_RULE_CONTRACT_HOURS:
    case PB_RULE_MAX_OVERTIME_MONTH: return add_hours(ts);
    case PB_RULE_MAX_SHIFTS:
    case PB_RULE_MAX_KIND:
    case PB_RULE_HOLIDAY_DUTY:
    case PB_RULE_REST_DAYS_PER_WEEK: return add_counts(ts);
    case PB_RULE_SAME_START_IN_WEEK: return pb_terms_starts(ts);
    case PB_RULE_MAX_WEEKENDS: return pb_terms_max_weekends(ts, whole(ts->number));
    case PB_RULE_WEEKENDS_OFF_PER_MONTH: return pb_terms_weekends_off(ts, whole(ts->number));
    case PB_RULE_WHOLE_WEEKENDS: return pb_terms_whole_weekends(ts);
    case PB_RULE_DAY_IN_LIEU: return pb_terms_lieu(ts);
    case PB_RULE_NO_NIGHT: return add_no_overtime(ts);
    default: return PB_OK;
    }
}

static pb_status add_default(pb_terms *ts, pb_rule_name name, double number, bool hard)
{
    ts->rule = NULL;
    ts->name = name;
    ts->number = number;
    ts->default_hard = hard;
    return add_rule(ts);
}

/* The agent's own columns: max_hours holds, min_hours and hours_per_week are priced unless a rule
 * of that name concerns the agent. */
static pb_status add_defaults(pb_terms *ts, const bool *ruled)
{
    const pb_agent *g = &ts->in->ws->agents.at[ts->agent];
    pb_status s = PB_OK;

    if (g->max_hours >= 0)
        s = add_default(ts, PB_RULE_MAX_HOURS_WEEK, g->max_hours, true);
    if (!s && g->no_night && !ruled[PB_RULE_NO_NIGHT])
        s = add_default(ts, PB_RULE_NO_NIGHT, 0, true);
    if (!s && g->min_hours > 0 && !ruled[PB_RULE_MIN_HOURS_WEEK])
        s = add_default(ts, PB_RULE_MIN_HOURS_WEEK, g->min_hours, false);
    if (!s && g->hours_per_week > 0 && !ruled[PB_RULE_CONTRACT_HOURS])
        s = add_default(ts, PB_RULE_CONTRACT_HOURS, 0, false);
    return s;
}

static pb_status add_agent(pb_terms *ts)
{
    const pb_workspace *ws = ts->in->ws;
    bool ruled[PB_N_RULES] = {false};

    for (size_t i = 0; i < ws->rules.n; i++) {
        const pb_rule *r = &ws->rules.at[i];
        pb_status s;
        if (!pb_who_has(&r->who, &ws->agents.at[ts->agent], ts->agent))
            continue;
        ruled[r->name] = true;
        ts->rule = r;
        ts->name = r->name;
        ts->number = r->number;
        s = add_rule(ts);
        if (s)
            return s;
    }
    return add_defaults(ts, ruled);
}

pb_status pb_instance_terms(pb_arena *a, pb_instance *in, const pb_past *past)
{
    pb_term_tabs tabs;
    pb_terms ts = {.arena = a, .al = pb_arena_allocator(a), .in = in, .past = past, .tabs = &tabs};
    int32_t *term0 = PB_NEW_ARRAY(a, in->n_agents + 1, int32_t);
    pb_term *all;
    pb_status s = term0 ? pb_terms_tabs(a, in, &tabs) : PB_ERR_NOMEM;

    for (ts.agent = 0; !s && ts.agent < in->n_agents; ts.agent++) {
        s = add_agent(&ts);
        term0[ts.agent + 1] = (int32_t)ts.n;
    }
    all = s ? NULL : PB_NEW_ARRAY(a, ts.n, pb_term);
    if (!s && !all)
        s = PB_ERR_NOMEM;
    for (size_t i = 0; !s && i < ts.n; i++)
        all[i] = ts.at[i];
    pb_free(ts.al, ts.at);
    in->terms = all;
    in->term0 = term0;
    return s;
}
