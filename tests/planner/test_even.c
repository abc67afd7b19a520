/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Evening out: four people of equal contracts, one of whom has had every night and every weekend. Exchanges alone bring
 * the counts to within one of each other, the cover stays as it was, and hard rules stay kept. Who cannot work
 * nights has no share of them. Annealing alone brings two of them together, and what it says of the cost is what the board says.
 */
#include "planner/even_parts.h"
#include "world.h"

#include <stdio.h>

enum { PEOPLE = 5, DAYS = 14 };

static int complain(const char *what, double is, double asked)
{
    fprintf(stderr, "%s: %g, expected %g\n", what, is, asked);
    return 1;
}

static int32_t place_of(const pb_instance *in, int32_t day, int32_t shift)
{
    for (int32_t alt = in->day_alt[day]; alt < in->day_alt[day + 1]; alt++)
        if (in->alts[alt].shift == shift)
            return in->alts[alt].place0;
    return 0;
}

/* The first has all nights, the second all late duties, weekends too; the last may not work nights. */
static pb_found unfair(world *w, const pb_instance *in)
{
    pb_found f = {.places = pb_arena_alloc(w->arena, (size_t)PEOPLE * DAYS, sizeof *f.places)};
    for (int32_t d = 0; d < DAYS; d++) {
        f.places[0 * DAYS + d] = place_of(in, d, 1);
        f.places[1 * DAYS + d] = place_of(in, d, 0);
    }
    return f;
}

static int spread(const pb_instance *in, const pb_found *f, int32_t rule, int32_t *ret_total)
{
    const pb_fair *x = &in->fair[rule];
    int32_t low = 1000, high = 0;
    *ret_total = 0;
    for (int32_t k = 0; k < x->n; k++) {
        int32_t alts[DAYS], n;
        for (int32_t d = 0; d < DAYS; d++)
            alts[d] = in->places[f->places[x->agent[k] * DAYS + d]].alt;
        n = (int32_t)pb_line_fair(x, alts, DAYS);
        low = n < low ? n : low;
        high = n > high ? n : high;
        *ret_total += n;
    }
    return high - low;
}

static pb_line_sum worth(world *w, const pb_instance *in, const pb_found *f)
{
    pb_board *b = pb_board_new(w->arena, in);
    for (int32_t k = 0; k < PEOPLE; k++) {
        for (int32_t d = 0; d < DAYS; d++)
            pb_board_set(b, k, d, f->places[k * DAYS + d]);
        pb_board_line(b, k);
    }
    return pb_board_sum(b);
}

/* People alike, by themselves: as even, and what it tells of the cost is what the board says. */
static int among_equals(world *w, const pb_instance *in)
{
    const pb_watch watch = {0};
    pb_found f = unfair(w, in);
    pb_line_sum was = worth(w, in, &f), now;
    int32_t total;
    int bad = 0;

    f.cost = was.soft;
    f.broken = was.hard;
    if (pb_even_alike(w->arena, in, 100000, 1, &watch, &f) != PB_OK)
        return 1;
    now = worth(w, in, &f);
    if (f.cost != now.soft || f.broken != now.hard || now.soft > was.soft || now.hard > was.hard)
        bad += complain("cost told", (double)f.cost, (double)now.soft);
    for (int32_t rule = 0; rule < 2; rule++)
        if (spread(in, &f, rule, &total) > 1)
            bad += complain("spread of people alike", spread(in, &f, rule, &total), 1);
    return bad;
}

/* Nothing without leave to price; then until they are near; what is said of the cost is what the board says. */
static int anneal_two(world *w, const pb_instance *in)
{
    const pb_watch watch = {0};
    pb_found f = unfair(w, in);
    pb_line_sum was = worth(w, in, &f), now;
    pb_equals e;
    bool any = false;

    if (pb_even_open(w->arena, in, 1, &watch, f.places, &e) != PB_OK)
        return 1;
    if (pb_even_anneal(&e, 0, 1))
        return complain("annealed without leave to price", 1, 0);
    e.left = 100000;
    while (pb_even_far_apart(&e, 0, 1) && pb_even_anneal(&e, 0, 1))
        any = true;
    now = worth(w, in, &f);
    if (!any || pb_even_far_apart(&e, 0, 1) || pb_even_far_apart(&e, 1, 0))
        return complain("two who were annealed are far apart", 1, 0);
    if (now.soft - was.soft != e.won.soft || now.hard - was.hard != e.won.hard || now.soft > was.soft || now.hard > was.hard)
        return complain("what annealing says of the cost", (double)e.won.soft, (double)(now.soft - was.soft));
    return 0;
}

/* Five again, duties of equal length: the first has every night and the second every late duty. */
static int annealed(void)
{
    static const char *const ids[] = {"a", "b", "c", "d", "e"};
    world *w = world_new("Europe/Berlin", pb_date_from_ymd(2026, 11, 2), DAYS, 30);
    pb_instance in;
    int bad = 1;

    for (int i = 0; i < PEOPLE; i++)
        world_agent(w, ids[i], 1, 40);
    world_shift(w, "L", PB_LATE, 840, 1320);
    world_shift(w, "N", PB_NIGHT, 1320, 1800);
    world_need(w, 1, -1, 1140, 1320, 1);
    (void)world_rule(w, PB_RULE_MIN_REST_H, 8, -1);
    (void)world_rule_kinds(w, PB_RULE_FAIR_KIND, 0, 8, PB_NIGHT, -2, -2, -2);
    if (pb_instance_make(w->arena, &w->ws, &w->req, NULL, w->first, DAYS, &in, NULL) == PB_OK)
        bad = anneal_two(w, &in);
    world_free(w);
    return bad;
}

int main(void)
{
    static const char *const ids[] = {"a", "b", "c", "d", "e"};
    world *w = world_new("Europe/Berlin", pb_date_from_ymd(2026, 11, 2), DAYS, 30);
    const pb_watch watch = {0};
    pb_instance in;
    pb_found f;
    int bad = 0;
    int32_t nights, weekends;

    for (int i = 0; i < PEOPLE; i++)
        world_agent(w, ids[i], 1, 40);
    w->agents[4].no_night = true;
    world_shift(w, "L", PB_LATE, 1140, 1320); /* late enough to follow a night */
    world_shift(w, "N", PB_NIGHT, 1320, 1800);
    world_need(w, 1, -1, 1140, 1320, 1);
    (void)world_rule(w, PB_RULE_MIN_REST_H, 8, -1);
    (void)world_rule(w, PB_RULE_CONTRACT_HOURS, 0, 0);
    (void)world_rule_kinds(w, PB_RULE_FAIR_KIND, 0, 8, PB_NIGHT, -2, -2, -2);
    (void)world_rule(w, PB_RULE_FAIR_WEEKENDS, 0, 8);
    if (pb_instance_make(w->arena, &w->ws, &w->req, NULL, w->first, DAYS, &in, NULL) != PB_OK)
        return 1;
    f = unfair(w, &in);
    if (in.fair[0].n != 4 || in.fair[1].n != PEOPLE)
        bad += complain("people with a share of nights", in.fair[0].n, 4);
    if (pb_even_out(w->arena, &in, 100000, &watch, &f) != PB_OK)
        return 1;
    if (spread(&in, &f, 0, &nights) > 1)
        bad += complain("spread of nights", spread(&in, &f, 0, &nights), 1);
    if (spread(&in, &f, 1, &weekends) > 1)
        bad += complain("spread of weekends", spread(&in, &f, 1, &weekends), 1);
    if (nights != DAYS)
        bad += complain("nights worked", nights, DAYS);
    bad += among_equals(w, &in);
    bad += annealed();
    if (!f.lawful)
        bad += complain("broken hard rules", (double)f.broken, 0);
    world_free(w);
    return bad != 0;
}
