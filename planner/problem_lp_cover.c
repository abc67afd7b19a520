/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Cover rows: counts of people by class and duty, breaks by counts alone. */
#include "planner/problem_lp_parts.h"

#include <math.h>

/* A column that counts in a unit for people of a class. */
typedef struct part {
    int32_t klass;
    int col, value;
    int32_t next; /* of the same unit; -1 = none */
} part;

/* A row's columns for missing and surplus people, one after another; chained: one may be less the other. */
typedef struct row_columns {
    int first, n_under, n_over;
    bool chained;
} row_columns;

typedef struct cover {
    row_columns *columns; /* [n_rows] */
    int32_t *head;     /* [n_units] */
    int32_t up, down;  /* what one person's day may add to a unit or take from it */
    part *parts;
    size_t n_parts, cap_parts;
} cover;

static void add_part(problem_lp *k, cover *v, int32_t klass, const pb_unit_span *span, int col, int value)
{
    for (int32_t u = span->first; u < span->first + span->n && k->m.st == PB_OK; u++) {
        k->m.st = pb_grow(k->m.al, &v->parts, &v->cap_parts, v->n_parts + 1, sizeof *v->parts);
        if (k->m.st != PB_OK)
            return;
        v->parts[v->n_parts] = (part){klass, col, value, v->head[u]};
        v->head[u] = (int32_t)v->n_parts++;
    }
}

/* The number of a class's people on a duty: kept + the column (-1: kept alone). */
typedef struct number {
    int col;
    int32_t kept, people; /* who keep it, who may have it */
} number;

/* One person's x is his own number. */
static number make_count(problem_lp *k, int32_t klass, int32_t day, int32_t choice)
{
    number n = {.col = -1};
    int one = -1;
    for (int32_t i = 0; i < k->p->n_people; i++) {
        int x = k->classes.of[i] == klass ? problem_lp_x(k, i, day, choice) : -1;
        if (x < 0)
            continue;
        n.people++;
        n.kept += x == LP_ROWS_ONE;
        one = x == LP_ROWS_ONE ? one : x;
        if (x != LP_ROWS_ONE)
            lp_rows_term(&k->m, x, 1);
    }
    n.col = one;
    if (n.people - n.kept >= 2) {
        n.col = lp_rows_column(&k->m, 0, n.people - n.kept, true);
        lp_rows_term(&k->m, n.col, -1);
        lp_rows_end(&k->m, 0, 0);
        if (k->part != NULL)
            lp_rows_basic(&k->m, n.col);
    } else if (one >= 0) {
        lp_rows_term(&k->m, one, -1); /* x - x: an empty row */
        lp_rows_end(&k->m, 0, 0);
    }
    return n;
}

static void add_number(problem_lp *k, cover *v, int32_t klass, const pb_unit_span *span, const number *n, int value)
{
    if (n->kept > 0)
        add_part(k, v, klass, span, LP_ROWS_ONE, value * n->kept);
    if (n->col >= 0)
        add_part(k, v, klass, span, n->col, value);
}

/* Break group g of the cell: how many have which hole. */
static void make_breaks(problem_lp *k, cover *v, problem_lp_break at, const number *n)
{
    const pb_problem *p = k->p;
    const pb_cell_cover *cell = &p->cells[(size_t)at.day * (size_t)p->n_choices + (size_t)at.choice];
    const pb_break_group *g = &p->groups[cell->first_group + at.group];
    const pb_unit_span *holes = p->holes + g->first;
    if (g->n == 1) {
        add_number(k, v, at.klass, holes, n, -1);
        return;
    }
    for (int32_t h = 0; h < g->n; h++) {
        int y = lp_rows_column(&k->m, 0, n->people, true);
        at.first = h == 0 ? y : at.first;
        lp_rows_term(&k->m, y, 1);
        add_part(k, v, at.klass, &holes[h], y, -1);
    }
    lp_rows_term(&k->m, n->col, -1);
    k->m.constant -= n->kept;
    lp_rows_end(&k->m, 0, 0);
    if (k->part != NULL)
        lp_rows_basic(&k->m, at.first);
    if (k->m.st == PB_OK)
        k->m.st = pb_grow(k->m.al, &k->breaks, &k->cap_breaks, k->n_breaks + 1, sizeof *k->breaks);
    if (k->m.st == PB_OK)
        k->breaks[k->n_breaks++] = at;
}

static void make_duty(problem_lp *k, cover *v, int32_t klass, int32_t day, int32_t choice)
{
    const pb_problem *p = k->p;
    const pb_cell_cover *cell = &p->cells[(size_t)day * (size_t)p->n_choices + (size_t)choice];
    if (cell->n_spans == 0 && cell->n_groups == 0)
        return;
    number n = make_count(k, klass, day, choice);
    if (n.people == 0)
        return;
    for (int32_t i = 0; i < cell->n_spans; i++)
        add_number(k, v, klass, &p->spans[cell->first_span + i], &n, 1);
    for (int32_t g = 0; g < cell->n_groups; g++)
        make_breaks(k, v, (problem_lp_break){.klass = klass, .day = day, .choice = choice, .group = g}, &n);
}

/* Columns of priced steps; none where nothing is priced. */
static bool make_steps(problem_lp *k, int32_t first, int32_t n, int32_t most, row_columns *v, int *ret_n)
{
    const pb_step *s = k->p->steps + first;
    *ret_n = 0;
    if (n == 0 || s[n - 1].price == 0)
        return false;
    for (int32_t i = 0; i < n && most > 0; i++) {
        int32_t width = i + 1 < n && s[i].width < most ? s[i].width : most;
        int col = lp_rows_column(&k->m, s[i].price, width, false);
        v->first = v->n_under + *ret_n == 0 ? col : v->first;
        ++*ret_n;
        most -= width;
    }
    return true;
}

/* What a row counts, times a factor, into the row being written. */
static void add_row(problem_lp *k, const cover *v, int32_t r, double factor)
{
    const pb_cover_row *row = &k->p->rows[r];
    const row_columns *c = &v->columns[r];
    k->m.constant += k->part != NULL ? factor * k->rest[r] : 0;
    for (int32_t i = v->parts ? v->head[row->unit] : -1; i >= 0; i = v->parts[i].next)
        lp_rows_term(&k->m, v->parts[i].col, factor * v->parts[i].value * pb_row_sign(row, k->classes.traits[v->parts[i].klass]));
    for (int i = 0; i < c->n_under + c->n_over; i++)
        lp_rows_term(&k->m, c->first + i, i < c->n_under ? factor : -factor);
}

/* The row of the same people in the unit before, when this one may be less that; -1 none. */
static int32_t row_before(const problem_lp *k, const cover *v, int32_t r)
{
    const pb_problem *p = k->p;
    const pb_cover_row *row = &p->rows[r];
    if (k->part == NULL || row->unit == 0 || !v->columns[r].chained)
        return -1;
    for (int32_t b = p->unit_row[row->unit - 1]; b < p->unit_row[row->unit]; b++)
        if (v->columns[b].chained && p->rows[b].set == row->set && p->rows[b].minus == row->minus)
            return b;
    return -1;
}

/* Nothing in it is free: no row. */
static bool all_kept(const problem_lp *k, const cover *v, const pb_cover_row *row)
{
    for (int32_t i = v->parts ? v->head[row->unit] : -1; i >= 0; i = v->parts[i].next)
        if (v->parts[i].col != LP_ROWS_ONE && pb_row_sign(row, k->classes.traits[v->parts[i].klass]) != 0)
            return false;
    return true;
}

/* What the count can be. */
static void reach(const problem_lp *k, const cover *v, int32_t r, int32_t *ret_least, int32_t *ret_most)
{
    *ret_least = *ret_most = k->part != NULL ? k->rest[r] : 0;
    for (int32_t i = 0; i < k->p->n_people; i++) {
        int sign = pb_row_sign(&k->p->rows[r], k->p->people[i].traits);
        *ret_least -= sign > 0 ? v->down : sign < 0 ? v->up : 0;
        *ret_most += sign > 0 ? v->up : sign < 0 ? v->down : 0;
    }
}

/* What the part's roster has there; the unlimited column of the side where it lies begins basic. */
static void begin_row(problem_lp *k, const row_columns *own, int32_t r)
{
    const pb_cover_row *row = &k->p->rows[r];
    bool under = k->part->count[r] <= row->need && own->n_under > 0;
    if (own->n_under + own->n_over > 0)
        lp_rows_basic(&k->m, own->first + own->n_under + (under ? 0 : own->n_over) - 1);
    k->begin += pb_row_cost(k->p, row, k->part->count[r]);
}

/* Of a part less the row of the slot before: a duty has coefficients only where it and its breaks begin and end. */
static void make_row(problem_lp *k, cover *v, int32_t r)
{
    const pb_cover_row *row = &k->p->rows[r];
    if (k->part != NULL && all_kept(k, v, row))
        return;
    int32_t least, most;
    reach(k, v, r, &least, &most);
    row_columns *own = &v->columns[r];
    bool under = make_steps(k, row->first_under, row->n_under, row->need - least, own, &own->n_under);
    bool over = make_steps(k, row->first_over, row->n_over, most - row->need, own, &own->n_over);
    own->chained = under && over;
    int32_t before = row_before(k, v, r);
    double need = row->need - (before >= 0 ? (double)k->p->rows[before].need : 0);
    add_row(k, v, r, 1);
    if (before >= 0)
        add_row(k, v, before, -1);
    lp_rows_end(&k->m, under ? need : -INFINITY, over ? need : INFINITY);
    if (k->part != NULL)
        begin_row(k, own, r);
}

/* What days that are not free count in the rows. */
static pb_status rest_make(problem_lp *k)
{
    const pb_problem *p = k->p;
    k->rest = PB_NEW_ARRAY(k->a, (size_t)p->n_rows, int32_t);
    if (k->rest == NULL)
        return PB_ERR_NOMEM;
    for (int32_t r = 0; r < p->n_rows; r++)
        k->rest[r] = k->part->count[r];
    for (int32_t i = 0; i < p->n_people; i++)
        for (int32_t d = 0; d < p->n_days; d++)
            if (k->part->free_day[d])
                pb_cell_count(p, p->people[i].traits, d, k->part->roster[(size_t)i * (size_t)p->n_days + (size_t)d], -1, k->rest);
    return PB_OK;
}

static pb_status cover_make(problem_lp *k, cover *v)
{
    const pb_problem *p = k->p;
    v->head = PB_NEW_ARRAY(k->a, (size_t)p->n_units, int32_t);
    v->columns = PB_NEW_ARRAY(k->a, (size_t)p->n_rows, row_columns);
    if (v->head == NULL || v->columns == NULL)
        return PB_ERR_NOMEM;
    for (int32_t u = 0; u < p->n_units; u++)
        v->head[u] = -1;
    for (int64_t i = 0; i < (int64_t)p->n_days * p->n_choices; i++) {
        v->up = p->cells[i].n_spans > v->up ? p->cells[i].n_spans : v->up;
        v->down = p->cells[i].n_groups > v->down ? p->cells[i].n_groups : v->down;
    }
    pb_status st = pb_classes_make(k->a, p, &k->classes);
    return st == PB_OK && k->part != NULL ? rest_make(k) : st;
}

pb_status problem_lp_cover(problem_lp *k)
{
    cover v = {0};
    pb_status st = cover_make(k, &v);
    for (int32_t c = 0; c < k->classes.n && st == PB_OK; c++)
        for (int32_t d = 0; d < k->p->n_days; d++)
            for (int32_t i = 0; i < k->p->n_choices && (k->part == NULL || k->part->free_day[d]); i++)
                make_duty(k, &v, c, d, i);
    for (int32_t r = 0; r < k->p->n_rows && st == PB_OK; r++)
        make_row(k, &v, r);
    pb_free(k->m.al, v.parts);
    return st != PB_OK ? st : k->m.st;
}

/* --- back into days --- */

/* The break's holes go to the class's people on the duty one after another, as many as the solution says. */
static void deal_out(const problem_lp *k, const problem_lp_break *at, const double *x, int32_t radix, pb_choice *roster)
{
    const pb_problem *p = k->p;
    const pb_cell_cover *cell = &p->cells[(size_t)at->day * (size_t)p->n_choices + (size_t)at->choice];
    const pb_break_group *g = &p->groups[cell->first_group + at->group];
    int32_t hole = 0;
    int64_t left = llround(x[at->first]);
    for (int32_t i = 0; i < p->n_people; i++) {
        pb_choice *mine = &roster[(size_t)i * (size_t)p->n_days + (size_t)at->day];
        if (k->classes.of[i] != at->klass || mine->choice != at->choice)
            continue;
        while (left <= 0 && hole + 1 < g->n)
            left = llround(x[at->first + ++hole]);
        left--;
        mine->holes = (uint16_t)(mine->holes + radix * hole);
    }
}

static void read_choices(const problem_lp *k, int32_t person, int32_t day, const double *x, pb_choice *ret)
{
    *ret = (pb_choice){0};
    for (int32_t c = 0; c < k->p->n_choices; c++) {
        int col = problem_lp_x(k, person, day, c);
        if (col == LP_ROWS_ONE || (col >= 0 && x[col] > 0.5))
            ret->choice = (int16_t)c;
    }
}

void problem_lp_read(const problem_lp *k, const double *x, pb_choice *roster)
{
    const pb_problem *p = k->p;
    for (int32_t i = 0; i < p->n_people; i++)
        for (int32_t d = 0; d < p->n_days; d++)
            if (k->part == NULL || k->part->free_day[d])
                read_choices(k, i, d, x, &roster[(size_t)i * (size_t)p->n_days + (size_t)d]);
    for (size_t b = 0; b < k->n_breaks; b++) {
        const problem_lp_break *at = &k->breaks[b];
        const pb_cell_cover *cell = &p->cells[(size_t)at->day * (size_t)p->n_choices + (size_t)at->choice];
        int32_t radix = 1;
        for (int32_t g = 0; g < at->group; g++)
            radix *= p->groups[cell->first_group + g].n;
        deal_out(k, at, x, radix, roster);
    }
}
