/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Plans of more than a hundred days are searched within a corridor around each person's own days: what is found is
 * lawful, costs what it says, and is never dearer than those days.
 */
#include "base/random.h"
#include "planner/engine.h"
#include "planner/pattern.h"
#include "planner/price.h"
#include "planner/pricer.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

enum { DAYS = 105, PEOPLE = 2, CHOICES = 3, STATES = 6, HOURS = 72, SHIFT_LIMIT = 38 };

typedef struct world {
    pb_problem p;
    pb_person people[PEOPLE];
    pb_resource resources[3];
    pb_window hours, weekends, limit;
    int32_t use_hours[CHOICES], use_one[CHOICES], use_second[CHOICES];
    uint8_t weekend[DAYS];
    pb_pattern pattern;
    int32_t next[STATES * 2];
    uint8_t worked[STATES];
    int16_t symbol[DAYS * CHOICES];
    uint64_t allowed[DAYS];
    int32_t price[PEOPLE][DAYS * CHOICES];
    pb_cell_cover cells[DAYS * CHOICES];
    pb_unit_span spans[DAYS * CHOICES];
    pb_cover_row rows[DAYS * (CHOICES - 1)];
    int32_t unit_row[DAYS * (CHOICES - 1) + 1];
    pb_step steps[2];
} world;

/* At most five days of work in a row: states count them. */
static void set_pattern(world *w)
{
    for (int32_t q = 0; q < STATES; q++) {
        w->next[q * 2] = 0;
        w->next[q * 2 + 1] = q + 1 < STATES ? q + 1 : -1;
        w->worked[q] = q > 0;
    }
    for (int32_t i = 0; i < DAYS * CHOICES; i++)
        w->symbol[i] = i % CHOICES != PB_CHOICE_OFF;
    w->pattern = (pb_pattern){.n_states = STATES, .n_symbols = 2, .next = w->next, .worked = w->worked,
                              .symbol = w->symbol};
}

/* Hours with a least and a most, weekends, and a limit of the second shift. */
static void set_resources(world *w)
{
    for (int32_t c = 0; c < CHOICES; c++) {
        w->use_hours[c] = c * 4;
        w->use_one[c] = c > 0;
        w->use_second[c] = c == 2;
    }
    for (int32_t d = 0; d < DAYS; d++)
        w->weekend[d] = d % 7 == 5 ? PB_COUNT_YES : d % 7 == 6 ? PB_COUNT_FRESH : PB_COUNT_NO;
    w->hours = (pb_window){.last = DAYS - 1, .min = HOURS * 4, .soft_min = HOURS * 4, .max = HOURS * 6, .soft_max = HOURS * 6};
    w->weekends = (pb_window){.last = DAYS - 1, .max = DAYS / 14, .soft_max = DAYS / 14};
    w->limit = (pb_window){.last = DAYS - 1, .max = SHIFT_LIMIT, .soft_max = SHIFT_LIMIT};
    w->resources[0] = (pb_resource){.use = w->use_hours, .n_windows = 1, .windows = &w->hours};
    w->resources[1] = (pb_resource){.use = w->use_one, .count = w->weekend, .n_windows = 1, .windows = &w->weekends};
    w->resources[2] = (pb_resource){.use = w->use_second, .n_windows = 1, .windows = &w->limit};
}

/* One unit a day and shift, one row each; more is needed late than early. */
static void set_cover(world *w, pb_rng *r)
{
    w->steps[0] = (pb_step){.width = 1, .price = 100};
    w->steps[1] = (pb_step){.width = 1, .price = 1};
    for (int32_t d = 0; d < DAYS; d++)
        for (int32_t c = 1; c < CHOICES; c++) {
            int32_t u = d * (CHOICES - 1) + c - 1;
            w->spans[u] = (pb_unit_span){u, 1};
            w->cells[d * CHOICES + c] = (pb_cell_cover){.first_span = u, .n_spans = 1};
            w->unit_row[u] = u;
            w->rows[u] = (pb_cover_row){.unit = u, .set = 1, .n_under = 1, .first_over = 1, .n_over = 1,
                                        .need = (int32_t)pb_rng_below(r, d < DAYS / 2 ? 1 : 2)};
        }
    w->unit_row[DAYS * (CHOICES - 1)] = DAYS * (CHOICES - 1);
}

static void make_world(world *w, uint64_t seed)
{
    pb_rng r = pb_rng_seed(seed);
    memset(w, 0, sizeof *w);
    set_pattern(w);
    set_resources(w);
    set_cover(w, &r);
    for (int32_t d = 0; d < DAYS; d++)
        w->allowed[d] = (1u << CHOICES) - 1;
    for (int32_t i = 0; i < PEOPLE; i++) {
        for (int32_t k = 0; k < DAYS * CHOICES; k++)
            w->price[i][k] = (int32_t)pb_rng_below(&r, 4);
        w->people[i] = (pb_person){.traits = 1, .pattern = &w->pattern, .n_resources = 3, .resources = w->resources,
                                   .allowed = w->allowed, .price = w->price[i]};
    }
    w->p = (pb_problem){.n_people = PEOPLE, .n_days = DAYS, .n_choices = CHOICES, .n_words = 1, .people = w->people,
                        .cells = w->cells, .n_spans = DAYS * (CHOICES - 1), .n_units = DAYS * (CHOICES - 1),
                        .n_rows = DAYS * (CHOICES - 1), .n_steps = 2, .spans = w->spans, .rows = w->rows,
                        .unit_row = w->unit_row, .steps = w->steps};
    assert_int_equal(pb_problem_check(&w->p), PB_OK);
}

/* At new prices, near the days that were best at the old ones. */
static void never_dearer_than_the_days_followed(void **state)
{
    (void)state;
    world w;
    make_world(&w, 2);
    pb_arena *a = pb_arena_new(NULL);
    pb_pricer pr;
    pb_dp *dp;
    assert_int_equal(pb_pricer_make(a, &w.p, 0, &pr), PB_OK);
    assert_int_equal(pb_dp_new(NULL, &dp), PB_OK);
    pb_view v;
    pb_view_whole(&w.p, 0, &v);
    int32_t cost[DAYS * CHOICES] = {0};
    int16_t path[DAYS], old[DAYS];
    pb_choice days[DAYS];
    pb_pricing how = {.mask = w.allowed, .cost = cost, .scale = 1, .tries = 12, .loose = true};
    pb_rng r = pb_rng_seed(4);
    int better = 0;
    for (int round = 0; round < 30; round++) {
        pb_priced got;
        int64_t broken, had = INT64_MAX;
        if (round > 0)
            had = pb_view_cost(&w.p, &v, cost, 1, old, &broken);
        assert_int_equal(pb_pricer_solve(&pr, dp, &w.p, &v, &how, &got, path), PB_OK);
        assert_true(got.value < PB_DP_NONE);
        assert_true(pb_view_cost(&w.p, &v, cost, 1, path, &broken) == got.value && broken == 0);
        assert_true(got.value <= had);
        better += got.value < had;
        memcpy(old, path, sizeof old);
        for (int32_t d = 0; d < DAYS; d++)
            days[d] = (pb_choice){path[d], 0};
        how.around = days;
        how.fresh = true; /* no multipliers: nothing but the corridor between it and the best */
        for (int32_t k = 0; k < DAYS * CHOICES; k++)
            cost[k] = k % CHOICES == 0 ? 0 : -(int32_t)pb_rng_below(&r, 50);
    }
    assert_true(better > 20);
    pb_dp_free(dp);
    pb_arena_free(a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(never_dearer_than_the_days_followed),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
