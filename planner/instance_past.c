/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The look-back: earlier rosters as one table of duties by agent and day. */
#include "planner/instance_parts.h"

enum { LOOK_BACK_DAYS = 400 }; /* a year of fairness, and the month's and week's border */

static const pb_roster *roster_of(const pb_workspace *ws, pb_date day)
{
    for (size_t i = ws->n_past; i > 0; i--)
        if (ws->past[i - 1].first <= day && day <= ws->past[i - 1].last)
            return &ws->past[i - 1];
    return NULL;
}

static int32_t look_back(const pb_workspace *ws, pb_date first)
{
    pb_date from = first;
    for (size_t i = 0; i < ws->n_past; i++)
        if (ws->past[i].first < from)
            from = ws->past[i].first;
    return first - from > LOOK_BACK_DAYS ? LOOK_BACK_DAYS : first - from;
}

pb_status pb_past_make(pb_arena *a, const pb_workspace *ws, pb_date first, pb_past *ret)
{
    pb_past p = {.ws = ws, .first = first, .n_days = look_back(ws, first)};
    uint8_t *known = PB_NEW_ARRAY(a, p.n_days, uint8_t);
    const pb_duty **duty = PB_NEW_ARRAY(a, (size_t)p.n_days * ws->agents.n, const pb_duty *);

    if (!known || !duty)
        return PB_ERR_NOMEM;
    for (int32_t i = 0; i < p.n_days; i++) {
        pb_date day = first - p.n_days + i;
        const pb_roster *r = roster_of(ws, day);
        known[i] = r != NULL;
        for (int32_t agent = 0; r && agent < ws->agents.n; agent++) {
            size_t at = 0, n = pb_roster_find(r, day, agent, &at);
            for (size_t k = 0; k < n; k++)
                if (r->at[at + k].end_s > r->at[at + k].start_s)
                    duty[(int64_t)agent * p.n_days + i] = &r->at[at + k];
        }
    }
    p.known = known;
    p.duty = duty;
    *ret = p;
    return PB_OK;
}

pb_date pb_past_unbroken(const pb_workspace *ws, pb_date first)
{
    pb_date from = first;
    for (bool again = true; again;) {
        again = false;
        for (size_t i = 0; i < ws->n_past; i++)
            if (ws->past[i].first < from && ws->past[i].last >= from - 1) {
                from = ws->past[i].first;
                again = true;
            }
    }
    return from;
}

bool pb_duty_is_night(int kind, int start_min, int end_min)
{
    if (kind == PB_NIGHT || start_min < PB_NIGHT_TO_MIN || end_min > PB_NIGHT_FROM_MIN)
        return true;
    return false;
}

int pb_duty_kind(const pb_workspace *ws, int32_t shift)
{
    return shift >= 0 && shift < ws->shifts.n ? (int)ws->shifts.at[shift].kind : -1;
}

bool pb_ref_matches(const pb_workspace *ws, const pb_shift_ref *ref, int32_t shift, bool off)
{
    if (ref->type == PB_REF_OFF)
        return off;
    if (off || shift < 0)
        return false;
    if (ref->type == PB_REF_SHIFT)
        return ref->id == shift;
    return ref->type == PB_REF_KIND && (int)ws->shifts.at[shift].kind == ref->id;
}

pb_money pb_default_price(pb_rule_name name)
{
    return pb_money_price(pb_rule_info_of(name)->default_cost);
}
