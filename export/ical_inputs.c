/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "export/ical_inputs.h"

#include "export/ical_foreign.h"

#include <math.h>
#include <string.h>
#include <strings.h>

/* The file's events; none where it is not there. */
static pb_status read_events(const pb_ical_span *span, pb_arena *a, const char *dir, const char *name,
                             pb_foreign_event **ret, size_t *ret_n, pb_diags *d)
{
    char *path = pb_path_join(a, dir, name), *bytes;
    size_t n;
    *ret = NULL;
    *ret_n = 0;
    if (!path)
        return PB_ERR_NOMEM;
    if (!pb_file_exists(path))
        return PB_OK;
    pb_status st = pb_file_read(a, path, PB_FOREIGN_BYTES, &bytes, &n, d);
    return st == PB_OK ? pb_foreign_read(a, name, bytes, n, span->from_s, span->to_s, ret, ret_n, d) : st;
}

static bool has_word(const char *text, const char *const *words)
{
    for (; *words; words++)
        for (const char *p = text; *p; p++)
            if (strncasecmp(p, *words, strlen(*words)) == 0)
                return true;
    return false;
}

/* Is `who` one of the words of the list, or, where at_start, what the text begins with? */
static bool names(const char *text, const char *who, bool at_start)
{
    size_t n = strlen(who);
    if (n == 0)
        return false;
    for (const char *p = text; *p;) {
        size_t k = strcspn(p, " ");
        bool ends = strlen(p) >= n && (p[n] == '\0' || strchr(" :-(", p[n]) || (unsigned char)p[n] >= 0x80);
        if (strncasecmp(p, who, n) == 0 && (at_start ? ends : k == n))
            return true;
        if (at_start)
            return false;
        p += k + strspn(p + k, " ");
    }
    return false;
}

static int32_t agent_of(const pb_agents *agents, const pb_foreign_event *e)
{
    for (int32_t i = 0; i < agents->n; i++)
        if (names(e->people, agents->at[i].id, false) || names(e->people, agents->at[i].email, false))
            return i;
    for (int32_t i = 0; i < agents->n; i++)
        if (names(e->summary, agents->at[i].id, true) || names(e->summary, agents->at[i].name, true))
            return i;
    return -1;
}

static pb_absence_kind kind_of(const pb_foreign_event *e)
{
    static const char *const sick[] = {"sick", "病", "krank", NULL};
    static const char *const training[] = {"training", "培训", "course", NULL};
    if (has_word(e->categories, sick) || has_word(e->summary, sick))
        return PB_SICK;
    if (has_word(e->categories, training) || has_word(e->summary, training))
        return PB_TRAINING;
    return PB_LEAVE;
}

/* Date and minute on the team's clock; a part of a minute at the end counts as a whole one. */
static void clock_of(const pb_team *team, const pb_foreign_event *e, int64_t at_s, bool end,
                     pb_date *ret_date, int *ret_min)
{
    int second;
    if (e->all_day || e->floating) {
        *ret_date = (pb_date)(at_s / 86400 - (at_s % 86400 < 0));
        second = (int)(at_s - (int64_t)*ret_date * 86400);
    } else {
        pb_zone_local(team->zone, at_s, ret_date, &second);
    }
    *ret_min = (second + (end ? 59 : 0)) / 60;
    if (end && *ret_min == 0) { /* midnight ends the day before */
        *ret_min = PB_MIN_PER_DAY;
        --*ret_date;
    }
}

static bool take_absence(const pb_team *team, const pb_agents *agents, const pb_foreign_event *e,
                         pb_absence *ret, pb_diags *d)
{
    pb_where where = {"absences.ics", 0, NULL};
    if (e->is_free || e->end_s <= e->start_s)
        return false;
    pb_absence x = {.agent = agent_of(agents, e), .kind = kind_of(e)};
    if (x.agent < 0) {
        pb_diag_add(d, PB_WARNING, where,
                    PB_N_("begin the title with the agent's id or name, or add the agent's mail address as attendee"),
                    PB_N_("whose absence is \"%s\"? It is left out"), e->summary);
        return false;
    }
    clock_of(team, e, e->start_s, false, &x.from, &x.from_min);
    clock_of(team, e, e->end_s, true, &x.to, &x.to_min);
    if (x.to < x.from || (x.to == x.from && x.to_min <= x.from_min))
        return false;
    *ret = x;
    return true;
}

pb_status pb_ical_absences(void *ctx, pb_arena *a, const char *dir, const pb_team *team,
                           const pb_agents *agents, const pb_absence **ret, size_t *ret_n, pb_diags *d)
{
    pb_foreign_event *e;
    size_t n, kept = 0;
    pb_status st = read_events(ctx, a, dir, "absences.ics", &e, &n, d);
    pb_absence *at = st == PB_OK ? PB_NEW_ARRAY(a, n, pb_absence) : NULL;
    if (st != PB_OK || !at)
        return st != PB_OK ? st : PB_ERR_NOMEM;
    for (size_t i = 0; i < n; i++)
        kept += take_absence(team, agents, &e[i], &at[kept], d);
    *ret = at;
    *ret_n = kept;
    return PB_OK;
}

static pb_day_kind day_kind_of(const pb_foreign_event *e)
{
    static const char *const work[] = {"workday", "班", NULL}, *const rest[] = {"REST", NULL};
    static const char *const make_up[] = {"ALTERNATE-WORKDAY", NULL};
    if (has_word(e->special, make_up) || has_word(e->categories, work) || has_word(e->summary, work))
        return PB_DAY_WORK;
    return has_word(e->categories, rest) ? PB_DAY_REST : PB_DAY_STATUTORY;
}

pb_status pb_ical_holidays(void *ctx, pb_arena *a, const char *dir, const pb_team *team,
                           const pb_calendar_row **ret, size_t *ret_n, pb_diags *d)
{
    enum { MAX_DAYS = 60 };
    pb_foreign_event *e;
    size_t n, kept = 0, days = 0;
    (void)team;
    pb_status st = read_events(ctx, a, dir, "holidays.ics", &e, &n, d);
    for (size_t i = 0; st == PB_OK && i < n; i++)
        if (e[i].all_day && e[i].end_s - e[i].start_s <= (int64_t)MAX_DAYS * 86400)
            days += (size_t)((e[i].end_s - e[i].start_s) / 86400);
    pb_calendar_row *at = st == PB_OK ? PB_NEW_ARRAY(a, days, pb_calendar_row) : NULL;
    if (st != PB_OK || !at)
        return st != PB_OK ? st : PB_ERR_NOMEM;
    for (size_t i = 0; i < n; i++) {
        if (!e[i].all_day || e[i].end_s - e[i].start_s > (int64_t)MAX_DAYS * 86400) {
            pb_where where = {"holidays.ics", 0, NULL};
            pb_diag_add(d, PB_WARNING, where, NULL,
                        PB_N_("\"%s\" is no entry of whole days, 60 at most; it is left out"), e[i].summary);
            continue;
        }
        for (int64_t s = e[i].start_s; s < e[i].end_s; s += 86400)
            at[kept++] = (pb_calendar_row){.date = (pb_date)(s / 86400), .kind = day_kind_of(&e[i]),
                                           .name = e[i].summary, .queue = -1, .acts_like = -1,
                                           .closed = -1, .uplift = NAN};
    }
    *ret = at;
    *ret_n = kept;
    return PB_OK;
}
