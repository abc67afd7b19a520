/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "export/attendance.h"

#include "export/presence.h"

#include <math.h>

enum { GRACE_S = 1800 };

typedef struct stretch {
    int64_t from_s, to_s;
} stretch;

/* What the actuals say of one agent. */
typedef struct person {
    const pb_actual *rows;
    size_t n;
    stretch *there;   /* at work, joined, by time */
    size_t n_there;
    bool *used;       /* [n_there] lies at a duty, so that it is not counted as extra again */
} person;

typedef struct judging {
    const pb_workspace *ws;
    const pb_timeline *timeline;
    const pb_actuals *actuals;
    pb_date first, last;      /* days that may be judged */
    pb_date known_first;
    int n_known;
    bool *known;              /* [n_known] days with a row */
    int64_t until_s;
    pb_attendance_row *rows;
    size_t n, cap;
} judging;

static int64_t overlap(stretch a, int64_t from_s, int64_t to_s)
{
    int64_t lo = a.from_s > from_s ? a.from_s : from_s, hi = a.to_s < to_s ? a.to_s : to_s;
    return hi > lo ? hi - lo : 0;
}

static int64_t within(const person *p, int64_t from_s, int64_t to_s)
{
    int64_t sum = 0;
    for (size_t i = 0; i < p->n_there; i++)
        sum += overlap(p->there[i], from_s, to_s);
    return sum;
}

/* Rows come by their start. */
static void join_rows(person *p)
{
    for (size_t i = 0; i < p->n; i++) {
        const pb_actual *x = &p->rows[i];
        if (x->kind != PB_ACTUAL_WORK && x->kind != PB_ACTUAL_OTHER)
            continue;
        stretch *last = p->n_there ? &p->there[p->n_there - 1] : NULL;
        if (last && x->start_s <= last->to_s)
            last->to_s = x->end_s > last->to_s ? x->end_s : last->to_s;
        else
            p->there[p->n_there++] = (stretch){x->start_s, x->end_s};
    }
}

static bool is_judged(const judging *j, const pb_duty *d)
{
    int day = d->date - j->known_first;
    return d->end_s > d->start_s && d->date >= j->first && d->date <= j->last && day >= 0 &&
           day < j->n_known && j->known[day] && d->end_s <= j->until_s + GRACE_S;
}

static int reason_of(const person *p, const pb_duty *d)
{
    for (size_t i = 0; i < p->n; i++)
        if (p->rows[i].kind >= PB_ACTUAL_LEAVE && p->rows[i].start_s < d->end_s && p->rows[i].end_s > d->start_s)
            return (int)p->rows[i].kind;
    return PB_ACTUAL_ABSENT;
}

/* Adds the planned and the kept seconds of a duty, its breaks left out; breaks may touch, not overlap. */
static void judge_time(const pb_zone *zone, const person *p, const pb_duty *d, int64_t *planned_s, int64_t *kept_s)
{
    *planned_s = d->end_s - d->start_s;
    *kept_s = within(p, d->start_s, d->end_s);
    for (int32_t i = 0; i < d->n_breaks; i++) {
        int64_t from = pb_zone_utc_simple(zone, d->date, d->breaks[i].from_min);
        int64_t to = pb_zone_utc_simple(zone, d->date, d->breaks[i].to_min);
        from = from > d->start_s ? from : d->start_s;
        to = to < d->end_s ? to : d->end_s;
        if (to <= from)
            continue;
        *planned_s -= to - from;
        *kept_s -= within(p, from, to);
    }
}

static void judge_edges(const person *p, const pb_duty *d, pb_attendance_row *row)
{
    int64_t came = d->end_s, left = d->start_s;
    for (size_t i = 0; i < p->n_there; i++) {
        stretch s = p->there[i];
        if (!overlap(s, d->start_s, d->end_s))
            continue;
        came = s.from_s < came ? s.from_s : came;
        left = s.to_s > left ? s.to_s : left;
    }
    row->late_min = came > d->start_s ? (int)((came - d->start_s) / 60) : 0;
    row->early_min = left < d->end_s ? (int)((d->end_s - left) / 60) : 0;
}

/* Seconds of a stretch that lie in the agent's duties; duties of one agent never overlap. */
static int64_t on_duty(const judging *j, int32_t agent, stretch s)
{
    int64_t sum = 0;
    pb_date from, to;
    int second;
    pb_zone_local(j->ws->team.zone, s.from_s, &from, &second);
    pb_zone_local(j->ws->team.zone, s.to_s, &to, &second);
    for (pb_date day = from - 1; day <= to; day++) {
        size_t first, n = pb_roster_find(&j->timeline->all, day, agent, &first);
        for (size_t i = first; i < first + n; i++)
            sum += overlap(s, j->timeline->all.at[i].start_s, j->timeline->all.at[i].end_s);
    }
    return sum;
}

/* Work that touches a duty goes on with it: what of it lies in no duty is extra there. */
static int64_t extra_at(const judging *j, const person *p, const pb_duty *d)
{
    int64_t sum = 0;
    for (size_t i = 0; i < p->n_there; i++) {
        stretch s = p->there[i];
        if (p->used[i] || s.from_s > d->end_s || s.to_s < d->start_s)
            continue;
        p->used[i] = true;
        sum += s.to_s - s.from_s - on_duty(j, d->agent, s);
    }
    return sum;
}

static pb_status put(pb_arena *a, judging *j, pb_attendance_row row)
{
    if (j->n == j->cap) {
        size_t cap = j->cap ? 2 * j->cap : 256;
        pb_attendance_row *grown = PB_NEW_ARRAY(a, cap, pb_attendance_row);
        if (!grown)
            return PB_ERR_NOMEM;
        for (size_t i = 0; i < j->n; i++)
            grown[i] = j->rows[i];
        j->rows = grown;
        j->cap = cap;
    }
    j->rows[j->n++] = row;
    return PB_OK;
}

static int minutes(int64_t seconds)
{
    return (int)((seconds + 30) / 60);
}

static pb_attendance_row judge_duty(const judging *j, const person *p, const pb_duty *d)
{
    pb_attendance_row row = {.agent = d->agent, .shift = d->shift, .date = d->date, .reason = -1};
    int64_t planned_s, kept_s;
    judge_time(j->ws->team.zone, p, d, &planned_s, &kept_s);
    row.planned_min = minutes(planned_s);
    row.present_min = minutes(kept_s);
    row.absent = within(p, d->start_s, d->end_s) == 0;
    row.extra_min = minutes(extra_at(j, p, d));
    if (row.absent)
        row.reason = reason_of(p, d);
    else
        judge_edges(p, d, &row);
    return row;
}

/* Work that lies at no duty: a row of its own. */
static pb_status judge_rest(pb_arena *a, judging *j, int32_t agent, const person *p)
{
    pb_status st = PB_OK;
    for (size_t i = 0; st == PB_OK && i < p->n_there; i++) {
        pb_date date;
        int second;
        pb_zone_local(j->ws->team.zone, p->there[i].from_s, &date, &second);
        if (!p->used[i] && date >= j->first && date <= j->last && pb_timeline_knows(j->timeline, date))
            st = put(a, j, (pb_attendance_row){.agent = agent, .shift = -1, .date = date, .reason = -1,
                                               .extra_min = minutes(p->there[i].to_s - p->there[i].from_s)});
    }
    return st;
}

/* The date of the duty that a row belongs to, so that a night's small hours do not speak of the day
 * after; without one the row's own date. */
static pb_date day_of_row(const judging *j, const pb_actual *x)
{
    pb_date day;
    int second;
    pb_zone_local(j->ws->team.zone, x->start_s, &day, &second);
    for (pb_date d = day - 1; d <= day; d++) {
        size_t first, n = pb_roster_find(&j->timeline->all, d, x->agent, &first);
        for (size_t i = first; i < first + n; i++)
            if (overlap((stretch){x->start_s, x->end_s}, j->timeline->all.at[i].start_s, j->timeline->all.at[i].end_s))
                return d;
    }
    return day;
}

/* The days from its first row to its last, and how far the file reaches. */
static void find_reach(judging *j)
{
    pb_date first = j->last, last = j->first, day;
    int second;
    j->until_s = INT64_MIN;
    for (size_t i = 0; i < j->actuals->n; i++) {
        pb_zone_local(j->ws->team.zone, j->actuals->at[i].start_s, &day, &second);
        first = day < first ? day : first;
        last = day > last ? day : last;
        j->until_s = j->actuals->at[i].end_s > j->until_s ? j->actuals->at[i].end_s : j->until_s;
    }
    first = first > j->first ? first : j->first;
    last = last < j->last ? last : j->last;
    j->known_first = first;
    j->n_known = last >= first ? last - first + 1 : 0;
}

/* Of these the days on which anybody has a row. */
static pb_status find_known(pb_arena *a, judging *j)
{
    find_reach(j);
    const pb_date first = j->known_first, last = first + j->n_known - 1;
    j->known = PB_NEW_ARRAY(a, j->n_known, bool);
    if (!j->known)
        return PB_ERR_NOMEM;
    for (size_t i = 0; i < j->actuals->n; i++) {
        const pb_actual *x = &j->actuals->at[i];
        pb_date day = day_of_row(j, x), end = day;
        int second;
        if (x->kind >= PB_ACTUAL_LEAVE) /* days of leave are days that somebody told of */
            pb_zone_local(j->ws->team.zone, x->end_s - 1, &end, &second);
        for (day = day > first ? day : first; day <= end && day <= last; day++)
            j->known[day - first] = true;
    }
    return PB_OK;
}

static pb_status open_person(pb_arena *a, const pb_actuals *actuals, int32_t agent, size_t *at, person *ret)
{
    person p = {.rows = actuals->at + *at};
    while (*at < actuals->n && actuals->at[*at].agent == agent)
        (*at)++, p.n++;
    p.there = PB_NEW_ARRAY(a, p.n, stretch);
    p.used = PB_NEW_ARRAY(a, p.n, bool);
    if (!p.there || !p.used)
        return PB_ERR_NOMEM;
    join_rows(&p);
    *ret = p;
    return PB_OK;
}

/* Agent by agent: duties come by date and then agent, so each agent's are picked out day by day. */
static pb_status judge_all(pb_arena *a, judging *j)
{
    size_t at = 0;
    for (int32_t agent = 0; agent < j->ws->agents.n; agent++) {
        person p;
        pb_status st = open_person(a, j->actuals, agent, &at, &p);
        for (pb_date day = j->first - 1; st == PB_OK && day <= j->last; day++) {
            size_t first, n = pb_roster_find(&j->timeline->all, day, agent, &first);
            for (size_t i = first; st == PB_OK && i < first + n; i++) {
                const pb_duty *d = &j->timeline->all.at[i];
                if (is_judged(j, d))
                    st = put(a, j, judge_duty(j, &p, d));
                else
                    (void)extra_at(j, &p, d); /* known work of a duty not judged is not extra */
            }
        }
        if (st == PB_OK)
            st = judge_rest(a, j, agent, &p);
        if (st)
            return st;
    }
    return PB_OK;
}

static void add(pb_attendance_sum *sum, const pb_attendance_row *r)
{
    sum->duties += r->planned_min > 0;
    sum->absent += r->absent;
    sum->late += !r->absent && r->late_min >= PB_LATE_MIN;
    sum->planned_min += r->planned_min;
    sum->present_min += r->present_min;
    sum->extra_min += r->extra_min;
}

static pb_status sum_up(pb_arena *a, const judging *j, pb_attendance *t)
{
    t->first = j->last + 1;
    t->last = j->first - 1;
    for (size_t i = 0; i < j->n; i++) {
        t->first = j->rows[i].date < t->first ? j->rows[i].date : t->first;
        t->last = j->rows[i].date > t->last ? j->rows[i].date : t->last;
    }
    pb_attendance_sum *by_agent = PB_NEW_ARRAY(a, j->ws->agents.n, pb_attendance_sum);
    pb_attendance_sum *by_day = PB_NEW_ARRAY(a, j->n ? t->last - t->first + 1 : 0, pb_attendance_sum);
    if (!by_agent || !by_day)
        return PB_ERR_NOMEM;
    for (size_t i = 0; i < j->n; i++) {
        add(&by_agent[j->rows[i].agent], &j->rows[i]);
        add(&by_day[j->rows[i].date - t->first], &j->rows[i]);
        add(&t->total, &j->rows[i]);
    }
    t->n = j->n;
    t->at = j->rows;
    t->agent = by_agent;
    t->day = by_day;
    return PB_OK;
}

/* The queues that somebody served at that time: those of the duty where it names one, else his skills. */
static pb_skillset served(const judging *j, const pb_actual *x)
{
    pb_skillset skills = j->ws->agents.at[x->agent].skills;
    pb_date day;
    int second;
    pb_zone_local(j->ws->team.zone, x->start_s, &day, &second);
    for (pb_date d = day - 1; d <= day; d++) {
        size_t first, n = pb_roster_find(&j->timeline->all, d, x->agent, &first);
        for (size_t i = first; i < first + n; i++) {
            const pb_duty *duty = &j->timeline->all.at[i];
            if (duty->queue >= 0 && duty->start_s < x->end_s && x->start_s < duty->end_s)
                return skills & (pb_skillset)1 << duty->queue;
        }
    }
    return skills;
}

static pb_status count_cover(pb_arena *a, const judging *j, const pb_requirement *req, const double **ret)
{
    const pb_grid *g = &req->grid;
    double *cover = PB_NEW_ARRAY(a, (size_t)req->n_rows * (size_t)g->n_slots, double);
    if (!cover)
        return PB_ERR_NOMEM;
    for (size_t i = 0; i < j->actuals->n; i++) {
        const pb_actual *x = &j->actuals->at[i];
        pb_skillset skills = x->kind == PB_ACTUAL_WORK ? served(j, x) : 0;
        for (int32_t row = 0; row < req->n_rows; row++)
            if (req->sets[row] & skills)
                pb_presence_add(g, cover + (size_t)row * (size_t)g->n_slots, x->start_s, x->end_s, 1);
    }
    for (int32_t t = 0; t < g->n_slots; t++) {
        pb_date day;
        int second;
        pb_zone_local(g->zone, pb_grid_start_s(g, t), &day, &second);
        bool known = day >= j->known_first && day < j->known_first + j->n_known &&
                     j->known[day - j->known_first] && pb_grid_start_s(g, t + 1) <= j->until_s + GRACE_S;
        for (int32_t row = 0; !known && row < req->n_rows; row++)
            cover[(size_t)row * (size_t)g->n_slots + (size_t)t] = NAN;
    }
    *ret = cover;
    return PB_OK;
}

pb_status pb_attendance_make(pb_arena *a, const pb_workspace *ws, const pb_roster *roster,
                             const pb_timeline *timeline, const pb_actuals *actuals, const pb_requirement *req,
                             pb_attendance *ret)
{
    judging j = {.ws = ws, .timeline = timeline, .actuals = actuals,
                 .first = roster->first - PB_ATTENDANCE_DAYS, .last = roster->last};
    pb_attendance t = {0};
    pb_status st = find_known(a, &j);
    if (st == PB_OK)
        st = judge_all(a, &j);
    if (st == PB_OK)
        st = sum_up(a, &j, &t);
    if (st == PB_OK && req)
        st = count_cover(a, &j, req, &t.cover);
    if (st == PB_OK)
        *ret = t;
    return st;
}

double pb_adherence(int64_t present_min, int64_t planned_min)
{
    return planned_min > 0 ? (double)present_min / (double)planned_min : (double)NAN;
}

void pb_attendance_write(const pb_workspace *ws, const pb_attendance *t, pb_text *out)
{
    char day[11];
    pb_text_puts(out, "agent,name,date,shift,planned_min,present_min,adherence,late_min,left_early_min,extra_min,"
                      "absent\n");
    for (size_t i = 0; i < t->n; i++) {
        const pb_attendance_row *r = &t->at[i];
        pb_csv_field(out, ws->agents.at[r->agent].id, true);
        pb_csv_field(out, ws->agents.at[r->agent].name, true);
        pb_csv_field(out, pb_date_format(r->date, day), false);
        pb_csv_field(out, r->shift >= 0 ? ws->shifts.at[r->shift].id : "", true);
        pb_csv_real(out, r->planned_min, 0);
        pb_csv_real(out, r->present_min, 0);
        pb_csv_real(out, pb_adherence(r->present_min, r->planned_min), 4);
        pb_csv_real(out, r->late_min, 0);
        pb_csv_real(out, r->early_min, 0);
        pb_csv_real(out, r->extra_min, 0);
        pb_csv_field(out, r->absent ? pb_actual_kind_name((pb_actual_kind)r->reason) : "", false);
        pb_csv_end(out);
    }
}
