/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Deferred work on the board: done as early as possible, which no other plan of the work beats at any moment. */
#include "planner/board.h"

/* Agent-minutes of a slot that the other queues leave for the work. */
static int64_t left_over(const pb_board *b, const pb_work *w, int32_t slot)
{
    const pb_instance *in = b->in;
    int64_t least = INT64_MAX;

    for (int32_t i = 0; i < w->n_rows; i++) {
        int64_t at = (int64_t)w->rows[i] * in->grid.n_slots + slot;
        int64_t over = (int64_t)b->present[at] * in->quantum_min - pb_need_present(&in->rows[w->rows[i]], slot);
        least = over < least ? over : least;
    }
    return least > 0 ? least : 0;
}

pb_line_sum pb_late_cost(const pb_work *w, int64_t late)
{
    int64_t amount = (late + 500) / 1000; /* thousandths of a minute */
    pb_line_sum c = {0, 0};

    if (w->hard)
        c.hard = (amount + 59) / 60;
    else
        c.soft = pb_money_late(w->price, amount);
    return c;
}

/* One day anew from what was done before it; true when what is done by its end is what it was. */
static bool day_anew(pb_board *b, int32_t k, int32_t day)
{
    const pb_instance *in = b->in;
    const pb_work *w = &in->work[k];
    int64_t *done = b->done + (int64_t)k * in->grid.n_slots, late = 0, was = 0;
    int32_t from = in->grid.day_slot[day], to = in->grid.day_slot[day + 1];
    int64_t sum = from > 0 ? done[from - 1] : 0;
    pb_line_sum *cost = &b->late[(int64_t)k * in->n_days + day], now;

    for (int32_t t = from; t < to; t++) {
        sum += left_over(b, w, t) * w->share[t];
        sum = sum < w->arrived[t] ? sum : w->arrived[t];
        late = w->due[t] - sum > late ? w->due[t] - sum : late;
        was = done[t];
        done[t] = sum;
    }
    now = pb_late_cost(w, late);
    b->works.soft += now.soft - cost->soft;
    b->works.hard += now.hard - cost->hard;
    *cost = now;
    return was == sum;
}

void pb_board_work(pb_board *b, int32_t from_day, int32_t to_day)
{
    for (int32_t k = 0; k < b->in->n_work; k++)
        for (int32_t day = from_day; day < b->in->n_days; day++)
            if (day_anew(b, k, day) && day >= to_day)
                break;
}
