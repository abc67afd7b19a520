/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Duties that change hands in rosters of random worlds, against the same done by hand: rows replaced one by one, the auditor
 * asked. The cost, what is lawful and who can take a shift are as by hand; a meal stands where no other time costs less; nothing
 * else of the roster changes; people attend what their duty has room for. And one small world whose answer is known.
 * usage: test_exchange FIRST_SEED COUNT
 */
#include "planner/audit_compare.h"
#include "planner/takers.h"

#include "random_world.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef struct score {
    int n_swaps, n_lawful, n_takers, n_can, n_meals, n_entries, bad;
} score;

static void wrong(score *s, uint64_t seed, const char *what, double a, double b)
{
    fprintf(stderr, "world %llu: %s: %.3f, %.3f\n", (unsigned long long)seed, what, a, b);
    s->bad++;
}

static pb_audit audit(const world *w, const pb_workspace *ws, const pb_roster *r)
{
    pb_audit a;
    if (pb_audit_roster(w->arena, ws, &w->req, r, NULL, w->first, w->n_days, &a) != PB_OK)
        abort();
    return a;
}

static bool among(const pb_handed *cells, int n, const pb_duty *d)
{
    for (int k = 0; k < n; k++)
        if (cells[k].agent == d->agent && cells[k].date == d->date)
            return true;
    return false;
}

static int by_cell(const void *x, const void *y)
{
    const pb_duty *a = x, *b = y;
    return a->date != b->date ? (a->date > b->date) - (a->date < b->date) : (a->agent > b->agent) - (a->agent < b->agent);
}

/* The roster with the cells changed by hand; breaks and entries as the answer has them. */
static pb_roster by_hand(const world *w, const pb_roster *r, const pb_handed *cells, int n, const pb_roster *answer)
{
    pb_duty *rows = pb_arena_alloc(w->arena, r->n + (size_t)n, sizeof *rows);
    pb_roster now = *r;

    if (!rows)
        abort();
    now.at = rows;
    now.n = 0;
    for (size_t i = 0; i < r->n; i++)
        if (!among(cells, n, &r->at[i]))
            rows[now.n++] = r->at[i];
    for (int k = 0; k < n; k++) {
        const pb_duty *got = pb_roster_duty(answer, cells[k].date, cells[k].agent);
        pb_duty *d = &rows[now.n++];
        *d = (pb_duty){.date = cells[k].date, .shift = -1, .queue = -1, .note = ""};
        if (cells[k].duty)
            *d = *cells[k].duty;
        d->agent = cells[k].agent;
        d->n_activities = got ? got->n_activities : 0;
        d->activities = got ? got->activities : NULL;
        if (got && cells[k].duty)
            d->breaks = got->breaks;
    }
    qsort(rows, now.n, sizeof *rows, by_cell);
    return now;
}

/* Rows that are not concerned: from *k on the next one of the same cell, in order; a cell that became free may have none. */
static const pb_duty *same_row(const pb_roster *was, const pb_duty *x, const pb_handed *cells, int n, size_t *k)
{
    while (*k < was->n && by_cell(&was->at[*k], x) < 0 && among(cells, n, &was->at[*k]) && !pb_roster_says_off(was))
        ++*k;
    return *k < was->n && by_cell(x, &was->at[*k]) == 0 ? &was->at[(*k)++] : NULL;
}

static bool same_time(const pb_duty *x, const pb_duty *y)
{
    return x->date == y->date && x->start_min == y->start_min && x->end_min == y->end_min && x->start_s == y->start_s &&
           x->end_s == y->end_s && x->n_breaks == y->n_breaks && x->breaks == y->breaks && x->unpaid_breaks == y->unpaid_breaks;
}

/* The same row, untouched: what it points to is the same, too. */
static bool untouched(const pb_duty *x, const pb_duty *y)
{
    return same_time(x, y) && x->agent == y->agent && x->shift == y->shift && x->queue == y->queue && x->pinned == y->pinned &&
           x->n_activities == y->n_activities && x->activities == y->activities && x->note == y->note && x->line == y->line;
}

/* Rows that are not concerned are the same, in order; those concerned are pinned and keep their note. */
static void judge_rows(uint64_t seed, const pb_roster *was, const pb_roster *is, const pb_handed *cells, int n, score *s)
{
    size_t k = 0;
    for (size_t i = 0; i < is->n; i++) {
        const pb_duty *x = &is->at[i], *had = same_row(was, x, cells, n, &k);
        if (i > 0 && by_cell(x, x - 1) <= 0)
            wrong(s, seed, "the order of rows", (double)i, x->agent);
        if (among(cells, n, x) ? !x->pinned || (had && x->note != had->note) : !had || !untouched(x, had))
            wrong(s, seed, "a row", (double)i, x->agent);
    }
    if (k != was->n && pb_roster_says_off(was))
        wrong(s, seed, "rows", (double)k, (double)was->n);
}

/* Those concerned hold the duty. */
static void judge_cells(uint64_t seed, const pb_roster *is, const pb_handed *cells, int n, score *s)
{
    for (int i = 0; i < n; i++) {
        const pb_duty *d = pb_roster_duty(is, cells[i].date, cells[i].agent), *asked = cells[i].duty;
        if ((d != NULL) != (asked != NULL) || (d && (d->shift != asked->shift || d->start_s != asked->start_s)))
            wrong(s, seed, "a cell holds something else", cells[i].agent, cells[i].date);
    }
}

/* No time of the meal costs less. Hard cover aside, which a price does not show. */
static void judge_meal(uint64_t seed, const world *w, const pb_workspace *ws, const pb_roster *hand, const pb_handed *c,
                       const pb_audit *is, score *s)
{
    const pb_shift *x = &ws->shifts.at[c->duty->shift];
    int slot = w->req.grid.slot_min, lo = c->duty->start_min + x->break_earliest_min;
    int hi = c->duty->start_min + x->break_latest_min - x->unpaid_break_min;
    pb_duty *d = NULL;
    pb_span meal;

    for (size_t i = 0; i < hand->n; i++)
        if (hand->at[i].agent == c->agent && hand->at[i].date == c->date)
            d = &((pb_duty *)(uintptr_t)hand->at)[i];
    if (!d || d->n_breaks != 1 || d->n_activities > 0 || !(d->unpaid_breaks & 1) || is->n_broken > 0 || (hi - lo) / slot > 10)
        return;
    for (int from = (lo + slot - 1) / slot * slot; from <= hi; from += slot) {
        const pb_span *had = d->breaks;
        pb_audit other;
        meal = (pb_span){(int16_t)from, (int16_t)(from + x->unpaid_break_min)};
        d->breaks = &meal;
        other = audit(w, ws, hand);
        d->breaks = had;
        s->n_meals++;
        if (other.n_broken == 0 && other.cost < is->cost)
            wrong(s, seed, "a meal that costs less at another time", (double)is->cost / 1000, (double)other.cost / 1000);
    }
}

/* Does it lie in the duty, and not at its meal? */
static bool has_room(const pb_duty *d, pb_span a)
{
    bool fits = a.from_min >= d->start_min && a.to_min <= d->end_min;
    for (int32_t k = 0; k < d->n_breaks; k++)
        fits = fits && (!(d->unpaid_breaks >> k & 1) || d->breaks[k].to_min <= a.from_min || d->breaks[k].from_min >= a.to_min);
    return fits;
}

static void judge_entries(uint64_t seed, const pb_roster *was, const pb_exchanged *e, const pb_handed *c, score *s)
{
    const pb_duty *mine = pb_roster_duty(was, c->date, c->agent), *is = pb_roster_duty(&e->roster, c->date, c->agent);
    int room = 0;

    for (int32_t i = 0; is && mine && i < mine->n_activities; i++)
        room += has_room(is, mine->activities[i].span);
    s->n_entries += room;
    if (is && is->n_activities != room)
        wrong(s, seed, "entries that are kept", is->n_activities, room);
}

/* One change, of a roster that is lawful. */
static void judge_change(uint64_t seed, const world *w, const pb_workspace *ws, const pb_roster *r, const pb_exchanged *e,
                         const pb_handed *cells, int n, score *s)
{
    pb_roster hand = by_hand(w, r, cells, n, &e->roster);
    pb_audit was = audit(w, &w->ws, r), is = audit(w, ws, &hand);

    judge_rows(seed, r, &e->roster, cells, n, s);
    judge_cells(seed, &e->roster, cells, n, s);
    if (is.cost != e->audit.cost || e->more != is.cost - was.cost)
        wrong(s, seed, "the cost", (double)is.cost / 1000, (double)e->audit.cost / 1000);
    if (is.n_broken != e->audit.n_broken)
        wrong(s, seed, "broken", (double)is.n_broken, (double)e->audit.n_broken);
    for (int i = 0; i < n; i++) {
        judge_entries(seed, r, e, &cells[i], s);
        if (cells[i].duty && n <= 2 && (n == 1 || !cells[1 - i].duty))
            judge_meal(seed, w, ws, &hand, &cells[i], &is, s);
    }
}

/* Every two people and every two days. */
static void all_swaps(uint64_t seed, const world *w, pb_exchange *x, const pb_roster *r, score *s)
{
    for (pb_date d1 = w->first; d1 < w->first + w->n_days; d1++)
        for (pb_date d2 = w->first; d2 < w->first + w->n_days; d2++)
            for (int32_t a = 0; a < w->ws.agents.n; a++)
                for (int32_t b = 0; b < w->ws.agents.n; b++) {
                    const pb_duty *one = pb_roster_duty(r, d1, a), *two = pb_roster_duty(r, d2, b);
                    const pb_handed cells[] = {{b, d1, one}, {a, d2, two}, {a, d1, NULL}, {b, d2, NULL}};
                    pb_exchanged e;
                    int n = d1 == d2 ? 2 : 4;
                    if (a == b || !one || !two || (n == 4 && (pb_roster_duty(r, d2, a) || pb_roster_duty(r, d1, b))))
                        continue;
                    if (pb_exchange_try(x, w->arena, cells, n, &e) != PB_OK)
                        abort();
                    if ((e.n_anew == 0) != (e.audit.n_broken == 0))
                        wrong(s, seed, "lawful", (double)e.n_anew, (double)e.audit.n_broken);
                    s->n_swaps++;
                    s->n_lawful += e.n_anew == 0;
                    judge_change(seed, w, &w->ws, r, &e, cells, n, s);
                }
}

/* The workspace with one more whole day of absence. */
static pb_workspace with_absence(const world *w, int32_t agent, pb_date date)
{
    pb_workspace ws = w->ws;
    pb_absence *list = pb_arena_alloc(w->arena, ws.absences.n + 1, sizeof *list);

    if (!list)
        abort();
    for (size_t i = 0; i < ws.absences.n; i++)
        list[i] = ws.absences.at[i];
    list[ws.absences.n] = (pb_absence){agent, date, date, 0, 1440, PB_ABSENT_OTHER};
    ws.absences.at = list;
    ws.absences.n++;
    return ws;
}

/* May this one take it, by the auditor alone? The missing one's own findings do not count. */
static bool can(const pb_audit *a, int32_t missing)
{
    for (size_t i = 0; i < a->n_broken; i++)
        if (a->at[i].agent != missing)
            return false;
    return true;
}

static void judge_taker(uint64_t seed, const world *w, pb_exchange *x, const pb_workspace *ws, const pb_roster *r,
                        const pb_taker *t, const pb_duty *duty, score *s)
{
    pb_handed cells[PB_HANDED_MOST];
    pb_exchanged e;
    int n = pb_taker_cells(duty, t->agent, cells), minutes = 0;

    s->n_takers++;
    if (t->leaves != pb_roster_duty(r, duty->date, t->agent))
        wrong(s, seed, "what is left", t->agent, duty->date);
    if (t->bar >= PB_N_CHECKS)
        return;
    if (pb_exchange_try(x, w->arena, cells, n, &e) != PB_OK)
        abort();
    if (can(&e.audit, duty->agent) != (t->bar == PB_BAR_NONE))
        wrong(s, seed, "who can", t->agent, t->bar);
    judge_change(seed, w, ws, r, &e, cells, n, s);
    for (pb_date d = pb_date_week_start(duty->date, w->ws.team.week_start), k = 0; k < 7; k++) {
        const pb_duty *at = pb_roster_duty(&e.roster, d + k, t->agent);
        minutes += at && d + k >= r->first ? pb_duty_paid_min(at) : 0;
    }
    if (w->ws.n_past == 0 && minutes != t->week_min)
        wrong(s, seed, "hours of the week", minutes / 60.0, t->week_min / 60.0);
    if (t->bar != PB_BAR_NONE)
        return;
    s->n_can++;
    if (t->more != e.more || (e.audit.cost > pb_exchange_was(x)->cost && !t->worse))
        wrong(s, seed, "what it costs more", (double)t->more / 1000, (double)e.more / 1000);
}

/* Everybody's first duty. */
static void all_takers(uint64_t seed, const world *w, const pb_roster *r, score *s)
{
    for (int32_t agent = 0; agent < w->ws.agents.n; agent++) {
        const pb_duty *duty = NULL;
        pb_workspace ws;
        pb_exchange *x;
        pb_takers t;
        for (pb_date d = w->first; !duty && d < w->first + w->n_days; d++)
            duty = pb_roster_duty(r, d, agent);
        if (!duty)
            continue;
        ws = with_absence(w, agent, duty->date);
        if (pb_exchange_open(w->arena, &w->ws, &w->req, r, w->first, w->n_days, &x) != PB_OK ||
            pb_takers_find(w->arena, x, &w->req, r, agent, duty->date, NULL, &t) != PB_OK)
            abort();
        if (t.n != (size_t)w->ws.agents.n - 1)
            wrong(s, seed, "who was tried", (double)t.n, w->ws.agents.n - 1);
        for (size_t i = 0; i < t.n; i++) {
            judge_taker(seed, w, x, &ws, r, &t.at[i], duty, s);
            if ((t.at[i].bar == PB_BAR_NONE) != (i < t.n_lawful) || (i > 0 && i < t.n_lawful && t.at[i].more < t.at[i - 1].more))
                wrong(s, seed, "the order", (double)i, (double)t.n_lawful);
        }
    }
}

static void one(uint64_t seed, bool activities, score *s)
{
    const random_size size = {2, 4, 4, 7, 2, 3, 8, true, true};
    const pb_activity training = {.id = "training", .who = "all", .whom = {.kind = PB_WHO_ALL}, .minutes = 45,
                                  .earliest_date = PB_DATE_NONE, .latest_date = PB_DATE_NONE, .earliest_min = 480,
                                  .latest_min = 1200};
    world *w = random_world(seed, &size);
    const pb_plan_options opt = {.first = w->first, .n_days = w->n_days, .seed = seed, .threads = 1, .effort = 0.1, .no_proof = true};
    pb_plan_result p;
    pb_exchange *x;

    if (activities)
        w->ws.activities = (pb_activities){.n = 1, .at = &training};
    if (pb_plan_make(w->arena, &w->ws, &w->req, &opt, &p, NULL) != PB_OK)
        abort();
    if (p.broken == 0) {
        if (pb_exchange_open(w->arena, &w->ws, &w->req, &p.roster, w->first, w->n_days, &x) != PB_OK)
            abort();
        all_swaps(seed, w, x, &p.roster, s);
        all_takers(seed, w, &p.roster, s);
    }
    world_free(w);
}

static int fails(bool right, const char *what)
{
    return right ? 0 : fprintf(stderr, "%s\n", what) > 0;
}

/* Three people, two shifts; eleven hours of rest. What was broken before is not held against a swap, what grows is. */
static int known_answers(void)
{
    static const char *const lines[] = {"ba.", "a.a", ".b."};
    world *w = world_new("UTC", 20000, 3, 30);
    pb_exchange *x;
    pb_roster r;
    pb_exchanged e = {0}, f = {0};
    pb_takers t = {0};
    pb_status st;
    int bad = 0;

    world_crew(w, 3);
    world_shift(w, "early", PB_EARLY, 480, 960);
    world_shift(w, "late", PB_LATE, 900, 1380);
    (void)world_rule(w, PB_RULE_MIN_REST_H, 11, -1);
    world_need(w, 1, -1, 480, 1380, 1);
    r = world_roster(w, w->first, 3, lines); /* g0: late, then early: 9 h of rest, broken before */
    const pb_handed better[] = {{1, w->first, pb_roster_duty(&r, w->first, 0)}, {0, w->first, pb_roster_duty(&r, w->first, 1)}};
    const pb_handed other[] = {{1, w->first + 1, pb_roster_duty(&r, w->first + 1, 2)}, {2, w->first + 1, NULL}};
    st = pb_exchange_open(w->arena, &w->ws, &w->req, &r, w->first, 3, &x);
    if (!st)
        st = pb_exchange_try(x, w->arena, better, 2, &e);
    if (!st)
        st = pb_exchange_try(x, w->arena, other, 2, &f);
    if (!st)
        st = pb_takers_find(w->arena, x, &w->req, &r, 2, w->first + 1, NULL, &t);
    if (st)
        abort();
    bad += fails(pb_exchange_was(x)->n_broken == 1, "the roster breaks one rule");
    bad += fails(e.n_anew == 0 && e.audit.n_broken == 0, "a swap that mends the rest is lawful");
    bad += fails(f.n_anew == 1 && f.anew[0]->agent == 1 && f.audit.n_broken == 2, "g1 late before an early: that is told, what was before is not");
    bad += fails(t.n_lawful == 1 && t.at[0].agent == 0 && t.at[0].leaves, "g0 can change over");
    bad += fails(t.n == 2 && t.at[1].bar == PB_RULE_MIN_REST_H && t.at[1].barred == 1, "g1 has not enough rest");
    world_free(w);
    return bad;
}

int main(int argc, char **argv)
{
    uint64_t first = argc > 1 ? strtoull(argv[1], NULL, 10) : 1;
    int n = argc > 2 ? atoi(argv[2]) : 20, bad = known_answers();
    score s = {0};

    for (int i = 0; i < n; i++)
        one(first + (uint64_t)i, i % 3 == 2, &s);
    printf("%d swaps, %d lawful; %d asked to take over, %d can; %d times of meals, %d entries kept; %d wrong\n", s.n_swaps, s.n_lawful,
           s.n_takers, s.n_can, s.n_meals, s.n_entries, s.bad + bad);
    return s.bad || bad || s.n_swaps < n || s.n_lawful == 0 || s.n_can == 0 || s.n_can == s.n_takers;
}
