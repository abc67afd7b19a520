/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a choice covers: units at work, less one hole of its meal break. */
#include "planner/team_build.h"

static pb_status add_span(pb_team_build *b, int32_t first, int32_t n)
{
    pb_status s = pb_grow(pb_arena_allocator(b->a), &b->spans, &b->cap_spans, (size_t)b->p.n_spans + 1, sizeof *b->spans);
    if (!s)
        b->spans[b->p.n_spans++] = (pb_unit_span){first, n};
    return s;
}

static pb_status add_hole(pb_team_build *b, int32_t first, int32_t n)
{
    pb_status s = pb_grow(pb_arena_allocator(b->a), &b->holes, &b->cap_holes, (size_t)b->p.n_holes + 1, sizeof *b->holes);
    if (!s)
        b->holes[b->p.n_holes++] = (pb_unit_span){first, n};
    return s;
}

/* Stretches of slots k0 … k1-1 of a place that are worked (full) or not, each within a day's units. */
static pb_status stretches(pb_team_build *b, const pb_place *p, bool full, bool whole,
                           pb_status (*add)(pb_team_build *, int32_t, int32_t))
{
    const pb_instance *in = b->in;
    int32_t k = 0;
    pb_status s = PB_OK;
    while (!s && k < p->n) {
        int32_t from = k++, u = b->slot_unit[p->slot0 + from];
        if (!whole && (in->minutes[p->first + from] != 0) != full)
            continue;
        while (k < p->n && (whole || (in->minutes[p->first + k] != 0) == full) &&
               b->slot_unit[p->slot0 + k] == u + (k - from))
            k++;
        s = add(b, u, k - from);
    }
    return s;
}

static pb_status meal(pb_team_build *b, const pb_alt *x)
{
    pb_status s = pb_grow(pb_arena_allocator(b->a), &b->groups, &b->cap_groups, (size_t)b->p.n_groups + 1,
                          sizeof *b->groups);
    int32_t first = b->p.n_holes;
    for (int32_t i = 0; !s && i < x->n_places; i++) {
        int32_t before = b->p.n_holes;
        s = stretches(b, &b->in->places[x->place0 + i], false, false, add_hole);
        if (!s && b->p.n_holes == before) /* a break that lies outside the plan */
            s = add_hole(b, 0, 0);
        b->broken_form = b->broken_form || b->p.n_holes != before + 1;
    }
    if (!s)
        b->groups[b->p.n_groups++] = (pb_break_group){first, b->p.n_holes - first};
    return s;
}

/* Units of shifts, for people who work together. */
static pb_status shift_spans(pb_team_build *b, const pb_alt *x)
{
    int32_t first = b->shift_unit[x->day];
    pb_status s = PB_OK;
    if (first < 0)
        return PB_OK;
    if (x->shift >= 0)
        s = add_span(b, first + x->shift, 1);
    else
        b->inexact = true; /* pinned duties without a shift */
    return s ? s : add_span(b, first + b->in->ws->shifts.n, 1);
}

/* The unit of being at work, for people who keep apart. */
static pb_status work_span(pb_team_build *b, const pb_alt *x)
{
    int32_t t = b->apart_slot[x->day];
    int64_t at = t < 0 ? x->start_s : pb_grid_start_s(&b->in->grid, t);
    if (b->work_unit[x->day] < 0 || x->start_s > at || at >= x->end_s)
        return PB_OK;
    return add_span(b, b->work_unit[x->day], 1);
}

/* Units besides the slots. */
static pb_status others(pb_team_build *b, int32_t alt)
{
    const pb_instance *in = b->in;
    const pb_alt *x = &in->alts[alt];
    pb_status s = PB_OK;
    for (int32_t i = 0; !s && i < in->n_role; i++)
        if (in->role[i].day == x->day && in->role[i].match[alt])
            s = add_span(b, b->role_unit[i], 1);
    if (!s)
        s = shift_spans(b, x);
    if (!s)
        s = work_span(b, x);
    for (int32_t i = 0; !s && i < in->n_fair; i++)
        if (b->fair_unit[i] >= 0 && in->fair[i].tab[alt])
            s = add_span(b, b->fair_unit[i], 1);
    return s;
}

static pb_status cell_of(pb_team_build *b, int32_t alt, pb_cell_cover *cell)
{
    const pb_alt *x = &b->in->alts[alt];
    const pb_place *p = &b->in->places[x->place0];
    pb_status s;

    cell->first_span = b->p.n_spans;
    cell->first_group = b->p.n_groups;
    s = stretches(b, p, true, x->n_places > 1, add_span);
    if (!s && x->n_places > 1)
        s = meal(b, x);
    if (!s)
        s = others(b, alt);
    cell->n_spans = b->p.n_spans - cell->first_span;
    cell->n_groups = b->p.n_groups - cell->first_group;
    return s;
}

static void *kept(pb_team_build *b, const void *from, size_t n, size_t size)
{
    char *to = pb_arena_alloc(b->a, n + 1, size);
    for (size_t i = 0; to && i < n * size; i++)
        to[i] = ((const char *)from)[i];
    return to;
}

pb_status pb_team_cells(pb_team_build *b)
{
    const pb_instance *in = b->in;
    const pb_allocator *al = pb_arena_allocator(b->a);
    pb_cell_cover *cell = PB_NEW_ARRAY(b->a, (int64_t)in->n_days * b->n_choices, pb_cell_cover);
    pb_status s = cell ? PB_OK : PB_ERR_NOMEM;

    for (int32_t alt = 1; !s && alt < in->n_alts; alt++)
        s = cell_of(b, alt, &cell[(int64_t)in->alts[alt].day * b->n_choices + b->choice_of[alt]]);
    b->p.cells = cell;
    b->p.spans = kept(b, b->spans, (size_t)b->p.n_spans, sizeof *b->spans);
    b->p.holes = kept(b, b->holes, (size_t)b->p.n_holes, sizeof *b->holes);
    b->p.groups = kept(b, b->groups, (size_t)b->p.n_groups, sizeof *b->groups);
    pb_free(al, b->spans);
    pb_free(al, b->holes);
    pb_free(al, b->groups);
    b->spans = b->holes = NULL;
    b->groups = NULL;
    return s || (b->p.spans && b->p.holes && b->p.groups) ? s : PB_ERR_NOMEM;
}
