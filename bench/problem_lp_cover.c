/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Cover rows: counts of people by class and duty, breaks by counts alone. */
#include "bench/problem_lp_parts.h"

#include <math.h>

/* A column that counts in a unit for people of a class. */
typedef struct part {
    int32_t klass;
    int col, value;
    int32_t next; /* of the same unit; -1 = none */
} part;

typedef struct cover {
    int32_t n_classes;
    int32_t *class_of; /* [n_people] */
    uint64_t *traits;  /* [class] as far as rows ask */
    int32_t *head;     /* [n_units] */
    int32_t up, down;  /* what one person's day may add to a unit or take from it */
    part *parts;
    size_t n_parts, cap_parts;
} cover;

static void find_classes(const pb_problem *p, cover *v)
{
    uint64_t asked = 0;
    for (int32_t r = 0; r < p->n_rows; r++)
        asked |= p->rows[r].set | p->rows[r].minus;
    for (int32_t i = 0; i < p->n_people; i++) {
        uint64_t traits = p->people[i].traits & asked;
        int32_t c = 0;
        while (c < v->n_classes && v->traits[c] != traits)
            c++;
        if (c == v->n_classes)
            v->traits[v->n_classes++] = traits;
        v->class_of[i] = c;
    }
}

static void add_part(problem_lp *k, cover *v, int32_t klass, const pb_unit_span *span, int col, int value)
{
    for (int32_t u = span->first; u < span->first + span->n && k->m.st == PB_OK; u++) {
        k->m.st = pb_grow(NULL, &v->parts, &v->cap_parts, v->n_parts + 1, sizeof *v->parts);
        if (k->m.st != PB_OK)
            return;
        v->parts[v->n_parts] = (part){klass, col, value, v->head[u]};
        v->head[u] = (int32_t)v->n_parts++;
    }
}

/* A column that is the number of the class's people on that duty; -1 nobody may. One person's x is his own. */
static int make_count(problem_lp *k, const cover *v, int32_t klass, int32_t day, int32_t choice, int32_t *ret_people)
{
    int one = -1;
    int32_t n = 0;
    for (int32_t i = 0; i < k->p->n_people; i++) {
        int x = v->class_of[i] == klass ? problem_lp_x(k, i, day, choice) : -1;
        if (x < 0)
            continue;
        one = x;
        n++;
        lp_rows_term(&k->m, x, 1);
    }
    *ret_people = n;
    if (n >= 2) {
        one = lp_rows_column(&k->m, 0, n, true);
        lp_rows_term(&k->m, one, -1);
        lp_rows_end(&k->m, 0, 0);
    } else if (n == 1) {
        lp_rows_term(&k->m, one, -1); /* x - x: an empty row */
        lp_rows_end(&k->m, 0, 0);
    }
    return one;
}

/* One break group: how many have which hole. */
static void make_breaks(problem_lp *k, cover *v, int32_t klass, const pb_break_group *g, int count, int32_t people)
{
    const pb_unit_span *holes = k->p->holes + g->first;
    if (g->n == 1) {
        add_part(k, v, klass, holes, count, -1);
        return;
    }
    for (int32_t h = 0; h < g->n; h++) {
        int y = lp_rows_column(&k->m, 0, people, true);
        lp_rows_term(&k->m, y, 1);
        add_part(k, v, klass, &holes[h], y, -1);
    }
    lp_rows_term(&k->m, count, -1);
    lp_rows_end(&k->m, 0, 0);
}

static void make_duty(problem_lp *k, cover *v, int32_t klass, int32_t day, int32_t choice)
{
    const pb_problem *p = k->p;
    const pb_cell_cover *cell = &p->cells[(size_t)day * (size_t)p->n_choices + (size_t)choice];
    int32_t people;
    if (cell->n_spans == 0 && cell->n_groups == 0)
        return;
    int count = make_count(k, v, klass, day, choice, &people);
    if (count < 0)
        return;
    for (int32_t i = 0; i < cell->n_spans; i++)
        add_part(k, v, klass, &p->spans[cell->first_span + i], count, 1);
    for (int32_t g = 0; g < cell->n_groups; g++)
        make_breaks(k, v, klass, &p->groups[cell->first_group + g], count, people);
}

/* Columns of priced steps into the row being written; none where nothing is priced. */
static bool make_steps(problem_lp *k, int32_t first, int32_t n, int32_t most, double sign)
{
    const pb_step *s = k->p->steps + first;
    if (n == 0 || s[n - 1].price == 0)
        return false;
    for (int32_t i = 0; i < n && most > 0; i++) {
        int32_t width = i + 1 < n && s[i].width < most ? s[i].width : most;
        lp_rows_term(&k->m, lp_rows_column(&k->m, s[i].price, width, false), sign);
        most -= width;
    }
    return true;
}

static void make_row(problem_lp *k, const cover *v, const pb_cover_row *row)
{
    int32_t least = 0, most = 0; /* what the count can be */
    for (int32_t i = v->parts ? v->head[row->unit] : -1; i >= 0; i = v->parts[i].next)
        lp_rows_term(&k->m, v->parts[i].col, v->parts[i].value * pb_row_sign(row, v->traits[v->parts[i].klass]));
    for (int32_t i = 0; i < k->p->n_people; i++) {
        int sign = pb_row_sign(row, k->p->people[i].traits);
        least -= sign > 0 ? v->down : sign < 0 ? v->up : 0;
        most += sign > 0 ? v->up : sign < 0 ? v->down : 0;
    }
    bool under = make_steps(k, row->first_under, row->n_under, row->need - least, 1);
    bool over = make_steps(k, row->first_over, row->n_over, most - row->need, -1);
    lp_rows_end(&k->m, under ? (double)row->need : -INFINITY, over ? (double)row->need : INFINITY);
}

static pb_status cover_make(problem_lp *k, cover *v)
{
    const pb_problem *p = k->p;
    v->class_of = PB_NEW_ARRAY(k->a, (size_t)p->n_people, int32_t);
    v->traits = PB_NEW_ARRAY(k->a, (size_t)p->n_people, uint64_t);
    v->head = PB_NEW_ARRAY(k->a, (size_t)p->n_units, int32_t);
    if (v->class_of == NULL || v->traits == NULL || v->head == NULL)
        return PB_ERR_NOMEM;
    for (int32_t u = 0; u < p->n_units; u++)
        v->head[u] = -1;
    for (int64_t i = 0; i < (int64_t)p->n_days * p->n_choices; i++) {
        v->up = p->cells[i].n_spans > v->up ? p->cells[i].n_spans : v->up;
        v->down = p->cells[i].n_groups > v->down ? p->cells[i].n_groups : v->down;
    }
    find_classes(p, v);
    return PB_OK;
}

pb_status problem_lp_cover(problem_lp *k)
{
    cover v = {0};
    pb_status st = cover_make(k, &v);
    for (int32_t c = 0; c < v.n_classes && st == PB_OK; c++)
        for (int32_t d = 0; d < k->p->n_days; d++)
            for (int32_t i = 0; i < k->p->n_choices; i++)
                make_duty(k, &v, c, d, i);
    for (int32_t r = 0; r < k->p->n_rows && st == PB_OK; r++)
        make_row(k, &v, &k->p->rows[r]);
    pb_free(NULL, v.parts);
    return st != PB_OK ? st : k->m.st;
}
