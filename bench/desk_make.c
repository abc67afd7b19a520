/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bench/desk_make.h"

#include "base/random.h"
#include "planner/pattern.h"

#include <math.h>

enum {
    QUEUES = 3, SETS = 7, OPEN_MIN = 8 * 60, CLOSE_MIN = 24 * 60, SHIFT_MIN = 9 * 60, MEAL_MIN = 60,
    MEAL_FROM_MIN = 3 * 60, MEAL_TO_MIN = 6 * 60, REST_MIN = 11 * 60, START_STEP_MIN = 30
};

typedef struct desk {
    pb_arena *a;
    const desk_spec *spec;
    pb_rng rng;
    int slots, templates, per_hour; /* slots a day */
    uint64_t *skills;               /* [agents] */
    double *need;                   /* [queue * days * slots] */
} desk;

static int start_of(int c)
{
    return OPEN_MIN + (c - 1) * START_STEP_MIN;
}

/* Skills: two thirds know one queue, the others two or all. */
static uint64_t draw_skills(pb_rng *r)
{
    double u = pb_rng_unit(r);
    static const double up_to[] = {0.35, 0.55, 0.68, 0.80, 0.88, 0.95, 1.0};
    static const uint64_t what[] = {1, 2, 4, 3, 6, 5, 7};
    int i = 0;
    while (u > up_to[i])
        i++;
    return what[i];
}

/* Two peaks over the day, quieter weekends. */
static double shape(int day, int slot, int per_hour)
{
    double h = OPEN_MIN / 60.0 + (slot + 0.5) / per_hour;
    double v = 0.25 + exp(-pow((h - 11.0) / 2.2, 2)) + 0.8 * exp(-pow((h - 19.5) / 2.5, 2));
    return v * (day % 7 == 5 ? 0.8 : day % 7 == 6 ? 0.7 : 1.0);
}

/* Need by queue: shared out as the skills are, in total `load` times what the agents can give. */
static void make_need(desk *k)
{
    int n = k->spec->days * k->slots;
    double weight[QUEUES] = {0}, total = 0;
    for (int i = 0; i < k->spec->agents; i++)
        for (int q = 0; q < QUEUES; q++)
            if (k->skills[i] >> q & 1)
                weight[q] += 1.0 / __builtin_popcountll(k->skills[i]);
    for (int s = 0; s < n; s++)
        total += shape(s / k->slots, s % k->slots, k->per_hour);
    double shifts = k->spec->agents * 4.7 * k->spec->days / 7.0;
    double give = shifts * (SHIFT_MIN - MEAL_MIN) / 60.0 * k->per_hour * k->spec->load;
    for (int q = 0; q < QUEUES; q++)
        for (int s = 0; s < n; s++) {
            double noise = 0.9 + 0.2 * pb_rng_unit(&k->rng);
            k->need[q * n + s] = give * weight[q] / k->spec->agents * noise *
                                 shape(s / k->slots, s % k->slots, k->per_hour) / total;
        }
}

static pb_status make_rows(desk *k, pb_problem *p)
{
    int n = k->spec->days * k->slots;
    pb_cover_row *rows = PB_NEW_ARRAY(k->a, (size_t)n * SETS, pb_cover_row);
    int32_t *unit_row = PB_NEW_ARRAY(k->a, (size_t)n + 1, int32_t);
    pb_step *steps = PB_NEW_ARRAY(k->a, 4, pb_step);
    if (rows == NULL || unit_row == NULL || steps == NULL)
        return PB_ERR_NOMEM;
    /* The second and further missing agents cost more; the width grows with the team. */
    int32_t width = 1 + k->spec->agents / 60;
    steps[0] = (pb_step){width, 20};
    steps[1] = (pb_step){width, 40};
    steps[2] = (pb_step){1, 80};
    steps[3] = (pb_step){1, 2};
    for (int u = 0; u < n; u++) {
        unit_row[u] = u * SETS;
        for (int set = 1; set <= SETS; set++) {
            double need = 0;
            for (int q = 0; q < QUEUES; q++)
                need += set >> q & 1 ? k->need[q * n + u] : 0;
            rows[u * SETS + set - 1] = (pb_cover_row){.unit = u, .set = (uint64_t)set,
                .need = (int32_t)lrint(need), .first_under = 0, .n_under = 3, .first_over = 3, .n_over = 1};
        }
    }
    unit_row[n] = n * SETS;
    p->rows = rows;
    p->unit_row = unit_row;
    p->steps = steps;
    p->n_units = n;
    p->n_rows = n * SETS;
    p->n_steps = 4;
    return PB_OK;
}

static pb_status make_cells(desk *k, pb_problem *p)
{
    int slot = k->spec->slot_minutes;
    int holes_each = (MEAL_TO_MIN - MEAL_MIN - MEAL_FROM_MIN) / slot + 1;
    size_t n = (size_t)k->spec->days * (size_t)k->templates;
    pb_cell_cover *cells = PB_NEW_ARRAY(k->a, (size_t)k->spec->days * (size_t)p->n_choices, pb_cell_cover);
    pb_unit_span *spans = PB_NEW_ARRAY(k->a, n, pb_unit_span);
    pb_unit_span *holes = PB_NEW_ARRAY(k->a, n * (size_t)holes_each, pb_unit_span);
    pb_break_group *groups = PB_NEW_ARRAY(k->a, n, pb_break_group);
    if (cells == NULL || spans == NULL || holes == NULL || groups == NULL)
        return PB_ERR_NOMEM;
    for (int d = 0; d < k->spec->days; d++)
        for (int c = 1; c <= k->templates; c++) {
            int32_t at = p->n_spans++, first = d * k->slots + (start_of(c) - OPEN_MIN) / slot;
            spans[at] = (pb_unit_span){first, SHIFT_MIN / slot};
            groups[at] = (pb_break_group){p->n_holes, holes_each};
            for (int h = 0; h < holes_each; h++)
                holes[p->n_holes++] = (pb_unit_span){first + MEAL_FROM_MIN / slot + h, MEAL_MIN / slot};
            cells[d * p->n_choices + c] = (pb_cell_cover){.first_span = at, .n_spans = 1, .first_group = at,
                                                          .n_groups = 1};
        }
    p->n_groups = p->n_spans;
    p->cells = cells;
    p->spans = spans;
    p->holes = holes;
    p->groups = groups;
    return PB_OK;
}

/* Eleven hours between the end and the next start; six days in a row at most. */
static pb_status make_pattern(desk *k, const pb_problem *p, pb_pattern **ret, int32_t *ret_start)
{
    size_t n = (size_t)p->n_choices;
    uint8_t *works = PB_NEW_ARRAY(k->a, n, uint8_t), *sets = PB_NEW_ARRAY(k->a, n * n * 2, uint8_t);
    const uint8_t **set_of = PB_NEW_ARRAY(k->a, n * 2, const uint8_t *);
    pb_sequence_rule *seq = PB_NEW_ARRAY(k->a, n, pb_sequence_rule);
    int16_t *symbol = PB_NEW_ARRAY(k->a, n * (size_t)k->spec->days, int16_t);
    pb_pattern *t = PB_NEW(k->a, pb_pattern);
    if (works == NULL || sets == NULL || set_of == NULL || seq == NULL || symbol == NULL || t == NULL)
        return PB_ERR_NOMEM;
    int n_seq = 0;
    for (size_t c = 1; c < n; c++) {
        uint8_t *one = sets + 2 * c * n, *two = one + n;
        bool any = false;
        works[c] = 1;
        one[c] = 1;
        for (size_t e = 1; e < n; e++) {
            two[e] = start_of((int)e) + 1440 - start_of((int)c) - SHIFT_MIN < REST_MIN;
            any = any || two[e];
        }
        set_of[2 * c] = one;
        set_of[2 * c + 1] = two;
        if (any)
            seq[n_seq++] = (pb_sequence_rule){.length = 2, .sets = set_of + 2 * c};
    }
    for (size_t i = 0; i < n * (size_t)k->spec->days; i++)
        symbol[i] = (int16_t)(i % n);
    pb_run_rule run = {.in = works, .min = 0, .max = 6};
    pb_pattern_spec spec = {.n_symbols = p->n_choices, .works = works, .n_runs = 1, .runs = &run,
                            .n_sequences = n_seq, .sequences = seq};
    t->symbol = symbol;
    *ret = t;
    return pb_pattern_build(k->a, &spec, t, ret_start);
}

/* Leave on one day in thirty (a week is asked less by a shift each two days), wishes on one in eight. */
static pb_status make_agent(desk *k, const pb_problem *p, const int32_t *use, const uint8_t *weekend,
                            pb_rng *r, pb_person *q)
{
    int nd = k->spec->days, weeks = (nd + 6) / 7;
    uint64_t *allowed = PB_NEW_ARRAY(k->a, (size_t)nd, uint64_t);
    int32_t *price = PB_NEW_ARRAY(k->a, (size_t)nd * (size_t)p->n_choices, int32_t);
    pb_window *week = PB_NEW_ARRAY(k->a, (size_t)weeks + 1, pb_window);
    pb_resource *res = PB_NEW_ARRAY(k->a, 2, pb_resource);
    if (allowed == NULL || price == NULL || week == NULL || res == NULL)
        return PB_ERR_NOMEM;
    for (int w = 0; w < weeks; w++) {
        int last = w * 7 + 6 < nd ? w * 7 + 6 : nd - 1, off = 0;
        for (int d = w * 7; d <= last; d++) {
            bool leave = pb_rng_unit(r) < 1.0 / 30;
            off += leave;
            allowed[d] = leave ? 1 : ((uint64_t)2 << k->templates) - 1;
        }
        int32_t min = last - w * 7 == 6 ? 4 - (off + 1) / 2 : 0;
        week[w] = (pb_window){.first = w * 7, .last = last, .min = min, .max = 5, .soft_min = min, .soft_max = 5};
    }
    week[weeks] = (pb_window){.first = 0, .last = nd - 1, .max = (weeks * 3 + 3) / 4, .soft_max = (weeks * 3 + 3) / 4};
    for (int i = 0; i < nd * p->n_choices; i++)
        price[i] = i % p->n_choices != 0 && pb_rng_unit(r) < 0.125 ? (int32_t)pb_rng_below(r, 21) - 10 : 0;
    res[0] = (pb_resource){.use = use, .n_windows = weeks, .windows = week};
    res[1] = (pb_resource){.use = use, .count = weekend, .n_windows = 1,
                           .windows = week + weeks};
    q->n_resources = 2;
    q->resources = res;
    q->allowed = allowed;
    q->price = price;
    return PB_OK;
}

static pb_status make_agents(desk *k, pb_problem *p, pb_person *people)
{
    int32_t *use = PB_NEW_ARRAY(k->a, (size_t)p->n_choices, int32_t), start = 0;
    uint8_t *weekend = PB_NEW_ARRAY(k->a, (size_t)k->spec->days, uint8_t);
    pb_pattern *pattern = NULL;
    if (use == NULL || weekend == NULL)
        return PB_ERR_NOMEM;
    pb_status st = make_pattern(k, p, &pattern, &start);
    for (int c = 1; c < p->n_choices; c++)
        use[c] = 1;
    for (int d = 0; d < k->spec->days; d++)
        weekend[d] = d % 7 == 5 ? PB_COUNT_YES : d % 7 == 6 ? PB_COUNT_FRESH : PB_COUNT_NO;
    for (int i = 0; i < k->spec->agents && st == PB_OK; i++) {
        int kind = k->spec->kinds > 0 ? i % k->spec->kinds : i;
        people[i].traits = k->skills[i];
        people[i].pattern = pattern;
        people[i].start = start;
        if (kind < i) {
            people[i] = people[kind];
            continue;
        }
        pb_rng r = pb_rng_stream(k->spec->seed, (uint64_t)i + 1000);
        st = make_agent(k, p, use, weekend, &r, &people[i]);
    }
    return st;
}

pb_status desk_make(pb_arena *a, const desk_spec *spec, pb_problem *ret)
{
    desk k = {.a = a, .spec = spec, .rng = pb_rng_seed(spec->seed)};
    k.per_hour = 60 / spec->slot_minutes;
    k.slots = (CLOSE_MIN - OPEN_MIN) / spec->slot_minutes;
    k.templates = (CLOSE_MIN - SHIFT_MIN - OPEN_MIN) / START_STEP_MIN + 1;
    pb_person *people = PB_NEW_ARRAY(a, (size_t)spec->agents, pb_person);
    k.skills = PB_NEW_ARRAY(a, (size_t)spec->agents, uint64_t);
    k.need = PB_NEW_ARRAY(a, (size_t)spec->days * (size_t)k.slots * QUEUES, double);
    if (people == NULL || k.skills == NULL || k.need == NULL)
        return PB_ERR_NOMEM;
    for (int i = 0; i < spec->agents; i++)
        k.skills[i] = spec->kinds > 0 && i >= spec->kinds ? k.skills[i % spec->kinds] : draw_skills(&k.rng);
    make_need(&k);
    pb_problem p = {.n_people = spec->agents, .n_days = spec->days, .n_choices = k.templates + 1, .n_words = 1,
                    .people = people};
    pb_status st = make_rows(&k, &p);
    if (st == PB_OK)
        st = make_cells(&k, &p);
    if (st == PB_OK)
        st = make_agents(&k, &p, people);
    if (st == PB_OK)
        *ret = p;
    return st;
}
