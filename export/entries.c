/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "export/entries.h"

#include "export/ical_text.h"

#include <stdlib.h>
#include <string.h>

/* Titles of the shift kinds; index = pb_shift_kind. */
static const char *const kind_titles[PB_N_SHIFT_KINDS] = {
    PB_N_("Early shift"), PB_N_("Day shift"), PB_N_("Late shift"), PB_N_("Night shift"),
    PB_N_("Holiday shift"),
};

/* One agent's entries while they are made. */
typedef struct maker {
    pb_arena *a;
    const pb_entry_source *src;
    const pb_lang *lang;
    int32_t agent;
    pb_event *at;
    size_t n, cap;
    pb_status st;
} maker;

static pb_status index_rows(pb_arena *a, int32_t n_agents, size_t n, const int32_t *agent_of,
                            const size_t **ret_first, const size_t **ret_rows)
{
    size_t *first = PB_NEW_ARRAY(a, (size_t)n_agents + 1, size_t);
    size_t *rows = PB_NEW_ARRAY(a, n, size_t);
    if (!first || !rows)
        return PB_ERR_NOMEM;
    for (size_t i = 0; i < n; i++)
        first[agent_of[i] + 1]++;
    for (int32_t g = 0; g < n_agents; g++)
        first[g + 1] += first[g];
    for (size_t i = n; i-- > 0;) /* backwards, so that each start slides to its final place */
        rows[--first[agent_of[i] + 1]] = i;
    memmove(first, first + 1, (size_t)n_agents * sizeof *first);
    first[n_agents] = n;
    *ret_first = first;
    *ret_rows = rows;
    return PB_OK;
}

pb_status pb_entry_source_make(pb_arena *a, const pb_workspace *ws, const pb_roster *roster,
                               pb_date from, pb_date to, const pb_entry_style *style,
                               pb_entry_source *ret)
{
    pb_entry_source s = {.ws = ws, .roster = roster, .from = from, .to = to, .style = *style};
    size_t most = roster->n > ws->absences.n ? roster->n : ws->absences.n;
    int32_t *agent_of = PB_NEW_ARRAY(a, most, int32_t);
    if (!agent_of)
        return PB_ERR_NOMEM;
    for (size_t i = 0; i < roster->n; i++)
        agent_of[i] = roster->at[i].agent;
    pb_status st = index_rows(a, ws->agents.n, roster->n, agent_of, &s.first, &s.rows);
    for (size_t i = 0; i < ws->absences.n; i++)
        agent_of[i] = ws->absences.at[i].agent;
    if (st == PB_OK)
        st = index_rows(a, ws->agents.n, ws->absences.n, agent_of, &s.first_absence, &s.absences);
    if (st == PB_OK)
        *ret = s;
    return st;
}

static pb_event *more(maker *m)
{
    if (m->n == m->cap) {
        size_t cap = m->cap ? 2 * m->cap : 32;
        pb_event *at = PB_NEW_ARRAY(m->a, cap, pb_event);
        if (!at) {
            m->st = PB_ERR_NOMEM;
            return NULL;
        }
        if (m->n > 0)
            memcpy(at, m->at, m->n * sizeof *at);
        m->at = at;
        m->cap = cap;
    }
    pb_event *e = &m->at[m->n];
    *e = (pb_event){.ordinal = -1, .agent = m->agent, .description = "", .location = "",
                    .summary = ""};
    return e;
}

char *pb_clock_range(pb_arena *a, int from_min, int to_min)
{
    int to = to_min > PB_MIN_PER_DAY ? to_min % PB_MIN_PER_DAY : to_min;
    int from = from_min >= PB_MIN_PER_DAY ? from_min % PB_MIN_PER_DAY : from_min;
    char x[8], y[8];
    if (to == 0 && to_min > 0)
        to = PB_MIN_PER_DAY;
    return pb_arena_printf(a, "%s–%s", pb_minute_format(from, x), pb_minute_format(to, y));
}

static const char *shift_title(const maker *m, const pb_duty *d)
{
    const pb_shifts *s = &m->src->ws->shifts;
    if (d->shift < 0 || d->shift >= s->n)
        return pb_tr(m->lang, PB_N_("Shift"));
    return pb_tr(m->lang, kind_titles[s->at[d->shift].kind]);
}

/* The breaks of one sort as one line; "" = none. */
static const char *break_line(maker *m, const pb_duty *d, bool unpaid)
{
    char *list = NULL;
    for (int32_t i = 0; i < d->n_breaks; i++) {
        if ((d->unpaid_breaks >> i & 1U) != unpaid)
            continue;
        char *span = pb_clock_range(m->a, d->breaks[i].from_min, d->breaks[i].to_min);
        list = !list ? span : pb_arena_printf(m->a, "%s, %s", list, span ? span : "");
        if (!list)
            return NULL;
    }
    if (!list)
        return "";
    const char *fmt = unpaid ? pb_tr(m->lang, PB_N_("Meal break %s\n"))
                             : pb_tr(m->lang, PB_N_("Short breaks %s\n"));
    return pb_arena_printf(m->a, fmt, list);
}

static const char *activity_lines(maker *m, const pb_duty *d)
{
    char *all = pb_arena_strdup(m->a, "");
    for (int32_t i = 0; i < d->n_activities && all; i++) {
        const pb_placed_activity *p = &d->activities[i];
        char *span = pb_clock_range(m->a, p->span.from_min, p->span.to_min);
        char *line = pb_arena_printf(m->a, pb_tr(m->lang, PB_N_("Activity %s: %s\n")),
                                     span ? span : "", p->id);
        all = line ? pb_arena_printf(m->a, "%s%s", all, line) : NULL;
    }
    return all;
}

/* The name of the statutory holiday on that date, or NULL. */
static const char *holiday_on(const pb_workspace *ws, pb_date date)
{
    size_t first, n = pb_calendar_find(&ws->calendar, date, &first);
    for (size_t i = 0; i < n; i++)
        if (ws->calendar.rows[first + i].kind == PB_DAY_STATUTORY)
            return ws->calendar.rows[first + i].name;
    return NULL;
}

static const char *description_of(maker *m, const pb_duty *d)
{
    const pb_workspace *ws = m->src->ws;
    const pb_lang *l = m->lang;
    const char *holiday = holiday_on(ws, d->date), *queue = "", *duty = "";
    if (d->queue >= 0)
        queue = pb_arena_printf(m->a, pb_tr(l, PB_N_("Queue: %s\n")), ws->queues.at[d->queue].id);
    if (holiday)
        duty = pb_arena_printf(m->a, pb_tr(l, PB_N_("Holiday duty: %s\n")), holiday);
    const char *meal = break_line(m, d, true), *rest = break_line(m, d, false);
    const char *what = activity_lines(m, d);
    const char *shift = d->shift >= 0 ? ws->shifts.at[d->shift].id : "";
    int paid = pb_duty_paid_min(d);
    const char *tail = pb_arena_printf(m->a, pb_tr(l, PB_N_("Shift %s, paid %d h %02d min")), shift,
                                       paid / 60, paid % 60);
    if (!queue || !duty || !meal || !rest || !what || !tail)
        return NULL;
    char *all = pb_arena_printf(m->a, "%s%s%s%s%s%s", queue, duty, meal, rest, what, tail);
    return all ? pb_ical_clean(m->a, all, PB_ICAL_TEXT_MAX, false) : NULL;
}

static void add_duty(maker *m, const pb_duty *d)
{
    const pb_workspace *ws = m->src->ws;
    pb_event *e = more(m);
    if (!e)
        return;
    char *range = pb_clock_range(m->a, d->start_min, d->end_min);
    const char *queue = d->queue >= 0 ? ws->queues.at[d->queue].id : "";
    char *title = pb_arena_printf(m->a, "%s %s %s", shift_title(m, d), range ? range : "", queue);
    e->summary = title ? pb_ical_clean(m->a, title, PB_ICAL_TITLE_MAX, true) : NULL;
    e->description = description_of(m, d);
    e->location = pb_ical_clean(m->a, m->src->style.location, PB_ICAL_TITLE_MAX, true);
    if (!range || !e->summary || !e->description || !e->location) {
        m->st = PB_ERR_NOMEM;
        return;
    }
    e->kind = PB_EVENT_SHIFT;
    e->date = d->date;
    e->start_s = d->start_s;
    e->end_s = d->end_s;
    e->busy = PB_BUSY;
    e->tentative = m->src->style.tentative;
    e->alarm_min = m->src->style.alarm_min;
    m->n++;
}

static void add_breaks(maker *m, const pb_duty *d)
{
    for (int32_t i = 0; i < d->n_breaks && m->st == PB_OK; i++) {
        pb_event *e = more(m);
        if (!e)
            return;
        const char *title = d->unpaid_breaks >> i & 1U ? PB_N_("Meal break") : PB_N_("Short break");
        const pb_zone *zone = m->src->ws->team.zone;
        e->summary = pb_tr(m->lang, title);
        e->kind = PB_EVENT_BREAK;
        e->date = d->date;
        e->start_s = pb_zone_utc_simple(zone, d->date, d->breaks[i].from_min);
        e->end_s = pb_zone_utc_simple(zone, d->date, d->breaks[i].to_min);
        e->busy = PB_FREE;
        e->tentative = m->src->style.tentative;
        m->n += e->end_s > e->start_s; /* a break inside a skipped hour has no length */
    }
}

static void add_absence(maker *m, const pb_absence *x)
{
    pb_event *e = x->to < m->src->from || x->from > m->src->to ? NULL : more(m);
    if (!e)
        return;
    bool training = x->kind == PB_TRAINING;
    e->kind = training ? PB_EVENT_TRAINING : PB_EVENT_LEAVE;
    e->summary = training ? pb_tr(m->lang, PB_N_("Training")) : pb_tr(m->lang, PB_N_("Leave"));
    e->date = x->from;
    e->busy = training ? PB_BUSY : PB_AWAY;
    if (x->from_min == 0 && x->to_min == PB_MIN_PER_DAY) {
        pb_event_set_days(e, x->from, x->to + 1);
    } else {
        e->start_s = pb_zone_utc_simple(m->src->ws->team.zone, x->from, x->from_min);
        e->end_s = pb_zone_utc_simple(m->src->ws->team.zone, x->to, x->to_min);
    }
    m->n += e->end_s > e->start_s;
}

/* Does an entry so far cover a part of that day? */
static bool day_is_taken(const maker *m, pb_date date)
{
    int64_t from = pb_zone_utc_simple(m->src->ws->team.zone, date, 0);
    int64_t to = pb_zone_utc_simple(m->src->ws->team.zone, date + 1, 0);
    for (size_t i = 0; i < m->n; i++) {
        const pb_event *e = &m->at[i];
        if (e->kind == PB_EVENT_SHIFT ? e->date == date
            : e->all_day              ? e->from <= date && date < e->to
                                      : e->start_s < to && e->end_s > from)
            return true;
    }
    return false;
}

static void add_off_days(maker *m)
{
    const pb_agent *g = &m->src->ws->agents.at[m->agent];
    for (pb_date d = m->src->from; d <= m->src->to && m->st == PB_OK; d++) {
        bool employed = (g->from == PB_DATE_NONE || d >= g->from) &&
                        (g->until == PB_DATE_NONE || d <= g->until);
        if (!employed || day_is_taken(m, d))
            continue;
        pb_event *e = more(m);
        if (!e)
            return;
        e->kind = PB_EVENT_OFF;
        e->summary = pb_tr(m->lang, PB_N_("Day off"));
        e->date = d;
        e->busy = PB_FREE;
        e->tentative = m->src->style.tentative;
        pb_event_set_days(e, d, d + 1);
        m->n++;
    }
}

pb_status pb_entries_of_agent(pb_arena *a, const pb_entry_source *src, int32_t agent,
                              const pb_lang *lang, pb_event **ret, size_t *ret_n)
{
    maker m = {.a = a, .src = src, .lang = lang, .agent = agent};
    for (size_t i = src->first_absence[agent]; i < src->first_absence[agent + 1]; i++)
        add_absence(&m, &src->ws->absences.at[src->absences[i]]);
    for (size_t i = src->first[agent]; i < src->first[agent + 1] && m.st == PB_OK; i++) {
        const pb_duty *d = &src->roster->at[src->rows[i]];
        if (d->shift < 0)
            continue;
        add_duty(&m, d);
        if (src->style.break_events && m.st == PB_OK)
            add_breaks(&m, d);
    }
    if (src->style.off_days && m.st == PB_OK)
        add_off_days(&m);
    if (m.st == PB_OK) {
        *ret = m.at;
        *ret_n = m.n;
    }
    return m.st;
}

static bool same_holiday(const pb_calendar_row *x, const pb_calendar_row *y, pb_date end)
{
    return y->date == end && x->kind == y->kind && strcmp(x->name, y->name) == 0;
}

pb_status pb_entries_of_holidays(pb_arena *a, const pb_workspace *ws, pb_date from,
                                 const pb_lang *lang, pb_event **ret, size_t *ret_n)
{
    maker m = {.a = a, .lang = lang, .agent = -1};
    const pb_calendar *c = &ws->calendar;
    for (size_t i = 0; i < c->n && m.st == PB_OK;) {
        const pb_calendar_row *r = &c->rows[i];
        size_t next = i + 1;
        pb_date end = r->date + 1;
        for (; next < c->n && same_holiday(r, &c->rows[next], end); next++)
            end++;
        i = next;
        pb_event *e = r->kind == PB_DAY_EVENT || end <= from ? NULL : more(&m);
        if (!e)
            continue;
        const char *fmt = r->kind == PB_DAY_WORK ? pb_tr(lang, PB_N_("Workday (make-up): %s"))
                                                 : "%s";
        char *title = pb_arena_printf(a, fmt, *r->name ? r->name : pb_tr(lang, PB_N_("Holiday")));
        e->summary = title ? pb_ical_clean(a, title, PB_ICAL_TITLE_MAX, true) : NULL;
        if (!e->summary)
            return PB_ERR_NOMEM;
        e->kind = PB_EVENT_HOLIDAY;
        e->date = r->date;
        e->busy = PB_FREE;
        pb_event_set_days(e, r->date, end);
        m.n++;
    }
    if (m.st == PB_OK) {
        *ret = m.at;
        *ret_n = m.n;
    }
    return m.st;
}

pb_status pb_entry_for_team(pb_arena *a, const pb_event *e, const char *name, const uint8_t *key,
                            const char *domain, const char *agent, pb_event *ret)
{
    pb_event t = *e;
    char *title = pb_arena_printf(a, "%s %s", name, e->summary);
    t.kind = PB_EVENT_TEAM;
    t.busy = PB_FREE;
    t.alarm_min = 0;
    t.summary = title ? pb_ical_clean(a, title, PB_ICAL_TITLE_MAX, true) : NULL;
    t.uid = pb_event_uid(a, key, domain, agent, PB_EVENT_TEAM, e->date, e->ordinal);
    if (!t.summary || !t.uid)
        return PB_ERR_NOMEM;
    *ret = t;
    return PB_OK;
}
