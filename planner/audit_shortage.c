/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Why a stretch of slots lacks people: where those are who could do it. */
#include "planner/audit_words.h"

#include <math.h>
#include <string.h>

/* Where the people who could be on it are during the stretch. */
typedef struct tally {
    int could, at_work, away, elsewhere, at_limit, resting, in_row, off;
    int hours, days; /* the limits met most recently */
} tally;

static bool could(const pb_workspace *ws, const pb_requirement *req, const pb_finding *f, int32_t agent)
{
    const pb_agent *g = &ws->agents.at[agent];
    if (f->row >= 0)
        return (g->skills & req->sets[f->row]) != 0;
    return f->rule >= 0 && pb_who_has(&ws->rules.at[f->rule].who, g, agent);
}

static const pb_duty *duty_on(const pb_roster *r, pb_date date, int32_t agent)
{
    size_t at = 0, n = pb_roster_find(r, date, agent, &at);
    for (size_t i = 0; i < n; i++)
        if (r->at[at + i].end_s > r->at[at + i].start_s)
            return &r->at[at + i];
    return NULL;
}

static bool absent(const pb_workspace *ws, int32_t agent, const pb_finding *f)
{
    const pb_agent *g = &ws->agents.at[agent];
    if ((g->from != PB_DATE_NONE && f->from < g->from) || (g->until != PB_DATE_NONE && f->from > g->until))
        return true;
    for (size_t i = 0; i < ws->absences.n; i++) {
        const pb_absence *s = &ws->absences.at[i];
        if (s->agent == agent && pb_zone_utc_simple(ws->team.zone, s->from, s->from_min) < f->to_s &&
            pb_zone_utc_simple(ws->team.zone, s->to, s->to_min) > f->from_s)
            return true;
    }
    return false;
}

/* The least weekly hours that anything hard allows the agent; 0 = no limit. */
static double week_limit(const pb_workspace *ws, int32_t agent)
{
    const pb_agent *g = &ws->agents.at[agent];
    double limit = g->max_hours >= 0 ? g->max_hours : 1e9;
    for (size_t i = 0; i < ws->rules.n; i++) {
        const pb_rule *r = &ws->rules.at[i];
        if (r->name == PB_RULE_MAX_HOURS_WEEK && r->hard && r->number < limit &&
            pb_who_has(&r->who, g, agent))
            limit = r->number;
    }
    return limit < 1e9 ? limit : 0;
}

/* The strictest number of a hard rule for the agent, the greatest or the least; 0 = no such rule. */
static double hard_number(const pb_workspace *ws, pb_rule_name name, int32_t agent, bool greatest)
{
    double n = 0;
    for (size_t i = 0; i < ws->rules.n; i++) {
        const pb_rule *r = &ws->rules.at[i];
        if (r->name == name && r->hard && pb_who_has(&r->who, &ws->agents.at[agent], agent) &&
            (n <= 0 || (greatest ? r->number > n : r->number < n)))
            n = r->number;
    }
    return n;
}

/* Would work in the stretch come too soon after the duty before, or too close to the next one? */
static bool resting(const pb_workspace *ws, const pb_roster *r, const pb_finding *f, int32_t agent)
{
    double rest_h = hard_number(ws, PB_RULE_MIN_REST_H, agent, true);
    const pb_duty *eve = duty_on(r, f->from - 1, agent), *next = duty_on(r, f->from + 1, agent);

    return rest_h > 0 && ((eve && (double)(f->from_s - eve->end_s) < rest_h * 3600) ||
                          (next && (double)(next->start_s - f->to_s) < rest_h * 3600));
}

/* Would a duty on the day make too long a run? */
static bool too_many_in_row(const pb_workspace *ws, const pb_roster *r, const pb_finding *f, int32_t agent, tally *t)
{
    int most = (int)hard_number(ws, PB_RULE_MAX_DAYS_IN_ROW, agent, false), run = 1;

    for (pb_date d = f->from - 1; duty_on(r, d, agent); d--)
        run++;
    for (pb_date d = f->from + 1; duty_on(r, d, agent); d++)
        run++;
    t->days = most > 0 && run > most ? most : t->days;
    return most > 0 && run > most;
}

static int shortest_min(const pb_workspace *ws)
{
    int least = PB_MIN_PER_DAY;
    for (int32_t i = 0; i < ws->shifts.n; i++)
        if (pb_shift_paid_min(&ws->shifts.at[i]) < least)
            least = pb_shift_paid_min(&ws->shifts.at[i]);
    return least;
}

static bool at_limit(const pb_workspace *ws, const pb_roster *r, int32_t agent, pb_date date, tally *t)
{
    double limit = week_limit(ws, agent);
    pb_date w = pb_date_week_start(date, ws->team.week_start);
    int minutes = 0;
    for (pb_date d = w; d < w + 7; d++) {
        const pb_duty *x = duty_on(r, d, agent);
        minutes += x ? pb_duty_paid_min(x) : 0;
    }
    if (limit <= 0 || minutes + shortest_min(ws) <= limit * 60)
        return false;
    t->hours = (int)floor(limit + 0.5);
    return true;
}

static void place(const pb_workspace *ws, const pb_roster *r, const pb_finding *f, int32_t agent, tally *t)
{
    const pb_duty *d = duty_on(r, f->from, agent), *eve = duty_on(r, f->from - 1, agent);

    t->could++;
    if ((d && d->start_s < f->to_s && d->end_s > f->from_s) || (eve && eve->end_s > f->from_s))
        t->at_work++;
    else if (absent(ws, agent, f))
        t->away++;
    else if (d)
        t->elsewhere++;
    else if (at_limit(ws, r, agent, f->from, t))
        t->at_limit++;
    else if (resting(ws, r, f, agent))
        t->resting++;
    else if (too_many_in_row(ws, r, f, agent, t))
        t->in_row++;
    else
        t->off++;
}

static const char *join(pb_arena *a, const char *list, const char *more)
{
    if (!list || !more)
        return NULL;
    return list[0] ? pb_arena_printf(a, "%s, %s", list, more) : more;
}

static const char *reasons(pb_arena *a, const tally *t, const pb_lang *lang)
{
    const char *s = pb_arena_printf(a, pb_tr(lang, PB_N_("%d hold the skill")), t->could);
    if (t->at_work)
        s = join(a, s, pb_arena_printf(a, pb_tr(lang, PB_N_("%d at work")), t->at_work));
    if (t->away)
        s = join(a, s, pb_arena_printf(a, pb_tr(lang, PB_N_("%d on leave")), t->away));
    if (t->elsewhere)
        s = join(a, s, pb_arena_printf(a, pb_tr(lang, PB_N_("%d on another shift that day")), t->elsewhere));
    if (t->at_limit)
        s = join(a, s, pb_arena_printf(a, pb_tr(lang, PB_N_("%d at %d h")), t->at_limit, t->hours));
    if (t->resting)
        s = join(a, s, pb_arena_printf(a, pb_tr(lang, PB_N_("%d resting between shifts")), t->resting));
    if (t->in_row)
        s = join(a, s, pb_arena_printf(a, pb_tr(lang, PB_N_("%d after %d days in a row")), t->in_row, t->days));
    if (t->off)
        s = join(a, s, pb_arena_printf(a, pb_tr(lang, PB_N_("%d free (another rule, or dearer than the shortage)")), t->off));
    return s;
}

static const char *row_name(const pb_workspace *ws, const pb_requirement *req, const pb_finding *f)
{
    if (f->row >= 0 && req)
        return req->names[f->row];
    return f->rule >= 0 ? ws->rules.at[f->rule].who_text : "";
}

const char *pb_shortage_text(pb_arena *a, const pb_workspace *ws, const pb_requirement *req,
                             const pb_roster *roster, const pb_finding *f, const pb_lang *lang)
{
    char from[32], to[32];
    const char *day = pb_date_words(a, lang, f->from), *name = row_name(ws, req, f), *why;
    tally t = {0};

    if (!day)
        return NULL;
    if (f->check == PB_RULE_OVER_COVER)
        return pb_arena_printf(a, pb_tr(lang, PB_N_("%s %s: %.1f agent-hours more than needed")), day, name,
                               f->by);
    for (int32_t i = 0; i < ws->agents.n; i++)
        if (could(ws, req, f, i))
            place(ws, roster, f, i, &t);
    why = reasons(a, &t, lang);
    if (!why)
        return NULL;
    pb_zone_format(ws->team.zone, f->from_s, from);
    pb_zone_format(ws->team.zone, f->to_s, to);
    return pb_arena_printf(a, pb_tr(lang, PB_N_("%s %.5s-%.5s %s short %d: %s")), day, from + 11,
                           strncmp(to + 11, "00:00", 5) == 0 ? "24:00" : to + 11, name,
                           (int)ceil(f->peak - 1e-9), why);
}
