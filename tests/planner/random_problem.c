/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "random_problem.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

enum { UNITS_A_DAY = 4, WINDOWS_MAX = 3 };

int32_t draw(pb_rng *r, int32_t lo, int32_t hi)
{
    return lo + (int32_t)pb_rng_below(r, (uint64_t)(hi - lo + 1));
}

static void make_cover(pb_arena *a, pb_rng *r, pb_problem *p)
{
    int32_t nu = p->n_days * UNITS_A_DAY, nr = 0;
    pb_cell_cover *cells = PB_NEW_ARRAY(a, (size_t)p->n_days * (size_t)p->n_choices, pb_cell_cover);
    pb_unit_span *spans = PB_NEW_ARRAY(a, (size_t)p->n_days * (size_t)p->n_choices, pb_unit_span);
    pb_unit_span *holes = PB_NEW_ARRAY(a, (size_t)p->n_days * (size_t)p->n_choices * 2, pb_unit_span);
    pb_break_group *groups = PB_NEW_ARRAY(a, (size_t)p->n_days * (size_t)p->n_choices, pb_break_group);
    pb_cover_row *rows = PB_NEW_ARRAY(a, (size_t)nu * 2, pb_cover_row);
    int32_t *unit_row = PB_NEW_ARRAY(a, (size_t)nu + 1, int32_t);
    pb_step *steps = PB_NEW_ARRAY(a, (size_t)nu * 8, pb_step);
    for (int32_t d = 0; d < p->n_days; d++)
        for (int32_t c = 1; c < p->n_choices; c++) {
            int32_t from = draw(r, 0, 1), n = draw(r, 2, UNITS_A_DAY - from), at = d * UNITS_A_DAY + from;
            pb_cell_cover *cell = &cells[d * p->n_choices + c];
            spans[p->n_spans] = (pb_unit_span){at, n};
            *cell = (pb_cell_cover){.first_span = p->n_spans++, .n_spans = 1, .first_group = p->n_groups};
            if (n >= 3 && draw(r, 0, 1)) {
                cell->n_groups = 1;
                groups[p->n_groups++] = (pb_break_group){p->n_holes, 2};
                holes[p->n_holes++] = (pb_unit_span){at, 1};
                holes[p->n_holes++] = (pb_unit_span){at + 1, 1};
            }
        }
    for (int32_t u = 0; u < nu; u++) {
        unit_row[u] = nr;
        for (int k = draw(r, 0, 2); k > 0; k--) {
            pb_cover_row *row = &rows[nr++];
            *row = (pb_cover_row){.unit = u, .set = (uint64_t)draw(r, 1, 3), .need = draw(r, 0, 2),
                                  .first_under = p->n_steps, .n_under = draw(r, 0, 2)};
            if (draw(r, 0, 5) == 0)
                row->minus = (uint64_t)1 << draw(r, 0, 1);
            for (int32_t i = 0; i < row->n_under; i++)
                steps[p->n_steps++] = (pb_step){1, 10 + 10 * i + draw(r, 0, 9)};
            row->first_over = p->n_steps;
            row->n_over = draw(r, 0, 2);
            for (int32_t i = 0; i < row->n_over; i++)
                steps[p->n_steps++] = (pb_step){1, 1 + 5 * i + draw(r, 0, 3)};
        }
    }
    unit_row[nu] = nr;
    p->n_units = nu;
    p->n_rows = nr;
    p->cells = cells;
    p->spans = spans;
    p->holes = holes;
    p->groups = groups;
    p->rows = rows;
    p->unit_row = unit_row;
    p->steps = steps;
}

/* dear: the factor of its prices. */
static pb_window draw_window(pb_rng *r, int32_t first, int32_t last, int32_t most, int32_t dear)
{
    pb_window w = {.first = first, .last = last, .min = 0, .max = PB_NO_LIMIT};
    if (draw(r, 0, 1))
        w.max = draw(r, most / 3, most);
    if (draw(r, 0, 2) == 0)
        w.min = draw(r, 0, w.max < most / 3 ? w.max : most / 3);
    w.soft_min = w.min;
    w.soft_max = w.max;
    if (draw(r, 0, 2) == 0) {
        w.soft_min = draw(r, w.min, w.max < w.min + most / 3 ? w.max : w.min + most / 3);
        w.under_price = draw(r, 1, 4) * dear;
    }
    if (draw(r, 0, 2) == 0) {
        w.soft_max = draw(r, w.soft_min, w.max < PB_NO_LIMIT ? w.max : w.soft_min + most);
        w.over_price = draw(r, 1, 4) * dear;
    }
    return w;
}

static void add_resource(pb_arena *a, pb_rng *r, const pb_problem *p, pb_person *q, pb_resource *res)
{
    int32_t *use = PB_NEW_ARRAY(a, CHOICES_MAX, int32_t);
    uint8_t *count = PB_NEW_ARRAY(a, DAYS_MAX, uint8_t);
    pb_window *w = PB_NEW_ARRAY(a, WINDOWS_MAX, pb_window);
    bool minutes = draw(r, 0, 7) == 0; /* large numbers, and prices that need a coarse scale */
    int32_t step = minutes ? 15 * draw(r, 1, 32) : draw(r, 1, 3), top = 0;
    int32_t dear = minutes ? draw(r, 1, 500) : 1;
    for (int32_t c = 0; c < p->n_choices; c++) {
        use[c] = c == 0 ? draw(r, 0, 3) == 0 : draw(r, 0, 2);
        use[c] *= step;
        top = use[c] > top ? use[c] : top;
    }
    for (int32_t d = 0; d < p->n_days; d++)
        count[d] = (uint8_t)draw(r, 0, 2);
    *res = (pb_resource){.use = use, .count = draw(r, 0, 1) ? count : NULL, .windows = w};
    int32_t n = 0;
    for (int32_t day = draw(r, 0, 1) * draw(r, 0, p->n_days - 1); day < p->n_days && n < WINDOWS_MAX;) {
        int32_t last = draw(r, 0, 2) ? draw(r, day, p->n_days - 1) : p->n_days - 1;
        w[n++] = draw_window(r, day, last, top * (last - day + 1), dear);
        day = last + 1 + draw(r, 0, 1) * draw(r, 0, 2); /* days outside all windows are usual */
    }
    res->n_windows = n;
    q->n_resources++;
}

static void make_pattern(pb_arena *a, pb_rng *r, const pb_problem *p, pb_person *q)
{
    int32_t n = p->n_choices;
    uint8_t *works = PB_NEW_ARRAY(a, (size_t)n, uint8_t), *rests = PB_NEW_ARRAY(a, (size_t)n, uint8_t);
    uint8_t *one = PB_NEW_ARRAY(a, (size_t)n, uint8_t), *two = PB_NEW_ARRAY(a, (size_t)n, uint8_t);
    int16_t *symbol = PB_NEW_ARRAY(a, (size_t)n * (size_t)p->n_days, int16_t), past[3];
    const uint8_t **sets = PB_NEW_ARRAY(a, 2, const uint8_t *);
    for (int32_t c = 0; c < n; c++) {
        works[c] = c > 0;
        rests[c] = c == 0;
        one[c] = (uint8_t)(c > 0 && draw(r, 0, 1));
        two[c] = (uint8_t)(c > 0 && draw(r, 0, 1));
        for (int32_t d = 0; d < p->n_days; d++)
            symbol[d * n + c] = (int16_t)c;
    }
    sets[0] = one;
    sets[1] = two;
    pb_run_rule *runs = PB_NEW_ARRAY(a, 3, pb_run_rule);
    runs[0] = (pb_run_rule){.in = works, .min = draw(r, 0, 2), .max = draw(r, 2, 4), .price = draw(r, 0, 1) * 3};
    runs[1] = (pb_run_rule){.in = rests, .min = draw(r, 0, 2), .max = PB_NO_LIMIT};
    runs[2] = (pb_run_rule){.in = one, .min = 0, .max = draw(r, 1, 3)};
    pb_sequence_rule *seq = PB_NEW(a, pb_sequence_rule);
    *seq = (pb_sequence_rule){.length = 2, .sets = sets, .price = draw(r, 0, 1) * 5};
    pb_pattern_spec spec = {.n_symbols = n, .works = works, .n_runs = draw(r, 0, 3), .runs = runs,
                            .n_sequences = draw(r, 0, 1), .sequences = seq, .n_past = draw(r, 0, 3),
                            .past = past};
    for (int i = 0; i < 3; i++)
        past[i] = (int16_t)draw(r, 0, n - 1);
    pb_pattern *t = PB_NEW(a, pb_pattern);
    t->symbol = symbol;
    assert_int_equal(pb_pattern_build(a, &spec, t, &q->start), PB_OK);
    q->pattern = t;
}

void make_problem(pb_arena *a, pb_rng *r, int32_t people, pb_problem *p)
{
    pb_person *q = PB_NEW_ARRAY(a, (size_t)people, pb_person);
    *p = (pb_problem){.n_people = people, .n_days = draw(r, 2, people > 1 ? 4 : DAYS_MAX),
                      .n_choices = draw(r, 2, people > 1 ? 3 : CHOICES_MAX), .n_words = 1, .people = q,
                      .base_cost = draw(r, -5, 5)};
    make_cover(a, r, p);
    for (int32_t i = 0; i < people; i++) {
        q[i].traits = (uint64_t)draw(r, 1, 3);
        make_pattern(a, r, p, &q[i]);
        pb_resource *res = PB_NEW_ARRAY(a, 3, pb_resource);
        q[i].resources = res;
        for (int k = 0, n = draw(r, 0, 3); k < n; k++)
            add_resource(a, r, p, &q[i], &res[k]);
        uint64_t *allowed = PB_NEW_ARRAY(a, DAYS_MAX, uint64_t);
        int32_t *price = PB_NEW_ARRAY(a, (size_t)DAYS_MAX * CHOICES_MAX, int32_t);
        for (int32_t d = 0; d < p->n_days; d++)
            allowed[d] = draw(r, 0, 6) == 0 ? (uint64_t)draw(r, 1, (1 << p->n_choices) - 1)
                                            : ((uint64_t)1 << p->n_choices) - 1;
        for (int32_t k = 0; k < p->n_days * p->n_choices; k++)
            price[k] = draw(r, 0, 2) == 0 ? draw(r, -6, 6) : 0;
        q[i].allowed = allowed;
        q[i].price = draw(r, 0, 3) ? price : NULL;
    }
    assert_int_equal(pb_problem_check(p), PB_OK);
}

bool next_days(const pb_problem *p, pb_choice *days)
{
    for (int32_t d = 0; d < p->n_days; d++) {
        const pb_cell_cover *cell = &p->cells[d * p->n_choices + days[d].choice];
        int32_t options = cell->n_groups ? p->groups[cell->first_group].n : 1;
        if (days[d].holes + 1 < options) {
            days[d].holes++;
            return true;
        }
        days[d].holes = 0;
        if (days[d].choice + 1 < p->n_choices) {
            days[d].choice++;
            return true;
        }
        days[d].choice = 0;
    }
    return false;
}
