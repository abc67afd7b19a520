/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The hiring plan against every plan: small random cases of one or two contracts and three months, all numbers of hires
 * up to three tried, each priced by a reckoning of its own. And the paid hours of a day against counting.
 */
#include "planner/hire.h"

#include "world.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>
#include <math.h>
#include <string.h>

enum { MONTHS = 3, WEEKS = 6, MOST = 3, CELLS = 2 * MONTHS };

typedef struct small {
    pb_hire_case c;
    pb_hire_kind kinds[3];
    double heads[MONTHS], leave[MONTHS], need[2 * WEEKS];
    int month_of[WEEKS];
    pb_skillset sets[2];
} small;

static int draw(pb_rng *g, int lo, int hi)
{
    return lo + (int)pb_rng_below(g, (uint64_t)(hi - lo + 1));
}

static void make(small *s, uint64_t seed)
{
    pb_rng g = pb_rng_seed(seed);
    int contracts = draw(&g, 1, 2), rows = draw(&g, 1, 2);
    bool over = rows == 1; /* overtime that counts for several rows would need a programme to price */

    memset(s, 0, sizeof *s);
    for (int m = 0; m < MONTHS; m++) {
        s->heads[m] = draw(&g, 0, 3) * pow(0.9, m);
        s->leave[m] = draw(&g, 0, 2) * 0.1;
    }
    for (int w = 0; w < WEEKS; w++) {
        s->month_of[w] = w / 2;
        s->need[w] = draw(&g, 0, 240);
        s->need[WEEKS + w] = draw(&g, 0, 120);
    }
    s->sets[0] = 3;
    s->sets[1] = 1;
    s->kinds[0] = (pb_hire_kind){.skills = 3, .hours_per_week = 40, .heads = s->heads, .overtime_price = 2,
                                 .overtime_h_week = over ? draw(&g, 0, 8) : 0};
    for (int k = 1; k <= contracts; k++)
        s->kinds[k] = (pb_hire_kind){.skills = (pb_skillset)(k == 1 ? 3 : draw(&g, 1, 3)), .hours_per_week = k == 1 ? 40 : 20,
                                     .attrition = draw(&g, 0, 2) * 0.05, .month_cost = draw(&g, 50, 200),
                                     .hire_cost = draw(&g, 0, 150), .training_months = draw(&g, 0, 2),
                                     .max_hires = MOST, .overtime_price = 3,
                                     .overtime_h_week = over ? draw(&g, 0, 4) : 0};
    s->c = (pb_hire_case){MONTHS, WEEKS, s->month_of, s->leave, 1 + contracts, s->kinds, rows, s->sets, s->need,
                          draw(&g, 1, 12)};
}

/* Hours and overtime room of a kind in a month. */
static double present(const small *s, int k, int m, const int *hires)
{
    double n = 0;
    if (k == 0)
        return s->heads[m];
    for (int from = 0; from + s->kinds[k].training_months <= m; from++)
        n += hires[(k - 1) * MONTHS + from] * pow(1 - s->kinds[k].attrition, m - from);
    return n;
}

static double week_cost(const small *s, int w, const int *hires)
{
    double cost = 0;
    for (int r = 0; r < s->c.n_rows; r++) {
        double missing = s->need[r * WEEKS + w];
        int m = s->month_of[w];
        for (int k = 0; k < s->c.n_kinds; k++)
            if (s->kinds[k].skills & s->sets[r])
                missing -= present(s, k, m, hires) * s->kinds[k].hours_per_week * (1 - s->leave[m]);
        for (int price = 2; price <= 3 && missing > 0; price++) /* the cheaper overtime first */
            for (int k = 0; k < s->c.n_kinds && missing > 0 && price < s->c.short_price; k++) {
                double room = present(s, k, m, hires) * s->kinds[k].overtime_h_week;
                double use = room < missing ? room : missing;
                if ((int)s->kinds[k].overtime_price != price || !(s->kinds[k].skills & s->sets[r]))
                    continue;
                cost += use * price;
                missing -= use;
            }
        cost += missing > 0 ? missing * s->c.short_price : 0;
    }
    return cost;
}

static double cost_of(const small *s, const int *hires)
{
    double cost = 0;
    for (int k = 1; k < s->c.n_kinds; k++)
        for (int from = 0; from < MONTHS; from++) {
            int n = hires[(k - 1) * MONTHS + from];
            cost += n * s->kinds[k].hire_cost;
            for (int m = from; m < MONTHS; m++)
                cost += n * pow(1 - s->kinds[k].attrition, m - from) * s->kinds[k].month_cost;
        }
    for (int w = 0; w < WEEKS; w++)
        cost += week_cost(s, w, hires);
    return cost;
}

static double cheapest(const small *s)
{
    int hires[CELLS] = {0}, cells = (s->c.n_kinds - 1) * MONTHS;
    double best = INFINITY;
    for (;;) {
        int i = 0;
        double cost = cost_of(s, hires);
        best = cost < best ? cost : best;
        while (i < cells && hires[i] == MOST)
            hires[i++] = 0;
        if (i == cells)
            return best;
        hires[i]++;
    }
}

static void every_plan(void **state)
{
    (void)state;
    for (uint64_t seed = 1; seed <= 60; seed++) {
        pb_arena *a = pb_arena_new(NULL);
        small s;
        pb_hire_plan p;
        double best;
        int hires[CELLS] = {0};
        make(&s, seed);
        best = cheapest(&s);
        assert_int_equal(pb_hire_solve(a, &s.c, 0, &p), PB_OK);
        for (int k = 1; k < s.c.n_kinds; k++)
            for (int m = 0; m < MONTHS; m++)
                hires[(k - 1) * MONTHS + m] = p.hires[k * MONTHS + m];
        if (p.cost > best * 1.001 + 1e-6 || p.cost < best - 1e-6 || p.bound > best + 1e-6 ||
            fabs(cost_of(&s, hires) - p.cost) > 1e-6 * (1 + p.cost))
            fail_msg("case %llu: cost %.6f (by hand %.6f), bound %.6f, best of all %.6f", (unsigned long long)seed, p.cost,
                     cost_of(&s, hires), p.bound, best);
        pb_arena_free(a);
    }
}

/* Two shifts of eight paid hours in nine, early 8-17 and late 15-24: what a day's need makes of them. */
static void hours_of_days(void **state)
{
    const struct {
        int from, to;
        double agents, hours;
    } rows[] = {
        {480, 1020, 8, 72},     /* eight at work in every slot of the early shift: nine people, for an hour in nine is a break */
        {480, 1440, 8, 144},    /* the whole day: nine early and nine late */
        {600, 630, 8, 72},      /* half an hour takes whole shifts all the same */
        {900, 1020, 8, 72},     /* where both are there either will do */
        {120, 150, 2, 1.5},     /* nobody can be there: its hours once and a half */
    };
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        world *w = world_new("Asia/Shanghai", 20794, 7, 30);
        double hours[1];
        world_shift(w, "a", PB_EARLY, 480, 1020);
        world_shift(w, "b", PB_LATE, 900, 1440);
        world_need(w, 1, 2, rows[i].from, rows[i].to, rows[i].agents);
        assert_int_equal(pb_hire_hours(w->arena, &w->ws, &w->req, 1, hours), PB_OK);
        assert_float_equal(hours[0], rows[i].hours, 1e-6);
        world_free(w);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(every_plan), cmocka_unit_test(hours_of_days)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
