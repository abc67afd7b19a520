/* SPDX-License-Identifier: GPL-3.0-or-later */
/* roster.csv as people edit it, earlier rosters, and the other tables about people cell by cell. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "workspace_files.h"

#include <stdlib.h>
#include <string.h>

typedef struct world {
    pb_arena *a;
    test_folder f;
    pb_workspace ws;
} world;

static int set_up(void **state)
{
    static world w;
    char path[512];
    w.f = test_folder_new();
    w.a = pb_arena_new(NULL);
    test_file(&w.f, "team.csv", "key,value\ntimezone,Europe/Berlin\n", path);
    test_file(&w.f, "queues.csv", "queue,channel\nvip,voice\ntech,voice\n", path);
    test_file(&w.f, "agents.csv", "agent,name,skills\na,Ann,vip\nb,Bob,vip;tech\nc,Cem,*\nd,Don,-\n", path);
    test_file(&w.f, "shifts.csv",
              "shift,kind,start,end,unpaid_break_min,break_earliest,break_latest,rest_breaks\n"
              "early,early,06:00,14:00,30,09:00,12:00,2x15\nlate,late,14:00,22:00,30,,,\n"
              "night,night,22:00,06:00,45,01:00,04:00,1x15\nshort,day,10:00,12:00,0,,,\n", path);
    *state = &w;
    return pb_workspace_read(w.a, w.f.path, PB_NEED_AGENTS | PB_NEED_SHIFTS, NULL, &w.ws, NULL) == PB_OK ? 0 : 1;
}

static int tear_down(void **state)
{
    world *w = *state;
    pb_arena_free(w->a);
    test_folder_remove(&w->f);
    return 0;
}

static pb_status read_roster(const world *w, const char *text, bool past, pb_roster *r, pb_diags *d)
{
    char path[512];
    test_file(&w->f, "roster.csv", text, path);
    return pb_roster_read(w->a, path, past, &w->ws.team, &w->ws.queues, &w->ws.agents, &w->ws.shifts, r, d);
}

static void times_and_breaks(void **state)
{
    static const struct {
        const char *why, *row;
        int start, end, n_breaks, paid, first_from, first_to;
    } rows[] = {
        {"the shift's own times", "2026-11-30,a,early,,,,,,,", 360, 840, 0, 480, 0, 0},
        {"times by hand", "2026-11-30,a,early,07:00,15:30,,,,,", 420, 930, 0, 510, 0, 0},
        {"an end moves with the start", "2026-11-30,a,early,07:00,,,,,,", 420, 900, 0, 480, 0, 0},
        {"the meal break is unpaid", "2026-11-30,a,early,,,10:00-10:30,,,,", 360, 840, 1, 450, 600, 630},
        {"the meal break comes first", "2026-11-30,a,early,,,08:00-08:15;13:00-13:15;10:00-10:30,,,,", 360, 840, 3, 450, 600, 630},
        {"a longer meal break by hand", "2026-11-30,a,early,,,08:00-08:15;10:00-10:45,,,,", 360, 840, 2, 435, 600, 645},
        {"rest breaks only", "2026-11-30,a,early,,,08:00-08:15,,,,", 360, 840, 1, 480, 480, 495},
        {"a break after midnight", "2026-11-30,a,night,,,02:00-02:45;23:00-23:15,,,,", 1320, 1800, 2, 435, 1560, 1605},
        {"a break over midnight", "2026-11-30,a,night,,,23:45-00:30,,,,", 1320, 1800, 1, 435, 1425, 1470},
        {"the long night of the clock change", "2026-10-24,a,night,,,,,,,", 1320, 1800, 0, 540, 0, 0},
        {"the short night of the clock change", "2026-03-28,a,night,,,,,,,", 1320, 1800, 0, 420, 0, 0},
        {"until midnight", "2026-11-30,a,late,16:00,24:00,,,,,", 960, 1440, 0, 480, 0, 0},
    };
    const world *w = *state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        char text[300] = "date,agent,shift,start,end,breaks,queue,activities,pinned,note\n";
        pb_roster r;
        strcat(strcat(text, rows[i].row), "\n");
        if (read_roster(w, text, false, &r, NULL) != PB_OK || r.n != 1)
            fail_msg("%s", rows[i].why);
        const pb_duty *du = &r.at[0];
        if (du->start_min != rows[i].start || du->end_min != rows[i].end || du->n_breaks != rows[i].n_breaks ||
            pb_duty_paid_min(du) != rows[i].paid)
            fail_msg("%s: %d-%d, %d breaks, %d paid", rows[i].why, du->start_min, du->end_min, du->n_breaks, pb_duty_paid_min(du));
        if (du->n_breaks > 0 && (du->breaks[0].from_min != rows[i].first_from || du->breaks[0].to_min != rows[i].first_to))
            fail_msg("%s: %d-%d", rows[i].why, du->breaks[0].from_min, du->breaks[0].to_min);
        /* and back */
        pb_text t, u;
        pb_text_init(&t, NULL);
        pb_text_init(&u, NULL);
        pb_roster_write(&r, &w->ws.queues, &w->ws.agents, &w->ws.shifts, &t);
        assert_int_equal(read_roster(w, t.bytes, false, &r, NULL), PB_OK);
        pb_roster_write(&r, &w->ws.queues, &w->ws.agents, &w->ws.shifts, &u);
        assert_string_equal(t.bytes, u.bytes);
        pb_text_done(&t);
        pb_text_done(&u);
    }
}

static void without_a_column_of_breaks(void **state)
{
    const world *w = *state;
    pb_roster r;
    assert_int_equal(read_roster(w, "date,agent,shift,end\n2026-11-30,a,early,\n2026-11-30,b,short,\n2026-11-30,c,early,08:00\n",
                                 false, &r, NULL), PB_OK);
    assert_int_equal(r.at[0].n_breaks, 1); /* in the middle of 09:00 to 12:00, on a slot */
    assert_int_equal(r.at[0].breaks[0].from_min, 10 * 60);
    assert_int_equal(pb_duty_paid_min(&r.at[0]), 450);
    assert_int_equal(r.at[1].n_breaks, 0);
    assert_int_equal(r.at[2].n_breaks, 0); /* cut short by hand: the break would lie outside */
}

static void order_and_look_up(void **state)
{
    const world *w = *state;
    pb_roster r;
    size_t first;
    assert_int_equal(read_roster(w, "note,agent,date,shift,x\nn3,b,2026-12-02,off,3\nn1,a,2026-12-01,early,1\n"
                                    "n2,b,2026-12-01,short,2\nn4,b,2026-12-01,late,4\n", false, &r, NULL), PB_OK);
    assert_int_equal(r.first, pb_date_from_ymd(2026, 12, 1));
    assert_int_equal(r.last, pb_date_from_ymd(2026, 12, 2));
    assert_string_equal(r.at[0].note, "n1");
    assert_string_equal(r.extras.cells[0], "1");
    assert_string_equal(r.extras.cells[3], "3");
    assert_int_equal(r.at[0].line, 3);
    assert_int_equal(pb_roster_find(&r, pb_date_from_ymd(2026, 12, 1), 1, &first), 2); /* two duties of one day */
    assert_int_equal(first, 1);
    assert_int_equal(pb_roster_find(&r, pb_date_from_ymd(2026, 12, 3), 1, &first), 0);
    assert_int_equal(r.at[3].shift, -1);
}

static void faults(void **state)
{
    static const struct {
        const char *rows, *says;
    } rows[] = {
        {"2026-12-01,x,early,,,,,,,\n", "there is no agent \"x\""},
        {"2026-12-01,a,earli,,,,,,,\n", "the nearest is \"early\""},
        {"2026-12-01,a,早班,,,,,,,\n", "a roster names the shift, such as \"early\""},
        {"2026-12-01,a,noon,,,,,,,\n", "is no shift of shifts.csv and no day off"},
        {"2026-12-01,a,early,,,,sales,,,\n", "there is no queue \"sales\""},
        {"2026-12-01,a,early,,,15:00-15:30,,,,\n", "15:00-15:30 lies outside the duty"},
        {"2026-12-01,a,early,,,noon,,,,\n", "expected times such as"},
        {"2026-12-01,a,early,,,06:00-06:01;06:02-06:03;06:04-06:05;06:06-06:07;06:08-06:09;06:10-06:11;06:12-06:13;"
         "06:14-06:15;06:16-06:17;06:18-06:19;06:20-06:21;06:22-06:23;06:24-06:25;06:26-06:27;06:28-06:29;06:30-06:31;"
         "06:32-06:33,,,,\n", "too many breaks"},
        {"2026-12-01,a,early,,,,,coaching,,\n", "expected a name and times"},
        {"2026-12-01,a,early,,,,,coaching 22:00-23:00,,\n", "lies outside the duty"},
        {"2026-12-01,a,early,,,,,,,\n2026-12-01,a,short,,,,,,,\n", "a has another row for 2026-12-01 at the same time, on line 2"},
        {"2026-12-01,a,early,,,,,,,\n2026-12-01,a,off,,,,,,,\n", "a has another row for 2026-12-01"},
        {"2026-12-01,a,night,,,,,,,\n2026-12-02,a,early,05:00,13:00,,,,,\n", "a has another row for 2026-12-02"},
        {"2026-03-29,a,short,02:10,02:50,,,,,\n", "has no length on this day of a clock change"},
        {",a,early,,,,,,,\n", "found an empty cell"},
        {"2026-12-01,a,,,,,,,,\n", "found an empty cell"},
        {"2026-12-01,,early,,,,,,,\n", "found an empty cell"},
        {"2026-12-01,a,early,,,,,,maybe,\n", "expected yes or no"},
    };
    const world *w = *state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        char text[700] = "date,agent,shift,start,end,breaks,queue,activities,pinned,note\n";
        pb_diags *d = pb_diags_new(NULL, NULL);
        pb_roster r = {.n = 77};
        strcat(text, rows[i].rows);
        pb_status st = read_roster(w, text, false, &r, d);
        char *words = test_words(d, w->f.path);
        if (st != PB_ERR_INPUT || !strstr(words, rows[i].says))
            fail_msg("status %d: %sexpected: %s", (int)st, words, rows[i].says);
        assert_int_equal(r.n, 77);
        free(words);
        pb_diags_free(d);
    }
}

static void earlier_rosters_forgive(void **state)
{
    const world *w = *state;
    pb_diags *d = pb_diags_new(NULL, NULL);
    pb_roster r;
    const char *text = "date,agent,shift,start,end,queue\n2026-11-01,gone,early,,,\n2026-11-01,a,dawn,05:00,13:00,sales\n"
                       "2026-11-01,b,dawn,23:00,07:00,\n2026-11-01,c,late,,,\n";
    assert_int_equal(read_roster(w, text, false, &r, NULL), PB_ERR_INPUT);
    assert_int_equal(read_roster(w, text, true, &r, d), PB_OK);
    assert_int_equal(r.n, 3);
    assert_string_equal(w->ws.shifts.at[r.at[0].shift].id, "early");
    assert_string_equal(w->ws.shifts.at[r.at[1].shift].id, "night");
    assert_int_equal(r.at[0].start_min, 300);
    assert_int_equal(pb_diags_warnings(d), 2);
    assert_int_equal(read_roster(w, "date,agent,shift\n2026-11-01,a,dawn\n", true, &r, NULL), PB_ERR_INPUT); /* no times */
    pb_diags_free(d);
}

static void past_folder(void **state)
{
    world *w = *state;
    pb_workspace ws;
    char path[512];
    test_file(&w->f, "rosters/b.csv", "date,agent,shift\n2026-10-01,a,early\n", path);
    test_file(&w->f, "rosters/a.csv", "date,agent,shift\n2026-11-01,a,early\n", path);
    test_file(&w->f, "rosters/empty.csv", "date,agent,shift\n", path);
    assert_int_equal(pb_workspace_read(w->a, w->f.path, PB_NEED_PAST_ROSTERS, NULL, &ws, NULL), PB_OK);
    assert_int_equal(ws.n_past, 2); /* in order of their days */
    assert_true(ws.past[0].first < ws.past[1].first);
    test_file(&w->f, "rosters/broken.csv", "date,agent,shift\n2026-11-31,a,early\n", path);
    assert_int_equal(pb_workspace_read(w->a, w->f.path, PB_NEED_PAST_ROSTERS, NULL, &ws, NULL), PB_ERR_INPUT);
    (void)remove(path);
}

static void skills_and_speed(void **state)
{
    const world *w = *state;
    char path[512];
    pb_agents g;
    pb_text t;
    assert_int_equal(w->ws.agents.at[2].skills, 3);
    assert_int_equal(w->ws.agents.at[3].skills, 0);
    static const char *const lists[] = {"vip;tech", "vip、tech", "tech；vip", "vip, tech", "vip，tech；"};
    for (size_t i = 0; i < sizeof lists / sizeof *lists; i++) {
        pb_skillset set = 0;
        assert_int_equal(pb_skillset_parse(&w->ws.queues, lists[i], strlen(lists[i]), false, &set, NULL), PB_OK);
        assert_int_equal(set, 3);
    }
    assert_int_equal(pb_agent_find(&w->ws.agents, "c"), 2);
    assert_int_equal(pb_agent_find(&w->ws.agents, "zz"), -1);
    pb_agents plain = {w->ws.agents.n, w->ws.agents.at, NULL, {0}};
    assert_int_equal(pb_agent_find(&plain, "c"), 2); /* without its index */
    assert_int_equal(pb_agent_find(&plain, "zz"), -1);
    test_file(&w->f, "g.csv", "agent,name,skills,proficiency,shift_kinds,language\na,A,vip,1.2,,en\nb,B,vip,tech:0.8,*,中文\n", path);
    assert_int_equal(pb_agents_read(w->a, path, &w->ws.queues, &g, NULL), PB_OK);
    assert_true(g.at[0].proficiency[1] == 1.2 && g.at[1].proficiency[0] == 1 && g.at[1].proficiency[1] == 0.8);
    assert_string_equal(g.at[1].language, "zh");
    pb_text_init(&t, NULL);
    pb_agents_write(&g, &w->ws.queues, &t);
    assert_non_null(strstr(t.bytes, "vip:1; tech:0.8"));
    pb_text_done(&t);
}

static pb_status read_as(const world *w, char table, const char *path, pb_diags *d)
{
    const pb_workspace *ws = &w->ws;
    pb_agents g;
    pb_absences ab;
    pb_requests r;
    pb_activities v;
    pb_actuals t;
    pb_shifts s;
    pb_queues q;
    pb_calendar c;
    switch (table) {
    case 'g': return pb_agents_read(w->a, path, &ws->queues, &g, d);
    case 'a': return pb_absences_read(w->a, path, &ws->agents, &ab, d);
    case 'r': return pb_requests_read(w->a, path, &ws->agents, &ws->shifts, &r, d);
    case 'v': return pb_activities_read(w->a, path, &ws->agents, &ws->queues, &v, d);
    case 't': return pb_actuals_read(w->a, path, &ws->team, &ws->agents, &t, d);
    case 's': return pb_shifts_read(w->a, path, &ws->team, &s, d);
    case 'q': return pb_queues_read(w->a, path, &q, d);
    default: return pb_calendar_read(w->a, path, &ws->queues, &c, d);
    }
}

/* Which of two rows with one name an entry means. */
static void rows_of_a_name(void **state)
{
    (void)state;
    enum { DAY = 20724 };
    static const pb_agent people[] = {{.id = "a", .role = PB_ROLE_LEADER}, {.id = "b", .role = PB_ROLE_AGENT}};
    static const pb_activity list[] = {
        {.id = "talk", .whom = {.kind = PB_WHO_ROLE, .id = PB_ROLE_LEADER}, .earliest_date = DAY, .latest_date = DAY,
         .earliest_min = 600, .latest_min = 720},
        {.id = "talk", .whom = {.kind = PB_WHO_ALL}, .earliest_date = DAY + 1, .latest_date = DAY + 1, .latest_min = 1440}};
    static const struct {
        const char *why, *id;
        pb_date date;
        int agent, from, want; /* -1: of no row */
    } rows[] = {
        {"within the first", "talk", DAY, 0, 600, 0},
        {"within the second", "talk", DAY + 1, 0, 600, 1},
        {"after midnight of the day before it is within the second", "talk", DAY, 0, 1440 + 60, 1},
        {"within none: the first that concerns him", "talk", DAY + 5, 0, 600, 0},
        {"no leader: only the second concerns him", "talk", DAY, 1, 600, 1},
        {"another name", "walk", DAY, 0, 600, -1},
    };
    const pb_agents agents = {.n = 2, .at = people};
    const pb_activities acts = {.n = 2, .at = list};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        const pb_placed_activity entry = {rows[i].id, {(int16_t)rows[i].from, (int16_t)(rows[i].from + 30)}};
        const pb_duty d = {.date = rows[i].date, .agent = rows[i].agent, .n_activities = 1, .activities = &entry};
        const pb_activity *got = pb_placed_row(&acts, &agents, &d, 0);
        if ((got ? (int)(got - list) : -1) != rows[i].want)
            fail_msg("%s: row %d", rows[i].why, got ? (int)(got - list) : -1);
    }
}

/* A latest that is not after earliest is one of the next morning, and is written so again. */
static void activities_over_midnight(void **state)
{
    static const struct {
        const char *row, *again;
        int earliest, latest, n_days; /* of the dates on which it may begin; 0 = none given */
    } rows[] = {
        {"drill,all,30,22:00,02:00,", "drill,all,30,22:00,02:00,", 1320, 1560, 0},
        {"drill,all,30,2026-12-01 22:00,2026-12-02 02:00,", "drill,all,30,2026-12-01 22:00,2026-12-02 02:00,", 1320, 1560, 1},
        {"drill,all,30,2026-12-01 22:00,2026-12-04 02:00,", "drill,all,30,2026-12-01 22:00,2026-12-04 02:00,", 1320, 1560, 3},
        {"drill,all,30,2026-12-01 09:00,2026-12-02 18:00,", "drill,all,30,2026-12-01 09:00,2026-12-02 18:00,", 540, 1080, 2},
        {"drill,all,30,2026-12-01 22:00,2026-12-02,", "drill,all,30,2026-12-01 22:00,2026-12-02,", 1320, 1440, 2},
    };
    world *w = *state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        char text[200] = "activity,who,minutes,earliest,latest,together\n", path[512];
        pb_activities v;
        pb_text t;
        strcat(strcat(text, rows[i].row), "\n");
        test_file(&w->f, "x.csv", text, path);
        assert_int_equal(pb_activities_read(w->a, path, &w->ws.agents, &w->ws.queues, &v, NULL), PB_OK);
        assert_int_equal(v.at[0].earliest_min, rows[i].earliest);
        assert_int_equal(v.at[0].latest_min, rows[i].latest);
        assert_int_equal(rows[i].n_days ? v.at[0].latest_date - v.at[0].earliest_date + 1 : 0, rows[i].n_days);
        pb_text_init(&t, NULL);
        pb_activities_write(&v, &t);
        assert_non_null(strstr(t.bytes, rows[i].again));
        pb_text_done(&t);
    }
}

static void cells_about_people(void **state)
{
    static const struct {
        char table; /* g agents, a absences, r requests, v activities, t actuals, s shifts, q queues, c calendar */
        const char *text, *says;
    } rows[] = {
        {'g', "agent,name,skills,proficiency\nx,X,vip,fast\n", "expected a number from 0.05 to 20"},
        {'g', "agent,name,skills,proficiency\nx,X,vip,sales:1\n", "expected a number from 0.05 to 20"},
        {'g', "agent,name,skills,shift_kinds\nx,X,vip,noon\n", "expected early, day, late"},
        {'g', "agent,name,skills,min_hours,max_hours\nx,X,vip,30,20\n", "min_hours 30 is more than max_hours 20"},
        {'g', "agent,name,skills,email\nx,X,vip,a@b@c.de\n", "is no e-mail address"},
        {'g', "agent,name,skills,email\nx,X,vip,a b@c.de\n", "is no e-mail address"},
        {'g', "agent,name,skills\n\"x;y\",X,vip\n", "contains ;"},
        {'a', "agent,from,to\na,2026-12-01 14:00,2026-12-01 12:00\n", "ends (2026-12-01 12:00) before it starts"},
        {'a', "agent,from,to\na,2026-12-01,2026-12-02\na,2026-12-01,2026-12-05\n", "a second row for \"a, 2026-12-01\""},
        {'a', "agent,from,to\na,14:00,2026-12-02\n", "expected a day or a moment"},
        {'r', "agent,date,want\na,2026-12-01,noon\n", "is no shift of shifts.csv"},
        {'r', "agent,date,want\nz,2026-12-01,off\n", "there is no agent \"z\""},
        {'r', "agent,date,want\nAnn,2026-12-01,off\n", "is a name; the agent's id in agents.csv is \"a\""},
        {'r', "agent,date,want\na,soon,off\n", "expected a date"},
        {'v', "activity,who,minutes,earliest,latest\nm,all,30,2026-12-02,2026-12-01\n", "latest 2026-12-01 is before earliest"},
        {'v', "activity,who,minutes,earliest\nm,all,30,later\n", "expected a day, a time of day or both"},
        {'v', "activity,who,minutes\nm,nobody,30\n", "is neither all, nor a team"},
        {'v', "activity,who,minutes\n\"m;n\",all,30\n", "contains ;"},
        {'v', "activity,who,minutes\nm,all,30\nm,all,60\n", "a second row for \"m, all\""},
        {'t', "agent,start,end\na,noon,2026-12-01 12:00\n", "expected a time such as"},
        {'t', "agent,start,end\na,2026-12-01 08:00,2026-12-01 07:00\n", "before it starts (2026-12-01 08:00)"},
        {'t', "agent,start,end\na,2026-12-01 08:00,2026-12-03 08:00\n", "nobody is at work for 36 hours"},
        {'s', "shift,kind,start,end\noff,day,09:00,17:00\n", "a shift cannot be called \"off\""},
        {'s', "shift,kind,start,end\na>b,day,09:00,17:00\n", "contains ; : or >"},
        {'s', "shift,kind,start,end,start_latest\nx,day,09:00,17:00,08:00\n", "start_latest 08:00 is before start 09:00"},
        {'s', "shift,kind,start,end,days\nx,day,09:00,17:00,Someday\n", "expected weekdays or kinds of day"},
        {'s', "shift,kind,start,end,unpaid_break_min\nx,day,09:00,10:00,60\n", "are as long as the shift"},
        {'s', "shift,kind,start,end,unpaid_break_min,break_earliest,break_latest\nx,day,09:00,17:00,60,10:00,18:00\n", "ends outside the shift"},
        {'s', "shift,kind,start,end,rest_breaks\nx,day,09:00,17:00,9x15\n", "expected number and minutes"},
        {'s', "shift,kind,start,end,rest_breaks\nx,day,09:00,17:00,2xtea\n", "expected number and minutes"},
        {'s', "shift,kind,start,end\nx,day,09:00,17:00\nx,day,09:00,17:00\n", "a second row for \"x\""},
        {'s', "shift,kind,start,end\n,day,09:00,17:00\n", "found an empty cell"},
        {'q', "queue,channel,within_s\nx,voice,20\n", "has within_s but no service_level"},
        {'q', "queue,channel\na+b,voice\n", "contains ; or +"},
        {'q', "queue,channel,closes\nx,voice,18:00\n", "opening times are missing"},
        {'q', "queue,channel\n,voice\n", "found an empty cell"},
        {'c', "date,day,queue\n2026-12-01,event,sales\n", "there is no queue \"sales\""},
        {'c', "date,day\n,event\n", "found an empty cell"},
        {'c', "date,day,name\n2026-12-01,event,x\n2026-12-01,event,x\n", "a second row for \"2026-12-01, x\""},
    };
    const world *w = *state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        pb_diags *d = pb_diags_new(NULL, NULL);
        char path[512];
        test_file(&w->f, "x.csv", rows[i].text, path);
        pb_status st = read_as(w, rows[i].table, path, d);
        char *words = test_words(d, w->f.path);
        if (st != PB_ERR_INPUT || !strstr(words, rows[i].says))
            fail_msg("status %d: %sexpected: %s", (int)st, words, rows[i].says);
        free(words);
        pb_diags_free(d);
    }
}

static void warnings(void **state)
{
    const world *w = *state;
    pb_diags *d = pb_diags_new(NULL, NULL);
    char path[512];
    pb_absences ab, more;
    pb_shifts s;
    pb_queues q;
    pb_rules rules;
    test_file(&w->f, "x.csv", "agent,from,to,memo\na,2026-12-01,2026-12-05,x\na,2026-12-05,2026-12-07,y\nb,2026-12-05,2026-12-07,z\n", path);
    assert_int_equal(pb_absences_read(w->a, path, &w->ws.agents, &ab, d), PB_OK);
    assert_int_equal(pb_diags_warnings(d), 2); /* the unknown column, the overlap */
    assert_int_equal(pb_absences_merge(w->a, &ab, ab.at, 2, &more), PB_OK);
    assert_int_equal(more.n, 5);
    assert_string_equal(more.extras.cells[2], "z");
    assert_string_equal(more.extras.cells[3], "");
    test_file(&w->f, "x.csv", "shift,kind,start,end\nx,day,09:10,17:00\n", path);
    assert_int_equal(pb_shifts_read(w->a, path, &w->ws.team, &s, d), PB_OK);
    assert_int_equal(pb_diags_warnings(d), 3); /* not on a slot */
    test_file(&w->f, "x.csv", "queue,channel,concurrency\nx,voice,3\n", path);
    assert_int_equal(pb_queues_read(w->a, path, &q, d), PB_OK);
    assert_int_equal(pb_diags_warnings(d), 4);
    test_file(&w->f, "x.csv", "rule,who,value,cost\nfair_hours,all,,\n", path);
    assert_int_equal(pb_rules_read(w->a, path, false, &w->ws.queues, &w->ws.shifts, &w->ws.agents, &rules, d), PB_OK);
    assert_int_equal(pb_diags_warnings(d), 5); /* can only be priced */
    assert_true(!rules.at[0].hard && rules.at[0].cost == pb_rule_info_of(PB_RULE_FAIR_HOURS)->default_cost);
    pb_diags_free(d);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(times_and_breaks), cmocka_unit_test(without_a_column_of_breaks),
        cmocka_unit_test(order_and_look_up), cmocka_unit_test(faults), cmocka_unit_test(earlier_rosters_forgive),
        cmocka_unit_test(past_folder), cmocka_unit_test(skills_and_speed), cmocka_unit_test(cells_about_people),
        cmocka_unit_test(activities_over_midnight), cmocka_unit_test(rows_of_a_name),
        cmocka_unit_test(warnings)};
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
