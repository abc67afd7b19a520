/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Deferred work under changes that are not made. */
#include "planner/delta_parts.h"

bool pb_delta_works_new(pb_arena *a, pb_delta *t)
{
    const pb_instance *in = t->in;
    uint8_t *rows = PB_NEW_ARRAY(a, in->n_rows, uint8_t);

    t->works.left = PB_NEW_ARRAY(a, (size_t)in->n_work * (size_t)in->grid.n_slots, int64_t);
    if (!rows || !t->works.left)
        return false;
    for (int32_t k = 0; k < in->n_work; k++)
        for (int32_t i = 0; i < in->work[k].n_rows; i++)
            rows[in->work[k].rows[i]] = 1;
    t->works.rows = rows;
    return true;
}

/* What the work could get done in a slot, with the differences that are spread. */
static int64_t left_at(const pb_delta *t, const pb_work *w, int32_t slot)
{
    const pb_instance *in = t->in;
    int64_t least = INT64_MAX;

    for (int32_t i = 0; i < w->n_rows; i++) {
        int64_t at = (int64_t)w->rows[i] * in->grid.n_slots + slot;
        int64_t over = (int64_t)(t->b->present[at] + t->cover.diff[at]) * in->quantum_min - pb_need_present(&in->rows[w->rows[i]], slot);
        least = over < least ? over : least;
    }
    return least > 0 ? least * w->share[slot] : 0;
}

static void left_anew(pb_delta *t, int32_t from, int32_t to)
{
    const pb_instance *in = t->in;
    for (int32_t k = 0; k < in->n_work; k++)
        for (int32_t s = from; s < to; s++)
            t->works.left[(int64_t)k * in->grid.n_slots + s] = left_at(t, &in->work[k], s);
}

void pb_delta_works_reset(pb_delta *t)
{
    left_anew(t, 0, t->in->grid.n_slots);
}

/* The slots that the changes may touch. */
static void reach(const pb_delta *t, int32_t *ret_from, int32_t *ret_to)
{
    *ret_from = t->in->grid.n_slots;
    *ret_to = 0;
    for (int i = 0; i < 2 * t->n; i++) {
        int32_t place = i % 2 ? t->list[i / 2].now : t->list[i / 2].old;
        const pb_place *p = &t->in->places[place];
        if (!place)
            continue;
        *ret_from = p->slot0 < *ret_from ? p->slot0 : *ret_from;
        *ret_to = p->slot0 + p->n > *ret_to ? p->slot0 + p->n : *ret_to;
    }
}

/* One work from the first day that changes on, until all is as it was. */
static pb_line_sum one_try(const pb_delta *t, int32_t k, int32_t from, int32_t to)
{
    const pb_instance *in = t->in;
    const pb_work *w = &in->work[k];
    const int64_t *done = t->b->done + (int64_t)k * in->grid.n_slots, *left = t->works.left + (int64_t)k * in->grid.n_slots;
    int32_t day = pb_grid_day(&in->grid, from), s = in->grid.day_slot[day];
    int64_t made = s > 0 ? done[s - 1] : 0;
    pb_line_sum sum = {0, 0};

    for (; day < in->n_days && !(s >= to && made == done[s - 1]); day++) {
        int64_t late = 0;
        for (; s < in->grid.day_slot[day + 1]; s++) {
            made += s >= from && s < to ? left_at(t, w, s) : left[s];
            made = made < w->arrived[s] ? made : w->arrived[s];
            late = w->due[s] - made > late ? w->due[s] - made : late;
        }
        pb_sum_add(&sum, pb_late_cost(w, late));
        pb_sum_take(&sum, t->b->late[(int64_t)k * in->n_days + day]);
    }
    return sum;
}

pb_line_sum pb_delta_works_try(const pb_delta *t)
{
    const pb_instance *in = t->in;
    pb_line_sum sum = {0, 0};
    int32_t from, to;

    reach(t, &from, &to);
    if (from >= to || !pb_delta_spread(t, t->works.rows))
        return sum;
    for (int32_t k = 0; k < in->n_work; k++)
        pb_sum_add(&sum, one_try(t, k, from, to));
    for (int32_t r = 0; r < in->n_rows; r++)
        for (int32_t s = from; t->works.rows[r] && s < to; s++)
            t->cover.diff[(int64_t)r * in->grid.n_slots + s] = 0;
    return sum;
}

void pb_delta_works_keep(pb_delta *t)
{
    const pb_grid *g = &t->in->grid;
    int32_t from, to;

    reach(t, &from, &to);
    if (from >= to)
        return;
    left_anew(t, from, to);
    pb_board_work(t->b, pb_grid_day(g, from), pb_grid_day(g, to - 1));
}
