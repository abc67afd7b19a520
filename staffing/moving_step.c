/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "staffing/moving_step.h"

#include <math.h>
#include <string.h>

/* Probability of one state and step that may be left out; smaller numbers would only cost time. */
#define PB_CUT 1e-24

/* Where the distribution is: outside all is 0. Row 0 from lo to hi, rows 1 … rows from 0 to width. */
typedef struct pb_front {
    int32_t lo, hi, rows, width;
} pb_front;

static int32_t most(int32_t a, int32_t b)
{
    return a > b ? a : b;
}

static void step_row0(const pb_shape *s, const pb_step_rates *r, const pb_front *w, const double *p,
                      double *to)
{
    int32_t top = s->servers + s->queue, from = most(w->lo - 1, 0), end = pb_least(w->hi + 1, top);
    double come = r->come;
    const double *restrict stay = r->stay, *restrict down = r->down;
    double *restrict out = to;
    if (from == 0)
        out[0] = stay[0] * p[0] + (top > 0 ? down[1] * p[1] : 0);
    if (end == top && top > 0)
        out[top] = stay[top] * p[top] + come * p[top - 1];
    for (int32_t n = most(from, 1); n <= pb_least(end, top - 1); n++)
        out[n] = stay[n] * p[n] + come * p[n - 1] + down[n + 1] * p[n + 1];
    if (w->rows > 0) {
        double ends = (s->servers + 1) * r->end;
        const double *first = p + pb_shape_row(s, 1);
        for (int32_t q = 0; q <= pb_least(w->width + 1, s->queue); q++)
            out[s->servers + q] += ends * first[q];
    }
}

static void step_excess(const pb_shape *s, const pb_step_rates *r, const pb_front *w, int32_t e,
                        const double *p, double *to)
{
    const double *row = p + pb_shape_row(s, e), *above = e < w->rows ? p + pb_shape_row(s, e + 1) : NULL;
    double *restrict out = to + pb_shape_row(s, e);
    double end = (s->servers + e) * r->end, more = end + r->end;
    int32_t last = pb_least(w->width + 1, s->queue);
    for (int32_t q = 0; q <= last; q++)
        out[q] = (1 - end - q * r->leave - (q < s->queue ? r->come : 0)) * row[q];
    for (int32_t q = 1; q <= last; q++)
        out[q] += r->come * row[q - 1];
    for (int32_t q = 0; q <= pb_least(last, s->queue - 1); q++)
        out[q] += (q + 1) * r->leave * row[q + 1];
    for (int32_t q = 0; above && q <= last; q++)
        out[q] += more * above[q];
}

/* Sets to 0 what is next to nothing at the ends of [lo, hi]; the new ends. */
static void cut_row(double *p, int32_t *lo, int32_t *hi)
{
    while (*lo < *hi && p[*lo] < PB_CUT)
        p[(*lo)++] = 0;
    while (*hi >= *lo && p[*hi] < PB_CUT)
        p[(*hi)--] = 0;
}

/* The front of a whole distribution, all of whose cells are valid. */
static pb_front front_of(const pb_shape *s, double *p)
{
    pb_front w = {0, s->servers + s->queue, 0, -1};
    cut_row(p, &w.lo, &w.hi);
    for (int32_t e = 1; e <= s->excess; e++) {
        int32_t from = 0, to = s->queue;
        double *row = p + pb_shape_row(s, e);
        while (to >= from && row[to] < PB_CUT)
            row[to--] = 0;
        w.width = most(w.width, to);
        w.rows = to >= 0 ? e : w.rows;
    }
    return w;
}

static void step_rows(const pb_shape *s, const pb_step_rates *r, pb_front *w, const double *p, double *to)
{
    int32_t width = -1, rows = 0;
    for (int32_t e = 1; e <= w->rows; e++) {
        step_excess(s, r, w, e, p, to);
        int32_t q = pb_least(w->width + 1, s->queue), end = pb_least(q + 2, s->queue);
        double *row = to + pb_shape_row(s, e);
        memset(row + q + 1, 0, (size_t)(end - q) * sizeof *row);
        while (q >= 0 && row[q] < PB_CUT)
            row[q--] = 0;
        width = most(width, q);
        rows = q >= 0 ? e : rows;
    }
    w->rows = rows;
    w->width = width;
}

/* The front one step on: wider by a state at each end, less what is next to nothing. Two cells beyond it
 * are 0 as well, for the next step looks there. */
static void step(const pb_shape *s, const pb_step_rates *r, pb_front *w, const double *p, double *to)
{
    int32_t top = s->servers + s->queue;
    int32_t lo = most(w->lo - 1, 0), hi = pb_least(w->hi + 1, top);
    if (w->rows > 0) { /* what ends in row 1 lands here */
        lo = pb_least(lo, s->servers);
        hi = most(hi, pb_least(s->servers + w->width + 1, top));
    }
    int32_t from = most(lo - 2, 0), end = pb_least(hi + 2, top);
    memset(to + from, 0, ((size_t)(end - from) + 1) * sizeof *to);
    step_row0(s, r, w, p, to);
    step_rows(s, r, w, p, to);
    cut_row(to, &lo, &hi);
    w->lo = lo;
    w->hi = hi;
}

/* Adds a times the distribution x to one sum, b times it to another. */
static void add_front(const pb_shape *s, const pb_front *w, const double *restrict x, double a,
                      double *restrict to, double b, double *restrict other)
{
    for (int32_t n = w->lo; n <= w->hi; n++) {
        to[n] += a * x[n];
        other[n] += b * x[n];
    }
    for (int32_t e = 1; e <= w->rows; e++) {
        size_t row = pb_shape_row(s, e);
        for (int32_t q = 0; q <= w->width; q++) {
            to[row + (size_t)q] += a * x[row + (size_t)q];
            other[row + (size_t)q] += b * x[row + (size_t)q];
        }
    }
}
void pb_step_piece(const pb_shape *s, const pb_step_rates *r, double steps, pb_step_room *room)
{
    size_t n = pb_shape_size(s);
    double weight = exp(-steps), left = 1, *now = room->now, *next = room->next;
    pb_front w = front_of(s, now);
    memset(room->sum, 0, n * sizeof(double));
    for (int i = 0; left > 1e-12 && i < 4000; i++) {
        if (i > 0) {
            step(s, r, &w, now, next);
            double *swap = now;
            now = next;
            next = swap;
            weight *= steps / i;
        }
        left -= weight;
        add_front(s, &w, now, weight, room->sum, fmax(left, 0) / r->per_s, room->mean);
    }
    memcpy(room->now, room->sum, n * sizeof(double));
}
