/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Training and meetings: where they stand, and who does not attend them and why. */
#include "planner/audit_parts.h"
#include "planner/audit_words.h"

#include <string.h>

/* Does entry k of the duty mean this activity? */
static bool means(const pb_auditor *u, const pb_duty *d, int32_t k, const pb_activity *x)
{
    return pb_placed_row(&u->ws->activities, &u->ws->agents, d, k) == x;
}

static bool overlap(pb_span x, pb_span y)
{
    return x.from_min < y.to_min && y.from_min < x.to_min;
}

/* --- what is placed --- */

static pb_status count_time(pb_auditor *u, const pb_activity *x, pb_date date, int from_min)
{
    pb_status s;
    for (size_t i = 0; i < u->n_times; i++) {
        pb_aud_time *t = &u->times[i];
        if (t->what == x && t->date == date && t->from_min == from_min) {
            t->n++;
            return PB_OK;
        }
    }
    s = pb_grow(u->al, &u->times, &u->cap_times, u->n_times + 1, sizeof *u->times);
    if (!s)
        u->times[u->n_times++] = (pb_aud_time){x, date, from_min, 1};
    return s;
}

pb_status pb_aud_times(pb_auditor *u)
{
    pb_status s = PB_OK;
    for (size_t i = 0; i < u->roster->n; i++) {
        const pb_duty *d = &u->roster->at[i];
        for (int32_t k = 0; !s && d->date >= u->first && d->date <= u->last && k < d->n_activities; k++) {
            const pb_activity *x = pb_placed_row(&u->ws->activities, &u->ws->agents, d, k);
            if (x && x->together)
                s = count_time(u, x, d->date, d->activities[k].span.from_min);
        }
    }
    return s;
}

/* How many attend it together from that minute on (-1: at any time) on these of the audited days. */
static int attending(const pb_auditor *u, const pb_activity *x, pb_date first, pb_date last, int from_min)
{
    int n = 0;
    for (size_t i = 0; i < u->n_times; i++) {
        const pb_aud_time *t = &u->times[i];
        if (t->what == x && t->date >= first && t->date <= last && (from_min < 0 || t->from_min == from_min))
            n += t->n;
    }
    return n;
}

/* Do most others attend at another time? What has no dates is held anew in each plan, so that each week of several is
 * judged by itself; to be alone is never together. */
static bool apart(const pb_auditor *u, const pb_activity *x, pb_date date, int from_min)
{
    int here = attending(u, x, date, date, from_min), all = attending(u, x, u->first, u->last, -1), week = all;
    pb_date starts = pb_date_week_start(date, u->ws->team.week_start);

    if (x->earliest_date == PB_DATE_NONE && x->latest_date == PB_DATE_NONE)
        week = attending(u, x, starts, starts + 6, -1);
    return x->together && (2 * here < week || (here == 1 && all > 1));
}

static bool over_meal(const pb_duty *d, pb_span s)
{
    for (int32_t i = 0; i < d->n_breaks; i++)
        if ((d->unpaid_breaks >> i & 1) && overlap(d->breaks[i], s))
            return true;
    return false;
}

static bool twice(const pb_duty *d, int32_t k)
{
    for (int32_t i = 0; i < k; i++)
        if (overlap(d->activities[i].span, d->activities[k].span))
            return true;
    return false;
}

static pb_activity_fault fault_of(const pb_auditor *u, const pb_duty *d, int32_t k)
{
    pb_span s = d->activities[k].span;
    const pb_activity *x = pb_placed_row(&u->ws->activities, &u->ws->agents, d, k);

    if (s.from_min < d->start_min || s.to_min > d->end_min)
        return PB_FAULT_DUTY;
    if (over_meal(d, s))
        return PB_FAULT_MEAL;
    if (twice(d, k))
        return PB_FAULT_TWICE;
    if (!x)
        return PB_N_FAULTS;
    if (!pb_activity_within(x, d->date, s))
        return PB_FAULT_WINDOW;
    if (s.to_min - s.from_min != x->minutes)
        return PB_FAULT_LENGTH;
    return apart(u, x, d->date, s.from_min) ? PB_FAULT_TOGETHER : PB_N_FAULTS;
}

static void judge_placed(pb_auditor *u, const pb_duty *d)
{
    for (int32_t k = 0; k < d->n_activities; k++) {
        pb_activity_fault fault = fault_of(u, d, k);
        pb_finding f;
        if (fault == PB_N_FAULTS)
            continue;
        u->check = PB_CHECK_ACTIVITY;
        f = pb_aud_new(u, d->date, d->date);
        f.by = 1;
        f.found = (double)fault;
        f.from_s = pb_zone_utc_simple(u->zone, d->date, d->activities[k].span.from_min);
        f.to_s = pb_zone_utc_simple(u->zone, d->date, d->activities[k].span.to_min);
        pb_aud_add(u, f);
    }
}

/* --- who is missing --- */

static bool has(const pb_auditor *u, const pb_roster *r, const pb_activity *x, pb_date from, pb_date to)
{
    if (r->n == 0)
        return false;
    from = from > r->at[0].date ? from : r->at[0].date;
    to = to < r->at[r->n - 1].date ? to : r->at[r->n - 1].date;
    for (pb_date date = from; date <= to; date++) {
        size_t at = 0, n = pb_roster_find(r, date, u->agent, &at);
        for (size_t i = 0; i < n; i++)
            for (int32_t k = 0; k < r->at[at + i].n_activities; k++)
                if (means(u, &r->at[at + i], k, x))
                    return true;
    }
    return false;
}

static bool attended(const pb_auditor *u, const pb_activity *x)
{
    /* from the night before its first day on */
    if (has(u, u->roster, x, x->earliest_date == PB_DATE_NONE ? u->first : x->earliest_date - 1, u->last))
        return true;
    for (size_t i = 0; x->earliest_date != PB_DATE_NONE && i < u->ws->n_past; i++)
        if (has(u, &u->ws->past[i], x, x->earliest_date - 1, u->first - 1))
            return true;
    return false;
}

/* Could the duty hold it from then on? */
static bool room_at(const pb_duty *d, pb_span s)
{
    if (s.from_min < d->start_min || s.to_min > d->end_min || over_meal(d, s))
        return false;
    for (int32_t i = 0; i < d->n_activities; i++)
        if (overlap(d->activities[i].span, s))
            return false;
    return true;
}

/* The first minute of the duty with room for it, in steps of five; -1: none. */
static int room_in(const pb_activity *x, const pb_duty *d)
{
    for (int m = x->earliest_min; m + x->minutes <= x->latest_min; m += 5)
        for (int later = 0; later < 2 * PB_MIN_PER_DAY; later += PB_MIN_PER_DAY) {
            pb_span s = {(int16_t)(m + later), (int16_t)(m + later + x->minutes)};
            if (pb_activity_within(x, d->date, s) && room_at(d, s))
                return m + later;
        }
    return -1;
}

/* The time at which most attend; NULL where nobody does. */
static const pb_aud_time *where_held(const pb_auditor *u, const pb_activity *x)
{
    const pb_aud_time *best = NULL;
    for (size_t i = 0; i < u->n_times; i++)
        if (u->times[i].what == x && (!best || u->times[i].n > best->n))
            best = &u->times[i];
    return best;
}

/* The first start of a duty with room, the night before its first day included; 0 = none. */
static int64_t first_room(const pb_auditor *u, const pb_activity *x, pb_date from, pb_date to)
{
    for (pb_date date = from > u->first ? from - 1 : from; date <= to; date++) {
        const pb_duty *d = pb_aud_duty(u, u->agent, date);
        int min = d ? room_in(x, d) : -1;
        if (min >= 0)
            return pb_zone_utc_simple(u->zone, date, min);
    }
    return 0;
}

static pb_miss miss_of(pb_auditor *u, const pb_activity *x, pb_date from, pb_date to, int64_t *ret_s)
{
    bool there = false, works = false;
    const pb_aud_time *held = x->together ? where_held(u, x) : NULL;

    for (pb_date date = from; date <= to; date++) {
        there = there || !pb_aud_away(u, u->agent, date);
        works = works || pb_aud_duty(u, u->agent, date);
    }
    if (!there)
        return PB_MISS_AWAY;
    if (held) {
        const pb_duty *d = pb_aud_duty(u, u->agent, held->date);
        const pb_span at = {(int16_t)held->from_min, (int16_t)(held->from_min + x->minutes)};
        *ret_s = pb_zone_utc_simple(u->zone, held->date, held->from_min);
        return d && room_at(d, at) ? PB_MISS_ROOM : PB_MISS_OTHERS;
    }
    *ret_s = first_room(u, x, from, to);
    return *ret_s ? PB_MISS_ROOM : works ? PB_MISS_NO_ROOM : PB_MISS_OFF;
}

/* Only what cannot be made up for later: the activity's last day is judged, and one of its days is in the plan. */
static void judge_missed(pb_auditor *u, size_t i)
{
    const pb_activity *x = &u->ws->activities.at[i];
    pb_date from = x->earliest_date == PB_DATE_NONE || x->earliest_date < u->first ? u->first : x->earliest_date;
    pb_date to = x->latest_date == PB_DATE_NONE ? u->last : x->latest_date;
    pb_finding f;

    if (from > to || to > u->last || !pb_who_has(&x->whom, &u->ws->agents.at[u->agent], u->agent) || attended(u, x))
        return;
    u->check = PB_CHECK_MISSED;
    f = pb_aud_new(u, from, to);
    f.by = 1;
    f.found = (double)i;
    f.limit = (double)miss_of(u, x, from, to, &f.from_s);
    f.to_s = f.from_s ? f.from_s + (int64_t)x->minutes * 60 : 0;
    pb_aud_add(u, f);
}

void pb_aud_activities(pb_auditor *u)
{
    u->rule = NULL;
    u->hard = false;
    for (size_t i = u->row0[u->agent]; i < u->row0[u->agent + 1]; i++) {
        const pb_duty *d = &u->roster->at[u->rows[i]];
        if (d->date >= u->first && d->date <= u->last && d->end_s > d->start_s)
            judge_placed(u, d);
    }
    for (size_t i = 0; i < u->ws->activities.n; i++)
        judge_missed(u, i);
}

/* --- sentences --- */

const char *pb_activity_text(pb_arena *a, const pb_workspace *ws, const pb_finding *f, const pb_lang *lang)
{
    static const char *const faults[PB_N_FAULTS] = {
        [PB_FAULT_DUTY] = PB_N_("an activity is not placed inside the duty"),
        [PB_FAULT_WINDOW] = PB_N_("the activity at %s is outside its earliest and latest"),
        [PB_FAULT_MEAL] = PB_N_("the activity at %s is during the meal break"),
        [PB_FAULT_TWICE] = PB_N_("the activity at %s is during another one"),
        [PB_FAULT_LENGTH] = PB_N_("the activity at %s is not as long as it is to be"),
        [PB_FAULT_TOGETHER] = PB_N_("the activity at %s is not at the time of the others"),
    };
    static const char *const misses[PB_N_MISSES] = {
        [PB_MISS_AWAY] = PB_N_("%s not attended: away on all its days"),
        [PB_MISS_OFF] = PB_N_("%s not attended: off on all its days"),
        [PB_MISS_NO_ROOM] = PB_N_("%s not attended: the duty leaves no %d min free in the hours asked for"),
        [PB_MISS_OTHERS] = PB_N_("%s not attended: not at work, or not free, when the others meet (%s %s)"),
        [PB_MISS_ROOM] = PB_N_("%s not attended, though the duty has room for it (%s %s)"),
    };
    char iso[32] = "";
    pb_date date = f->from;
    const pb_activity *x;
    const char *day;

    if (f->from_s) {
        pb_zone_format(ws->team.zone, f->from_s, iso);
        (void)pb_date_parse(iso, 10, &date);
    }
    if (f->check == PB_CHECK_ACTIVITY)
        return f->found < PB_FAULT_WINDOW ? pb_tr(lang, faults[0])
                                          : pb_arena_printf(a, pb_tr(lang, faults[(int)f->found]),
                                                            pb_arena_printf(a, "%.5s", iso + 11));
    x = &ws->activities.at[(size_t)f->found];
    if ((int)f->limit == PB_MISS_NO_ROOM)
        return pb_arena_printf(a, pb_tr(lang, misses[PB_MISS_NO_ROOM]), x->id, x->minutes);
    if (f->limit < PB_MISS_OTHERS)
        return pb_arena_printf(a, pb_tr(lang, misses[(int)f->limit]), x->id);
    day = pb_date_words(a, lang, date);
    return day ? pb_arena_printf(a, pb_tr(lang, misses[(int)f->limit]), x->id, day, pb_arena_printf(a, "%.5s", iso + 11))
               : NULL;
}
