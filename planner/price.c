/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "planner/price.h"
#include "planner/dp.h"

#include <stdlib.h>
#include <string.h>

pb_status pb_classes_make(pb_arena *a, const pb_problem *p, pb_classes *ret)
{
    uint64_t asked = 0;
    for (int32_t r = 0; r < p->n_rows; r++)
        asked |= p->rows[r].set | p->rows[r].minus;
    ret->n = 0;
    ret->traits = PB_NEW_ARRAY(a, (size_t)p->n_people, uint64_t);
    ret->of = PB_NEW_ARRAY(a, (size_t)p->n_people, int32_t);
    if (ret->traits == NULL || ret->of == NULL)
        return PB_ERR_NOMEM;
    for (int32_t i = 0; i < p->n_people; i++) {
        uint64_t t = p->people[i].traits & asked;
        int32_t c = 0;
        while (c < ret->n && ret->traits[c] != t)
            c++;
        if (c == ret->n)
            ret->traits[ret->n++] = t;
        ret->of[i] = c;
    }
    return PB_OK;
}

static int64_t last_price(const pb_problem *p, int32_t first, int32_t n)
{
    return n > 0 ? p->steps[first + n - 1].price : 0;
}

/* The dearest choice of each day, by rows alone. */
static int64_t dearest_cover(const pb_problem *p, int32_t day, int32_t c)
{
    const pb_cell_cover *cell = &p->cells[(size_t)day * (size_t)p->n_choices + (size_t)c];
    int64_t sum = 0;
    for (int32_t i = 0; i < cell->n_spans; i++) {
        const pb_unit_span *s = &p->spans[cell->first_span + i];
        for (int32_t r = p->unit_row[s->first]; r < p->unit_row[s->first + s->n]; r++) {
            int64_t u = last_price(p, p->rows[r].first_under, p->rows[r].n_under);
            int64_t o = last_price(p, p->rows[r].first_over, p->rows[r].n_over);
            sum += u > o ? u : o;
        }
    }
    return sum;
}

static int64_t dearest_own(const pb_problem *p, int32_t day, int32_t c)
{
    int64_t most = 0;
    for (int32_t i = 0; i < p->n_people; i++) {
        const pb_person *q = &p->people[i];
        int64_t v = q->price == NULL ? 0 : llabs(q->price[(size_t)day * (size_t)p->n_choices + (size_t)c]);
        most = v > most ? v : most;
    }
    return most;
}

static int64_t dearest_pattern(const pb_problem *p)
{
    int64_t most = 0;
    for (int32_t i = 0; i < p->n_people; i++) {
        const pb_pattern *t = p->people[i].pattern;
        if (t->price == NULL || (i > 0 && t == p->people[i - 1].pattern))
            continue;
        for (int64_t k = 0; k < (int64_t)t->n_states * t->n_symbols; k++)
            most = t->price[k] > most ? t->price[k] : most;
    }
    return most;
}

/* The most that a window can cost, whatever the days are. */
static int64_t dearest_window(const pb_problem *p, const pb_resource *r, const pb_window *w)
{
    int64_t top = 0, most;
    for (int32_t c = 0; c < p->n_choices; c++)
        top = r->use[c] > top ? r->use[c] : top;
    most = top * (w->last - w->first + 1);
    most = w->max < most ? w->max : most;
    int64_t under = w->soft_min > 0 ? (int64_t)w->soft_min * w->under_price : 0;
    int64_t over = most > w->soft_max ? (most - w->soft_max) * w->over_price : 0;
    return under > over ? under : over;
}

static int64_t dearest_windows(const pb_problem *p)
{
    int64_t most = 0;
    for (int32_t i = 0; i < p->n_people; i++) {
        const pb_person *q = &p->people[i];
        int64_t sum = 0;
        for (int32_t r = 0; r < q->n_resources; r++)
            for (int32_t w = 0; w < q->resources[r].n_windows; w++)
                sum += dearest_window(p, &q->resources[r], &q->resources[r].windows[w]);
        most = sum > most ? sum : most;
    }
    return most;
}

pb_status pb_scale(const pb_problem *p, int32_t *ret)
{
    int64_t sum = dearest_windows(p), pattern = dearest_pattern(p);
    for (int32_t d = 0; d < p->n_days; d++) {
        int64_t most = 0;
        for (int32_t c = 0; c < p->n_choices; c++) {
            int64_t v = dearest_cover(p, d, c) + dearest_own(p, d, c);
            most = v > most ? v : most;
        }
        sum += most + pattern;
    }
    int32_t scale = 4096;
    while (scale > 1 && sum > PB_DP_NONE / 4 / scale)
        scale /= 2;
    if (sum > PB_DP_NONE / 2 / scale)
        return PB_ERR_LIMIT;
    *ret = scale;
    return PB_OK;
}

pb_status pb_prices_make(pb_arena *a, const pb_problem *p, pb_prices *ret)
{
    size_t n = (size_t)p->n_days * (size_t)p->n_choices;
    ret->unit = PB_NEW_ARRAY(a, (size_t)p->n_units + 1, int64_t);
    ret->cost = PB_NEW_ARRAY(a, n, int32_t);
    ret->holes = PB_NEW_ARRAY(a, n, uint16_t);
    return ret->unit == NULL || ret->cost == NULL || ret->holes == NULL ? PB_ERR_NOMEM : PB_OK;
}

static int64_t span_price(const pb_prices *s, const pb_unit_span *u)
{
    return s->unit[u->first + u->n] - s->unit[u->first];
}

static void cell_price(pb_prices *s, const pb_problem *p, size_t at)
{
    const pb_cell_cover *cell = &p->cells[at];
    int64_t sum = 0;
    for (int32_t i = 0; i < cell->n_spans; i++)
        sum += span_price(s, &p->spans[cell->first_span + i]);
    int32_t holes = 0, radix = 1;
    for (int32_t g = 0; g < cell->n_groups; g++) {
        const pb_break_group *group = &p->groups[cell->first_group + g];
        int32_t best = 0;
        int64_t least = span_price(s, &p->holes[group->first]);
        for (int32_t i = 1; i < group->n; i++) {
            int64_t v = span_price(s, &p->holes[group->first + i]);
            if (v < least) {
                least = v;
                best = i;
            }
        }
        sum -= least;
        holes += radix * best;
        radix *= group->n;
    }
    s->cost[at] = (int32_t)-sum;
    s->holes[at] = (uint16_t)holes;
}

void pb_units_of_days(const pb_problem *p, int32_t day0, int32_t day1, int32_t *ret_lo, int32_t *ret_hi)
{
    int32_t lo = p->n_units, hi = 0;
    for (size_t at = (size_t)day0 * (size_t)p->n_choices; at < (size_t)day1 * (size_t)p->n_choices; at++)
        for (int32_t i = 0; i < p->cells[at].n_spans; i++) {
            const pb_unit_span *u = &p->spans[p->cells[at].first_span + i];
            lo = u->first < lo ? u->first : lo;
            hi = u->first + u->n > hi ? u->first + u->n : hi;
        }
    *ret_lo = lo;
    *ret_hi = hi;
}

void pb_prices_set(pb_prices *s, const pb_problem *p, uint64_t traits, const int32_t *y, int32_t day0,
                   int32_t day1)
{
    int32_t lo, hi;
    pb_units_of_days(p, day0, day1, &lo, &hi);
    if (lo < hi)
        s->unit[lo] = 0;
    for (int32_t u = lo; u < hi; u++) {
        int64_t sum = 0;
        for (int32_t r = p->unit_row[u]; r < p->unit_row[u + 1]; r++)
            sum += (int64_t)pb_row_sign(&p->rows[r], traits) * y[r];
        s->unit[u + 1] = s->unit[u] + sum;
    }
    for (size_t at = (size_t)day0 * (size_t)p->n_choices; at < (size_t)day1 * (size_t)p->n_choices; at++)
        cell_price(s, p, at);
}

void pb_row_range(const pb_problem *p, const pb_cover_row *row, int32_t scale, int64_t *ret_lo, int64_t *ret_hi)
{
    *ret_lo = -last_price(p, row->first_over, row->n_over) * scale;
    *ret_hi = last_price(p, row->first_under, row->n_under) * scale;
}

static int64_t at_count(const pb_problem *p, const pb_cover_row *row, int32_t scale, int64_t y, int64_t n, int64_t relief)
{
    return pb_row_cost(p, row, n) * scale + y * n - (n < row->need ? relief * (row->need - n) : 0);
}

/* The least value of a function of straight pieces lies at a kink or at an end of the range of counts. */
int64_t pb_row_conjugate(const pb_problem *p, const pb_cover_row *row, int32_t scale, int64_t y, int64_t relief)
{
    int64_t low = row->minus != 0 ? -(int64_t)p->n_people : 0, high = p->n_people;
    int64_t least = at_count(p, row, scale, y, low, relief), v = at_count(p, row, scale, y, high, relief);
    least = v < least ? v : least;
    int64_t n = row->need;
    for (int32_t i = 0; i <= row->n_under; i++) {
        v = at_count(p, row, scale, y, n, relief);
        if (n >= low && n <= high && v < least)
            least = v;
        if (i < row->n_under)
            n -= p->steps[row->first_under + i].width;
    }
    n = row->need;
    for (int32_t i = 0; i < row->n_over; i++) {
        n += p->steps[row->first_over + i].width;
        v = at_count(p, row, scale, y, n, relief);
        if (n >= low && n <= high && v < least)
            least = v;
    }
    return least;
}
