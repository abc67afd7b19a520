/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What stands inside cells of rules, weekly values, opening hours and rosters: no reader runs over its
 * text, what is read is in range, and is read again as the same after it was written. The first byte
 * chooses the reader.
 */
#include "fuzz.h"

#include "model/model.h"
#include "model/roster_cells.h"

#include <stdlib.h>
#include <string.h>

static void must(int truth)
{
    if (!truth)
        abort();
}

static const pb_queue queue_rows[] = {{.id = "vip"}, {.id = "技术"}};
static const pb_shift shift_rows[] = {
    {.id = "early", .kind = PB_EARLY, .start_min = 360, .end_min = 840, .unpaid_break_min = 30, .rest_break_min = 15},
    {.id = "夜班", .kind = PB_NIGHT, .start_min = 1320, .end_min = 1800, .unpaid_break_min = 45, .rest_break_min = 15}};
static const pb_agent agent_rows[] = {{.id = "a1", .team = "north", .skills = 1}, {.id = "a2", .team = "", .skills = 3}};
static const pb_queues queues = {2, queue_rows, {0}};
static const pb_shifts shifts = {2, shift_rows, {0}};
static const pb_agents agents = {2, agent_rows, NULL, {0}};

static void read_weekly(pb_arena *a, const char *s, size_t n, pb_weekly_form form)
{
    pb_weekly w, again;
    pb_fault f;
    if (pb_weekly_parse(a, s, n, form, 0, 10, &w, &f) != PB_OK)
        return;
    pb_text t;
    pb_text_init(&t, NULL);
    pb_weekly_format(&w, form, &t);
    const char *back = t.n ? t.bytes : "0";
    if (t.n || form != PB_WEEKLY_PRESENCE)
        must(pb_weekly_parse(a, back, strlen(back), form, 0, 10, &again, &f) == PB_OK);
    for (int day = 0; t.n && day < 7; day++)
        for (int m = 0; m < 1440; m += 5) {
            double v = pb_weekly_at(&w, day, m);
            must(v >= 0 && v <= 10 && v == pb_weekly_at(&again, day, m));
        }
    pb_text_done(&t);
}

/* Two cells with a zero byte between. */
static void read_hours(pb_arena *a, const char *s, size_t n)
{
    char *opens = pb_arena_strndup(a, s, n);
    size_t first = opens ? strlen(opens) : 0;
    char *closes = pb_arena_strndup(a, first < n ? s + first + 1 : "", first < n ? n - first - 1 : 0);
    pb_hours h, again;
    bool in_closes;
    if (!opens || !closes || pb_hours_parse(a, opens, closes, &h, NULL, &in_closes) != PB_OK)
        return;
    pb_text o, c;
    pb_text_init(&o, NULL);
    pb_text_init(&c, NULL);
    pb_hours_format(&h, &o, &c);
    must(pb_hours_parse(a, o.bytes ? o.bytes : "", c.bytes ? c.bytes : "", &again, NULL, &in_closes) == PB_OK);
    must(memcmp(&h, &again, sizeof h) == 0);
    for (int day = 0; day < 7; day++)
        must(h.opens_min[day] >= 0 && h.closes_min[day] <= 2880 && h.opens_min[day] <= h.closes_min[day]);
    pb_text_done(&o);
    pb_text_done(&c);
}

static void read_rule(pb_arena *a, unsigned name, const char *s, size_t n)
{
    pb_rule r = {.name = (pb_rule_name)(name % PB_N_RULES)};
    pb_fault f;
    pb_status st = pb_rule_value_parse(a, r.name, s, n, &queues, &shifts, &agents, &r, &f);
    const pb_rule_info *info = pb_rule_info_of(r.name);
    if (st != PB_OK)
        return;
    if (info->value == PB_VALUE_NUMBER)
        must(r.number >= info->min && r.number <= info->max);
    for (int32_t i = 0; i < r.n_agents; i++)
        must(r.agents[i] >= 0 && r.agents[i] < agents.n);
    for (int32_t i = 0; i < r.n_refs; i++)
        must(r.refs[i].type != PB_REF_NONE);
}

static void read_duty(pb_arena *a, unsigned which, const char *s, size_t n)
{
    const pb_shift *shift = &shift_rows[which % 2];
    pb_duty du = {.start_min = shift->start_min, .end_min = shift->end_min}, again = du;
    pb_fault f;
    pb_text t;
    pb_text_init(&t, NULL);
    if (pb_breaks_parse(a, s, n, shift, &du, &f) == PB_OK) {
        pb_breaks_format(&du, &t);
        must(pb_breaks_parse(a, t.bytes ? t.bytes : "", t.n, shift, &again, &f) == PB_OK);
        must(again.n_breaks == du.n_breaks && again.unpaid_breaks == du.unpaid_breaks);
        for (int32_t i = 0; i < du.n_breaks; i++)
            must(du.breaks[i].from_min >= du.start_min && du.breaks[i].to_min <= du.end_min &&
                 du.breaks[i].from_min < du.breaks[i].to_min);
    }
    if (pb_placed_parse(a, s, n, &du, &f) == PB_OK)
        must(du.n_activities >= 0);
    pb_text_done(&t);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t count)
{
    if (count < 1 || count > 1000)
        return 0;
    const char *s = (const char *)bytes + 1;
    size_t n = count - 1;
    pb_arena *a = pb_arena_new(NULL);
    pb_who who;
    pb_skillset set;
    pb_date date = 0;
    int minute = 0;
    if (!a)
        return 0;
    switch (bytes[0] % 8) {
    case 0: case 1: case 2:
        read_weekly(a, s, n, (pb_weekly_form)(bytes[0] % 8));
        break;
    case 3:
        read_hours(a, s, n);
        break;
    case 4:
        read_duty(a, bytes[0] / 8u, s, n);
        break;
    case 5:
        if (pb_who_parse(s, n, &agents, &queues, &who, NULL) == PB_OK)
            must(who.kind >= PB_WHO_ALL && who.kind <= PB_WHO_AGENT);
        if (pb_skillset_parse(&queues, s, n, true, &set, NULL) == PB_OK)
            must(set <= 3);
        (void)pb_moment_parse((pb_piece){s, n}, &date, &minute);
        break;
    default:
        read_rule(a, bytes[0] / 8u + (bytes[0] % 8 == 7 ? 32u : 0u), s, n);
    }
    pb_arena_free(a);
    return 0;
}
