/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Rest between duties, runs of days, and what may follow what. */
#include "planner/audit_parts.h"

static const pb_duty *duty_before(const pb_auditor *u, pb_date date, int at_most)
{
    for (pb_date d = date - 1; d >= u->from && d >= date - at_most; d--)
        if (pb_aud_duty(u, u->agent, d))
            return pb_aud_duty(u, u->agent, d);
    return NULL;
}

/* Rest is counted in elapsed time: a night in which the clock goes forward is an hour shorter. */
static void judge_rest(pb_auditor *u)
{
    int64_t sum = 0;
    pb_money paid = 0;
    int64_t least = (int64_t)(u->number * 60 + 0.5);

    for (pb_date date = u->first; date <= u->last; date++) {
        const pb_duty *d = pb_aud_duty(u, u->agent, date);
        const pb_duty *b = d ? duty_before(u, date, date - u->first + 7) : NULL;
        int64_t rest = b ? (d->start_s - b->end_s) / 60 : least;
        pb_finding f;
        if (!b || rest >= least)
            continue;
        f = pb_aud_new(u, b->date, d->date);
        sum += least - rest;
        f.by = (double)(least - rest) / 60;
        f.found = (double)rest / 60;
        f.limit = u->number;
        f.cost = u->hard ? 0 : pb_money_of(u->price, sum, 60) - paid;
        paid += f.cost;
        pb_aud_add(u, f);
    }
}

typedef bool (*in_run)(const pb_auditor *u, pb_date date);

static bool at_work(const pb_auditor *u, pb_date date)
{
    return pb_aud_duty(u, u->agent, date) != NULL;
}

static bool at_night(const pb_auditor *u, pb_date date)
{
    const pb_duty *d = pb_aud_duty(u, u->agent, date);
    return d && pb_aud_kind(u, d) == PB_NIGHT;
}

static bool free_day(const pb_auditor *u, pb_date date)
{
    return pb_aud_known(u, date) && !pb_aud_duty(u, u->agent, date);
}

/* Each day of a run beyond the limit that lies in the audited days counts one. */
static void judge_longest(pb_auditor *u, in_run is)
{
    int limit = (int)(u->number + 0.5);
    pb_date date = u->first;

    while (date <= u->last) {
        pb_date from = date, end = date;
        int64_t beyond = 0;
        if (!is(u, date)) {
            date++;
            continue;
        }
        while (from > u->from && pb_aud_known(u, from - 1) && is(u, from - 1))
            from--;
        while (end < u->last && is(u, end + 1))
            end++;
        for (pb_date x = date; x <= end; x++)
            beyond += x - from + 1 > limit;
        pb_aud_charge(u, from, end, beyond, 1, end - from + 1, limit);
        date = end + 1;
    }
}

/* Runs that end in the audited days; one beside leave or of unknown beginning is not judged. */
static void judge_shortest(pb_auditor *u, in_run is)
{
    int limit = (int)(u->number + 0.5);

    for (pb_date date = u->first; date <= u->last; date++) {
        pb_date from = date;
        int length = 0;
        if (pb_aud_away(u, u->agent, date) || is(u, date))
            continue;
        while (length < limit) {
            pb_date y = from - 1;
            if (!pb_aud_known(u, y) || pb_aud_away(u, u->agent, y)) {
                length = limit;
                break;
            }
            if (!is(u, y))
                break;
            from = y;
            length++;
        }
        if (length > 0)
            pb_aud_charge(u, from, date - 1, limit - length, 1, length, limit);
    }
}

static void judge_sequence(pb_auditor *u)
{
    int32_t n = u->rule ? u->rule->n_refs : 0;

    for (pb_date date = u->first; n >= 2 && date <= u->last; date++) {
        bool all = true;
        for (int32_t i = 0; i < n && all; i++) {
            pb_date x = date - (n - 1 - i);
            all = pb_aud_known(u, x) && pb_aud_is(u, &u->rule->refs[i], pb_aud_duty(u, u->agent, x));
        }
        if (all)
            pb_aud_charge(u, date - n + 1, date, 1, 1, 0, 0);
    }
}

/* The step of the rotation that a day stands on; -1: none, or leave, or unknown. */
static int32_t step_of(const pb_auditor *u, pb_date date)
{
    if (!pb_aud_known(u, date) || pb_aud_away(u, u->agent, date))
        return -1;
    for (int32_t i = 0; i < u->rule->n_refs; i++)
        if (pb_aud_is(u, &u->rule->refs[i], pb_aud_duty(u, u->agent, date)))
            return i;
    return -1;
}

static void judge_rotation(pb_auditor *u)
{
    if (!u->rule || u->rule->n_refs < 2)
        return;
    for (pb_date date = u->first; date <= u->last; date++) {
        int32_t was = step_of(u, date - 1), is = step_of(u, date);
        if (was >= 0 && is >= 0 && was != is && is != (was + 1) % u->rule->n_refs)
            pb_aud_charge(u, date - 1, date, 1, 1, is, was);
    }
}

void pb_aud_rest_rule(pb_auditor *u)
{
    switch (u->check) {
    case PB_RULE_MIN_REST_H: judge_rest(u); break;
    case PB_RULE_MAX_DAYS_IN_ROW: judge_longest(u, at_work); break;
    case PB_RULE_MAX_NIGHTS_IN_ROW: judge_longest(u, at_night); break;
    case PB_RULE_MIN_DAYS_IN_ROW: judge_shortest(u, at_work); break;
    case PB_RULE_MIN_DAYS_OFF_IN_ROW: judge_shortest(u, free_day); break;
    case PB_RULE_FORBID_NEXT: judge_sequence(u); break;
    case PB_RULE_ROTATION: judge_rotation(u); break;
    default: break;
    }
}
