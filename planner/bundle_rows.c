/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Rows of the proximal master: the price that belongs to a count, which is the derivative of the row's cost
 * smoothed around a centre (Moreau 1965), and the values of the cost and of its conjugate.
 */
#include "planner/bundle.h"

/* y = centre + t (n(y) - v), where n(y) is the count a row chooses at price y: need, less the widths of
 * the shortage steps that are cheaper than y, or plus those of the surplus. */
static double cover_price(const pb_problem *p, const pb_cover_row *row, double centre, double t, double v)
{
    const pb_step *under = p->steps + row->first_under, *over = p->steps + row->first_over;
    double n = row->need, y = centre + t * (n - v);
    if (y >= 0) {
        for (int32_t i = 0; i < row->n_under; i++) {
            if (i > 0 && y < under[i - 1].price)
                return under[i - 1].price;
            if (y <= under[i].price)
                return y;
            n -= under[i].width;
            y = centre + t * (n - v);
        }
        return row->n_under > 0 ? under[row->n_under - 1].price : 0.0;
    }
    for (int32_t i = 0; i < row->n_over; i++) {
        if (i > 0 && y > -over[i - 1].price)
            return -over[i - 1].price;
        if (y >= -over[i].price)
            return y;
        n += over[i].width;
        y = centre + t * (n - v);
    }
    return row->n_over > 0 ? -over[row->n_over - 1].price : 0.0;
}

/* The same for a window: free between its soft bounds, priced up to the hard ones, never beyond. */
static double window_price(const bundle_window *w, double centre, double t, double v)
{
    double y = centre + t * (w->soft_min - v);
    if (y > 0) {
        if (y > w->under) {
            y = centre + t * (w->min - v);
            y = y < w->under ? w->under : y;
        }
        return y > w->highest ? w->highest : y;
    }
    y = centre + t * (w->soft_max - v);
    if (y >= 0)
        return 0.0;
    if (y < -w->over) {
        y = centre + t * (w->max - v);
        y = y > -w->over ? -w->over : y;
    }
    return y < w->lowest ? w->lowest : y;
}

double bundle_price(const bundle *b, int32_t row, double v)
{
    const pb_problem *p = b->e->p;
    double t = b->t * b->weight[row];
    return row < p->n_rows ? cover_price(p, &p->rows[row], b->centre[row], t, v)
                           : window_price(&b->windows[row - p->n_rows], b->centre[row], t, v);
}

/* Cost of a count between whole ones. */
static double cover_cost(const pb_problem *p, const pb_cover_row *row, double v)
{
    double left = row->need - v, sum = 0;
    bool missing = left > 0;
    const pb_step *s = p->steps + (missing ? row->first_under : row->first_over);
    int32_t n = missing ? row->n_under : row->n_over;
    left = missing ? left : -left;
    for (int32_t i = 0; i < n && left > 0; i++) {
        double w = i + 1 < n && s[i].width < left ? s[i].width : left;
        sum += w * s[i].price;
        left -= w;
    }
    return sum;
}

/* min over counts n of cost(n) + y n, for y within the row's prices. */
static double cover_conjugate(const pb_problem *p, const pb_cover_row *row, double y)
{
    const pb_step *under = p->steps + row->first_under, *over = p->steps + row->first_over;
    double n = row->need, cost = 0;
    for (int32_t i = 0; i + 1 < row->n_under && y > under[i].price; i++) {
        n -= under[i].width;
        cost += (double)under[i].width * under[i].price;
    }
    for (int32_t i = 0; i + 1 < row->n_over && -y > over[i].price; i++) {
        n += over[i].width;
        cost += (double)over[i].width * over[i].price;
    }
    return cost + y * n;
}

static double window_conjugate(const bundle_window *w, double y)
{
    if (y > 0)
        return y > w->under ? (w->soft_min - w->min) * w->under + y * w->min : y * w->soft_min;
    return -y > w->over ? (w->max - w->soft_max) * w->over + y * w->max : y * w->soft_max;
}

double bundle_value(const bundle *b)
{
    const pb_problem *p = b->e->p;
    double sum = b->own + (double)p->base_cost;
    for (int32_t r = 0; r < b->n_rows; r++) {
        double y = b->y[r], off = y - b->centre[r];
        double star = r < p->n_rows ? cover_conjugate(p, &p->rows[r], y)
                                    : window_conjugate(&b->windows[r - p->n_rows], y);
        sum += star - y * b->v[r] - off * off / (2 * b->t * b->weight[r]);
    }
    return sum;
}

double bundle_cost(const bundle *b)
{
    const pb_problem *p = b->e->p;
    double sum = b->own + (double)p->base_cost;
    for (int32_t r = 0; r < p->n_rows; r++)
        sum += cover_cost(p, &p->rows[r], b->v[r]);
    return sum;
}
