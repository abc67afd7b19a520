/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Findings as sentences. */
#include "planner/audit_parts.h"
#include "planner/audit_words.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

/* What a body's two places stand for. */
typedef enum body_form {
    NUMBERS, /* found, limit */
    KIND,    /* the kind of shift, found, limit */
    ROLE,    /* the role, the kind of shift, found, limit */
    LIMIT,   /* limit */
    VALUE,   /* the rule's value as written */
    OTHER,   /* the other agent's name */
    NOTHING
} body_form;

typedef struct body {
    const char *name;   /* of built-in checks */
    const char *text;   /* msgid */
    body_form form;
} body;

static const body bodies[PB_N_CHECKS] = {
    [PB_RULE_MIN_REST_H] = {NULL, PB_N_("%s h of rest between two shifts, at least %s h asked"), NUMBERS},
    [PB_RULE_MAX_DAYS_IN_ROW] = {NULL, PB_N_("working days in a row: %s, at most %s allowed"), NUMBERS},
    [PB_RULE_MIN_DAYS_IN_ROW] = {NULL, PB_N_("working days in a row: %s, at least %s asked"), NUMBERS},
    [PB_RULE_MAX_NIGHTS_IN_ROW] = {NULL, PB_N_("night shifts in a row: %s, at most %s allowed"), NUMBERS},
    [PB_RULE_MIN_DAYS_OFF_IN_ROW] = {NULL, PB_N_("days off in a row: %s, at least %s asked"), NUMBERS},
    [PB_RULE_REST_DAYS_PER_WEEK] = {NULL, PB_N_("days off in the week: %s, at least %s asked"), NUMBERS},
    [PB_RULE_MAX_HOURS_DAY] = {NULL, PB_N_("%s h of work in the day, at most %s h allowed"), NUMBERS},
    [PB_RULE_MAX_HOURS_WEEK] = {NULL, PB_N_("%s h of work in the week, at most %s h allowed"), NUMBERS},
    [PB_RULE_MIN_HOURS_WEEK] = {NULL, PB_N_("%s h of work in the week, at least %s h asked"), NUMBERS},
    [PB_RULE_CONTRACT_HOURS] = {NULL, PB_N_("%s h planned, the contract asks for %s h"), NUMBERS},
    [PB_RULE_MAX_OVERTIME_MONTH] = {NULL, PB_N_("%s h of overtime in the month, at most %s h allowed"), NUMBERS},
    [PB_RULE_MAX_SHIFTS] = {NULL, PB_N_("shifts in the plan: %s, at most %s allowed"), NUMBERS},
    [PB_RULE_MAX_KIND] = {NULL, PB_N_("%s shifts in the month: %s, at most %s allowed"), KIND},
    [PB_RULE_FORBID_NEXT] = {NULL, PB_N_("shifts follow one another as %s, which is forbidden"), VALUE},
    [PB_RULE_SAME_START_IN_WEEK] = {NULL, PB_N_("different starts in one week: %s"), NUMBERS},
    [PB_RULE_ROTATION] = {NULL, PB_N_("out of the order %s"), VALUE},
    [PB_RULE_MAX_WEEKENDS] = {NULL, PB_N_("weekends at work: %s, at most %s allowed"), NUMBERS},
    [PB_RULE_WHOLE_WEEKENDS] = {NULL, PB_N_("one day of the weekend at work, the other off"), NOTHING},
    [PB_RULE_WEEKENDS_OFF_PER_MONTH] = {NULL, PB_N_("weekends off in the month: %s, at least %s asked"), NUMBERS},
    [PB_RULE_ROLE_ON_SHIFT] = {NULL, PB_N_("%s on %s: %s there, at least %s asked"), ROLE},
    [PB_RULE_DEFERRED_LATE] = {NULL, PB_N_("%s h of work that may wait are past the deadline (%s h were due by then)"), NUMBERS},
    [PB_RULE_HOLIDAY_DUTY] = {NULL, PB_N_("duties on statutory holidays: %s, at most %s allowed"), NUMBERS},
    [PB_RULE_DAY_IN_LIEU] = {NULL, PB_N_("no workday off within %s days after work on a rest day"), LIMIT},
    [PB_RULE_FAIR_KIND] = {NULL, PB_N_("%s shifts over the year: %s, the fair share is %s"), KIND},
    [PB_RULE_FAIR_WEEKENDS] = {NULL, PB_N_("weekends at work over the year: %s, the fair share is %s"), NUMBERS},
    [PB_RULE_FAIR_HOLIDAYS] = {NULL, PB_N_("holiday duties over the year: %s, the fair share is %s"), NUMBERS},
    [PB_RULE_FAIR_HOURS] = {NULL, PB_N_("%s h of work over the year, the fair share is %s h"), NUMBERS},
    [PB_RULE_NO_NIGHT] = {NULL, PB_N_("night work or overtime, which no_night forbids"), NOTHING},
    [PB_RULE_TOGETHER] = {NULL, PB_N_("not on the same shift as %s"), OTHER},
    [PB_RULE_APART] = {NULL, PB_N_("at work at the same time as %s"), OTHER},
    [PB_RULE_AVAILABLE] = {NULL, PB_N_("work outside %s"), VALUE},
    [PB_RULE_KEEP] = {NULL, PB_N_("changed against the kept roster"), NOTHING},
    [PB_RULE_MIN_BREAK_MIN] = {NULL, PB_N_("%s min of break in a duty of over six hours, at least %s min asked"), NUMBERS},
    [PB_CHECK_ABSENT] = {PB_N_("absent"), PB_N_("on duty during an absence"), NOTHING},
    [PB_CHECK_EMPLOYED] = {PB_N_("employed"), PB_N_("on duty outside the time of employment"), NOTHING},
    [PB_CHECK_SHIFT_DAY] = {PB_N_("shift_day"), PB_N_("a shift on a day on which it is not worked"), NOTHING},
    [PB_CHECK_SHIFT_TIME] = {PB_N_("shift_time"), PB_N_("times that the shift does not have; an empty start and end take its own"), NOTHING},
    [PB_CHECK_SHIFT_KINDS] = {PB_N_("shift_kinds"), PB_N_("a kind of shift that this agent does not work"), NOTHING},
    [PB_CHECK_BREAK] = {PB_N_("break"), PB_N_("meal break of %s min inside its window, %s min asked"), NUMBERS},
    [PB_CHECK_DOUBLED] = {PB_N_("doubled"), PB_N_("two duties at once or on one date"), NOTHING},
    [PB_CHECK_ACTIVITY] = {PB_N_("activity"), NULL, NOTHING},
    [PB_CHECK_SKILL] = {PB_N_("skill"), PB_N_("put on a queue without having its skill"), NOTHING},
    [PB_CHECK_PINNED] = {PB_N_("pinned"), PB_N_("a pinned cell was changed"), NOTHING},
    [PB_CHECK_MISSED] = {PB_N_("missed"), NULL, NOTHING},
};

const char *pb_check_name(int check)
{
    if (check < 0 || check >= PB_N_CHECKS)
        return "";
    return check < PB_N_RULES ? pb_rule_info_of((pb_rule_name)check)->name : bodies[check].name;
}

/* At most two decimals, none where they are zero. */
static const char *number(char *buf, size_t size, double v)
{
    double r = floor(v * 100 + 0.5) / 100;
    snprintf(buf, size, fabs(r - floor(r + 0.5)) < 0.001 ? "%.0f" : fabs(r * 10 - floor(r * 10 + 0.5)) < 0.01 ? "%.1f" : "%.2f", r);
    return buf;
}

/* Contract hours: is he away on a day of it, so that less is asked of him? */
static bool less_asked(const pb_workspace *ws, const pb_finding *f)
{
    if (f->check != PB_RULE_CONTRACT_HOURS ||
        f->limit > ws->agents.at[f->agent].hours_per_week * (f->to - f->from + 1) / 7 - 0.01)
        return false;
    for (size_t i = 0; i < ws->absences.n; i++)
        if (ws->absences.at[i].agent == f->agent && ws->absences.at[i].from <= f->to && ws->absences.at[i].to >= f->from)
            return true;
    return false;
}

static const char *request_text(pb_arena *a, const pb_workspace *ws, const pb_finding *f,
                                const pb_lang *lang)
{
    size_t i = (size_t)f->found;
    const pb_request *q = i < ws->requests.n ? &ws->requests.at[i] : NULL;
    const char *what = "", *kind;

    if (!q)
        return NULL;
    if (q->want == PB_WANT_OFF)
        what = pb_tr(lang, PB_N_("a day off"));
    else if (q->want == PB_WANT_ON)
        what = pb_tr(lang, PB_N_("work"));
    else if (q->want == PB_WANT_SHIFT)
        what = ws->shifts.at[q->which].id;
    else {
        kind = pb_shift_kind_name((pb_shift_kind)q->which);
        what = pb_known_word(lang, kind, strlen(kind));
        what = what ? what : kind;
    }
    return q->negated ? pb_arena_printf(a, pb_tr(lang, PB_N_("asked for anything but %s, and got it")), what)
                      : pb_arena_printf(a, pb_tr(lang, PB_N_("asked for %s, not granted")), what);
}

const char *pb_finding_body(pb_arena *a, const pb_workspace *ws, const pb_finding *f, const pb_lang *lang)
{
    const body *b = &bodies[f->check];
    char x[32], y[32];
    const pb_rule *r = f->rule >= 0 ? &ws->rules.at[f->rule] : NULL;
    const char *what, *kind;

    if (f->check == PB_RULE_REQUESTS)
        return request_text(a, ws, f, lang);
    if (f->check == PB_CHECK_ACTIVITY || f->check == PB_CHECK_MISSED)
        return pb_activity_text(a, ws, f, lang);
    if (!b->text)
        return "";
    switch (b->form) {
    case NUMBERS:
        return pb_arena_printf(a, pb_tr(lang, less_asked(ws, f) ? PB_N_("%s h planned, the contract asks for %s h after leave")
                                                                : b->text), number(x, sizeof x, f->found),
                               number(y, sizeof y, f->limit));
    case KIND:
        what = pb_value_word(a, r, 0, lang);
        return what ? pb_arena_printf(a, pb_tr(lang, b->text), what, number(x, sizeof x, f->found),
                                      number(y, sizeof y, f->limit)) : NULL;
    case ROLE:
        what = pb_value_word(a, r, 0, lang);
        kind = pb_value_word(a, r, 1, lang);
        return what && kind ? pb_arena_printf(a, pb_tr(lang, b->text), what, kind, number(x, sizeof x, f->found),
                                              number(y, sizeof y, f->limit)) : NULL;
    case LIMIT:
        return pb_arena_printf(a, pb_tr(lang, b->text), number(x, sizeof x, f->limit));
    case VALUE:
        what = pb_value_words(a, r, lang);
        return what ? pb_arena_printf(a, pb_tr(lang, b->text), what) : NULL;
    case OTHER:
        return pb_arena_printf(a, pb_tr(lang, b->text), f->other >= 0 ? ws->agents.at[f->other].name : "");
    default:
        return pb_tr(lang, b->text);
    }
}

const char *pb_date_words(pb_arena *a, const pb_lang *lang, pb_date date)
{
    char buf[64];
    return pb_arena_strdup(a, pb_day_words(lang, date, pb_day_brief, buf, sizeof buf));
}

const char *pb_finding_who(const pb_workspace *ws, const pb_finding *f)
{
    return f->agent < 0 ? NULL : pb_agent_name(&ws->agents, f->agent);
}

/* "Thu 11-26 17:30 tickets": the queue, and the end of the slot in which most is late. */
static const char *work_words(pb_arena *a, const pb_workspace *ws, const pb_requirement *req,
                              const pb_finding *f, const pb_lang *lang)
{
    const char *day = pb_date_words(a, lang, f->from);
    char to[32];

    pb_zone_format(ws->team.zone, f->to_s, to);
    return day ? pb_arena_printf(a, "%s %.5s %s", day, strncmp(to + 11, "00:00", 5) == 0 ? "24:00" : to + 11,
                                 req && f->row >= 0 ? req->names[f->row] : "") : NULL;
}

const char *pb_finding_when(pb_arena *a, const pb_finding *f, const pb_lang *lang)
{
    const char *from = pb_date_words(a, lang, f->from), *to = pb_date_words(a, lang, f->to);
    return from && to && f->to != f->from ? pb_arena_printf(a, "%s – %s", from, to) : to ? from : NULL;
}

const char *pb_finding_text(pb_arena *a, const pb_workspace *ws, const pb_requirement *req,
                            const pb_roster *roster, const pb_finding *f, const pb_lang *lang)
{
    const char *when, *what, *who = pb_finding_who(ws, f);

    if (f->check == PB_RULE_SHORT_COVER || f->check == PB_RULE_OVER_COVER ||
        f->check == PB_RULE_MIN_AGENTS)
        return pb_shortage_text(a, ws, req, roster, f, lang);
    when = f->check == PB_RULE_DEFERRED_LATE ? work_words(a, ws, req, f, lang) : pb_finding_when(a, f, lang);
    what = pb_finding_body(a, ws, f, lang);
    if (!when || !what)
        return NULL;
    return who ? pb_arena_printf(a, pb_tr(lang, PB_N_("%s, %s: %s")), when, who, what)
               : pb_arena_printf(a, pb_tr(lang, PB_N_("%s, %s")), when, what);
}
