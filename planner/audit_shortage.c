/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Why a stretch of slots lacks people: where those are who could do it. */
#include "planner/audit_words.h"

#include <math.h>
#include <string.h>

/* Where the people who could be on it are during the stretch. */
typedef struct tally {
    int could, at_work, away, elsewhere, at_limit, resting, in_row, asked, full, off;
    int at_meal, in_activity; /* of those at work, during all of the stretch or a part */
    const char *activity;     /* the one in which they are; "" = several */
    int hours, days;          /* the limits met most recently */
} tally;

static bool could(const pb_workspace *ws, const pb_requirement *req, const pb_finding *f, int32_t agent)
{
    const pb_agent *g = &ws->agents.at[agent];
    if (f->row >= 0)
        return (g->skills & req->sets[f->row]) != 0;
    return f->rule >= 0 && pb_who_has(&ws->rules.at[f->rule].who, g, agent);
}

bool pb_nobody_could(const pb_workspace *ws, const pb_requirement *req, const pb_finding *f)
{
    if ((f->check != PB_RULE_SHORT_COVER && f->check != PB_RULE_MIN_AGENTS) || (f->row >= 0 && !req))
        return false;
    for (int32_t i = 0; i < ws->agents.n; i++)
        if (could(ws, req, f, i))
            return false;
    return true;
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
    const pb_duty *eve = pb_roster_duty(r, f->from - 1, agent), *next = pb_roster_duty(r, f->from + 1, agent);

    return rest_h > 0 && ((eve && (double)(f->from_s - eve->end_s) < rest_h * 3600) ||
                          (next && (double)(next->start_s - f->to_s) < rest_h * 3600));
}

/* Would a duty on the day make too long a run? */
static bool too_many_in_row(const pb_workspace *ws, const pb_roster *r, const pb_finding *f, int32_t agent, tally *t)
{
    int most = (int)hard_number(ws, PB_RULE_MAX_DAYS_IN_ROW, agent, false), run = 1;

    for (pb_date d = f->from - 1; pb_roster_duty(r, d, agent); d--)
        run++;
    for (pb_date d = f->from + 1; pb_roster_duty(r, d, agent); d++)
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
        const pb_duty *x = pb_roster_duty(r, d, agent);
        minutes += x ? pb_duty_paid_min(x) : 0;
    }
    if (limit <= 0 || minutes + shortest_min(ws) <= limit * 60)
        return false;
    t->hours = (int)floor(limit + 0.5);
    return true;
}

/* Do minutes of the duty's day touch the stretch? */
static bool touches(const pb_workspace *ws, const pb_duty *d, pb_span s, const pb_finding *f)
{
    return pb_zone_utc_simple(ws->team.zone, d->date, s.from_min) < f->to_s &&
           pb_zone_utc_simple(ws->team.zone, d->date, s.to_min) > f->from_s;
}

/* At work, and yet not there: in a training or a meeting, or at the meal. */
static void look_into(const pb_workspace *ws, const pb_duty *d, const pb_finding *f, tally *t)
{
    for (int32_t i = 0; i < d->n_activities; i++) {
        if (!touches(ws, d, d->activities[i].span, f))
            continue;
        t->in_activity++;
        t->activity = !t->activity || strcmp(t->activity, d->activities[i].id) == 0 ? d->activities[i].id : "";
        return;
    }
    for (int32_t i = 0; i < d->n_breaks; i++)
        if ((d->unpaid_breaks >> i & 1) && touches(ws, d, d->breaks[i], f)) {
            t->at_meal++;
            return;
        }
}

static bool wants_off(const pb_workspace *ws, int32_t agent, pb_date date)
{
    for (size_t i = 0; i < ws->requests.n; i++) {
        const pb_request *q = &ws->requests.at[i];
        if (q->agent == agent && q->date == date && q->want == PB_WANT_OFF && !q->negated)
            return true;
    }
    return false;
}

/* Would another duty in the week be more than the contract asks for? */
static bool contract_full(const pb_workspace *ws, const pb_roster *r, int32_t agent, pb_date date)
{
    double asked = ws->agents.at[agent].hours_per_week * 60;
    pb_date w = pb_date_week_start(date, ws->team.week_start);
    int minutes = 0, away = 0;

    for (pb_date d = w; d < w + 7; d++) {
        const pb_duty *x = pb_roster_duty(r, d, agent);
        minutes += x ? pb_duty_paid_min(x) : 0;
        for (size_t i = 0; i < ws->absences.n && !x; i++)
            if (ws->absences.at[i].agent == agent && ws->absences.at[i].from <= d && ws->absences.at[i].to >= d) {
                away++;
                break;
            }
    }
    asked -= asked * away / 5;
    return ws->agents.at[agent].hours_per_week > 0 && minutes + shortest_min(ws) > asked;
}

/* The duty of the day, or of the evening before, that touches the stretch; NULL = none. */
static const pb_duty *duty_in(const pb_roster *r, const pb_finding *f, int32_t agent)
{
    for (int k = 0; k < 2; k++) {
        const pb_duty *d = pb_roster_duty(r, f->from - k, agent);
        if (d && d->start_s < f->to_s && d->end_s > f->from_s)
            return d;
    }
    return NULL;
}

static void place(const pb_workspace *ws, const pb_roster *r, const pb_finding *f, int32_t agent, tally *t)
{
    const pb_duty *now = duty_in(r, f, agent);

    t->could++;
    if (now) {
        t->at_work++;
        look_into(ws, now, f, t);
    } else if (absent(ws, agent, f))
        t->away++;
    else if (pb_roster_duty(r, f->from, agent))
        t->elsewhere++;
    else if (at_limit(ws, r, agent, f->from, t))
        t->at_limit++;
    else if (resting(ws, r, f, agent))
        t->resting++;
    else if (too_many_in_row(ws, r, f, agent, t))
        t->in_row++;
    else if (wants_off(ws, agent, f->from))
        t->asked++;
    else if (contract_full(ws, r, agent, f->from))
        t->full++;
    else
        t->off++;
}

static const char *join(pb_arena *a, const pb_lang *lang, const char *list, const char *more)
{
    if (!list || !more)
        return NULL;
    return list[0] ? pb_arena_printf(a, pb_tr(lang, PB_N_("%s, %s")), list, more) : more;
}

/* "7 at work (2 of them in weekly meeting, 1 at the meal)" */
static const char *at_work_text(pb_arena *a, const tally *t, const pb_lang *lang)
{
    const char *s = pb_arena_printf(a, pb_tr(lang, PB_N_("%d at work")), t->at_work), *in = "";
    if (t->in_activity)
        in = t->activity[0]
                 ? pb_arena_printf(a, pb_tr(lang, PB_N_("%d of them in %s")), t->in_activity, t->activity)
                 : pb_arena_printf(a, pb_tr(lang, PB_N_("%d of them in training or meetings")), t->in_activity);
    if (t->at_meal)
        in = join(a, lang, in, pb_arena_printf(a, pb_tr(lang, PB_N_("%d of them at their meal")), t->at_meal));
    return s && in && in[0] ? pb_arena_printf(a, pb_tr(lang, PB_N_("%s (%s)")), s, in) : in ? s : NULL;
}

/* could_words: the format of how many could fill the place. */
static const char *reasons(pb_arena *a, const tally *t, const char *could_words, const pb_lang *lang)
{
    const char *s = pb_arena_printf(a, pb_tr(lang, could_words), t->could);
    if (t->at_work)
        s = join(a, lang, s, at_work_text(a, t, lang));
    if (t->away)
        s = join(a, lang, s, pb_arena_printf(a, pb_tr(lang, PB_N_("%d on leave")), t->away));
    if (t->elsewhere)
        s = join(a, lang, s, pb_arena_printf(a, pb_tr(lang, PB_N_("%d on another shift that day")), t->elsewhere));
    if (t->at_limit)
        s = join(a, lang, s, pb_arena_printf(a, pb_tr(lang, PB_N_("%d at %d h")), t->at_limit, t->hours));
    if (t->resting)
        s = join(a, lang, s, pb_arena_printf(a, pb_tr(lang, PB_N_("%d resting between shifts")), t->resting));
    if (t->in_row)
        s = join(a, lang, s, pb_arena_printf(a, pb_tr(lang, PB_N_("%d after %d days in a row")), t->in_row, t->days));
    if (t->asked)
        s = join(a, lang, s, pb_arena_printf(a, pb_tr(lang, PB_N_("%d asked for the day off")), t->asked));
    if (t->full)
        s = join(a, lang, s, pb_arena_printf(a, pb_tr(lang, PB_N_("%d off with their contract hours done")), t->full));
    if (t->off)
        s = join(a, lang, s, pb_arena_printf(a, pb_tr(lang, PB_N_("%d off (another rule, or dearer than the shortage)")), t->off));
    return s;
}

/* Does a shift that starts on the date reach into the stretch? */
static bool reached_from(const pb_workspace *ws, const pb_finding *f, pb_date date)
{
    int kind = (int)pb_calendar_day_kind(&ws->calendar, date);
    for (int32_t i = 0; i < ws->shifts.n; i++) {
        const pb_shift *s = &ws->shifts.at[i];
        int latest_end_min = s->end_min + s->start_latest_min - s->start_min;
        if (pb_shift_on(s, date, kind) && pb_zone_utc_simple(ws->team.zone, date, s->start_min) < f->to_s &&
            pb_zone_utc_simple(ws->team.zone, date, latest_end_min) > f->from_s)
            return true;
    }
    return false;
}

/* Is it known who works on the date: planned here or in an earlier roster? */
static bool known(const pb_workspace *ws, const pb_roster *r, pb_date date)
{
    bool any = date >= r->first && date <= r->last;
    for (size_t i = 0; i < ws->n_past; i++)
        any = any || (date >= ws->past[i].first && date <= ws->past[i].last);
    return any;
}

/* Where no shift that is planned can reach the stretch, that is the whole reason; NULL: one can. */
static const char *out_of_reach(pb_arena *a, const pb_workspace *ws, const pb_roster *r, const pb_finding *f, const pb_lang *lang)
{
    const char *eve;
    if (f->row < 0 || reached_from(ws, f, f->from) || (reached_from(ws, f, f->from - 1) && known(ws, r, f->from - 1)))
        return NULL;
    if (!reached_from(ws, f, f->from - 1))
        return pb_tr(lang, PB_N_("no shift of that day reaches these hours"));
    eve = pb_date_words(a, lang, f->from - 1);
    return eve ? pb_arena_printf(a, pb_tr(lang, PB_N_("only shifts that start on %s reach these hours, and no roster of that day is in rosters/")), eve)
               : NULL;
}

/* What is missing is a word in agents.csv: in which column. */
static const char *nobody_text(const pb_workspace *ws, const pb_finding *f, bool several, const pb_lang *lang)
{
    const pb_who_kind kind = f->row >= 0 || f->rule < 0 ? PB_WHO_SKILL : ws->rules.at[f->rule].who.kind;
    switch (kind) {
    case PB_WHO_TEAM:
        return pb_tr(lang, PB_N_("nobody belongs to it: see the column team of agents.csv"));
    case PB_WHO_ROLE:
        return pb_tr(lang, PB_N_("nobody has the role: see the column role of agents.csv"));
    case PB_WHO_SKILL:
        return several ? pb_tr(lang, PB_N_("nobody holds any of the skills: add one to the column skills of agents.csv"))
                       : pb_tr(lang, PB_N_("nobody holds the skill: add it to the column skills of agents.csv"));
    default:
        return pb_tr(lang, PB_N_("nobody belongs to it"));
    }
}

static const char *row_name(const pb_workspace *ws, const pb_requirement *req, const pb_finding *f, const pb_lang *lang)
{
    if (f->row >= 0 && req)
        return req->names[f->row];
    if (f->rule < 0)
        return "";
    return ws->rules.at[f->rule].who.kind == PB_WHO_ALL ? pb_tr(lang, PB_N_("the team")) : ws->rules.at[f->rule].who_text;
}

const char *pb_shortage_text(pb_arena *a, const pb_workspace *ws, const pb_requirement *req,
                             const pb_roster *roster, const pb_finding *f, const pb_lang *lang)
{
    char from[32], to[32];
    const char *day = pb_date_words(a, lang, f->from), *name = row_name(ws, req, f, lang), *why;
    bool several = f->row >= 0 && req && (req->sets[f->row] & (req->sets[f->row] - 1)) != 0;
    tally t = {0};

    if (!day)
        return NULL;
    if (f->check == PB_RULE_OVER_COVER)
        return pb_arena_printf(a, pb_tr(lang, PB_N_("%s %s: %.1f agent-hours more than needed")), day, name,
                               f->by);
    for (int32_t i = 0; i < ws->agents.n; i++)
        if (could(ws, req, f, i))
            place(ws, roster, f, i, &t);
    why = t.could == 0 ? nobody_text(ws, f, several, lang) : out_of_reach(a, ws, roster, f, lang);
    if (!why)
        why = reasons(a, &t, f->row < 0 ? PB_N_("%d belong to it")
                             : several  ? PB_N_("%d hold one of the skills")
                                        : PB_N_("%d hold the skill"), lang);
    if (!why)
        return NULL;
    pb_zone_format(ws->team.zone, f->from_s, from);
    pb_zone_format(ws->team.zone, f->to_s, to);
    return pb_arena_printf(a, pb_tr(lang, several ? PB_N_("%s %.5s-%.5s %s together short %d: %s")
                                                  : PB_N_("%s %.5s-%.5s %s short %d: %s")), day, from + 11,
                           strncmp(to + 11, "00:00", 5) == 0 ? "24:00" : to + 11, name,
                           (int)ceil(f->peak - 1e-9), why);
}
