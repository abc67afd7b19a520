/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Rosters that are broken in one known place, more than 300 of them: for each rule of the registry and each check that needs
 * no rule, in three zones, for each of three people. The auditor must find that place, with its size and its people,
 * and nothing else, while a dozen other hard rules hold.
 */
#include "rule_rows.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>
#include <math.h>
#include <string.h>

enum { PEOPLE = 3 };
static const char *const zones[] = {"Asia/Shanghai", "Europe/Berlin", "America/New_York"};
static int n_rosters;

/* Rules that every roster here keeps, the broken one too (its own rule left out). */
static void add_harmless(world *w, pb_rule_name but)
{
    static const struct {
        pb_rule_name name;
        double number;
    } rules[] = {{PB_RULE_MIN_REST_H, 4}, {PB_RULE_MAX_DAYS_IN_ROW, 7}, {PB_RULE_MAX_NIGHTS_IN_ROW, 5},
                 {PB_RULE_REST_DAYS_PER_WEEK, 1}, {PB_RULE_MAX_HOURS_DAY, 12}, {PB_RULE_MAX_HOURS_WEEK, 60},
                 {PB_RULE_MAX_OVERTIME_MONTH, 36}, {PB_RULE_MAX_SHIFTS, 7}, {PB_RULE_MAX_WEEKENDS, 4},
                 {PB_RULE_HOLIDAY_DUTY, 3}, {PB_RULE_MIN_BREAK_MIN, 30}, {PB_RULE_MIN_HOURS_WEEK, 0}};
    for (size_t i = 0; i < sizeof rules / sizeof *rules; i++)
        if (rules[i].name != but)
            (void)world_rule(w, rules[i].name, rules[i].number, -1);
    (void)world_rule(w, PB_RULE_OVER_COVER, NAN, 0);
    if (but != PB_RULE_SHORT_COVER)
        (void)world_rule(w, PB_RULE_SHORT_COVER, NAN, 0);
    if (but != PB_RULE_CONTRACT_HOURS)
        (void)world_rule(w, PB_RULE_CONTRACT_HOURS, 0, 0);
}

static bool is_fair(pb_rule_name name)
{
    return name == PB_RULE_FAIR_KIND || name == PB_RULE_FAIR_HOURS;
}

static void add_people(world *w, const rule_row *r, int n)
{
    static const char *const ids[] = {"al", "bo", "cy"};
    bool hours = r && (r->rule == PB_RULE_CONTRACT_HOURS || r->rule == PB_RULE_MAX_OVERTIME_MONTH);
    for (int i = 0; i < n; i++)
        w->agents[world_agent(w, ids[i], 1, hours ? 40 : (double)NAN)].role = PB_ROLE_LEADER;
}

static void check_one(const char *says, const world *w, const pb_finding *f, int check, int agent, double by)
{
    if (f->check != check)
        fail_msg("%s: %s is reported, too", says, pb_check_name(f->check));
    if (by >= 0 && fabs(f->by - by) > 1e-9)
        fail_msg("%s (%s): by %g, not %g", says, pb_check_name(check), f->by, by);
    if (agent >= 0 && f->agent >= 0 && f->agent != agent && f->other != agent)
        fail_msg("%s: %s is blamed", says, w->agents[f->agent].id);
}

/* The finding that is expected, and none beside that costs or breaks something. Of several the first has the size. */
static void compare(const char *says, const world *w, const pb_audit *a, int check, int agent, double by, int n)
{
    int found = 0;
    for (size_t i = 0; i < a->n; i++) {
        const pb_finding *f = &a->at[i];
        if (f->check == check || f->hard || f->cost != 0)
            check_one(says, w, f, check, n == 1 ? agent : -1, found++ == 0 ? by : -1);
    }
    if (found != n)
        fail_msg("%s (%s): %d findings, not %d", says, pb_check_name(check), found, n);
    n_rosters++;
}

static void add_past(world *w, const rule_row *r, int who)
{
    const char *past[PEOPLE];
    char *off = memset(pb_arena_alloc(w->arena, strlen(r->past) + 1, 1), '.', strlen(r->past));
    for (int i = 0; i < PEOPLE; i++)
        past[i] = i == who ? r->past : off;
    world_past(w, RULE_MONDAY - (int)strlen(r->past), (int)strlen(r->past), past);
}

/* Contracts: of the one who is asked about; where hours are judged by another rule they have no price. */
static void add_contracts(world *w, const rule_row *r, int n, int who)
{
    if (r->rule != PB_RULE_CONTRACT_HOURS && r->rule != PB_RULE_MIN_HOURS_WEEK)
        return;
    for (int i = 0; i < n; i++)
        w->agents[i].hours_per_week = i == who ? 40 : NAN;
}

static void judge_row(const rule_row *r, const char *zone, int who)
{
    world *w = world_new(zone, RULE_MONDAY, 7, 30);
    const char *lines[PEOPLE] = {".......", ".......", "......."};
    int n = is_fair(r->rule) ? 2 : PEOPLE, a = who % n, b = (who + 1) % n;
    bool person = pb_rule_info_of(r->rule)->people && !is_fair(r->rule);
    pb_roster roster;
    pb_audit audit;
    pb_rule *rule;

    rule_row_shifts(w);
    rule = rule_row_add(w, r, pb_rule_info_of(r->rule)->priced_only ? 1 : -1, a, b);
    if (person && r->rule != PB_RULE_TOGETHER && r->rule != PB_RULE_APART)
        rule->who = (pb_who){.kind = PB_WHO_AGENT, .id = a};
    add_harmless(w, r->rule);
    add_people(w, r, n);
    add_contracts(w, r, n, a);
    lines[a] = r->lines[0];
    lines[b] = r->lines[1] ? r->lines[1] : lines[b];
    if (r->past)
        add_past(w, r, a);
    rule_row_surroundings(w, r);
    roster = world_roster(w, w->first, 7, lines);
    assert_int_equal(pb_audit_roster(w->arena, &w->ws, &w->req, &roster, NULL, w->first, 7, &audit), PB_OK);
    compare(r->says, w, &audit, (int)r->rule, person ? a : -1, r->by, r->findings);
    world_free(w);
}

static void every_rule(void **state)
{
    (void)state;
    for (size_t i = 0; i < n_rule_rows; i++)
        for (int zone = 0; zone < 3; zone++)
            for (int who = 0; who < PEOPLE; who++)
                judge_row(&rule_rows[i], zones[zone], who);
}

/* --- rules that the rows leave out, and checks that need no rule --- */

typedef struct scene {
    world *w;
    pb_roster roster, keep;
    pb_duty *duties;
    int who;
    bool kept;
} scene;

static pb_duty *day_of(scene *s, int day)
{
    for (size_t i = 0; i < s->roster.n; i++)
        if (s->duties[i].agent == s->who && s->duties[i].date == s->w->first + day)
            return &s->duties[i];
    fail_msg("nobody works on day %d", day);
    return s->duties; /* not reached */
}

static void absent(scene *s) { world_absence(s->w, s->who, s->w->first + 1, s->w->first + 1); }
static void employed(scene *s) { s->w->agents[s->who].until = s->w->first + 3; }
static void shift_day(scene *s) { s->w->shifts[0].days = PB_DAYS_WEEK & ~(1u << 2); }
static void request(scene *s) { (void)world_request(s->w, s->who, s->w->first + 1, PB_WANT_OFF, 0); }
static void no_break(scene *s) { day_of(s, 1)->n_breaks = 0; day_of(s, 1)->unpaid_breaks = 0; }
static void skill(scene *s) { day_of(s, 1)->queue = 1; }

static void shift_time(scene *s)
{
    pb_duty *d = day_of(s, 1);
    d->start_min += 30;
    d->end_min += 30;
    d->start_s += 1800;
    d->end_s += 1800;
}

static void shift_kinds(scene *s)
{
    static const pb_span meal = {780, 840};
    pb_duty *d = day_of(s, 1);
    d->breaks = &meal;
    d->shift = 3;
    d->start_min = 600;
    d->end_min = 1140;
    d->start_s += 7200;
    d->end_s += 7200;
    s->w->agents[s->who].shift_kinds = ~(1u << PB_DAY);
}

static void activity(scene *s)
{
    static const pb_placed_activity out = {"meeting", {300, 360}};
    day_of(s, 1)->n_activities = 1;
    day_of(s, 1)->activities = &out;
}

/* A second duty on the same date, after the first. */
static void doubled(scene *s)
{
    pb_duty *first = day_of(s, 1), *copy = pb_arena_alloc(s->w->arena, s->roster.n + 1, sizeof *copy);
    size_t at = (size_t)(first - s->duties);
    memcpy(copy, s->duties, (at + 1) * sizeof *copy);
    memcpy(copy + at + 1, s->duties + at, (s->roster.n - at) * sizeof *copy);
    copy[at + 1].shift = 4;
    copy[at + 1].start_min = 1080;
    copy[at + 1].end_min = 1200;
    copy[at + 1].start_s = pb_zone_utc_simple(s->w->ws.team.zone, first->date, 1080);
    copy[at + 1].end_s = pb_zone_utc_simple(s->w->ws.team.zone, first->date, 1200);
    copy[at + 1].n_breaks = 0;
    copy[at + 1].unpaid_breaks = 0;
    s->roster.at = copy;
    s->roster.n++;
}

static void keep_with(scene *s, bool pinned)
{
    pb_duty *rows = pb_arena_alloc(s->w->arena, s->roster.n + 1, sizeof *rows);
    memcpy(rows, s->duties, s->roster.n * sizeof *rows);
    for (size_t i = 0; i < s->roster.n; i++)
        if (rows[i].agent == s->who && rows[i].date == s->w->first + 1) {
            rows[i].pinned = pinned;
            rows[i].shift = 3;
            rows[i].start_s += 7200;
            rows[i].end_s += 7200;
        }
    s->keep = s->roster;
    s->keep.at = rows;
    s->kept = true;
    if (pinned) { /* no day of it is priced */
        s->keep.first = 1;
        s->keep.last = 0;
    }
}

static void pinned(scene *s) { keep_with(s, true); }
static void changed(scene *s) { keep_with(s, false); }
static void short_cover(scene *s) { world_need(s->w, 1, 1, 1200, 1320, 1); (void)world_rule(s->w, PB_RULE_SHORT_COVER, NAN, -1); }

/* Friday's duty becomes Saturday's: one of three works on the weekend. */
static void to_saturday(scene *s)
{
    pb_duty moved = *day_of(s, 4);
    size_t at = (size_t)(day_of(s, 4) - s->duties);
    memmove(s->duties + at, s->duties + at + 1, (s->roster.n - at - 1) * sizeof *s->duties);
    moved.date++;
    moved.start_s += 86400;
    moved.end_s += 86400;
    s->duties[s->roster.n - 1] = moved;
}

static void fair_weekends(scene *s)
{
    (void)world_rule(s->w, PB_RULE_FAIR_WEEKENDS, NAN, 1);
    to_saturday(s);
}

static void fair_holidays(scene *s)
{
    (void)world_rule(s->w, PB_RULE_FAIR_HOLIDAYS, NAN, 1);
    world_day(s->w, s->w->first + 5, PB_DAY_STATUTORY);
    to_saturday(s);
}

/* One more than needed, where one row of cover stands for all. */
static void over_cover(scene *s)
{
    for (size_t i = 0; i < s->w->ws.rules.n; i++)
        if (s->w->rules[i].name == PB_RULE_OVER_COVER)
            s->w->rules[i].cost = 1;
    world_need(s->w, 1, -1, 0, 1440, 3);
    world_need(s->w, 1, 1, 0, 1440, 2);
}

static const struct {
    const char *says;
    int check;
    void (*spoil)(scene *s);
    double by; /* -1 = not looked at */
    int findings;
} spoils[] = {
    {"work on a day of leave", PB_CHECK_ABSENT, absent, -1, 1},
    {"work on the day after the last", PB_CHECK_EMPLOYED, employed, -1, 1},
    {"a shift of other weekdays", PB_CHECK_SHIFT_DAY, shift_day, -1, 1},
    {"half an hour later than the template", PB_CHECK_SHIFT_TIME, shift_time, -1, 1},
    {"no meal break", PB_CHECK_BREAK, no_break, -1, 1},
    {"two duties on one date", PB_CHECK_DOUBLED, doubled, -1, 1},
    {"a meeting before the duty", PB_CHECK_ACTIVITY, activity, -1, 1},
    {"a queue without its skill", PB_CHECK_SKILL, skill, -1, 1},
    {"a pinned duty that changed", PB_CHECK_PINNED, pinned, -1, 1},
    {"a wish for a day off", PB_RULE_REQUESTS, request, 1, 1},
    {"a duty that changed", PB_RULE_KEEP, changed, 3, 1},
    {"a kind of shift that one does not work", PB_CHECK_SHIFT_KINDS, shift_kinds, -1, 1},
    {"one of three works on the weekend", PB_RULE_FAIR_WEEKENDS, fair_weekends, -1, 3},
    {"one of three works on the holiday", PB_RULE_FAIR_HOLIDAYS, fair_holidays, -1, 3},
    {"three at work where two are needed, five hours of Tuesday", PB_RULE_OVER_COVER, over_cover, 5, 1},
    {"nobody from eight to ten in the evening", PB_RULE_SHORT_COVER, short_cover, 2, 1},
};

static void judge_spoil(size_t i, const char *zone, int who)
{
    /* the shift on whose weekday nobody else works, for shift_day; one early a day each */
    const char *lines[PEOPLE] = {"ddd.d..", "ddd.d..", "ddd.d.."};
    scene s = {.w = world_new(zone, RULE_MONDAY, 7, 30), .who = who};
    pb_audit audit;

    rule_row_shifts(s.w);
    world_shift(s.w, "e", PB_LATE, 1080, 1200);
    add_harmless(s.w, spoils[i].check == PB_RULE_SHORT_COVER ? PB_RULE_SHORT_COVER : PB_N_RULES);
    if (spoils[i].check == PB_CHECK_ABSENT || spoils[i].check == PB_CHECK_BREAK)
        s.w->rules[10].number = 0; /* min_break_min is not what is asked about */
    add_people(s.w, NULL, PEOPLE);
    lines[who] = "aaa.a..";
    s.roster = world_roster(s.w, s.w->first, 7, lines);
    s.duties = (pb_duty *)(uintptr_t)s.roster.at;
    spoils[i].spoil(&s);
    assert_int_equal(pb_audit_roster(s.w->arena, &s.w->ws, &s.w->req, &s.roster, s.kept ? &s.keep : NULL, s.w->first, 7,
                                     &audit), PB_OK);
    compare(spoils[i].says, s.w, &audit, spoils[i].check, who, spoils[i].by, spoils[i].findings);
    world_free(s.w);
}

static void every_check(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof spoils / sizeof *spoils; i++)
        for (int zone = 0; zone < 3; zone++)
            for (int who = 0; who < PEOPLE; who++)
                judge_spoil(i, zones[zone], who);
    print_message("%d rosters, each broken in one place\n", n_rosters);
    assert_true(n_rosters >= 300);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(every_rule), cmocka_unit_test(every_check)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
