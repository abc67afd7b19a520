/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Cuts of whole numbers in the whole problem's master. Of some cover rows of one kind (three VIP agents in each half hour
 * of a night's meal times) the sum says: duties x, each covering a of them at most, and people missing u come to the
 * needs N, sum of a x + u >= N. Half a person more mends that in the relaxation, never in a roster; rounded by one of
 * the a (mixed-integer rounding, Nemhauser and Wolsey 1990), with R = N mod a,
 *     sum of (R floor(a'/a) + min(a' mod a, R)) x + u >= R ceil(N / a)
 * holds for every roster: three at night miss three half hours, four none. A cut is one more row with a price of its own: cells
 * are paid by their weights, and a missing person is cheaper by that price.
 */
#include "planner/master.h"

#include <stdlib.h>
#include <string.h>

enum { ROUNDS = 8, MOST = 60, MOST_ROWS = 400, MOST_WEIGHT = 255, POINTS = 4, MOST_POINTS = 32 };
#define VIOLATED 0.05 /* missing people */
#define WORTH 3e-4    /* of the bound, that a round of cuts adds at least */
#define ROUGH 1e-3    /* tolerance between rounds */

typedef struct cut {
    uint64_t set;       /* of the rows */
    int32_t first, end; /* units */
    int32_t a;
    double violated;
} cut;

typedef struct cutter {
    eng_sub *s;
    size_t n_cells;   /* of a class */
    double *x;        /* [class * n_cells + cell] of the solution */
    double *missing;  /* [problem rows] */
    int32_t *before;  /* [n_units + 1] rows of the stretch before a unit */
    int32_t *row;     /* [MOST_ROWS] those of the stretch */
    int32_t n_row, need;
    int32_t *covers;  /* [n_cells] how many of them a duty covers at most */
    int32_t *point;   /* [n_choices * POINTS] */
    cut *found;       /* [n_days * MOST_POINTS * n_sets] */
    int32_t n_found;
} cutter;

static bool may_cut(const eng_sub *s, int32_t r)
{
    const pb_cover_row *row = &s->e->p->rows[r];
    if (r < s->row0 || r >= s->row1 || row->minus != 0 || row->n_under == 0 || eng_total_row(s->e, r))
        return false;
    int32_t i = s->local[r - s->row0];
    return i >= 0 && i < s->n_rows && s->global[i] == r;
}

/* The solution by cells, and who is missing. */
static void read_solution(cutter *t)
{
    const eng_sub *s = t->s;
    const pb_problem *p = s->e->p;
    memset(t->x, 0, (size_t)s->e->classes.n * t->n_cells * sizeof *t->x);
    for (int32_t r = 0; r < p->n_rows; r++)
        t->missing[r] = p->rows[r].need;
    for (int32_t c = 0; c < s->n_columns; c++) {
        const sub_column *col = &s->columns[c];
        int32_t person = s->person[col->k];
        for (int32_t d = 0; col->value > 1e-9 && d < p->n_days; d++) {
            pb_choice day = sub_days(s, c)[d];
            t->x[(size_t)s->e->classes.of[person] * t->n_cells + (size_t)d * (size_t)p->n_choices + (size_t)day.choice] += col->value;
            pb_cell_count(p, p->people[person].traits, d, day, 1, s->w->count);
        }
        for (int32_t j = 0; col->value > 1e-9 && j < s->n_touched; j++) {
            int32_t *n = &s->w->count[s->touched[j]];
            t->missing[s->touched[j]] -= col->value * *n;
            *n = 0;
        }
    }
    for (int32_t r = 0; r < p->n_rows; r++)
        t->missing[r] = t->missing[r] > 0 ? t->missing[r] : 0;
}

/* The rows of that kind in units first … end - 1. False: none, or too many. */
static bool take_stretch(cutter *t, uint64_t set, int32_t first, int32_t end)
{
    const pb_problem *p = t->s->e->p;
    t->n_row = t->need = 0;
    memset(t->before, 0, ((size_t)p->n_units + 1) * sizeof *t->before);
    for (int32_t u = first; u < end; u++)
        for (int32_t r = p->unit_row[u]; r < p->unit_row[u + 1]; r++) {
            if (p->rows[r].set != set || !may_cut(t->s, r))
                continue;
            if (t->n_row == MOST_ROWS)
                return false;
            t->row[t->n_row++] = r;
            t->need += p->rows[r].need;
            t->before[u + 1]++;
        }
    for (int32_t u = 0; u < p->n_units; u++)
        t->before[u + 1] += t->before[u];
    return t->n_row > 0;
}

static int32_t inside(const cutter *t, const pb_unit_span *u)
{
    return t->before[u->first + u->n] - t->before[u->first];
}

/* How many rows of the stretch a duty covers at most: its break is where it takes the fewest. */
static int32_t covered(const cutter *t, const pb_cell_cover *cell)
{
    const pb_problem *p = t->s->e->p;
    int32_t n = 0;
    for (int32_t i = 0; i < cell->n_spans; i++)
        n += inside(t, &p->spans[cell->first_span + i]);
    for (int32_t g = 0; g < cell->n_groups && n > 0; g++) {
        const pb_break_group *group = &p->groups[cell->first_group + g];
        int32_t least = INT32_MAX;
        for (int32_t h = 0; h < group->n; h++) {
            int32_t at = inside(t, &p->holes[group->first + h]);
            least = at < least ? at : least;
        }
        n -= least == INT32_MAX ? 0 : least;
    }
    return n;
}

static int32_t weight(int32_t covers, int32_t a, int32_t rest)
{
    int32_t part = covers % a;
    return rest * (covers / a) + (part < rest ? part : rest);
}

/* By how much the solution breaks the cut. */
static double violation(const cutter *t, uint64_t set, int32_t a)
{
    const engine *e = t->s->e;
    int32_t rest = t->need % a, least = rest * (t->need / a + 1);
    double left = least;
    for (int32_t i = 0; i < t->n_row; i++)
        left -= t->missing[t->row[i]];
    for (size_t at = 0; at < t->n_cells && left > VIOLATED; at++) {
        double people = 0;
        for (int32_t c = 0; t->covers[at] > 0 && c < e->classes.n; c++)
            people += (e->classes.traits[c] & set) != 0 ? t->x[(size_t)c * t->n_cells + at] : 0;
        left -= people * weight(t->covers[at], a, rest);
    }
    return left;
}

/* The best cut of a stretch: each number of rows that some duty covers is tried. */
static void look(cutter *t, uint64_t set, int32_t first, int32_t end, cut *best)
{
    bool tried[MOST_ROWS + 1] = {false};
    if (!take_stretch(t, set, first, end))
        return;
    for (size_t at = 0; at < t->n_cells; at++)
        t->covers[at] = covered(t, &t->s->e->p->cells[at]);
    for (size_t at = 0; at < t->n_cells; at++) {
        int32_t a = t->covers[at];
        if (a < 2 || a > MOST_ROWS || tried[a] || t->need % a == 0)
            continue;
        tried[a] = true;
        double v = violation(t, set, a);
        if (v > best->violated)
            *best = (cut){set, first, end, a, v};
    }
}

/* Where a duty begins, its breaks begin and end at the earliest and latest, and it ends. */
static void points_of(const pb_problem *p, const pb_cell_cover *cell, int32_t at[POINTS])
{
    const pb_unit_span *last = &p->spans[cell->first_span + cell->n_spans - 1];
    at[0] = at[1] = at[2] = p->spans[cell->first_span].first;
    at[POINTS - 1] = last->first + last->n;
    for (int32_t g = 0; g < cell->n_groups; g++)
        for (int32_t h = 0; h < p->groups[cell->first_group + g].n; h++) {
            const pb_unit_span *hole = &p->holes[p->groups[cell->first_group + g].first + h];
            at[1] = at[1] == at[0] || hole->first < at[1] ? hole->first : at[1];
            at[2] = hole->first + hole->n > at[2] ? hole->first + hole->n : at[2];
        }
}

static int rising(const void *a, const void *b)
{
    const int32_t *x = a, *y = b;
    return (*x > *y) - (*x < *y);
}

/* Those of a day's duties, rising, each once; of many only some. at [n_choices * POINTS]; their number. */
static int32_t points_of_day(const pb_problem *p, int32_t day, int32_t *at)
{
    int32_t n = 0, kept = 0, every;
    for (int32_t c = 0; c < p->n_choices; c++) {
        const pb_cell_cover *cell = &p->cells[(size_t)day * (size_t)p->n_choices + (size_t)c];
        if (cell->n_spans > 0)
            points_of(p, cell, at + n);
        n += cell->n_spans > 0 ? POINTS : 0;
    }
    qsort(at, (size_t)n, sizeof *at, rising);
    for (int32_t i = 0; i < n; i++)
        if (kept == 0 || at[i] != at[kept - 1])
            at[kept++] = at[i];
    every = (kept + MOST_POINTS - 1) / MOST_POINTS;
    n = 0;
    for (int32_t i = 0; i < kept; i += every)
        at[n++] = at[i];
    return n;
}

static bool known(const cutter *t, const cut *c)
{
    for (int32_t i = 0; i < t->n_found; i++)
        if (t->found[i].set == c->set && t->found[i].first == c->first && t->found[i].end == c->end && t->found[i].a == c->a)
            return true;
    return false;
}

static int more_violated(const void *a, const void *b)
{
    const cut *x = a, *y = b;
    if (x->violated != y->violated)
        return x->violated < y->violated ? 1 : -1;
    return x->first != y->first ? (x->first > y->first) - (x->first < y->first) : (x->set > y->set) - (x->set < y->set);
}

/* The kinds of rows there are; their number. sets [n_rows]. */
static int32_t kinds(const eng_sub *s, uint64_t *sets)
{
    int32_t n = 0;
    for (int32_t r = 0; r < s->e->p->n_rows; r++) {
        int32_t i = 0;
        if (!may_cut(s, r))
            continue;
        while (i < n && sets[i] != s->e->p->rows[r].set)
            i++;
        sets[i] = s->e->p->rows[r].set;
        n += i == n;
    }
    return n;
}

/* Of the stretches that begin at the same point of a day the best one, for each kind of rows. */
static void separate(cutter *t, int32_t n_sets, const uint64_t *sets)
{
    const pb_problem *p = t->s->e->p;
    t->n_found = 0;
    read_solution(t);
    for (int32_t d = 0; d < p->n_days; d++) {
        int32_t n = points_of_day(p, d, t->point);
        for (int32_t k = 0; k < n_sets; k++)
            for (int32_t i = 0; i + 1 < n; i++) {
                cut best = {.violated = VIOLATED};
                for (int32_t j = i + 1; j < n; j++)
                    look(t, sets[k], t->point[i], t->point[j], &best);
                if (best.violated > VIOLATED && !known(t, &best))
                    t->found[t->n_found++] = best;
            }
    }
    qsort(t->found, (size_t)t->n_found, sizeof *t->found, more_violated);
}

static pb_status add_cut(cutter *t, const cut *c)
{
    eng_sub *s = t->s;
    size_t cells = (size_t)s->e->classes.n * t->n_cells;
    uint8_t *in = PB_NEW_ARRAY(s->w->arena, cells, uint8_t);
    int32_t *row, rest;
    if (!take_stretch(t, c->set, c->first, c->end))
        return PB_OK;
    row = PB_NEW_ARRAY(s->w->arena, (size_t)t->n_row, int32_t);
    if (in == NULL || row == NULL)
        return PB_ERR_NOMEM;
    memcpy(row, t->row, (size_t)t->n_row * sizeof *row);
    rest = t->need % c->a;
    for (size_t at = 0; at < cells; at++) {
        int32_t w = weight(covered(t, &s->e->p->cells[at % t->n_cells]), c->a, rest);
        if (w > MOST_WEIGHT)
            return PB_OK;
        in[at] = (s->e->classes.traits[at / t->n_cells] & c->set) != 0 ? (uint8_t)w : 0;
    }
    return eng_cut_add(s, in, t->n_row, row, rest * (t->need / c->a + 1));
}

static pb_status cutter_make(cutter *t, uint64_t **ret_sets, int32_t *ret_n)
{
    const pb_problem *p = t->s->e->p;
    pb_arena *a = t->s->w->arena;
    t->n_cells = (size_t)p->n_days * (size_t)p->n_choices;
    *ret_sets = PB_NEW_ARRAY(a, (size_t)p->n_rows + 1, uint64_t);
    if (*ret_sets == NULL)
        return PB_ERR_NOMEM;
    *ret_n = kinds(t->s, *ret_sets);
    t->x = PB_NEW_ARRAY(a, (size_t)t->s->e->classes.n * t->n_cells, double);
    t->missing = PB_NEW_ARRAY(a, (size_t)p->n_rows + 1, double);
    t->before = PB_NEW_ARRAY(a, (size_t)p->n_units + 1, int32_t);
    t->row = PB_NEW_ARRAY(a, MOST_ROWS, int32_t);
    t->covers = PB_NEW_ARRAY(a, t->n_cells, int32_t);
    t->point = PB_NEW_ARRAY(a, (size_t)p->n_choices * POINTS, int32_t);
    t->found = PB_NEW_ARRAY(a, (size_t)p->n_days * MOST_POINTS * (size_t)(*ret_n + 1), cut);
    return t->x && t->missing && t->before && t->row && t->covers && t->point && t->found ? PB_OK : PB_ERR_NOMEM;
}

/* Adds what the solution breaks most, and solves the master anew. *ret_worth: another round may be. */
static pb_status cut_once(cutter *t, int32_t n_sets, const uint64_t *sets, const cg_options *o, bool *ret_worth)
{
    eng_sub *s = t->s;
    double had = s->lp_value;
    pb_status st = PB_OK;
    separate(t, n_sets, sets);
    *ret_worth = false;
    for (int32_t i = 0; i < t->n_found && i < MOST && st == PB_OK; i++)
        st = add_cut(t, &t->found[i]);
    if (st != PB_OK || t->n_found == 0)
        return st;
    st = eng_cg(s, o);
    eng_log(s->e, "cuts %d: lp %.2f from %.2f", t->n_found, s->lp_value, had);
    *ret_worth = !s->stopped && s->lp_value - had > WORTH * fabs(had) && !eng_over(s->e);
    return st;
}

pb_status eng_cuts(eng_sub *s, const cg_options *o)
{
    cutter t = {.s = s};
    cg_options rough = *o;
    uint64_t *sets;
    int32_t n_sets;
    pb_status st = cutter_make(&t, &sets, &n_sets);
    bool more = true;
    rough.keep = false;
    rough.tolerance = ROUGH > o->tolerance ? ROUGH : o->tolerance;
    for (int round = 0; round < ROUNDS && st == PB_OK && more; round++)
        st = cut_once(&t, n_sets, sets, &rough, &more);
    if (st != PB_OK || s->n_cuts == 0 || s->stopped || eng_over(s->e))
        return st;
    rough.tolerance = o->tolerance;
    return eng_cg(s, &rough);
}
