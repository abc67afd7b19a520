/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/unworkable.h"

#include "planner/audit.h"

enum { MOST_AGENTS = 400 };

/* One duty of a shift and nothing else. */
static pb_duty lone_duty(const pb_workspace *ws, int32_t shift, int32_t agent, pb_date date, pb_span *meal)
{
    const pb_shift *s = &ws->shifts.at[shift];
    pb_duty d = {.date = date, .agent = agent, .shift = shift, .queue = -1, .note = "",
                 .start_min = s->start_min, .end_min = s->end_min, .breaks = meal};
    d.start_s = pb_zone_utc_simple(ws->team.zone, date, d.start_min);
    d.end_s = pb_zone_utc_simple(ws->team.zone, date, d.end_min);
    if (s->unpaid_break_min > 0) {
        int from = s->start_min + s->break_earliest_min;
        *meal = (pb_span){(int16_t)from, (int16_t)(from + s->unpaid_break_min)};
        d.n_breaks = 1;
        d.unpaid_breaks = 1;
    }
    return d;
}

/* Rules that ask for more work are not what keeps a shift out. */
static bool forbids(const pb_finding *f, int32_t agent)
{
    switch (f->check) {
    case PB_RULE_MIN_HOURS_WEEK:
    case PB_RULE_CONTRACT_HOURS:
    case PB_RULE_MIN_DAYS_IN_ROW:
    case PB_RULE_WHOLE_WEEKENDS:
        return false;
    default:
        return f->hard && f->agent == agent;
    }
}

/* May the agent work the shift on that day? Else *ret_why is the auditor's sentence. */
static pb_status try_agent(pb_arena *a, pb_cli *cli, const pb_workspace *ws, int32_t shift, int32_t agent,
                           pb_date date, bool *ret, const char **ret_why)
{
    pb_span meal;
    pb_duty d = lone_duty(ws, shift, agent, date, &meal);
    pb_roster one = {.first = date, .last = date, .n = 1, .at = &d};
    pb_audit audit;
    pb_status st = pb_audit_roster(a, ws, NULL, &one, NULL, date, 1, &audit);
    *ret = true;
    for (size_t i = 0; i < audit.n && st == PB_OK && *ret; i++) {
        if (!forbids(&audit.at[i], agent))
            continue;
        *ret = false;
        if (!*ret_why)
            *ret_why = pb_finding_text(cli->arena, ws, NULL, &one, &audit.at[i], cli->lang);
        st = *ret_why ? PB_OK : PB_ERR_NOMEM;
    }
    return st;
}

static bool is_used(const pb_roster *plan, int32_t shift)
{
    for (size_t i = 0; i < plan->n; i++)
        if (plan->at[i].shift == shift)
            return true;
    return false;
}

static pb_date first_day_on(const pb_workspace *ws, int32_t shift, pb_date first, int n_days)
{
    for (pb_date d = first; d < first + n_days; d++)
        if (pb_shift_on(&ws->shifts.at[shift], d, (int)pb_calendar_day_kind(&ws->calendar, d)))
            return d;
    return PB_DATE_NONE;
}

static pb_status look_at(pb_arena *a, pb_cli *cli, const pb_workspace *ws, int32_t shift, pb_date date)
{
    const char *why = NULL;
    for (int32_t agent = 0; agent < ws->agents.n; agent++) {
        bool may;
        pb_status st = try_agent(a, cli, ws, shift, agent, date, &may, &why);
        pb_arena_reset(a);
        if (st != PB_OK || may)
            return st;
    }
    if (why)
        pb_diag_add(cli->diags, PB_WARNING, (pb_where){"shifts.csv", 0, NULL}, NULL,
                    PB_N_("nobody may work shift \"%s\", even alone: %s"), ws->shifts.at[shift].id, why);
    return PB_OK;
}

pb_status pb_tell_unworkable(pb_cli *cli, const pb_workspace *ws, const pb_roster *plan, pb_date first,
                             int n_days)
{
    pb_arena *a = ws->agents.n <= MOST_AGENTS ? pb_arena_new(NULL) : NULL;
    pb_status st = PB_OK;
    if (ws->agents.n > MOST_AGENTS)
        return PB_OK;
    if (!a)
        return PB_ERR_NOMEM;
    for (int32_t shift = 0; shift < ws->shifts.n && st == PB_OK; shift++) {
        pb_date date = is_used(plan, shift) ? PB_DATE_NONE : first_day_on(ws, shift, first, n_days);
        if (date != PB_DATE_NONE)
            st = look_at(a, cli, ws, shift, date);
    }
    pb_arena_free(a);
    return st;
}

static bool is_needed(const pb_requirement *req, int32_t queue)
{
    const size_t n = (size_t)req->grid.n_slots;
    for (int32_t row = 0; row < req->n_rows; row++)
        for (size_t s = 0; s < n && req->sets[row] == (pb_skillset)1 << queue; s++)
            if (req->scheduled[(size_t)row * n + s] > 0)
                return true;
    for (int32_t k = 0; k < req->n_deferred; k++)
        if (req->deferred_queue[k] == queue && n > 0 && req->arrived_min[(size_t)k * n + n - 1] > 0)
            return true;
    return false;
}

void pb_tell_unserved(pb_cli *cli, const pb_workspace *ws, const pb_requirement *req)
{
    const pb_where where = {"agents.csv", 0, "skills"};
    pb_skillset known = 0;
    for (int32_t i = 0; i < ws->agents.n; i++)
        known |= ws->agents.at[i].skills;
    for (int32_t q = 0; q < ws->queues.n; q++)
        if (!(known >> q & 1) && is_needed(req, q))
            pb_diag_add(cli->diags, PB_WARNING, where,
                        PB_N_("add it to the skills of those who serve it"),
                        PB_N_("nobody has the skill \"%s\", so nobody can be planned for that queue"), ws->queues.at[q].id);
}
